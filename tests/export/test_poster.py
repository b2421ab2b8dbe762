"""Canvases over several sheets of paper, and several pages on one."""

import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.entities import Part
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.handout import grid_on
from canvas_app.export.pdf.options import PER_PAGE, PdfOptions
from canvas_app.export.pdf.poster import OVERLAP, PRINTER_MARGIN, one_sheet, tile
from canvas_app.export.pdf.read_back import promise, read_back
from canvas_app.export.pdf.sheet import page_size
from tests.export.boards import board_of, canvas, do, filled, icons, paper, with_statements
from tests.export.readers import by_pdfium, by_poppler, fonts_of, needs_poppler, opened, plain, structure

CHANGED = "2026-11-22T09:00:00.000Z"
PAPERS = ("A5", "A4", "Letter", "Legal", "Tabloid", "A3")
POSTERS = ("A3", "A2", "A1", "A0")


@cache
def board() -> Board:
    notes = do(filled(24), AddNotes((NewNote(text="自動で短縮 שלום", zone="jobs", id="mixed"),)))
    return with_statements(notes, [[Part(text="We save "), Part(text="late nights", note="n0")]])


def made(pages: str, **options: object) -> Rendered:
    chosen = PdfOptions(pages=pages, changed=CHANGED, **options)  # type: ignore[arg-type]
    return render_pdf(board(), paper(), chosen, icons())


@pytest.fixture(scope="module")
def poster() -> Rendered:
    return made("poster", poster="A2")


@pytest.fixture(scope="module")
def page() -> Rendered:
    return made("canvas", page="A2")


@pytest.fixture(scope="module")
def handouts() -> dict[int, Rendered]:
    return {count: made("handout", per_page=count) for count in PER_PAGE}


@given(
    st.sampled_from(POSTERS), st.sampled_from(PAPERS), *[st.sampled_from(("landscape", "portrait")) for _ in range(2)]
)
def test_tiles_cover_the_poster_and_overlap_their_neighbours(size: str, sheet: str, way: str, other: str) -> None:
    whole, on = page_size(size, way), page_size(sheet, other)
    tiling = tile(whole, on)
    assert sorted(tiling.sheet) == sorted(on)
    at = {(one.row, one.column): one.part for one in tiling.tiles}
    assert len(at) == tiling.rows * tiling.columns
    first, last = at[1, 1], at[tiling.rows, tiling.columns]
    assert (first.x, first.y) == (0, 0)
    assert (last.right, last.bottom) == (pytest.approx(whole[0]), pytest.approx(whole[1]))
    for (row, column), part in at.items():
        assert part.w <= tiling.sheet[0] - 2 * PRINTER_MARGIN + 1e-6
        assert part.h <= tiling.sheet[1] - 2 * PRINTER_MARGIN + 1e-6
        if right := at.get((row, column + 1)):
            assert part.right - right.x == pytest.approx(OVERLAP)
        if below := at.get((row + 1, column)):
            assert part.bottom - below.y == pytest.approx(OVERLAP)


def test_the_sheets_lie_as_it_takes_fewest() -> None:
    assert len(tile(page_size("A1"), page_size("A4")).tiles) == len(
        tile(page_size("A1"), page_size("A4", "portrait")).tiles
    )
    assert len(tile(page_size("A3"), page_size("A4")).tiles) == 4


def test_what_fits_on_one_sheet_is_one_page() -> None:
    assert one_sheet(page_size("A3"), page_size("A3", "portrait"))
    assert one_sheet(page_size("A3"), page_size("A2"))
    assert not one_sheet(page_size("Tabloid"), page_size("A3"))
    single = made("poster", poster="A3", page="A3")
    assert single.pages == 1
    assert single.data == made("canvas", page="A3").data


def test_the_sheets_together_hold_all_that_the_page_says(poster: Rendered, page: Rendered) -> None:
    tiles, whole = by_pdfium(poster.data), by_pdfium(page.data)
    words = {word for text in tiles for word in plain(text).split()}
    assert set(plain(" ".join(whole)).split()) <= words
    read_back(poster.data, promise(board(), PdfOptions(pages="poster"), poster.preflight))


def test_every_sheet_says_which_it_is(poster: Rendered) -> None:
    tiling = tile(page_size("A2"), page_size("A4"))
    texts = by_pdfium(poster.data)
    assert len(texts) == poster.pages == len(tiling.tiles)
    for n, (text, one) in enumerate(zip(texts, tiling.tiles, strict=True), 1):
        place = f"row {one.row}, column {one.column}"
        assert f"Sheet {n} of {len(texts)} - {place} - overlap 10 mm" in plain(text)


