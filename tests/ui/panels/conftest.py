"""The sample board under a panel, and a port that notes what it is asked."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings
from canvas_app.domain.commands import Command
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.panel import Panel


class RecordingPort:
    """Notes which notes were brought into view."""

    board_mode = False

    def __init__(self) -> None:
        self.shown: list[tuple[str, ...]] = []
        self.settings = Settings()

    def show_notes(self, ids: Sequence[str]) -> None:
        self.shown.append(tuple(ids))

    def point_out(self, note: str) -> None:
        self.shown.append((note,))

    def option(self, name: str) -> Any:
        return getattr(self.settings, name)

    def set_option(self, name: str, value: Any) -> None:
        self.settings = self.settings.model_copy(update={name: value})


class Desk:
    """A session with its bridge, and panels that are shown in a window."""

    def __init__(self, qtbot: QtBot, session: Session):
        self.qtbot = qtbot
        self.session = session
        self.bridge = SessionBridge(session)
        self.port = RecordingPort()
        self.said: list[str] = []
        self.bridge.said.connect(self._said)

    def _said(self, words: str, complaint: bool, undo: bool) -> None:
        self.said.append(words)

    @property
    def board(self) -> Any:
        return self.session.board

    def show(self, panel_type: Callable[[SessionBridge, UiPort], Any]) -> Any:
        panel: Panel = panel_type(self.bridge, cast(UiPort, self.port))
        self.qtbot.addWidget(panel)
        panel.resize(336, 900)
        panel.show()
        self.qtbot.waitExposed(panel)
        panel.activateWindow()
        return panel

    def do(self, command: Command) -> None:
        assert self.bridge.do(command, "elsewhere") is not None


@pytest.fixture
def desk(qtbot: QtBot, board_path: Path) -> Iterator[Desk]:
    session = Session.open(board_path)
    yield Desk(qtbot, session)
    session.close()
