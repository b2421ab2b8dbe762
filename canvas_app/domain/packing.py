"""Rows of rectangles inside an outline and clear of obstacles: exact, and fast for thousands of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from canvas_app.domain.geometry import Point, Rect, area, even_odd

GAP = 10.0
BORDER = 5.0
"""How far packed rectangles keep from the outline at their sides."""
SLACK = 1e-6
"""Board units that are lost in rounding."""
_BAND = 128.0

Span = tuple[float, float]


class Room:
    """An outline with obstacles in it; says where a band between two heights is free."""

    def __init__(self, outline: Sequence[Point], obstacles: Iterable[Rect], gap: float = GAP):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        self.left, self.right, self.top, self.bottom = min(xs), max(xs), min(ys), max(ys)
        self._outline, self._gap = outline, gap
        self._edges = list(zip(outline, (*outline[1:], outline[0]), strict=True))
        self._bands: dict[int, list[Rect]] = defaultdict(list)
        for rect in obstacles:
            if rect.right + gap > self.left and rect.x - gap < self.right:
                first = int(max(rect.y, self.top) // _BAND)
                for band in range(first, int(min(rect.bottom, self.bottom) // _BAND) + 1):
                    self._bands[band].append(rect)

    def inside(self, top: float, bottom: float) -> list[Span]:
        """From where to where the outline is open over the whole band, left to right."""
        walls = []
        for (ax, ay), (bx, by) in self._edges:
            if ay > by:
                ax, ay, bx, by = bx, by, ax, ay
            if by <= top or ay >= bottom:
                continue
            if ay != by:
                slope = (bx - ax) / (by - ay)
                bx = ax + (bottom - ay) * slope if by > bottom else bx
                ax = ax + (top - ay) * slope if ay < top else ax
            walls.append((ax, bx) if ax <= bx else (bx, ax))
        walls.sort()
        spans = []
        middle = (top + bottom) / 2
        reach = None
        for low, high in walls:
            if reach is not None and low > reach and even_odd(((low + reach) / 2, middle), self._outline):
                spans.append((reach, low))
            reach = high if reach is None else max(reach, high)
        return spans

    def free(self, top: float, bottom: float) -> list[Span]:
        """From where to where a rectangle of this band may reach, left to right."""
        taken, gap = [], self._gap
        for band in range(int((top - gap) // _BAND), int((bottom + gap) // _BAND) + 1):
            for rect in self._bands.get(band, ()):
                if rect.y < bottom + gap - SLACK and rect.y + rect.h + gap > top + SLACK:
                    taken.append((rect.x - gap, rect.x + rect.w + gap))
        taken.sort()
        result = []
        for low, high in self.inside(top, bottom):
            start, end = low + BORDER, high - BORDER
            for left, right in taken:
                if left >= end:
                    break
                if left > start:
                    result.append((start, left))
                start = max(start, right)
            if start < end:
                result.append((start, end))
        return result


def pack(
    outline: Sequence[Point], obstacles: Iterable[Rect], sizes: Sequence[tuple[float, float]]
) -> list[Rect] | None:
    """Rows of rectangles inside an outline, clear of the obstacles, in reading order; None where there is no room."""
    if sum(w * h for w, h in sizes) > area(outline):
        return None
    room = Room(outline, obstacles)
    placed: list[Rect] = []
    y = room.top + GAP
    while len(placed) < len(sizes):
        if y + sizes[len(placed)][1] > room.bottom:
            return None
        x, row_height = room.left + GAP, 0.0
        spans: dict[float, list[Span]] = {}
        while len(placed) < len(sizes):
            w, h = sizes[len(placed)]
            if h not in spans:
                spans[h] = room.free(y, y + h)
            at = next((max(x, low) for low, high in spans[h] if max(x, low) + w <= high + SLACK), None)
            if at is None:
                break
            placed.append(Rect(at, y, w, h))
            x = at + w + GAP
            row_height = max(row_height, h)
        y += row_height + GAP if row_height else 2 * GAP
    return placed


def nearest_place(
    outline: Sequence[Point], obstacles: Sequence[Rect], size: tuple[float, float], near: Point, gap: float = GAP
) -> Point | None:
    """The top left corner nearest to `near` where a rectangle lies inside, `gap` off the obstacles; None: nowhere."""
    room = Room(outline, obstacles, gap)
    w, h = size
    lowest, highest = room.top + 1, room.bottom - h - 1
    if lowest > highest:
        return None
    start = min(max(near[1], lowest), highest)
    best: tuple[float, Point] | None = None
    step = 0
    while True:
        away = step * GAP / 2
        rows = {y for y in (start - away, start + away) if lowest <= y <= highest}
        if not rows and away > highest - lowest:
            break
        if best is not None and max(0.0, away - abs(start - near[1])) ** 2 >= best[0]:
            break
        for y in rows:
            for low, high in room.free(y, y + h):
                if high - low >= w - SLACK:
                    x = max(min(near[0], high - w), low)
                    distance = (x - near[0]) ** 2 + (y - near[1]) ** 2
                    if best is None or distance < best[0]:
                        best = (distance, (x, y))
        step += 1
    return best[1] if best else None
