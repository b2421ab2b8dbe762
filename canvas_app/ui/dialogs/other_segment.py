"""Which other segment a copy of the board is for."""

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from canvas_app.domain.entities import BoardInfo
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid

LONGEST = 500


def ask_segment(parent: QWidget | None, info: BoardInfo, suggested: str = "") -> str:
    """The segment's name; "" where the person changed their mind."""
    dialog = OtherSegmentDialog(parent, info, suggested)
    try:
        return dialog.answer() if dialog.exec() else ""
    finally:
        dialog.deleteLater()


class OtherSegmentDialog(FormDialog):
    def __init__(self, parent: QWidget | None, info: BoardInfo, suggested: str = ""):
        super().__init__(parent, "Duplicate for another segment", "Duplicate")
        self._own = info.segment
        about = QLabel("The copy has all notes, links and statements, but no votes, evidence, tests or decisions.")
        about.setWordWrap(True)
        about.setProperty("muted", True)
        self.segment = QLineEdit(suggested)
        self.segment.setMaxLength(LONGEST)
        self.segment.selectAll()
        grid = field_grid()
        add_field(grid, "&Segment", self.segment, "Another segment than this board's")
        self.body.addWidget(about)
        self.body.addLayout(grid)
        self.make_room(480)
        self.segment.textChanged.connect(self._check)
        self.segment.setFocus()
        self._check()

    def _check(self) -> None:
        name = self.answer()
        same = name.casefold() == self._own.strip().casefold()
        self.allow("Name the other segment." if not name else "This board is about that segment." if same else "")

    def answer(self) -> str:
        return " ".join(self.segment.text().split())
