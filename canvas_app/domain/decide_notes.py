"""The rules of notes: adding, moving, editing, deleting, ranking."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from canvas_app.domain import arrange
from canvas_app.domain.arrange import Measure, note_rect
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddNotes,
    Delete,
    EditNote,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
    UnrankNotes,
)
from canvas_app.domain.decide_links import whole_strength
from canvas_app.domain.entities import MAX_TEXT, NOTE_HEIGHT, NOTE_WIDTH, PARKING, Link, Note, Part, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Point, Rect, bounds, distance_to_border, fits_inside
from canvas_app.domain.order import rising_keys
from canvas_app.domain.patch import Patch, change, composed, delete, insert
from canvas_app.domain.rules import after, clean, present, rule, some

_CELL = 256.0
_FEW = 40
"""Letters."""


def zone_for(board: Board, at: Point) -> str:
    """The id of the zone that a note with this centre belongs to; "parking" outside the frame."""
    zone = board.canvas.zone_at(at, board.info.scale)
    return zone.id if zone else PARKING


@rule.register
def _(command: AddNotes, board: Board, measure: Measure) -> list[Patch]:
    patches: list[Patch] = []
    top = _top(board)
    by_zone: dict[str, list[NewNote]] = {}
    for new in command.notes:
        if new.x is None or new.y is None:
            by_zone.setdefault(known_zone(board, new.zone), []).append(new)
        else:
            zone_id = zone_for(board, (new.x + new.w / 2, new.y + new.h / 2))
            patches.append(insert(_note(board, new, new.x, new.y, zone_id, top)))
    if by_zone:
        # What has its place already is in the way of the rest, and moves with the canvas where that has to grow.
        patches += _placed(after(board, patches), by_zone, measure)
    return patches + _links_with(board, command, patches)


def _placed(board: Board, by_zone: dict[str, list[NewNote]], measure: Measure) -> list[Patch]:
    """Notes at free places of their zones, after the growth that they need."""
    sizes = {
        zone_id: [(new.w, measure(_note(board, new, 0, 0, zone_id))) for new in news]
        for zone_id, news in by_zone.items()
    }
    patches: list[Patch] = []
    while True:
        found = {zone_id: arrange.new_places(board, zone_id, sizes[zone_id], measure) for zone_id in by_zone}
        growth = grow(board, max(scale for _, scale in found.values()))
        if not growth:
            break
        patches += growth
        board = after(board, growth)
    top = _top(board)
    for zone_id, news in by_zone.items():
        points, _ = found[zone_id]
        patches += [insert(_note(board, new, x, y, zone_id, top)) for new, (x, y) in zip(news, points, strict=True)]
    return patches


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
            result.append(
                insert(Link(id=link.id, source=source, target=target, strength=whole_strength(link.strength)))
            )
    return result


def grow(board: Board, scale: float) -> list[Patch]:
    """Patches that enlarge the canvas to `scale`: zones about the origin, notes with them, keeping their size.

    What lies outside keeps its distance from the frame. Ink grows with the canvas, so that a ring drawn round some
    notes stays round them.
    """
    if scale == board.info.scale:
        return []
    ratio, frame = scale / board.info.scale, board.frame
    patches = [change(board.info, scale=scale)]
    for note in board.notes.values():
        x, y = arrange.grown_point(frame, note.centre, ratio)
        patches.append(change(note, x=x - note.w / 2, y=y - note.h / 2))
    for stroke in board.strokes.values():
        points = [(*arrange.grown_point(frame, (x, y), ratio), pressure) for x, y, pressure in stroke.points]
        patches.append(change(stroke, points=points))
    return some(patches)


@rule.register
def _(command: MoveNotes, board: Board, measure: Measure) -> list[Patch]:
    if not command.dx and not command.dy:
        return []
    notes = unlocked(present(board, command.ids))
    patches = relocate(board, {note.id: (note.x + command.dx, note.y + command.dy, None) for note in notes})
    if command.on_top:
        patches = composed([*patches, *_laid_on_top(board, notes, command.dx, command.dy, measure)])
    return patches


def _laid_on_top(board: Board, notes: Sequence[Note], dx: float, dy: float, measure: Measure) -> list[Patch]:
    """Raises notes that are moved over others that lie above them, so that what was put down last is seen.

    Zones that keep their notes in order lay none over another.
    """
    if board.zone_states:
        goals = {note.id: zone_for(board, (note.centre[0] + dx, note.centre[1] + dy)) for note in notes}
        notes = [note for note in notes if not arrange.is_arranged(board, goals[note.id])]
    moved = {note.id: Rect(note.x + dx, note.y + dy, note.w, _height(note, measure)) for note in notes}
    room = bounds(moved.values())
    if room is None:
        return []
    cells: dict[tuple[int, int], list[Rect]] = defaultdict(list)
    for rect in moved.values():
        for cell in _cells(rect):
            cells[cell].append(rect)
    place = {note_id: n for n, note_id in enumerate(board.notes)}
    lowest = min((note.z, place[note.id]) for note in notes)
    top = None
    for note in board.notes.values():
        if note.x >= room.right or note.y >= room.bottom or note.id in moved:
            continue
        if note.x + note.w <= room.x or (note.z, place[note.id]) < lowest:
            continue
        rect = Rect(note.x, note.y, note.w, _height(note, measure))
        if not rect.overlaps(room):
            continue
        if any(rect.overlaps(other) for cell in _cells(rect) for other in cells.get(cell, ())):
            top = note.z if top is None else max(top, note.z)
    if top is None:
        return []
    pile = sorted(notes, key=lambda note: (note.z, place[note.id]))
    return some(change(note, z=top + 1 + n) for n, note in enumerate(pile))


def _height(note: Note, measure: Measure) -> float:
    """With the text grown; a few words never make a note of the usual size grow, so they are not laid out for it."""
    few = len(note.text) <= _FEW and "\n" not in note.text
    return note.h if few and note.w >= NOTE_WIDTH and note.h >= NOTE_HEIGHT else measure(note)


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    for column in range(int(rect.x // _CELL), int(rect.right // _CELL) + 1):
        for row in range(int(rect.y // _CELL), int(rect.bottom // _CELL) + 1):
            yield column, row


def unlocked(notes: Sequence[Note]) -> list[Note]:
    """Those of the notes that may be moved. Raises RuleBroken where none of them may."""
    free = [note for note in notes if not note.locked]
    if notes and not free:
        raise RuleBroken(
            "This note is locked in its place; Ctrl+Shift+L unlocks it."
            if len(notes) == 1
            else "These notes are locked in their places; Ctrl+Shift+L unlocks them."
        )
    return free


@rule.register
def _(command: MoveToZone, board: Board, measure: Measure) -> list[Patch]:
    zone_id = known_zone(board, command.zone)
    notes = unlocked(present(board, command.ids))
    pulled, notes = _pulled_in(board, zone_id, notes, measure)
    patches = relocate(board, pulled)
    if not notes:
        return patches
    board = after(board, patches)
    ids = [note.id for note in notes]
    sizes = [(note.w, measure(note)) for note in notes]
    points, scale = arrange.new_places(board, zone_id, sizes, measure, moving=ids)
    growth = grow(board, scale)
    if growth:
        board = after(board, growth)
        points, _ = arrange.new_places(board, zone_id, sizes, measure, moving=ids)
    places = {note_id: (x, y, zone_id) for note_id, (x, y) in zip(ids, points, strict=True)}
    return composed([*patches, *growth, *relocate(board, places)])


Places = dict[str, tuple[float, float, str | None]]


def _pulled_in(board: Board, zone_id: str, notes: Sequence[Note], measure: Measure) -> tuple[Places, list[Note]]:
    """Places for those notes of a zone that lie across its border, and the notes that need a place in it anyhow."""
    zone = board.canvas.zone(zone_id)
    places: Places = {}
    homeless = []
    for note in notes:
        if note.zone != zone_id:
            homeless.append(note)
        elif zone is not None and not fits_inside(note_rect(note, measure), arrange.outline_at(zone, board.info.scale)):
            others = [other for other in board.notes.values() if other.id != note.id and other.id not in places]
            moved = [Rect(x, y, board.notes[i].w, measure(board.notes[i])) for i, (x, y, _) in places.items()]
            size = (note.w, measure(note))
            at = arrange.place_clear(board, zone_id, size, (note.x, note.y), others, measure, moved)
            if at is None:
                homeless.append(note)
            else:
                places[note.id] = (*at, zone_id)
    return places, homeless


def relocate(board: Board, places: Mapping[str, tuple[float, float, str | None]]) -> list[Patch]:
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
    return [*_forbidden_links(board, kinds), *some(patches)]


def _forbidden_links(board: Board, kinds: dict[str, str]) -> list[Patch]:
    changed = {note_id for note_id, kind in kinds.items() if kind != board.notes[note_id].kind}
    gone: dict[str, Patch] = {}
    for note_id in changed:
        for link in board.links_of(note_id):
            ends = [kinds.get(end, board.notes[end].kind) for end in (link.source, link.target)]
            if not board.canvas.link_rule(ends[0], ends[1]):
                gone[link.id] = delete(link)
    return list(gone.values())


@rule.register
def _(command: EditNote, board: Board, measure: Measure) -> list[Patch]:
    allowed = {"text", "detail", "colour", "tags", "author", "fields", "w", "h"}
    values = clean(command.values)
    if unknown := values.keys() - allowed:
        raise TypeError(f"not editable: {unknown}")
    text_limit(str(values.get("text", "")))
    text_limit(str(values.get("detail", "")))
    return some(change(note, **values) for note in present(board, (command.id,)))


@rule.register
def _(command: Delete, board: Board, measure: Measure) -> list[Patch]:
    chosen = present(board, command.notes)
    notes = [note for note in chosen if not note.locked]
    if chosen and not notes:
        raise RuleBroken(
            f"{'This note is' if len(chosen) == 1 else 'These notes are'} locked; Ctrl+Shift+L unlocks"
            f" {'it' if len(chosen) == 1 else 'them'}."
        )
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
    return [*map(delete, links.values()), *some(statements), *map(delete, notes)]


@rule.register
def _(command: ScoreNotes, board: Board, measure: Measure) -> list[Patch]:
    if command.score is not None and not 1 <= command.score <= 5:
        raise RuleBroken("A score is a whole number from 1 to 5.")
    return some(change(note, score=command.score) for note in present(board, command.ids))


@rule.register
def _(command: PickNotes, board: Board, measure: Measure) -> list[Patch]:
    return some(change(note, picked=command.picked) for note in present(board, command.ids))


@rule.register
def _(command: RankNote, board: Board, measure: Measure) -> list[Patch]:
    (note,) = present(board, (command.id,))
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
    return some(change(other, rank_key=key) for other, key in zip(order, rising_keys(keys), strict=True))


@rule.register
def _(command: UnrankNotes, board: Board, measure: Measure) -> list[Patch]:
    return some(change(note, rank_key=None) for note in present(board, command.ids))


def known_zone(board: Board, zone_id: str | None) -> str:
    if zone_id == PARKING or (zone_id is not None and board.canvas.zone(zone_id)):
        return zone_id
    raise RuleBroken(f"This canvas has no zone '{zone_id}'.")


def _note(board: Board, new: NewNote, x: float, y: float, zone_id: str, z: float = 0.0) -> Note:
    zone = board.canvas.zone(zone_id)
    kind = zone.kind if zone else new.kind
    if kind is None or board.canvas.kind(kind) is None:
        kind = kind_near(board, (x, y))
    text, values = clean_text(new.text), clean(new.values)
    text_limit(text)
    text_limit(str(values.get("detail", "")))
    values = {"z": z, **values}
    return Note(id=new.id, zone=zone_id, kind=kind, x=x, y=y, w=new.w, h=new.h, text=text, **values)


def kind_near(board: Board, at: Point) -> str:
    """The kind of the zone that is nearest to a place: what a new note in the parking lot is."""
    place = (at[0] / board.info.scale, at[1] / board.info.scale)
    return min(board.canvas.zones, key=lambda zone: distance_to_border(place, zone.outline)).kind


def _top(board: Board) -> float:
    """The height of the stack: what is as high and comes later lies above it."""
    return max((note.z for note in board.notes.values()), default=0.0)


def text_limit(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise RuleBroken(f"A note holds {MAX_TEXT:,} characters at most; this one has {len(text):,}.")
