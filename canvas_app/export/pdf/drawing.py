"""The drawing under the notes: zones, frame, headings and hints of any canvas, at any scale."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canvas_app.domain import arrange
from canvas_app.domain.canvas import DrawArrow, DrawBox, DrawCircle, DrawDisc, DrawLine, Zone
from canvas_app.domain.geometry import Point, Rect, bounds, distance_to_border, fits_inside
from canvas_app.export.pdf.content import Content
from canvas_app.export.pdf.parts import swatch, swatch_width
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.text.block import Align, Span, TextBlock

FRAME_LINE, INNER_LINE, DISC_LINE, ICON_LINE = 1.3, 0.8, 1.0, 1.1
ICON_SHARE, DISC_FULL = 1.2, 14.0  # of a disc's radius; smaller discs have thinner icons

HEADING_MIDDLE = 13.0  # board units from a heading's place to the middle of its first line
HEADING_UNITS, HEADING_SIZE, HEADING_MIN, HEADING_LEAST = 16.0, 8.2, 8.0, 6.0  # the least where zones are narrow
HEADING_DOWN = (0.0, 0.2, 0.4)  # of its size
HEADING_WEIGHT, COUNT_WEIGHT = 650, 400
HEADING_INSET, HEADING_BACK = 8.0, 2.5

ARROW_LINE, ARROW_HEAD = 1.3, 5.5
ARROW_LABEL_SIZE, ARROW_LABEL_UP = 6.4, 16.5
ARROW_FIGURE_SIZE, ARROW_FIGURE_MIN, ARROW_FIGURE_DOWN = 9.5, 8.0, 12.5
ARROW_WEIGHT = 650
ARROW_FULL_GAP, ARROW_LEAST = 27.0, 0.6  # shorter arrows are thinner, their words nearer

HINT_SIZE, HINT_WIDTHS, HINT_GRID = 8.0, (140.0, 115.0, 90.0, 70.0, 48.0), 25


@dataclass(frozen=True)
class Placement:
    """Where board units come to lie on the page: points = origin + scale x units."""

    x: float
    y: float
    scale: float

    def at(self, point: Point) -> Point:
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale

    def rect(self, rect: Rect) -> Rect:
        return rect.scaled(self.scale).moved(self.x, self.y)


def place(frame: Rect, faces: Sequence[Rect], free: Rect, slack: tuple[float, float]) -> Placement:
    """The frame as large as the free area allows and in its middle.

    Faces may stand out of the frame by `slack` points beyond the free area; where they need more, all gets smaller.
    """
    everything = bounds([frame, *faces]) or frame
    reach = Rect(free.x - slack[0], free.y - slack[1], free.w + 2 * slack[0], free.h + 2 * slack[1])
    scale = min(free.w / frame.w, free.h / frame.h, reach.w / everything.w, reach.h / everything.h)
    x = free.centre[0] - frame.centre[0] * scale
    y = free.centre[1] - frame.centre[1] * scale
    x += max(0.0, reach.x - (x + everything.x * scale)) - max(0.0, x + everything.right * scale - reach.right)
    y += max(0.0, reach.y - (y + everything.y * scale)) - max(0.0, y + everything.bottom * scale - reach.bottom)
    return Placement(x, y, scale)


def extent(content: Content) -> Rect:
    """The frame in board units, with what the canvas file puts outside it."""
    canvas = content.canvas
    rects = [canvas.frame_rect, *(zone.bounds for zone in canvas.zones)]
    for figure in canvas.frame.draw:
        if isinstance(figure, DrawBox):
            rects.append(Rect(*figure.at, *figure.size))
        elif isinstance(figure, DrawCircle):
            (x, y), r = figure.center, figure.radius
            rects.append(Rect(x - r, y - r, 2 * r, 2 * r))
    everything = bounds(rects)
    assert everything is not None
    return everything.scaled(content.board.info.scale)


class Drawing:
    """The canvas of one board on one sheet."""

    def __init__(self, sheet: Sheet, content: Content, placement: Placement, icons: Mapping[str, bytes]) -> None:
        self.sheet = sheet
        self.content = content
        self.theme = content.theme
        growth = content.board.info.scale
        self.units = placement
        self.grown = Placement(placement.x, placement.y, placement.scale * growth)  # for what the canvas file says
        self.icons = icons

    def draw(self) -> None:
        """Tints, lines, frame, discs and arrows; no text of zones."""
        for zone in self.content.canvas.zones:
            self._tint(zone)
        figures = self.content.canvas.frame.draw
        for zone in () if figures else self.content.canvas.zones:
            outline = list(self._outline(zone))
            self.sheet.polygon([*outline, outline[0]], stroke=self.theme.frame, line=INNER_LINE)
        for figure in figures:
            if isinstance(figure, DrawLine):
                points = [self.grown.at(point) for point in figure.points]
                self.sheet.polygon(points, stroke=self.theme.line, line=INNER_LINE)
        for figure in figures:
            if isinstance(figure, DrawBox):
                box = self._box(figure)
                radius = figure.radius * self.grown.scale
                stroke = self.theme.frame
                self.sheet.rect(box.x, box.y, box.w, box.h, stroke=stroke, line=FRAME_LINE, radius=radius)
            elif isinstance(figure, DrawCircle):
                x, y = self.grown.at(figure.center)
                radius = figure.radius * self.grown.scale
                self.sheet.circle(x, y, radius, stroke=self.theme.frame, line=FRAME_LINE)
        for figure in figures:
            if isinstance(figure, DrawDisc):
                self._disc(figure)
            elif isinstance(figure, DrawArrow):
                self._arrow(figure)

    def _box(self, figure: DrawBox) -> Rect:
        return self.grown.rect(Rect(*figure.at, *figure.size))

    def _outline(self, zone: Zone) -> list[Point]:
        return [self.grown.at(point) for point in zone.outline]

    def _tint(self, zone: Zone) -> None:
        """The zone's colour, inside the round corners of the box that it lies in."""
        fill = self.content.kind_hue(zone.kind).tint
        x, y = zone.bounds.centre
        around = [
            figure
            for figure in self.content.canvas.frame.draw
            if isinstance(figure, DrawBox) and figure.radius and Rect(*figure.at, *figure.size).contains((x, y))
        ]
        if around:
            box = self._box(around[0])
            self.sheet.clip_to_round_rect(box.x, box.y, box.w, box.h, around[0].radius * self.grown.scale)
        self.sheet.polygon(self._outline(zone), fill=fill)
        if around:
            self.sheet.unclip()

    def _disc(self, figure: DrawDisc) -> None:
        x, y = self.grown.at(figure.center)
        radius = figure.radius * self.grown.scale
        self.sheet.circle(x, y, radius, fill=self.theme.paper, stroke=self.theme.frame, line=DISC_LINE)
        svg = self.icons.get(figure.icon)
        if svg:
            self.sheet.icon(svg, x, y, radius * ICON_SHARE, self.theme.ink, ICON_LINE * min(1.0, radius / DISC_FULL))

    def _arrow(self, figure: DrawArrow) -> None:
        """Two heads, the label above, below it how many of the needs are answered."""
        start, end = self.grown.at(figure.start), self.grown.at(figure.end)
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
        ux, uy = dx / length, dy / length
        k = min(1.0, max(ARROW_LEAST, length / ARROW_FULL_GAP))
        head = min(ARROW_HEAD * k, length / 2)
        ink = self.theme.ink
        self.sheet.polygon(
            [(start[0] + ux * head, start[1] + uy * head), (end[0] - ux * head, end[1] - uy * head)],
            stroke=ink,
            line=ARROW_LINE * k,
        )
        for tip, way in ((start, 1), (end, -1)):
            back = (tip[0] + way * ux * head, tip[1] + way * uy * head)
            half = head * 0.55
            wings = [(back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)]
            self.sheet.polygon([tip, *wings], fill=ink)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        up = (uy, -ux) if ux >= 0 else (-uy, ux)
        if figure.label:
            self._beside(middle, up, ARROW_LABEL_UP * k, figure.label.upper(), ARROW_LABEL_SIZE, self.theme.muted)
        figures = self.content.figures
        if any(kind.role == "need" for kind in self.content.canvas.kinds):
            score = f"{figures.answered}/{len(figures.weights)}" if figures.weights else "–"
            size = max(ARROW_FIGURE_SIZE * k, ARROW_FIGURE_MIN)
            self._beside(middle, (-up[0], -up[1]), ARROW_FIGURE_DOWN * k, score, size, ink)

    def _beside(self, middle: Point, way: Point, distance: float, words: str, size: float, color: str) -> None:
        """A line of words beside an arrow, so far away that a slanting arrow does not touch it."""
        half = self.sheet.block(words, size, ARROW_WEIGHT).ink_width / 2
        distance += half * abs(way[0])
        x, y = middle[0] + way[0] * distance, middle[1] + way[1] * distance
        self.sheet.label(words, x, y, size, color, weight=ARROW_WEIGHT, align="center", source="canvas")

    # words of zones

    @property
    def headings_on_top(self) -> bool:
        """Whether headings are larger than on screen, so that notes beside them would cover them."""
        return HEADING_UNITS * self.units.scale < HEADING_LEAST

    def heading(self, zone: Zone, count: int, taken: Sequence[Rect] = ()) -> Rect:
        """A zone's title and number of notes, as large as there is room beside what is `taken`; where it lies."""
        hue = self.content.kind_hue(zone.kind)
        natural = min(HEADING_SIZE, max(HEADING_LEAST, HEADING_UNITS * self.units.scale))
        outline = self._outline(zone)
        tries = [
            (size, down * natural, marked)
            for marked in ((True, False) if hue.pattern else (False,))
            for size in sorted({max(natural, HEADING_MIN), (max(natural, HEADING_MIN) + natural) / 2, natural})[::-1]
            for down in HEADING_DOWN
        ]
        found = [self._heading(zone, count, *one) for one in tries]
        fitting = (n for n, one in enumerate(found) if self._clear(one[1], outline, taken))
        chosen = next(fitting, len(found) - len(HEADING_DOWN))
        block, room = found[chosen]
        if self.headings_on_top:
            self.sheet.rect(room.x - 3, room.y - 0.5, room.w + 6, room.h + 1, fill=hue.tint, radius=HEADING_BACK)
        mark = 0.0
        if tries[chosen][2]:
            mark = swatch_width(hue, block.size)
            swatch(self.sheet, hue, room.x, room.y + block.size * 0.625, block.size)
        left = room.x + mark - min((line.x for line in block.lines), default=0.0)
        self.sheet.text(block, left, room.y, hue.strong, "canvas")
        return room

    @staticmethod
    def _clear(room: Rect, outline: Sequence[Point], taken: Sequence[Rect]) -> bool:
        return fits_inside(room.grown(1), outline) and not any(room.overlaps(other, 1) for other in taken)

    def _heading(self, zone: Zone, count: int, size: float, down: float, marked: bool) -> tuple[TextBlock, Rect]:
        """A heading at a size and so much lower than on screen, with its pattern or not, and where its ink lies."""
        spans = [Span(zone.title, HEADING_WEIGHT), Span(f"  {count:,}", COUNT_WEIGHT)]
        room = self.grown.rect(zone.bounds)
        place = arrange.heading_of(zone)
        align: Align = {"left": "start", "center": "center", "right": "end"}[place.align]  # type: ignore[assignment]
        x, y = self.grown.at(place.at)
        if zone.heading is None:
            width = self._width_from(zone, spans, size, x, y)
        else:
            width = {"start": room.right - x, "center": 2 * min(x - room.x, room.right - x), "end": x - room.x}[align]
        mark = swatch_width(self.content.kind_hue(zone.kind), size) if marked else 0.0
        block = self.sheet.block(spans, size, width=max(width - mark, 40.0), leading=1.25, align=align)
        left = x + {"start": mark, "center": (mark - block.width) / 2, "end": -block.width}[align]
        top = y + HEADING_MIDDLE * self.units.scale - size * 1.25 / 2 + down
        ink_left = left + min((line.x for line in block.lines), default=0.0)
        return block, Rect(ink_left - mark, top, mark + block.ink_width, block.height)

    def _width_from(self, zone: Zone, spans: Sequence[Span], size: float, x: float, y: float) -> float:
        """The width of a heading that the canvas file gives no place: on one line where the zone has room for that."""
        outline, width = self._outline(zone), self.grown.rect(zone.bounds).right - HEADING_INSET - x
        block = self.sheet.block(spans, size, width=max(width, 40.0), leading=1.25)
        if fits_inside(Rect(x, y, block.ink_width, block.height), outline):
            return width
        return arrange.HEADING_SIZE[0] * self.units.scale

    def heading_room(self, zone: Zone, count: int) -> Rect:
        """Where a zone's heading lies when nothing is in its way."""
        return self._heading(zone, count, max(HEADING_SIZE, HEADING_MIN), 0.0, True)[1]

    def hint(self, zone: Zone, heading: Rect) -> None:
        """The question of an empty zone, where the zone has most room for it."""
        if not zone.hint.strip():
            return
        taken = [heading.grown(4), *self.discs()]
        found = self._best_place(zone, taken)
        if found:
            block, rect = found
            self.sheet.text(block, rect.x, rect.y, self.theme.muted, "canvas")

    def discs(self) -> list[Rect]:
        """What the discs of the drawing take, with some room round them."""
        rects = []
        for figure in self.content.canvas.frame.draw:
            if isinstance(figure, DrawDisc):
                x, y = self.grown.at(figure.center)
                r = figure.radius * self.grown.scale
                rects.append(Rect(x - r, y - r, 2 * r, 2 * r).grown(4))
        return rects

    def _balanced(self, words: str, size: float, width: float) -> TextBlock:
        """Centred words in the narrowest block that takes no more lines than one of this width."""

        def block(width: float) -> TextBlock:
            return self.sheet.block(words, size, width=width, leading=1.35, align="center")

        found = block(width)
        while width > 40 and len((narrower := block(width - 6)).lines) == len(found.lines):
            found, width = narrower, width - 6
        return found

    def _best_place(self, zone: Zone, taken: Sequence[Rect]) -> tuple[TextBlock, Rect] | None:
        outline = self._outline(zone)
        room = self.grown.rect(zone.bounds)
        centres = [
            (room.x + room.w * (i + 0.5) / HINT_GRID, room.y + room.h * (j + 0.5) / HINT_GRID)
            for i in range(HINT_GRID)
            for j in range(HINT_GRID)
        ]
        for width in HINT_WIDTHS:
            block = self._balanced(zone.hint, HINT_SIZE, width)
            best: tuple[tuple[int, float], Rect] | None = None
            for x, y in centres:
                rect = Rect(x - block.width / 2, y - block.height / 2, block.width, block.height)
                clear = not any(rect.overlaps(other) for other in taken)
                if clear and fits_inside(rect.grown(3), outline):
                    off_centre = math.dist((x, y), room.centre)
                    merit = (round(distance_to_border((x, y), outline)), -off_centre)
                    if best is None or merit > best[0]:
                        best = (merit, rect)
            if best:
                return block, best[1]
        return None
