"""Lines and markers of the value curve, as they are painted in the chart and in the heads of the table."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from canvas_app.domain.value_curve import Look, corners
from canvas_app.ui.theme import colour

THICK, THIN = 4.0, 2.0


def ink_of(look: Look) -> QColor:
    return colour(f"{look.hue}.strong" if look.hue else "accent")


def pen_of(look: Look, wider: float = 0.0) -> QPen:
    """Dashes are lengths; Qt counts them in widths of the line."""
    width = (THICK if look.thick else THIN) + wider
    pen = QPen(ink_of(look), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    if look.dashes:
        pen.setDashPattern([max(length * 1.6 / width, 0.1) for length in look.dashes])
    return pen


def draw_marker(painter: QPainter, look: Look, at: QPointF, radius: float) -> None:
    ink = ink_of(look)
    painter.setPen(QPen(colour("panel"), 1.2))
    painter.setBrush(ink)
    if shape := corners(look.marker, at.x(), at.y(), radius):
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))
    elif look.marker == "ring":
        painter.setPen(QPen(ink, 2))
        painter.setBrush(colour("panel"))
        painter.drawEllipse(at, radius * 0.85, radius * 0.85)
    else:
        painter.drawEllipse(at, radius, radius)


def draw_sample(painter: QPainter, box: QRectF, look: Look) -> None:
    """A piece of the line with its marker."""
    middle = box.center()
    painter.setPen(pen_of(look))
    painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    draw_marker(painter, look, middle, 5.5 if look.thick else 5.0)
