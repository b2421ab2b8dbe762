"""The view of the board: where hands, tools and keys meet the scene, and turn into commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QEnterEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from canvas_app.app.session import Committed
from canvas_app.domain.commands import AddLink, AddNotes, MoveNotes
from canvas_app.domain.decide import link_direction, may_link
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.voting import open_round
from canvas_app.ui.board.gestures import ink
from canvas_app.ui.board.hands import Hands
from canvas_app.ui.board.mouse import Mouse
from canvas_app.ui.board.pen import Pen
from canvas_app.ui.board.touch import Touch
from canvas_app.ui.board.writing import Writing
from canvas_app.ui.board.zoom_view import ZoomView
from canvas_app.ui.bridge import SessionBridge

if TYPE_CHECKING:
    from canvas_app.ui.board.round_menu import RoundMenu

Place = tuple[float, int, int]
"""The zoom, and how far the view is scrolled across and down."""
_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(80, 0),
    Qt.Key.Key_Right: QPointF(-80, 0),
    Qt.Key.Key_Up: QPointF(0, 80),
    Qt.Key.Key_Down: QPointF(0, -80),
    Qt.Key.Key_PageUp: QPointF(0, 600),
    Qt.Key.Key_PageDown: QPointF(0, -600),
}
"""With nothing selected the arrows move the view, in pixels; with a selection they nudge it (an action)."""
_VOTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Backspace)
_MODIFIERS: dict[int, Qt.KeyboardModifier] = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
"""Keys that change what a drag does, also while the hand rests."""


class BoardView(ZoomView):
    """`tool` is what a press does; `linking` the note that waits for the other end of its link, if any.

    `on_vote` is told of a note that is voted on, and whether a dot is taken back.
    `by_finger`: the last press was a finger's; `board_mode`: the view fills a touch board.
    """

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None):
        super().__init__(bridge.session.board, parent)
        self.bridge = bridge
        self.tool = "select"
        self.linking: str | None = None
        self.wheel_zooms = False
        self.right_drag_pans = False
        self.snaps = True
        self.board_mode = False
        self.by_finger = False
        self.menu_place: QPointF | None = None
        self._space = False
        self.hands = Hands(self)
        self.mouse = Mouse(self)
        self.touch = Touch(self)
        self.pen = Pen(self)
        self.menu: RoundMenu | None = None
        self.on_tool: Callable[[], None] | None = None
        self.on_vote: Callable[[str, bool], None] | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the canvas is not mirrored, what floats over it is
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Board")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        self.viewport().setMouseTracking(True)
        self.viewport().setTabletTracking(True)
        self.writing = Writing(self)
        self.editor = self.writing.editor
        bridge.committed.connect(self._on_committed)
        bridge.selected.connect(self._on_selected)
        self._figures = QTimer(self)
        self._figures.setSingleShot(True)
        self._figures.timeout.connect(self._show_fit)
        self._figures.start()  # the board first

    # following the board

    def _on_committed(self, commit: Committed) -> None:
        step = commit.step
        self.hands.follow(step, by_hand=commit.origin in ("drag", "editor"))
        self.board_scene.patch(step)
        self.hands.view_moved()
        if step.scales and not self.gesture_in_progress:
            self._keep_board_in_sight()
        if commit.origin != "editor":
            self.writing.follow(step)
        self._figures.start()
        if self.linking and self.linking not in self.bridge.session.board.notes:
            self._stop_linking()
        self.editor.lay_over()

    def _keep_board_in_sight(self) -> None:
        """Shows the board where nothing of it is in sight, as when the canvas shrinks under the view."""
        seen = QRectF(self.viewport().rect())
        if not self.viewportTransform().mapRect(self.board_scene.zones.frame).intersects(seen):
            self.fit_board()

    def _show_fit(self) -> None:
        self.board_scene.show_fit(self.bridge.session.fit)

    def _on_selected(self) -> None:
        self.board_scene.show_selection(self.bridge.notes, self.bridge.links)
        one = self.bridge.notes[0] if len(self.bridge.notes) == 1 else None
        self.board_scene.show_handles(one)
        if one is not None and one != self.linking:
            self.show_link_to(self.board_scene.note_items[one].body.center(), one)

    @property
    def points(self) -> bool:
        """Whether there is a pointer over the board, or a menu that was opened at a place of it."""
        return self.menu_place is not None or self.mouse.at is not None

    def pointer(self) -> QPointF:
        """Board units: the first that is known of where a menu was opened, under the pointer, in a zone in play, the
        middle of the view."""
        if self.menu_place is not None:
            return self.menu_place
        if self.mouse.at is None and (spot := self.board_scene.zones.spot) is not None:
            return spot
        return self.scene_point(self.mouse.at or QPointF(self.viewport().rect().center()))

    def fit_selection(self, motion: bool = False) -> None:
        rect = self._rect_of(self.bridge.notes)
        if rect.isNull():
            self.fit_board(motion)
        else:
            self.fit_rect(rect.adjusted(-40, -40, 40, 40), 2.0, motion)

    def place_now(self) -> Place:
        return self._place()

    def put_back(self, place: Place) -> None:
        """Shows the board as it was shown there."""
        zoom, across, down = place
        self.set_zoom(zoom, QPointF(0, 0))
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)
        self._on_view_changed()

    def show_within(self, rect: QRectF, room: QRectF) -> None:
        """Brings a part of the board into a part of the viewport (pixels), smaller where it would not fit.

        The board moves as little as that takes.
        """
        fit = min(room.width() / max(rect.width(), 1), room.height() / max(rect.height(), 1))
        if fit < self.zoom:
            self.set_zoom(fit, room.center())
        shown = self.viewportTransform().mapRect(rect)
        across = max(0.0, room.left() - shown.left()) or min(0.0, room.right() - shown.right())
        down = max(0.0, room.top() - shown.top()) or min(0.0, room.bottom() - shown.bottom())
        if across or down:
            self._scroll_to(rect.center(), shown.center() + QPointF(across, down))
            self._on_view_changed()

    def _on_view_changed(self) -> None:
        self.editor.lay_over()
        super()._on_view_changed()
        self.hands.view_moved()

    # tools and gestures

    @property
    def moves_view(self) -> bool:
        """Whether a press moves the view, whatever is under it."""
        return self.tool == "hand" or self._space

    def set_tool(self, tool: str) -> None:
        self.cancel_gestures()
        self.tool = tool
        self.show_cursor()
        if self.on_tool is not None:
            self.on_tool()

    def show_cursor(self) -> None:
        aiming = self.tool in ("link", "note", "vote", *ink.TOOLS) or self.linking is not None
        shape = (
            Qt.CursorShape.ClosedHandCursor
            if self.mouse.is_panning
            else Qt.CursorShape.OpenHandCursor
            if self.moves_view
            else Qt.CursorShape.CrossCursor
            if aiming
            else Qt.CursorShape.ArrowCursor
        )
        self.viewport().setCursor(shape)

    @property
    def gesture_in_progress(self) -> bool:
        return len(self.hands) > 0 or self.touch.busy

    def cancel_gestures(self, reason: str = "") -> bool:
        """Takes back what hands are doing; whether there was anything."""
        return self.hands.cancel(reason)

    def let_go(self) -> None:
        """Takes back what hands and held keys are doing: their releases may never arrive."""
        self.cancel_gestures()
        self.touch.forget()
        self.pen.put_out_laser()
        self.hands.hold_keys(Qt.KeyboardModifier.NoModifier)
        self._space = False
        self.show_cursor()

    def write_note(self, point: QPointF) -> None:
        """Opens an empty note at a point of the board, which ends the note tool."""
        self.set_tool("select")
        self.writing.write((point.x(), point.y()))

    def vote(self, note: str, back: bool = False) -> None:
        """Puts a dot of the person who votes now on a note, or takes one back."""
        if self.on_vote is not None:
            self.on_vote(note, back)

    def take_back_at(self, at: QPointF) -> bool:
        """With the vote tool, takes a dot off the note at a place of the viewport; whether there is one."""
        note = self.board_scene.note_at(self.scene_point(at)) if self.tool == "vote" else None
        if note is None:
            return False
        self.vote(note, back=True)
        return True

    def write_at(self, at: QPointF) -> None:
        """Opens the note at a place of the viewport for writing, or a new one there."""
        point = self.scene_point(at)
        note = self.board_scene.note_at(point)
        if note is not None:
            self.edit_note(note)
        else:
            self.writing.write((point.x(), point.y()))

    # events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.mouse.wheel(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.mouse.at = event.position()
        super().enterEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.let_go()
        super().hideEvent(event)

    def childEvent(self, event: QChildEvent) -> None:
        child = event.child()
        if event.type() == QEvent.Type.ChildPolished and isinstance(child, QWidget) and child is not self.viewport():
            child.setLayoutDirection(QGuiApplication.layoutDirection())
        super().childEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.forget_pictures()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.let_go()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._votes_by(event):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        match event:
            case QTouchEvent():
                return self.pen.keeps_off(event) or self.touch.handle(event)
            case QTabletEvent():
                return self.pen.handle(event)
            case QNativeGestureEvent() if self.mouse.native_gesture(event):
                return True
        if event.type() == QEvent.Type.Leave:
            self.mouse.at = None
        return super().viewportEvent(event)

    def _votes_by(self, event: QKeyEvent) -> bool:
        """Whether a key votes on the selected note rather than doing what it does else."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and self.tool == "vote" and bool(self.bridge.notes) and event.key() in _VOTING

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._votes_by(event):
            if not event.isAutoRepeat():
                self.vote(self.bridge.notes[-1], back=event.key() == Qt.Key.Key_Backspace)
            event.accept()
            return
        self.hands.hold_keys(self.hands.modifiers | _MODIFIERS.get(event.key(), Qt.KeyboardModifier.NoModifier))
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.show_cursor()
        elif event.key() in _PAN_KEYS:
            self.pan_by(_PAN_KEYS[Qt.Key(event.key())])
        event.setAccepted(event.key() == Qt.Key.Key_Space or event.key() in _PAN_KEYS)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.hands.hold_keys(self.hands.modifiers & ~_MODIFIERS.get(event.key(), Qt.KeyboardModifier.NoModifier))
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.show_cursor()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the notes in their order; after the last one it leaves the board.

        While a link waits for its other end, it walks round those that the link may go to; in a vote it walks those
        that are voted on.
        """
        focus = self.window().focusWidget()
        if focus not in (None, self) and self.isAncestorOf(focus):  # of a part that floats over the board
            return super().focusNextPrevChild(forward)
        board = self.bridge.session.board
        voted_on = open_round(board) if self.tool == "vote" else None
        ids = [note.id for note in board.in_order() if voted_on is None or note.zone in voted_on.zones]
        chosen = self.bridge.notes
        if not ids:
            return super().focusNextPrevChild(forward)
        if not chosen or chosen[-1] not in ids:
            place = 0 if forward else len(ids) - 1
        else:
            place = ids.index(chosen[-1]) + (1 if forward else -1)
        if self.linking is not None:
            after = ids[place:] + ids[:place] if forward else ids[place::-1] + ids[:place:-1]
            target = next((note for note in after if self._may_end(note)), None)
        else:
            target = ids[place] if 0 <= place < len(ids) else None
        if target is None and self.linking is not None:
            self.bridge.complain("There is no other note that this one can be linked to.")
            return True
        if target is None:
            return super().focusNextPrevChild(forward)
        self.bridge.select([target])
        self.bring_into_view([target], motion=True)
        return True

    def _may_end(self, note_id: str) -> bool:
        """Whether the link that waits for its other end may end at a note."""
        assert self.linking is not None
        board = self.bridge.session.board
        tied = any(self.linking in (link.source, link.target) for link in board.links_of(note_id))
        return not tied and may_link(board, self.linking, note_id)

    # what gestures ask for

    def drop_notes(self, command: MoveNotes) -> None:
        step = self.bridge.do(command, origin="drag")
        if step is not None and step.removed_links:
            count = step.removed_links
            self.bridge.say(
                f"{count} link{'' if count == 1 else 's'} removed that the new kind does not allow.", undo=True
            )

    def drop_copies(self, command: AddNotes) -> None:
        if self.bridge.do(command, origin="drag") is not None:
            self.bridge.select([new.id for new in command.notes])

    def link(self, source: str, target: str) -> None:
        try:
            link_direction(self.bridge.session.board, source, target)
        except RuleBroken as reason:
            self.bridge.complain(str(reason))
            return
        command = AddLink(source, target)
        if self.bridge.do(command, origin="link") is not None:
            self.bridge.select((), (command.id,))
            self.bridge.say("Linked: mostly. Press 1, 2 or 3 for partly, mostly or fully.", of=command.id)

    def show_link_to(self, point: QPointF, target: str | None) -> None:
        """Draws the link that waits for its other end to a place or a note."""
        if self.linking is not None:
            self.board_scene.preview_link(self.linking, point, target if target != self.linking else None)

    def end_link(self, target: str | None) -> None:
        """Ends the link that waits at this note; without one it is not made."""
        if self.linking is not None and target is not None and target != self.linking:
            self.link(self.linking, target)
        self._stop_linking()

    def start_link(self, source: str | None) -> None:
        """Waits for the other end of a link; without a source the link tool takes over."""
        if source is None:
            self.set_tool("link")
            self.bridge.say("Drag from one note to another to link them. Esc ends it.")
            return
        self.linking = source
        self.show_cursor()
        self.bridge.say("Click the note to link to, or walk to it with Tab and press Enter. Esc cancels.")

    def _stop_linking(self) -> None:
        self.linking = None
        self.board_scene.hide_link_preview()
        self.show_cursor()

    def cancel(self) -> None:
        """Esc: ends the writing, the gesture, the link, the tool, or clears the selection, whichever comes first."""
        if self.menu is not None and self.menu.isVisible():
            self.menu.close()
            return
        if self.editor.item is not None:
            self.finish_editing()
            return
        if self.cancel_gestures():
            return
        if self.linking is not None:
            self._stop_linking()
        elif self.tool != "select":
            self.set_tool("select")
        else:
            self.bridge.select(())

    def edit_note(self, note_id: str) -> None:
        """Opens a note for writing; while a link waits for its other end, this is it."""
        if self.linking is None:
            self.writing.edit(note_id)
        else:
            self.end_link(note_id)

    def finish_editing(self) -> None:
        self.writing.finish()
