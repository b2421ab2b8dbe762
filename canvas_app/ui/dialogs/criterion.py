"""Choosing what to compare on besides the picked needs: a note, or words of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.competition import Comparison
from canvas_app.domain.fit import Fit
from canvas_app.ui.dialogs.chooser import Chooser
from canvas_app.ui.outline.link_chooser import note_row
from canvas_app.ui.theme import icon

WORDS = "words"


class CriterionChooser(Chooser):
    """The heaviest needs first; what is typed can be taken as it is."""

    def __init__(self, parent: QWidget | None, board: Board, figures: Fit, table: Comparison):
        shown = {line.note for line in table.lines}
        needs = [need for need in figures.weights if need not in shown]
        needs.sort(key=lambda need: -figures.weights[need])
        rows = [note_row(board, board.notes[need]) for need in needs]
        none = "Every need is compared already. Type words of your own."
        super().__init__(parent, "Add a criterion", "Add", rows, "Needs and words", none)
        self.search.setPlaceholderText("Search the needs, or type words of your own")
        self.search.setMaxLength(500)

    def _filter(self, words: str) -> None:
        super()._filter(words)
        typed = " ".join(words.split())
        if typed:
            item = QListWidgetItem(f"“{typed}” in words of your own")
            item.setIcon(icon("edit", "muted"))
            item.setData(Qt.ItemDataRole.UserRole, WORDS)
            self.list.addItem(item)
            if self.list.count() == 1:
                self.list.setCurrentRow(0)
                self.reason.setText("")
            self.main.setEnabled(True)


def choose_criterion(parent: QWidget, board: Board, figures: Fit, table: Comparison) -> tuple[str | None, str] | None:
    """A note's id and "", or None and words; None where a person thinks better of it."""
    chooser = CriterionChooser(parent, board, figures, table)
    chosen = chooser.ask()
    typed = " ".join(chooser.search.text().split())
    if chosen is None:
        return None
    return (None, typed) if chosen == WORDS else (chosen, "")
