"""From one state of a board to another, in patches and in words."""

from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Command,
    Delete,
    EditBoard,
    EditNote,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
)
from canvas_app.domain.decide import decide
from canvas_app.domain.differences import patches_to, summary
from canvas_app.domain.entities import Part
from canvas_app.domain.errors import RuleBroken, StalePatch
from canvas_app.domain.evidence import About, AddEvidence
from canvas_app.domain.gaps import DecideGap
from tests.domain.builder import do, dump, new_board, put

COMMANDS: tuple[Command, ...] = (
    AddNotes((NewNote(text="new", zone="pains", id="new"),)),
    MoveNotes(("a", "b"), 10, 5),
    MoveToZone(("a",), "gains"),
    MoveToZone(("b",), "parking"),
    EditNote("c", {"text": "other", "tags": ("x",)}),
    Delete(("a",)),
    Delete(("s", "c")),
    ScoreNotes(("a", "b"), 4),
    PickNotes(("a", "c"), True),
    RankNote("c", 1),
    AddLink("s", "a", 3),
    AddStatement((Part(text="Words of its own"),)),
    AddEvidence(About("note", "a"), {"level": "strong"}),
    DecideGap("b", {"choice": "watch"}),
    EditBoard({"title": "Renamed"}),
)


def start() -> Board:
    board = new_board()
    put(board, "pains", "a", "b", "c", ranked=True)
    put(board, "relievers", "s")
    return board


def carry_out(board: Board, *commands: Command) -> None:
    for command in commands:
        try:
            board.apply(board.check(decide(board, command)))
        except (RuleBroken, StalePatch, KeyError):
            continue


@given(st.lists(st.sampled_from(COMMANDS), max_size=6), st.lists(st.sampled_from(COMMANDS), max_size=6))
def test_any_state_leads_to_any_other(one: list[Command], other: list[Command]) -> None:
    then, now = start(), start()
    carry_out(then, *one)
    carry_out(now, *other)
    now.apply(now.check(patches_to(then, now)))
    assert dump(now) == dump(then) and summary(now, then) == [] and patches_to(then, now) == []


def test_a_board_keeps_its_id_and_its_birthday() -> None:
    then = new_board(id="other", created="2020-01-01T00:00:00.000Z", title="Then")
    now = new_board()
    now.apply(now.check(patches_to(then, now)))
    assert (now.info.id, now.info.created, now.info.title) == ("board", "2026-01-01T00:00:00.000Z", "Then")


def test_what_changed_is_said_in_a_few_words() -> None:
    before, after = start(), start()
    do(after, AddNotes(tuple(NewNote(text=f"{n}", zone="gains") for n in range(2))))
    do(after, MoveNotes(("b",), 4, 4))
    do(after, RankNote("c", 1))
    do(after, EditNote("c", {"text": "other"}))
    do(after, MoveToZone(("a",), "parking"))
    do(after, AddStatement((Part(text="Words"),)))
    assert summary(before, after) == ["+2 notes", "1 moved", "1 parked", "1 reworded", "ranks changed", "+1 statement"]
    assert summary(after, before)[0] == "−2 notes" and summary(before, before) == []
