"""The entities of the workshop as plain rows: rounds and votes, decisions, the comparison, evidence, tests, the log."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, IN_JSON, TIES, Entity, stands
from canvas_app.domain.errors import BadInput
from canvas_app.domain.ids import keepable, new_id
from canvas_app.domain.order import keys_between
from canvas_app.domain.patch import Patch, insert
from canvas_app.exchange.workshop_checks import refuse_misfits, tidied

BY_NUMBER = "step_state"
"""The one table whose ids say something: the number of a step."""


def workshop_rows(board: Board) -> dict[str, list[dict[str, Any]]]:
    """By the names of `IN_JSON`; only tables with rows. Of a round that is not revealed yet the dots are left out."""
    tables: dict[str, list[dict[str, Any]]] = {}
    hidden = {round_.id for round_ in board.rounds.values() if not round_.revealed}
    for table, name in IN_JSON.items():
        rows = sorted(board.table(table).values(), key=_order) if _ordered(table) else board.table(table).values()
        plain = [
            _plain(row, n if _ordered(table) else None)
            for n, row in enumerate(rows, 1)
            if getattr(row, "round", None) not in hidden
        ]
        if plain:
            tables[name] = plain
    return tables


def _ordered(table: str) -> bool:
    return ENTITIES[table].model_fields.get("rank_key") is not None and table != BY_NUMBER


def _order(row: Entity) -> tuple[str, str]:
    return row.rank_key, row.id  # type: ignore[attr-defined]


def _plain(row: Entity, rank: int | None) -> dict[str, Any]:
    if rank is None:
        return row.model_dump(mode="json")
    values = row.model_dump(mode="json", exclude={"id", "rank_key"})
    return {"id": row.id, "rank": rank, **values}


def workshop_patches(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], known: Mapping[str, Mapping[str, str]]
) -> list[Patch]:
    """Patches that insert these rows. `known` are the new ids of notes and statements by those of the source.

    Ids are kept where they can be, holes in ranks closed. Raises BadInput with the place of what cannot be taken.
    """
    ids: dict[str, Mapping[str, str]] = dict(known)
    new: dict[str, list[str]] = {}
    for table in IN_JSON:
        new[table], ids[table] = _new_ids(table, tables.get(table, ()))
    made: dict[str, list[Entity]] = {table: [] for table in IN_JSON}
    nameless: set[str] = set()
    """Rounds of which nobody is to know who voted, whatever the file says."""
    for table in IN_JSON:
        rows = tables.get(table, ())
        keys = _keys(rows) if _ordered(table) else {}
        for n, row in enumerate(rows):
            place = f"{IN_JSON[table]}[{n}]"
            values = tidied(table, row, place)
            values.pop("rank", None)
            for tie in TIES:
                end = values.get(tie.field) if tie.entity == table else None
                if end is None or (isinstance(end, str) and stands(tie, end)):
                    continue
                if end not in ids[tie.to]:
                    what = tie.to.replace("_", " ")
                    raise BadInput(f"{place}.{tie.field}: there is no {what} '{end!s:.60}'; name one of this file.")
                values[tie.field] = ids[tie.to][end]
            if n in keys:
                values["rank_key"] = keys[n]
            if table == "round" and values.get("revealed") is not True:
                values["turn"] = 0  # its dots were left out, so the vote begins anew
            if table == "round" and values.get("anonymous") is True:
                values["voters"] = []
                nameless.add(new[table][n])
            if values.get("round") in nameless:
                values["turn"] = None
            made[table].append(_entity(table, {**values, "id": new[table][n]}, place))
    refuse_misfits(made)
    return [insert(row) for rows in made.values() for row in rows]


def _new_ids(table: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], dict[str, str]]:
    result: list[str] = []
    by_source: dict[str, str] = {}
    for n, row in enumerate(rows):
        given = row.get("id") or ""
        if any(stands(tie, given) for tie in TIES if tie.to == table):
            raise BadInput(f"{IN_JSON[table]}[{n}].id: '{given}' is taken on every board; give it another id.")
        result.append(given if keepable(given) else new_id())
        if given:
            by_source[given] = result[-1]
    return result, by_source


def _keys(rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    order = sorted(range(len(rows)), key=lambda n: (rows[n].get("rank") is None, rows[n].get("rank") or 0, n))
    return dict(zip(order, keys_between(None, None, len(order)), strict=True))


def _entity(table: str, values: dict[str, Any], place: str) -> Entity:
    try:
        return ENTITIES[table].model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"[{piece}]" if isinstance(piece, int) else f".{piece}" for piece in first["loc"])
        if first["type"] == "missing":
            raise BadInput(f"{place}{where}: is missing; add it.") from error
        if first["type"] == "extra_forbidden":
            raise BadInput(f"{place}{where}: is not known here; remove it or check its spelling.") from error
        reason = first["msg"].removeprefix("Input ").removeprefix("String ").replace("a valid array", "a valid list")
        raise BadInput(f"{place}{where}: {reason}; correct it there.") from error
