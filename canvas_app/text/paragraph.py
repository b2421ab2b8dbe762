"""One paragraph shaped by QTextLayout with our fonts, and its lines at any width (PDF.md 3.3).

Everything is laid out at `qt_fonts.PIXELS` and scaled, so a text breaks at the same places wherever width / size is
the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import le
from typing import NamedTuple

from PySide6.QtGui import QGlyphRun, QTextLayout, QTextLine

from canvas_app.text import fonts, qt_fonts, runs
from canvas_app.text.block import GlyphRun, Line
from canvas_app.text.fonts import Face
from canvas_app.text.qt_fonts import PIXELS

_RETRIEVED = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
)
_FLAT = 0.02  # pixels: less off the baseline is an error of rounding
_FAR = 8_000_000.0  # a line width that is never reached and still fits Qt's 26.6 numbers
_TRAILING = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "".join(runs.BIDI_CONTROLS) + "\u200b\ufeff"

_LEADING = {
    "hebrew": 1.35,
    **dict.fromkeys((f"cjk-{han}" for han in fonts.HAN), 1.42),
    **dict.fromkeys(["devanagari", "bengali", "gurmukhi", "gujarati", "oriya", "tamil", "malayalam", "sinhala"], 1.45),
    **dict.fromkeys(["arabic", "thai", "lao", "telugu", "kannada"], 1.5),
    **dict.fromkeys(["khmer", "myanmar"], 1.7),
}
"""The least leading of a script, in sizes."""
_LOW, _HIGH = 1.25, 1.7


_Piece = tuple[Face, bool, Sequence[int], list[float], list[float], Sequence[str], Sequence[int]]
"""Face, whether right-to-left, and of each glyph: number, x and y (none: all 0), cluster, where it is typed."""


class Draft(NamedTuple):
    """A line whose place is not yet known: its pieces from its ink's left and its baseline, in 1/1000 of the size."""

    text: str
    start: int
    end: int
    rtl: bool
    leading: float
    width: float  # in sizes
    pieces: list[_Piece]

    def line(self, x: float, top: float, baseline: float, size: float) -> Line:
        made = [
            GlyphRun(face, size, tuple(glyphs), tuple(clusters), starts, tuple(lefts), tuple(downs), rtl, x, baseline)
            for face, rtl, glyphs, lefts, downs, clusters, starts in self.pieces
        ]
        return Line(self.text, self.start, self.end, x, top, baseline, self.width * size, self.rtl, tuple(made))


class _Whole(NamedTuple):
    """The glyphs of all lines of a paragraph and their places in pixels; no `tops`: they stand on the baseline.

    `apart`: every glyph is one character.
    """

    glyphs: list[int]
    lefts: list[float]
    tops: list[float]
    units: list[int]
    apart: bool


