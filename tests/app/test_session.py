"""What a session writes down."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.locks import BoardLock
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.errors import BadInput
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, RecordStint


def test_what_is_only_noted_down_is_kept_and_undo_passes_it_by(tmp_path: Path) -> None:
    path = tmp_path / "Board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    session.do(AddNotes((NewNote(zone="pains", id="new"),)))
    session.record(BeginSitting("2026-01-02T09:00:00.000Z", id="w"))
    session.undo()
    session.record(RecordStint("w", 3, 60.0))
    assert session.history.redoable is not None
    session.close()
    session = Session.open(path)
    assert "new" not in session.board.notes and "w" in session.board.sittings
    session.redo()
    assert "new" in session.board.notes and len(session.board.stints) == 1
    session.close()


def test_what_is_noted_down_meanwhile_is_not_written_over_by_redo(tmp_path: Path) -> None:
    path = tmp_path / "Board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    session.record(BeginSitting("2026-01-02T09:00:00.000Z", id="w"))
    session.do(DeleteSittings(("w",)))
    session.undo()
    session.record(RecordStint("w", 3, 60.0))
    assert session.redo() is None and "w" in session.board.sittings
    session.close()
    session = Session.open(path)
    assert session.redo() is None and "w" in session.board.sittings
    session.close()


def test_a_board_whose_canvas_cannot_be_used_is_refused_by_name_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "Board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE canvas SET definition = replace(definition, 'at-least', 'at-most')")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(BadInput, match=r"Board\.valueboard: the canvas .* step 3: done has no rule 'at-most'"):
            Session.open(path, read_only)
    assert path.read_bytes() == before
    BoardLock.acquire(path).release()
