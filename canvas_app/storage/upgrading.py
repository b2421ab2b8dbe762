"""Boards of an older format: brought to the current one in place, or in memory where they are only read."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from canvas_app.domain.errors import UserError
from canvas_app.domain.ids import keepable
from canvas_app.storage import opening, schema
from canvas_app.storage.copying import copy_board
from canvas_app.storage.errors import CannotWrite, damaged, not_upgraded
from canvas_app.storage.loading import load
from canvas_app.storage.opening import TROUBLE, Opened

BackupAt = Callable[[str], Path]
"""Where a copy of the board of this id goes; makes its folder. Raises OSError."""


def up_to_date(path: Path, opened: Opened, backup_at: BackupAt | None) -> Opened:
    """The board in the current format; takes over `opened`.

    What was opened for reading is never written. For writing, a copy in memory has to become a whole board first, then
    a backup is made, then the file is changed in one transaction; if that fails, the file is as it was and the copy in
    memory is what can be read. Raises what opening raises.
    """
    try:
        with opening.explained(path):
            if opening.format_of(opened.db) == schema.FORMAT:
                return opened
            rehearsed = _in_memory(path, opened)
    except BaseException:
        opened.close()
        raise
    try:
        if not opened.read_only:
            _back_up(path, opened.db, backup_at)
            _in_place(path, opened.db)
            rehearsed.close()
            return opened
    except (*TROUBLE, UserError) as error:
        rehearsed.notice = not_upgraded(path, error)
    except BaseException:
        opened.close()
        rehearsed.close()
        raise
    opened.close()
    return rehearsed


def _in_memory(path: Path, opened: Opened) -> Opened:
    """A copy in memory in the current format, whole and for reading only."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute("PRAGMA trusted_schema=OFF")
        (page_size,) = opened.db.execute("PRAGMA page_size").fetchone()
        db.execute(f"PRAGMA page_size={page_size}")
        with opening.reading(opened.db):
            opened.db.execute("SELECT count(*) FROM op").fetchone()  # the lock, for which a backup waits for ever
            opened.db.backup(db)
        db.execute("BEGIN")
        schema.upgrade(db)
        opening.check_schema(db, path)
        db.execute("COMMIT")
        load(db, path)
        db.execute("PRAGMA query_only=ON")
    except BaseException:
        db.close()
        raise
    return Opened(db, None, True, opened.recovered, format=opening.format_of(opened.db), notice=opened.notice)


def _back_up(path: Path, db: sqlite3.Connection, backup_at: BackupAt | None) -> None:
    (board_id,) = db.execute("SELECT id FROM board").fetchone()
    if backup_at is None:
        raise CannotWrite("there is no folder for a copy of it; open it in the window.")
    if not keepable(board_id):
        raise damaged(path, "its id is not as it should be")
    copy_board(db, path, backup_at(board_id), same_id=True)


def _in_place(path: Path, db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys=OFF")  # rows that others refer to are written anew
    db.execute("BEGIN IMMEDIATE")
    try:
        schema.upgrade(db)
        opening.check_schema(db, path)
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise damaged(path, "links end at notes that do not exist")
        opening.check_pages(db, path, "integrity_check(1)")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute("PRAGMA foreign_keys=ON")
