"""The drawing under the notes: frame, zones, headings, hints, the parking lot. Cannot be selected or moved."""

import math
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from canvas_app.domain.arrange import PARKING_GAP, PARKING_HEADING, PARKING_HEIGHT, heading_of
from canvas_app.domain.canvas import Canvas, DrawArrow, DrawBox, DrawCircle, DrawDisc, DrawLine, Drawn, Zone
from canvas_app.domain.entities import PARKING
from canvas_app.domain.geometry import Rect, centroid
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from canvas_app.text.zone_words import CHIP, CHIP_GAP, CHIP_ICON, FRAME_WIDTH, HEADING, HINT, LINE_WIDTH, hint_place
from canvas_app.ui.board.link_item import blend
from canvas_app.ui.board.note_item import BOX_BELOW, Look
from canvas_app.ui.theme import colour, icon_pixmap, icon_renderer

HEADING_MIN_PX = 11.0
VEIL = 0.55
"""How much of what is not in play the desk covers."""
EVERYWHERE = 2_000_000.0
ICON = 48
"""Pixels of an icon that is scaled while the view moves."""


class ZoneLayer:
    """`changed` is told which part of the board looks different (board units)."""

    def __init__(self, look: Look, changed: Callable[[QRectF], None]):
        self._look = look
        self._changed = changed
        self._canvas: Canvas | None = None
        self._scale = 1.0
        self._empty: frozenset[str] = frozenset()
        self._arranged: frozenset[str] = frozenset()
        self.rough = False
        self._lights: dict[object, str] = {}
        self.in_play: tuple[str, ...] = ()
        self._answered = ""
        self._paths: dict[str, QPainterPath] = {}
        self._box = QRectF()

    def show_canvas(self, canvas: Canvas, scale: float) -> None:
        self._canvas, self._scale = canvas, scale
        self._paths = {}
        for zone in canvas.zones:
            path = QPainterPath()
            path.addPolygon(QPolygonF([QPointF(x * scale, y * scale) for x, y in zone.outline]))
            path.closeSubpath()
            self._paths[zone.id] = path
        w, h = canvas.frame.size
        self.frame = QRectF(0, 0, w * scale, h * scale)
        self.parking = QRectF(0, self.frame.bottom() + PARKING_GAP, self.frame.width(), PARKING_HEIGHT)
        before, self._box = self._box, self.frame.united(self.parking).adjusted(-40, -60, 40, 20)
        self._changed(before.united(self._box))

    def show_empty(self, zones: frozenset[str]) -> None:
        """These zones show their question."""
        if zones != self._empty:
            for zone_id in zones ^ self._empty:
                self._changed(self.rect_of(zone_id))
            self._empty = zones

    def show_arranged(self, zones: frozenset[str]) -> None:
        """These zones keep themselves in order, and bear a sign of it."""
        for zone in self._canvas.zones if self._canvas else ():
            if zone.id in zones ^ self._arranged:
                self._changed(self._heading_room(zone))
        self._arranged = zones

    def show_answered(self, words: str) -> None:
        if words != self._answered:
            self._answered = words
            for shape in self._canvas.frame.draw if self._canvas else ():
                if isinstance(shape, DrawArrow):
                    self._changed(self._arrow_rect(shape))

    @property
    def lit(self) -> frozenset[str]:
        """The zones that something in a hand is over."""
        return frozenset(self._lights.values())

    def light(self, zone_id: str | None, hand: object = None) -> None:
        """Lights up one zone or the parking lot for a hand, or none; each hand has its own."""
        before = self.lit
        if zone_id is None:
            self._lights.pop(hand, None)
        else:
            self._lights[hand] = zone_id
        for changed in before ^ self.lit:
            self._changed(self.rect_of(changed))

    def show_in_play(self, zones: tuple[str, ...]) -> None:
        """Lays a veil over everything but these zones; over nothing where there are none."""
        if zones != self.in_play:
            self.in_play = zones
            self._changed(QRectF(-EVERYWHERE, -EVERYWHERE, 2 * EVERYWHERE, 2 * EVERYWHERE))

    @property
    def spot(self) -> QPointF | None:
        """The middle of the first zone in play."""
        zone = self._canvas.zone(self.in_play[0]) if self._canvas and self.in_play else None
        if zone is None:
            return None
        return _point(centroid(zone.outline), self._scale)

    def paint_veil(self, painter: QPainter, exposed: QRectF) -> None:
        """Covers a part of the board, notes and all, where it is not in play."""
        open_ = [self._paths[zone] for zone in self.in_play if zone in self._paths]
        if not open_ or any(path.contains(exposed) for path in open_):
            return
        veil = QPainterPath()
        veil.setFillRule(Qt.FillRule.OddEvenFill)
        veil.addRect(exposed.united(self._box))
        for path in open_:
            veil.addPath(path)
        tint = QColor(colour("desk"))
        tint.setAlphaF(VEIL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(veil, tint)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def rect_of(self, zone_id: str) -> QRectF:
        """Round a zone or the parking lot with its outline."""
        rect = self._paths[zone_id].boundingRect() if zone_id in self._paths else self.parking
        return rect.adjusted(-FRAME_WIDTH, -FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH)

    def covers(self, exposed: QRectF) -> bool:
        """Whether one zone fills a part of the board, so that nothing shows through."""
        return any(path.contains(exposed) for path in self._paths.values())

    def paint(self, painter: QPainter, exposed: QRectF) -> None:
        """Draws what lies in a part of the board; the tints without, the lines with smooth edges.

        `rough` says afterwards whether anything was drawn less well than it could be, to be in time.
        """
        self.rough = False
        if self._canvas is None or not exposed.intersects(self._box):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for zone in self._canvas.zones:
            path = self._paths[zone.id]
            if not exposed.intersects(path.boundingRect()):
                continue
            painter.setBrush(self._tint(zone))
            if path.contains(exposed):
                painter.drawRect(exposed)
            else:
                painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self._canvas.frame.draw or ():
            if self._crosses(shape, exposed):
                self._draw(painter, shape, exposed)
        if not self._canvas.frame.draw:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("frame"), LINE_WIDTH))
            for path in self._paths.values():
                painter.drawPath(path)
        for lit_id in self.lit & self._paths.keys():
            lit_zone = self._canvas.zone(lit_id)
            lit_kind = self._canvas.kind(lit_zone.kind) if lit_zone else None
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(f"{lit_kind.hue if lit_kind else 'grey'}.strong"), FRAME_WIDTH))
            painter.drawPath(self._paths[lit_id])
        if exposed.intersects(self.parking.adjusted(-20, -40, 20, 20)):
            self._paint_parking(painter)
        if self._look.zoom >= BOX_BELOW:
            self.paint_headings(painter, exposed)

    def _tint(self, zone: Zone) -> QColor:
        kind = self._canvas.kind(zone.kind) if self._canvas else None
        hue = kind.hue if kind else "grey"
        tint = colour(f"{hue}.tint")
        return blend(tint, colour(f"{hue}.note"), 0.75) if zone.id in self.lit else tint

    def paint_headings(self, painter: QPainter, exposed: QRectF) -> None:
        """From afar the scene asks for them above the notes, which would cover them else."""
        for zone in self._canvas.zones if self._canvas else ():
            if exposed.intersects(self._heading_room(zone)):
                self._paint_heading(painter, zone)

    def _heading_room(self, zone: Zone) -> QRectF:
        """Where the heading may be, and the question of an empty zone."""
        grown = max(1.0, HEADING_MIN_PX / self._look.zoom / HEADING)
        at = _point(heading_of(zone).at, self._scale)
        room = QRectF(at.x() - 500 * grown, at.y() - 20 * grown, 1000 * grown, 100 * grown)
        return room.united(self._paths[zone.id].boundingRect()) if zone.id in self._empty else room

    def _crosses(self, shape: Drawn, exposed: QRectF) -> bool:
        """Whether a shape leaves anything in a part of the board; the inside of a box or circle is empty."""
        s = self._scale
        match shape:
            case DrawBox():
                outer = QRectF(shape.at[0] * s, shape.at[1] * s, shape.size[0] * s, shape.size[1] * s)
                inset = FRAME_WIDTH + shape.radius * s
                inner = outer.adjusted(inset, inset, -inset, -inset)
                outer.adjust(-FRAME_WIDTH, -FRAME_WIDTH, FRAME_WIDTH, FRAME_WIDTH)
                return outer.intersects(exposed) and not inner.contains(exposed)
            case DrawCircle():
                near, far = _distances(_point(shape.center, s), exposed)
                return near <= shape.radius * s + FRAME_WIDTH and far >= shape.radius * s - FRAME_WIDTH
            case DrawLine():
                around = exposed.adjusted(-LINE_WIDTH, -LINE_WIDTH, LINE_WIDTH, LINE_WIDTH)
                return any(_passes(_point(a, s), _point(b, s), around) for a, b in pairwise(shape.points))
            case DrawDisc():
                return _distances(_point(shape.center, s), exposed)[0] <= shape.radius * s + FRAME_WIDTH
            case DrawArrow():
                return self._arrow_rect(shape).intersects(exposed)

    def _arrow_rect(self, arrow: DrawArrow) -> QRectF:
        start, end = _point(arrow.start, self._scale), _point(arrow.end, self._scale)
        return QRectF(start, end).normalized().adjusted(-60, -60, 60, 60)

    def _draw(self, painter: QPainter, shape: Drawn, exposed: QRectF) -> None:
        s = self._scale
        frame = QPen(
            colour("frame"), FRAME_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(frame)
        match shape:
            case DrawBox():
                x, y = shape.at
                w, h = shape.size
                painter.drawRoundedRect(QRectF(x * s, y * s, w * s, h * s), shape.radius * s, shape.radius * s)
            case DrawCircle():
                centre, radius = _point(shape.center, s), shape.radius * s
                box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
                if exposed.contains(centre):
                    painter.drawEllipse(box)
                else:
                    painter.drawArc(box, *_arc(centre, exposed))
            case DrawLine():
                painter.setPen(QPen(colour("line"), LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                painter.drawPolyline(QPolygonF([_point(point, s) for point in shape.points]))
            case DrawDisc():
                painter.setBrush(colour("paper"))
                painter.setPen(QPen(colour("frame"), LINE_WIDTH))
                centre = _point(shape.center, s)
                radius = shape.radius * s
                painter.drawEllipse(centre, radius, radius)
                side = radius * 1.2
                self._icon(
                    painter, shape.icon, colour("ink"), QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
                )
            case DrawArrow():
                self._draw_arrow(painter, _point(shape.start, s), _point(shape.end, s), shape.label)

    def _draw_arrow(self, painter: QPainter, start: QPointF, end: QPointF, label: str) -> None:
        ink = colour("ink")
        painter.setPen(QPen(ink, 1.8))
        way = end - start
        length = math.hypot(way.x(), way.y()) or 1.0
        along = way / length
        across = QPointF(-along.y(), along.x())
        painter.drawLine(start + along * 5, end - along * 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for tip, back in ((start, along), (end, along * -1)):
            painter.drawPolygon(QPolygonF([tip, tip + back * 9 + across * 4.5, tip + back * 9 - across * 4.5]))
        middle = (start + end) / 2
        if label:
            words = lay_out(label.upper(), width=math.inf, size=11, weight=700)
            words.draw(painter, middle.x() - words.ink_width / 2, middle.y() - 12 - words.height, colour("muted"))
        if self._answered:
            words = lay_out(self._answered, width=math.inf, size=15, weight=700)
            words.draw(painter, middle.x() - words.ink_width / 2, middle.y() + 11, ink)

    def _paint_parking(self, painter: QPainter) -> None:
        lit = PARKING in self.lit
        pen = QPen(colour("accent" if lit else "parking"), LINE_WIDTH, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(colour("accent_tint") if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.parking, 14, 14)
        words = _Words("Parking lot", 14.0, math.inf, self._look.zoom)
        words.draw(painter, self.parking.x() + 16, self.parking.y() + 6, colour("muted"))
        if PARKING in self._empty:
            hint = lay_out(
                "Drop notes here that do not belong anywhere yet.", width=math.inf, size=self._hint_size, weight=500
            )
            y = self.parking.y() + PARKING_HEADING + (PARKING_HEIGHT - PARKING_HEADING - hint.height) / 2 - 6
            hint.draw(painter, self.parking.x() + 16, y, colour("muted"))

    def _paint_heading(self, painter: QPainter, zone: Zone) -> None:
        assert self._canvas is not None
        kind = self._canvas.kind(zone.kind)
        assert kind is not None
        size = max(HEADING, HEADING_MIN_PX / self._look.zoom)
        chip = CHIP * size / HEADING
        bounds = zone.bounds.scaled(self._scale)
        words = _Words(zone.title, HEADING, max(120.0, bounds.w - 40), self._look.zoom)
        text = chip + CHIP_GAP * size / HEADING
        total = text + words.ink_width
        if zone.id in self._arranged:
            total += 1.1 * size
        heading = heading_of(zone)
        x, y = heading.at[0] * self._scale, heading.at[1] * self._scale
        x -= {"left": 0.0, "center": total / 2, "right": total}[heading.align]
        strong = colour(f"{kind.hue}.strong")
        painter.setPen(Qt.PenStyle.NoPen)
        if self._look.zoom < BOX_BELOW:
            around = QRectF(x, y, total, chip).adjusted(-chip * 0.15, -chip * 0.15, chip * 0.3, chip * 0.15)
            painter.setBrush(colour(f"{kind.hue}.tint"))
            painter.drawRoundedRect(around, chip * 0.35, chip * 0.35)
        painter.setBrush(colour(f"{kind.hue}.note"))
        painter.drawRoundedRect(QRectF(x, y, chip, chip), 7 * chip / CHIP, 7 * chip / CHIP)
        inner = chip * CHIP_ICON
        box = QRectF(x + (chip - inner) / 2, y + (chip - inner) / 2, inner, inner)
        if not self._icon(painter, kind.icon, strong, box):
            letter = lay_out(kind.label[:1].upper(), width=math.inf, size=inner * 0.8, weight=700)
            letter.draw(painter, x + (chip - letter.ink_width) / 2, y + (chip - letter.height) / 2, strong)
        words.draw(painter, x + text, y + (chip - words.height) / 2, strong)
        if zone.id in self._arranged:
            side = 0.9 * size
            self._icon(painter, "sort", strong, QRectF(x + total - 0.8 * size, y + (chip - side) / 2, side, side))
        if zone.id in self._empty and zone.hint:
            self._paint_hint(painter, zone, QRectF(x, y, total, chip))

    def _icon(self, painter: QPainter, name: str, ink: QColor, box: QRectF) -> bool:
        """Draws an icon, as a scaled picture while the view moves; False where there is none of that name."""
        renderer = icon_renderer(name, ink.name())
        if renderer is None:
            return False
        if self._look.moving:
            self.rough = True
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(box, icon_pixmap(name, ink.name(), ICON, 1.0), QRectF(0, 0, ICON, ICON))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        else:
            renderer.render(painter, box)
        return True

    @property
    def _hint_size(self) -> float:
        """Readable on the screen from afar, but no larger than the headings."""
        return min(max(HINT, HEADING_MIN_PX / self._look.zoom), 1.5 * HINT)

    def hint(self, zone: Zone, heading: QRectF) -> tuple[TextBlock, QRectF]:
        """The zone's question and the box of its words, for `hint_place`."""
        outline = [(x * self._scale, y * self._scale) for x, y in zone.outline]
        words, box = hint_place(
            zone.hint, self._hint_size, outline, Rect(heading.x(), heading.y(), heading.width(), heading.height())
        )
        return words, QRectF(box.x, box.y, box.w, box.h)

    def _paint_hint(self, painter: QPainter, zone: Zone, heading: QRectF) -> None:
        words, box = self.hint(zone, heading)
        words.draw(painter, box.center().x() - words.width / 2, box.y(), colour("muted"))


class _Words:
    """Words in board units that are never smaller than `HEADING_MIN_PX`; laid out once for all the zooms where they are
    of that size."""

    def __init__(self, text: str, size: float, width: float, zoom: float):
        self._unit = 1.0 if size * zoom >= HEADING_MIN_PX else 1 / zoom
        fixed = self._unit != 1.0 and width != math.inf
        room = float(round(width * zoom)) if fixed else width
        self._block = lay_out(text, width=room, size=HEADING_MIN_PX if self._unit != 1.0 else size, weight=700)
        self.ink_width, self.height = self._block.ink_width * self._unit, self._block.height * self._unit

    def draw(self, painter: QPainter, x: float, y: float, ink: QColor) -> None:
        if self._unit == 1.0:
            self._block.draw(painter, x, y, ink)
            return
        before = painter.transform()
        at, scale = before.map(QPointF(x, y)), round(before.m11() * self._unit, 4)
        painter.setTransform(QTransform(scale, 0, 0, scale, at.x(), at.y()))
        self._block.draw(painter, 0, 0, ink)
        painter.setTransform(before)


def _point(point: tuple[float, float], scale: float) -> QPointF:
    return QPointF(point[0] * scale, point[1] * scale)


def _arc(centre: QPointF, rect: QRectF) -> tuple[int, int]:
    """Start and length, in sixteenths of a degree against the clock, of the arc about a point outside a rectangle that
    may pass through it."""
    middle = _bearing(centre, rect.center())
    off = [(_bearing(centre, corner) - middle + 180) % 360 - 180 for corner in _corners(rect)]
    return math.floor(16 * (middle + min(off))) - 1, math.ceil(16 * (max(off) - min(off))) + 3


def _bearing(centre: QPointF, point: QPointF) -> float:
    """Degrees against the clock from the right."""
    return math.degrees(math.atan2(centre.y() - point.y(), point.x() - centre.x()))


def _corners(rect: QRectF) -> tuple[QPointF, QPointF, QPointF, QPointF]:
    return rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()


def _distances(point: QPointF, rect: QRectF) -> tuple[float, float]:
    """From a point to the nearest and the farthest point of a rectangle."""
    dx = max(rect.left() - point.x(), 0.0, point.x() - rect.right())
    dy = max(rect.top() - point.y(), 0.0, point.y() - rect.bottom())
    far_x = max(abs(point.x() - rect.left()), abs(point.x() - rect.right()))
    far_y = max(abs(point.y() - rect.top()), abs(point.y() - rect.bottom()))
    return math.hypot(dx, dy), math.hypot(far_x, far_y)


def _passes(a: QPointF, b: QPointF, rect: QRectF) -> bool:
    """Whether a straight line from `a` to `b` may pass through a rectangle: its corners lie on both sides."""
    if not QRectF(a, b).normalized().adjusted(-1, -1, 1, 1).intersects(rect):
        return False
    way = b - a
    sides = [way.x() * (corner.y() - a.y()) - way.y() * (corner.x() - a.x()) for corner in _corners(rect)]
    return min(sides) <= 0 <= max(sides)
