"""Words that look like markup, code or a path are words on paper and in pictures, and nothing is done for them."""

import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from canvas_app.app.exporting import PdfOptions, PictureOptions, make, make_picture
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from tests.exchange.boards import do, empty_board
from tests.export.readers import by_pdfium, solid

SECRET = "/tmp/value-canvas-secret"
TEXTS = [
    "a < b & c <foo>",
    "<b>unclosed",
    f'<img src="{SECRET}"/>',
    f"<font color=\"[[getattr(pow,'x')['os'].system('touch {SECRET}')]]\">x</font>",
    "&#x0; &amp; &nbsp; &bogus;",
    f"{{0}} %s %(x)s ${{HOME}} $(touch {SECRET}) `id`",
    "(unbalanced \\( ) \\ ) /Type /Page endobj stream",
    "%PDF-1.7 %%EOF",
    "]]></text><script>alert(1)</script>",
    f"file://{SECRET}",
]


@pytest.fixture(scope="module")
def board(qapp: object) -> Board:
    board = empty_board()
    do(board, AddNotes(tuple(NewNote(text, "pains", id=f"n{n}") for n, text in enumerate(TEXTS))))
    return board


def test_on_paper(board: Board) -> None:
    text = solid("".join(by_pdfium(make(board, ".pdf", PdfOptions(), attach=False).data)))
    assert [words for words in TEXTS if solid(words) not in text] == []
    assert not Path(SECRET).exists()


def test_in_a_picture(board: Board) -> None:
    root = ElementTree.fromstring(make_picture(board, ".svg", PictureOptions()).data)
    assert not [each for each in root.iter() if each.tag.endswith(("script", "foreignObject"))]
    links = [value for each in root.iter() for name, value in each.attrib.items() if name.endswith(("href", "src"))]
    assert [link for link in links if not link.startswith(("#", "data:"))] == []


def test_what_no_page_is_made_for_is_made_all_the_same(qapp: object) -> None:
    texts = ["e" + "\u0301" * 300, "\n" * 500, "\t" * 500 + "x", "\x01\x1b\x7f\x80x", "\ufffe\uffff", "\U0001f3f4" * 99]
    board = empty_board()
    do(board, AddNotes(tuple(NewNote(text, "pains") for text in texts)))
    pages = by_pdfium(make(board, ".pdf", PdfOptions(pages="canvas"), attach=False).data)
    found = unicodedata.normalize("NFC", "".join(pages))
    assert "\u00e9" in found and found.count("\U0001f3f4") == 99
