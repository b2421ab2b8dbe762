"""One board in one SQLite file: read whole, changed by appending steps."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

from canvas_app.domain.board import Row
from canvas_app.domain.entities import ENTITIES, Entity, Link
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Entry, Step
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch
from canvas_app.storage import opening, schema
from canvas_app.storage.errors import (
    CannotOpen,
    CannotWrite,
    ForeignChange,
    NotSaved,
    cannot_open,
    cannot_write,
    damaged,
    not_saved,
    one_line,
    primary_code,
    shown,
)
from canvas_app.storage.files import new_file
from canvas_app.storage.opening import TROUBLE, Opened

Head = tuple[int, str]  # seq and op_id of the last journal row

_HEAD = "SELECT seq, op_id FROM op ORDER BY seq DESC LIMIT 1"
_BATCH = 500


class BoardFile:
    """An open board file. One connection, for the thread that opened it.

    Every method raises a UserError that says what is wrong with the file; after `append` has failed the file stays
    usable and the same step can be appended again.
    """

    def __init__(self, path: Path, opened: Opened):
        self.path = path
        self.read_only = opened.read_only
        self.recovered = opened.recovered
        """Whether a change that an unexpected stop cut off was rolled back on opening."""
        self._opened: Opened | None = opened
        self._identity = opened.identity
        self._closed = False
        self._head: Head = (0, "")
        with self._reading() as db:
            self._head = _head(db)

    @classmethod
    def create(cls, path: Path, step: Step, rows: Sequence[Row]) -> "BoardFile":
        """Makes a board whose first step is `step`. Raises CannotWrite; never replaces a file."""
        path = _absolute(path)
        try:
            with new_file(path, replace=False) as temp, closing(_raw(temp)) as db:
                _build(db, step, rows)
        except TROUBLE as error:
            raise cannot_write(path, error) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> "BoardFile":
        """Opens a board; `read_only` is set also where it cannot be written. Raises CannotOpen, NewerFormat, Busy."""
        path = _absolute(path)
        opened = opening.open_checked(path, read_only)
        try:
            return cls(path, opened)
        except BaseException:
            opened.close()
            raise

    def load(self) -> dict[str, dict[str, Entity]]:
        """Every entity by table and id, as the file is now."""
        tables: dict[str, dict[str, Entity]] = {}
        with self._reading() as db:
            with opening.time_limit(db, opening.CHECK_SECONDS):
                for name in ENTITIES:
                    tables[name] = self._table(db, name)
            head = _head(db)
        self._check_whole(tables)
        self._head = head
        return tables

    def _table(self, db: sqlite3.Connection, name: str) -> dict[str, Entity]:
        table: dict[str, Entity] = {}
        for values in db.execute(schema.SELECT[name]).fetchall():
            try:
                entity = schema.entity_of(name, values)
            except ValueError as error:
                raise damaged(self.path, f"{name} {one_line(str(values[0])[:64])} is not as it should be") from error
            table[entity.id] = entity
        return table

    def _check_whole(self, tables: dict[str, dict[str, Entity]]) -> None:
        if len(tables["board"]) != 1 or len(tables["canvas"]) != 1:
            raise damaged(self.path, "the board itself is missing")
        notes = tables["note"]
        for link in cast("dict[str, Link]", tables["link"]).values():
            if link.source not in notes or link.target not in notes:
                raise damaged(self.path, f"link {link.id} ends at a note that does not exist")

    def journal(self) -> list[Entry]:
        """Every step in order; the patches of one are read when they are asked for."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT seq, kind, label, grp FROM op WHERE seq<=? ORDER BY seq", self._head[:1]
            ).fetchall()
        return [Entry(kind, label, group, partial(self._patches, seq)) for seq, kind, label, group in rows]

    def _patches(self, seq: int) -> tuple[Patch, ...]:
        with self._reading() as db:
            row = db.execute("SELECT patches FROM op WHERE seq=?", (seq,)).fetchone()
        if row is None:
            raise damaged(self.path, f"step {seq} of its journal is gone")
        try:
            return schema.patches_of(row[0])
        except ValueError as error:
            raise damaged(self.path, f"step {seq} of its journal is not as it should be") from error

    def steps(self) -> Iterator[Step]:
        """The whole journal in order."""
        for seq, *values in self._ops():
            try:
                yield schema.step_of(values)
            except ValueError as error:
                raise damaged(self.path, f"step {seq} of its journal is not as it should be") from error

    def _ops(self) -> Iterator[tuple[Any, ...]]:
        """The journal rows (seq, OP_COLUMNS, sum), with no query left open while the caller works."""
        query = f"SELECT seq,{','.join(schema.OP_COLUMNS)},sum FROM op WHERE seq>? AND seq<=? ORDER BY seq LIMIT ?"
        rows: list[tuple[Any, ...]] = []
        last = -1
        while True:
            with self._reading() as db:
                rows = db.execute(query, (last, self._head[0], _BATCH)).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]

    @property
    def head(self) -> int:
        """The number of the last step."""
        return self._head[0]

    def changed_at(self) -> str:
        """When the last step was made: UTC, ISO 8601."""
        with self._reading() as db:
            return str(db.execute("SELECT at FROM op ORDER BY seq DESC LIMIT 1").fetchone()[0])

    def append(self, step: Step, rows: Sequence[Row]) -> None:
        """Writes a step and the rows that it leads to in one transaction; on return both are on disk.

        Raises NotSaved, or ForeignChange where another program wrote since `load`; then nothing was written. A step
        that is the last of the journal already is not written again.
        """
        if self.read_only:
            raise NotSaved(
                f"{shown(self.path)}: the last change is not saved: the board is open for reading only; save a copy.",
                "read-only",
            )
        try:
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            head = _head(db)
            if head[1] == step.op_id:
                db.execute("ROLLBACK")
            elif head != self._head:
                db.execute("ROLLBACK")
                raise ForeignChange(
                    f"{shown(self.path)}: the last change is not saved: another program changed this board;"
                    " open it again."
                )
            else:
                head = _write(db, step, rows)
                db.execute("COMMIT")
            self._head = head
        except TROUBLE as error:
            self._settle(step, error)
        except BaseException:
            self._roll_back()
            raise

    def _settle(self, step: Step, error: Exception) -> None:
        """After an error the outcome is unknown: the file itself tells, read anew. Raises NotSaved."""
        self._roll_back()
        moved = self._is_moved()
        full = not moved and primary_code(error) == sqlite3.SQLITE_FULL
        at_limit = full and self.path.stat().st_size > 0.9 * opening.MAX_FILE
        failure = not_saved(self.path, error, moved, at_limit)
        if failure.cause == "busy":  # locks come before writing
            raise failure from error
        try:
            if not moved:  # a file without a name is gone for good once it is closed
                self._disconnect()
            head = _head(self._db())
        except (*TROUBLE, UserError) as second:
            raise failure from second
        if head[1] != step.op_id:
            raise failure from error
        self._head = head

    def copy_to(self, target: Path, replace: bool = False) -> None:
        """A copy of the board with a board id of its own. Raises CannotWrite; replaces a file only if asked to."""
        target = _absolute(target)
        if opening.is_open_here(target):
            raise CannotWrite(f"{shown(target)}: this board is open; choose another name.")
        with opening.explained(self.path):
            db = self._db()
        try:
            with new_file(target, replace) as temp, closing(_raw(temp)) as copy:
                with opening.reading(db):
                    with opening.explained(self.path):
                        _head(db)  # takes the lock, for which a backup would wait for ever
                    db.backup(copy)
                opening.check_pages(copy, self.path, "integrity_check(1)")
                _rename_board(copy)
        except TROUBLE as error:
            ours = isinstance(error, ValueError) or primary_code(error) in (
                sqlite3.SQLITE_CORRUPT,
                sqlite3.SQLITE_NOTADB,
            )
            raise (cannot_open(self.path, error) if ours else cannot_write(target, error)) from error

    def integrity(self) -> None:
        """SQLite's full check of pages, indexes and references. Raises Damaged."""
        with self._reading() as db:
            opening.check_pages(db, self.path, "integrity_check(1)")
            if rows := db.execute("PRAGMA foreign_key_check").fetchall():
                raise damaged(self.path, f"{len(rows)} links end at notes that do not exist")

    def wrong_sums(self) -> list[str]:
        """The rows whose checksum does not fit ("note 4f2a..."): changed by the disk or by another program."""
        wrong: list[str] = []
        with self._reading() as db:
            for name in ENTITIES:
                rows = db.execute(schema.SELECT[name]).fetchall()
                wrong += [f"{name} {row[0]}" for row in rows if not schema.sum_is_right(row)]
        return wrong + [f"step {seq}" for seq, *values in self._ops() if not schema.sum_is_right(values)]

    def close(self) -> None:
        """Lets go of the file; may be called twice."""
        self._closed = True
        self._disconnect()

    # the connection

    def _db(self) -> sqlite3.Connection:
        """The connection, made anew where an error has cost it. Raises CannotOpen, sqlite3.Error, OSError."""
        if self._closed:
            raise RuntimeError("this board file is closed")
        if self._opened is None:
            if self._is_moved():
                raise CannotOpen(f"{shown(self.path)}: the file was moved or replaced; save the board as a new file.")
            assert self._identity is not None  # only files that we write to are opened anew
            opening.register(self._identity)
            try:
                db = opening.connect(self.path, Path(os.path.realpath(self.path)), "rw")
            except BaseException:
                opening.release(self._identity)
                raise
            self._opened = Opened(db, self._identity, self.read_only)
        return self._opened.db

    def _disconnect(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _roll_back(self) -> None:
        if self._opened is not None and self._opened.db.in_transaction:
            with suppress(sqlite3.Error):  # the connection is closed next, which rolls back too
                self._opened.db.execute("ROLLBACK")

    def _is_moved(self) -> bool:
        try:
            return opening.identity(self.path) != self._identity
        except (OSError, ValueError):
            return True

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with opening.explained(self.path):
            db = self._db()
            with opening.reading(db):
                yield db


def _head(db: sqlite3.Connection) -> Head:
    head = db.execute(_HEAD).fetchone()
    if head is None:
        raise sqlite3.DatabaseError("its journal is empty")
    return cast(Head, head)


def _write(db: sqlite3.Connection, step: Step, rows: Sequence[Row]) -> Head:
    """The rows and the journal row of a step, inside the open transaction; references are checked at its end."""
    existed: dict[tuple[str, str], bool] = {}
    for patch in step.patches:
        existed.setdefault((patch.entity, patch.id), patch.before is not None)
    for row in rows:
        if row.value is None:
            cursor = db.execute(schema.DELETE[row.entity], (row.id,)) if existed[row.entity, row.id] else None
        else:
            values = schema.values_of(row.entity, row.value)
            if existed[row.entity, row.id]:
                cursor = db.execute(schema.UPDATE[row.entity], (*values[1:], row.id))
            else:
                cursor = db.execute(schema.INSERT[row.entity], values)
        if cursor is not None and cursor.rowcount != 1:
            raise sqlite3.IntegrityError(f"{row.entity} {row.id} is not in the file")
    seq = db.execute(schema.INSERT_OP, schema.op_values(step)).lastrowid
    assert seq is not None
    return seq, step.op_id


def _raw(temp: Path) -> sqlite3.Connection:
    """A connection to a file that nobody else knows and that is synced as a whole when it is done."""
    db = sqlite3.connect(temp.as_uri() + "?mode=rw", uri=True, isolation_level=None)
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute(f"PRAGMA page_size={schema.PAGE_SIZE}")
    db.execute("PRAGMA journal_mode=MEMORY").fetchall()
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA foreign_keys=ON")
    return db


def _build(db: sqlite3.Connection, step: Step, rows: Sequence[Row]) -> None:
    db.execute("BEGIN IMMEDIATE")
    schema.make(db)
    _write(db, step, rows)
    (board_id,) = (row.id for row in rows if row.entity == "board")
    db.execute(
        "INSERT INTO meta(key, value) VALUES('board_id', ?), ('min_reader', '1'), ('min_writer', '1')", (board_id,)
    )
    db.execute("COMMIT")


def _rename_board(db: sqlite3.Connection) -> None:
    """Gives a copy a board id of its own, in its row and wherever the journal names it, so that undo works on."""
    (old,) = db.execute("SELECT id FROM board").fetchone()
    new = new_id()
    db.execute("BEGIN IMMEDIATE")
    (values,) = db.execute(schema.SELECT["board"]).fetchall()
    row = schema.with_sum([new, *values[1:-1]])
    db.execute("UPDATE board SET id=?, sum=?", (row[0], row[-1]))
    db.execute("UPDATE meta SET value=? WHERE key='board_id'", (new,))
    columns = ",".join(schema.OP_COLUMNS)
    for seq, *op in db.execute(f"SELECT seq, {columns} FROM op WHERE instr(patches, ?)", (old,)).fetchall():
        op[-1] = schema.patches_text(tuple(_renamed(patch, old, new) for patch in schema.patches_of(op[-1])))
        db.execute("UPDATE op SET patches=?, sum=? WHERE seq=?", (op[-1], schema.checksum(op), seq))
    db.execute("COMMIT")


def _renamed(patch: Patch, old: str, new: str) -> Patch:
    if patch.entity != "board" or patch.id != old:
        return patch
    before, after = (
        {**values, "id": new} if values and "id" in values else values for values in (patch.before, patch.after)
    )
    return Patch(entity=patch.entity, id=new, before=before, after=after)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))
