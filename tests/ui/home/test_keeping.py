"""Deleting boards on the start page, the trash, and copies of boards that are gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from canvas_app.ui.dialogs.chooser import Chooser
from canvas_app.ui.history.window import HistoryWindow
from canvas_app.ui.home.trash import TrashDialog
from canvas_app.ui.main_window import MainWindow
from tests.ui.test_unsaved import answer

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def titles(window: MainWindow) -> list[str]:
    return [entry.title for entry in window.home.recent.boards.entries]


def bin_of(window: MainWindow, row: int) -> None:
    lists = window.home.recent
    rect = lists.visualRect(lists.boards.index(row))
    QTest.mouseClick(lists.viewport(), LEFT, NONE, QPoint(rect.right() - 27, rect.center().y()))


def during(kind: type[QDialog], do: Callable[[QDialog], None]) -> None:
    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, kind)
        do(box)
        box.reject()

    QTimer.singleShot(0, act)


def test_a_board_is_deleted_and_that_is_undone(window: MainWindow, board_path: Path) -> None:
    window.show_home()
    assert titles(window) == ["Loyalty"] and not window.home.deleted.isVisible()
    bin_of(window, 0)
    assert not board_path.exists() and titles(window) == [] and window.home.deleted.isVisible()
    QTest.mouseClick(window.home.undo, LEFT)
    assert board_path.exists() and titles(window) == ["Loyalty"] and not window.home.deleted.isVisible()
    window.home.recent.setFocus()
    QTest.keyClick(window.home.recent, Qt.Key.Key_Delete)
    assert not board_path.exists()


def test_the_trash_gives_back_and_deletes_for_good(window: MainWindow, board_path: Path) -> None:
    window.show_home()
    bin_of(window, 0)

    def restore(box: QDialog) -> None:
        assert isinstance(box, TrashDialog) and box.list.count() == 1
        QTest.mouseClick(box.main, LEFT)
        assert board_path.exists() and box.list.count() == 0 and not box.delete.isEnabled()

    during(TrashDialog, restore)
    QTest.mouseClick(window.home.trash, LEFT)
    window.open_board(board_path)
    window.show_home()
    bin_of(window, 0)

    def destroy(box: QDialog) -> None:
        assert isinstance(box, TrashDialog)
        seen: list[str] = []
        QTimer.singleShot(0, answer("Cancel", seen))
        QTest.keyClick(box.list, Qt.Key.Key_Delete)
        assert box.list.count() == 1 and "for good?" in seen[0]
        QTimer.singleShot(0, answer("Delete for good", seen))
        QTest.mouseClick(box.delete, LEFT)
        assert box.list.count() == 0

    during(TrashDialog, destroy)
    QTest.mouseClick(window.home.trash, LEFT)
    assert not board_path.exists()


def test_copies_of_a_board_whose_file_is_gone_are_found(window: MainWindow, board_path: Path, qtbot: QtBot) -> None:
    assert window.page is not None
    title = window.page.session.board.info.title
    window.page.session.back_up()
    window.show_home()
    board_path.unlink()
    shown: list[str] = []

    def choose(box: QDialog) -> None:
        assert isinstance(box, Chooser)
        shown.append(box.list.item(0).text())
        during(HistoryWindow, lambda history: shown.append(history.windowTitle()))
        box.accept()

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, Chooser)
        choose(box)

    QTimer.singleShot(0, act)
    QTest.mouseClick(window.home.copies, LEFT)
    assert shown[0].startswith(f"{title}\n1 copy") and shown[1] == f"Copies of {title}"


@pytest.mark.parametrize("held", ['{"host": "far away", "user": "Ann"}'])
def test_a_board_that_is_edited_elsewhere_stays(window: MainWindow, board_path: Path, held: str) -> None:
    window.show_home()
    board_path.with_name(f".{board_path.name}.lock").write_text(held)
    seen: list[str] = []
    QTimer.singleShot(0, answer("OK", seen))
    bin_of(window, 0)
    assert "Ann on far away" in seen[0] and board_path.exists() and titles(window) == ["Loyalty"]
