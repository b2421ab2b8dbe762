"""Decisions about gaps."""

from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import Delete, MoveToZone, label
from canvas_app.domain.entities import PARKING, Decision
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit
from canvas_app.domain.gaps import NOTHING_DECIDED, DecideGap, answering_kinds, decisions, gaps, ideas
from canvas_app.domain.patch import insert
from tests.domain.builder import do, dump, new_board, put, tie


@pytest.fixture
def board() -> Board:
    board = new_board()
    put(board, "pains", "heavy", score=5)
    put(board, "pains", "light", score=1)
    put(board, "gains", "want", score=3)
    put(board, "relievers", "r")
    return board


def decide(board: Board, note: str, **values: Any) -> None:
    do(board, DecideGap(note, values))


def test_one_decision_for_each_need(board: Board) -> None:
    decide(board, "heavy", choice="watch")
    decide(board, "heavy", owner="Mara", due="2026-03-31", strategic=True)
    assert len(board.decisions) == 1
    made = decisions(board)["heavy"]
    assert (made.choice, made.owner, made.due, made.strategic) == ("watch", "Mara", "2026-03-31", True)
    assert label(DecideGap("heavy", {})) == "Decide about a gap"


def test_a_decision_that_says_nothing_is_none(board: Board) -> None:
    decide(board, "heavy", choice="ignore", why="Small")
    decide(board, "heavy", choice="", why="")
    assert not board.decisions
    decide(board, "heavy", **NOTHING_DECIDED)
    assert not board.decisions


def test_undo_is_the_way_back(board: Board) -> None:
    before = dump(board)
    decide(board, "heavy", choice="partner")
    middle = dump(board)
    patches = do(board, DecideGap("heavy", dict(NOTHING_DECIDED)))
    board.apply(board.check([patch.inverse for patch in reversed(patches)]))
    assert dump(board) == middle != before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due": "31.2.26"}, "no day"),
        ({"choice": "panic"}, "cannot be used"),
        ({"idea": "nobody"}, "not on the board"),
        ({"idea": "heavy"}, "its own idea"),
        ({"colour": "red"}, "no 'colour'"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(board: Board, values: dict[str, Any], words: str) -> None:
    before = dump(board)
    with pytest.raises(RuleBroken, match=words):
        decide(board, "heavy", **values)
    assert dump(board) == before


def test_only_needs_are_decided_about(board: Board) -> None:
    with pytest.raises(RuleBroken, match="Only gains and pains can be gaps"):
        decide(board, "r", choice="watch")


def test_answered_since_and_parked(board: Board) -> None:
    decide(board, "heavy", choice="innovate")
    decide(board, "want", choice="watch")
    assert gaps(board, fit(board)) == (("heavy", "want", "light"), ())
    tie(board, ("r", "heavy", 2))
    assert gaps(board, fit(board)) == (("want", "light"), ("heavy",))
    do(board, MoveToZone(("heavy", "want"), PARKING))
    assert gaps(board, fit(board)) == (("light",), ())
    assert decisions(board).keys() == {"heavy", "want"}, "they wait with their notes"


def test_a_decision_goes_with_its_need_and_lets_go_of_its_idea(board: Board) -> None:
    decide(board, "heavy", choice="innovate", idea="r")
    do(board, Delete(("r",)))
    assert decisions(board)["heavy"].idea is None
    do(board, Delete(("heavy",)))
    assert not board.decisions


def test_boards_made_elsewhere_may_have_two_of_one_need(board: Board) -> None:
    twice = [Decision(id=name, note="heavy", choice="watch") for name in ("one", "two")]
    board.apply(board.check([insert(row) for row in twice]))
    decide(board, "heavy", choice="ignore")
    assert [row.choice for row in board.decisions.values()] == ["ignore"]


def test_ideas_are_notes_that_could_answer_those_in_play_first(board: Board) -> None:
    put(board, "relievers", "later", "other")
    put(board, "creators", "c")
    do(board, MoveToZone(("later",), PARKING))
    assert answering_kinds(board, "heavy") == ["reliever"]
    assert answering_kinds(board, "want") == ["creator"]
    assert {note.id for note in ideas(board, "heavy")} == {"r", "other", "later"}
    assert ideas(board, "heavy")[-1].id == "later"
    assert [note.id for note in ideas(board, "want")] == ["c"]
