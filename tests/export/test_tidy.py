"""Notes in rows, all of one size."""

import itertools

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.export.pdf.content import Content
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.tidy import GAP, HEIGHT, LARGEST, Shape, tidy
from tests.export.boards import board_of, canvas, do, filled, icons, paper, sample, words
from tests.export.readers import by_pdfium, plain

SQUARE = [(0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (0.0, 300.0)]
WEDGE = [(400.0, 0.0), (0.0, 150.0), (400.0, 300.0)]


def crowd(count: int) -> Board:
    notes = tuple(NewNote(text=words(n), zone="pains", id=f"n{n}") for n in range(count))
    return do(board_of(canvas()), AddNotes(notes))


def made(board: Board, **options: object) -> Rendered:
    return render_pdf(board, paper(), PdfOptions(pages="canvas", positions="tidy", **options), icons())  # type: ignore[arg-type]


def rows_of(rects: list[Rect]) -> list[list[Rect]]:
    return [list(row) for _, row in itertools.groupby(rects, key=lambda rect: rect.y)]


@pytest.mark.parametrize("count", [1, 2, 7, 40, 300])
@pytest.mark.parametrize("outline", [SQUARE, WEDGE])
def test_notes_lie_inside_apart_and_in_order(outline: list[tuple[float, float]], count: int) -> None:
    heading, disc = Rect(150, 6, 100, 14), Rect(0, 135, 30, 30)
    laid = tidy([Shape(outline, [heading, disc], count)])
    assert laid is not None
    (rects,) = laid
    assert len(rects) == count
    assert len({(rect.w, rect.h) for rect in rects}) == 1
    assert rects[0].w <= LARGEST and rects[0].h == pytest.approx(rects[0].w * HEIGHT)
    for rect in rects:
        assert fits_inside(rect, outline)
        assert not rect.overlaps(heading) and not rect.overlaps(disc)
    for one, other in itertools.combinations(rects, 2):
        assert not one.overlaps(other)
    assert rects == sorted(rects, key=lambda rect: (rect.y, rect.x)), "from left to right, row by row"


def test_one_size_for_the_whole_page() -> None:
    laid = tidy([Shape(SQUARE, [], 60), Shape(WEDGE, [], 3), Shape(SQUARE, [], 0)])
    assert laid is not None
    assert len({rect.w for rects in laid for rect in rects}) == 1
    assert laid[2] == []
    alone = tidy([Shape(WEDGE, [], 3)])
    assert alone is not None and alone[0][0].w > laid[1][0].w


def test_a_few_notes_are_as_large_as_they_may_be() -> None:
    laid = tidy([Shape(SQUARE, [], 4)])
    assert laid is not None
    (row,) = rows_of(laid[0])
    assert row[0].w == LARGEST
    assert row[1].x - row[0].right == pytest.approx(GAP)
    assert (row[0].x + row[-1].right) / 2 == pytest.approx(200), "in the middle"
    assert (row[0].y + row[0].bottom) / 2 == pytest.approx(150, abs=6)


def test_rows_end_at_the_right_and_begin_at_the_heading_where_it_says_so() -> None:
    laid = tidy([Shape(SQUARE, [], 6, right=True, side="top"), Shape(SQUARE, [], 6, right=True, side="bottom")])
    assert laid is not None
    for rects in laid:
        ends = {round(row[-1].right, 3) for row in rows_of(rects)}
        assert len(ends) == 1 and ends.pop() > 390
    assert laid[0][0].y < 10 and laid[1][-1].bottom > 285


def test_no_room_at_all() -> None:
    assert tidy([Shape([(0, 0), (3, 0), (3, 3)], [], 5)]) is None


def test_forty_notes_in_one_zone_lie_in_it_in_full() -> None:
    board = crowd(40)
    page = made(board)
    text = plain(" ".join(by_pdfium(page.data)))
    assert page.pages == 1
    assert page.cut == ()
    assert all(plain(note.text) in text for note in board.notes.values())


def test_the_board_is_not_changed_and_three_hundred_notes_have_room() -> None:
    board = filled(300)
    before = {note.id: (note.x, note.y, note.w, note.h) for note in board.notes.values()}
    page = made(board)
    assert {note.id: (note.x, note.y, note.w, note.h) for note in board.notes.values()} == before
    text = plain(" ".join(by_pdfium(page.data)))
    shown = [note for note in board.notes.values() if note.id not in page.cut]
    assert len(shown) > 290
    assert all(plain(note.text) in text for note in shown)


@pytest.mark.parametrize(("way", "ink"), [("portrait", "black"), ("landscape", "grey")])
def test_any_canvas_any_way_up(way: str, ink: str) -> None:
    page = made(filled(30, "business-model"), orientation=way, ink=ink)
    assert page.pages == 1 and page.cut == ()


def test_notes_are_read_in_the_order_of_their_ranks() -> None:
    board = sample()
    page = made(board)
    text = plain(by_pdfium(page.data)[0])
    content = Content(board, paper())
    for zone in content.canvas.zones:
        ranked = [note for note in board.in_zone(zone.id) if note.rank_key is not None]
        places = [text.find(plain(note.text)) for note in ranked]
        assert all(place >= 0 for place in places)
        tidy_order = [note.id for note in ranked]
        assert tidy_order == [note.id for note in sorted(ranked, key=lambda note: note.rank_key or "")]
