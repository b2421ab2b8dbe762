"""Export: which kind of file, on what paper, and where to."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from canvas_app.app.exporting import PdfOptions, default_page, export_board
from canvas_app.app.session import Session
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.theme import ordered

PAPERS = ("A4", "Letter", "A3", "A2", "A1", "A0", "A5", "Legal", "Tabloid")


@dataclass(frozen=True)
class Kind:
    title: str
    suffix: str
    pages: str = ""


KINDS = (
    Kind("PDF report: canvas, statements, all notes", ".pdf", "report"),
    Kind("PDF of the canvas only", ".pdf", "canvas"),
    Kind("Markdown outline", ".md"),
    Kind("CSV table of the notes", ".csv"),
    Kind("JSON with everything", ".json"),
)


@dataclass(frozen=True)
class ExportChoice:
    target: Path
    page: str
    pages: str
    force: bool


def ask_export(parent: QWidget | None, suggested: Path, page: str) -> ExportChoice | None:
    """Asks what to export; None where the person changes their mind."""
    dialog = ExportDialog(parent, suggested, page)
    try:
        return dialog.answer() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class ExportDialog(FormDialog):
    """The first press of the button on an existing file asks; the second replaces it."""

    def __init__(self, parent: QWidget | None, suggested: Path, page: str):
        super().__init__(parent, "Export", "Export")
        self._asked = False
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(kind.title, kind)
        self.paper = QComboBox()
        self.paper.addItems([*PAPERS] if page in PAPERS else [page, *PAPERS])
        self.paper.setCurrentText(page)
        self.target = QLineEdit(str(suggested))
        self.browse = QPushButton(ordered("Browse…"))
        self.browse.clicked.connect(self._browse)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.target, 1)
        row.addWidget(self.browse)
        grid = field_grid()
        add_field(grid, "&Kind", self.kind)
        add_field(grid, "&Paper", self.paper)
        add_field(grid, "&File", place).setBuddy(self.target)
        self.target.setAccessibleName("File")
        self.body.addLayout(grid)
        self.make_room(600)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.target.textChanged.connect(self._changed)
        self._kind_chosen()
        self.target.setCursorPosition(len(self.target.text()))
        self.kind.setFocus()

    @property
    def _kind(self) -> Kind:
        kind = self.kind.currentData()
        assert isinstance(kind, Kind)
        return kind

    def _path(self) -> Path:
        words = self.target.text().strip()
        path = Path(words).expanduser()
        return path if path.suffix.lower() == self._kind.suffix or not path.name else Path(f"{path}{self._kind.suffix}")

    def _kind_chosen(self) -> None:
        self.paper.setEnabled(self._kind.suffix == ".pdf")
        path = Path(self.target.text().strip())
        if path.suffix.lower() in {kind.suffix for kind in KINDS}:
            path = path.with_suffix(self._kind.suffix)
        self.target.setText(str(path))
        self._changed()

    def _changed(self) -> None:
        self._asked = False
        self.main.setText("Export")
        self.allow(self._problem())

    def _problem(self) -> str:
        if not self.target.text().strip():
            return "Name a file."
        path = self._path()
        if path.is_dir() or Path(self.target.text().strip()).expanduser().is_dir():
            return "This is a folder; name a file in it."
        if not path.is_absolute():
            return "Give the whole path, or use Browse…"
        return "" if path.parent.is_dir() else f"There is no folder {path.parent}."

    def _browse(self) -> None:
        kind = self._kind
        name, _ = QFileDialog.getSaveFileName(
            self, "Export to", str(self._path()), f"*{kind.suffix}", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.target.setText(name)

    def accept(self) -> None:
        path = self._path()
        if path.exists() and not self._asked:
            self._asked = True
            self.main.setText("Replace")
            self.reason.setText(f"“{path.name}” exists already. Replace it?")
            return
        super().accept()

    def answer(self) -> ExportChoice:
        return ExportChoice(self._path(), self.paper.currentText(), self._kind.pages or "report", self._asked)


def export_session(parent: QWidget, session: Session) -> Path | None:
    """Asks how, and exports; the file made, None where the person thought better of it."""
    choice = ask_export(parent, session.path.with_suffix(".pdf"), default_page())
    if choice is None:
        return None
    export_board(
        session.board,
        session.changed_at,
        session.version,
        choice.target,
        options=PdfOptions(page=choice.page, pages=choice.pages),  # type: ignore[arg-type]
        force=choice.force,
        protect=session.path,
    )
    return choice.target
