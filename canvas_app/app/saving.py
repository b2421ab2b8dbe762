"""The steps of a board on their way to the disk: those that it does not take wait, in order, until it does."""

from collections import deque
from collections.abc import Callable
from pathlib import Path

from canvas_app.app.commit_times import CommitTimes
from canvas_app.domain.board import Row
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import Busy, CannotOpen, ForeignChange, NotSaved

Pending = tuple[Step, list[Row]]
REFUSALS = (NotSaved, Busy, CannotOpen)
"""What writing raises where the disk, or what became of the file, keeps a step out of it."""


class Saving:
    """`trouble` says why something waits, or what became of the file; `on_trouble` is called whenever that changes, or
    what waits. `times` are those that the disk took."""

    def __init__(self, file: BoardFile):
        self._file = file
        self._waiting: deque[Pending] = deque()
        self.times = CommitTimes()
        self.trouble: UserError | None = None
        self.on_trouble: Callable[[], None] | None = None

    @property
    def waiting(self) -> list[Pending]:
        """Oldest first, with the rows that each leads to."""
        return list(self._waiting)

    @property
    def moved(self) -> bool:
        """Whether the file is not under its name any more, or is not whole."""
        return isinstance(self.trouble, NotSaved) and self.trouble.cause in ("moved", "damaged")

    @property
    def conflict(self) -> bool:
        """Whether what another program did to the file is the trouble."""
        return isinstance(self.trouble, ForeignChange)

    @property
    def moved_to(self) -> Path | None:
        """The new name of the file in its folder, where it was renamed there."""
        moved = isinstance(self.trouble, NotSaved) and self.trouble.cause == "moved"
        return self._file.watch.renamed_to() if moved else None

    def write_waiting(self) -> None:
        """Raises one of REFUSALS; then what is not written waits on."""
        while self._waiting:
            self._file.append(*self._waiting[0])
            self._waiting.popleft()

    def write(self, step: Step, rows: list[Row]) -> None:
        """Writes a step while none waits. Raises one of REFUSALS."""
        with self.times.measured():
            self._file.append(step, rows)

    def keep(self, step: Step, rows: list[Row], why: UserError) -> None:
        """The step waits, after all others."""
        self._waiting.append((step, rows))
        self.say(why)

    def say(self, trouble: UserError | None) -> None:
        before, self.trouble = self.trouble, trouble
        if (before is not None or trouble is not None) and self.on_trouble is not None:
            self.on_trouble()

    def retry(self) -> bool:
        """Writes down what waits; whether every step is on disk now."""
        try:
            self.write_waiting()
        except REFUSALS as error:
            self.say(error)
        else:
            self.say(None)
        return not self._waiting

    def look_round(self) -> None:
        """Notices what became of the file: moved, replaced, deleted, cut off, or holding another version.

        That is a `trouble` even where nothing waits; a file that is well again ends it.
        """
        wrong = self._file.watch.misplaced()
        if wrong is None and self.conflict:
            return  # a person says what becomes of it
        if wrong is None and self._waiting:
            self.retry()
        elif wrong is not None or self.trouble is not None:
            self.say(wrong)

    def take_back(self) -> list[Pending]:
        """What waits is not to be written as it is any more."""
        waiting = self.waiting
        self._waiting.clear()
        return waiting
