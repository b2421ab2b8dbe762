"""Makes the README's pictures with the app itself: `python -m tests.pictures`. Needs pdftoppm (poppler-utils)."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.app import importing
from canvas_app.app.exporting import PdfOptions, export_board
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, MoveNotes, NewNote, RankNote
from canvas_app.ui.application import make_window
from canvas_app.ui.history.window import HistoryWindow

PICTURES = Path(__file__).parents[1] / "resources" / "docs" / "pictures"


SCREEN = {
    "name": "wide",
    "x": 0,
    "y": 0,
    "width": 1440,
    "height": 810,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def make() -> None:
    """On a screen and in a home of its own."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = f"{folder}/home"
        (Path(folder) / "screens.json").write_text(json.dumps({"screens": [SCREEN]}))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder}/screens.json"
        board = Path(folder) / "sample.valueboard"
        importing.create_sample(board, "loyalty-app").close()
        _, window = make_window(board, Path(folder))
        window.resize(1440, 810)
        window.show()
        _take(window, "window")
        window.binder["view.board-mode"].trigger()
        QApplication.processEvents()
        window.page.message.hide()
        window.page.view.fit_board()
        _take(window, "board-mode")
        window.binder["view.board-mode"].trigger()
        QApplication.processEvents()
        window.binder["view.theme-dark"].trigger()
        window.page.view.fit_board()
        _take(window, "dark")
        session = window.page.session
        pdf = Path(folder) / "sample.pdf"
        export_board(session.board, "", 0, pdf, options=PdfOptions(pages="canvas"), protect=board)
        window.binder["view.theme-light"].trigger()
        window.close()
        target = PICTURES / "paper"
        _take_history(board)
        subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), str(target)], check=True)


def _take(window: QWidget, name: str) -> None:
    QApplication.processEvents()
    while not window.page.view.picture.finished:
        QApplication.processEvents()
    window.grab().save(str(PICTURES / f"{name}.png"))


def _take_history(board: Path) -> None:
    """The board as it was at the end of the interviews, compared with what a meeting made of it."""
    session = Session.open(board)
    named = {note.text: note.id for note in session.board.notes.values()}
    session.name_version("After the interviews")
    session.do(Delete(notes=(named["Partner badge for the shop window"],)))
    session.do(MoveNotes((named["Launch kit for cafés"],), 0.0, 190.0))
    session.do(AddNotes((NewNote(text="Orders from the loyalty app on one screen", zone="creators"),)))
    session.do(RankNote(named["Redeeming slows the queue"], 0))
    box = HistoryWindow(None, session, session.board.info.id, _nothing, _nothing)
    box.resize(1180, 760)
    box.show()
    box.list.setCurrentRow(1)
    box.compare.setCurrentIndex(1)
    box.compare.activated.emit(1)
    QApplication.processEvents()
    while not box.at_rest:
        QApplication.processEvents()
    box.grab().save(str(PICTURES / "history.png"))
    box.close()
    session.close()


def _nothing(*_: object) -> None:
    """Nobody goes back in a picture."""


if __name__ == "__main__":
    make()
