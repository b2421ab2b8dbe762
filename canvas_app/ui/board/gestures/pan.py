"""Moving the view with the hand tool, Space or the middle button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from canvas_app.ui.board.gestures.gesture import Gesture

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView


class Pan(Gesture):
    def __init__(self, view: BoardView, at: QPointF):
        super().__init__(view, at)
        self._last = at

    def drag(self, at: QPointF) -> None:
        self.view.pan_by(at - self._last)
        self._last = at


class PanOrClick(Pan):
    """A finger on empty space: pans, or clears the selection when it was a tap."""

    def release(self, at: QPointF) -> None:
        if not self.moved:
            self.view.bridge.select(())
