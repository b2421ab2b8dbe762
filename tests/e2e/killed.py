"""Windows in processes of their own, whose plug is pulled."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def killed_at(child: str, path: Path, enough: Callable[[str], bool] = bool) -> list[str]:
    """Has a module of this folder work on a board and kills it at the first line that is `enough`; returns its lines.

    Fails with what it says on stderr if it ends by itself.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.e2e.{child}", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if enough(lines[-1]):
            break
    process.kill()
    _, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, (lines[-3:], errors)
    return lines
