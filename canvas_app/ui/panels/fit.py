"""The fit panel: coverage, gaps, notes that answer nothing, and the most valuable answers."""

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeyEvent, QShowEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import coverage_sum, needs_of, value_sum, weight_sum
from canvas_app.ui.panels.fit_rows import CoverageRow, EntryRow, FitDelegate, SectionRow, fit_rows
from canvas_app.ui.panels.panel import Panel, changes_figures
from canvas_app.ui.panels.pills import LARGE
from canvas_app.ui.panels.rows import Row, RowList, RowModel
from canvas_app.ui.theme import px

SHEETS = (
    ("matrix", "Matrix", "All links as a table: needs in rows, answers in columns"),
    ("chart", "Chart", "Every need by its weight and relief"),
    ("gaps", "Gaps", "What nothing answers, and what is to be done about it"),
)


class FitModel(RowModel):
    def __init__(self, panel: "FitPanel"):
        super().__init__(panel)
        self._panel = panel

    def tip(self, row: Row) -> str:
        board, figures = self._panel.board, self._panel.bridge.session.fit
        match row:
            case SectionRow():
                return row.about
            case CoverageRow():
                lines = ["Weight × relief, divided by all weight:"]
                if row.pickable:
                    lines.append(f"Picked: {coverage_sum(figures, needs_of(board, figures, row.kind, picked=True))}")
                return "\n".join([*lines, f"All: {coverage_sum(figures, needs_of(board, figures, row.kind))}"])
            case EntryRow(section="value"):
                return f"{row.text}\n\n{value_sum(board, figures, row.note_id)}"
            case EntryRow() if row.note_id in figures.weights:
                return f"{row.text}\n\n{weight_sum(board, figures, row.note_id)}"
            case EntryRow():
                return row.text
        return ""


class FitList(RowList):
    """Walking selects a note; a click or Enter brings it into view."""

    def __init__(self, panel: "FitPanel", model: FitModel):
        super().__init__(panel, model, "Fit")
        self._panel = panel
        self.setItemDelegate(FitDelegate(self))
        self.setSelectionMode(RowList.SelectionMode.SingleSelection)
        self.clicked.connect(self._open)

    def chose(self, note_ids: list[str]) -> None:
        if note_ids:
            self._panel.bridge.select(note_ids)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index)
        if row is not None and row.note_id is not None:
            self._panel.show_note(row.note_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape or (event.text() and event.text().isprintable()):
            event.ignore()  # the window's actions do these; no search by letters here
        else:
            super().keyPressEvent(event)


class FitPanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Fit")
        self.list = FitList(self, FitModel(self))
        self.setFocusProxy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.addWidget(self.list, 1)
        layout.addLayout(self._offer_sheets())

    def _offer_sheets(self) -> QHBoxLayout:
        """Ways to the large pages on the same subject."""
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 4)
        row.setSpacing(6)
        self.sheets: dict[str, QPushButton] = {}
        for name, word, about in SHEETS:
            button = self.sheets[name] = QPushButton(word)
            button.setProperty("small", True)
            button.setToolTip(about)
            button.clicked.connect(partial(self._show_sheet, name))
            row.addWidget(button, 1)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        for button in self.sheets.values():
            button.setMinimumHeight(LARGE if self.port.board_mode else px(44))
        super().showEvent(event)

    def _show_sheet(self, name: str) -> None:
        self.port.show_sheet(name)

    def refresh(self) -> None:
        self.list.update_rows(fit_rows(self.board, self.bridge.session.fit), self.bridge.notes)

    def patch(self, commit: Committed) -> None:
        if changes_figures(commit.step) or commit.step.touched("decision"):
            self.refresh()

    def follow_selection(self) -> None:
        self.list.mirror(self.bridge.notes if len(self.bridge.notes) == 1 else ())

    def show_note(self, note_id: str) -> None:
        self.port.point_out(note_id)
