"""Where new notes go: free places in a zone, and how far the canvas must grow to have enough of them."""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import DrawDisc, Heading, Zone
from canvas_app.domain.entities import PARKING, Note
from canvas_app.domain.geometry import Point, Rect, fits_inside

GAP = 10.0
PARKING_GAP = 26.0
PARKING_HEIGHT = 140.0
PARKING_HEADING = 30.0
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


def pack(
    outline: Sequence[Point], obstacles: Iterable[Rect], sizes: Sequence[tuple[float, float]]
) -> list[Rect] | None:
    """Rows of rectangles inside an outline, clear of the obstacles, in reading order; None where there is no room."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    blocking = sorted(obstacles, key=lambda rect: rect.y)
    placed: list[Rect] = []
    y = top + GAP
    while len(placed) < len(sizes):
        w, h = sizes[len(placed)]
        if y + h > bottom:
            return None
        near = [rect for rect in blocking if rect.y < y + h + 400 and rect.bottom + GAP > y]
        x, row_height = left + GAP, 0.0
        while len(placed) < len(sizes):
            w, h = sizes[len(placed)]
            if x + w > right:
                break
            rect = Rect(x, y, w, h)
            hit = next((other for other in near if rect.overlaps(other, GAP)), None)
            if hit is not None:
                x = hit.right + GAP
            elif fits_inside(rect, outline):
                placed.append(rect)
                x += w + GAP
                row_height = max(row_height, h)
            else:
                x += max(GAP, w / 6)
        y += row_height + GAP if row_height else 2 * GAP
    return placed


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
        taken = [
            note_rect(note, measure) for note in board.notes.values() if note.id not in away and note.zone == PARKING
        ]
        rects = pack(outline, taken, sizes)
        assert rects is not None
        return [(rect.x, rect.y) for rect in rects], board.info.scale
    zone = board.canvas.zone(zone_id)
    assert zone is not None
    scale = board.info.scale
    present = [note for note in board.notes.values() if note.id not in away and note.zone != PARKING]
    while True:
        ratio = scale / board.info.scale
        taken = [_moved_by_growth(note, measure(note), ratio) for note in present]
        grown = [(x * scale, y * scale) for x, y in zone.outline]
        rects = pack(
            grown, [*taken, heading_rect(zone, scale), *(disc.grown(-GAP) for disc in _discs(board, scale))], sizes
        )
        if rects is not None or scale >= MAX_SCALE:
            rects = rects or [Rect(*grown[0], *size) for size in sizes]
            return [(rect.x, rect.y) for rect in rects], scale
        room = zone.bounds.scaled(scale)
        need = sum((w + GAP) * (h + GAP) for w, h in sizes)
        scale *= max(1.1, math.sqrt(need / (room.w * room.h)))


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


def _discs(board: Board, scale: float) -> list[Rect]:
    """The room that the discs of the drawing take."""
    return [
        Rect(disc.center[0] - disc.radius, disc.center[1] - disc.radius, 2 * disc.radius, 2 * disc.radius).scaled(scale)
        for disc in board.canvas.frame.draw
        if isinstance(disc, DrawDisc)
    ]


def _moved_by_growth(note: Note, height: float, ratio: float) -> Rect:
    cx, cy = note.centre
    return Rect(cx * ratio - note.w / 2, cy * ratio - note.h / 2, note.w, height)
