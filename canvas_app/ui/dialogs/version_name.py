"""What a version of a board is called."""

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from canvas_app.app.timeline import LONGEST_NAME, tidy_name
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid


def ask_name(parent: QWidget | None, now: str = "") -> str:
    """The name, without needless blanks; "" where the person changed their mind."""
    dialog = VersionName(parent, now)
    try:
        return dialog.answer() if dialog.exec() else ""
    finally:
        dialog.deleteLater()


class VersionName(FormDialog):
    def __init__(self, parent: QWidget | None, now: str = ""):
        super().__init__(parent, "Name this version", "Save")
        about = QLabel("A version with a name stays in the list for ever.")
        about.setWordWrap(True)
        about.setProperty("muted", True)
        self.field = QLineEdit(now)
        self.field.setMaxLength(LONGEST_NAME)
        self.field.selectAll()
        grid = field_grid()
        add_field(grid, "&Name", self.field, "Such as: before the break")
        self.body.addWidget(about)
        self.body.addLayout(grid)
        self.make_room(460)
        self.field.textChanged.connect(self._check)
        self.field.setFocus()
        self._check()

    def _check(self) -> None:
        self.allow("" if self.answer() else "Give it a name.")

    def answer(self) -> str:
        return tidy_name(self.field.text())
