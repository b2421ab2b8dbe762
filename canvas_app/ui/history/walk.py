"""Going through the steps of a board one after another: a slider, arrows, and a replay."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from canvas_app.ui.history.playing import Playing
from canvas_app.ui.theme import icon, px, square

BEATS = 150
"""In how many beats a replay goes through all steps, where there are more."""


def tool(symbol: str, words: str, large: bool) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(symbol))
    button.setIconSize(square(24 if large else 18))
    button.setFixedSize(square(56 if large else 44))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setProperty("quiet", True)
    return button


class Walk(QWidget):
    """`on_step` is told of the step that a person goes to; the replay goes on once it is `shown()`.

    Of the time before the first step there may be some states too (`stops`), which the slider passes by.
    """

    def __init__(self, window: QWidget, on_step: Callable[[int], None], shown: Callable[[], bool], large: bool):
        super().__init__(window)
        self._shown = shown
        self._on_step = on_step
        self._stops: Collection[int] = ()
        self._at = 0
        self.words = QLabel()
        self.words.setProperty("muted", True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Step of the board's history")
        self.slider.setMinimumHeight(px(56 if large else 44))
        self.slider.valueChanged.connect(self._on_slid)
        self.play = tool("play", "Replay how the board grew", large)
        self.back, self.on = tool("chevron-left", "One step back", large), tool("chevron-right", "One step on", large)
        for button, by in ((self.back, -1), (self.on, 1)):
            button.setAutoRepeat(True)
            button.clicked.connect(partial(self._go, by))
        row = QHBoxLayout()
        row.addWidget(self.play)
        row.addWidget(self.back)
        row.addWidget(self.slider, 1)
        row.addWidget(self.on)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(8)
        both.addWidget(self.words)
        both.addLayout(row)
        self.playing = Playing(window, self.play, self._beat)

    def show_line(self, first: int, head: int, stops: Collection[int]) -> None:
        """The steps `first` to `head`, the last one first; without motion a replay goes from stop to stop."""
        self._stops, self._at = stops, head
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(first, head)
        self.slider.setPageStep(max(1, (head - first) // 20))
        self.slider.setValue(head)
        self.slider.blockSignals(blocked)

    def go_to(self, step: int) -> None:
        self.slider.setValue(step)

    def mark(self, step: int) -> None:
        """Shows which step is looked at; nobody is told."""
        self._at = step
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(step)
        self.slider.blockSignals(blocked)

    def say(self, done: str) -> None:
        """What was done in the step that is looked at."""
        first, head = self.slider.minimum(), self.slider.maximum()
        told = [f"Step {self._at:,} of {head:,}", *([done] if done else [])]
        if self._at <= first and first > 1:
            told.append(f"of the time before step {first:,} only the versions in the list are left")
        self.words.setText(" · ".join(told))
        self.slider.setAccessibleDescription(self.words.text())
        self.play.setEnabled(head > first)
        self.slider.setEnabled(head > first)
        self.back.setEnabled(self._at > first)
        self.on.setEnabled(self._at < head)

    def _on_slid(self, step: int) -> None:
        self._at = step
        self._on_step(step)

    def _go(self, by: int) -> None:
        if self._at < self.slider.minimum():
            self._on_slid(self.slider.minimum())
        else:
            self.slider.setValue(self._at + by)

    def _beat(self, by_stop: bool) -> bool:
        """Shows the next state of the replay once the one before is seen; whether there is more."""
        first, step, head = self.slider.minimum(), self.slider.value(), self.slider.maximum()
        if not self._shown():
            return True
        if self.playing.begins and step >= head:
            self.slider.setValue(first)
            return head > first
        if by_stop:
            self.slider.setValue(min((stop for stop in self._stops if stop > step), default=head))
        else:
            self.slider.setValue(min(head, step + max(1, (head - first) // BEATS)))
        return self.slider.value() < head
