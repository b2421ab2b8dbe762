"""What was written on the board is on the canvas page, as lines."""

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddStrokes
from canvas_app.domain.entities import InkPoint, Stroke
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, filled, icons, paper
from tests.export.readers import opened, places_of

Box = tuple[int, int, int, int]
INK = paper().ink


def page(board: Board) -> bytes:
    return render_pdf(board, paper(), PdfOptions(pages="canvas"), icons()).data


def drawn(board: Board, *points: InkPoint, width: float = 20) -> Board:
    stroke = Stroke(id=f"i{len(board.strokes)}", points=points, width=width)
    return do(board.copy(), AddStrokes((stroke,)))


def changed(before: bytes, after: bytes) -> Box:
    """Left, top, right, bottom of the pixels that became ink, 1 pixel a point."""
    found = places_of(after, INK) - places_of(before, INK)
    assert found, "no ink"
    xs, ys = zip(*found, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_a_line_is_where_it_was_drawn_and_as_wide_as_it_was_pressed() -> None:
    empty = board_of(canvas())
    blank = page(empty)
    soft, hard = (changed(blank, page(drawn(empty, (900, 150, p), (1100, 150, p)))) for p in (0.2, 1.0))
    moved = changed(blank, page(drawn(empty, (1000, 350, 1), (1200, 350, 1))))
    scale = (moved[0] - hard[0]) / 100
    assert 0.4 < scale < 0.6
    assert abs((hard[2] - hard[0]) - 220 * scale) < 4, "its length with its round ends"
    assert abs((moved[1] - hard[1]) - 200 * scale) < 2
    assert abs((hard[3] - hard[1]) - 20 * scale) < 3
    assert soft[3] - soft[1] < 0.7 * (hard[3] - hard[1])


def test_a_tap_is_a_round_dot() -> None:
    empty = board_of(canvas())
    left, top, right, bottom = changed(page(empty), page(drawn(empty, (1000, 200, 1), width=60)))
    assert abs((right - left) - (bottom - top)) <= 1
    assert 20 < right - left < 40


def test_ink_lies_above_the_notes() -> None:
    board = filled(24)
    note = next(note for note in board.notes.values() if note.zone == "pains")
    x, y = note.centre
    left, _, right, _ = changed(page(board), page(drawn(board, (note.x, y, 1), (x + note.w / 2, y, 1))))
    assert right - left > 50


def test_ink_beside_the_frame_stays_on_the_page() -> None:
    empty = board_of(canvas())
    before, beside = page(empty), page(drawn(empty, (1700, -150, 1), (2000, 100, 1)))
    left, top, right, bottom = changed(before, beside)
    with opened(beside) as pdf:
        _, _, width, height = (float(value) for value in pdf.pages[0].mediabox)
    assert 0 < left < right < width - 5 and 50 < top < bottom < height
    # what is far away is left out, and the canvas stays as large as it was
    far = page(drawn(empty, (90_000, 90_000, 1), (91_000, 90_000, 1)))
    assert places_of(far, INK) == places_of(before, INK)
