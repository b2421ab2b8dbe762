"""Short lists: which notes are the top ones, what is suggested, what is doubted."""

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import Delete, MoveToZone, PickNotes, ScoreNotes
from canvas_app.domain.fit import fit
from canvas_app.domain.picks import Shortlist, shortlists, top_anchors
from tests.domain.builder import do, new_board, put, shipped, tie


@pytest.fixture
def board() -> Board:
    board = new_board()
    put(board, "jobs", "job1", score=5)
    put(board, "jobs", "job2", score=4)
    put(board, "jobs", "job3", score=2)
    for n, score in enumerate((2, 5, 4, 3, 1, 5), 1):
        put(board, "pains", f"pain{n}", score=score)
    tie(board, *((f"pain{n}", "job1", 2) for n in range(1, 6)))
    put(board, "relievers", "strong", "weak", "idle")
    tie(board, ("strong", "pain2", 3), ("strong", "pain3", 2), ("weak", "pain1", 1))
    return board


def listed(board: Board, kind: str) -> Shortlist:
    return shortlists(board, fit(board))[kind]


def test_the_top_third_with_ties_or_what_is_picked(board: Board) -> None:
    assert top_anchors(board, fit(board)) == {"job1"}
    do(board, ScoreNotes(("job2",), 5))
    assert top_anchors(board, fit(board)) == {"job1", "job2"}, "a tie is in"
    put(board, "jobs", "job4", score=1)
    assert top_anchors(board, fit(board)) == {"job1", "job2"}, "a third of four is two"
    do(board, PickNotes(("job3",), True))
    assert top_anchors(board, fit(board)) == {"job3"}
    do(board, MoveToZone(("job3",), "parking"))
    assert top_anchors(board, fit(board)) == {"job1", "job2"}
    assert top_anchors(new_board(), fit(new_board())) == frozenset()


def test_the_heaviest_are_suggested_as_long_as_there_is_room(board: Board) -> None:
    assert listed(board, "pain").suggested == ("pain2", "pain3", "pain4", "pain1", "pain5")
    assert "pain6" not in listed(board, "pain").suggested, "it hangs on no job, however severe"
    do(board, PickNotes(("pain3", "pain4", "pain5"), True))
    short = listed(board, "pain")
    assert (short.picked, short.suggested, short.in_range) == (("pain3", "pain4", "pain5"), ("pain2", "pain1"), True)
    do(board, PickNotes(("pain1", "pain2"), True))
    assert listed(board, "pain").suggested == ()


def test_answers_are_suggested_by_value_and_only_for_picked_needs(board: Board) -> None:
    assert listed(board, "reliever").suggested == ("strong", "weak")
    do(board, PickNotes(("pain3",), True))
    assert listed(board, "reliever").suggested == ("strong",)


def test_doubts(board: Board) -> None:
    do(board, PickNotes(("pain1", "pain6", "idle", "weak"), True))
    tie(board, ("pain6", "job3", 1))
    assert listed(board, "pain").warnings == {"pain6": "hangs on no top customer job"}
    assert listed(board, "reliever").warnings == {"idle": "answers nothing"}
    do(board, PickNotes(("pain1",), False))
    assert listed(board, "reliever").warnings == {"weak": "answers no picked pain", "idle": "answers nothing"}
    do(board, Delete((), ("pain6-job3",)))
    assert listed(board, "pain").warnings == {"pain6": "hangs on no customer job"}


def test_parked_notes_are_neither_picked_nor_suggested(board: Board) -> None:
    do(board, PickNotes(("pain2",), True))
    do(board, MoveToZone(("pain2", "pain3"), "parking"))
    short = listed(board, "pain")
    assert short.picked == () and "pain3" not in short.suggested


def test_a_canvas_without_anchors_doubts_nothing_about_them() -> None:
    board = new_board(shipped("business-model"))
    from canvas_app.domain.commands import AddNotes, NewNote

    do(board, AddNotes((NewNote(text="a", zone="segments", id="a", values={"picked": True}),)))
    assert listed(board, "segment").warnings == {} and listed(board, "segment").in_range
    assert set(shortlists(board, fit(board))) == {"segment", "value"}
