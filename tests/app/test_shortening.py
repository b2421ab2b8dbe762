"""Boards with a very long history: with lowered numbers, so that it does not take one."""

import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from canvas_app.app import resources, shortening
from canvas_app.app.library import create_board
from canvas_app.app.restoring import restore, states
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.domain.decide_voting import PassPen, PutDot, RevealRound, StartRound
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.storage import versions
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Damaged
from canvas_app.storage.versions import digest
from tests.domain.builder import dump

MOST, LEFT = 12, 4
START, HEAD = 2, 16
CUT = HEAD - LEFT

Known = dict[int, Any]


def work(session: Session, steps: int) -> Known:
    """Many steps; the board after each."""
    known = {}
    for _ in range(steps):
        session.do(EditNote("n0", {"text": f"after {session.version}"}))
        known[session.version] = dump(session.board)
    return known


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    """A board that was worked on, and what it was after each step from the second on."""
    path = tmp_path_factory.mktemp("worked") / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    session = Session.open(path)
    session.do(AddNotes(tuple(NewNote(text=f"{n}", zone="pains", id=f"n{n}") for n in range(3))))
    known = {START: dump(session.board)}
    session.name_version("Early")
    known |= work(session, HEAD - START)
    session.close()
    return path, known


@pytest.fixture
def known(worked: tuple[Path, Known]) -> Known:
    return dict(worked[1])


