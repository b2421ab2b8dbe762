"""Very long histories: of the oldest steps only versions stay (RELIABILITY 4.1)."""

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from canvas_app.app.timeline import STRIDE, Timeline, thinned
from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, Entity, Round
from canvas_app.domain.history import Step
from canvas_app.domain.history_acts import act_of
from canvas_app.domain.states import Tables, apply, made_whole
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.versions import Packed, Version, pieces

log = logging.getLogger(__name__)

MOST, LEFT = 50_000, 10_000
"""Steps from which on a history is shortened, and how many are left of it."""
LOOKED_AT = 1_000
"""Among so many steps before those a place is looked for at which no group of steps and no vote is cut in two."""
SHARE = 0.5
"""Of the bytes of the steps that go: the versions that stand for them take no more."""


def is_due(file: BoardFile) -> bool:
    return file.journal.head - file.journal.begins > MOST


def shortened(file: BoardFile, line: Timeline, board: Board) -> Iterator[None]:
    """Makes versions of what the list of the history shows of the time before the last `LEFT` steps, then lets those
    older steps go in one transaction. Up to there it only reads, in strides of a few milliseconds.

    `line` and `board` are of now, with nothing waiting. A history that does not lead to exactly this board stays, for
    it tells what the board should be. Raises storage errors.
    """
    now: Tables = {name: dict(board.table(name)) for name in ENTITIES}
    named = {version.seq for version in file.versions()}
    wanted = {moment.seq for moment in thinned(line.moments(), datetime.now(UTC))} - named
    latest = line.head - LEFT
    places = range(max(line.begins + 1, latest - LOOKED_AT), latest + 1)
    tables = line.beginning()
    kept: list[Packed] = []
    place: _Place | None = None
    before: Step | None = None
    try:
        for seq, step in enumerate(file.journal.steps(line.begins, line.head), line.begins + 1):
            if before is not None and seq - 1 in places and seq - 1 not in named and _may_begin(step, before, tables):
                place = _Place(seq - 1, before, {name: dict(rows) for name, rows in tables.items()})
            apply(tables, step.patches)
            before = step
            if seq in wanted and seq < latest:
                kept.append((yield from _packed(seq, step.at, tables)))
            if seq % STRIDE == 0:
                yield
        yield from made_whole(tables)
    except (KeyError, ValueError):
        tables = {}
    if place is None or tables != now:
        why = "no place to cut it" if tables else "it does not lead to the board"
        log.warning("%s: its long history stays: %s", file.path, why)
        return
    kept = [packed for packed in kept if packed.version.seq < place.seq]
    room = SHARE * file.journal.size(place.seq)
    while sum(len(packed.body) for packed in kept) > room:
        kept = kept[:-1:2]
    stands = yield from _packed(place.seq, place.last.at, place.tables)
    if file.shorten((place.seq, place.last.op_id), [*kept, stands]):
        log.info("%s: %s steps let go, %s versions kept", file.path, place.seq - line.begins, len(kept) + 1)


@dataclass(frozen=True)
class _Place:
    """The board after the step `last`, number `seq`, behind which the journal may begin."""

    seq: int
    last: Step
    tables: Tables


def _may_begin(step: Step, before: Step, tables: Tables) -> bool:
    """Whether undo can take back all from `step` on without what came before it."""
    act = act_of(step.group)
    if step.kind != "do" or (step.group is not None and step.group == before.group) or (act and act.what != "start"):
        return False
    rounds = (Round.model_validate(row) if isinstance(row, dict) else row for row in tables["round"].values())
    return all(cast(Round, row).revealed for row in rounds)


def _packed(seq: int, at: str, tables: Tables) -> Generator[None, None, Packed]:
    yield from made_whole(tables)
    parts = []
    for part in pieces(cast(Mapping[str, Mapping[str, Entity]], tables)):
        parts.append(part)
        yield
    return Packed(Version(seq, at, ""), b"".join(parts))
