"""What the dialogs share: labelled fields and a row of buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from canvas_app.ui.theme import px


class FormDialog(QDialog):
    """A titled dialog: what `body` holds, then a line for what is missing, Cancel and the main button."""

    def __init__(self, parent: QWidget | None, title: str, accept: str):
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = self.heading = QLabel(title)
        heading.setProperty("heading", True)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.reason = QLabel()
        self.reason.setProperty("muted", True)
        self.reason.setWordWrap(True)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.reject)
        self.main = QPushButton(accept)
        self.main.setProperty("primary", True)
        self.main.setDefault(True)
        self.main.clicked.connect(self.accept)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)
        self.foot.addWidget(self.reason, 1)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.main)
        layout = self.rows = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(18)
        layout.addWidget(heading)
        layout.addLayout(self.body)
        layout.addLayout(self.foot)

    def make_room(self, width: int, height: int = 0) -> None:
        """As wide and high as this (pixels at the usual text size) or more, but never more than the screen has."""
        screen = self.screen().availableSize()
        self.setMinimumWidth(min(px(width), screen.width() - 40))
        self.resize(self.minimumWidth(), min(px(height), screen.height() - 60))

    def allow(self, reason: str) -> None:
        """Switches the main button: off with a reason, on without."""
        self.main.setEnabled(not reason)
        self.main.setToolTip(reason)
        self.reason.setText(reason)


def field_grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(1, 1)
    return grid


def add_field(grid: QGridLayout, words: str, field: QWidget, hint: str = "") -> QLabel:
    """A row of label and field; `words` may hold an accelerator (&)."""
    label = QLabel(words)
    label.setBuddy(field)
    label.setMinimumWidth(px(76))
    field.setAccessibleName(words.replace("&", ""))
    if hint and isinstance(field, QLineEdit):
        field.setPlaceholderText(hint)
    row = grid.rowCount()
    grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(field, row, 1)
    return label
