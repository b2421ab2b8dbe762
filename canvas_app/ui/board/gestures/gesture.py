"""A gesture: from a press to a release or a cancel, one for each hand (mouse or touch point)."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from canvas_app.domain.history import Step

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

THRESHOLD = 4.0
FINGER_THRESHOLD = 8.0
"""How far a mouse or a finger must move, in pixels, before it drags."""


class Gesture:
    """`at` is where the hand is in the viewport (pixels), `moved` whether it has begun to drag."""

    gives_way = False
    """Whether two fingers that do this become a pinch, and one of them stands still while others hold notes."""

    def __init__(self, view: BoardView, at: QPointF):
        self.view = view
        self.scene = view.board_scene
        self.start = self.at = at
        self.threshold = THRESHOLD
        self.moved = False

    def scene_point(self, at: QPointF) -> QPointF:
        return self.view.scene_point(at)

    def move(self, at: QPointF) -> None:
        self.at = at
        if not self.moved and (at - self.start).manhattanLength() < self.threshold:
            return
        self.moved = True
        self.drag(at)

    def view_moved(self) -> None:
        """Something else zoomed or scrolled under the hand, which goes on holding what it holds."""
        if self.moved:
            self.drag(self.at)

    def drag(self, at: QPointF) -> None:
        """Previews only; nothing is recorded."""

    def release(self, at: QPointF) -> None:
        """Ends the gesture; the one place where it may change the board."""

    def cancel(self, reason: str = "") -> None:
        """Takes the preview back. A reason is told to the person."""

    def adapt(self, step: Step) -> bool:
        """Takes over how a step moved the notes it concerns; whether the gesture can go on with it."""
        return False

    def concerns(self, notes: Set[str]) -> bool:
        """Whether a change of these notes makes the gesture pointless."""
        return False
