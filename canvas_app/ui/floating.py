"""What floats over the board, painted once and kept: the board under it changes with every frame, it does not."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsEffect, QWidget

SHADE = QColor(31, 36, 48)


class Floating(QGraphicsEffect):
    """Keeps the picture of a widget until the widget changes, and lays a soft shadow under it.

    `depth` is how far the shadow reaches, in pixels (0 for none), `strength` its alpha at the edge, `radius` the
    widget's corners.
    """

    def __init__(self, widget: QWidget, depth: int = 0, strength: int = 30, radius: float = 14.0):
        super().__init__(widget)
        self._depth, self._strength, self._radius = depth, strength, radius
        widget.setGraphicsEffect(self)

    def boundingRectFor(self, rect: QRectF | QRect) -> QRectF:
        return QRectF(rect).adjusted(-self._depth, -self._depth, self._depth, 1.4 * self._depth)

    def draw(self, painter: QPainter) -> None:
        at = QPoint()
        pixmap = self.sourcePixmap(Qt.CoordinateSystem.LogicalCoordinates, at, QGraphicsEffect.PixmapPadMode.NoPad)
        if self._depth:
            ratio = pixmap.devicePixelRatioF()
            shadow = _shadow(pixmap.size(), ratio, self._depth, self._strength, self._radius)
            painter.drawPixmap(at - QPoint(self._depth, self._depth), shadow)
        painter.drawPixmap(at, pixmap)


@lru_cache(maxsize=16)
def _shadow(size: QSize, ratio: float, depth: int, strength: int, radius: float) -> QPixmap:
    """The shadow of a rounded box of `size` device pixels, `depth` pixels larger on every side and more below."""
    wide, high = size.width() / ratio, size.height() / ratio
    whole = QSize(round((wide + 2 * depth) * ratio), round((high + 2.4 * depth) * ratio))
    pixmap = QPixmap(whole)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Rings that grow fainter outwards: each adds to those that it lies under.
    for out in range(depth, 0, -1):
        share = 1 - out / (depth + 1)
        shade = QColor(SHADE)
        shade.setAlphaF(strength / 255 * share * 2 / depth)
        painter.setBrush(shade)
        box = QRectF(depth - out, 1.2 * depth - out, wide + 2 * out, high + 2 * out)
        painter.drawRoundedRect(box, radius + out, radius + out)
    painter.end()
    return pixmap
