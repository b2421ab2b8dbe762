"""The rules of where notes lie: zones kept in order, tidying, aligning and distributing."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from canvas_app.domain import arrange
from canvas_app.domain.arrange import Measure, is_arranged, note_rect, place_clear
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AlignNotes, ArrangeZones, DistributeNotes, Tidy
from canvas_app.domain.decide_notes import known_zone, relocate, unlocked, zone_for
from canvas_app.domain.entities import PARKING, Note, ZoneState
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Point, Rect, bounds
from canvas_app.domain.keeping import flow, lay_zones
from canvas_app.domain.packing import GAP
from canvas_app.domain.patch import Patch, change, composed, insert
from canvas_app.domain.rules import after, present, rule, some

ASIDE, MOST_ASIDE = 16.0, 300
"""How far a note goes aside that would lie exactly on another one, and how often that is tried."""


@rule.register
def _(command: ArrangeZones, board: Board, measure: Measure) -> list[Patch]:
    patches: list[Patch | None] = []
    every = [zone.id for zone in board.canvas.zones]
    for zone_id in dict.fromkeys(every if command.zones is None else command.zones):
        if known_zone(board, zone_id) == PARKING:
            raise RuleBroken("The parking lot keeps its notes where they are put; only zones can keep an order.")
        state = board.zone_states.get(zone_id)
        if state is not None:
            patches.append(change(state, arranged=command.arranged))
        elif command.arranged:
            patches.append(insert(ZoneState(id=zone_id, arranged=True)))
    return some(patches)


@rule.register
def _(command: Tidy, board: Board, measure: Measure) -> list[Patch]:
    zones = [known_zone(board, zone_id) for zone_id in dict.fromkeys(command.zones)]
    notes = unlocked(present(board, command.ids)) if command.ids else []
    by_zone: dict[str, list[Note]] = {}
    for note in notes:
        if note.zone not in zones and not is_arranged(board, note.zone):
            by_zone.setdefault(note.zone, []).append(note)
    if PARKING in zones:
        by_zone[PARKING] = [note for note in board.in_zone(PARKING) if not note.locked]
    patches: list[Patch] = []
    for zone_id, those in by_zone.items():
        done = _tidy(board, zone_id, those, measure)
        patches += done
        board = after(board, done)
    flows = {zone_id: flow(board, zone_id) for zone_id in zones if zone_id != PARKING}
    return composed([*patches, *lay_zones(board, flows, measure)])


def _tidy(board: Board, zone_id: str, notes: Sequence[Note], measure: Measure) -> list[Patch]:
    """A grid of some notes of one zone where they lie, or as near as there is room for it."""
    if not notes:
        return []
    order = reading_order(notes, measure)
    room = bounds(note_rect(note, measure) for note in order)
    assert room is not None
    own = {note.id for note in order}
    others = [note for note in board.notes.values() if note.id not in own]
    for columns in _column_counts(order, room):
        grid = _grid([(note.w, measure(note)) for note in order], columns)
        block = bounds(grid)
        assert block is not None
        at = place_clear(board, zone_id, (block.w, block.h), (room.x, room.y), others, measure)
        if at is not None:
            places = {
                note.id: (at[0] + rect.x, at[1] + rect.y, zone_id) for note, rect in zip(order, grid, strict=True)
            }
            return relocate(board, places)
    if zone_id != PARKING:
        return lay_zones(board, {zone_id: [note.id for note in order]}, measure)
    sizes = [(note.w, measure(note)) for note in order]
    points, _ = arrange.places_in_zone(board, PARKING, sizes, measure, moving=own)
    return relocate(board, {note.id: (*point, PARKING) for note, point in zip(order, points, strict=True)})


def reading_order(notes: Iterable[Note], measure: Measure) -> list[Note]:
    """Notes line by line as a person would read them, though the lines are not straight."""
    rest = sorted(notes, key=lambda note: (note.y + measure(note) / 2, note.x, note.id))
    if not rest:
        return []
    reach = median(measure(note) for note in rest) / 2
    lines: list[list[Note]] = []
    top = -math.inf
    for note in rest:
        middle = note.y + measure(note) / 2
        if middle - top > reach:
            lines.append([])
            top = middle
        lines[-1].append(note)
    return [note for line in lines for note in sorted(line, key=lambda note: (note.x, note.y, note.id))]


def _column_counts(notes: Sequence[Note], room: Rect) -> list[int]:
    """Numbers of columns to try: the one that keeps the shape of the room first, then others near it."""
    w, h = median(note.w for note in notes) + GAP, median(note.h for note in notes) + GAP
    count = len(notes)
    best = max(1, min(count, round(math.sqrt(count * (room.w + GAP) / w * h / (room.h + GAP)))))
    near = [best, *(best + by * sign for by in (1, 2, 3, 5, 8) for sign in (-1, 1))]
    return [n for n in dict.fromkeys(near) if 1 <= n <= count]


def _grid(sizes: Sequence[tuple[float, float]], columns: int) -> list[Rect]:
    widths = [max(w for w, _ in sizes[column::columns]) for column in range(columns)]
    lefts = [sum(widths[:column]) + column * GAP for column in range(columns)]
    rects, y = [], 0.0
    for start in range(0, len(sizes), columns):
        row = sizes[start : start + columns]
        rects += [Rect(left, y, w, h) for left, (w, h) in zip(lefts, row, strict=False)]
        y += max(h for _, h in row) + GAP
    return rects


@dataclass
class _Unit:
    """A note, or the notes of one group, that are aligned as one."""

    notes: list[Note]
    rect: Rect
    fixed: bool


def _units(board: Board, ids: Iterable[str], measure: Measure) -> list[_Unit]:
    """What an alignment moves as one: groups where there is more than one of them, else single notes."""
    chosen = present(board, ids)
    heaps: dict[str, list[Note]] = {}
    for note in chosen:
        heaps.setdefault(f"group {note.group_id}" if note.group_id else note.id, []).append(note)
    if len(heaps) == 1:
        heaps = {note.id: [note] for note in chosen}
    units = []
    for notes in heaps.values():
        rect = bounds(note_rect(note, measure) for note in notes)
        assert rect is not None
        units.append(_Unit(notes, rect, any(note.locked for note in notes)))
    if all(unit.fixed for unit in units):
        unlocked(chosen)
    return units


Shift = tuple[_Unit, float, float]


def _in_their_zones(
    board: Board, units: Sequence[_Unit], least: int, move: Callable[[Sequence[_Unit]], list[Shift]]
) -> list[Patch]:
    """Units moved all together, or zone by zone where a note would come into another zone otherwise.

    `move` says how far units have to go, `least` how many of them it needs.
    """
    shifts = move(units)
    if not all(_stays(board, *shift) for shift in shifts):
        heaps: dict[tuple[str, ...], list[_Unit]] = {}
        for unit in units:
            heaps.setdefault(tuple(sorted({note.zone for note in unit.notes})), []).append(unit)
        heaps = {zones: heap for zones, heap in heaps.items() if len(heap) >= least}
        if not heaps:
            count = {2: "two", 3: "three"}[least]
            raise RuleBroken(f"That would move notes into other zones; select {count} notes or more of one zone.")
        shifts = [_up_to_the_border(board, *shift) for heap in heaps.values() for shift in move(heap)]
    shifts = _apart(board, shifts)
    return relocate(
        board, {note.id: (note.x + dx, note.y + dy, note.zone) for unit, dx, dy in shifts for note in unit.notes}
    )


def _stays(board: Board, unit: _Unit, dx: float, dy: float) -> bool:
    """Whether all notes of a unit are in their zones when it has moved so far."""
    if not (dx or dy):
        return True
    return all(zone_for(board, (note.centre[0] + dx, note.centre[1] + dy)) == note.zone for note in unit.notes)


def _up_to_the_border(board: Board, unit: _Unit, dx: float, dy: float) -> Shift:
    """The shift, or as much of it as leaves the notes in their zones."""
    if _stays(board, unit, dx, dy):
        return unit, dx, dy
    inside, outside = 0.0, 1.0
    for _ in range(14):
        half = (inside + outside) / 2
        if _stays(board, unit, dx * half, dy * half):
            inside = half
        else:
            outside = half
    far = math.hypot(dx, dy) * inside
    return (unit, dx * inside, dy * inside) if far > 1 else (unit, 0.0, 0.0)


def _apart(board: Board, shifts: Sequence[Shift]) -> list[Shift]:
    """The shifts, changed where a note would come to lie exactly on another one: it goes a little aside there, across
    the way that it came; where there is no room for that its unit stays."""
    moving = {note.id for unit, dx, dy in shifts if dx or dy for note in unit.notes}
    taken = {(round(note.x), round(note.y)) for note in board.notes.values() if note.id not in moving}
    tries: dict[tuple[int, int], int] = {}
    result: list[Shift] = []
    for unit, dx, dy in sorted(shifts, key=lambda shift: (abs(shift[1]) + abs(shift[2]), shift[0].notes[0].id)):
        if not (dx or dy):
            continue
        spot = (round(unit.rect.x + dx), round(unit.rect.y + dy))
        while True:
            n = tries[spot] = tries.get(spot, -1) + 1
            aside = (n + 1) // 2 * ASIDE * (1 if n % 2 else -1)
            shift = (unit, dx, dy + aside) if dx else (unit, dx + aside, dy)
            if n > MOST_ASIDE:
                shift = (unit, 0.0, 0.0)
            spots = [(round(note.x + shift[1]), round(note.y + shift[2])) for note in unit.notes]
            if n > MOST_ASIDE or (taken.isdisjoint(spots) and _stays(board, *shift)):
                break
        taken.update(spots)
        result.append(shift)
    return result


@rule.register
def _(command: AlignNotes, board: Board, measure: Measure) -> list[Patch]:
    units = _units(board, command.ids, measure)
    if len(units) < 2:
        raise RuleBroken("Select two notes or more to align them.")

    def way(rect: Rect, room: Rect) -> Point:
        match command.edge:
            case "left":
                return room.x - rect.x, 0.0
            case "centre":
                return room.centre[0] - rect.centre[0], 0.0
            case "right":
                return room.right - rect.right, 0.0
            case "top":
                return 0.0, room.y - rect.y
            case "middle":
                return 0.0, room.centre[1] - rect.centre[1]
            case "bottom":
                return 0.0, room.bottom - rect.bottom

    def move(those: Sequence[_Unit]) -> list[Shift]:
        room = bounds(unit.rect for unit in those)
        assert room is not None
        return [(unit, *way(unit.rect, room)) for unit in those if not unit.fixed]

    return _in_their_zones(board, units, 2, move)


@rule.register
def _(command: DistributeNotes, board: Board, measure: Measure) -> list[Patch]:
    units = _units(board, command.ids, measure)
    if len(units) < 3:
        raise RuleBroken("Select three notes or more to space them evenly.")
    across = command.axis == "across"

    def start(unit: _Unit) -> float:
        return unit.rect.x if across else unit.rect.y

    def length(unit: _Unit) -> float:
        return unit.rect.w if across else unit.rect.h

    def move(those: Sequence[_Unit]) -> list[Shift]:
        line = sorted(those, key=lambda unit: (start(unit) + length(unit) / 2, unit.notes[0].id))
        end = max(start(unit) + length(unit) for unit in line)
        at = min(map(start, line))
        gap = (end - at - sum(map(length, line))) / (len(line) - 1)
        shifts: list[Shift] = []
        for unit in line:
            by = 0.0 if unit.fixed or abs(at - start(unit)) < 1e-9 else at - start(unit)
            shifts.append((unit, by, 0.0) if across else (unit, 0.0, by))
            at += length(unit) + gap
        return shifts

    return _in_their_zones(board, units, 3, move)
