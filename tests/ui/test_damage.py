"""What a person sees and can do where a board is damaged: a file that does not open, rows that changed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.storage.checking import check
from canvas_app.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
SAVE = "Save what can be read as a new board…"


def answer(begins: str, seen: list[str]) -> Callable[[], None]:
    """Presses a button of the question that comes up next, and notes what it says and offers."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        names = [button.text().replace("&", "") for button in box.buttons()]
        seen.extend([f"{box.text()} {box.informativeText()}", *names])
        found = [button for button in box.buttons() if button.text().replace("&", "").startswith(begins)]
        QTest.mouseClick(found[0] if found else box.buttons()[-1], LEFT)

    return press


def execute(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()


def destroy(path: Path, table: str = "note") -> bytes:
    """Destroys a page of a board; the bytes that are there then."""
    db = sqlite3.connect(path)
    (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name=?", (table,)).fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)
    return bytes(data)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another board, which has been open before, so that a copy of it was put aside."""
    path = tmp_path / "Other.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    session.back_up()
    session.close()
    return path


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "saved.valueboard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(path), "")))
    return path


def test_what_can_be_read_becomes_a_new_board(window: MainWindow, other: Path, target: Path) -> None:
    data, seen = destroy(other), list[str]()
    QTimer.singleShot(0, answer(SAVE, seen))
    window.open_board(other)
    assert "Other.valueboard cannot be opened as it is." in seen[0] and "damaged" in seen[0]
    assert "30 notes, 31 links and 3 statements can be read." in seen[0]
    assert window.page is not None and window.page.session.path == target
    assert len(window.page.session.board.notes) == 30
    assert other.read_bytes() == data


def test_the_newest_copy_opens_as_a_board_of_its_own(window: MainWindow, other: Path) -> None:
    data, seen = destroy(other, "op"), list[str]()
    QTimer.singleShot(0, answer("Open the newest copy", seen))
    window.open_board(other)
    assert window.page is not None and window.page.session.path.parent == window.library
    assert len(window.page.session.board.notes) == 30 and not window.page.session.read_only
    assert other.read_bytes() == data


@pytest.mark.parametrize("length", [100, 0, -8192])
def test_the_copy_is_found_by_its_name_where_nothing_else_is_left(window: MainWindow, other: Path, length: int) -> None:
    """Cut off, emptied, or filled with zeros, as a power cut leaves files on some disks."""
    session = Session.open(other)
    title = session.board.info.title
    session.close()
    broken = other.rename(other.with_name(f"{title}.valueboard"))
    broken.write_bytes(broken.read_bytes()[:length] if length >= 0 else bytes(-length))
    seen: list[str] = []
    QTimer.singleShot(0, answer("Open the newest copy", seen))
    window.open_board(broken)
    assert "Nothing of it can be read." in seen[0] and SAVE not in seen
    assert window.page is not None and len(window.page.session.board.notes) == 30


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE canvas SET definition='{\"schema\": 1}'", "the canvas"),
        ("UPDATE note SET tags='{}' WHERE n=(SELECT min(n) FROM note)", "is not as it should be"),
    ],
)
def test_a_board_whose_rows_make_no_board_is_saved_as_a_new_one_too(
    window: MainWindow, other: Path, target: Path, sql: str, why: str
) -> None:
    execute(other, sql)
    data, seen = other.read_bytes(), list[str]()
    QTimer.singleShot(0, answer(SAVE, seen))
    window.open_board(other)
    assert why in seen[0] and "30 notes" in seen[0]
    assert window.page is not None and window.page.session.path == target
    assert len(window.page.session.board.notes) == 30 and other.read_bytes() == data


def test_cancel_leaves_everything_as_it_was(window: MainWindow, board_path: Path, other: Path) -> None:
    data, seen = destroy(other), list[str]()
    QTimer.singleShot(0, answer("Cancel", seen))
    window.open_board(other)
    assert window.page is not None and window.page.session.path == board_path
    assert other.read_bytes() == data and not list(window.library.glob("*"))


def test_the_notes_of_a_board_with_strange_tables_are_imported(window: MainWindow, other: Path, target: Path) -> None:
    execute(other, "CREATE TRIGGER t AFTER UPDATE ON note BEGIN DELETE FROM note; END")
    data, seen = other.read_bytes(), list[str]()
    QTimer.singleShot(0, answer("Import the notes", seen))
    window.open_board(other)
    assert "not a clean board" in seen[0]
    assert window.page is not None and window.page.session.path == target
    assert len(window.page.session.board.notes) == 30 and other.read_bytes() == data


def test_a_journal_that_was_left_behind_is_pointed_out(window: MainWindow, other: Path) -> None:
    destroy(other)
    other.with_name("Before.valueboard-journal").write_bytes(b"left over")
    seen: list[str] = []
    QTimer.singleShot(0, answer("Cancel", seen))
    window.open_board(other)
    assert "if this was Before.valueboard, give it that name again" in seen[0]


def test_the_damaged_file_itself_is_never_written(
    window: MainWindow, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = destroy(other)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(other), "")))
    QTimer.singleShot(0, answer(SAVE, []))
    window.open_board(other)
    assert other.read_bytes() == data
    assert window.page is not None and "choose another name" in window.page.message.text


# rows that changed


def flip(path: Path, sql: str) -> None:
    execute(path, f"UPDATE note SET {sql} WHERE n=(SELECT min(n) FROM note)")


def test_a_note_that_changed_by_itself_is_named_and_repaired_in_one_step(
    window: MainWindow, other: Path, qtbot: QtBot
) -> None:
    flip(other, "text='Flipped'")
    window.open_board(other)
    page = window.page
    assert page is not None
    (note,) = (row for row in page.session.board.notes.values() if row.text == "Flipped")
    qtbot.waitUntil(lambda: "Flipped" in page.message.text)
    assert page.bridge.notes == (note.id,), "it is marked"
    QTest.mouseClick(page.message._offer, LEFT)
    assert page.session.board.notes[note.id].text == "Mobile loyalty app for cafés"
    assert page.session.history.undoable.label == "Repair"
    assert list(page.session.looked_over()).count(None) == len(list(page.session.looked_over()))
    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.session.board.notes[note.id].text == "Flipped"


def test_the_repair_stays_in_the_menu_also_after_an_edit(window: MainWindow, other: Path, qtbot: QtBot) -> None:
    assert not window.binder["board.repair"].isEnabled()
    flip(other, "text='Flipped', detail='Flipped too'")
    window.open_board(other)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: "Board > Repair" in page.message.text)
    page.message.hide()
    (note,) = (row for row in page.session.board.notes.values() if row.text == "Flipped")
    page.view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert page.view.editor.isVisible()
    QTest.keyClicks(page.view.editor, "Typed")
    QTest.keyClick(page.view.editor, Qt.Key.Key_Escape)
    now = page.session.board.notes[note.id]
    assert (now.text, now.detail) == ("Typed", "Flipped too")
    assert window.binder["board.repair"].isEnabled()
    window.binder["board.repair"].trigger()
    now = page.session.board.notes[note.id]
    assert now.text == "Typed" and now.detail.startswith("iOS and Android")
    assert not window.binder["board.repair"].isEnabled()
    window.open_board(page.session.path.with_name("Loyalty.valueboard"))
    check(other, deep=True)


def test_a_wrong_checksum_alone_is_repaired_too(window: MainWindow, other: Path, qtbot: QtBot) -> None:
    flip(other, "sum=sum+1")
    window.open_board(other)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: "1 note changed" in page.message.text)
    QTest.mouseClick(page.message._offer, LEFT)
    assert not [key for key in page.session.looked_over() if key]


def test_of_a_changed_history_it_is_only_said(window: MainWindow, other: Path, qtbot: QtBot) -> None:
    execute(other, "UPDATE op SET label='Other'")
    window.open_board(other)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: "1 step of this board's history changed" in page.message.text)


def test_a_sound_board_says_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page is not None
    qtbot.waitUntil(lambda: not window.damage.timer.isActive())
    assert window.damage.wrong == [] and window.page.message.text == ""
