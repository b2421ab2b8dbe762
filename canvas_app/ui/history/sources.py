"""Where states of a board come from: its own journal, or copies that were put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from canvas_app.app.backups import backups_of
from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.domain.differences import summary
from canvas_app.domain.evidence import day_in_words

SAME = "nothing changed"


@dataclass(frozen=True)
class State:
    """One line of the list. `key` is a step of the journal, or the number of a copy from the newest, 0, on."""

    key: int
    title: str
    when: str
    named: bool = False


class Source(Protocol):
    def states(self) -> list[State]:
        """The newest first."""
        ...

    def board(self, key: int) -> Board:
        """Raises storage errors."""
        ...

    def changes(self, key: int) -> str:
        """What became of the board since the state before it in the list, in a few words."""
        ...


class Versions:
    """The states of a board that is open."""

    def __init__(self, session: Session):
        self._session = session
        self.line = session.timeline

    def states(self) -> list[State]:
        moments = self.line.moments()
        return [
            State(moment.seq, moment.name or when(moment.at), when(moment.at), bool(moment.name)) for moment in moments
        ]

    def board(self, key: int) -> Board:
        return self.line.board_at(key)

    def changes(self, key: int) -> str:
        before = next((state.key for state in self.states() if state.key < key), None)
        if before is None:
            return "the board was made"
        then = self.line.board_at(before)
        return ", ".join(summary(then, self.line.board_at(key))) or SAME


class Copies:
    """The copies of one board, which may be gone itself."""

    def __init__(self, board_id: str):
        self.copies = backups_of(board_id)
        self._boards: dict[int, Board] = {}

    def path(self, key: int) -> Path:
        return self.copies[key].path

    def states(self) -> list[State]:
        return [
            State(n, when(copy.at.isoformat()), f"{max(1, round(copy.size / 1024)):,} KB")
            for n, copy in enumerate(self.copies)
        ]

    def board(self, key: int) -> Board:
        if key not in self._boards:
            session = Session.open(self.path(key), read_only=True)
            try:
                self._boards[key] = session.board
            finally:
                session.close()
        return self._boards[key]

    def changes(self, key: int) -> str:
        if key + 1 == len(self.copies):
            return "the oldest copy"
        return ", ".join(summary(self.board(key + 1), self.board(key))) or SAME


def when(at: str) -> str:
    """ "22 November 2026, 09:12", by the clock on the wall; what is no time stays as it is."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    return f"{day_in_words(moment.date().isoformat())}, {moment:%H:%M}"
