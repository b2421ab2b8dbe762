"""One board in one SQLite file: read whole, changed by appending steps."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from canvas_app.domain.board import Row
from canvas_app.domain.entities import Entity
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step
from canvas_app.storage import opening, upgrading, versions
from canvas_app.storage.connection import Connection
from canvas_app.storage.copying import copy_board, raw
from canvas_app.storage.errors import (
    CannotWrite,
    ForeignChange,
    NotSaved,
    cannot_write,
    damaged,
    not_saved,
    primary_code,
    shown,
)
from canvas_app.storage.files import new_file
from canvas_app.storage.journal import Head, Journal, head_of
from canvas_app.storage.loading import load
from canvas_app.storage.opening import TROUBLE, Opened
from canvas_app.storage.upgrading import BackupAt
from canvas_app.storage.versions import Packed, Plain, Version
from canvas_app.storage.watch import Watch
from canvas_app.storage.writing import build, rebuild, write, write_all


class BoardFile:
    """An open board file. One connection, for the thread that opened it.

    `journal` reads its steps, `watch` tells what other programs do to it. Every method raises a UserError that says
    what is wrong with the file; after `append` has failed the file stays usable and the same step can be appended
    again.
    """

    def __init__(self, path: Path, opened: Opened):
        self.read_only = opened.read_only
        self.recovered = opened.recovered
        """Whether a change that an unexpected stop cut off was rolled back on opening."""
        self.format = opened.format
        """The format of the file; an older one only where it was opened for reading."""
        self.notice = opened.notice
        """Why a board that may be written to is open for reading only, as a sentence."""
        self.connection = Connection(path, opened)
        self.journal = Journal(self.connection)
        self.watch = Watch(self.connection, self.journal)

    @classmethod
    def create(cls, path: Path, step: Step, rows: Sequence[Row], replace: bool = False) -> "BoardFile":
        """Makes a board whose first step is `step`. Raises CannotWrite; replaces a file only if asked to."""
        return cls._make(path, replace, lambda db: build(db, step, rows))

    @classmethod
    def rebuild(
        cls,
        path: Path,
        tables: Mapping[str, Mapping[str, Entity]],
        steps: Mapping[int, Step],
        kept: Sequence[Packed],
        replace: bool = False,
    ) -> "BoardFile":
        """Makes a board with a past: steps by number that lead, from the versions of before them, to these rows.

        Raises CannotWrite; replaces a file only if asked to.
        """
        return cls._make(path, replace, lambda db: rebuild(db, tables, steps, kept))

    @classmethod
    def _make(cls, path: Path, replace: bool, fill: Callable[[sqlite3.Connection], None]) -> "BoardFile":
        path = _absolute(path)
        if replace and opening.is_open_here(path):
            raise CannotWrite(f"{shown(path)}: this board is open; choose another name.")
        try:
            with new_file(path, replace) as temp, closing(raw(temp)) as db:
                fill(db)
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

    @property
    def path(self) -> Path:
        return self.connection.path

    def load(self) -> dict[str, dict[str, Entity]]:
        """Every entity by table and id, as the file is now."""
        with self.connection.reading() as db:
            tables = load(db, self.path)
            head = head_of(db)
        self.journal.last = head
        return tables

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
            db = self.connection.sound_db()
            db.execute("BEGIN IMMEDIATE")
            head = head_of(db)
            if head[1] == step.op_id:
                db.execute("ROLLBACK")
            elif head != self.journal.last:
                db.execute("ROLLBACK")
                raise ForeignChange(
                    f"{shown(self.path)}: the last change is not saved: another program changed this board;"
                    " open it again."
                )
            else:
                head = write(db, step, rows)
                db.execute("COMMIT")
                self.watch.written()
            self.journal.last = head
        except TROUBLE as error:
            self._settle(step, error)
        except BaseException:
            self.connection.roll_back()
            raise

    def _settle(self, step: Step, error: Exception) -> None:
        """After an error the outcome is unknown: the file itself tells, read anew. Raises NotSaved."""
        self.connection.roll_back()
        failure = self._not_saved(error)
        if failure.cause == "busy":  # locks come before writing
            raise failure from error
        try:
            if failure.cause != "moved":
                self.connection.drop()
            head = head_of(self.connection.db())
        except (*TROUBLE, UserError) as second:
            raise failure from second
        if head[1] != step.op_id:
            raise failure from error
        self.journal.last = head

    def _not_saved(self, error: Exception) -> NotSaved:
        moved = self.connection.is_moved
        full = not moved and primary_code(error) == sqlite3.SQLITE_FULL
        at_limit = full and self.path.stat().st_size > 0.9 * opening.MAX_FILE
        return not_saved(self.path, error, moved, at_limit)

    def copy_to(
        self,
        target: Path,
        replace: bool = False,
        steps: Sequence[tuple[Step, Sequence[Row]]] = (),
        same_id: bool = False,
    ) -> None:
        """A copy of the board with more steps, and with a board id of its own unless it is to be the same board.

        Replaces a file only if asked to. Raises CannotWrite, and ForeignChange where another program put another
        version of this board there, or wrote so that the steps do not fit.
        """
        with opening.explained(self.path):
            db = self.connection.db()
            self.connection.roll_back()  # what an error has left open where the file has no name any more
        copy_board(db, self.path, _absolute(target), replace, same_id, then=partial(self._add, steps))

    def _add(self, steps: Sequence[tuple[Step, Sequence[Row]]], copy: sqlite3.Connection) -> None:
        changed = f"{shown(self.path)}: another program changed this board; open it again."
        if not self.journal.goes_on_in(copy) or (steps and head_of(copy) != self.journal.last):
            raise ForeignChange(changed)
        try:
            write_all(steps, copy)
        except sqlite3.IntegrityError as error:  # rows were changed without a step
            raise ForeignChange(changed) from error

    def versions(self) -> list[Version]:
        """What can be gone back to without the journal, in order: named by people, or kept when steps were let go."""
        with self.connection.reading() as db:
            return versions.listed(db)

    def version(self, seq: int) -> Plain:
        """The rows of one of them. Raises Damaged where they are not as they were written."""
        with self.connection.reading() as db:
            found = versions.read(db, seq)
        if found is None:
            raise damaged(self.path, f"its version of step {seq} is not as it was written")
        return found

    def packed(self, version: Version) -> Packed | None:
        """One of them as it stands in the file; None where it is not as it was written."""
        with self.connection.reading() as db:
            return versions.packed(db, version)

    def name_version(self, label: str, at: str) -> None:
        """Names the board as it is now, with a copy of its rows; another name of the same step is replaced.

        Raises NotSaved.
        """
        with self._changing() as db:
            if head_of(db) != self.journal.last:
                raise sqlite3.OperationalError("another program changed this board")
            body = b"".join(versions.pieces(load(db, self.path)))
            versions.put(db, Packed(Version(self.journal.head, at, label), body))

    def name_step(self, label: str, seq: int, tables: Mapping[str, Mapping[str, Entity]]) -> None:
        """Names a step, after which the board was `tables`; another name of it is replaced. Raises NotSaved."""
        with self._changing() as db:
            if not versions.relabel(db, seq, label):
                row = db.execute("SELECT at FROM op WHERE seq=?", (seq,)).fetchone()
                if row is None:
                    raise sqlite3.OperationalError(f"step {seq} is not in the history any more")
                versions.put(db, Packed(Version(seq, row[0], label), b"".join(versions.pieces(tables))))

    def forget_version(self, seq: int) -> None:
        """Takes a name off; the steps stay. Raises NotSaved."""
        with self._changing() as db:
            versions.forget(db, seq)

    def shorten(self, last: Head, kept: Sequence[Packed]) -> bool:
        """Lets go of the steps up to `last`, for which the versions `kept` stand, in one transaction; False where the
        journal is another one. Raises NotSaved."""
        with self._changing() as db:
            return versions.shorten(db, last, kept)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction beside the journal. Raises NotSaved."""
        try:
            db = self.connection.sound_db()
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except TROUBLE as error:
            raise self._not_saved(error) from error
        finally:
            self.connection.roll_back()

    def close(self) -> None:
        """Lets go of the file; may be called twice."""
        self.connection.close()


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))
