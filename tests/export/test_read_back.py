"""A written PDF is looked at again: what is missing in it is found, and what only reads otherwise is not."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.export.atomic import NotAsMade, write_atomic
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.preflight import Preflight
from canvas_app.export.pdf.read_back import Promise, lost_texts, promise, read_back
from canvas_app.export.pdf.reader import Reader, Unreadable
from tests.export.boards import board_of, canvas, do, icons, paper

TEXTS = (
    "Reports are late, every month",
    "مرحبا بكم في البيت الجديد",
    "We say שלום to Ali علي today",
    "חוסך 25% (OK)",
    "नमस्ते ग्राहक हिन्दी क्षेत्र",
    "ภาษาไทย ลูกค้า",
    "日本語の顧客、「要望」",
    "😀👩‍👩‍👧🇬🇧❤️ 1️⃣",
    "e\u0323\u0302 fi ffi – “q” €",
    "tab\there\r\nand co\u00adop",
    "word " * 400,
    "x" * 6000,
    "\n".join(f"line {n}" for n in range(150)),
    "   ",
)
REPORT = PdfOptions()


@pytest.fixture(scope="module")
def board(qapp: object) -> Board:
    notes = tuple(NewNote(text=text, zone="pains", id=f"n{n}") for n, text in enumerate(TEXTS))
    return do(board_of(canvas()), AddNotes(notes))


@pytest.fixture(scope="module")
def made(board: Board) -> Rendered:
    return render_pdf(board, paper(), REPORT, icons())


@pytest.fixture(scope="module")
def promised(board: Board, made: Rendered) -> Promise:
    return promise(board, REPORT, made.preflight)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def test_every_script_is_found_again(made: Rendered, promised: Promise) -> None:
    assert len(promised.texts) == len(TEXTS)
    read_back(made.data, promised)


def test_a_canvas_promises_the_notes_it_shows_in_full(board: Board) -> None:
    options = PdfOptions(pages="canvas")
    drawn = render_pdf(board, paper(), options, icons())
    told = promise(board, options, drawn.preflight)
    assert drawn.cut and len(told.texts) == len(TEXTS) - len(drawn.cut)
    read_back(drawn.data, told)


def test_a_lost_page_is_noticed(made: Rendered, promised: Promise) -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[-1]

    with pytest.raises(NotAsMade, match=f"{made.pages - 1} pages instead of {made.pages}"):
        read_back(changed(made.data, drop), promised)


def test_a_blank_page_is_noticed(made: Rendered, promised: Promise) -> None:
    def wipe(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"")

    with pytest.raises(NotAsMade, match="page 1 is blank"):
        read_back(changed(made.data, wipe), promised)


def test_a_lost_text_is_noticed(made: Rendered, promised: Promise) -> None:
    with pytest.raises(NotAsMade, match=r"“Nobody wrote this down” and of 1 more notes is not in it"):
        read_back(made.data, Promise(made.pages, (*TEXTS, "Nobody wrote this down", "漢字がない別の文")))


@pytest.mark.parametrize("keeps", [0, 400, 0.9])
def test_half_a_file_is_noticed(made: Rendered, promised: Promise, keeps: float) -> None:
    with pytest.raises(NotAsMade):
        read_back(made.data[: int(keeps if keeps > 1 else len(made.data) * keeps)], promised)


def test_what_readers_are_free_to_do() -> None:
    pages = ["One two-\nthree fo", "ur, five. 12345 שלום"]
    assert lost_texts(pages, ["one", "One two three", "five 12345", "םולש", "1 2 3 4 5", "...", ""]) == ["one"]
    assert lost_texts(["今日は良", "い天気です"], ["今日は良い天気", "今日は悪い天気"]) == ["今日は悪い天気"]
    assert lost_texts(pages, ["six", "One six"]) == ["six", "One six"]
    assert lost_texts(["abcdefgh" * 20], ["abcdefgh" * 20, "abcdefgh" * 19 + "q" * 30]) == ["abcdefgh" * 19 + "q" * 30]


def test_a_file_that_is_not_right_takes_nobodys_place(tmp_path: Path, made: Rendered, promised: Promise) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    seen: list[bytes] = []

    def check(written: Path) -> None:
        seen.append(written.read_bytes())
        read_back(written, Promise(99))

    with pytest.raises(NotAsMade):
        write_atomic(target, made.data, force=True, check=check)
    assert seen == [made.data]
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    write_atomic(target, made.data, force=True, check=lambda written: read_back(written, promised))
    assert target.read_bytes() == made.data


def test_pixels_are_those_of_pdfium(made: Rendered) -> None:
    document = pypdfium2.PdfDocument(made.data)
    with Reader(made.data) as reader:
        for scale in (0.7, 1.5):
            page = document[0]
            theirs = page.render(scale=scale, prefer_bgrx=True)
            ours = reader.pixels(0, scale)
            assert (ours.width, ours.height) == (theirs.width, theirs.height) == reader.size_at(0, scale)
            assert ours.data == bytes(theirs.buffer)
            bands = list(reader.bands(0, scale, 100))
            assert [band.height for band in bands[:-1]] == [100] * (len(bands) - 1)
            assert sum(band.height for band in bands) == ours.height
            page.close()
    document.close()


def test_what_is_no_pdf_cannot_be_read() -> None:
    with pytest.raises(Unreadable):
        Reader(b"hello")


def test_what_is_said_of_a_text_settles_doubts_about_its_order(made: Rendered, promised: Promise, board: Board) -> None:
    with Reader(made.data) as reader:
        said = [text for number in range(len(reader)) for text in reader.spoken(number)]
    assert board.notes["n2"].text in said and board.notes["n0"].text in said

    def garble(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                font.ToUnicode = pdf.make_stream(b"")

    garbled = changed(made.data, garble)
    read_back(garbled, Promise(made.pages, (board.notes["n2"].text,)))
    with pytest.raises(NotAsMade, match="Reports are late"):
        read_back(garbled, promised)


def test_of_a_large_poster_two_sheets_are_enough(board: Board) -> None:
    options = PdfOptions(pages="poster", poster="A3")
    drawn = render_pdf(board, paper(), options, icons())
    few = promise(board, options, drawn.preflight)
    many = promise(board, options, Preflight(pages=1000))
    assert few.looked_at == () and many.looked_at == (0, 999)
    read_back(drawn.data, few)
    read_back(drawn.data, Promise(drawn.pages, few.texts, (0, drawn.pages - 1)))
