"""The trash: boards that were deleted, to be put back or deleted for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from canvas_app.app.trash import Trashed, delete_for_good, trashed
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.dialogs.question import Question
from canvas_app.ui.home.board_list import short_path, spoken_date
from canvas_app.ui.theme import icon, ordered, px


class TrashDialog(FormDialog):
    """`put_back` gives where a board is now, None where it stays. Enter puts back, Delete deletes for good."""

    def __init__(self, parent: QWidget, put_back: Callable[[Trashed], Path | None]):
        super().__init__(parent, "Trash", "Put back")
        self._put_back = put_back
        self._boards: list[Trashed] = []
        self.list = QListWidget()
        self.list.setObjectName("targets")
        self.list.setAccessibleName("Deleted boards")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._restore)
        self.body.addWidget(self.list, 1)
        self.delete = QPushButton("Delete for good…")
        self.delete.setAutoDefault(False)
        self.delete.clicked.connect(self._delete)
        self.foot.insertWidget(1, self.delete)
        self.cancel.setText("Close")
        for button in (self.delete, self.cancel, self.main):
            button.setMinimumHeight(px(44))
        self.main.clicked.disconnect()
        self.main.clicked.connect(self._restore)
        self.make_room(560, 480)
        self._refresh()
        self.list.setFocus()

    def _refresh(self) -> None:
        row = self.list.currentRow()
        self._boards = trashed()
        self.list.clear()
        for board in self._boards:
            when = spoken_date(board.at.astimezone().replace(tzinfo=None))
            item = QListWidgetItem(f"{board.title}\n{short_path(board.was.parent)} · deleted: {when}")
            item.setIcon(icon("document", "muted"))
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), len(self._boards) - 1))
        for button in (self.main, self.delete):
            button.setEnabled(bool(self._boards))
        if not self._boards:
            self.reason.setText("The trash is empty.")

    @property
    def _chosen(self) -> Trashed | None:
        row = self.list.currentRow()
        return self._boards[row] if 0 <= row < len(self._boards) else None

    def _restore(self) -> None:
        board = self._chosen
        path = self._put_back(board) if board is not None else None
        if path is not None:
            self.reason.setText(f"Put back as {short_path(path)}.")
        self._refresh()

    def _delete(self) -> None:
        board = self._chosen
        if board is None:
            return
        details = "Nobody can bring it back then, but for copies that were put aside while it was edited."
        box = Question(self, f"Delete {ordered(f'“{board.title}”')} for good?", details)
        yes = box.offer("Delete for good", Question.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.offer_cancel())
        if box.answer() is not yes:
            return
        try:
            delete_for_good(board)
        except UserError as error:
            self.reason.setText(str(error))
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._restore()
        else:
            super().keyPressEvent(event)
