"""The theme as Qt wants it: colours, icons and lengths, read whenever something is painted.

What is in force is set by ui/appearance.py. Rules of style sheets stand in resources/style.qss.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from canvas_app.app import resources
from canvas_app.domain.theme import Theme
from canvas_app.text.fonts import ui_family

PANEL_WIDTH = 336
TOP_BAR_HEIGHT = 56
TARGET = 44
LEFT_TO_RIGHT = "\u200e"
"""An invisible letter: what stands between two of them reads from the left."""


@dataclass
class InForce:
    """`scale`: the system's text size, 1.0 for the usual one; `motion`: whether anything may move by itself."""

    theme: str = "light"
    scale: float = 1.0
    motion: bool = True


in_force = InForce()


def theme() -> Theme:
    return resources.themes()[in_force.theme]


def use_theme(name: str) -> None:
    """From now on colours are those of this theme; `appearance` tells the widgets."""
    in_force.theme = name
    colour.cache_clear()


@lru_cache(maxsize=256)
def colour(name: str) -> QColor:
    """A colour of the theme by its field ("ink"), or of a hue ("coral.strong")."""
    hue, _, part = name.rpartition(".")
    return QColor(getattr(theme().hue(hue), part) if hue else getattr(theme(), part))


def px(length: float) -> int:
    """A length in pixels that grows with the system's text size."""
    return round(length * in_force.scale)


def mark(widget: QWidget, **properties: bool) -> None:
    """Sets properties that the style sheet tells apart, and styles the widget anew where they changed."""
    changed = [name for name, value in properties.items() if bool(widget.property(name)) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed:
        for part in (widget, *widget.findChildren(QWidget)):
            part.style().unpolish(part)
            part.style().polish(part)


def square(side: float) -> QSize:
    """For icons and their buttons: grows as `px` does."""
    return QSize(px(side), px(side))


def mirrored() -> bool:
    """Whether the window reads from the right."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def margins(start: int, top: int, end: int, bottom: int) -> QMargins:
    """Contents margins of a layout, which Qt does not mirror."""
    return QMargins(end, top, start, bottom) if mirrored() else QMargins(start, top, end, bottom)


def ordered(text: str) -> str:
    """Our words for a button or menu: what ends them ("…", "%") stays at their end in a mirrored window, too."""
    return f"{LEFT_TO_RIGHT}{text}{LEFT_TO_RIGHT}" if text and mirrored() else text


def mirror_x(x: int, width: int, room: int) -> int:
    """The left edge of something that would stand at `x`, in a window that reads from the left; from the right else."""
    return room - width - x if mirrored() else x


def motion_ms(wanted: int) -> int:
    """How long a movement takes, in milliseconds: 0 where the person or the system asks for none."""
    return wanted if in_force.motion else 0


def font(size: float, weight: int = 400) -> QFont:
    """The interface font; `size` in pixels at the usual text size."""
    return exact_font(size * in_force.scale, weight)


def exact_font(size: float, weight: int = 400) -> QFont:
    """The interface font in pixels, for painters that are scaled themselves."""
    result = QFont(ui_family())
    result.setPixelSize(max(1, round(size)))
    result.setWeight(QFont.Weight(weight))
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


@lru_cache(maxsize=512)
def icon_renderer(name: str, color: str) -> QSvgRenderer | None:
    """Draws the icon of that name in a colour ("#RRGGBB"); None where there is none."""
    svg = resources.icons().get(name)
    if svg is None:
        return None
    return QSvgRenderer(QByteArray(svg.replace(b"currentColor", color.encode())))


@lru_cache(maxsize=512)
def icon_pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """`size` in logical pixels; empty where there is no room."""
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    if pixmap.isNull():
        return pixmap
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = icon_renderer(name, color)
    if renderer is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
    return pixmap


MIRRORED = {"chevron-left": "chevron-right", "chevron-right": "chevron-left", "undo": "redo", "redo": "undo"}
"""Icons that point along the line of reading."""


class ThemeIcon(QIconEngine):
    """An icon in the colours of the theme at the moment it is painted, pointing the way the window reads."""

    def __init__(self, name: str, normal: str, active: str | None):
        super().__init__()
        self._name, self._normal, self._active = name, normal, active

    def clone(self) -> QIconEngine:
        return ThemeIcon(self._name, self._normal, self._active)

    def isNull(self) -> bool:
        return self._name not in resources.icons()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = min(rect.width(), rect.height())
        left, top = rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2
        painter.drawPixmap(left, top, self._draw(size, ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` in logical pixels."""
        return self._draw(min(size.width(), size.height()), scale, mode, state)

    def _draw(self, size: int, ratio: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        color = self._normal
        if mode == QIcon.Mode.Disabled:
            color = "line"
        elif state == QIcon.State.On and self._active is not None:
            color = self._active
        name = self._name
        if mirrored():
            name = MIRRORED.get(name, name)
        return icon_pixmap(name, colour(color).name(), size, ratio)


def icon(name: str, normal: str = "ink", active: str | None = None) -> QIcon:
    """An icon in a colour of the theme; `active` colours it where its button is switched on."""
    return QIcon(ThemeIcon(name, normal, active))
