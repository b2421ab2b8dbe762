"""Shapes as operators of a page's content, short and the same wherever a shape is the same: that packs well.

Points are those of PDF, y upwards. reportlab's own shapes cost six times as much time and four times as much room.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from canvas_app.domain.geometry import QUARTER, Point


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=512)
def colour(ink: str) -> str:
    """ "#RRGGBB" as three numbers."""
    return " ".join(f"{int(ink[i : i + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") for i in (1, 3, 5))


def painted(fill: str, stroke: str) -> str:
    """The operator that paints the path before it."""
    return ("B*" if stroke else "f*") if fill else "S"


def pen(fill: str, stroke: str, line: float) -> str:
    """Colours and the width of lines from here on."""
    parts = [f"{colour(fill)} rg"] if fill else []
    if stroke:
        parts.append(f"{colour(stroke)} RG {number(line)} w")
    return " ".join(parts)


def placed(shape: str, x: float, y: float, painting: str) -> str:
    """A shape, given as if its corner or middle were the origin, at (x, y)."""
    return f"q 1 0 0 1 {number(x)} {number(y)} cm {shape} {painting} Q"


def polyline(points: Sequence[Point], closed: bool) -> str:
    moves = " ".join(f"{number(x)} {number(y)} l" for x, y in points[1:])
    return f"{number(points[0][0])} {number(points[0][1])} m {moves}{' h' if closed else ''}"


def curve(start: Point, control: Point, end: Point) -> str:
    """From where the pen is, `start`, as a quadratic curve; PDF knows cubic ones only."""
    (x, y), (cx, cy), (ex, ey) = start, control, end
    a, b = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3), (ex + (cx - ex) * 2 / 3, ey + (cy - ey) * 2 / 3)
    return _cubic(*a, *b, ex, ey)


@lru_cache(maxsize=256)
def circle(r: float) -> str:
    """Round the origin."""
    k = r * QUARTER
    return " ".join(
        (
            f"{number(r)} 0 m",
            _cubic(r, k, k, r, 0, r),
            _cubic(-k, r, -r, k, -r, 0),
            _cubic(-r, -k, -k, -r, 0, -r),
            _cubic(k, -r, r, -k, r, 0),
            "h",
        )
    )


@lru_cache(maxsize=256)
def box(w: float, h: float, radius: float) -> str:
    """From the origin to the right and upwards, with round corners where `radius` is above 0."""
    r = min(radius, w / 2, h / 2)
    if r <= 0:
        return f"0 0 {number(w)} {number(h)} re"
    k = r * (1 - QUARTER)
    return " ".join(
        (
            f"{number(r)} 0 m {number(w - r)} 0 l",
            _cubic(w - k, 0, w, k, w, r),
            f"{number(w)} {number(h - r)} l",
            _cubic(w, h - k, w - k, h, w - r, h),
            f"{number(r)} {number(h)} l",
            _cubic(k, h, 0, h - k, 0, h - r),
            f"0 {number(r)} l",
            _cubic(0, k, k, 0, r, 0),
            "h",
        )
    )


@lru_cache(maxsize=256)
def hatching(pattern: str, w: float, h: float, pitch: float) -> str:
    """A pattern of a theme from the origin to the right and upwards, with its painting; it reaches over its room."""
    if pattern in ("dots", "spots"):
        r, pitch = (pitch * 0.2, pitch * 0.8) if pattern == "dots" else (pitch * 0.36, pitch * 1.25)
        places = [
            ((column + 0.5 * (row % 2) + 0.25) * pitch, (row + 0.5) * pitch * 0.87)
            for row in range(math.ceil(h / pitch / 0.87))
            for column in range(math.ceil(w / pitch))
        ]
        return " ".join(f"{number(x)} {number(y)} m {number(x)} {number(y)} l" for x, y in places) + (
            f" {number(2 * r)} w S"
        )
    lines: list[tuple[Point, Point]] = []
    if pattern == "level":
        lines += [((0, (n + 0.5) * pitch), (w, (n + 0.5) * pitch)) for n in range(math.ceil(h / pitch))]
    slanted = math.ceil((w + h) / (1.4 * pitch)) + 1
    if pattern in ("rising", "cross"):
        lines += [((0, n * 1.4 * pitch - w), (w, n * 1.4 * pitch)) for n in range(slanted)]
    if pattern in ("falling", "cross"):
        lines += [((0, n * 1.4 * pitch), (w, n * 1.4 * pitch - w)) for n in range(slanted)]
    return " ".join(polyline(line, False) for line in lines) + f" {number(pitch * 0.24)} w S" if lines else ""


def _cubic(*values: float) -> str:
    return " ".join(map(number, values)) + " c"
