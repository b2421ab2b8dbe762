"""What a board is about: title, partner, segment, customer, goal, and what its canvas asks besides."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from canvas_app.domain.canvas import KindField
from canvas_app.domain.entities import BoardInfo
from canvas_app.ui.dialogs.draft import Draft
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid

LONGEST = 500
LINES = (
    ("title", "&Title", ""),
    ("partner", "&Partner", ""),
    ("segment", "&Segment", "Whom the board is about: one segment a board"),
    ("customer", "&Customer", "The partner's customer"),
    ("goal", "&Goal", "What will be different for the customer"),
)


def ask_details(parent: QWidget | None, info: BoardInfo, asked: tuple[KindField, ...] = ()) -> dict[str, Any] | None:
    """The values that the person changed; None where they changed their mind. `asked` are the canvas's questions."""
    dialog = DetailsDialog(parent, info, asked)
    Draft(dialog, f"details {info.id}")
    try:
        return dialog.answer() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class DetailsDialog(FormDialog):
    def __init__(self, parent: QWidget | None, info: BoardInfo, asked: tuple[KindField, ...] = ()):
        super().__init__(parent, "About this board", "Save")
        self._info = info
        self.fields: dict[str, QLineEdit] = {}
        self.answers: dict[str, QLineEdit | QComboBox] = {}
        grid = field_grid()
        for name, words, hint in LINES:
            field = self.fields[name] = QLineEdit(getattr(info, name))
            field.setMaxLength(LONGEST)
            field.setCursorPosition(0)
            add_field(grid, words, field, hint)
        for question in asked:
            answer = self.answers[question.id] = _editor(question, str(info.fields.get(question.id) or ""))
            add_field(grid, question.label.replace("&", "&&"), answer)
            answer.setAccessibleName(question.label)
        self.body.addLayout(grid)
        self.make_room(560)
        self.fields["title"].textChanged.connect(self._check)
        self.fields["title"].setFocus()
        self._check()

    def _check(self) -> None:
        self.allow("" if self.fields["title"].text().strip() else "A board needs a title.")

    def answer(self) -> dict[str, Any]:
        values = {name: " ".join(field.text().split()) for name, field in self.fields.items()}
        changed: dict[str, Any] = {name: value for name, value in values.items() if value != getattr(self._info, name)}
        fields = dict(self._info.fields)
        for name, editor in self.answers.items():
            said = " ".join((editor.currentText() if isinstance(editor, QComboBox) else editor.text()).split())
            if said:
                fields[name] = said
            else:
                fields.pop(name, None)
        return changed if fields == self._info.fields else {**changed, "fields": fields}


def _editor(question: KindField, said: str) -> QLineEdit | QComboBox:
    """Choices with an empty one first, and with what is there though the canvas does not know it; else free words."""
    if not question.choices:
        line = QLineEdit(said)
        line.setMaxLength(LONGEST)
        line.setCursorPosition(0)
        return line
    box = QComboBox()
    box.addItem("")
    box.addItems(list(question.choices))
    if said and said not in question.choices:
        box.addItem(said)
    box.setCurrentText(said)
    return box
