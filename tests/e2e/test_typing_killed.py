"""Somebody types without a pause, and the process is killed: at most the last second of it is lost."""

from pathlib import Path

from canvas_app.app import importing
from canvas_app.app.session import Session
from tests.e2e.killed import killed_at

LETTERS, A_SECOND = 70, 50
"""Letters come every 20 ms at the fastest, so a second holds no more than these."""


def test_typing_without_a_pause_is_written_down_while_it_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "killed.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    killed_at("typing_child", path, lambda line: int(line) >= LETTERS)
    session = Session.open(path)
    kept = session.board.notes[session.board.ranked("pains")[0]].text
    session.close()
    assert set(kept) == {"a"} and len(kept) >= LETTERS - A_SECOND
