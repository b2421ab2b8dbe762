"""What is typed in a dialog outlives the app, until somebody answers the dialog."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.app import drafts, resources
from canvas_app.ui.dialogs.board_details import DetailsDialog
from canvas_app.ui.dialogs.bulk_add import BulkAddDialog
from canvas_app.ui.dialogs.draft import BACK
from canvas_app.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def ending() -> Iterator[None]:
    yield
    drafts.in_force.now = False


def kept() -> bool:
    folder = resources.drafts_folder()
    return folder.exists() and any(folder.iterdir())


def details(window: MainWindow, act: Callable[[DetailsDialog], None]) -> None:
    """Ctrl+I, and what somebody does in the dialog; it is over with that."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, DetailsDialog)
        act(dialog)

    QTimer.singleShot(0, answer)
    window.port.board_details()


def test_what_stood_in_a_dialog_is_back_after_a_stop(window: MainWindow, qtbot: QtBot) -> None:
    def type_and_be_stopped(dialog: DetailsDialog) -> None:
        dialog.fields["goal"].selectAll()
        QTest.keyClicks(dialog.fields["goal"], "Twice the visits")
        qtbot.waitUntil(kept, timeout=2000)
        drafts.in_force.now = True
        dialog.reject()
        drafts.in_force.now = False

    def see_it_and_cancel(dialog: DetailsDialog) -> None:
        assert dialog.fields["goal"].text() == "Twice the visits" and dialog.reason.text() == BACK
        assert dialog.fields["title"].text() == title
        dialog.reject()

    def see_nothing(dialog: DetailsDialog) -> None:
        assert dialog.fields["goal"].text() == goal and not dialog.reason.text()
        QTest.keyClicks(dialog.fields["goal"], "x")
        dialog.accept()

    board = window.page.session.board
    title, goal = board.info.title, board.info.goal
    details(window, type_and_be_stopped)
    details(window, see_it_and_cancel)
    assert not kept(), "it was answered"
    details(window, see_nothing)
    assert not kept() and board.info.goal != goal


def test_lines_for_many_notes_are_back_too(window: MainWindow, qtbot: QtBot) -> None:
    def type_and_be_stopped() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkAddDialog)
        QTest.keyClicks(dialog.lines, "one")
        drafts.in_force.now = True
        dialog.close()  # asks
        dialog.close()
        drafts.in_force.now = False

    def see_it_and_add() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkAddDialog)
        assert dialog.lines.toPlainText() == "one"
        dialog.accept()

    count = len(window.page.session.board.notes)
    for act in (type_and_be_stopped, see_it_and_add):
        QTimer.singleShot(0, act)
        window.binder["note.bulk-add"].trigger()
    assert len(window.page.session.board.notes) == count + 1 and not kept()
