"""Two fingers: zoom about their middle and pan at once; rotation is ignored."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

NEAREST = 24.0
"""Fingers closer than this, in pixels, do not count as coming closer still."""
DEAD, ALIVE = 8.0, 28.0
"""Pixels by which the fingers must part or near before the zoom begins, and until it has caught up with them."""


class Pinch:
    def __init__(self, view: BoardView, a: QPointF, b: QPointF):
        self._view = view
        self._share = 0.0
        self.take_hold(a, b)

    def take_hold(self, a: QPointF, b: QPointF) -> None:
        """What is under the fingers now is what they hold from now."""
        self._apart = _apart(a, b)
        self._zoom = self._view.zoom
        self._anchor = self._view.scene_point((a + b) / 2)

    def move(self, a: QPointF, b: QPointF) -> None:
        view, middle, change = self._view, (a + b) / 2, _apart(a, b) - self._apart
        self._share = max(self._share, min(1.0, (abs(change) - DEAD) / (ALIVE - DEAD)))
        goal = self._zoom * (self._apart + change * max(0.0, self._share)) / self._apart
        if goal != view.zoom:
            view.zoom_about(middle, goal / view.zoom)
        view.pan_by(middle - view.viewportTransform().map(self._anchor))


def _apart(a: QPointF, b: QPointF) -> float:
    away = b - a
    return max(NEAREST, math.hypot(away.x(), away.y()))
