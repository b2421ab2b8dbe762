"""What a person sees and can do while the disk does not take the changes."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, EditNote, NewNote
from canvas_app.storage.boardfile import BoardFile
from canvas_app.ui.application import Signals
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.unsaved import UnsavedBar
from tests.ui.conftest import Hands

LEFT = Qt.MouseButton.LeftButton


def answer(words: str, seen: list[str]) -> Callable[[], None]:
    """Presses a button of the question that comes up next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        button = next(button for button in box.buttons() if button.text().replace("&", "") == words)
        QTest.mouseClick(button, LEFT)

    return press


@pytest.fixture
def away(window: MainWindow, board_path: Path) -> Path:
    """The board's file has another name, and a note was written since."""
    moved = board_path.rename(board_path.with_name("moved.valueboard"))
    add(window, "late")
    return moved


def add(window: MainWindow, text: str) -> None:
    assert window.page is not None
    window.page.bridge.do(AddNotes((NewNote(text=text, zone="pains"),)))


def bar(window: MainWindow) -> UnsavedBar:
    assert window.unsaved.bar is not None
    return window.unsaved.bar


def has(path: Path, text: str) -> bool:
    session = Session.open(path, read_only=True)
    try:
        return any(note.text == text for note in session.board.notes.values())
    finally:
        session.close()


def test_a_red_line_says_how_much_waits_and_why_until_it_is_on_disk(
    window: MainWindow, board_path: Path, away: Path, qtbot: QtBot
) -> None:
    assert bar(window).isVisible() and bar(window).words.text().startswith("Not saved: 1 change. The file was moved")
    add(window, "later")
    assert "2 changes" in bar(window).words.text()
    QTest.mouseClick(bar(window).again, LEFT)
    assert "2 changes" in bar(window).words.text() and not has(away, "late")
    away.rename(board_path)
    qtbot.waitUntil(lambda: window.unsaved.bar is None)  # by itself
    assert has(board_path, "late") and has(board_path, "later")
    assert window.page is not None and window.page.message.text == "Everything is on disk again."


def test_the_line_that_comes_while_somebody_writes_leaves_the_board_where_it_is(
    window: MainWindow, board_path: Path, qtbot: QtBot
) -> None:
    assert window.page is not None
    hands = Hands(window.page.view)
    parking = hands.view.board_scene.zones.parking.center()
    hands.move(hands.pixel(parking.x(), parking.y()))
    QTest.keyClick(hands.view, Qt.Key.Key_N)
    moved = board_path.rename(board_path.with_name("moved.valueboard"))
    hands.type("while the disk is full")
    hands.view.editor.flush()
    qtbot.waitUntil(lambda: bar(window).isVisible() and hands.view.height() < window.page.height())
    fitted, writing = hands.view.is_fitted, hands.view.editor.isVisible()
    moved.rename(board_path)  # else closing would ask
    assert fitted and writing


def test_the_board_goes_on_in_a_new_file(
    window: MainWindow, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new place.valueboard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    QTest.mouseClick(bar(window).elsewhere, LEFT)
    assert window.page is not None and window.page.session.path == target
    assert window.unsaved.bar is None and has(target, "late") and not has(away, "late")


def test_closing_asks_before_anything_is_lost(window: MainWindow, board_path: Path, away: Path) -> None:
    seen: list[str] = []
    QTimer.singleShot(0, answer("Cancel", seen))
    assert not window.close() and window.page is not None
    assert seen[0].startswith("1 change of this board is not saved.") and "moved" in seen[0]
    away.rename(board_path)
    assert window.close() and has(board_path, "late") and len(seen) == 1, "on disk by now: nothing is asked"


def test_closing_without_them_is_a_choice(window: MainWindow, away: Path) -> None:
    QTimer.singleShot(0, answer("Close without it", []))
    assert window.close() and not has(away, "late")


def test_a_signal_has_the_board_rescued_where_nobody_can_be_asked(window: MainWindow, away: Path) -> None:
    assert window.page is not None
    title = window.page.session.board.info.title
    window.unsaved.rescue()
    assert window.close()
    (rescued,) = window.library.glob("*rescued*.valueboard")
    assert has(rescued, "late") and title.split()[0] in rescued.name


@pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
def test_a_signal_ends_it_in_the_middle_of_the_question_too(
    window: MainWindow, board_path: Path, away: Path, qtbot: QtBot
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    signals = Signals(window)
    try:
        QTimer.singleShot(0, partial(os.kill, os.getpid(), signal.SIGTERM))
        assert not window.close()
        qtbot.waitUntil(lambda: not window.isVisible())
    finally:
        away.rename(board_path)  # else the next close would ask
        signals.close()
        signal.signal(signal.SIGTERM, before)
    (rescued,) = window.library.glob("*rescued*.valueboard")
    assert has(rescued, "late")


def test_what_another_program_wrote_is_loaded_and_mine_stays(window: MainWindow, board_path: Path) -> None:
    assert window.page is not None
    note = window.page.session.board.ranked("pains")[0]
    other = BoardFile.open(board_path)
    theirs = Session(other)
    theirs.do(AddNotes((NewNote(text="theirs", zone="gains"),)))
    theirs.do(EditNote(note, {"text": "at the same time"}))
    theirs.close()
    window.page.bridge.do(EditNote(note, {"text": "mine"}))
    assert "another program changed this board" in bar(window).words.text().lower()
    assert bar(window).again.isHidden()
    QTest.mouseClick(bar(window).theirs, LEFT)
    board = window.page.session.board
    assert board.notes[note].text == "mine" and any(row.text == "theirs" for row in board.notes.values())
    assert window.unsaved.bar is None and has(board_path, "mine") and has(board_path, "theirs")
