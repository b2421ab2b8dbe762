"""The steps of an open board file, as they are read."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from canvas_app.domain.history import Entry, Step
from canvas_app.domain.patch import Patch
from canvas_app.storage import schema
from canvas_app.storage.connection import Connection
from canvas_app.storage.errors import ForeignChange, damaged, shown
from canvas_app.storage.versions import begins

Head = tuple[int, str]  # seq and op_id of the last journal row

BATCH = 500
"""Rows that are read in one go."""
_HEAD = "SELECT seq, op_id FROM op ORDER BY seq DESC LIMIT 1"


def head_of(db: sqlite3.Connection) -> Head:
    """Raises sqlite3.Error."""
    head = db.execute(_HEAD).fetchone()
    if head is None:
        raise sqlite3.DatabaseError("its journal is empty")
    return cast(Head, head)


class Journal:
    """The steps up to `last`, the one that the board in memory has seen. Raises what reading raises."""

    def __init__(self, connection: Connection):
        self._connection = connection
        with connection.reading() as db:
            self.last: Head = head_of(db)

    @property
    def head(self) -> int:
        """The number of the last step."""
        return self.last[0]

    @property
    def begins(self) -> int:
        """The step behind which it begins: 0, or that of the version which stands for all before it."""
        with self._connection.reading() as db:
            return begins(db)

    def entries(self, last: int = -1) -> list[Entry]:
        """The last steps in order, all of them if it is not said how many; their patches are read when asked for."""
        with self._connection.reading() as db:
            rows = db.execute(
                "SELECT seq, kind, label, grp FROM op WHERE seq<=? ORDER BY seq DESC LIMIT ?", (self.head, last)
            ).fetchall()
        return [Entry(kind, label, group, partial(self._patches, seq)) for seq, kind, label, group in reversed(rows)]

    def _patches(self, seq: int) -> tuple[Patch, ...]:
        with self._connection.reading() as db:
            row = db.execute("SELECT patches FROM op WHERE seq=?", (seq,)).fetchone()
        if row is None:
            raise damaged(self._connection.path, f"step {seq} of its journal is gone")
        try:
            return schema.patches_of(row[0])
        except ValueError as error:
            raise damaged(self._connection.path, f"step {seq} of its journal is not as it should be") from error

    def steps(self, after: int = -1, until: int | None = None) -> Iterator[Step]:
        """The steps in order: those behind `after`, up to and with `until`."""
        for seq, *values in self.rows(after, until):
            try:
                yield schema.step_of(values)
            except ValueError as error:
                raise damaged(self._connection.path, f"step {seq} of its journal is not as it should be") from error

    def rows(self, after: int = -1, until: int | None = None) -> Iterator[tuple[Any, ...]]:
        """As `steps`, as they stand in the file: (seq, OP_COLUMNS, sum). No query is open while the caller works."""
        query = f"SELECT seq,{','.join(schema.OP_COLUMNS)},sum FROM op WHERE seq>? AND seq<=? ORDER BY seq LIMIT ?"
        rows: list[tuple[Any, ...]] = []
        last, end = after, self.head if until is None else min(until, self.head)
        while True:
            with self._connection.reading() as db:
                rows = db.execute(query, (last, end, BATCH)).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]

    def times(self) -> list[tuple[int, str, str]]:
        """Number, time (UTC, ISO 8601) and session of every step in order."""
        with self._connection.reading() as db:
            return db.execute("SELECT seq, at, session FROM op WHERE seq<=? ORDER BY seq", (self.head,)).fetchall()

    def size(self, until: int) -> int:
        """The bytes, more or less, that the patches of the steps up to and with `until` take."""
        with self._connection.reading() as db:
            return int(db.execute("SELECT total(length(patches)) FROM op WHERE seq<=?", (until,)).fetchone()[0])

    def changed_at(self) -> str:
        """When the last step in the file was made: UTC, ISO 8601."""
        with self._connection.reading() as db:
            return str(db.execute("SELECT at FROM op ORDER BY seq DESC LIMIT 1").fetchone()[0])

    def goes_on_in(self, db: sqlite3.Connection) -> bool:
        """Whether the journal of a board is this one, perhaps with more steps. Raises sqlite3.Error."""
        seq, op_id = self.last
        return bool(db.execute("SELECT op_id FROM op WHERE seq=?", (seq,)).fetchone() == (op_id,))

    def newer(self) -> list[tuple[int, Step]]:
        """The steps that another program has added, with their numbers; `advance` takes them over.

        Raises ForeignChange where the journal that was read is not the beginning of the one in the file.
        """
        path = self._connection.path
        with self._connection.reading() as db:
            if not self.goes_on_in(db):
                raise ForeignChange(f"{shown(path)}: another program put another version of this board there.")
            query = f"SELECT seq,{','.join(schema.OP_COLUMNS)} FROM op WHERE seq>? ORDER BY seq"
            found = db.execute(query, (self.head,)).fetchall()
        try:
            return [(number, schema.step_of(values)) for number, *values in found]
        except ValueError as error:
            raise damaged(path, "a step that another program wrote is not as it should be") from error

    def advance(self, seq: int, step: Step) -> None:
        """Takes a step of another program as read."""
        self.last = (seq, step.op_id)
