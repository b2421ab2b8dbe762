"""Where an export goes: a field for the file, and the system's dialog beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from canvas_app.app import exporting
from canvas_app.domain.errors import UserError
from canvas_app.ui.export.kinds import KINDS
from canvas_app.ui.theme import ordered

SUFFIXES = frozenset(kind.suffix for kind in KINDS)


class FileRow(QWidget):
    """`board` is the file of the board, which is never written over; `last` the file of the export before, or "".

    `changed` is called whenever the name is another one.
    """

    def __init__(self, board: Path, last: object, suffix: str, changed: Callable[[], None]):
        super().__init__()
        self._board, self._suffix, self._changed = board, suffix, changed
        self.target = QLineEdit(str(self._suggested(last)))
        self.target.setAccessibleName("File")
        self.browse = QPushButton(ordered("Browse…"))
        self.browse.setAutoDefault(False)
        label = QLabel("&File")
        label.setBuddy(self.target)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (label, self.target, self.browse):
            row.addWidget(widget, 1 if widget is self.target else 0)
        self.browse.clicked.connect(self._browse)
        self.target.textChanged.connect(self._on_text)

    def _suggested(self, last: object) -> Path:
        """Where the last one went, if that folder is still there; else beside the board."""
        try:
            before = Path(last) if isinstance(last, str) else Path()
            if before.name and before.is_absolute() and before.parent.is_dir():
                return before.with_suffix(self._suffix)
        except (OSError, ValueError):
            pass
        return self._board.with_suffix(self._suffix)

    @property
    def path(self) -> Path:
        """The file that the field names, with the ending of its kind."""
        words = self.target.text().strip()
        path = Path(words).expanduser() if not words.startswith("~") or words.startswith("~/") else Path(words)
        return path if path.suffix.lower() == self._suffix or not path.name else Path(f"{path}{self._suffix}")

    @property
    def problem(self) -> str:
        """Why nothing can be written there, as a sentence; mostly empty."""
        words = self.target.text().strip()
        if not words:
            return "Name a file."
        if "\0" in words:
            return "A file name cannot hold a zero character."
        try:
            path = self.path
            if path.is_dir() or Path(words).expanduser().is_dir():
                return "This is a folder; name a file in it."
            if not path.is_absolute():
                return "Give the whole path, or use Browse…"
            if not path.parent.is_dir():
                return f"There is no folder {path.parent}."
            exporting.require_no_board(path, self._board)
        except UserError:
            return "This is a board; choose another name."
        except (OSError, RuntimeError):
            return "This name cannot be used; choose another one."
        return ""

    def take_suffix(self, suffix: str) -> None:
        """The kind has another ending; one that is known goes for it."""
        self._suffix = suffix
        path = Path(self.target.text().strip())
        if path.suffix.lower() in SUFFIXES and path.suffix.lower() != suffix:
            self.target.setText(str(path.with_suffix(suffix)))

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export to",
            str(self.path),
            f"*{self._suffix}",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.target.setText(name)

    def _on_text(self) -> None:
        self._changed()
