"""The view of the board: turns mouse, wheel, keys and fingers into gestures, and keeps the zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from canvas_app.app.session import Committed
from canvas_app.domain.arrange import GAP, heading_rect, place_near, places_in_zone
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, Delete, EditNote, MoveNotes, NewNote
from canvas_app.domain.decide import link_direction, zone_for
from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH, Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.ids import new_id
from canvas_app.text.note_face import note_height
from canvas_app.ui.board.gestures.drag_notes import DragNotes
from canvas_app.ui.board.gestures.draw_link import DrawLink
from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.gestures.pan import Pan, PanOrClick
from canvas_app.ui.board.gestures.pinch import Pinch
from canvas_app.ui.board.gestures.rubber_band import RubberBand
from canvas_app.ui.board.note_editor import NoteEditor
from canvas_app.ui.board.note_item import BOX_BELOW, Look, NoteItem
from canvas_app.ui.board.scene import BoardScene
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.theme import colour

MIN_ZOOM, MAX_ZOOM = 0.04, 6.0
DOTS = 24
DOTS_FADE = (0.3, 0.5)
WHEEL_ZOOM = 1.0016
LEGIBLE = 0.6
MARGINS = (78, 24, 24, 56)
"""Left, top, right, bottom: what the rail and the chips cover when the board is fitted, in pixels."""

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


class BoardView(QGraphicsView):
    """`zoomed` says that the zoom changed; 1.0 is one pixel a board unit."""

    zoomed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None):
        self.look = Look()
        self.board_scene = BoardScene(bridge.session.board, self.look)
        super().__init__(self.board_scene, parent)
        self.bridge = bridge
        self.tool = "select"
        self._hands: dict[object, Gesture] = {}
        self._pinch: Pinch | None = None
        self._touches: dict[int, QPointF] = {}
        self._space = False
        self._linking: str | None = None
        self._draft: NewNote | None = None
        self._group: str | None = None
        self._pointer: QPointF | None = None
        self._fitted_at: tuple[float, int, int] | None = None
        self._last_click: tuple[QPointF, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Board")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        self.viewport().setMouseTracking(True)
        self.editor = NoteEditor(self)
        self.editor.flushed.connect(self._write_down)
        self.editor.finished.connect(self.finish_editing)
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
        editing = self.editor.item.note.id if self.editor.item and self._draft is None else None
        self.board_scene.patch(step)
        if editing is not None and commit.origin != "editor" and editing in notes:
            note = self.bridge.session.board.notes.get(editing)
            if note is None:
                self._end_editing()
                self.bridge.complain("The note that you were writing is gone; Redo brings it back.")
            else:
                self.editor.show_text(note.text)
        self.board_scene.show_fit(self.bridge.session.fit)
        if self._linking and self._linking not in self.bridge.session.board.notes:
            self._stop_linking()
        self.editor.lay_over()

    def _on_selected(self) -> None:
        self.board_scene.show_selection(self.bridge.notes, self.bridge.links)
        self.board_scene.show_handles(self.bridge.notes[0] if len(self.bridge.notes) == 1 else None)

    # zoom and place

    @property
    def zoom(self) -> float:
        return self.look.zoom

    def scene_point(self, at: QPointF) -> QPointF:
        """Viewport pixels to board units, without rounding."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(at)

    def set_zoom(self, zoom: float, about: QPointF) -> None:
        """Zooms so that the board stays under `about` (viewport pixels)."""
        zoom = max(MIN_ZOOM, min(MAX_ZOOM, zoom))
        if abs(zoom - self.zoom) < 1e-9:
            return
        before = self.scene_point(about)
        self.look.zoom = zoom
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self._scroll_to(before, about)
        self._on_view_changed()
        self.zoomed.emit()

    def zoom_about(self, about: QPointF, factor: float) -> None:
        self.set_zoom(self.zoom * factor, about)

    def zoom_by(self, factor: float) -> None:
        self.zoom_about(QPointF(self.viewport().rect().center()), factor)

    def zoom_to(self, zoom: float) -> None:
        self.set_zoom(zoom, QPointF(self.viewport().rect().center()))

    def pan_by(self, by: QPointF) -> None:
        """Moves the board by pixels, keeping some of it in sight."""
        middle = QPointF(self.viewport().rect().center())
        aim = self.scene_point(middle - by)
        content = self.board_scene.zones.frame.united(self.board_scene.zones.parking)
        if not content.adjusted(-2000, -2000, 2000, 2000).contains(aim):
            content = self.board_scene.content_rect().adjusted(-2000, -2000, 2000, 2000)
            aim = QPointF(
                max(content.left(), min(content.right(), aim.x())), max(content.top(), min(content.bottom(), aim.y()))
            )
        self._scroll_to(aim, middle)
        self._on_view_changed()

    def _scroll_to(self, point: QPointF, at: QPointF) -> None:
        """Scrolls so that a board point lies at a viewport point."""
        off = self.viewportTransform().map(point) - at
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(off.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(off.y()))

    def fit_rect(self, rect: QRectF, largest: float = 1.0) -> None:
        """Shows a rectangle of the board as large as the window allows, up to `largest`."""
        left, top, right, bottom = MARGINS
        room = QRectF(self.viewport().rect()).adjusted(left, top, -right, -bottom)
        if room.width() < 50 or room.height() < 50:
            room = QRectF(self.viewport().rect())
        zoom = min(room.width() / max(rect.width(), 1), room.height() / max(rect.height(), 1), largest)
        self.set_zoom(zoom, room.center())
        self._scroll_to(rect.center(), room.center())
        self._on_view_changed()

    def fit_board(self) -> None:
        self.fit_rect(self.board_scene.content_rect())
        self._fitted_at = self._place()

    @property
    def is_fitted(self) -> bool:
        """Whether nobody has zoomed or moved the view since the board was fitted."""
        return self._fitted_at == self._place()

    def _place(self) -> tuple[float, int, int]:
        return self.zoom, self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def fit_selection(self) -> None:
        rect = self._rect_of(self.bridge.notes)
        if rect.isNull():
            self.fit_board()
        else:
            self.fit_rect(rect.adjusted(-40, -40, 40, 40), 2.0)

    def _rect_of(self, notes: Sequence[str]) -> QRectF:
        rect = QRectF()
        for note_id in notes:
            item = self.board_scene.note_items.get(note_id)
            rect = rect.united(item.body) if item else rect
        return rect

    def show_notes(self, ids: Sequence[str]) -> None:
        """Centres notes; zooms only where they would not fit or could not be read."""
        rect = self._rect_of(ids)
        if rect.isNull():
            return
        room = QRectF(self.viewport().rect()).adjusted(MARGINS[0], MARGINS[1], -MARGINS[2], -MARGINS[3])
        if rect.width() * self.zoom > room.width() or rect.height() * self.zoom > room.height():
            self.fit_rect(rect.adjusted(-40, -40, 40, 40))
            return
        if self.zoom < LEGIBLE and len(ids) == 1:
            self.set_zoom(1.0, room.center())
        self._scroll_to(rect.center(), room.center())
        self._on_view_changed()

    def bring_into_view(self, ids: Sequence[str]) -> None:
        """As `show_notes`, but leaves the view alone where all of them are in sight already."""
        seen = QRectF(self.viewport().rect()).adjusted(MARGINS[0], 8, -8, -MARGINS[3])
        rect = self._rect_of(ids)
        if not rect.isNull() and not seen.contains(self.viewportTransform().mapRect(rect)):
            self.show_notes(ids)

    def keep_in_sight(self, rect: QRectF) -> None:
        """Scrolls as little as it takes to show a rectangle (viewport pixels)."""
        seen = QRectF(self.viewport().rect()).adjusted(MARGINS[0], 16, -16, -MARGINS[3])
        if seen.contains(rect) or seen.width() <= rect.width() or seen.height() <= rect.height():
            return
        right, down = max(0.0, seen.left() - rect.left()), max(0.0, seen.top() - rect.top())
        left, up = max(0.0, rect.right() - seen.right()), max(0.0, rect.bottom() - seen.bottom())
        self.pan_by(QPointF(right - left, down - up))

    def _on_view_changed(self) -> None:
        self.editor.lay_over()
        if self.board_scene.handle_note:
            self.board_scene.show_handles(self.board_scene.handle_note)

    def pointer(self) -> QPointF:
        """Board units: under the pointer, or the middle of the view where the pointer is elsewhere."""
        at = self._pointer or QPointF(self.viewport().rect().center())
        return self.scene_point(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_view_changed()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        exposed = self.viewportTransform().mapRect(rect).toAlignedRect().intersected(self.viewport().rect())
        painter.fillRect(exposed, colour("desk"))
        if self.zoom > DOTS_FADE[0]:
            tile, cell = self._dots()
            origin = self.viewportTransform().map(QPointF(0, 0))
            offset = QPointF((exposed.x() - origin.x()) % cell, (exposed.y() - origin.y()) % cell)
            painter.drawTiledPixmap(QRectF(exposed), tile, offset)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self.zoom < BOX_BELOW:
            self.board_scene.zones.paint_headings(painter)

    def _dots(self) -> tuple[QPixmap, float]:
        """A tile of the dot grid at this zoom, and its side in pixels."""
        strength = min(1.0, (self.zoom - DOTS_FADE[0]) / (DOTS_FADE[1] - DOTS_FADE[0]))
        ratio = self.devicePixelRatioF()
        cells = 8
        side = round(cells * DOTS * self.zoom)
        key = (side, round(strength, 2), ratio)
        if getattr(self, "_dots_key", None) != key:
            tile = QPixmap(round(side * ratio), round(side * ratio))
            tile.setDevicePixelRatio(ratio)
            tile.fill(colour("desk"))
            painter = QPainter(tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dot = QColor(colour("dots"))
            dot.setAlphaF(strength)
            painter.setBrush(dot)
            painter.setPen(Qt.PenStyle.NoPen)
            for row in range(cells):
                for column in range(cells):
                    painter.drawEllipse(QPointF((column + 0.5) * side / cells, (row + 0.5) * side / cells), 1.2, 1.2)
            painter.end()
            self._dots_key, self._dots_tile = key, tile
        return self._dots_tile, float(side)

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
            self.write_note((point.x(), point.y()))
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
        if event.button() == Qt.MouseButton.MiddleButton:
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
            self.write_note((point.x(), point.y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
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

    # writing

    def write_note(self, at: tuple[float, float] | None = None) -> None:
        """Opens an empty note centred at a place; it is recorded with its first letter."""
        self.finish_editing()
        if self.bridge.session.read_only:
            self.bridge.complain("This board is open read-only; save a copy to change it.")
            return
        if at is None:
            point = self.pointer()
            at = (point.x(), point.y())
        board = self.bridge.session.board
        new = NewNote(x=at[0] - NOTE_WIDTH / 2, y=at[1] - NOTE_HEIGHT / 2)
        zone = board.canvas.zone(zone_for(board, at))
        kind = board.canvas.kind(zone.kind if zone else board.canvas.zones[0].kind)
        assert kind is not None and new.x is not None and new.y is not None
        shown = Note(id=new.id, zone=zone.id if zone else "parking", kind=kind.id, x=new.x, y=new.y)
        item = NoteItem(shown, kind.hue, kind.icon, None, self.look)
        item.setZValue(15)
        self.board_scene.addItem(item)
        self._draft = new
        self._begin_editing(item, "", select_all=False)

    def write_next(self, below: bool = False) -> None:
        """Ends the writing and opens an empty note beside or below it, in the same zone."""
        item = self.editor.item
        self.finish_editing()
        board = self.bridge.session.board
        note = board.notes.get(item.note.id) if item is not None else None
        if note is None or self.editor.item is not None:
            return
        x, y = _next_place(board, note, below)
        self.write_note((x + NOTE_WIDTH / 2, y + NOTE_HEIGHT / 2))

    def edit_previous(self) -> None:
        """Ends the writing and opens the note before it in its zone."""
        item = self.editor.item
        self.finish_editing()
        if item is None or self.editor.item is not None or item.note.id not in self.bridge.session.board.notes:
            return
        ids = [note.id for note in self.bridge.session.board.in_zone(item.note.zone)]
        place = ids.index(item.note.id)
        if place:
            self.edit_note(ids[place - 1])

    def edit_note(self, note_id: str) -> None:
        if self._linking is not None:
            if note_id != self._linking:
                self.link(self._linking, note_id)
            self._stop_linking()
            return
        self.finish_editing()
        item = self.board_scene.note_items.get(note_id)
        if item is None or self.bridge.session.read_only:
            return
        self.bridge.select([note_id])
        self._begin_editing(item, item.note.text, select_all=True)

    def _begin_editing(self, item: NoteItem, text: str, select_all: bool) -> None:
        self._group = f"write-{new_id()}"
        if self.zoom < LEGIBLE:
            self.set_zoom(1.0, self.viewportTransform().map(item.body.center()))
        self.editor.open(item, text, select_all)
        seen = QRectF(self.viewport().rect()).adjusted(8, 8, -8, -8)
        if not seen.contains(self.viewportTransform().mapRect(item.body)):
            self._scroll_to(item.body.center(), QPointF(self.viewport().rect().center()))
            self._on_view_changed()

    def _write_down(self) -> None:
        item = self.editor.item
        if item is None:
            return
        text = self.editor.text()
        if self._draft is None:
            self.bridge.do(EditNote(item.note.id, {"text": text}), origin="editor", group=self._group)
            return
        if not text.strip():
            return
        draft = self._draft
        new = NewNote(id=draft.id, text=text, x=draft.x, y=draft.y)
        self._draft = None
        if self.bridge.do(AddNotes((new,)), origin="editor", group=self._group) is None:
            self._draft = draft
            return
        self.board_scene.removeItem(item)
        real = self.board_scene.note_items[new.id]
        self.editor.move_to(real)
        self.bridge.select([new.id])

    def finish_editing(self) -> None:
        """Ends the writing; a note left empty vanishes."""
        if self.editor.item is None:
            return
        self.editor.flush()
        item = self.editor.item
        if item is None:
            return
        text = self.editor.text()
        if self._draft is not None:
            if text.strip():
                # The note could not be recorded: keep it in the editor rather than lose what was typed.
                self.editor.setFocus()
                return
            self._end_editing()
            return
        note = self.bridge.session.board.notes.get(item.note.id)
        if (
            note is not None
            and text != note.text
            and self.bridge.do(EditNote(note.id, {"text": text}), origin="editor", group=self._group) is None
            and text.strip()
        ):
            stored = self.bridge.session.board.notes[note.id].text
            if stored.split() != text.split():
                self.editor.setFocus()
                return
        self._end_editing()
        if note is not None and not text.strip():
            self.bridge.do(Delete((note.id,)), origin="editor", group=self._group)

    def _end_editing(self) -> None:
        item = self.editor.item
        self.editor.put_away()
        if self._draft is not None and item is not None:
            self._draft = None
            self.board_scene.removeItem(item)
        self._group = None


def _next_place(board: Board, note: Note, below: bool) -> tuple[float, float]:
    """The free place beside or below a note; where that leaves the zone or covers its heading, any in the zone."""
    size = (NOTE_WIDTH, NOTE_HEIGHT)
    by = (0.0, note_height(note) + GAP) if below else (note.w + GAP, 0.0)
    near = place_near(board, (note.x + by[0], note.y + by[1]), size, note_height, (), note.zone)
    zone = board.canvas.zone(note.zone)
    if zone is None:
        return near
    scale, rect = board.info.scale, Rect(*near, *size)
    outline = [(x * scale, y * scale) for x, y in zone.outline]
    if fits_inside(rect, outline) and not rect.overlaps(heading_rect(zone, scale)):
        return near
    places, needed = places_in_zone(board, zone.id, [size], note_height)
    return places[0] if needed == scale else near
