"""Where states of a board come from: its own journal, or copies that were put aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from canvas_app.app.backups import backups_of
from canvas_app.app.session import Session
from canvas_app.app.timeline import thinned
from canvas_app.domain.board import Board
from canvas_app.domain.errors import UserError
from canvas_app.domain.evidence import day_in_words
from canvas_app.domain.voting import without_hidden
from canvas_app.text.runs import isolate
from canvas_app.ui.export.worker import Step, Worker

READY = 12
VOTE = "Vote"


@dataclass(frozen=True)
class State:
    """One line of the list. `key` is a step of the journal, or the number of a copy from the newest, 0, on."""

    key: int
    title: str
    when: str
    named: bool = False
    name: str = ""
    """What it is called in the title of a board that is made of it."""


class Source(Protocol):
    """Nothing of it tells of a vote that is not revealed."""

    oldest: str
    """What is said of the oldest state."""

    def states(self) -> list[State]:
        """The newest first."""
        ...

    def walk(self, key: int) -> Iterator[bool]:
        """Makes a state ready in short strides; true where the next one is worth nothing yet. Raises UserError."""
        ...

    def ready(self, key: int) -> Board | None:
        """A state, where it can be had at once."""
        ...

    def is_before(self, key: int, other: int) -> bool: ...


def before(source: Source, key: int) -> int | None:
    """The state in the list before another one."""
    return next((state.key for state in source.states() if source.is_before(state.key, key)), None)


class Versions:
    """The states of a board that is open."""

    oldest = "the board was made"

    def __init__(self, session: Session):
        self.line = session.timeline
        self._states = [
            State(
                moment.seq,
                shown_name(moment.name) or when(moment.at),
                when(moment.at),
                bool(moment.name),
                moment.name or by_date(moment.at),
            )
            for moment in thinned(self.line.moments(), datetime.now(UTC))
        ]
        self._boards: dict[int, Board] = {}

    def states(self) -> list[State]:
        return self._states

    def walk(self, key: int) -> Iterator[bool]:
        for _ in self.line.walk(key):
            yield False
        _keep(self._boards, key, without_hidden(self.line.board_at(key)))

    def ready(self, key: int) -> Board | None:
        return self._boards.get(key)

    def is_before(self, key: int, other: int) -> bool:
        return key < other

    def said(self, key: int) -> str:
        """What was done in a step, and when."""
        step = self.line.step(key)
        if step is None:
            return ""
        votes = any(patch.entity == "vote" for patch in step.patches)
        return f"{VOTE if votes else step.label} · {when(step.at)}"


class Named(Versions):
    """Of the states of a board those that people named."""

    oldest = "the first that has a name"

    def __init__(self, versions: Versions):
        self.line, self._boards = versions.line, versions._boards
        self._states = [state for state in versions.states() if state.named]


class Copies:
    """The copies of one board, which may be gone itself; `worker` reads them beside the window."""

    oldest = "the oldest copy"

    def __init__(self, board_id: str, worker: Worker):
        self.copies = backups_of(board_id)
        self._worker = worker
        self._boards: dict[int, Board] = {}

    def path(self, key: int) -> Path:
        return self.copies[key].path

    def states(self) -> list[State]:
        return [
            State(
                n,
                when(copy.at.isoformat()),
                f"{max(1, round(copy.size / 1024)):,} KB",
                name=by_date(copy.at.isoformat()),
            )
            for n, copy in enumerate(self.copies)
        ]

    def walk(self, key: int) -> Iterator[bool]:
        if key in self._boards:
            return
        failures: list[Exception] = []
        found: list[Board] = []
        task = self._worker.ask(partial(read_copy, self.path(key)), found.append, failures.append)
        while not task.over:
            yield True
        if failures:
            raise failures[0]
        if found:
            _keep(self._boards, key, found[0])

    def ready(self, key: int) -> Board | None:
        return self._boards.get(key)

    def is_before(self, key: int, other: int) -> bool:
        return key > other


def read_copy(path: Path, step: Step = lambda words: None) -> Board:
    """The board in a copy, as it may be shown. Raises UserError."""
    step("")
    try:
        session = Session.open(path, read_only=True)
    except OSError as error:
        raise UserError(f"This copy cannot be read: {error.strerror or error}.") from error
    try:
        return without_hidden(session.board)
    finally:
        session.close()


def _keep(boards: dict[int, Board], key: int, board: Board) -> None:
    boards.pop(key, None)
    boards[key] = board
    for oldest in list(boards)[:-READY]:
        del boards[oldest]


def shown_name(name: str) -> str:
    """A name as part of a line: one in a script from right to left leaves the rest of the line as it is."""
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") or not char.isprintable() for char in name):
        return isolate(name)
    return name


def when(at: str) -> str:
    """ "Today, 09:12" or "22 November 2026, 09:12", by the clock on the wall; what is no time stays as it is."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    day = {0: "Today", 1: "Yesterday"}.get((date.today() - moment.date()).days)
    return f"{day}, {moment:%H:%M}" if day else by_date(at)


def by_date(at: str) -> str:
    """As `when`, in words that are right on any day."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    return f"{day_in_words(moment.date().isoformat())}, {moment:%H:%M}"
