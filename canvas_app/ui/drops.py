"""What is dragged onto the window: boards are opened, what they were exported to becomes boards again, and words and
files of words become notes where they are dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDropEvent

from canvas_app.actions.context import Context
from canvas_app.actions.pasting import paste
from canvas_app.app.library import EXPORTED, SUFFIX
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.exchange.clipboard import PLAIN, Formats
from canvas_app.exchange.clipboard_table import csv_as_tabs
from canvas_app.exchange.reading import decode, read_bytes
from canvas_app.ui.mime import formats_in

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

BOARDS = (SUFFIX, *EXPORTED)
TEXTS = (".md", ".markdown", ".txt", ".csv", ".tsv")
LARGEST = 16_000_000


class Drops(QObject):
    """Takes the drops of a window. The drop is over before anything is asked: the source must not wait for it."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._waiting: list[tuple[list[Path], Formats, tuple[float, float]]] = []
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                assert isinstance(event, QDropEvent)
                self._consider(event)
            case QEvent.Type.DragLeave:
                self._light(None)
            case QEvent.Type.Drop:
                assert isinstance(event, QDropEvent)
                self._drop(event)
            case _:
                return False
        return True

    def _consider(self, event: QDropEvent) -> None:
        at = self._board_point(event)
        files = _files(event.mimeData())
        board = any(path.suffix.lower() in BOARDS for path in files)
        words = bool(files) or bool(formats_in(event.mimeData()))
        if event.source() is None and (board or (words and at is not None)):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._light(None if board else at)
        else:
            event.ignore()
            self._light(None)

    def _drop(self, event: QDropEvent) -> None:
        self._consider(event)
        self._light(None)
        if event.isAccepted():
            files = _files(event.mimeData())
            formats = {} if files else formats_in(event.mimeData())
            self._waiting.append((files, formats, self._board_point(event) or (0.0, 0.0)))
            QTimer.singleShot(0, self._take)

    def _take(self) -> None:
        files, formats, at = self._waiting.pop(0)
        try:
            boards = [path for path in files if path.suffix.lower() in BOARDS]
            if boards:
                self._window.errands.open_file(boards[0])
                return
            page = self._window.page
            if page is None:
                return
            page.flush()
            self._window.activateWindow()
            context = Context(page.session, self._window.port)
            if files:
                formats = {PLAIN: "\n".join(_words(path) for path in files).encode()}
            paste(context, formats, at, "There is nothing in it that could become a note.")
        except UserError as error:
            self._window.port.complain(str(error))

    def _board_point(self, event: QDropEvent) -> tuple[float, float] | None:
        """Where on the board that is; None beside it."""
        page = self._window.page
        if page is None or page.session.read_only:
            return None
        place: QPoint = self._window.mapToGlobal(event.position().toPoint())
        inside = page.view.viewport().mapFromGlobal(place)
        if not page.view.viewport().rect().contains(inside):
            return None
        point = page.view.scene_point(inside.toPointF())
        return point.x(), point.y()

    def _light(self, at: tuple[float, float] | None) -> None:
        page = self._window.page
        if page is not None:
            board = page.session.board
            zone = board.canvas.zone_at(at, board.info.scale) if at else None
            page.view.board_scene.zones.light(zone.id if zone else None)


def _files(mime: QMimeData) -> list[Path]:
    """The files that can be taken; what else lies beside them is left."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
    return [path for path in paths if path.suffix.lower() in (*BOARDS, *TEXTS)]


def _words(path: Path) -> str:
    """Raises UserError with the file's name."""
    try:
        text = decode(read_bytes(path, LARGEST))
        return csv_as_tabs(text) if path.suffix.lower() == ".csv" else text
    except UserError as error:
        raise BadInput(f"{path.name}: {error}") from error
