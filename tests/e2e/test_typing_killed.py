"""Somebody types without a pause, and the process is killed: at most the last second of it is lost."""

import signal
import subprocess
import sys
from pathlib import Path

from canvas_app.app import importing
from canvas_app.app.session import Session

LETTERS, A_SECOND = 70, 50
"""Letters come every 20 ms at the fastest, so a second holds no more than these."""


def test_typing_without_a_pause_is_written_down_while_it_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "killed.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.typing_child", str(path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= LETTERS:
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    session = Session.open(path)
    kept = session.board.notes[session.board.ranked("pains")[0]].text
    session.close()
    assert set(kept) == {"a"} and len(kept) >= LETTERS - A_SECOND
