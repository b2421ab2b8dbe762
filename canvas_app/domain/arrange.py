"""Where new notes go: free places in a zone, and how far the canvas must grow to have enough of them."""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import DrawDisc, Heading, Zone
from canvas_app.domain.entities import PARKING, Note
from canvas_app.domain.geometry import Point, Rect, area, fits_inside
from canvas_app.domain.packing import GAP, nearest_place, pack

PARKING_GAP = 26.0
PARKING_HEIGHT = 140.0
PARKING_HEADING = 30.0
PARKED_OFF = 5.0
PARKING_REACH = 1500.0
HEADING_SIZE = (230.0, 30.0)
HEADING_INSET = 12.0
MAX_SCALE = 60.0

Measure = Callable[[Note], float]


def nominal_height(note: Note) -> float:
    """The height a person set, for when nothing can measure text."""
    return note.h


def parking_rect(board: Board) -> Rect:
    """The dashed box below the frame; parked notes may lie anywhere outside the frame."""
    frame = board.frame
    return Rect(frame.x, frame.bottom + PARKING_GAP, frame.w, PARKING_HEIGHT)


def grown_point(frame: Rect, point: Point, ratio: float) -> Point:
    """Where a point goes when the canvas grows: with it inside the frame, outside at the same distance from it."""

    def along(value: float, length: float) -> float:
        return value * ratio if 0 <= value <= length else value + (length * (ratio - 1) if value > 0 else 0)

    return along(point[0], frame.w), along(point[1], frame.h)


def heading_rect(zone: Zone, scale: float) -> Rect:
    """The room a zone's heading takes."""
    w, h = HEADING_SIZE
    place = heading_of(zone)
    x, y = place.at[0] * scale, place.at[1] * scale
    return Rect(x - {"left": 0.0, "center": w / 2, "right": w}[place.align], y - 4, w, h + 4)


def heading_of(zone: Zone) -> Heading:
    """Where a zone's heading stands at scale 1; up and left inside the zone where the canvas file gives no place."""
    return zone.heading or Heading(at=_free_corner(zone.outline, zone.bounds))


@cache
def _free_corner(outline: tuple[Point, ...], room: Rect) -> Point:
    w, h = min(HEADING_SIZE[0], room.w - 2 * HEADING_INSET), HEADING_SIZE[1]
    for row in range(1, int(room.h / HEADING_INSET)):
        for column in range(1, int(room.w / HEADING_INSET)):
            x, y = room.x + column * HEADING_INSET, room.y + row * HEADING_INSET
            if fits_inside(Rect(x, y - 4, w, h + 4), outline):
                return x, y
    return room.x + HEADING_INSET, room.y + HEADING_INSET


def note_rect(note: Note, measure: Measure) -> Rect:
    return Rect(note.x, note.y, note.w, measure(note))


def places_in_zone(
    board: Board, zone_id: str, sizes: Sequence[tuple[float, float]], measure: Measure, moving: Iterable[str] = ()
) -> tuple[list[Point], float]:
    """Top left corners for notes of these sizes in a zone, and the scale that the board needs for it.

    `moving` names notes that are about to leave their places. The scale is the board's own where there is room.
    """
    away = set(moving)
    if zone_id == PARKING:
        box = parking_rect(board)
        outline = Rect(box.x, box.y + PARKING_HEADING, box.w, 1e6).corners
        parked = [note for note in board.notes.values() if note.id not in away and note.zone == PARKING]
        rects = pack(outline, [note_rect(note, measure) for note in parked], sizes)
        assert rects is not None
        return [(rect.x, rect.y) for rect in rects], board.info.scale
    zone = board.canvas.zone(zone_id)
    assert zone is not None
    present = [note for note in board.notes.values() if note.id not in away and note.zone != PARKING]

    def taken(scale: float) -> list[Rect]:
        return in_reach(present, zone.bounds.scaled(scale), measure, scale / board.info.scale)

    rects, scale = pack_zone(board, zone, sizes, taken)
    rects = rects or [Rect(*outline_at(zone, scale)[0], *size) for size in sizes]
    return [(rect.x, rect.y) for rect in rects], scale


def is_arranged(board: Board, zone_id: str) -> bool:
    """Whether a zone keeps its notes in order by itself."""
    state = board.zone_states.get(zone_id)
    return state is not None and state.arranged and board.canvas.zone(zone_id) is not None


def new_places(
    board: Board, zone_id: str, sizes: Sequence[tuple[float, float]], measure: Measure, moving: Iterable[str] = ()
) -> tuple[list[Point], float]:
    """As `places_in_zone`; all in its middle for a zone that keeps its notes in order, which will lay them out."""
    zone = board.canvas.zone(zone_id)
    if zone is None or not is_arranged(board, zone_id):
        return places_in_zone(board, zone_id, sizes, measure, moving)
    x, y = zone.bounds.scaled(board.info.scale).centre
    return [(x - w / 2, y - h / 2) for w, h in sizes], board.info.scale


