"""Selecting with a rubber band."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from canvas_app.ui.board.gestures.gesture import Gesture

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView


class RubberBand(Gesture):
    """`tapped` is done instead where the hand did not move; without it what was selected before is."""

    gives_way = True

    def __init__(self, view: BoardView, at: QPointF, add: bool, tapped: Callable[[], None] | None = None):
        super().__init__(view, at)
        self._origin = self.scene_point(at)
        self._tapped = tapped
        self._before = view.bridge.notes if add else ()
        self._links = view.bridge.links if add else ()

    def drag(self, at: QPointF) -> None:
        rect = QRectF(self._origin, self.scene_point(at)).normalized()
        self.scene.show_band(rect)
        self.view.bridge.take([*self._before, *sorted(self.scene.notes_in(rect))])

    def release(self, at: QPointF) -> None:
        self.scene.show_band(None)
        if not self.moved and self._tapped is not None:
            self._tapped()
        elif not self.moved:
            self.view.bridge.select(self._before, self._links)

    def cancel(self, reason: str = "") -> None:
        self.scene.show_band(None)
        self.view.bridge.select(self._before, self._links)
