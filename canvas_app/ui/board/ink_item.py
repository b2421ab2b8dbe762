"""Ink as it is painted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from canvas_app.domain.entities import Stroke
from canvas_app.domain.geometry import Rect
from canvas_app.domain.ink import LONGEST, Run, bounds, runs, touches
from canvas_app.ui.theme import colour

FEW, SOME = 20, 150
"""So many strokes are drawn in full at once: while the view moves, and when something else has changed."""
Box = tuple[float, float, float, float]
Piece = tuple[float, QPainterPath, QRectF]
"""Width, line and room of a part of a stroke, in board units."""


def ink_colour(name: str) -> QColor:
    """The colour of writing, or the strong one of a hue."""
    return colour("ink" if name == "ink" else f"{name}.strong")


def qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.w, rect.h)


class StrokeItem:
    """A stroke at rest. `rect` is its room in board units; `fading` whether it is about to be erased."""

    def __init__(self, stroke: Stroke):
        self.fading = False
        self.stroke = stroke
        self.rect = qrect(bounds(stroke.points, stroke.width))
        self.box: Box = (self.rect.left(), self.rect.top(), self.rect.right(), self.rect.bottom())
        self._line: QPolygonF | None = None

    @property
    def shade(self) -> QColor:
        return colour("line") if self.fading else ink_colour(self.stroke.colour)

    def draw(self, painter: QPainter, exposed: QRectF | None = None) -> None:
        """Paints it with a painter in board units, or only what touches `exposed`."""
        smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.shade)
        for path, room in _outlines(self):
            if exposed is None or room.intersects(exposed):
                painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)

    def draw_hairline(self, painter: QPainter) -> None:
        """Paints it thin, which takes a thirtieth of the time."""
        if self._line is None:
            self._line = QPolygonF([QPointF(x, y) for x, y, _ in self.stroke.points])
        painter.setPen(QPen(self.shade, 0))
        painter.drawPolyline(self._line)

    def is_near(self, start: QPointF, end: QPointF, reach: float) -> bool:
        """Whether it comes as near as `reach` (board units) to the way from `start` to `end`."""
        (ax, ay), (bx, by) = start.toTuple(), end.toTuple()
        if not _meet(self.box, min(ax, bx) - reach, min(ay, by) - reach, max(ax, bx) + reach, max(ay, by) + reach):
            return False
        return touches(self.stroke.points, self.stroke.width, (ax, ay), (bx, by), reach)


def draw_strokes(painter: QPainter, items: Iterable[StrokeItem], exposed: QRectF, most: float) -> Iterator[bool]:
    """Paints what touches `exposed`, thin where that is more than `most` strokes.

    Gives False between its pieces, True for thin ones.
    """
    left, top, right, bottom = exposed.left(), exposed.top(), exposed.right(), exposed.bottom()
    seen = [item for item in items if _meet(item.box, left, top, right, bottom)]
    if len(seen) <= most:
        for n, item in enumerate(seen):
            item.draw(painter, exposed)
            if n % 10 == 9:
                yield False
    else:
        for item in seen:
            item.draw_hairline(painter)
        yield True


def _meet(box: Box, left: float, top: float, right: float, bottom: float) -> bool:
    return box[0] <= right and box[2] >= left and box[1] <= bottom and box[3] >= top


@lru_cache(maxsize=1000)
def _outlines(item: StrokeItem) -> list[tuple[QPainterPath, QRectF]]:
    """What a stroke covers, piece by piece, and the room of each: filling it is faster than drawing its lines.

    Kept only for the strokes painted last, as it takes much memory.
    """
    outlines: list[tuple[QPainterPath, QRectF]] = []
    stroker = QPainterPathStroker()
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCurveThreshold(0.1)
    curves = 0
    for run in runs(item.stroke.points, item.stroke.width):
        curves += len(run.curves)
        if not outlines or curves > LONGEST:
            curves = len(run.curves)
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            outlines.append((path, QRectF()))
        path, room = outlines[-1]
        line = path_of(run)
        if line.elementCount() > 1:
            stroker.setWidth(run.width)
            path.addPath(stroker.createStroke(line))
        else:
            path.addEllipse(line.currentPosition(), run.width / 2, run.width / 2)
        outlines[-1] = (path, room.united(qrect(run.bounds)))
    return outlines


def piece_of(run: Run) -> Piece:
    return run.width, path_of(run), qrect(run.bounds)


def path_of(run: Run) -> QPainterPath:
    """The line of a run; where it leads nowhere, only its start."""
    path = QPainterPath(QPointF(*run.start))
    if any(end != run.start or control != run.start for control, end in run.curves):
        for control, end in run.curves:
            path.quadTo(QPointF(*control), QPointF(*end))
    return path


def draw_pieces(painter: QPainter, shade: QColor, pieces: Iterable[Piece], exposed: QRectF | None = None) -> None:
    """Paints pieces of a line, those that touch `exposed`."""
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(shade, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for width, path, room in pieces:
        if exposed is None or room.intersects(exposed):
            pen.setWidthF(width)
            painter.setPen(pen)
            if path.elementCount() > 1:
                painter.drawPath(path)
            else:
                painter.drawPoint(path.currentPosition())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
