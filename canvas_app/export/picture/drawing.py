"""A part of a board as it looks on the screen at rest, on any surface."""

import math
from collections.abc import Mapping

from canvas_app.domain import arrange
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import DrawArrow, DrawBox, DrawCircle, DrawDisc, DrawLine, Drawn, Zone
from canvas_app.domain.entities import Link, Note, Stroke
from canvas_app.domain.evidence import marks
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import QUARTER, Point, Rect
from canvas_app.domain.ink import bounds as ink_bounds
from canvas_app.domain.ink import runs
from canvas_app.domain.link_curve import RING, WIDTHS, link_curve, link_hue, link_rest
from canvas_app.domain.theme import HueColours, Theme, mix
from canvas_app.export.icons import Segment
from canvas_app.export.picture.area import Area, heading_of, note_box
from canvas_app.export.picture.surface import Surface, polygon
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from canvas_app.text.note_face import BAR, INSET, RADIUS, SHADOW, SHADOWS, TOP, note_text
from canvas_app.text.note_foot import BADGE, DOT, ICON, STAR, foot_of
from canvas_app.text.runs import han_language
from canvas_app.text.zone_words import CHIP, CHIP_GAP, CHIP_ICON, FRAME_WIDTH, HINT, LINE_WIDTH, hint_place

AROUND = 8.0
"""How far the shadow of a note reaches."""
ARROW_LINE, ARROW_SHAFT, ARROW_HEAD, ARROW_HALF = 1.8, 5.0, 9.0, 4.5
ARROW_LABEL, ARROW_LABEL_UP, ARROW_FIGURE, ARROW_FIGURE_DOWN = 11.0, 12.0, 15.0, 11.0
PARKING_RADIUS, PARKING_WORDS, PARKING_DASHES = 14.0, 14.0, (8.0, 6.0)
_DISC_ICON = 1.2


