"""The board as it was after every step of its journal, and the moments worth going back to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.patch import Patch
from canvas_app.storage.boardfile import BoardFile

PAUSE = 15 * 60
"""Seconds without a step after which the next one begins another stretch of work."""
STRETCH = 200
"""Steps after which a stretch of work ends at the latest."""


@dataclass(frozen=True)
class Moment:
    """The board after step `seq`. `name` is what a person called it, "" for the end of a stretch of work."""

    seq: int
    at: str
    name: str = ""


class Timeline:
    """Walks to a step from where it is, over the steps between: forwards, or back over their inverses.

    Raises storage errors. The board's file is read as it was when this was made; steps that wait for the disk are not
    in it.
    """

    def __init__(self, file: BoardFile):
        self._file = file
        self.head = file.head
        self._at = self.head
        self._rows: dict[str, dict[str, dict[str, Any]]] = {
            name: {key: row.model_dump(mode="json") for key, row in table.items()}
            for name, table in file.load().items()
        }
        self._kept: tuple[int, Board] | None = None

    def board_at(self, seq: int) -> Board:
        """The board after step `seq`, 1 to `head`; not to be written to."""
        seq = min(max(seq, 1), self.head)
        if self._kept is not None and self._kept[0] == seq:
            return self._kept[1]
        if seq > self._at:
            for step in self._file.steps(self._at, seq):
                self._apply(step.patches)
        elif seq < self._at:
            for step in reversed(list(self._file.steps(seq, self._at))):
                self._apply(patch.inverse for patch in reversed(step.patches))
        self._at = seq
        tables = {
            name: {key: ENTITIES[name].model_validate(row) for key, row in rows.items()}
            for name, rows in self._rows.items()
        }
        board = Board(tables)
        self._kept = (seq, board)
        return board

    def label(self, seq: int) -> str:
        """What was done in a step."""
        return self._labels.get(seq, ("", ""))[1]

    def time(self, seq: int) -> str:
        """When that was: UTC, ISO 8601."""
        return self._labels.get(seq, ("", ""))[0]

    @cached_property
    def _labels(self) -> dict[int, tuple[str, str]]:
        return {seq: (at, label) for seq, at, label in self._file.labels()}

    def _apply(self, patches: Iterable[Patch]) -> None:
        for patch in patches:
            rows = self._rows[patch.entity]
            if patch.after is None:
                rows.pop(patch.id, None)
            elif patch.before is None:
                rows[patch.id] = dict(patch.after)
            else:
                rows[patch.id] = {**rows[patch.id], **patch.after}

    def moments(self) -> list[Moment]:
        """The newest first: what people named, and where stretches of work ended."""
        found = {seq: Moment(seq, at) for seq, at in _ends(self._file.times())}
        for version in self._file.versions():
            found[version.seq] = Moment(version.seq, version.at, version.label)
        return sorted(found.values(), key=lambda moment: moment.seq, reverse=True)


def _ends(times: list[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """The last steps of the stretches of work among (seq, at, session)."""
    ends: list[tuple[int, str]] = []
    begun = 0
    for n, (seq, at, session) in enumerate(times):
        last = n + 1 == len(times)
        if last or times[n + 1][2] != session or _seconds(at, times[n + 1][1]) > PAUSE or seq - begun >= STRETCH:
            ends.append((seq, at))
            begun = seq
    return ends


def _seconds(before: str, after: str) -> float:
    try:
        return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds()
    except ValueError:
        return 0.0
