"""Guide lines: why the notes in a hand lie where they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from canvas_app.domain.geometry import Rect
from canvas_app.domain.snap import Guide, Snap, Snapper
from canvas_app.ui.board.note_item import BOX_BELOW
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

REACH = 6.0
"""Pixels by which a snap moves a note at most."""
AROUND, STEP = 320.0, 160.0
"""Pixels around the notes in the hand in which others draw them, and by how much that room is made larger."""
TICK = 4.0
ABOVE = 35.0


class Guides:
    """Snaps what one hand moves to the notes that lie near it in the view, and draws the lines that it follows."""

    def __init__(self, view: BoardView, moving: Sequence[str]):
        self._view = view
        self._moving = frozenset(moving)
        self._region = QRectF()
        self._snapper = Snapper(())
        self._drawn: tuple[Guide, ...] = ()
        self._item: QGraphicsPathItem | None = None

    def snap(self, box: QRectF, across: bool, down: bool) -> Snap:
        """How the box of the notes in the hand (board units) comes in line; nothing where notes are only boxes."""
        zoom = self._view.zoom
        if zoom < BOX_BELOW:
            return Snap()
        if not self._region.contains(_grown(box, STEP / zoom) & self._seen):
            self._look_around(box)
        rect = Rect(box.x(), box.y(), box.width(), box.height())
        return self._snapper.snap(rect, REACH / zoom, across, down)

    @property
    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _look_around(self, box: QRectF) -> None:
        scene = self._view.board_scene
        self._region = _grown(box, (AROUND + STEP) / self._view.zoom)
        aside = self._moving | scene.in_air
        boxes = [scene.note_items[note].box for note in scene.notes_in(self._region & self._seen) if note not in aside]
        self._snapper = Snapper(Rect(box.x(), box.y(), box.width(), box.height()) for box in boxes)

    def forget(self) -> None:
        """The board changed: what lies near is looked up again."""
        self._region = QRectF()

    def show(self, guides: tuple[Guide, ...]) -> None:
        if guides == self._drawn:
            return
        self._drawn = guides
        if self._item is None:
            self._item = QGraphicsPathItem()
            self._item.setZValue(ABOVE)
            self._view.board_scene.addItem(self._item)
        pen = QPen(colour("accent"), 1)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._item.setPen(pen)
        path = QPainterPath()
        for guide in guides:
            _draw(path, guide, TICK / self._view.zoom)
        self._item.setPath(path)

    def end(self) -> None:
        self._drawn = ()
        if self._item is not None:
            self._view.board_scene.removeItem(self._item)
            self._item = None


def _grown(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(-by, -by, by, by)


def _draw(path: QPainterPath, guide: Guide, tick: float) -> None:
    start, end = QPointF(*guide.start), QPointF(*guide.end)
    path.moveTo(start)
    path.lineTo(end)
    if guide.kind == "gap":
        across = QPointF(0, tick) if guide.start[1] == guide.end[1] else QPointF(tick, 0)
        for point in (start, end):
            path.moveTo(point - across)
            path.lineTo(point + across)
