"""How the whole window looks: its theme, how large its text is, whether things move; follows the system."""

from __future__ import annotations

import re
import sys

from PySide6.QtCore import QEvent, QLocale, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from canvas_app.app import resources
from canvas_app.app.settings import Settings
from canvas_app.text.fonts import ui_family
from canvas_app.ui.theme import colour, font, in_force, mirrored, px, theme, use_theme

USUAL_TEXT = {"darwin": (13, 13), "win32": (12, 12)}.get(sys.platform, (12, 15))
"""Pixels of the system's font where nobody has changed it, from the smallest desktop's to the largest's."""
GRIP = 40
"""Pixels of a window that can be taken hold of."""
LEAST_SCALE, MOST_SCALE = 0.85, 2.0
_GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
_TOKEN = re.compile(r"@([a-z_]+(?:\.(?:note|edge|strong|tint))?)|(\d+(?:\.\d+)?)sp\b")

_MIRRORED = 'QLabel { qproperty-alignment: "AlignRight|AlignAbsolute|AlignVCenter"; }'
"""Qt puts words of a label at the side where their own script begins; ours stand where the window's lines begin."""

_settings = Settings()


class _Fields(QObject):
    """Lays the words of all fields out again when fonts come, in whatever thread a script was met for the first time.

    Qt keeps the glyphs of a field, but takes them from the fonts as they are now: others, or none, would be shown.
    """

    def __init__(self, application: QApplication):
        super().__init__(application)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._lay_out)
        # Qt says so with its fonts locked: called at once, Python would wait for a thread that waits for these.
        application.fontDatabaseChanged.connect(self._on_fonts, Qt.ConnectionType.QueuedConnection)

    def _on_fonts(self) -> None:
        self._soon.start()

    def _lay_out(self) -> None:
        for widget in QApplication.allWidgets():
            if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
                QApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))


def is_in_sight(box: tuple[int, int, int, int]) -> bool:
    """Whether enough of the upper edge of a window at x, y, width, height is on a screen to take hold of it."""
    edge = QRect(*box[:3], GRIP)
    return any(screen.geometry().intersected(edge).width() >= GRIP for screen in QGuiApplication.screens())


def first_size() -> QSize:
    """Of a window that was never sized: 1440 x 900 pixels, or what the screen has room for beside a frame."""
    screen = QGuiApplication.primaryScreen().availableSize()
    return QSize(1440, 900).boundedTo(screen - QSize(16, 48))


def dress(application: QApplication, settings: Settings) -> None:
    """Gives a new application its looks, before it has windows; from then on they follow the system."""
    in_force.scale = text_scale(QFontInfo(application.font()).pixelSize())
    application.setLayoutDirection(QLocale().textDirection())
    application.setStyle("Fusion")
    application.setFont(font(13))
    hints = application.styleHints()
    hints.colorSchemeChanged.connect(_follow)
    hints.accessibility().contrastPreferenceChanged.connect(_follow)
    motion_changed = getattr(hints.accessibility(), "motionPreferenceChanged", None)
    if motion_changed is not None:
        motion_changed.connect(_follow)
    if application.findChild(_Fields) is None:
        _Fields(application)
    in_force.theme = ""  # whichever is wished is put on
    take_settings(settings)


def take_settings(settings: Settings) -> None:
    """Takes up the person's wishes at once."""
    _heed(settings)
    _follow()


def _heed(settings: Settings) -> None:
    global _settings
    changed = settings.theme != _settings.theme
    _settings = settings
    if changed:
        QGuiApplication.styleHints().setColorScheme(_scheme_of(settings.theme))


def _scheme_of(wish: str) -> Qt.ColorScheme:
    """What the frames of windows and the system's own dialogs are to look like beside a theme."""
    chosen = resources.themes().get(wish)
    if chosen is None:
        return Qt.ColorScheme.Unknown
    return Qt.ColorScheme.Dark if chosen.dark else Qt.ColorScheme.Light


def _follow() -> None:
    application = QApplication.instance()
    in_force.motion = _settings.motion and not less_motion()
    if isinstance(application, QApplication) and _wished() != in_force.theme:
        _put_on(application)


def _wished() -> str:
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    return theme_for(_settings.theme, dark, strong)


def theme_for(wish: str, dark: bool, strong: bool) -> str:
    """The theme for a setting, where the system shows light on dark or asks for strong contrast."""
    if wish != "system" and wish in resources.themes():
        return wish
    if strong:
        return "contrast-dark" if dark else "contrast"
    return "dark" if dark else "light"


def less_motion() -> bool:
    """Whether the system asks for less motion; Qt tells from 6.12 on, and on Windows before."""
    hints = QGuiApplication.styleHints().accessibility()
    wish = getattr(hints, "motionPreference", None)
    if wish is not None:
        return wish().name != "NoPreference"
    return sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


def text_scale(system_pixels: float) -> float:
    """How much larger than usual the system's font is, within limits; Qt says -1 where the machine has no font."""
    if system_pixels <= 0:
        return 1.0
    smallest, largest = USUAL_TEXT
    usual = min(max(system_pixels, smallest), largest)
    return min(max(system_pixels / usual, LEAST_SCALE), MOST_SCALE)


def _put_on(application: QApplication) -> None:
    use_theme(_wished())
    application.setPalette(palette())
    application.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """resources/style.qss with the theme's colours, the system's text size and the direction of reading."""
    marks = resources.root() / "marks"
    start, end = ("right", "left") if mirrored() else ("left", "right")
    ground, other = ("dark", "light") if theme().dark else ("light", "dark")
    values = {
        "family": ui_family(),
        "marks": (marks / ground).as_posix(),
        "reversed_marks": (marks / other).as_posix(),
        "start": start,
        "end": end,
    }

    def value(found: re.Match[str]) -> str:
        name, length = found.groups()
        if length:
            return f"{px(float(length))}px"
        return values.get(name) or colour(name).name()

    return _TOKEN.sub(value, resources.style()) + (_MIRRORED if mirrored() else "")


def palette() -> QPalette:
    """For what style sheets do not reach: dialogs of Qt, indicators, selections."""
    role = QPalette.ColorRole
    names = {
        role.Window: "panel", role.WindowText: "ink", role.Base: "panel", role.AlternateBase: "desk",
        role.ToolTipBase: "ink", role.ToolTipText: "panel", role.PlaceholderText: "muted", role.Text: "ink",
        role.Button: "panel", role.ButtonText: "ink", role.BrightText: "panel", role.Link: "accent",
        role.LinkVisited: "accent", role.Highlight: "accent", role.HighlightedText: "panel", role.Accent: "accent",
        role.Light: "desk", role.Midlight: "track", role.Mid: "line", role.Dark: "frame", role.Shadow: "frame",
    }  # fmt: skip
    result = QPalette()
    for group in _GROUPS:
        for which, name in names.items():
            result.setColor(group, which, QColor(colour(name)))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(colour("line")))
    return result
