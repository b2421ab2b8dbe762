"""The formulas of fit, against numbers worked out by hand."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    Delete,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
    SetStrength,
)
from canvas_app.domain.entities import PARKING
from canvas_app.domain.errors import UserError
from canvas_app.domain.fit import concerns_notes, fit, ground
from tests.domain.builder import do, new_board, put, shipped, tie


def test_importance_by_score_by_rank_and_by_neither() -> None:
    board = new_board()
    put(board, "pains", "r1", "r2", "r3", "r4", ranked=True)
    put(board, "pains", "scored", score=2)
    put(board, "pains", "bare")
    do(board, ScoreNotes(("r3",), 1))
    figures = fit(board)
    # n = 4 ranked notes, r3 among them, though its score goes first: 5 x (4 - rank + 1) / 4.
    assert figures.importance == {"r1": 5.0, "r2": 3.75, "r3": 1.0, "r4": 1.25, "scored": 2.0, "bare": 3.0}
    assert figures.basis == {"r1": "rank", "r2": "rank", "r3": "score", "r4": "rank", "scored": "score", "bare": "none"}


def test_weight_takes_the_most_important_job() -> None:
    board = new_board()
    put(board, "jobs", "small", score=2)
    put(board, "jobs", "big", score=4)
    put(board, "pains", "both", "one", "none", score=5)
    tie(board, ("both", "small", 1), ("both", "big", 1), ("one", "small", 3))
    figures = fit(board)
    # 5 x max(2, 4)/5 = 4; 5 x 2/5 = 2; no job: factor 1. The strength of these links plays no part.
    assert figures.weights == {"both": 4.0, "one": 2.0, "none": 5.0}
    assert figures.tied == {"both": True, "one": True, "none": False}


@pytest.fixture
def board() -> Board:
    """Pains p1 (5), p2 (3), p3 (2), gains g1 (4), g2 (1); p1 hangs on a job of importance 4."""
    board = new_board()
    put(board, "jobs", "job", score=4)
    for name, score in (("p1", 5), ("p2", 3), ("p3", 2)):
        put(board, "pains", name, score=score)
    for name, score in (("g1", 4), ("g2", 1)):
        put(board, "gains", name, score=score)
    put(board, "relievers", "r1", "r2", "r3")
    put(board, "creators", "c1")
    put(board, "products", "product")
    tie(
        board,
        ("p1", "job", 2),
        ("r1", "p1", 2),
        ("r2", "p1", 1),
        ("r2", "p2", 3),
        ("c1", "g2", 3),
        ("product", "r3", 3),
    )
    do(board, PickNotes(("p1", "p3"), True))
    return board


def test_relief_is_the_strongest_not_the_sum(board: Board) -> None:
    assert fit(board).relief == {"p1": 2, "p2": 3, "p3": 0, "g1": 0, "g2": 3}
    assert fit(board).answered == 3


def test_coverage(board: Board) -> None:
    figures = fit(board)
    # weights: p1 5 x 4/5 = 4, p2 3, p3 2, g1 4, g2 1
    pains, gains = figures.coverage["pain"], figures.coverage["gain"]
    assert pains.all == pytest.approx((4 * 2 / 3 + 3 * 1 + 0) / 9)
    assert pains.picked == pytest.approx((4 * 2 / 3) / 6)
    assert gains.all == pytest.approx(1 / 5)
    assert gains.picked is None
    assert list(figures.coverage) == ["gain", "pain"]  # as the canvas lists them, and no other kind


def test_nothing_to_measure() -> None:
    figures = fit(new_board())
    assert figures.as_data() == {
        "weights": {},
        "values": {},
        "coverage": {"gain": {"picked": None, "all": None}, "pain": {"picked": None, "all": None}},
        "gaps": [],
        "orphans": [],
        "overserved": [],
    }
    assert figures.statement_score(["any"]) is None


def test_values(board: Board) -> None:
    values = fit(board).values
    assert values == pytest.approx({"r1": 4 * 2 / 3, "r2": 4 * 1 / 3 + 3 * 3 / 3, "r3": 0, "c1": 1.0})


def test_gaps_are_heaviest_first(board: Board) -> None:
    assert fit(board).gaps == ("g1", "p3")
    do(board, ScoreNotes(("p3",), 5))
    assert fit(board).gaps == ("p3", "g1")


def test_a_link_from_a_product_saves_no_orphan(board: Board) -> None:
    assert fit(board).orphans == ("r3",)


def test_parked_notes_and_their_links_count_nowhere(board: Board) -> None:
    do(board, MoveToZone(("r2", "job", "g1"), PARKING))
    figures = fit(board)
    assert figures.weights == {"p1": 5.0, "p2": 3.0, "p3": 2.0, "g2": 1.0}
    assert figures.relief == {"p1": 2, "p2": 0, "p3": 0, "g2": 3}
    assert figures.gaps == ("p2", "p3")
    assert figures.orphans == ("r3",)
    assert "r2" not in figures.values and "r2" not in figures.importance
    assert figures.statement_score(["r2"]) == 0
    do(board, MoveToZone(("p1",), PARKING))
    assert fit(board).orphans == ("r1", "r3")
    assert fit(board).values == {"r1": 0, "r3": 0, "c1": 1.0}


def over(scores: list[int], full: dict[str, int]) -> tuple[str, ...]:
    """Pains n0, n1, ... with these scores, each fully relieved so many times."""
    board = new_board()
    for n, score in enumerate(scores):
        put(board, "pains", f"n{n}", score=score)
    put(board, "relievers", *[f"r{n}" for n in range(3)])
    for name, count in full.items():
        tie(board, *[(f"r{n}", name, 3) for n in range(count)])
    return fit(board).overserved


def test_overserved() -> None:
    # Six pains: the lightest floor(6/3) = 2 are n4 and n5.
    everywhere = {f"n{n}": 2 for n in range(6)}
    assert over([5, 5, 4, 3, 2, 1], everywhere) == ("n4", "n5")
    assert over([5, 5, 4, 3, 2, 1], {"n5": 1, "n4": 3}) == ("n4",)
    # Three share the second lightest place with two seats: none of them is in.
    assert over([5, 5, 2, 2, 2, 1], everywhere) == ("n5",)
    # All alike: there is no lightest.
    assert over([3] * 6, everywhere) == ()
    # floor(2/3) = 0, floor(5/3) = 1
    assert over([5, 1], {"n1": 3}) == ()
    assert over([5, 4, 3, 2, 1], {"n3": 2, "n4": 2}) == ("n4",)


def test_what_weighs_the_same_is_a_tie_however_it_came_about() -> None:
    board = new_board()
    put(board, "jobs", "four", score=4)
    put(board, "jobs", "three", score=3)
    for name, score in (("a", 3), ("b", 4), ("light", 1), ("x", 5), ("y", 5), ("z", 5)):
        put(board, "pains", name, score=score)
    put(board, "relievers", "r1", "r2")
    tie(board, ("a", "four", 1), ("b", "three", 1))  # 3 x 4/5 and 4 x 3/5, which differ in binary
    tie(board, *[(answer, need, 3) for answer in ("r1", "r2") for need in ("a", "b", "light")])
    figures = fit(board)
    assert figures.weights["a"] == figures.weights["b"]
    assert figures.overserved == ("light",)


def test_two_weaker_links_do_not_overserve() -> None:
    board = new_board()
    put(board, "pains", "a", "b", "light", score=5)
    do(board, ScoreNotes(("light",), 1))
    put(board, "relievers", "r1", "r2")
    tie(board, ("r1", "light", 3), ("r2", "light", 2))
    assert fit(board).overserved == ()


def test_statement_score(board: Board) -> None:
    figures = fit(board)
    # all weights: 4 + 3 + 2 + 4 + 1 = 14
    assert figures.statement_score(["r1"]) == round(100 * (4 * 2 / 3) / 14)  # 19.05
    assert figures.statement_score(["r1", "r2", "r2"]) == 40  # (4 x 2/3 + 3) / 14 = 40.48: the strongest, once each
    assert figures.statement_score(["p1", "job", "product"]) == 0  # only answering notes count
    assert figures.statement_score([]) == 0
    assert figures.statement_score(["gone"]) == 0
    assert figures.reached(["r1", "r2"]) == {"p1": 2, "p2": 3}


def test_statement_score_rounds_half_up() -> None:
    board = new_board()
    put(board, "pains", "answered", score=1)
    put(board, "pains", "a", score=5)
    put(board, "pains", "b", score=2)
    put(board, "relievers", "r")
    tie(board, ("r", "answered", 3))
    assert fit(board).statement_score(["r"]) == 13  # 100 x 1 / 8 = 12.5


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(0, 3)), min_size=1, max_size=6))
@example([(3, 5, 0), (3, 3, 3)])  # 1.8 of 4.8 is 37.5 %, but not in binary
def test_statement_score_is_exact(needs: list[tuple[int, int, int]]) -> None:
    """However the fractions fall, the score is that of exact arithmetic rounded half up."""
    board = BARE.copy()
    notes, links = [NewNote(id="r", x=474, y=494)], []
    for n, (score, job, strength) in enumerate(needs):
        notes += [
            NewNote(id=f"p{n}", x=954, y=494, values={"score": score}),
            NewNote(id=f"j{n}", x=1334, y=314, values={"score": job}),
        ]
        links.append(AddLink(f"p{n}", f"j{n}", 1))
        if strength:
            links.append(AddLink("r", f"p{n}", strength))
    do(board, AddNotes(tuple(notes), tuple(links)))
    total = sum(Fraction(score * job, 5) for score, job, _ in needs)
    reached = sum(Fraction(score * job * strength, 15) for score, job, strength in needs)
    assert fit(board).statement_score(["r"]) == floor(100 * reached / total + Fraction(1, 2))


BARE = new_board()


@given(st.data())
def test_bounds_that_always_hold(data: st.DataObject) -> None:
    board = BARE.copy()
    pains = [f"p{n}" for n in range(data.draw(st.integers(0, 5)))]
    answers = [f"r{n}" for n in range(data.draw(st.integers(0, 4)))]
    assume(pains or answers)
    put(board, "pains", *pains, ranked=True)
    put(board, "relievers", *answers)
    for pain in pains:
        do(board, ScoreNotes((pain,), data.draw(st.none() | st.integers(1, 5))))
        for answer in answers:
            if strength := data.draw(st.integers(0, 3)):
                tie(board, (answer, pain, strength))
    figures = fit(board)
    assert all(0 < value <= 5 for value in figures.importance.values())
    assert all(figures.weights[need] <= figures.importance[need] for need in figures.weights)
    share = figures.coverage["pain"].all
    assert (share is None) == (not pains) and (share is None or 0 <= share <= 1 + 1e-12)
    assert set(figures.gaps) == {need for need, relief in figures.relief.items() if not relief}
    assert {answer for answer, value in figures.values.items() if not value} == set(figures.orphans)
    score = figures.statement_score(answers)
    if share is not None and score is not None:
        assert abs(score - 100 * share) <= 0.5 + 1e-9
    do(board, Delete(notes=tuple(pains)))
    assert fit(board).orphans == tuple(answers)


def test_the_same_arithmetic_on_another_canvas() -> None:
    board = new_board(shipped("business-model"))
    do(
        board,
        AddNotes(
            (
                NewNote(id="value", zone="value"),
                NewNote(id="served", zone="segments", values={"score": 3}),
                NewNote(id="forgotten", zone="segments", values={"score": 1}),
                NewNote(id="partner", zone="partners"),
            ),
            (AddLink("value", "served", 3),),
        ),
    )
    figures = fit(board)
    assert figures.coverage["segment"].all == pytest.approx(0.75)
    assert figures.gaps == ("forgotten",)
    assert figures.orphans == ()


@given(st.data())
def test_figures_on_a_kept_ground_are_those_reckoned_anew(data: st.DataObject) -> None:
    """The ground is given up only where a step concerns the notes; the order of notes is kept likewise."""
    board = BARE.copy()
    put(board, "jobs", "j1", "j2", "j3", ranked=True)
    put(board, "pains", "p1", "p2", "p3", "p4", score=2)
    put(board, "gains", "g1", "g2")
    put(board, "relievers", "r1", "r2", "r3")
    put(board, "creators", "c1", "c2")
    ends = st.sampled_from(sorted(board.notes))
    kept = ground(board)
    for _ in range(data.draw(st.integers(1, 12))):
        one, other, n = data.draw(ends), data.draw(ends), data.draw(st.integers(1, 3))
        commands = [
            AddLink(one, other, n),
            AddLink(one, other, n),
            *(command for link in board.links for command in (SetStrength((link,), n), Delete(links=(link,)))),
            Delete((one,)),
            ScoreNotes((one,), n),
            PickNotes((one,), n > 1),
            RankNote(one, n),
            MoveNotes((one,), 40.0 * n, -60.0 * n),
            MoveToZone((one,), data.draw(st.sampled_from([PARKING, "pains", "gains"]))),
        ]
        try:
            patches = do(board, data.draw(st.sampled_from(commands)))
        except UserError:
            continue
        if concerns_notes(patches):
            kept = ground(board)
        anew = board.copy()
        assert board.in_order() == anew.in_order()
        assert fit(board, kept) == fit(anew)
        assert list(fit(board, kept).weights) == list(fit(anew).weights)