class BoardDrawing:
    """Draws one area of one board. `missing` collects the characters that no font has, by note."""

    def __init__(self, board: Board, area: Area, theme: Theme, icons: Mapping[str, bytes]) -> None:
        self.board = board
        self.area = area
        self.theme = theme
        self.icons = icons
        self.missing: dict[str, tuple[str, ...]] = {}
        self._scale = board.info.scale
        texts = [board.info.title, *(note.text for note in board.notes.values())]
        self.language = han_language("".join(texts), board.info.language)
        self._ranks = board.ranks()
        self._marks = marks(board)
        self._boxes = {note.id: note_box(note) for note in area.notes}
        self._answered = ""
        if area.whole:
            total = len(figures.relief) if (figures := fit(board)) else 0
            self._answered = f"{figures.answered}/{total}" if total else "–"

    def draw(self, surface: Surface) -> None:
        """All of it, from the lowest to the highest. May be called again for another part of the same picture."""
        for zone in self.area.zones:
            self._tint(surface, zone)
        if self.area.whole:
            self._frame(surface)
        else:
            for zone in self.area.zones:
                surface.path(polygon(self._outline(zone)), stroke=self.theme.frame, line=LINE_WIDTH)
        if self.area.parking:
            self._parking(surface)
        for zone in self.area.zones:
            self._heading(surface, zone)
        strength = {link.id: link_rest(self.board, link) for link in self.area.links}
        for link in sorted(self.area.links, key=lambda link: (strength[link.id], link.id)):
            self._link(surface, link, strength[link.id])
        for note in self.area.notes:
            self._note(surface, note)
        for stroke in self.area.strokes:
            self._stroke(surface, stroke)

    # the canvas

    def _at(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale

    def _outline(self, zone: Zone) -> list[Point]:
        return [self._at(point) for point in zone.outline]

    def _hue(self, kind_id: str) -> HueColours:
        kind = self.board.canvas.kind(kind_id)
        return self.theme.hue(kind.hue if kind else "grey")

    def _tint(self, surface: Surface, zone: Zone) -> None:
        surface.path(polygon(self._outline(zone)), fill=self._hue(zone.kind).tint, sharp=True)

    def _frame(self, surface: Surface) -> None:
        figures = self.board.canvas.frame.draw
        for figure in figures:
            self._figure(surface, figure)
        for zone in () if figures else self.area.zones:
            surface.path(polygon(self._outline(zone)), stroke=self.theme.frame, line=LINE_WIDTH)

    def _figure(self, surface: Surface, figure: Drawn) -> None:
        s, theme = self._scale, self.theme
        match figure:
            case DrawBox():
                box = Rect(*figure.at, *figure.size).scaled(s)
                surface.rect(box, stroke=theme.frame, line=FRAME_WIDTH, radius=figure.radius * s)
            case DrawCircle():
                surface.circle(self._at(figure.center), figure.radius * s, stroke=theme.frame, line=FRAME_WIDTH)
            case DrawLine():
                points = [self._at(point) for point in figure.points]
                surface.path(polygon(points, closed=False), stroke=theme.line, line=LINE_WIDTH)
            case DrawDisc():
                (x, y), r = self._at(figure.center), figure.radius * s
                surface.circle((x, y), r, fill=theme.paper, stroke=theme.frame, line=LINE_WIDTH)
                half = r * _DISC_ICON / 2
                self._icon(surface, figure.icon, Rect(x - half, y - half, 2 * half, 2 * half), theme.ink)
            case DrawArrow():
                self._arrow(surface, self._at(figure.start), self._at(figure.end), figure.label)

    def _arrow(self, surface: Surface, start: Point, end: Point, label: str) -> None:
        ink = self.theme.ink
        dx, dy = end[0] - start[0], end[1] - start[1]
        length = math.hypot(dx, dy) or 1.0
        ux, uy = dx / length, dy / length
        shaft = [
            (start[0] + ux * ARROW_SHAFT, start[1] + uy * ARROW_SHAFT),
            (end[0] - ux * ARROW_SHAFT, end[1] - uy * ARROW_SHAFT),
        ]
        surface.path(polygon(shaft, closed=False), stroke=ink, line=ARROW_LINE, cap="square")
        for (x, y), way in ((start, 1.0), (end, -1.0)):
            bx, by = x + way * ux * ARROW_HEAD, y + way * uy * ARROW_HEAD
            wx, wy = -uy * ARROW_HALF, ux * ARROW_HALF
            surface.path(polygon([(x, y), (bx + wx, by + wy), (bx - wx, by - wy)]), fill=ink)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        if label:
            words = self._words(label.upper(), ARROW_LABEL)
            surface.text(words, x - words.ink_width / 2, y - ARROW_LABEL_UP - words.height, self.theme.muted)
        words = self._words(self._answered, ARROW_FIGURE)
        surface.text(words, x - words.ink_width / 2, y + ARROW_FIGURE_DOWN, ink)

    def _heading(self, surface: Surface, zone: Zone) -> None:
        kind = self.board.canvas.kind(zone.kind)
        hue = self._hue(zone.kind)
        words, heading = heading_of(zone, self._scale, self.language)
        x, y = heading.x, heading.y
        surface.rect(Rect(x, y, CHIP, CHIP), fill=hue.note, radius=7)
        inner = CHIP * CHIP_ICON
        room = Rect(x + (CHIP - inner) / 2, y + (CHIP - inner) / 2, inner, inner)
        if kind and not self._icon(surface, kind.icon, room, hue.strong):
            letter = self._words(kind.label[:1].upper(), inner * 0.8)
            surface.text(letter, x + (CHIP - letter.ink_width) / 2, y + (CHIP - letter.height) / 2, hue.strong)
        surface.text(words, x + CHIP + CHIP_GAP, y + (CHIP - words.height) / 2, hue.strong)
        if zone.hint.strip() and not any(note.zone == zone.id for note in self.area.notes):
            block, box = hint_place(zone.hint, HINT, self._outline(zone), heading)
            surface.text(block, box.centre[0] - block.width / 2, box.y, self.theme.muted)

    def _parking(self, surface: Surface) -> None:
        box = arrange.parking_rect(self.board)
        surface.rect(box, stroke=self.theme.parking, line=LINE_WIDTH, radius=PARKING_RADIUS, dashes=PARKING_DASHES)
        surface.text(self._words("Parking lot", PARKING_WORDS), box.x + 16, box.y + 6, self.theme.muted)

    def _icon(self, surface: Surface, name: str, box: Rect, color: str) -> bool:
        svg = self.icons.get(name)
        return svg is not None and surface.icon(svg, box, color)

    def _words(self, text: str, size: float) -> TextBlock:
        return lay_out(text, width=math.inf, size=size, weight=700, language=self.language)

    # what lies on it

    def _link(self, surface: Surface, link: Link, strength: float) -> None:
        curve = link_curve(self._boxes[link.source], self._boxes[link.target])
        color = mix(self.theme.paper, self.theme.hue(link_hue(self.board, link)).strong, strength)
        line = WIDTHS[link.strength]
        xs, ys = zip(*curve, strict=True)
        room = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(RING + line)
        if surface.begin("link", "", room):
            surface.circle(curve.ring, RING, stroke=color, line=line)
            bow = [Segment("M", (curve.start,)), Segment("C", (curve.first, curve.second, curve.end))]
            surface.path(bow, stroke=color, line=line, cap="square")
        surface.end()

    def _note(self, surface: Surface, note: Note) -> None:
        box = self._boxes[note.id]
        hue = self._hue(note.kind)
        if surface.begin("note", note.text, box.grown(AROUND)):
            for (left, top, right, bottom), opacity in SHADOWS:
                shade = Rect(box.x + left, box.y + top, box.w - left + right, box.h - top + bottom)
                surface.rect(shade, fill=SHADOW, radius=RADIUS, opacity=opacity)
            surface.path(_paper(box), fill=hue.note)
            surface.path(_bar(box), fill=hue.strong)
            if border := self.theme.border:
                surface.rect(box.grown(-border / 2), stroke=hue.edge, line=border, radius=RADIUS)
            words = note_text(note.text, note.w, note.h, self.language)
            surface.text(words, box.x + INSET, box.y + TOP, self.theme.ink)
            if words.missing:
                self.missing[note.id] = words.missing
            self._foot(surface, note, box, hue)
        surface.end()

    def _foot(self, surface: Surface, note: Note, box: Rect, hue: HueColours) -> None:
        kind = self.board.canvas.kind(note.kind)
        foot = foot_of(note, box.h, self._ranks.get(note.id), kind.icon if kind else "", self._marks.get(note.id, ""))
        middle = box.y + foot.middle
        if foot.badge is not None:
            number, x, wide = foot.badge
            surface.rect(Rect(box.x + x, middle - BADGE, wide, 2 * BADGE), fill=hue.strong, radius=BADGE)
            left = box.x + x + (wide - number.ink_width) / 2
            surface.text(number, left, middle - number.height / 2, self.theme.panel)
        if foot.star is not None:
            corners = [(box.x + foot.star + x, middle + y) for x, y in STAR]
            surface.path(polygon(corners), fill=hue.strong)
        for x in foot.dots:
            surface.circle((box.x + x, middle), DOT, fill=hue.strong)
        for name, x, warns in foot.icons:
            room = Rect(box.x + x, middle - ICON / 2, ICON, ICON)
            self._icon(surface, name, room, self.theme.error if warns else hue.strong)

    def _stroke(self, surface: Surface, stroke: Stroke) -> None:
        color = self.theme.ink if stroke.colour == "ink" else self.theme.hue(stroke.colour).strong
        if surface.begin("ink", "", ink_bounds(stroke.points, stroke.width)):
            for run in runs(stroke.points, stroke.width):
                if all(point == run.start for curve in run.curves for point in curve):
                    surface.circle(run.start, run.width / 2, fill=color)
                    continue
                bow = [Segment("M", (run.start,)), *(Segment("Q", curve) for curve in run.curves)]
                surface.path(bow, stroke=color, line=run.width, cap="round")
        surface.end()


def _bar(box: Rect) -> list[Segment]:
    """The stripe of a note: round above, square below."""
    x, y, right, low, r = box.x, box.y, box.right, box.y + BAR, RADIUS
    k = r * (1 - QUARTER)
    return [
        Segment("M", ((x, low),)),
        Segment("L", ((x, y + r),)),
        Segment("C", ((x, y + k), (x + k, y), (x + r, y))),
        Segment("L", ((right - r, y),)),
        Segment("C", ((right - k, y), (right, y + k), (right, y + r))),
        Segment("L", ((right, low),)),
        Segment("Z"),
    ]


def _paper(box: Rect) -> list[Segment]:
    """The rest of it: square above, where it reaches below the stripe, round below."""
    top, right, bottom, r = box.y + BAR - 1, box.right, box.bottom, RADIUS
    k = r * (1 - QUARTER)
    return [
        Segment("M", ((box.x, top),)),
        Segment("L", ((right, top),)),
        Segment("L", ((right, bottom - r),)),
        Segment("C", ((right, bottom - k), (right - k, bottom), (right - r, bottom))),
        Segment("L", ((box.x + r, bottom),)),
        Segment("C", ((box.x + k, bottom), (box.x, bottom - k), (box.x, bottom - r))),
        Segment("Z"),
    ]
