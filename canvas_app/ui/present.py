"""Presenting: full screen, one zone or picked note after the other, and nothing can be changed by accident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QPainterPath,
    QPainterPathStroker,
    QPolygonF,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
    QWindowStateChangeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.app.session import Committed
from canvas_app.domain.board import Board
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.gestures.pinch import Pinch
from canvas_app.ui.board.palm import is_palm
from canvas_app.ui.present_bar import PresentBar, Spotlight
from canvas_app.ui.theme import motion_ms
from canvas_app.ui.wake import Wake

if TYPE_CHECKING:
    from canvas_app.ui.board_page import BoardPage

NOTHING = "There is nothing to present yet. Write some notes first."
NONE_PICKED = "No notes are picked yet. Zones can be shown."
GLIDE = 420
"""Milliseconds from one stop to the next."""
REST = 2500
"""Milliseconds without a hand until the bar fades."""
ROOM = (56, 48, 56, 92)
"""Left, top, right, bottom: what is left free round a stop, in pixels."""
CORNER, FRAME = 4.0, 3.0
"""Rounding of a note and width of a zone's border, in board units."""
LARGEST = 4.0
"""Zoom of the nearest look at a note."""
WHEEL_ZOOM = 1.0016
TURN = 120
"""One notch of a wheel."""
SLIP, SWIPE = 10.0, 60.0
"""How far a hand may move in a tap, and must move in a swipe, in pixels."""

