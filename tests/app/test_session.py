"""What a session writes down."""

import getpass
import json
import platform
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from canvas_app.app import importing, resources
from canvas_app.app import session as session_module
from canvas_app.app.backups import backups_of
from canvas_app.app.library import create_board
from canvas_app.app.locks import BoardHeld, BoardLock, is_free, lock_path
from canvas_app.app.session import OTHERS, Session, now
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Delete,
    EditBoard,
    EditNote,
    MoveStatement,
    NewNote,
    RankNote,
)
from canvas_app.domain.decide import decide
from canvas_app.domain.entities import Part
from canvas_app.domain.errors import BadInput, RuleBroken
from canvas_app.domain.history import Step
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, RecordStint
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import CannotOpen, ForeignChange


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
        with pytest.raises(BadInput, match=r"Board\.valueboard: .* \(the canvas .* step 3: done has no rule 'at-most'"):
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
    session.saving.on_trouble = lambda: told.append(session.saved)
    assert not session.saved and len(session.unsaved) == 2 and "moved" in str(session.saving.trouble)
    assert session.board.notes["b"].text == "waits" and session.board.info.title == "Waits too"
    assert not session.saving.retry() and texts(away) == ("Board", {"on disk"})
    away.rename(session.path)
    session.undo()
    assert session.saved and session.saving.trouble is None and told == [False, True]
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


def test_a_copy_is_made_of_the_board_where_its_file_would_not_take_what_waits(
    gone: tuple[Session, Path], tmp_path: Path
) -> None:
    session, away = gone
    session.do(
        EditNote(next(note.id for note in session.board.notes.values() if note.text == "on disk"), {"text": "x"})
    )
    with closing(sqlite3.connect(away)) as db, db:
        db.execute("DELETE FROM note WHERE text='on disk'")
    away.rename(session.path)
    assert not session.saving.retry() and "refused" in str(session.saving.trouble)
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Waits too", {"x", "waits"})


def test_a_copy_is_made_of_the_board_where_its_file_cannot_be_read(gone: tuple[Session, Path], tmp_path: Path) -> None:
    session, away = gone
    with open(away, "r+b") as file:
        file.truncate(0)
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Waits too", {"on disk", "waits"})


def test_a_copy_is_made_of_the_board_where_another_program_wrote_meanwhile(
    gone: tuple[Session, Path], tmp_path: Path
) -> None:
    session, away = gone
    session.do(EditNote("a", {"text": "mine"}))
    theirs = Session.open(away, anyway=True)
    theirs.do(Delete(("a",)))
    theirs.close()
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Waits too", {"mine", "waits"})
    check(tmp_path / "copy.valueboard", deep=True)


def test_a_copy_is_made_of_the_board_where_another_one_was_written_over_its_file(tmp_path: Path) -> None:
    path, other = tmp_path / "here.valueboard", tmp_path / "other.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="mine", zone="pains"),)))
    started(other).close()
    path.write_bytes(other.read_bytes())
    session.save_copy(tmp_path / "copy.valueboard")
    assert texts(tmp_path / "copy.valueboard") == ("Board", {"mine"})
    with pytest.raises(ForeignChange):
        session.back_up()
    session.close()


@pytest.mark.parametrize("waits", [False, True])
def test_what_two_windows_put_at_the_same_place_of_a_list_gets_a_place_each(tmp_path: Path, waits: bool) -> None:
    path = tmp_path / "shared.valueboard"
    ours = started(path)
    ours.do(AddNotes(tuple(NewNote(zone="pains", id=name) for name in "abc")))
    theirs = Session.open(path, anyway=True)
    if waits:
        path.rename(tmp_path / "away.valueboard")
    for session, note in ((ours, "b"),) if waits else ((theirs, "a"), (ours, "b")):
        session.do(RankNote(note, 0))
        session.do(AddStatement((Part(text=note),)))
    if waits:
        (tmp_path / "away.valueboard").rename(path)
        theirs.do(RankNote("a", 0))
        theirs.do(AddStatement((Part(text="a"),)))
        assert not ours.saving.retry() and ours.reload() == []
    assert ours.saved and [row.text for row in ours.board.statements] == ["a", "b"]
    assert ours.board.ranked("pains") == ("a", "b")
    check(path, deep=True)
    ours.do(RankNote("c", 1))
    ours.do(MoveStatement(ours.board.statements[1].id, 0))
    assert ours.board.ranked("pains") == ("a", "c", "b")
    for session in (ours, theirs):
        session.close()
    check(path, deep=True)


