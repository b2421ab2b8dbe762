"""Tidying, aligning and spacing."""

from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from canvas_app.domain.arrange import outline_at
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddNotes,
    AlignNotes,
    DistributeNotes,
    Edge,
    GroupNotes,
    LockNotes,
    MoveNotes,
    MoveToZone,
    NewNote,
    Tidy,
)
from canvas_app.domain.decide import decide
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.packing import GAP
from tests.domain.builder import do, new_board, put
from tests.effort import calls


def box(board: Board, note_id: str) -> Rect:
    note = board.notes[note_id]
    return Rect(note.x, note.y, note.w, note.h)


def place(board: Board, **notes: tuple[float, ...]) -> None:
    news = [
        NewNote(id=name, x=x, y=y, kind="job", **dict(zip("wh", size, strict=False)))
        for name, (x, y, *size) in notes.items()
    ]
    do(board, AddNotes(tuple(news)))


def test_a_heap_becomes_a_grid_in_reading_order_where_it_lies() -> None:
    board = new_board()
    place(board, b=(980, 448), a=(960, 440), d=(985, 560), c=(950, 550))
    do(board, Tidy(tuple("abcd")))
    assert [(round(board.notes[n].x), round(board.notes[n].y)) for n in "abcd"] == [
        (950, 440),
        (950 + 142, 440),
        (950, 440 + 102),
        (950 + 142, 440 + 102),
    ]
    assert decide(board, Tidy(tuple("abcd"))) == []


def test_a_row_stays_a_row_and_a_column_a_column() -> None:
    board = new_board()
    place(board, a=(200, 900), b=(350, 915), c=(530, 890))
    do(board, Tidy(tuple("abc")))
    assert len({board.notes[n].y for n in "abc"}) == 1
    assert box(board, "b").x - box(board, "a").right == GAP == box(board, "c").x - box(board, "b").right
    place(board, d=(-400, 0), e=(-390, 120), f=(-410, 260))
    do(board, Tidy(tuple("def")))
    assert len({board.notes[n].x for n in "def"}) == 1


def test_tidied_notes_stay_in_their_zones_inside_and_off_the_others() -> None:
    board = new_board()
    put(board, "gains", *[f"g{n}" for n in range(6)])
    put(board, "gains", "other")
    put(board, "pains", "p", "q")
    chosen = (*[f"g{n}" for n in range(6)], "p", "q")
    do(board, Tidy(chosen))
    assert all(board.notes[n].zone == "gains" for n in chosen[:6])
    zone = board.canvas.zone("gains")
    assert zone
    boxes = [box(board, n) for n in (*chosen[:6], "other")]
    assert all(fits_inside(rect, outline_at(zone, board.info.scale)) for rect in boxes[:6])
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert not box(board, "q").overlaps(box(board, "p")) and board.notes["q"].zone == "pains"


def test_the_canvas_grows_where_a_grid_has_no_room() -> None:
    board = new_board()
    put(board, "jobs", *[f"n{n}" for n in range(30)])
    do(board, Tidy(tuple(f"n{n}" for n in range(30))))
    assert board.info.scale > 1
    boxes = [box(board, f"n{n}") for n in range(30)]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert all(note.zone == "jobs" for note in board.notes.values())


def test_a_zone_is_tidied_by_rank() -> None:
    board = new_board()
    put(board, "pains", "x")
    put(board, "pains", "a", "b", ranked=True)
    do(board, Tidy(zones=("pains",)))
    assert sorted("xab", key=lambda n: (board.notes[n].y, board.notes[n].x)) == ["a", "b", "x"]
    assert "pains" not in board.zone_states


def test_tidying_a_zone_goes_round_what_is_locked() -> None:
    board = new_board()
    put(board, "pains", *"abc")
    do(board, LockNotes(("b",), True))
    b = board.notes["b"]
    do(board, Tidy(zones=("pains",)))
    assert board.notes["b"] == b
    assert not any(box(board, m).overlaps(box(board, n)) for m, n in ("ab", "bc", "ac"))


def test_parked_notes_stay_parked() -> None:
    board = new_board()
    place(board, a=(300, 740), b=(310, 760), c=(1600, 100))
    do(board, Tidy(zones=("parking",)))
    assert {note.zone for note in board.notes.values()} == {"parking"}
    boxes = [box(board, n) for n in "abc"]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


@pytest.mark.parametrize(
    ("edge", "measure"),
    [
        ("left", lambda r: r.x == 200),
        ("centre", lambda r: r.centre[0] == 350),
        ("right", lambda r: r.right == 500),
        ("top", lambda r: r.y == 900),
        ("middle", lambda r: r.centre[1] == 1000),
        ("bottom", lambda r: r.bottom == 1100),
    ],
)
def test_align(edge: Edge, measure: Any) -> None:
    board = new_board()
    place(board, a=(200, 900, 100, 60), b=(260, 960, 140, 80), c=(400, 1000, 100, 100))
    do(board, AlignNotes(tuple("abc"), edge))
    assert all(measure(box(board, n)) for n in "abc")
    assert decide(board, AlignNotes(tuple("abc"), edge)) == []


