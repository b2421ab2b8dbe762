"""A picture of a part of the board at one zoom, in device pixels."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPixmap, QRegion, QTransform

MOST_RECTS = 24
MOST_PARTS = 500


class Sheet:
    """`place` maps board units to its pixels, `zoom` is the one of which they are.

    `soiled` are the parts that have to be painted; `plain` those that will do for the moment: painted with less than
    all there is, or a little out of date.
    """

    def __init__(self, size: QSize, place: QTransform, zoom: float):
        self.pixmap = QPixmap(size)
        self.pixmap.fill(Qt.GlobalColor.white)
        self.place, self.zoom = place, zoom
        self.soiled = [self.pixmap.rect()]
        self.plain: list[QRect] = []

    def soil(self, rect: QRectF, soon: bool = False) -> None:
        """A part of the board (board units) looks different; `soon` leaves it plain."""
        parts, whole = self.plain if soon else self.soiled, self.pixmap.rect()
        if parts and parts[0] == whole:
            return
        pixels = self.place.mapRect(rect)
        if not pixels.intersects(QRectF(whole)):
            return
        part = pixels.toAlignedRect().adjusted(-2, -2, 2, 2) & whole
        if part == whole or len(parts) > MOST_PARTS:
            parts[:] = [whole]
        else:
            parts.append(part)

    def take(self, part: QRect) -> list[QRect]:
        """Those of its soiled parts that lie in a rectangle, each pixel once, and soiled no longer."""
        if not any(rect.intersects(part) for rect in self.soiled):
            return []
        region = QRegion()
        for rect in self.soiled:
            region += rect
        self.soiled = _few(region - QRegion(part))
        return _few(region & part)

    def take_one(self) -> QRect | None:
        """One of its soiled parts, which is soiled no longer."""
        self.soiled = self.take(self.pixmap.rect())
        return self.soiled.pop() if self.soiled else None

    def is_soiled(self, part: QRect) -> bool:
        return any(rect.intersects(part) for rect in self.soiled)

    def is_plain(self, part: QRect) -> bool:
        return any(rect.intersects(part) for rect in self.plain)

    def on_board(self, part: QRect) -> QRectF:
        """A part of it in board units."""
        back, _ = self.place.inverted()
        return back.mapRect(QRectF(part))

    def to_window(self, now: QTransform) -> QTransform:
        """Its pixels to those of a window that shows the board by `now`."""
        back, _ = self.place.inverted()
        return back * now

    def window(self, now: QTransform, size: QSize) -> QRect:
        """Its part in a window of this size that shows the board by `now`, at the same zoom."""
        return QRect(QPoint(round(self.place.m31() - now.m31()), round(self.place.m32() - now.m32())), size)

    def meets(self, now: QTransform) -> bool:
        """Whether its pixels, of the same zoom, are those of a window, and do not lie between them."""
        across, down = self.place.m31() - now.m31(), self.place.m32() - now.m32()
        return abs(across - round(across)) < 0.01 and abs(down - round(down)) < 0.01

    def shift(self, dx: int, dy: int) -> None:
        """Moves what is painted by pixels; what comes in at the edges is soiled."""
        whole = self.pixmap.rect()
        if abs(dx) >= whole.width() or abs(dy) >= whole.height():
            self.soiled, self.plain = [whole], []
        else:
            self.pixmap.scroll(dx, dy, whole)
            moved = [rect.translated(dx, dy) & whole for rect in self.soiled]
            left = QRect(0 if dx > 0 else whole.width() + dx, 0, abs(dx), whole.height())
            top = QRect(0, 0 if dy > 0 else whole.height() + dy, whole.width(), abs(dy))
            self.soiled = [rect for rect in (*moved, left, top) if not rect.isEmpty()]
            self.plain = [rect for rect in (old.translated(dx, dy) & whole for old in self.plain) if not rect.isEmpty()]
        self.place = self.place * QTransform.fromTranslate(dx, dy)


def _few(region: QRegion) -> list[QRect]:
    """Its rectangles; one round all where they are many."""
    if region.rectCount() > MOST_RECTS:
        return [region.boundingRect()]
    return list(cast(Iterable[QRect], region))
