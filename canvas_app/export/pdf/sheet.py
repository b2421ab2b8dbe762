"""Pages to draw on: reportlab with y growing downwards, our text, and a list of what could not be written."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import Any

from reportlab.lib import pagesizes
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from canvas_app.domain.errors import UserError
from canvas_app.domain.geometry import Point
from canvas_app.domain.theme import Theme
from canvas_app.export.pdf.icons import BOX, icon_segments
from canvas_app.export.pdf.text_writer import TextWriter
from canvas_app.text.layout import Align, GlyphRun, Line, Span, TextBlock, lay_out

NAMED = ("A0", "A1", "A2", "A3", "A4", "A5", "B0", "B1", "B2", "B3", "B4", "B5", "Letter", "Legal", "Tabloid")
"""Page sizes by name; smaller ones have no room for a canvas."""

A4_WIDTH, A4_HEIGHT = 841.89, 595.28
ENLARGE_FROM = 1.2  # pages that much larger than A4 are drawn larger, not emptier

Size = tuple[float, float]


def page_size(name: str, orientation: str = "landscape") -> Size:
    """Width and height in points of a page size in `NAMED` (case does not matter), "landscape" or "portrait".

    Raises UserError (exit code 2) for any other size.
    """
    for known in NAMED:
        if known.lower() == name.strip().lower():
            size = getattr(pagesizes, known.upper())
            return (min(size), max(size)) if orientation == "portrait" else (max(size), min(size))
    error = UserError(f"The page size '{name}' is not known; use one of {', '.join(NAMED)}.")
    error.exit_code = 2
    raise error


def mix(base: str, over: str, share: float) -> str:
    """`base` with a share of `over` in it, opaque: reportlab loses transparency in forms."""
    pairs = ((int(base[i : i + 2], 16), int(over[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def lines_of(block: TextBlock, start: int, end: int) -> TextBlock:
    """Lines [start, end) of a block as a block of their own."""
    if start == 0 and end >= len(block.lines):
        return block
    chosen = block.lines[start:end]
    top = chosen[0].top if chosen else 0.0
    bottom = block.lines[end].top if end < len(block.lines) else block.height
    lines = [_line(line, 1.0, top) for line in chosen]
    return TextBlock(block.width, bottom - top if chosen else 0.0, block.size, lines, block.missing, block.cut)


def scaled(block: TextBlock, factor: float) -> TextBlock:
    """The same lines at another size."""
    lines = [_line(line, factor) for line in block.lines]
    return TextBlock(block.width * factor, block.height * factor, block.size * factor, lines, block.missing, block.cut)


def _line(line: Line, factor: float, raised: float = 0.0) -> Line:
    runs = tuple(
        GlyphRun(
            run.face,
            run.size * factor,
            run.glyphs,
            tuple((x * factor, (y - raised) * factor) for x, y in run.positions),
            run.clusters,
            run.rtl,
            run.starts,
        )
        for run in line.runs
    )
    x, top, baseline = line.x * factor, (line.top - raised) * factor, (line.baseline - raised) * factor
    return Line(line.text, line.start, line.end, x, top, baseline, line.width * factor, line.rtl, runs)


@cache
def _ink(color: str) -> Color:
    return HexColor(color)


class Sheet:
    """The pages of one document, one after the other. x and y are points from the top left corner of the page.

    `source` of a text is the id of what it comes from (a note, a statement) or a word for it; `missing` collects by
    source what no font has. It is drawn as U+FFFD and extracts as it was typed.
    """

    def __init__(self, size: Size, theme: Theme, language: str, changed: tuple[int, ...] | None = None) -> None:
        factor = min(max(size) / A4_WIDTH, min(size) / A4_HEIGHT)
        self.zoom = factor if factor > ENLARGE_FROM else 1.0
        self.width, self.height = size[0] / self.zoom, size[1] / self.zoom
        self.theme = theme
        self.language = language
        self.page = 0
        self.smallest = 0.0
        """The smallest type so far, in points; 0 where nothing is written."""
        self.missing: dict[str, dict[str, None]] = {}
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer, pagesize=size, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang=language or None
        )
        if changed:
            stamp = self._canvas._doc._timeStamp
            stamp.YMDhms, stamp.dhh, stamp.dmm = changed, 0, 0
        self._writer = TextWriter(self._canvas)

    def describe(self, title: str, subject: str) -> None:
        """What a reader shows as the file's properties."""
        try:
            creator = f"Value Canvas {version('value-canvas')}"
        except PackageNotFoundError:
            creator = "Value Canvas"
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("")
        self._canvas.setCreator(creator)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._canvas.showOutline()

    # pages

    def new_page(self) -> None:
        if self.page:
            self._canvas.showPage()
        self.page += 1
        if self.zoom != 1:
            self._canvas.scale(self.zoom, self.zoom)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)

    def outline(self, key: str, title: str, level: int = 0, y: float = 0) -> None:
        """An entry of the outline, and a place that `link` can lead to."""
        self._canvas.bookmarkHorizontal(key, 0, self.height - y)
        self._canvas.addOutlineEntry(title, key, level=level, closed=level == 0)

    def link(self, key: str, x: float, y: float, w: float, h: float) -> None:
        """Make a rectangle lead to an outline entry of the document."""
        rect = (x, self.height - y - h, x + w, self.height - y)
        self._canvas.linkRect("", key, rect, relative=1, Border="[0 0 0]")

    def finish(self) -> bytes:
        """The document. Call once, after the last page."""
        self._writer.finish()
        self._canvas.save()
        return self._buffer.getvalue()

    # structure

    @contextmanager
    def tag(
        self,
        role: str,
        *,
        alt: str = "",
        title: str = "",
        scope: str = "",
        lang: str = "",
        actual: str = "",
        key: str = "",
        order: float = 0.0,
    ) -> Iterator[None]:
        """What is written inside is an element of this role ("Sect", "H1", "P", "L", "LI", "Lbl", "LBody", "Table",
        "TR", "TH", "TD", "Figure", "Link" ...) under the one that is open.

        Text inside a "Sect" is a "P" by itself. Shapes are decoration, but inside a "Figure" they are what `alt`
        tells about. `scope` of a "TH" is "Column" or "Row". `actual` is the whole text of the element where what is
        drawn of it is a part or comes in pieces; else it is the text that is written inside.

        `key`: the element of this role and key under the open one is opened again where there is one already (a
        table that goes on on the next page). `order`: elements under one parent are read by it, and as they came
        where it is the same, whatever the order of painting.
        """
        yield

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """What is written inside is no content of its own: "Pagination" (repeated heads, foot lines), "Layout"."""
        yield

    # text

    def text(self, block: TextBlock, x: float, y: float, color: str, source: str = "") -> None:
        """Write a block with its top left corner at (x, y); what no font has goes under `missing` as well."""
        if any(line.runs for line in block.lines):
            size = block.size * self.zoom
            self.smallest = min(self.smallest or size, size)
        if block.missing:
            self.missing.setdefault(source, {}).update(dict.fromkeys(block.missing))
        self._writer.draw(block, x, self.height - y, _ink(color))

    def block(
        self,
        text: str | Sequence[Span],
        size: float,
        weight: int = 400,
        *,
        width: float = math.inf,
        leading: float = 1.25,
        align: Align = "start",
        max_lines: int | None = None,
    ) -> TextBlock:
        """`lay_out` in the board's language."""
        return lay_out(
            text,
            width=max(width, 1.0),
            size=size,
            weight=weight,
            leading=leading,
            align=align,
            max_lines=max_lines,
            language=self.language,
        )

    def label(
        self,
        text: str | Sequence[Span],
        x: float,
        middle: float,
        size: float,
        color: str,
        *,
        weight: int = 400,
        align: Align = "start",
        width: float = math.inf,
        source: str = "",
    ) -> float:
        """One line with its middle at height `middle`: from x, about x or up to x. Gives back its width.

        A line longer than `width` is cut with an ellipsis.
        """
        block = self.block(text, size, weight, width=width, max_lines=None if math.isinf(width) else 1)
        ink = block.ink_width
        shift = block.lines[0].x if block.lines else 0.0
        left = {"start": x, "center": x - ink / 2, "end": x - ink}[align] - shift
        self.text(block, left, middle - block.height / 2, color, source)
        return ink

    # shapes

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
        bottom = self.height - y - h
        flags = {"stroke": int(bool(stroke)), "fill": int(bool(fill))}
        radius = min(radius, w / 2, h / 2)
        if radius > 0:
            self._canvas.roundRect(x, bottom, w, h, radius, **flags)
        else:
            self._canvas.rect(x, bottom, w, h, **flags)

    def circle(self, x: float, y: float, r: float, *, fill: str = "", stroke: str = "", line: float = 1.0) -> None:
        self._pen(fill, stroke, line)
        self._canvas.circle(x, self.height - y, r, stroke=int(bool(stroke)), fill=int(bool(fill)))

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
        self._canvas.setDash(list(dashes))
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.height - y)
        if fill:
            path.close()
        self._canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))
        self._canvas.setDash([])

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str, width: float) -> None:
        self._pen("", color, width)
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def curves(self, start: Point, curves: Sequence[tuple[Point, Point]], color: str, width: float) -> None:
        """A line of quadratic curves (control, end) with round ends; without any it is a dot."""
        if all(point == start for curve in curves for point in curve):
            self.circle(*start, width / 2, fill=color)
            return
        self._pen("", color, width)
        path = self._canvas.beginPath()
        x, y = start[0], self.height - start[1]
        path.moveTo(x, y)
        for (cx, cy), end in curves:  # PDF knows cubic curves only
            cy, ex, ey = self.height - cy, end[0], self.height - end[1]
            a, b = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3), (ex + (cx - ex) * 2 / 3, ey + (cy - ey) * 2 / 3)
            path.curveTo(*a, *b, ex, ey)
            x, y = ex, ey
        self._canvas.drawPath(path, stroke=1, fill=0)

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

    def clip_to_round_rect(self, x: float, y: float, w: float, h: float, radius: float) -> None:
        """From here to `unclip` only what lies in this shape is drawn."""
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.roundRect(x, self.height - y - h, w, h, min(radius, w / 2, h / 2))
        self._canvas.clipPath(path, stroke=0, fill=0)

    def unclip(self) -> None:
        self._canvas.restoreState()

    def _pen(self, fill: str, stroke: str, line: float) -> None:
        if fill:
            self._canvas.setFillColor(_ink(fill))
        if stroke:
            self._canvas.setStrokeColor(_ink(stroke))
            self._canvas.setLineWidth(line)
