"""A link as drawn: a curve from the edge of one note to the edge of another, with an open ring at its start."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from canvas_app.domain.entities import Link
from canvas_app.domain.geometry import Rect
from canvas_app.domain.link_curve import BEND, RING, ROOM, WIDTHS, link_curve
from canvas_app.ui.theme import colour

REACH = 7.0
"""How far from the curve a press still hits it, in pixels."""
DIMMED = 0.14
"""How much of its colour a link keeps while something else is in focus."""
EACH = 430.0
MOST_SMOOTH = 30_000.0
"""Pixels of links that are drawn in full even while the view moves; every link counts as `EACH` more."""
SOME = 400
"""More links than these are drawn as hairlines in bundles while the view moves."""
BUNDLE = 125
MOST_INK = 300_000.0
"""Pixels of hairlines that are drawn at most while the view moves; the strongest links come first."""


PIECES = 16
_SHARES = [
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (n / PIECES for n in range(PIECES + 1))
]
"""The shares of a curve's four points at its start, its end and the places between its pieces."""
SAG = 0.004
"""How far a piece of a curve strays from its chord, as a share of the way between its ends."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Spot = tuple[float, float]


class LinkItem:
    __slots__ = (
        "_path",
        "_polyline",
        "_stretches",
        "box",
        "ends",
        "hue",
        "length",
        "lifted",
        "link",
        "rest",
        "selected",
        "strength",
    )

    def __init__(self, link: Link, hue: str):
        self.rest = 1.0
        self.strength = 1.0
        """How much of its colour it shows now: 1 in full."""
        self.lifted = False
        self.ends: tuple[QRectF, QRectF] | None = None
        self.box: Box = (0.0, 0.0, 0.0, 0.0)
        """Left, top, right, bottom: what the curve stays inside."""
        self.length = 0.0
        self._path: QPainterPath | None = None
        self._polyline: QPolygonF | None = None
        self._stretches: list[Box] | None = None
        self.show_link(link, hue, selected=False)

    def show_link(self, link: Link, hue: str, selected: bool) -> None:
        self.link, self.hue, self.selected = link, hue, selected

    @property
    def ink(self) -> QColor:
        if self.selected:
            return colour("accent")
        return blend(colour("paper"), colour(f"{self.hue}.strong"), self.strength)

    @property
    def width(self) -> float:
        return WIDTHS[self.link.strength]

    def lay(self, source: QRectF, target: QRectF) -> None:
        """Draws the curve between two notes (scene coordinates)."""
        self.ends = (source, target)
        self._path = self._polyline = self._stretches = None
        way = target.center() - source.center()
        self.length = abs(way.x()) + abs(way.y())
        around = source.united(target).adjusted(-ROOM, -ROOM, ROOM, ROOM)
        self.box = (around.left(), around.top(), around.right(), around.bottom())

    def path(self) -> QPainterPath:
        if self._path is None:
            assert self.ends is not None
            self._path = link_path(*self.ends)
        return self._path

    @property
    def rect(self) -> QRectF:
        left, top, right, bottom = self.box
        return QRectF(left, top, right - left, bottom - top)

    def _controls(self) -> tuple[Spot, Spot, Spot, Spot]:
        """The four points of its curve."""
        path = self.path()
        last = path.elementCount() - 1
        elements = [path.elementAt(n) for n in (last - 3, last - 2, last - 1, last)]
        p, q, r, s = ((element.x, element.y) for element in elements)
        return p, q, r, s

    def polyline(self) -> QPolygonF:
        """Its curve roughly: straight from the end of one piece to the next."""
        if self._polyline is None:
            self._polyline = QPolygonF([QPointF(x, y) for x, y in self._spots()])
        return self._polyline

    def _spots(self) -> list[Spot]:
        """Where its pieces begin, and where the last one ends."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self._controls()
        return [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _SHARES]

    def boxes_of_pieces(self) -> list[Box]:
        """Boxes round the pieces of its curve, with room for its width."""
        room = ROOM - BEND + SAG * self.length
        return [
            (min(x, u) - room, min(y, v) - room, max(x, u) + room, max(y, v) + room)
            for (x, y), (u, v) in pairwise(self._spots())
        ]

    def stretches(self) -> list[Box]:
        """As `boxes_of_pieces`, but kept: for links that are in sight, which are asked for in every frame."""
        if self._stretches is None:
            self._stretches = self.boxes_of_pieces()
        return self._stretches

    def passes(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether its curve may pass through a rectangle."""
        for a, b, c, d in self.stretches():  # noqa: SIM110 - a loop is quicker, and hundreds are asked in every frame
            if a < right and c > left and b < bottom and d > top:
                return True
        return False

    def draw(self, painter: QPainter, exposed: QRectF | None = None) -> None:
        """Draws it, or only the piece of its curve that passes through a part of the board."""
        painter.setPen(QPen(self.ink, self.width))
        if exposed is None or exposed.contains(self.rect):
            painter.drawPath(self.path())
            return
        left, top, right, bottom = exposed.left(), exposed.top(), exposed.right(), exposed.bottom()
        boxes = enumerate(self.stretches())
        hit = [n for n, (a, b, c, d) in boxes if a < right and c > left and b < bottom and d > top]
        if not hit:
            return
        if hit[0] == 0:
            painter.drawEllipse(_ring(self.path()))
        controls, start, end = self._controls(), hit[0] / PIECES, (hit[-1] + 1) / PIECES
        around = exposed.adjusted(-2 * ROOM, -2 * ROOM, 2 * ROOM, 2 * ROOM)
        if (end - start) * self.length > 4 * max(around.width(), around.height()):
            start, end = _narrowed(controls, start, end, around)
        painter.drawPath(_piece(controls, start, end))

    def hit(self, point: QPointF, reach: float) -> bool:
        if not self.rect.adjusted(-reach, -reach, reach, reach).contains(point):
            return False
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * reach)
        return stroker.createStroke(self.path()).contains(point)


def draw_links(painter: QPainter, items: Iterable[LinkItem], exposed: QRectF | None = None) -> Iterator[None]:
    """Draws links in full (what of them passes through `exposed`), the faint ones below the others; pauses between
    pieces of work."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for n, item in enumerate(sorted(items, key=_prominence)):
        item.draw(painter, exposed)
        if n % 25 == 24:
            yield
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def smooth_ink(items: Iterable[LinkItem], exposed: QRectF, scale: float) -> float:
    """How much it takes to draw links in full within a part of the board, in pixels of line."""
    reach = 4 * min(exposed.width(), exposed.height())
    return sum(EACH + min(item.length, reach) * scale for item in items)


def _prominence(item: LinkItem) -> tuple[bool, float, str]:
    return item.selected, item.strength, item.link.id


class Bundles:
    """Hairlines of many links at once: one path for every so many links of one colour."""

    def __init__(self, items: Iterable[LinkItem]):
        by_ink: dict[tuple[bool, float, str], list[LinkItem]] = {}
        for item in items:
            by_ink.setdefault((item.selected, item.strength, item.hue), []).append(item)
        self._bundles: list[tuple[QColor, QPainterPath, float]] = []
        for key in sorted(by_ink, reverse=True):
            row = sorted(by_ink[key], key=_weakness)
            for at in range(0, len(row), BUNDLE):
                self._bundles.append(_bundle(row[at : at + BUNDLE]))

    def draw(self, painter: QPainter, scale: float) -> None:
        """The strongest links first, until there is enough ink; `scale` in device pixels a board unit."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        left = MOST_INK
        chosen = []
        for ink, path, length in self._bundles:
            left -= length * scale
            if left < 0:
                break
            chosen.append((ink, path))
        for ink, path in reversed(chosen):
            painter.setPen(QPen(ink, 0))
            painter.drawPath(path)


def _weakness(item: LinkItem) -> int:
    return -item.link.strength


def _bundle(items: Sequence[LinkItem]) -> tuple[QColor, QPainterPath, float]:
    path = QPainterPath()
    for item in items:
        path.addPath(item.path())
    return items[0].ink, path, sum(item.length for item in items)


def draw_hairlines(painter: QPainter, items: Iterable[LinkItem]) -> None:
    """Draws links roughly, the faint ones below the others."""
    by_ink: dict[tuple[bool, float, str], list[LinkItem]] = {}
    for item in items:
        by_ink.setdefault((item.selected, item.strength, item.hue), []).append(item)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for key in sorted(by_ink):
        painter.setPen(QPen(by_ink[key][0].ink, 0))
        for item in by_ink[key]:
            painter.drawPolyline(item.polyline())


def link_path(source: QRectF, target: QRectF) -> QPainterPath:
    ends = (Rect(box.x(), box.y(), box.width(), box.height()) for box in (source, target))
    curve = link_curve(*ends)
    path = QPainterPath()
    path.addEllipse(QPointF(*curve.ring), RING, RING)
    path.moveTo(*curve.start)
    path.cubicTo(*curve.first, *curve.second, *curve.end)
    return path


def _ring(path: QPainterPath) -> QRectF:
    """The ring with which a link's path begins, at the right end of which the path of an ellipse starts."""
    start = path.elementAt(0)
    return QRectF(start.x - 2 * RING, start.y - RING, 2 * RING, 2 * RING)


def _piece(controls: tuple[Spot, Spot, Spot, Spot], start: float, end: float) -> QPainterPath:
    """The piece of a cubic curve between two of its parameters, by de Casteljau."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = controls
    xs, ys = _cut(x0, x1, x2, x3, start, end), _cut(y0, y1, y2, y3, start, end)
    path = QPainterPath(QPointF(xs[0], ys[0]))
    path.cubicTo(xs[1], ys[1], xs[2], ys[2], xs[3], ys[3])
    return path


def _narrowed(controls: tuple[Spot, Spot, Spot, Spot], start: float, end: float, around: QRectF) -> tuple[float, float]:
    """A smaller stretch of a curve, outside of which it does not come near a rectangle."""
    step = (end - start) / PIECES
    path = _piece(controls, start, end)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = ((path.elementAt(n).x, path.elementAt(n).y) for n in range(4))
    points = [QPointF(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _SHARES]
    near = [n for n, (p, q) in enumerate(pairwise(points)) if QRectF(p, q).normalized().intersects(around)]
    if not near:
        return start, end
    return start + near[0] * step, start + (near[-1] + 1) * step


def _cut(a: float, b: float, c: float, d: float, s: float, e: float) -> tuple[float, float, float, float]:
    """One coordinate of the four points of that piece: the blossom of the curve at (s, s, s), (s, s, e), ..."""

    def at(t: float, u: float, v: float) -> float:
        ab, bc, cd = a + (b - a) * t, b + (c - b) * t, c + (d - c) * t
        abc, bcd = ab + (bc - ab) * u, bc + (cd - bc) * u
        return abc + (bcd - abc) * v

    return at(s, s, s), at(s, s, e), at(s, e, e), at(e, e, e)


def preview_pen(allowed: bool) -> QPen:
    """For the link that is being drawn."""
    style = Qt.PenStyle.SolidLine if allowed else Qt.PenStyle.DashLine
    return QPen(colour("accent" if allowed else "error"), WIDTHS[2], style)


def blend(a: QColor, b: QColor, share: float) -> QColor:
    """A colour between two: `share` of the second."""
    if share >= 1:
        return b
    return QColor(
        round(a.red() * (1 - share) + b.red() * share),
        round(a.green() * (1 - share) + b.green() * share),
        round(a.blue() * (1 - share) + b.blue() * share),
    )
