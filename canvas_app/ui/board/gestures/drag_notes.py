"""Dragging notes: a live preview, the zone under the grabbed note lit, one command on release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from canvas_app.domain.commands import MoveNotes
from canvas_app.domain.decide import zone_for
from canvas_app.domain.history import Step
from canvas_app.ui.board.gestures.gesture import Gesture

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView


class DragNotes(Gesture):
    def __init__(self, view: BoardView, at: QPointF, grabbed: str, ids: Sequence[str]):
        super().__init__(view, at)
        self._origin = self.scene_point(at)
        self._grabbed = grabbed
        self._ids = tuple(ids)
        self._by = QPointF()

    def drag(self, at: QPointF) -> None:
        self._by = self.scene_point(at) - self._origin
        self.scene.preview_move(self._ids, self._by.x(), self._by.y())
        note = self.scene.board.notes[self._grabbed]
        x, y = note.centre
        self.scene.zones.light(zone_for(self.scene.board, (x + self._by.x(), y + self._by.y())))
        self.scene.show_handles(None)

    def release(self, at: QPointF) -> None:
        self.scene.zones.light(None)
        if not self.moved:
            self.view.bridge.select([self._grabbed])
            return
        self.move(at)
        self.scene.zones.light(None)
        self.view.drop_notes(MoveNotes(self._ids, self._by.x(), self._by.y()))
        self.scene.settle(self._ids, raised=True)

    def cancel(self, reason: str = "") -> None:
        self.scene.zones.light(None)
        self.scene.settle(self._ids)
        if reason and self.moved:
            self.view.bridge.complain(reason)

    def adapt(self, step: Step) -> bool:
        """The notes stay where the hand has them, wherever the zone has moved their places."""
        for patch in step.patches:
            if patch.entity == "note" and patch.id in self._ids:
                before, after = patch.before, patch.after
                if before is None or after is None or not before.keys() <= {"x", "y", "z", "rank_key"}:
                    return False
                if patch.id == self._grabbed:
                    by = QPointF(*(after.get(axis, 0.0) - before.get(axis, 0.0) for axis in "xy"))
                    self._origin += by
        return True

    def concerns(self, notes: set[str]) -> bool:
        return not notes.isdisjoint(self._ids)
