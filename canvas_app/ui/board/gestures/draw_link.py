"""Drawing a link from a note's handle to another note."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from canvas_app.ui.board.gestures.gesture import Gesture

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView


class DrawLink(Gesture):
    def __init__(self, view: BoardView, at: QPointF, source: str):
        super().__init__(view, at)
        self._source = source

    def drag(self, at: QPointF) -> None:
        point = self.scene_point(at)
        target = self.scene.note_at(point)
        self.scene.preview_link(self._source, point, target if target != self._source else None)

    def release(self, at: QPointF) -> None:
        self.scene.hide_link_preview()
        target = self.scene.note_at(self.scene_point(at))
        if self.moved and target is not None and target != self._source:
            self.view.link(self._source, target)
        elif not self.moved:
            self.view.start_link(self._source)

    def cancel(self, reason: str = "") -> None:
        self.scene.hide_link_preview()
        if reason and self.moved:
            self.view.bridge.complain(reason)

    def concerns(self, notes: Set[str]) -> bool:
        return self._source in notes
