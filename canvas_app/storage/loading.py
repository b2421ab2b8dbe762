"""The entities of a board out of its tables."""

import sqlite3
from pathlib import Path
from typing import cast

from canvas_app.domain.entities import ENTITIES, TIES, Entity, Link, stands
from canvas_app.storage import opening, schema
from canvas_app.storage.errors import damaged, one_line


def load(db: sqlite3.Connection, path: Path) -> dict[str, dict[str, Entity]]:
    """Every entity by table and id. Raises Damaged, sqlite3.Error; `path` is for the message."""
    with opening.time_limit(db, opening.CHECK_SECONDS):
        tables = {name: _table(db, path, name) for name in ENTITIES}
    if len(tables["board"]) != 1 or len(tables["canvas"]) != 1:
        raise damaged(path, "the board itself is missing")
    notes = tables["note"]
    for link in cast("dict[str, Link]", tables["link"]).values():
        if link.source not in notes or link.target not in notes:
            raise damaged(path, f"link {link.id} ends at a note that does not exist")
    for tie in TIES:
        for row in tables[tie.entity].values():
            end = getattr(row, tie.field)
            if end is not None and end not in tables[tie.to] and not stands(tie, end):
                raise damaged(path, f"{tie.entity.replace('_', ' ')} {row.id} is about a {tie.to} that does not exist")
    return tables


def _table(db: sqlite3.Connection, path: Path, name: str) -> dict[str, Entity]:
    table: dict[str, Entity] = {}
    for values in db.execute(schema.SELECT[name]):
        try:
            entity = schema.entity_of(name, values)
        except ValueError as error:
            raise damaged(path, f"{name} {one_line(str(values[0])[:64])} is not as it should be") from error
        table[entity.id] = entity
    return table
