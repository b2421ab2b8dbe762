"""The value curve: where lines, markers and names stand, in any box."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.commands import PickNotes
from canvas_app.domain.competition import Comparison, compare
from canvas_app.domain.decide_competition import AddCompetitor, Rate
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import Rect
from canvas_app.domain.value_curve import ValueCurve, lay_out, looks

from .builder import do, new_board, put


def measure(name: str, room: float) -> tuple[float, float]:
    width = min(6.0 * len(name), room)
    return width, 14.0 if 6.0 * len(name) <= room else 28.0


def comparison(scores: list[dict[str, int]], competitors: int = 0) -> Comparison:
    """A criterion for each of `scores`, which are by who."""
    board = new_board()
    names = [f"n{n}" for n in range(len(scores))]
    put(board, "pains", *names)
    do(board, PickNotes(tuple(names), True))
    for n in range(competitors):
        do(board, AddCompetitor(f"Rival {n}", id=f"r{n}"))
    for name, given_to in zip(names, scores, strict=True):
        for who, score in given_to.items():
            do(board, Rate(who, score, note=name))
    return compare(board, fit(board), {})


def laid_out(table: Comparison, box: Rect | None = None) -> ValueCurve:
    chart = lay_out(table, box or Rect(40, 20, 600, 300), measure)
    assert chart is not None
    return chart


def test_one_scored_criterion_is_no_line() -> None:
    assert lay_out(comparison([{"us": 3}, {}]), Rect(0, 0, 600, 300), measure) is None


def test_more_is_higher_and_criteria_go_on_to_the_side() -> None:
    chart = laid_out(comparison([{"us": 1}, {"us": 2}, {"us": 5}]))
    (ours,) = chart.curves
    assert [dot.score for dot in ours.dots] == [1, 2, 5] and len(ours.runs) == 1
    assert all(b.x > a.x and b.y < a.y for a, b in pairwise(ours.dots))
    heights = dict(chart.ticks)
    assert [dot.y for dot in ours.dots] == [heights[1], heights[2], heights[5]]


def test_a_line_is_broken_where_nothing_is_scored() -> None:
    chart = laid_out(comparison([{"us": 1, "nothing": 1}, {"nothing": 2}, {"us": 3, "nothing": 3}]))
    runs = {curve.rival.id: [len(run) for run in curve.runs] for curve in chart.curves}
    assert runs == {"us": [1, 1], "nothing": [3]}


def test_ours_is_drawn_last_and_everybody_looks_different_without_colour() -> None:
    table = comparison([{"us": 1, "r0": 2}, {"us": 2, "partner": 3}], competitors=12)
    assert laid_out(table).curves[-1].rival.id == "us"
    signs = [(look.marker, look.dashes, look.thick) for look in looks(table.rivals).values()]
    assert len(set(signs)) == len(signs) == 15


SCORES = st.lists(
    st.dictionaries(st.sampled_from(["us", "partner", "nothing", "r0", "r1", "r2"]), st.integers(0, 5), min_size=1),
    min_size=2,
    max_size=8,
)


@given(scores=SCORES, width=st.floats(200, 1500), height=st.floats(100, 900))
def test_nothing_overlaps_and_all_stays_inside(scores: list[dict[str, int]], width: float, height: float) -> None:
    box = Rect(10, 10, width, height)
    chart = laid_out(comparison(scores, competitors=3), box)
    labels = [curve.label for curve in chart.curves if curve.label is not None]
    assert labels
    for label in labels:
        assert label.y >= box.y - 1e-6 and label.bottom <= box.bottom + 1e-6
        assert chart.plot.right < label.x and label.right <= box.right + 1e-6
    assert not any(a.overlaps(b) for a, b in combinations(labels, 2))
    dots = [dot for curve in chart.curves for dot in curve.dots]
    assert len({(dot.x, dot.y) for dot in dots}) == len(dots) == sum(len(line) for line in scores)
    assert all(chart.plot.contains((dot.x, dot.y)) for dot in dots)
