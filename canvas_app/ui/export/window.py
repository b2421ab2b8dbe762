"""The export window: what to make, how it will look, and where to; the same window prints."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from canvas_app.app import exporting
from canvas_app.app.exporting import Made, TargetExists
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.export.file_row import FileRow
from canvas_app.ui.export.kinds import FIELDS, Kind, Pages, Snapshot
from canvas_app.ui.export.options_pane import OptionsPane, kinds_of
from canvas_app.ui.export.pages_pane import PagesPane, Ready
from canvas_app.ui.export.printing import PrintJob, ask_printer
from canvas_app.ui.export.worker import Step, Task, Worker
from canvas_app.ui.theme import ordered

LONGEST_TEXT = 200_000
"""Letters of a text that the preview shows."""
ATTACH = "attach"
WAIT = "Making the pages…"
log = logging.getLogger(__name__)


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
        self.pages = PagesPane(self._draw, self._want_note)
        row.addWidget(self.pages, 1)
        self.body.addLayout(row, 1)
        self.body.setSpacing(10)
        self.rows.setSpacing(10)
        self.rows.setContentsMargins(22, 16, 22, 16)
        self.rows.setStretch(1, 1)
        self.file = FileRow(board, saved.get("target"), self.options.chosen.suffix, self._on_target)
        self.body.addWidget(self.file)
        self.opens = QCheckBox("Open &when done")
        self.opens.setChecked(opens)
        self.print = QPushButton(ordered("Print…"))
        self.print.clicked.connect(self._press_print)
        self.foot.insertWidget(1, self.opens)
        self.foot.insertWidget(2, self.print)
        for widget in (self.file, self.opens, self.print):
            widget.setVisible(not printing)
        for button in (self.print, self.cancel):
            button.setAutoDefault(False)
        self.make_room(1180, 820)
        self._begun = False
        self._show_state()
        self.options.kind.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.pages.wait(self.options.chosen, WAIT)
            self._worker.ask(self._offers, self._take_offers, self._on_failure)

    # making

    def _on_target(self) -> None:
        self._asked = False
        self._problem_told = ""
        self._show_state()

    def _offers(self, step: Step) -> list[str]:
        return [name for name, field in FIELDS.items() if field.offered(self._snapshot.board)]

    def _take_offers(self, names: Sequence[str]) -> None:
        self.options.offer(name for name in names if not (self._printing and name == ATTACH))
        self._make()

    def _on_choice(self) -> None:
        """Another kind or value: what is being made is of no use any more."""
        self.file.take_suffix(self.options.chosen.suffix)
        self._wanted = self._asked = False
        self._problem_told = ""
        self._make()

    def _make(self) -> None:
        for task in (self._making, self._drawing):
            if task is not None:
                task.cancel()
        self._ready = None
        kind, choices = self.options.chosen, self.options.choices
        self.pages.wait(kind, WAIT)
        if self._printing:
            choices[ATTACH] = False
        work = partial(_made, kind, self._snapshot, choices)
        self._making = self._worker.ask(work, self._take, self._on_making_failed, self._on_step)
        self._show_state()

    def _on_step(self, words: str) -> None:
        self.pages.say(f"Making: {words}")
        if self._wanted:
            self.reason.setText(f"Making: {words}")

    def _take(self, ready: Ready) -> None:
        self._making, self._ready = None, ready
        self.pages.show_ready(ready)
        self._show_state()
        if self._wanted:
            self._wanted = False
            self._write()

    def _on_making_failed(self, error: Exception) -> None:
        self._making, self._wanted = None, False
        self._problem_told = _sentence(error)
        self.pages.fail(self._problem_told)
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
        self.pages.preview.take(number, scale, image)

    def _want_note(self, note: str) -> None:
        if not self.show_note:
            self.show_note = note
            self.reject()

    # what can be pressed

    def _show_state(self) -> None:
        ready, busy = self._ready, self._busy is not None
        self.print.setEnabled(ready is not None and ready.kind.prints and not busy)
        self.options.setEnabled(not busy)
        self.file.setEnabled(not busy)
        self.main.setText(ordered("Print…") if self._printing else "Replace" if self._asked else "Export")
        self.cancel.setText("Stop" if busy or self._wanted else "Cancel")
        if busy or self._wanted:
            self.main.setEnabled(False)
            return
        problem = "" if self._printing else self.file.problem
        failed = ready is None and self._making is None
        self.main.setEnabled(not problem and not (failed and bool(self._problem_told)))
        words = problem or self._problem_told
        if self._asked and not words:
            words = f"“{self.file.path.name}” exists already. Replace it?"
        self.reason.setText(words)
        self.main.setToolTip(problem)

    # writing

    def accept(self) -> None:
        if self._busy is not None or self._wanted or not self.main.isEnabled():
            return
        self._problem_told = ""
        if not self._printing and self.file.path.exists() and not self._asked:
            self._asked = True
            self._show_state()
            return
        if self._ready is None:
            self._wanted = True
            self._show_state()
            self.reason.setText(WAIT)
            return
        self._write()

    def _write(self) -> None:
        """What was previewed, byte by byte."""
        if self._printing:
            self._press_print()
            return
        assert self._ready is not None
        target = self.file.path
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
        target = {} if self._printing or self.file.problem else {"target": str(self.file.path)}
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
