"""What is left of the history of a damaged board: what it tells of the rows, and how far it can be carried over."""

from collections.abc import Iterable
from dataclasses import dataclass

from canvas_app.domain.board import Board
from canvas_app.domain.differences import patches_to
from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.errors import RuleBroken, StalePatch
from canvas_app.domain.history import Step
from canvas_app.domain.patch import Patch
from canvas_app.storage import versions
from canvas_app.storage.copying import renamed
from canvas_app.storage.remains import Remains
from canvas_app.storage.replaying import DEFAULTS, Fields, Key, Told, replay, replayed
from canvas_app.storage.versions import Packed

Tables = dict[str, dict[str, Entity]]


@dataclass(frozen=True)
class Past:
    """Steps without a hole, `first` to `last`, and what they begin with: nothing, or a version of the step before."""

    first: int
    last: int
    start: dict[Key, Fields]


@dataclass(frozen=True)
class Carried:
    """A history for a new board: steps by number, versions, and the rows that they lead to. `patches` make these what
    was saved."""

    steps: dict[int, Step]
    kept: list[Packed]
    board: Board
    patches: list[Patch]


def past_of(found: Remains) -> Past:
    """Of the histories without a hole the one that goes furthest, and of those the longest."""
    ends: dict[int, int] = {}
    for seq in sorted(found.steps, reverse=True):
        ends[seq] = ends.get(seq + 1, seq)
    before = max((0, *found.versions), key=lambda seq: (ends.get(seq + 1, seq), -seq))
    return Past(before + 1, ends.get(before + 1, before), _rows(found, before))


def _rows(found: Remains, seq: int) -> dict[Key, Fields]:
    plain = versions.unpacked(found.versions[seq].body) if seq in found.versions else None
    return {(name, row["id"]): {**DEFAULTS[name], **row} for name, rows in (plain or {}).items() for row in rows}


def told_by(found: Remains, past: Past) -> dict[Key, Told]:
    """Every row that any step or the version at the beginning of the past tells of."""
    at = past.first - 1
    older = replayed((seq, step) for seq, step in sorted(found.steps.items()) if seq <= at)
    start = {key: Told(at, None, True) for key in older} | {key: Told(at, row, True) for key, row in past.start.items()}
    return replayed(((seq, step) for seq, step in sorted(found.steps.items()) if seq > at), start)


def gap_in(found: Remains, past: Past) -> int:
    """The last step behind the beginning of the past that cannot be read; 0 where all can."""
    if past.last >= found.last:
        return 0
    seq = found.last
    while seq in found.steps:
        seq -= 1
    return seq


def carried(found: Remains, past: Past, saved: Tables) -> Carried | None:
    """The past, for a board whose rows are `saved`; None where it does not lead there."""
    (board_id,) = saved["board"]
    steps = {seq: _moved(found.steps[seq], board_id) for seq in range(past.first, past.last + 1)}
    rows = {(name, board_id if name == "board" else key): row for (name, key), row in past.start.items()}
    for name, key in rows:
        if name == "board":
            rows[name, key] = {**rows[name, key], "id": board_id}
    if not (steps or rows) or not all(replay(rows, step) for step in steps.values()):
        return None
    tables: Tables = {name: {} for name in ENTITIES}
    try:
        for (name, key), row in rows.items():
            tables[name][key] = ENTITIES[name].model_validate(row)
        board = Board(tables)
        patches = patches_to(Board(saved), board)
        board.check(patches)
    except (ValueError, StopIteration, RuleBroken, StalePatch):
        return None
    kept = [_renamed(packed, board_id) for seq, packed in sorted(found.versions.items()) if seq <= past.last]
    return Carried(steps, kept, board, patches)


def _moved(step: Step, board_id: str) -> Step:
    return step.model_copy(update={"patches": tuple(_owned(step.patches, board_id))})


def _owned(patches: Iterable[Patch], board_id: str) -> Iterable[Patch]:
    return (renamed(patch, patch.id, board_id) if patch.entity == "board" else patch for patch in patches)


def _renamed(packed: Packed, board_id: str) -> Packed:
    plain = versions.unpacked(packed.body) or {}
    for row in plain.get("board", []):
        plain = versions.renamed(plain, row["id"], board_id)
    return Packed(packed.version, versions.pack(plain))
