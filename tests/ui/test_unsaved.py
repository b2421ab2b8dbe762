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

from canvas_app.app import resources
from canvas_app.app.backups import backups_of
from canvas_app.app.locks import lock_path
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
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


def texts(path: Path) -> set[str]:
    session = Session.open(path, read_only=True)
    try:
        return {note.text for note in session.board.notes.values()}
    finally:
        session.close()


def has(path: Path, text: str) -> bool:
    return text in texts(path)


def test_a_red_line_says_how_much_waits_and_why_until_it_is_on_disk(
    window: MainWindow, board_path: Path, away: Path, qtbot: QtBot
) -> None:
    assert bar(window).isVisible() and bar(window).words.text().startswith("Not saved: 1 change. The file was moved")
    add(window, "later")
    assert "2 changes" in bar(window).words.text()
    QTest.mouseClick(bar(window).again, LEFT)
    assert "2 changes" in bar(window).words.text() and not has(away, "late")
    away.rename(board_path)
    qtbot.waitUntil(lambda: window.unsaved.bar is None, timeout=20_000)  # by itself
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


def test_the_board_goes_on_in_a_new_file_of_the_old_name(
    window: MainWindow, board_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board_path.unlink()
    add(window, "late")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(board_path), "")))
    QTest.mouseClick(bar(window).elsewhere, LEFT)
    add(window, "later")
    assert window.unsaved.bar is None and has(board_path, "late") and has(board_path, "later")
    assert lock_path(board_path).exists(), "it is held as before"


def test_what_is_being_typed_goes_to_the_new_file_too(
    window: MainWindow, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.page is not None
    window.port.edit_note(window.page.session.board.ranked("pains")[0])
    Hands(window.page.view).type("and this")
    target = tmp_path / "new place.valueboard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    assert window.unsaved.save_elsewhere()
    assert any("and this" in note.text for note in window.page.session.board.notes.values())


def test_what_waits_stays_where_the_new_file_cannot_be_used(
    window: MainWindow, board_path: Path, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "no" / "folder.valueboard")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (nowhere, "")))
    QTest.mouseClick(bar(window).elsewhere, LEFT)
    assert window.page is not None and window.page.session.path == board_path and "1 change" in bar(window).words.text()
    away.rename(board_path)
    QTest.mouseClick(bar(window).again, LEFT)
    assert has(board_path, "late")


def test_what_nobody_wanted_saved_waits_on_where_the_other_board_does_not_open(
    window: MainWindow, board_path: Path, away: Path, tmp_path: Path
) -> None:
    QTimer.singleShot(0, answer("Close without it", []))
    window.open_board(tmp_path / "nowhere.valueboard")
    away.rename(board_path)
    QTest.mouseClick(bar(window).again, LEFT)
    assert has(board_path, "late")


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


def test_a_rescued_board_goes_on_where_the_end_of_the_session_was_called_off(
    window: MainWindow, board_path: Path, away: Path
) -> None:
    assert window.page is not None
    window.unsaved.rescue()
    window.unsaved.rescue()
    assert len(list(window.library.glob("*rescued*.valueboard"))) == 1
    (late,) = (note.id for note in window.page.session.board.notes.values() if note.text == "late")
    window.page.bridge.do(EditNote(late, {"text": "later still"}))
    away.rename(board_path)
    QTest.mouseClick(bar(window).again, LEFT)
    assert has(board_path, "later still")
    check(board_path, deep=True)


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


def test_saved_notes_that_an_older_copy_lacks_are_put_aside_and_named(window: MainWindow, board_path: Path) -> None:
    assert window.page is not None
    old = board_path.read_bytes()
    add(window, "saved before")
    with board_path.open("r+b") as file:
        file.write(old)
        file.truncate()
    window.page.bridge.do(AddNotes((NewNote(text="waits", zone="parking"),)))
    QTest.mouseClick(bar(window).theirs, LEFT)
    board, said = window.page.session.board, window.page.message.text
    assert has(board_path, "waits") and not has(board_path, "saved before") and "put aside" in said
    aside = texts(backups_of(board.info.id)[0].path)
    assert {"saved before", "waits"} <= {*aside}


def test_what_is_not_in_theirs_any_more_is_put_aside(window: MainWindow, board_path: Path) -> None:
    assert window.page is not None
    edited, typed = window.page.session.board.ranked("pains")[:2]
    theirs = Session(BoardFile.open(board_path))
    theirs.do(EditNote(edited, {"text": "theirs"}))
    theirs.do(Delete((typed,)))
    theirs.close()
    window.page.bridge.do(EditNote(edited, {"text": "mine"}))
    window.port.edit_note(typed)
    Hands(window.page.view).type("typed just now")
    window.unsaved.load_theirs()
    board = window.page.session.board
    assert board.notes[edited].text == "mine" and typed not in board.notes and window.unsaved.bar is None
    assert "1 of your changes did not fit" in window.page.message.text and "History" in window.page.message.text
    aside = backups_of(board.info.id)[0].path
    assert has(aside, "mine") and any("typed just now" in text for text in texts(aside))


def test_theirs_is_not_loaded_where_mine_cannot_be_put_aside(window: MainWindow, board_path: Path) -> None:
    assert window.page is not None
    note = window.page.session.board.ranked("pains")[0]
    theirs = Session(BoardFile.open(board_path))
    theirs.do(EditNote(note, {"text": "theirs"}))
    theirs.close()
    window.page.bridge.do(EditNote(note, {"text": "mine"}))
    resources.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.backups_folder().write_text("in the way")
    QTest.mouseClick(bar(window).theirs, LEFT)
    assert window.page.session.board.notes[note].text == "mine" and not has(board_path, "mine")
    assert "put aside" in window.page.message.text
    resources.backups_folder().unlink()
    QTest.mouseClick(bar(window).theirs, LEFT)
    assert has(board_path, "mine")
