"""What a board is drawn on: vectors or pixels. Lengths are board units, colours "#RRGGBB" or "" for none."""

from collections.abc import Sequence
from typing import Literal, Protocol

from canvas_app.domain.geometry import Point, Rect
from canvas_app.export.icons import Segment
from canvas_app.text.block import TextBlock

Cap = Literal["butt", "round", "square"]


class Surface(Protocol):
    def begin(self, name: str, words: str, room: Rect) -> bool:
        """Starts a part of the drawing; whether any of its room is to be seen. `end` follows in any case.

        `words` say to those who do not see it what it is.
        """
        ...

    def end(self) -> None: ...

    def rect(
        self,
        box: Rect,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        radius: float = 0.0,
        opacity: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        """`dashes` are lengths of strokes and gaps."""

    def circle(self, centre: Point, r: float, *, fill: str = "", stroke: str = "", line: float = 1.0) -> None: ...

    def path(
        self,
        segments: Sequence[Segment],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        cap: Cap = "butt",
        sharp: bool = False,
    ) -> None:
        """`sharp`: without smooth edges, for areas that lie side by side."""

    def text(self, block: TextBlock, x: float, y: float, color: str) -> None:
        """A block with its top left corner at (x, y)."""

    def icon(self, svg: bytes, box: Rect, color: str) -> bool:
        """Draws an icon into a square; False where it cannot be read."""
        ...


def polygon(points: Sequence[Point], closed: bool = True) -> list[Segment]:
    first, *others = points
    return [Segment("M", (first,)), *(Segment("L", (p,)) for p in others), *([Segment("Z")] if closed else [])]


def placed(segments: Sequence[Segment], x: float, y: float, scale: float) -> list[Segment]:
    """The same at another place and size."""
    return [Segment(s.command, tuple((x + px * scale, y + py * scale) for px, py in s.points)) for s in segments]
