"""Copies that the window puts aside by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas_app.app import resources, shortening
from canvas_app.app.backups import backups_of
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui import backing_up
from canvas_app.ui.backing_up import PAUSE
from canvas_app.ui.main_window import MainWindow


def edit(window: MainWindow, text: str) -> None:
    assert window.page is not None
    window.page.bridge.do(AddNotes((NewNote(text=text, zone="pains"),)))


def test_the_first_edit_of_a_board_has_a_copy_put_aside_and_later_ones_every_half_hour(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.page is not None
    board = window.page.session.board.info.id
    timer = window.backing_up.timer
    assert not timer.isActive(), "nobody has edited it"
    timer.setInterval(1)
    edit(window, "one")
    qtbot.waitUntil(lambda: len(backups_of(board)) == 1)
    assert not timer.isActive() and timer.interval() == PAUSE
    edit(window, "two")
    assert timer.isActive() and len(backups_of(board)) == 1


def test_a_very_long_history_is_shortened_after_a_copy_while_nobody_works(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortening, "MOST", 6)
    monkeypatch.setattr(shortening, "LEFT", 3)
    monkeypatch.setattr(backing_up, "BUSY", 10)
    page = window.page
    assert page is not None
    for n in range(8):
        edit(window, f"{n}")
    at = page.view.viewport().rect().center()
    QTest.mousePress(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    window.backing_up.timer.start(1)
    qtbot.waitUntil(lambda: window.backing_up.turns.isActive() and window.backing_up.turns.interval() == 10)
    assert page.session.timeline.first == 1, "a hand is on the board"
    QTest.mouseRelease(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: not window.backing_up.turns.isActive())
    assert page.session.timeline.first > 1 and not page.session.is_long
    (copy,) = backups_of(page.session.board.info.id)
    whole = Session.open(copy.path, read_only=True)
    assert whole.timeline.first == 1, "the copy has it all"
    whole.close()
    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "7" not in [note.text for note in page.session.board.notes.values()]


def test_a_copy_that_cannot_be_made_is_told_and_the_board_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page is not None
    resources.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.backups_folder().write_text("a file where the folder should be")
    window.backing_up.timer.setInterval(1)
    edit(window, "one")
    qtbot.waitUntil(lambda: "No copy of the board could be put aside" in window.page.message.text)
    edit(window, "two")
    assert window.page.session.saved
