"""The board's title is written where it stands, and kept like all other text while it is typed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def write(window: MainWindow, text: str) -> None:
    """Types a title; the keyboard stays in the field."""
    window.top.title.setFocus()
    window.top.title.selectAll()
    QTest.keyClicks(window.top.title, text)


def title_in(path: Path) -> str:
    session = Session.open(path, read_only=True)
    try:
        return session.board.info.title
    finally:
        session.close()


def test_a_title_is_on_disk_soon_after_it_is_typed(window: MainWindow, board_path: Path, qtbot: QtBot) -> None:
    write(window, "Shops  in the south ")
    qtbot.waitUntil(lambda: title_in(board_path) == "Shops in the south", timeout=2000)
    field = window.top.title
    assert field.hasFocus() and field.text() == "Shops  in the south ", "what is typed stays under the hand"
    assert window.windowTitle().startswith("Shops in the south")
    QTest.keyClicks(field, "and north")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert title_in(board_path) == field.text() == "Shops in the south and north"
    QTest.keyClick(window.page.view, Qt.Key.Key_Z, CTRL)
    assert field.text().startswith("Loyalty app"), "a stay in the field is one undo"


def test_esc_takes_back_what_was_recorded_of_a_title(window: MainWindow, board_path: Path, qtbot: QtBot) -> None:
    before = window.top.title.text()
    write(window, "Slip")
    qtbot.waitUntil(lambda: title_in(board_path) == "Slip", timeout=2000)
    QTest.keyClick(window.top.title, Qt.Key.Key_Escape)
    assert window.top.title.text() == title_in(board_path) == before
    assert not window.top.title.hasFocus()


def test_a_title_being_typed_is_kept_when_the_window_closes(window: MainWindow, board_path: Path) -> None:
    write(window, "Closed in the middle of i")
    assert window.close()
    assert title_in(board_path) == "Closed in the middle of i"


def test_a_title_being_typed_stays_with_its_board(window: MainWindow, board_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.valueboard"
    importing.create_sample(other, "loyalty-app").close()
    write(window, "Mine")
    window.open_board(other)
    assert title_in(board_path) == "Mine"
    assert title_in(other) == window.top.title.text() == "Loyalty app · POS resellers"


def test_an_emptied_title_is_not_complained_about_before_it_is_left(window: MainWindow) -> None:
    said = window.page.message.text
    field = window.top.title
    before = field.text()
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert window.page.message.text == said
    window.page.view.setFocus()
    assert field.text() == before and "title" in window.page.message.text


def test_the_title_of_a_board_that_is_only_read_cannot_be_typed_into(window: MainWindow, board_path: Path) -> None:
    window.show_session(Session.open(board_path, read_only=True))
    write(window, "x")
    assert window.top.title.text() == "Loyalty app · POS resellers"
