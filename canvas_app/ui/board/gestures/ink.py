"""Drawing, erasing and pointing: with a pen, a mouse or a finger."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from canvas_app.domain.commands import AddStrokes, EraseStrokes
from canvas_app.domain.entities import MAX_COORDINATE, MAX_POINTS, InkPoint, Stroke
from canvas_app.domain.ids import new_id
from canvas_app.ui.board.gestures.gesture import Gesture
from canvas_app.ui.board.ink_air import InkInAir
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

TOOLS = ("pen", "eraser", "laser")
EVEN = 0.5
"""The pressure of hands that have none."""
STEP = 0.7
"""Pixels that a hand must move until the line has another point."""
REACH = 9.0
"""How far an eraser reaches, in pixels."""


def start(view: BoardView, at: QPointF, tool: str, pressure: float) -> Gesture | None:
    """What a hand begins with one of TOOLS; None where the board may not be changed, which is said."""
    if tool == "laser":
        return Point(view, at)
    if view.bridge.session.read_only:
        view.bridge.complain("This board is open read-only; save a copy to draw on it.")
        return None
    return Draw(view, at, pressure) if tool == "pen" else Erase(view, at)


class Draw(Gesture):
    """One press of the pen is one step. `pressure` is that of the hand now, from 0 to 1."""

    def __init__(self, view: BoardView, at: QPointF, pressure: float):
        super().__init__(view, at)
        self.pressure = pressure
        self._colour, self._width = view.pen.colour, view.pen.width
        self._lines: list[list[InkPoint]] = [[]]
        self._air = InkInAir(self._colour, self._width)
        self.scene.addItem(self._air)
        self._lead_to(at)

    def move(self, at: QPointF) -> None:
        self.at = at
        self.moved = self.moved or (at - self.start).manhattanLength() >= self.threshold
        self._lead_to(at)

    def view_moved(self) -> None:
        """What is drawn lies on the board; the hand draws on where it moves next."""

    def _lead_to(self, at: QPointF, least: float = STEP) -> None:
        place = self.scene_point(at)
        x, y = (round(max(-MAX_COORDINATE, min(MAX_COORDINATE, value)), 2) for value in place.toTuple())
        line = self._lines[-1]
        if line and math.hypot(line[-1][0] - x, line[-1][1] - y) * self.view.zoom < least:
            return
        point = (x, y, round(max(0.0, min(1.0, self.pressure)), 2))
        line.append(point)
        self._air.lead_to(point)
        if len(line) == MAX_POINTS:
            self._lines.append([point])

    def release(self, at: QPointF) -> None:
        self._lead_to(at)
        lines = [line for n, line in enumerate(self._lines) if n == 0 or len(line) > 1]
        strokes = [Stroke(id=new_id(), points=tuple(line), colour=self._colour, width=self._width) for line in lines]
        self.view.bridge.do(AddStrokes(tuple(strokes)), origin="pen")
        self.scene.removeItem(self._air)

    def cancel(self, reason: str = "") -> None:
        self.scene.removeItem(self._air)
        if reason and self.moved:
            self.view.bridge.complain(reason)


class Ring(QGraphicsEllipseItem):
    """How far an eraser reaches."""

    def __init__(self) -> None:
        super().__init__(-REACH, -REACH, 2 * REACH, 2 * REACH)
        self.setZValue(70)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setPen(QPen(colour("ink"), 1.5))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class Erase(Gesture):
    """Strokes that the hand comes over fade, and go when it is lifted: one step."""

    def __init__(self, view: BoardView, at: QPointF):
        super().__init__(view, at)
        self._before = self.scene_point(at)
        self._gone: dict[str, None] = {}
        self._ring = Ring()
        self.scene.addItem(self._ring)
        self._wipe(at)

    def move(self, at: QPointF) -> None:
        self.at = at
        self.moved = self.moved or (at - self.start).manhattanLength() >= self.threshold
        self._wipe(at)

    def view_moved(self) -> None:
        self._before = self.scene_point(self.at)
        self._ring.setPos(self._before)

    def _wipe(self, at: QPointF) -> None:
        """Marks what lies on the way from where the hand was."""
        here = self.scene_point(at)
        for stroke, item in self.scene.stroke_items.items():
            if stroke not in self._gone and item.is_near(self._before, here, REACH / self.view.zoom):
                self._gone[stroke] = None
                self._fade(stroke, True)
        self._before = here
        self._ring.setPos(here)

    def _fade(self, stroke: str, fading: bool) -> None:
        item = self.scene.stroke_items.get(stroke)
        if item is not None:
            item.fading = fading
            self.scene.soil(item.rect)

    def release(self, at: QPointF) -> None:
        self._wipe(at)
        self.scene.removeItem(self._ring)
        if self._gone and self.view.bridge.do(EraseStrokes(tuple(self._gone)), origin="pen") is None:
            self._show_again()

    def cancel(self, reason: str = "") -> None:
        self.scene.removeItem(self._ring)
        self._show_again()
        if reason and self.moved:
            self.view.bridge.complain(reason)

    def _show_again(self) -> None:
        for stroke in self._gone:
            self._fade(stroke, False)


class Point(Gesture):
    """The laser: a trail that goes by itself. Nothing of it is recorded."""

    def __init__(self, view: BoardView, at: QPointF):
        super().__init__(view, at)
        self._trail = view.pen.laser.begin(self.scene_point(at))

    def move(self, at: QPointF) -> None:
        self.at = at
        self.moved = self.moved or (at - self.start).manhattanLength() >= self.threshold
        self._trail.lead_to(self.scene_point(at))

    def view_moved(self) -> None:
        self._trail.lead_to(self.scene_point(self.at))

    def release(self, at: QPointF) -> None:
        self._trail.lead_to(self.scene_point(at))
        self._trail.held = False

    def cancel(self, reason: str = "") -> None:
        self._trail.wipe()
