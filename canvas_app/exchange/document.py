"""What a reader found, and how it becomes the content of a new board."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from canvas_app.domain import arrange
from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.decide import board_patches, decide, grow, refuse_link
from canvas_app.domain.entities import (
    MAX_NOTES,
    MAX_STROKES,
    MAX_TEXT,
    NOTE_HEIGHT,
    NOTE_WIDTH,
    PARKING,
    Link,
    Note,
    Part,
    Statement,
    Stroke,
    ZoneState,
    clean_text,
)
from canvas_app.domain.errors import BadInput
from canvas_app.domain.ids import keepable, new_id
from canvas_app.domain.note_size import width_for
from canvas_app.domain.order import keys_between
from canvas_app.domain.patch import Patch, insert
from canvas_app.exchange.workshop import workshop_patches

MAX_LINE = 500
INFO_LINES = ("title", "partner", "segment", "customer", "goal", "alternative", "because")
T_ = TypeVar("T_")


@dataclass
class NoteIn:
    """A note as read. `place` says where in the source; without x and y it is laid out in its zone, and made wider if
    its text is long.

    `rank` orders the ranked notes of a zone; `kind` matters only where the note is parked.
    """

    place: str
    text: str = ""
    zone: str = PARKING
    kind: str | None = None
    detail: str = ""
    rank: int | None = None
    score: int | None = None
    picked: bool = False
    tags: Sequence[str] = ()
    colour: str = ""
    author: str = ""
    id: str = ""
    x: float | None = None
    y: float | None = None
    w: float = NOTE_WIDTH
    h: float = NOTE_HEIGHT
    fields: dict[str, Any] = field(default_factory=dict)
    group_id: str | None = None
    locked: bool = False
    z: float = 0.0


@dataclass
class LinkIn:
    """Ends name notes by the ids of the source."""

    place: str
    source: str
    target: str
    strength: int = 2
    id: str = ""


@dataclass
class PartIn:
    """`note` names a note by its id in the source."""

    text: str
    note: str | None = None
    used: str | None = None


@dataclass
class StatementIn:
    place: str
    parts: Sequence[PartIn] = ()
    rank: int | None = None
    final: bool = False
    pattern: str = ""
    id: str = ""
    ignored: Sequence[str] = ()


@dataclass
class StrokeIn:
    """`points` are lists of x, y and pressure (0 to 1)."""

    place: str
    points: Sequence[Sequence[float]]
    colour: str = "ink"
    width: float = 3.0
    id: str = ""


@dataclass
class Document:
    """Everything a source says. `info` are fields of the board; `notices` are sentences about what was left out or
    put elsewhere."""

    info: dict[str, Any] = field(default_factory=dict)
    canvas_definition: dict[str, Any] | None = None
    notes: list[NoteIn] = field(default_factory=list)
    links: list[LinkIn] = field(default_factory=list)
    statements: list[StatementIn] = field(default_factory=list)
    zone_states: dict[str, bool] = field(default_factory=dict)
    strokes: list[StrokeIn] = field(default_factory=list)
    workshop: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Rows of the other entities by table, fields as in `domain.entities`, `rank` in place of `rank_key`."""
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """What a new board is made of: fields of the board, and patches that insert the rest."""

    info: dict[str, Any]
    patches: list[Patch]


def one_line(text: str) -> str:
    """Cleaned, with every run of blanks and line ends as one blank."""
    return " ".join(clean_text(text).split())


def to_content(document: Document, canvas: Canvas, measure: Measure = arrange.nominal_height) -> Content:
    """The content of a new board on this canvas.

    Ids are kept where they can be; holes in ranks are closed; notes without a position are laid out in their zone
    without overlap, growing the canvas where they need it. Raises BadInput with the place of what cannot be taken.
    """
    for things, most, name in ((document.notes, MAX_NOTES, "notes"), (document.strokes, MAX_STROKES, "strokes")):
        if len(things) > most:
            raise BadInput(f"has {len(things):,} {name}; a board holds {most:,} at most, so split it.")
    info = _info(document.info)
    board = Board({})
    base = board_patches({"id": "new", "created": "", **info}, canvas.as_data())
    board.apply(board.check(base))
    ids = _ids([note.id for note in document.notes])
    by_source = {note.id: new for note, new in zip(document.notes, ids, strict=True) if note.id}
    groups = {
        group: group if keepable(group) else new_id() for group in [note.group_id for note in document.notes] if group
    }
    notes = [_note(read, new, canvas, groups) for read, new in zip(document.notes, ids, strict=True)]
    keys = _rank_keys(document.notes)
    placed = [
        note.model_copy(update={"rank_key": keys.get(at)})
        for at, (note, read) in enumerate(zip(notes, document.notes, strict=True))
        if read.x is not None and read.y is not None
    ]
    board.apply(board.check([insert(note) for note in placed]))
    loose = [(note, keys.get(at)) for at, note in enumerate(notes) if note.id not in board.notes]
    board.apply(board.check(_strokes(document.strokes)))
    _lay_out(board, loose, measure)
    patches = [insert(board.notes[note_id]) for note_id in ids]
    patches += _links(document.links, board, by_source)
    statement_ids = _ids([statement.id for statement in document.statements])
    patches += _statements(document.statements, statement_ids, board, by_source)
    for zone, arranged in document.zone_states.items():
        if canvas.zone(zone) is None:
            raise BadInput(f"zone_states: {_unknown_zone(zone, canvas)}")
        patches.append(insert(ZoneState(id=zone, arranged=arranged)))
    patches += map(insert, board.strokes.values())
    known = {"note": by_source, "statement": _by_source(document.statements, statement_ids)}
    patches += workshop_patches(document.workshop, known)
    return Content({**info, "scale": board.info.scale}, patches)


