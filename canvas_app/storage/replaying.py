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
