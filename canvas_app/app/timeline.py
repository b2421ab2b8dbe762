"""The board as it was after every step of its journal, and the moments worth going back to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step
from canvas_app.domain.states import Tables, apply, made_whole, nothing
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import damaged

PAUSE = 15 * 60
"""Seconds without a step after which the next one begins another stretch of work."""
STRETCH = 200
"""Steps after which a stretch of work ends at the latest."""
STRIDE, FRAME, READY = 50, 1000, 12
"""Steps that are walked in one go, and between two states that are kept to walk from; boards that are kept ready."""
LONGEST_NAME = 120
PERIODS = (
    (timedelta(days=2), timedelta()),
    (timedelta(days=9), timedelta(days=1)),
    (timedelta(days=37), timedelta(days=7)),
    (timedelta(days=365), timedelta(days=30)),
)
"""Up to which age how long the periods are of which one moment is listed; then it is a year."""
CUT = "Another window has put the older steps of this board together meanwhile; open the history once more."


@dataclass(frozen=True)
class Moment:
    """The board after step `seq`. `name` is what a person called it, "" for the end of a stretch of work."""

    seq: int
    at: str
    name: str = ""


class Timeline:
    """Walks to a step from the nearest one it knows, over the steps between: forwards, or back over their inverses.

    Of a board with a very long history the steps before `first` are gone; of that time there are versions only.
    Raises storage errors, UserError. `board` is the board now, `waiting` the steps that are on it and not in the file
    yet; what is done later is not in it.
    """

    def __init__(self, file: BoardFile, board: Board, waiting: Sequence[Step] = ()):
        self._file, self._written, self._waiting = file, file.journal.head, tuple(waiting)
        self.begins = file.journal.begins
        """The step behind which the journal begins; 0 where all of it is there."""
        self.first = max(1, self.begins)
        self.head = self._written + len(self._waiting)
        self._versions = file.versions()
        self._kept = {version.seq for version in self._versions if version.seq <= self.begins}
        self._frames: dict[int, Tables] = {self.head: {name: dict(board.table(name)) for name in ENTITIES}}
        if not self.begins:
            self._frames[0] = nothing()
        self._boards: dict[int, Board] = {}

    def has(self, seq: int) -> bool:
        return self.first <= seq <= self.head or seq in self._kept

    def board_at(self, seq: int) -> Board:
        """The board after a step, the nearest one that there is; not to be written to."""
        for _ in self.walk(seq):
            pass
        return self._boards[self._within(seq)]

    def walk(self, seq: int) -> Iterator[None]:
        """Goes there in strides of a few milliseconds; `board_at` has the board at once afterwards."""
        try:
            yield from self._walk(self._within(seq))
        except (KeyError, ValueError) as error:
            raise damaged(self._file.path, f"its history does not lead to step {seq}") from error

    def _walk(self, seq: int) -> Iterator[None]:
        if seq in self._boards:
            self._boards[seq] = self._boards.pop(seq)
            return
        if seq in self._kept:
            tables = self._version(seq)
        else:
            known = [at for at in (*self._boards, *self._frames) if at >= self.begins]
            at = min((*known, self.begins), key=lambda place: abs(place - seq))
            near = self._boards.get(at)
            frame = self._frames.get(at) if near is None else {name: near.table(name) for name in ENTITIES}
            tables = {name: dict(rows) for name, rows in frame.items()} if frame is not None else self.beginning()
            yield from self._go(tables, at, seq)
        yield from made_whole(tables)
        self._boards[seq] = Board(cast(Mapping[str, Mapping[str, Entity]], tables))
        for oldest in list(self._boards)[:-READY]:
            del self._boards[oldest]

    def _go(self, tables: Tables, at: int, seq: int) -> Iterator[None]:
        while at != seq:
            end = min(at + STRIDE, seq) if at < seq else max(at - STRIDE, seq)
            steps = self._steps(min(at, end), max(at, end))
            if len(steps) != abs(end - at):
                raise UserError(CUT)
            for step in steps if at < seq else reversed(steps):
                apply(tables, step.patches if at < seq else [patch.inverse for patch in reversed(step.patches)])
            if end // FRAME != at // FRAME:
                yield from made_whole(tables)
                self._frames[end] = {name: dict(rows) for name, rows in tables.items()}
            at = end
            yield

    def beginning(self) -> Tables:
        """What the journal begins with, for whoever asks to change."""
        return self._version(self.begins) if self.begins else nothing()

    def _version(self, seq: int) -> Tables:
        plain = self._file.version(seq)
        return {name: {row["id"]: row for row in plain.get(name, [])} for name in ENTITIES}

    def _within(self, seq: int) -> int:
        return seq if seq in self._kept else min(max(seq, self.first), self.head)

    def _steps(self, after: int, until: int) -> list[Step]:
        waiting = self._waiting[max(after - self._written, 0) : max(until - self._written, 0)]
        written = self._file.journal.steps(after, min(until, self._written)) if after < self._written else ()
        return [*written, *waiting]

    def step(self, seq: int) -> Step | None:
        """What was done in a step; None where the journal does not go back so far."""
        return next(iter(self._steps(seq - 1, seq)), None)

    def moments(self) -> list[Moment]:
        """The newest first: what people named, and where stretches of work ended."""
        waiting = [(self._written + n, step.at, step.session) for n, step in enumerate(self._waiting, 1)]
        times = [time for time in self._file.journal.times() if time[0] <= self._written]
        found = {seq: Moment(seq, at) for seq, at in _ends([*times, *waiting])}
        for version in self._versions:
            if version.seq <= self.head:
                found[version.seq] = Moment(version.seq, version.at, tidy_name(version.label))
        return sorted(found.values(), key=lambda moment: moment.seq, reverse=True)


def tidy_name(words: str) -> str:
    """A name of a version as it is kept and shown: one line, no more than `LONGEST_NAME` characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_NAME].rstrip()


def thinned(moments: Sequence[Moment], now: datetime) -> list[Moment]:
    """Of moments (newest first) all of two days, then the last one a day, a week, a month and a year.

    What people named, the newest and the oldest stay.
    """
    kept: list[Moment] = []
    periods: set[tuple[int, int]] = set()
    for n, moment in enumerate(moments):
        period = _period(moment.at, now)
        if moment.name or n in (0, len(moments) - 1) or period is None or period not in periods:
            kept.append(moment)
        if period is not None:
            periods.add(period)
    return kept


def _period(at: str, now: datetime) -> tuple[int, int] | None:
    """The day, week, month or year before `now` that a time is in; None where all are kept."""
    try:
        age = now - datetime.fromisoformat(at)
    except (ValueError, TypeError):
        return None
    if age <= PERIODS[0][0]:
        return None
    length = next((length for until, length in PERIODS[1:] if age <= until), timedelta(days=365))
    return length.days, age // length


def _ends(times: list[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """The last steps of the stretches of work among (seq, at, session)."""
    ends: list[tuple[int, str]] = []
    begun = 0
    for n, (seq, at, session) in enumerate(times):
        last = n + 1 == len(times)
        if last or times[n + 1][2] != session or seq - begun >= STRETCH or _pause(at, times[n + 1][1]):
            ends.append((seq, at))
            begun = seq
    return ends


def _pause(before: str, after: str) -> bool:
    if before[:15] == after[:15]:  # within the same ten minutes
        return False
    try:
        return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds() > PAUSE
    except (ValueError, TypeError):
        return False
