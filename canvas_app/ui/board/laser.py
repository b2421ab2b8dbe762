"""The laser pointer: trails that grow thin and go within a second of themselves."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from canvas_app.ui.board.ink_air import EVERYWHERE
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

LASTS = 1.0
"""Seconds that a point of the trail is seen."""
TICK = 16
"""Milliseconds between two looks."""
WIDE, GLOW = 6.0, 9.0
"""The trail's width where the hand is, and the radius of the glow there, in pixels."""


class Trail:
    """One press of a hand; `held` as long as it lasts."""

    def __init__(self) -> None:
        self.held = True
        self.points: deque[tuple[QPointF, float]] = deque()

    def lead_to(self, point: QPointF) -> None:
        self.points.append((point, monotonic()))

    def wipe(self) -> None:
        self.held = False
        self.points.clear()

    def age(self, now: float) -> None:
        """Forgets what is too old; a hand that rests keeps its last point."""
        while self.points and now - self.points[0][1] > LASTS and not (self.held and len(self.points) == 1):
            self.points.popleft()

    @property
    def over(self) -> bool:
        return not self.held and not self.points


class Laser(QGraphicsRectItem):
    """All trails of one view, above everything else on the board."""

    def __init__(self, view: BoardView):
        super().__init__(EVERYWHERE)
        self._view = view
        self._trails: list[Trail] = []
        self._seen = QRectF()
        self.setZValue(80)
        self.setPen(QPen(Qt.PenStyle.NoPen))
        view.board_scene.addItem(self)
        self._timer = QTimer(view)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._look)

    @property
    def shines(self) -> bool:
        return bool(self._trails)

    def begin(self, point: QPointF) -> Trail:
        trail = Trail()
        trail.lead_to(point)
        self._trails.append(trail)
        self._timer.start()
        self._look()
        return trail

    def put_out(self) -> None:
        for trail in self._trails:
            trail.wipe()
        self._look()

    def _look(self) -> None:
        now = monotonic()
        room = QRectF()
        margin = (GLOW + 2) / self._view.zoom
        for trail in self._trails:
            trail.age(now)
            for point, _ in trail.points:
                room = room.united(QRectF(point.x() - margin, point.y() - margin, 2 * margin, 2 * margin))
        self._trails = [trail for trail in self._trails if not trail.over]
        self.update(room.united(self._seen))
        self._seen = room
        if not self._trails:
            self._timer.stop()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._trails:
            return
        now = monotonic()
        shade = colour("error")
        pixel = 1 / self._view.zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(shade, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        for trail in self._trails:
            points = list(trail.points)
            for (a, _), (b, when) in pairwise(points):
                pen.setWidthF(max(0.5, WIDE * (1 - (now - when) / LASTS)) * pixel)
                painter.setPen(pen)
                painter.drawLine(a, b)
            if points and trail.held:
                halo = QColor(shade)
                halo.setAlpha(60)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(halo)
                painter.drawEllipse(points[-1][0], GLOW * pixel, GLOW * pixel)
                painter.setBrush(shade)
                painter.drawEllipse(points[-1][0], WIDE * pixel * 0.7, WIDE * pixel * 0.7)
        painter.setBrush(Qt.BrushStyle.NoBrush)
