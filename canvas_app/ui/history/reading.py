"""States that are read while the window answers: the one that is wanted most first, in short turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from PySide6.QtCore import QObject, QTimer

from canvas_app.domain.board import Board
from canvas_app.domain.errors import UserError
from canvas_app.ui.history.sources import Source

TURN, REST = 0.010, 4
"""Seconds of a turn, and milliseconds between two."""
Wanted = tuple[Source, int]


class Reading(QObject):
    """`wanted` says what is to be read next, None for nothing; it is asked again after everything that was read, and
    `came` is called then."""

    def __init__(self, parent: QObject, wanted: Callable[[], Wanted | None], came: Callable[[], None]):
        super().__init__(parent)
        self._wanted, self._came = wanted, came
        self._reads: Wanted | None = None
        self._walk: Iterator[bool] = iter(())
        self._problems: dict[Wanted, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(REST)
        self._timer.timeout.connect(self._turn)

    def go(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def at_rest(self) -> bool:
        return not self._timer.isActive()

    def found(self, source: Source, key: int) -> Board | str | None:
        """A state; or why it cannot be read; or None as long as nobody knows."""
        return self._problems.get((source, key)) or source.ready(key)

    def _turn(self) -> None:
        until = monotonic() + TURN
        while monotonic() < until:
            wanted = self._wanted()
            if wanted is None:
                self.stop()
                return
            if wanted != self._reads:
                self._reads, self._walk = wanted, wanted[0].walk(wanted[1])
            try:
                if next(self._walk):
                    return
                continue
            except StopIteration:
                if wanted[0].ready(wanted[1]) is None:
                    self._problems[wanted] = "This state cannot be read."
            except UserError as error:
                self._problems[wanted] = str(error)
            self._reads = None
            self._came()
