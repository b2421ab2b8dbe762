"""What is typed in a dialog is kept while it is open, and is back in it after the app was stopped."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit

from canvas_app.app import drafts
from canvas_app.ui import pace
from canvas_app.ui.dialogs.form import FormDialog

BACK = "What you had typed when the app was stopped is back."


class Draft(QObject):
    """Of all text fields of a dialog that have a name. `of` says which dialog about what; it has one draft."""

    def __init__(self, dialog: FormDialog, of: str):
        super().__init__(dialog)
        self._of = of
        found: list[QLineEdit | QPlainTextEdit] = [
            *dialog.findChildren(QLineEdit),
            *dialog.findChildren(QPlainTextEdit),
        ]
        self._fields = {
            field.accessibleName(): field
            for field in found
            if field.accessibleName()
            and not field.isReadOnly()
            and not isinstance(field.parent(), QAbstractSpinBox | QComboBox)
        }
        self._at_first = self._words()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._keep)
        self._since = QElapsedTimer()
        for name, text in drafts.kept(of).items():
            field = self._fields.get(name)
            if isinstance(field, QLineEdit):
                field.setText(text)
            elif field is not None:
                field.setPlainText(text)
        if self._words() != self._at_first:
            dialog.reason.setText(BACK)
        for field in self._fields.values():
            field.textChanged.connect(self._typed)
        dialog.finished.connect(self._answered)

    def _words(self) -> dict[str, str]:
        return {
            name: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for name, field in self._fields.items()
        }

    def _typed(self) -> None:
        if not self._pause.isActive():
            self._since.start()
        self._pause.start(pace.in_force.pause(int(self._since.elapsed())))

    def _keep(self) -> None:
        drafts.keep(self._of, {name: text for name, text in self._words().items() if text != self._at_first[name]})

    def _answered(self) -> None:
        if self._pause.isActive() and drafts.in_force.now:
            self._keep()
        self._pause.stop()
        drafts.let_go(self._of)
