"""Errors of the disk in every kind of system call that a commit makes: `python -m tests.reliability.errors 200`.

A team works while strace makes every so-and-so-many-th call on the board or its journal fail. After every step the file
is read from outside: what the session calls saved must be there, and nothing that it says waits may be.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from canvas_app.app.session import Session
from tests.reliability.boards import intact, journal, new_board
from tests.reliability.workshop import Script

ROOT = Path(__file__).parents[2]
CALLS = {"pwrite64": 53, "fdatasync": 9, "unlink": 3, "openat": 4}
"""How far apart failing calls are at least: more than the calls of a commit, so that some succeed."""
WAYS = [(call, error) for error in ("EIO", "ENOSPC") for call in CALLS]
STEPS = 20
"""In one process."""
TRIES = 20
"""After the last step."""


def run(folder: Path, wanted: int, ways: int = len(WAYS)) -> dict[str, Any]:
    start = new_board(folder / "start.valueboard", 30).read_bytes()
    path = folder / "failing.valueboard"
    hit: Counter[str] = Counter()
    refused = steps = round_ = 0
    for call, error in WAYS[:ways]:
        for more in range(wanted):
            path.write_bytes(start)
            made, waited, injected = _work(path, round_, call, error, more)
            steps, refused, round_ = steps + made, refused + waited, round_ + 1
            hit.update(f"{name} {error}" for name in injected)
            if hit[f"{call} {error}"] >= wanted // ways:
                break
    return {
        "injected": sum(hit.values()),
        "by call": dict(hit),
        "steps": steps,
        "kept until the disk took them": refused,
        "wrong": 0,
    }


def _work(path: Path, seed: int, call: str, error: str, more: int) -> tuple[int, int, list[str]]:
    """Steps made, times that the disk refused one, and the calls that failed."""
    log = path.with_name("strace")
    where = [f"--trace-path={path.with_name(path.name + suffix)}" for suffix in ("", "-journal")]
    every = CALLS[call] + more
    which = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={every}+{every}"]
    child = subprocess.Popen(
        [
            "strace",
            "-f",
            "-q",
            "-o",
            log,
            *which,
            *where,
            sys.executable,
            "-m",
            __spec__.name,
            path,
            str(seed),
            "--work",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert child.stdin and child.stdout
    before, made, refused = journal(path), [], 0
    on_disk = before
    for line in child.stdout:
        op_id, *waiting = line.split()
        if op_id != "end":
            made.append(op_id)
        on_disk = journal(path)
        expected = [*before, *made][: -len(waiting) or None]
        assert on_disk == expected, f"{call} {error}: on disk is not what was said: {line}"
        refused += bool(waiting)
        child.stdin.write("go on\n")
        child.stdin.flush()
    child.stdin.close()
    assert child.wait() == 0, f"{call} {error}: it fell over"
    child.stdout.close()
    assert intact(path) == [*before, *made], f"{call} {error} {every}: some steps were never taken"
    return len(made), refused, re.findall(r"^\d+ +(\w+)\(.*INJECTED", log.read_text(), re.MULTILINE)


def work(path: Path, seed: int) -> None:
    session = Session.open(path)
    script = Script(session, seed)
    made: list[str] = []
    session.subscribe(lambda committed: made.append(committed.step.op_id))

    def say(op_id: str) -> None:
        print(op_id, *(step.op_id for step in session.unsaved), flush=True)
        sys.stdin.readline()

    for n in range(STEPS):
        script.step()
        say(made[n])
    for _ in range(TRIES):
        if session.saving.retry():
            break
    say("end")
    session.close()


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            print(json.dumps(run(Path(scratch), *map(int, sys.argv[1:]))))
