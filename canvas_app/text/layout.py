"""Lines and glyphs of a text at a width: QTextLayout does bidi, shaping and line breaks with our fonts (PDF.md 3.3).

Everything is laid out at 100 px and scaled, so a text breaks at the same places wherever width / size is the same.
Sizes have no unit: board units on screen, points on paper. y grows downwards from the block's top left corner.
"""

from __future__ import annotations

import itertools
import math
import re
import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QPainter,
    QPainterPath,
    QRawFont,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from canvas_app.text import fonts, runs
from canvas_app.text.fonts import Face
from canvas_app.text.runs import Paragraph

Align = Literal["start", "center", "end"]

ELLIPSIS = "…"
STEP = 0.5
"""`fit` tries sizes this far apart."""
LARGEST = 60.0
"""Device pixels of glyphs that Qt draws from its cache; of larger ones (64 and more) it would draw nothing."""

_PIXELS = 100
_FLAT = 0.02  # pixels: less off the baseline is an error of rounding
_FAR = 8_000_000.0  # a line width that is never reached and still fits Qt's 26.6 numbers
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
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


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one weight (100-900; the nearest that the font has is used)."""

    text: str
    weight: int = 500


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face on one line, in logical order.

    `clusters` holds for each glyph the typed text it stands for; "" = it belongs to the cluster of the glyph before it.
    `starts` says where in the whole text that is typed (a run may skip what another one draws in between).
    `lefts` and `downs` are the places of the glyphs' origins in 1/1000 of the size, from (`x`, `baseline`) of the
    block; `downs` is empty where all stand on the baseline.
    """

    face: Face
    size: float
    glyphs: tuple[int, ...]
    clusters: tuple[str, ...]
    starts: Sequence[int]
    lefts: tuple[float, ...]
    downs: tuple[float, ...]
    rtl: bool
    x: float
    baseline: float

    @property
    def positions(self) -> list[tuple[float, float]]:
        """(x, y) of the glyphs' origins from the block's top left. Made anew whenever it is asked for."""
        k = self.size / 1000
        if not self.downs:
            return [(self.x + left * k, self.baseline) for left in self.lefts]
        pairs = zip(self.lefts, self.downs, strict=True)
        return [(self.x + left * k, self.baseline + down * k) for left, down in pairs]

    def scaled(self, factor: float, raised: float = 0.0) -> GlyphRun:
        """The same run at another size, its block's top left being `raised` lower than it was, and then the origin."""
        return GlyphRun(
            self.face,
            self.size * factor,
            self.glyphs,
            self.clusters,
            self.starts,
            self.lefts,
            self.downs,
            self.rtl,
            self.x * factor,
            (self.baseline - raised) * factor,
        )

    @property
    def weight(self) -> int:
        return self.face.weight


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` is text[start:end] as typed (with trailing spaces, without the line break).

    `x` and `width` are those of the ink without trailing spaces; `baseline` is measured from the block's top.
    """

    text: str
    start: int
    end: int
    x: float
    top: float
    baseline: float
    width: float
    rtl: bool
    runs: tuple[GlyphRun, ...]


class TextBlock:
    """Lines of a text, ready to be painted or written. Shared by the cache: do not change it.

    `width` is what was asked for (or the widest line's), `missing` names the clusters that no font has and that are
    drawn as U+FFFD, `cut` says that the end of the text was left out for an ellipsis.
    """

    __slots__ = ("_painted", "cut", "height", "lines", "missing", "size", "width")

    def __init__(
        self, width: float, height: float, size: float, lines: Sequence[Line], missing: Sequence[str], cut: bool
    ) -> None:
        self.width = width
        self.height = height
        self.size = size
        self.lines = tuple(lines)
        self.missing = tuple(missing)
        self.cut = cut
        self._painted: list[QGlyphRun] | None = None

    @property
    def ink_width(self) -> float:
        """The width of the widest line."""
        return max((line.width for line in self.lines), default=0.0)

    def draw(self, painter: QPainter, x: float, y: float, color: QColor | Qt.GlobalColor | str) -> None:
        """Paint with the block's top left at (x, y). One call into Qt for each font; leaves `color` as the pen."""
        if threading.current_thread() is threading.main_thread():
            painted = self._painted = self._painted or self._qt_runs()
        else:
            painted = self._qt_runs()  # a QRawFont belongs to its thread and must end in it
        painter.setPen(QColor(color) if isinstance(color, str) else color)
        origin = QPointF(x, y)
        if self.size * abs(painter.deviceTransform().m11()) < LARGEST:
            for run in painted:
                painter.drawGlyphRun(origin, run)
            return
        smooth = bool(painter.renderHints() & QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for run in painted:
            painter.fillPath(_outlines(run).translated(origin), painter.pen().brush())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)

    def _qt_runs(self) -> list[QGlyphRun]:
        by_face: dict[Face, tuple[list[int], list[QPointF]]] = {}
        for line in self.lines:
            for run in line.runs:
                glyphs, points = by_face.setdefault(run.face, ([], []))
                glyphs.extend(run.glyphs)
                points.extend(QPointF(x, y) for x, y in run.positions)
        found = []
        for face, (glyphs, points) in by_face.items():
            run_of_face = QGlyphRun()
            run_of_face.setRawFont(_raw_font(face, self.size))
            run_of_face.setGlyphIndexes(glyphs)
            run_of_face.setPositions(points)
            found.append(run_of_face)
        return found


def lay_out(
    text: str | Sequence[Span],
    *,
    width: float,
    size: float,
    weight: int = 500,
    leading: float = 1.25,
    align: Align = "start",
    max_lines: int | None = None,
    language: str = "",
) -> TextBlock:
    """Break a text into lines of a width at a size. Needs a QGuiApplication (`fonts.start`) unless it is empty.

    `leading` is in sizes; scripts that need more get more. `align` "start" is right in right-to-left paragraphs.
    `max_lines` cuts the rest with an ellipsis. `width` may be math.inf. `language` (BCP 47) picks among Han faces.
    Raises ValueError for sizes that are not above 0, FontsMissing where no font package is installed.
    """
    return _lay_out(_spans(text, weight), float(width), float(size), leading, align, max_lines, language)


def fit(
    text: str | Sequence[Span],
    *,
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    weight: int = 500,
    leading: float = 1.25,
    align: Align = "start",
    cut: bool = False,
    language: str = "",
) -> TextBlock:
    """The text at the largest size, in steps of 0.5 down from `max_size`, at which it fits into `height`.

    At `min_size` the block may be higher than `height`; with `cut` it is shortened there by an ellipsis instead, to no
    less than one line. Raises as `lay_out`.
    """
    numbers = (float(width), float(height), float(max_size), float(min_size))
    return _fit(_spans(text, weight), *numbers, leading, align, cut, language)


def _spans(text: str | Sequence[Span], weight: int) -> tuple[Span, ...]:
    return (Span(text, weight),) if isinstance(text, str) else tuple(text)


@lru_cache(maxsize=1024)
def _lay_out(
    spans: tuple[Span, ...],
    width: float,
    size: float,
    leading: float,
    align: Align,
    max_lines: int | None,
    language: str,
) -> TextBlock:
    _check(width, size)
    shaped = _Text(spans, leading, language)
    shaped.wrap(width / size)
    if max_lines is None or shaped.line_count <= max_lines:
        return shaped.block(width, size, align)
    return _cut(shaped, width, size, align, max(max_lines, 1), math.inf)


@lru_cache(maxsize=1024)
def _fit(
    spans: tuple[Span, ...],
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    leading: float,
    align: Align,
    cut: bool,
    language: str,
) -> TextBlock:
    shaped, size, fitting = _fitted(spans, width, height, max_size, min_size, leading, language)
    if fitting or not cut:
        return shaped.block(width, size, align)
    return _cut(shaped, width, size, align, None, height)


def fitted_height(
    text: str,
    *,
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    weight: int = 500,
    leading: float = 1.25,
) -> float:
    """The height of the block that `fit` would give, in a third of the time."""
    shaped, size, _ = _fitted(_spans(text, weight), width, height, max_size, min_size, leading, "")
    return shaped.height * size


def _fitted(
    spans: tuple[Span, ...],
    width: float,
    height: float,
    max_size: float,
    min_size: float,
    leading: float,
    language: str,
) -> tuple[_Text, float, bool]:
    """The text broken into lines at the largest size at which it fits, that size, and whether it does fit."""
    _check(width, max_size)
    _check(width, min_size)
    shaped = _Text(spans, leading, language)

    share = 1.0

    def fits(size: float) -> bool:
        nonlocal share
        share = shaped.wrap(width / size, (height + 1e-3) / size)
        return share >= 1 and shaped.height * size <= height + 1e-6

    if fits(max_size):
        return shaped, max_size, True
    # steps[0] is too large, steps[-1] is taken in any case; at smaller sizes there are fewer lines
    count = math.ceil(max(max_size - min_size, 0) / STEP - 1e-9)
    steps = [max(max_size - STEP * i, min_size) for i in range(count + 1)]
    low, high = 0, max(count, 0)
    fitting = False
    # what has room goes with the size's square, but the last line has seldom been full
    likely = round((max_size - max_size * math.sqrt(share)) / STEP) - 2
    while high - low > 1:
        tried = min(max(likely, low + 1), high - 1)
        fitting = fits(steps[tried])
        if fitting:
            high = tried
        else:
            low = tried
        likely = (low + high) // 2
    size = steps[high]
    if not fitting:  # the last that was tried was another size
        shaped.wrap(width / size)
    return shaped, size, shaped.height * size <= height + 1e-6


def _check(width: float, size: float) -> None:
    if not (size > 0 and math.isfinite(size)):
        raise ValueError(f"A text's size must be a number above 0, not {size}.")
    if not width > 0:
        raise ValueError(f"A text's width must be above 0, not {width}.")


class _Text:
    """Spans as shaped paragraphs, which can be broken again and again. Heights and widths here are in sizes."""

    def __init__(self, spans: tuple[Span, ...], leading: float, language: str) -> None:
        self.spans = spans
        self.leading = leading
        self.language = language
        self.text = "".join(span.text for span in spans)
        weights: list[tuple[int, int]] = []
        position = 0
        for span in spans:
            if span.text and not (weights and weights[-1][1] == span.weight):
                weights.append((position, span.weight))
            position += len(span.text)
        han = "" if self.text.isascii() else runs.han_role(self.text, language)
        self.paragraphs: list[_Paragraph] = []
        start = 0
        for found in _BREAKS.finditer(self.text):
            self.paragraphs.append(_Paragraph(self.text, start, found.start(), weights, han, leading))
            start = found.end()
        self.paragraphs.append(_Paragraph(self.text, start, len(self.text), weights, han, leading))

    def wrap(self, width: float, room: float = math.inf) -> float:
        """Break into lines of a width, as far as there is room (both in sizes); gives the share that has room."""
        done = 0.0
        for paragraph in self.paragraphs:
            share = paragraph.wrap(width, room)
            done += share * (paragraph.length + 1)
            if share < 1:
                return done / (len(self.text) + 1)
            room -= len(paragraph.ends) * paragraph.leading
        return 1.0

    @property
    def line_count(self) -> int:
        return sum(len(p.ends) for p in self.paragraphs)

    @property
    def height(self) -> float:
        return sum(len(p.ends) * p.leading for p in self.paragraphs)

    def last_visible(self, max_lines: int | None, height: float) -> tuple[int, int]:
        """Start and end, in the text, of the last line that still fits; of the first line if none does."""
        found = None
        top, count = 0.0, 0
        for paragraph in self.paragraphs:
            for start, end in paragraph.line_ranges():
                top += paragraph.leading
                count += 1
                if found and (top > height + 1e-6 or (max_lines is not None and count > max_lines)):
                    return found
                found = (start, end)
        assert found is not None
        return found

    def block(self, width: float, size: float, align: Align) -> TextBlock:
        drafts = [draft for paragraph in self.paragraphs for draft in paragraph.drafts()]
        if math.isinf(width):
            width = max((draft.width for draft in drafts), default=0.0) * size
        lines = []
        top = 0.0
        for draft in drafts:
            leading = draft.leading * size
            baseline = top + 0.5 * leading + 0.36 * size
            room = width - draft.width * size
            if align == "center":
                x = room / 2
            else:
                x = room if (align == "start") == draft.rtl else 0.0
            lines.append(draft.line(x, top, baseline, size))
            top += leading
        missing = dict.fromkeys(name for p in self.paragraphs for name in p.missing)
        return TextBlock(width, top, size, lines, tuple(missing), cut=False)


def _cut(shaped: _Text, width: float, size: float, align: Align, max_lines: int | None, height: float) -> TextBlock:
    """The longest beginning of the text, up to a grapheme cluster, that fits with an ellipsis behind it."""
    low_end, high_end = shaped.last_visible(max_lines, height / size)
    starts = [i for i in runs.cluster_starts(shaped.text) if low_end <= i <= high_end] or [low_end]

    def shortened(end: int) -> _Text:
        end = len(shaped.text[:end].rstrip())
        spans: list[Span] = []
        for span in shaped.spans:
            spans.append(Span(span.text[:end], span.weight))
            end -= len(spans[-1].text)
            if not end:
                break
        spans[-1] = Span(spans[-1].text + ELLIPSIS, spans[-1].weight)
        text = _Text(tuple(spans), shaped.leading, shaped.language)
        text.wrap(width / size)
        return text

    def fits(text: _Text) -> bool:
        if max_lines is not None and text.line_count > max_lines:
            return False
        return text.line_count == 1 or text.height * size <= height + 1e-6

    best = shortened(starts[0])
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        text = shortened(starts[middle])
        if fits(text):
            low, best = middle, text
        else:
            high = middle
    block = best.block(width, size, align)
    missing = dict.fromkeys(name for p in shaped.paragraphs for name in p.missing)
    return TextBlock(block.width, block.height, size, block.lines, tuple(missing), cut=True)


_Piece = tuple[Face, bool, Sequence[int], list[float], list[float], Sequence[str], Sequence[int]]
"""Face, whether right-to-left, and of each glyph: number, x and y (none: all 0), cluster, where it is typed."""


@dataclass(slots=True)
class _Draft:
    """A line whose place is not yet known: its pieces from its ink's left and its baseline, in 1/1000 of the size."""

    text: str
    start: int
    end: int
    rtl: bool
    leading: float
    width: float  # in sizes
    pieces: list[_Piece]

    def line(self, x: float, top: float, baseline: float, size: float) -> Line:
        made = tuple(
            GlyphRun(face, size, tuple(glyphs), tuple(clusters), starts, tuple(lefts), tuple(downs), rtl, x, baseline)
            for face, rtl, glyphs, lefts, downs, clusters, starts in self.pieces
        )
        return Line(self.text, self.start, self.end, x, top, baseline, self.width * size, self.rtl, made)


class _Paragraph:
    """One paragraph: its runs, its QTextLayout, and where the lines of the last `wrap` end (in units)."""

    def __init__(
        self, text: str, start: int, end: int, weights: Sequence[tuple[int, int]], han: str, leading: float
    ) -> None:
        self.start = start
        self.length = end - start
        self.ends: list[int] = [0]
        self.leading = leading
        self.missing: tuple[str, ...] = ()
        self.item: Paragraph | None = None
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
            self.layout = QTextLayout(item.drawn, _font(self.faces[0]))
            self.layout.setTextOption(_option(item.rtl))
            if len(item.runs) > 1:
                self.layout.setFormats([_format(f, r.start, r.end) for f, r in zip(self.faces, item.runs, strict=True)])

    def wrap(self, width: float, room: float) -> float:
        """Break into lines of a width, as far as there is room (both in sizes); gives the share that has room."""
        if self.item is None or not self.item.units:
            return float(self.leading <= room)
        # 26.6 numbers are cut off; the odd offset keeps equal ratios equal whatever their last bits are
        pixels = min(max(math.floor(min(width * _PIXELS, _FAR) * 64 + 0.317) / 64, 1.0), _FAR)
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

    def drafts(self) -> list[_Draft]:
        item = self.item
        if item is None:
            return [_Draft("", self.start, self.start, False, self.leading, 0.0, [])]
        drafts = []
        first = 0
        for number, ((start, end), last) in enumerate(zip(self.line_ranges(), self.ends, strict=True)):
            text = item.text[start - self.start : end - self.start]
            visible = first + len(item.units[first:last].rstrip(_TRAILING))
            pieces, width = self._glyphs(number, first, visible) if visible > first else ([], 0.0)
            drafts.append(_Draft(text, start, end, item.rtl, self.leading, width, pieces))
            first = last
        return drafts

    def _glyphs(self, number: int, first: int, last: int) -> tuple[list[_Piece], float]:
        """The glyphs of units [first, last) of a line, and their width in sizes."""
        item = self.item
        assert item is not None
        line = self.layout.lineAt(number)
        if item.is_exact and (exact := self._exact(line, first, last)) is not None:
            return exact
        found = []
        for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
            if units := run.stringIndexes():
                face = self._face_at(units[0])
                if run.rawFont().familyName() == face.family:  # else a hyphen that Qt put in from elsewhere
                    found.append((face, run.glyphIndexes(), run.positions(), units, run.isRightToLeft()))
        starts = sorted({unit for *_, units, _ in found for unit in units if unit < last} | {last})
        following = dict(itertools.pairwise(starts))
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
                right = max(right, x + face.advance(glyph) * _PIXELS)
            if glyphs:
                pieces.append((face, rtl, glyphs, lefts, downs, clusters, typed))
        return (_from_ink(pieces, left), (right - left) / _PIXELS) if pieces else ([], 0.0)

    def _exact(self, line: QTextLine, first: int, last: int) -> tuple[list[_Piece], float] | None:
        """`_glyphs` where nothing is left out or replaced; None where a font lacks a glyph after all."""
        item = self.item
        assert item is not None
        drawn: list[tuple[QGlyphRun, list[int]]] = []
        count, apart = 0, True
        for run in line.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
            units = run.stringIndexes()
            if units and units[-1] >= last:
                units = [unit for unit in units if unit < last]
            if units:
                drawn.append((run, units))
                count += len(units)
                apart = apart and units == [*range(units[0], units[0] + len(units))]
        apart = apart and count == last - first  # every glyph is one character
        following = {} if apart else dict(itertools.pairwise([*sorted({u for _, us in drawn for u in us}), last]))
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
            ends = [lefts[i] + face.advance(glyphs[i]) * _PIXELS for i in ((0, -1) if apart else range(count))]
            left, right = min(left, *((lefts[0], lefts[-1]) if apart else lefts)), max(right, *ends)
            texts: Sequence[str] = item.text[start : start + count]
            typed: Sequence[int] = range(self.start + start, self.start + start + count)
            if not apart:
                begins = [unit != before for unit, before in zip(units, [-1, *units], strict=False)]
                texts = [item.text[u : following[u]] if begun else "" for u, begun in zip(units, begins, strict=True)]
                typed = [self.start + unit for unit in units]
            pieces.append((face, run.isRightToLeft(), glyphs, lefts, downs, texts, typed))
        return (_from_ink(pieces, left), (right - left) / _PIXELS) if pieces else ([], 0.0)

    def _face_at(self, unit: int) -> Face:
        return self.faces[bisect_right(self.run_starts, unit) - 1]


def _from_ink(pieces: list[_Piece], left: float) -> list[_Piece]:
    """Places from `left`, in 1/1000 of the size instead of pixels."""
    k = 1000 / _PIXELS
    for _, _, _, lefts, downs, _, _ in pieces:
        lefts[:] = [(x - left) * k for x in lefts]
        downs[:] = [y * k for y in downs] if any(abs(y) > _FLAT for y in downs) else []
    return pieces


def _least_leading(face: Face) -> float:
    """In sizes: by the script for bundled fonts, for those of the machine what they say, within reason."""
    if face.role.startswith(fonts.SYSTEM):
        return min(max(face.line_height, _LOW), _HIGH)
    return _LEADING.get(face.role, 0.0)


class _QtValues(threading.local):
    """Fonts and formats of a thread: Qt keeps engines in them, which must not be shared between threads."""

    def __init__(self) -> None:
        self.fonts: dict[Face, QFont] = {}
        self.formats: dict[Face, QTextCharFormat] = {}
        self.raw_fonts: dict[tuple[Face, float], QRawFont] = {}
        self.options: dict[bool, QTextOption] = {}


_qt = _QtValues()


def _font(face: Face) -> QFont:
    made = _qt.fonts.get(face)
    if made is None:
        made = _qt.fonts[face] = face.font(_PIXELS)
    return made


def _format(face: Face, start: int, end: int) -> QTextLayout.FormatRange:
    char_format = _qt.formats.get(face)
    if char_format is None:
        char_format = _qt.formats[face] = QTextCharFormat()
        char_format.setFont(_font(face))
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = end - start
    made.format = char_format
    return made


def _option(rtl: bool) -> QTextOption:
    made = _qt.options.get(rtl)
    if made is None:
        made = _qt.options[rtl] = _new_option(rtl)
    return made


def _new_option(rtl: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    return option


def _outlines(run: QGlyphRun) -> QPainterPath:
    path, font = QPainterPath(), run.rawFont()
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a letter may lie over one another
    for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
        path.addPath(font.pathForGlyph(glyph).translated(place))
    return path


def _raw_font(face: Face, size: float) -> QRawFont:
    """The face at a size. One for each size, since Qt keeps only four scaled glyph caches for a raw font."""
    known = _qt.raw_fonts
    made = known.get((face, size))
    if made is None:
        made = QRawFont.fromFont(_font(face))
        made.setPixelSize(size)
        if len(known) > 500:
            known.clear()
        known[face, size] = made
    return made
