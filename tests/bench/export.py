"""How long the export window keeps a person waiting while it makes the pages of a large board beside itself.

A timer of the window beats every 2 ms; the longest pause between two beats is what a key or a click would have waited.
The same without any work beside it says how busy the machine is.
"""

import time
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEventLoop, QTimer

from canvas_app.app import exporting
from canvas_app.app.exporting import PdfOptions
from canvas_app.app.session import Session
from canvas_app.export.pdf.read_back import Promise, read_back
from canvas_app.ui.export.kinds import Snapshot
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.export.worker import Worker
from tests.bench.boards import big_board
from tests.bench.frames import start

COUNT = 3000
BEAT = 2
GOAL, READ_GOAL = 50, 500
LONGEST = 120.0


class Heart(QTimer):
    """Beats until `enough` says so."""

    def __init__(self, enough: object):
        super().__init__()
        self._enough, self._loop = enough, QEventLoop()
        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self.setInterval(BEAT)
        self.timeout.connect(self._beat)

    def run(self) -> list[float]:
        """Milliseconds between beats, the longest first."""
        self._last = time.perf_counter()
        self.start()
        self._loop.exec()
        self.stop()
        return sorted(self.pauses, reverse=True)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1000)
        self._last = now
        assert callable(self._enough)
        if self._enough():
            self._loop.quit()


def run(folder: Path) -> None:
    start()
    session = Session.open(big_board(folder / "export.valueboard", COUNT))
    snapshot = Snapshot(session.board.copy(), session.changed_at, session.version)
    begun = time.perf_counter()
    box = ExportWindow(None, snapshot, session.path, {"kind": "report"})
    box.show()
    opened = time.perf_counter() - begun
    begun = time.perf_counter()
    pauses = Heart(lambda: (box.ready and box.pages.preview.complete) or time.perf_counter() - begun > LONGEST).run()
    took, idle_from = time.perf_counter() - begun, time.perf_counter()
    idle = Heart(lambda: time.perf_counter() - idle_from > took).run()
    print(
        f"export: {COUNT:,} notes, {box.pages.summary.text()} Window in {opened * 1000:.0f} ms, pages in {took:.1f} s; "
        f"longest pause {pauses[0]:.0f} ms (goal {GOAL}), then {pauses[1]:.0f} and {pauses[2]:.0f}; "
        f"with nothing beside it {idle[0]:.0f}, {idle[1]:.0f} and {idle[2]:.0f}"
    )
    box.reject()
    Worker.wait_for_all()
    made = exporting.make(snapshot.board, ".pdf", PdfOptions(), attach=False)
    begun = time.process_time()
    read_back(made.data, cast(Promise, made.promise))
    print(f"export: read back in {(time.process_time() - begun) * 1000:.0f} ms (goal {READ_GOAL})")
    session.close()
