"""The shape of ink: smooth, within its bounds, and found where it is."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.entities import InkPoint
from canvas_app.domain.ink import LONGEST, THINNEST, Line, bounds, line_width, runs, touches

NUMBER = st.floats(-1e4, 1e4)
POINTS = st.lists(st.tuples(NUMBER, NUMBER, st.floats(0, 1)), min_size=1, max_size=80)


@given(POINTS, st.floats(0.1, 100))
def test_a_line_is_whole_from_its_first_to_its_last_point(points: list[InkPoint], width: float) -> None:
    pieces = runs(points, width)
    assert pieces[0].start == points[0][:2]
    for piece, following in pairwise(pieces):
        assert piece.curves[-1][1] == following.start
    last = pieces[-1].curves[-1][1] if pieces[-1].curves else pieces[-1].start
    assert last == points[-1][:2]
    room = bounds(points, width)
    for piece in pieces:
        assert width * THINNEST <= piece.width <= width
        assert len(piece.curves) <= LONGEST + 1
        assert room.grown(1e-6).contains((piece.bounds.x, piece.bounds.y))
        assert room.grown(1e-6).contains((piece.bounds.right, piece.bounds.bottom))


def test_a_tap_is_a_dot() -> None:
    (dot,) = runs([(3.0, 4.0, 1.0)], 2.0)
    assert (dot.start, dot.curves, dot.width) == ((3.0, 4.0), [], 2.0)


@given(POINTS)
def test_what_a_new_point_changes_is_all_that_looks_different(points: list[InkPoint]) -> None:
    line = Line(5)
    for point in points:
        before = [(run.width, run.start, list(run.curves)) for run in line.runs]
        box = line.add(point).grown(1e-6)
        for n, run in enumerate(line.runs):
            old = before[n] if n < len(before) else (run.width, run.start, [])
            fresh = run.curves[len(old[2]) :] if old[0] == run.width else run.curves
            assert all(box.contains(place) for curve in fresh for place in curve)
        if line.end is not None:
            assert box.contains(line.end.start) and box.contains(line.end.curves[-1][1])


def test_pressure_makes_it_wider() -> None:
    widths = [line_width(10, n / 10) for n in range(11)]
    assert widths == sorted(widths) and widths[0] == 10 * THINNEST and widths[-1] == 10
    soft, hard = (runs([(0, 0, p), (9, 9, p)], 4)[0].width for p in (0.1, 0.9))
    assert hard > 1.5 * soft


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ((50, -20), (50, 20), True),  # across
        ((50, 6.9), (50, 6.9), True),  # beside it, within reach
        ((50, 7.1), (50, 7.1), False),
        ((-20, 0), (-7.1, 0), False),
        ((-20, 0), (-6.9, 0), True),
        ((200, -5), (105, -3), True),  # the end of the way
    ],
)
def test_an_eraser_finds_what_it_comes_near(start: tuple[float, float], end: tuple[float, float], found: bool) -> None:
    line: list[InkPoint] = [(0, 0, 1), (100, 0, 1)]
    assert touches(line, 4, start, end, 5) is found


@given(POINTS, st.integers(0, 79), st.floats(0, 2 * math.pi))
def test_a_point_of_a_line_is_always_found(points: list[InkPoint], at: int, angle: float) -> None:
    x, y, _ = points[at % len(points)]
    near = (x + 4 * math.cos(angle), y + 4 * math.sin(angle))
    assert touches(points, 1, near, near, 4.01)
