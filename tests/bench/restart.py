"""Starting the app after it was killed in the middle of a write: from exec to the first picture of the board."""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 10
GOAL = 2.0
ROOT = Path(__file__).parents[2]
TORN = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=5")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE note SET text = text || ' torn' || hex(zeroblob(2000))")
db.execute("SELECT count(*) FROM op").fetchall()
os.kill(os.getpid(), signal.SIGKILL)
"""


def run(folder: Path) -> None:
    from tests.bench.boards import big_board  # the app in a process of its own begins without

    for notes in (30, 500, 5000):
        path = big_board(folder / f"{notes}.valueboard", notes, 0 if notes < 100 else None)
        _start(path)  # compiles what was not compiled yet; and leaves its lock behind
        walls, works, marks = [], [], []
        for _ in range(RUNS):
            torn = subprocess.run([sys.executable, "-c", TORN, str(path)])
            assert torn.returncode < 0 and path.with_name(path.name + "-journal").stat().st_size > 0
            wall, work, mark = _start(path)
            assert not path.with_name(path.name + "-journal").exists(), "nothing was rolled back"
            walls.append(wall), works.append(work), marks.append(mark)
        with sqlite3.connect(path) as db:
            assert not db.execute("SELECT count(*) FROM note WHERE text LIKE '% torn%'").fetchone()[0]
        middle = statistics.median(walls)
        print(
            f"restart: {notes:,} notes: {middle:.2f} s to the first picture, at worst {max(walls):.2f} s"
            f" (goal {GOAL:.0f}), processor time {statistics.median(works):.2f} s"
        )
        before = 0.0
        pieces = []
        for name in marks[0]:
            now = statistics.median(mark[name] for mark in marks)
            pieces.append(f"{name} {1000 * (now - before):.0f}")
            before = now
        print(f"  where it goes, in ms: {', '.join(pieces)}")


def _start(path: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds from exec to the first picture, of them processor time, and the time from exec to each stage."""
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", __name__, str(path), str(began)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=surroundings,
        text=True,
    )
    assert child.stdout is not None
    up = json.loads(child.stdout.readline())
    child.kill()
    child.stdout.close()
    child.wait()
    marks: dict[str, float] = up["marks"]
    return list(marks.values())[-1], up["work"], marks


def child(path: Path, began: float) -> None:
    """As `canvas-app BOARD`, with the time looked at on the way."""
    marks = {"Python": time.monotonic() - began}
    from canvas_app.ui import application

    marks["our modules and Qt's"] = time.monotonic() - began

    def marked(owner: object, name: str, stage: str) -> None:
        act = getattr(owner, name)

        def timed(*arguments: object, **named: object) -> object:
            result = act(*arguments, **named)
            marks[stage] = time.monotonic() - began
            return result

        setattr(owner, name, timed)

    marked(application, "dress", "application and fonts")
    marked(application.Session, "open", "file, checks, rows")
    marked(application, "MainWindow", "window")
    make = application.make_window

    def made(board: Path | None, library: Path | None) -> object:
        from PySide6.QtCore import QEvent, QObject, QTimer

        app, window = make(board, library)
        marks["page and scene"] = time.monotonic() - began
        assert window.page is not None

        class Probe(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    QTimer.singleShot(0, self, self.painted)
                return False

            def painted(self) -> None:
                if "picture" not in marks:
                    marks["picture"] = time.monotonic() - began
                    up = {"marks": marks, "work": time.process_time()}
                    print(json.dumps(up), flush=True)

        window.probe = Probe(window)
        window.page.view.viewport().installEventFilter(window.probe)
        return app, window

    application.make_window = made  # type: ignore[assignment]
    application.run_window(path, path.parent)


if __name__ == "__main__":
    child(Path(sys.argv[1]), float(sys.argv[2]))
