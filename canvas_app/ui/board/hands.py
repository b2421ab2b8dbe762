"""What every hand is doing: one gesture for each mouse button and touch point that is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from canvas_app.ui.board.gestures.drag_notes import DragNotes
from canvas_app.ui.board.gestures.draw_link import DrawLink
from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.gestures.pan import Pan, PanOrClick
from canvas_app.ui.board.gestures.rubber_band import RubberBand

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Hands:
    """A hand is "mouse" or the id of a touch point; `at` is where it is in the viewport (pixels)."""

    def __init__(self, view: BoardView):
        self._view = view
        self._gestures: dict[object, Gesture] = {}

    def __contains__(self, hand: object) -> bool:
        return hand in self._gestures

    def __len__(self) -> int:
        return len(self._gestures)

    def get(self, hand: object) -> Gesture | None:
        return self._gestures.get(hand)

    def take(self, hand: object, gesture: Gesture) -> None:
        self._gestures[hand] = gesture

    def press(self, hand: object, at: QPointF, modifiers: Qt.KeyboardModifier, finger: bool) -> None:
        """Begins what the tool in use does at this place."""
        view = self._view
        scene, bridge = view.board_scene, view.bridge
        view.finish_editing()
        view.setFocus()
        point = view.scene_point(at)
        if view.moves_view:
            self.take(hand, Pan(view, at))
            return
        source = scene.handle_at(point)
        note = scene.note_at(point)
        if view.linking is not None:
            view.end_link(note)
        elif view.tool == "note":
            view.set_tool("select")
            view.writing.write((point.x(), point.y()))
        elif source is not None or (view.tool == "link" and note is not None):
            origin = source or note
            assert origin is not None
            self.take(hand, DrawLink(view, at, origin))
        elif note is not None and modifiers & ADDING:
            bridge.toggle(note)
        elif note is not None:
            if note not in bridge.notes:
                bridge.select([note])
            ids = [note] if finger else [other for other in bridge.notes if not self._concerning({other})]
            if not bridge.session.read_only:
                self.take(hand, DragNotes(view, at, note, ids))
        else:
            link = scene.link_at(point)
            if link is not None:
                bridge.select(bridge.notes if modifiers & ADDING else (), (link,))
            elif finger:
                self.take(hand, PanOrClick(view, at))
            else:
                self.take(hand, RubberBand(view, at, bool(modifiers & ADDING)))

    def move(self, hand: object, at: QPointF) -> None:
        if hand in self._gestures:
            self._gestures[hand].move(at)

    def release(self, hand: object, at: QPointF) -> Gesture | None:
        """Ends what the hand does; that gesture."""
        gesture = self._gestures.pop(hand, None)
        if gesture is not None:
            gesture.release(at)
        return gesture

    def cancel(self, reason: str = "") -> bool:
        """Takes back what all hands are doing; whether there was anything."""
        gestures, self._gestures = list(self._gestures.values()), {}
        for gesture in gestures:
            gesture.cancel(reason)
        return bool(gestures)

    def give_up(self, notes: set[str], reason: str) -> None:
        """Cancels what hands are doing with these notes."""
        for hand in self._concerning(notes):
            self._gestures.pop(hand).cancel(reason)

    def _concerning(self, notes: set[str]) -> list[object]:
        return [hand for hand, gesture in self._gestures.items() if gesture.concerns(notes)]