def test_the_drawing_is_stored_once(poster: Rendered, page: Rendered) -> None:
    assert len(poster.data) < len(page.data) + 12_000
    with opened(poster.data) as pdf:
        drawings = {
            name: value.objgen
            for sheet in pdf.pages
            for name, value in sheet.Resources.XObject.items()
            if "poster" in name
        }
        assert len(set(drawings.values())) == 1
        for sheet in pdf.pages:
            assert sheet.mediabox[2] < 900, "sheets are paper, not posters"
        states = [
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and {"/ca", "/CA", "/SMask"} & set(o.keys())
        ]
        assert not states


def test_every_sheet_is_told_to_those_who_do_not_see_it(poster: Rendered) -> None:
    told = structure(poster.data)
    sheets = [figure.alt for figure in told.all("Figure") if figure.alt and figure.alt.startswith("Sheet ")]
    assert [words.split(" of ")[0] for words in sheets] == [f"Sheet {n}" for n in range(1, poster.pages + 1)]
    said = plain(told.said)
    assert all(plain(note.text) in said for note in board().notes.values())


def test_no_sheet_is_printed_that_shows_nothing() -> None:
    empty = board_of(canvas(), title="")
    tall = PdfOptions(pages="poster", poster="A0", page="A5", orientation="portrait", ink="colour", changed=CHANGED)
    made = render_pdf(empty, paper(), tall, icons())
    tiling = tile(page_size("A0", "portrait"), page_size("A5", "portrait"))
    assert 4 < made.pages < len(tiling.tiles)


@pytest.mark.parametrize("count", PER_PAGE)
@pytest.mark.parametrize("way", ["landscape", "portrait"])
def test_places_of_a_handout_lie_apart_on_the_sheet(count: int, way: str) -> None:
    width, height = page_size("A4", way)
    grid = grid_on((width, height), count)
    w, h = grid.page[0] * grid.scale, grid.page[1] * grid.scale
    assert len(grid.places) == count
    for n, (x, y) in enumerate(grid.places):
        assert x >= 14 and x + w <= width - 14 and y >= 14 and y + h <= height - 14
        for left, top in grid.places[n + 1 :]:
            assert abs(left - x) >= w or abs(top - y) >= h + 8, "room for the number below"


def test_two_pages_on_a_sheet_turn_so_that_they_are_large() -> None:
    for way in ("landscape", "portrait"):
        grid = grid_on(page_size("A4", way), 2)
        assert grid.scale > 0.6


def test_a_handout_is_the_report_on_fewer_sheets(handouts: dict[int, Rendered]) -> None:
    report = made("report")
    four = handouts[4]
    assert four.pages == -(-report.pages // 4)
    assert {w for t in by_pdfium(report.data) for w in plain(t).split()} <= {
        w for t in by_pdfium(four.data) for w in plain(t).split()
    }
    assert len(four.data) < len(report.data) * 1.15
    for made_of in handouts.values():
        read_back(made_of.data, promise(board(), PdfOptions(pages="handout"), made_of.preflight))


def test_links_and_headings_of_a_handout_work_as_in_the_report(handouts: dict[int, Rendered]) -> None:
    data = handouts[4].data
    titles = [element.said for element in structure(data).all("H1")]
    assert titles == [element.said for element in structure(made("report").data).all("H1")]
    with opened(data) as pdf:
        width, height = (float(value) for value in pdf.pages[0].mediabox[2:])
        links = [link for sheet in pdf.pages for link in sheet.get("/Annots", [])]
        assert links
        for link in links:
            left, low, right, high = (float(value) for value in link.Rect)
            assert 14 < left < right < width - 14 and 14 < low < high < height - 14
            assert high - low < height / 3, "as small as what it lies on"
            assert any(link.Dest[0].objgen == sheet.objgen for sheet in pdf.pages)


@needs_poppler
def test_other_programs_have_nothing_to_say(poster: Rendered, handouts: dict[int, Rendered], tmp_path: Path) -> None:
    for name, data in (("poster", poster.data), ("six", handouts[6].data)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(data)
        checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")
        drawn = subprocess.run(["pdftoppm", "-r", "20", file, tmp_path / name], capture_output=True, text=True)
        assert (drawn.returncode, drawn.stderr) == (0, "")
        assert all(fonts_of(data).values())
        assert by_poppler(data)


def test_the_same_bytes_again(poster: Rendered) -> None:
    assert made("poster", poster="A2").data == poster.data
