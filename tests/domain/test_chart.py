"""Where needs and their labels stand on the chart of weight and relief."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.chart import MATTERS, SERVED, Chart, Sizes, lay_out
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import Rect
from tests.domain.builder import new_board, put, tie

PLOT = Rect(50, 30, 1200, 700)
EMPTY = fit(new_board())
NEEDS = st.lists(
    st.tuples(
        st.sampled_from([0.2, 1.0, 2.4, 2.5, 3.0, 5.0]) | st.floats(0.01, 5), st.integers(0, 3), st.integers(1, 3)
    ),
    max_size=60,
)


def chart(needs: list[tuple[float, int, int]], plot: Rect = PLOT, sizes: Sizes | None = None) -> Chart:
    """Needs n0, n1 ... by weight, relief and lines of their label."""
    figures = EMPTY.only(())
    figures.weights.update({f"n{n}": weight for n, (weight, _, _) in enumerate(needs)})
    figures.relief.update({f"n{n}": relief for n, (_, relief, _) in enumerate(needs)})
    lines = {f"n{n}": count for n, (_, _, count) in enumerate(needs)}

    def measure(need: str, room: float) -> tuple[float, float]:
        return min(40.0 * (1 + lines[need]), room), 16.0 * lines[need]

    return lay_out(figures, plot, measure, sizes)


@given(NEEDS, st.sampled_from([PLOT, Rect(0, 0, 500, 300), Rect(10, 20, 200, 90), Rect(0, 0, 140, 60)]))
def test_labels_never_overlap_and_all_is_inside(needs: list[tuple[float, int, int]], plot: Rect) -> None:
    found = chart(needs, plot)
    assert sorted(mark.need for mark in found.marks) == sorted(f"n{n}" for n in range(len(needs)))
    boxes = [mark.label for mark in found.marks if mark.label is not None]
    for n, box in enumerate(boxes):
        assert plot.x <= box.x and box.right <= plot.right + 1e-6
        assert plot.y <= box.y and box.bottom <= plot.bottom + 1e-6
        assert not any(box.overlaps(other, gap=-1e-6) for other in boxes[n + 1 :])
    for mark in found.marks:
        assert found.bands[mark.relief].contains((mark.x, mark.y)), "in the band of its relief"
        if mark.label is not None:
            assert mark.label.x >= mark.x + Sizes().mark / 2, "a label covers no mark of its own"
    assert len(boxes) + sum(found.left_out) == len(needs)


@given(NEEDS)
def test_heavier_is_higher_and_heavier_needs_get_their_labels_first(needs: list[tuple[float, int, int]]) -> None:
    found = chart(needs)
    for relief in range(4):
        band = [mark for mark in found.marks if mark.relief == relief]
        weights = [needs[int(mark.need[1:])][0] for mark in band]
        assert weights == sorted(weights, reverse=True)
        heights = [mark.y for mark in band]
        assert heights == sorted(heights)
        named = [mark.label is not None for mark in band]
        assert named == sorted(named, reverse=True)
        tops = [mark.label.y for mark in band if mark.label is not None]
        assert tops == sorted(tops), "labels stand in the order of their marks"


@given(NEEDS)
def test_what_matters_and_is_not_served_stands_in_the_shaded_part(needs: list[tuple[float, int, int]]) -> None:
    found = chart(needs)
    for mark in found.marks:
        weight, relief, _ = needs[int(mark.need[1:])]
        inside = found.urgent.contains((mark.x, mark.y - 1e-6))
        assert inside == (weight >= MATTERS and relief < SERVED)


def test_a_label_stands_beside_its_mark_where_there_is_room() -> None:
    found = chart([(5.0, 0, 1), (3.0, 0, 1), (1.0, 2, 2)])
    for mark in found.marks:
        assert mark.label is not None
        assert mark.label.centre[1] == pytest.approx(mark.y, abs=Sizes().gap)


def test_needs_of_one_weight_stand_side_by_side() -> None:
    found = chart([(3.0, 1, 1)] * 3)
    assert len({mark.x for mark in found.marks}) == 3
    assert len({mark.y for mark in found.marks}) == 1


def test_what_has_no_room_is_counted() -> None:
    found = chart([(5 - n / 100, 0, 2) for n in range(200)])
    assert found.left_out[0] > 100 and found.left_out[1:] == (0, 0, 0)
    assert sum(mark.label is not None for mark in found.marks) == 200 - found.left_out[0]


def test_a_board_from_the_other_end() -> None:
    board = new_board()
    put(board, "pains", "heavy", score=5)
    put(board, "pains", "light", score=1)
    put(board, "relievers", "r")
    tie(board, ("r", "light", 3))
    found = lay_out(fit(board), PLOT, lambda need, room: (60, 16))
    assert [(mark.need, mark.relief) for mark in found.marks] == [("heavy", 0), ("light", 3)]
    assert [weight for weight, _ in found.ticks] == [0, 1, 2, 3, 4, 5]
    ys = [y for _, y in found.ticks]
    assert ys == sorted(ys, reverse=True)


def test_an_empty_chart_has_its_bands() -> None:
    found = chart([])
    assert found.marks == () and len(found.bands) == 4
