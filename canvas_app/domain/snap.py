"""Snapping: how a moving rectangle comes to lie in line with its neighbours, or with equal gaps between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from canvas_app.domain.geometry import Point, Rect

SAME = 1e-6
"""Board units that count as none."""
_BAND = 128.0


@dataclass(frozen=True, slots=True)
class Guide:
    """A line that shows why: along shared edges or middles ("line"), or across one of equal gaps ("gap")."""

    kind: Literal["line", "gap"]
    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Snap:
    """By how much the rectangle is to be moved, and the guides that hold for it there."""

    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """A rectangle seen along one axis: from `low` to `high` along it, from `near` to `far` across."""

    low: float
    high: float
    near: float
    far: float

    def beside(self, other: "_Side") -> bool:
        """Whether a line along the axis meets both."""
        return self.near < other.far and other.near < self.far


class _Axis:
    """The neighbours seen along one axis."""

    def __init__(self, sides: Sequence[_Side]):
        edges = sorted((edge, n) for n, side in enumerate(sides) for edge in (side.low, side.high))
        middles = sorted(((side.low + side.high) / 2, n) for n, side in enumerate(sides))
        self._sides = sides
        self._edges, self._middles = _Lines(edges), _Lines(middles)
        self._bands: dict[int, list[_Side]] = {}
        for side in sides:
            for band in range(int(side.near // _BAND), int(side.far // _BAND) + 1):
                self._bands.setdefault(band, []).append(side)

    def shift(self, moving: _Side, reach: float) -> float | None:
        """The smallest shift along the axis, within reach, that brings the moving side in line or to equal gaps."""
        found = [self._edges.nearest(moving.low, reach), self._edges.nearest(moving.high, reach)]
        found.append(self._middles.nearest((moving.low + moving.high) / 2, reach))
        found += [place - moving.low for place in self._even_places(moving)]
        fitting = [shift for shift in found if shift is not None and abs(shift) <= reach]
        return min(fitting, key=abs, default=None)

    def _row(self, moving: _Side) -> tuple[list[_Side], list[_Side]]:
        """The two nearest neighbours before the moving side, and the two after it, each clear of the next."""
        row = {
            side
            for band in range(int(moving.near // _BAND), int(moving.far // _BAND) + 1)
            for side in self._bands.get(band, ())
            if side.beside(moving)
        }
        middle = (moving.low + moving.high) / 2
        before: list[_Side] = []
        edge = middle
        for _ in range(2):
            side = max((s for s in row if s.high <= edge and _middle(s) < middle), key=_high, default=None)
            if side is None:
                break
            before.append(side)
            edge = side.low
        behind: list[_Side] = []
        edge = middle
        for _ in range(2):
            side = min((s for s in row if s.low >= edge and _middle(s) > middle), key=_low, default=None)
            if side is None:
                break
            behind.append(side)
            edge = side.high
        return before, behind

    def _even_places(self, moving: _Side) -> list[float]:
        """Where the moving side would begin for its gap to a neighbour to equal another one in the row."""
        before, behind = self._row(moving)
        length = moving.high - moving.low
        places = []
        if before and behind and behind[0].low - before[0].high > length:
            places.append((before[0].high + behind[0].low - length) / 2)
        if len(before) == 2:
            places.append(before[0].high + before[0].low - before[1].high)
        if len(behind) == 2:
            places.append(behind[0].low - (behind[1].low - behind[0].high) - length)
        return places

    def lines(self, moving: _Side) -> dict[float, tuple[float, float]]:
        """Where edges or middles are in line with the moving side: how far across the line reaches."""
        found: dict[float, tuple[float, float]] = {}
        for lines, own in (
            (self._edges, (moving.low, moving.high)),
            (self._middles, ((moving.low + moving.high) / 2,)),
        ):
            for value in own:
                sides = [self._sides[n] for n in lines.at(value)]
                if sides:
                    near = min(moving.near, *(side.near for side in sides))
                    found[value] = near, max(moving.far, *(side.far for side in sides))
        return found

    def gaps(self, moving: _Side) -> list[tuple[float, float, float]]:
        """Equal gaps beside the moving side: from where to where, and at which height across."""
        before, behind = self._row(moving)
        chain = [*reversed(before), moving, *behind]
        found: set[tuple[float, float, float]] = set()
        places = [(chain[n], chain[n + 1]) for n in range(len(chain) - 1)]
        for n in range(len(places) - 1):
            (a, b), (_, c) = places[n], places[n + 1]
            if moving in (a, b, c) and b.low > a.high and abs((b.low - a.high) - (c.low - b.high)) < SAME:
                found |= {(a.high, b.low, _across(a, b)), (b.high, c.low, _across(b, c))}
        return sorted(found)


class _Lines:
    """Sorted positions, each with the number of its neighbour."""

    def __init__(self, entries: Sequence[tuple[float, int]]):
        self._at = [at for at, _ in entries]
        self._of = [n for _, n in entries]

    def nearest(self, value: float, reach: float) -> float | None:
        place = bisect_left(self._at, value)
        near = [self._at[n] - value for n in (place - 1, place) if 0 <= n < len(self._at)]
        best = min(near, key=abs, default=None)
        return best if best is not None and abs(best) <= reach else None

    def at(self, value: float) -> list[int]:
        return self._of[bisect_left(self._at, value - SAME) : bisect_right(self._at, value + SAME)]


class Snapper:
    """Snaps to rectangles that lie still."""

    def __init__(self, neighbours: Iterable[Rect]):
        rects = list(neighbours)
        self._across = _Axis([_along_x(rect) for rect in rects])
        self._down = _Axis([_along_y(rect) for rect in rects])

    def snap(self, moving: Rect, reach: float, across: bool = True, down: bool = True) -> Snap:
        """The nearest place in line with neighbours within `reach` (board units) of where a rectangle is.

        `across` and `down` say along which axes it may be moved.
        """
        dx = self._across.shift(_along_x(moving), reach) if across else None
        dy = self._down.shift(_along_y(moving), reach) if down else None
        if dx is None and dy is None:
            return Snap()
        there = moving.moved(dx or 0.0, dy or 0.0)
        guides: list[Guide] = []
        if dx is not None:
            side = _along_x(there)
            guides += [Guide("line", (x, top), (x, bottom)) for x, (top, bottom) in self._across.lines(side).items()]
            guides += [Guide("gap", (low, y), (high, y)) for low, high, y in self._across.gaps(side)]
        if dy is not None:
            side = _along_y(there)
            guides += [Guide("line", (left, y), (right, y)) for y, (left, right) in self._down.lines(side).items()]
            guides += [Guide("gap", (x, low), (x, high)) for low, high, x in self._down.gaps(side)]
        return Snap(dx or 0.0, dy or 0.0, tuple(guides)) if guides else Snap()


def _along_x(rect: Rect) -> _Side:
    return _Side(rect.x, rect.right, rect.y, rect.bottom)


def _along_y(rect: Rect) -> _Side:
    return _Side(rect.y, rect.bottom, rect.x, rect.right)


def _low(side: _Side) -> tuple[float, float]:
    return side.low, side.near


def _high(side: _Side) -> tuple[float, float]:
    return side.high, side.near


def _middle(side: _Side) -> float:
    return (side.low + side.high) / 2


def _across(a: _Side, b: _Side) -> float:
    """The middle of what two sides share across the axis."""
    return (max(a.near, b.near) + min(a.far, b.far)) / 2
