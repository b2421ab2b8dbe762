"""Copies of notes with the links between them: what dragging with Alt adds to a board."""

from collections.abc import Mapping

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, NewNote
from canvas_app.domain.decide_groups import fresh_groups
from canvas_app.domain.entities import Note

_COPIED = {"detail", "colour", "score", "picked", "tags", "author", "fields"}


def _copy(note: Note, note_id: str, x: float, y: float, group_id: str | None) -> NewNote:
    """A note as it is copied: neither its rank nor its lock goes with it."""
    values = {**note.model_dump(include=_COPIED), "group_id": group_id}
    return NewNote(id=note_id, text=note.text, x=x, y=y, w=note.w, h=note.h, kind=note.kind, values=values)


def moved_copies(board: Board, ids: Mapping[str, str], dx: float, dy: float) -> AddNotes:
    """Copies of notes (their ids by those of the originals) beside them, with the links that lie among them."""
    notes = [board.notes[note_id] for note_id in ids]
    groups = fresh_groups(notes)
    links = {link.id: link for note in notes for link in board.links_of(note.id)}
    return AddNotes(
        tuple(_copy(note, ids[note.id], note.x + dx, note.y + dy, groups.get(note.id)) for note in notes),
        tuple(
            AddLink(ids[link.source], ids[link.target], link.strength)
            for link in links.values()
            if link.source in ids and link.target in ids
        ),
    )
