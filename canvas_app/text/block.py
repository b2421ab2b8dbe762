"""Lines of text that are laid out, ready to be painted or written.

Sizes have no unit: board units on screen, points on paper. y grows downwards from the block's top left corner.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPainter, QPainterPath

from canvas_app.text import qt_fonts
from canvas_app.text.fonts import Face

Align = Literal["start", "center", "end"]

LARGEST = 60.0
"""Device pixels of glyphs that Qt draws from its cache; of larger ones (64 and more) it would draw nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one weight (100-900; the nearest that the font has is used)."""

    text: str
    weight: int = 500


class GlyphRun(NamedTuple):
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


class Line(NamedTuple):
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
            run_of_face.setRawFont(qt_fonts.raw_font(face, self.size))
            run_of_face.setGlyphIndexes(glyphs)
            run_of_face.setPositions(points)
            found.append(run_of_face)
        return found


def _outlines(run: QGlyphRun) -> QPainterPath:
    path, font = QPainterPath(), run.rawFont()
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a letter may lie over one another
    for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
        path.addPath(font.pathForGlyph(glyph).translated(place))
    return path


def lines_of(block: TextBlock, start: int, end: int) -> TextBlock:
    """Lines [start, end) of a block as a block of their own."""
    if start == 0 and end >= len(block.lines):
        return block
    chosen = block.lines[start:end]
    top = chosen[0].top if chosen else 0.0
    bottom = block.lines[end].top if end < len(block.lines) else block.height
    lines = [_line(line, 1.0, top) for line in chosen]
    return TextBlock(block.width, bottom - top if chosen else 0.0, block.size, lines, block.missing, block.cut)


def scaled(block: TextBlock, factor: float) -> TextBlock:
    """The same lines at another size."""
    lines = [_line(line, factor) for line in block.lines]
    return TextBlock(block.width * factor, block.height * factor, block.size * factor, lines, block.missing, block.cut)


def _line(line: Line, factor: float, raised: float = 0.0) -> Line:
    runs = tuple(run.scaled(factor, raised) for run in line.runs)
    x, top, baseline = line.x * factor, (line.top - raised) * factor, (line.baseline - raised) * factor
    return Line(line.text, line.start, line.end, x, top, baseline, line.width * factor, line.rtl, runs)
