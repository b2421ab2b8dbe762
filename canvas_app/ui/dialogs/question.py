"""Short questions and notices: what it is about in bold, what belongs to it below, buttons that say what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QMessageBox, QPushButton, QSpacerItem, QWidget

from canvas_app.ui.theme import icon, margins, mark, px

ICON, LEAST = 32, 440
"""Pixels at scale 1: of the icon, and between the margins."""


class Question(QMessageBox):
    """Names of files and boards come from anywhere, so that all of it is plain text."""

    def __init__(self, parent: QWidget, text: str, details: str = "", warns: bool = True):
        super().__init__(parent)
        self.setWindowTitle(parent.window().windowTitle())
        self.setText(text)
        self.setInformativeText(details)
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        name, tone = ("warning", "warn") if warns else ("help", "accent")
        self.setIconPixmap(icon(name, tone).pixmap(px(ICON), px(ICON)))
        layout = self.layout()
        assert isinstance(layout, QGridLayout)
        layout.setContentsMargins(margins(24, 22, 20, 18))
        # Not as the least width of a label, from which a box concludes that its words need no second line.
        layout.addItem(QSpacerItem(px(LEAST), 0), layout.rowCount(), 0, 1, layout.columnCount())

    def offer(self, words: str, role: QMessageBox.ButtonRole, primary: bool = False) -> QPushButton:
        """A button more; the primary one is pressed by Enter."""
        button = self.addButton(words, role)
        if primary:
            mark(button, primary=True)
            self.setDefaultButton(button)
        return button

    def offer_cancel(self) -> QPushButton:
        return self.addButton(QMessageBox.StandardButton.Cancel)

    def answer(self) -> QAbstractButton | None:
        """The button that was pressed."""
        self.exec()
        chosen = self.clickedButton()
        self.deleteLater()
        return chosen


def tell(parent: QWidget, text: str, warns: bool = True) -> None:
    """A sentence with nothing to choose."""
    notice = Question(parent, text, warns=warns)
    notice.offer("OK", QMessageBox.ButtonRole.AcceptRole, primary=True)
    notice.answer()
