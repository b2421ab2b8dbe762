"""Painting what lies still on a board: zones, links, notes, ink. As much of it as is in time, the rest when asked."""

import math
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from time import perf_counter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas_app.ui.board.index import Cell, Index, cells_in
from canvas_app.ui.board.ink_item import FEW as FEW_STROKES
from canvas_app.ui.board.ink_item import SOME as SOME_STROKES
from canvas_app.ui.board.ink_item import StrokeItem, draw_strokes
from canvas_app.ui.board.link_item import (
    MOST_SMOOTH,
    SOME,
    Bundles,
    LinkItem,
    blend,
    draw_hairlines,
    draw_links,
    smooth_ink,
)
from canvas_app.ui.board.note_item import BOX_BELOW, DIMMED, MARGIN, Look, NoteItem, bar_of
from canvas_app.ui.board.zone_layer import ZoneLayer
from canvas_app.ui.theme import colour, theme

BARS_ABOVE = 0.08
"""Below this zoom the stripe of a note is thinner than a pixel."""
AT_ONCE = 200
"""So many links that have moved are put into their cells when they are to be painted; more when the view rests."""
ONE_NOTE = 200.0
"""Device pixels."""
HURRY, PATIENCE = 1.5, 25.0
"""Milliseconds for drawing notes anew within one frame, while the view moves and at rest."""

Pile = tuple[float, bool, str]
"""Notes of one height in the pile that are lit or dimmed alike and of one hue."""


