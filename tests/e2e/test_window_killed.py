"""Fifty edits by real events in a real process, kill -9, start again: all are there and can be undone."""

import json
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.fit import fit
from canvas_app.exchange import board_json
from canvas_app.storage.boardfile import BoardFile


def shown(session: Session) -> dict:
    return json.loads(board_json.write(session.board, fit(session.board)))


def test_fifty_edits_survive_a_kill_and_are_undone_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "killed.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    before = Session.open(path, read_only=True)
    start = shown(before)
    before.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.window_child", str(path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None and child.stderr is not None
    lines = []
    for line in child.stdout:
        lines.append(line.strip())
        if lines[-1] == "READY" or lines[-1].startswith("FAILED"):
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    errors = child.stderr.read()
    child.stdout.close()
    child.stderr.close()
    assert lines[-1:] == ["READY"], (lines[-3:], errors)

    again = Session.open(path)
    assert again.history.depth == 50
    with closing(BoardFile.open(path, read_only=True)) as file:
        assert len({entry.label for entry in file.journal.entries() if entry.kind == "do"}) >= 12
    assert shown(again)["board"]["title"].startswith("Round")
    for _ in range(50):
        assert again.undo() is not None
    assert again.history.undoable is None
    assert shown(again) == start
    for _ in range(50):
        assert again.redo() is not None
    assert again.history.redoable is None
    again.close()
