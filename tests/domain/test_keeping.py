"""Zones that keep themselves in order."""

import pytest

from canvas_app.domain.arrange import fixtures, outline_at
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddNotes,
    ArrangeZones,
    Delete,
    EditNote,
    LockNotes,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    UnrankNotes,
)
from canvas_app.domain.decide import decide
from canvas_app.domain.entities import Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.patch import inverse
from tests.domain.builder import MIDDLE, do, dump, new_board, put, tie
from tests.effort import calls


def rects(board: Board, zone: str) -> dict[str, Rect]:
    return {note.id: Rect(note.x, note.y, note.w, note.h) for note in board.in_zone(zone)}


def reads(board: Board, zone: str) -> list[str]:
    """The notes of a zone as they lie: line by line."""
    return [note.id for note in sorted(board.in_zone(zone), key=lambda note: (note.y, note.x))]


def assert_neat(board: Board, zone_id: str) -> None:
    zone = board.canvas.zone(zone_id)
    assert zone
    boxes = list(rects(board, zone_id).values())
    assert all(fits_inside(box, outline_at(zone, board.info.scale)) for box in boxes)
    heading, *_ = fixtures(board, zone, board.info.scale)
    assert not any(box.overlaps(heading) for box in boxes)
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


@pytest.fixture
def board() -> Board:
    board = new_board()
    put(board, "pains", "a", "b", "c", ranked=True)
    put(board, "pains", "x", "y")
    do(board, ArrangeZones(("pains",), True))
    return board


def test_off_until_a_person_switches_it_on_and_one_undo_brings_all_back() -> None:
    board = new_board()
    put(board, "pains", "a", "b", ranked=True)
    start = dump(board)
    patches = do(board, ArrangeZones(("pains",), True))
    assert board.zone_states["pains"].arranged and reads(board, "pains") == ["a", "b"]
    assert_neat(board, "pains")
    board.apply(board.check(inverse(tuple(patches))))
    assert dump(board) == start


def test_ranked_first_then_the_others_in_the_order_they_had(board: Board) -> None:
    assert reads(board, "pains") == ["a", "b", "c", "x", "y"]


def test_other_zones_are_left_alone(board: Board) -> None:
    put(board, "gains", "g", "h")
    before = rects(board, "gains")
    do(board, AddNotes((NewNote(zone="pains", id="z"),)))
    assert rects(board, "gains") == before


def test_forty_notes_in_one_zone_all_lie_inside_it_as_large_as_they_were() -> None:
    board = new_board()
    put(board, "pains", "first", ranked=True)
    do(board, ArrangeZones(None, True))
    do(board, AddNotes(tuple(NewNote(zone="pains", id=f"n{n}") for n in range(39))))
    assert len(board.in_zone("pains")) == 40 and board.info.scale > 1
    assert_neat(board, "pains")
    assert {note.h for note in board.notes.values()} == {92}


def test_removing_moves_up_what_comes_after_it_and_nothing_before_it(board: Board) -> None:
    before = rects(board, "pains")
    do(board, Delete(("c",)))
    now = rects(board, "pains")
    assert now["a"] == before["a"] and now["b"] == before["b"]
    assert now["x"] == before["c"] and reads(board, "pains") == ["a", "b", "x", "y"]


def test_ranks_are_places(board: Board) -> None:
    do(board, RankNote("c", 0))
    assert reads(board, "pains") == ["c", "a", "b", "x", "y"]
    do(board, UnrankNotes(("c",)))
    assert reads(board, "pains") == ["a", "b", "c", "x", "y"]


def test_a_ranked_note_dropped_between_others_gets_that_rank(board: Board) -> None:
    a, c = board.notes["a"], board.notes["c"]
    do(board, MoveNotes(("c",), a.x - c.x + 30, a.y - c.y + 5))
    assert [board.rank(note) for note in "acb"] == [1, 2, 3] and reads(board, "pains")[:3] == ["a", "c", "b"]
    assert_neat(board, "pains")


def test_an_unranked_note_stays_behind_the_ranked_ones(board: Board) -> None:
    a, y = board.notes["a"], board.notes["y"]
    do(board, MoveNotes(("y",), a.x - y.x - 40, a.y - y.y))
    assert reads(board, "pains") == ["a", "b", "c", "y", "x"] and board.rank("y") is None


