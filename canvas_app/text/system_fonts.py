"""Fonts of the person's machine, for what no bundled font has: rare scripts, and emoji in colour (PDF.md 1.4 and 4).

Nothing is looked at on import. A family is opened, once, when a character is looked for that no bundled font has.
Everything is read through Qt, so it also works where fonts are no files.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from canvas_app.text import sfnt

_NEEDED = ("OS/2", "cmap", "head", "hhea", "hmtx", "maxp")
_OUTLINES = ("CFF ", "CFF2", "glyf")
_MORE = ("loca", "post", "cvt ", "fpgm", "prep", "gasp", "GDEF", "GPOS", "GSUB", "kern")
_VARIATIONS = ("fvar", "avar", "gvar", "cvar", "HVAR", "MVAR")
_COLOURS = ("CBDT", "COLR", "SVG ", "sbix")

_RESTRICTED, _PREVIEW, _EDITABLE, _NO_SUBSET, _BITMAP_ONLY = 0x2, 0x4, 0x8, 0x100, 0x200

_NO_LETTERS = ("adobe blank", "adobe notdef", "last resort", "lastresort")
"""Fonts that claim every character and show none of them."""


@dataclass(frozen=True, slots=True)
class _Family:
    """What is kept of an opened family; `code_points` is a set of numbers (uharfbuzz.Set)."""

    code_points: Any
    usable: bool
    colour: bool


_EMOJI_NAMES = ("moji", "color", "colour", "joypixels")


def families_with(code_points: frozenset[int]) -> Iterator[str]:
    """Families that have all of these characters as outlines and may be embedded and subset, the best ones first.

    There are none before a QGuiApplication lives, which Qt's font database needs.
    """
    for family in _families():
        known = _opened(family)
        if known.usable and all(code in known.code_points for code in code_points):
            yield family


def colour_families(code_point: int) -> Iterator[str]:
    """Families of emoji, by name, that say they have a character in colour. Others are not opened."""
    for family in _families():
        if not any(part in family.lower() for part in _EMOJI_NAMES):
            continue
        known = _opened(family)
        if known.colour and code_point in known.code_points:
            yield family


def tables(family: str) -> dict[str, bytes]:
    """The tables of a family that draw its letters in one colour, whole enough to be a font file again."""
    raw = _raw_font(family)
    found = {tag: _table(raw, tag) for tag in (*_NEEDED, *_OUTLINES, *_MORE, *_VARIATIONS)}
    return {tag: data for tag, data in found.items() if data}


def _families() -> tuple[str, ...]:
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        return ()
    return _sorted_families()


@cache
def _sorted_families() -> tuple[str, ...]:
    """Upright text first, then monospaced fonts, then the one that is drawn in squares; by name where all is equal."""

    def order(family: str) -> tuple[bool, bool, bool, str]:
        name = family.lower()
        return "unifont" in name, "mono" in name, "sans" not in name, name

    names = (name for name in QFontDatabase.families() if not name.startswith((".", "@", "VPC ")))
    return tuple(sorted((n for n in names if not any(part in n.lower() for part in _NO_LETTERS)), key=order))


@cache
def _opened(family: str) -> _Family:
    import uharfbuzz as hb

    raw = _raw_font(family)
    needed = {tag: _table(raw, tag) for tag in _NEEDED} if raw.isValid() else {}
    if not needed or not all(needed.values()):
        return _Family(frozenset(), False, False)
    code_points = hb.Face(hb.Blob(sfnt.joined(needed))).unicodes
    usable = any(_table(raw, tag) for tag in _OUTLINES) and _may_be_embedded(needed["OS/2"])
    return _Family(code_points, usable, any(_table(raw, tag) for tag in _COLOURS))


def _may_be_embedded(os2: bytes) -> bool:
    """Whether a subset of the font may be put into a document (OS/2.fsType; the least restrictive bit counts)."""
    if len(os2) < 10:
        return False
    (rights,) = struct.unpack_from(">H", os2, 8)
    restricted = rights & (_RESTRICTED | _PREVIEW | _EDITABLE) == _RESTRICTED
    return not restricted and not rights & (_NO_SUBSET | _BITMAP_ONLY)


def _raw_font(family: str) -> QRawFont:
    font = QFont(family)
    font.setPixelSize(100)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return QRawFont.fromFont(font)


def _table(raw: QRawFont, tag: str) -> bytes:
    return bytes(raw.fontTable(tag).data())
