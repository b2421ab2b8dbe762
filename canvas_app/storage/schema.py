"""The formats of the board file: their exact SQL, how one becomes the next, rows and their checksums.

One table per entity of `domain.entities.ENTITIES`, one column a field under the same name; lists and mappings are JSON
text, booleans 0 or 1. `n` is an integer key by which a damaged file can be searched, `sum` the checksum of the row.
New boards are made by the same migrations as old ones, so that the texts are the same. There are no triggers, views or
generated columns, so any of these in a file is proof that it is not ours.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from pydantic import TypeAdapter
from pydantic_core import from_json

from canvas_app.domain.entities import ENTITIES, MAX_NOTES, MAX_STROKES, MAX_VOTES, Entity
from canvas_app.domain.history import Step
from canvas_app.domain.patch import Patch
from canvas_app.storage import formats

APPLICATION_ID = 1447251542
FORMAT = 3
PAGE_SIZE = 4096

# Made by us, not by sqlite-utils, so that its text stays the same whatever version of sqlite-utils is installed.
_MIGRATIONS_TABLE = """CREATE TABLE _sqlite_migrations(
  id INTEGER PRIMARY KEY,
  migration_set TEXT,
  name TEXT,
  applied_at TEXT)"""


def _whole(tables_and_indexes: Sequence[str]) -> frozenset[tuple[str, str, str | None]]:
    """What sqlite_schema holds: (type, name, sql); sql is None for the indexes that SQLite makes by itself."""
    ours = [("table" if "TABLE" in sql else "index", sql.split("(")[0].split()[2], sql) for sql in tables_and_indexes]
    made = [f"sqlite_autoindex_{name}_1" for kind, name, _ in ours if kind == "table" and name != "snapshot"]
    return frozenset(
        [
            ("table", "_sqlite_migrations", _MIGRATIONS_TABLE),
            ("table", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"),
            *ours,
            *(("index", name, None) for name in made),
        ]
    )


SCHEMAS = {1: _whole(formats.FORMAT_1), 2: _whole(formats.FORMAT_2), 3: _whole(formats.FORMAT_3)}

PAST = frozenset({"op", "snapshot"})
"""The tables that grow with what was done, not with what is on the board."""

# The most rows that a board of ours has.
LIMITS = {
    "meta": 100,
    "board": 1,
    "canvas": 1,
    "note": MAX_NOTES,
    "link": 200_000,
    "statement": 20_000,
    "zone_state": 10_000,
    "stroke": MAX_STROKES,
    "step_state": 1_000,
    "sitting": 10_000,
    "stint": 200_000,
    "round": 10_000,
    "vote": MAX_VOTES,
    "decision": MAX_NOTES,
    "competitor": 1_000,
    "criterion": MAX_NOTES,
    "rating": 200_000,
    "evidence": 100_000,
    "test_card": 20_000,
    "op": 1_000_000,
    "snapshot": 10_000,
}


def make(db: sqlite3.Connection) -> None:
    """Brings an empty database to the current format, inside the transaction that is open on it."""
    db.execute(_MIGRATIONS_TABLE)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    upgrade(db)


def upgrade(db: sqlite3.Connection) -> None:
    """Brings a board of any older format to the current one, inside the transaction that is open on it.

    References must not be enforced meanwhile. Raises ValueError, sqlite3.Error.
    """
    from sqlite_utils import Database, Migrations  # only here: reading and writing boards does without it

    migrations = Migrations("value-canvas")

    @migrations(name="format-1")
    def format_1(database: Any) -> None:
        for sql in formats.FORMAT_1:
            db.execute(sql)

    @migrations(name="format-2")
    def format_2(database: Any) -> None:
        """Notes get a group, a lock and a place in the stack; there is ink."""
        _extend(db, "note", formats.NOTE_2, (None, 0, 0.0))
        db.execute(formats.STROKE_2)
        db.execute("UPDATE meta SET value='2' WHERE key IN ('min_reader', 'min_writer')")

    @migrations(name="format-3")
    def format_3(database: Any) -> None:
        """What workshops leave: votes, decisions, a comparison, evidence, tests, a log; more about the board."""
        _extend(db, "board", formats.BOARD_3, ("", "", "", "{}"))
        _extend(db, "statement", formats.STATEMENT_3, ("[]",))
        for sql in formats.NEW_3:
            db.execute(sql)
        db.execute("UPDATE meta SET value='3' WHERE key IN ('min_reader', 'min_writer')")

    migrations.apply(Database(db, execute_plugins=False, recursive_triggers=False))
    db.execute(f"PRAGMA user_version={FORMAT}")


def _extend(db: sqlite3.Connection, table: str, sql: str, values: Sequence[Any]) -> None:
    """Makes a table anew by `sql`, its last columns before the checksum being new and having `values`.

    Made anew because ALTER TABLE leaves a text that depends on SQLite's version. A checksum that did not fit its row
    stays as it is, so that `check` still finds it.
    """
    rows = db.execute(f"SELECT * FROM {table} ORDER BY n").fetchall()
    db.execute(f"DROP TABLE {table}")
    db.execute(sql)
    marks = ",".join("?" * (len(rows[0]) + len(values))) if rows else ""
    for n, *old in rows:
        new = [*old[:-1], *values]
        db.execute(f"INSERT INTO {table} VALUES({marks})", (n, *new, checksum(new) if sum_is_right(old) else old[-1]))


# rows

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_canonical = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
_patches = TypeAdapter(tuple[Patch, ...])


def _is(entity: type[Entity], kinds: tuple[type, ...]) -> frozenset[str]:
    """The fields of an entity that are of one of these kinds."""
    fields = entity.model_fields.items()
    return frozenset(name for name, field in fields if (get_origin(field.annotation) or field.annotation) in kinds)


COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(model.model_fields) for name, model in ENTITIES.items()}
_EVERY_FIELD = {name: set(columns) for name, columns in COLUMNS.items()}
_JSON = {name: _is(model, (dict, tuple)) for name, model in ENTITIES.items()}
BOOL = {name: _is(model, (bool,)) for name, model in ENTITIES.items()}

INSERT = {
    name: f"INSERT INTO {name}({','.join(columns)},sum) VALUES({','.join('?' * len(columns))},?)"
    for name, columns in COLUMNS.items()
}
# Every column but the key: SQLite writes the record whole in any case, and one statement a table stays prepared.
UPDATE = {
    name: f"UPDATE {name} SET {','.join(f'{column}=?' for column in columns[1:])},sum=? WHERE id=?"
    for name, columns in COLUMNS.items()
}
DELETE = {name: f"DELETE FROM {name} WHERE id=?" for name in ENTITIES}
SELECT = {name: f"SELECT {','.join(columns)},sum FROM {name} ORDER BY n" for name, columns in COLUMNS.items()}
SELECT_PART = {
    name: f"SELECT n,{','.join(columns)},sum FROM {name} WHERE n>? ORDER BY n LIMIT ?"
    for name, columns in COLUMNS.items()
}

OP_COLUMNS = ("op_id", "session", "at", "kind", "label", "origin", "grp", "patches")
INSERT_OP = f"INSERT INTO op({','.join(OP_COLUMNS)},sum) VALUES(?,?,?,?,?,?,?,?,?)"


def values_of(name: str, entity: Entity) -> list[Any]:
    """The columns of an entity, its checksum last. Raises ValueError for what cannot be stored."""
    structured = _JSON[name]
    values = [_column(value, key in structured) for key, value in entity.model_dump(mode="json").items()]
    values.append(checksum(values))
    return values


def _column(value: Any, structured: bool) -> Any:
    if structured:
        return _to_json(value)
    if isinstance(value, float):
        return value + 0.0  # SQLite knows no -0.0
    return int(value) if isinstance(value, bool) else value


def entity_of(name: str, values: Sequence[Any]) -> Entity:
    """The entity of a row as `SELECT` gives it. Raises ValueError where the row is not one."""
    fields: dict[str, Any] = dict(zip(COLUMNS[name], values, strict=False))
    for key in _JSON[name]:
        fields[key] = from_json(fields[key], allow_inf_nan=False)
    for key in BOOL[name]:
        fields[key] = bool(fields[key])
    entity = ENTITIES[name].model_validate(fields)
    # Every row gives every field; a set of their names for each row would take more memory than the row itself.
    object.__setattr__(entity, "__pydantic_fields_set__", _EVERY_FIELD[name])
    return entity


def op_values(step: Step) -> list[Any]:
    """The columns of a journal row, its checksum last. Raises ValueError for what cannot be stored."""
    return with_sum(
        [step.op_id, step.session, step.at, step.kind, step.label, step.origin, step.group, patches_text(step.patches)]
    )


def step_of(values: Sequence[Any]) -> Step:
    """The step of a journal row. Raises ValueError where the row is not one."""
    fields: Mapping[str, Any] = dict(zip(OP_COLUMNS, values, strict=False))
    fields = {("group" if key == "grp" else key): value for key, value in fields.items()}
    return Step.model_validate({**fields, "patches": patches_of(fields["patches"])})


def patches_text(patches: tuple[Patch, ...]) -> str:
    return _to_json(_patches.dump_python(patches, mode="json"))


def patches_of(text: str) -> tuple[Patch, ...]:
    return _patches.validate_json(text)


def with_sum(values: list[Any]) -> list[Any]:
    return [*values, checksum(values)]


def checksum(values: Sequence[Any]) -> int:
    """CRC-32 of the JSON array of a row's columns in their order, without `n` and `sum`."""
    return zlib.crc32(_canonical(values).encode())


def sum_is_right(values: Sequence[Any]) -> bool:
    return checksum(list(values[:-1])) == values[-1]
