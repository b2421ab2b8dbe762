"""Words of one's own for a step of the guide."""

from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QPlainTextEdit, QWidget

from canvas_app.domain.steps import StepView
from canvas_app.ui.dialogs.draft import Draft
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.theme import px


def ask_words(parent: QWidget | None, view: StepView, board: str) -> dict[str, Any] | None:
    """What the person changed, as arguments of RewordStep; None where they changed their mind. `board` is its id."""
    dialog = StepWords(parent, view)
    Draft(dialog, f"step {view.n} {board}")
    try:
        return dialog.answer() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class StepWords(FormDialog):
    def __init__(self, parent: QWidget | None, view: StepView):
        super().__init__(parent, f"Words of step {view.n}", "Save")
        self._view = view
        self.title = QLineEdit(view.title)
        self.title.setMaxLength(500)
        self.todo = QPlainTextEdit(view.todo)
        self.question = QPlainTextEdit(view.question)
        for field in (self.todo, self.question):
            field.setTabChangesFocus(True)
            field.setMinimumHeight(px(92))
        self.minutes = QDoubleSpinBox()
        self.minutes.setRange(0, 1000)
        self.minutes.setDecimals(1)
        self.minutes.setValue(view.minutes or 0)
        grid = field_grid()
        add_field(grid, "&Title", self.title)
        add_field(grid, "What to &do", self.todo)
        add_field(grid, "&Question", self.question)
        add_field(grid, "&Minutes", self.minutes)
        self.body.addLayout(grid)
        self.make_room(520)
        self.title.textChanged.connect(self._check)
        self.title.setFocus()

    def _check(self) -> None:
        self.allow("" if self.title.text().strip() else "A step needs a title.")

    def answer(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, words in (
            ("title", self.title.text()),
            ("todo", self.todo.toPlainText()),
            ("question", self.question.toPlainText()),
        ):
            if words != getattr(self._view, name):
                values[name] = words
        if self.minutes.value() != (self._view.minutes or 0):
            values["minutes"] = self.minutes.value()
        return values
