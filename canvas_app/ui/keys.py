"""Keys that Qt's shortcuts alone get wrong: text fields keep theirs, and letters are found on every keyboard layout."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

_CTRL, _ALT, _META = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
)
_WALKING = {
    getattr(Qt.Key, f"Key_{name}") for name in ("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown")
}
_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'`", 43: "\\ZXCVBNM,./"}
_POSITIONS = {first + n: char for first, row in _ROWS.items() for n, char in enumerate(row)}
"""What a US keyboard has on a key, by the key's number in evdev, which is the PC's scan code."""
_MAC = dict(enumerate("ASDFHGZXCV BQWERYT123465=97-80]OU[IP LJ'K;\\,/NM.")) | {50: "`"}
"""The same by the virtual key code of a Mac."""


RESERVED = {
    "Space": "Space moves the view while it is held; choose another key.",
    "Tab": "Tab walks from note to note; choose another key.",
    "Shift+Tab": "Shift+Tab walks from note to note; choose another key.",
}
"""Keys that no action may have, and why."""


def portable(key: str) -> str:
    """The key in Qt's portable notation; "" for what is no key, alone or with modifiers."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString().replace("Backtab", "Tab") if sequence.count() == 1 else ""


def spelt(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def position(event: QKeyEvent, platform: str = sys.platform) -> Qt.Key | None:
    """What a US keyboard has where this key is, if the key writes a letter or digit that is not Latin."""
    code = event.key()
    if not 0x80 <= code <= sys.maxunicode:
        return None
    char = chr(code)
    if unicodedata.category(char)[0] not in "LMN" or unicodedata.name(char, "LATIN").startswith("LATIN"):
        return None
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return Qt.Key(Qt.Key.Key_0.value + digit)
    if platform == "darwin":
        found = _MAC.get(event.nativeVirtualKey(), " ")
    else:
        found = _POSITIONS.get(event.nativeScanCode() - (0 if platform == "win32" else 8), " ")
    return Qt.Key(ord(found)) if found != " " else None


def keeps(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key is this widget's own, so that no action may have it first."""
    modifiers = event.modifiers() & (_CTRL | _ALT | _META)
    writes = isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and not widget.isReadOnly()
    if modifiers:
        typing = modifiers == (_ALT if sys.platform == "darwin" else _CTRL | _ALT)  # Option, AltGr
        return writes and typing and event.text().isprintable() and bool(event.text())
    if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
        return False
    if writes or isinstance(widget, QComboBox | QAbstractSpinBox | QAbstractSlider):
        return True
    return isinstance(widget, QAbstractItemView) and event.key() in _WALKING


class Keys(QObject):
    """Watches the keys that reach the window, as nothing below it wanted them, and Enter on the button in focus."""

    def __init__(self, window: QWidget, actions: Mapping[str, QAction]):
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._released = (0, 0)
        window.installEventFilter(self)

    def follow_focus(self) -> None:
        """Watches the button of the window that has the focus, if one has it, from now on."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton | QToolButton) and focus.window() is self._window:
            focus.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QPushButton | QToolButton):
            return kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _pressed(watched, event)
        if kind == QEvent.Type.Show and watched is self._window and self._window.windowHandle() is not None:
            self._window.windowHandle().installEventFilter(self)
        if not isinstance(event, QKeyEvent):
            return False
        if watched is not self._window:
            if kind == QEvent.Type.KeyRelease:
                self._released = (event.nativeScanCode(), event.timestamp())
            return kind == QEvent.Type.KeyPress and self._still_held(event)
        if kind == QEvent.Type.ShortcutOverride:
            if self._still_held(event) or keeps(QApplication.focusWidget(), event):
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    def _still_held(self, event: QKeyEvent) -> bool:
        """Whether a held key comes as released and pressed in one moment, as X sends it, and busy Qt takes it."""
        now = (event.nativeScanCode(), event.timestamp())
        return not event.isAutoRepeat() and all(now) and now == self._released

    def _press(self, event: QKeyEvent) -> bool:
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            return self._trigger(event.keyCombination(), event.isAutoRepeat())
        key = position(event)
        if key is None or keeps(focus, event):
            return False
        if focus is not None and _would_take(focus, key, event):
            return True
        return self._trigger(QKeyCombination(event.modifiers(), key), event.isAutoRepeat())

    def _trigger(self, keys: QKeyCombination, again: bool) -> bool:
        wanted = QKeySequence(keys)
        for action in self._actions.values():
            if action.isEnabled() and wanted in action.shortcuts():
                if action.autoRepeat() or not again:
                    action.trigger()
                return True
        return False


def _pressed(button: QPushButton | QToolButton, event: QKeyEvent) -> bool:
    """Enter presses a button, also where the desktop leaves that to Space."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if event.isAutoRepeat():
        return True
    if isinstance(button, QToolButton) and button.menu() is not None:
        button.showMenu()
    else:
        button.click()
    return True


def _would_take(focus: QWidget, key: Qt.Key, event: QKeyEvent) -> bool:
    """Offers the key that a US keyboard has there to the widget, say Ctrl+Z to a text field; whether it took it."""
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        latin = QKeyEvent(kind, key, event.modifiers(), "", event.isAutoRepeat())
        latin.ignore()
        QApplication.sendEvent(focus, latin)
        if not latin.isAccepted():
            return False
    return True
