"""The mouse and the trackpad on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QNativeGestureEvent, QWheelEvent

from canvas_app.ui.board.gestures.pan import Pan

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

HAND = "mouse"
_POINTERS = (QInputDevice.DeviceType.Mouse, QInputDevice.DeviceType.TouchPad, QInputDevice.DeviceType.Unknown)
WHEEL_ZOOM = 1.0016


class Mouse:
    """`at`: where the pointer is in the viewport (pixels), None while it is elsewhere."""

    def __init__(self, view: BoardView):
        self._view = view
        self.at: QPointF | None = None

    @property
    def is_panning(self) -> bool:
        return isinstance(self._view.hands.get(HAND), Pan)

    def press(self, event: QMouseEvent) -> None:
        event.accept()
        view, at, button = self._view, event.position(), event.button()
        if _from_touch(event) or HAND in view.hands:
            return
        if view.menu is not None and view.menu.isVisible():
            view.menu.close()
            return
        right = button == Qt.MouseButton.RightButton and view.right_drag_pans
        if right or button == Qt.MouseButton.MiddleButton:
            view.hands.take(HAND, Pan(view, at))
        elif button == Qt.MouseButton.LeftButton:
            view.hands.hold_keys(event.modifiers())
            view.hands.press(HAND, at, event.modifiers(), finger=False)
        view.show_cursor()

    def move(self, event: QMouseEvent) -> None:
        if _from_touch(event):
            return
        view, scene = self._view, self._view.board_scene
        at = self.at = event.position()
        if HAND in view.hands:
            view.hands.hold_keys(event.modifiers())
            view.hands.move(HAND, at)
            return
        point = view.scene_point(at)
        if view.linking is not None:
            view.show_link_to(point, scene.note_at(point))
        elif view.tool == "vote":
            scene.show_handles(None)
        elif scene.handle_at(point) is None:
            under = scene.note_at(point)
            chosen = view.bridge.notes[0] if len(view.bridge.notes) == 1 else None
            scene.show_handles(under or chosen)
            view.show_cursor()
        else:
            view.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def release(self, event: QMouseEvent) -> None:
        if _from_touch(event):
            return
        if self._view.hands.release(HAND, event.position()) is not None:
            self._view.show_cursor()

    def double_click(self, event: QMouseEvent) -> None:
        if _from_touch(event):
            event.accept()
        elif (
            event.button() == Qt.MouseButton.LeftButton
            and self._view.tool in ("select", "area")
            and not event.modifiers()
        ):
            self._view.write_at(event.position())
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        view, delta = self._view, event.angleDelta()
        plain = not event.modifiers()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or (view.wheel_zooms and plain):
            view.zoom_about(event.position(), WHEEL_ZOOM ** (delta.y() or delta.x()))
        else:
            by = QPointF(event.pixelDelta()) if not event.pixelDelta().isNull() else QPointF(delta) * 0.8
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not by.x():
                by = by.transposed()
            view.pan_by(by)
        event.accept()

    def native_gesture(self, event: QNativeGestureEvent) -> bool:
        """A pinch on the trackpad; whether it was one."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._view.zoom_about(event.position(), 1 + event.value())
        return True


def _from_touch(event: QMouseEvent) -> bool:
    """Whether it was made of a finger or a pen, which come by themselves."""
    made = event.source() == Qt.MouseEventSource.MouseEventSynthesizedBySystem
    return made or event.pointingDevice().type() not in _POINTERS
