"""Copies of the open board, put aside by themselves while somebody edits it; after that a very long history is cut."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from canvas_app.app.session import Committed, Session
from canvas_app.domain.errors import UserError

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

SOON, PAUSE = 10_000, 30 * 60_000
"""Milliseconds from the first edit of a board to its copy, and from one copy to the next while editing goes on."""
TURN, REST, BUSY = 0.010, 5, 1000
"""Seconds of a turn at a long history, milliseconds between two, and while somebody is at work."""


class BackingUp(QObject):
    """A copy that cannot be made is told once for each board, and tried again after the next pause.

    A history that has grown very long is shortened after a copy, in short turns while no hand is on the board.
    """

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._told = False
        self._waiting = True  # for the next edit
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SOON)
        self.timer.timeout.connect(self._due)
        self.turns = QTimer(self)
        self.turns.timeout.connect(self._shorten)
        self._work: tuple[Session, Iterator[None]] | None = None

    def start(self) -> None:
        """Another board is open."""
        self.stop()
        self.timer.setInterval(SOON)
        self._told, self._waiting = False, True

    def stop(self) -> None:
        self.timer.stop()
        self.turns.stop()
        self._work = None

    def on_committed(self, commit: Committed) -> None:
        if self._waiting and commit.step.kind != "base":
            self._waiting = False
            self.timer.start()

    def _due(self) -> None:
        self.timer.setInterval(PAUSE)
        self._waiting = True
        page = self._window.page
        if page is None or page.session.read_only:
            return
        try:
            page.session.back_up()
            if page.session.is_long and self._work is None:
                self._work = page.session, page.session.shortened()
                self.turns.start(BUSY)
        except (UserError, OSError) as error:
            log.warning("no copy put aside: %s", error)
            if not self._told:
                self._told = True
                self._window.say(f"No copy of the board could be put aside: {error}", complaint=True, undo=False)

    def _shorten(self) -> None:
        page = self._window.page
        if page is None or self._work is None or page.session is not self._work[0]:
            self.turns.stop()
            self._work = None
            return
        at_work = page.view.gesture_in_progress or page.view.editor.isVisible() or not page.session.saved
        self.turns.setInterval(BUSY if at_work or QApplication.activeModalWidget() is not None else REST)
        if self.turns.interval() == BUSY:
            return
        until = monotonic() + TURN
        try:
            while monotonic() < until:
                next(self._work[1])
        except StopIteration:
            self._work = None
        except UserError as error:  # the next copy is the next try
            log.warning("the history stays long: %s", error)
            self._work = None
