"""The scene: a mirror of the board, written by `patch` and by previews only.

What lies still on the board is light records, painted by `paint` into a picture that the view keeps. Only what is in
the air (notes in hand, the link being drawn, the rubber band, handles) are items that Qt paints over that picture.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem, QGraphicsScene

from canvas_app.domain.board import Board
from canvas_app.domain.decide import may_link
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.evidence import concerns_evidence, marks
from canvas_app.domain.fit import Fit
from canvas_app.domain.history import Step
from canvas_app.domain.link_curve import link_hue, link_rest
from canvas_app.ui.board.air import Air
from canvas_app.ui.board.index import bounds
from canvas_app.ui.board.ink_item import StrokeItem
from canvas_app.ui.board.link_item import (
    DIMMED,
    REACH,
    LinkItem,
    link_path,
    preview_pen,
)
from canvas_app.ui.board.note_item import Look, NoteItem, Votes
from canvas_app.ui.board.painting import Painting
from canvas_app.ui.board.zone_layer import ZoneLayer
from canvas_app.ui.theme import colour

FAR = 2_000_000.0
HANDLE, FINGER_REACH = 6.0, 24.0
"""Radius of a handle as it is drawn, and of what a finger may touch of it, in pixels."""


def _nobody(rect: QRectF) -> None:
    """Nobody looks at this scene."""


class BoardScene(QGraphicsScene):
    def __init__(self, board: Board, look: Look):
        super().__init__()
        self.board = board
        self.look = look
        look.changed, look.grown = self._on_changed, self._on_grown
        self.soil: Callable[[QRectF], None] = _nobody
        """Told which part of the board looks different (board units)."""
        self.soil_soon: Callable[[QRectF], None] = _nobody
        """The same, where it does not matter to see it a moment later."""
        self.setSceneRect(-FAR, -FAR, 2 * FAR, 2 * FAR)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.note_items: dict[str, NoteItem] = {}
        self.link_items: dict[str, LinkItem] = {}
        self.stroke_items: dict[str, StrokeItem] = {}
        self._numbers = count(1)
        self.zones = ZoneLayer(look, self._soil)
        self._painting = Painting(look, self.zones, self.note_items, self.link_items, self.stroke_items)
        self.air = Air()
        self.addItem(self.air)
        self.band = QGraphicsRectItem()
        self.band.setZValue(50)
        tint = QColor(colour("accent"))
        tint.setAlpha(24)
        self.band.setBrush(tint)
        self.band.hide()
        self.addItem(self.band)
        self.drawn_link = QGraphicsPathItem()
        self.drawn_link.setZValue(60)
        self.drawn_link.hide()
        self.addItem(self.drawn_link)
        self._handles = [self._handle() for _ in range(2)]
        self.handle_note: str | None = None
        self._ranks: dict[str, int] = {}
        self._selected_notes: set[str] = set()
        self._selected_links: set[str] = set()
        self._lit: set[str] | None = None
        self._votes: Mapping[str, int] = {}
        self._own_votes = False
        self._marks: dict[str, str] = {}
        self.reset()

    def _handle(self) -> QGraphicsEllipseItem:
        handle = QGraphicsEllipseItem(-HANDLE, -HANDLE, 2 * HANDLE, 2 * HANDLE)
        handle.setBrush(colour("panel"))
        handle.setZValue(40)
        handle.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        handle.hide()
        self.addItem(handle)
        return handle

    def _soil(self, rect: QRectF) -> None:
        self.soil(rect)

    # mirroring

    def reset(self) -> None:
        """Builds everything anew from the board."""
        for note_id in list(self.note_items):
            self._drop_note(note_id)
        for link_id in list(self.link_items):
            self._drop_link(link_id)
        self._painting.start_anew()
        self.zones.show_canvas(self.board.canvas, self.board.info.scale)
        self._ranks = self.board.ranks()
        self._marks = marks(self.board)
        for note in self.board.notes.values():
            self._put_note(note)
        for link in self.board.links.values():
            self._put_link(link)
        self._follow_strokes([*self.stroke_items, *self.board.strokes])  # ends in the order of the board
        self._show_empty_zones()
        self._show_arranged_zones()

    def patch(self, step: Step) -> None:
        """Follows a committed step; touches only the items that its patches name."""
        notes, links = step.touched("note"), step.touched("link")
        if step.touched("canvas"):
            self.reset()
            return
        if step.scales:
            self.zones.show_canvas(self.board.canvas, self.board.info.scale)
        for link_id in links:
            if link_id not in self.board.links and link_id in self.link_items:
                self._drop_link(link_id)
        ranks_changed = False
        for patch in step.patches:
            if patch.entity == "note":
                fields = (patch.before or {}).keys() | (patch.after or {}).keys()
                ranks_changed = ranks_changed or bool(fields & {"rank_key", "zone"})
        if ranks_changed:
            ranks = self.board.ranks()
            for note_id in ranks.keys() | self._ranks.keys():
                if ranks.get(note_id) != self._ranks.get(note_id) and note_id in self.note_items:
                    self.note_items[note_id].show_rank(ranks.get(note_id))
            self._ranks = ranks
        for note_id in notes:
            if note_id in self.board.notes:
                self._put_note(self.board.notes[note_id])
            elif note_id in self.note_items:
                self._drop_note(note_id)
        if self.handle_note in notes:
            self.show_handles(self.handle_note)
        for link_id in links:
            if link_id in self.board.links:
                self._put_link(self.board.links[link_id])
        self._lay_links(notes)
        if concerns_evidence(step):
            self._show_marks()
        self._follow_strokes(step.touched("stroke"))
        if ranks_changed:
            self._show_empty_zones()
        if step.touched("zone_state"):
            self._show_arranged_zones()

    def _put_note(self, note: Note) -> None:
        kind = self.board.canvas.kind(note.kind)
        hue, icon = (kind.hue, kind.icon) if kind else ("grey", "")
        rank = self._ranks.get(note.id)
        item = self.note_items.get(note.id)
        if item is None:
            item = self.note_items[note.id] = NoteItem(note, hue, icon, rank, self.look)
            item.raise_to(next(self._numbers))
            item.selected = note.id in self._selected_notes
            item.votes = self._votes_on(note.id)
            item.mark = self._marks.get(note.id, "")
            item.dimmed = self._lit is not None and note.id not in self._lit
            self._on_changed(item)
        else:
            self._soil_item(item)
            item.show_note(note, hue, icon, rank)

    def _show_marks(self) -> None:
        before, self._marks = self._marks, marks(self.board)
        for note_id in before.keys() | self._marks.keys():
            if note_id in self.note_items:
                self.note_items[note_id].show_mark(self._marks.get(note_id, ""))

    def _drop_note(self, note_id: str) -> None:
        item = self.note_items.pop(note_id)
        self.look.forget(item)
        self._painting.note_gone(item)
        if item.lifted:
            self.let_go(item)
        else:
            self._soil_item(item)

    def _on_changed(self, item: NoteItem) -> None:
        """An item looks different, or lies elsewhere."""
        if item.lifted:
            self.air.refresh()
        elif item.note.id in self.note_items:
            self._painting.note_changed(item)
            self._soil_item(item)

    def _on_grown(self, item: NoteItem) -> None:
        if item.lifted:
            self.air.refresh()
        elif item.note.id in self.note_items:
            self._painting.note_changed(item)
            self._lay_links([item.note.id])
            self._soil_item(item)

    def _soil_item(self, item: NoteItem) -> None:
        self.soil(item.around)

    def _put_link(self, link: Link) -> None:
        hue = link_hue(self.board, link)
        item = self.link_items.get(link.id)
        if item is None:
            item = self.link_items[link.id] = LinkItem(link, hue)
        item.show_link(link, hue, link.id in self._selected_links)
        item.rest = link_rest(self.board, link)
        self._strengthen(item)
        self._lay_link(item)

    def _drop_link(self, link_id: str) -> None:
        item = self.link_items.pop(link_id)
        self._painting.link_gone(item)
        if item.lifted:
            self.air.put_down_link(item)
            self.air.refresh()
        else:
            self.soil(item.rect)

    def _lay_links(self, notes: Iterable[str]) -> None:
        moved = {link.id for note in notes if note in self.board.notes for link in self.board.links_of(note)}
        for link_id in moved:
            item = self.link_items.get(link_id)
            if item is not None:
                self._lay_link(item)
        if self.air.notes:
            self.air.refresh()

    def _lay_link(self, item: LinkItem) -> None:
        """Lays a link where its notes are shown; in the air as long as one of them is."""
        source, target = self.note_items[item.link.source], self.note_items[item.link.target]
        lifted = source.lifted or target.lifted
        if lifted == item.lifted and item.ends == (source.box, target.box):
            return
        if not item.lifted:
            self.soil(item.rect)
        item.lay(source.box, target.box)
        if lifted != item.lifted:
            item.lifted = lifted
            (self.air.lift_link if lifted else self.air.put_down_link)(item)
            self._painting.link_changed(item)
        if not lifted:
            self.soil(item.rect)
            self._painting.link_changed(item)

    def _follow_strokes(self, strokes: Iterable[str]) -> None:
        for stroke_id in strokes:
            item, stroke = self.stroke_items.pop(stroke_id, None), self.board.strokes.get(stroke_id)
            if item is not None:
                self.soil(item.rect)
            if stroke is not None:
                item = self.stroke_items[stroke_id] = StrokeItem(stroke)
                self.soil(item.rect)

    def _show_empty_zones(self) -> None:
        used = {note.zone for note in self.board.notes.values()}
        self.zones.show_empty(
            frozenset(zone.id for zone in self.board.canvas.zones if zone.id not in used) | ({PARKING} - used)
        )

    def _show_arranged_zones(self) -> None:
        self.zones.show_arranged(frozenset(state.id for state in self.board.zone_states.values() if state.arranged))

    def show_fit(self, figures: Fit) -> None:
        total = len(figures.relief)
        self.zones.show_answered(f"{figures.answered}/{total}" if total else "–")

    def restyle(self) -> None:
        """Follows another theme."""
        self.look.forget_all()
        self._painting.forget_colours()
        tint = QColor(colour("accent"))
        tint.setAlpha(24)
        self.band.setBrush(tint)
        for handle in self._handles:
            handle.setBrush(colour("panel"))
        self.show_handles(self.handle_note)
        self.air.refresh()
        self.soil(self.sceneRect())

    def paint(self, painter: QPainter, exposed: QRectF, fine: bool) -> Iterator[bool]:
        """As `Painting.paint`."""
        return self._painting.paint(painter, exposed, fine)

    def prepare(self) -> Iterator[None]:
        """As `Painting.prepare`."""
        return self._painting.prepare()

    @property
    def prepared(self) -> bool:
        """Whether `prepare` has nothing to do."""
        return self._painting.prepared

    def unfinished(self, exposed: QRectF) -> list[NoteItem]:
        """As `Painting.unfinished`."""
        return self._painting.unfinished(exposed)

    # selection and previews

    def show_selection(self, notes: Iterable[str], links: Iterable[str]) -> None:
        chosen, tied = set(notes), set(links)
        for note_id in chosen ^ self._selected_notes:
            if note_id in self.note_items:
                self.note_items[note_id].show_selected(note_id in chosen)
        self._selected_notes, self._selected_links = chosen, tied
        for item in self.link_items.values():
            self._strengthen(item, soon=True)

    def show_votes(self, votes: Mapping[str, int], own: bool = False) -> None:
        """Shows so many dots on these notes and none on others; `own` ones are those of the person who votes now."""
        changed = votes.keys() | self._votes.keys()
        self._votes, self._own_votes = dict(votes), own
        for note_id in changed:
            if note_id in self.note_items:
                self.note_items[note_id].show_votes(self._votes_on(note_id))

    def _votes_on(self, note_id: str) -> Votes | None:
        count = self._votes.get(note_id, 0)
        return Votes(count, self._own_votes) if count else None

    def show_lit(self, notes: Iterable[str] | None) -> None:
        """Dims all other notes and what ties them; None dims nothing."""
        lit = None if notes is None else set(notes)
        if lit == self._lit:
            return
        self._lit = lit
        for note_id, item in self.note_items.items():
            item.dimmed = lit is not None and note_id not in lit
        self._painting.boxes_changed()
        self.air.refresh()
        self.soil(self.sceneRect())
        for link in self.link_items.values():
            self._strengthen(link)

    def _strengthen(self, item: LinkItem, soon: bool = False) -> None:
        """Shows a link as strongly as the selection and the lit notes ask for.

        `soon` will do for those that only step back or forth; one that is selected itself is shown so at once.
        """
        link = item.link
        chosen, selected = self._selected_notes, link.id in self._selected_links
        near = selected or link.source in chosen or link.target in chosen
        strength = 1.0 if near else DIMMED if chosen or self._selected_links else item.rest
        if self._lit is not None and not (link.source in self._lit and link.target in self._lit):
            strength = DIMMED / 2
        if (strength, selected) != (item.strength, item.selected):
            soon = soon and selected == item.selected
            item.strength, item.selected = strength, selected
            self._painting.link_restyled()
            if item.lifted:
                self.air.refresh()
            else:
                (self.soil_soon if soon else self.soil)(item.rect)

    def _lift(self, item: NoteItem) -> None:
        if item.lifted:
            return
        self._soil_item(item)
        self._painting.boxes_changed()
        item.lifted = True
        self.air.lift(item)

    def _put_down(self, item: NoteItem) -> None:
        if item.lifted:
            item.lifted = False
            self.air.put_down(item)
            self._on_changed(item)

    def preview_move(self, ids: Iterable[str], dx: float, dy: float) -> None:
        """Shows notes as if they were moved, above all others; `settle` takes it back."""
        ids = [note_id for note_id in ids if note_id in self.note_items]
        for note_id in ids:
            item = self.note_items[note_id]
            self._lift(item)
            item.show_at(item.note.x + dx, item.note.y + dy)
        self._lay_links(ids)

    def settle(self, ids: Iterable[str]) -> None:
        """Shows notes where the board has them."""
        for note_id in ids:
            item = self.note_items.get(note_id)
            if item is not None:
                item.show_note(item.note, item.hue, item.icon, item.rank)
                self._put_down(item)
        self._lay_links(ids)
        self.air.refresh()

    @property
    def in_air(self) -> frozenset[str]:
        """The notes that hands hold."""
        return frozenset(item.note.id for item in self._held())

    def hold(self, item: NoteItem) -> None:
        """Shows a note that is not on the board yet."""
        item.lifted = True
        self.air.lift(item)
        self.air.refresh()

    def let_go(self, item: NoteItem) -> None:
        self.air.put_down(item)
        self.air.refresh()

    def relay_links(self, note_id: str) -> None:
        self._lay_links([note_id])

    def preview_link(self, source: str, to: QPointF, target: str | None) -> None:
        """Draws the link that is being made; in the colour of an error over a note that it may not end at."""
        end = self.note_items[target].body if target else QRectF(to.x() - 1, to.y() - 1, 2, 2)
        self.drawn_link.setPath(link_path(self.note_items[source].body, end))
        self.drawn_link.setPen(preview_pen(allowed=target is None or may_link(self.board, source, target)))
        self.drawn_link.show()

    def hide_link_preview(self) -> None:
        self.drawn_link.hide()

    def show_band(self, rect: QRectF | None) -> None:
        self.band.setVisible(rect is not None)
        if rect is not None:
            self.band.setPen(QPen(colour("accent"), 1 / self.look.zoom))
            self.band.setRect(rect)

    def show_handles(self, note_id: str | None) -> None:
        """Shows the handles from which links are drawn, on the left and right edge of one note."""
        item = self.note_items.get(note_id) if note_id else None
        self.handle_note = note_id if item else None
        for handle, side in zip(self._handles, (0.0, 1.0), strict=True):
            handle.setVisible(item is not None)
            if item is not None:
                body = item.body
                handle.setPen(QPen(colour(f"{item.hue}.strong"), 2))
                handle.setPos(body.left() + side * body.width(), body.center().y())

    # asking

    def note_at(self, point: QPointF) -> str | None:
        """The topmost note under a point."""
        held = [item for item in self._held() if item.body.contains(point)]
        if held:
            return held[-1].note.id
        here = self._painting.resting(QRectF(point.x() - 1, point.y() - 1, 2, 2))
        return next((item.note.id for item in reversed(here) if item.body.contains(point)), None)

    def handle_at(self, point: QPointF, finger: bool = False) -> str | None:
        """The note whose handle is under a point.

        For a finger a handle is larger than it looks, mostly on the side away from its note; notes there go before it.
        """
        if self.handle_note is None or self.handle_note not in self.note_items:
            return None
        reach, off = (FINGER_REACH, FINGER_REACH - HANDLE - 4) if finger else (HANDLE + 4, 0.0)
        for handle, side in zip(self._handles, (-1, 1), strict=True):
            away = handle.pos() + QPointF(side * off / self.look.zoom, 0) - point
            if away.x() ** 2 + away.y() ** 2 <= (reach / self.look.zoom) ** 2:
                beside = finger and self.note_at(point) not in (None, self.handle_note)
                return None if beside else self.handle_note
        return None

    def link_at(self, point: QPointF) -> str | None:
        reach = REACH / self.look.zoom
        return next((link_id for link_id, item in self.link_items.items() if item.hit(point, reach)), None)

    def notes_in(self, rect: QRectF) -> list[str]:
        """Notes that a rectangle touches, the lowest first."""
        return [item.note.id for item in (*self._painting.resting(rect), *self._held()) if item.box.intersects(rect)]

    def _held(self) -> list[NoteItem]:
        return [item for item in self.air.notes if item.note.id in self.note_items]

    def content_rect(self) -> QRectF:
        """Everything there is: the frame, the parking lot, all notes and all ink."""
        rect = self.zones.frame.united(self.zones.parking).united(bounds(self.note_items.values()))
        for stroke in self.stroke_items.values():
            rect = rect.united(stroke.rect)
        return rect
