"""Faults of the app itself: one quiet line, the log has the rest, and the work goes on and is saved."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.logs import log_file, start_logging
from canvas_app.ui.application import Faults
from canvas_app.ui.main_window import MainWindow
from tests.ui.test_unsaved import add, bar, has


def fault() -> None:
    raise ZeroDivisionError("a fault of ours")


class Worker(QThread):
    def run(self) -> None:
        fault()


def in_a_slot(window: MainWindow) -> None:
    QTimer.singleShot(0, fault)


def in_a_thread(window: MainWindow) -> None:
    thread = threading.Thread(target=fault)
    thread.start()
    thread.join()


def in_a_thread_of_qt(window: MainWindow) -> None:
    worker = Worker()
    worker.start()
    assert worker.wait(5000)


class Unpainted(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        self.hide()
        fault()


def while_painting(window: MainWindow) -> None:
    Unpainted(window.centralWidget()).show()


@pytest.fixture
def faults(window: MainWindow) -> Iterator[Faults]:
    start_logging()
    before = sys.excepthook
    faults = Faults(window)
    yield faults
    faults.close()
    sys.excepthook = before


@pytest.mark.parametrize("where", [in_a_slot, in_a_thread, in_a_thread_of_qt, while_painting])
def test_a_fault_is_told_in_one_line_and_the_work_goes_on(
    window: MainWindow, faults: Faults, board_path: Path, qtbot: QtBot, where
) -> None:
    where(window)
    assert window.page is not None
    qtbot.waitUntil(lambda: "Something unexpected happened; your board is saved." in window.page.message.text)
    assert QApplication.activeModalWidget() is None and "a fault of ours" in log_file().read_text()
    add(window, "after it")
    assert has(board_path, "after it")


def test_what_is_not_saved_is_not_called_saved(
    window: MainWindow, faults: Faults, board_path: Path, qtbot: QtBot
) -> None:
    assert window.page is not None
    away = board_path.rename(board_path.with_name("away.valueboard"))
    add(window, "late")
    in_a_slot(window)
    qtbot.waitUntil(lambda: "1 change of your board still wait" in window.page.message.text)
    away.rename(board_path)
    bar(window).again.click()
    assert has(board_path, "late")


def test_on_the_start_page_no_box_comes_up(window: MainWindow, faults: Faults, qtbot: QtBot) -> None:
    window.show_home()
    for _ in range(3):
        in_a_slot(window)
    qtbot.waitUntil(lambda: window.home.deleted.isVisible())
    assert not window.home.undo.isVisible() and QApplication.activeModalWidget() is None