def pack_zone(
    board: Board, zone: Zone, sizes: Sequence[tuple[float, float]], taken: Callable[[float], Sequence[Rect]]
) -> tuple[list[Rect] | None, float]:
    """Rows of these sizes in a zone clear of its heading and the discs, and the scale that the board needs for it.

    `taken` gives what else is in the way at a scale. No rows where even the largest canvas has no room.
    """
    scale = board.info.scale
    need = sum((w + GAP) * (h + GAP) for w, h in sizes)
    step = 1.03 if len(sizes) < 1000 else 1.1
    while True:
        rects = pack(outline_at(zone, scale), [*taken(scale), *fixtures(board, zone, scale)], sizes)
        if rects is not None or scale >= MAX_SCALE:
            return rects, scale
        least = math.sqrt(need / area(zone.outline))
        scale = min(MAX_SCALE, max(scale * step, least))


def outline_at(zone: Zone, scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in zone.outline]


def fixtures(board: Board, zone: Zone, scale: float) -> list[Rect]:
    """What notes keep clear of in a zone: its heading and the discs of the drawing."""
    discs = [
        Rect(disc.center[0] - disc.radius, disc.center[1] - disc.radius, 2 * disc.radius, 2 * disc.radius).scaled(scale)
        for disc in board.canvas.frame.draw
        if isinstance(disc, DrawDisc)
    ]
    return [heading_rect(zone, scale), *(disc.grown(-GAP) for disc in discs)]


def place_inside(board: Board, zone_id: str, size: tuple[float, float], near: Point) -> Point:
    """The place nearest to `near` at which a note lies wholly inside a zone; other notes may lie there already.

    For the parking lot it is one off the frame. `near` itself where the zone is too small for it.
    """
    zone, rect = board.canvas.zone(zone_id), Rect(*near, *size)
    if zone is None:
        frame = board.frame
        if not rect.overlaps(frame):
            return near
        ways = (
            (frame.x - PARKED_OFF - rect.right, 0.0),
            (frame.right + PARKED_OFF - rect.x, 0.0),
            (0.0, frame.y - PARKED_OFF - rect.bottom),
            (0.0, frame.bottom + PARKED_OFF - rect.y),
        )
        dx, dy = min(ways, key=lambda way: abs(way[0]) + abs(way[1]))
        return near[0] + dx, near[1] + dy
    outline = outline_at(zone, board.info.scale)
    heading, *discs = fixtures(board, zone, board.info.scale)
    if fits_inside(rect, outline) and not any(rect.overlaps(other) for other in (heading, *discs)):
        return near
    for obstacles in ((heading, *discs), (heading,), ()):
        place = nearest_place(outline, obstacles, size, near)
        if place is not None:
            return place
    return near


def place_clear(
    board: Board,
    zone_id: str,
    size: tuple[float, float],
    near: Point,
    others: Iterable[Note],
    measure: Measure,
    also: Iterable[Rect] = (),
    gap: float = GAP,
) -> Point | None:
    """The place nearest to `near` at which a rectangle lies wholly inside a zone and clear of all that is there.

    `others` are the notes in the way. In the parking lot the place is below the frame or beside it. None: no room.
    """
    zone = board.canvas.zone(zone_id)
    if zone is not None:
        room = zone.bounds.scaled(board.info.scale)
        taken = [*in_reach(others, room, measure), *also, *fixtures(board, zone, board.info.scale)]
        return nearest_place(outline_at(zone, board.info.scale), taken, size, near, gap)
    reach = Rect(near[0] - PARKING_REACH, near[1] - PARKING_REACH, *(side + 2 * PARKING_REACH for side in size))
    taken = [*in_reach(others, reach, measure), *also, board.frame]
    return nearest_place(reach.corners, taken, size, near, gap)


def place_near(
    board: Board,
    at: Point,
    size: tuple[float, float],
    measure: Measure,
    also: Iterable[Rect] = (),
    zone_id: str | None = None,
) -> Point:
    """The free place nearest to `at` (a top left corner), within `zone_id` where one is given; else `at` itself."""
    taken = [*(note_rect(note, measure) for note in board.notes.values()), *also]
    w, h = size
    reach = Rect(at[0] - 700, at[1] - 700, 1400 + w, 1400 + h)
    taken = [rect for rect in taken if rect.overlaps(reach)]

    def free(x: float, y: float) -> bool:
        rect = Rect(x, y, w, h)
        if any(rect.overlaps(other, GAP - 1) for other in taken):
            return False
        if zone_id is None:
            return True
        zone = board.canvas.zone_at(rect.centre, board.info.scale)
        return (zone.id if zone else PARKING) == zone_id

    for ring in range(30):
        step = ring * 24.0
        ring_points = [
            (at[0] + dx * step, at[1] + dy * step)
            for dx, dy in ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
        ]
        for x, y in ring_points:
            if free(x, y):
                return x, y
    return at


def in_reach(notes: Iterable[Note], room: Rect, measure: Measure, ratio: float = 1.0) -> list[Rect]:
    """The rectangles of notes after a growth by `ratio`, of those that may reach into a room."""
    result = []
    for note in notes:
        x = (note.x + note.w / 2) * ratio - note.w / 2
        y = (note.y + note.h / 2) * ratio - note.h / 2
        if x - GAP < room.right and x + note.w + GAP > room.x and y - GAP < room.bottom:
            rect = Rect(x, y, note.w, measure(note))
            if rect.bottom + GAP > room.y:
                result.append(rect)
    return result