_ASKED = {"customer": "partner's customer", "alternative": "answer to 'better than'", "because": "answer to 'because'"}


def _info(given: dict[str, Any]) -> dict[str, Any]:
    info = {key: one_line(value) if key in INFO_LINES else value for key, value in given.items()}
    for key in INFO_LINES:
        if len(info.get(key, "")) > MAX_LINE:
            raise BadInput(f"the {_ASKED.get(key, key)} is longer than {MAX_LINE} characters; shorten it.")
    return {**info, "title": info.get("title") or "Board"}


def _ids(given: Sequence[str]) -> list[str]:
    """The ids themselves where they may be kept, new ones where not."""
    taken: set[str] = set()
    result = []
    for value in given:
        kept = value if keepable(value) and value not in taken else new_id()
        taken.add(kept)
        result.append(kept)
    return result


def _note(read: NoteIn, note_id: str, canvas: Canvas, groups: Mapping[str, str]) -> Note:
    zone = canvas.zone(read.zone)
    if zone is None and read.zone != PARKING:
        raise BadInput(f"{read.place}: {_unknown_zone(read.zone, canvas)}")
    kind = zone.kind if zone else (read.kind or _nearest_kind(read, canvas))
    if canvas.kind(kind) is None:
        known = ", ".join(kind.id for kind in canvas.kinds)
        raise BadInput(f"{read.place}: the canvas '{canvas.title}' has no kind '{kind:.60}'; use one of {known}.")
    text, detail = clean_text(read.text), clean_text(read.detail)
    for name, words in (("text", text), ("detail", detail)):
        if len(words) > MAX_TEXT:
            raise BadInput(
                f"{read.place}: the {name} has {len(words):,} characters; {MAX_TEXT:,} is the most, shorten it."
            )
    tags = [clean_text(tag) for tag in read.tags]
    author, colour = clean_text(read.author), clean_text(read.colour)
    if max([len(author), *map(len, tags)]) > MAX_LINE:
        raise BadInput(f"{read.place}: a tag or the author is longer than {MAX_LINE} characters; shorten it.")
    if len(colour) > 32:
        raise BadInput(f"{read.place}: the colour is longer than 32 characters; give the name of a colour.")
    return Note(
        id=note_id,
        zone=read.zone,
        kind=kind,
        x=read.x or 0.0,
        y=read.y or 0.0,
        w=width_for(text) if read.w == NOTE_WIDTH and (read.x is None or read.y is None) else read.w,
        h=read.h,
        text=text,
        detail=detail,
        colour=colour,
        score=read.score,
        picked=read.picked,
        tags=tuple(tags),
        author=author,
        fields=read.fields,
        group_id=groups[read.group_id] if read.group_id else None,
        locked=read.locked,
        z=read.z,
    )


def _unknown_zone(zone: str, canvas: Canvas) -> str:
    known = ", ".join([*(zone.id for zone in canvas.zones), PARKING])
    return f"the canvas '{canvas.title}' has no zone '{zone:.60}'; use one of {known}."


def _nearest_kind(read: NoteIn, canvas: Canvas) -> str:
    if read.x is None or read.y is None:
        return canvas.zones[0].kind
    width, height = canvas.frame.size
    inside = (min(max(read.x, 0), width), min(max(read.y, 0), height))
    zone = canvas.zone_at(inside)
    return zone.kind if zone else canvas.zones[0].kind


def _in_rank_order(items: Sequence[T_], rank: Callable[[T_], int | None]) -> list[int]:
    """Positions of the ranked items, first to last; equals in the order of the source."""
    ranks = [(rank(item), at) for at, item in enumerate(items)]
    return [at for _, at in sorted((value, at) for value, at in ranks if value is not None)]


