"""Rows of a board that are not as they were written, and what its journal says they should be."""

from collections.abc import Iterable, Iterator

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.patch import Patch
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import looked_over, told_of
from canvas_app.storage.replaying import Key


def wrong_rows(file: BoardFile) -> Iterator[Key | None]:
    """Looks at every page first, then at rows and steps: those (table and id) that are not as they were written; None
    now and then, for the caller to do something else meanwhile. Raises storage errors."""
    file.connection.look_whole()
    yield from looked_over(file)


def repairs(file: BoardFile, board: Board, wrong: Iterable[Key]) -> list[Patch]:
    """What makes these rows what the journal says they are, those of which it tells. Raises storage errors."""
    patches = []
    for name, row_id in wrong:
        row = board.table(name).get(row_id) if name in ENTITIES else None
        told = told_of(file, (name, row_id)) if row is not None else None
        if row is None or told is None:
            continue
        now = row.model_dump(mode="json")
        fields = [field for field in now if field in told and told[field] != now[field]]
        fields = fields or ["id"]  # only its checksum is wrong, and is right once the row is written anew
        before, after = {field: now[field] for field in fields}, {field: told[field] for field in fields}
        patches.append(Patch(entity=name, id=row_id, before=before, after=after))
    return patches
