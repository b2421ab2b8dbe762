"""A link as drawn: a curve from the edge of one note to the edge of another, with an open ring at its start."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen

from canvas_app.domain.entities import Link
from canvas_app.ui.theme import colour

RING = 4.0
WIDTHS = {1: 1.5, 2: 2.5, 3: 3.8}
REACH = 7.0
"""How far from the curve a press still hits it, in pixels."""
DIMMED = 0.14
"""How much of its colour a link keeps while something else is in focus."""
QUIET = 0.3
"""How much of it links keep at rest that are no answers to needs, which are what a board is about."""
BEND = 24.0
ROOM = BEND + max(WIDTHS.values()) + 2 * RING
"""How far a curve strays beyond its two notes."""
FEW = 60
"""So many links are drawn in full even while the view moves."""
SOME = 400
"""More links than these are drawn as hairlines in bundles while the view moves."""
BUNDLE = 125
MOST_INK = 300_000.0
"""Pixels of hairlines that are drawn at most while the view moves; the strongest links come first."""


_SIXTEENTHS = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (n / 16 for n in range(17))]
"""The shares of a curve's four points at its start, its end and fifteen places between."""
SAG = 0.004
"""How far a sixteenth of a curve strays from its chord, as a share of the way between its ends."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class LinkItem:
    __slots__ = ("_path", "box", "ends", "hue", "length", "lifted", "link", "rest", "selected", "strength")

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
        self._path = None
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

    def stretches(self) -> list[QRectF]:
        """Boxes round the pieces of its curve, with room for its width."""
        path = self.path()
        last = path.elementCount() - 1
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (
            (path.elementAt(n).x, path.elementAt(n).y) for n in (last - 3, last - 2, last - 1, last)
        )
        points = []
        for a, b, c, d in _SIXTEENTHS:
            points.append(QPointF(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        room = ROOM + SAG * self.length
        return [QRectF(p, q).normalized().adjusted(-room, -room, room, room) for p, q in pairwise(points)]

    def draw(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.ink, self.width))
        painter.drawPath(self.path())

    def hit(self, point: QPointF, reach: float) -> bool:
        if not self.rect.adjusted(-reach, -reach, reach, reach).contains(point):
            return False
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * reach)
        return stroker.createStroke(self.path()).contains(point)


def draw_links(painter: QPainter, items: Iterable[LinkItem]) -> Iterator[None]:
    """Draws links in full, the faint ones below the others; pauses between pieces of work."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for n, item in enumerate(sorted(items, key=_prominence)):
        item.draw(painter)
        if n % 25 == 24:
            yield
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


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
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for item in sorted(items, key=_prominence):
        painter.setPen(QPen(item.ink, 0))
        painter.drawPath(item.path())


def link_path(source: QRectF, target: QRectF) -> QPainterPath:
    """Leaves and arrives sideways where the notes stand side by side, else up or down."""
    start, end, leave, arrive = _ends(source, target)
    path = QPainterPath()
    path.addEllipse(start + leave * RING, RING, RING)
    begin = start + leave * (2 * RING)
    bend = max(BEND, 0.45 * abs(QPointF.dotProduct(end - begin, leave)))
    path.moveTo(begin)
    path.cubicTo(begin + leave * bend, end + arrive * bend, end)
    return path


def _ends(source: QRectF, target: QRectF) -> tuple[QPointF, QPointF, QPointF, QPointF]:
    right, left, down, up = QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)
    sc, tc = source.center(), target.center()
    if target.left() - source.right() > -20:
        return QPointF(source.right(), sc.y()), QPointF(target.left(), tc.y()), right, left
    if source.left() - target.right() > -20:
        return QPointF(source.left(), sc.y()), QPointF(target.right(), tc.y()), left, right
    if tc.y() > sc.y():
        return QPointF(sc.x(), source.bottom()), QPointF(tc.x(), target.top()), down, up
    return QPointF(sc.x(), source.top()), QPointF(tc.x(), target.bottom()), up, down


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
