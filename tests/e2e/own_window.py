"""What a child begins with: a window on the board that its command line names."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from canvas_app.ui.application import make_window
from canvas_app.ui.main_window import MainWindow


def own_window() -> tuple[QApplication, MainWindow]:
    path = Path(sys.argv[1])
    application, window = make_window(path, path.parent)
    window.resize(1800, 1050)
    window.show()
    application.processEvents()
    return application, window
