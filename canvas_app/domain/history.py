"""Undo and redo as a fold over the steps that were committed.

Undoing is not another act: it is a step of inverse patches, marked as one. Steps that share a group are one unit; a
group ends when a step of another group is committed. A voting round is many units while it is hidden, and one from the
moment it is revealed, so that there is no way back into it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from canvas_app.domain.entities import TIES_OF
from canvas_app.domain.errors import UserError
from canvas_app.domain.history_acts import act_of, concerns
from canvas_app.domain.patch import Patch, composed, inverse

READY, FIRST_READ = 1000, 64
StepKind = Literal[
    "do", "undo", "redo", "base"
]  # a base step (the making of the board, a line of its log) cannot be undone


class Step(BaseModel):
    """One committed gesture. `at` is UTC, ISO 8601 with milliseconds; `op_id` is unique for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    op_id: str
    session: str
    at: str
    kind: StepKind = "do"
    label: str
    origin: str = ""
    group: str | None = None
    patches: tuple[Patch, ...]

    def touched(self, entity: str) -> Set[str]:
        """Ids of the entities of one table that the step names, in the order in which it does."""
        return dict.fromkeys(patch.id for patch in self.patches if patch.entity == entity).keys()

    @property
    def entry(self) -> "Entry":
        return Entry(self.kind, self.label, self.group, lambda: self.patches)

    @property
    def removed_links(self) -> int:
        return sum(patch.entity == "link" and patch.after is None for patch in self.patches)

    @property
    def scales(self) -> bool:
        """Whether the canvas grows or shrinks."""
        return any(patch.entity == "board" and "scale" in (patch.after or {}) for patch in self.patches)


@dataclass(frozen=True)
class Entry:
    """A committed step as the history needs it; its patches are fetched when they are wanted."""

    kind: StepKind
    label: str
    group: str | None
    patches: Callable[[], tuple[Patch, ...]]


@dataclass
class Unit:
    """What one press of undo takes back.

    `round` is the voting round that it is about, whole; `without` are rounds that are units of their own by now.
    """

    label: str
    entries: list[Entry]
    round: str = ""
    without: set[str] = field(default_factory=set)

    @property
    def forward(self) -> tuple[Patch, ...]:
        if self.round:
            return tuple(composed(patch for entry in self.entries for patch in self._of_round(entry)))
        patches = (patch for entry in self.entries for patch in entry.patches())
        return tuple(patch for patch in patches if not any(concerns(patch, gone) for gone in self.without))

    def _of_round(self, entry: Entry) -> Iterator[Patch]:
        act = act_of(entry.group)
        own = act is not None and act.round == self.round
        return (patch for patch in entry.patches() if own or concerns(patch, self.round))

    @property
    def backward(self) -> tuple[Patch, ...]:
        return inverse(self.forward)

    @property
    def groups(self) -> list[str | None]:
        """Those of its steps; none for a round that is over."""
        return [] if self.round else [entry.group for entry in self.entries]


class History:
    """The units that can be undone and redone, newest last; the last 1,000 are kept ready.

    `last(n)` gives the last n steps of the journal, oldest first. They are read when they are first asked for, and no
    more of them than it takes to be sure of what can be undone: a board of a year opens like a new one.
    """

    def __init__(self, last: Callable[[int], Sequence[Entry]] | None = None) -> None:
        self._last = last
        self._asked = 0
        self._whole = last is None
        self._short = False
        """Whether what was read so far does not tell what an undo, a redo or a round is about."""
        self._forget()

    def read_anew(self) -> None:
        """The journal is not what it was."""
        self._asked, self._whole = 0, self._last is None
        self._forget()

    def _forget(self) -> None:
        self._undo: deque[Unit] = deque(maxlen=READY)
        self._redo: list[Unit | None] = []
        """None stands for a unit that was taken back and is older than the journal."""
        self._open_group: str | None = None
        self._short = False

    def _read(self, units: int) -> None:
        """Reads so far back that the last `units` units are known. The first of what is read may be half a unit."""
        while not self._whole and (not self._asked or self._short or len(self._undo) <= units):
            assert self._last is not None
            self._asked = max(4 * self._asked, FIRST_READ)
            entries = self._last(self._asked)
            self._whole = len(entries) < self._asked
            self._forget()
            for entry in entries:
                self._take(entry)

    def push(self, entry: Entry) -> None:
        """Takes a committed step into account."""
        if self._asked or self._whole:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        match entry.kind:
            case "undo":
                self._open_group = None
                self._short |= not self._whole and len(self._undo) < 2  # the first one read may be half a unit
                self._redo.append(self._undo.pop() if self._undo else None)
            case "redo":
                self._open_group = None
                self._short |= not self._whole and not self._redo
                if self._redo and (unit := self._redo.pop()) is not None:
                    self._undo.append(unit)
            case "do":
                if entry.group is not None and entry.group == self._open_group and self._undo:
                    self._undo[-1].entries.append(entry)
                else:
                    self._undo.append(Unit(entry.label, [entry]))
                self._open_group = entry.group
                self._redo.clear()
                act = act_of(entry.group)
                if act is not None and act.what == "reveal":
                    self._gather(act.round)
            case "base":
                self._open_group = None
                self._drop_stale(entry)

    def _drop_stale(self, entry: Entry) -> None:
        """What is noted down is not taken back, so what it is about cannot be done again over it.

        Nor can what cannot be read any more.
        """
        try:
            stale = any(unit is not None and _rows(unit.forward) & _rows(entry.patches()) for unit in self._redo)
        except UserError:
            stale = True
        if stale:
            self._redo.clear()

    def _gather(self, round_id: str) -> None:
        """Makes one unit of all steps of a round; what else was done meanwhile stays in units before it."""
        kept: list[Unit] = []
        meanwhile: list[Unit] = []
        entries: list[Entry] = []
        for unit in self._undo:
            act = act_of(unit.entries[0].group)
            own = act is not None and act.round == round_id and not unit.round
            if own and act is not None and act.what == "start":
                kept, meanwhile, entries = [*kept, *meanwhile], [], []
            if own or entries:
                entries += unit.entries
            if not own:
                (meanwhile if entries else kept).append(unit)
        for unit in meanwhile:
            unit.without.add(round_id)
        self._short |= not entries or not _starts(entries[0])
        if not entries:
            return
        self._undo = deque([*kept, *meanwhile, Unit(entries[-1].label, entries, round_id)], maxlen=READY)

    @property
    def undoable(self) -> Unit | None:
        self._read(1)
        return self._undo[-1] if self._undo else None

    @property
    def redoable(self) -> Unit | None:
        self._read(1)
        return self._redo[-1] if self._redo else None

    @property
    def units(self) -> list[Unit]:
        """Those that can be undone, oldest first."""
        self._read(READY)
        return list(self._undo)

    @property
    def depth(self) -> int:
        return len(self.units)


def _starts(entry: Entry) -> bool:
    act = act_of(entry.group)
    return act is not None and act.what == "start"


def _rows(patches: Iterable[Patch]) -> set[tuple[str, str]]:
    """The rows that patches name: those that they write, and those that these hang on."""
    found = set()
    for patch in patches:
        found.add((patch.entity, patch.id))
        values = {**(patch.before or {}), **(patch.after or {})}
        found |= {(tie.to, end) for tie in TIES_OF.get(patch.entity, ()) if (end := values.get(tie.field)) is not None}
    return found