_NEXT = {Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PREVIOUS = {Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace}
_BLANK = {Qt.Key.Key_Period, Qt.Key.Key_B}
_PRESSING = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BY_TAB = Qt.FocusReason.TabFocusReason
_SWALLOWED = {
    QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.Drop,
    QEvent.Type.ToolTip,
    QEvent.Type.HoverMove,
}


@dataclass(frozen=True)
class Stop:
    """The whole board (id ""), a zone or a note; `notes` are in the light, none means all of them."""

    id: str
    title: str
    notes: tuple[str, ...] = ()


def stops(board: Board, picked: bool) -> list[Stop]:
    """The whole board, then every zone or every picked note, in the order of the canvas and of the ranks."""
    zones = board.canvas.zones
    if not picked:
        return [
            Stop("", "Whole board"),
            *(Stop(zone.id, zone.title, tuple(note.id for note in board.in_zone(zone.id))) for zone in zones),
        ]
    notes = [(note.id, zone.title) for zone in zones for note in board.in_zone(zone.id) if note.picked]
    return [
        Stop("", "Whole board", tuple(note_id for note_id, _ in notes)),
        *(Stop(note_id, title, (note_id,)) for note_id, title in notes),
    ]


@dataclass(frozen=True)
class _Before:
    """What the window was before, to be put back."""

    state: Qt.WindowState
    chrome: tuple[QWidget, ...]
    focus: QWidget | None
    proxy: QWidget | None
    tool: str
    notes: tuple[str, ...]
    links: tuple[str, ...]
    fitted: bool
    zoom: float
    scrolled: tuple[int, int]


class Presenter(QObject):
    """Presents one board page. Watches the view's events while it is on, and lets none through that change things."""

    def __init__(self, page: BoardPage, binder: Binder):
        super().__init__(page)
        self._page = page
        self._binder = binder
        self._view = page.view
        self._glide = page.view.glide
        self._awake = Wake()
        self._before: _Before | None = None
        self._picked = False
        self._stops: Sequence[Stop] = ()
        self._at = 0
        self._pressed: QPointF | None = None
        self._panning = False
        self._fingers: dict[int, QPointF] = {}
        self._landed: QPointF | None = None
        self._pinch: Pinch | None = None
        self._turned = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._fade)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(0)
        self._resized.timeout.connect(self._frame_at_once)
        page.bridge.committed.connect(self._on_committed)

    @property
    def on(self) -> bool:
        return self._before is not None

    @property
    def position(self) -> tuple[int, int]:
        """Which stop of how many, from 1."""
        return self._at + 1, len(self._stops)

    # beginning and end

    def start(self) -> None:
        """Begins with the whole board; says so where there is nothing to show."""
        page, view = self._page, self._view
        if self.on:
            return
        page.flush()
        view.let_go()
        if not page.session.board.notes:
            page.bridge.say(NOTHING)
            return
        self._glide.stop()
        page.message.hide()  # its time would pass while it is away
        window = page.window()
        self._before = _Before(
            window.windowState(),
            tuple(self._chrome()),
            QApplication.focusWidget(),
            view.focusProxy(),
            view.tool,
            page.bridge.notes,
            page.bridge.links,
            view.is_fitted,
            view.zoom,
            (view.horizontalScrollBar().value(), view.verticalScrollBar().value()),
        )
        for widget in self._before.chrome:
            widget.hide()
        page.minimap.keep_away(True)
        page.light_found()
        view.setFocusProxy(None)  # type: ignore[arg-type]
        page.set_tool("select")
        page.bridge.select(())
        view.board_scene.show_handles(None)
        self._spotlight = Spotlight()
        view.board_scene.addItem(self._spotlight)
        self.bar = PresentBar(view, self)
        for watched in self._watched():
            watched.installEventFilter(self)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        view.setFocus()
        view.viewport().setUpdatesEnabled(True)  # it rests while something lies over it
        self._awake.hold()
        self._at = 0
        self._walk()
        self._frame_at_once()
        self._wake()

    def leave(self) -> None:
        """Puts back everything that was there before."""
        before = self._before
        if before is not None:
            self._put_back()
            self._page.window().setWindowState(before.state)

    def _put_back(self) -> None:
        """Everything but the state of the window, which the person may have changed by the system's own way."""
        before, self._before = self._before, None
        assert before is not None
        self._awake.let_go()
        page, view = self._page, self._view
        self._rest.stop()
        self._resized.stop()
        self._glide.stop()
        for watched in self._watched():
            watched.removeEventFilter(self)
        self._forget_hands()
        view.board_scene.removeItem(self._spotlight)
        self.bar.put_away()
        for widget in before.chrome:
            widget.show()
        view.viewport().setUpdatesEnabled(page.outline is None and not page.sheet)
        page.minimap.keep_away(False)
        page.light_found()
        view.setFocusProxy(before.proxy)  # type: ignore[arg-type]
        page.set_tool(before.tool)
        page.bridge.select(before.notes, before.links)
        if before.fitted:
            view.fit_board()
        else:
            view.set_zoom(before.zoom, QPointF(0, 0))
            view.horizontalScrollBar().setValue(before.scrolled[0])
            view.verticalScrollBar().setValue(before.scrolled[1])
        (before.focus or view).setFocus()

    def _chrome(self) -> list[QWidget]:
        """Everything visible in the window but the board: what floats over it, and what stands beside it."""
        found = []
        kept: QWidget = self._view.viewport()
        while (parent := kept.parentWidget()) is not None:
            found += [
                child
                for child in parent.children()
                if isinstance(child, QWidget) and child is not kept and not child.isHidden() and not child.isWindow()
            ]
            kept = parent
        return found

    def _watched(self) -> list[QWidget]:
        return [self._view, self._view.viewport(), self._page.window(), self.bar, *self.bar.findChildren(QWidget)]

    # stops

    def _walk(self) -> None:
        """Reads the stops anew, staying at the present one as long as there is one."""
        here = self._stops[self._at].id if self._at < len(self._stops) else ""
        self._stops = stops(self._page.session.board, self._picked)
        ids = [stop.id for stop in self._stops]
        self._at = ids.index(here) if here in ids else min(self._at, len(ids) - 1)
        self._show()

    def show_picked(self, picked: bool) -> None:
        """The picked notes one by one, or the zones."""
        self._picked = picked
        self._at, self._stops = 0, ()
        self._walk()
        self._frame(motion_ms(GLIDE))

    def go(self, to: int) -> None:
        to = max(0, min(len(self._stops) - 1, to))
        if to != self._at:
            self._at = to
            self._show()
        self._frame(motion_ms(GLIDE))

    def next(self) -> None:
        self.go(self._at + 1)

    def previous(self) -> None:
        self.go(self._at - 1)

    def _show(self) -> None:
        """Puts the stop into the light and says where we are."""
        stop = self._stops[self._at]
        here, count = self.position
        if self._picked and count == 1:
            words = NONE_PICKED if self._page.session.board.notes else NOTHING
        elif not self._page.session.board.notes:
            words = NOTHING
        else:
            words = f"{stop.title} · {here} of {count}"
        self.bar.show_place(words, self._picked, first=here == 1, last=here == count)
        self._spotlight.show_hole(self._hole(stop))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, self._spoken(stop, words)))

    def _spoken(self, stop: Stop, words: str) -> str:
        note = self._page.session.board.notes.get(stop.id)
        return f"{words}. {note.text}" if note else words

    def _bodies(self, stop: Stop) -> list[QRectF]:
        items = self._view.board_scene.note_items
        return [QRectF(items[note_id].body) for note_id in stop.notes if note_id in items]

    def _outline(self, stop: Stop) -> QPainterPath:
        """The zone's shape; empty for the whole board and for notes."""
        path = QPainterPath()
        board = self._page.session.board
        zone = board.canvas.zone(stop.id)
        if zone is not None and not self._picked:
            scale = board.info.scale
            path.addPolygon(QPolygonF([QPointF(x * scale, y * scale) for x, y in zone.outline]))
            path.closeSubpath()
        return path

    def _hole(self, stop: Stop) -> QPainterPath:
        """What is lit: the zone and the notes that reach over its border, or notes; empty for everything."""
        outline = self._outline(stop)
        over = QPainterPath()
        over.setFillRule(Qt.FillRule.WindingFill)
        for body in self._bodies(stop):
            if outline.isEmpty() or not outline.contains(body):
                over.addRoundedRect(body, CORNER, CORNER)
        over = over.simplified()
        if outline.isEmpty():
            return over
        border = QPainterPathStroker()
        border.setWidth(FRAME)
        return outline.united(border.createStroke(outline)).united(over)

    def _rect(self, stop: Stop) -> QRectF:
        if not stop.id:
            return self._view.board_scene.content_rect()
        rect = self._outline(stop).boundingRect()
        for body in self._bodies(stop):
            rect = rect.united(body)
        return rect

    def _frame(self, ms: int) -> None:
        """Shows the stop as large as the screen allows."""
        left, top, right, bottom = ROOM
        room = QRectF(self._view.viewport().rect()).adjusted(left, top, -right, -bottom)
        if room.width() < 100 or room.height() < 100:
            room = QRectF(self._view.viewport().rect())
        rect = self._rect(self._stops[self._at])
        zoom = min(room.width() / max(rect.width(), 1), room.height() / max(rect.height(), 1), LARGEST)
        self._glide.to(zoom, rect.center(), room.center(), ms, curve=QEasingCurve.Type.InOutCubic)

    def _frame_at_once(self) -> None:
        self.bar.settle()
        self._frame(0)

    def _on_committed(self, commit: Committed) -> None:
        if self.on:
            self._walk()
            self._frame(motion_ms(GLIDE))

    # the bar and the pointer

    def _wake(self) -> None:
        """A hand is there: the bar comes back for a while."""
        self.bar.appear()
        if self._view.tool == "select":
            self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._rest.start()

    def _fade(self) -> None:
        if self.bar.in_use:
            self._rest.start()
            return
        self.bar.fade()
        if self._view.tool == "select":
            self._view.viewport().setCursor(Qt.CursorShape.BlankCursor)

    # hands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page.window():
            self._follow_window(event)
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            case QEvent.Type.KeyPress:
                assert isinstance(event, QKeyEvent)
                return self._key(watched, event)
            case QEvent.Type.KeyRelease:
                return watched is self._view
            case QEvent.Type.MouseMove | QEvent.Type.TouchBegin | QEvent.Type.Enter:
                self._wake()
        return watched is self._view.viewport() and self._on_viewport(event)

    def _follow_window(self, event: QEvent) -> None:
        full = Qt.WindowState.WindowFullScreen
        if isinstance(event, QWindowStateChangeEvent) and event.oldState() & full:
            if not self._page.window().windowState() & (full | Qt.WindowState.WindowMinimized):
                self._put_back()
        elif event.type() == QEvent.Type.Close:
            self.leave()

    def _of_laser(self, event: QKeyEvent) -> bool:
        """Whether it is the key of the laser pointer, the one tool that is of use here."""
        laser = self._binder.actions.get("view.laser")
        return laser is not None and QKeySequence(event.keyCombination()) in laser.shortcuts()

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        in_bar = watched is not self._view
        if in_bar and key in _PRESSING:
            return False
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ahead, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if mirrored else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif self.bar.blank:
            self.bar.show_blank(False)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._wake()
            (self.bar.following(watched, key == Qt.Key.Key_Tab) or self._view).setFocus(_BY_TAB)
        elif self._of_laser(event):
            self._forget_hands()
            self._view.touch.forget()
            self._page.set_tool("select" if self._view.tool == "laser" else "laser")
        elif key in _BLANK:
            self.bar.show_blank(True)
        elif key in _NEXT or key == ahead:
            self.next()
        elif key in _PREVIOUS or key == back:
            self.previous()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_F5):
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self._stops) - 1)
        event.accept()
        return True

    def _on_viewport(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._resized.start()
            return False
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._view.zoom_about(event.position(), 1 + event.value())
            return True
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if self._view.tool != "select" and isinstance(event, QMouseEvent | QTouchEvent | QTabletEvent):
            return False
        if isinstance(event, QTouchEvent):
            if self._view.pen.keeps_off(event):
                self._forget_fingers()
            elif event.device().type() != QInputDevice.DeviceType.TouchPad:  # whose taps and pinches come by themselves
                self._touch(event)
            event.accept()
            return True
        if isinstance(event, QTabletEvent):
            self._view.pen.come_near(event.timestamp())
            self._forget_fingers()
            self._point(event.type(), event.position(), Qt.MouseButton.LeftButton)
            event.accept()
            return True
        if isinstance(event, QMouseEvent):
            if event.source() == Qt.MouseEventSource.MouseEventNotSynthesized:
                self._point(event.type(), event.position(), event.button())
            event.accept()
            return True
        return event.type() in _SWALLOWED

    def _point(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        """A mouse or a pen: a click goes on, the right button goes back, a drag looks round."""
        match kind:
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick | QEvent.Type.TabletPress:
                self._pressed, self._panning = at, False
            case QEvent.Type.MouseMove | QEvent.Type.TabletMove:
                if self._pressed is None:
                    return
                self._panning = self._panning or (at - self._pressed).manhattanLength() > SLIP
                if self._panning:
                    self._view.pan_by(at - self._pressed)
                    self._pressed = at
            case QEvent.Type.MouseButtonRelease | QEvent.Type.TabletRelease:
                clicked = self._pressed is not None and not self._panning
                self._pressed = None
                if clicked and self.bar.blank:
                    self.bar.show_blank(False)
                elif clicked and button == Qt.MouseButton.LeftButton:
                    self.next()
                elif clicked and button in (Qt.MouseButton.RightButton, Qt.MouseButton.BackButton):
                    self.previous()

    def _wheel(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._view.zoom_about(event.position(), WHEEL_ZOOM ** (turn.y() or turn.x()))
        elif event.phase() != Qt.ScrollPhase.NoScrollPhase:
            self._view.pan_by(QPointF(event.pixelDelta()))
        else:
            self._turned += turn.y()
            if abs(self._turned) >= TURN:
                (self.previous if self._turned > 0 else self.next)()
                self._turned = 0

    def _forget_hands(self) -> None:
        """Whatever is down does nothing any more until it is lifted."""
        self._forget_fingers()
        self._pressed = None

    def _forget_fingers(self) -> None:
        self._fingers.clear()
        self._landed = self._pinch = None

    def _touch(self, event: QTouchEvent) -> None:
        if event.type() in (QEvent.Type.TouchBegin, QEvent.Type.TouchCancel):
            self._forget_fingers()
        if event.type() == QEvent.Type.TouchCancel:
            return
        for point in event.points():
            at = self._view.viewport().mapFromGlobal(point.globalPosition())
            if is_palm(self._view, point):
                if self._fingers.pop(point.id(), None) is not None:
                    self._landed = self._pinch = None
            elif point.state() == point.State.Released:
                if self._fingers.pop(point.id(), None) is None:
                    continue
                if self._landed is not None and not self._fingers:
                    self._tap(self._landed, at)
                self._pinch = None
            elif point.state() == point.State.Pressed:
                self._fingers[point.id()] = at
                self._landed = at if len(self._fingers) == 1 else None
            elif point.state() == point.State.Updated and point.id() in self._fingers:
                self._fingers[point.id()] = at
        if len(self._fingers) >= 2:
            a, b = list(self._fingers.values())[:2]
            if self._pinch is None:
                self._pinch = Pinch(self._view, a, b)
            self._pinch.move(a, b)

    def _tap(self, start: QPointF, end: QPointF) -> None:
        """One finger: a tap goes on, at the near edge back; a swipe turns the page."""
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        way = end - start
        width = self._view.viewport().width()
        if self.bar.blank:
            self.bar.show_blank(False)
        elif way.manhattanLength() <= 2 * SLIP:
            back = start.x() > width * 0.75 if mirrored else start.x() < width * 0.25
            (self.previous if back else self.next)()
        elif abs(way.x()) >= SWIPE and abs(way.x()) > abs(way.y()):
            (self.previous if (way.x() > 0) != mirrored else self.next)()
