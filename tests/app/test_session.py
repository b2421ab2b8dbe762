"""What a session writes down."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from canvas_app.app import importing, resources
from canvas_app.app.library import create_board
from canvas_app.app.locks import BoardLock
from canvas_app.app.session import Session, now
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, EditBoard, EditNote, NewNote
from canvas_app.domain.decide import decide
from canvas_app.domain.errors import BadInput
from canvas_app.domain.history import Step
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, RecordStint
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import ForeignChange


def started(path: Path) -> Session:
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    return Session.open(path)


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


# a disk that does not take it


@pytest.fixture
def gone(tmp_path: Path) -> Iterator[tuple[Session, Path]]:
    """A session whose file has gone away, with two steps that wait for it; and where the file is now."""
    path = tmp_path / "here.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="on disk", zone="pains", id="a"),)))
    away = path.rename(tmp_path / "away.valueboard")
    session.do(AddNotes((NewNote(text="waits", zone="pains", id="b"),)))
    session.do(EditBoard({"title": "Waits too"}))
    yield session, away
    session.close()


def texts(path: Path) -> tuple[str, set[str]]:
    session = Session.open(path, read_only=True)
    try:
        return session.board.info.title, {note.text for note in session.board.notes.values()}
    finally:
        session.close()


def test_what_the_disk_does_not_take_stays_on_the_board_until_it_does(gone: tuple[Session, Path]) -> None:
    session, away = gone
    told: list[bool] = []
    session.on_trouble = lambda: told.append(session.saved)
    assert not session.saved and len(session.unsaved) == 2 and "moved" in str(session.trouble)
    assert session.board.notes["b"].text == "waits" and session.board.info.title == "Waits too"
    assert not session.retry() and texts(away) == ("Board", {"on disk"})
    away.rename(session.path)
    session.undo()
    assert session.saved and session.trouble is None and told == [False, True]
    assert texts(session.path) == ("Board", {"on disk", "waits"})


def test_a_copy_elsewhere_has_what_waits_and_its_history(gone: tuple[Session, Path], tmp_path: Path) -> None:
    session, _ = gone
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Waits too", {"on disk", "waits"})
    copy = Session.open(tmp_path / "copy.valueboard")
    assert copy.board.info.id != session.board.info.id
    for _ in range(3):
        copy.undo()
    assert not copy.board.notes
    copy.close()


def test_a_copy_is_made_of_the_board_where_its_file_cannot_be_read(gone: tuple[Session, Path], tmp_path: Path) -> None:
    session, away = gone
    with open(away, "r+b") as file:
        file.truncate(0)
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Waits too", {"on disk", "waits"})


def test_what_another_program_wrote_is_read_and_what_waits_goes_on_top(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"), NewNote(text="b", zone="pains", id="b"))))
    other = BoardFile.open(path)
    board = Board(other.load())
    patches = decide(board, EditNote("a", {"text": "theirs"}))
    other.append(
        Step(op_id="o" * 32, session="other", at=now(), label="Edit", patches=tuple(patches)), board.check(patches)
    )
    other.close()
    session.do(EditNote("a", {"text": "mine"}))
    session.do(EditNote("b", {"text": "mine too"}))
    assert isinstance(session.trouble, ForeignChange) and not session.retry()
    (lost,) = session.reload()
    assert lost.patches[0].after == {"text": "mine"} and session.saved
    assert texts(path)[1] == {"theirs", "mine too"}
    session.undo()
    assert session.board.notes["b"].text == "b"
    session.close()
