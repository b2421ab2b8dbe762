"""The fit matrix: the links of the board as a table that is edited with keys and taps."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.commands import AddLink, Delete, SetStrength
from canvas_app.domain.matrix import Table, tables
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import coverage_sum, needs_of
from canvas_app.ui.panels.panel import changes_figures
from canvas_app.ui.sheets.matrix_model import Index, MatrixModel, names
from canvas_app.ui.sheets.matrix_view import MatrixView, Share
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.theme import icon, margins, px

ORIGIN = "matrix"
SMALL, LARGE = 32, 56
"""The height of what is pressed, at a desk and at a touch board."""
LEGEND = "1 partly · 2 mostly · 3 fully · 0 no link · Enter or tap: the next one"


class MatrixSheet(Sheet):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Fit matrix")
        self._large = False
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Rows and columns")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.currentIndexChanged.connect(self._choose)
        self.picked = QCheckBox("Picked only")
        self.picked.setToolTip("Only the needs and answers on the short lists")
        self.picked.toggled.connect(self._choose)
        self.sort = QPushButton("Sort again")
        self.sort.setIcon(icon("sort", "muted"))
        self.sort.setProperty("small", True)
        self.sort.setToolTip(
            "The heaviest rows to the top, the most valuable columns to the start; until then all stays in its place"
        )
        self.sort.clicked.connect(self._sort)
        self.legend = QLabel(LEGEND)
        self.legend.setProperty("muted", True)
        self.model = MatrixModel(bridge, self)
        self.view = MatrixView(self.model, self)
        self.view.on_set, self.view.on_open, self.view.on_current = self._set, self.open_note, self._tell
        self.view.corner.sums = self.coverage_sums
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(60, 0, 60, 0)
        self.status = QLabel()
        self.status.setObjectName("sheet-status")
        self.status.setWordWrap(True)
        self.status.setFixedHeight(px(62))
        bar = QHBoxLayout()
        bar.setContentsMargins(margins(16, 10, 16, 8))
        bar.setSpacing(14)
        for widget in (self.chooser, self.picked, self.sort):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.legend)
        self._page = QStackedWidget(self)
        self._page.addWidget(self.view)
        self._page.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._page, 1)
        layout.addWidget(self.status)
        self.setFocusProxy(self.view)

    # in step with the board

    def refresh(self) -> None:
        self._offer_tables()
        self._show()

    def patch(self, commit: Committed) -> None:
        if commit.step.touched("canvas"):
            self.refresh()
        elif changes_figures(commit.step):
            changed = self.model.follow(commit.step.touched("note"))
            if changed is None:
                self._show()
            else:
                self.view.repaint_heads(*changed)
                self._tell_all()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._due = True  # rows and columns are sorted whenever the sheet is opened

    def _offer_tables(self) -> None:
        chosen = self.chooser.currentIndex()
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            for table in tables(self.board.canvas):
                rows, columns = names(self.board, table.rows), names(self.board, table.columns)
                self.chooser.addItem(f"{rows[:1].upper()}{rows[1:]} by {columns}", table)
            self.chooser.setCurrentIndex(max(0, min(chosen, self.chooser.count() - 1)))
        self.chooser.setVisible(self.chooser.count() > 1)

    def _choose(self) -> None:
        self._show()

    def _sort(self) -> None:
        self._show()
        self.view.setFocus()

    def _show(self) -> None:
        """Shows the table anew, in order, with the keyboard where it was."""
        table = self.chooser.currentData()
        had_focus = self.view.hasFocus()
        ends = self.model.ends(self.view.currentIndex()) or (None, None)
        self.model.show(table if isinstance(table, Table) else Table((), ()), self.picked.isChecked())
        advice = self._advice()
        self.empty.setText(advice)
        self._page.setCurrentIndex(1 if advice else 0)
        if not advice:
            self.view.go_to(*ends)
            if had_focus:
                self.view.setFocus()
        self._tell_all()

    def _advice(self) -> str:
        """What to do where there is no table to show."""
        canvas, table = self.board.canvas, self.model.table
        if not table.rows:
            return f"The canvas “{canvas.title}” has no links that a table could show."
        if self.model.rows and self.model.columns:
            return ""
        kinds = table.rows if not self.model.rows else table.columns
        if self.picked.isChecked():
            return f"No {names(self.board, kinds)} are picked yet. Pick them with the star in Priorities, or show all."
        return f"Nothing to measure yet. Write {names(self.board, kinds)}; then link them here or on the board."

    def _tell_all(self) -> None:
        self.sort.setEnabled(not self.model.in_order)
        lines: list[Share] = []
        if {self.board.canvas.role(kind) for kind in self.model.table.columns} == {"answer"}:
            for kind in self.board.canvas.kinds:
                share = self.model.figures.coverage.get(kind.id)
                if share is not None and kind.id in self.model.table.rows:
                    lines.append((kind.many, kind.icon, kind.hue, share.picked, share.all))
        self.view.corner.show_coverage(lines)
        self._tell()

    def coverage_sums(self) -> str:
        """What the shares of coverage add up from."""
        figures, lines = self.model.figures, []
        for kind in self.board.canvas.kinds:
            if kind.id in figures.coverage:
                for word, only in (("picked", True), ("all", False)):
                    sums = coverage_sum(figures, needs_of(self.board, figures, kind.id, picked=only))
                    lines.append(f"{kind.many}, {word}: {sums}")
        return "\n".join(lines)

    def _tell(self) -> None:
        """Below the table: the cell that the keyboard is on, and the sums of its row and column."""
        index = self.view.currentIndex()
        ends = self.model.ends(index)
        if ends is None or self._page.currentIndex() == 1:
            self.status.setText("")
            return
        refused = self.model.refused(index)
        lines = [f"{self.model.spoken(index)}. {refused or self.model.cell_sum(index)}"]
        for end in ends:
            lines.append("; ".join(" ".join(part.split()) for part in self.model.sums(self.board.notes[end])))
        self.status.setText("\n".join(line for line in lines if line))

    # editing

    def _set(self, index: Index, strength: int) -> None:
        """Gives a cell a strength, 0 for no link; what cannot be linked is said."""
        ends, link, refused = self.model.ends(index), self.model.link(index), self.model.refused(index)
        if ends is None:
            return
        if refused:
            self.bridge.complain(refused)
        elif link is None and strength:
            self.bridge.do(AddLink(ends[1], ends[0], strength), ORIGIN)
        elif link is not None and not strength:
            self.bridge.do(Delete(links=(link.id,)), ORIGIN)
        elif link is not None:
            self.bridge.do(SetStrength((link.id,), strength), ORIGIN)

    # sizes

    def use_large(self, large: bool) -> None:
        self._large = large
        for widget in (self.chooser, self.picked, self.sort):
            widget.setMinimumHeight(LARGE if large else px(SMALL))
        self.view.use_sizes(self.width(), large)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= px(1100) and not self._large)
        self.status.setFixedHeight(px(62 if self.width() >= px(1000) else 96))
        self.view.use_sizes(self.width(), self._large)
