"""Plane geometry in board units (1 unit = 1 px at 100 %); y points down, angles in degrees clockwise from the right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]

QUARTER = 0.5522847498
"""How far the control points of a quarter of a circle, as a cubic curve, are from its ends, in radii."""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def centre(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        return (self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom)

    def contains(self, point: Point) -> bool:
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def overlaps(self, other: "Rect", gap: float = 0) -> bool:
        """Whether the two come closer than `gap`."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def scaled(self, factor: float) -> "Rect":
        return Rect(self.x * factor, self.y * factor, self.w * factor, self.h * factor)

    def moved(self, dx: float, dy: float) -> "Rect":
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: float) -> "Rect":
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)


def bounds(rects: Iterable[Rect]) -> Rect | None:
    """The smallest rectangle round all, None for none."""
    boxes = list(rects)
    if not boxes:
        return None
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def polygon_bounds(points: Sequence[Point]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def area(points: Sequence[Point]) -> float:
    """What a polygon encloses."""
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def centroid(points: Sequence[Point]) -> Point:
    """The centre of an outline's area: of a sector the middle of its room, not of its rim."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise((*points, points[0])):
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return (x / (3 * area), y / (3 * area)) if area else points[0]


def inside_polygon(point: Point, polygon: Sequence[Point]) -> bool:
    """Even-odd rule; a point on the border counts as inside."""
    return even_odd(point, polygon) or distance_to_border(point, polygon) < 1e-9


def even_odd(point: Point, polygon: Sequence[Point]) -> bool:
    """Whether a point lies inside; on the border it may go either way."""
    px, py = point
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (ay > py) != (by > py) and px < (bx - ax) * (py - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def distance_to_border(point: Point, polygon: Sequence[Point]) -> float:
    """Distance from a point to the nearest edge."""
    px, py = point
    best = math.inf
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
        best = min(best, math.hypot(px - ax - t * dx, py - ay - t * dy))
    return best


def sector(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """A circular sector as a polygon with an edge every 3 degrees at most."""
    sweep = end - start
    steps = max(2, math.ceil(abs(sweep) / 3))
    arc = [
        (
            centre[0] + radius * math.cos(math.radians(start + sweep * i / steps)),
            centre[1] + radius * math.sin(math.radians(start + sweep * i / steps)),
        )
        for i in range(steps + 1)
    ]
    return arc if abs(sweep) >= 360 else [centre, *arc]


def fits_inside(rect: Rect, polygon: Sequence[Point]) -> bool:
    """Whether a rectangle lies inside a polygon (corners and edge middles are tested)."""
    cx, cy = rect.centre
    points = (*rect.corners, (cx, rect.y), (cx, rect.bottom), (rect.x, cy), (rect.right, cy))
    return all(inside_polygon(point, polygon) for point in points)
