"""A canvas drawn small, from its zones' outlines and its drawing."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from canvas_app.domain.canvas import Canvas, DrawBox, DrawCircle, DrawLine
from canvas_app.ui.theme import colour


def draw_canvas(painter: QPainter, box: QRectF, canvas: Canvas) -> None:
    """Draws the whole canvas into the middle of a box; a canvas is never mirrored."""
    frame = canvas.frame_rect
    scale = min(box.width() / frame.w, box.height() / frame.h)
    painter.save()
    if painter.worldTransform().m11() < 0:
        painter.translate(2 * box.center().x(), 0)
        painter.scale(-1, 1)
    painter.translate(box.center().x() - frame.w * scale / 2, box.center().y() - frame.h * scale / 2)
    painter.scale(scale, scale)
    painter.setPen(Qt.PenStyle.NoPen)
    for zone in canvas.zones:
        kind = canvas.kind(zone.kind)
        painter.setBrush(colour(f"{kind.hue if kind else 'grey'}.note"))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in zone.outline]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shape in canvas.frame.draw:
        pen = QPen(colour("frame" if not isinstance(shape, DrawLine) else "line"), 1.25)
        pen.setCosmetic(True)
        painter.setPen(pen)
        match shape:
            case DrawBox():
                painter.drawRoundedRect(QRectF(*shape.at, *shape.size), shape.radius, shape.radius)
            case DrawCircle():
                painter.drawEllipse(QPointF(*shape.center), shape.radius, shape.radius)
            case DrawLine():
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    painter.restore()
