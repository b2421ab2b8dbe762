"""Rows that the disk or another program changed: repaired, or taken into the history before an edit hides them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from canvas_app.app import resources
from canvas_app.app.library import create_board
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, MoveNotes, NewNote
from canvas_app.domain.errors import RuleBroken
from canvas_app.storage.checking import check
from tests.effort import calls

FLIPPED = ("note", "n0")


@pytest.fixture(params=["looked over", "not yet"])
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A board of which a note was changed by another program."""
    path = tmp_path / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    session = Session.open(path)
    session.do(AddNotes(tuple(NewNote(text="as written", zone="pains", id=f"n{n}") for n in range(3))))
    session.do(MoveNotes(("n0", "n1"), 1, 1))
    session.close()
    db = sqlite3.connect(path)
    db.execute("UPDATE note SET text='flipped', colour='green' WHERE id='n0'")
    db.commit()
    db.close()
    session = Session.open(path)
    if request.param == "looked over":
        assert [key for key in session.looked_over() if key] == [FLIPPED]
    yield session
    session.close()
    check(path, deep=True)


def texts(session: Session) -> list[str]:
    return [note.text for note in session.board.notes.values()]


def labels(session: Session) -> list[str]:
    return [unit.label for unit in session.history.units]


def test_an_edit_of_such_a_row_first_notes_what_became_of_it(session: Session) -> None:
    session.do(EditNote("n0", {"detail": "more"}))
    assert labels(session)[-2:] == ["Changed outside Value Canvas", "Edit note"]
    assert texts(session)[0] == "flipped" and session.saved
    check(session.path, deep=True)
    assert session.undo() is not None and session.undo() is not None
    assert texts(session) == ["as written"] * 3


def test_repair_puts_back_what_an_edit_has_left(session: Session) -> None:
    session.do(EditNote("n0", {"text": "typed since"}))
    session.do(EditNote("n1", {"detail": "another"}))
    step = session.repair([FLIPPED])
    assert step is not None and (texts(session)[0], session.board.notes["n0"].colour) == ("typed since", "")
    assert session.repair([FLIPPED]) is None
    session.undo()
    assert session.board.notes["n0"].colour == "green"


def test_repair_before_an_edit(session: Session) -> None:
    assert session.repair([FLIPPED]) is not None
    assert texts(session) == ["as written"] * 3
    session.do(EditNote("n0", {"detail": "more"}))
    assert labels(session)[-3:] == ["Changed outside Value Canvas", "Repair", "Edit note"]


def test_a_deleted_row_comes_back_as_it_was_before_the_change(session: Session) -> None:
    session.do(Delete(("n0",)))
    session.undo()
    assert sorted(texts(session)) == ["as written", "as written", "flipped"]
    session.undo()
    assert texts(session) == ["as written"] * 3


def test_undo_asks_for_the_repair_first(session: Session) -> None:
    with pytest.raises(RuleBroken, match="Board > Repair"):
        session.undo()
    session.repair([FLIPPED])
    while session.undo() is not None:
        pass
    assert not session.board.notes


def test_other_rows_are_edited_as_ever(session: Session) -> None:
    session.do(EditNote("n1", {"text": "typed"}))
    assert labels(session) == ["Add 3 notes", "Move 2 notes", "Edit text"]
    session.repair([FLIPPED])


def test_what_was_noted_of_one_version_is_not_put_into_another(session: Session) -> None:
    session.save_copy(session.path.with_name("before.valueboard"))
    session.do(EditNote("n0", {"detail": "more"}))
    session.path.write_bytes(session.path.with_name("before.valueboard").read_bytes())
    other = Session.open(session.path, anyway=True)
    other.repair([FLIPPED])
    other.do(EditNote("n0", {"text": "flipped", "colour": "green"}))
    other.close()
    session.do(EditNote("n1", {"detail": "waits"}))
    session.reload()
    assert session.repair([FLIPPED]) is None and texts(session)[0] == "flipped"


def test_what_is_right_by_now_is_not_looked_up_in_the_history_with_every_edit(tmp_path: Path) -> None:
    path = tmp_path / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    session = Session.open(path)
    session.do(AddNotes(tuple(NewNote(text="as written", zone="pains", id=f"n{n}") for n in range(2))))
    for n in range(40):
        session.do(EditNote("n1", {"detail": f"{n}"}))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE note SET sum=sum+1 WHERE id='n0'")
    assert [key for key in session.looked_over() if key] == [FLIPPED]
    session.do(EditNote("n0", {"detail": "once"}))
    usual = calls(partial(session.do, EditNote("n1", {"detail": "more"})))
    assert calls(partial(session.do, EditNote("n0", {"detail": "more"}))) < 1.5 * usual
    session.close()
    check(path, deep=True)
