"""A link as drawn: a curve from the edge of one note to the edge of another, with an open ring at its start."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from canvas_app.domain.entities import Link
from canvas_app.ui.theme import colour

RING = 4.0
WIDTHS = {1: 1.5, 2: 2.5, 3: 3.8}
REACH = 7.0
"""How far from the curve a press still hits it, in pixels."""
DIMMED = 0.14
"""Opacity while something else is in focus."""
QUIET = 0.3
"""Opacity at rest of links other than answers to needs, which are what a board is about."""


class LinkItem(QGraphicsPathItem):
    def __init__(self, link: Link, hue: str):
        super().__init__()
        self.setZValue(-1)
        self.rest = 1.0
        self.show_link(link, hue, selected=False)

    def show_link(self, link: Link, hue: str, selected: bool) -> None:
        self.link, self.hue, self.selected = link, hue, selected
        self.setPen(QPen(colour("accent") if selected else colour(f"{hue}.strong"), WIDTHS[link.strength]))

    def show_selected(self, selected: bool) -> None:
        if selected != self.selected:
            self.show_link(self.link, self.hue, selected)

    def lay(self, source: QRectF, target: QRectF) -> None:
        """Draws the curve between two notes (scene coordinates)."""
        self.setPath(link_path(source, target))

    def hit(self, point: QPointF, reach: float) -> bool:
        if not self.boundingRect().adjusted(-reach, -reach, reach, reach).contains(point):
            return False
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * reach)
        return stroker.createStroke(self.path()).contains(point)


def link_path(source: QRectF, target: QRectF) -> QPainterPath:
    """Leaves and arrives sideways where the notes stand side by side, else up or down."""
    start, end, leave, arrive = _ends(source, target)
    path = QPainterPath()
    path.addEllipse(start + leave * RING, RING, RING)
    begin = start + leave * (2 * RING)
    bend = max(24.0, 0.45 * abs(QPointF.dotProduct(end - begin, leave)))
    path.moveTo(begin)
    path.cubicTo(begin + leave * bend, end + arrive * bend, end)
    return path


def _ends(source: QRectF, target: QRectF) -> tuple[QPointF, QPointF, QPointF, QPointF]:
    right, left, down, up = QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)
    sc, tc = source.center(), target.center()
    if target.left() - source.right() > -20:
        return QPointF(source.right(), sc.y()), QPointF(target.left(), tc.y()), right, left
    if source.left() - target.right() > -20:
        return QPointF(source.left(), sc.y()), QPointF(target.right(), tc.y()), left, right
    if tc.y() > sc.y():
        return QPointF(sc.x(), source.bottom()), QPointF(tc.x(), target.top()), down, up
    return QPointF(sc.x(), source.top()), QPointF(tc.x(), target.bottom()), up, down


def preview_pen(allowed: bool) -> QPen:
    """For the link that is being drawn."""
    style = Qt.PenStyle.SolidLine if allowed else Qt.PenStyle.DashLine
    return QPen(colour("accent" if allowed else "error"), WIDTHS[2], style)
