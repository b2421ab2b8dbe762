"""The board through its journal."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from canvas_app.app import resources
from canvas_app.app.library import create_board
from canvas_app.app.session import Session
from canvas_app.app.timeline import LONGEST_NAME, Moment, Timeline, thinned, tidy_name
from canvas_app.domain.commands import AddNotes, Delete, EditBoard, EditNote, NewNote, label
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_voting import StartRound
from canvas_app.domain.differences import summary
from canvas_app.domain.errors import RuleBroken
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Damaged
from tests.domain.builder import dump


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    return Session.open(path)


def test_the_board_after_every_step_whichever_way_one_walks(session: Session) -> None:
    states = {session.version: dump(session.board)}
    for n in range(6):
        session.do(AddNotes((NewNote(text=f"{n}", zone="pains", id=f"n{n}"),)))
        states[session.version] = dump(session.board)
    session.do(Delete(("n2",)))
    states[session.version] = dump(session.board)
    session.undo()
    states[session.version] = dump(session.board)
    line = session.timeline
    for seq in (8, 3, 1, 9, 2, 7, 7, 4):
        assert dump(line.board_at(seq)) == states[seq]
    assert line.board_at(99) is not session.board and dump(line.board_at(99)) == states[9]
    session.close()


def test_moments_are_what_is_named_and_where_work_ended(session: Session) -> None:
    path = session.path
    for n in range(3):
        session.do(AddNotes((NewNote(text=f"{n}", zone="pains", id=f"n{n}"),)))
    session.name_version("Before the meeting")
    session.do(Delete(("n0",)))
    session.close()
    session = Session.open(path)
    session.do(EditBoard({"title": "Renamed"}))
    moments = session.timeline.moments()
    assert [(moment.seq, moment.name) for moment in moments] == [(6, ""), (5, ""), (4, "Before the meeting"), (1, "")]
    session.forget_version(4)
    assert [moment.seq for moment in session.timeline.moments()] == [6, 5, 1]
    session.close()


def test_going_back_is_one_step_that_undo_takes_back(session: Session) -> None:
    for n in range(3):
        session.do(AddNotes((NewNote(text=f"{n}", zone="pains", id=f"n{n}"),)))
    now = dump(session.board)
    then = session.timeline.board_at(2)
    step = session.restore(then)
    assert step is not None and set(session.board.notes) == {"n0"} and session.restore(then) is None
    session.undo()
    assert dump(session.board) == now and summary(then, session.board) == ["+2 notes"]
    session.do(StartRound(zones=("pains",), people=2))
    with pytest.raises(RuleBroken, match="vote"):
        session.restore(then)
    session.close()


def test_naming_takes_over_what_another_window_has_just_written(session: Session) -> None:
    session.do(AddNotes((NewNote(text="ours", zone="pains", id="n0"),)))
    other = Session.open(session.path, anyway=True)
    other.do(EditNote("n0", {"text": "theirs"}))
    session.name_version("Both")
    session.do(EditNote("n0", {"detail": "more"}))
    note = session.board.notes["n0"]
    assert (note.text, note.detail) == ("theirs", "more") and session.saved
    (named,) = session.timeline.moments()[1:2]
    assert named.name == "Both" and session.timeline.board_at(named.seq).notes["n0"].text == "theirs"
    other.close()
    session.close()
    check(session.path, deep=True)


def test_a_named_version_that_the_disk_has_changed_is_found(session: Session) -> None:
    session.name_version("Kept")
    assert check(session.path, deep=True)[-1].startswith("versions: 1 named version")
    file = session._file
    db = file.connection.db()
    db.execute("UPDATE snapshot SET body=x'00'")
    session.close()
    with pytest.raises(Damaged, match="version Kept"):
        check(session.path, deep=True)


def test_steps_that_wait_for_the_disk_are_part_of_the_history(session: Session) -> None:
    session.do(AddNotes((NewNote(text="written", zone="pains", id="n0"),)))
    waiting = []
    states = {}
    file = session._file
    for n in range(1, 3):
        command = AddNotes((NewNote(text="waits", zone="pains", id=f"n{n}"),))
        patches = decide(session.board, command)
        step = session._step("do", label(command), patches)
        session.board.apply(session.board.check(patches))
        waiting.append(step)
        states[file.journal.head + n] = dump(session.board)
    line = Timeline(file, session.board, waiting)
    assert line.head == 4 and line.moments()[0].seq == 4
    for seq in (4, 3, 2, 3, 4):
        assert set(line.board_at(seq).notes) == {f"n{n}" for n in range(seq - 1)}
    assert dump(line.board_at(3)) == states[3]
    step3 = line.step(3)
    assert step3 is not None and step3.label == "Add note"
    session.close()


def test_the_list_stays_short_with_years_of_history() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    days = [Moment(10_000 - n, (now - timedelta(hours=3 * n)).isoformat()) for n in range(8 * 365 * 5)]
    days[4000] = Moment(days[4000].seq, days[4000].at, "Kept by name")
    kept = thinned(days, now)
    assert len(kept) < 60 and kept[:17] == days[:17], "all of two days"
    assert days[4000] in kept and kept[-1] == days[-1]
    assert kept == sorted(kept, key=lambda moment: -moment.seq)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Before   it ", "Before it"),
        ("two\nlines\tand \u202ebidi", "two lines and bidi"),
        ("x" * 500, "x" * LONGEST_NAME),
        ("\u2066\u2069", ""),
    ],
)
def test_names_of_versions_are_one_short_line(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept
