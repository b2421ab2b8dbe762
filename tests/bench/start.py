"""Start to first painted board, against a bare PySide6 window."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.boards import big_board

RUNS = 7


def run(folder: Path) -> None:
    from canvas_app.app import importing

    sample = folder / "sample.valueboard"
    importing.create_sample(sample, "loyalty-app").close()
    boards = {"sample": sample, "1,000 notes": big_board(folder / "start.valueboard", 1000)}
    _time("bare"), _time("app", str(sample))  # compiles what was not compiled yet
    bare, ours = [], {name: [] for name in boards}
    for _ in range(RUNS):
        bare.append(_time("bare"))
        for name, path in boards.items():
            ours[name].append(_time("app", str(path)))
    floor = statistics.median(bare)
    print(f"start: bare window {floor * 1000:.0f} ms")
    for name, times in ours.items():
        print(f"start: {name}: {statistics.median(times) / floor:.2f} x (goal 4, aim 2.5)")


def _time(*arguments: str) -> float:
    child = [sys.executable, str(Path(__file__).with_name("start_child.py")), *arguments]
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        child, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2], env=surroundings
    )
    return float(done.stdout.split()[-1])