def test_equal_gaps() -> None:
    board = new_board()
    place(board, a=(0, 900, 100, 60), b=(110, 950, 140, 80), c=(300, 990, 60, 60), d=(500, 1200, 100, 100))
    do(board, DistributeNotes(tuple("dcba"), "across"))
    rects = [box(board, n) for n in "abcd"]
    gaps = {round(b.x - a.right, 6) for a, b in pairwise(rects)}
    assert len(gaps) == 1 and rects[0].x == 0 and rects[3].x == 500
    assert [rect.y for rect in rects] == [900, 950, 990, 1200]
    do(board, DistributeNotes(tuple("abcd"), "down"))
    rects = [box(board, n) for n in "abcd"]
    assert len({round(b.y - a.bottom, 6) for a, b in pairwise(rects)}) == 1


AXES = ("across", "down")
EDGES = ("left", "centre", "right", "top", "middle", "bottom")


def spread(board: Board) -> None:
    """Rows of notes in every zone and in the parking lot."""
    for zone in (*(zone.id for zone in board.canvas.zones), "parking"):
        put(board, zone, *[f"{zone}{n}" for n in range(7)])


@pytest.mark.parametrize(
    "command", [*(partial(AlignNotes, edge=edge) for edge in EDGES), *(partial(DistributeNotes, axis=a) for a in AXES)]
)
def test_lining_up_a_whole_board_leaves_every_note_in_its_zone_and_in_sight(command: Any) -> None:
    board = new_board()
    spread(board)
    before = {note.id: (note.zone, note.kind) for note in board.notes.values()}
    do(board, command(tuple(before)))
    assert before == {note.id: (note.zone, note.kind) for note in board.notes.values()}
    assert len({(round(note.x), round(note.y)) for note in board.notes.values()}) == len(before)


def test_a_row_aligned_left_is_a_heap_of_which_every_note_shows() -> None:
    board = new_board()
    place(board, a=(200, 900, 100, 60), b=(320, 900, 100, 60), c=(440, 900, 100, 60))
    do(board, AlignNotes(tuple("cba"), "left"))
    assert [box(board, n).x for n in "abc"] == [200, 200, 200]
    assert sorted(box(board, n).y for n in "abc") == [884, 900, 916] and box(board, "a").y == 900
    assert decide(board, AlignNotes(tuple("abc"), "left")) == []


def test_notes_of_two_zones_are_aligned_together_where_all_stay_in_theirs_else_zone_by_zone() -> None:
    board = new_board()
    place(board, a=(900, 430), b=(960, 470), c=(860, 200), d=(930, 240))
    assert [board.notes[n].zone for n in "abcd"] == ["pains", "pains", "gains", "gains"]
    do(board, AlignNotes(tuple("abcd"), "right"))
    assert {box(board, n).right for n in "abcd"} == {box(board, "b").right}
    do(board, AlignNotes(tuple("abcd"), "top"))
    assert board.notes["a"].y == board.notes["b"].y == 430 and board.notes["c"].y == board.notes["d"].y - 0 == 200
    with pytest.raises(RuleBroken, match="other zones"):
        decide(board, AlignNotes(("a", "c"), "bottom"))


def test_a_group_is_aligned_as_one_and_a_locked_note_leads() -> None:
    board = new_board()
    place(board, a=(200, 900), b=(380, 940), c=(700, 1100), d=(900, 1300))
    do(board, GroupNotes(("a", "b"), "g"))
    do(board, AlignNotes(tuple("abc"), "top"))
    assert board.notes["b"].y - board.notes["a"].y == 40 and board.notes["c"].y == 900
    do(board, LockNotes(("d",), True))
    do(board, AlignNotes(("c", "d"), "bottom"))
    assert board.notes["c"].y == board.notes["d"].y == 1300


def test_too_few_and_locked_ones_are_refused_in_words() -> None:
    board = new_board()
    place(board, a=(200, 900), b=(380, 940))
    with pytest.raises(RuleBroken, match="two notes or more"):
        decide(board, AlignNotes(("a",), "top"))
    with pytest.raises(RuleBroken, match="three notes or more"):
        decide(board, DistributeNotes(("a", "b"), "down"))
    do(board, LockNotes(("a", "b"), True))
    for command in (
        AlignNotes(("a", "b"), "top"),
        Tidy(("a", "b")),
        MoveNotes(("a",), 9, 9),
        MoveToZone(("b",), "jobs"),
    ):
        with pytest.raises(RuleBroken, match="locked"):
            decide(board, command)


def test_sent_to_its_own_zone_a_note_across_the_border_is_pulled_in() -> None:
    board = new_board()
    place(board, a=(1000, 325))  # centre in Pains, head in Gains
    assert board.notes["a"].zone == "pains"
    put(board, "pains", "b", ranked=True)
    do(board, MoveToZone(("a", "b"), "pains"))
    zone = board.canvas.zone("pains")
    assert zone and fits_inside(box(board, "a"), zone.outline) and board.info.scale == 1
    assert abs(board.notes["a"].x - 1000) < 60 and abs(board.notes["a"].y - 325) < 80
    assert board.rank("b") == 1 and decide(board, MoveToZone(("a", "b"), "pains")) == []


def test_twice_as_many_notes_are_hardly_more_than_twice_the_work() -> None:
    def work(count: int) -> list[int]:
        board = new_board()
        do(board, AddNotes(tuple(NewNote(id=f"n{n}", zone=("pains", "gains")[n % 2]) for n in range(count))))
        ids = tuple(board.notes)
        commands = (Tidy(ids), AlignNotes(ids, "left"), DistributeNotes(ids, "across"), LockNotes(ids, True))
        return [calls(partial(decide, board, command)) for command in commands]

    for less, more in zip(work(200), work(400), strict=True):
        assert more < 3 * less
