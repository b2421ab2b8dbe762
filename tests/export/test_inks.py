"""Paper in greys, and in black and white with patterns."""

import dataclasses
import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from canvas_app.app import resources
from canvas_app.app.exporting import theme_of
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.entities import Part
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, filled, icons, sample, with_statements


def made(ink: str, pages: str = "all", board: object = None, **options: object) -> bytes:
    chosen = PdfOptions(pages=pages, ink=ink, **options)  # type: ignore[arg-type]
    return render_pdf(board or sample(), theme_of(chosen), chosen, icons()).data  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def greys() -> bytes:
    return made("grey")


@pytest.fixture(scope="module")
def blacks() -> bytes:
    return made("black")


def colours(data: bytes) -> set[tuple[str, ...]]:
    """All colours that pages and forms choose, as the numbers before the operator that does."""
    found = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        contents = [*pdf.pages]
        contents += [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        for content in contents:
            for operands, operator in pikepdf.parse_content_stream(content):
                if str(operator) in ("rg", "RG", "g", "G", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"):
                    found.add(tuple(str(float(value)) for value in operands))
        assert not [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    return found


def test_in_grey_there_is_no_colour(greys: bytes) -> None:
    found = colours(greys)
    assert all(len(set(colour)) == 1 for colour in found)
    assert len(found) > 8
    assert any(len(set(colour)) > 1 for colour in colours(made("colour", "canvas")))


def test_in_black_there_is_black_and_white_only(blacks: bytes) -> None:
    assert colours(blacks) == {("0.0",) * 3, ("1.0",) * 3}


@pytest.mark.parametrize("ink", ["grey", "black"])
@pytest.mark.parametrize("pages", ["poster", "handout"])
def test_sheets_keep_to_the_ink(ink: str, pages: str) -> None:
    allowed = {"0.0", "1.0"} if ink == "black" else None
    for colour in colours(made(ink, pages, filled(12, "business-model"), poster="A3")):
        assert len(set(colour)) == 1
        assert allowed is None or set(colour) <= allowed


def test_the_kinds_have_patterns_of_their_own_in_black() -> None:
    """Notes of one size without words differ by what is at their side."""
    seen = set()
    for zone in canvas().zones:
        board = do(board_of(canvas()), AddNotes((NewNote(text="", zone=zone.id, id="n"),)))
        with pikepdf.open(BytesIO(made("black", "canvas", board))) as pdf:
            operators = [
                (str(operator), tuple(map(str, operands)))
                for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            ]
        side = max(n for n, (operator, _) in enumerate(operators) if operator == "W")
        end = next(n for n, (operator, _) in enumerate(operators) if n > side and operator == "S")
        seen.add(tuple(operators[side:end]))
    assert len(seen) == len(canvas().zones)


def test_no_pattern_lies_behind_words() -> None:
    """Where a note has letters there is nothing but white below them."""
    notes = tuple(NewNote(text="Mg Wq åß", zone=zone.id, id=zone.id) for zone in canvas().zones)
    board = do(board_of(canvas()), AddNotes(notes))
    wordless = do(board_of(canvas()), AddNotes(tuple(dataclasses.replace(note, text="") for note in notes)))
    scale = 4
    with_words = pypdfium2.PdfDocument(made("black", "canvas", board))
    without = pypdfium2.PdfDocument(made("black", "canvas", wordless))
    try:
        image = without[0].render(scale=scale, grayscale=True)
        pixels, stride, height = bytes(image.buffer), image.stride, image.height
        page = with_words[0].get_textpage()
        text = page.get_text_range()
        starts = [match.start() for match in re.finditer("Mg Wq", text)]
        assert len(starts) == len(notes)
        for start in starts:
            for n in range(start, start + len("Mg Wq åß")):
                left, bottom, right, top = (value * scale for value in page.get_charbox(n))
                for y in range(int(height - top), int(height - bottom)):
                    row = pixels[y * stride + int(left) : y * stride + int(right)]
                    assert row.count(255) == len(row)
    finally:
        with_words.close()
        without.close()


def test_kinds_are_named_in_words_where_colours_told_them_apart(blacks: bytes) -> None:
    document = pypdfium2.PdfDocument(blacks)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    for kind in sample().canvas.kinds:
        assert kind.label in text or kind.many in text
    assert "blue" not in text.lower()


def test_numbers_in_the_matrix_are_read_on_white() -> None:
    board = with_statements(filled(18), [[Part(text="We help with "), Part(text="it", note="n1")]])
    assert colours(made("black", "report", board)) <= {("0.0",) * 3, ("1.0",) * 3}


def test_every_ink_has_a_theme_of_its_own() -> None:
    themes = [theme_of(PdfOptions(ink=ink)) for ink in ("colour", "grey", "black")]  # type: ignore[arg-type]
    assert len({theme.model_dump_json() for theme in themes}) == 3
    patterns = [hue.pattern for hue in resources.themes()["paper-black"].hues.values()]
    assert len(set(patterns)) == len(patterns)
