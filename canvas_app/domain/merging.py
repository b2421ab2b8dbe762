"""Steps of two windows on one board: whether they touch the same, and one put on top of the other."""

from collections.abc import Iterable, Iterator, Sequence

from canvas_app.domain.board import Board
from canvas_app.domain.order import key_between
from canvas_app.domain.patch import Patch

Place = tuple[str, str, str]
"""Table, id and name of a field; "" for the whole row."""


def apart(mine: Sequence[Patch], theirs: Iterable[Patch]) -> bool:
    """Whether no field and no row that patches of mine write is made, written or taken away by theirs."""
    touched = set(_places(theirs))
    return not any(place in touched for place in _places(mine, whole=True))


def _places(patches: Iterable[Patch], whole: bool = False) -> Iterator[Place]:
    """What patches write; `whole` adds the whole row to each of its fields."""
    for patch in patches:
        if patch.before is None or patch.after is None:
            yield patch.entity, patch.id, ""
        else:
            yield from ((patch.entity, patch.id, name) for name in patch.after)
            if whole:
                yield patch.entity, patch.id, ""


def put_over(board: Board, patches: Sequence[Patch]) -> tuple[Patch, ...]:
    """The same values over what the board has now in the fields that are changed."""
    over = []
    for patch in patches:
        row = board.table(patch.entity).get(patch.id)
        if patch.before is not None and patch.after is not None and row is not None:
            values = row.model_dump(mode="json")
            if all(name in values for name in patch.after):
                patch = patch.model_copy(update={"before": {name: values[name] for name in patch.after}})
        over.append(patch)
    return tuple(over)


def ranked_apart(board: Board, patches: Sequence[Patch]) -> tuple[Patch, ...]:
    """The same patches; what they put at a place of a list that another row has taken meanwhile goes right below it."""
    mine = {(patch.entity, patch.id) for patch in patches}
    taken: dict[tuple[str, str], set[str]] = {}
    placed = []
    for patch in patches:
        key = patch.after.get("rank_key") if patch.after else None
        if patch.after and key is not None:
            row = board.table(patch.entity).get(patch.id)
            zone = str(patch.after.get("zone", getattr(row, "zone", "")))
            if (patch.entity, zone) not in taken:
                others = (other for other in board.table(patch.entity).values() if (patch.entity, other.id) not in mine)
                keys = {getattr(other, "rank_key", None) for other in others if getattr(other, "zone", "") == zone}
                taken[patch.entity, zone] = {str(other) for other in keys if other is not None}
            used = taken[patch.entity, zone]
            if key in used:
                key = key_between(key, min((other for other in used if other > key), default=None))
                patch = patch.model_copy(update={"after": {**patch.after, "rank_key": key}})
            used.add(key)
        placed.append(patch)
    return tuple(placed)
