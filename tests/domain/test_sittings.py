"""The log of workshops: who was there, and what each step took and changed."""

import pytest

from canvas_app.domain.commands import AddNotes, NewNote, PickNotes, RankNote
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.sittings import (
    BeginSitting,
    DeleteSittings,
    NamePeople,
    RecordStint,
    changes_words,
    clock,
    count_changes,
    stints_of,
)

from .builder import do, new_board, put


def test_a_workshop_with_its_people_and_the_time_of_its_steps() -> None:
    board = new_board()
    do(board, BeginSitting("2026-01-02T09:00:00.000Z", ("Ana", " Bo  Li ", "", "Ana"), id="w"))
    assert board.sittings["w"].people == ("Ana", "Bo Li")
    do(board, RecordStint("w", 3, 60.0, {"note added": 2, "link added": 0}))
    do(board, RecordStint("w", 4, 5.0))
    do(board, RecordStint("w", 3, 90.5, {"note added": 3}))
    stints = [(stint.step, stint.seconds, stint.changes) for stint in stints_of(board, "w")]
    assert stints == [(3, 90.5, {"note added": 3}), (4, 5.0, {})]
    do(board, NamePeople("w", ("Cy",)))
    assert board.sittings["w"].people == ("Cy",)
    do(board, DeleteSittings(("w", "w", "x")))
    assert not board.sittings and not board.stints


def test_what_is_refused() -> None:
    board = new_board()
    with pytest.raises(RuleBroken, match="not in the log"):
        do(board, RecordStint("w", 1, 1.0))
    with pytest.raises(RuleBroken, match="500 people"):
        do(board, BeginSitting("", tuple(str(n) for n in range(501))))
    with pytest.raises(RuleBroken, match="500 characters"):
        do(board, BeginSitting("", ("x" * 501,)))


def test_changes_are_counted_in_words() -> None:
    board = new_board()
    put(board, "pains", "a", "b")
    patches = do(board, AddNotes((NewNote(zone="pains", id="c"),)))
    patches += do(board, PickNotes(("a", "b"), True))
    patches += do(board, RankNote("c", 0))
    assert changes_words(count_changes(patches)) == ["2 notes picked", "1 note added", "1 note ranked"]
    assert changes_words({"piece of evidence added": 2, "dot added": 1}) == [
        "2 pieces of evidence added",
        "1 dot added",
    ]


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3600, "1:00:00")])
def test_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words
