"""Fingers on the board: every touch point is a hand of its own; two that hold nothing zoom and move the view.

A finger that rests on a note without moving it does not hold it yet: a second one beside it makes a pinch of both.
While a note is in any hand, fingers leave the view alone, so that nothing slips away under the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEventPoint, QInputDevice, QTouchEvent

from canvas_app.ui.board.gestures import ink
from canvas_app.ui.board.gestures.drag_notes import DragNotes
from canvas_app.ui.board.gestures.gesture import FINGER_THRESHOLD
from canvas_app.ui.board.gestures.pan import Pan
from canvas_app.ui.board.gestures.pinch import Pinch
from canvas_app.ui.board.palm import is_palm

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

DOUBLE_TAP = 500
"""Milliseconds between two taps that are one double tap."""
TAP_REACH = 30
"""Pixels between two taps that are one double tap."""
LONG_PRESS = 500
"""Milliseconds that a finger rests before it asks for the menu."""
CHORD_TIME, CHORD_SPREAD = 400, 320
"""A tap of several fingers: milliseconds from the first touch to the last lift, pixels between its fingers."""


class Finger:
    """One touch point. `free`: it holds nothing, so that it may pan or pinch; `menu`: it has opened the menu."""

    def __init__(self, at: QPointF, note: str | None):
        self.start = self.at = at
        self.note = note
        self.free = False
        self.menu = False
        self.timer: QTimer | None = None

    @property
    def moved(self) -> bool:
        return (self.at - self.start).manhattanLength() >= FINGER_THRESHOLD

    def stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.stop()
            self.timer.deleteLater()
            self.timer = None


class Chord:
    """Fingers that come down and go up together, each on the same note as the others or on none: a tap of several."""

    def __init__(self, when: int):
        self._when = when
        self._fingers: list[Finger] = []
        self._fine = True

    def add(self, finger: Finger) -> None:
        self._fingers.append(finger)

    def spoil(self) -> None:
        self._fine = False

    def count(self, when: int) -> int:
        """How many fingers tapped together; 0 where they did something else."""
        together = all(_distance(a.start, b.start) <= CHORD_SPREAD for a, b in combinations(self._fingers, 2))
        on_one = len({finger.note for finger in self._fingers} - {None}) <= 1
        still = not any(finger.moved for finger in self._fingers)
        quick = when - self._when <= CHORD_TIME
        return len(self._fingers) if self._fine and together and on_one and still and quick else 0


class Touch:
    """`on_chord` is told how many fingers tapped the board together."""

    def __init__(self, view: BoardView):
        self._view = view
        self._fingers: dict[int, Finger] = {}
        self._pair: tuple[int, ...] = ()
        self._pinch: Pinch | None = None
        self._chord = Chord(0)
        self._last_tap: tuple[QPointF, int] | None = None
        self.on_chord: Callable[[int], None] | None = None

    @property
    def busy(self) -> bool:
        return bool(self._fingers)

    def handle(self, event: QTouchEvent) -> bool:
        view = self._view
        if event.device().type() == QInputDevice.DeviceType.TouchPad:
            event.ignore()  # its gestures come as wheel and native gesture events
            return False
        first = event.type() == QEvent.Type.TouchBegin  # a menu or a presentation heard how those before were lifted
        if (first and self._fingers) or event.type() == QEvent.Type.TouchCancel:
            for number in self._fingers:
                view.hands.let_go(number)
            self.forget()
        if event.type() == QEvent.Type.TouchCancel:
            return True
        places = {
            point.id(): (point.state(), QPointF(view.viewport().mapFromGlobal(point.globalPosition())))
            for point in event.points()
        }
        if event.type() == QEvent.Type.TouchBegin and self._is_for_editor(places):
            event.ignore()  # Qt makes mouse events of it, which the editor understands
            return False
        event.accept()
        palms = {point.id() for point in event.points() if is_palm(view, point)}
        for number in palms & self._fingers.keys():
            self._drop(number)
        for number, (state, at) in places.items():
            if number in palms:
                continue
            if state == QEventPoint.State.Pressed:
                self._press(number, at, event.timestamp())
            elif number in self._fingers and state == QEventPoint.State.Updated:
                self._move(number, at)
            elif number in self._fingers and state == QEventPoint.State.Released:
                self._release(number, at, event.timestamp())
        self._move_pinch()
        return True

    def _is_for_editor(self, places: dict[int, tuple[QEventPoint.State, QPointF]]) -> bool:
        editor = self._view.editor
        return editor.isVisible() and all(editor.geometry().contains(at.toPoint()) for _, at in places.values())

    # one finger

    def _press(self, number: int, at: QPointF, when: int) -> None:
        if number in self._fingers:
            self._release(number, self._fingers[number].at, when)
        view, hands = self._view, self._view.hands
        if not self._fingers:
            self._chord = Chord(when)
        if view.menu is not None and view.menu.isVisible():
            view.menu.close()
            self._chord.spoil()
        note = view.board_scene.note_at(view.scene_point(at))
        finger = Finger(at, note)
        finger.free = self._let_go(note)
        self._fingers[number] = finger
        self._chord.add(finger)
        draws = view.tool in ink.TOOLS
        if finger.free or (note is None and hands.holding and not draws):
            finger.free = True
        else:
            hands.press(number, at, Qt.KeyboardModifier.NoModifier, finger=True)
            gesture = hands.get(number)
            finger.free = gesture is None or gesture.gives_way
        self._pair_up()
        if number in hands and not draws:
            self._wait(number, finger)

    def _let_go(self, note: str | None) -> bool:
        """A finger that has not moved its note gives it up for a second finger on the same note or on none."""
        if len(self._fingers) != 1:
            return False
        (number, other), hands = next(iter(self._fingers.items())), self._view.hands
        gesture = hands.get(number)
        if gesture is None or gesture.gives_way or gesture.moved or note not in (None, other.note):
            return False
        hands.let_go(number)
        other.free = True
        return True

    def _wait(self, number: int, finger: Finger) -> None:
        finger.timer = QTimer(self._view)
        finger.timer.setSingleShot(True)
        finger.timer.timeout.connect(partial(self._press_long, number))
        finger.timer.start(LONG_PRESS)

    def _press_long(self, number: int) -> None:
        finger = self._fingers[number]
        finger.stop_timer()
        menu = self._view.menu
        if number in self._view.hands and self._view.take_back_at(finger.at):
            self._view.hands.let_go(number)
            self._chord.spoil()
        elif menu is not None and not menu.isVisible() and number in self._view.hands:
            self._view.hands.let_go(number)
            finger.free, finger.menu = False, True
            self._chord.spoil()
            self._last_tap = None
            menu.open(finger.at)

    def _move(self, number: int, at: QPointF) -> None:
        finger = self._fingers[number]
        finger.at = at
        if finger.moved:
            finger.stop_timer()
        hands, menu = self._view.hands, self._view.menu
        gesture = hands.get(number)
        if finger.menu and menu is not None:
            menu.aim(at)
        elif isinstance(gesture, Pan) and hands.holding:
            gesture.at = at
            gesture.take_hold()
        elif gesture is not None:
            gesture.move(at)

    def _release(self, number: int, at: QPointF, when: int) -> None:
        finger = self._fingers.pop(number)
        finger.at = at
        finger.stop_timer()
        if finger.menu and self._view.menu is not None:
            self._view.menu.lift(at)
        alone = self._pinch is None
        gesture = self._view.hands.release(number, at)
        dragged = gesture is not None and gesture.moved and isinstance(gesture, DragNotes)
        if dragged and finger.note and self._view.editor.item is None:
            self._view.bridge.take([finger.note])
        self._pair_up()
        if not self._fingers:
            count = self._chord.count(when)
            if count > 1:
                self._last_tap = None
                if self.on_chord is not None:
                    self.on_chord(count)
                return
        if alone and gesture is not None and not gesture.moved:
            self._count_tap(at, when)
        else:
            self._last_tap = None

    def _count_tap(self, at: QPointF, when: int) -> None:
        if self._last_tap is not None:
            before, then = self._last_tap
            writing = self._view.tool in ("select", "area")
            if writing and _distance(at, before) < TAP_REACH and 0 <= when - then < DOUBLE_TAP:
                self._last_tap = None
                self._view.write_at(at)
                return
        self._last_tap = (at, when)

    # two fingers

    def _pair_up(self) -> None:
        """The first two free fingers pinch; one that is left alone goes on panning."""
        free = [number for number, finger in self._fingers.items() if finger.free]
        pair = tuple(free[:2]) if len(free) > 1 else ()
        hands = self._view.hands
        for number in free if pair else ():
            hands.let_go(number)
            self._fingers[number].stop_timer()
        if pair == self._pair:
            return
        self._pair = pair
        if pair:
            self._pinch = Pinch(self._view, *(self._fingers[number].at for number in pair))
            return
        self._pinch = None
        if free:
            hands.take(free[0], Pan(self._view, self._fingers[free[0]].at, begun=True))

    def _move_pinch(self) -> None:
        if self._pinch is None:
            return
        a, b = (self._fingers[number].at for number in self._pair)
        if self._view.hands.holding:
            self._pinch.take_hold(a, b)
        else:
            self._pinch.move(a, b)

    def _drop(self, number: int) -> None:
        """A finger that turned out to be none: what it began is taken back, and it does nothing until it is lifted."""
        finger = self._fingers.pop(number)
        finger.stop_timer()
        if finger.menu and self._view.menu is not None:
            self._view.menu.close()
        self._view.hands.let_go(number)
        self._chord.spoil()
        self._pair_up()

    def give_way(self) -> None:
        """A pen comes: what fingers have begun is taken back."""
        for number in list(self._fingers):
            if number in self._fingers:
                self._drop(number)
        self._last_tap = None

    def forget(self) -> None:
        """Fingers that are down do nothing any more until they are lifted."""
        for finger in self._fingers.values():
            finger.stop_timer()
        self._fingers.clear()
        self._pair, self._pinch, self._last_tap = (), None, None


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
