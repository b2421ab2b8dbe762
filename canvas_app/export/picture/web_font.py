"""Fonts as a browser wants them: only what is drawn, with the layout rules that shape it; and glyphs as outlines."""

import struct
import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Any, Literal

from canvas_app.text.fonts import Face

_NOT_WANTED = (
    "locl",
    "vert",
    "vrt2",
    "valt",
    "vkrn",
    "vpal",
    "vhal",
    "halt",
    "palt",
    "chws",
    "vchw",
    "frac",
    "numr",
    "dnom",
)
"""Features that a browser may use by itself where the screen does not: by language, upright, between brackets."""
_FORMS: tuple[Literal["NFC", "NFD", "NFKD"], ...] = ("NFC", "NFD", "NFKD")
"""What a shaper may make of a character before it looks for its glyph: NFKD for the vowel AM of Thai and Lao."""
_DROPPED = ("DSIG", "STAT", "MVAR", "HVAR", "VVAR", "vhea", "vmtx", "VORG", "BASE", "avar", "meta")


def web_font(face: Face, characters: Collection[str], glyphs: Collection[int]) -> bytes:
    """The face with these characters, and what its own rules make of them. `glyphs` are those that were drawn.

    The same characters give the same bytes.
    """
    import uharfbuzz as hb

    source = face.hb_face()
    wanted = hb.SubsetInput()
    codes = {ord(char) for text in characters for form in _FORMS for char in unicodedata.normalize(form, text)}
    codes |= {ord(char) for text in characters for char in text}
    codes |= {code for glyph in glyphs for code in _codes_of(face).get(glyph, ())}
    wanted.unicode_set.update(sorted(codes))
    wanted.flags = hb.SubsetFlags.NO_HINTING
    if face.axes:
        wanted.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
        wanted.pin_all_axes_to_default(source)
        for tag, value in face.axes.items():
            wanted.pin_axis_location(source, tag, value)
    for tag in _NOT_WANTED:
        wanted.layout_feature_tag_set.discard(_number(tag))
    wanted.drop_table_tag_set.update([_number(tag) for tag in _DROPPED])
    data: bytes = hb.SubsetPlan(source, wanted).execute().blob.data
    return data


@cache
def outline(face: Face, glyph: int) -> str:
    """A glyph as SVG path data in the font's units, y down; "" for one without ink."""
    parts: list[str] = []
    face.hb_font().draw_glyph(glyph, _pens(), parts)
    return "".join(parts)


@cache
def _codes_of(face: Face) -> dict[int, tuple[int, ...]]:
    """The code points that a glyph stands for."""
    found: dict[int, tuple[int, ...]] = {}
    nominal = face.hb_font().get_nominal_glyph
    for code in sorted(face.coverage):
        glyph = nominal(code)
        if glyph:
            found[glyph] = (*found.get(glyph, ()), code)
    return found


@cache
def _pens() -> Any:
    import uharfbuzz as hb

    pens = hb.DrawFuncs()
    pens.set_move_to_func(lambda x, y, parts: parts.append(f"M{_point(x, y)}"))
    pens.set_line_to_func(lambda x, y, parts: parts.append(f"L{_point(x, y)}"))
    pens.set_quadratic_to_func(lambda cx, cy, x, y, parts: parts.append(f"Q{_point(cx, cy)} {_point(x, y)}"))
    pens.set_cubic_to_func(
        lambda ax, ay, bx, by, x, y, parts: parts.append(f"C{_point(ax, ay)} {_point(bx, by)} {_point(x, y)}")
    )
    pens.set_close_path_func(lambda parts: parts.append("Z"))
    return pens


def _point(x: float, y: float) -> str:
    return f"{_short(x)} {_short(-y)}"


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _number(tag: str) -> int:
    number: int = struct.unpack(">I", tag.encode())[0]
    return number
