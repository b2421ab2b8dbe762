"""What every hand is doing: one gesture for each mouse and touch point that is down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from canvas_app.domain.decide_groups import with_groups
from canvas_app.domain.history import Step
from canvas_app.ui.board.gestures import ink
from canvas_app.ui.board.gestures.drag_notes import DragNotes
from canvas_app.ui.board.gestures.draw_link import DrawLink
from canvas_app.ui.board.gestures.gesture import FINGER_THRESHOLD, Gesture
from canvas_app.ui.board.gestures.pan import Pan, Press, Tap
from canvas_app.ui.board.gestures.rubber_band import RubberBand

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def _nothing() -> None:
    """What a tap does that has had its effect when the hand came down."""


class Hands:
    """A hand is "mouse", the id of a touch point, or a pen; `at` is where it is in the viewport (pixels)."""

    def __init__(self, view: BoardView):
        self._view = view
        self._gestures: dict[object, Gesture] = {}
        self._modifiers = Qt.KeyboardModifier.NoModifier

    @property
    def modifiers(self) -> Qt.KeyboardModifier:
        """The keys that change what a drag does, held now."""
        return self._modifiers

    def hold_keys(self, modifiers: Qt.KeyboardModifier) -> None:
        """Takes over which keys are held; drags follow at once."""
        if modifiers != self._modifiers:
            self._modifiers = modifiers
            self.view_moved()

    def __contains__(self, hand: object) -> bool:
        return hand in self._gestures

    def __len__(self) -> int:
        return len(self._gestures)

    @property
    def holding(self) -> bool:
        """Whether a hand holds something of the board."""
        return any(not gesture.gives_way for gesture in self._gestures.values())

    def get(self, hand: object) -> Gesture | None:
        return self._gestures.get(hand)

    def holder(self, note: str) -> object:
        """The hand that holds a note, None where nobody does."""
        return next((hand for hand, gesture in self._gestures.items() if gesture.concerns({note})), None)

    def take(self, hand: object, gesture: Gesture) -> None:
        self._gestures[hand] = gesture

    def press(
        self,
        hand: object,
        at: QPointF,
        modifiers: Qt.KeyboardModifier,
        finger: bool,
        tool: str | None = None,
        pressure: float = ink.EVEN,
    ) -> None:
        """Begins what a tool does at this place: the one in use where the hand has none of its own.

        A finger drags the one note under it, as others may be at work beside it, and what it changes without moving
        it changes when it is lifted, as it may become one of two that pinch.
        """
        view = self._view
        scene, bridge = view.board_scene, view.bridge
        view.by_finger = finger
        point = view.scene_point(at)
        source = scene.handle_at(point, finger)
        note = scene.note_at(point)
        inking = view.editor.item is not None and (tool or view.tool) in ink.TOOLS
        if not inking and not (finger and source is None and self._leaves_writing(note)):
            self._end_writing()
        if view.moves_view and tool is None:
            self.take(hand, Pan(view, at))
            return
        tool = tool or view.tool
        adding = bool(modifiers & ADDING) or (finger and tool == "area")
        if view.linking is not None:
            self._tap(hand, at, finger, partial(view.end_link, note))
        elif tool in ink.TOOLS:
            gesture = ink.start(view, at, tool, pressure)
            if gesture is not None:
                self._begin(hand, gesture, finger)
        elif tool == "vote":
            back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._begin(
                hand, Pan(view, at) if note is None else Press(view, at, partial(view.vote, note, back)), finger
            )
        elif tool == "note":
            self._tap(hand, at, finger, partial(view.write_note, point))
        elif source is not None or (tool == "link" and note is not None):
            origin = source or note
            assert origin is not None
            self._begin(hand, DrawLink(view, at, origin), finger)
        elif note is not None and finger:
            self._finger_on_note(hand, at, note)
        elif note is not None and adding:
            tapped = partial(bridge.toggle, note) if note in bridge.notes else _nothing
            if note not in bridge.notes:
                bridge.toggle(note)
            self._drag(hand, at, note, finger, tapped)
        elif note is not None:
            if note not in bridge.notes:
                bridge.take([note])
            self._drag(hand, at, note, finger)
        else:
            link = scene.link_at(point)
            if link is not None:
                self._tap(hand, at, finger, partial(bridge.select, bridge.notes if adding else (), (link,)))
            elif finger and tool != "area":
                self._tap(hand, at, finger, partial(bridge.select, ()))
            else:
                self._begin(hand, RubberBand(view, at, adding), finger)

    def _leaves_writing(self, note: str | None) -> bool:
        """Whether a finger that drags the note, or the view, may leave alone what somebody writes meanwhile.

        Tapping ends the writing, when the finger is lifted.
        """
        view = self._view
        written = view.writing.note
        beside = note is None or written not in with_groups(view.bridge.session.board, [note])
        return view.editor.item is not None and view.tool == "select" and view.linking is None and beside

    def _end_writing(self) -> None:
        self._view.finish_editing()
        self._view.setFocus()

    def _finger_on_note(self, hand: object, at: QPointF, note: str) -> None:
        """Drags this note; with the area tool all that is selected, which a tap adds to or takes from."""
        view, bridge = self._view, self._view.bridge
        if bridge.session.read_only:
            self._tap(hand, at, True, partial(bridge.take, [note]))
        elif view.tool == "area" and note not in bridge.notes:
            self._begin(hand, RubberBand(view, at, True, partial(bridge.toggle, note)), True)
        else:
            self._drag(hand, at, note, finger=True)

    def _drag(
        self, hand: object, at: QPointF, note: str, finger: bool, tapped: Callable[[], None] | None = None
    ) -> None:
        """Drags a note with its group, and with what is selected unless others work beside this hand.

        What another hand holds stays with it, and so does what is locked in its place.
        """
        view, bridge = self._view, self._view.bridge
        board = bridge.session.board
        group = with_groups(board, [note])
        if bridge.session.read_only and tapped is not None:
            tapped()
        if bridge.session.read_only or any(self.holder(other) is not None for other in group):
            return
        if board.notes[note].locked and finger:
            self._begin(hand, Tap(view, at, partial(bridge.select, group)), finger)
            return
        together = note in bridge.notes and (not finger or view.tool == "area")
        ids = [other for other in with_groups(board, bridge.notes) if self.holder(other) is None] if together else group
        self._begin(hand, DragNotes(view, at, note, ids, tapped), finger)

    def _begin(self, hand: object, gesture: Gesture, finger: bool) -> None:
        if finger:
            gesture.threshold = FINGER_THRESHOLD
        self.take(hand, gesture)

    def _tap(self, hand: object, at: QPointF, finger: bool, act: Callable[[], None]) -> None:
        if finger:
            self._begin(hand, Tap(self._view, at, act), finger)
        else:
            act()

    def move(self, hand: object, at: QPointF) -> None:
        if hand in self._gestures:
            self._gestures[hand].move(at)

    def release(self, hand: object, at: QPointF) -> Gesture | None:
        """Ends what the hand does; that gesture."""
        gesture = self._gestures.pop(hand, None)
        if gesture is not None:
            if not gesture.moved and self._view.editor.item is not None:
                self._end_writing()
            gesture.release(at)
        return gesture

    def let_go(self, hand: object) -> None:
        """Takes back what one hand is doing, if anything."""
        if hand in self._gestures:
            self._gestures.pop(hand).cancel()

    def cancel(self, reason: str = "") -> bool:
        """Takes back what all hands are doing; whether there was anything."""
        gestures, self._gestures = list(self._gestures.values()), {}
        for gesture in gestures:
            gesture.cancel(reason)
        return bool(gestures)

    def follow(self, step: Step, by_hand: bool) -> None:
        """Cancels what hands are doing with notes that a step changed.

        Where it is the step of another hand, for which the zone only made room, they go on.
        """
        notes = step.touched("note")
        for hand in [hand for hand, gesture in self._gestures.items() if gesture.concerns(notes)]:
            if not (by_hand and self._gestures[hand].adapt(step)):
                self._gestures.pop(hand).cancel("The note changed meanwhile, so the move was not made.")

    def view_moved(self) -> None:
        for gesture in list(self._gestures.values()):
            gesture.view_moved()
