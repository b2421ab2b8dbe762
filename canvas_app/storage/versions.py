"""What a board can go back to without its journal: a step, with a packed copy of the rows after it.

People name some. Others nobody named ("auto" in the file): those that were kept when the steps up to them were let go.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import from_json

from canvas_app.domain.entities import ENTITIES, Entity

Plain = dict[str, list[dict[str, Any]]]
"""The fields of every row by table."""

MOST = 96 * 1024 * 1024
"""Bytes of an unpacked copy: more than the largest board has."""
_COLUMNS = "seq, at, label, auto, sha256, body"
_AT_ONCE = 200
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Version:
    """`at` is when it was named or, where `label` is "", when its step was made: UTC, ISO 8601."""

    seq: int
    at: str
    label: str


class Packed(NamedTuple):
    """A version with its rows, as `pieces` gives them."""

    version: Version
    body: bytes


def listed(db: sqlite3.Connection) -> list[Version]:
    """All of them, in order of their steps. Raises sqlite3.Error."""
    return [Version(*row) for row in db.execute("SELECT seq, at, label FROM snapshot ORDER BY seq").fetchall()]


def put(db: sqlite3.Connection, packed: Packed) -> None:
    """Another version of the same step is replaced. Raises sqlite3.Error."""
    (seq, at, label), body = (packed.version.seq, packed.version.at, packed.version.label), packed.body
    values = (seq, at, label, int(not label), digest(body), body)
    db.execute(f"INSERT OR REPLACE INTO snapshot({_COLUMNS}) VALUES(?, ?, ?, ?, ?, ?)", values)


def relabel(db: sqlite3.Connection, seq: int, label: str) -> bool:
    """Gives a version another name; whether there is one of this step. Raises sqlite3.Error."""
    return db.execute("UPDATE snapshot SET label=?, auto=0 WHERE seq=?", (label, seq)).rowcount > 0


def forget(db: sqlite3.Connection, seq: int) -> None:
    """Takes a name off. A version of before the journal stays without it. Raises sqlite3.Error."""
    if seq <= begins(db):
        db.execute("UPDATE snapshot SET label='', auto=1 WHERE seq=?", (seq,))
    else:
        db.execute("DELETE FROM snapshot WHERE seq=?", (seq,))


def begins(db: sqlite3.Connection) -> int:
    """The step behind which the journal begins: 0, or that of the version which stands for all before it."""
    return int(db.execute("SELECT min(seq) FROM op").fetchone()[0]) - 1


def shorten(db: sqlite3.Connection, last: tuple[int, str], kept: Iterable[Packed]) -> bool:
    """Lets go of the steps up to `last` (number and id), for which the versions `kept` stand; the newest is of `last`.

    Where that is not the journal's step, nothing is changed and False given back. Raises sqlite3.Error.
    """
    if db.execute("SELECT op_id FROM op WHERE seq=?", last[:1]).fetchone() != last[1:]:
        return False
    for packed in kept:
        put(db, packed)
    db.execute("DELETE FROM op WHERE seq<=?", last[:1])
    return True


def read(db: sqlite3.Connection, seq: int) -> Plain | None:
    """The rows of a version; None where there is none or it is not as it was written. Raises sqlite3.Error."""
    found = packed(db, Version(seq, "", ""))
    return unpacked(found.body) if found is not None else None


def packed(db: sqlite3.Connection, version: Version) -> Packed | None:
    """As it stands in the file; None where it is not as it was written. Raises sqlite3.Error."""
    row = db.execute("SELECT sha256, body FROM snapshot WHERE seq=?", (version.seq,)).fetchone()
    return Packed(version, row[1]) if row is not None and digest(row[1]) == row[0] else None


def wrong(db: sqlite3.Connection) -> list[str]:
    """Those whose copy of the rows is not what was written. Raises sqlite3.Error."""
    rows = db.execute("SELECT seq, label, sha256, body FROM snapshot ORDER BY seq").fetchall()
    return [f"version {label or seq}" for seq, label, sum_, body in rows if digest(body) != sum_]


def rename(db: sqlite3.Connection, old: str, new: str) -> None:
    """Gives the board another id in every version; one that cannot be read stays as it is. Raises sqlite3.Error."""
    for (seq,) in db.execute("SELECT seq FROM snapshot").fetchall():
        if (plain := read(db, seq)) is not None:
            body = pack(renamed(plain, old, new))
            db.execute("UPDATE snapshot SET sha256=?, body=? WHERE seq=?", (digest(body), body, seq))


def renamed(plain: Plain, old: str, new: str) -> Plain:
    boards = [{**row, "id": new} if row.get("id") == old else row for row in plain.get("board", [])]
    return {**plain, "board": boards}


def pieces(tables: Mapping[str, Mapping[str, Entity]]) -> Iterator[bytes]:
    """All rows as compressed JSON, a few at a time: {table: [fields of a row, ...]}."""
    packer = zlib.compressobj()
    before = "{"
    for name, rows in tables.items():
        if not rows:
            continue
        before += f'"{name}":['
        for n, row in enumerate(rows.values()):
            before += ("," if n else "") + _text(row.model_dump(mode="json"))
            if n % _AT_ONCE == _AT_ONCE - 1:
                yield packer.compress(before.encode())
                before = ""
        before += "],"
    yield packer.compress(before.removesuffix(",").encode() + b"}") + packer.flush()


def pack(plain: Plain) -> bytes:
    return zlib.compress(_text(plain).encode())


def unpacked(body: bytes) -> Plain | None:
    """None where it is no copy of rows."""
    packer = zlib.decompressobj()
    try:
        text = packer.decompress(body, MOST)
        plain = from_json(text)
    except (zlib.error, ValueError):
        return None
    if packer.unconsumed_tail or not isinstance(plain, dict) or not plain.keys() <= ENTITIES.keys():
        return None
    if not all(isinstance(rows, list) for rows in plain.values()):
        return None
    sound = all(isinstance(row, dict) and isinstance(row.get("id"), str) for rows in plain.values() for row in rows)
    return plain if sound else None


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
