"""What goes with a row that goes: everything that says something about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from canvas_app.domain.board import Board
from canvas_app.domain.entities import TIES, Entity
from canvas_app.domain.patch import Patch, change, delete


def with_dependents(board: Board, patches: Sequence[Patch]) -> list[Patch]:
    """The same step with what hangs on the rows that it deletes deleted or let go of, before them."""
    gone: dict[str, set[str]] = defaultdict(set)
    for patch in patches:
        if patch.after is None:
            gone[patch.entity].add(patch.id)
    if not gone:
        return list(patches)
    named = {(patch.entity, patch.id) for patch in patches}
    dependents: dict[tuple[str, str], Entity] = {}
    freed: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    found = True
    while found:
        found = False
        for tie in TIES:
            if not gone[tie.to]:
                continue
            for row in board.table(tie.entity).values():
                key = (tie.entity, row.id)
                if key in dependents or key in named or getattr(row, tie.field) not in gone[tie.to]:
                    continue
                if tie.goes:
                    dependents[key] = row
                    gone[tie.entity].add(row.id)
                    found = True
                else:
                    freed[key][tie.field] = None
    extra = [delete(row) for row in dependents.values()]
    extra += _freed(board, {key: fields for key, fields in freed.items() if key not in dependents})
    return [*extra, *patches]


def _freed(board: Board, freed: Mapping[tuple[str, str], Mapping[str, None]]) -> list[Patch]:
    changes = [change(board.table(entity)[row_id], **fields) for (entity, row_id), fields in freed.items()]
    return [patch for patch in changes if patch is not None]
