"""One test card as it is seen and filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.domain.board import Board
from canvas_app.domain.entities import TestCard
from canvas_app.domain.evidence import about_of, day_in_words, verdict
from canvas_app.ui.panels.card import Card
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.fields import LineField, TextField
from canvas_app.ui.panels.grip import Grip
from canvas_app.ui.panels.kind_fields import section
from canvas_app.ui.panels.pills import LARGE, Option, Pills
from canvas_app.ui.theme import icon, margins, ordered, px, square

RESULTS = (
    Option("passed", "Passed", "test-passed", "ok"),
    Option("failed", "Failed", "test-failed", "error"),
    Option("unclear", "Unclear", "test-unclear", "warn"),
)
PLAN = (
    ("believe", "We believe that", "café owners lose half an hour a day at closing time"),
    ("verify", "To verify that, we will", "stand beside ten owners for one evening each"),
    ("measure", "And measure", "the minutes between the last guest and the locked door"),
    ("right_if", "We are right if", "it is more than 20 minutes in 7 of 10 cafés"),
)
OUTCOME = (("learned", "What we learned"), ("next", "What we do next"))
NARROW = 640
"""Pixels at the usual text size below which all fields stand below each other."""
_WALK = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Wishes(Protocol):
    """What a card asks of its sheet."""

    def edit(self, test_id: str, values: dict[str, Any], group: str | None = None) -> bool: ...
    def remove(self, test_id: str) -> None: ...
    def choose_about(self, test_id: str) -> None: ...
    def show_about(self, test_id: str) -> None: ...
    def walk(self, test_id: str, by: int) -> None: ...
    def move_card(self, test_id: str, by: int) -> None: ...
    def drag_to(self, test_id: str, at: QPoint) -> None: ...
    def drop(self, test_id: str) -> None: ...
    def cancel_drag(self) -> None: ...


class TestView(Card):
    """Keys on the card itself: Enter writes, up and down walk, Alt+Up and Alt+Down move it, Delete deletes."""

    __test__ = False

    def __init__(self, parent: QWidget, test: TestCard, wishes: Wishes, read_only: bool):
        super().__init__(parent)
        self.test_id = test.id
        self.wishes = wishes
        self._read_only = read_only
        self._narrow = False
        self._about_words = ""
        self.handle = Grip(self, self)
        self.handle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.handle.setVisible(not read_only)
        self.title = QLabel(self)
        self.title.setProperty("note", True)
        self.title.setProperty("muted", True)
        self.about = QPushButton(self)
        self.about.setProperty("flat", True)
        self.about.setProperty("small", True)
        self.about.setMinimumHeight(px(40))
        self.about.clicked.connect(self._show_about)
        self.change = QPushButton(ordered("Change…"), self)
        self.change.setProperty("flat", True)
        self.change.setProperty("small", True)
        self.change.setMinimumHeight(px(40))
        self.change.setToolTip("Choose the note or statement that this test is about")
        self.change.clicked.connect(self._choose_about)
        self.change.setVisible(not read_only)
        self.result = Pills(self, "Result", self._decide)
        self.result.offer(RESULTS)
        self.result.setEnabled(not read_only)
        self.trash = QToolButton(self)
        self.trash.setProperty("quiet", True)
        self.trash.setIcon(icon("trash", "muted"))
        self.trash.setIconSize(square(18))
        self.trash.setMinimumSize(square(40))
        self.trash.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.trash.clicked.connect(self._remove)
        self.trash.setVisible(not read_only)
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("muted", True)
        self.fields: dict[str, TextField | LineField] = {}
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.handle)
        head.addWidget(self.title)
        head.addSpacing(4)
        head.addWidget(self.about)
        head.addWidget(self.change)
        head.addStretch(1)
        head.addWidget(self.trash)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(8, 6, 8, 14))
        layout.setSpacing(2)
        layout.addLayout(head)
        self._columns = self._make_columns()
        layout.addLayout(self._columns)
        order: list[QWidget] = [self, self.about, self.change, *(self.fields[name] for name, *_ in PLAN)]
        order += [*self.result.pills, *(self.fields[name] for name in ("date", "owner", "learned", "next")), self.trash]
        self.stops = tuple(order)

    def _make_columns(self) -> QBoxLayout:
        plan, outcome = QVBoxLayout(), QVBoxLayout()
        for column in (plan, outcome):
            column.setSpacing(3)
        for name, words, example in PLAN:
            field = self._text(name, words)
            field.setPlaceholderText(f"For example: {example}")
            plan.addWidget(section(words, self), 0, Qt.AlignmentFlag.AlignLeading)
            plan.addWidget(field)
        plan.addStretch(1)
        outcome.addWidget(section("Result", self), 0, Qt.AlignmentFlag.AlignLeading)
        outcome.addWidget(self.result)
        outcome.addWidget(self.verdict)
        row = QGridLayout()
        row.setHorizontalSpacing(10)
        row.setVerticalSpacing(3)
        day = self.fields["date"] = LineField(
            self, "Date of the test, as year-month-day", self._records("date"), self._back, whole=True
        )
        day.setPlaceholderText("2026-05-03")
        owner = self.fields["owner"] = LineField(self, "Owner of the test", self._records("owner"), self._back)
        owner.setPlaceholderText("Who sees to it")
        for place, (words, line) in enumerate((("Date", day), ("Owner", owner))):
            row.addWidget(section(words, self), 0, place, Qt.AlignmentFlag.AlignLeading)
            row.addWidget(line, 1, place)
        outcome.addLayout(row)
        for name, words in OUTCOME:
            outcome.addWidget(section(words, self), 0, Qt.AlignmentFlag.AlignLeading)
            outcome.addWidget(self._text(name, words))
        outcome.addStretch(1)
        for each in self.fields.values():
            each.setReadOnly(self._read_only)
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setContentsMargins(margins(12, 0, 12, 0))
        columns.setSpacing(28)
        columns.addLayout(plan, 1)
        columns.addLayout(outcome, 1)
        return columns

    def _text(self, name: str, words: str) -> TextField:
        field = TextField(self, words, self._records(name), self._back)
        self.fields[name] = field
        return field

    def _records(self, name: str) -> Callable[[str, str], bool]:
        def record(text: str, group: str) -> bool:
            return self.wishes.edit(self.test_id, {name: text}, group)

        return record

    # showing

    def show_test(self, test: TestCard, number: int, board: Board) -> None:
        self.title.setText(f"Test {number}")
        self.trash.setToolTip(f"Delete test {number}")
        self.trash.setAccessibleName(f"Delete test {number}")
        self.change.setAccessibleName(f"Choose what test {number} is about")
        self.result.show_value(test.result)
        for name, field in self.fields.items():
            field.show_text(getattr(test, name))
        words, icon_name, tone = self._subject(test, board)
        self._about_words = words
        self._show_about_words()
        self.about.setIcon(icon(icon_name, tone))
        self.about.setToolTip(f"{words}\nGo to it" if about_of(test) else "Choose the note that this test is about")
        self.about.setAccessibleName(f"Test {number} is about: {words}")
        self.verdict.setText(verdict(board, test))
        self.verdict.setVisible(bool(self.verdict.text()))
        pieces = [f"Test {number}", test.result or "open", quoted(test.believe, 200) if test.believe.strip() else ""]
        pieces.append(day_in_words(test.date))
        self.setAccessibleName(", ".join(piece for piece in pieces if piece))

    @staticmethod
    def _subject(test: TestCard, board: Board) -> tuple[str, str, str]:
        if note := board.notes.get(test.note or ""):
            kind = board.canvas.kind(note.kind)
            looks = (kind.icon, f"{kind.hue}.strong") if kind else ("note", "muted")
            return f"{kind.label if kind else 'Note'}: {quoted(note.text, 200)}", *looks
        for number, statement in enumerate(board.statements, 1):
            if statement.id == test.statement:
                return f"Statement {number}: {quoted(statement.text, 200)}", "document", "muted"
        return "About no note yet", "note", "muted"

    def use_width(self, width: int) -> None:
        """So many pixels are there for the card: the plan stands beside what came of it, or above it."""
        self._narrow = width < px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if self._narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self._columns.setSpacing(4 if self._narrow else 28)
        self._show_about_words()

    def _show_about_words(self) -> None:
        room = px(150 if self._narrow else 340)
        words = self.about.fontMetrics().elidedText(self._about_words, Qt.TextElideMode.ElideRight, room)
        self.about.setText(ordered(words.replace("&", "&&")))

    def use_large(self, large: bool) -> None:
        self.result.use_large(large)
        side = LARGE if large else px(40)
        for button in (self.about, self.change):
            button.setMinimumHeight(side)
        self.trash.setMinimumSize(side, side)
        self.handle.setFixedSize(side, side)

    # its handle

    def grabbed(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def drag_to(self, global_pos: QPoint) -> None:
        self.wishes.drag_to(self.test_id, global_pos)

    def drop(self) -> None:
        self.wishes.drop(self.test_id)

    # what the person does

    def write(self) -> None:
        """Puts the caret behind what is believed."""
        field = self.fields["believe"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, TextField):
            field.go_to_end()

    def flush(self) -> None:
        for field in self.fields.values():
            field.flush()

    def forget(self) -> None:
        """What is typed and not recorded is let go: the test is gone."""
        for field in self.fields.values():
            field.typing.stop()

    @property
    def busy(self) -> bool:
        """Whether somebody writes in it."""
        focus = QApplication.focusWidget()
        return any(field.typing.pending or field is focus for field in self.fields.values())

    def _decide(self, result: str) -> None:
        self.flush()
        self.wishes.edit(self.test_id, {"result": result})

    def _remove(self) -> None:
        self.wishes.remove(self.test_id)

    def _choose_about(self) -> None:
        self.flush()
        self.wishes.choose_about(self.test_id)

    def _show_about(self) -> None:
        self.flush()
        self.wishes.show_about(self.test_id)

    def _back(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # focus and keys

    def wants(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _WALK:
            return modifiers == Qt.KeyboardModifier.AltModifier or (self.hasFocus() and not modifiers)
        own = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        escape = event.key() == Qt.Key.Key_Escape and self.handle.dragging
        return self.hasFocus() and not modifiers and (event.key() in own or escape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.wants(event):
            super().keyPressEvent(event)
        elif event.key() in _WALK:
            by = _WALK[Qt.Key(event.key())]
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.flush()
                self.wishes.move_card(self.test_id, by)
            else:
                self.wishes.walk(self.test_id, by)
        elif event.key() == Qt.Key.Key_Escape:
            self.handle.release()
            self.wishes.cancel_drag()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not self._read_only:
                self.wishes.remove(self.test_id)
        else:
            self.write()
