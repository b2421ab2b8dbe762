"""A note that changed after a statement was made with it: what it says now, to be taken over or not."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.entities import Statement
from canvas_app.domain.statements import changed_notes
from canvas_app.ui.panels.explain import quoted


@dataclass(frozen=True)
class Change:
    note: str
    used: str
    now: str


def changed_words(board: Board, statement: Statement) -> list[Change]:
    """What changed since the statement was made, note by note."""
    used = {part.note: part.used or "" for part in reversed(statement.parts)}
    return [
        Change(note_id, used[note_id], board.notes[note_id].text) for note_id in changed_notes(board, statement.parts)
    ]


class ChangedWords(QFrame):
    """`renew(note, take)` is called when the person takes the new words over, or keeps those of the statement."""

    def __init__(self, parent: QWidget, change: Change, renew: Callable[[str, bool], None]):
        super().__init__(parent)
        self.change = change
        self._renew = renew
        self.setProperty("changed", True)
        words = QLabel(f"Changed since: {quoted(change.used, 60)} is now {quoted(change.now, 60)}.", self)
        words.setWordWrap(True)
        self.take = QPushButton("Take over the new words", self)
        self.keep = QPushButton("Keep", self)
        self.keep.setToolTip("Leave the statement as it is")
        self.take.setToolTip(f"Put {quoted(change.now, 60)} into the statement")
        for button in (self.take, self.keep):
            button.setProperty("small", True)
        self.keep.setProperty("flat", True)
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.take)
        row.addWidget(self.keep)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addWidget(words)
        layout.addLayout(row)

    def allow_changes(self, allowed: bool) -> None:
        self.take.setVisible(allowed)
        self.keep.setVisible(allowed)

    def _take(self) -> None:
        self._renew(self.change.note, True)

    def _keep(self) -> None:
        self._renew(self.change.note, False)
