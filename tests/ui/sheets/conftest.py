"""A whole window on the sample board, whose sheets are opened and worked as a person does."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.domain.commands import Command

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Person:
    """Somebody at the window: keys go to where the keyboard is."""

    def __init__(self, qtbot: QtBot, window: Any):
        self.qtbot, self.window, self.page = qtbot, window, window.page
        self.session = window.page.session
        self.bridge = window.page.bridge
        self.said: list[str] = []
        self.bridge.said.connect(self._note)

    def _note(self, words: str, complaint: bool, undo: bool) -> None:
        self.said.append(words)

    @property
    def board(self) -> Any:
        return self.session.board

    def open(self, name: str) -> Any:
        """Shows a sheet by its action, as the menu and the palette do."""
        self.window.binder[f"view.sheet-{name}"].trigger()
        assert self.page.sheet == name
        sheet = self.page.sheets.sheets[name]
        self.qtbot.waitUntil(lambda: sheet.isVisible() and QApplication.focusWidget() is not None)
        return sheet

    def key(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, LEFT, NONE, at or widget.rect().center())

    def tap(self, widget: QWidget, at: QPoint) -> None:
        """A finger, as Qt passes it on to widgets that do not take touches themselves."""
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            buttons = LEFT if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
            place, source = QPointF(at), Qt.MouseEventSource.MouseEventSynthesizedBySystem
            event = QMouseEvent(kind, place, place, widget.mapToGlobal(place), LEFT, buttons, NONE, source)
            QApplication.sendEvent(widget, event)

    def do(self, command: Command) -> None:
        assert self.bridge.do(command, "elsewhere") is not None


@pytest.fixture
def person(qtbot: QtBot, window: Any) -> Iterator[Person]:
    qtbot.waitUntil(window.isActiveWindow)
    yield Person(qtbot, window)
