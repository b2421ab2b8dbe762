"""A new board of what can still be read of a damaged one, and what is missing; the file itself is only read.

Rows whose checksum is right are taken as they are; the journal tells what the others were.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, canvas_from_data
from canvas_app.domain.entities import (
    ENTITIES,
    MAX_NOTES,
    PARKING,
    TIES,
    BoardInfo,
    CanvasCopy,
    Entity,
    Link,
    Note,
    Part,
    Statement,
    stands,
)
from canvas_app.domain.errors import BadInput, RuleBroken, StalePatch
from canvas_app.domain.history import Step, StepKind
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch, insert
from canvas_app.storage import schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import counted, damaged, one_line
from canvas_app.storage.past import Carried, carried, gap_in, past_of, told_by
from canvas_app.storage.remains import Remains
from canvas_app.storage.replaying import Fields, Key, Told

SHOWN = 5
"""How many rows a sentence names."""

CanvasFor = Callable[[str, set[str]], Canvas]
"""The canvas for an id, "" where it is not known, and the zones that notes lie in."""


@dataclass
class Salvaged:
    """What was read, by table and id, and what was not."""

    tables: dict[str, dict[str, Entity]]
    missing: list[str] = field(default_factory=list)
    """The notes of which only the name is left: their words, or their ids."""
    rebuilt: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    """Rows that are not as they were written, and of which nothing else tells what they were."""
    remarks: list[str] = field(default_factory=list)
    past: Carried | None = None
    """The history that comes along."""

    @property
    def notes(self) -> int:
        return len(self.tables["note"])

    @property
    def complete(self) -> bool:
        return not (self.missing or self.doubtful or self.remarks)

    @property
    def sentences(self) -> list[str]:
        """What is there, what is not, and what may be wrong."""
        there = [counted(self.notes, "note")]
        there += [
            counted(len(self.tables[name]), name) for name in ("link", "statement", "stroke") if self.tables[name]
        ]
        *others, last = there
        lines = [f"{', '.join(others)} and {last} can be read." if others else f"{last} can be read."]
        if self.missing:
            whole = counted(self.notes + len(self.missing), "note")
            lines.append(f"{len(self.missing):,} of {whole} {_are(self.missing)} missing: {_few(self.missing)}.")
        if self.rebuilt:
            lines.append(f"{_rows(self.rebuilt)} rebuilt from the board's history: {_few(self.rebuilt)}.")
        if self.doubtful:
            lines.append(f"{_rows(self.doubtful)} changed by the damage; read them again: {_few(self.doubtful)}.")
        lines += self.remarks
        if self.past is not None:
            whole = counted(max(self.past.steps, default=0), "step")
            lines.append(f"The history that can be read comes along, up to {whole}.")
        return lines

    @property
    def details(self) -> list[str]:
        """Everything that the sentences name a few of; nothing where they name all."""
        whole = {"Missing": self.missing, "Rebuilt": self.rebuilt, "Changed by the damage": self.doubtful}
        return [
            line
            for title, names in whole.items()
            if len(names) > SHOWN
            for line in (f"{title}:", *(f"  {name}" for name in names))
        ]


def make(path: Path, found: Salvaged, target: Path, replace: bool = False) -> None:
    """Raises Damaged where what was read is no board in the end, CannotWrite."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if found.past is not None:
        _make_on(found.past, target, at, replace)
        return
    patches = [insert(row) for name in ("canvas", *ENTITIES) for row in found.tables[name].values()]
    patches = list({(patch.entity, patch.id): patch for patch in patches}.values())
    try:
        rows = Board({}).check(patches)
    except (RuleBroken, StalePatch) as error:
        raise damaged(path, one_line(str(error)[:120].rstrip("."))) from error
    BoardFile.create(target, _step("base", at, patches), rows, replace).close()


def _make_on(past: Carried, target: Path, at: str, replace: bool) -> None:
    """With what differs from the history as a step that can be taken back."""
    board, steps = past.board, dict(past.steps)
    if past.patches or not steps:
        board.apply(board.check(past.patches))
        last = max([*steps, *(packed.version.seq for packed in past.kept)])
        steps[last + 1] = _step("do", at, past.patches)
    tables = {name: board.table(name) for name in ENTITIES}
    BoardFile.rebuild(target, tables, steps, past.kept, replace).close()


def _step(kind: StepKind, at: str, patches: Sequence[Patch]) -> Step:
    return Step(
        op_id=new_id(), session=new_id(), at=at, kind=kind, label="Salvage", origin="salvage", patches=tuple(patches)
    )


