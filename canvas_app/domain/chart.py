"""Weight against relief: where each need stands on a chart, and where its label has room.

Lengths are the caller's, x to the right and y down. `lay_out` says where everything goes; who draws it, on a screen or
on paper, needs nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from canvas_app.domain.fit import FULL, TOP, Fit
from canvas_app.domain.geometry import Rect

BANDS = ("nothing answers it", "partly answered", "mostly answered", "fully answered")
"""What stands below the bands, by relief."""
MATTERS = TOP / 2
"""A need matters from this weight on."""
SERVED = 2
"""A need is served from this relief on."""
NOT_SERVED = "Matters and is not served"

Measure = Callable[[str, float], tuple[float, float]]
"""Width and height of the label of a need in so much room across."""


@dataclass(frozen=True)
class Sizes:
    """`mark` is the diameter of a mark, `gap` what stays free round labels, `lanes` how many marks of about the same
    weight may stand side by side."""

    mark: float = 22.0
    gap: float = 5.0
    lanes: int = 4


@dataclass(frozen=True)
class Mark:
    """A need: the middle of its mark, and its label's box; None where no label has room."""

    need: str
    relief: int
    x: float
    y: float
    label: Rect | None


@dataclass(frozen=True)
class Chart:
    """`bands` are the columns by relief, `ticks` weights with their y, `left_out` how many needs of a band are unnamed.

    `urgent` is the part where what matters and is not served stands. Marks are by relief, the heaviest first.
    """

    plot: Rect
    bands: tuple[Rect, ...]
    urgent: Rect
    ticks: tuple[tuple[int, float], ...]
    marks: tuple[Mark, ...]
    left_out: tuple[int, ...]


def lay_out(figures: Fit, plot: Rect, measure: Measure, sizes: Sizes | None = None) -> Chart:
    """The chart of all needs in a box; labels never overlap and stay inside, the heaviest needs get theirs first.

    A box less than some six marks wide has no room for the marks themselves.
    """
    sizes = sizes or Sizes()
    across = plot.w / (FULL + 1)
    bands = tuple(Rect(plot.x + n * across, plot.y, across, plot.h) for n in range(FULL + 1))
    marks: list[Mark] = []
    left_out = []
    for relief, band in enumerate(bands):
        needs = sorted((n for n, r in figures.relief.items() if r == relief), key=lambda n: -figures.weights[n])
        heights = [_height(plot, figures.weights[need], sizes) for need in needs]
        found, missing = _fill(needs, heights, relief, band, measure, sizes)
        marks += found
        left_out.append(missing)
    middle = _height(plot, MATTERS, sizes)
    return Chart(
        plot,
        bands,
        Rect(plot.x, plot.y, across * SERVED, middle - plot.y),
        tuple((n, _height(plot, n, sizes)) for n in range(int(TOP) + 1)),
        tuple(marks),
        tuple(left_out),
    )


def _height(plot: Rect, weight: float, sizes: Sizes) -> float:
    """The y of a weight; marks of the lightest and the heaviest are whole inside."""
    edge = sizes.mark / 2 + sizes.gap
    return plot.y + edge + (plot.h - 2 * edge) * (1 - weight / TOP)


def _fill(
    needs: Sequence[str], heights: Sequence[float], relief: int, band: Rect, measure: Measure, sizes: Sizes
) -> tuple[list[Mark], int]:
    """The marks of one band from the heaviest on, and how many of them have no label."""
    pitch = sizes.mark + sizes.gap / 2
    most = max(1, min(sizes.lanes, int(band.w / 3 / pitch)))
    lanes = _lanes(heights, pitch, most)
    beside = sizes.gap + pitch * (max(lanes, default=0) + 1) + sizes.gap
    room = band.w - beside - sizes.gap
    boxes: list[tuple[float, float]] = []
    free = band.h - 2 * sizes.gap
    for need in needs:
        width, height = measure(need, max(room, 0.0))
        if room <= 0 or width > room or height > free:
            break
        free -= height + sizes.gap
        boxes.append((width, height))
    tops = spread(
        [y - height / 2 for y, (_, height) in zip(heights, boxes, strict=False)],
        [height + sizes.gap for _, height in boxes],
        band.y + sizes.gap,
        band.y + band.h,
    )
    labels = [Rect(band.x + beside, top, width, height) for top, (width, height) in zip(tops, boxes, strict=True)]
    found = [
        Mark(
            need,
            relief,
            band.x + sizes.gap + sizes.mark / 2 + pitch * lane,
            y,
            labels[n] if n < len(labels) else None,
        )
        for n, (need, y, lane) in enumerate(zip(needs, heights, lanes, strict=True))
    ]
    return found, len(needs) - len(labels)


def _lanes(heights: Sequence[float], pitch: float, most: int) -> list[int]:
    """In which lane each mark stands: the first that is free at its height, else the one that is free soonest."""
    last: list[float] = []
    lanes = []
    for y in heights:
        free = next((n for n, below in enumerate(last) if y - below >= pitch), None)
        if free is None and len(last) < most:
            free = len(last)
            last.append(y)
        elif free is None:
            free = min(range(most), key=lambda n: last[n])
        last[free] = y
        lanes.append(free)
    return lanes


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Tops of boxes, in order, as near to those wanted as they can be without overlapping or leaving the room.

    Raises nothing where they do not fit: they then reach below `bottom`.
    """
    runs: list[list[float]] = []  # first box, sum of (wanted top - height above it in the run), boxes, height
    for n, (want, height) in enumerate(zip(wanted, heights, strict=True)):
        runs.append([n, want, 1, height])
        while len(runs) > 1 and _start(runs[-2], top, bottom) + runs[-2][3] > _start(runs[-1], top, bottom):
            first, total, count, high = runs[-2]
            _, more, others, below = runs.pop()
            runs[-1] = [first, total + more - others * high, count + others, high + below]
    tops = []
    for first, total, count, high in runs:
        y = _start([first, total, count, high], top, bottom)
        for n in range(int(first), int(first + count)):
            tops.append(y)
            y += heights[n]
    return tops


def _start(run: Sequence[float], top: float, bottom: float) -> float:
    """Where a run of boxes begins."""
    _, total, count, high = run
    return max(top, min(total / count, bottom - high))
