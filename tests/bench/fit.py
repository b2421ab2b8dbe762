"""From one link that changes to the figures on the screen: the panel and the matrix, painted."""

import statistics
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.domain.commands import SetStrength
from tests.bench.boards import big_board
from tests.bench.frames import clock

ROUNDS = 60
FRAME = 1000 / 60
COUNTS = (100, 1000, 5000)


def run(folder: Path) -> None:
    """Prints the median milliseconds of one change, beside those of writing it down alone."""
    from canvas_app.app.settings import Settings, save_settings
    from canvas_app.ui.application import make_window

    for count in COUNTS:
        save_settings(Settings(motion=False, panel="fit-panel"))
        path = big_board(folder / f"fit-{count}.valueboard", count)
        application, window = QApplication.instance() or None, None
        if application is None:
            application, window = make_window(path, folder / "library")
        else:
            from canvas_app.ui.main_window import MainWindow

            window = MainWindow(folder / "library")
            window.open_board(path)
        assert isinstance(application, QApplication)
        window.resize(1920, 1080)
        window.show()
        _settle(application)
        assert window.page is not None
        for name in ("", "matrix"):
            if name:
                window.page.show_sheet(name)
                _settle(application)
            bare, whole = _measure(application, window)
            where = "panel and matrix" if name else "panel and board"
            print(
                f"fit: {count:,} notes: {where} {whole:.1f} ms from one link to painted figures, of which "
                f"{bare:.1f} ms write it down ({'within' if whole <= FRAME else 'more than'} a frame)"
            )
        window.close()


def _settle(application: QApplication) -> None:
    until = clock() + 1.0
    while clock() < until:
        application.processEvents()


def _measure(application: QApplication, window: QWidget) -> tuple[float, float]:
    session = window.page.session  # type: ignore[attr-defined]
    listeners = session._listeners
    links = sorted(session.board.links)
    bare, whole = [], []
    for n in range(ROUNDS):
        link = links[n % len(links)]
        for listening, times in ((False, bare), (True, whole)):
            session._listeners = listeners if listening else []
            strength = session.board.links[link].strength % 3 + 1
            start = clock()
            session.do(SetStrength((link,), strength))
            if listening:
                application.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
                application.processEvents()
                application.processEvents()  # what is put off until the board has its frame
            times.append((clock() - start) * 1000)
        session._listeners = listeners
    return statistics.median(bare), statistics.median(whole)
