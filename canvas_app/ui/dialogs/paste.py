"""Two questions before a paste: so many notes, and what the columns of a table are."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from canvas_app.exchange.clipboard_table import ROLES, Columns, Rows, guess
from canvas_app.exchange.clipboard_text import SOFT
from canvas_app.ui.dialogs.form import FormDialog

PREVIEW = 6
"""Rows that are shown of a table."""
LONGEST = 40
ROLE_TITLES = {
    "text": "Text of the note",
    "detail": "Detail",
    "zone": "Zone",
    "score": "Score, 1 to 5",
    "picked": "Picked",
    "tags": "Tags",
    "author": "Author",
    "ignore": "Leave out",
}


def ask_paste(parent: QWidget | None, count: int, into: str) -> str:
    """ "notes", "one" for all in one note, or "" where the person thought better of it."""
    dialog = PasteDialog(parent, count, into)
    try:
        return dialog.answer if dialog.exec() else ""
    finally:
        dialog.deleteLater()


def ask_columns(parent: QWidget | None, rows: Rows, into: str) -> Columns | None:
    dialog = ColumnsDialog(parent, rows, into)
    try:
        return dialog.columns() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class PasteDialog(FormDialog):
    def __init__(self, parent: QWidget | None, count: int, into: str):
        super().__init__(parent, f"Paste {count:,} notes into {into}?", "Paste")
        self.answer = "notes"
        words = QLabel("Each row or line becomes a note; one Undo takes them all back.")
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.one = QPushButton("Paste as one note")
        self.one.clicked.connect(self._as_one)
        self.foot.insertWidget(self.foot.indexOf(self.main), self.one)
        self.make_room(460)
        self.main.setFocus()

    def _as_one(self) -> None:
        self.answer = "one"
        self.accept()


class ColumnsDialog(FormDialog):
    """A choice above each column, the first rows below."""

    def __init__(self, parent: QWidget | None, rows: Rows, into: str):
        super().__init__(parent, f"Paste a table into {into}", "Paste")
        self._rows = rows
        first = guess(rows)
        words = QLabel("Each row becomes a note. Say what its columns are:")
        self.body.addWidget(words)
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        self.roles: list[QComboBox] = []
        self._cells: list[list[QLabel]] = []
        for at, role in enumerate(first.roles):
            choice = QComboBox()
            for name in ROLES:
                choice.addItem(ROLE_TITLES[name], name)
            choice.setCurrentIndex(ROLES.index(role))
            choice.setAccessibleName(f"Column {at + 1}, {_short(rows[0][at])}")
            choice.currentIndexChanged.connect(self._check)
            grid.addWidget(choice, 0, at)
            self.roles.append(choice)
        for n, row in enumerate(rows[:PREVIEW], 1):
            labels = [_cell(text) for text in row]
            for at, label in enumerate(labels):
                grid.addWidget(label, n, at)
            self._cells.append(labels)
        grid.setColumnStretch(len(first.roles), 1)
        grid.setRowStretch(PREVIEW + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(table)
        area.setMinimumHeight(min(table.sizeHint().height() + 24, 360))
        self.body.addWidget(area, 1)
        if len(rows) > PREVIEW:
            more = QLabel(f"and {len(rows) - PREVIEW:,} more rows")
            more.setProperty("muted", True)
            self.body.addWidget(more)
        self.header = QCheckBox("The first row names the &columns")
        self.header.setChecked(first.header)
        self.header.toggled.connect(self._check)
        self.body.addWidget(self.header)
        self.resize(QSize(min(960, max(560, table.sizeHint().width() + 80)), self.sizeHint().height()))
        self.roles[0].setFocus()
        self._check()

    def columns(self) -> Columns:
        return Columns(tuple(str(choice.currentData()) for choice in self.roles), self.header.isChecked())

    def _check(self) -> None:
        columns = self.columns()
        wanted = [at for at, role in enumerate(columns.roles) if role in ("text", "detail")]
        body = self._rows[1:] if columns.header else self._rows
        count = sum(any(row[at] for at in wanted) for row in body)
        self.main.setText(f"Paste {count:,} note{'' if count == 1 else 's'}")
        self.allow("" if "text" in columns.roles and count else "Say which column is the text of the notes.")
        for n, labels in enumerate(self._cells):
            for at, label in enumerate(labels):
                label.setProperty("muted", columns.roles[at] == "ignore")
                label.style().polish(label)
                weight = label.font()
                weight.setBold(n == 0 and columns.header)
                label.setFont(weight)


def _cell(text: str) -> QLabel:
    label = QLabel(_short(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _short(text: str) -> str:
    words = text.replace(SOFT, " ⏎ ")
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
