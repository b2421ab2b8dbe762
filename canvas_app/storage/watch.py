"""What other programs do to an open board file: they write to it, rename it, replace it or cut it off."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from canvas_app.domain.errors import UserError
from canvas_app.storage import opening, schema
from canvas_app.storage.connection import Connection
from canvas_app.storage.errors import Busy, Cause, NotSaved, shown
from canvas_app.storage.journal import Journal, head_of


class Watch:
    """Asked now and then; a counter of SQLite's and the times of the file tell whether there is anything to read."""

    def __init__(self, connection: Connection, journal: Journal):
        self._connection, self._journal = connection, journal
        self._stamped = self._stamp()
        self._seen: tuple[sqlite3.Connection, int] | None = None
        """SQLite's counter of what others wrote, which counts for one connection."""

    def is_stale(self) -> bool:
        """Whether another program has written since this was asked last. Raises what reading raises; never waits."""
        connection = self._connection
        with opening.explained(connection.path):
            stamp = self._stamp()
            touched, self._stamped = stamp not in (None, self._stamped), stamp
            before, now = self._counted(connection.db())
            if touched and before in (None, now):
                connection.refuse_moved()
                connection.drop()  # the counter is in the file, and one written over it may have the same
                before, now = self._counted(connection.db())
                opening.check_schema(connection.db(), connection.path)
            self._seen = (connection.db(), now)
            return now != before if before is not None else head_of(connection.db()) != self._journal.last

    def look_anew(self) -> None:
        """Has `is_stale` compare the journals next time."""
        self._seen = None

    def written(self) -> None:
        """What changed just now was our own doing."""
        self._stamped = self._stamp()

    def _counted(self, db: sqlite3.Connection) -> tuple[int | None, int]:
        """The counter as it was when this connection was last asked, and now."""
        before = self._seen[1] if self._seen is not None and self._seen[0] is db else None
        db.execute("PRAGMA busy_timeout=0").fetchall()
        try:
            return before, int(db.execute("PRAGMA data_version").fetchone()[0])
        finally:
            db.execute(f"PRAGMA busy_timeout={round(1000 * opening.BUSY_SECONDS)}").fetchall()

    def _stamp(self) -> tuple[int, int] | None:
        """What changes with every write to the file; None where nobody knows."""
        with suppress(OSError):
            status = self._connection.path.stat()
            return None if self._connection.identity is None else (status.st_mtime_ns, status.st_size)
        return None

    def misplaced(self) -> NotSaved | None:
        """What became of the file under its name: moved, replaced, deleted, or cut off; None where it is well."""
        connection = self._connection
        if connection.identity is None:  # a private copy
            return None
        if connection.is_moved:
            cause: Cause = "moved"
            text = "the file was moved, replaced or deleted meanwhile; save the board as a new file"
            if (found := self.renamed_to()) is not None:
                text = f"the file is called {shown(Path(found.name))} now; go on there, or save the board as a new file"
        else:
            try:
                with connection.reading() as db:
                    pages = db.execute("PRAGMA page_count").fetchone()[0]
                    cut = connection.path.stat().st_size < max(1, pages) * schema.PAGE_SIZE
            except Busy:
                return None
            except UserError:
                cut = True
            if not cut:
                return None
            cause, text = "damaged", "the file was emptied or cut off meanwhile; save the board as a new file"
        return NotSaved(f"{shown(connection.path)}: the last change is not saved: {text}.", cause)

    def renamed_to(self) -> Path | None:
        """The other name of the file in its folder, where it has one there."""
        file = Path(os.path.realpath(self._connection.path))
        with suppress(OSError), os.scandir(file.parent) as entries:
            for entry in entries:
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if (status.st_dev, status.st_ino) == self._connection.identity and not entry.name.startswith("."):
                        return file.with_name(entry.name)
        return None
