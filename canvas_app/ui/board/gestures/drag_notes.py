"""Dragging notes: a live preview that snaps, the zone under the grabbed note lit, one command on release.

While it lasts, Ctrl lets go of the snapping, Shift keeps to one axis, and Alt drags copies instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from canvas_app.domain.commands import MoveNotes
from canvas_app.domain.copies import moved_copies
from canvas_app.domain.decide import zone_for
from canvas_app.domain.history import Step
from canvas_app.domain.ids import new_id
from canvas_app.domain.snap import Guide
from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.gestures.guides import Guides
from canvas_app.ui.board.note_item import NoteItem

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

_PLACE = {"x", "y", "z", "rank_key"}
LOCKED = "This note is locked in its place; Ctrl+Shift+L unlocks it."


class DragNotes(Gesture):
    """`tapped` is done where the hand did not move; without it the grabbed note is selected, and no other."""

    def __init__(
        self, view: BoardView, at: QPointF, grabbed: str, ids: Sequence[str], tapped: Callable[[], None] | None = None
    ):
        super().__init__(view, at)
        notes = self.scene.board.notes
        self._origin = self.scene_point(at)
        self._grabbed = grabbed
        self._tapped = tapped
        self._locked = notes[grabbed].locked
        self._ids = () if self._locked else tuple(note_id for note_id in ids if not notes[note_id].locked)
        self._from = QPointF(notes[grabbed].x, notes[grabbed].y)
        self._box = QRectF()
        self._by = QPointF()
        self._copies: dict[str, NoteItem] = {}
        self._copying = False
        self._guides = Guides(view, self._ids)
        self._told = False

    def drag(self, at: QPointF) -> None:
        if self._locked:
            self._refuse()
            return
        keys = self.view.hands.modifiers
        if self._box.isNull():
            for note_id in self._ids:
                self._box = self._box.united(self.scene.note_items[note_id].box)
        way = self.scene_point(at) - self._origin
        across = down = True
        if keys & Qt.KeyboardModifier.ShiftModifier:
            across = abs(way.x()) >= abs(way.y())
            down = not across
            way = QPointF(way.x(), 0) if across else QPointF(0, way.y())
        guides: tuple[Guide, ...] = ()
        if self.view.snaps and not keys & Qt.KeyboardModifier.ControlModifier:
            snap = self._guides.snap(self._box.translated(way), across, down)
            way += QPointF(snap.dx, snap.dy)
            guides = snap.guides
        # Another hand may have made its zone lie in order anew: the note stays under this hand all the same.
        note = self.scene.board.notes[self._grabbed]
        self._by = way + self._from - QPointF(note.x, note.y)
        self._show(bool(keys & Qt.KeyboardModifier.AltModifier))
        self._guides.show(guides)
        x, y = note.centre
        self.scene.zones.light(zone_for(self.scene.board, (x + self._by.x(), y + self._by.y())), self)
        self.scene.show_handles(None)

    def _refuse(self) -> None:
        if not self._told:
            self._told = True
            self.view.bridge.complain(LOCKED)

    def _show(self, copying: bool) -> None:
        """Moves the notes, or copies of them while they lie where they were."""
        if copying and not self._copying:
            self.scene.settle(self._ids)
            self._make_copies()
        elif self._copying and not copying:
            self._drop_copies()
        self._copying = copying
        dx, dy = self._by.x(), self._by.y()
        if not copying:
            self.scene.preview_move(self._ids, dx, dy)
        for note_id, item in self._copies.items():
            note = self.scene.board.notes[note_id]
            item.show_at(note.x + dx, note.y + dy)
        if self._copies:
            self.scene.air.refresh()

    def _make_copies(self) -> None:
        for note_id in self._ids:
            item = self.scene.note_items[note_id]
            note = item.note.model_copy(update={"id": new_id(), "rank_key": None})
            self._copies[note_id] = NoteItem(note, item.hue, item.icon, None, self.scene.look)
            self.scene.hold(self._copies[note_id])

    def _drop_copies(self) -> None:
        for item in self._copies.values():
            self.scene.let_go(item)
        self._copies.clear()

    def release(self, at: QPointF) -> None:
        if self.moved and not self._locked:
            self.move(at)
        self._guides.end()
        self.scene.zones.light(None, self)
        if not self.moved:
            if self._tapped is not None:
                self._tapped()
            else:
                self.view.bridge.take([self._grabbed])
        elif self._copying:
            ids = {note_id: item.note.id for note_id, item in self._copies.items()}
            self._drop_copies()
            self.view.drop_copies(moved_copies(self.scene.board, ids, self._by.x(), self._by.y()))
        elif not self._locked:
            self.view.drop_notes(MoveNotes(self._ids, self._by.x(), self._by.y(), on_top=True))
            self.scene.settle(self._ids)

    def cancel(self, reason: str = "") -> None:
        self._guides.end()
        self._drop_copies()
        self.scene.zones.light(None, self)
        self.scene.settle(self._ids)
        if reason and self.moved:
            self.view.bridge.complain(reason)

    def adapt(self, step: Step) -> bool:
        """The notes stay where the hand has them, wherever the zone has moved their places."""
        return all(
            patch.before is not None and patch.after is not None and patch.before.keys() <= _PLACE
            for patch in step.patches
            if patch.entity == "note" and patch.id in self._ids
        )

    def view_moved(self) -> None:
        self._guides.forget()
        super().view_moved()

    def concerns(self, notes: Set[str]) -> bool:
        return not notes.isdisjoint(self._ids)
