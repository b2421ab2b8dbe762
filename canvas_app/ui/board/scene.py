"""The scene: a mirror of the board, written by `patch` and by previews only."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem, QGraphicsScene

from canvas_app.domain.board import Board
from canvas_app.domain.decide import may_link
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.fit import Fit
from canvas_app.domain.history import Step
from canvas_app.ui.board.link_item import DIMMED, QUIET, REACH, LinkItem, link_path, preview_pen
from canvas_app.ui.board.note_item import Look, NoteItem
from canvas_app.ui.board.zone_layer import ZoneLayer
from canvas_app.ui.theme import colour

FAR = 2_000_000.0
HANDLE = 6.0
IN_HAND = 20.0
"""How far above the others a note is while it is dragged."""
ABOVE = 1e-5
"""How far above the others a note stays that was dropped last."""


class BoardScene(QGraphicsScene):
    def __init__(self, board: Board, look: Look):
        super().__init__()
        self.board = board
        self.look = look
        self.setSceneRect(-FAR, -FAR, 2 * FAR, 2 * FAR)
        self.note_items: dict[str, NoteItem] = {}
        self.link_items: dict[str, LinkItem] = {}
        self.zones = ZoneLayer(look)
        self.addItem(self.zones)
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
        self._top = 0.0
        self._ranks: dict[str, int] = {}
        self._selected_notes: set[str] = set()
        self._selected_links: set[str] = set()
        self.reset()

    def _handle(self) -> QGraphicsEllipseItem:
        handle = QGraphicsEllipseItem(-HANDLE, -HANDLE, 2 * HANDLE, 2 * HANDLE)
        handle.setBrush(colour("panel"))
        handle.setZValue(40)
        handle.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        handle.hide()
        self.addItem(handle)
        return handle

    # mirroring

    def reset(self) -> None:
        """Builds everything anew from the board."""
        for note_id in list(self.note_items):
            self._drop_note(note_id)
        for item in self.link_items.values():
            self.removeItem(item)
        self.link_items.clear()
        self.zones.show_canvas(self.board.canvas, self.board.info.scale)
        self._ranks = self.board.ranks()
        for note in self.board.notes.values():
            self._put_note(note)
        for link in self.board.links.values():
            self._put_link(link)
        self._show_empty_zones()

    def patch(self, step: Step) -> None:
        """Follows a committed step; touches only the items that its patches name."""
        notes, links = step.touched("note"), step.touched("link")
        if step.touched("canvas"):
            self.reset()
            return
        if any(patch.entity == "board" and patch.after and "scale" in patch.after for patch in step.patches):
            self.zones.show_canvas(self.board.canvas, self.board.info.scale)
        for link_id in links:
            if link_id not in self.board.links and link_id in self.link_items:
                self.removeItem(self.link_items.pop(link_id))
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
                if self.handle_note == note_id:
                    self.show_handles(None)
        for link_id in links:
            if link_id in self.board.links:
                self._put_link(self.board.links[link_id])
        self._lay_links(notes)
        if ranks_changed:
            self._show_empty_zones()

    def _put_note(self, note: Note) -> None:
        kind = self.board.canvas.kind(note.kind)
        hue, icon = (kind.hue, kind.icon) if kind else ("grey", "")
        rank = self._ranks.get(note.id)
        item = self.note_items.get(note.id)
        if item is None:
            item = self.note_items[note.id] = NoteItem(note, hue, icon, rank, self.look)
            item.show_selected(note.id in self._selected_notes)
            self.addItem(item)
        else:
            item.show_note(note, hue, icon, rank)

    def _drop_note(self, note_id: str) -> None:
        item = self.note_items.pop(note_id)
        self.look.forget(item)
        self.removeItem(item)

    def _put_link(self, link: Link) -> None:
        hue = self._link_hue(link)
        item = self.link_items.get(link.id)
        if item is None:
            item = self.link_items[link.id] = LinkItem(link, hue)
            self.addItem(item)
        item.show_link(link, hue, link.id in self._selected_links)
        roles = [self.board.canvas.role(self.board.notes[end].kind) for end in (link.source, link.target)]
        item.rest = 1.0 if roles == ["answer", "need"] else QUIET
        if not (self._selected_notes or self._selected_links):
            item.setOpacity(item.rest)
        item.lay(self.note_items[link.source].body, self.note_items[link.target].body)

    def _link_hue(self, link: Link) -> str:
        canvas = self.board.canvas
        ends = [self.board.notes[end].kind for end in (link.target, link.source)]
        kinds = [canvas.kind(end) for end in ends]
        need = next((kind for kind in kinds if kind and kind.role == "need"), kinds[0])
        return need.hue if need else "grey"

    def _lay_links(self, notes: Iterable[str]) -> None:
        moved = {link.id for note in notes if note in self.board.notes for link in self.board.links_of(note)}
        for link_id in moved:
            item = self.link_items.get(link_id)
            if item is not None:
                item.lay(self.note_items[item.link.source].body, self.note_items[item.link.target].body)

    def _show_empty_zones(self) -> None:
        used = {note.zone for note in self.board.notes.values()}
        self.zones.show_empty(
            frozenset(zone.id for zone in self.board.canvas.zones if zone.id not in used) | ({PARKING} - used)
        )

    def show_fit(self, figures: Fit) -> None:
        total = len(figures.relief)
        self.zones.show_answered(f"{figures.answered}/{total}" if total else "–")

    # selection and previews

    def show_selection(self, notes: Iterable[str], links: Iterable[str]) -> None:
        chosen, tied = set(notes), set(links)
        for note_id in chosen ^ self._selected_notes:
            if note_id in self.note_items:
                self.note_items[note_id].show_selected(note_id in chosen)
        self._selected_notes, self._selected_links = chosen, tied
        focus = bool(chosen or tied)
        for link_id, item in self.link_items.items():
            item.show_selected(link_id in tied)
            near = link_id in tied or item.link.source in chosen or item.link.target in chosen
            item.setOpacity(1.0 if near else DIMMED if focus else item.rest)

    def preview_move(self, ids: Iterable[str], dx: float, dy: float) -> None:
        """Shows notes as if they were moved; `settle` takes it back."""
        for note_id in ids:
            item = self.note_items[note_id]
            item.setPos(item.note.x + dx, item.note.y + dy)
            item.setZValue(IN_HAND + item.zValue() % IN_HAND)
        self._lay_links(ids)

    def settle(self, ids: Iterable[str], raised: bool = False) -> None:
        """Shows notes where the board has them; those that were dropped stay above the others."""
        self._top += ABOVE if raised else 0
        for note_id in ids:
            item = self.note_items.get(note_id)
            if item is not None:
                item.setPos(item.note.x, item.note.y)
                item.setZValue(self._top if raised else item.zValue() % IN_HAND)
        self._lay_links(ids)

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
        for item in self.items(point):
            if isinstance(item, NoteItem) and item.body.contains(point):
                return item.note.id
        return None

    def handle_at(self, point: QPointF) -> str | None:
        """The note whose handle is under a point."""
        reach = (HANDLE + 4) / self.look.zoom
        if self.handle_note is None or self.handle_note not in self.note_items:
            return None
        for handle in self._handles:
            away = handle.pos() - point
            if away.x() ** 2 + away.y() ** 2 <= reach**2:
                return self.handle_note
        return None

    def link_at(self, point: QPointF) -> str | None:
        reach = REACH / self.look.zoom
        return next((link_id for link_id, item in self.link_items.items() if item.hit(point, reach)), None)

    def notes_in(self, rect: QRectF) -> list[str]:
        """Notes that a rectangle touches."""
        return [item.note.id for item in self.items(rect) if isinstance(item, NoteItem) and item.body.intersects(rect)]

    def content_rect(self) -> QRectF:
        """Everything there is: the frame, the parking lot and all notes."""
        rect = self.zones.frame.united(self.zones.parking)
        for item in self.note_items.values():
            rect = rect.united(item.body)
        return rect
