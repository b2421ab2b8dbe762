"""What a session writes down."""

from pathlib import Path

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
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
