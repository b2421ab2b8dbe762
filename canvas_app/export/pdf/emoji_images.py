"""Emoji in colour as image XObjects of a document, each stored once (PDF.md 4).

A picture has a mask of one bit a pixel, since paper knows no transparency. The private names of reportlab 5.1 used here
are `Canvas._doc`, `._code`, `._formsinuse` and `PDFDocument.getXObjectName`.
"""

from functools import cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from canvas_app.text import colour_emoji
from canvas_app.text.fonts import Face

FINE = 8
"""Pixels a point."""
SMALLEST, LARGEST = 64, 256


class EmojiImages:
    """`scale` is how much larger than its points a page is printed; `grey` leaves the colours out."""

    def __init__(self, canvas: Canvas, scale: float = 1.0, grey: bool = False) -> None:
        self._canvas: Any = canvas
        self._scale = scale
        self._grey = grey
        self._names: dict[tuple[str, int], str] = {}

    def operators(self, emoji: str, face: Face, x: float, y: float, size: float) -> str | None:
        """Draws an emoji in place of the plain one of `face`, whose origin is (x, y); None where it cannot."""
        pixels = SMALLEST
        while pixels < min(FINE * size * self._scale, LARGEST):
            pixels *= 2
        place = _place(face)
        picture = colour_emoji.picture(emoji, place, pixels, self._grey) if place else None
        if picture is None:
            return None
        document = self._canvas._doc
        name = self._names.get((emoji, pixels))
        if name is None:
            name = self._names[emoji, pixels] = f"emoji{len(self._names) + 1}"
            document.Reference(_image(document, name, picture), document.getXObjectName(name))
        self._canvas._formsinuse.append(name)
        left, foot, width, height = (f"{value * size:.3f}" for value in picture.box)
        return (
            f"q 1 0 0 1 {x:.3f} {y:.3f} cm {width} 0 0 {height} {left} {foot} cm /{document.getXObjectName(name)} Do Q"
        )


@cache
def _place(face: Face) -> colour_emoji.Box | None:
    return face.box(colour_emoji.SMILE)


def _image(document: Any, name: str, picture: colour_emoji.Picture) -> PDFStream:
    size = {"Width": picture.width, "Height": picture.height, "Type": PDFName("XObject"), "Subtype": PDFName("Image")}
    mask = _stream(size | {"ImageMask": "true", "BitsPerComponent": 1}, picture.mask)
    space = PDFName("DeviceGray" if picture.grey else "DeviceRGB")
    entries = size | {
        "ColorSpace": space,
        "BitsPerComponent": 8,
        "Mask": document.Reference(mask, f"vpc.{name}.mask"),
    }
    return _stream(entries, picture.samples)


def _stream(entries: dict[str, Any], content: bytes) -> PDFStream:
    return PDFStream(PDFDictionary(entries), content, [PDFZCompress])
