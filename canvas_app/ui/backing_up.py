"""Copies of the open board, put aside by themselves while somebody edits it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from canvas_app.app.session import Committed
from canvas_app.domain.errors import UserError

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

SOON, PAUSE = 10_000, 30 * 60_000
"""Milliseconds from the first edit of a board to its copy, and from one copy to the next while editing goes on."""


class BackingUp(QObject):
    """A copy that cannot be made is told once for each board, and tried again after the next pause."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._told = False
        self._waiting = True  # for the next edit
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SOON)
        self.timer.timeout.connect(self._due)

    def start(self) -> None:
        """Another board is open."""
        self.timer.stop()
        self.timer.setInterval(SOON)
        self._told, self._waiting = False, True

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
        except (UserError, OSError) as error:
            log.warning("no copy put aside: %s", error)
            if not self._told:
                self._told = True
                self._window.say(f"No copy of the board could be put aside: {error}", complaint=True, undo=False)