def test_what_is_noted_down_is_kept_and_told_where_the_file_does_not_hold_what_was_undone(tmp_path: Path) -> None:
    path, other = tmp_path / "here.valueboard", tmp_path / "other.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="mine", zone="pains"),)))
    session.close()
    session = Session.open(path)
    session.undo()
    started(other).close()
    path.write_bytes(other.read_bytes())
    told: list[str] = []
    session.subscribe(lambda commit: told.append(commit.step.label))
    session.record(BeginSitting("2026-01-02T09:00:00.000Z", id="w"))
    assert told == ["Begin workshop"] and "w" in session.board.sittings and session.saving.conflict
    assert session.redo() is None
    session.close()


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
    assert isinstance(session.saving.trouble, ForeignChange) and not session.saving.retry()
    assert session.reload() == [] and session.saved
    assert texts(path)[1] == {"mine", "mine too"}
    session.undo()
    session.undo()
    assert texts(path)[1] == {"theirs", "b"}
    session.close()


def other_window(path: Path) -> Session:
    return Session.open(path, anyway=True)


def test_two_windows_that_write_elsewhere_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"),)))
    other = other_window(path)
    heard: list[str] = []
    session.subscribe(lambda commit: heard.append(commit.origin))
    other.do(AddNotes((NewNote(text="theirs", zone="gains", id="b"),)))
    session.do(EditNote("a", {"text": "mine"}), origin="mine")
    assert session.saved and session.saving.trouble is None and heard == [OTHERS, "mine"]
    assert other.others_wrote() and [step.label for step in other.follow()] == ["Edit text"]
    assert not other.others_wrote() and not other.follow()
    assert session.board.notes == other.board.notes and texts(path)[1] == {"mine", "theirs"}
    other.close()
    assert lock_path(path).exists(), "the first window holds it still"
    session.close()
    assert not lock_path(path).exists()


def test_what_a_window_did_to_a_note_that_is_gone_by_now_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"),)))
    other = other_window(path)
    other.do(Delete(("a",)))
    session.do(EditNote("a", {"text": "mine"}))
    assert session.saving.conflict and session.board.notes["a"].text == "mine"
    session.save_copy(tmp_path / "copy.valueboard")
    (lost,) = session.reload()
    assert lost.patches[0].after == {"text": "mine"} and session.saved and not session.board.notes
    assert texts(tmp_path / "copy.valueboard")[1] == {"mine"}, "a copy is of what was in sight"
    other.close()
    session.close()


def test_all_that_waits_goes_on_top_also_where_theirs_grows_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    notes = (NewNote(text="a", zone="pains", id="a"), NewNote(text="r", zone="relievers", id="r"))
    session.do(AddNotes(notes))
    other = other_window(path)
    away = path.rename(path.with_name("away"))
    session.do(AddLink("r", "a"))
    session.do(EditNote("a", {"text": "mine"}))
    away.rename(path)
    other.do(EditNote("a", {"detail": "theirs"}))
    assert not session.saving.retry() and session.saving.conflict
    session.saving.on_trouble = lambda: other.do(Delete(("r",))) if "r" in other.board.notes else None
    (lost,) = session.reload()
    assert lost.label == "Link" and session.saved and not session.board.links
    assert texts(path)[1] == {"mine"}
    other.close()
    session.close()


def test_what_was_in_sight_is_put_aside_before_theirs_is_loaded_whatever_the_trouble_was_last(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="mine", zone="pains", id="a"),)))
    other = other_window(path)
    other.do(Delete(("a",)))
    other.close()
    assert not session.saving.conflict and session.reload() == [] and not session.board.notes
    (aside,) = backups_of(session.board.info.id)
    assert texts(aside.path)[1] == {"mine"}
    session.close()


def test_another_version_under_the_board_is_noticed_and_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.save_copy(tmp_path / "old.valueboard")
    old = (tmp_path / "old.valueboard").read_bytes()
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"),)))
    with open(path, "r+b") as file:
        file.write(old)
        file.truncate()
    assert session.others_wrote()
    with pytest.raises(ForeignChange, match="another version"):
        session.follow()
    assert set(session.board.notes) == {"a"}
    session.close()
    assert path.read_bytes() == old


def test_the_history_of_a_board_is_not_lost_with_its_file(tmp_path: Path) -> None:
    path, copy = tmp_path / "both.valueboard", tmp_path / "copy.valueboard"
    session = started(path)
    session.save_copy(tmp_path / "old.valueboard")
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"),)))
    (tmp_path / "old.valueboard").replace(path)
    with pytest.raises(CannotOpen, match="moved or replaced"):
        session.others_wrote()
    session.saving.look_round()
    assert session.saving.moved
    session.save_copy(copy)
    session.close()
    kept = Session.open(copy)
    assert kept.undo() is not None and not kept.board.notes
    kept.close()


