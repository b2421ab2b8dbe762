"""Snapping to neighbours and to equal gaps."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.geometry import Rect
from canvas_app.domain.snap import Guide, Snap, Snapper
from tests.effort import calls

NUMBER = st.integers(-3000, 3000).map(lambda n: n / 4)
RECT = st.builds(Rect, NUMBER, NUMBER, st.integers(20, 300).map(float), st.integers(20, 300).map(float))


@pytest.mark.parametrize(
    ("moving", "shift"),
    [
        (Rect(4, 300, 100, 50), (-4, 0)),  # left to left
        (Rect(103, 300, 80, 50), (-3, 0)),  # left to right
        (Rect(14, 300, 80, 50), (-4, 0)),  # middle to middle
        (Rect(300, 47, 100, 50), (0, 3)),  # top to bottom
        (Rect(300, 3, 100, 44), (0, 0)),  # middle to middle already
        (Rect(300, 300, 100, 50), (0, 0)),
    ],
)
def test_edges_and_middles(moving: Rect, shift: tuple[float, float]) -> None:
    snap = Snapper([Rect(0, 0, 100, 50)]).snap(moving, 6)
    assert (snap.dx, snap.dy) == shift


def test_a_guide_runs_along_all_that_is_in_line() -> None:
    snapper = Snapper([Rect(0, 0, 100, 50), Rect(0, 400, 60, 50), Rect(7.5, 900, 60, 50)])
    snap = snapper.snap(Rect(3, 180, 150, 52), 6)
    assert snap == Snap(-3, 0, (Guide("line", (0, 0), (0, 450)),))


def test_equal_gaps_between_two_and_beside_two() -> None:
    pair = Snapper([Rect(0, 0, 100, 50), Rect(300, 5, 100, 50)])
    between = pair.snap(Rect(147, 20, 100, 50), 6, down=False)
    assert between.dx == 3
    assert {guide for guide in between.guides if guide.kind == "gap"} == {
        Guide("gap", (100, 35), (150, 35)),
        Guide("gap", (250, 37.5), (300, 37.5)),
    }
    row = Snapper([Rect(0, 0, 100, 50), Rect(130, 0, 100, 50)])
    after = row.snap(Rect(264, 0, 100, 50), 6)
    assert after.dx == -4 and sum(guide.kind == "gap" for guide in after.guides) == 2
    before = row.snap(Rect(-128, 0, 100, 50), 6)
    assert before.dx == -2


def test_a_column_has_gaps_too() -> None:
    column = Snapper([Rect(0, 0, 100, 50), Rect(0, 70, 100, 50)])
    snap = column.snap(Rect(30, 137, 100, 50), 6, across=False)
    assert (snap.dx, snap.dy) == (0, 3)


def test_only_one_axis_where_asked() -> None:
    snapper = Snapper([Rect(0, 0, 100, 50)])
    assert snapper.snap(Rect(3, 47, 100, 50), 6, across=False).dx == 0
    assert snapper.snap(Rect(3, 47, 100, 50), 6, down=False).dy == 0


@given(st.lists(RECT, max_size=12), RECT, st.sampled_from([1.0, 6.0, 24.0]))
def test_a_snap_is_small_and_told_by_guides(rects: list[Rect], moving: Rect, reach: float) -> None:
    snapper = Snapper(rects)
    snap = snapper.snap(moving, reach)
    assert abs(snap.dx) <= reach and abs(snap.dy) <= reach
    there = moving.moved(snap.dx, snap.dy)
    if snap.dx or snap.dy:
        assert snap.guides
    xs = {x for rect in rects for x in (rect.x, rect.right, rect.centre[0])}
    for guide in snap.guides:
        if guide.kind == "line" and guide.start[0] == guide.end[0]:
            assert min(abs(guide.start[0] - x) for x in xs) < 1e-5
            assert min(abs(guide.start[0] - x) for x in (there.x, there.right, there.centre[0])) < 1e-5


def test_a_move_asks_each_of_a_thousand_neighbours_a_few_things_only() -> None:
    chance = random.Random(1)
    rects = [Rect(chance.uniform(0, 4000), chance.uniform(0, 4000), 132, 92) for _ in range(1000)]
    snapper = Snapper(rects)
    moves = [Rect(n * 17 % 3900, n * 13 % 3900, 132, 92) for n in range(20)]
    assert calls(lambda: [snapper.snap(move, 6) for move in moves]) / 20 < 4 * len(rects)
