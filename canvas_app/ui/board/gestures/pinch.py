"""Two fingers: zoom about their middle and pan at once; rotation is ignored."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

NEAREST = 24.0
"""Fingers closer than this, in pixels, do not count as coming closer still."""


class Pinch:
    def __init__(self, view: BoardView, a: QPointF, b: QPointF):
        self._view = view
        self._middle, self._apart = _measure(a, b)

    def move(self, a: QPointF, b: QPointF) -> None:
        middle, apart = _measure(a, b)
        self._view.pan_by(middle - self._middle)
        self._view.zoom_about(middle, apart / self._apart)
        self._middle, self._apart = middle, apart


def _measure(a: QPointF, b: QPointF) -> tuple[QPointF, float]:
    away = b - a
    return (a + b) / 2, max(NEAREST, math.hypot(away.x(), away.y()))
