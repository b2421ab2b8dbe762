"""A change as data: which fields of which entity, before and after."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from canvas_app.domain.entities import ENTITIES, Entity


class Patch(BaseModel):
    """`before=None` inserts the whole entity, `after=None` deletes it; otherwise both name the same single fields.

    Values are plain JSON values; lists and mappings are replaced whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    entity: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def inverse(self) -> "Patch":
        return Patch(entity=self.entity, id=self.id, before=self.after, after=self.before)


def insert(entity: Entity) -> Patch:
    return Patch(entity=name_of(entity), id=entity.id, before=None, after=entity.model_dump(mode="json"))


def delete(entity: Entity) -> Patch:
    return Patch(entity=name_of(entity), id=entity.id, before=entity.model_dump(mode="json"), after=None)


def change(entity: Entity, **values: Any) -> Patch | None:
    """The patch that gives `entity` these values; None where it has them all already."""
    now = entity.model_dump(mode="json", include=set(values))
    after = type(entity).model_validate({**entity.model_dump(), **values}).model_dump(mode="json", include=set(values))
    changed = [field for field in values if now[field] != after[field]]
    if not changed:
        return None
    return Patch(
        entity=name_of(entity),
        id=entity.id,
        before={field: now[field] for field in changed},
        after={field: after[field] for field in changed},
    )


def inverse(patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
    return tuple(patch.inverse for patch in reversed(patches))


def name_of(entity: Entity) -> str:
    return _NAMES[type(entity)]


_NAMES = {model: name for name, model in ENTITIES.items()}


def composed(patches: Iterable[Patch]) -> list[Patch]:
    """The same change with one patch for each entity, in order of first appearance, and none for no change."""
    found: dict[tuple[str, str], Patch] = {}
    for patch in patches:
        key = (patch.entity, patch.id)
        first = found.get(key)
        found[key] = patch if first is None else _joined(first, patch)
    return [patch for patch in map(_without_echo, found.values()) if patch is not None]


def _joined(first: Patch, then: Patch) -> Patch:
    before = None if first.before is None else {**(then.before or {}), **first.before}
    after = None if then.after is None else {**(first.after or {}), **then.after}
    return Patch.model_construct(entity=first.entity, id=first.id, before=before, after=after)


def _without_echo(patch: Patch) -> Patch | None:
    before, after = patch.before, patch.after
    if before is None or after is None:
        return None if before is None and after is None else patch
    changed = [field for field in after if before.get(field) != after[field]]
    if len(changed) == len(after):
        return patch
    if not changed:
        return None
    return patch.model_copy(
        update={
            "before": {field: before[field] for field in changed},
            "after": {field: after[field] for field in changed},
        }
    )
