"""Checking a board file: what was looked at, in sentences; what is wrong, as an error."""

from collections import Counter
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.history import Step
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import damaged, shown

Plain = dict[tuple[str, str], dict[str, Any]]  # the fields of every entity by table and id

# Steps of an older format insert rows without the fields that came later.
DEFAULTS = {
    name: {
        key: to_jsonable_python(field.default) for key, field in model.model_fields.items() if not field.is_required()
    }
    for name, model in ENTITIES.items()
}


def check(path: Path, deep: bool = False) -> list[str]:
    """What was checked, a sentence each. Raises what opening raises, and Damaged for rows that do not fit.

    `deep` adds SQLite's full check and compares the rows with what the journal leads to.
    """
    board = BoardFile.open(path, read_only=True)
    try:
        board.look_whole()
        tables = board.load()
        counts = Counter({name: len(table) for name, table in tables.items()})
        strokes = f", {_count(counts['stroke'], 'stroke')}" if counts["stroke"] else ""
        found = [
            f"file: {shown(path)}, {path.stat().st_size:,} bytes, complete",
            f"schema: format {board.format}, nothing in it that does not belong there",
            f"rows: {_count(counts['note'], 'note')}, {_count(counts['link'], 'link')},"
            f" {_count(counts['statement'], 'statement')}{strokes}, all valid",
        ]
        if board.recovered:
            found.insert(1, "recovery: a change cut off by an unexpected stop was taken back")
        if wrong := board.wrong_sums():
            more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
            raise damaged(path, f"{', '.join(wrong[:3])}{more} changed outside Value Canvas")
        found.append("checksums: all rows and steps are as they were written")
        if deep:
            board.integrity()
            found.append("integrity: all pages, indexes and references are sound")
            rows: Plain = {}
            steps = 0
            for step in board.steps():
                _replay(path, rows, step)
                steps += 1
            now = {
                (name, entity.id): entity.model_dump(mode="json")
                for name, table in tables.items()
                for entity in table.values()
            }
            if different := {key for key in rows.keys() | now.keys() if rows.get(key) != now.get(key)}:
                raise damaged(
                    path, f"{_count(len(different), 'row')} not as the journal says: {' '.join(min(different))}"
                )
            found.append(f"journal: {_count(steps, 'step')} lead to exactly these rows")
            if wrong := board.wrong_versions():
                raise damaged(path, f"{wrong[0]:.80} is not as it was written")
            found.append(f"versions: {_count(len(board.versions()), 'named version')}, as they were written")
        return found
    finally:
        board.close()


def _replay(path: Path, rows: Plain, step: Step) -> None:
    """Applies a step to plain rows. Raises Damaged where it does not fit them."""
    for patch in step.patches:
        key = (patch.entity, patch.id)
        now = rows.get(key)
        if patch.before is None:
            fits = now is None and patch.after is not None
        else:
            fits = now is not None and all(now.get(field) == value for field, value in patch.before.items())
        if not fits:
            raise damaged(path, f"the step '{step.label:.60}' of its journal does not fit the steps before it")
        if patch.after is None:
            del rows[key]
        elif now is None:
            rows[key] = {**DEFAULTS[patch.entity], **patch.after}
        else:
            rows[key] = {**now, **patch.after}


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
