"""Fonts made for a test and given to Qt as if the machine had them, so that no font file is in the repository."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from canvas_app.text import colour_emoji, fonts, layout, runs, system_fonts

YELLOW, RED = (1.0, 0.8, 0.1, 1.0), (0.8, 0.1, 0.1, 1.0)


def forget() -> None:
    """Let the text engine look at its font table and at the machine's fonts anew."""
    for module in (colour_emoji, fonts, runs, layout, system_fonts):
        for thing in vars(module).values():
            if callable(clear := getattr(thing, "cache_clear", None)) and thing is not fonts.ui_family:
                clear()
    fonts._faces.clear()
    fonts._system_roles.clear()


@contextmanager
def installed(*files: bytes) -> Iterator[list[str]]:
    """The machine has these fonts while the block runs; gives their families."""
    numbers = [QFontDatabase.addApplicationFontFromData(QByteArray(file)) for file in files]
    assert -1 not in numbers, "Qt refuses the font"
    forget()
    try:
        yield [QFontDatabase.applicationFontFamilies(number)[0] for number in numbers]
    finally:
        for number in numbers:
            QFontDatabase.removeApplicationFont(number)
        forget()


def made_font(
    family: str, characters: str, *, cff: bool = False, rights: int = 0, blank: bool = False, colour: bool = False
) -> bytes:
    """A font with a box for every character, 0.6 em wide and more. `rights` is OS/2.fsType, `blank` leaves them empty.

    With `colour` the letters have two layers, a yellow one and a red one within it (COLR version 0).
    """
    letters = {ord(char): f"u{ord(char):04X}" for char in characters}
    names = [".notdef", "space", *letters.values(), "outer", "inner"]
    made = FontBuilder(1000, isTTF=not cff)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({0x20: "space"} | letters)
    widths = {name: 600 + 20 * number for number, name in enumerate(names)}
    shapes: dict[str, Any] = {}
    for name, width in widths.items():
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        if name == "inner":
            _box(pen, 200, 200, 400, 500)
        elif name != "space" and not (blank and name in letters.values()):
            _box(pen, 50, 0, 550, 700)
        shapes[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        made.setupCFF(family.replace(" ", ""), {}, shapes, {})
    else:
        made.setupGlyf(shapes)
    made.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    made.setupHorizontalHeader(ascent=900, descent=-600)
    made.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    made.setupOS2(sTypoAscender=900, sTypoDescender=-600, usWinAscent=900, usWinDescent=600, fsType=rights)
    made.setupPost()
    if colour:
        made.setupCOLR({name: [("outer", 0), ("inner", 1)] for name in letters.values()})
        made.setupCPAL([[YELLOW, RED]])
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _box(pen: Any, left: int, foot: int, right: int, top: int) -> None:
    pen.moveTo((left, foot))
    for corner in ((left, top), (right, top), (right, foot)):
        pen.lineTo(corner)
    pen.closePath()
