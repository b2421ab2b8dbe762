"""Fingers on the board: every touch point is a hand of its own, two that hold nothing are a pinch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QTouchEvent

from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.gestures.pinch import Pinch

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

DOUBLE_TAP = 500
"""Milliseconds between two taps that are one double tap."""
TAP_REACH = 30
"""Pixels between two taps that are one double tap."""


class Touch:
    def __init__(self, view: BoardView):
        self._view = view
        self._fingers: dict[int, QPointF] = {}
        self._pinch: Pinch | None = None
        self._last_tap: tuple[QPointF, int] | None = None

    @property
    def busy(self) -> bool:
        return self._pinch is not None

    def handle(self, event: QTouchEvent) -> bool:
        event.accept()
        view = self._view
        if event.type() == QEvent.Type.TouchCancel:
            self._pinch = None
            self._fingers.clear()
            view.cancel_gestures()
            return True
        for point in event.points():
            at = view.viewport().mapFromGlobal(point.globalPosition())
            state, finger = point.state(), point.id()
            if state == point.State.Pressed:
                self._fingers[finger] = at
                if len(self._fingers) == 2:
                    self._begin_pinch()
                elif len(self._fingers) == 1:
                    view.hands.press(finger, at, Qt.KeyboardModifier.NoModifier, finger=True)
            elif state == point.State.Updated:
                self._fingers[finger] = at
                view.hands.move(finger, at)
            elif state == point.State.Released:
                self._fingers.pop(finger, None)
                gesture = view.hands.release(finger, at)
                if gesture is not None:
                    self._count_tap(at, gesture, event.timestamp())
                self._pinch = None
        if self._pinch is not None and len(self._fingers) >= 2:
            first, second = list(self._fingers.values())[:2]
            self._pinch.move(first, second)
        return True

    def _begin_pinch(self) -> None:
        self._view.cancel_gestures()
        first, second = self._fingers.values()
        self._pinch = Pinch(self._view, first, second)

    def _count_tap(self, at: QPointF, gesture: Gesture, when: int) -> None:
        if gesture.moved:
            self._last_tap = None
            return
        if self._last_tap is not None:
            before, then = self._last_tap
            if (at - before).manhattanLength() < TAP_REACH and 0 <= when - then < DOUBLE_TAP:
                self._last_tap = None
                self._view.write_at(at)
                return
        self._last_tap = (at, when)
