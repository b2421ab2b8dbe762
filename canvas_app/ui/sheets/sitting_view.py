"""One workshop of the session log: when, who was there, and the time and the changes of each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from canvas_app.app.workshop import in_words, moment_of, read_names
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Sitting
from canvas_app.domain.evidence import day_in_words
from canvas_app.domain.sittings import changes_words, clock, stints_of
from canvas_app.domain.steps import StepView
from canvas_app.ui.panels.card import Card
from canvas_app.ui.panels.fields import LineField
from canvas_app.ui.panels.pills import LARGE
from canvas_app.ui.theme import icon, margins, px, square

HEADS = ("Step", "Time", "Suggested", "What changed")
STRETCH = (5, 0, 0, 6)
_WALK = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Wishes(Protocol):
    """What a card asks of its sheet."""

    def name_people(self, sitting: str, people: tuple[str, ...], group: str) -> bool: ...
    def remove(self, sitting: str) -> None: ...
    def walk(self, sitting: str, by: int) -> None: ...


@dataclass(frozen=True)
class StintRow:
    """`over`: seconds above the suggested minutes, 0 for none."""

    n: int
    title: str
    seconds: float
    minutes: float | None
    changes: tuple[str, ...]

    @property
    def over(self) -> float:
        return max(self.seconds - 60 * self.minutes, 0.0) if self.minutes else 0.0

    @property
    def cells(self) -> tuple[str, str, str, str]:
        over = f" ({clock(self.over)} over)" if self.over >= 1 else ""
        minutes = f"{self.minutes:g} min" if self.minutes else "–"
        return f"{self.n}  {self.title}", f"{clock(self.seconds)}{over}", minutes, ", ".join(self.changes) or "–"

    @property
    def sentence(self) -> str:
        of = f" of {self.minutes:g} minutes" if self.minutes else ""
        changes = f": {', '.join(self.changes)}" if self.changes else ""
        return f"Step {self.n} {self.title}, {in_words(self.seconds)}{of}{changes}."


def stint_rows(board: Board, views: tuple[StepView, ...], sitting: str) -> list[StintRow]:
    """The steps of a workshop in the order in which they were taken up."""
    by_n = {view.n: view for view in views}
    rows = []
    for stint in stints_of(board, sitting):
        view = by_n.get(stint.step)
        title, minutes = (view.title, view.minutes) if view is not None else ("", None)
        rows.append(StintRow(stint.step, title, stint.seconds, minutes, tuple(changes_words(stint.changes))))
    return rows


def when(sitting: Sitting) -> str:
    """ "22 November 2026, 09:12", by the clock on the wall."""
    moment = moment_of(sitting)
    return f"{day_in_words(moment.date().isoformat())}, {moment:%H:%M}" if moment is not None else sitting.began


class SittingView(Card):
    """Keys on the card itself: up and down walk, Delete deletes."""

    def __init__(self, parent: QWidget, sitting: Sitting, wishes: Wishes, read_only: bool):
        super().__init__(parent)
        self.sitting = sitting.id
        self._wishes, self._read_only = wishes, read_only
        self._shown: list[StintRow] | None = None
        self.setObjectName("sitting")
        self.title = QLabel(self)
        self.title.setProperty("subject", True)
        self.total = QLabel(self)
        self.total.setProperty("muted", True)
        self.trash = QToolButton(self)
        self.trash.setProperty("quiet", True)
        self.trash.setIcon(icon("trash", "muted"))
        self.trash.setIconSize(square(18))
        self.trash.setMinimumSize(square(44))
        self.trash.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.trash.clicked.connect(self._remove)
        self.trash.setVisible(not read_only)
        self.people = LineField(self, "Who was there", self._name, self._back, means=read_names)
        self.people.setPlaceholderText("" if read_only else "Who was there: names with commas between them")
        self.people.setReadOnly(read_only)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.total)
        head.addStretch(1)
        head.addWidget(self.trash)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(7)
        for column, share in enumerate(STRETCH):
            self._grid.setColumnStretch(column, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(16, 6, 10, 14))
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.people)
        layout.addSpacing(2)
        layout.addLayout(self._grid)
        QWidget.setTabOrder(self, self.people)
        QWidget.setTabOrder(self.people, self.trash)

    def show_sitting(self, sitting: Sitting, rows: list[StintRow], goes_on: bool) -> None:
        self.title.setText(when(sitting))
        spent = clock(sum(row.seconds for row in rows))
        steps = f"{len(rows)} step{'' if len(rows) == 1 else 's'}"
        self.total.setText(" · ".join([spent, steps, *(["goes on now"] if goes_on else [])]))
        self.people.show_text(", ".join(sitting.people))
        self.people.setVisible(bool(sitting.people) or not self._read_only)
        self.trash.setEnabled(not goes_on)
        self.trash.setToolTip(
            "This workshop goes on; end it before you delete its log" if goes_on else "Delete from the log"
        )
        self.trash.setAccessibleName(f"Delete the workshop of {self.title.text()} from the log")
        self.people.setAccessibleName(f"Who was there on {self.title.text()}")
        there = f"Present: {', '.join(sitting.people)}." if sitting.people else ""
        pieces = [f"Workshop of {self.title.text()}, {self.total.text()}.", there, *(row.sentence for row in rows)]
        self.setAccessibleName(" ".join(piece for piece in pieces if piece))
        if rows != self._shown:
            self._shown = rows
            self._show_rows(rows)

    def _show_rows(self, rows: list[StintRow]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not rows:
            self._grid.addWidget(self._label("No time was logged.", muted=True), 0, 0, 1, len(HEADS))
            return
        for column, words in enumerate(HEADS):
            self._grid.addWidget(self._label(words, muted=True), 0, column)
        for line, row in enumerate(rows, 1):
            for column, words in enumerate(row.cells):
                label = self._label(words, muted=column == 2, wraps=column in (0, 3))
                label.setProperty("over", column == 1 and row.over >= 1)
                self._grid.addWidget(label, line, column, Qt.AlignmentFlag.AlignTop)

    def _label(self, words: str, muted: bool, wraps: bool = False) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("muted", muted)
        label.setWordWrap(wraps)
        return label

    def use_large(self, large: bool) -> None:
        side = LARGE if large else px(44)
        self.trash.setMinimumSize(side, side)
        self.people.setMinimumHeight(side if large else 0)

    def flush(self) -> None:
        self.people.flush()

    def forget(self) -> None:
        """What is typed and not recorded is let go: the workshop is gone."""
        self.people.typing.stop()

    # what the person does

    def _name(self, text: str, group: str) -> bool:
        return self._wishes.name_people(self.sitting, read_names(text), group)

    def _remove(self) -> None:
        self._wishes.remove(self.sitting)

    def _back(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def wants(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and self.hasFocus() and (event.key() in _WALK or event.key() in _DELETE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.wants(event):
            super().keyPressEvent(event)
        elif event.key() in _WALK:
            self._wishes.walk(self.sitting, _WALK[Qt.Key(event.key())])
        elif not self._read_only:
            self._remove()
