"""A change as data: which fields of which entity, before and after."""

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
