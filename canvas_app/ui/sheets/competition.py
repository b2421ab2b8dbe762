"""The competition: what matters against who else there is, the difference in a sentence, and the value curve."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.board import Board
from canvas_app.domain.commands import EditBoard
from canvas_app.domain.competition import Line, Rival
from canvas_app.domain.decide_competition import (
    AddCompetitor,
    AddCriterion,
    DeleteCompetitor,
    DeleteCriterion,
    MoveCompetitor,
    Rate,
    RateAll,
    RenameCompetitor,
    RewordCriterion,
)
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.exchange import comparison_table
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.panel import changes_figures
from canvas_app.ui.panels.pills import Option, Pills
from canvas_app.ui.sheets.competition_heads import Heads
from canvas_app.ui.sheets.competition_model import CompetitionModel, Index
from canvas_app.ui.sheets.competition_view import CompetitionView
from canvas_app.ui.sheets.difference_bar import DifferenceBar
from canvas_app.ui.sheets.matrix_model import names
from canvas_app.ui.sheets.score_chooser import ScoreChooser
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.sheets.value_curve import CurveView
from canvas_app.ui.theme import icon, margins, mark, ordered, px

ORIGIN = "competition"
WIDE, TALL = 1400, 880
"""From this width on table and curve stand side by side, from this height on one below the other."""
KEYS = "0 to 5 scores a cell, 0 not at all, 5 could not be better · Delete clears · arrows go on to the headings"
READ_ONLY = "This board is read-only; save a copy to change it."
_TABLES = ("competitor", "criterion", "rating", "evidence", "test_card", "board")


class NewName(QLineEdit):
    """Enter adds what is written; Esc empties the line, then leaves it."""

    def event(self, event: QEvent) -> bool:
        clears = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self.text())
        if event.type() == QEvent.Type.ShortcutOverride and clears:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class CompetitionSheet(Sheet):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Competition")
        self._large = False
        self._pointed = ""
        self._heads: Heads | None = None
        """The headings that the keyboard is in, or was in last; None for the cells."""
        self.difference = DifferenceBar(self, self._say_difference, self._enter_table)
        self.name = NewName(self)
        self.name.setPlaceholderText("Another competitor")
        self.name.setAccessibleName("Name of a new competitor")
        self.name.setMaxLength(500)
        self.name.returnPressed.connect(self.add_competitor)
        self.add = self._button("Add competitor", "plus", "Compare somebody else; write the name first")
        self.add.clicked.connect(self.add_competitor)
        self.more = self._button(
            "Add criterion…", "plus", "Compare on a need that is not picked, or on words of your own"
        )
        self.more.clicked.connect(self.add_criterion)
        self.shown = Pills(self, "Show", self._show_part, optional=False)
        self.shown.offer([Option("table", "Table"), Option("curve", "Value curve")])
        self.shown.show_value("table")
        self.shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        Fingertips(self).watch(self.add, self.more)
        for widget in (self.name, self.add, self.more):
            widget.setProperty("large", False)
        self.status = QLabel(self)
        self.status.setObjectName("sheet-status")
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setFixedHeight(px(62))
        self.model = CompetitionModel(bridge, self)
        self.view = CompetitionView(self.model, self, self)
        self.chooser = ScoreChooser(self, self._take_score, self._enter_table)
        self.curve = CurveView(self, self._point, self.go_to)
        self.empty = self._teaching()
        self._lay_out()
        self.setFocusProxy(self.view)

    def _button(self, words: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(ordered(words), self)
        button.setIcon(icon(name, "muted"))
        button.setToolTip(tip)
        return button

    def _teaching(self) -> QWidget:
        page = QWidget(self)
        self.advice = QLabel(page)
        self.advice.setWordWrap(True)
        self.advice.setProperty("muted", True)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pick = QPushButton("Go to Priorities", page)
        self.pick.setProperty("primary", True)
        self.pick.setProperty("large", False)
        self.pick.setToolTip("The panel in which notes are picked with the star")
        self.pick.clicked.connect(self._go_to_picks)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.pick)
        row.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(60, 20, 60, 20)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addWidget(self.advice)
        layout.addLayout(row)
        layout.addStretch(2)
        return page

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(margins(16, 4, 16, 6))
        bar.setSpacing(8)
        self.name.setMinimumWidth(px(110))
        self.name.setMaximumWidth(px(230))
        bar.addWidget(self.name, 3)
        bar.addWidget(self.add)
        bar.addWidget(self.more)
        bar.addStretch(1)
        bar.addWidget(self.shown)
        self._both = QWidget(self)
        self._parts = QVBoxLayout(self._both)
        self._across = QHBoxLayout()
        self._across.setSpacing(8)
        self._across.addWidget(self.view, 1)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._parts.addLayout(self._across, 1)
        self._parts.addWidget(self.curve, 1)
        self._page = QStackedWidget(self)
        self._page.addWidget(self._both)
        self._page.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.difference)
        layout.addLayout(bar)
        layout.addWidget(self._page, 1)
        layout.addWidget(self.status)

    @property
    def read_only(self) -> bool:
        return self.bridge.session.read_only

    # in step with the board

    def refresh(self) -> None:
        self._read()

    def patch(self, commit: Committed) -> None:
        step = commit.step
        if changes_figures(step) or any(step.touched(table) for table in _TABLES):
            self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        self.chooser.hide()
        super().hideEvent(event)

    def _read(self) -> None:
        """Compares anew; the keyboard stays on its cell, or beside it where that is gone."""
        index = self.view.currentIndex()
        line, rival = self.model.line(index.row()), self.model.rival(index.column())
        place = index.row(), index.column()
        if not self.model.read():
            self.chooser.close_it()
            self._return_to(line.key if line else None, rival.id if rival else "", place)
        for heads in (self.view.across, self.view.down):
            heads.follow()
        board, session = self.board, self.bridge.session
        self.difference.show_board(board, session.fit, self.model.table, self.read_only)
        for widget in (self.name, self.add, self.more):
            widget.setEnabled(not self.read_only)
        self.curve.show_table(self.model.table)
        teach = not self.model.lines
        if teach:
            self._teach(board)
        if teach and self._page.currentIndex() == 0 and self.view.isAncestorOf(self.focusWidget() or self):
            self.more.setFocus()
        self._page.setCurrentIndex(1 if teach else 0)
        self.setFocusProxy((self.pick if self.pick.isVisibleTo(self.empty) else self.more) if teach else self.view)
        self._arrange()
        self.tell()

    def _return_to(self, key: str | None, rival_id: str, place: tuple[int, int]) -> None:
        rows, columns = self.model.rowCount(), self.model.columnCount()
        if not rows or place[0] < 0:
            return
        row, column = self.model.row_of(key), self.model.column_of(rival_id)
        row = row if row >= 0 else min(place[0], rows - 1)
        column = column if column >= 0 else min(place[1], columns - 1)
        self.view.setCurrentIndex(self.model.index(row, column))

    def _teach(self, board: Board) -> None:
        canvas = board.canvas
        needs = [kind for kind in canvas.kinds if kind.role == "need"]
        words = names(board, [kind.id for kind in needs])
        ranges = {(kind.pick.min, kind.pick.max) for kind in needs if kind.pick is not None}
        count = "the most important"
        if len(ranges) == 1:
            least, most = next(iter(ranges))
            count = str(most) if least == most else f"{least} to {most}"
        if needs:
            advice = (
                f"Pick {count} {words} first: on them we, the partner alone, competitors and doing nothing are scored,"
                " from 0 to 5.\nOr add a criterion of your own."
            )
        else:
            advice = (
                f"The canvas “{canvas.title}” names no needs. Add criteria of your own: what do people look at when"
                " they choose?"
            )
        self.advice.setText("There is nothing to compare on this board yet." if self.read_only else advice)
        self.pick.setVisible(bool(needs) and not self.read_only)

    def _go_to_picks(self) -> None:
        self.port.show_panel("priorities")

    # what stands where

    def _arrange(self) -> None:
        """Table and curve beside each other, one below the other, or one of them."""
        beside = self.width() >= px(WIDE)
        below = not beside and self.height() >= px(TALL)
        where = self._across if beside else self._parts
        if where.indexOf(self.curve) < 0:
            where.addWidget(self.curve, 1)
        both = beside or below
        self.shown.setVisible(not both and bool(self.model.lines))
        curve = both or self.shown.value == "curve"
        if not curve and self.curve.hasFocus():
            self.view.setFocus()
        self.curve.setVisible(curve)
        self.view.setVisible(both or not curve)
        self._across.setStretch(0, 8)
        self._parts.setStretch(0, 1 if both or not curve else 0)
        if beside:
            self._across.setStretch(1, 5)
        if below:
            self._parts.setStretch(0, 3)
            self._parts.setStretch(self._parts.indexOf(self.curve), 2)
        self.view.use_sizes(self._large)

    def _show_part(self, value: str) -> None:
        self._arrange()

    # what is told below

    def tell(self) -> None:
        """Below the table: where the keyboard is, and the sum of its row."""
        if not self.model.lines:
            self.status.setText("")
            return
        rooms = (self.view, self.view.across, self.view.down)
        room = next((room for room in rooms if room.hasFocus()), None)
        if room is not None:
            self._heads = room if isinstance(room, Heads) else None
        if self._pointed:
            self.status.setText(self._pointed)
            return
        if isinstance(room, Heads):
            self.status.setText(room.spoken())
            return
        index = self.view.currentIndex()
        if not index.isValid() or not any(line.scores for line in self.model.lines):
            self.status.setText(KEYS)
            return
        spoken = self.model.spoken(index)
        self.status.setText(f"{spoken}\n{' '.join(self.model.why(index.row()).splitlines())}")

    def _point(self, words: str) -> None:
        self._pointed = words
        self.tell()

    # what the table asks for

    def rate(self, line: Line, rival: Rival, score: int | None) -> None:
        criterion = None if line.note else line.criterion
        self.bridge.do(Rate(rival.id, score, note=line.note, criterion=criterion), ORIGIN)

    def choose_score(self, index: Index) -> None:
        if self.read_only:
            self.complain(READ_ONLY)
            return
        self.view.scrollTo(index)
        cell = self.view.visualRect(index)
        corner = self.view.viewport().mapTo(self, cell.topLeft())
        words = self.model.spoken(index).rpartition(": ")[0]
        self.chooser.open(QRect(corner, cell.size()), f"Score for {words}", self.model.score(index))

    def _take_score(self, score: int | None) -> None:
        index = self.view.currentIndex()
        line, rival = self.model.line(index.row()), self.model.rival(index.column())
        if line is not None and rival is not None:
            self.rate(line, rival, score)

    def _enter_table(self) -> None:
        (self.view if self.model.lines else self.more).setFocus(Qt.FocusReason.OtherFocusReason)

    def rename(self, rival_id: str, name: str) -> bool:
        return self._did(RenameCompetitor(rival_id, name))

    def reword(self, criterion_id: str, words: str) -> bool:
        return self._did(RewordCriterion(criterion_id, words))

    def _did(self, command: RenameCompetitor | RewordCriterion) -> bool:
        try:
            self.bridge.session.do(command, ORIGIN)
        except UserError as error:
            self.bridge.complain(str(error))
            return False
        return True

    def move_rival(self, rival_id: str, index: int) -> None:
        if self.bridge.do(MoveCompetitor(rival_id, index), ORIGIN) is not None:
            self.view.across.go_to(self.model.column_of(rival_id))

    def take_out(self, rival: Rival | None, line: Line | None) -> None:
        if self.read_only:
            self.complain(READ_ONLY)
        elif rival is not None and rival.added:
            if self.bridge.do(DeleteCompetitor(rival.id), ORIGIN) is not None:
                self.bridge.say(f"{quoted(rival.name)} and its scores deleted.", undo=True)
        elif rival is not None:
            self.complain(self.model.about_rival(rival))
        elif line is not None and line.criterion is not None:
            if self.bridge.do(DeleteCriterion(line.criterion), ORIGIN) is not None:
                self.bridge.say("Criterion taken out.", undo=True)
        elif line is not None:
            self.complain("This need is picked; unpick it with the star in Priorities to take it out.")

    def show_line(self, line: Line) -> None:
        if line.note is not None and line.note in self.board.notes:
            self.open_note(line.note)

    def back_up(self, line: Line) -> None:
        """The evidence of a need is in the pane of its note, beside the sheet; words have a box of their own."""
        if line.note is not None:
            self.bridge.select([line.note])
            self.port.show_details()
        elif line.criterion is not None:
            from canvas_app.ui.dialogs.backing import show_backing

            show_backing(self.window(), self.bridge, line.criterion, line.words)

    def complain(self, words: str) -> None:
        self.bridge.complain(words)

    def copy(self) -> None:
        self.port.put_clipboard(comparison_table.write(self.model.table))
        self.bridge.say("The comparison was copied; paste it into a spreadsheet or a document.")

    def paste(self) -> None:
        """Scores from a spreadsheet, from the cell of the keyboard on: one undo unit."""
        if self.read_only:
            self.complain(READ_ONLY)
            return
        index = self.view.currentIndex()
        try:
            rates, left_out = comparison_table.read(
                self.port.clipboard(), self.model.table, max(index.row(), 0), max(index.column(), 0)
            )
        except BadInput as error:
            self.complain(str(error))
            return
        before = self.bridge.session.version
        self.bridge.do(RateAll(tuple(rates)), ORIGIN)
        if self.bridge.session.version > before:
            out = f" {left_out} more had no cell to go to." if left_out else ""
            self.bridge.say(f"{len(rates)} score{'s' if len(rates) != 1 else ''} pasted.{out}", undo=True)

    # what the rest asks for

    @property
    def compared(self) -> tuple[str | None, str | None]:
        """The competitor and the added criterion whose column and row the keyboard is in, or was in last."""
        heads, index = self._heads, self.view.currentIndex()
        column = index.column() if heads is None else heads.here if heads is self.view.across else -1
        row = index.row() if heads is None else heads.here if heads is self.view.down else -1
        rival, line = self.model.rival(column), self.model.line(row)
        return rival.id if rival is not None and rival.added else None, line.criterion if line is not None else None

    def edit_heading(self) -> None:
        """Opens the heading of the competitor or the criterion in focus."""
        competitor, criterion = self.compared
        if competitor is not None:
            self.view.across.write(self.model.column_of(competitor))
        elif criterion is not None:
            self.view.down.write(next(n for n, line in enumerate(self.model.lines) if line.criterion == criterion))

    def go_to(self, key: str, rival_id: str) -> None:
        """Puts the keyboard on a cell, in sight."""
        if self.view.isHidden():
            self.shown.show_value("table")
            self._arrange()
        self._pointed = ""
        self.view.go_to(key, rival_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_name(self) -> None:
        """The keyboard goes to where a new competitor is named."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def add_competitor(self) -> None:
        if not self.name.text().strip():
            self.name.setFocus()
            return
        command = AddCompetitor(self.name.text())
        if self.bridge.do(command, ORIGIN) is not None:
            self.name.clear()
            column = self.model.column_of(command.id)
            if column >= 0 and self.model.lines:
                self.view.scrollTo(self.model.index(max(self.view.currentIndex().row(), 0), column))

    def add_criterion(self) -> None:
        from canvas_app.ui.dialogs.criterion import choose_criterion

        if self.read_only:
            self.complain(READ_ONLY)
            return
        chosen = choose_criterion(self.window(), self.board, self.bridge.session.fit, self.model.table)
        if chosen is None:
            return
        note, words = chosen
        command = AddCriterion(words, note)
        if self.bridge.do(command, ORIGIN) is not None:
            self.go_to(note or command.id, self.model.rivals[0].id)

    def _say_difference(self, values: dict[str, str], group: str | None) -> bool:
        try:
            self.bridge.session.do(EditBoard(values), ORIGIN, group)
        except UserError as error:
            self.bridge.complain(str(error))
            return False
        return True

    # what the frame asks for

    def cancel(self) -> bool:
        if self.view.across.gap is not None:
            self.view.across.cancel_drag()
            return True
        if self.chooser.isVisible():
            self.chooser.close_it()
            return True
        return False

    def flush(self) -> None:
        self.difference.flush()
        for heads in (self.view.across, self.view.down):
            heads.end_edit(keep=True, leaving=True)

    def use_large(self, large: bool) -> None:
        self._large = large
        self.chooser.use_large(large)
        self.difference.use_large(large)
        self.shown.use_large(large)
        for widget in (self.name, self.add, self.more, self.pick):
            mark(widget, large=large)
        sizes = [pill.sizeHint() for pill in self.shown.pills]
        self.shown.setFixedSize(sum(size.width() + 8 for size in sizes), sizes[0].height())
        self.view.use_sizes(large)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chooser.close_it()
        self._arrange()
