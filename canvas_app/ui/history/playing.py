"""A replay that any touch, key or wheel stops."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from canvas_app.ui.theme import icon, in_force

BEAT, CALM_BEAT = 80, 1500
"""Milliseconds between two states; without motion the replay goes from one version in the list to the next."""
_HANDS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Playing(QObject):
    """`beat(calm)` shows the next state and says whether there is one after it."""

    def __init__(self, window: QWidget, button: QToolButton, beat: Callable[[bool], bool]):
        super().__init__(window)
        self._button, self._beat = button, beat
        self._words = button.toolTip()
        self.begins = False
        """Whether the next beat is the first of the replay."""
        button.setCheckable(True)
        button.toggled.connect(self._toggle)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)

    @property
    def goes_on(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        self._button.setChecked(False)

    def _toggle(self, on: bool) -> None:
        application = QApplication.instance()
        assert application is not None
        words = "Stop the replay" if on else self._words
        self._button.setIcon(icon("pause" if on else "play"))
        self._button.setToolTip(words)
        self._button.setAccessibleName(words)
        self.begins = on
        if on:
            application.installEventFilter(self)
            self._timer.start(BEAT if in_force.motion else CALM_BEAT)
            self._on_beat()
        else:
            application.removeEventFilter(self)
            self._timer.stop()

    def _on_beat(self) -> None:
        goes_on = self._beat(not in_force.motion)
        self.begins = False
        if not goes_on:
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            own = watched is self._button
            pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
            presses_button = isinstance(event, QKeyEvent) and own and event.key() in _PRESSES
            if (event.type() in _HANDS and not own) or (pressed and not presses_button):
                self.stop()
        return False
