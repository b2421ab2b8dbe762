"""Looks in the background which of the boards listed can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from canvas_app.app.library import problem_of

if TYPE_CHECKING:
    from canvas_app.ui.home.board_list import BoardEntry, BoardList

LARGEST = 16 * 1024 * 1024
"""Bytes; larger ones are looked at when they are opened."""


class Looking(QObject):
    """One board at a time, so that nobody waits for them; what has been seen once is known until the file changes."""

    def __init__(self, parent: QObject, lists: Sequence[BoardList]):
        super().__init__(parent)
        self._lists = lists
        self._known: dict[tuple[Path, object], str] = {}
        self._waiting: list[tuple[BoardList, BoardEntry]] = []
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._look_at_one)

    def start(self) -> None:
        self._waiting = [(shown, board) for shown in self._lists for board in shown.boards.entries if board.changed]
        self.timer.start(0)

    def stop(self) -> None:
        self.timer.stop()

    def _look_at_one(self) -> None:
        if not self._waiting:
            self.timer.stop()
            return
        shown, board = self._waiting.pop(0)
        key = (board.path, board.changed)
        if key not in self._known:
            self._known[key] = problem_of(board.path, LARGEST)
        if self._known[key]:
            shown.boards.show_problem(board.path, self._known[key])
