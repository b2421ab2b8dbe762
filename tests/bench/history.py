"""The history of a long workshop: how long it takes to open, and how long the window is deaf while one slides.

Beside a board of a few steps, on the same machine in the same run; and what shortening a history takes at once.
"""

import random
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.app import shortening
from canvas_app.app.session import Session
from tests.bench import frames
from tests.reliability.boards import new_board
from tests.reliability.workshop import Script

FEW, MANY, LONG = 300, 30_000, 50_500
JUMPS = 25


def run(folder: Path) -> None:
    frames.start()
    path = new_board(folder / "history.valueboard")
    figures = {}
    for steps in (FEW, MANY):
        _work(path, steps)
        figures[steps] = _look(folder, path)
    (opened, jumped, deaf), (few_opened, few_jumped, few_deaf) = figures[MANY], figures[FEW]
    print(
        f"history: {MANY:,} steps open in {1000 * opened:.0f} ms ({opened / few_opened:.1f} x {FEW} steps, goal 4), a"
        f" jump is shown after {1000 * jumped:.0f} ms ({jumped / few_jumped:.1f} x), deaf for {1000 * deaf:.0f} ms"
        f" at worst ({1000 * few_deaf:.0f} ms of {FEW} steps)"
    )
    _work(path, LONG)
    session = Session.open(path)
    assert session.is_long
    turns = []
    work = session.shortened()
    start = time.perf_counter()
    for _ in _timed(work, turns):
        pass
    took, last = time.perf_counter() - start, turns[-1]
    turns.sort()
    middle, most = turns[len(turns) // 2], turns[len(turns) * 99 // 100]
    print(
        f"history: {LONG:,} steps shortened to {shortening.LEFT:,} in {took:.1f} s, in {len(turns):,} turns of"
        f" {1000 * middle:.1f} ms (99 %: {1000 * most:.0f} ms), the writing {1000 * last:.0f} ms;"
        f" {len(session.timeline.moments())} versions to look at"
    )
    session.close()


def _timed(work, turns):
    while True:
        start = time.perf_counter()
        try:
            next(work)
        except StopIteration:
            return
        finally:
            turns.append(time.perf_counter() - start)
        yield


def _work(path: Path, steps: int) -> None:
    """A team works until the board has so many steps; nothing waits for the disk."""
    session = Session.open(path)
    db = session._file.connection.sound_db()
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA journal_mode=MEMORY").fetchall()
    script = Script(session)
    while session.version < steps:
        script.step()
    session.close()


def _look(folder: Path, path: Path) -> tuple[float, float, float]:
    """Seconds until the window is there, until a jump of the slider is shown (the middle one), and deaf at worst."""
    from canvas_app.ui.history.window import HistoryWindow
    from canvas_app.ui.main_window import MainWindow

    window = MainWindow(folder)
    window.show_session(Session.open(path))
    window.show()
    QApplication.processEvents()
    session = window.page.session
    start = time.perf_counter()
    box = HistoryWindow(window, session, session.board.info.id, lambda *_: None, lambda *_: None)
    box.show()
    QApplication.processEvents()
    opened = time.perf_counter() - start
    deaf = [_settle(box)]
    dice, jumps = random.Random(1), []
    for _ in range(JUMPS):
        start = time.perf_counter()
        box.walk.slider.setValue(dice.randrange(1, session.version))
        deaf += [time.perf_counter() - start, _settle(box)]
        jumps.append(time.perf_counter() - start)
    box.close()
    window.close()
    return opened, sorted(jumps)[JUMPS // 2], max(deaf)


def _settle(box) -> float:
    """The longest turn until all is shown."""
    longest = 0.0
    while not box.at_rest:
        start = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - start)
        QTest.qWait(1)
    return longest
