"""The theme as Qt wants it: colours, icons and one style sheet."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from canvas_app.app import resources
from canvas_app.domain.theme import Theme
from canvas_app.text.fonts import ui_family

PANEL_WIDTH = 336
TOP_BAR_HEIGHT = 56
RAIL_WIDTH = 56
TARGET = 44


def theme() -> Theme:
    return resources.themes()["light"]


@lru_cache(maxsize=256)
def colour(name: str) -> QColor:
    """A colour of the theme by its field ("ink"), or of a hue ("coral.strong")."""
    hue, _, part = name.rpartition(".")
    return QColor(getattr(theme().hue(hue), part) if hue else getattr(theme(), part))


def font(size: float, weight: int = 400) -> QFont:
    """The interface font in pixels."""
    result = QFont(ui_family())
    result.setPixelSize(round(size))
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
    """`size` in logical pixels."""
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = icon_renderer(name, color)
    if renderer is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
    return pixmap


def icon(name: str, normal: str = "ink", active: str | None = None, size: int = 20) -> QIcon:
    """An icon in a theme colour; `active` colours it where its button is switched on."""
    result = QIcon()
    for ratio in {1.0, QGuiApplication.primaryScreen().devicePixelRatio()}:
        result.addPixmap(icon_pixmap(name, colour(normal).name(), size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
        faint = colour("line").name()
        result.addPixmap(icon_pixmap(name, faint, size, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
        if active is not None:
            result.addPixmap(icon_pixmap(name, colour(active).name(), size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return result


def style_sheet() -> str:
    t = theme()
    icons = (resources.root() / "icons").as_posix()
    return f"""
* {{ font-family: "{ui_family()}"; font-size: 13px; color: {t.ink}; }}
QMainWindow, QDialog, QWidget#page {{ background: {t.panel}; }}
QToolTip {{ background: {t.ink}; color: {t.panel}; border: none; padding: 5px 8px; font-size: 12px; }}
QMenu {{ background: {t.panel}; border: 1px solid {t.hairline}; padding: 6px; }}
QMenu::item {{ padding: 7px 26px 7px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {t.accent_tint}; }}
QMenu::item:disabled {{ color: {t.line}; }}
QMenu::separator {{ height: 1px; background: {t.hairline}; margin: 5px 4px; }}
QPushButton {{ background: {t.panel}; border: 1px solid {t.hairline}; border-radius: 8px; padding: 0 14px;
  min-height: 34px; font-weight: 600; }}
QPushButton:hover {{ background: {t.desk}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 0 13px; }}
QPushButton:disabled {{ color: {t.line}; }}
QPushButton[primary="true"] {{ background: {t.accent}; border-color: {t.accent}; color: {t.panel}; }}
QPushButton[primary="true"]:hover {{ background: #2A50CC; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.ink}; }}
QPushButton[primary="true"]:disabled {{ background: {t.track}; border-color: {t.track}; color: {t.muted}; }}
QPushButton[flat="true"] {{ background: transparent; border-color: transparent; }}
QPushButton[flat="true"]:hover {{ background: {t.desk}; }}
QPushButton[flat="true"]:focus {{ border: 2px solid {t.accent}; }}
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit {{ background: {t.panel}; border: 1px solid {t.hairline};
  border-radius: 8px; padding: 6px 10px; selection-background-color: {t.accent}; selection-color: {t.panel}; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.accent};
  padding: 5px 9px; }}
QLineEdit, QComboBox {{ min-height: 24px; font-size: 14px; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 14px; height: 14px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {t.hairline}; border-radius: 3px; min-height: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
  height: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {t.panel}; border: none; }}
QListView, QTreeView {{ background: {t.panel}; border: none; outline: 0; }}
QComboBox QAbstractItemView {{ background: {t.panel}; border: 1px solid {t.hairline}; padding: 4px; outline: 0;
  selection-background-color: {t.accent_tint}; selection-color: {t.ink}; }}
QPushButton[small="true"], QToolButton[small="true"] {{ min-height: 28px; padding: 0 10px; font-size: 12px; }}
QToolButton[quiet="true"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 3px; }}
QToolButton[quiet="true"]:hover {{ background: {t.desk}; }}
QToolButton[quiet="true"]:focus {{ border: 1.5px solid {t.accent}; }}
QTextEdit[bare="true"], QTextEdit[bare="true"]:focus {{ border: none; padding: 0; border-radius: 0; font-size: 14px;
  background: transparent; }}
QFrame[card="true"] {{ background: {t.panel}; border: 1px solid {t.hairline}; border-radius: 10px; }}
QFrame[card="true"]:focus, QFrame[card="true"][active="true"] {{ border: 1.5px solid {t.accent}; }}
QLabel[muted="true"] {{ color: {t.muted}; }}
QLabel[heading="true"] {{ font-size: 17px; font-weight: 700; }}
"""
