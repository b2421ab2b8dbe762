"""From one state of a board to another, in patches and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    AddStrokes,
    ArrangeZones,
    Command,
    Delete,
    EditBoard,
    EditNote,
    GroupNotes,
    LockNotes,
    MarkFinal,
    MoveNotes,
    MoveStatement,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
    StackNotes,
)
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_steps import SkipStep
from canvas_app.domain.decide_voting import PassPen, PutDot, RevealRound, StartRound
from canvas_app.domain.differences import marked, patches_to, summary
from canvas_app.domain.entities import Part, Stroke
from canvas_app.domain.errors import RuleBroken, StalePatch
from canvas_app.domain.evidence import About, AddEvidence
from canvas_app.domain.gaps import DecideGap
from canvas_app.domain.sittings import BeginSitting, RecordStint
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
    return START.copy()


def _start() -> Board:
    board = new_board()
    put(board, "pains", "a", "b", "c", ranked=True)
    put(board, "relievers", "s")
    return board


START = _start()


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
    assert (summary(now, then) == []) == (dump(now) == dump(then))
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


INK = Stroke(id="ink", points=((1500.0, 700.0, 1.0), (1510.0, 710.0, 1.0)))
VOTE = StartRound(zones=("pains",), people=2, id="vote")
DOT = PutDot("vote", 0, "b", id="dot")
TALK = BeginSitting("2026-01-01T09:00:00.000Z", id="talk")
SECOND = AddStatement((Part(text="Second"),), id="two")
CROWD = AddNotes(tuple(NewNote(text=f"{n}", zone="pains", id=f"n{n}") for n in range(30)))


@pytest.mark.parametrize(
    ("first", "then", "said", "back"),
    [
        ([], [MoveNotes(("a", "b"), 9, 9)], "2 notes moved", "2 notes moved"),
        ([], [MoveNotes(("a",), 0.25, 0)], "1 note moved", "1 note moved"),
        ([], [EditNote("a", {"w": 300.0})], "1 note resized", "1 note resized"),
        (
            [],
            [EditNote("a", {"colour": "green", "tags": ("x",)})],
            "1 note in another colour, 1 with other details",
            None,
        ),
        ([], [GroupNotes(("a", "b"))], "2 notes grouped", "2 notes ungrouped"),
        ([], [LockNotes(("a",), True)], "1 note locked", "1 note unlocked"),
        ([], [StackNotes(("a",), "front")], "piles changed", "piles changed"),
        ([], [ScoreNotes(("a",), 4), PickNotes(("b",), True)], "1 note scored, 1 picked", None),
        ([ScoreNotes(("a",), 4)], [ScoreNotes(("a",), None)], "1 note without a score now", "1 note scored"),
        ([], [MoveToZone(("a",), "gains"), MoveToZone(("b",), "gains")], None, None),
        ([], [AddStrokes((INK,))], "+1 line of ink", "−1 line of ink"),
        ([AddStrokes((INK,))], [CROWD], "+30 notes, canvas grown", "−30 notes, canvas smaller"),
        ([], [VOTE], "+1 vote", "−1 vote"),
        ([VOTE], [DOT], "dots changed", "dots changed"),
        ([VOTE, DOT], [PassPen("vote", 0), PassPen("vote", 1), RevealRound("vote")], "1 vote revealed", None),
        ([], [TALK], "+1 workshop", "−1 workshop"),
        ([TALK], [RecordStint("talk", 3, 60.0)], "log of the workshop changed", "log of the workshop changed"),
        ([], [SkipStep(4, True)], "guide changed", "guide changed"),
        ([], [ArrangeZones(("gains",), True)], "1 zone kept in order", "1 zone not kept in order any more"),
        ([], [EditBoard({"title": "New", "goal": "More"})], "board renamed, details of the board changed", None),
        (
            [AddStatement((Part(text="One"),), id="one"), SECOND],
            [MoveStatement("two", 0)],
            "statements in another order",
            None,
        ),
        ([SECOND], [MarkFinal("two", True)], "1 statement changed", "1 statement changed"),
    ],
)
def test_every_change_has_words(first: list[Command], then: list[Command], said: str | None, back: str | None) -> None:
    before = start()
    carry_out(before, *first)
    after = before.copy()
    carry_out(after, *then)
    words = ", ".join(summary(before, after))
    if said is None:
        assert words.startswith("2 notes to another zone")
    else:
        assert words == said
    if back is not None:
        assert ", ".join(summary(after, before)) == back


def test_what_only_the_growth_of_the_canvas_moved_is_not_marked() -> None:
    before, after = start(), start()
    do(after, CROWD)
    assert after.info.scale > 1 and set(marked(before, after).values()) == {"came"}
    do(after, MoveNotes(("s",), 30, 0))
    assert {key for key, mark in marked(before, after).items() if mark == "moved"} == {"s"}
    assert {key for key, mark in marked(after, before).items() if mark == "moved"} == {"s"}
