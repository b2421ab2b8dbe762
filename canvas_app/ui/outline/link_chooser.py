"""Choosing the other end of a link from a list that can be searched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from canvas_app.app.describe import describe_note, one_line
from canvas_app.domain.board import Board
from canvas_app.domain.decide import may_link
from canvas_app.domain.search import fold
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.theme import icon

SHOWN = 200
_TO_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class LinkChooser(FormDialog):
    def __init__(self, parent: QWidget | None, board: Board, source: str):
        note = board.notes[source]
        super().__init__(parent, f"Link “{one_line(note.text)[:60] or 'Empty note'}” to", "Link")
        tied = {end for link in board.links_of(source) for end in (link.source, link.target)} | {source}
        self._notes = [
            (other.id, describe_note(board, other), fold(f"{other.text} {_label(board, other.kind)}"), other.kind)
            for other in board.in_order()
            if other.id not in tied and may_link(board, source, other.id)
        ]
        self._board = board
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search notes to link to")
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("targets")
        self.list.setAccessibleName("Notes that may be linked")
        self.list.itemActivated.connect(self.accept)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.resize(520, 480)
        self._filter("")
        self.search.setFocus()

    @property
    def chosen(self) -> str | None:
        """The id of the note that is marked in the list."""
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def _filter(self, words: str) -> None:
        wanted = fold(words).split()
        found = [row for row in self._notes if all(word in row[2] for word in wanted)]
        self.list.clear()
        for note_id, text, _, kind_id in found[:SHOWN]:
            item = QListWidgetItem(text)
            kind = self._board.canvas.kind(kind_id)
            if kind is not None:
                item.setIcon(icon(kind.icon, f"{kind.hue}.strong"))
            item.setData(Qt.ItemDataRole.UserRole, note_id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.main.setEnabled(bool(found))
        more = len(found) - SHOWN
        none = "No note may be linked to this one." if not self._notes else "No such note."
        self.reason.setText(none if not found else f"{more:,} more; type to narrow the list." if more > 0 else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TO_LIST:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)


def _label(board: Board, kind_id: str) -> str:
    kind = board.canvas.kind(kind_id)
    return kind.label if kind else ""


def choose_target(parent: QWidget, board: Board, source: str) -> str | None:
    """The note that a person wants to link to; None where they think better of it."""
    dialog = LinkChooser(parent, board, source)
    accepted = dialog.exec()
    chosen = dialog.chosen if accepted else None
    dialog.deleteLater()
    return chosen
