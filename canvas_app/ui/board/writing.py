"""Writing notes: new ones, which are recorded with their first letter, and those that are there."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from canvas_app.domain.arrange import is_arranged, place_clear, place_inside
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.domain.decide import kind_near, zone_for
from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH, Note
from canvas_app.domain.geometry import Point
from canvas_app.domain.history import Step
from canvas_app.domain.ids import short_id
from canvas_app.domain.packing import GAP
from canvas_app.text.note_face import note_height
from canvas_app.ui.board.note_editor import NoteEditor
from canvas_app.ui.board.note_item import NoteItem

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

SIZE = (NOTE_WIDTH, NOTE_HEIGHT)
ASIDE = 200.0
"""How far a new note that would cross a border goes aside, in board units, so as not to lie on others."""


class Writing:
    """The one note that is being written, if any. One undo unit from opening to finishing."""

    def __init__(self, view: BoardView):
        self._view = view
        self._bridge = view.bridge
        self._scene = view.board_scene
        self._draft: NewNote | None = None
        self._group: str | None = None
        self.editor = NoteEditor(view)
        self.editor.flushed.connect(self._write_down)
        self.editor.finished.connect(self.finish)

    @property
    def note(self) -> str | None:
        """The recorded note in the editor."""
        return self.editor.item.note.id if self.editor.item and self._draft is None else None

    def follow(self, step: Step) -> None:
        """Takes over what another part did to the note in the editor."""
        item = self._scene.note_items.get(self.note) if self.note is not None else None
        if item is not None and item is not self.editor.item:  # all were made anew, under another canvas
            self.editor.move_to(item)
        if self.note is None or self.note not in step.touched("note"):
            return
        note = self._bridge.session.board.notes.get(self.note)
        if note is None:
            self.end()
            self._bridge.complain("The note that you were writing is gone; Redo brings it back.")
        elif any(patch.id == self.note and "text" in (patch.after or {}) for patch in step.patches):
            self.editor.show_text(note.text)

    def write(self, at: tuple[float, float] | None = None) -> None:
        """Opens an empty note centred at a place; it is recorded with its first letter.

        Without a place it is where the pointer is; where there is none, clear of the notes in the middle of the view.
        """
        self.finish()
        if self._bridge.session.read_only:
            self._bridge.complain("This board is open read-only; save a copy to change it.")
            return
        if at is None:
            point = self._view.pointer()
            at = (point.x(), point.y())
            if not self._view.points:
                self._open_clear(zone_for(self._bridge.session.board, at), _corner(at))
                return
        board = self._bridge.session.board
        zone_id = zone_for(board, at)
        place, grow = _near(board, zone_id, _corner(at))
        self._open_draft(zone_id, place, grow)

    def _open_draft(self, zone_id: str, near: Point, grow: bool = False) -> None:
        """An empty note wholly inside a zone. With `grow` it gets a place of its own when the canvas grows for it."""
        board = self._bridge.session.board
        zone = board.canvas.zone(zone_id)
        x, y = place_inside(board, zone_id, SIZE, near)
        kind = board.canvas.kind(zone.kind if zone else kind_near(board, (x, y)))
        assert kind is not None
        new = NewNote(zone=zone_id) if grow else NewNote(x=x, y=y)
        item = NoteItem(
            Note(id=new.id, zone=zone_id, kind=kind.id, x=x, y=y), kind.hue, kind.icon, None, self._view.look
        )
        self._scene.hold(item)
        self._draft = new
        self._begin(item, "", select_all=False)

    def write_next(self, below: bool = False) -> None:
        """Ends the writing and opens an empty note beside or below it, in the same zone."""
        item = self.editor.item
        self.finish()
        board = self._bridge.session.board
        note = board.notes.get(item.note.id) if item is not None else None
        if note is None or self.editor.item is not None:
            return
        if below:
            beside = (note.x, note.y + note_height(note) + GAP)
        else:
            beside = (note.x + note.w + GAP, note.y)
        self._open_clear(note.zone, beside)

    def _open_clear(self, zone_id: str, near: Point) -> None:
        """An empty note where nothing else lies."""
        board = self._bridge.session.board
        if is_arranged(board, zone_id):  # which makes room for it there
            self._open_draft(zone_id, near)
            return
        free = place_clear(board, zone_id, SIZE, near, board.notes.values(), note_height)
        self._open_draft(zone_id, free or near, grow=free is None)

    def edit_previous(self) -> None:
        """Ends the writing and opens the note before it in its zone."""
        item = self.editor.item
        self.finish()
        if item is None or self.editor.item is not None or item.note.id not in self._bridge.session.board.notes:
            return
        ids = [note.id for note in self._bridge.session.board.in_zone(item.note.zone)]
        place = ids.index(item.note.id)
        if place:
            self.edit(ids[place - 1])

    def edit(self, note_id: str) -> None:
        """Opens a note for writing, its text selected."""
        self.finish()
        item = self._scene.note_items.get(note_id)
        if item is None or self._bridge.session.read_only:
            return
        self._bridge.select([note_id])
        self._begin(item, item.note.text, select_all=True)

    def _begin(self, item: NoteItem, text: str, select_all: bool) -> None:
        self._group = f"write-{short_id()}"
        if self.editor.partner is None or not self.editor.partner.wanted:
            self._view.make_legible(item.body)
        self.editor.open(item, text, select_all)

    def _write_down(self) -> None:
        item = self.editor.item
        if item is None:
            return
        text = self.editor.text()
        if self._draft is None:
            self._bridge.do(EditNote(item.note.id, {"text": text}), origin="editor", group=self._group)
            return
        if not text.strip():
            return
        draft = self._draft
        new = replace(draft, text=text)
        self._draft = None
        if self._bridge.do(AddNotes((new,)), origin="editor", group=self._group) is None:
            self._draft = draft
            return
        self._scene.let_go(item)
        real = self._scene.note_items[new.id]
        self.editor.move_to(real)
        if draft.x is None:
            self._view.make_legible(real.body)
        self._bridge.select([new.id])

    def finish(self) -> None:
        """Ends the writing; a note left empty vanishes."""
        if self.editor.item is None:
            return
        self.editor.flush()
        item = self.editor.item
        if item is None:
            return
        text = self.editor.text()
        if self._draft is not None:
            if text.strip():
                # The note could not be recorded: keep it in the editor rather than lose what was typed.
                self.editor.setFocus()
                return
            self.end()
            return
        note = self._bridge.session.board.notes.get(item.note.id)
        if (
            note is not None
            and text != note.text
            and self._bridge.do(EditNote(note.id, {"text": text}), origin="editor", group=self._group) is None
            and text.strip()
        ):
            stored = self._bridge.session.board.notes[note.id].text
            if stored.split() != text.split():
                self.editor.setFocus()
                return
        self.end()
        if note is not None and not text.strip():
            self._bridge.do(Delete((note.id,)), origin="editor", group=self._group)

    def end(self) -> None:
        """Puts the editor away; what was not written down is lost."""
        item = self.editor.item
        self.editor.put_away()
        if self._draft is not None and item is not None:
            self._draft = None
            self._scene.let_go(item)
        self._group = None


def _corner(middle: Point) -> Point:
    """The upper left corner of a new note with that middle."""
    return middle[0] - NOTE_WIDTH / 2, middle[1] - NOTE_HEIGHT / 2


def _near(board: Board, zone_id: str, corner: Point) -> tuple[Point, bool]:
    """Where a new note goes: `corner`, or beside it where it would cross a border, off other notes.

    And whether the zone has no room there, so that the canvas is to grow for it.
    """
    inside = place_inside(board, zone_id, SIZE, corner)
    if inside == corner or is_arranged(board, zone_id) or board.canvas.zone(zone_id) is None:
        return inside, False
    for gap in (GAP, 1.0):
        clear = place_clear(board, zone_id, SIZE, corner, board.notes.values(), note_height, gap=gap)
        if clear is not None and math.dist(clear, corner) < ASIDE:
            return clear, False
    return inside, True
