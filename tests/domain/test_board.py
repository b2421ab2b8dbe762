"""Patches as data, checked on copies, and what a board derives."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain import entities
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.decide import decide
from canvas_app.domain.entities import Link, Note
from canvas_app.domain.errors import RuleBroken, StalePatch
from canvas_app.domain.patch import Patch, change, delete, insert, inverse
from tests.domain.builder import do, dump, new_board, put, tie


def note(**values: object) -> Note:
    return Note.model_validate({"id": "n", "zone": "pains", "kind": "pain", "x": 1000, "y": 500, **values})


def test_change_names_only_what_differs() -> None:
    patch = change(note(), x=1000, y=7, tags=("a",))
    assert patch == Patch(entity="note", id="n", before={"y": 500.0, "tags": []}, after={"y": 7.0, "tags": ["a"]})
    assert change(note(), x=1000.0, picked=False) is None


def test_patches_survive_json() -> None:
    patches = (insert(note(tags=("a", "b"), fields={"frequency": "daily"})), delete(note(score=3)))
    for patch in patches:
        assert Patch.model_validate_json(patch.model_dump_json()) == patch
        assert json.loads(patch.model_dump_json()) == patch.model_dump()


@given(st.lists(st.sampled_from(["add", "move", "pick", "remove"]), max_size=12))
def test_inverse_restores(acts: list[str]) -> None:
    board = new_board()
    put(board, "pains", "a", "b")
    start = dump(board)
    done: list[Patch] = []
    for n, act in enumerate(acts):
        last = list(board.notes.values())[-1] if board.notes else None
        if act == "add":
            patch: Patch | None = insert(note(id=f"n{n}"))
        elif last is None:
            continue
        elif act == "remove":
            patch = delete(last)
        else:
            patch = change(last, x=last.x + 1) if act == "move" else change(last, picked=not last.picked)
        assert patch
        board.apply(board.check([patch]))
        done.append(patch)
    patches = tuple(done)
    assert inverse(inverse(patches)) == patches
    board.apply(board.check(inverse(patches)))
    assert dump(board) == start


def test_check_leaves_the_board_alone() -> None:
    board = new_board()
    put(board, "pains", "a")
    before = dump(board)
    rows = board.check([delete(board.notes["a"]), insert(note(id="b"))])
    assert dump(board) == before
    board.apply(rows)
    assert set(board.notes) == {"b"}


STALE = {
    "inserted twice": [insert(note(id="a"))],
    "changed but absent": [Patch(entity="note", id="z", before={"x": 1.0}, after={"x": 2.0})],
    "deleted but absent": [delete(note(id="z"))],
    "changed by others meanwhile": [Patch(entity="note", id="a", before={"x": -1.0}, after={"x": 2.0})],
    "link without an end": [insert(Link(id="l", source="a", target="z"))],
    "unknown zone": [insert(note(zone="nowhere"))],
    "kind of another zone": [insert(note(kind="gain"))],
    "parked with a rank": [insert(note(zone="parking", rank_key="V"))],
    "field that does not exist": [Patch(entity="note", id="a", before={"size": 1}, after={"size": 2})],
}


@pytest.mark.parametrize("case", STALE)
def test_stale_patches(case: str) -> None:
    board = new_board()
    put(board, "pains", "a")
    before = dump(board)
    with pytest.raises(StalePatch):
        board.check(STALE[case])
    assert dump(board) == before


def test_a_note_does_not_go_without_its_links() -> None:
    board = new_board()
    put(board, "relievers", "r")
    put(board, "pains", "p")
    tie(board, ("r", "p", 3))
    with pytest.raises(StalePatch, match="its link r-p stays"):
        board.check([delete(board.notes["p"])])
    board.apply(board.check([delete(board.links["r-p"]), delete(board.notes["p"])]))
    assert board.links_of("r") == []


def test_values_that_no_note_may_have_are_told_in_a_sentence() -> None:
    board = new_board()
    put(board, "pains", "a")
    with pytest.raises(RuleBroken, match="The note's score cannot be 9"):
        board.check([Patch(entity="note", id="a", before={"score": None}, after={"score": 9})])


def test_a_board_holds_only_so_many_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    from canvas_app.domain import board as module

    assert entities.MAX_NOTES == 20_000
    monkeypatch.setattr(module, "MAX_NOTES", 3)
    board = new_board()
    put(board, "pains", "a", "b", "c")
    with pytest.raises(RuleBroken, match="3 notes at most; split it"):
        put(board, "pains", "d")
    # Replacing one by another is no growth.
    board.apply(board.check([delete(board.notes["a"]), insert(note(id="d"))]))
    assert len(board.notes) == 3


def test_orders() -> None:
    board = new_board()
    put(board, "pains", "p2", "p1", ranked=True)
    put(board, "pains", "later", "last")
    put(board, "jobs", "job")
    put(board, "products", "product")
    do(board, AddNotes((NewNote(id="parked", x=0, y=900, kind="pain"),)))
    assert [n.id for n in board.in_order()] == ["product", "p2", "p1", "later", "last", "job", "parked"]
    assert board.ranks() == {"p2": 1, "p1": 2}
    assert (board.rank("p1"), board.rank("later"), board.rank("parked")) == (2, None, None)
    assert board.ranked("jobs") == ()


def test_unranked_notes_go_by_y_x_id() -> None:
    board = new_board()
    places = [("d", 1000, 500), ("c", 990, 500), ("b", 1000, 480), ("a", 1000, 500)]
    do(board, AddNotes(tuple(NewNote(id=name, x=x, y=y) for name, x, y in places)))
    assert [n.id for n in board.in_zone("pains")] == ["b", "c", "a", "d"]


def test_ranks_follow_every_kind_of_change() -> None:
    board = new_board()
    put(board, "pains", "a", "b", "c", ranked=True)
    assert board.ranks() == {"a": 1, "b": 2, "c": 3}
    board.apply(board.check([delete(board.notes["a"])]))
    assert board.ranks() == {"b": 1, "c": 2}
    patch = change(board.notes["b"], rank_key=None)
    assert patch
    board.apply(board.check([patch]))
    assert board.ranks() == {"c": 1}


def test_a_copy_is_independent() -> None:
    board = new_board()
    put(board, "pains", "a")
    twin = board.copy()
    put(board, "pains", "b")
    assert set(twin.notes) == {"a"} and set(board.notes) == {"a", "b"}


def test_ranks_of_many_notes_are_without_holes() -> None:
    board = new_board()
    put(board, "pains", *[f"n{n}" for n in range(60)], ranked=True)
    keys = [board.notes[note_id].rank_key or "" for note_id in board.ranked("pains")]
    assert all(a < b for a, b in pairwise(keys))
    assert decide(board, AddNotes(())) == []
