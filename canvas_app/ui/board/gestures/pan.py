"""Moving the view: with the hand tool, Space, the middle button, or a finger on empty space."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from canvas_app.ui.board.gestures.gesture import Gesture

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

SLIP = 1.5
"""Pixels by which the board may lag behind the hand: more is the edge, where the hand takes a new hold."""


class Pan(Gesture):
    """The point of the board under the hand stays under it. `begun`: without a threshold."""

    gives_way = True

    def __init__(self, view: BoardView, at: QPointF, begun: bool = False):
        super().__init__(view, at)
        self.moved = begun
        self.take_hold()

    def take_hold(self) -> None:
        """What is under the hand now is what it holds from now."""
        self._anchor = self.scene_point(self.at)
        self._pulling = False

    def drag(self, at: QPointF) -> None:
        self._pulling = True
        self.view.pan_by(at - self.view.viewportTransform().map(self._anchor))
        self._pulling = False
        if (at - self.view.viewportTransform().map(self._anchor)).manhattanLength() > SLIP:
            self.take_hold()

    def view_moved(self) -> None:
        if not self._pulling:
            self.take_hold()


class Press(Pan):
    """A hand on a note that it does not move: what it does is done when it is lifted where it came down.

    Unlike a tap it holds the note, so that several hands do this at once; the mouse moves the view where it moves on.
    """

    gives_way = False

    def __init__(self, view: BoardView, at: QPointF, act: Callable[[], None]):
        super().__init__(view, at)
        self._act = act

    def release(self, at: QPointF) -> None:
        if not self.moved:
            self._act()


class Tap(Pan):
    """A finger: what it does without moving is done when it is lifted; moving it moves the view."""

    def __init__(self, view: BoardView, at: QPointF, act: Callable[[], None]):
        super().__init__(view, at)
        self._act = act

    def release(self, at: QPointF) -> None:
        if not self.moved:
            self._act()
