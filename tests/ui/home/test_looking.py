"""The start page says which boards cannot be opened, and what can be done about that is a click away."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from canvas_app.app import importing
from canvas_app.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def test_a_damaged_board_is_marked_and_a_click_offers_what_can_be_done(window: MainWindow, qtbot: QtBot) -> None:
    window.library.mkdir()
    for name in ("Sound", "Torn"):
        importing.create_sample(window.library / f"{name}.valueboard", "loyalty-app").close()
    torn = window.library / "Torn.valueboard"
    torn.write_bytes(torn.read_bytes()[:150_000])
    window.show_home()
    boards = window.home.others.boards
    qtbot.waitUntil(lambda: not window.home.looking.timer.isActive())
    assert set(boards.problems) == {torn}
    row = next(n for n, board in enumerate(boards.entries) if board.path == torn)
    spoken = boards.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "This board is damaged" in spoken and str(torn) not in boards.problems[torn]
    seen: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, read)
    view = window.home.others
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, view.visualRect(boards.index(row)).center())
    assert seen == ["Torn.valueboard cannot be opened as it is."] and window.page is None


def test_a_board_that_is_repaired_is_not_marked_any_more(window: MainWindow, qtbot: QtBot) -> None:
    window.library.mkdir()
    path = window.library / "One.valueboard"
    path.write_text("no board")
    window.show_home()
    qtbot.waitUntil(lambda: path in window.home.others.boards.problems)
    path.unlink()
    importing.create_sample(path, "loyalty-app").close()
    window.show_home()
    qtbot.waitUntil(lambda: not window.home.looking.timer.isActive())
    assert not window.home.others.boards.problems
