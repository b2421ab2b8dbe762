"""Ink as it is painted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from canvas_app.domain.entities import Stroke
from canvas_app.domain.geometry import Rect
from canvas_app.domain.ink import Run, bounds, runs, touches
from canvas_app.ui.theme import colour

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
        self.show_stroke(stroke)

    def show_stroke(self, stroke: Stroke) -> None:
        self.stroke = stroke
        self.rect = qrect(bounds(stroke.points, stroke.width))
        self._pieces: list[Piece] | None = None

    def draw(self, painter: QPainter, exposed: QRectF | None = None) -> None:
        """Paints it with a painter in board units, or only what touches `exposed`."""
        if self._pieces is None:
            self._pieces = [piece_of(run) for run in runs(self.stroke.points, self.stroke.width)]
        shade = colour("line") if self.fading else ink_colour(self.stroke.colour)
        draw_pieces(painter, shade, self._pieces, exposed)

    def is_near(self, start: QPointF, end: QPointF, reach: float) -> bool:
        """Whether it comes as near as `reach` (board units) to the way from `start` to `end`."""
        room = QRectF(start, end).normalized().adjusted(-reach, -reach, reach, reach)
        if not room.intersects(self.rect):
            return False
        return touches(self.stroke.points, self.stroke.width, start.toTuple(), end.toTuple(), reach)


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
