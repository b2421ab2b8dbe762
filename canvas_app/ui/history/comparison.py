"""What a state is compared with: the board now, the state before it, or one of the list."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox

from canvas_app.ui.history.sources import Source, State, before

NOTHING, NOW, BEFORE = -1, -2, -3
"""Choices beside the keys of states."""


class Comparison(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Compare with")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)

    def offer(self, states: Iterable[State], with_now: bool) -> None:
        """What was chosen stays chosen where it means something for other states too; nobody is told."""
        chosen = self.currentData()
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem("Nothing", NOTHING)
        if with_now:
            self.addItem("The board now", NOW)
        self.addItem("The one before", BEFORE)
        for state in states:
            self.addItem(f"{state.title} · {state.when}" if state.named else state.title, state.key)
        if chosen in (NOW, BEFORE):
            self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(blocked)

    def other(self, source: Source, shown: int | None) -> int | None:
        """The key of the state that the one that is shown is compared with, or `NOW`; None for nothing."""
        chosen = self.currentData()
        if shown is None or chosen in (None, NOTHING, shown):
            return None
        return before(source, shown) if chosen == BEFORE else int(chosen)
