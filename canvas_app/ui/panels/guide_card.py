"""The card of one step of the guide: what to do, what is missing, and the tools for it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.steps import Lack, StepView
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.panels.chips import Chip, ChipFlow
from canvas_app.ui.theme import TARGET, icon, margins, mark, px, square

MOST_CHIPS = 12
log = logging.getLogger(__name__)


class GuideWishes(Protocol):
    """What a card asks of its panel, about the step that it shows."""

    def show_note(self, note_id: str) -> None: ...
    def pick(self, note_ids: tuple[str, ...]) -> None: ...
    def skip(self) -> None: ...
    def hide_step(self) -> None: ...
    def edit_words(self) -> None: ...
    def reset_words(self) -> None: ...
    def move_up(self) -> None: ...
    def move_down(self) -> None: ...
    def open_next(self) -> None: ...


class LackLine(QWidget):
    """One thing that is missing, with the notes that it concerns as links."""

    def __init__(self, parent: QWidget, wishes: GuideWishes):
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.chips = ChipFlow(self, wishes.show_note)
        self._notes: tuple[str, ...] = ()
        self._wishes = wishes
        self.pick = QPushButton(self)
        self.pick.setProperty("small", True)
        self.pick.setIcon(icon("star", "accent"))
        self.pick.clicked.connect(self._pick)
        self.pick.setMinimumHeight(px(TARGET))
        self.more = QLabel(self)
        self.more.setProperty("muted", True)
        self.more.setProperty("note", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.words)
        layout.addWidget(self.chips)
        layout.addWidget(self.more)
        layout.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignLeft)

    def _pick(self) -> None:
        self._wishes.pick(self._notes)

    def show_lack(self, board: Board, lack: Lack, hint: bool, may_change: bool) -> None:
        self.words.setText(f"{lack.words}." if not lack.notes or hint else f"{lack.words}:")
        mark(self.words, hint=hint)
        chips = []
        for note_id in lack.notes[:MOST_CHIPS]:
            note = board.notes[note_id]
            kind = board.canvas.kind(note.kind)
            text = note.text.strip() or "Empty note"
            chips.append(Chip(note_id, text, kind.hue if kind else "grey", kind.label if kind else "", ""))
        self.chips.show_chips(chips)
        self._notes = lack.notes
        self.pick.setVisible(lack.suggested and may_change)
        self.pick.setText("Pick this one" if len(lack.notes) == 1 else f"Pick these {len(lack.notes)}")
        rest = len(lack.notes) - MOST_CHIPS
        self.more.setText(f"and {rest} more")
        self.more.setVisible(rest > 0)


class StepCard(QFrame):
    def __init__(self, parent: QWidget, binder: Binder, wishes: GuideWishes):
        super().__init__(parent)
        self.setObjectName("step-card")
        self._binder, self._wishes = binder, wishes
        self._view: StepView | None = None
        self._shown: tuple[object, ...] = ()
        self._tool_ids: tuple[str, ...] = ()
        self.todo = self._label()
        self.question = self._label(strong=True)
        self.example = self._label(muted=True)
        self.means = self._label(muted=True)
        self.missing = QLabel("What is missing", self)
        self.missing.setProperty("note", True)
        self.done = QLabel("This step is done.", self)
        self.done.setProperty("fine", True)
        self.lacks: list[LackLine] = []
        self._lacks_at = QVBoxLayout()
        self._lacks_at.setSpacing(8)
        self.tools: list[QToolButton] = []
        self.tool_row = Flow([], 6)
        self.next = QPushButton(self)
        self.next.clicked.connect(wishes.open_next)
        self.skip = self._button("Skip", wishes.skip)
        self.hide_it = self._button("Hide", wishes.hide_step)
        self.words = self._button("Edit words…", wishes.edit_words)
        self.reset = self._button("Original words", wishes.reset_words)
        self.up = self._button("", wishes.move_up, "chevron-up", "Move the step up (Alt+Up)")
        self.down = self._button("", wishes.move_down, "chevron-down", "Move the step down (Alt+Down)")
        for button in (self.up, self.down):
            button.setProperty("bare", True)
            button.setFixedWidth(px(40))
        self.own = [self.skip, self.hide_it, self.words, self.reset, self.up, self.down]
        self.own_row = Flow(self.own, 2)
        for button in (self.next, *self.own):
            button.setMinimumHeight(px(TARGET))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(16, 4, 16, 10))
        layout.setSpacing(9)
        for part in (self.todo, self.question, self.example, self.means, self.missing, self.done):
            layout.addWidget(part)
        layout.addLayout(self._lacks_at)
        layout.addWidget(self.tool_row)
        layout.addWidget(self.next)
        layout.addWidget(self.own_row)

    def _label(self, muted: bool = False, strong: bool = False) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setProperty("muted", muted)
        label.setProperty("strong", strong)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, words: str, wish: object, symbol: str = "", tip: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("flat", True)
        button.setProperty("small", True)
        if symbol:
            button.setIcon(icon(symbol, "muted"))
        if tip:
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        button.clicked.connect(wish)
        return button

    def show_view(self, view: StepView, board: Board, following: StepView | None, may_change: bool) -> None:
        """Shows a step; `following` is the one that comes next."""
        self._view = view
        lacks = (*view.lacks, *view.hints)
        names = tuple(board.notes[note].text for lack in lacks for note in lack.notes)
        shown = (view, names, following.title if following else "", may_change)
        if shown == self._shown:
            return
        self._shown = shown
        step = view.step
        minutes = f"About {view.minutes:g} minutes. " if view.minutes else ""
        self._say(self.todo, view.todo)
        self._say(self.question, view.question)
        self._say(self.example, f"Example: {step.example}" if step.example else "")
        self._say(self.means, f"{minutes}Done when: {step.means}" if step.means else minutes.strip())
        self.missing.setVisible(bool(view.lacks))
        self.done.setVisible(view.state in ("done", "skipped"))
        self.done.setText("This step is done." if view.state == "done" else "This step is skipped.")
        self._show_lacks(board, lacks, len(view.lacks), may_change)
        self._show_tools(step.tools)
        self.next.setVisible(following is not None)
        if following is not None:
            self.next.setText(f"Next: {following.n} {following.title}".replace("&", "&&"))
        primary = view.state in ("done", "skipped")
        if bool(self.next.property("primary")) != primary:
            self.next.setProperty("primary", primary)
            self.next.style().unpolish(self.next)
            self.next.style().polish(self.next)
        self.skip.setText("Take up again" if view.state == "skipped" else "Skip")
        self.hide_it.setText("Show in the guide" if view.hidden else "Hide")
        self.reset.setVisible(view.reworded)
        for button in self.own:
            button.setEnabled(may_change)
        self.own_row.place()
        self.own_row.updateGeometry()

    @staticmethod
    def _say(label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _show_lacks(self, board: Board, lacks: Sequence[Lack], missing: int, may_change: bool) -> None:
        """What is missing, then the hints."""
        while len(self.lacks) < len(lacks):
            line = LackLine(self, self._wishes)
            self.lacks.append(line)
            self._lacks_at.addWidget(line)
        for n, line in enumerate(self.lacks):
            line.setVisible(n < len(lacks))
            if n < len(lacks):
                line.show_lack(board, lacks[n], n >= missing, may_change)

    def _show_tools(self, ids: tuple[str, ...]) -> None:
        """The actions that the step offers; one that this app does not have is left out."""
        if ids == self._tool_ids:
            return
        self._tool_ids = ids
        self.tools = []
        for action_id in ids:
            if action_id not in self._binder.actions:
                log.warning("the guide names the action %r, which there is none of", action_id)
                continue
            tool = QToolButton(self.tool_row)
            tool.setDefaultAction(self._binder[action_id])
            declared = self._binder.declared[action_id]
            if declared.icon:
                self._binder[action_id].setIcon(icon(declared.icon))
            tool.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if declared.icon else Qt.ToolButtonStyle.ToolButtonTextOnly
            )
            tool.setIconSize(square(16))
            tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            tool.setProperty("tool", True)
            tool.setMinimumHeight(px(TARGET))
            self.tools.append(tool)
        self.tool_row.hold(self.tools)
        for tool in self.tools:
            tool.show()
        self.tool_row.place()
        self.tool_row.updateGeometry()

    def stops(self) -> list[QWidget]:
        """What the keyboard reaches in the card, in order."""
        missing = [stop for line in self.lacks for stop in (*line.chips.buttons, line.pick)]
        return [*missing, *self.tools, self.next, *self.own]
