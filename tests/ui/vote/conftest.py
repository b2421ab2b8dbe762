"""People round one screen who vote by real clicks, keys and fingers."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.domain.decide_voting import StartRound
from canvas_app.domain.voting import own_dots
from canvas_app.ui.main_window import MainWindow
from tests.ui.conftest import Hands

NAMES = ("Ana", "Ben", "Chi", "Dov", "Eva", "Fay")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Voters(Hands):
    def __init__(self, window: MainWindow, qtbot: QtBot):
        super().__init__(window.page.view)
        self.window, self.page, self.qtbot = window, window.page, qtbot
        self.said = self.listen()

    def start(self, *names: str, **extra) -> None:
        """Begins a round as the dialog would, with its first card."""
        values = {"zones": ("pains",), "voters": names, "id": "r", **extra}
        assert self.page.bridge.do(StartRound(**values), "action") is not None
        self.page.votes.give_pen()

    @property
    def desk(self):
        return self.page.votes

    @property
    def bar(self):
        return self.desk.bar

    @property
    def cover(self):
        return self.desk.cover

    @property
    def round(self):
        return next(reversed(list(self.board.rounds.values())))

    @property
    def pains(self) -> list[str]:
        return [note.id for note in self.board.in_zone("pains")]

    @property
    def own(self) -> dict[str, int]:
        return own_dots(self.board, self.round)

    def press_on(self, button: QAbstractButton) -> None:
        assert button.isVisible() and button.isEnabled()
        QTest.mouseClick(button, LEFT, NONE, button.rect().center())

    def take_pen(self) -> None:
        assert self.cover.isVisible()
        self.press_on(self.cover.start)
        assert not self.cover.isVisible()

    def pass_pen(self) -> None:
        self.press_on(self.bar.main)

    def put(self, *notes: str) -> None:
        for note in notes:
            self.click(self.middle(note))

    def vote(self, *notes: str) -> None:
        self.take_pen()
        self.put(*notes)
        self.pass_pen()

    def right_click(self, note: str) -> None:
        """As the system tells of it: the press, the wish for a menu, the release."""
        at = self.middle(note)
        port = self.view.viewport()
        QTest.mousePress(port, Qt.MouseButton.RightButton, NONE, at)
        from PySide6.QtGui import QContextMenuEvent
        from PySide6.QtWidgets import QApplication

        QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at), NONE))
        QTest.mouseRelease(port, Qt.MouseButton.RightButton, NONE, at)

    def dots_shown(self) -> dict[str, int]:
        """What stands on the notes of the canvas."""
        items = self.view.board_scene.note_items
        return {note: item.votes.dots for note, item in items.items() if item.votes is not None}

    def park_pointer(self) -> None:
        self.move(QPoint(5, 5))


@pytest.fixture
def voters(window: MainWindow, qtbot: QtBot) -> Voters:
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    return Voters(window, qtbot)


@pytest.fixture
def everything_told() -> Callable[[QWidget], list[object]]:
    """All words that a window holds: of its widgets, its actions, and of what it tells a screen reader."""

    def told(window: QWidget) -> list[object]:
        words: list[object] = []
        for widget in (window, *window.findChildren(QWidget)):
            words.append((type(widget).__name__, widget.isVisible(), widget.isEnabled(), widget.toolTip()))
            words.append((widget.accessibleName(), widget.accessibleDescription(), widget.statusTip()))
            for name in ("text", "title", "placeholderText"):
                value = widget.property(name)
                if isinstance(value, str):
                    words.append(value)
        words += [(action.text(), action.toolTip(), action.isEnabled()) for action in window.actions()]
        return words

    return told