def test_a_small_push_changes_nothing_at_all(board: Board) -> None:
    assert decide(board, MoveNotes(("b",), 3, 2)) == []
    assert decide(board, PickNotes(("b",), False)) == []


def test_a_note_that_comes_takes_its_place_and_one_that_goes_leaves_none(board: Board) -> None:
    put(board, "gains", "g")
    x = board.notes["x"]
    g = board.notes["g"]
    do(board, MoveNotes(("g",), x.x - g.x - 20, x.y - g.y))
    assert board.notes["g"].zone == "pains" and reads(board, "pains") == ["a", "b", "c", "g", "x", "y"]
    do(board, MoveToZone(("a", "g"), "gains"))
    assert reads(board, "pains") == ["b", "c", "x", "y"]
    assert_neat(board, "pains")


def test_a_note_written_between_others_lies_there(board: Board) -> None:
    y = board.notes["y"]
    do(board, AddNotes((NewNote(id="new", x=y.x - 40, y=y.y),)))
    assert reads(board, "pains") == ["a", "b", "c", "x", "new", "y"]


def test_a_note_that_grows_with_its_text_pushes_the_next_rows_down(board: Board) -> None:
    def measure(note: Note) -> float:
        return note.h + 4 * len(note.text)

    do(board, EditNote("a", {"text": "long " * 10}), measure=measure)
    boxes = [Rect(note.x, note.y, note.w, measure(note)) for note in board.in_zone("pains")]
    assert boxes[0].h == 292 and not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_locked_notes_stay_and_are_gone_round(board: Board) -> None:
    do(board, LockNotes(("b",), True))
    b = board.notes["b"]
    do(board, Delete(("a",)))
    assert board.notes["b"] == b
    assert_neat(board, "pains")
    assert reads(board, "pains")[0] == "c"
    assert board.ranked("pains") == ("b", "c")


def test_links_stay(board: Board) -> None:
    put(board, "relievers", "r")
    tie(board, ("r", "a", 3))
    do(board, RankNote("a", 2))
    assert "r-a" in board.links


def test_when_the_canvas_grows_for_one_zone_the_others_are_laid_anew() -> None:
    board = new_board()
    put(board, "pains", "a", "b", ranked=True)
    put(board, "gains", "g", "h", ranked=True)
    do(board, ArrangeZones(None, True))
    do(board, AddNotes(tuple(NewNote(zone="pains", id=f"n{n}", h=60 + 10 * (n % 5)) for n in range(60))))
    assert board.info.scale > 1
    assert_neat(board, "pains")
    assert_neat(board, "gains")
    assert reads(board, "pains")[:2] == ["a", "b"] and reads(board, "gains") == ["g", "h"]


def test_the_order_survives_growth_with_notes_of_many_heights() -> None:
    board = new_board()
    do(board, ArrangeZones(("gains",), True))
    for n in range(25):
        do(board, AddNotes((NewNote(zone="gains", id=f"n{n:02}", h=50 + 37 * n % 120),)))
    assert reads(board, "gains") == sorted(note.id for note in board.in_zone("gains"))


def test_what_cannot_be_laid_out_is_refused_in_words(board: Board) -> None:
    with pytest.raises(RuleBroken, match="too large for Pains"):
        decide(board, EditNote("a", {"w": 90_000.0, "h": 90_000.0}))
    with pytest.raises(RuleBroken, match="parking lot"):
        decide(board, ArrangeZones(("parking",), True))
    with pytest.raises(RuleBroken, match="no zone 'nowhere'"):
        decide(board, ArrangeZones(("nowhere",), True))


def test_switched_off_it_leaves_notes_where_they_are(board: Board) -> None:
    before = rects(board, "pains")
    do(board, ArrangeZones(None, False))
    assert rects(board, "pains") == before
    x, y = MIDDLE["pains"]
    b = board.notes["b"]
    do(board, MoveNotes(("b",), x - b.x, y - b.y))
    assert (board.notes["b"].x, board.notes["b"].y) == pytest.approx((x, y))
    assert decide(board, ArrangeZones(None, False)) == []


def test_twice_as_many_notes_are_twice_the_work_to_lay() -> None:
    def work(count: int) -> int:
        board = new_board()
        do(board, AddNotes(tuple(NewNote(zone="pains", id=f"n{n}") for n in range(count))))
        do(board, ArrangeZones(("pains",), True))
        return calls(lambda: decide(board, AddNotes((NewNote(zone="pains"),))))

    assert work(800) < 2.5 * work(400)
