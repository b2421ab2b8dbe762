"""Rows of a board that are not as they were written, and what its journal says they should be."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.errors import UserError
from canvas_app.domain.patch import Patch
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import changed_among, looked_over, told_of
from canvas_app.storage.replaying import Key

NOTED = "Changed outside Value Canvas"
"""The label of the step that takes such a change into the journal."""


class Outside:
    """What changed outside Value Canvas, by the disk or by another program.

    Once such a row is edited its checksum is right, and nothing would tell of it any more. So a step of its own, which
    can be taken back, says before that what it was and what it has become.
    """

    def __init__(self, file: BoardFile):
        self._file = file
        self._looked = False
        self._wrong: set[Key] = set()
        self._noted: dict[Key, Patch] = {}

    def look(self) -> Iterator[Key | None]:
        """Looks at every page first, then at rows and steps: those (table and id; "step" and number) that are not as
        they were written; None now and then, for the caller to do something else meanwhile. Raises storage errors."""
        self._file.connection.look_whole()
        for key in looked_over(self._file):
            if key is not None:
                self._wrong.add(key)
            yield key
        self._looked = True

    def repairs(self, board: Board, keys: Iterable[Key]) -> list[Patch]:
        """What makes these rows what the journal says they are, those of which it tells. Raises storage errors."""
        keys = list(keys)
        told = told_of(self._file, [key for key in keys if key not in self._noted])
        patches = []
        for key in keys:
            name, row_id = key
            row = board.table(name).get(row_id) if name in ENTITIES else None
            if row is None:
                continue
            now = row.model_dump(mode="json")
            if (noted := self._noted.get(key)) is not None:
                was, became = noted.before or {}, noted.after or {}
                before = {field: now[field] for field in became if now[field] == became[field]}
                after = {field: was[field] for field in before}
            elif key in told:
                fields = [field for field in now if field in told[key] and told[key][field] != now[field]]
                if not fields and changed_among(self._file, [key]):
                    fields = ["id"]  # only its checksum is wrong, and is right once the row is written anew
                before = {field: now[field] for field in fields}
                after = {field: told[key][field] for field in fields}
            else:
                continue
            if before:
                patches.append(Patch(entity=name, id=row_id, before=before, after=after))
        return patches

    def repaired(self, patches: Iterable[Patch]) -> None:
        for patch in patches:
            self._wrong.discard((patch.entity, patch.id))
            self._noted.pop((patch.entity, patch.id), None)

    def unnoted(self, board: Board, patches: Sequence[Patch]) -> list[Patch]:
        """Of the rows that a step is about those that have changed without a step: what each was, and what it is."""
        keys = {(patch.entity, patch.id) for patch in patches if patch.before is not None} - self._noted.keys()
        suspects = keys & self._wrong if self._looked else keys
        if suspects:
            with suppress(UserError):  # the step itself says what is wrong with the file
                wrong = changed_among(self._file, suspects)
                return [patch.inverse for patch in self.repairs(board, wrong) if patch.before != patch.after]
        return []

    def note(self, patches: Iterable[Patch]) -> None:
        self._noted |= {(patch.entity, patch.id): patch for patch in patches}
