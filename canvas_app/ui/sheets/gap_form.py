"""What is decided about one gap, as a form: every answer is recorded when it is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.domain.board import Board
from canvas_app.domain.entities import Decision, Note
from canvas_app.domain.evidence import read_day
from canvas_app.domain.fit import Fit
from canvas_app.domain.gaps import CHOICES, answering_kinds
from canvas_app.ui.panels.explain import relief_sum, weight_sum
from canvas_app.ui.panels.fields import LineField, TextField
from canvas_app.ui.panels.kind_fields import KindChip
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.panels.pills import Option, Pills, TwoLines
from canvas_app.ui.theme import icon, mark, ordered, px

STRATEGIC = {"yes": True, "no": False, "": None}
DAYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}


class Decider(Protocol):
    """Who keeps the answers, and does what the form's buttons say."""

    def record(self, values: dict[str, Any], group: str | None = None) -> bool:
        """Whether they were taken."""

    def choose_idea(self) -> None: ...
    def add_idea(self, text: str, kind: str, linked: bool) -> bool:
        """Whether the note was written."""

    def open_note(self, note_id: str) -> None: ...
    def leave_form(self) -> None: ...


class DayField(LineField):
    """A day, year-month-day. Up and Down go on by days, Page Up and Page Down by weeks; from nothing to today."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = DAYS.get(Qt.Key(event.key())) if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else None
        if days is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        self.go_on(days)

    def go_on(self, days: int) -> None:
        try:
            now = read_day(self.text())
            then = date.fromisoformat(now) + timedelta(days) if now else date.today()
        except (ValueError, OverflowError):
            mark(self, wrong=True)
            return
        self.setText(then.isoformat())
        self.typing.typed(wait=False)
        self.flush()


class GapForm(QWidget):
    def __init__(self, parent: QWidget, decider: Decider):
        super().__init__(parent)
        self._decider = decider
        self._need = ""
        self._idea = ""
        self.chip = KindChip(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("subject", True)
        self.sums = QLabel(self)
        self.sums.setWordWrap(True)
        self.sums.setTextFormat(Qt.TextFormat.PlainText)
        self.sums.setProperty("muted", True)
        self.choice = Pills(self, "What to do", self._choose)
        self.choice.offer([Option(value, words) for value, words in CHOICES.items()])
        self.strategic = Pills(self, "Strategically important", self._weigh, optional=False)
        self.strategic.offer([Option("yes", "Yes"), Option("no", "No"), Option("", "Open")])
        leave = decider.leave_form
        self.owner = LineField(self, "Owner", self._records("owner"), leave)
        self.owner.setPlaceholderText("Who sees to it")
        self.due = DayField(self, "By when", self._records("due"), leave, whole=True, means=_day)
        self.due.setPlaceholderText("Year-month-day; Up and Down go on by days")
        self.later = [
            self._small("Today", "By today", partial(self._by, 0)),
            self._small("+1 week", "A week later", partial(self._by, 7)),
            self._small("+1 month", "30 days later", partial(self._by, 30)),
        ]
        self.why = TextField(self, "Why", self._records("why"), leave, lines=3)
        self.why.setPlaceholderText("What speaks for it, or what would have to be true")
        self.idea = TwoLines(self)
        self.idea.clicked.connect(self._show_idea)
        self.choose_idea = self._small(
            "Choose a note…", "A note on the board that would answer it", decider.choose_idea
        )
        self.write_idea = self._small("Write a new note…", "A new note that would answer it", self._toggle_writer)
        self.drop_idea = self._small("No idea note", "Let go of the idea note; it stays on the board", self._drop_idea)
        self._make_writer()
        self.show_note = self._small("Show on the board", "Go back to the board, to this note", self._show_note)
        self._lay_out()

    def _small(self, words: str, tip: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(ordered(words), self)
        button.setProperty("small", True)
        button.setMinimumHeight(px(36))
        button.setToolTip(tip)
        button.clicked.connect(run)
        return button

    def _make_writer(self) -> None:
        self.writer = QFrame(self)
        self.writer.setProperty("card", True)
        self.new_text = QLineEdit(self.writer)
        self.new_text.setAccessibleName("New idea note")
        self.new_text.setMinimumHeight(px(40))
        self.new_text.returnPressed.connect(self._add_idea)
        self.new_text.setPlaceholderText("What would answer it?")
        self.new_kind = QComboBox(self.writer)
        self.new_kind.setAccessibleName("Kind of the new note")
        self.linked = QCheckBox("Link it, so that the gap counts as answered", self.writer)
        self.add = QPushButton("Add note", self.writer)
        self.add.setIcon(icon("plus", "panel"))
        self.add.setProperty("primary", True)
        self.add.clicked.connect(self._add_idea)
        row = QHBoxLayout()
        row.addWidget(self.new_kind)
        row.addStretch(1)
        row.addWidget(self.add)
        inner = QVBoxLayout(self.writer)
        inner.setContentsMargins(12, 12, 12, 12)
        inner.setSpacing(8)
        inner.addWidget(self.new_text)
        inner.addWidget(self.linked)
        inner.addLayout(row)
        self.writer.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.chip)
        head.addWidget(self.text, 1)
        head.addWidget(self.show_note)
        dates = QHBoxLayout()
        dates.setSpacing(6)
        dates.addWidget(self.due, 1)
        for button in self.later:
            dates.addWidget(button)
        ideas = QHBoxLayout()
        ideas.setSpacing(6)
        for button in (self.choose_idea, self.write_idea, self.drop_idea):
            ideas.addWidget(button)
        ideas.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.sums)
        layout.addSpacing(8)
        for words, widget in (("What to do", self.choice), ("Strategically important", self.strategic)):
            layout.addWidget(self._label(words))
            layout.addWidget(widget)
            layout.addSpacing(4)
        layout.addWidget(self._label("Owner", self.owner))
        layout.addWidget(self.owner)
        layout.addSpacing(8)
        layout.addWidget(self._label("By when", self.due))
        layout.addLayout(dates)
        layout.addSpacing(8)
        layout.addWidget(self._label("Idea"))
        layout.addWidget(self.idea)
        layout.addLayout(ideas)
        layout.addWidget(self.writer)
        layout.addSpacing(8)
        layout.addWidget(self._label("Why", self.why))
        layout.addWidget(self.why)
        layout.addStretch(1)
        order: list[QWidget] = [
            self.show_note, *self.choice.pills, *self.strategic.pills, self.owner, self.due, *self.later, self.idea,
            self.choose_idea, self.write_idea, self.drop_idea, self.new_text, self.linked, self.new_kind, self.add,
            self.why,
        ]  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _label(self, words: str, buddy: QWidget | None = None) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("note", True)
        if buddy is not None:
            label.setBuddy(buddy)
        return label

    # showing

    def show_gap(self, board: Board, figures: Fit, need: Note, decision: Decision | None, read_only: bool) -> None:
        """A gap and what was decided about it; what is being typed about another one is recorded first."""
        if need.id != self._need:
            self.flush()
            self._need = need.id
            for field in (self.owner, self.due, self.why):
                field.start_anew()
            self._close_writer()
        made = decision or Decision(id="none", note=need.id)
        self.chip.show_kind(board.canvas.kind(need.kind))
        self.text.setText(need.text or "Empty note")
        self.sums.setText(f"{weight_sum(board, figures, need.id)}\n{relief_sum(board, figures, need.id)}")
        self.choice.show_value(made.choice)
        self.strategic.show_value(next(value for value, meant in STRATEGIC.items() if meant is made.strategic))
        for field, words in ((self.owner, made.owner), (self.due, made.due), (self.why, made.why)):
            field.show_text(words)
            field.setReadOnly(read_only)
        idea = board.notes.get(made.idea) if made.idea is not None else None
        self._idea = idea.id if idea is not None else ""
        self.idea.setVisible(idea is not None)
        if idea is not None:
            kind = board.canvas.kind(idea.kind)
            label = kind.label if kind else "Note"
            hue = f"{kind.hue}.strong" if kind else "muted"
            self.idea.show_lines(kind.icon if kind else "note", hue, one_line(idea.text) or "Empty note", label)
            self.idea.setToolTip("Show it on the board")
        for editor in (self.choice, self.strategic):
            editor.setEnabled(not read_only)
        for button in (*self.later, self.choose_idea, self.write_idea):
            button.setVisible(not read_only)
        self.drop_idea.setVisible(idea is not None and not read_only)
        self._offer_kinds(board, need.id)

    def _offer_kinds(self, board: Board, need: str) -> None:
        kinds = [kind for kind in board.canvas.kinds if kind.id in answering_kinds(board, need)]
        if [self.new_kind.itemData(n) for n in range(self.new_kind.count())] != [kind.id for kind in kinds]:
            self.new_kind.clear()
            for kind in kinds:
                self.new_kind.addItem(icon(kind.icon, f"{kind.hue}.strong"), kind.label, kind.id)
        self.new_kind.setEnabled(len(kinds) > 1)
        self.write_idea.setEnabled(bool(kinds))

    def use_large(self, large: bool) -> None:
        for pills in (self.choice, self.strategic):
            pills.use_large(large)
        height = 56 if large else px(36)
        for button in (*self.later, self.choose_idea, self.write_idea, self.drop_idea, self.show_note):
            button.setMinimumHeight(height)

    def flush(self) -> None:
        for field in (self.owner, self.due, self.why):
            field.flush()

    def enter(self) -> None:
        """Gives the keyboard to the first question."""
        self.choice.entry.setFocus(Qt.FocusReason.TabFocusReason)

    # what the person does

    def _records(self, name: str) -> Callable[[str, str], bool]:
        def record(text: str, group: str) -> bool:
            return self._decider.record({name: text}, group)

        return record

    def _choose(self, value: str) -> None:
        self.flush()
        self._decider.record({"choice": value})

    def _weigh(self, value: str) -> None:
        self.flush()
        self._decider.record({"strategic": STRATEGIC[value]})

    def _by(self, days: int) -> None:
        if not days:
            self.due.setText("")
        self.due.flush()
        self.due.go_on(days) if self.due.text() or not days else self._from_today(days)

    def _from_today(self, days: int) -> None:
        self.due.setText(date.today().isoformat())
        self.due.go_on(days)

    def _show_idea(self) -> None:
        if self._idea:
            self._decider.open_note(self._idea)

    def _show_note(self) -> None:
        self._decider.open_note(self._need)

    def _drop_idea(self) -> None:
        self._decider.record({"idea": None})
        self.choose_idea.setFocus()

    def _toggle_writer(self) -> None:
        if self.writer.isHidden():
            self.writer.show()
            self.new_text.setFocus()
        else:
            self._close_writer()

    @property
    def writing(self) -> bool:
        """Whether a new idea note is being written."""
        return not self.writer.isHidden()

    def _close_writer(self) -> None:
        focused = self.writer.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.writer.hide()
        self.new_text.clear()
        mark(self.new_text, wrong=False)
        if focused:
            self.write_idea.setFocus()

    def cancel(self) -> bool:
        """Esc: puts the new note away; whether there was one."""
        if not self.writing:
            return False
        self._close_writer()
        return True

    def _add_idea(self) -> None:
        text = self.new_text.text().strip()
        if not text:
            self.new_text.setFocus()
            mark(self.new_text, wrong=True)
            return
        if self._decider.add_idea(text, str(self.new_kind.currentData()), self.linked.isChecked()):
            self._close_writer()


def _day(text: str) -> str:
    try:
        return read_day(text)
    except ValueError:
        return text
