"""Errands between boards and files that ask the person something: making, opening, copying, exporting."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from canvas_app.app import exporting, resources
from canvas_app.app import library as boards
from canvas_app.app.settings import save_settings
from canvas_app.domain.board import Board
from canvas_app.domain.commands import EditBoard
from canvas_app.domain.errors import UserError
from canvas_app.exchange.document import MAX_LINE
from canvas_app.ui import mime
from canvas_app.ui.dialogs.board_file import ask_board_file
from canvas_app.ui.dialogs.question import tell
from canvas_app.ui.home.keeping import Keeping

if TYPE_CHECKING:
    from canvas_app.ui.export.worker import Step, Worker
    from canvas_app.ui.main_window import MainWindow

_WITH_BOARDS = " ".join(f"*{ending}" for ending in (boards.SUFFIX, *boards.EXPORTED))
OPEN_FILTER = f"Boards, also in PDF and JSON ({_WITH_BOARDS});;All files (*)"
log = logging.getLogger(__name__)


class Errands:
    def __init__(self, window: MainWindow):
        self._window = window
        self._painter: Worker | None = None
        self.keeping = Keeping(window)

    def new_board(self) -> None:
        from canvas_app.ui.dialogs.new_board import ask_new_board

        asked = ask_new_board(self._window, self._window.library)
        if asked is not None:
            info = {"title": asked.title, "partner": asked.partner, "segment": asked.segment, "goal": asked.goal}
            self._make(lambda path: boards.create_board(path, asked.canvas, info).close(), asked.title)

    def open_sample(self, name: str) -> None:
        from canvas_app.app import importing

        source = importing.read_sample(name, resources.catalogue())
        self._make(lambda path: importing.make_board(path, source).close(), str(source.document.info["title"]))

    def _make(self, create: Callable[[Path], None], title: str) -> Path | None:
        """The new board, which is open now; None where the person was told why there is none."""
        try:
            self._window.library.mkdir(parents=True, exist_ok=True)
            path = boards.make_in(self._window.library, title, create)
        except OSError as error:
            self._window.say(
                f"{self._window.library}: cannot be made, {(error.strerror or '').lower()}; choose another library.",
                True,
                False,
            )
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
        else:
            self._window.open_board(path)
            return path
        return None

    def choose_board(self) -> None:
        folder = self._window.page.session.path.parent if self._window.page else self._window.library
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a board", str(folder), OPEN_FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Opens a board; of what a board was exported to, a new board is made in the library."""
        if path.suffix.lower() not in boards.EXPORTED:
            self._window.open_board(path)
            return
        from canvas_app.app import importing

        try:
            source = importing.read_source(path, resources.catalogue())
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
            return
        made = self._make(
            lambda target: importing.make_board(target, source).close(), str(source.document.info["title"])
        )
        if made:
            words = [f"{path.name} is now the board {made.name} in your library.", *source.document.notices]
            self._window.say(" ".join(words), complaint=False, undo=False)

    def forget_board(self, path: Path) -> None:
        self._window.settings = self._window.settings.without(path)
        save_settings(self._window.settings)
        self._window.home.refresh(self._window.settings)

    def board_details(self) -> None:
        from canvas_app.ui.dialogs.board_details import ask_details

        assert self._window.page is not None
        board = self._window.page.session.board
        values = ask_details(self._window, board.info, board.canvas.fields)
        if values:
            self._window.page.bridge.do(EditBoard(values))

    def duplicate_for_segment(self) -> None:
        """Makes a copy of the board for a segment that the person names, and opens it."""
        from canvas_app.app.guide import copy_for_segment, named_segment
        from canvas_app.ui.dialogs.other_segment import ask_segment

        assert self._window.page is not None
        self._window.page.flush()
        session = self._window.page.session
        segment = ask_segment(self._window, session.board.info, named_segment(session.board))
        if segment:
            title = f"{session.board.info.title} · {segment}"
            self._make(lambda path: copy_for_segment(session.board, segment, title, path).close(), title)

    def show_history(self) -> None:
        """Has the person look at what the board was, and go back."""
        from canvas_app.ui.history.window import HistoryWindow

        page = self._window.page
        assert page is not None
        page.flush()
        session = page.session
        try:
            board_id, large = session.board.info.id, self._window.board_mode.on
            box = HistoryWindow(self._window, session, board_id, self.open_state, self.tell, large=large)
        except UserError as error:
            self.tell(str(error), True)
            return
        try:
            box.exec()
        finally:
            box.deleteLater()

    def open_state(self, board: Board, words: str) -> None:
        title = f"{board.info.title} · {words}"[:MAX_LINE]
        self._make(lambda path: boards.save_state(board, title, path).close(), title)

    def tell(self, words: str, complaint: bool) -> None:
        self._window.say(words, complaint=complaint, undo=False)

    def report_problem(self) -> None:
        """Writes what is known about problems to a file of the person's choice; nothing is sent."""
        from canvas_app.app.problem import write_report

        suggested = Path.home() / "value-canvas-report.txt"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the report", str(suggested), "Text (*.txt)")
        if not name:
            return
        try:
            write_report(Path(name))
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
            return
        words = f"The report is in {name}. Nothing was sent, and nothing of your boards is in it."
        if self._window.page is None:
            tell(self._window, words, warns=False)
        self._window.say(words, complaint=False, undo=False)

    def save_copy(self) -> None:
        assert self._window.page is not None
        self._window.page.flush()
        session = self._window.page.session
        suggested = boards.free_path(session.path.parent, f"{session.board.info.title} copy")
        target = ask_board_file(self._window, "Save a copy", suggested)
        if target is not None:
            session.save_copy(target, replace=target.exists())
            self._window.page.bridge.say(f"Copy saved as {target.name}.")

    def export(self, printing: bool = False, kind: str = "") -> None:
        """Has the person look at the board on paper or as a picture, and writes or prints it."""
        from canvas_app.ui.export.kinds import PICTURES, Snapshot
        from canvas_app.ui.export.window import ExportWindow

        window, page = self._window, self._window.page
        assert page is not None
        page.flush()
        session, settings = page.session, window.settings
        selection = (*window.port.selected_notes, *window.port.selected_links)
        snapshot = Snapshot(session.board.copy(), session.changed_at, session.version, selection)
        board = session.board.info.id
        saved = settings.exports.get(board, {})
        if kind and saved.get("kind") not in PICTURES:
            saved = {**saved, "kind": kind}
        box = ExportWindow(window, snapshot, session.path, saved, settings.export_opens, printing)
        try:
            box.exec()
        finally:
            box.deleteLater()
        saved = {**settings.exports.get(board, {}), **box.saved}
        window.remember(exports=window.settings.exported(board, saved), export_opens=box.opens.isChecked())
        if box.written is not None:
            page.bridge.say(f"Exported to {box.written}.")
            if box.opens.isChecked() and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(box.written))):
                page.bridge.complain(f"Exported to {box.written}, but no program was found that opens it.")
        elif box.printed:
            page.bridge.say(box.printed)
        if box.show_note in session.board.notes:
            window.port.point_out(box.show_note)

    def copy_picture(self, area: str) -> None:
        """Draws a picture of an area beside the window, and puts it on the clipboard."""
        from canvas_app.ui.export.worker import Worker

        page = self._window.page
        assert page is not None
        page.flush()
        if self._painter is None:
            self._painter = Worker()
        self._painter.ask(
            partial(_copied, page.session.board.copy(), area), partial(self._put_picture, area), self._no_picture
        )

    def _put_picture(self, area: str, formats: Mapping[str, bytes]) -> None:
        mime.put_on_clipboard(formats)
        what = "the canvas" if area == exporting.CANVAS else "what is selected"
        self._window.say(f"A picture of {what} is on the clipboard.", complaint=False, undo=False)

    def _no_picture(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            log.critical("copy as picture", exc_info=error)
        words = str(error) if isinstance(error, UserError) else "The picture could not be drawn; the log has details."
        self._window.say(words, complaint=True, undo=False)

    def close(self) -> None:
        """What still goes on beside the window comes to its end."""
        from canvas_app.ui.export.worker import Worker

        if self._painter is not None:
            self._painter.leave()
            self._painter = None
        Worker.wait_for_all()


def _copied(board: Board, area: str, step: Step) -> dict[str, bytes]:
    return {name: exporting.copied_picture(board, kind, area) for name, kind in exporting.COPIED.items()}
