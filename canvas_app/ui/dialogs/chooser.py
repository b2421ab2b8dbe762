"""Choosing one of many from a list that can be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from canvas_app.domain.search import fold
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.theme import icon

SHOWN = 200
_TO_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True)
class Row:
    """`words` are those that are searched, folded; `icon` and `tone` name an icon and its colour."""

    key: str
    text: str
    words: str
    icon: str = ""
    tone: str = "ink"


class Chooser(FormDialog):
    """`what` names the rows for those who do not see them; `none` is said where there is no row at all."""

    def __init__(self, parent: QWidget | None, title: str, accept: str, rows: Sequence[Row], what: str, none: str):
        super().__init__(parent, title, accept)
        self._rows = rows
        self._none = none
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName(f"Search {what[:1].lower()}{what[1:]}")
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("targets")
        self.list.setAccessibleName(what)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self.accept)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.resize(520, 480)
        self._filter("")
        self.search.setFocus()

    @property
    def chosen(self) -> str | None:
        """The key of the row that is marked in the list."""
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def _filter(self, words: str) -> None:
        wanted = fold(words).split()
        found = [row for row in self._rows if all(word in row.words for word in wanted)]
        self.list.clear()
        for row in found[:SHOWN]:
            item = QListWidgetItem(row.text)
            if row.icon:
                item.setIcon(icon(row.icon, row.tone))
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.main.setEnabled(bool(found))
        more = len(found) - SHOWN
        none = self._none if not self._rows else "No such note."
        self.reason.setText(none if not found else f"{more:,} more; type to narrow the list." if more > 0 else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TO_LIST:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def ask(self) -> str | None:
        """The key that a person chose; None where they thought better of it."""
        accepted = self.exec()
        chosen = self.chosen if accepted else None
        self.deleteLater()
        return chosen
