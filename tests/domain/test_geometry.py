import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.geometry import (
    Rect,
    bounds,
    distance_to_border,
    fits_inside,
    inside_polygon,
    polygon_bounds,
    sector,
)

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def test_rect() -> None:
    rect = Rect(1, 2, 30, 40)
    assert (rect.right, rect.bottom, rect.centre) == (31, 42, (16, 22))
    assert rect.scaled(2) == Rect(2, 4, 60, 80)
    assert rect.moved(1, -1) == Rect(2, 1, 30, 40)
    assert rect.grown(1) == Rect(0, 1, 32, 42)
    assert rect.contains((1, 2)) and rect.contains((31, 42)) and not rect.contains((31.1, 42))


@pytest.mark.parametrize(("x", "gap", "expected"), [(9, 0, True), (10, 0, False), (12, 3, True), (12, 2, False)])
def test_overlaps(x: float, gap: float, expected: bool) -> None:
    a, b = Rect(0, 0, 10, 10), Rect(x, 0, 5, 5)
    assert a.overlaps(b, gap) is expected and b.overlaps(a, gap) is expected


def test_bounds() -> None:
    assert bounds([]) is None
    assert bounds([Rect(0, 0, 1, 1), Rect(-2, 5, 1, 1)]) == Rect(-2, 0, 3, 6)
    assert polygon_bounds([(3, 1), (0, 4), (2, 2)]) == Rect(0, 1, 3, 3)


def test_border_counts_as_inside() -> None:
    for point in [(0, 0), (10, 10), (5, 0), (10, 5), (0, 5), (5, 10), (5, 5)]:
        assert inside_polygon(point, SQUARE)
    for point in [(-0.1, 5), (10.1, 5), (5, -0.1), (5, 10.1), (20, 0), (-5, 10)]:
        assert not inside_polygon(point, SQUARE)


def test_inside_a_dent() -> None:
    arrow = [(0.0, 0.0), (10.0, 5.0), (0.0, 10.0), (4.0, 5.0)]
    assert inside_polygon((6, 5), arrow) and not inside_polygon((2, 5), arrow)


def test_distance_to_border() -> None:
    assert distance_to_border((5, 5), SQUARE) == 5
    assert distance_to_border((13, 14), SQUARE) == 5
    assert distance_to_border((5, 0), SQUARE) == 0


@given(st.floats(-720, 720), st.floats(1, 360), st.floats(0, 0.97))
def test_sector(start: float, sweep: float, share: float) -> None:
    outline = sector((100, 200), 50, start, start + sweep)
    assert all(math.hypot(x - 100, y - 200) <= 50 + 1e-6 for x, y in outline)
    middle = math.radians(start + sweep / 2)
    assert inside_polygon((100 + 50 * share * math.cos(middle), 200 + 50 * share * math.sin(middle)), outline)


def test_a_whole_circle_has_no_corner_in_its_middle() -> None:
    assert (0, 0) not in sector((0, 0), 10, 0, 360)
    assert sector((0, 0), 10, 0, 90)[0] == (0, 0)


def test_fits_inside() -> None:
    assert fits_inside(Rect(0, 0, 10, 10), SQUARE)
    assert not fits_inside(Rect(1, 1, 10, 8), SQUARE)
