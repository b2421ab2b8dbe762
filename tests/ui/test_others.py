"""Two windows on one board, and what becomes of its file meanwhile."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from canvas_app.app.library import create_board
from canvas_app.app.locks import lock_path
from canvas_app.app.resources import catalogue
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.ui import pace
from canvas_app.ui.main_window import MainWindow
from tests.forks import needs_fork
from tests.ui.test_unsaved import add, answer, bar, has

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Session]:
    """Another window that edits a board of its own."""
    path = tmp_path / "shared.valueboard"
    create_board(path, catalogue().canvas("value-proposition"), {"title": "Shared"}).close()
    session = Session.open(path)
    session.do(AddNotes(tuple(NewNote(text=text, zone="pains", id=text) for text in ("one", "two"))))
    yield session
    session.close()


def opened(window: MainWindow, path: Path, words: str) -> str:
    """Opens a board that is held, by this answer; what was asked."""
    seen: list[str] = []
    QTimer.singleShot(0, answer(words, seen))
    window.open_board(path)
    (asked,) = seen
    return asked


def chip(window: MainWindow) -> str:
    assert window.page is not None
    return window.page.chips.saved.text()


def texts(window: MainWindow) -> set[str]:
    assert window.page is not None
    return {note.text for note in window.page.session.board.notes.values()}


def test_a_held_board_is_asked_about_and_cancel_leaves_all_as_it_was(window: MainWindow, theirs: Session) -> None:
    page = window.page
    asked = opened(window, theirs.path, "Cancel")
    assert "has “shared” open in another window since today" in asked and window.page is page


@needs_fork
def test_a_board_that_another_process_has_is_asked_about_until_it_is_killed(
    window: MainWindow, board_path: Path
) -> None:
    window.show_home()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        Session.open(board_path)
        os.write(writer, b"held")
        signal.pause()
    assert os.read(reader, 4) == b"held"
    asked = opened(window, board_path, "Open for viewing (live)")
    assert "open in another window since today" in asked
    assert window.page is not None and window.page.session.read_only and "is editing" in chip(window)
    window.show_home()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    window.open_board(board_path)
    assert window.page is not None and not window.page.session.read_only
    assert "Recovered after an unexpected stop" in window.page.message.text
    add(window, "mine")
    assert has(board_path, "mine")


def test_viewing_follows_live_and_goes_over_into_editing(window: MainWindow, theirs: Session, board_path: Path) -> None:
    opened(window, theirs.path, "Open for viewing (live)")
    page = window.page
    assert page is not None and page.session.read_only and "is editing" in chip(window)
    window.page.view.zoom_to(0.7)
    seen = page.view.place_now()
    page.bridge.select(["one", "two"])
    theirs.do(AddNotes((NewNote(text="three", zone="gains", id="three"),)))
    theirs.do(EditNote("one", {"text": "uno"}))
    theirs.do(Delete(("two",)))
    window.others.look()
    assert texts(window) == {"uno", "three"} and page.bridge.notes == ("one",)
    assert set(page.view.board_scene.note_items) == {"one", "three"} and page.view.place_now() == seen
    theirs.undo()
    window.others.look()
    assert texts(window) == {"uno", "two", "three"} and not window.binder["file.edit-now"].isEnabled()
    theirs.close()
    window.others.look()
    assert window.others.bar is not None and "has closed this board" in window.others.bar.words.text()
    assert chip(window) == "Viewing · nobody is editing"
    QTest.mouseClick(window.others.bar.edit, LEFT)
    assert window.page is not None and not window.page.session.read_only and window.others.bar is None
    assert window.page.view.place_now() == seen and window.page.bridge.notes == ("one",)
    add(window, "mine")
    assert has(theirs.path, "mine") and chip(window).startswith("Saved")


def test_the_timer_looks_by_itself(window: MainWindow, theirs: Session, qtbot: QtBot) -> None:
    opened(window, theirs.path, "Open for viewing (live)")
    theirs.do(AddNotes((NewNote(text="three", zone="gains"),)))
    window.others.timer.setInterval(1)
    qtbot.waitUntil(lambda: "three" in texts(window))


def test_who_is_quicker_edits(window: MainWindow, theirs: Session) -> None:
    opened(window, theirs.path, "Open for viewing (live)")
    theirs.close()
    window.others.look()
    third = Session.open(theirs.path)
    assert window.others.bar is not None
    QTest.mouseClick(window.others.bar.edit, LEFT)
    assert window.page is not None and window.page.session.read_only and "is editing" in chip(window)
    assert window.others.bar is None and "was quicker" in window.page.message.text
    third.close()


def test_a_copy_is_a_board_of_its_own(window: MainWindow, theirs: Session) -> None:
    opened(window, theirs.path, "Open a copy")
    assert window.page is not None and window.page.session.path == window.library / "shared copy.valueboard"
    add(window, "mine")
    assert not has(theirs.path, "mine") and window.page.session.board.info.id != theirs.board.info.id


def test_two_windows_that_write_see_what_the_other_does(window: MainWindow, theirs: Session) -> None:
    opened(window, theirs.path, "Open anyway")
    add(window, "mine")
    theirs.do(AddNotes((NewNote(text="theirs", zone="gains"),)))
    assert theirs.saved
    window.others.look()
    assert texts(window) == {"one", "two", "mine", "theirs"} and window.unsaved.bar is None
    assert window.page is not None and window.page.message.text == "Another window: add note."
    add(window, "late")
    assert has(theirs.path, "late") and theirs.saved


def test_what_is_being_typed_stays_when_the_other_changes_the_same_note(window: MainWindow, theirs: Session) -> None:
    opened(window, theirs.path, "Open anyway")
    assert window.page is not None
    window.page.view.writing.edit("one")
    QTest.keyClicks(window.page.view.editor, "mine")
    theirs.do(EditNote("one", {"text": "theirs"}))
    window.others.look()
    assert window.page.view.editor.text() == "mine"
    QTest.mouseClick(bar(window).theirs, LEFT)
    assert "mine" in texts(window) and has(theirs.path, "mine") and window.unsaved.bar is None


@pytest.mark.parametrize(
    "content", ["no lock of ours", '{"host": "far away", "user": "Ann", "since": "2026-01-02T09:00:00+00:00"}']
)
def test_a_lock_file_that_may_be_left_over_is_asked_about_once(
    window: MainWindow, theirs: Session, content: str
) -> None:
    theirs.close()
    lock_path(theirs.path).write_text(content)
    asked = opened(window, theirs.path, "Open anyway")
    assert ("Ann on far away has “shared” open since 2 Jan 2026" in asked) or "cannot be read" in asked
    add(window, "mine")
    window.show_home()
    assert has(theirs.path, "mine") and not lock_path(theirs.path).exists()
    window.open_board(theirs.path)
    assert window.page is not None and not window.page.session.read_only


def test_another_name_of_the_open_board_is_the_same_board(window: MainWindow, board_path: Path) -> None:
    page = window.page
    other = board_path.with_name("link.valueboard")
    other.symlink_to(board_path)
    window.open_board(other)
    other.unlink()
    os.link(board_path, other)
    window.open_board(other)
    assert window.page is page


# the file


def lost(window: MainWindow) -> str:
    """Has the file looked for; what the bar says."""
    for _ in range(5):
        window.others.look()
    return bar(window).words.text()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "new place.valueboard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    return target


Harm = Callable[[Path], None]


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    other = path.with_name("other.tmp")
    other.write_bytes(b"something else")
    os.replace(other, path)


def overwritten(path: Path) -> None:
    path.write_bytes((path.parent / "old.valueboard").read_bytes())


def truncated(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (removed, "The file was moved, replaced or deleted"),
        (replaced, "The file was moved, replaced or deleted"),
        (overwritten, "Another program put another version of this board there"),
        (truncated, "The file was emptied or cut off"),
        (cut, "The file was emptied or cut off"),
    ],
)
def test_a_file_that_comes_to_harm_is_noticed_and_the_board_goes_on_in_a_new_one(
    window: MainWindow, board_path: Path, elsewhere: Path, harm: Harm, words: str
) -> None:
    assert window.page is not None
    window.page.session.save_copy(board_path.parent / "old.valueboard")
    add(window, "before")
    harm(board_path)
    after = board_path.read_bytes() if board_path.exists() else None
    assert lost(window).startswith(words) and chip(window) == "Not saved"
    add(window, "late")
    assert "1 change" in bar(window).words.text()
    QTest.mouseClick(bar(window).elsewhere, LEFT)
    assert window.unsaved.bar is None and has(elsewhere, "before") and has(elsewhere, "late")
    assert (board_path.read_bytes() if board_path.exists() else None) == after, "what is there now stays as it is"


def test_a_new_name_in_the_folder_is_found_and_gone_on_with(window: MainWindow, board_path: Path) -> None:
    new = board_path.rename(board_path.with_name("New name.valueboard"))
    assert lost(window).startswith("The file is called New name.valueboard now")
    add(window, "late")
    QTest.mouseClick(bar(window).there, LEFT)
    assert window.unsaved.bar is None and has(new, "late") and not board_path.exists()
    assert str(new) in window.settings.recent


def test_a_file_that_is_back_is_gone_on_with_by_itself(window: MainWindow, board_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    away = board_path.rename(folder / "away.valueboard")
    assert "moved" in lost(window)
    away.rename(board_path)
    for _ in range(5):
        window.others.look()
    assert window.unsaved.bar is None


def test_closing_the_only_place_where_a_board_is_asks(window: MainWindow, board_path: Path) -> None:
    board_path.unlink()
    lost(window)
    seen: list[str] = []
    QTimer.singleShot(0, answer("Cancel", seen))
    assert not window.close() and "may be nowhere else" in seen[0]
    window.unsaved.rescue()
    assert window.close() and any(window.library.glob("*rescued*"))
    assert not isinstance(QApplication.activeModalWidget(), QMessageBox)


# places and disks


def test_a_synced_folder_is_explained_once(window: MainWindow, tmp_path: Path) -> None:
    said = []
    for name in ("one", "two"):
        path = tmp_path / "Dropbox" / f"{name}.valueboard"
        path.parent.mkdir(exist_ok=True)
        create_board(path, catalogue().canvas("value-proposition"), {"title": name}).close()
        window.open_board(path)
        assert window.page is not None
        said.append(window.page.message.text)
    assert "Dropbox syncs" in said[0] and said[1] == ""


def test_a_slow_disk_is_said_and_only_typing_waits_longer(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    try:
        page.session.saving.times.taken.extend([100.0] * 10)
        add(window, "at once")
        assert chip(window) == "Saved · slow disk" and page.session.saved
        page.view.writing.edit(page.session.board.ranked("pains")[0])
        QTest.keyClicks(page.view.editor, "a")
        assert page.view.editor._pause.interval() > 900
        page.session.saving.times.taken.clear()
        add(window, "fast")
        assert chip(window).startswith("Saved · every")
        QTest.keyClicks(page.view.editor, "b")
        assert page.view.editor._pause.interval() <= 250
    finally:
        pace.in_force.slow = False


def test_the_end_of_the_session_writes_down_what_is_typed(window: MainWindow, board_path: Path) -> None:
    page = window.page
    assert page is not None
    page.view.writing.edit(page.session.board.ranked("pains")[0])
    QTest.keyClicks(page.view.editor, "last words")
    assert not has(board_path, "last words")
    window.unsaved.rescue()
    assert has(board_path, "last words")


def test_putting_the_window_away_writes_down_what_is_typed(window: MainWindow, board_path: Path) -> None:
    page = window.page
    assert page is not None
    page.view.writing.edit(page.session.board.ranked("pains")[0])
    QTest.keyClicks(page.view.editor, "last words")
    window.showMinimized()
    assert has(board_path, "last words") and page.view.editor.item is not None
