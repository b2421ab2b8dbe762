"""What lies in the part of a board that a picture shows."""

from collections.abc import Collection
from dataclasses import dataclass

from canvas_app.domain import arrange
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import DrawBox, DrawCircle, Zone
from canvas_app.domain.entities import PARKING, Link, Note, Stroke
from canvas_app.domain.geometry import Rect, bounds, inside_polygon
from canvas_app.domain.ink import bounds as ink_bounds
from canvas_app.domain.link_curve import link_curve
from canvas_app.export.picture.options import CANVAS, BadPicture
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import note_height
from canvas_app.text.zone_words import CHIP, CHIP_GAP, HEADING

MARGIN = 24.0
CLOSE = 12.0
"""Round a selection, so that the shadows of its notes are whole."""
INK_FAR = 0.5
"""How far off the frame ink belongs to the canvas, as a share of its size."""


@dataclass(frozen=True)
class Area:
    """rect: what the picture shows, in board units. whole: whether that is the canvas with its frame.

    zones are drawn with their tints and headings; notes with the lowest first. parking: whether the box of the parking
    lot is drawn.
    """

    rect: Rect
    whole: bool
    zones: tuple[Zone, ...]
    notes: tuple[Note, ...]
    links: tuple[Link, ...]
    strokes: tuple[Stroke, ...]
    parking: bool = False


def note_box(note: Note) -> Rect:
    """A note with its text grown."""
    return Rect(note.x, note.y, note.w, note_height(note))


def heading_of(zone: Zone, scale: float, language: str = "") -> tuple[TextBlock, Rect]:
    """The title of a zone, and the room of it with the box of its icon on the left."""
    words = lay_out(
        zone.title, width=max(120.0, zone.bounds.w * scale - 40), size=HEADING, weight=700, language=language
    )
    total = CHIP + CHIP_GAP + words.ink_width
    place = arrange.heading_of(zone)
    left = place.at[0] * scale - {"left": 0.0, "center": total / 2, "right": total}[place.align]
    return words, Rect(left, place.at[1] * scale, total, CHIP)


def find_area(board: Board, wanted: str) -> Area:
    """The area of `PictureOptions.area`. Raises BadPicture where there is nothing of that name."""
    if wanted == CANVAS:
        return canvas_area(board)
    name = wanted.strip().casefold()
    if name in (PARKING, "parking lot"):
        return parking_area(board)
    for zone in board.canvas.zones:
        if name in (zone.id.casefold(), zone.title.casefold()):
            return zone_area(board, zone)
    ids = [part.strip() for part in wanted.split(",") if part.strip()]
    unknown = [found for found in ids if not (found in board.notes or found in board.links or found in board.strokes)]
    if not ids or unknown:
        zones = ", ".join(zone.id for zone in board.canvas.zones)
        raise BadPicture(f"There is no area '{', '.join(unknown)}'; use {CANVAS}, {zones}, {PARKING}, or ids of notes.")
    return selection_area(board, ids)


def canvas_area(board: Board) -> Area:
    """The frame with all that lies in zones, wherever it stands out, and the ink about it."""
    canvas, scale = board.canvas, board.info.scale
    frame = board.frame
    rects = [frame, *(zone.bounds.scaled(scale) for zone in canvas.zones)]
    for figure in canvas.frame.draw:
        if isinstance(figure, DrawBox):
            rects.append(Rect(*figure.at, *figure.size).scaled(scale))
        elif isinstance(figure, DrawCircle):
            (x, y), r = figure.center, figure.radius
            rects.append(Rect(x - r, y - r, 2 * r, 2 * r).scaled(scale))
    near = Rect(
        frame.x - INK_FAR * frame.w,
        frame.y - INK_FAR * frame.h,
        (1 + 2 * INK_FAR) * frame.w,
        (1 + 2 * INK_FAR) * frame.h,
    )
    strokes = [stroke for stroke in board.strokes.values() if near.overlaps(_room(stroke))]
    notes = [note for note in board.notes.values() if note.zone != PARKING]
    rects += [_common(near, _room(stroke)) for stroke in strokes]
    return _area(board, rects, MARGIN, notes, strokes, zones=canvas.zones, whole=True)


def zone_area(board: Board, zone: Zone) -> Area:
    """A zone with its notes, the links between them, and the ink in it."""
    scale = board.info.scale
    outline = [(x * scale, y * scale) for x, y in zone.outline]
    strokes = [
        stroke
        for stroke in board.strokes.values()
        if any(inside_polygon((x, y), outline) for x, y, *_ in stroke.points)
    ]
    notes = [note for note in board.notes.values() if note.zone == zone.id]
    return _area(board, [zone.bounds.scaled(scale)], MARGIN, notes, strokes, zones=(zone,))


def parking_area(board: Board) -> Area:
    """The parking lot with all that is parked, wherever it lies."""
    box = arrange.parking_rect(board)
    strokes = [stroke for stroke in board.strokes.values() if box.overlaps(_room(stroke))]
    notes = [note for note in board.notes.values() if note.zone == PARKING]
    return _area(board, [box], MARGIN, notes, strokes, parking=True)


def selection_area(board: Board, ids: Collection[str]) -> Area:
    """Notes, links with the notes they tie, and strokes, by id; and the links between the notes.

    Raises BadPicture where nothing of it is on the board.
    """
    ends = [end for link in ids if link in board.links for end in (board.links[link].source, board.links[link].target)]
    chosen = {*ids, *ends}
    notes = [note for note in board.notes.values() if note.id in chosen]
    strokes = [stroke for stroke in board.strokes.values() if stroke.id in chosen]
    if not notes and not strokes:
        raise BadPicture("Nothing is selected; select notes, or take a picture of the canvas.")
    rects = [_room(stroke) for stroke in strokes]
    return _area(board, rects, CLOSE, notes, strokes)


def _area(
    board: Board,
    rects: list[Rect],
    margin: float,
    notes: list[Note],
    strokes: list[Stroke],
    *,
    zones: tuple[Zone, ...] = (),
    whole: bool = False,
    parking: bool = False,
) -> Area:
    boxes = {note.id: note_box(note) for note in notes}
    links = [link for link in board.links.values() if link.source in boxes and link.target in boxes]
    rects = [*rects, *boxes.values(), *(heading_of(zone, board.info.scale)[1] for zone in zones)]
    for link in links:
        curve = link_curve(boxes[link.source], boxes[link.target])
        xs, ys = zip(*curve, strict=True)
        rects.append(Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    everything = bounds(rects)
    assert everything is not None
    low_first = tuple(sorted(notes, key=lambda note: note.z))
    return Area(everything.grown(margin), whole, zones, low_first, tuple(links), tuple(strokes), parking)


def _room(stroke: Stroke) -> Rect:
    return ink_bounds(stroke.points, stroke.width)


def _common(a: Rect, b: Rect) -> Rect:
    left, top = max(a.x, b.x), max(a.y, b.y)
    return Rect(left, top, min(a.right, b.right) - left, min(a.bottom, b.bottom) - top)