def sorted_out(found: Remains, canvas_for: CanvasFor) -> Salvaged:
    """The rows that make a whole board. Raises Damaged where there is nothing but an empty one, BadInput."""
    past = past_of(found)
    told, gap = told_by(found, past), gap_in(found, past)
    result = Salvaged({name: {} for name in ENTITIES})
    _tell_apart(found, told)
    for key in _in_order(found, told):
        _choose(found, key, told.get(key), gap, result)
    if not any(result.tables.values()):
        raise damaged(found.path, "nothing of a board can be read in it")
    _fit_zones(result, _choose_board(found, result, canvas_for))
    _note_unknown(result, told)
    _tie_up(result)
    if found.format > schema.FORMAT:
        result.remarks.append(f"The file is of the newer format {found.format}; what only that knows is missing.")
    if lost := found.lost:
        steps = f"{lost:,} of {counted(found.last, 'step')} of its history cannot be read"
        if lost == found.last:
            steps = "Its history cannot be read"
        result.remarks.append(f"{steps}; what only that tells of is missing.")
    result.past = carried(found, past, result.tables)
    return result


def _in_order(found: Remains, told: Mapping[Key, Told]) -> list[Key]:
    """The keys as their rows were made: by number, those without one behind the row that was made before them."""
    place: dict[Key, float] = {key: rows[0].n for key, rows in found.rows.items()}
    before: dict[str, float] = {}
    for key in told:
        place.setdefault(key, before.get(key[0], 0))
        before[key[0]] = place[key]
    return sorted(place, key=place.__getitem__)


def _tell_apart(found: Remains, told: Mapping[Key, Told]) -> None:
    """A row that could be one of several tables is one of that which the journal names, or which fits the others."""
    tables: dict[str, list[str]] = {}
    for name, row_id in found.rows:
        tables.setdefault(row_id, []).append(name)
    for row_id, names in tables.items():
        if len(names) > 1:
            known = [name for name in names if (name, row_id) in told]
            fitting = [name for name in names if _has_ends(found, name, found.rows[name, row_id][0].entity)]
            for name in names:
                if name not in (known or fitting[:1] or names[:1]):
                    del found.rows[name, row_id]


def _has_ends(found: Remains, name: str, entity: Entity) -> bool:
    ends = [("note", entity.source), ("note", entity.target)] if isinstance(entity, Link) else []
    ends += [(tie.to, getattr(entity, tie.field)) for tie in TIES if tie.entity == name]
    return all(end is None or (to, end) in found.rows for to, end in ends)


def _choose(found: Remains, key: Key, told: Told | None, gap: int, result: Salvaged) -> None:
    """The best of what is known of one row. A row that stands in the file though the journal says that it is gone is
    one of long ago, unless it may have come back in a step after that which cannot be read."""
    if told is not None and told.fields is None and told.seq > gap:
        return
    name, row_id = key
    read = found.rows.get(key, [])
    right = [row.entity for row in read if row.right]
    journal = _entity(name, told.fields) if told is not None and told.whole and told.fields is not None else None
    entity: Entity | None
    if journal is not None and (gap == 0 or journal in right or not right):
        entity = journal
        if journal not in right and name != "canvas":
            result.rebuilt.append(_called(name, row_id, journal))
    elif right:
        entity = right[0]
    elif read:
        entity = read[0].entity
        result.doubtful.append(_called(name, row_id, entity))
    else:
        if name == "note" and told is not None and told.fields is not None:
            words = str(told.fields.get("text", ""))
            result.missing.append(_quoted(words) if words else row_id)
        return
    table = result.tables[name]
    if name != "note" or len(table) < MAX_NOTES:
        table[row_id] = entity


def _entity(name: str, fields: Fields) -> Entity | None:
    try:
        return ENTITIES[name].model_validate(fields)
    except (ValueError, RecursionError):
        return None


