"""The tables of a board on their way from one step to another."""

from collections.abc import Iterable, Iterator
from typing import Any

from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.patch import Patch

Tables = dict[str, dict[str, Entity | dict[str, Any]]]
"""By name and id; a row that a step has changed is plain values until `made_whole`."""

AT_ONCE = 50
"""Rows that `made_whole` makes in one go."""


def nothing() -> Tables:
    """A board before its first step."""
    return {name: {} for name in ENTITIES}


def apply(tables: Tables, patches: Iterable[Patch]) -> None:
    """Raises KeyError where a patch is about a row that is not there."""
    for patch in patches:
        rows = tables[patch.entity]
        if patch.after is None:
            rows.pop(patch.id, None)
        elif patch.before is None:
            rows[patch.id] = dict(patch.after)
        else:
            row = rows[patch.id]
            rows[patch.id] = {**(row if isinstance(row, dict) else row.model_dump(mode="json")), **patch.after}


def made_whole(tables: Tables) -> Iterator[None]:
    """Makes entities of the rows that are plain values, a few at a time. Raises ValueError."""
    made = 0
    for name, rows in tables.items():
        for key, row in rows.items():
            if isinstance(row, dict):
                rows[key] = ENTITIES[name].model_validate(row)
                made += 1
                if made % AT_ONCE == 0:
                    yield
