"""What a journal, or what is left of one, says about every row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic_core import to_jsonable_python

from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.history import Step

Fields = dict[str, Any]  # plain JSON values
Key = tuple[str, str]  # table and id

# Steps of an older format insert rows without the fields that came later.
DEFAULTS: dict[str, Fields] = {
    name: {
        key: to_jsonable_python(field.default) for key, field in model.model_fields.items() if not field.is_required()
    }
    for name, model in ENTITIES.items()
}


@dataclass
class Told:
    """A row as the last step that names it, `seq`, leaves it; `fields` is None where it is gone.

    Where the step that made it is not known, `whole` is false and `fields` are those that later steps name.
    """

    seq: int
    fields: Fields | None
    whole: bool


def replayed(steps: Iterable[tuple[int, Step]], start: Mapping[Key, Told] = MappingProxyType({})) -> dict[Key, Told]:
    """Every row that numbered steps in order tell of; rows that were made anew stand where they were last made.

    `start` is what is known of the time before them.
    """
    rows = dict(start)
    for seq, step in steps:
        for patch in step.patches:
            if patch.entity not in ENTITIES:
                continue
            key = (patch.entity, patch.id)
            before = rows.get(key)
            if patch.after is None:
                rows[key] = Told(seq, None, True)
            elif patch.before is None:
                rows.pop(key, None)
                rows[key] = Told(seq, {**DEFAULTS[patch.entity], **patch.after}, True)
            elif before is None or before.fields is None:
                rows[key] = Told(seq, dict(patch.after), False)
            else:
                rows[key] = Told(seq, {**before.fields, **patch.after}, before.whole)
    return rows


def replay(rows: dict[Key, Fields], step: Step) -> bool:
    """Applies a step to plain rows; False where it does not fit them."""
    for patch in step.patches:
        key = (patch.entity, patch.id)
        now = rows.get(key)
        if patch.before is None:
            fits = now is None and patch.after is not None
        else:
            fits = now is not None and all(now.get(field) == value for field, value in patch.before.items())
        if not fits or patch.entity not in ENTITIES:
            return False
        if patch.after is None:
            del rows[key]
        elif now is None:
            rows[key] = {**DEFAULTS[patch.entity], **patch.after}
        else:
            rows[key] = {**now, **patch.after}
    return True
