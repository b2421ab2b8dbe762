"""A sample board in a view or a whole window, and hands to work them with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app import commit_times
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings, settings_path
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.theme import in_force
from tests.samples import sample_at
from tests.ui.hands import Hands


@pytest.fixture(autouse=True)
def still(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing moves by itself, so that no test waits for real time, and no busy disk counts as a slow one."""
    monkeypatch.setattr(commit_times, "SLOW", 60.0)
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Settings(motion=False).model_dump_json())
    in_force.motion = False
    yield
    in_force.motion = True


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return sample_at(tmp_path / "Loyalty.valueboard")


@pytest.fixture
def hands(qtbot: QtBot, board_path: Path) -> Iterator[Hands]:
    """A view of the sample at 100 %, without a window round it."""
    session = Session.open(board_path)
    bridge = SessionBridge(session)
    view = BoardView(bridge)
    qtbot.addWidget(view)
    view.resize(1700, 1000)
    view.show()
    qtbot.waitExposed(view)
    view.fit_board()
    view.snaps = False  # hands aim at exact places
    yield Hands(view)
    view.finish_editing()
    session.close()


@pytest.fixture
def window(qtbot: QtBot, board_path: Path, tmp_path: Path) -> Iterator[QWidget]:
    from canvas_app.ui.main_window import MainWindow

    QCursor.setPos(0, 0)  # where the test before left it, it would say where notes are written
    window = MainWindow(tmp_path / "library")
    qtbot.addWidget(window)
    QApplication.instance().focusChanged.connect(window.on_focus_changed)
    window.resize(1440, 900)
    window.show_session(Session.open(board_path))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    QApplication.instance().focusChanged.disconnect(window.on_focus_changed)
    window.unsaved.rescue()  # or what a test that failed left unsaved is asked about
    window.close()
    QApplication.clipboard().clear()