class Shaped:
    """One paragraph: its runs, its QTextLayout, and where the lines of the last `wrap` end (in units)."""

    def __init__(
        self, text: str, start: int, end: int, weights: Sequence[tuple[int, int]], han: str, leading: float
    ) -> None:
        self.start = start
        self.length = end - start
        self.ends: list[int] = [0]
        self.leading = leading
        self.missing: tuple[str, ...] = ()
        self.item: runs.Paragraph | None = None
        if not self.length:
            return
        within = [(max(at - start, 0), weight) for at, weight in weights if at < end]
        while len(within) > 1 and within[1][0] == 0:
            del within[0]
        item = runs.itemise(text[start:end], within, han)
        self.item = item
        self.missing = item.missing
        self.faces = [fonts.face(run.role, run.weight) for run in item.runs]
        self.run_starts = [run.start for run in item.runs]
        self.leading = max([leading, *map(_least_leading, self.faces)])
        if item.units:
            self.layout = QTextLayout(item.drawn, qt_fonts.font(self.faces[0]))
            self.layout.setTextOption(qt_fonts.option(item.rtl))
            self.layout.setCacheEnabled(True)  # else it is shaped again for every wrap, and for its glyphs
            if len(item.runs) > 1:
                self.layout.setFormats(
                    [qt_fonts.format_range(f, r.start, r.end) for f, r in zip(self.faces, item.runs, strict=True)]
                )

    def wrap(self, width: float, room: float) -> float:
        """Break into lines of a width, as far as there is room (both in sizes); gives the share that has room."""
        if self.item is None or not self.item.units:
            return float(self.leading <= room)
        # 26.6 numbers are cut off; the odd offset keeps equal ratios equal whatever their last bits are
        pixels = min(max(math.floor(min(width * PIXELS, _FAR) * 64 + 0.317) / 64, 1.0), _FAR)
        ends = self.ends = []
        layout, last = self.layout, len(self.item.units)
        most = room / self.leading
        layout.beginLayout()
        end = 0
        while end < last and len(ends) < most:
            line = layout.createLine()
            line.setLineWidth(pixels)
            end = line.textStart() + max(line.textLength(), 1)
            ends.append(end)
        layout.endLayout()
        if len(ends) > most:
            end = ends[-2] if len(ends) > 1 else 0
        return min(end / last, 1.0)

    def line_ranges(self) -> list[tuple[int, int]]:
        """The lines as ranges of the whole text."""
        if self.item is None:
            return [(self.start, self.start)]
        inner = [self.start + self.item.index(end) for end in self.ends[:-1]]
        return list(zip([self.start, *inner], [*inner, self.start + self.length], strict=True))

    def drafts(self) -> list[Draft]:
        item = self.item
        if item is None:
            return [Draft("", self.start, self.start, False, self.leading, 0.0, [])]
        drafts = []
        first = 0
        whole = self._whole()
        for number, ((start, end), last) in enumerate(zip(self.line_ranges(), self.ends, strict=True)):
            text = item.text[start - self.start : end - self.start]
            visible = first + len(item.units[first:last].rstrip(_TRAILING))
            pieces: list[_Piece] = []
            width = 0.0
            if visible > first:
                take = (
                    self._glyphs(number, first, visible) if whole is None else self._part(whole, number, first, visible)
                )
                pieces, width = take
            drafts.append(Draft(text, start, end, item.rtl, self.leading, width, pieces))
            first = last
        return drafts

    def _whole(self) -> _Whole | None:
        """All glyphs at once where one font draws all from left to right, with nothing left out or replaced."""
        item = self.item
        if item is None or not item.units or not item.is_exact or item.rtl or len(self.faces) > 1:
            return None
        found = self.layout.glyphRuns(-1, -1, _RETRIEVED)
        if len(found) != 1 or found[0].isRightToLeft():
            return None
        run, face = found[0], self.faces[0]
        glyphs, units = run.glyphIndexes(), run.stringIndexes()
        apart = units == [*range(len(item.units))]
        if 0 in glyphs or not (apart or all(map(le, units, units[1:]))):
            return None
        points = run.positions()
        tops: list[float] = []
        if not item.is_plain:
            if run.rawFont().familyName() != face.family:
                return None
            tops = [point.y() for point in points]
        return _Whole(glyphs, [point.x() for point in points], tops, units, apart)

    def _part(self, whole: _Whole, number: int, first: int, last: int) -> tuple[list[_Piece], float]:
        """`_glyphs` from all glyphs of the paragraph."""
        item, face = self.item, self.faces[0]
        assert item is not None
        start, end = first, last
        if not whole.apart:
            start, end = bisect_left(whole.units, first), bisect_left(whole.units, last)
            if start == end:
                return [], 0.0
        glyphs, lefts, downs = whole.glyphs[start:end], whole.lefts[start:end], whole.tops[start:end]
        if downs:
            line = self.layout.lineAt(number)
            base = line.y() + line.ascent()
            downs = [y - base for y in downs]
        texts: Sequence[str]
        typed: Sequence[int]
        if whole.apart:
            a, b = lefts[0], lefts[-1]
            left = min(a, b)
            right = max(a + face.advance(glyphs[0]) * PIXELS, b + face.advance(glyphs[-1]) * PIXELS)
            texts, typed = item.text[first:last], range(self.start + first, self.start + last)
        else:
            units = whole.units[start:end]
            left = min(lefts)
            right = max([x + face.advance(glyph) * PIXELS for glyph, x in zip(glyphs, lefts, strict=True)])
            texts, typed = self._joined(units, _following(units, last))
        return _from_ink([(face, False, glyphs, lefts, downs, texts, typed)], left), (right - left) / PIXELS

    def _glyphs(self, number: int, first: int, last: int) -> tuple[list[_Piece], float]:
        """The glyphs of units [first, last) of a line, and their width in sizes."""
        item = self.item
        assert item is not None
        line = self.layout.lineAt(number)
        if item.is_exact and (exact := self._exact(line, first, last)) is not None:
            return exact
        found = []
        for run in line.glyphRuns(-1, -1, _RETRIEVED):
            if units := run.stringIndexes():
                face = self._face_at(units[0])
                if run.rawFont().familyName() == face.family:  # else a hyphen that Qt put in from elsewhere
                    found.append((face, run.glyphIndexes(), run.positions(), units, run.isRightToLeft()))
        following = _following((unit for *_, units, _ in found for unit in units if unit < last), last)
        base = line.y() + line.ascent()
        pieces: list[_Piece] = []
        left, right = math.inf, -math.inf
        for face, numbers, points, units, rtl in found:
            blank = face.space_glyph
            glyphs: list[int] = []
            lefts: list[float] = []
            downs: list[float] = []
            clusters: list[str] = []
            typed: list[int] = []
            before, begun, text, unseen = -1, 0, "", False
            for glyph, point, unit in zip(numbers, points, units, strict=True):
                if unit >= last:
                    continue
                if unit != before:  # a letter may have thousands of marks
                    text = item.source(unit, following[unit])
                    unseen = fonts.INVISIBLE.issuperset(text)  # HarfBuzz may draw a dotted circle for one
                if not text and unit != before:
                    continue  # an invisible character that begins a run of its own
                if unseen or (glyph in (0, blank) and not any(map(str.isspace, text))):
                    if unit != before and clusters and text[-1] in runs.JOINERS:
                        clusters[begun] += text[-1]
                    continue  # stands in for an invisible character, or for a hyphen that the font lacks
                x = point.x()
                glyphs.append(glyph)
                lefts.append(x)
                downs.append(point.y() - base)
                if unit != before:
                    begun = len(clusters)
                clusters.append("" if unit == before else text)
                typed.append(self.start + item.index(unit))
                before = unit
                left = min(left, x)
                right = max(right, x + face.advance(glyph) * PIXELS)
            if glyphs:
                pieces.append((face, rtl, glyphs, lefts, downs, clusters, typed))
        return (_from_ink(pieces, left), (right - left) / PIXELS) if pieces else ([], 0.0)

    def _exact(self, line: QTextLine, first: int, last: int) -> tuple[list[_Piece], float] | None:
        """`_glyphs` where nothing is left out or replaced; None where a font lacks a glyph after all."""
        item = self.item
        assert item is not None
        drawn: list[tuple[QGlyphRun, list[int]]] = []
        count, apart = 0, True
        for run in line.glyphRuns(-1, -1, _RETRIEVED):
            units = run.stringIndexes()
            if units and units[-1] >= last:
                units = [unit for unit in units if unit < last]
            if units:
                drawn.append((run, units))
                count += len(units)
                apart = apart and units == [*range(units[0], units[0] + len(units))]
        apart = apart and count == last - first  # every glyph is one character
        following = {} if apart else _following([unit for _, units in drawn for unit in units], last)
        pieces: list[_Piece] = []
        left, right = math.inf, -math.inf
        base = line.y() + line.ascent()
        for run, units in drawn:
            start, count = units[0], len(units)
            face, glyphs, points = self._face_at(start), run.glyphIndexes()[:count], run.positions()[:count]
            if 0 in glyphs or (not item.is_plain and run.rawFont().familyName() != face.family):
                return None
            lefts = [point.x() for point in points]
            downs = [] if item.is_plain else [point.y() - base for point in points]
            texts: Sequence[str]
            typed: Sequence[int]
            if apart:
                a, b = lefts[0], lefts[-1]
                left, right = min(left, a, b), max(right, a + face.advance(glyphs[0]) * PIXELS)
                right = max(right, b + face.advance(glyphs[-1]) * PIXELS)
                texts = item.text[start : start + count]
                typed = range(self.start + start, self.start + start + count)
            else:
                left = min(left, *lefts)
                right = max(right, *[x + face.advance(glyph) * PIXELS for glyph, x in zip(glyphs, lefts, strict=True)])
                texts, typed = self._joined(units, following)
            pieces.append((face, run.isRightToLeft(), glyphs, lefts, downs, texts, typed))
        return (_from_ink(pieces, left), (right - left) / PIXELS) if pieces else ([], 0.0)

    def _joined(self, units: Sequence[int], following: Mapping[int, int]) -> tuple[list[str], list[int]]:
        """Of each glyph, by the unit it is for: its text (none where the one before has it), and where it is typed."""
        assert self.item is not None
        text, origin = self.item.text, self.start
        before = -1
        texts = []
        for unit in units:
            texts.append(text[unit : following[unit]] if unit != before else "")
            before = unit
        return texts, [origin + unit for unit in units]

    def _face_at(self, unit: int) -> Face:
        return self.faces[bisect_right(self.run_starts, unit) - 1]


