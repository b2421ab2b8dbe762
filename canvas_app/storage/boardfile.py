"""One board in one SQLite file: read whole, changed by appending steps."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

from canvas_app.domain.board import Row
from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Entry, Step
from canvas_app.domain.patch import Patch
from canvas_app.storage import opening, schema, upgrading, versions
from canvas_app.storage.copying import copy_board, raw
from canvas_app.storage.errors import (
    Busy,
    CannotOpen,
    CannotWrite,
    Cause,
    ForeignChange,
    NotSaved,
    cannot_write,
    damaged,
    not_saved,
    primary_code,
    shown,
)
from canvas_app.storage.files import new_file
from canvas_app.storage.loading import load
from canvas_app.storage.opening import TROUBLE, Opened
from canvas_app.storage.replaying import Fields, Key, replayed
from canvas_app.storage.upgrading import BackupAt
from canvas_app.storage.versions import Version

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
        self.format = opened.format
        """The format of the file; an older one only where it was opened for reading."""
        self.notice = opened.notice
        """Why a board that may be written to is open for reading only, as a sentence."""
        self._opened: Opened | None = opened
        self._identity = opened.identity
        self._whole = opened.whole
        self._closed = False
        self._head: Head = (0, "")
        self._data_version: int | None = None
        self._touched = self._stamp()
        with self._reading() as db:
            self._head = _head(db)

    @classmethod
    def create(cls, path: Path, step: Step, rows: Sequence[Row], replace: bool = False) -> "BoardFile":
        """Makes a board whose first step is `step`. Raises CannotWrite; replaces a file only if asked to."""
        path = _absolute(path)
        if opening.is_open_here(path):
            raise CannotWrite(f"{shown(path)}: this board is open; choose another name.")
        try:
            with new_file(path, replace) as temp, closing(raw(temp)) as db:
                _build(db, step, rows)
        except TROUBLE as error:
            raise cannot_write(path, error) from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False, backup_at: BackupAt | None = None) -> "BoardFile":
        """Opens a board; `read_only` is set also where it cannot be written. Raises CannotOpen, NewerFormat, Busy.

        A file of an older format is brought to the current one after a copy of it was put where `backup_at` says for
        its board id. Where that cannot be, the file stays as it is and is opened for reading only.
        """
        path = _absolute(path)
        opened = upgrading.up_to_date(path, opening.open_checked(path, read_only), backup_at)
        try:
            return cls(path, opened)
        except BaseException:
            opened.close()
            raise

    def load(self) -> dict[str, dict[str, Entity]]:
        """Every entity by table and id, as the file is now."""
        with self._reading() as db:
            tables = load(db, self.path)
            head = _head(db)
        self._head = head
        return tables

    def journal(self, last: int = -1) -> list[Entry]:
        """The last steps in order, all of them if it is not said how many; their patches are read when asked for."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT seq, kind, label, grp FROM op WHERE seq<=? ORDER BY seq DESC LIMIT ?", (self._head[0], last)
            ).fetchall()
        return [Entry(kind, label, group, partial(self._patches, seq)) for seq, kind, label, group in reversed(rows)]

    def _patches(self, seq: int) -> tuple[Patch, ...]:
        with self._reading() as db:
            row = db.execute("SELECT patches FROM op WHERE seq=?", (seq,)).fetchone()
        if row is None:
            raise damaged(self.path, f"step {seq} of its journal is gone")
        try:
            return schema.patches_of(row[0])
        except ValueError as error:
            raise damaged(self.path, f"step {seq} of its journal is not as it should be") from error

    def steps(self, after: int = -1, until: int | None = None) -> Iterator[Step]:
        """The journal in order: steps behind `after`, up to and with `until`."""
        for seq, *values in self._ops(after, until):
            try:
                yield schema.step_of(values)
            except ValueError as error:
                raise damaged(self.path, f"step {seq} of its journal is not as it should be") from error

    def times(self) -> list[tuple[int, str, str]]:
        """Number, time (UTC, ISO 8601) and session of every step in order."""
        with self._reading() as db:
            query = "SELECT seq, at, session FROM op WHERE seq<=? ORDER BY seq"
            return db.execute(query, self._head[:1]).fetchall()

    def labels(self) -> list[tuple[int, str, str]]:
        """Number, time and label of every step in order."""
        with self._reading() as db:
            return db.execute("SELECT seq, at, label FROM op WHERE seq<=? ORDER BY seq", self._head[:1]).fetchall()

    def versions(self) -> list[Version]:
        """What people named, in order."""
        with self._reading() as db:
            rows = db.execute("SELECT seq, at, label FROM snapshot WHERE auto=0 ORDER BY seq").fetchall()
        return [Version(*row) for row in rows]

    def name_version(self, label: str, at: str) -> None:
        """Names the board as it is now, with a copy of its rows; another name of the same step is replaced.

        Raises NotSaved.
        """
        try:
            tables = self.load()
            body = versions.pack(tables)
            db = self._sound_db()
            db.execute("BEGIN IMMEDIATE")
            if _head(db) != self._head:
                raise sqlite3.OperationalError("another program changed this board")
            db.execute(
                "INSERT OR REPLACE INTO snapshot(seq, at, label, auto, sha256, body) VALUES(?, ?, ?, 0, ?, ?)",
                (self._head[0], at, label, versions.digest(body), body),
            )
            db.execute("COMMIT")
        except TROUBLE as error:
            self._roll_back()
            raise not_saved(self.path, error, self._is_moved(), False) from error

    def forget_version(self, seq: int) -> None:
        """Takes a name off; the steps stay. Raises NotSaved."""
        try:
            db = self._sound_db()
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM snapshot WHERE seq=?", (seq,))
            db.execute("COMMIT")
        except TROUBLE as error:
            self._roll_back()
            raise not_saved(self.path, error, self._is_moved(), False) from error

    def wrong_versions(self) -> list[str]:
        """Named versions whose copy of the rows is not what was written."""
        with self._reading() as db:
            rows = db.execute("SELECT seq, label, sha256, body FROM snapshot ORDER BY seq").fetchall()
        return [f"version {label or seq}" for seq, label, digest, body in rows if versions.digest(body) != digest]

    def _ops(self, after: int = -1, until: int | None = None) -> Iterator[tuple[Any, ...]]:
        """The journal rows (seq, OP_COLUMNS, sum), with no query left open while the caller works."""
        query = f"SELECT seq,{','.join(schema.OP_COLUMNS)},sum FROM op WHERE seq>? AND seq<=? ORDER BY seq LIMIT ?"
        rows: list[tuple[Any, ...]] = []
        last, end = after, self._head[0] if until is None else min(until, self._head[0])
        while True:
            with self._reading() as db:
                rows = db.execute(query, (last, end, _BATCH)).fetchall()
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
            db = self._sound_db()
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
                self._touched = self._stamp()
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

    def copy_to(
        self,
        target: Path,
        replace: bool = False,
        steps: Iterable[tuple[Step, Sequence[Row]]] = (),
        same_id: bool = False,
    ) -> None:
        """A copy of the board with more steps, and with a board id of its own unless it is to be the same board.

        Replaces a file only if asked to. Raises CannotWrite.
        """
        with opening.explained(self.path):
            db = self._db()
        copy_board(db, self.path, _absolute(target), replace, same_id, then=partial(_write_all, steps))

    # what other programs do to the file

    def is_stale(self) -> bool:
        """Whether another program has written since this was asked last. Raises what reading raises; never waits."""
        with opening.explained(self.path):
            stamp = self._stamp()
            touched, self._touched = stamp not in (None, self._touched), stamp
            db = self._db()
            if touched and self._data_version in (None, self._version(db)):
                self._disconnect()  # SQLite tells by a counter in the file, which a file put over it may have, too
                db = self._db()
                opening.check_schema(db, self.path)
            before, self._data_version = self._data_version, self._version(db)
            return self._data_version != before if before is not None else _head(db) != self._head

    def forget_version_seen(self) -> None:
        """Has `is_stale` compare the journals next time."""
        self._data_version = None

    def _version(self, db: sqlite3.Connection) -> int:
        db.execute("PRAGMA busy_timeout=0").fetchall()
        try:
            return int(db.execute("PRAGMA data_version").fetchone()[0])
        finally:
            db.execute(f"PRAGMA busy_timeout={round(1000 * opening.BUSY_SECONDS)}").fetchall()

    def _stamp(self) -> tuple[int, int] | None:
        """What changes with every write to the file; None where nobody knows."""
        with suppress(OSError):
            status = self.path.stat()
            return None if self._identity is None else (status.st_mtime_ns, status.st_size)
        return None

    def newer(self) -> list[tuple[int, Step]]:
        """The steps that another program has added to the journal, with their numbers; `advance` takes them over.

        Raises ForeignChange where the journal that was read is not the beginning of the one in the file.
        """
        with self._reading() as db:
            seq, op_id = self._head
            if db.execute("SELECT op_id FROM op WHERE seq=?", (seq,)).fetchone() != (op_id,):
                raise ForeignChange(f"{shown(self.path)}: another program put another version of this board there.")
            rows = db.execute(f"SELECT seq,{','.join(schema.OP_COLUMNS)} FROM op WHERE seq>? ORDER BY seq", (seq,))
            found = rows.fetchall()
        try:
            return [(number, schema.step_of(values)) for number, *values in found]
        except ValueError as error:
            raise damaged(self.path, "a step that another program wrote is not as it should be") from error

    def advance(self, seq: int, step: Step) -> None:
        """Takes a step of another program as read."""
        self._head = (seq, step.op_id)

    def misplaced(self) -> NotSaved | None:
        """What became of the file under its name: moved, replaced, deleted, or cut off; None where it is well."""
        if self._identity is None:  # a private copy
            return None
        if self._is_moved():
            cause: Cause = "moved"
            text = "the file was moved, replaced or deleted meanwhile; save the board as a new file"
            if (found := self.renamed_to()) is not None:
                text = f"the file is called {shown(Path(found.name))} now; go on there, or save the board as a new file"
        else:
            try:
                with self._reading() as db:
                    pages = db.execute("PRAGMA page_count").fetchone()[0]
                    cut = self.path.stat().st_size < max(1, pages) * schema.PAGE_SIZE
            except Busy:
                return None
            except UserError:
                cut = True
            if not cut:
                return None
            cause, text = "damaged", "the file was emptied or cut off meanwhile; save the board as a new file"
        return NotSaved(f"{shown(self.path)}: the last change is not saved: {text}.", cause)

    def renamed_to(self) -> Path | None:
        """The other name of the file in its folder, where it has one there."""
        file = Path(os.path.realpath(self.path))
        with suppress(OSError), os.scandir(file.parent) as entries:
            for entry in entries:
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if (status.st_dev, status.st_ino) == self._identity and not entry.name.startswith("."):
                        return file.with_name(entry.name)
        return None

    def go_on_at(self, path: Path) -> None:
        """Uses another name of the same file. Raises CannotOpen where it is another file, or not as it should be."""
        path = _absolute(path)
        with opening.explained(path):
            if opening.identity(path) != self._identity:
                raise CannotOpen(f"{shown(path)}: this is another file; save the board as a new one.")
        self._disconnect()  # SQLite knows its journal by the old name
        self.path = path
        with self._reading():
            pass

    def look_whole(self) -> None:
        """Looks at every page, also those that opening has left out. Raises Damaged and what reading raises."""
        with opening.explained(self.path):
            self._sound_db()

    def integrity(self) -> None:
        """SQLite's full check of pages, indexes and references. Raises Damaged."""
        with self._reading() as db:
            opening.check_pages(db, self.path, "integrity_check(1)")
            if rows := db.execute("PRAGMA foreign_key_check").fetchall():
                raise damaged(self.path, f"{len(rows)} links end at notes that do not exist")

    def wrong_sums(self) -> list[str]:
        """The rows whose checksum does not fit ("note 4f2a..."): changed by the disk or by another program."""
        return [" ".join(key) for key in self.looked_over() if key is not None]

    def looked_over(self) -> Iterator[Key | None]:
        """Looks at the checksums of all rows and steps: those that do not fit, steps as ("step", number); None now and
        then, for the caller to do something else meanwhile."""
        for name in ENTITIES:
            last = -1
            while True:
                with self._reading() as db:
                    rows = db.execute(schema.SELECT_PART[name], (last, _BATCH)).fetchall()
                if not rows:
                    break
                last = rows[-1][0]
                yield from ((name, str(row[1])) for row in rows if not schema.sum_is_right(row[1:]))
                yield None
        for n, (seq, *values) in enumerate(self._ops()):
            if not schema.sum_is_right(values):
                yield "step", str(seq)
            if n % _BATCH == 0:
                yield None

    def told_of(self, key: Key) -> Fields | None:
        """A row as the journal leads to it; None where it does not tell."""
        columns = ",".join(schema.OP_COLUMNS)
        query = f"SELECT seq,{columns},sum FROM op WHERE seq<=? AND instr(patches, ?) ORDER BY seq"
        with self._reading() as db:
            rows = db.execute(query, (self._head[0], f'"{key[1]}"')).fetchall()
        try:
            told = replayed((seq, schema.step_of(values)) for seq, *values in rows if schema.sum_is_right(values))
        except ValueError:
            return None
        found = told.get(key)
        return found.fields if found is not None and found.whole else None

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
            assert self._identity is not None  # private copies are never closed before their end
            opening.register(self._identity)
            try:
                mode: opening.Mode = "ro" if self.read_only else "rw"
                db = opening.connect(self.path, Path(os.path.realpath(self.path)), mode)
            except BaseException:
                opening.release(self._identity)
                raise
            self._opened = Opened(db, self._identity, self.read_only)
        return self._opened.db

    def _sound_db(self) -> sqlite3.Connection:
        """The connection for writing: nothing is written to a file of which any page is damaged. Raises Damaged too."""
        db = self._db()
        if not self._whole:
            opening.check_whole(db, self.path)
            self._whole = True
        return db

    def _disconnect(self) -> None:
        self._data_version = None
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


def _write_all(steps: Iterable[tuple[Step, Sequence[Row]]], db: sqlite3.Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    for step, rows in steps:
        _write(db, step, rows)
    db.execute("COMMIT")


def _build(db: sqlite3.Connection, step: Step, rows: Sequence[Row]) -> None:
    db.execute("BEGIN IMMEDIATE")
    schema.make(db)
    _write(db, step, rows)
    (board_id,) = (row.id for row in rows if row.entity == "board")
    db.execute(
        "INSERT INTO meta(key, value) VALUES('board_id', ?), ('min_reader', ?), ('min_writer', ?)",
        (board_id, str(schema.FORMAT), str(schema.FORMAT)),
    )
    db.execute("COMMIT")


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))
