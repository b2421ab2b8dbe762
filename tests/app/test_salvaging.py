"""What is said of a damaged board, and what of its history a salvaged one keeps."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from canvas_app.app import resources, shortening
from canvas_app.app.library import create_board
from canvas_app.app.salvaging import salvage, what_is_wrong
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.domain.errors import UserError
from canvas_app.storage.checking import check
from tests.domain.builder import dump


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("worked") / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    session = Session.open(path)
    session.do(AddNotes(tuple(NewNote(text=f"{n} " * 400, zone="pains", id=f"n{n}") for n in range(12))))
    session.name_version("Early")
    for n in range(12):
        session.do(EditNote(f"n{n}", {"text": f"edited {n}", "detail": f"step {n} " * 300}))
    session.close()
    return path


@pytest.fixture
def path(worked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(worked, tmp_path / "board.valueboard"))


def lose_steps(path: Path, which: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(f"DELETE FROM op WHERE {which}")
    db.execute("UPDATE sqlite_sequence SET seq=14 WHERE name='op'")
    db.execute("UPDATE note SET sum=0 WHERE id='n1'")
    db.close()


def salvaged(path: Path, look: Callable[[Session], None]) -> str:
    """What is said of the salvage; `look` at the new board."""
    new = path.with_name("new.valueboard")
    said = " ".join(salvage(path, new).sentences)
    check(new, deep=True)
    session = Session.open(new)
    look(session)
    session.close()
    check(new, deep=True)
    return said


def undo_all(session: Session) -> None:
    while session.undo() is not None:
        pass


def test_the_whole_history_comes_along_where_it_can_be_read(path: Path) -> None:
    db = sqlite3.connect(path)
    before = db.execute("SELECT op_id FROM op ORDER BY seq").fetchall()
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name='note'").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(data)

    def look(session: Session) -> None:
        assert session.version == len(before) == 14 and len(session.board.notes) == 12
        line = session.timeline
        assert [(moment.seq, moment.name) for moment in line.moments()] == [(14, ""), (2, "Early"), (1, "")]
        assert line.board_at(2).notes["n3"].text.startswith("3 3 3")
        undo_all(session)
        assert not session.board.notes

    assert "The history that can be read comes along, up to 14 steps." in salvaged(path, look)


def test_of_a_history_with_a_hole_what_leads_on_from_a_version_comes_along(path: Path) -> None:
    lose_steps(path, "seq=1")

    def look(session: Session) -> None:
        assert session.timeline.first == 2 and session.board.notes["n1"].text == "edited 1"
        undo_all(session)
        assert session.board.notes["n1"].text.startswith("1 1 1"), "back to the version that was named"

    salvaged(path, look)


def test_what_differs_from_the_history_that_is_left_is_a_step_of_its_own(path: Path) -> None:
    lose_steps(path, "seq>=12")

    def look(session: Session) -> None:
        assert session.history.units[-1].label == "Salvage" and session.version == 12
        assert session.board.notes["n11"].text == "edited 11"
        session.undo()
        assert session.board.notes["n11"].text.startswith("11 11")

    assert "3 of 14 steps of its history cannot be read" in salvaged(path, look)


def test_steps_that_are_lost_are_taken_from_the_newest_copy(path: Path) -> None:
    session = Session.open(path)
    session.back_up()
    session.do(Delete(("n0",)))
    now = dump(session.board)
    session.close()
    lose_steps(path, "seq BETWEEN 3 AND 9")

    def look(session: Session) -> None:
        board = dump(session.board)
        assert {key: rows for key, rows in board.items() if key != "board"} == {
            key: rows for key, rows in now.items() if key != "board"
        }
        assert session.timeline.board_at(5).notes["n2"].text == "edited 2"
        undo_all(session)
        assert not session.board.notes

    assert "cannot be read" not in salvaged(path, look)


def test_rows_that_are_newer_than_all_that_is_known_of_the_history_stay(path: Path) -> None:
    session = Session.open(path)
    session.back_up()
    session.do(EditNote("n1", {"text": "after the copy"}))
    session.do(AddNotes((NewNote(text="new", zone="gains", id="new"),)))
    session.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("DELETE FROM op")
    db.execute("DELETE FROM sqlite_sequence")
    db.close()

    def look(session: Session) -> None:
        assert session.board.notes["n1"].text == "after the copy" and "new" in session.board.notes
        assert session.history.units[-1].label == "Salvage"
        session.undo()
        assert session.board.notes["n1"].text == "edited 1", "as in the copy"

    salvaged(path, look)


def test_a_copy_with_another_past_is_passed_over(path: Path) -> None:
    session = Session.open(path)
    session.undo()
    session.back_up()
    session.close()
    other = Session.open(path)
    other.do(Delete(("n0",)))
    copy = other.back_up()
    other.close()
    lose_steps(path, "seq BETWEEN 3 AND 9")
    db = sqlite3.connect(copy, isolation_level=None)
    db.execute("UPDATE op SET op_id='another' WHERE seq=12")
    db.close()
    assert "7 of 16 steps of its history cannot be read" in salvaged(path, lambda session: None)


def test_a_shortened_board_is_salvaged_with_what_it_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortening, "MOST", 8)
    monkeypatch.setattr(shortening, "LEFT", 4)
    monkeypatch.setattr(shortening, "SHARE", 99.0)
    session = Session.open(path)
    for _ in session.shortened():
        pass
    first = session.timeline.first
    session.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE note SET text='flipped' WHERE id IN ('n2', 'n11')")
    db.execute("CREATE TABLE strange(a)")
    db.close()

    def look(session: Session) -> None:
        assert session.timeline.first == first == 10
        assert (session.board.notes["n2"].text, session.board.notes["n11"].text) == ("edited 2", "edited 11")
        assert session.timeline.board_at(2).notes["n2"].text.startswith("2 2")

    assert "cannot be read" not in salvaged(path, look)


def test_what_is_wrong_is_said_without_the_path_however_the_file_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.valueboard").touch()
    monkeypatch.chdir(tmp_path)
    for name in (Path("empty.valueboard"), tmp_path / "empty.valueboard"):
        with pytest.raises(UserError) as error:
            Session.open(name)
        assert what_is_wrong(name, error.value) == "This file is empty, not a board."
