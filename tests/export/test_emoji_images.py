"""Emoji in colour: painted with the machine's font, found by who searches, plain where the machine has none."""

from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.text import colour_emoji
from tests.export.boards import board_of, canvas, do, icons, paper
from tests.export.readers import by_pdfium, by_poppler, needs_poppler, opened, places_of
from tests.text.made_fonts import installed, made_font

YELLOW, GREY = "#FFCC1A", "#D2D2D2"
PAINTED, PLAIN = "😀✅👩", "🎯👩‍👩‍👧"
TEXTS = ("Go 😀 now ✅", "😀😀 שלום 🎯 עולם", "👩‍👩‍👧 and 👩")


def board() -> Board:
    made = board_of(canvas(), title="Emoji 😀")
    return do(made, AddNotes(tuple(NewNote(text=text, zone="gains") for text in TEXTS)))


def render(emoji: str, ink: str = "colour", page: str = "A4") -> bytes:
    options = PdfOptions(pages="canvas", emoji=emoji, ink=ink, page=page)  # type: ignore[arg-type]
    return render_pdf(board(), paper(), options, icons()).data


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render("plain")


@pytest.fixture
def colour_font(qapp: object) -> Iterator[None]:
    with installed(made_font("A Color Emoji", PAINTED, colour=True)):
        yield


@pytest.fixture(scope="module")
def painted(qapp: object) -> bytes:
    with installed(made_font("A Color Emoji", PAINTED, colour=True)):
        return render("colour")


def test_emoji_are_painted_where_the_font_has_them(painted: bytes, plain: bytes) -> None:
    assert not places_of(plain, YELLOW)
    assert len(places_of(painted, YELLOW)) > 100


@pytest.mark.parametrize("read", [by_pdfium, pytest.param(by_poppler, marks=needs_poppler)])
def test_a_painted_emoji_is_found_like_a_plain_one(read: object, painted: bytes, plain: bytes) -> None:
    assert read(painted) == read(plain)  # type: ignore[operator]
    assert "😀" in read(painted)[0] and "👩‍👩‍👧" in read(painted)[0]  # type: ignore[operator]


def test_a_picture_is_stored_once_with_a_mask_of_bits_and_no_transparency(painted: bytes) -> None:
    with opened(painted) as pdf:
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        pictures = [image for image in images if "/ImageMask" not in image]
        assert len(pictures) == len(images) / 2
        sizes = [int(picture.Height) for picture in pictures]
        assert len(sizes) == 4, "three emoji on notes and the one of the title, which is larger"
        for picture in pictures:
            assert "/SMask" not in picture
            assert (picture.Mask.Width, picture.Mask.Height) == (picture.Width, picture.Height)
            assert bool(picture.Mask.ImageMask) and int(picture.Mask.BitsPerComponent) == 1
        content = pdf.pages[0].Contents.read_bytes()
        assert content.count(b"3 Tr") == content.count(b"0 Tr") == 7, "five on notes, in the title and at the foot"


def test_the_pictures_of_a_grey_page_are_grey_and_those_of_a_black_one_plain(colour_font: None) -> None:
    grey = render("colour", "grey")
    assert not places_of(grey, YELLOW) and places_of(grey, GREY)
    assert render("colour", "black") == render("plain", "black")


def test_emoji_stay_plain_without_a_font_in_colour(plain: bytes) -> None:
    plain_too = made_font("A Emoji without colour", PAINTED)
    other = made_font("A Color signs", "✅", colour=True)
    with installed(plain_too, other):
        assert colour_emoji.family() is None
        assert render("colour") == plain


def test_a_painted_emoji_lies_where_the_plain_one_does(painted: bytes, plain: bytes) -> None:
    """The last thing of the title is one."""
    left, top, right, bottom = title_of(painted)
    assert title_of(plain)[:2] == (left, top)
    assert abs(title_of(plain)[2] - right) <= 8, "the made emoji are narrower"
    assert abs(title_of(plain)[3] - bottom) <= 2


def title_of(data: bytes) -> tuple[int, int, int, int]:
    """Where the title's ink is, in half points from the top left."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0].render(scale=2.0, grayscale=True).to_pil().crop((0, 0, 1200, 110))
        box: tuple[int, int, int, int] = page.point(lambda value: 255 * (value < 250)).getbbox()
        return box
    finally:
        document.close()
