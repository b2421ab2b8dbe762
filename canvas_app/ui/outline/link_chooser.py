"""Choosing the other end of a link."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from canvas_app.app.describe import describe_note, one_line
from canvas_app.domain.board import Board
from canvas_app.domain.decide import may_link
from canvas_app.domain.entities import Note
from canvas_app.domain.search import fold
from canvas_app.ui.dialogs.chooser import Chooser, Row


def note_row(board: Board, note: Note) -> Row:
    kind = board.canvas.kind(note.kind)
    label, name, tone = (kind.label, kind.icon, f"{kind.hue}.strong") if kind else ("", "", "ink")
    return Row(note.id, describe_note(board, note), fold(f"{note.text} {label}"), name, tone)


class LinkChooser(Chooser):
    def __init__(self, parent: QWidget | None, board: Board, source: str):
        note = board.notes[source]
        tied = {end for link in board.links_of(source) for end in (link.source, link.target)} | {source}
        rows = [
            note_row(board, other)
            for other in board.in_order()
            if other.id not in tied and may_link(board, source, other.id)
        ]
        title = f"Link “{one_line(note.text)[:60] or 'Empty note'}” to"
        none = "No note may be linked to this one."
        super().__init__(parent, title, "Link", rows, "Notes that may be linked", none)
        self.search.setAccessibleName("Search notes to link to")


def choose_target(parent: QWidget, board: Board, source: str) -> str | None:
    """The note that a person wants to link to; None where they think better of it."""
    return LinkChooser(parent, board, source).ask()
