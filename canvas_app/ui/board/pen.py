"""The pen: its tip draws, its other end erases, its button makes it the select tool; fingers and palms keep off.

A pen draws in the select and the pen tool; every other tool does with it what it does with the mouse. With "The pen
draws" switched off it does what the mouse does in the select tool too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent, QTouchEvent

from canvas_app.app.settings import Settings
from canvas_app.ui.board.gestures.ink import EVEN, Draw
from canvas_app.ui.board.laser import Laser

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

AFTER = 500
"""Milliseconds after the pen was near for which touches are ignored: the hand leaves the board after it."""
PATIENCE = 10_000
"""Milliseconds without a word of a pen after which it is taken to be gone: some tablets do not say that it left, and a
pen within reach never holds so still."""
DOUBLE_TAP, TAP_REACH = 500, 30
"""Milliseconds and pixels between two taps that are one double tap."""
BARREL = Qt.MouseButton.RightButton | Qt.MouseButton.MiddleButton
Hand = tuple[str, int]


class Pen:
    """`draws`, `colour` (a hue or "ink") and `width` (board units) are the person's settings."""

    def __init__(self, view: BoardView):
        self._view = view
        self.draws = True
        self.colour = "ink"
        self.width = 3.0
        self._down: dict[Hand, tuple[Qt.MouseButton, str | None]] = {}
        self._near = False
        self._last: int | None = None
        self._last_tap: tuple[QPointF, int] | None = None
        self._laser: Laser | None = None

    def take_settings(self, settings: Settings) -> None:
        self.draws = settings.pen_draws
        self.colour = settings.pen_colour[:32]
        self.width = max(0.1, min(1000.0, settings.pen_width))

    @property
    def laser(self) -> Laser:
        if self._laser is None:
            self._laser = Laser(self._view)
        return self._laser

    def put_out_laser(self) -> None:
        if self._laser is not None:
            self._laser.put_out()

    # the pen itself

    def handle(self, event: QTabletEvent) -> bool:
        """Takes a pen event of the viewport; always, or Qt would make mouse events of it."""
        event.accept()
        self.come_near(event.timestamp())
        hand = ("pen", event.pointingDevice().uniqueId().numericId())
        at = event.position()
        self._view.mouse.at = at
        match event.type():
            case QEvent.Type.TabletPress:
                self._press(hand, at, event)
            case QEvent.Type.TabletMove:
                self._press_as_hard(hand, event)
                self._view.hands.move(hand, at)
            case QEvent.Type.TabletRelease:
                self._release(hand, at, event)
        return True

    def _press(self, hand: Hand, at: QPointF, event: QTabletEvent) -> None:
        view, hands = self._view, self._view.hands
        tip = event.button() == Qt.MouseButton.LeftButton
        if hand in hands or not (tip or event.pressure() > 0):  # the button alone, while the pen hovers
            return
        tool = self._tool(event)
        self._down[hand] = (event.button(), tool)
        hands.press(hand, at, event.modifiers(), finger=False, tool=tool, pressure=_pressure(event))
        view.show_cursor()

    def _tool(self, event: QTabletEvent) -> str | None:
        """What the pen does, whatever the tool; None for what the tool does."""
        if self._view.tool == "laser":  # while somebody presents, nothing may change the board
            return None
        if event.pointerType() == QPointingDevice.PointerType.Eraser:
            return "eraser"
        if (event.buttons() | event.button()) & BARREL:
            return "select"
        view = self._view
        draws = self.draws and view.tool == "select" and view.linking is None and not view.moves_view
        return "pen" if draws else None

    def _press_as_hard(self, hand: Hand, event: QTabletEvent) -> None:
        gesture = self._view.hands.get(hand)
        if isinstance(gesture, Draw):
            gesture.pressure = _pressure(event)

    def _release(self, hand: Hand, at: QPointF, event: QTabletEvent) -> None:
        button, tool = self._down.get(hand, (None, None))
        if event.button() != button:
            return
        del self._down[hand]
        gesture = self._view.hands.release(hand, at)
        if gesture is not None and not gesture.moved and (tool or self._view.tool) in ("select", "area"):
            self._count_tap(at, event.timestamp())
        else:
            self._last_tap = None
        self._view.show_cursor()

    def _count_tap(self, at: QPointF, when: int) -> None:
        before, self._last_tap = self._last_tap, (at, when)
        if before is not None and when - before[1] < DOUBLE_TAP and (at - before[0]).manhattanLength() < TAP_REACH:
            self._last_tap = None
            self._view.write_at(at)

    # fingers keep off

    def proximity(self, event: QTabletEvent) -> None:
        """A pen came within reach of the tablet, or left it."""
        self.come_near(event.timestamp())
        self._near = event.type() == QEvent.Type.TabletEnterProximity

    def come_near(self, when: int) -> None:
        """A pen is heard of, at this time (milliseconds, of events)."""
        self._last = when
        self._view.touch.give_way()

    def is_near(self, when: int) -> bool:
        """Whether a pen is near at this time (milliseconds, of events), or was a moment ago."""
        if any(hand in self._view.hands for hand in self._down):
            return True
        return self._last is not None and when - self._last < (PATIENCE if self._near else AFTER)

    def keeps_off(self, event: QTouchEvent) -> bool:
        """Whether this touch means nothing, as a pen is near; then it is taken."""
        if not self.is_near(event.timestamp()):
            return False
        event.accept()
        return True


def _pressure(event: QTabletEvent) -> float:
    knows = event.pointingDevice().hasCapability(QInputDevice.Capability.Pressure)
    return event.pressure() if knows else EVEN
