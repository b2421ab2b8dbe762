"""CFF programs for embedding, made of a face's outlines: CID-keyed, where a CID is also the glyph's number.

Nothing of the face's own CFF is kept (subroutines, hints, names), so CFF, CFF2 at any weight and glyphs put together
of several are all the same here. Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings).
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Any

from canvas_app.export.pdf.truetype import Drawn, Program
from canvas_app.text.fonts import Face

_LINES, _ACROSS, _UP, _CURVES, _END, _MOVE, _CURVE_UP, _CURVE_ACROSS = 5, 6, 7, 8, 14, 21, 30, 31
_STACK = 48
_FIRST_STRING = 391  # strings below are built in


def program(face: Face, drawn: Sequence[Drawn]) -> Program:
    """A CFF font that draws `drawn`: the glyphs 1, 2, 3 ... in this order."""
    outlines = _Outlines(face)
    scale = 1000 / face.units_per_em
    glyphs = [_number(0) + bytes([_END])]
    for each in drawn:
        glyphs.append(outlines.charstring(each.parts, round(each.advance * scale)))
    extents = outlines.extents()
    data = _cff(face.postscript.encode("ascii"), glyphs, outlines.box)
    return Program(data, tuple(range(1, len(glyphs))), outlines.box, *extents)


class _Outlines:
    """Draws the outlines of a face as Type 2 charstrings in 1/1000 em; `box` is round all of them."""

    def __init__(self, face: Face) -> None:
        import uharfbuzz as hb

        self._font = face.hb_font()
        self._scale = 1000 / face.units_per_em
        self._boxes: list[tuple[int, int, int, int]] = []
        self._functions: Any = hb.DrawFuncs()
        self._functions.set_move_to_func(self._move)
        self._functions.set_line_to_func(self._line)
        self._functions.set_quadratic_to_func(self._quadratic)
        self._functions.set_cubic_to_func(self._cubic)
        self._functions.set_close_path_func(lambda _: None)
        self._steps: list[tuple[int, list[int]]] = []
        self._shift = (0, 0)
        self._from = (0.0, 0.0)
        self._at = (0, 0)
        self._points: list[tuple[int, int]] = []

    @property
    def box(self) -> tuple[int, int, int, int]:
        if not self._boxes:
            return (0, 0, 0, 0)
        lefts, lows, rights, highs = zip(*self._boxes, strict=True)
        return min(lefts), min(lows), max(rights), max(highs)

    def extents(self) -> tuple[int, int]:
        """Ascent and descent (below 0)."""
        found = self._font.get_font_extents("ltr")
        return round(found.ascender * self._scale), round(found.descender * self._scale)

    def charstring(self, parts: Iterable[tuple[int, int, int]], width: int) -> bytes:
        self._steps, self._points, self._at = [], [], (0, 0)
        for glyph, x, y in parts:
            self._shift = (x, y)
            self._font.draw_glyph(glyph, self._functions, None)
        if self._points:
            xs, ys = zip(*self._points, strict=True)
            self._boxes.append((min(xs), min(ys), max(xs), max(ys)))
        written = bytearray(_number(width))
        for operator, values in self._steps:
            written += b"".join(map(_number, values))
            written.append(operator)
        written.append(_END)
        return bytes(written)

    def _to(self, x: float, y: float) -> tuple[int, int]:
        """The way from where the last step ended, which is then here."""
        point = round((x + self._shift[0]) * self._scale), round((y + self._shift[1]) * self._scale)
        step = point[0] - self._at[0], point[1] - self._at[1]
        self._at = point
        self._points.append(point)
        return step

    def _add(self, operator: int, *values: int) -> None:
        before, stack = self._steps[-1] if self._steps else (0, [])
        if before == operator and operator in (_LINES, _CURVES) and len(stack) + len(values) <= _STACK:
            stack.extend(values)
        else:
            self._steps.append((operator, list(values)))

    def _move(self, x: float, y: float, _: object) -> None:
        self._from = (x, y)
        self._add(_MOVE, *self._to(x, y))

    def _line(self, x: float, y: float, _: object) -> None:
        self._from = (x, y)
        dx, dy = self._to(x, y)
        if not dy:
            self._add(_ACROSS, dx)
        elif not dx:
            self._add(_UP, dy)
        else:
            self._add(_LINES, dx, dy)

    def _quadratic(self, cx: float, cy: float, x: float, y: float, _: object) -> None:
        fx, fy = self._from
        self._cubic(fx + (cx - fx) * 2 / 3, fy + (cy - fy) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y, _)

    def _cubic(self, ax: float, ay: float, bx: float, by: float, x: float, y: float, _: object) -> None:
        self._from = (x, y)
        first, second, third = self._to(ax, ay), self._to(bx, by), self._to(x, y)
        if not first[1] and not third[0]:
            self._add(_CURVE_ACROSS, first[0], *second, third[1])
        elif not first[0] and not third[1]:
            self._add(_CURVE_UP, first[1], *second, third[0])
        else:
            self._add(_CURVES, *first, *second, *third)


def _number(value: int) -> bytes:
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= value <= 1131:
        return bytes([247 + (value - 108) // 256, (value - 108) % 256])
    if -1131 <= value <= -108:
        return bytes([251 + (-value - 108) // 256, (-value - 108) % 256])
    return struct.pack(">Bh", 28, min(max(value, -0x8000), 0x7FFF))


def _operand(value: int) -> bytes:
    """A number of a DICT, always five bytes: so a DICT's length does not depend on the offsets in it."""
    return struct.pack(">Bi", 29, value)


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    size = (ends[-1].bit_length() + 7) // 8
    offsets = b"".join(end.to_bytes(size, "big") for end in ends)
    return struct.pack(">HB", len(items), size) + offsets + b"".join(items)


def _cff(name: bytes, charstrings: Sequence[bytes], box: tuple[int, int, int, int]) -> bytes:
    count = len(charstrings)
    font = b"\x01\x00\x04\x04" + _index([name])
    strings = _index([b"Adobe", b"Identity"]) + _index([])
    glyphs = _index(charstrings)
    charset = struct.pack(">B2H", 2, 1, count - 2) if count > 1 else b"\0"
    select = struct.pack(">BHHBH", 3, 1, 0, 0, count)
    private = _number(0) + bytes([20]) + _number(0) + bytes([21])  # default and nominal width

    def top(charset_at: int, select_at: int, glyphs_at: int, fonts_at: int) -> bytes:
        values = b"".join(map(_operand, (_FIRST_STRING, _FIRST_STRING + 1, 0))) + b"\x0c\x1e"
        values += b"".join(map(_operand, box)) + b"\x05"
        for value, operator in (
            (count, b"\x0c\x22"),
            (charset_at, b"\x0f"),
            (glyphs_at, b"\x11"),
            (fonts_at, b"\x0c\x24"),
            (select_at, b"\x0c\x25"),
        ):
            values += _operand(value) + operator
        return _index([values])

    charset_at = len(font) + len(top(0, 0, 0, 0)) + len(strings)
    select_at = charset_at + len(charset)
    glyphs_at = select_at + len(select)
    private_at = glyphs_at + len(glyphs)
    fonts = _index([_operand(len(private)) + _operand(private_at) + b"\x12"])
    head = font + top(charset_at, select_at, glyphs_at, private_at + len(private)) + strings
    return head + charset + select + glyphs + private + fonts
