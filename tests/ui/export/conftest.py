"""The export window over the sample board, and a wait until it has nothing more to do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.ui.export.kinds import Snapshot
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.export.worker import Worker

Open = Callable[..., ExportWindow]


@pytest.fixture
def board(board_path: Path) -> Board:
    session = Session.open(board_path, read_only=True)
    try:
        return session.board.copy()
    finally:
        session.close()


@pytest.fixture
def open_window(qtbot: QtBot, board: Board, board_path: Path) -> Iterator[Open]:
    """Opens the window; `settle` waits until the pages are there."""
    made: list[ExportWindow] = []

    def open_it(saved: dict[str, Any] | None = None, *, of: Board | None = None, **more: Any) -> ExportWindow:
        snapshot = Snapshot(of or board, "2026-01-02T03:04:05.678Z", 3)
        box = ExportWindow(None, snapshot, board_path, saved or {"kind": "canvas"}, **more)
        made.append(box)
        box.show()
        qtbot.waitExposed(box)
        return box

    yield open_it
    for box in made:
        box.done(0)
        box.deleteLater()
    Worker.wait_for_all()


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[ExportWindow], ExportWindow]:
    def wait(box: ExportWindow) -> ExportWindow:
        qtbot.waitUntil(
            lambda: box.idle and box.ready and (box.pages.preview.complete or not box.pages.preview.isVisible()),
            timeout=30_000,
        )
        return box

    return wait