def _choose_board(found: Remains, result: Salvaged, canvas_for: CanvasFor) -> Canvas:
    """One board and one canvas, whatever there is of them."""
    infos = cast("dict[str, BoardInfo]", result.tables["board"])
    info = next(iter(infos.values()), None)
    zones = {note.zone for note in cast("dict[str, Note]", result.tables["note"]).values()}
    canvas: Canvas | None = None
    for copy in cast("dict[str, CanvasCopy]", result.tables["canvas"]).values():
        try:
            canvas = canvas_from_data(copy.definition, f"the canvas '{copy.id}' in the board")
            definition: dict[str, Any] = copy.definition
        except BadInput:
            continue
    if canvas is None:
        canvas = canvas_for(info.canvas if info is not None else "", zones)
        definition = canvas.as_data()
        result.remarks.append(f"The canvas of the board cannot be read; '{canvas.title}' is taken for it.")
    if info is None:
        result.remarks.append("The title and the details of the board cannot be read.")
        info = BoardInfo(id="lost", title=one_line(found.path.stem)[:500], canvas=canvas.id, created="")
    created = info.created or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    info = info.model_copy(update={"id": new_id(), "canvas": canvas.id, "created": created})
    result.tables["board"] = {info.id: info}
    result.tables["canvas"] = {canvas.id: CanvasCopy(id=canvas.id, version=canvas.version, definition=definition)}
    return canvas


def _fit_zones(result: Salvaged, canvas: Canvas) -> None:
    """Notes in zones that the canvas does not know go to the parking lot."""
    notes = cast("dict[str, Note]", result.tables["note"])
    parked = 0
    for key, note in notes.items():
        zone = canvas.zone(note.zone)
        if zone is not None and zone.kind != note.kind:
            notes[key] = note.model_copy(update={"kind": zone.kind})
        elif zone is None and (note.zone != PARKING or note.rank_key is not None):
            parked += note.zone != PARKING
            notes[key] = note.model_copy(update={"zone": PARKING, "rank_key": None})
    if parked:
        result.remarks.append(f"{counted(parked, 'note')} of unknown zones went to the parking lot.")


def _note_unknown(result: Salvaged, told: Mapping[Key, Told]) -> None:
    """Notes of which nothing is left but that other rows name them."""
    tables = result.tables
    named = [end for link in cast("dict[str, Link]", tables["link"]).values() for end in (link.source, link.target)]
    named += [note for row in cast("dict[str, Statement]", tables["statement"]).values() for note in row.notes]
    named += [getattr(row, tie.field) for tie in TIES if tie.to == "note" for row in tables[tie.entity].values()]
    for note in dict.fromkeys(named):
        if note is not None and note not in tables["note"] and ("note", note) not in told:
            result.missing.append(note)


def _tie_up(result: Salvaged) -> None:
    """Takes away what is about rows that are missing, or has it be about nothing where it can stand alone."""
    tables, left_out = result.tables, 0
    for key, link in list(cast("dict[str, Link]", tables["link"]).items()):
        if link.source not in tables["note"] or link.target not in tables["note"]:
            del tables["link"][key]
            left_out += 1
    if left_out:
        result.remarks.append(f"{counted(left_out, 'link')} to or from missing notes {_was(left_out)} left out.")
    for key, row in cast("dict[str, Statement]", tables["statement"]).items():
        if any(note not in tables["note"] for note in row.notes):
            parts = tuple(
                part if part.note is None or part.note in tables["note"] else Part(text=part.text) for part in row.parts
            )
            tables["statement"][key] = row.model_copy(update={"parts": parts})
    before, size = -1, _size(tables)
    first = size
    while size != before:  # what is about a row that has just gone goes too
        for tie in TIES:
            for key, entity in list(tables[tie.entity].items()):
                end = getattr(entity, tie.field)
                if end is None or end in tables[tie.to] or stands(tie, end):
                    continue
                if tie.goes:
                    del tables[tie.entity][key]
                else:
                    tables[tie.entity][key] = entity.model_copy(update={tie.field: None})
        before, size = size, _size(tables)
    if first > size:
        result.remarks.append(f"{counted(first - size, 'row')} about what is missing {_was(first - size)} left out.")


def _size(tables: Mapping[str, Mapping[str, Entity]]) -> int:
    return sum(map(len, tables.values()))


# words


def _called(name: str, row_id: str, entity: Entity) -> str:
    words = str(getattr(entity, "text", "") or getattr(entity, "title", "") or getattr(entity, "name", ""))
    return _quoted(words) if words else f"{name.replace('_', ' ')} {row_id}"


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{one_line(words[:40])}{'…' if len(words) > 40 else ''}”"


def _few(names: list[str]) -> str:
    more = len(names) - SHOWN
    return f"{', '.join(names[:SHOWN])}{f' and {more:,} more' if more > 0 else ''}"


def _are(things: Iterable[object]) -> str:
    return "is" if len(list(things)) == 1 else "are"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _rows(names: list[str]) -> str:
    return f"{counted(len(names), 'row')} {_was(len(names))}"
