"""The shape and the strength of a link, for screen and pictures."""

from typing import NamedTuple

from canvas_app.domain.board import Board
from canvas_app.domain.entities import Link
from canvas_app.domain.geometry import Point, Rect

RING = 4.0
WIDTHS = {1: 1.5, 2: 2.5, 3: 3.8}
BEND = 24.0
ROOM = BEND + max(WIDTHS.values()) + 2 * RING
"""How far a curve strays beyond its two notes."""
QUIET = 0.3
"""How much of their colour links keep at rest that are no answers to needs, which are what a board is about."""


class LinkCurve(NamedTuple):
    """`ring`: the middle of the open ring at the start. Then a cubic curve with its two controls."""

    ring: Point
    start: Point
    first: Point
    second: Point
    end: Point


def link_curve(source: Rect, target: Rect) -> LinkCurve:
    """Leaves and arrives sideways where the notes stand side by side, else up or down."""
    (sx, sy), (tx, ty) = source.centre, target.centre
    if target.x - source.right > -20:
        begin, end, way = (source.right, sy), (target.x, ty), (1.0, 0.0)
    elif source.x - target.right > -20:
        begin, end, way = (source.x, sy), (target.right, ty), (-1.0, 0.0)
    elif ty > sy:
        begin, end, way = (sx, source.bottom), (tx, target.y), (0.0, 1.0)
    else:
        begin, end, way = (sx, source.y), (tx, target.bottom), (0.0, -1.0)
    dx, dy = way
    x, y = begin[0] + dx * 2 * RING, begin[1] + dy * 2 * RING
    bend = max(BEND, 0.45 * abs((end[0] - x) * dx + (end[1] - y) * dy))
    return LinkCurve(
        (begin[0] + dx * RING, begin[1] + dy * RING),
        (x, y),
        (x + dx * bend, y + dy * bend),
        (end[0] - dx * bend, end[1] - dy * bend),
        end,
    )


def link_hue(board: Board, link: Link) -> str:
    """A link has the colour of the need at one of its ends."""
    kinds = [board.canvas.kind(board.notes[end].kind) for end in (link.target, link.source)]
    need = next((kind for kind in kinds if kind and kind.role == "need"), kinds[0])
    return need.hue if need else "grey"


def link_rest(board: Board, link: Link) -> float:
    """How much of its colour a link shows while nothing is selected: 1 for all of it."""
    roles = [board.canvas.role(board.notes[end].kind) for end in (link.source, link.target)]
    return 1.0 if roles == ["answer", "need"] else QUIET
