"""Whole copies of a board, through SQLite's own backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch
from canvas_app.storage import opening, schema, versions
from canvas_app.storage.errors import CannotWrite, cannot_open, cannot_write, primary_code, shown
from canvas_app.storage.files import new_file
from canvas_app.storage.opening import TROUBLE


def copy_board(
    db: sqlite3.Connection,
    path: Path,
    target: Path,
    replace: bool = False,
    same_id: bool = False,
    then: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    """Writes what `db`, a connection to the board at `path`, sees to `target`, with a board id of its own.

    With `same_id` the copy is the same board, of whatever format it is; `then` may add to it. It has been checked when
    it gets its name.
    Raises CannotWrite, and what reading raises.
    """
    if opening.is_open_here(target):
        raise CannotWrite(f"{shown(target)}: this board is open; choose another name.")
    try:
        with new_file(target, replace) as temp, closing(raw(temp)) as copy:
            with opening.reading(db):
                with opening.explained(path):
                    db.execute("SELECT count(*) FROM op").fetchone()  # the lock, for which a backup waits for ever
                db.backup(copy)
            opening.check_pages(copy, path, "integrity_check(1)")
            if then is not None:
                then(copy)
            if not same_id:
                _rename_board(copy)
    except TROUBLE as error:
        ours = isinstance(error, ValueError) or primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        raise (cannot_open(path, error) if ours else cannot_write(target, error)) from error


def raw(temp: Path) -> sqlite3.Connection:
    """A connection to a file that nobody else knows and that is synced as a whole when it is done."""
    db = sqlite3.connect(temp.as_uri() + "?mode=rw", uri=True, isolation_level=None)
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute(f"PRAGMA page_size={schema.PAGE_SIZE}")
    db.execute("PRAGMA journal_mode=MEMORY").fetchall()
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA foreign_keys=ON")
    return db


def _rename_board(db: sqlite3.Connection) -> None:
    """Gives a copy a board id of its own, in its row, its journal and its versions, so that undo works on."""
    (old,) = db.execute("SELECT id FROM board").fetchone()
    new = new_id()
    db.execute("BEGIN IMMEDIATE")
    (values,) = db.execute(schema.SELECT["board"]).fetchall()
    row = schema.with_sum([new, *values[1:-1]])
    db.execute("UPDATE board SET id=?, sum=?", (row[0], row[-1]))
    db.execute("UPDATE meta SET value=? WHERE key='board_id'", (new,))
    columns = ",".join(schema.OP_COLUMNS)
    for seq, *op in db.execute(f"SELECT seq, {columns} FROM op WHERE instr(patches, ?)", (old,)).fetchall():
        op[-1] = schema.patches_text(tuple(renamed(patch, old, new) for patch in schema.patches_of(op[-1])))
        db.execute("UPDATE op SET patches=?, sum=? WHERE seq=?", (op[-1], schema.checksum(op), seq))
    versions.rename(db, old, new)
    db.execute("COMMIT")


def renamed(patch: Patch, old: str, new: str) -> Patch:
    """A patch of the board's own row made one of the board with another id; any other as it is."""
    if patch.entity != "board" or patch.id != old:
        return patch
    before, after = (
        {**values, "id": new} if values and "id" in values else values for values in (patch.before, patch.after)
    )
    return Patch(entity=patch.entity, id=new, before=before, after=after)
