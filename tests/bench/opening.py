"""Opening a large board: the first frame beside reading and validating its rows, and the memory that a note takes."""

import gc
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.storage.boardfile import BoardFile
from tests.bench import frames
from tests.bench.boards import big_board

NOTES, LINKS = 10_000, 2_500
ROUNDS = 5
MEMORY_GOAL = 6.0
"""KiB a note."""


def run(folder: Path) -> None:
    frames.start()
    from canvas_app.ui.main_window import MainWindow

    path = big_board(folder / "opening.valueboard", NOTES, LINKS)
    ratios, reads, firsts = [], [], []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        file = BoardFile.open(path, read_only=True)
        Board(file.load())
        read = time.perf_counter() - start
        file.close()
        window = MainWindow(folder)
        window.resize(*frames.SIZE)
        window.show()
        QApplication.processEvents()
        gc.collect()
        start = time.perf_counter()
        window.show_session(Session.open(path))
        window.page.view.viewport().repaint()
        first = time.perf_counter() - start
        window.close()
        window.deleteLater()
        QApplication.processEvents()
        ratios.append(first / read)
        reads.append(read)
        firsts.append(first)
    middle = sorted(ratios)[ROUNDS // 2]
    print(
        f"opening: {NOTES:,} notes, {LINKS:,} links: first frame {1000 * min(firsts):.0f} ms, reading and validating "
        f"{1000 * min(reads):.0f} ms: {middle:.1f} x (goal 4)"
    )
    empty, full = _resident(big_board(folder / "empty.valueboard", 0, 0)), _resident(path)
    opened, near = ((b - a) / NOTES for a, b in zip(empty, full, strict=True))
    print(
        f"memory: {opened:.1f} KiB a note above an empty board (goal {MEMORY_GOAL:.0f}), {near:.1f} KiB with the "
        "pictures of a window full of notes at 100 %"
    )


def _resident(path: Path) -> list[float]:
    """KiB that a process holds with this board in a window, painted in full: as opened, and at 100 %."""
    code = f"import tests.bench.opening as o; o.hold({str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def hold(path: str) -> None:
    application = frames.start()
    from canvas_app.ui.main_window import MainWindow

    window = MainWindow(Path(path).parent)
    window.resize(*frames.SIZE)
    window.show_session(Session.open(Path(path)))
    window.show()
    for _ in range(2):
        frames.settle(application, window.page.view)
        status = Path("/proc/self/status").read_text()
        print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))
        window.page.view.zoom_to(1.0)
