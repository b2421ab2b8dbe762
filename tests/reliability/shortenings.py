"""Kills and errors at the system calls that shorten a long history: `python -m tests.reliability.shortenings 1`.

The number says which of the calls are hit: each one, or every so-and-so-many-th. The board has its old history
afterwards or its new one, and opens, replays and shows its oldest version with both.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from canvas_app.app import shortening
from canvas_app.app.session import Session
from canvas_app.storage.errors import NotSaved
from tests.reliability.boards import intact, journal, new_board

ROOT = Path(__file__).parents[2]
CALLS = ("pwrite64", "fdatasync", "unlink")
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
STEPS, LEFT = 200, 50


def run(folder: Path, every: int, faults: int = len(FAULTS)) -> dict[str, Any]:
    start = new_board(folder / "start.valueboard", STEPS)
    path = folder / "shortened.valueboard"
    before, content = journal(start), start.read_bytes()
    found: Counter[str] = Counter()
    for fault in FAULTS[:faults]:
        for call in CALLS:
            for nth in range(1, 10_000, every):
                path.write_bytes(content)
                if not _hit(path, call, fault, nth):
                    break
                found["in the middle of a write"] += path.with_name(f"{path.name}-journal").exists()
                after = intact(path)
                old = after[:STEPS] == before[:STEPS]  # an error is followed by two more steps
                assert old or (after == before[-len(after) :] and LEFT <= len(after) < STEPS), f"{call} {fault} {nth}"
                session = Session.open(path, read_only=True)
                oldest = session.timeline.moments()[-1].seq
                assert oldest == 1 and session.timeline.board_at(oldest).info.title == "Workshop"
                session.close()
                found["old" if old else "new"] += 1
    return {"hit": found["old"] + found["new"], **found}


def _hit(path: Path, call: str, fault: str, nth: int) -> bool:
    """Whether there was such a call."""
    log = path.with_name("strace")
    where = [f"--trace-path={path.with_name(path.name + suffix)}" for suffix in ("", "-journal")]
    which = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"]
    command = ["strace", "-f", "-q", "-o", log, *which, *where, sys.executable, "-m", __spec__.name, path, "--work"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment)
    assert done.returncode in (0, -signal.SIGKILL, 128 + signal.SIGKILL), f"{call} {fault} {nth}: it fell over"
    return done.returncode != 0 or "INJECTED" in log.read_text()


def work(path: Path) -> None:
    shortening.MOST, shortening.LEFT, shortening.SHARE = STEPS // 2, LEFT, 50.0
    session = Session.open(path)
    assert session.is_long
    try:
        for _ in session.shortened():
            pass
    except NotSaved:
        assert session.undo() is not None, "the board goes on"
        session.redo()
    session.close()


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            print(json.dumps(run(Path(scratch), *map(int, sys.argv[1:]))))
