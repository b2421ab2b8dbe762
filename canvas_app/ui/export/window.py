"""The export window: what to make, how it will look, and where to; the same window prints."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app import exporting
from canvas_app.app.exporting import Made, Remark, TargetExists
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.export.kinds import FIELDS, KINDS, Kind, Pages, Snapshot
from canvas_app.ui.export.options_pane import OptionsPane, kinds_of
from canvas_app.ui.export.preview import Preview
from canvas_app.ui.export.printing import PrintJob, ask_printer
from canvas_app.ui.export.worker import Step, Task, Worker
from canvas_app.ui.theme import icon, ordered

LONGEST_TEXT = 200_000
"""Letters of a text that the preview shows."""
ATTACH = "attach"
TURNS = 2
"""So many buttons above the preview go from page to page."""
READABLE = 5.0
"""Points below which type is hard to read on paper."""
NOTE = Qt.ItemDataRole.UserRole
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A finished export as the window shows it."""

    kind: Kind
    made: Made
    pages: Pages | None
    text: str = ""
    remarks: tuple[Remark, ...] = ()


class ExportWindow(FormDialog):
    """`saved` is what was chosen for this board last, with the file under "target"; `board` is its own file.

    After it has closed `written` is the file made, `show_note` the note that the person wants to see on the board.
    """

    def __init__(
        self,
        parent: QWidget | None,
        snapshot: Snapshot,
        board: Path,
        saved: Mapping[str, Any],
        opens: bool = False,
        printing: bool = False,
    ):
        super().__init__(parent, "Print" if printing else "Export", "")
        self._snapshot, self._board, self._printing = snapshot, board, printing
        self.written: Path | None = None
        self.printed = ""
        self.show_note = ""
        self._worker = Worker()
        self._making: Task[Any] | None = None
        self._drawing: Task[Any] | None = None
        self._busy: Task[Any] | None = None
        self._ready: Ready | None = None
        self._at_printer = False
        self._wanted = False
        self._asked = False
        self._problem_told = ""
        self.setObjectName("export")
        self.options = OptionsPane(kinds_of(printing), saved, snapshot, self._on_choice)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self.options)
        row.addLayout(self._preview_side(), 1)
        self.body.addLayout(row, 1)
        self.body.setSpacing(10)
        self.rows.setSpacing(10)
        self.rows.setContentsMargins(22, 16, 22, 16)
        self.rows.setStretch(1, 1)
        self.target = QLineEdit(str(self._suggested(saved)))
        self.target.setAccessibleName("File")
        self.browse = QPushButton(ordered("Browse…"))
        self.browse.clicked.connect(self._browse)
        self.opens = QCheckBox("Open &when done")
        self.opens.setChecked(opens)
        self.print = QPushButton(ordered("Print…"))
        self.print.clicked.connect(self._press_print)
        self._file_row()
        self.target.textChanged.connect(self._on_target)
        self.make_room(1180, 820)
        self._begun = False
        self._show_state()
        self.options.kind.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.preview.show_message("Making the pages…")
            self._worker.ask(self._offers, self._take_offers, self._on_failure)

    # layout

    def _preview_side(self) -> QVBoxLayout:
        self.preview = Preview(self._draw, self._show_place)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Preview of the file")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.preview)
        self.stack.addWidget(self.text)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        self.place = QLabel()
        self.place.setProperty("muted", True)
        bar.addWidget(self.place, 1)
        self.tools: list[QToolButton] = []
        for name, words, press in (
            ("chevron-up", "Page before (Ctrl+PgUp)", self._page_before),
            ("chevron-down", "Next page (Ctrl+PgDown)", self._page_after),
            ("minus", "Smaller (-)", self.preview.zoom_out),
            ("plus", "Larger (+)", self.preview.zoom_in),
            ("fit-width", "As wide as the window (0)", self.preview.fit_width),
        ):
            button = QToolButton()
            button.setProperty("quiet", True)
            button.setIcon(icon(name))
            button.setToolTip(words)
            button.setAccessibleName(words.partition(" (")[0])
            button.clicked.connect(press)
            self.tools.append(button)
            bar.addWidget(button)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.remarks = QListWidget()
        self.remarks.setObjectName("remarks")
        self.remarks.setAccessibleName("What is not shown as it should be")
        self.remarks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.remarks.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.remarks.itemClicked.connect(self._on_remark)
        self.remarks.itemActivated.connect(self._on_remark)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addLayout(bar)
        side.addWidget(self.stack, 1)
        side.addWidget(self.summary)
        side.addWidget(self.remarks)
        return side

    def _file_row(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        label = QLabel("&File")
        label.setBuddy(self.target)
        self.body.addLayout(row)
        for widget in (label, self.target, self.browse):
            row.addWidget(widget, 1 if widget is self.target else 0)
            widget.setVisible(not self._printing)
        self.foot.insertWidget(1, self.opens)
        self.foot.insertWidget(2, self.print)
        self.opens.setVisible(not self._printing)
        self.print.setVisible(not self._printing)
        for button in (self.print, self.cancel, self.browse):
            button.setAutoDefault(False)

    # the file

    def _suggested(self, saved: Mapping[str, Any]) -> Path:
        """Where the last one went, if that folder is still there; else beside the board."""
        suffix = self.options.chosen.suffix
        try:
            last = Path(saved.get("target") or "")
            if last.name and last.is_absolute() and last.parent.is_dir():
                return last.with_suffix(suffix)
        except (OSError, ValueError, TypeError):
            pass
        return self._board.with_suffix(suffix)

    def path(self) -> Path:
        words, suffix = self.target.text().strip(), self.options.chosen.suffix
        path = Path(words).expanduser() if not words.startswith("~") or words.startswith("~/") else Path(words)
        return path if path.suffix.lower() == suffix or not path.name else Path(f"{path}{suffix}")

    def _problem(self) -> str:
        words = self.target.text().strip()
        if not words:
            return "Name a file."
        if "\0" in words:
            return "A file name cannot hold a zero character."
        try:
            path = self.path()
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

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export to",
            str(self.path()),
            f"*{self.options.chosen.suffix}",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.target.setText(name)

    def _on_target(self) -> None:
        self._asked = False
        self._problem_told = ""
        self._show_state()

    # making

    def _offers(self, step: Step) -> list[str]:
        return [name for name, field in FIELDS.items() if field.offered(self._snapshot.board)]

    def _take_offers(self, names: Sequence[str]) -> None:
        self.options.offer(name for name in names if not (self._printing and name == ATTACH))
        self._make()

    def _on_choice(self) -> None:
        """Another kind or value: what is being made is of no use any more."""
        path = Path(self.target.text().strip())
        if path.suffix.lower() in {kind.suffix for kind in KINDS} and path.suffix.lower() != self.options.chosen.suffix:
            self.target.setText(str(path.with_suffix(self.options.chosen.suffix)))
        self._wanted = self._asked = False
        self._problem_told = ""
        self._make()

    def _make(self) -> None:
        for task in (self._making, self._drawing):
            if task is not None:
                task.cancel()
        self._ready = None
        self.preview.show_message("Making the pages…")
        self.stack.setCurrentWidget(self.text if self.options.chosen.show is None else self.preview)
        kind, choices = self.options.chosen, self.options.choices
        if self._printing:
            choices[ATTACH] = False
        work = partial(_made, kind, self._snapshot, choices)
        self._making = self._worker.ask(work, self._take, self._on_making_failed, self._on_step)
        self._show_state()

    def _on_step(self, words: str) -> None:
        self.preview.show_message(f"Making: {words}")
        if self._wanted:
            self.reason.setText(f"Making: {words}")

    def _take(self, ready: Ready) -> None:
        self._making, self._ready = None, ready
        if ready.pages is not None:
            self.preview.show_pages(ready.pages.sizes)
            self.stack.setCurrentWidget(self.preview)
        else:
            self.text.setPlainText(ready.text)
            self.stack.setCurrentWidget(self.text)
        self._show_remarks(ready)
        self._show_state()
        if self._wanted:
            self._wanted = False
            self._write()

    def _on_making_failed(self, error: Exception) -> None:
        self._making, self._wanted = None, False
        self._problem_told = _sentence(error)
        self.preview.show_message(self._problem_told)
        self.stack.setCurrentWidget(self.preview)
        self._show_state()

    def _on_failure(self, error: Exception) -> None:
        self._problem_told = _sentence(error)
        self._show_state()

    # the preview

    def _draw(self, number: int, scale: float) -> None:
        ready = self._ready
        if ready is None or ready.pages is None:
            return
        pages = ready.pages
        work = partial(_drawn, pages, number, scale)
        self._drawing = self._worker.ask(work, partial(self._drawn, number, scale), self._on_failure)

    def _drawn(self, number: int, scale: float, image: QImage) -> None:
        self.preview.take(number, scale, image)

    def _page_before(self) -> None:
        self.preview.go_to(self.preview.current - 1)

    def _page_after(self) -> None:
        self.preview.go_to(self.preview.current + 1)

    def _show_place(self) -> None:
        count = self.preview.count
        words = f"Page {self.preview.current + 1} of {count}" if count and self.options.chosen.prints else ""
        if words != self.place.text():
            self.place.setText(words)
            self.preview.setAccessibleDescription(words)

    def _show_remarks(self, ready: Ready) -> None:
        self.remarks.clear()
        for remark in ready.remarks:
            item = QListWidgetItem(icon("warning", "warn"), remark.words)
            item.setToolTip(f"{remark.words}. Click to see the note on the board." if remark.note else remark.words)
            item.setData(NOTE, remark.note)
            self.remarks.addItem(item)
        rows = min(len(ready.remarks), 3)
        height = self.remarks.sizeHintForRow(0) if rows else 0
        self.remarks.setFixedHeight(rows * height + 2 * self.remarks.frameWidth() + 2)
        self.remarks.setVisible(bool(rows))

    def _on_remark(self, item: QListWidgetItem) -> None:
        note = item.data(NOTE)
        if note and not self.show_note:
            self.show_note = note
            self.reject()

    # what can be pressed

    def _show_state(self) -> None:
        ready, busy = self._ready, self._busy is not None
        of_pages = self.options.chosen.show is not None
        for number, tool in enumerate(self.tools):
            tool.setVisible(of_pages and (number >= TURNS or self.options.chosen.prints))
        self.place.setVisible(of_pages)
        if ready is not None:
            self.summary.setText(_summary(ready))
        self.summary.setVisible(ready is not None)
        if ready is None:
            self.remarks.hide()
        self.print.setEnabled(ready is not None and ready.kind.prints and not busy)
        self.options.setEnabled(not busy)
        self.target.setEnabled(not busy)
        self.browse.setEnabled(not busy)
        self.main.setText(ordered("Print…") if self._printing else "Replace" if self._asked else "Export")
        self.cancel.setText("Stop" if busy or self._wanted else "Cancel")
        if busy or self._wanted:
            self.main.setEnabled(False)
            return
        problem = "" if self._printing else self._problem()
        failed = ready is None and self._making is None
        self.main.setEnabled(not problem and not (failed and bool(self._problem_told)))
        words = problem or self._problem_told
        if self._asked and not words:
            words = f"“{self.path().name}” exists already. Replace it?"
        self.reason.setText(words)
        self.main.setToolTip(problem)

    # writing

    def accept(self) -> None:
        if self._busy is not None or self._wanted or not self.main.isEnabled():
            return
        self._problem_told = ""
        if not self._printing and self.path().exists() and not self._asked:
            self._asked = True
            self._show_state()
            return
        if self._ready is None:
            self._wanted = True
            self._show_state()
            self.reason.setText("Making the pages…")
            return
        self._write()

    def _write(self) -> None:
        """What was previewed, byte by byte."""
        if self._printing:
            self._press_print()
            return
        assert self._ready is not None
        target = self.path()
        self._at_printer = False
        work = partial(_put, self._ready.made, target, self._asked, self._board)
        self._busy = self._worker.ask(work, partial(self._done_writing, target), self._on_not_written)
        self._show_state()
        self.reason.setText(f"Writing {target.name}…")

    def _done_writing(self, target: Path, _: None) -> None:
        self._busy = None
        self.written = target
        self.done(self.DialogCode.Accepted)

    def _on_not_written(self, error: Exception) -> None:
        self._busy = None
        self._asked = isinstance(error, TargetExists)
        self._problem_told = "" if self._asked else _sentence(error)
        self._show_state()

    # printing

    def _press_print(self) -> None:
        if self._ready is None or self._ready.pages is None or self._busy is not None:
            return
        sizes = self._ready.pages.sizes
        try:
            printer = ask_printer(self, sizes, self._snapshot.board.info.title)
        except UserError as error:
            self._problem_told = str(error)
            self._show_state()
            return
        if printer is None or self._ready is None:
            return
        self._at_printer = True
        job = PrintJob(self._ready.made.data, printer)
        self._busy = self._worker.ask(job.run, self._done_printing, self._on_not_printed, self._on_printing)
        self._show_state()
        self.reason.setText("Printing…")

    def _on_printing(self, words: str) -> None:
        self.reason.setText(words)

    def _done_printing(self, words: str) -> None:
        self._busy = None
        self.printed = words
        if self._printing:
            self.done(self.DialogCode.Accepted)
            return
        self._problem_told = words
        self._show_state()

    def _on_not_printed(self, error: Exception) -> None:
        self._busy = None
        self._problem_told = _sentence(error)
        self._show_state()

    # leaving

    def reject(self) -> None:
        """Stops what waits or is printed; else closes the window. To write a file takes a moment, and goes on."""
        if self._wanted:
            self._wanted = False
            self._show_state()
        elif self._busy is None:
            super().reject()
        elif self._at_printer:
            self._busy.cancel()
            self._busy = None
            self._problem_told = "Printing was stopped."
            self._show_state()

    def done(self, result: int) -> None:
        self._worker.leave()
        super().done(result)

    @property
    def saved(self) -> dict[str, Any]:
        """What is to be kept for this board."""
        target = {} if self._printing or self._problem() else {"target": str(self.path())}
        return {**self.options.saved, **target}

    @property
    def ready(self) -> bool:
        """Whether what is chosen has been made."""
        return self._ready is not None

    @property
    def idle(self) -> bool:
        """Whether nothing is being made, drawn or written."""
        return self._worker.idle


# in the worker's thread


def _made(kind: Kind, snapshot: Snapshot, choices: Mapping[str, Any], step: Step) -> Ready:
    made = kind.make(snapshot, choices, step)
    step("Preview")
    remarks = exporting.remarks_by_note(snapshot.board, made.preflight) if made.preflight else []
    if kind.show is None:
        text = made.data.decode("utf-8-sig", "replace")
        if len(text) > LONGEST_TEXT:
            text = f"{text[:LONGEST_TEXT]}\n…"
        return Ready(kind, made, None, text)
    return Ready(kind, made, kind.show(made), remarks=tuple(remarks))


def _drawn(pages: Pages, number: int, scale: float, step: Step) -> QImage:
    return pages.image(number, scale)


def _put(made: Made, target: Path, force: bool, board: Path, step: Step) -> None:
    exporting.put(made, target, force=force, protect=board)


# words


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error).replace(", or use --force to replace it", "")
    log.critical("export", exc_info=error)
    return "Something unexpected happened, and nothing was written. The log has the details."


def _summary(ready: Ready) -> str:
    words = [_size(len(ready.made.data))]
    if ready.pages is not None:
        words.insert(0, ready.pages.words)
    preflight = ready.made.preflight
    if preflight is not None and preflight.smallest:
        words.append(f"smallest type {preflight.smallest:.1f} pt")
    sentence = f"{', '.join(words)}."
    if preflight is not None and 0 < preflight.smallest < READABLE:
        sentence += " Type as small as that is hard to read: take larger paper, or less on a sheet."
    if preflight is not None and not ready.remarks:
        sentence += " Every character can be drawn, and no note is cut short."
    return sentence


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