class Painting:
    """Paints the items of a scene, which says what has changed."""

    def __init__(
        self,
        look: Look,
        zones: ZoneLayer,
        notes: Mapping[str, NoteItem],
        links: Mapping[str, LinkItem],
        strokes: Mapping[str, StrokeItem],
    ):
        self._look, self._zones = look, zones
        self._notes, self._links, self._strokes = notes, links, strokes
        self._index: Index[NoteItem] = Index(_note_cells)
        self._link_index: Index[LinkItem] = Index(_link_cells)
        self._boxes: list[tuple[Pile, list[QRectF]]] | None = None
        self._chosen: list[QRectF] = []
        self._bars: dict[Pile, list[QRectF]] = {}
        self._bundles: Bundles | None = None
        self._fresh = True

    def start_anew(self) -> None:
        """The first picture of a board does without its many links."""
        self._fresh = True
        self._bundles = None

    def note_changed(self, item: NoteItem) -> None:
        self._index.place(item)
        self._boxes = None

    def boxes_changed(self) -> None:
        """Notes were lifted, or shine otherwise."""
        self._boxes = None

    def note_gone(self, item: NoteItem) -> None:
        self._index.drop(item)
        self._boxes = None

    def link_changed(self, item: LinkItem) -> None:
        """A link came, lies elsewhere, or was lifted."""
        self._link_index.place(item)
        self._bundles = None

    def link_gone(self, item: LinkItem) -> None:
        self._link_index.drop(item)
        self._bundles = None

    def link_restyled(self) -> None:
        """A link is of another colour."""
        self._bundles = None

    def forget_colours(self) -> None:
        self._boxes = self._bundles = None

    def paint(self, painter: QPainter, exposed: QRectF, fine: bool) -> Iterator[bool]:
        """Paints a part of the board (board units) with a painter in board units on a device in device pixels.

        A generator, so that a long work can be done in slices: it gives False between its pieces, and True once where
        it left something plain to be in time: many links as hairlines (in the first picture of a board not
        at all), notes without their text. With `fine` all links
        are drawn in full, and notes as they were drawn last.
        """
        plain = False
        self._zones.paint(painter, exposed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        yield False
        links = self._links_in(exposed)
        most = MOST_SMOOTH * (1 if self._look.moving else 3)
        if min(exposed.width(), exposed.height()) * self._look.scale < ONE_NOTE:
            most = MOST_SMOOTH / 3  # a strip that comes into sight, or one note: there will be more of them soon
        if fine or smooth_ink(links, exposed, self._look.scale) <= most:
            self._fresh = False
            for _ in draw_links(painter, links, exposed):
                yield False
        else:
            plain = True
            if len(links) <= SOME:
                draw_hairlines(painter, links)
            elif not self._fresh:
                if self._bundles is None:
                    self._bundles = Bundles(item for item in self._links.values() if not item.lifted)
                self._bundles.draw(painter, self._look.scale)
        yield False
        if self._look.zoom < BOX_BELOW:
            self._paint_boxes(painter)
            self._zones.paint_headings(painter, exposed)
        else:
            for rough in self._paint_notes(painter, exposed, fine):
                plain = plain or rough
                yield False
        most = math.inf if fine else FEW_STROKES if self._look.moving else SOME_STROKES
        for thin in draw_strokes(painter, self._strokes.values(), exposed, most):
            plain = plain or thin
            yield False
        self._zones.paint_veil(painter, exposed)
        yield plain or self._zones.rough

    def _links_in(self, exposed: QRectF) -> list[LinkItem]:
        """Links at rest that may pass through a part of the board."""
        left, top, right, bottom = exposed.left(), exposed.top(), exposed.right(), exposed.bottom()
        known = not self._fresh and self._link_index.waiting <= AT_ONCE
        near: Iterable[LinkItem] = self._link_index.touching(exposed) if known else self._links.values()
        found = []
        for item in near:
            a, b, c, d = item.box
            if item.lifted or not (a < right and c > left and b < bottom and d > top):
                continue
            if (left <= a and top <= b and c <= right and d <= bottom) or item.passes(left, top, right, bottom):
                found.append(item)
        return found

    def resting(self, exposed: QRectF) -> list[NoteItem]:
        """Notes that lie in a part of the board, the lowest first."""
        around = exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        return sorted(
            (item for item in self._index.touching(around) if not item.lifted and item.box.intersects(around)),
            key=attrgetter("order"),
        )

    def prepare(self) -> Iterator[None]:
        """Finds out where links and notes lie, piece by piece, before the view moves and has to know."""
        yield from self._link_index.settle()
        yield from self._index.settle()

    @property
    def prepared(self) -> bool:
        return not (self._link_index.waiting or self._index.waiting)

    def unfinished(self, exposed: QRectF) -> list[NoteItem]:
        """Notes in a part of the board that have no picture, or at rest none of the present scale."""
        if self._look.zoom < BOX_BELOW:
            return []
        scale = None if self._look.moving else self._look.scale
        return [
            item
            for item in self.resting(exposed)
            if (item.face is None or scale not in (None, item.face_scale)) and not item.is_huge
        ]

    def _paint_notes(self, painter: QPainter, exposed: QRectF, fine: bool) -> Iterator[bool]:
        """Notes with their text where they have a picture, or time to get one; the others as boxes below them."""
        until = perf_counter() + (HURRY if self._look.moving else PATIENCE) / 1000
        make = not fine
        faced: list[NoteItem] = []
        piles: dict[Pile, list[QRectF]] = {}
        for item in self.resting(exposed):
            if item.face is None and not (make or item.selected or item.is_huge):
                piles.setdefault(_pile(item), []).append(item.box)
                continue
            if make and (item.face is None or not self._look.moving):
                item.make_face()
                make = perf_counter() < until
                yield False
            faced.append(item)
        for key in sorted(piles):
            self._paint_pile(painter, key, piles[key], [bar_of(box) for box in piles[key]])
        for item in faced:
            anew = item.is_huge or (not fine and not self._look.moving and item.face is None)
            yield not item.draw(painter, anew)
        yield bool(piles)

    def _paint_boxes(self, painter: QPainter) -> None:
        """All notes as coloured boxes: one call for every colour and height in the pile."""
        if self._boxes is None:
            self._boxes = self._sorted_boxes()
            self._bars.clear()
            self._chosen = [item.box for item in self._notes.values() if item.selected and not item.lifted]
        for key, boxes in self._boxes:
            bars = self._bars.get(key)
            if bars is None and self._look.zoom > BARS_ABOVE:
                bars = self._bars[key] = [bar_of(box) for box in boxes]
            self._paint_pile(painter, key, boxes, bars if self._look.zoom > BARS_ABOVE and bars else [])
        painter.setPen(QPen(colour("accent"), 2.5 / self._look.zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(self._chosen)

    def _paint_pile(self, painter: QPainter, pile: Pile, boxes: list[QRectF], bars: list[QRectF]) -> None:
        _, bright, hue = pile
        painter.setPen(QPen(_shade(f"{hue}.edge", bright), 0) if theme().border > 0 else Qt.PenStyle.NoPen)
        painter.setBrush(_shade(f"{hue}.note", bright))
        painter.drawRects(boxes)
        painter.setBrush(_shade(f"{hue}.strong", bright))
        painter.drawRects(bars)

    def _sorted_boxes(self) -> list[tuple[Pile, list[QRectF]]]:
        piles: dict[Pile, list[QRectF]] = {}
        for item in self._notes.values():
            if not item.lifted:
                piles.setdefault(_pile(item), []).append(item.box)
        return sorted(piles.items())


def _pile(item: NoteItem) -> Pile:
    return item.note.z, not item.dimmed, item.hue


def _note_cells(item: NoteItem) -> Iterable[Cell]:
    return cells_in(item.box)


def _link_cells(item: LinkItem) -> Iterable[Cell]:
    return dict.fromkeys(cell for a, b, c, d in item.boxes_of_pieces() for cell in cells_in(QRectF(a, b, c - a, d - b)))


def _shade(name: str, bright: bool) -> QColor:
    """A colour, or how it looks at the opacity of a dimmed note on paper."""
    return colour(name) if bright else blend(colour("paper"), colour(name), DIMMED)
