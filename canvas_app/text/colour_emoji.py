"""Emoji as pictures, painted with the colour font of the person's machine (PDF.md 4). Nothing is opened on import.

Pictures are opaque with a mask of one bit a pixel, since paper knows no transparency.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QRawFont, QTextLayout

from canvas_app.text import system_fonts

SMILE = "\U0001f600"
Box = tuple[float, float, float, float]
"""Left, foot, width and height in ems, from a glyph's origin; y grows upwards."""

_WIDEST = 1.5  # times as wide as one emoji: then the font has only the parts of a sequence
_FAR = 1e6
_COLOURFUL = 48  # of 255 between the strongest and the weakest of red, green and blue


@dataclass(frozen=True, slots=True)
class Picture:
    """`samples` are rows of RGB or, in `grey`, of one byte a pixel; `mask` rows of bits, 1 where nothing is drawn."""

    width: int
    height: int
    grey: bool
    samples: bytes
    mask: bytes
    box: Box


@dataclass(frozen=True, slots=True)
class _Painted:
    image: QImage
    opaque: list[bytes]  # rows of the characters 0 and 1
    box: Box
    advance: float


@cache
def family() -> str | None:
    """The first family of this machine that paints emoji in colour; None where there is none."""
    return next((name for name in system_fonts.colour_families(ord(SMILE)) if _is_colourful(name)), None)


@lru_cache(maxsize=1024)
def picture(emoji: str, place: Box, pixels: int, grey: bool = False) -> Picture | None:
    """An emoji (one cluster) at `pixels` an em, as large and as high on the line as SMILE would be in `place`.

    None where the machine's font does not have it. Needs a QGuiApplication.
    """
    name = family()
    if name is None:
        return None
    smile, painted = _smile(name), _painted(name, emoji, pixels)
    if painted is None or smile is None or painted.advance > smile.advance * _WIDEST:
        return None
    scale = min(place[2] / smile.box[2], place[3] / smile.box[3])
    left, foot, width, height = painted.box
    across = place[0] + place[2] / 2 - (smile.box[0] + smile.box[2] / 2) * scale
    up = place[1] + place[3] / 2 - (smile.box[1] + smile.box[3] / 2) * scale
    image = painted.image
    return Picture(
        image.width(),
        image.height(),
        grey,
        _samples(image, painted.opaque, grey),
        b"".join(_packed(row) for row in painted.opaque),
        (across + left * scale, up + foot * scale, width * scale, height * scale),
    )


@cache
def _smile(name: str) -> _Painted | None:
    return _painted(name, SMILE, 128)


def _is_colourful(name: str) -> bool:
    smile = _smile(name)
    if smile is None:
        return False
    image = smile.image
    seen = (image.pixel(x, y) for y in range(0, image.height(), 4) for x in range(0, image.width(), 4))
    colours = ((c >> 16 & 255, c >> 8 & 255, c & 255) for c in seen if c >> 24 == 255)
    return any(max(colour) - min(colour) >= _COLOURFUL for colour in colours)


def _painted(name: str, emoji: str, pixels: int) -> _Painted | None:
    """The ink of an emoji; None where the font lacks a part of it."""
    font = QFont(name)
    font.setPixelSize(pixels)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    raw = QRawFont.fromFont(font)
    if not all(raw.supportsCharacter(ord(c)) for c in emoji if unicodedata.category(c) not in ("Cf", "Mn")):
        return None
    layout = QTextLayout(emoji, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_FAR)
    layout.endLayout()
    image = QImage(4 * pixels, 4 * pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout.draw(painter, QPointF(pixels, pixels))
    painter.end()
    rows = _opaque(image)
    inked = [y for y, row in enumerate(rows) if b"1" in row]
    if not inked:
        return None
    top, bottom = inked[0], inked[-1] + 1
    left = min(row.index(b"1") for row in rows[top:bottom] if b"1" in row)
    right = max(row.rindex(b"1") for row in rows[top:bottom] if b"1" in row) + 1
    baseline = pixels + line.ascent()
    box = ((left - pixels) / pixels, (baseline - bottom) / pixels, (right - left) / pixels, (bottom - top) / pixels)
    cropped = image.copy(QRect(left, top, right - left, bottom - top))
    return _Painted(cropped, [row[left:right] for row in rows[top:bottom]], box, line.naturalTextWidth() / pixels)


_HALF = bytes(b"01"[alpha >= 128] for alpha in range(256))


def _opaque(image: QImage) -> list[bytes]:
    alpha = image.convertToFormat(QImage.Format.Format_RGBA8888)
    flags = bytes(alpha.constBits())[3::4].translate(_HALF)
    return [flags[i : i + image.width()] for i in range(0, len(flags), image.width())]


def _packed(row: bytes) -> bytes:
    """Bits from the left, 1 where nothing is drawn, filled up to a whole byte."""
    wide = -(-len(row) // 8) * 8
    return (int(row.ljust(wide, b"0"), 2) ^ ((1 << wide) - 1)).to_bytes(wide // 8, "big")


def _samples(image: QImage, opaque: list[bytes], grey: bool) -> bytes:
    """The picture on its own mean colour, so that readers which smooth it find no other at its edge."""
    seen = [image.pixel(x, y) for y, row in enumerate(opaque) for x in range(0, len(row), 3) if row[x] == 49] or [0]
    mean = [sum(colour >> shift & 255 for colour in seen) // len(seen) for shift in (16, 8, 0)]
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(0xFF000000 | mean[0] << 16 | mean[1] << 8 | mean[2])
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    kind, width = (QImage.Format.Format_Grayscale8, 1) if grey else (QImage.Format.Format_RGB888, 3)
    flat = flat.convertToFormat(kind)
    data, step, used = bytes(flat.constBits()), flat.bytesPerLine(), flat.width() * width
    return b"".join(data[i : i + used] for i in range(0, len(data), step))