@pytest.fixture
def session(worked: tuple[Path, Known], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(shortening, "MOST", MOST)
    monkeypatch.setattr(shortening, "LEFT", LEFT)
    monkeypatch.setattr(shortening, "LOOKED_AT", 7)
    monkeypatch.setattr(shortening, "SHARE", 50.0)
    shutil.copyfile(worked[0], tmp_path / "board.valueboard")
    session = Session.open(tmp_path / "board.valueboard")
    yield session
    session.close()


def shorten(session: Session) -> None:
    assert session.is_long
    for _ in session.shortened():
        pass


def undo_all(session: Session) -> int:
    count = 0
    while session.undo() is not None:
        count += 1
    return count


def execute(path: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(path, isolation_level=None)
    rows = [row[0] for row in db.execute(sql).fetchall()]
    db.close()
    return rows


def moments(session: Session) -> list[tuple[int, str]]:
    return [(moment.seq, moment.name) for moment in session.timeline.moments()]


def test_the_last_steps_stay_and_lead_from_a_version_to_the_board(session: Session, known: Known) -> None:
    shorten(session)
    assert not session.is_long and session.saved and dump(session.board) == known[HEAD]
    assert execute(session.path, "SELECT seq FROM op ORDER BY seq") == list(range(CUT + 1, HEAD + 1))
    found = check(session.path, deep=True)
    assert f"journal: 4 steps after the version of step {CUT} lead to exactly these rows" in found
    assert "versions: 1 named version and 2 older versions, as they were written" in found
    line = session.timeline
    assert (line.first, line.head) == (CUT, HEAD)
    for seq in (CUT, 15, START, HEAD, 13):
        assert dump(line.board_at(seq)) == known[seq]
    assert moments(session) == [(HEAD, ""), (CUT, ""), (START, "Early"), (1, "")]


def test_what_is_left_can_be_undone_and_done_again(session: Session, known: Known) -> None:
    session.undo()
    shorten(session)
    assert undo_all(session) == 2 and dump(session.board) == known[13]
    while session.redo() is not None:
        pass
    assert dump(session.board) == known[HEAD]
    session.do(Delete(("n1",)))
    session.close()
    check(session.path, deep=True)


def test_versions_of_the_list_stay_to_be_looked_at_and_gone_back_to(
    session: Session, known: Known, tmp_path: Path
) -> None:
    path = session.path
    known |= work(session, 8)
    shorten(session)
    assert moments(session) == [(24, ""), (20, ""), (HEAD, ""), (START, "Early"), (1, "")], "16: another sitting began"
    assert dump(session.timeline.board_at(HEAD)) == known[HEAD]
    assert session.restore(session.timeline.board_at(HEAD)) is not None
    session.undo()
    session.close()
    assert "Every step from 20 to 26 can be had by its number." in states(path)
    restore(path, "16", tmp_path / "then.valueboard")
    then = Session.open(tmp_path / "then.valueboard", read_only=True)
    assert then.board.notes["n0"].text == "after 15"
    then.close()
    for nonsense in ("15", "27", "9" * 5000):
        with pytest.raises(BadInput, match="no version"):
            restore(path, nonsense, tmp_path / "other.valueboard")


def test_a_name_that_is_taken_off_leaves_its_version_where_only_that_tells_of_it(
    session: Session, known: Known
) -> None:
    shorten(session)
    session.forget_version(START)
    assert moments(session) == [(HEAD, ""), (CUT, ""), (START, ""), (1, "")]
    assert dump(session.timeline.board_at(START)) == known[START]


def test_it_can_be_done_time_and_again(session: Session) -> None:
    shorten(session)
    work(session, 9)
    shorten(session)
    assert moments(session) == [(25, ""), (21, ""), (HEAD, ""), (CUT, ""), (START, "Early"), (1, "")]
    check(session.path, deep=True)


def test_a_vote_and_a_group_of_steps_are_not_cut_in_two(session: Session) -> None:
    session.do(StartRound(zones=("pains",), people=1, id="vote"))
    session.do(PutDot("vote", 0, "n1"))
    session.do(EditNote("n0", {"text": "meanwhile"}))
    session.do(PassPen("vote", 0))
    session.do(RevealRound("vote"))
    for n in range(3):
        session.do(EditNote("n1", {"text": f"{n}"}), group="typing")
    shorten(session)
    assert session.timeline.first == HEAD, "before the vote"
    assert undo_all(session) == 3 and session.board.notes["n0"].text == "after 15" and not session.board.rounds


def test_nothing_goes_while_a_vote_is_hidden(session: Session) -> None:
    session.do(StartRound(zones=("pains",), people=1, id="vote"))
    assert not session.is_long


def test_a_history_that_does_not_lead_to_the_board_stays(session: Session) -> None:
    session.close()
    execute(session.path, "UPDATE note SET text='flipped' WHERE id='n2'")
    again = Session.open(session.path)
    shorten(again)
    again.close()
    assert execute(session.path, "SELECT count(*) FROM op") == [HEAD]


def test_another_window_that_is_open_goes_on(session: Session, known: Known) -> None:
    other = Session.open(session.path, anyway=True)
    looking = Session.open(session.path, read_only=True)
    assert other.history.depth == HEAD - 1 and not looking.others_wrote()
    line = looking.timeline
    shorten(session)
    assert looking.others_wrote() and looking.follow() == []
    with pytest.raises(UserError, match="open the history once more"):
        line.board_at(10)
    assert dump(looking.timeline.board_at(CUT)) == known[CUT]
    other.do(Delete(("n1",)))
    other.follow()
    assert undo_all(other) == 5 and other.saved and dump(other.board) == known[CUT]
    other.close()
    looking.close()


def test_a_copy_of_a_shortened_board_is_a_sound_board_of_its_own(session: Session, tmp_path: Path) -> None:
    shorten(session)
    session.save_copy(tmp_path / "copy.valueboard")
    check(tmp_path / "copy.valueboard", deep=True)
    copy = Session.open(tmp_path / "copy.valueboard")
    assert copy.timeline.board_at(START).info.id == copy.board.info.id != session.board.info.id
    assert undo_all(copy) == 4
    copy.close()


def other_body(text: str) -> str:
    """A body that somebody has made up, with a checksum that fits."""
    body = zlib.compress(text.encode())
    return f"SET body=x'{body.hex()}', sha256='{digest(body)}'"


@pytest.mark.parametrize(
    "damage",
    [
        "SET body=x'00'",
        "SET seq=11",
        other_body("[1]"),
        other_body('{"note": {"id": "x"}}'),
        other_body('{"note": [{"id": "x"}]}'),
        other_body('{"unknown": []}'),
        pytest.param(other_body("[" * 100_000), id="deep"),
    ],
)
def test_a_version_that_the_disk_has_changed_is_told(session: Session, damage: str) -> None:
    shorten(session)
    session.close()
    execute(session.path, f"UPDATE snapshot {damage} WHERE seq={CUT}")
    again = Session.open(session.path)
    assert undo_all(again) == 4, "the last steps do without it"
    with pytest.raises(Damaged, match=f"version of step {CUT}|does not lead to step {CUT}"):
        again.timeline.board_at(CUT)
    again.close()
    with pytest.raises(Damaged):
        check(session.path, deep=True)


def test_a_stop_at_any_moment_leaves_the_old_history_or_the_new(session: Session, tmp_path: Path) -> None:
    """The file and its journal are copied where the process could be killed; every system call is in `reliability`."""
    db = session._file.connection.sound_db()
    db.execute("PRAGMA cache_size=1")  # so that the file is written to before the end
    stops: list[Path] = []

    def stop(*_: object) -> int:
        target = tmp_path / f"stop {len(stops)}.valueboard"
        for end in ("", "-journal"):
            if (beside := Path(f"{session.path}{end}")).exists():
                subprocess.run(["cp", beside, f"{target}{end}"], check=True)
        stops.append(target)
        return 0

    def begin(sql: str) -> None:
        if sql.startswith("BEGIN IMMEDIATE"):
            db.set_progress_handler(stop, 60)

    db.set_trace_callback(begin)
    shorten(session)
    db.set_progress_handler(None, 0)
    stop()
    assert any(Path(f"{path}-journal").exists() for path in stops), "in the middle of a write"
    lengths = []
    for path in stops:
        check(path, deep=True)
        lengths += execute(path, "SELECT count(*) FROM op")
    assert lengths[0] == HEAD and lengths[-1] == LEFT and set(lengths) == {HEAD, LEFT}


def test_a_version_that_unpacks_to_more_than_any_board_has_is_not_read(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten(session)
    monkeypatch.setattr(versions, "MOST", 100)
    with pytest.raises(Damaged):
        session.timeline.board_at(CUT)


def test_a_row_that_changed_is_repaired_from_version_and_steps(session: Session) -> None:
    shorten(session)
    session.close()
    execute(session.path, "UPDATE note SET text='flipped'")
    again = Session.open(session.path)
    assert again.repair([("note", "n0"), ("note", "n2")]) is not None
    assert (again.board.notes["n0"].text, again.board.notes["n2"].text) == ("after 15", "2")
    again.close()
