"""The kept picture of all that lies still on the board, as large as the window.

Panning shifts it and paints the strips that come into sight; a change paints what it soiled; only a zoom paints all.
What was left plain to be in time (hairlines, boxes) is painted in full when the view rests, in slices between which
the window stays alive.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform

if TYPE_CHECKING:
    from canvas_app.ui.board.zoom_view import ZoomView

REST = 50
"""Milliseconds after the last move of the view until what was left plain is painted in full."""
SLICE = 6.0
"""Milliseconds of painting between two looks at what the person does."""
MOST_RECTS = 24


class Picture(QObject):
    def __init__(self, view: ZoomView):
        super().__init__(view)
        self._view = view
        self._pixmap = QPixmap()
        self._ratio = 1.0
        self._soiled: list[QRect] = []
        self._shift = QPoint()
        self._all = True
        self._plain = False
        self._finishing: Generator[None, None, None] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._begin_finishing)
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._work)

    @property
    def finished(self) -> bool:
        """Whether everything is painted in full."""
        return not (
            self._plain
            or self._all
            or self._soiled
            or not self._shift.isNull()
            or self._rest.isActive()
            or self._slices.isActive()
        )

    def soil(self, rect: QRect) -> None:
        """A part of the window (pixels) looks different."""
        self._stop()
        if not self._all:
            self._soiled.append(rect)
            if len(self._soiled) > 500:
                self.spoil()

    def spoil(self) -> None:
        """Everything looks different."""
        self._stop()
        self._all = True
        self._soiled.clear()
        self._shift = QPoint()

    def scroll(self, dx: int, dy: int) -> None:
        """What is painted has moved by pixels."""
        self._stop()
        self._shift += QPoint(dx, dy)
        self._soiled = [rect.translated(dx, dy) for rect in self._soiled]

    def move_soon_over(self) -> None:
        """The view moves under a hand; it rests when this has not been said for a while."""
        self._rest.start()

    # painting

    def draw(self, painter: QPainter, exposed: QRect) -> None:
        """Brings the picture up to date and draws a part of it (viewport pixels)."""
        self._bring_up_to_date()
        ratio = self._ratio
        part = QRectF(exposed.x() * ratio, exposed.y() * ratio, exposed.width() * ratio, exposed.height() * ratio)
        painter.drawPixmap(QRectF(exposed), self._pixmap, part)

    def _bring_up_to_date(self) -> None:
        view = self._view.viewport()
        ratio = view.devicePixelRatioF()
        wide, high = round(view.width() * ratio), round(view.height() * ratio)
        if (wide, high) != (self._pixmap.width(), self._pixmap.height()) or ratio != self._ratio:
            self.spoil()
            self._pixmap, self._ratio = _blank(wide, high), ratio
            self._view.look.ratio = ratio
        self._follow_shift()
        if self._all:
            self._plain = False
            rects = [view.rect()]
        else:
            rects = _merged(self._soiled, view.rect())
        self._all = False
        self._soiled = []
        if not rects:
            return
        painter = QPainter(self._pixmap)
        try:
            for rect in rects:
                for plain in self._paint(painter, rect, fine=False):
                    self._plain = self._plain or plain
        finally:
            painter.end()
        if (self._plain or not self._view.board_scene.prepared) and not self._rest.isActive():
            self._rest.start()

    def _follow_shift(self) -> None:
        """Shifts the picture as far as the view was scrolled; the strips that come into sight are soiled."""
        dx, dy, self._shift = self._shift.x(), self._shift.y(), QPoint()
        size = self._view.viewport().size()
        across, down = dx * self._ratio, dy * self._ratio
        if not (dx or dy) or self._all:
            return
        if across != int(across) or down != int(down) or abs(dx) >= size.width() or abs(dy) >= size.height():
            self.spoil()
            return
        self._pixmap.scroll(int(across), int(down), self._pixmap.rect())
        left = QRect(0 if dx > 0 else size.width() + dx, 0, abs(dx), size.height())
        top = QRect(0, 0 if dy > 0 else size.height() + dy, size.width(), abs(dy))
        self._soiled += [strip for strip in (left, top) if not strip.isEmpty()]

    def _paint(self, painter: QPainter, rect: QRect, fine: bool) -> Iterator[bool]:
        """Paints a part of the window (pixels)."""
        ratio = self._ratio
        left, top = int(rect.left() * ratio), int(rect.top() * ratio)
        right, bottom = -int(-(rect.right() + 1) * ratio // 1), -int(-(rect.bottom() + 1) * ratio // 1)
        device = QRect(left, top, right - left, bottom - top)
        painter.setTransform(QTransform())
        painter.setClipRect(device)
        to_device = self._view.viewportTransform() * QTransform.fromScale(ratio, ratio)
        back, _ = to_device.inverted()
        exposed = back.mapRect(QRectF(device))
        if not self._view.board_scene.zones.covers(exposed):
            self._view.paint_desk(painter, device, to_device)
        painter.setTransform(to_device)
        yield from self._view.board_scene.paint(painter, exposed, fine)

    # finishing

    def _begin_finishing(self) -> None:
        self._view.look.moving = False
        if self._all or self._soiled or not self._shift.isNull():
            self._view.viewport().update()
            self._rest.start()
            return
        exposed = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        scene = self._view.board_scene
        if self._plain or not scene.prepared or scene.unfinished(exposed):
            self._finishing = self._finish(exposed)
            self._slices.start()

    def _work(self) -> None:
        until = perf_counter() + SLICE / 1000
        assert self._finishing is not None
        while perf_counter() < until:
            if next(self._finishing, _END) is _END:
                self._slices.stop()
                self._finishing = None
                return

    def _stop(self) -> None:
        """Breaks off the finishing; it begins anew when the view rests."""
        if self._finishing is not None:
            self._slices.stop()
            self._finishing.close()
            self._finishing = None
            self._plain = True
            self._rest.start()

    def _finish(self, exposed: QRectF) -> Generator[None, None, None]:
        """First all lines, with the notes as they are; then the notes that are not sharp, and all once more."""
        if self._plain:
            yield from self._repaint()
        yield from self._view.board_scene.prepare()
        missing = self._view.board_scene.unfinished(exposed)
        for item in missing:
            item.make_face()
            yield
        if missing:
            yield from self._repaint()
        self._plain = False

    def _repaint(self) -> Generator[None, None, None]:
        view = self._view.viewport()
        fresh = _blank(self._pixmap.width(), self._pixmap.height())
        painter = QPainter(fresh)
        try:
            for _ in self._paint(painter, view.rect(), fine=True):
                yield
        finally:
            painter.end()
        self._pixmap = fresh
        view.update()


_END = object()


def _blank(wide: int, high: int) -> QPixmap:
    pixmap = QPixmap(max(1, wide), max(1, high))
    pixmap.fill(Qt.GlobalColor.white)
    return pixmap


def _merged(rects: list[QRect], window: QRect) -> list[QRect]:
    """The parts of the window that the rectangles cover, each once; few and larger ones rather than many."""
    region = QRegion()
    for rect in rects:
        region += rect & window
    if region.rectCount() > MOST_RECTS:
        return [region.boundingRect()]
    return list(cast(Iterable[QRect], region))