def _rank_keys(notes: Sequence[NoteIn]) -> dict[int, str]:
    """Rank keys by position in the source. A parked note has none."""
    by_zone: dict[str, list[int]] = {}
    for at in _in_rank_order(notes, lambda note: note.rank if note.zone != PARKING else None):
        by_zone.setdefault(notes[at].zone, []).append(at)
    return {
        at: key
        for places in by_zone.values()
        for at, key in zip(places, keys_between(None, None, len(places)), strict=True)
    }


def _lay_out(board: Board, loose: Sequence[tuple[Note, str | None]], measure: Measure) -> None:
    """Puts notes without a position on the board, zone by zone, ranked ones first."""
    heights: dict[str, float] = {}

    def height(note: Note) -> float:
        if note.id not in heights:
            heights[note.id] = measure(note)
        return heights[note.id]

    by_zone: dict[str, list[tuple[Note, str | None]]] = {}
    for note, key in sorted(loose, key=lambda pair: (pair[1] is None, pair[1] or "")):
        by_zone.setdefault(note.zone, []).append((note, key))
    scale = board.info.scale
    for zone, pairs in by_zone.items():
        sizes = [(note.w, height(note)) for note, _ in pairs]
        scale = max(scale, arrange.places_in_zone(board, zone, sizes, height)[1])
    board.apply(board.check(grow(board, scale)))
    for zone in sorted(by_zone, key=lambda zone: zone == PARKING):
        news = []
        for note, key in by_zone[zone]:
            values = note.model_dump(exclude={"id", "zone", "kind", "x", "y", "w", "h", "text", "rank_key"})
            news.append(
                NewNote(
                    note.text, zone, w=note.w, h=note.h, kind=note.kind, values={**values, "rank_key": key}, id=note.id
                )
            )
        board.apply(board.check(decide(board, AddNotes(tuple(news)), height)))


def _links(links: Sequence[LinkIn], board: Board, by_source: dict[str, str]) -> list[Patch]:
    patches = []
    pairs: set[tuple[str, str]] = set()
    for read, new in zip(links, _ids([link.id for link in links]), strict=True):
        for name, end in (("source", read.source), ("target", read.target)):
            if end not in by_source:
                raise BadInput(
                    f"{read.place}.{name}: there is no note '{end:.60}'; name the id of a note in this file."
                )
        source, target = by_source[read.source], by_source[read.target]
        if reason := refuse_link(board, board.notes[source], board.notes[target]):
            raise BadInput(f"{read.place}: {reason}")
        if (source, target) in pairs:
            raise BadInput(f"{read.place}: these two notes are linked already; remove one of the two links.")
        pairs.add((source, target))
        patches.append(insert(Link(id=new, source=source, target=target, strength=read.strength)))
    return patches


def _by_source(items: Sequence[StatementIn], ids: Sequence[str]) -> dict[str, str]:
    return {item.id: new for item, new in zip(items, ids, strict=True) if item.id}


def _statements(
    statements: Sequence[StatementIn], ids: Sequence[str], board: Board, by_source: dict[str, str]
) -> list[Patch]:
    ranked = _in_rank_order(statements, lambda statement: statement.rank)
    order = [*ranked, *(at for at in range(len(statements)) if statements[at].rank is None)]
    final = next((at for at in order if statements[at].final), None)  # a board has one at the most
    patches = []
    for at, key in zip(order, keys_between(None, None, len(order)), strict=True):
        read = statements[at]
        parts = []
        for n, part in enumerate(read.parts):
            note = by_source.get(part.note) if part.note is not None else None
            if part.note is not None and note is None:
                where = f"{read.place}.parts[{n}].note"
                raise BadInput(f"{where}: there is no note '{part.note:.60}'; name the id of a note in this file.")
            used = clean_text(part.used) if part.used is not None else None
            parts.append(Part(text=clean_text(part.text), note=note, used=used))
        patches.append(
            insert(
                Statement(
                    id=ids[at],
                    rank_key=key,
                    parts=tuple(parts),
                    final=at == final,
                    pattern=read.pattern,
                    ignored=tuple(read.ignored),
                )
            )
        )
    return patches


def _strokes(strokes: Sequence[StrokeIn]) -> list[Patch]:
    patches = []
    for read, new in zip(strokes, _ids([stroke.id for stroke in strokes]), strict=True):
        try:
            points = tuple((x, y, pressure) for x, y, pressure in read.points)
            patches.append(insert(Stroke(id=new, points=points, colour=clean_text(read.colour), width=read.width)))
        except ValidationError as error:
            first = error.errors()[0]
            where = "".join(f"[{piece}]" if isinstance(piece, int) else f".{piece}" for piece in first["loc"])
            reason = first["msg"].removeprefix("Input ").removeprefix("Tuple ")
            raise BadInput(f"{read.place}{where}: {reason}; correct it there.") from error
    return patches
