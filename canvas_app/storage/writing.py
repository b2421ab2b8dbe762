"""Steps into the tables of a board file."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from canvas_app.domain.board import Row
from canvas_app.domain.entities import Entity
from canvas_app.domain.history import Step
from canvas_app.storage import schema, versions
from canvas_app.storage.journal import Head
from canvas_app.storage.versions import Packed


def write(db: sqlite3.Connection, step: Step, rows: Sequence[Row]) -> Head:
    """The rows and the journal row of a step, inside the open transaction; references are checked at its end.

    Raises sqlite3.Error.
    """
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


def write_all(steps: Iterable[tuple[Step, Sequence[Row]]], db: sqlite3.Connection) -> None:
    """Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    for step, rows in steps:
        write(db, step, rows)
    db.execute("COMMIT")


def build(db: sqlite3.Connection, step: Step, rows: Sequence[Row]) -> None:
    """Makes an empty file a board with its first step. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    schema.make(db)
    write(db, step, rows)
    (board_id,) = (row.id for row in rows if row.entity == "board")
    _sign(db, board_id)
    db.execute("COMMIT")


def rebuild(
    db: sqlite3.Connection,
    tables: Mapping[str, Mapping[str, Entity]],
    steps: Mapping[int, Step],
    kept: Iterable[Packed],
) -> None:
    """Makes an empty file a board with these rows and a past. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    schema.make(db)
    for name, rows in tables.items():
        db.executemany(schema.INSERT[name], (schema.values_of(name, row) for row in rows.values()))
    insert = schema.INSERT_OP.replace("op(", "op(seq,", 1).replace("VALUES(", "VALUES(?,", 1)
    db.executemany(insert, ((seq, *schema.op_values(step)) for seq, step in sorted(steps.items())))
    for packed in kept:
        versions.put(db, packed)
    (board_id,) = tables["board"]
    _sign(db, board_id)
    db.execute("COMMIT")


def _sign(db: sqlite3.Connection, board_id: str) -> None:
    db.execute(
        "INSERT INTO meta(key, value) VALUES('board_id', ?), ('min_reader', ?), ('min_writer', ?)",
        (board_id, str(schema.FORMAT), str(schema.FORMAT)),
    )
