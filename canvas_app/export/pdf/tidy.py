"""Notes in rows, all of one size, as large as the fullest zone of a page allows (PDF.md 5)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from canvas_app.domain.geometry import Point, Rect, area
from canvas_app.domain.packing import Room, Span

LARGEST, LEAST, SHRINK = 88.0, 4.0, 0.97
HEIGHT = 0.68
"""Of a note, as a share of its width."""
GAP, GAP_SHARE = 6.0, 0.12
"""Between notes, in points; less between very small ones, as a share of their width."""
STARTS = 12
"""How many heights are tried for the first row of a zone, over the height of a row."""

Side = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Shape:
    """A zone on the page: its outline, what notes keep clear of, how many there are, and to where they are drawn."""

    outline: Sequence[Point]
    obstacles: Sequence[Rect]
    count: int
    right: bool = False
    side: Side = "middle"


def tidy(shapes: Sequence[Shape]) -> list[list[Rect]] | None:
    """Where the notes of each zone lie, in their order; None where even the smallest notes have no room."""
    shares = [area(shape.outline) / shape.count for shape in shapes if shape.count]
    width = LARGEST
    while shares and width * width * HEIGHT > min(shares):
        width *= SHRINK
    while width >= LEAST:
        laid: list[list[Rect]] = []
        for shape in shapes:
            rects = _rows(shape, width)
            if rects is None:
                break
            laid.append(rects)
        else:
            return laid
        width *= SHRINK
    return None


def _rows(shape: Shape, width: float) -> list[Rect] | None:
    """Rows of notes of a width; as few rows as it takes, and those where they belong."""
    if not shape.count:
        return []
    height, gap = width * HEIGHT, min(GAP, width * GAP_SHARE)
    room = Room(shape.outline, shape.obstacles, gap)
    step = (height + gap) / STARTS
    first, last = room.top + gap, room.bottom - gap - height
    free = [_places(room.free(y, y + height), width, gap) for y in _heights(first, last, step)]
    best: tuple[tuple[float, ...], list[tuple[float, int, int]]] | None = None
    for start in range(len(free)):
        rows, left, n = list[tuple[float, int, int]](), shape.count, start
        while left and n < len(free):
            taken = min(left, sum(count for _, count in free[n]))
            if taken:
                rows.append((first + n * step, n, taken))
                left -= taken
                n += STARTS
            else:
                n += 1
        if left:
            break
        merit = _merit(shape, room, rows, height)
        if best is None or merit < best[0]:
            best = merit, rows
    if best is None:
        return None
    return [rect for y, n, taken in best[1] for rect in _row(shape, free[n], y, taken, width, gap)]


def _heights(first: float, last: float, step: float) -> list[float]:
    return [first + n * step for n in range(max(0, math.floor((last - first) / step) + 1))]


def _places(spans: Sequence[Span], width: float, gap: float) -> list[tuple[Span, int]]:
    """The spans of a row that hold a note, and how many they hold."""
    found = [((low, high), int((high - low + gap + 1e-6) // (width + gap))) for low, high in spans]
    return [(span, count) for span, count in found if count > 0]


def _merit(shape: Shape, room: Room, rows: Sequence[tuple[float, int, int]], height: float) -> tuple[float, ...]:
    """Less is better."""
    top, bottom = rows[0][0], rows[-1][0] + height
    off = {
        "top": top - room.top,
        "bottom": room.bottom - bottom,
        "middle": abs((top + bottom) / 2 - (room.top + room.bottom) / 2),
    }
    return len(rows), off[shape.side]


def _row(shape: Shape, spans: Sequence[tuple[Span, int]], y: float, taken: int, width: float, gap: float) -> list[Rect]:
    """A row in the middle of the free room, or at its right; the widest room first where there are several."""
    left, shares = taken, {}
    for span, count in sorted(spans, key=lambda one: -one[1]):
        shares[span] = min(left, count)
        left -= shares[span]
    found = []
    for (low, high), _ in spans:
        count = shares[low, high]
        length = count * (width + gap) - gap
        x = high - length if shape.right else (low + high - length) / 2
        found += [Rect(x + n * (width + gap), y, width, width * HEIGHT) for n in range(count)]
    return found
