"""What floats over the board: a soft shadow, and a picture that is kept while only the board under it changes."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QGraphicsEffect, QLabel, QWidget

from canvas_app.ui.theme import theme

SHADE = QColor(31, 36, 48)


class Floating(QGraphicsEffect):
    """Lays a soft shadow under a widget, and keeps the picture of one that is made of buttons and labels alone until
    any of them changes.

    `depth` is how far the shadow reaches, in pixels (0 for none), `strength` its alpha at the edge, `radius` the
    widget's corners. Qt paints a widget with an effect anew whenever what lies under it changes, and does not say why;
    so `still` widgets are asked how they stand, which is quicker than painting them.
    """

    def __init__(self, widget: QWidget, depth: int = 0, strength: int = 30, radius: float = 14.0, still: bool = False):
        super().__init__(widget)
        self._widget, self._still = widget, still
        self._state: object = None
        self._kept = QPixmap()
        self._kept_at = QPoint()
        self._depth, self._strength, self._radius = depth, strength, radius
        widget.setGraphicsEffect(self)

    def boundingRectFor(self, rect: QRectF | QRect) -> QRectF:
        return QRectF(rect).adjusted(-self._depth, -self._depth, self._depth, 1.4 * self._depth)

    def draw(self, painter: QPainter) -> None:
        state = _standing(self._widget) if self._still else None
        if state is None or state != self._state:
            self._state = state
            self._kept = self.sourcePixmap(
                Qt.CoordinateSystem.LogicalCoordinates, self._kept_at, QGraphicsEffect.PixmapPadMode.NoPad
            )
        at, pixmap = self._kept_at, self._kept
        if self._depth:
            ratio = pixmap.devicePixelRatioF()
            shadow = _shadow(pixmap.size(), ratio, self._depth, self._strength, self._radius)
            painter.drawPixmap(at - QPoint(self._depth, self._depth), shadow)
        painter.drawPixmap(at, pixmap)


def _standing(widget: QWidget) -> object:
    """All that the look of buttons and labels depends on."""
    found: list[object] = [theme(), widget.size().toTuple(), widget.devicePixelRatioF(), widget.layoutDirection()]
    for child in widget.findChildren(QWidget):
        if not child.isVisible():
            continue
        found.append((child.geometry().getRect(), child.isEnabled(), child.underMouse(), child.hasFocus()))
        found.append([child.property(bytes(name.data()).decode()) for name in child.dynamicPropertyNames()])
        if isinstance(child, QAbstractButton):
            found.append((child.text(), child.isChecked(), child.isDown(), child.icon().cacheKey()))
        elif isinstance(child, QLabel):
            found.append(child.text())
    return found


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
