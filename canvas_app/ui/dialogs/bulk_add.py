"""Add many: a box for lines, each of which becomes a note in one zone."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from canvas_app.domain.errors import UserError
from canvas_app.exchange.clipboard import as_one_text
from canvas_app.ui.dialogs.draft import Draft
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.mime import formats_in

LONGEST = 2_000_000
"""Characters that the box takes."""
PAUSE = 120
"""Milliseconds after which what is in the box is counted."""


def add_many(
    parent: QWidget | None,
    zones: Mapping[str, str],
    zone: str,
    count: Callable[[str], int],
    add: Callable[[str, str], None],
    board: str,
) -> None:
    """`board` is the id of the one that the notes are for."""
    dialog = BulkAddDialog(parent, zones, zone, count, add)
    Draft(dialog, f"many notes {board}")
    dialog.exec()
    dialog.deleteLater()


class LinesBox(QPlainTextEdit):
    """Takes plain words only, cleaned, whatever is pasted."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(formats_in(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        room = LONGEST - self.document().characterCount()
        self.insertPlainText(as_one_text(formats_in(source))[: max(0, room)])


class BulkAddDialog(FormDialog):
    """Ctrl+Enter adds. Closing it with words in the box asks first; closing it again throws them away."""

    def __init__(
        self,
        parent: QWidget | None,
        zones: Mapping[str, str],
        zone: str,
        count: Callable[[str], int],
        add: Callable[[str, str], None],
    ):
        super().__init__(parent, "Add many notes", "Add")
        self._count = count
        self._add = add
        self._asked = False
        self.zone = QComboBox()
        for zone_id, title in zones.items():
            self.zone.addItem(title, zone_id)
        self.zone.setCurrentIndex(max(0, self.zone.findData(zone)))
        self.lines = LinesBox()
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName("Lines")
        self.lines.setPlaceholderText("One note a line")
        self.lines.setMinimumHeight(280)
        self.lines.installEventFilter(self)
        grid = field_grid()
        add_field(grid, "&Zone", self.zone)
        self.body.addLayout(grid)
        self.body.addWidget(self.lines, 1)
        hint = QLabel(
            "Bullets and numbers are taken off. A line that begins with blanks becomes the detail of the one above."
        )
        hint.setProperty("muted", True)
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._show_count)
        self.lines.textChanged.connect(self._typed)
        self.zone.currentIndexChanged.connect(self._show_count)
        self.make_room(560, 520)
        self.lines.setFocus()
        self._show_count()

    def _typed(self) -> None:
        self._keep()
        if self.lines.document().characterCount() < 20_000:
            self._show_count()
        else:
            self._pause.start()

    def _show_count(self) -> None:
        self._pause.stop()
        count = self._count(self.lines.toPlainText())
        self.main.setText(f"Add {count:,} note{'' if count == 1 else 's'}" if count else "Add")
        self.main.setEnabled(count > 0)
        self.main.setToolTip("Ctrl+Enter")
        if not self._asked:
            self.reason.setText(f"{count:,} note{'' if count == 1 else 's'}" if count else "")

    def _keep(self) -> None:
        self._asked = False
        self.cancel.setText("Cancel")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        self._show_count()
        if not self.main.isEnabled():
            return
        try:
            self._add(self.lines.toPlainText(), str(self.zone.currentData()))
        except UserError as error:
            self.reason.setText(str(error))
            return
        super().accept()

    def reject(self) -> None:
        if self.lines.toPlainText().strip() and not self._asked:
            self._asked = True
            self.cancel.setText("Throw away")
            self.reason.setText("Throw these lines away? Press Esc again, or go on writing.")
            return
        super().reject()
