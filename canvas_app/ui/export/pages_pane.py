"""What will be written as it looks: pages or text, how much it is, and what is not as it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.exporting import Made, Remark
from canvas_app.ui.export.kinds import Kind, Pages
from canvas_app.ui.export.preview import Preview
from canvas_app.ui.theme import icon

NOTE = Qt.ItemDataRole.UserRole
ROWS = 3
"""Remarks in sight."""
READABLE = 5.0
"""Points below which type is hard to read on paper."""


@dataclass(frozen=True)
class Ready:
    """A finished export as it is shown."""

    kind: Kind
    made: Made
    pages: Pages | None
    text: str = ""
    remarks: tuple[Remark, ...] = ()


class PagesPane(QWidget):
    """`draw(number, scale)` is called for a page that is to be drawn, `wants` with the id of a note to be looked at."""

    def __init__(self, draw: Callable[[int, float], None], wants: Callable[[str], None]):
        super().__init__()
        self._wants = wants
        self._kind: Kind | None = None
        self.preview = Preview(draw, self._show_place)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Preview of the file")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.text)
        self.place = QLabel()
        self.place.setProperty("muted", True)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.addWidget(self.place, 1)
        self.turning = [
            self._tool(bar, "chevron-up", "Page before (Ctrl+PgUp)", self._page_before),
            self._tool(bar, "chevron-down", "Next page (Ctrl+PgDown)", self._page_after),
        ]
        self.zooming = [
            self._tool(bar, "minus", "Smaller (-)", self.preview.zoom_out),
            self._tool(bar, "plus", "Larger (+)", self.preview.zoom_in),
            self._tool(bar, "fit-width", "As wide as the window (0)", self.preview.fit_width),
        ]
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.remarks = QListWidget()
        self.remarks.setObjectName("remarks")
        self.remarks.setAccessibleName("What is not shown as it should be")
        self.remarks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.remarks.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.remarks.itemClicked.connect(self._on_remark)
        self.remarks.itemActivated.connect(self._on_remark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        column.addWidget(self.summary)
        column.addWidget(self.remarks)
        self.summary.hide()
        self.remarks.hide()

    def _tool(self, bar: QHBoxLayout, name: str, words: str, press: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setProperty("quiet", True)
        button.setIcon(icon(name))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.clicked.connect(press)
        bar.addWidget(button)
        return button

    # what is shown

    def wait(self, kind: Kind, words: str) -> None:
        """What is shown is not true any more; something of this kind is being made."""
        self._kind = kind
        of_pages = kind.show is not None
        for tool in (*self.turning, *self.zooming):
            tool.setVisible(of_pages and (kind.prints or tool in self.zooming))
        self.place.setVisible(of_pages)
        self.say(words)
        self._stack.setCurrentWidget(self.preview if of_pages else self.text)
        self.summary.hide()
        self.remarks.hide()

    def say(self, words: str) -> None:
        """Over the pages of before."""
        self.preview.show_message(words)

    def fail(self, words: str) -> None:
        self.say(words)
        self._stack.setCurrentWidget(self.preview)

    def show_ready(self, ready: Ready) -> None:
        if ready.pages is not None:
            self.preview.show_pages(ready.pages.sizes)
            self._stack.setCurrentWidget(self.preview)
        else:
            self.text.setPlainText(ready.text)
            self._stack.setCurrentWidget(self.text)
        self.summary.setText(summary(ready))
        self.summary.show()
        self.remarks.clear()
        for remark in ready.remarks:
            item = QListWidgetItem(icon("warning", "warn"), remark.words)
            item.setToolTip(f"{remark.words}. Click to see the note on the board." if remark.note else remark.words)
            item.setData(NOTE, remark.note)
            self.remarks.addItem(item)
        rows = min(len(ready.remarks), ROWS)
        height = self.remarks.sizeHintForRow(0) if rows else 0
        self.remarks.setFixedHeight(rows * height + 2 * self.remarks.frameWidth() + 2)
        self.remarks.setVisible(bool(rows))

    def _on_remark(self, item: QListWidgetItem) -> None:
        if note := item.data(NOTE):
            self._wants(note)

    # pages

    def _page_before(self) -> None:
        self.preview.go_to(self.preview.current - 1)

    def _page_after(self) -> None:
        self.preview.go_to(self.preview.current + 1)

    def _show_place(self) -> None:
        count = self.preview.count
        words = f"Page {self.preview.current + 1} of {count}" if count and self._kind and self._kind.prints else ""
        if words != self.place.text():
            self.place.setText(words)
            self.preview.setAccessibleDescription(words)


def summary(ready: Ready) -> str:
    """How much it is, and whether it can be read."""
    words = [_size(len(ready.made.data))]
    if ready.pages is not None:
        words.insert(0, ready.pages.words)
    preflight = ready.made.preflight
    if preflight is not None and preflight.smallest:
        words.append(f"smallest type {preflight.smallest:.1f} pt")
    sentence = f"{', '.join(words)}."
    if preflight is not None and 0 < preflight.smallest < READABLE:
        sentence += " Type as small as that is hard to read: take larger paper, tidy notes, or less on a sheet."
    if preflight is not None and not ready.remarks:
        sentence += " Every character can be drawn, and no note is cut short."
    return sentence


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
