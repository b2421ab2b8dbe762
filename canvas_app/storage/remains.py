"""What can still be read of a damaged file: the rows and steps of a board, wherever in it they are."""

import os
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step
from canvas_app.domain.ids import keepable
from canvas_app.storage import formats, opening, pages, schema, versions
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import Busy, damaged, shown
from canvas_app.storage.pages import Value
from canvas_app.storage.replaying import Key
from canvas_app.storage.versions import Packed, Version

_MOST_STEPS = 2**40
_COLUMN = re.compile(r"^  (\w+) (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class _Shape:
    """A table of some format by its columns; `key` is the one that is kept apart from the row."""

    table: str
    columns: tuple[str, ...]
    reals: tuple[int, ...]
    bools: tuple[int, ...]


@cache
def _shapes() -> dict[int, list[_Shape]]:
    """By the number of columns."""
    found: dict[int, list[_Shape]] = {}
    for sql in (*formats.FORMAT_1, *formats.FORMAT_2, *formats.FORMAT_3):
        name = sql.split("(")[0].split()[2]
        columns = _COLUMN.findall(sql)
        if sql.startswith("CREATE TABLE") and name in (*ENTITIES, "op") and columns:
            reals = tuple(n for n, (_, kind) in enumerate(columns) if kind == "REAL")
            bools = tuple(n for n, (column, _) in enumerate(columns) if column in schema.BOOL.get(name, ()))
            shape = _Shape(name, tuple(column for column, _ in columns), reals, bools)
            known = found.setdefault(len(columns), [])
            if shape not in known:
                known.append(shape)
    return found


class Read(NamedTuple):
    """A row with its number, and whether its checksum is right."""

    n: int
    entity: Entity
    right: bool


@dataclass
class Remains:
    """What a file holds: rows by table and id, the steps of its journal by number."""

    path: Path
    board_id: str = ""
    rows: dict[Key, list[Read]] = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    last: int = 0
    """The number of the journal's last step."""
    sure: bool = False
    """Whether the file says so itself."""
    ours: bool = False
    """Whether the file says of itself that it is a board."""
    format: int = 0
    versions: dict[int, Packed] = field(default_factory=dict)
    """Those that are as they were written, by the number of their step."""

    @property
    def cut(self) -> int:
        """The step up to which none are left, because versions stand for them; 0 in most boards."""
        return max((seq for seq, packed in self.versions.items() if not packed.version.label), default=0)

    @property
    def lost(self) -> int:
        """How many steps cannot be read."""
        return max(self.last - self.cut - sum(seq > self.cut for seq in self.steps), 0)

    def take_copy(self, copy: BoardFile) -> None:
        """Takes the steps that cannot be read from a copy of the board; one with another past is passed over.

        Raises storage errors.
        """
        rows = copy.journal.rows()
        if any(seq in self.steps and self.steps[seq].op_id != op_id for seq, op_id, *_ in rows):
            return
        for seq, step in enumerate(copy.journal.steps(), copy.journal.begins + 1):
            self.steps.setdefault(seq, step)
        for version in copy.versions():
            if (packed := copy.packed(version)) is not None:
                self.versions.setdefault(version.seq, packed)
        # Where the file says nothing of its last step, there may have been one that nothing tells of.
        self.last = max(self.last, copy.journal.head + (not self.sure))


def remains_of(path: Path) -> Remains:
    """Everything that can be read of a file. Raises CannotOpen where it is no file or nothing in it is a board's."""
    path = Path(os.path.abspath(path))
    with opening.explained(path):
        data = _content(path)
    application = int.from_bytes(data[68:72], "big", signed=True)
    found = Remains(path, ours=data.startswith(pages.MAGIC) and application == schema.APPLICATION_ID)
    found.format = int.from_bytes(data[60:64], "big", signed=True) if found.ours else 0
    shapes = _shapes()
    counts = dict.fromkeys((*ENTITIES, "op"), 0)
    for record in pages.records(data, opening.MAX_VALUE):
        if len(record.values) == 2:
            _take_pair(found, record.values)
        elif record.values[0] is None:
            _take_version(found, record.key, record.values)
            for shape in shapes.get(len(record.values), ()):  # a row may look like one of several tables
                if counts[shape.table] < schema.LIMITS[shape.table]:
                    counts[shape.table] += _take(found, shape, record.key, record.values)
    found.last = max(found.last, *found.steps, *found.versions, 0)
    if not found.rows and not found.steps:
        raise damaged(path, "nothing of a board can be read in it")
    if not found.board_id:
        found.board_id = next((key for table, key in found.rows if table == "board"), "")
    return found


def _content(path: Path) -> bytes:
    """The file with what a journal or log beside it says, through a private copy."""
    opening.check_kind(path)
    file = Path(os.path.realpath(path))
    which, header = opening.sniff(path, file)
    try:
        if header is None:
            raise Busy(f"{shown(path)}: this board is open in another window; close it there and try again.")
        scratch = opening.private_copy(path, file, which)
    finally:
        opening.release(which)
    try:
        copy = scratch / "board"
        try:
            opening.has_journal(path, copy)
        except UserError:  # it would have SQLite delete other files
            (scratch / "board-journal").unlink()
        if (scratch / "board-journal").exists() or (scratch / "board-wal").exists():
            with suppress(*opening.TROUBLE), closing(sqlite3.connect(copy, isolation_level=None)) as db:
                db.execute("PRAGMA trusted_schema=OFF")
                db.execute("PRAGMA journal_mode=DELETE").fetchall()
        return copy.read_bytes()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _take_pair(found: Remains, values: list[Value]) -> None:
    match values:
        case ["op", int(last)]:
            found.last, found.sure = min(max(found.last, last), _MOST_STEPS), True
        case ["board_id", str(board_id)] if keepable(board_id):
            found.board_id = board_id


def _take_version(found: Remains, seq: int, values: list[Value]) -> None:
    match values:
        case [None, str(at), str(label), 0 | 1, str(sum_), bytes(body)] if seq > 0 and sum_ == versions.digest(body):
            if versions.unpacked(body) is not None and len(found.versions) < schema.LIMITS["snapshot"]:
                found.versions[seq] = Packed(Version(seq, at, label), body)


def _take(found: Remains, shape: _Shape, key: int, values: list[Value]) -> bool:
    """Whether the row is one of this table."""
    row = [  # SQLite keeps whole numbers as such
        float(value) if n in shape.reals and isinstance(value, int) else value for n, value in enumerate(values)
    ][1:]
    if not isinstance(row[-1], int) or any(row[n - 1] not in (0, 1) for n in shape.bools):
        return False
    try:
        right = schema.sum_is_right(row)
    except (TypeError, ValueError):
        return False
    if not (right or found.ours):
        return False
    try:
        if shape.table == "op":
            if right and 0 < key < _MOST_STEPS:
                found.steps[key] = schema.step_of(row)
            return right
        given = dict(zip(shape.columns[1:-1], row, strict=False))
        columns = schema.COLUMNS[shape.table]
        entity = schema.entity_of(
            shape.table, [given[name] if name in given else _default(shape.table, name) for name in columns]
        )
    except (ValueError, TypeError, RecursionError):
        return False
    found.rows.setdefault((shape.table, entity.id), []).append(Read(key, entity, right))
    return True


def _default(table: str, column: str) -> Any:
    """What a column has that an older format does not know."""
    value = ENTITIES[table].model_fields[column].default
    if isinstance(value, (dict, tuple)):
        return "{}" if isinstance(value, dict) else "[]"
    return value
