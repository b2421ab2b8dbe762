"""The board seen from somewhere: zoom, scroll, fit, and the desk behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from canvas_app.domain.board import Board
from canvas_app.ui.board.glide import Glide
from canvas_app.ui.board.note_item import Look
from canvas_app.ui.board.picture import Picture
from canvas_app.ui.board.scene import BoardScene
from canvas_app.ui.theme import colour, motion_ms

MIN_ZOOM, MAX_ZOOM = 0.04, 6.0
DOTS = 24
DOTS_FADE = (0.3, 0.5)
LEGIBLE = 0.6
ZOOM_TO = 150
"""Milliseconds that a zoom by key or button takes."""
COVERED = (78, 0, 0, 56)
"""Left, top, right, bottom: what the rail and the chips cover, in pixels."""


class ZoomView(QGraphicsView):
    """`zoomed` says that the zoom changed; 1.0 is one pixel a board unit. `covered`: as COVERED, for this window.

    `lids`: what floats over a part of the board that notes are not to be left under.
    """

    zoomed = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None):
        self.look = Look()
        self.board_scene = BoardScene(board, self.look)
        super().__init__(self.board_scene, parent)
        self.covered = COVERED
        self.lids: list[QWidget] = []
        self._fitted_at: tuple[float, int, int] | None = None
        self._dots_key: tuple[int, float] | None = None
        self._dots_tile = QPixmap()
        self.picture = Picture(self)
        self.glide = Glide(self)
        self.board_scene.soil = self._soil
        self.board_scene.soil_soon = partial(self.picture.soil, soon=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)

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
        factor, self.look.zoom = zoom / self.zoom, zoom
        self.picture.zoom_changed(factor)
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self._scroll_to(before, about)
        self._on_view_changed()
        self.zoomed.emit()

    def zoom_about(self, about: QPointF, factor: float) -> None:
        """Zooms under a hand: fast while it moves, sharp when it rests."""
        self.picture.move_soon_over()
        self.set_zoom(self.zoom * factor, about)

    def _soil(self, rect: QRectF) -> None:
        """A part of the board looks different."""
        self.picture.soil(rect)
        seen = self.viewport().rect()
        pixels = self.viewportTransform().mapRect(rect)
        if pixels.intersects(QRectF(seen)):
            self.viewport().update(pixels.toAlignedRect().adjusted(-2, -2, 2, 2) & seen)

    def forget_pictures(self) -> None:
        """Paints everything anew, in the colours of another theme."""
        self.board_scene.restyle()
        self._dots_key = None
        self.picture.spoil()
        self.viewport().update()

    @property
    def gesture_in_progress(self) -> bool:
        """Whether a hand holds something, under which nothing may move by itself."""
        return False

    def look_at(
        self, zoom: float, point: QPointF, at: QPointF, motion: bool, then: Callable[[], None] | None = None
    ) -> None:
        """Brings a board point to a viewport point; with `motion` so that the eye can follow."""
        zoom = max(MIN_ZOOM, min(MAX_ZOOM, zoom))
        ms = motion_ms(ZOOM_TO) if motion and not self.gesture_in_progress else 0
        self.glide.to(zoom, point, at, ms, then)

    def zoom_by(self, factor: float, motion: bool = False) -> None:
        self.zoom_to(self.glide.goal_zoom * factor, motion)

    def zoom_to(self, zoom: float, motion: bool = False) -> None:
        middle = QPointF(self.viewport().rect().center())
        self.look_at(zoom, self.glide.goal_point(middle), middle, motion)

    def pan_by(self, by: QPointF) -> None:
        """Moves the board by pixels, keeping some of it in sight."""
        self.picture.move_soon_over()
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

    def _clear(self, gap: float) -> QRectF:
        """The part of the viewport that nothing covers, and at least `gap` pixels from its edges."""
        left, top, right, bottom = (max(gap, side) for side in self.covered)
        return QRectF(self.viewport().rect()).adjusted(left, top, -right, -bottom)

    def fit_rect(
        self, rect: QRectF, largest: float = 1.0, motion: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Shows a rectangle of the board as large as the window allows, up to `largest`."""
        room = self._clear(24)
        if room.width() < 50 or room.height() < 50:
            room = QRectF(self.viewport().rect())
        zoom = min(room.width() / max(rect.width(), 1), room.height() / max(rect.height(), 1), largest)
        self.look_at(zoom, rect.center(), room.center(), motion, then)

    def fit_board(self, motion: bool = False) -> None:
        self.fit_rect(self.board_scene.content_rect(), motion=motion, then=self._on_fitted)

    def _on_fitted(self) -> None:
        self._fitted_at = self._place()

    @property
    def is_fitted(self) -> bool:
        """Whether nobody has zoomed or moved the view since the board was fitted."""
        return self._fitted_at == self._place() or self.glide.leads_to(self._on_fitted)

    def _place(self) -> tuple[float, int, int]:
        return self.zoom, self.horizontalScrollBar().value(), self.verticalScrollBar().value()

    def _rect_of(self, notes: Sequence[str]) -> QRectF:
        rect = QRectF()
        for note_id in notes:
            item = self.board_scene.note_items.get(note_id)
            rect = rect.united(item.body) if item else rect
        return rect

    def show_notes(self, ids: Sequence[str], motion: bool = False) -> None:
        """Centres notes; zooms only where they would not fit or could not be read."""
        rect = self._rect_of(ids)
        if rect.isNull():
            return
        room = self._clear(24)
        if rect.width() * self.zoom > room.width() or rect.height() * self.zoom > room.height():
            self.fit_rect(rect.adjusted(-40, -40, 40, 40), motion=motion)
            return
        zoom = 1.0 if self.zoom < LEGIBLE and len(ids) == 1 else self.zoom
        self.look_at(zoom, rect.center(), room.center(), motion)

    def bring_into_view(self, ids: Sequence[str], motion: bool = False) -> None:
        """As `show_notes`, but leaves the view alone where all of them are in sight already."""
        seen = self._clear(8)
        rect = self._rect_of(ids)
        shown = self.viewportTransform().mapRect(rect)
        in_sight = not self.glide.running and seen.contains(shown) and not self._under_lid(shown)
        if not rect.isNull() and not in_sight:
            self.show_notes(ids, motion)

    def _under_lid(self, shown: QRectF) -> bool:
        return any(lid.isVisible() and QRectF(lid.geometry()).intersects(shown) for lid in self.lids)

    def make_legible(self, rect: QRectF) -> None:
        """Zooms in where a part of the board could not be read, and brings it into view."""
        if self.zoom < LEGIBLE:
            self.set_zoom(1.0, self.viewportTransform().map(rect.center()))
        seen = QRectF(self.viewport().rect()).adjusted(8, 8, -8, -8)
        shown = self.viewportTransform().mapRect(rect)
        if not seen.contains(shown) or self._under_lid(shown):
            self._scroll_to(rect.center(), QPointF(self.viewport().rect().center()))
            self._on_view_changed()

    def keep_in_sight(self, rect: QRectF) -> None:
        """Scrolls as little as it takes to show a rectangle (viewport pixels)."""
        seen = self._clear(16)
        if seen.contains(rect) or seen.width() <= rect.width() or seen.height() <= rect.height():
            return
        right, down = max(0.0, seen.left() - rect.left()), max(0.0, seen.top() - rect.top())
        left, up = max(0.0, rect.right() - seen.right()), max(0.0, rect.bottom() - seen.bottom())
        self.pan_by(QPointF(right - left, down - up))

    def _on_view_changed(self) -> None:
        """Called after every zoom and scroll."""
        if self.board_scene.handle_note:
            self.board_scene.show_handles(self.board_scene.handle_note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_view_changed()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Qt would shift the pixels of the window, and with tools and chips lying over it paint all of them twice.
        mode = self.viewportUpdateMode()
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        super().scrollContentsBy(dx, dy)
        self.setViewportUpdateMode(mode)
        self.picture.scrolled()
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """All that lies still: the kept picture. What is in the air Qt paints over it."""
        painter.save()
        painter.resetTransform()
        exposed = self.viewportTransform().mapRect(QRectF(rect)).toAlignedRect().intersected(self.viewport().rect())
        self.picture.draw(painter, exposed)
        painter.restore()

    def paint_desk(self, painter: QPainter, device: QRect, to_device: QTransform) -> None:
        """The desk with its dots, on a device in device pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.zoom <= DOTS_FADE[0]:
            painter.fillRect(device, colour("desk"))
            return
        tile, cell = self._dots()
        origin = to_device.map(QPointF(0, 0))
        offset = QPointF((device.x() - origin.x()) % cell, (device.y() - origin.y()) % cell)
        painter.drawTiledPixmap(QRectF(device), tile, offset)

    def _dots(self) -> tuple[QPixmap, float]:
        """A tile of the dot grid at this zoom, and its side in device pixels."""
        strength = round(min(1.0, (self.zoom - DOTS_FADE[0]) / (DOTS_FADE[1] - DOTS_FADE[0])), 2)
        scale = self.look.scale
        cells = 8
        side = round(cells * DOTS * scale)
        key = (side, strength)
        if self._dots_key != key:
            tile = QPixmap(side, side)
            tile.fill(colour("desk"))
            painter = QPainter(tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dot = QColor(colour("dots"))
            dot.setAlphaF(strength)
            painter.setBrush(dot)
            painter.setPen(Qt.PenStyle.NoPen)
            radius = 1.2 * self.look.ratio
            for row in range(cells):
                for column in range(cells):
                    painter.drawEllipse(
                        QPointF((column + 0.5) * side / cells, (row + 0.5) * side / cells), radius, radius
                    )
            painter.end()
            self._dots_key, self._dots_tile = key, tile
        return self._dots_tile, float(side)
