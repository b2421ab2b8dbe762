"""The connection to an open board file, made anew where an error has cost it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from canvas_app.storage import opening
from canvas_app.storage.errors import CannotOpen, shown
from canvas_app.storage.opening import Identity, Opened


class Connection:
    """For the thread that opened it. `path` is the name that the file goes by."""

    def __init__(self, path: Path, opened: Opened):
        self.path = path
        self.read_only = opened.read_only
        self.identity: Identity | None = opened.identity
        """None where it is to a private copy, which nobody else knows."""
        self._opened: Opened | None = opened
        self._whole = opened.whole
        self._closed = False

    def db(self) -> sqlite3.Connection:
        """Raises CannotOpen where another file goes by the name now, sqlite3.Error, OSError."""
        if self._closed:
            raise RuntimeError("this board file is closed")
        if self._opened is None:
            self.refuse_moved()
            assert self.identity is not None  # private copies are never closed before their end
            opening.register(self.identity)
            try:
                mode: opening.Mode = "ro" if self.read_only else "rw"
                db = opening.connect(self.path, Path(os.path.realpath(self.path)), mode)
            except BaseException:
                opening.release(self.identity)
                raise
            self._opened = Opened(db, self.identity, self.read_only)
        return self._opened.db

    def sound_db(self) -> sqlite3.Connection:
        """As `db`, for writing: nothing is written to a file of which any page is damaged. Raises Damaged too."""
        self.roll_back()  # what an error has left open while the file had no name
        db = self.db()
        if not self._whole:
            opening.check_whole(db, self.path)
            self._whole = True
        return db

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One view of the file for several queries. Raises what opening raises."""
        with opening.explained(self.path):
            db = self.db()
            with opening.reading(db):
                yield db

    def look_whole(self) -> None:
        """Looks at every page, also those that opening has left out. Raises Damaged and what reading raises."""
        with opening.explained(self.path):
            self.sound_db()

    def roll_back(self) -> None:
        if self._opened is not None and self._opened.db.in_transaction:
            with suppress(sqlite3.Error):  # the connection is closed next, or this is tried once more
                self._opened.db.execute("ROLLBACK")

    def drop(self) -> None:
        """Lets go of the file until it is needed. One that has no name any more is gone for good then."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def close(self) -> None:
        """Lets go of the file for good; may be called twice."""
        self._closed = True
        self.drop()

    @property
    def is_moved(self) -> bool:
        """Whether the file does not go by its name any more."""
        try:
            return opening.identity(self.path) != self.identity
        except (OSError, ValueError):
            return True

    def refuse_moved(self) -> None:
        """Raises CannotOpen where the file does not go by its name any more."""
        if self.is_moved:
            raise CannotOpen(f"{shown(self.path)}: the file was moved or replaced; save the board as a new file.")

    def go_on_at(self, path: Path) -> None:
        """Uses another name of the same file. Raises CannotOpen where it is another file, or not as it should be."""
        path = Path(os.path.abspath(path))
        with opening.explained(path):
            if opening.identity(path) != self.identity:
                raise CannotOpen(f"{shown(path)}: this is another file; save the board as a new one.")
        self.drop()  # SQLite knows its journal by the old name
        self.path = path
        with self.reading():
            pass
