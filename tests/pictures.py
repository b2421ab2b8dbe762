"""Makes the README's pictures with the app itself: `python -m tests.pictures`. Needs pdftoppm (poppler-utils)."""

import os
import subprocess
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="value-canvas-pictures-")

from PySide6.QtWidgets import QApplication, QWidget

PICTURES = Path(__file__).parents[1] / "resources" / "docs" / "pictures"


def make() -> None:
    from canvas_app.app import importing
    from canvas_app.app.exporting import PdfOptions, export_board
    from canvas_app.ui.application import make_window

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        board = Path(folder) / "sample.valueboard"
        importing.create_sample(board, "loyalty-app").close()
        _, window = make_window(board, Path(folder))
        window.resize(1440, 810)
        window.show()
        _take(window, "window")
        window.binder["view.board-mode"].trigger()
        QApplication.processEvents()  # full screen, and the screen of the offscreen platform is small
        window.resize(1440, 810)
        QApplication.processEvents()
        window.page.message.hide()
        window.page.view.fit_board()
        _take(window, "board-mode")
        window.binder["view.board-mode"].trigger()
        QApplication.processEvents()
        window.resize(1440, 810)
        window.binder["view.theme-dark"].trigger()
        window.page.view.fit_board()
        _take(window, "dark")
        session = window.page.session
        pdf = Path(folder) / "sample.pdf"
        export_board(session.board, "", 0, pdf, options=PdfOptions(pages="canvas"), protect=board)
        window.close()
        target = PICTURES / "paper"
        subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), str(target)], check=True)


def _take(window: QWidget, name: str) -> None:
    QApplication.processEvents()
    while not window.page.view.picture.finished:
        QApplication.processEvents()
    window.grab().save(str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    make()
