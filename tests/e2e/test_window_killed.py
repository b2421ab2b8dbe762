"""Fifty edits by real events in a real process, kill -9, start again: all are there and can be undone."""

import json
from contextlib import closing
from pathlib import Path

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.fit import fit
from canvas_app.exchange import board_json
from canvas_app.storage.boardfile import BoardFile
from tests.e2e.killed import killed_at


def shown(session: Session) -> dict:
    return json.loads(board_json.write(session.board, fit(session.board)))


def test_fifty_edits_survive_a_kill_and_are_undone_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "killed.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    before = Session.open(path, read_only=True)
    start = shown(before)
    before.close()
    assert killed_at("window_child", path, lambda line: not line.isdigit())[-1] == "READY"

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
