"""Title, partner, segment and goal of a board."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from canvas_app.domain.entities import BoardInfo
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid

LONGEST = 500


def ask_details(parent: QWidget | None, info: BoardInfo) -> dict[str, Any] | None:
    """The values that the person changed; None where they changed their mind."""
    dialog = DetailsDialog(parent, info)
    try:
        return dialog.answer() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class DetailsDialog(FormDialog):
    def __init__(self, parent: QWidget | None, info: BoardInfo):
        super().__init__(parent, "About this board", "Save")
        self._info = info
        self.fields: dict[str, QLineEdit] = {}
        grid = field_grid()
        for name, words in (("title", "&Title"), ("partner", "&Partner"), ("segment", "&Segment"), ("goal", "&Goal")):
            field = self.fields[name] = QLineEdit(getattr(info, name))
            field.setMaxLength(LONGEST)
            field.setCursorPosition(0)
            add_field(grid, words, field)
        self.body.addLayout(grid)
        self.make_room(520)
        self.fields["title"].textChanged.connect(self._check)
        self.fields["title"].setFocus()
        self._check()

    def _check(self) -> None:
        self.allow("" if self.fields["title"].text().strip() else "A board needs a title.")

    def answer(self) -> dict[str, Any]:
        values = {name: " ".join(field.text().split()) for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value != getattr(self._info, name)}
