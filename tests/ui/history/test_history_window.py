"""Looking at what a board was, and going back, by real events."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui.history.window import HistoryWindow
from canvas_app.ui.main_window import MainWindow
from tests.domain.builder import dump

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self, window: MainWindow, qtbot: QtBot):
        self.window, self.qtbot = window, qtbot
        assert window.page is not None
        self.session = window.page.session
        self.before = dump(self.session.board)
        self.session.name_version("Before the meeting")
        for n in range(3):
            self.session.do(AddNotes((NewNote(text=f"later {n}", zone="pains", id=f"later{n}"),)))
        self.copies: list[tuple[Any, str]] = []
        self.said: list[str] = []
        self.box = self.open()

    def open(self) -> HistoryWindow:
        box = HistoryWindow(
            self.window,
            self.session,
            self.session.board.info.id,
            lambda board, words: self.copies.append((dump(board), words)),
            lambda words, complaint: self.said.append(words),
        )
        self.qtbot.addWidget(box)
        box.show()
        self.qtbot.waitUntil(lambda: box.at_rest)
        return box

    def rows(self) -> list[str]:
        return [self.box.list.item(n).text() for n in range(self.box.list.count())]

    def compare(self, words: str) -> None:
        self.box.compare.setFocus()
        while self.box.compare.currentText() != words:
            QTest.keyClick(self.box.compare, Qt.Key.Key_Down)
        self.qtbot.waitUntil(lambda: self.box.at_rest)

    def choose(self, row: int) -> None:
        self.box.list.setFocus()
        while self.box.list.currentRow() != row:
            QTest.keyClick(self.box.list, Qt.Key.Key_Down if self.box.list.currentRow() < row else Qt.Key.Key_Up)
        self.qtbot.waitUntil(lambda: self.box.at_rest)


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(window, qtbot)
    yield desk
    desk.box.close()


def test_versions_say_what_became_of_the_board(desk: Desk) -> None:
    rows = desk.rows()
    assert rows[0].endswith("\n+3 notes, canvas grown") and rows[1].startswith("Before the meeting · ")
    assert desk.box.about.text().endswith("notes") and not desk.box.restore.isEnabled(), "it is like that already"


def test_going_back_is_one_step(desk: Desk) -> None:
    now = dump(desk.session.board)
    desk.choose(1)
    desk.compare("The board now")
    assert desk.box.about.text().endswith(" · since then: +3 notes, canvas grown")
    QTest.mouseClick(desk.box.restore, LEFT)
    assert dump(desk.session.board) == desk.before and desk.said == ["The board is as it was: Before the meeting."]
    desk.session.undo()
    assert dump(desk.session.board) == now
    assert desk.open().copies.copies, "a copy was put aside first"


def test_the_slider_walks_every_step(desk: Desk) -> None:
    head = desk.session.version
    desk.box.slider.setFocus()
    QTest.keyClick(desk.box.slider, Qt.Key.Key_Left)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.box.step.text().startswith(f"Step {head - 1} of {head} · ")
    board = desk.box.picture.board
    assert board is not None and "later1" in board.notes and "later2" not in board.notes
    QTest.mouseClick(desk.box.on, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.box.picture.board is not None and "later2" in desk.box.picture.board.notes


def test_a_state_opens_as_a_copy_and_the_board_stays(desk: Desk) -> None:
    now = dump(desk.session.board)
    desk.choose(1)
    QTest.mouseClick(desk.box.copy, LEFT)
    assert desk.copies == [(desk.before, "Before the meeting")] and dump(desk.session.board) == now


def test_a_version_is_named_and_the_name_taken_off(desk: Desk) -> None:
    def name() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QInputDialog)
        box.setTextValue("  After   it ")
        box.accept()

    QTimer.singleShot(0, name)
    QTest.mouseClick(desk.box.name, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.rows()[0].startswith("After it · ")
    QTest.mouseClick(desk.box.unname, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert not desk.rows()[0].startswith("After it")


def test_copies_put_aside_are_shown_also_where_one_is_damaged(desk: Desk) -> None:
    first = desk.session.back_up()
    desk.session.do(AddNotes((NewNote(text="last", zone="gains"),)))
    desk.session.back_up()
    first.write_bytes(first.read_bytes()[:3000])
    desk.box.close()
    desk.box = desk.open()
    QTest.mouseClick(desk.box.which.pills[1], LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    rows = desk.rows()
    assert len(rows) == 2 and "damaged" in rows[1]
    desk.choose(1)
    assert "damaged" in desk.box.picture.problem and not desk.box.restore.isEnabled()
    assert first.exists()


def test_the_window_opens_a_copy_beside_the_board(window: MainWindow, qtbot: QtBot, board_path: Path) -> None:
    assert window.page is not None
    title = window.page.session.board.info.title

    def choose() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, HistoryWindow)
        QTest.mouseClick(box.copy, LEFT)

    QTimer.singleShot(50, choose)
    window.binder["board.history"].trigger()
    qtbot.waitUntil(lambda: window.page is not None and window.page.session.path != board_path)
    assert window.page.session.board.info.title.startswith(f"{title} · ")
    copy = Session.open(board_path, read_only=True)
    assert copy.board.info.id != window.page.session.board.info.id
    copy.close()
