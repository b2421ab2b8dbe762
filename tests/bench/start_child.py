"""One start, timed from outside: prints a line when the first frame is on the (virtual) screen, then ends.

`bare` is a PySide6 window with an empty graphics view; `app BOARD` is ours with that board.
"""

import sys
import time

start = time.perf_counter()


def until_painted(application, viewport) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Probe(QObject):
        def eventFilter(self, watched, event) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, application.quit)
            return False

    probe = Probe()
    viewport.installEventFilter(probe)
    application.exec()
    print(time.perf_counter() - start)


if sys.argv[1] == "bare":
    from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    view = QGraphicsView(QGraphicsScene())
    window.setCentralWidget(view)
    window.resize(1440, 900)
    window.show()
    until_painted(application, view.viewport())
else:
    from pathlib import Path

    from canvas_app.ui.application import make_window

    application, window = make_window(Path(sys.argv[2]), Path(sys.argv[2]).parent)
    window.show()
    assert window.page is not None
    until_painted(application, window.page.view.viewport())
    window.close()
