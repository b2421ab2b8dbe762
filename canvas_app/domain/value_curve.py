"""The value curve: everybody's scores over the criteria as lines, on a screen and on paper.

Lengths are the caller's, x from where reading begins and y down. Colour is never the only sign: every line has dashes
and a marker of its own, and its name stands at its end.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from canvas_app.domain.chart import spread
from canvas_app.domain.competition import MOST, Comparison, Line, Rival
from canvas_app.domain.entities import NOTHING, PARTNER_ALONE, US
from canvas_app.domain.geometry import Point, Rect

LEAST = 2
"""So many scored criteria make a curve."""
HUES = ("coral", "green", "lemon")
MARKERS = ("triangle", "diamond", "nabla", "square")
DASHES: tuple[tuple[float, ...], ...] = ((), (7.0, 2.5), (1.5, 2.5), (7.0, 2.5, 1.5, 2.5), (3.0, 1.5))
_SHAPES: dict[str, tuple[Point, ...]] = {
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "triangle": ((0, -1.05), (1, 0.8), (-1, 0.8)),
    "nabla": ((0, 1.05), (1, -0.8), (-1, -0.8)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
}

Measure = Callable[[str, float], tuple[float, float]]
"""Width and height of a name in so much room across."""


@dataclass(frozen=True)
class Look:
    """`hue` names a hue of the theme, "" is the accent; `dashes` are lengths on and off, () for a whole line.

    `marker` is "disc", "ring" or one with `corners`.
    """

    hue: str
    marker: str
    dashes: tuple[float, ...] = ()
    thick: bool = False


@dataclass(frozen=True)
class Dot:
    """A score in its place; `line` is the place of its criterion among those shown."""

    rival: str
    line: int
    score: int
    x: float
    y: float


@dataclass(frozen=True)
class Curve:
    """`runs` are the dots that are joined: where a criterion is not scored, the line is broken.

    `label` is the box of the name; None where it has no room.
    """

    rival: Rival
    look: Look
    runs: tuple[tuple[Dot, ...], ...]
    label: Rect | None

    @property
    def dots(self) -> tuple[Dot, ...]:
        return tuple(dot for run in self.runs for dot in run)


@dataclass(frozen=True)
class ValueCurve:
    """`columns` are the strips of the criteria `lines`, `ticks` scores with their y. Ours is the last of the curves."""

    plot: Rect
    lines: tuple[Line, ...]
    columns: tuple[Rect, ...]
    ticks: tuple[tuple[int, float], ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Sizes:
    """`mark` is the diameter of a marker, `gap` what stays free round names; a name gets a `share` of the width."""

    mark: float = 9.0
    gap: float = 6.0
    share: float = 0.26


def looks(rivals: Sequence[Rival]) -> dict[str, Look]:
    """How everybody's line looks, by id."""
    found = {
        US: Look("", "disc", thick=True),
        PARTNER_ALONE: Look("grey", "square", (5.0, 2.5)),
        NOTHING: Look("grey", "ring", (1.5, 2.5)),
    }
    for n, rival in enumerate(rival for rival in rivals if rival.added):
        found[rival.id] = Look(HUES[n % len(HUES)], MARKERS[n % len(MARKERS)], DASHES[n % len(DASHES)])
    return found


def corners(marker: str, x: float, y: float, radius: float) -> list[Point]:
    """The outline of a marker; empty for a disc or ring."""
    return [(x + dx * radius, y + dy * radius) for dx, dy in _SHAPES.get(marker, ())]


def lay_out(table: Comparison, box: Rect, measure: Measure, sizes: Sizes | None = None) -> ValueCurve | None:
    """The chart of a comparison in a box, names included; None where there are not enough scores for a line.

    Names never overlap and stay inside; where there is room for some only, ours comes first, then as in the table.
    """
    sizes = sizes or Sizes()
    lines = tuple(line for line in table.lines if line.scores)
    if len(lines) < LEAST:
        return None
    scored = [rival for rival in table.rivals if any(rival.id in line.scores for line in lines)]
    names = {rival.id: measure(rival.name, box.w * sizes.share) for rival in scored}
    beside = max(width for width, _ in names.values()) + 3 * sizes.gap
    plot = Rect(box.x, box.y, max(box.w - beside, 1.0), box.h)
    across = plot.w / len(lines)
    columns = tuple(Rect(plot.x + n * across, plot.y, across, plot.h) for n in range(len(lines)))
    ticks = tuple((score, _height(plot, score, sizes)) for score in range(MOST + 1))
    dots = _dots(lines, scored, columns, plot, sizes)
    labels = _labels(scored, dots, names, plot, sizes)
    look = looks(table.rivals)
    curves = [
        Curve(rival, look[rival.id], _runs(dots[rival.id]), labels.get(rival.id)) for rival in scored if rival.id != US
    ]
    curves += [Curve(rival, look[US], _runs(dots[US]), labels.get(US)) for rival in scored if rival.id == US]
    return ValueCurve(plot, lines, columns, ticks, tuple(curves))


def _height(plot: Rect, score: int, sizes: Sizes) -> float:
    edge = min(2 * sizes.mark, plot.h / 8)
    return plot.bottom - edge - (plot.h - 2 * edge) * score / MOST


def _dots(
    lines: Sequence[Line], scored: Sequence[Rival], columns: Sequence[Rect], plot: Rect, sizes: Sizes
) -> dict[str, list[Dot]]:
    """Those who are scored alike on a criterion stand one above the other, so that each can be seen."""
    dots: dict[str, list[Dot]] = defaultdict(list)
    most = (plot.h - 2 * min(2 * sizes.mark, plot.h / 8)) / MOST
    for n, line in enumerate(lines):
        alike: dict[int, list[str]] = defaultdict(list)
        for rival in scored:
            if rival.id in line.scores:
                alike[line.scores[rival.id]].append(rival.id)
        for score, ids in alike.items():
            pitch = min(sizes.mark * 0.8, most * 0.8 / len(ids))
            for place, rival_id in enumerate(ids):
                y = _height(plot, score, sizes) + (place - (len(ids) - 1) / 2) * pitch
                dots[rival_id].append(Dot(rival_id, n, score, columns[n].centre[0], y))
    return dots


def _runs(dots: Sequence[Dot]) -> tuple[tuple[Dot, ...], ...]:
    runs: list[list[Dot]] = []
    for dot in dots:
        if runs and runs[-1][-1].line == dot.line - 1:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return tuple(tuple(run) for run in runs)


def _labels(
    scored: Sequence[Rival],
    dots: dict[str, list[Dot]],
    names: dict[str, tuple[float, float]],
    plot: Rect,
    sizes: Sizes,
) -> dict[str, Rect]:
    """Each name at the height where its line ends, as near as the others let it."""
    named: list[str] = []
    free = plot.h
    for rival in scored:
        height = names[rival.id][1] + sizes.gap / 2
        if height > free:
            break
        free -= height
        named.append(rival.id)
    named.sort(key=lambda rival_id: dots[rival_id][-1].y)
    tops = spread(
        [dots[rival_id][-1].y - names[rival_id][1] / 2 for rival_id in named],
        [names[rival_id][1] + sizes.gap / 2 for rival_id in named],
        plot.y,
        plot.bottom,
    )
    x = plot.right + 2.5 * sizes.gap
    return {rival_id: Rect(x, top, *names[rival_id]) for rival_id, top in zip(named, tops, strict=True)}
