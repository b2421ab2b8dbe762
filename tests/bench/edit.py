"""One durable edit, against a bare sqlite3 commit with the same pragmas."""

import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from canvas_app.app.session import Session
from canvas_app.domain.commands import EditNote, MoveNotes
from tests.bench.boards import big_board

ROUNDS = 400


def run(folder: Path) -> None:
    for count in (100, 5000):
        session = Session.open(big_board(folder / f"edit-{count}.valueboard", count))
        bare = _bare(folder / f"bare-{count}.db", count)

        def text(n: int, session: Session = session, count: int = count) -> None:
            session.do(EditNote(f"n{n % count}", {"text": f"Edit number {n}"}))

        def move(n: int, session: Session = session, count: int = count) -> None:
            session.do(MoveNotes((f"n{n % count}",), 1.0, 0.0))

        floor, edit, drag = _interleaved(bare, text, move)
        print(
            f"edit: {count:,} notes: text {edit / floor:.2f} x, move {drag / floor:.2f} x of a bare commit (goal 1.5)"
        )
        session.close()


def _bare(path: Path, count: int) -> Callable[[int], None]:
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON", "page_size=4096"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE note (n INTEGER PRIMARY KEY, id TEXT UNIQUE, text TEXT)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO note VALUES (?, ?, ?)", [(n, f"n{n}", "word " * 30) for n in range(count)])
    db.execute("COMMIT")

    def commit(n: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE note SET text=? WHERE id=?", (f"Edit number {n}", f"n{n % count}"))
        db.execute("COMMIT")

    return commit


def _interleaved(*works: Callable[[int], None]) -> list[float]:
    """Median seconds of each, measured turn by turn so that a slow moment hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for n in range(ROUNDS):
        for work, row in zip(works, times, strict=True):
            start = time.perf_counter()
            work(n)
            row.append(time.perf_counter() - start)
    return [statistics.median(row) for row in times]
