"""Groups, locks and the stack."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddNotes,
    Delete,
    EditNote,
    GroupNotes,
    LockNotes,
    MoveNotes,
    NewNote,
    StackNotes,
    UngroupNotes,
    Way,
)
from canvas_app.domain.copies import moved_copies
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_groups import stack, with_groups
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.patch import change, inverse
from tests.domain.builder import do, dump, new_board, put, tie


def pile(board: Board) -> str:
    return "".join(note.id for note in stack(board))


@pytest.fixture
def board() -> Board:
    """a to d overlap one another, far lies alone."""
    board = new_board()
    put(board, "pains", *"abcd")
    put(board, "jobs", "e")
    return board


def test_groups_are_taken_whole_and_come_apart(board: Board) -> None:
    do(board, GroupNotes(("a", "b")))
    assert with_groups(board, ["c", "a"]) == ["c", "a", "b"]
    assert decide(board, GroupNotes(("b", "a"))) == []
    do(board, GroupNotes(("b", "c")))
    assert set(with_groups(board, ["b"])) == {"b", "c"} and with_groups(board, ["a"]) == ["a"]
    do(board, UngroupNotes(("c",)))
    assert with_groups(board, ["b"]) == ["b"]
    with pytest.raises(RuleBroken, match="two notes"):
        decide(board, GroupNotes(("a",)))


def test_copies_of_a_group_are_a_group_of_their_own_with_their_links(board: Board) -> None:
    put(board, "relievers", "r")
    tie(board, ("r", "a", 3))
    do(board, GroupNotes(("a", "b", "r"), "g"))
    do(board, LockNotes(("b",), True))
    ids = {"a": "a2", "b": "b2", "r": "r2"}
    do(board, moved_copies(board, ids, 10, 20))
    groups = {board.notes[copy].group_id for copy in ids.values()}
    assert len(groups) == 1 and groups.isdisjoint({None, "g"})
    assert [(link.source, link.target, link.strength) for link in board.links_of("a2")] == [("r2", "a2", 3)]
    assert (board.notes["a2"].x, board.notes["a2"].y) == (board.notes["a"].x + 10, board.notes["a"].y + 20)
    assert not board.notes["b2"].locked


def test_locked_notes_stay_and_can_be_edited_but_not_deleted(board: Board) -> None:
    do(board, LockNotes(("a",), True))
    a = board.notes["a"]
    do(board, MoveNotes(("a", "b"), 30, 0))
    assert board.notes["a"] == a and board.notes["b"].x == 30 + a.x + 2
    with pytest.raises(RuleBroken, match=r"Ctrl\+Shift\+L"):
        decide(board, MoveNotes(("a",), 30, 0))
    with pytest.raises(RuleBroken, match="locked"):
        decide(board, Delete(("a",)))
    do(board, Delete(("a", "b")))
    assert "a" in board.notes and "b" not in board.notes
    do(board, EditNote("a", {"text": "still mine"}))
    do(board, LockNotes(("a",), False))
    do(board, Delete(("a",)))


@pytest.mark.parametrize(
    ("to", "chosen", "result"),
    [
        ("front", "a", "bcdea"),
        ("front", "ca", "bdeac"),
        ("back", "d", "dabce"),
        ("forward", "a", "bacde"),
        ("forward", "ab", "cabde"),
        ("forward", "d", "abcde"),
        ("backward", "d", "abdce"),
        ("backward", "cd", "acdbe"),
        ("backward", "a", "abcde"),
        ("forward", "e", "abcde"),
    ],
)
def test_the_stack(board: Board, to: str, chosen: str, result: str) -> None:
    start = dump(board)
    patches = do(board, StackNotes(tuple(chosen), to))  # type: ignore[arg-type]
    assert pile(board) == result
    assert bool(patches) == (result != "abcde")
    board.apply(board.check(inverse(tuple(patches))))
    assert dump(board) == start


def test_what_a_hand_puts_down_lies_on_top_and_what_is_nudged_stays_below(board: Board) -> None:
    do(board, MoveNotes(("a",), 1, 1))
    assert pile(board) == "abcde"
    do(board, MoveNotes(("a", "b"), 1, 1, on_top=True))
    assert pile(board) == "cdeab"
    assert all(patch.after.keys() == {"x"} for patch in do(board, MoveNotes(("b",), 2, 0, on_top=True)))


def test_what_a_hand_puts_down_on_the_grown_part_of_a_note_lies_above_it() -> None:
    board = new_board()
    put(board, "pains", "low")
    put(board, "pains", "long")
    do(board, EditNote("long", {"text": "word " * 200}))
    below = MoveNotes(("low",), 0, 150, on_top=True)

    assert not any("z" in (patch.after or {}) for patch in decide(board, below)), "nothing lies there"
    (patch,) = decide(board, below, lambda note: 400.0 if note.id == "long" else note.h)
    assert patch.after["z"] > board.notes["long"].z


def test_any_order_can_be_reached_and_a_new_note_lies_on_top(board: Board) -> None:
    for goal in list(permutations("abcde"))[::17]:
        for note in goal:
            do(board, StackNotes((note,), "front"))
        assert pile(board) == "".join(goal)
        do(board, StackNotes((goal[1],), "back"))
        assert pile(board)[0] == goal[1]
    do(board, AddNotes((NewNote(id="new", zone="pains"),)))
    assert pile(board).endswith("new")


@given(
    st.lists(st.sampled_from([0.0, 0.0, 1.0, 1.5, -2.0]), min_size=2, max_size=7),
    st.lists(
        st.tuples(
            st.sets(st.integers(0, 6), min_size=1, max_size=3),
            st.sampled_from(["front", "back", "forward", "backward"]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_whatever_the_heights_were_the_chosen_move_and_the_others_keep_their_order(
    heights: list[float], moves: list[tuple[set[int], Way]]
) -> None:
    board = new_board()
    put(board, "pains", *"abcdefg"[: len(heights)])
    for name, z in zip("abcdefg", heights, strict=False):
        board.apply(board.check([change(board.notes[name], z=z)] if z else []))
    for numbers, to in moves:
        chosen = [name for n, name in enumerate("abcdefg"[: len(heights)]) if n in numbers]
        before = pile(board)
        do(board, StackNotes(tuple(chosen), to))
        own = [name for name in before if name in chosen]
        rest = [name for name in before if name not in chosen]
        now = pile(board)
        assert [name for name in now if name in chosen] == own and [name for name in now if name not in chosen] == rest
        if to in ("front", "back"):
            assert now == "".join([*rest, *own] if to == "front" else [*own, *rest])
        elif own and rest and not before.endswith("".join(own)) and to == "forward":
            assert now != before
