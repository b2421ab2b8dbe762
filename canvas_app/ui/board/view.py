"""The view of the board: turns mouse, wheel, keys and fingers into gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from canvas_app.app.session import Committed
from canvas_app.domain.commands import AddLink, MoveNotes
from canvas_app.domain.decide import link_direction
from canvas_app.domain.errors import RuleBroken
from canvas_app.ui.board.gestures.drag_notes import DragNotes
from canvas_app.ui.board.gestures.draw_link import DrawLink
from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.gestures.pan import Pan, PanOrClick
from canvas_app.ui.board.gestures.pinch import Pinch
from canvas_app.ui.board.gestures.rubber_band import RubberBand
from canvas_app.ui.board.writing import Writing
from canvas_app.ui.board.zoom_view import ZoomView
from canvas_app.ui.bridge import SessionBridge

WHEEL_ZOOM = 1.0016

_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(80, 0),
    Qt.Key.Key_Right: QPointF(-80, 0),
    Qt.Key.Key_Up: QPointF(0, 80),
    Qt.Key.Key_Down: QPointF(0, -80),
    Qt.Key.Key_PageUp: QPointF(0, 600),
    Qt.Key.Key_PageDown: QPointF(0, -600),
}
"""With nothing selected the arrows move the view, in pixels; with a selection they nudge it (an action)."""
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class BoardView(ZoomView):
    """The view with hands: what is pressed, dragged, tapped and typed here becomes commands."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None):
        super().__init__(bridge.session.board, parent)
        self.bridge = bridge
        self.tool = "select"
        self.wheel_zooms = False
        self.right_drag_pans = False
        self._hands: dict[object, Gesture] = {}
        self._pinch: Pinch | None = None
        self._touches: dict[int, QPointF] = {}
        self._space = False
        self._linking: str | None = None
        self._pointer: QPointF | None = None
        self._last_click: tuple[QPointF, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Board")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        self.viewport().setMouseTracking(True)
        self.writing = Writing(self)
        self.editor = self.writing.editor
        bridge.committed.connect(self._on_committed)
        bridge.selected.connect(self._on_selected)
        self.board_scene.show_fit(bridge.session.fit)

    # following the board

    def _on_committed(self, commit: Committed) -> None:
        step = commit.step
        notes = step.touched("note")
        if commit.origin not in ("drag", "editor"):
            for hand, gesture in list(self._hands.items()):
                if gesture.concerns(notes):
                    del self._hands[hand]
                    gesture.cancel("The note changed meanwhile, so the move was not made.")
        self.board_scene.patch(step)
        if commit.origin != "editor":
            self.writing.follow(step)
        self.board_scene.show_fit(self.bridge.session.fit)
        if self._linking and self._linking not in self.bridge.session.board.notes:
            self._stop_linking()
        self.editor.lay_over()

    def _on_selected(self) -> None:
        self.board_scene.show_selection(self.bridge.notes, self.bridge.links)
        self.board_scene.show_handles(self.bridge.notes[0] if len(self.bridge.notes) == 1 else None)

    def pointer(self) -> QPointF:
        """Board units: under the pointer, or the middle of the view where the pointer is elsewhere."""
        at = self._pointer or QPointF(self.viewport().rect().center())
        return self.scene_point(at)

    def fit_selection(self) -> None:
        rect = self._rect_of(self.bridge.notes)
        if rect.isNull():
            self.fit_board()
        else:
            self.fit_rect(rect.adjusted(-40, -40, 40, 40), 2.0)

    def _on_view_changed(self) -> None:
        self.editor.lay_over()
        super()._on_view_changed()

    # hands

    def set_tool(self, tool: str) -> None:
        self.cancel_gestures()
        self.tool = tool
        self._show_cursor()

    def _show_cursor(self) -> None:
        hand = self.tool == "hand" or self._space
        aiming = self.tool in ("link", "note") or self._linking is not None
        shape = (
            Qt.CursorShape.OpenHandCursor
            if hand
            else Qt.CursorShape.CrossCursor
            if aiming
            else Qt.CursorShape.ArrowCursor
        )
        self.viewport().setCursor(shape)

    @property
    def gesture_in_progress(self) -> bool:
        return bool(self._hands) or self._pinch is not None

    def cancel_gestures(self, reason: str = "") -> bool:
        """Takes back what hands are doing; whether there was anything."""
        busy = bool(self._hands)
        gestures, self._hands = list(self._hands.values()), {}
        for gesture in gestures:
            gesture.cancel(reason)
        return busy

    def _press(self, hand: object, at: QPointF, modifiers: Qt.KeyboardModifier, finger: bool) -> None:
        self.finish_editing()
        self.setFocus()
        point = self.scene_point(at)
        if self.tool == "hand" or self._space:
            self._hands[hand] = Pan(self, at)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        source = self.board_scene.handle_at(point)
        note = self.board_scene.note_at(point)
        if self._linking is not None:
            if note is not None and note != self._linking:
                self.link(self._linking, note)
            self._stop_linking()
        elif self.tool == "note":
            self.set_tool("select")
            self.writing.write((point.x(), point.y()))
        elif source is not None or (self.tool == "link" and note is not None):
            origin = source or note
            assert origin is not None
            self._hands[hand] = DrawLink(self, at, origin)
        elif note is not None and modifiers & _ADDING:
            self.bridge.toggle(note)
        elif note is not None:
            if note not in self.bridge.notes:
                self.bridge.select([note])
            taken = {
                hand_note
                for gesture in self._hands.values()
                for hand_note in self.bridge.notes
                if gesture.concerns({hand_note})
            }
            ids = [note] if finger else [other for other in self.bridge.notes if other not in taken]
            if not self.bridge.session.read_only:
                self._hands[hand] = DragNotes(self, at, note, ids)
        else:
            link = self.board_scene.link_at(point)
            if link is not None:
                self.bridge.select(self.bridge.notes if modifiers & _ADDING else (), (link,))
            elif finger:
                self._hands[hand] = PanOrClick(self, at)
            else:
                self._hands[hand] = RubberBand(self, at, bool(modifiers & _ADDING))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.source() != Qt.MouseEventSource.MouseEventNotSynthesized or "mouse" in self._hands:
            return
        at = event.position()
        right = event.button() == Qt.MouseButton.RightButton and self.right_drag_pans
        if right or event.button() == Qt.MouseButton.MiddleButton:
            self._hands["mouse"] = Pan(self, at)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press("mouse", at, event.modifiers(), finger=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._pointer = at
        gesture = self._hands.get("mouse")
        if gesture is not None:
            gesture.move(at)
            return
        point = self.scene_point(at)
        if self._linking is not None:
            target = self.board_scene.note_at(point)
            self.board_scene.preview_link(self._linking, point, target if target != self._linking else None)
        elif self.board_scene.handle_at(point) is None:
            under = self.board_scene.note_at(point)
            chosen = self.bridge.notes[0] if len(self.bridge.notes) == 1 else None
            self.board_scene.show_handles(under or chosen)
            self._show_cursor()
        else:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture = self._hands.pop("mouse", None)
        if gesture is not None:
            gesture.release(event.position())
            self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.tool == "select" and not event.modifiers():
            self._double_press(event.position())
        else:
            self.mousePressEvent(event)

    def _double_press(self, at: QPointF) -> None:
        point = self.scene_point(at)
        note = self.board_scene.note_at(point)
        if note is not None:
            self.edit_note(note)
        else:
            self.writing.write((point.x(), point.y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        plain = not event.modifiers()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or (self.wheel_zooms and plain):
            self.zoom_about(event.position(), WHEEL_ZOOM ** (delta.y() or delta.x()))
        else:
            by = QPointF(event.pixelDelta()) if not event.pixelDelta().isNull() else QPointF(delta) * 0.8
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not by.x():
                by = by.transposed()
            self.pan_by(by)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.TouchBegin | QEvent.Type.TouchUpdate | QEvent.Type.TouchEnd | QEvent.Type.TouchCancel:
                assert isinstance(event, QTouchEvent)
                return self._touch(event)
            case QEvent.Type.NativeGesture:
                assert isinstance(event, QNativeGestureEvent)
                if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                    self.zoom_about(event.position(), 1 + event.value())
                    return True
            case QEvent.Type.Leave:
                self._pointer = None
        return super().viewportEvent(event)

    def _touch(self, event: QTouchEvent) -> bool:
        event.accept()
        if event.type() == QEvent.Type.TouchCancel:
            self._pinch = None
            self._touches.clear()
            self.cancel_gestures()
            return True
        for point in event.points():
            at = self.viewport().mapFromGlobal(point.globalPosition())
            state = point.state()
            if state == point.State.Stationary:
                continue
            finger = point.id()
            if state == point.State.Pressed:
                self._touches[finger] = at
                if len(self._touches) == 2:
                    self._begin_pinch()
                elif len(self._touches) == 1:
                    self._press(finger, at, Qt.KeyboardModifier.NoModifier, finger=True)
            elif state == point.State.Updated:
                self._touches[finger] = at
                if finger in self._hands:
                    self._hands[finger].move(at)
            elif state == point.State.Released:
                self._touches.pop(finger, None)
                gesture = self._hands.pop(finger, None)
                if gesture is not None:
                    gesture.release(at)
                    self._count_tap(at, gesture, event.timestamp())
                if self._pinch is not None:
                    self._pinch = None
        if self._pinch is not None and len(self._touches) >= 2:
            first, second = list(self._touches.values())[:2]
            self._pinch.move(first, second)
        return True

    def _begin_pinch(self) -> None:
        """Two fingers pinch, unless both hold notes."""
        self.cancel_gestures()
        first, second = self._touches.values()
        self._pinch = Pinch(self, first, second)

    def _count_tap(self, at: QPointF, gesture: Gesture, when: int) -> None:
        if gesture.moved:
            self._last_click = None
            return
        if self._last_click is not None:
            before, then = self._last_click
            if (at - before).manhattanLength() < 30 and 0 <= when - then < 500:
                self._last_click = None
                self._double_press(at)
                return
        self._last_click = (at, when)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self._show_cursor()
        elif event.key() in _PAN_KEYS:
            self.pan_by(_PAN_KEYS[Qt.Key(event.key())])
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the notes in their order; after the last one it leaves the board."""
        ids = [note.id for note in self.bridge.session.board.in_order()]
        chosen = self.bridge.notes
        if not ids:
            return super().focusNextPrevChild(forward)
        if not chosen:
            place = 0 if forward else len(ids) - 1
        else:
            place = ids.index(chosen[-1]) + (1 if forward else -1)
        if not 0 <= place < len(ids):
            return super().focusNextPrevChild(forward)
        self.bridge.select([ids[place]])
        self.bring_into_view([ids[place]])
        if self._linking is not None and self._linking != ids[place]:
            item = self.board_scene.note_items[ids[place]]
            self.board_scene.preview_link(self._linking, item.body.center(), ids[place])
        return True

    # what gestures ask for

    def drop_notes(self, command: MoveNotes) -> None:
        step = self.bridge.do(command, origin="drag")
        if step is not None and step.removed_links:
            count = step.removed_links
            self.bridge.say(
                f"{count} link{'' if count == 1 else 's'} removed that the new kind does not allow.", undo=True
            )

    def link(self, source: str, target: str) -> None:
        try:
            link_direction(self.bridge.session.board, source, target)
        except RuleBroken as reason:
            self.bridge.complain(str(reason))
            return
        command = AddLink(source, target)
        if self.bridge.do(command, origin="link") is not None:
            self.bridge.select((), (command.id,))
            self.bridge.say("Linked: mostly. Press 1, 2 or 3 for partly, mostly or fully.")

    def start_link(self, source: str | None) -> None:
        """Waits for the other end of a link; without a source the link tool takes over."""
        if source is None:
            self.set_tool("link")
            self.bridge.say("Drag from one note to another to link them. Esc ends it.")
            return
        self._linking = source
        self._show_cursor()
        self.bridge.say("Click the note to link to, or walk to it with Tab and press Enter. Esc cancels.")

    def _stop_linking(self) -> None:
        self._linking = None
        self.board_scene.hide_link_preview()
        self._show_cursor()

    def cancel(self) -> None:
        """Esc: ends the writing, the gesture, the link, the tool, or clears the selection, whichever comes first."""
        if self.editor.item is not None:
            self.finish_editing()
            return
        if self.cancel_gestures():
            return
        if self._linking is not None:
            self._stop_linking()
        elif self.tool != "select":
            self.set_tool("select")
        else:
            self.bridge.select(())

    def edit_note(self, note_id: str) -> None:
        """Opens a note for writing; while a link waits for its other end, this is it."""
        if self._linking is None:
            self.writing.edit(note_id)
            return
        if note_id != self._linking:
            self.link(self._linking, note_id)
        self._stop_linking()

    def finish_editing(self) -> None:
        self.writing.finish()
