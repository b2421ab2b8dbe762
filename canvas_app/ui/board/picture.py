"""What lies still on the board, as it is seen: a kept sheet somewhat larger than the window.

A frame is a copy of the sheet: panning copies another part of it, a zoom under a hand scales it, a change first paints
what it soiled. Between frames a timer paints, in slices after which the window stays alive: round the window ahead of
a pan, a new sheet for a zoom that goes on, and all in full when the view rests. Only where that is not in time the
frame paints what is missing itself, plainly (hairlines, boxes).
"""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QTransform

from canvas_app.ui.board.sheet import Sheet

if TYPE_CHECKING:
    from canvas_app.ui.board.zoom_view import ZoomView

REST = 50
"""Milliseconds after the last move of the view until what was left plain is painted in full."""
SLICE = 6.0
"""Milliseconds of painting between two looks at what the person does."""
MARGIN = 256
"""Device pixels of the sheet on every side of the window."""
AHEAD = 4
"""So many events of a zoom are expected to come while a sheet for it is painted."""
FURTHEST = 0.66
"""How much smaller such a sheet is at most than the zoom at which it is begun, where the zoom goes outward."""
MANY = 500
"""Notes that take so long to be drawn that the lines are not kept waiting for them."""

Job = Generator[None, None, None]


class Picture(QObject):
    def __init__(self, view: ZoomView):
        super().__init__(view)
        self._view = view
        self._sheet: Sheet | None = None
        self._coming: Sheet | None = None
        self._size = QSize()
        self._ratio = 1.0
        self._job: Job | None = None
        self._finishing = False
        """Whether the job is to paint all in full."""
        self._painting = False
        self._moved = False
        """Whether the view has moved since a sheet was begun for a zoom."""
        self._rested = False
        """Whether the view came to rest since it was last looked at what is plain."""
        self._pace = 1.0
        """By what the last event changed the zoom."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._on_rest)
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._work)

    @property
    def finished(self) -> bool:
        """Whether everything is painted in full, in sight and round it."""
        sheet = self._sheet
        return not (
            self._rest.isActive()
            or self._slices.isActive()
            or sheet is None
            or sheet.zoom != self._view.zoom
            or not sheet.meets(self._now)
            or self._is_off(sheet, 0)
        )

    def soil(self, rect: QRectF, soon: bool = False) -> None:
        """A part of the board (board units) looks different; with `soon` it is shown when the view rests.

        So it is with notes that turn out higher than they were while they are painted for a zoom.
        """
        grown = self._painting and self._coming is not None and self._view.look.moving
        for sheet in (self._sheet, self._coming):
            if sheet is not None:
                sheet.soil(rect, soon or grown)
        self._wait()

    def spoil(self) -> None:
        """Everything looks different."""
        self._drop_job()
        self._sheet = None
        self._wait()

    def move_soon_over(self) -> None:
        """The view moves under a hand; it rests when this has not been said for a while."""
        if not self._view.look.moving:
            self._drop_job()
            self._view.look.moving = True
        self._moved = True
        self._rested = False
        self._rest.start()
        self._slices.start()

    def zoom_changed(self, factor: float) -> None:
        """The sheet will do, scaled, as long as the view moves."""
        self._pace = factor
        if not self._view.look.moving:
            self.spoil()
        elif self._coming is None:
            self._drop_job()

    def scrolled(self) -> None:
        self._wait()

    def _wait(self) -> None:
        if not self._rest.isActive():
            self._rest.start()

    # frames

    @property
    def _now(self) -> QTransform:
        """Board units to device pixels of the window."""
        return self._view.viewportTransform() * QTransform.fromScale(self._ratio, self._ratio)

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        """Brings the picture up to date and draws a part of it (viewport pixels)."""
        sheet = self._up_to_date()
        ratio = self._ratio
        part = QRectF(exposed.x() * ratio, exposed.y() * ratio, exposed.width() * ratio, exposed.height() * ratio)
        if sheet.zoom == self._view.zoom:
            part.translate(sheet.window(self._now, self._size).topLeft())
        else:
            back, _ = sheet.to_window(self._now).inverted()
            part = back.mapRect(part)
        painter.drawPixmap(QRectF(exposed), sheet.pixmap, part)

    def _up_to_date(self) -> Sheet:
        view = self._view.viewport()
        ratio = view.devicePixelRatioF()
        size = QSize(round(view.width() * ratio), round(view.height() * ratio)).expandedTo(QSize(1, 1))
        if size != self._size or ratio != self._ratio:
            self.spoil()
            self._size, self._ratio = size, ratio
            self._view.look.ratio = ratio
        now, sheet = self._now, self._sheet
        if sheet is not None and sheet.zoom != self._view.zoom:
            back, _ = sheet.to_window(now).inverted()
            seen = back.mapRect(QRectF(0, 0, size.width(), size.height())).toAlignedRect()
            if sheet.pixmap.rect().contains(seen) and not sheet.is_soiled(seen):
                return sheet
            sheet = None
        if sheet is None:
            if self._coming is None:
                self._drop_job()
            sheet = self._sheet = self._new_sheet(self._view.zoom)
        if self._is_off(sheet, 0) or sheet.is_soiled(sheet.window(now, size)):
            self._paint_now(sheet)
        return sheet

    def _paint_now(self, sheet: Sheet) -> None:
        """Paints what is missing in the window."""
        if self._coming is None:
            self._drop_job()  # one painter at a time
        if self._is_off(sheet, 0):
            self._centre(sheet)
        painter = QPainter(sheet.pixmap)
        try:
            for rect in sheet.take(sheet.window(self._now, self._size)):
                for _ in self._paint(sheet, painter, rect, fine=False):
                    pass
        finally:
            painter.end()
        self._wait()

    def _new_sheet(self, zoom: float) -> Sheet:
        """A blank one with the window in its middle, for another zoom about the middle of the window."""
        wide, high = self._size.width(), self._size.height()
        share = zoom / self._view.zoom
        about = QTransform.fromTranslate(wide / 2 + MARGIN, high / 2 + MARGIN).scale(share, share)
        place = self._now * about.translate(-wide / 2, -high / 2)
        return Sheet(QSize(wide + 2 * MARGIN, high + 2 * MARGIN), place, zoom)

    def _is_off(self, sheet: Sheet, margin: int) -> bool:
        """Whether there is less of the sheet round the window than so many pixels."""
        seen = sheet.window(self._now, self._size)
        return not sheet.pixmap.rect().contains(seen.adjusted(-margin, -margin, margin, margin))

    def _centre(self, sheet: Sheet) -> None:
        off = sheet.window(self._now, self._size).topLeft()
        sheet.shift(MARGIN - off.x(), MARGIN - off.y())

    def _paint(self, sheet: Sheet, painter: QPainter, rect: QRect, fine: bool) -> Job:
        """Paints a part of a sheet (device pixels), at its zoom, whatever the present one."""
        painter.setTransform(QTransform())
        painter.setClipRect(rect)
        exposed = sheet.on_board(rect)
        look, scene, plain = self._view.look, self._view.board_scene, False
        steps = None
        while True:
            look.zoom, before = sheet.zoom, look.zoom
            self._painting = True
            try:
                if steps is None:
                    if not scene.zones.covers(exposed):
                        self._view.paint_desk(painter, rect, sheet.place)
                    painter.setTransform(sheet.place)
                    steps = scene.paint(painter, exposed, fine)
                step = next(steps, None)
            finally:
                look.zoom = before
                self._painting = False
            if step is None:
                break
            plain = plain or step
            yield
        if plain:
            sheet.plain.append(rect)

    # between frames

    def _on_rest(self) -> None:
        self._view.look.moving = False
        self._rested = True
        if not self._finishing:
            self._drop_job()
        self._slices.start()

    def _work(self) -> None:
        until = perf_counter() + SLICE / 1000
        while perf_counter() < until:
            if self._job is None:
                self._job = self._next_job()
            if self._job is None:
                self._slices.stop()
                return
            if next(self._job, _END) is _END:
                self._job = None
                self._finishing = False

    def _next_job(self) -> Job | None:
        sheet, now = self._sheet, self._now
        if sheet is None:
            self._view.viewport().update()
            return None
        same = sheet.zoom == self._view.zoom
        if self._rested:
            self._rested = False
            window = sheet.window(now, self._size)
            if not same or not sheet.meets(now) or sheet.is_plain(window) or not self._view.board_scene.prepared:
                self._finishing = True
                return self._finish()
        if not same:
            return self._follow_zoom() if self._moved and self._view.look.moving else None
        if sheet.soiled or self._is_off(sheet, MARGIN // 2):
            return self._paint_ahead(sheet)
        return None

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.close()
            self._job = self._coming = None
            self._finishing = False

    def _paint_ahead(self, sheet: Sheet) -> Job:
        """What is soiled round the window, so that it is there when it comes into sight."""
        if self._is_off(sheet, MARGIN // 2):
            self._centre(sheet)
            yield
        fine = not self._view.look.moving
        while rect := sheet.take_one():
            painter = None
            painted = False
            try:
                yield from self._draw_notes(sheet.on_board(rect))
                painter = QPainter(sheet.pixmap)
                yield from self._paint(sheet, painter, rect, fine)
                painted = True
            finally:
                if painter is not None:
                    painter.end()
                if not painted:
                    sheet.soiled.append(rect)

    def _follow_zoom(self) -> Job:
        """A new sheet, roughly of the zoom at which it will be done."""
        self._moved = False
        sheet = self._new_sheet(self._view.zoom * max(FURTHEST, min(1.0, self._pace**AHEAD)))
        yield from self._fill(sheet, sheet.pixmap.rect(), fine=False)

    def _finish(self) -> Job:
        """All in full: the notes first, then the lines under them; with many notes the lines before that, too."""
        yield from self._view.board_scene.prepare()
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        if len(self._view.board_scene.unfinished(seen)) > MANY:
            yield from self._repaint()
        yield from self._draw_notes(seen)
        yield from self._repaint()

    def _repaint(self) -> Job:
        sheet = self._new_sheet(self._view.zoom)
        yield from self._fill(sheet, sheet.window(self._now, self._size), fine=True)

    def _fill(self, sheet: Sheet, part: QRect, fine: bool) -> Job:
        """Paints a part of a new sheet, and shows it."""
        self._coming = sheet
        painter = QPainter(sheet.pixmap)
        try:
            for rect in sheet.take(part):
                yield from self._paint(sheet, painter, rect, fine)
        finally:
            painter.end()
        self._sheet, self._coming = sheet, None
        self._view.viewport().update()

    def _draw_notes(self, exposed: QRectF) -> Job:
        """Draws the pictures of the notes in a part of the board that have none, or at rest none of this zoom."""
        for item in self._view.board_scene.unfinished(exposed):
            item.make_face()
            yield


_END = object()
