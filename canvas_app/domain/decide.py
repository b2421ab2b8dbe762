"""All rules: which patches a command means for a board. Pure; raises RuleBroken with a sentence for the person."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Any

from pydantic import ValidationError

from canvas_app.domain import arrange
from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Command,
    Delete,
    DeleteStatements,
    EditBoard,
    EditNote,
    EditStatement,
    MoveNotes,
    MoveStatement,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ReplaceCanvas,
    ScoreNotes,
    SetStrength,
    SortStatements,
    UnrankNotes,
)
from canvas_app.domain.entities import MAX_TEXT, PARKING, BoardInfo, CanvasCopy, Link, Note, Part, Statement, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import Point, distance_to_border
from canvas_app.domain.order import key_between, keys_between, place_keys
from canvas_app.domain.patch import Patch, change, delete, insert


def decide(board: Board, command: Command, measure: Measure = arrange.nominal_height) -> list[Patch]:
    """The patches that carry out `command`; none where it changes nothing.

    `measure` gives a note's height in board units with its text grown.
    """
    try:
        return _decide(command, board, measure)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(piece) for piece in first["loc"])
        reason = first["msg"][:1].lower() + first["msg"][1:]
        raise RuleBroken(f"The value {first['input']!r:.60} cannot be used for '{field}': {reason}.") from error


@singledispatch
def _decide(command: object, board: Board, measure: Measure) -> list[Patch]:
    raise TypeError(f"no rule for {type(command).__name__}")


def refuse_link(board: Board, source: Note, target: Note) -> str | None:
    """Why two notes cannot be linked in this direction, as a sentence; None where they can."""
    canvas = board.canvas
    if source.id == target.id:
        return "A note cannot be linked to itself."
    if canvas.link_rule(source.kind, target.kind):
        return None
    rules = [rule for rule in canvas.links if rule.source == source.kind]
    own, other = _many(board, source.kind), _many(board, target.kind).lower()
    if rules:
        ends = " or ".join(_many(board, rule.target).lower() for rule in rules)
        return f"{own} link to {ends}, not to {other}."
    if any(rule.target == source.kind for rule in canvas.links):
        starts = " or ".join(_many(board, rule.source).lower() for rule in canvas.links if rule.target == source.kind)
        return f"{own} are linked from {starts}, not to {other}."
    return f"{own} have no links on this canvas."


def link_direction(board: Board, a: str, b: str) -> tuple[str, str]:
    """Source and target for a link drawn from `a` to `b`: turned round where only that way is allowed.

    Raises RuleBroken with the reason where neither is.
    """
    first, second = board.notes[a], board.notes[b]
    reason = refuse_link(board, first, second)
    if reason is None:
        return a, b
    if first.id != second.id and refuse_link(board, second, first) is None:
        return b, a
    raise RuleBroken(reason)


def may_link(board: Board, a: str, b: str) -> bool:
    """Whether a link may be drawn between two notes, in one direction or the other."""
    first, second = board.notes[a], board.notes[b]
    return refuse_link(board, first, second) is None or refuse_link(board, second, first) is None


def zone_for(board: Board, at: Point) -> str:
    """The id of the zone that a note with this centre belongs to; "parking" outside the frame."""
    zone = board.canvas.zone_at(at, board.info.scale)
    return zone.id if zone else PARKING


# notes


@_decide.register
def _(command: AddNotes, board: Board, measure: Measure) -> list[Patch]:
    patches: list[Patch] = []
    by_zone: dict[str, list[NewNote]] = {}
    for new in command.notes:
        if new.x is None or new.y is None:
            by_zone.setdefault(_known_zone(board, new.zone), []).append(new)
        else:
            zone_id = zone_for(board, (new.x + new.w / 2, new.y + new.h / 2))
            patches.append(insert(_note(board, new, new.x, new.y, zone_id)))
    if by_zone:
        # What has its place already is in the way of the rest, and moves with the canvas where that has to grow.
        patches += _placed(_after(board, patches), by_zone, measure)
    return patches + _links_with(board, command, patches)


def _placed(board: Board, by_zone: dict[str, list[NewNote]], measure: Measure) -> list[Patch]:
    """Notes at free places of their zones, after the growth that they need."""
    sizes = {
        zone_id: [(new.w, measure(_note(board, new, 0, 0, zone_id))) for new in news]
        for zone_id, news in by_zone.items()
    }
    patches: list[Patch] = []
    while True:
        found = {zone_id: arrange.places_in_zone(board, zone_id, sizes[zone_id], measure) for zone_id in by_zone}
        growth = grow(board, max(scale for _, scale in found.values()))
        if not growth:
            break
        patches += growth
        board = _after(board, growth)
    for zone_id, news in by_zone.items():
        points, _ = found[zone_id]
        patches += [insert(_note(board, new, x, y, zone_id)) for new, (x, y) in zip(news, points, strict=True)]
    return patches


def _after(board: Board, patches: Sequence[Patch]) -> Board:
    """The board as it will be, for what follows in the same step; the board itself where nothing changes."""
    if not patches:
        return board
    later = board.copy()
    later.apply(later.check(patches))
    return later


def _links_with(board: Board, command: AddNotes, patches: Iterable[Patch]) -> list[Patch]:
    """The links that come with new notes, without those that the kinds forbid or that are there already."""
    if not command.links:
        return []
    kinds = {note.id: note.kind for note in board.notes.values()}
    kinds |= {patch.id: patch.after["kind"] for patch in patches if patch.after and "kind" in patch.after}
    drawn = {(link.source, link.target) for link in board.links.values()}
    result = []
    for link in command.links:
        source, target = link.source, link.target
        known = source in kinds and target in kinds and source != target
        if known and (source, target) not in drawn and board.canvas.link_rule(kinds[source], kinds[target]):
            drawn.add((source, target))
            result.append(insert(Link(id=link.id, source=source, target=target, strength=_strength(link.strength))))
    return result


def grow(board: Board, scale: float) -> list[Patch]:
    """Patches that enlarge the canvas to `scale`: zones about the origin, notes with them, keeping their size."""
    if scale == board.info.scale:
        return []
    ratio = scale / board.info.scale
    moved = [
        change(note, x=note.centre[0] * ratio - note.w / 2, y=note.centre[1] * ratio - note.h / 2)
        for note in board.notes.values()
    ]
    return _some([change(board.info, scale=scale), *moved])


@_decide.register
def _(command: MoveNotes, board: Board, measure: Measure) -> list[Patch]:
    if not command.dx and not command.dy:
        return []
    places = {note.id: (note.x + command.dx, note.y + command.dy, None) for note in _present(board, command.ids)}
    return _relocate(board, places)


@_decide.register
def _(command: MoveToZone, board: Board, measure: Measure) -> list[Patch]:
    zone_id = _known_zone(board, command.zone)
    notes = [note for note in _present(board, command.ids) if note.zone != zone_id]
    if not notes:
        return []
    ids = [note.id for note in notes]
    sizes = [(note.w, measure(note)) for note in notes]
    points, scale = arrange.places_in_zone(board, zone_id, sizes, measure, moving=ids)
    patches = grow(board, scale)
    if patches:
        board = _after(board, patches)
        points, _ = arrange.places_in_zone(board, zone_id, sizes, measure, moving=ids)
    places = {note_id: (x, y, zone_id) for note_id, (x, y) in zip(ids, points, strict=True)}
    return patches + _relocate(board, places)


def _relocate(board: Board, places: Mapping[str, tuple[float, float, str | None]]) -> list[Patch]:
    """Moves notes; a new zone gives the kind, takes the rank and drops the links that the kind forbids."""
    patches: list[Patch | None] = []
    kinds: dict[str, str] = {}
    for note_id, (x, y, zone_id) in places.items():
        note = board.notes[note_id]
        zone_id = zone_id or zone_for(board, (x + note.w / 2, y + note.h / 2))
        zone = board.canvas.zone(zone_id)
        kinds[note_id] = zone.kind if zone else note.kind
        rank_key = note.rank_key if zone_id == note.zone else None
        patches.append(change(note, x=x, y=y, zone=zone_id, kind=kinds[note_id], rank_key=rank_key))
    return [*_forbidden_links(board, kinds), *_some(patches)]


def _forbidden_links(board: Board, kinds: dict[str, str]) -> list[Patch]:
    changed = {note_id for note_id, kind in kinds.items() if kind != board.notes[note_id].kind}
    gone: dict[str, Patch] = {}
    for note_id in changed:
        for link in board.links_of(note_id):
            ends = [kinds.get(end, board.notes[end].kind) for end in (link.source, link.target)]
            if not board.canvas.link_rule(ends[0], ends[1]):
                gone[link.id] = delete(link)
    return list(gone.values())


@_decide.register
def _(command: EditNote, board: Board, measure: Measure) -> list[Patch]:
    allowed = {"text", "detail", "colour", "tags", "author", "fields", "w", "h"}
    values = _clean(command.values)
    if unknown := values.keys() - allowed:
        raise TypeError(f"not editable: {unknown}")
    _text_limit(str(values.get("text", "")))
    _text_limit(str(values.get("detail", "")))
    return _some(change(note, **values) for note in _present(board, (command.id,)))


@_decide.register
def _(command: Delete, board: Board, measure: Measure) -> list[Patch]:
    notes = _present(board, command.notes)
    gone = {note.id for note in notes}
    links = {link_id: board.links[link_id] for link_id in command.links if link_id in board.links}
    for note in notes:
        links |= {link.id: link for link in board.links_of(note.id)}
    statements = []
    for statement in board.statements:
        if gone.intersection(statement.notes):
            parts = tuple(
                Part(text=part.text, used=part.used) if part.note in gone else part for part in statement.parts
            )
            statements.append(change(statement, parts=parts))
    return [*map(delete, links.values()), *_some(statements), *map(delete, notes)]


@_decide.register
def _(command: ScoreNotes, board: Board, measure: Measure) -> list[Patch]:
    if command.score is not None and not 1 <= command.score <= 5:
        raise RuleBroken("A score is a whole number from 1 to 5.")
    return _some(change(note, score=command.score) for note in _present(board, command.ids))


@_decide.register
def _(command: PickNotes, board: Board, measure: Measure) -> list[Patch]:
    return _some(change(note, picked=command.picked) for note in _present(board, command.ids))


# ranks


@_decide.register
def _(command: RankNote, board: Board, measure: Measure) -> list[Patch]:
    (note,) = _present(board, (command.id,))
    if note.zone == PARKING:
        raise RuleBroken("A parked note has no rank; move it into a zone first.")
    shown = [other for other in board.in_zone(note.zone) if other.id != note.id]
    index = max(0, min(command.index, len(shown)))
    ranked = sum(other.rank_key is not None for other in shown)
    if note.rank_key is not None and index == board.ranked(note.zone).index(note.id):
        return []
    shown.insert(index, note)
    order = shown[: max(index, ranked) + 1]
    keys = [None if other.id == note.id else other.rank_key for other in order]
    return _some(change(other, rank_key=key) for other, key in zip(order, rising_keys(keys), strict=True))


@_decide.register
def _(command: UnrankNotes, board: Board, measure: Measure) -> list[Patch]:
    return _some(change(note, rank_key=None) for note in _present(board, command.ids))


def rising_keys(keys: Sequence[str | None]) -> list[str]:
    """Keys in rising order for a list, keeping those that stand in order already."""
    result: list[str | None] = []
    low: str | None = None
    for key in keys:
        keep = key is not None and (low is None or key > low)
        result.append(key if keep else None)
        low = key if keep else low
    filled: list[str] = []
    at = 0
    while at < len(result):
        key = result[at]
        if key is not None:
            filled.append(key)
            at += 1
            continue
        end = at
        while end < len(result) and result[end] is None:
            end += 1
        high = result[end] if end < len(result) else None
        filled += keys_between(filled[-1] if filled else None, high, end - at)
        at = end
    return filled


# links


@_decide.register
def _(command: AddLink, board: Board, measure: Measure) -> list[Patch]:
    _present(board, (command.source, command.target))
    source, target = link_direction(board, command.source, command.target)
    if any((link.source, link.target) == (source, target) for link in board.links_of(source)):
        raise RuleBroken("These two notes are linked already; press 1, 2 or 3 on the link to change its strength.")
    return [insert(Link(id=command.id, source=source, target=target, strength=_strength(command.strength)))]


@_decide.register
def _(command: SetStrength, board: Board, measure: Measure) -> list[Patch]:
    strength = _strength(command.strength)
    links = [board.links[link_id] for link_id in dict.fromkeys(command.ids) if link_id in board.links]
    return _some(change(link, strength=strength) for link in links)


def _strength(strength: int) -> int:
    if strength not in (1, 2, 3):
        raise RuleBroken("The strength of a link is 1, 2 or 3.")
    return strength


# statements


@_decide.register
def _(command: AddStatement, board: Board, measure: Measure) -> list[Patch]:
    keys: list[str | None] = [statement.rank_key for statement in board.statements]
    index = len(keys) if command.index is None else max(0, min(command.index, len(keys)))
    key = key_between(*place_keys(keys, index))
    parts = _clean_parts(command.parts)
    return [insert(Statement(id=command.id, rank_key=key, parts=parts, pattern=command.pattern))]


@_decide.register
def _(command: EditStatement, board: Board, measure: Measure) -> list[Patch]:
    return _some([change(_statement(board, command.id), parts=_clean_parts(command.parts))])


@_decide.register
def _(command: MoveStatement, board: Board, measure: Measure) -> list[Patch]:
    statement = _statement(board, command.id)
    others = [other for other in board.statements if other.id != statement.id]
    index = max(0, min(command.index, len(others)))
    if board.statements.index(statement) == index:
        return []
    keys: list[str | None] = [other.rank_key for other in others]
    return _some([change(statement, rank_key=key_between(*place_keys(keys, index)))])


@_decide.register
def _(command: SortStatements, board: Board, measure: Measure) -> list[Patch]:
    figures = fit(board)
    order = sorted(board.statements, key=lambda statement: -(figures.statement_score(statement.notes) or 0))
    keys = rising_keys([statement.rank_key for statement in order])
    return _some(change(statement, rank_key=key) for statement, key in zip(order, keys, strict=True))


@_decide.register
def _(command: DeleteStatements, board: Board, measure: Measure) -> list[Patch]:
    return [delete(statement) for statement in board.statements if statement.id in command.ids]


# the board


@_decide.register
def _(command: EditBoard, board: Board, measure: Measure) -> list[Patch]:
    if unknown := command.values.keys() - {"title", "partner", "segment", "goal", "language", "fields"}:
        raise TypeError(f"not editable: {unknown}")
    values = {
        key: " ".join(clean_text(value).split()) if isinstance(value, str) else value
        for key, value in command.values.items()
    }
    for key, value in values.items():
        if isinstance(value, str) and len(value) > 500:
            raise RuleBroken(f"The {key} is longer than 500 characters; shorten it.")
    if values.get("title") == "":
        raise RuleBroken("A board needs a title; type at least one letter.")
    return _some([change(board.info, **values)])


@_decide.register
def _(command: ReplaceCanvas, board: Board, measure: Measure) -> list[Patch]:
    canvas = canvas_from_data(command.definition, "the new canvas")
    if canvas.id != board.info.canvas or not may_replace_canvas(board, command.definition):
        raise RuleBroken(f"The canvas '{canvas.title}' lacks zones or kinds that this board uses.")
    return _some([change(board.canvas_copy, version=canvas.version, definition=command.definition)])


def may_replace_canvas(board: Board, definition: dict[str, object]) -> bool:
    """Whether every zone and kind in use exists in another definition, with the same tie between them."""
    canvas = canvas_from_data(definition, "the new canvas")
    for note in board.notes.values():
        zone = canvas.zone(note.zone)
        if canvas.kind(note.kind) is None or (note.zone != PARKING and (zone is None or zone.kind != note.kind)):
            return False
    return all(
        canvas.link_rule(board.notes[link.source].kind, board.notes[link.target].kind) for link in board.links.values()
    )


def board_patches(info: dict[str, object], canvas_definition: dict[str, object]) -> list[Patch]:
    """The first patches of a new board: the board row and its canvas copy."""
    canvas = canvas_from_data(canvas_definition, "the canvas")
    copy = CanvasCopy(id=canvas.id, version=canvas.version, definition=canvas_definition)
    return [insert(copy), insert(BoardInfo.model_validate({**info, "canvas": canvas.id}))]


# helpers


def _some(patches: Iterable[Patch | None]) -> list[Patch]:
    return [patch for patch in patches if patch is not None]


def _present(board: Board, ids: Iterable[str]) -> list[Note]:
    try:
        return [board.notes[note_id] for note_id in dict.fromkeys(ids)]
    except KeyError as error:
        raise RuleBroken("That note is not on the board any more.") from error


def _statement(board: Board, statement_id: str) -> Statement:
    for statement in board.statements:
        if statement.id == statement_id:
            return statement
    raise RuleBroken("That statement is not on the board any more.")


def _known_zone(board: Board, zone_id: str | None) -> str:
    if zone_id == PARKING or (zone_id is not None and board.canvas.zone(zone_id)):
        return zone_id
    raise RuleBroken(f"This canvas has no zone '{zone_id}'.")


def _note(board: Board, new: NewNote, x: float, y: float, zone_id: str) -> Note:
    zone = board.canvas.zone(zone_id)
    kind = zone.kind if zone else new.kind
    if kind is None or board.canvas.kind(kind) is None:
        place = (x / board.info.scale, y / board.info.scale)
        kind = min(board.canvas.zones, key=lambda other: distance_to_border(place, other.outline)).kind
    text, values = clean_text(new.text), _clean(new.values)
    _text_limit(text)
    _text_limit(str(values.get("detail", "")))
    return Note(id=new.id, zone=zone_id, kind=kind, x=x, y=y, w=new.w, h=new.h, text=text, **values)


def _clean(value: Any) -> Any:
    """The same plain value with every text in it normalised."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _text_limit(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise RuleBroken(f"A note holds {MAX_TEXT:,} characters at most; this one has {len(text):,}.")


def _clean_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part.model_copy(update={"text": clean_text(part.text)}) for part in parts if part.text)


def _many(board: Board, kind_id: str) -> str:
    kind = board.canvas.kind(kind_id)
    return kind.many if kind else kind_id
