"""What people name to come back to: a step of the journal, with a packed copy of the rows."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from canvas_app.domain.entities import Entity


@dataclass(frozen=True)
class Version:
    """`at` is when it was named: UTC, ISO 8601."""

    seq: int
    at: str
    label: str


def pack(tables: Mapping[str, Mapping[str, Entity]]) -> bytes:
    """All rows as compressed JSON: {table: [fields of a row, ...]}."""
    plain = {name: [row.model_dump(mode="json") for row in table.values()] for name, table in tables.items() if table}
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
