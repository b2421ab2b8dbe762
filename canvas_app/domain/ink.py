"""The shape of ink, for screen and paper: smooth curves through the middles between points, thicker under pressure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from canvas_app.domain.entities import InkPoint
from canvas_app.domain.geometry import Point, Rect

THINNEST = 0.35
"""The share of its width that a line has under no pressure."""
STEPS = 10
"""So many widths a line can have between its thinnest and its widest."""
LONGEST = 32
"""Curves in one run: a part of a long stroke is drawn without the rest."""


@dataclass
class Run:
    """A piece of a line of one width: quadratic curves (control, end) from `start`; without any it is a dot."""

    width: float
    start: Point
    curves: list[tuple[Point, Point]] = field(default_factory=list)

    @property
    def bounds(self) -> Rect:
        """Board units, with the width of the line."""
        return bounds((self.start, *(point for curve in self.curves for point in curve)), self.width)


def line_width(width: float, pressure: float) -> float:
    """How wide a line of this full width is under a pressure from 0 to 1."""
    return width * (THINNEST + (1 - THINNEST) * round(pressure * STEPS) / STEPS)


class Line:
    """A line that grows point by point. `runs` is what stands; from `at` to its last point it may still bend."""

    def __init__(self, width: float):
        self.width = width
        self.runs: list[Run] = []
        self.at: Point = (0.0, 0.0)
        self._last: InkPoint | None = None

    def add(self, point: InkPoint) -> Rect:
        """Leads the line on; what looks different then."""
        x, y, pressure = point
        last, self._last = self._last, point
        if last is None:
            self.at = (x, y)
            self.runs.append(Run(line_width(self.width, pressure), self.at))
            return self.runs[0].bounds
        start, self.at = self.at, ((last[0] + x) / 2, (last[1] + y) / 2)
        wide = line_width(self.width, (last[2] + pressure) / 2)
        run = self.runs[-1]
        if not run.curves:
            run.width = wide
        elif run.width != wide or len(run.curves) >= LONGEST:
            run = Run(wide, start)
            self.runs.append(run)
        run.curves.append((last[:2], self.at))
        return bounds((start, last, point), self.width)

    @property
    def end(self) -> Run | None:
        """The way from `at` to the last point; None where that is the only one."""
        if self._last is None or not self.runs[-1].curves:
            return None
        return Run(self.runs[-1].width, self.at, [(self._last[:2], self._last[:2])])


def runs(points: Iterable[InkPoint], width: float) -> list[Run]:
    """A whole stroke as pieces to draw one after the other with round ends."""
    line = Line(width)
    for point in points:
        line.add(point)
    if line.end is not None:
        line.runs[-1].curves += line.end.curves
    return line.runs


def bounds(points: Iterable[Sequence[float]], width: float) -> Rect:
    """The room that a line through these points takes."""
    xs, ys = zip(*((point[0], point[1]) for point in points), strict=True)
    left, top = min(xs) - width / 2, min(ys) - width / 2
    return Rect(left, top, max(xs) + width / 2 - left, max(ys) + width / 2 - top)


def touches(points: Sequence[InkPoint], width: float, start: Point, end: Point, reach: float) -> bool:
    """Whether a line through these points comes as near as `reach` to the way from `start` to `end`."""
    far = reach + width / 2
    if len(points) == 1:
        return _distance(points[0], start, end) <= far
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    left, right, top, bottom = left - far, right + far, top - far, bottom + far
    for a, b in pairwise(points):
        beside = (a[0] < left and b[0] < left) or (a[0] > right and b[0] > right)
        if beside or (a[1] < top and b[1] < top) or (a[1] > bottom and b[1] > bottom):
            continue
        if _apart(a, b, start, end) <= far:
            return True
    return False


def _apart(a: Sequence[float], b: Sequence[float], c: Point, d: Point) -> float:
    """The least distance between the ways ab and cd."""
    if _crosses(a, b, c, d):
        return 0.0
    return min(_distance(a, c, d), _distance(b, c, d), _distance(c, a, b), _distance(d, a, b))


def _crosses(a: Sequence[float], b: Sequence[float], c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Sequence[float], b: Sequence[float], point: Sequence[float]) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _distance(point: Sequence[float], start: Sequence[float], end: Sequence[float]) -> float:
    """From a point to the way between two others."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = x * x + y * y
    share = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / length if length else 0.0
    share = max(0.0, min(1.0, share))
    return math.hypot(point[0] - start[0] - share * x, point[1] - start[1] - share * y)
