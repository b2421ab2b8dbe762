"""Paper with fonts of the person's machine, and paper where a font package is gone."""

import pytest

from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.text import fonts
from tests.export.boards import board_of, canvas, do, icons, paper
from tests.export.readers import by_pdfium, by_poppler, complaints, fonts_of, needs_poppler, plain
from tests.text.made_fonts import forget, installed, made_font

RARE, RARER = "\U0001e290\U0001e291", "\U0001e292\U0001e293"  # Toto, which few machines have
TEXTS = (f"Half {RARE} 12, half {RARER}", "مرحبا بكم", "Ελληνικά 😀", "शुभ 漢字")
READERS = [by_pdfium, pytest.param(by_poppler, marks=needs_poppler)]


def render() -> Rendered:
    board = board_of(canvas(), title="Rare")
    do(board, AddNotes(tuple(NewNote(text=text, zone="gains") for text in TEXTS)))
    return render_pdf(board, paper(), PdfOptions(pages="report"), icons())


@pytest.fixture(scope="module")
def rendered(qapp: object) -> Rendered:
    with installed(made_font("Rare Sans", RARE), made_font("Rarer Sans", RARER, cff=True)):
        return render()


@pytest.mark.parametrize("read", READERS)
def test_text_in_a_font_of_the_machine_is_found(rendered: Rendered, read: object) -> None:
    pages = [plain(page) for page in read(rendered.data)]  # type: ignore[operator]
    assert all(plain(TEXTS[0]) in page for page in (pages[0], pages[-1]))
    assert rendered.preflight.missing == {}


def test_a_font_of_the_machine_is_embedded_as_a_subset(rendered: Rendered) -> None:
    found = {name: embedded for name, embedded in fonts_of(rendered.data).items() if "system" in name}
    assert {name.partition("+")[2] for name in found} == {"VPC-systemRareSans-400", "VPC-systemRarerSans-400"}
    assert all(found.values())


def test_no_tool_complains_about_it(rendered: Rendered, tmp_path: object) -> None:
    assert complaints(rendered.data, tmp_path) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("gone", [{"arabic", "emoji"}, {"text"}, {"text2", "cjk-jp", "cjk-sc", "cjk-tc"}])
def test_paper_without_a_font_package(gone: set[str], monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setattr(fonts, "CANDIDATES", tuple(c for c in fonts.CANDIDATES if c.role not in gone))
    forget()
    try:
        rendered = render()
    finally:
        monkeypatch.undo()
        forget()
    pages = [plain(page) for page in by_pdfium(rendered.data)]
    for text in TEXTS:
        assert plain(text) in pages[-1], "another font, or U+FFFD for what was typed"