def _from_ink(pieces: list[_Piece], left: float) -> list[_Piece]:
    """Places from `left`, in 1/1000 of the size instead of pixels."""
    pieces = _together(pieces)
    k = 1000 / PIXELS
    for _, _, _, lefts, downs, _, _ in pieces:
        lefts[:] = [(x - left) * k for x in lefts]
        if downs:
            downs[:] = [y * k for y in downs] if max(downs) > _FLAT or min(downs) < -_FLAT else []
    return pieces


def _together(pieces: list[_Piece]) -> list[_Piece]:
    """Neighbours of one face from left to right as one: where Qt parts them hangs on what it has drawn before."""
    if len(pieces) < 2:
        return pieces
    found: list[_Piece] = []
    for piece in pieces:
        if found and found[-1][0] is piece[0] and not found[-1][1] and not piece[1]:
            face, rtl, glyphs, lefts, downs, texts, typed = found[-1]
            starts = [*typed, *piece[6]]
            is_range = starts == [*range(starts[0], starts[0] + len(starts))]
            found[-1] = (
                face,
                rtl,
                [*glyphs, *piece[2]],
                [*lefts, *piece[3]],
                [*downs, *piece[4]],
                [*texts, *piece[5]],
                range(starts[0], starts[0] + len(starts)) if is_range else starts,
            )
        else:
            found.append(piece)
    return found


def _following(units: Iterable[int], last: int) -> dict[int, int]:
    """For each unit at which a cluster begins, that at which it ends; `last` is where the last one does."""
    starts = sorted({*units, last})
    return dict(pairwise(starts))


def _least_leading(face: Face) -> float:
    """In sizes: by the script for bundled fonts, for those of the machine what they say, within reason."""
    if face.role.startswith(fonts.SYSTEM):
        return min(max(face.line_height, _LOW), _HIGH)
    return _LEADING.get(face.role, 0.0)