@pytest.mark.parametrize("content", ["garbage {", '{"user": 3}', "[" * 3000, "elsewhere"])
def test_a_lock_that_does_not_tell_whether_somebody_is_there_is_asked_about(tmp_path: Path, content: str) -> None:
    path = tmp_path / "Board.valueboard"
    started(path).close()
    since = datetime(2026, 1, 2, 9, tzinfo=UTC)
    if content == "elsewhere":
        content = json.dumps({"host": "far away", "pid": 1, "user": "Ann", "since": since.isoformat()})
    lock_path(path).write_text(content)
    with pytest.raises(BoardHeld) as caught:
        Session.open(path)
    held = caught.value
    assert lock_path(path).read_text() == content and not held.holder.held and not is_free(path)
    if "Ann" in content:
        assert held.holder.name == "Ann on far away" and held.holder.since == since
    session = Session.open(path, anyway=True)
    with pytest.raises(BoardHeld) as caught:
        Session.open(path)
    assert caught.value.holder.held and caught.value.holder.name == getpass.getuser()
    session.close()
    Session.open(path).close()


@pytest.mark.parametrize("content", ["", json.dumps({"host": platform.node(), "pid": 2**22 + 1, "user": "Ann"})])
def test_a_lock_that_was_left_over_here_is_not_asked_about(tmp_path: Path, content: str) -> None:
    path = tmp_path / "Board.valueboard"
    started(path).close()
    lock_path(path).write_text(content)
    assert is_free(path)
    Session.open(path).close()
    assert not lock_path(path).exists()


def test_somebody_who_only_looks_whether_a_board_is_free_does_not_keep_others_out(tmp_path: Path) -> None:
    path = tmp_path / "Board.valueboard"
    started(path).close()
    look = FileLock(lock_path(path), thread_local=False)
    look.acquire()
    end = threading.Timer(0.03, look.release)
    end.start()
    Session.open(path).close()
    end.join()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_lock_that_cannot_be_made_is_done_without(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "Board.valueboard"
    started(path).close()
    victim = tmp_path / "victim"
    victim.write_text("kept")
    if kind == "folder":
        lock_path(path).mkdir()
    else:
        lock_path(path).symlink_to(victim)
    session = Session.open(path)
    session.do(AddNotes((NewNote(text="a", zone="pains"),)))
    session.close()
    assert texts(path)[1] == {"a"} and victim.read_text() == "kept"


def test_a_file_that_was_renamed_is_found_and_gone_on_with(tmp_path: Path) -> None:
    path, new = tmp_path / "old name.valueboard", tmp_path / "new name.valueboard"
    session = started(path)
    path.rename(new)
    session.saving.look_round()
    assert (
        session.saved
        and session.saving.moved
        and session.saving.moved_to == new
        and "called new name.valueboard" in str(session.saving.trouble)
    )
    session.do(AddNotes((NewNote(text="late", zone="pains"),)))
    assert not session.saved
    session.go_on_at(new)
    assert session.saved and session.saving.trouble is None and session.path == new
    session.do(AddNotes((NewNote(text="later", zone="pains"),)))
    assert not path.exists() and not lock_path(path).exists()
    session.close()
    assert texts(new)[1] == {"late", "later"}


def test_undo_takes_back_the_last_step_of_all_also_where_another_window_made_it_just_now(tmp_path: Path) -> None:
    path = tmp_path / "both.valueboard"
    session = started(path)
    session.do(AddNotes((NewNote(text="a", zone="pains", id="a"), NewNote(text="b", zone="pains", id="b"))))
    session.do(EditNote("a", {"text": "mine"}))
    assert session.history.undoable is not None
    other = BoardFile.open(path)
    board = Board(other.load())
    patches = decide(board, EditNote("b", {"text": "theirs"}))
    other.append(
        Step(op_id="o" * 32, session="other", at=now(), label="Edit", patches=tuple(patches)), board.check(patches)
    )
    other.close()
    with pytest.raises(RuleBroken, match="try it once more"):
        session.undo()
    assert session.saved and session.board.notes["b"].text == "theirs"
    session.undo()
    assert (session.board.notes["a"].text, session.board.notes["b"].text) == ("mine", "b")
    session.undo()
    assert session.board.notes["a"].text == "a"
    session.close()


CLOCKS = (
    "2026-11-22T10:00:00.000Z",
    "1970-01-01T00:00:01.000Z",
    "2026-10-25T00:30:00.000Z",
    "9999-12-31T23:59:59.000Z",
)


def test_a_clock_that_jumps_changes_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Board.valueboard"
    opened = started(path)
    for n, at in enumerate((*CLOCKS, "0001-01-01T00:00:00.000Z")):
        monkeypatch.setattr(session_module, "now", lambda at=at: at)
        opened.do(AddNotes((NewNote(text=str(n), zone="pains", id=f"n{n}"),)))
    opened.name_version("Kept")
    opened.close()
    opened = Session.open(path)
    assert [opened.timeline.board_at(seq).notes.keys() for seq in (2, 6)] == [{"n0"}, {f"n{n}" for n in range(5)}]
    seqs = [moment.seq for moment in opened.timeline.moments()]
    assert seqs[0] == 6 and seqs == sorted(seqs, reverse=True)
    for n in reversed(range(5)):
        opened.undo()
        assert set(opened.board.notes) == {f"n{k}" for k in range(n)}
    opened.close()
    assert check(path, deep=True)
