"""Shapes on the open page of a document: lines, areas, patterns and icons.

The private names of reportlab 5.1 used here are `Canvas._code`, `._doc`, `._formsinuse` and
`PDFDocument.getXObjectName`.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from canvas_app.domain.geometry import Point, Rect, polygon_bounds
from canvas_app.domain.theme import BLACK, Theme
from canvas_app.export.icons import BOX, icon_segments
from canvas_app.export.pdf import filing, paths
from canvas_app.export.pdf.tagging import Tagging

STAMPED_FROM = 2  # what is drawn more often than that is stored as a form
_PIECE = 20.0
_TURN = [math.tau * n / 72 for n in range(73)]


class Shapes:
    """x and y are points from the top left corner of the page, `height` is how high that is. Colours are "#RRGGBB".

    What is drawn is decoration, or part of the "Figure" that is open. While `_seen` is a list it collects where
    something is drawn that is not of the paper's colour.
    """

    height: float

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        self.theme = theme
        self._canvas: Any = canvas
        self._tags = Tagging(canvas)
        self._seen: list[Rect] | None = None
        self._stamped: dict[Hashable, int] = {}
        self._stamps: dict[Hashable, str] = {}

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        radius: float = 0.0,
    ) -> None:
        self._pen(fill, stroke, line)
        self._see(fill, Rect(x, y, w, h))
        self._see(stroke, Rect(x, y, w, 0), Rect(x, y + h, w, 0), Rect(x, y, 0, h), Rect(x + w, y, 0, h))
        self._draw(paths.placed(paths.box(w, h, radius), x, self.height - y - h, paths.painted(fill, stroke)))

    def circle(self, x: float, y: float, r: float, *, fill: str = "", stroke: str = "", line: float = 1.0) -> None:
        self._pen(fill, stroke, line)
        if self._seen is not None:
            self._see(fill, Rect(x - r, y - r, 2 * r, 2 * r))
            self._see(stroke, *_pieces([(x + r * math.cos(a), y + r * math.sin(a)) for a in _TURN]))
        self._draw(paths.placed(paths.circle(r), x, self.height - y, paths.painted(fill, stroke)))

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        """A closed shape if it is filled, else a line; `dashes` are lengths of strokes and gaps."""
        self._pen(fill, stroke, line)
        if self._seen is not None:
            self._see(fill, polygon_bounds(points))
            self._see(stroke, *_pieces(points))
        shape = paths.polyline([(x, self.height - y) for x, y in points], bool(fill))
        painting = paths.painted(fill, stroke)
        if dashes:
            self._draw(f"[{' '.join(map(paths.number, dashes))}] 0 d {shape} {painting} [] 0 d")
        else:
            self._draw(f"{shape} {painting}")

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str, width: float) -> None:
        self._pen("", color, width)
        if self._seen is not None:
            self._see(color, *_pieces([(x1, y1), (x2, y2)]))
        self._draw(f"{paths.polyline([(x1, self.height - y1), (x2, self.height - y2)], False)} S")

    def curves(self, start: Point, curves: Sequence[tuple[Point, Point]], color: str, width: float) -> None:
        """A line of quadratic curves (control, end) with round ends; without any it is a dot."""
        if all(point == start for curve in curves for point in curve):
            self.circle(*start, width / 2, fill=color)
            return
        self._pen("", color, width)
        if self._seen is not None:
            self._see(color, polygon_bounds([start, *(point for one in curves for point in one)]))
        at = (start[0], self.height - start[1])
        parts = [f"{paths.number(at[0])} {paths.number(at[1])} m"]
        for (cx, cy), (ex, ey) in curves:
            end = (ex, self.height - ey)
            parts.append(paths.curve(at, (cx, self.height - cy), end))
            at = end
        self._draw(f"{' '.join(parts)} S")

    def hatch(self, pattern: str, box: Rect, ink: str, pitch: float) -> None:
        """Fill a box with a pattern of the theme, its lines about `pitch` apart; nothing where it is ""."""
        if not pattern:
            return
        self._tags.shape()
        self._see(ink, box)
        at = f"1 0 0 1 {paths.number(box.x)} {paths.number(self.height - box.bottom)} cm"
        w, h = round(box.w, 2), round(box.h, 2)
        self._draw(f"q {at} {paths.box(w, h, 0)} W n {paths.colour(ink)} RG {paths.hatching(pattern, w, h, pitch)} Q")

    def icon(self, svg: bytes, x: float, y: float, size: float, color: str, width: float) -> None:
        """An icon centred at (x, y); `width` is that of its strokes. One that cannot be read draws nothing."""
        try:
            segments = icon_segments(svg)
        except ValueError:
            return
        if not segments:
            return
        scale = size / BOX

        def at(point: Point) -> Point:
            return x + (point[0] - BOX / 2) * scale, self.height - y - (point[1] - BOX / 2) * scale

        self._pen("", color, width)
        path = self._canvas.beginPath()
        for segment in segments:
            points = [at(point) for point in segment.points]
            match segment.command:
                case "M":
                    path.moveTo(*points[0])
                case "L":
                    path.lineTo(*points[0])
                case "C":
                    path.curveTo(*points[0], *points[1], *points[2])
                case "Z":
                    path.close()
        self._canvas.drawPath(path, stroke=1, fill=0)

    def stamp(self, key: Hashable, x: float, y: float, room: Rect, draw: Callable[[float, float], None]) -> None:
        """Draw shapes that are drawn often: `draw(x, y)` draws them at any place, the same for the same key.

        `room` is what they cover, seen from there. Many of them are stored once, in a form.
        """
        name = self._stamps.get(key)
        if name is None:
            drawn = self._stamped[key] = self._stamped.get(key, 0) + 1
            if drawn <= STAMPED_FROM:
                draw(x, y)
                return
            name = self._stamps[key] = self._form(room, draw)
        if self._seen is not None:
            self._see(BLACK, room.moved(x, y))
        self._tags.shape()
        if name not in self._canvas._formsinuse:
            self._canvas._formsinuse.append(name)
        at = f"{paths.number(x)} {paths.number(self.height - y)}"
        self._draw(f"q 1 0 0 1 {at} cm /{self._canvas._doc.getXObjectName(name)} Do Q")

    def _form(self, room: Rect, draw: Callable[[float, float], None]) -> str:
        """Shapes as an object of the document, their place at the origin; its name."""
        canvas = self._canvas
        name = f"stamp{len(self._stamps) + 1}"
        with self._tags.silence():
            page, canvas._code = canvas._code, []
            seen, self._seen = self._seen, None
            draw(0.0, self.height)
            content, canvas._code = "\n".join(canvas._code), page
            self._seen = seen
        box = " ".join(map(paths.number, (room.x, -room.bottom, room.right, -room.y)))
        entries = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<<>>"
        form = filing.stream(content.encode("ascii"), entries.encode("ascii"))
        canvas._doc.Reference(form, canvas._doc.getXObjectName(name))
        return name

    def clip_to_round_rect(self, x: float, y: float, w: float, h: float, radius: float) -> None:
        """From here to `unclip` only what lies in this shape is drawn."""
        self._tags.close()
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.roundRect(x, self.height - y - h, w, h, min(radius, w / 2, h / 2))
        self._canvas.clipPath(path, stroke=0, fill=0)

    def unclip(self) -> None:
        self._tags.close()
        self._canvas.restoreState()

    def _see(self, color: str, *where: Rect) -> None:
        if self._seen is not None and color not in ("", self.theme.paper):
            self._seen.extend(where)

    def _pen(self, fill: str, stroke: str, line: float) -> None:
        self._tags.shape()
        if fill or stroke:
            self._draw(paths.pen(fill, stroke, line))

    def _draw(self, operators: str) -> None:
        self._canvas._code.append(operators)


def _pieces(points: Sequence[Point]) -> list[Rect]:
    """A line as rectangles that it runs through, none long in both ways."""
    found = []
    for (ax, ay), (bx, by) in pairwise(points):
        count = max(1, math.ceil(min(abs(bx - ax), abs(by - ay)) / _PIECE))
        for n in range(count):
            (cx, cy), (dx, dy) = ((ax + (bx - ax) * k / count, ay + (by - ay) * k / count) for k in (n, n + 1))
            found.append(Rect(min(cx, dx), min(cy, dy), abs(dx - cx), abs(dy - cy)))
    return found
