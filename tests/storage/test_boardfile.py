"""Board files through their public API: what goes in comes out, and nothing is overwritten."""

import os
import sqlite3
import threading
from collections import deque
from pathlib import Path

import pytest

from canvas_app.domain.board import Row
from canvas_app.domain.entities import ENTITIES, Link, Note
from canvas_app.domain.history import History
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import change, delete, insert, inverse
from canvas_app.domain.ties import with_dependents
from canvas_app.storage import journal, opening, schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import CannotWrite, Damaged, ForeignChange, NotSaved, TargetExists

from .boards import Editor, create, everything, memory, note, refused, step, tables, untouched


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Clinic.valueboard"


def test_every_entity_comes_back_as_it_was(path: Path) -> None:
    editor = create(
        path,
        *everything(),
        partner="P",
        segment="S",
        goal="G",
        language="de",
        scale=1.5,
        fields={"a": [1]},
        customer="C",
        alternative="A",
        because="B",
        glossary={"POS": "point of sale"},
    )
    editor.file.close()
    file = BoardFile.open(path)
    loaded = tables(file)
    file.close()
    assert all(loaded[name] for name in ENTITIES), "a table without a row proves nothing"
    assert loaded == {name: dict(editor.board.table(name)) for name in ENTITIES}
    assert list(loaded["note"]) == ["n-1", "n-2", "n-3"]


def test_the_file_can_be_read_with_any_sqlite_tool(path: Path) -> None:
    create(path, *everything()).file.close()
    with sqlite3.connect(path) as db:
        for name, model in ENTITIES.items():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
            assert columns == ["n", *model.model_fields, "sum"]
        row = db.execute("SELECT text, picked, tags, score FROM note WHERE id='n-1'").fetchone()
        assert row == (everything()[0].text, 1, '["a;b","ü",""]', 5)  # type: ignore[attr-defined]
    db.close()


def test_the_schema_is_exactly_the_whitelist_whoever_makes_it(path: Path) -> None:
    create(path).file.close()
    db = sqlite3.connect(path)
    found = db.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    assert sorted(map(str, found)) == sorted(map(str, schema.SCHEMAS[schema.FORMAT]))
    assert db.execute("PRAGMA application_id").fetchone() == (1447251542,)
    assert db.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    db.close()


def test_fifty_edits_and_their_undoing_survive_reopening(path: Path) -> None:
    editor = create(path, *everything())
    start = tables(editor.file)
    done = [editor.move("n-2", float(n)) for n in range(25)]
    done += [editor.do(change(editor.board.notes["n-1"], text=f"Text {n}", tags=[str(n)])) for n in range(24)]
    links = [delete(link) for link in editor.board.links_of("n-1")]
    done.append(editor.do(*with_dependents(editor.board, [delete(editor.board.notes["n-1"]), *links])))
    editor.file.close()

    editor.file = BoardFile.open(path)
    assert tables(editor.file) == memory(editor)
    assert editor.file.journal.changed_at() == done[-1].at
    history = History()
    for entry in editor.file.journal.entries():
        history.push(entry)
    assert history.depth == 50
    while (unit := history.undoable) is not None:
        made = editor.do(*unit.backward, kind="undo")
        history.push(made.entry)
    assert tables(editor.file) == start
    editor.file.close()
    assert "journal: 101 steps lead to exactly these rows" in check(path, deep=True)


def test_the_journal_gives_back_the_steps_themselves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BATCH", 7)  # so that it takes several
    editor = create(path)
    made = [editor.do(insert(note(f"n{n}", text="ü")), group="typing" if n % 2 else None) for n in range(20)]
    entries = editor.file.journal.entries()
    assert [(entry.kind, entry.label, entry.group) for entry in entries[1:]] == [("do", "Edit", s.group) for s in made]
    assert entries[7].patches() == made[6].patches
    assert list(editor.file.journal.steps())[1:] == made
    editor.file.close()


def test_notes_and_links_go_and_come_in_any_order(path: Path) -> None:
    editor = create(path)
    a, b = note("a"), note("b", zone="relievers", kind="reliever", x=400, y=500)
    link = Link(id="l", source="b", target="a")
    editor.do(insert(link), insert(a), insert(b))
    gone = editor.do(delete(a), delete(link))
    editor.do(*inverse(gone.patches), kind="undo")
    editor.do(delete(link), delete(b), insert(Note(id="b", zone="jobs", kind="job", x=1000, y=300)), insert(note("c")))
    editor.do(insert(note("brief")), delete(note("brief")))
    assert tables(editor.file) == memory(editor)
    editor.file.close()
    check(path, deep=True)


def test_a_step_that_breaks_the_file_changes_nothing(path: Path) -> None:
    editor = create(path, note("a"))
    before = tables(editor.file)
    dangling = Link(id="l", source="a", target="nowhere")
    for patches, rows in [
        ([insert(dangling)], [Row("link", "l", dangling)]),
        ([insert(note("a"))], [Row("note", "a", note("a"))]),
        ([delete(note("b"))], [Row("note", "b", None)]),
        ([change(note("b"), x=1)], [Row("note", "b", note("b", x=1))]),
        ([insert(note("c"))], [Row("note", "c", note("c", fields={"broken": "\ud800"}))]),
    ]:
        with pytest.raises(NotSaved) as caught:
            editor.file.append(step([patch for patch in patches if patch]), rows)
        assert caught.value.cause == "content"
        assert tables(editor.file) == before
    editor.move("a", 7)
    editor.file.close()
    check(path, deep=True)


def test_a_row_without_a_patch_is_a_fault_of_ours(path: Path) -> None:
    editor = create(path, note("a"))
    with pytest.raises(KeyError):
        editor.file.append(step([]), [Row("note", "a", note("a", x=1))])
    editor.move("a", 7)
    editor.file.close()
    check(path, deep=True)


def test_appending_the_last_step_again_writes_nothing(path: Path) -> None:
    editor = create(path, note("a"))
    made = step([patch for patch in [change(note("a"), x=5)] if patch])
    rows = editor.board.check(made.patches)
    editor.file.append(made, rows)
    editor.file.append(made, rows)
    assert len(editor.file.journal.entries()) == 2
    editor.file.close()


def test_a_second_writer_is_noticed_and_nothing_is_lost(path: Path) -> None:
    first = create(path, note("a"), note("b"))
    second_file = BoardFile.open(path)
    first.move("a", 1)
    patch = change(note("b"), x=2)
    assert patch
    late = step([patch])
    rows = [Row("note", "b", note("b", x=2))]
    with pytest.raises(ForeignChange) as caught:
        second_file.append(late, rows)
    assert caught.value.exit_code == 6
    assert second_file.load()["note"]["a"].x == 1  # type: ignore[attr-defined]
    second_file.append(late, rows)
    assert len(second_file.journal.entries()) == 3
    with pytest.raises(ForeignChange):
        first.move("a", 3)
    first.file.close()
    second_file.close()
    check(path, deep=True)


def test_a_locked_board_is_not_saved_and_saved_later(path: Path) -> None:
    editor = create(path, note("a"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "another program" in refused(lambda: editor.move("a", 1), 6)
    other.execute("ROLLBACK")
    editor.move("a", 2)

    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM note").fetchone()  # a reader lets us begin, but not commit
    assert "another program" in refused(lambda: editor.move("a", 3), 6)
    assert editor.file.load()["note"]["a"].x == 2  # type: ignore[attr-defined]
    other.close()
    editor.move("a", 4)
    editor.file.close()
    check(path, deep=True)


def test_a_commit_waits_for_a_reader(path: Path) -> None:
    editor = create(path, note("a"))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM note").fetchone()
    timer = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
    timer.start()
    editor.move("a", 3)
    timer.join()
    other.close()
    assert editor.file.load()["note"]["a"].x == 3  # type: ignore[attr-defined]
    editor.file.close()


@pytest.mark.parametrize("fate", ["deleted", "renamed", "replaced"])
def test_a_file_that_is_taken_away_is_never_written_and_can_be_copied(path: Path, tmp_path: Path, fate: str) -> None:
    editor = create(path, note("a"))
    editor.move("a", 1)
    other = tmp_path / "Other.valueboard"
    create(other, note("z")).file.close()
    if fate == "deleted":
        path.unlink()
    elif fate == "renamed":
        path.rename(tmp_path / "Renamed.valueboard")
    else:
        os.replace(other, path)
    with untouched(path):
        for _ in range(2):
            with pytest.raises(NotSaved) as caught:
                editor.move("a", 2)
            assert caught.value.cause == "moved"
    rescued = tmp_path / "Rescued.valueboard"
    editor.file.copy_to(rescued)
    editor.file.close()
    copy = BoardFile.open(rescued)
    assert copy.load()["note"]["a"].x == 1  # type: ignore[attr-defined]
    assert len(copy.journal.entries()) == 2
    copy.close()


def test_a_file_that_comes_back_is_written_again(path: Path, tmp_path: Path) -> None:
    editor = create(path, note("a"))
    path.rename(tmp_path / "away")
    with pytest.raises(NotSaved):
        editor.move("a", 2)
    (tmp_path / "away").rename(path)
    editor.move("a", 3)
    editor.file.close()
    check(path, deep=True)


def test_overwritten_in_place_by_an_older_copy_is_noticed(path: Path) -> None:
    editor = create(path, note("a"))
    old = path.read_bytes()
    editor.move("a", 1)
    editor.move("a", 2)
    path.write_bytes(old)
    with untouched(path), pytest.raises((ForeignChange, NotSaved)):
        editor.move("a", 3)
    editor.file.close()


def test_truncated_while_open_is_an_error_not_a_new_file(path: Path) -> None:
    editor = create(path, note("a"))
    os.truncate(path, 0)
    with untouched(path):
        refused(lambda: editor.move("a", 3), 3)
        refused(editor.file.load, 3)
    editor.file.close()


def test_the_limit_of_the_file_size_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(path, note("a")).file.close()
    monkeypatch.setattr(opening, "MAX_FILE", 600_000)
    file = BoardFile.open(path)
    made = step([insert(note("b", text="x" * 20_000, detail=new_id() * 600))] * 1)
    with pytest.raises(NotSaved, match="largest size") as caught:
        for n in range(20):
            big = note(f"b{n}", text="x" * 20_000)
            made = step([insert(big)])
            file.append(made, [Row("note", big.id, big)])
    assert caught.value.cause == "full"
    file.close()
    check(path, deep=True)  # what was saved can be opened


# making files


def test_create_never_overwrites(path: Path) -> None:
    path.write_text("mine")
    with untouched(path), pytest.raises(TargetExists):
        create(path)
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))
    with untouched(path), pytest.raises(TargetExists):
        create(path)
    path.unlink()
    path.mkdir()
    with untouched(path):
        assert "folder" in refused(lambda: create(path), 5)


def test_create_where_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for bad in ["no/such/folder/a.valueboard", "file/a.valueboard", "a" * 250, "a" * 300]:
        with untouched(tmp_path / "x"):
            refused(lambda bad=bad: create(tmp_path / bad), 5)  # type: ignore[misc]


def test_one_of_two_makers_wins_and_nothing_is_left_over(path: Path) -> None:
    results: deque[str] = deque()
    start = threading.Barrier(4)

    def make() -> None:
        start.wait()
        try:
            create(path).file.close()
            results.append("made")
        except TargetExists:
            results.append("refused")

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(results) == ["made", "refused", "refused", "refused"]
    assert os.listdir(path.parent) == [path.name]
    check(path, deep=True)


def test_a_disk_without_links_takes_copies(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    create(path, *everything()).file.close()
    assert os.listdir(path.parent) == [path.name]
    check(path, deep=True)
    with untouched(path), pytest.raises(TargetExists):
        create(path)


def test_a_left_over_journal_of_the_name_does_no_harm(path: Path, hot_journal: bytes) -> None:
    path.with_name(path.name + "-journal").write_bytes(hot_journal)
    path.with_name(path.name + "-wal").write_bytes(b"junk")
    create(path, *everything()).file.close()
    assert os.listdir(path.parent) == [path.name]
    check(path, deep=True)


# copies


def test_a_copy_has_an_id_of_its_own_and_its_history_works(path: Path, tmp_path: Path) -> None:
    editor = create(path, *everything())
    editor.do(change(editor.board.info, title="New title"))
    target = tmp_path / "copy ü.valueboard"
    editor.file.copy_to(target)
    editor.move("n-2", 3)  # the source goes on
    copy = BoardFile.open(target)
    ours, theirs = editor.board.info, next(iter(copy.load()["board"].values()))
    assert theirs.id != ours.id
    assert theirs.model_copy(update={"id": ours.id}) == ours
    history = History()
    for entry in copy.journal.entries():
        history.push(entry)
    unit = history.undoable
    assert unit
    editor.file.close()
    editor.__init__(copy)  # type: ignore[misc]
    editor.do(*unit.backward, kind="undo")
    assert editor.board.info.title == "Clinic"
    copy.close()
    for file in (path, target):
        check(file, deep=True)
    db = sqlite3.connect(target)
    assert db.execute("SELECT value FROM meta WHERE key='board_id'").fetchone() == (theirs.id,)
    db.close()
    assert sorted(os.listdir(tmp_path)) == sorted([path.name, target.name])


def test_a_copy_replaces_only_when_asked(path: Path, tmp_path: Path, hot_journal: bytes) -> None:
    editor = create(path, note("a"))
    target = tmp_path / "old.valueboard"
    target.write_text("old")
    with untouched(target), pytest.raises(TargetExists):
        editor.file.copy_to(target)
    target.with_name(target.name + "-journal").write_bytes(hot_journal)
    target.chmod(0o640)
    link = tmp_path / "link.valueboard"
    link.symlink_to(target)
    editor.file.copy_to(link, replace=True)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    check(target, deep=True)
    for itself in (path, tmp_path / "." / path.name):
        with untouched(path), pytest.raises(CannotWrite):
            editor.file.copy_to(itself, replace=True)
    with untouched(target), pytest.raises(CannotWrite):
        editor.file.copy_to(tmp_path, replace=True)
    with pytest.raises(CannotWrite):
        editor.file.copy_to(tmp_path / "nowhere" / "a", replace=True)
    editor.file.close()


def test_a_copy_can_be_made_after_any_error_on_a_file_that_was_moved(path: Path, tmp_path: Path) -> None:
    for after in (1, 9):
        editor = create(path, note("a"))
        away = path.rename(tmp_path / f"away {after}.valueboard")
        left = iter([0] * after)
        editor.file.connection.db().set_progress_handler(lambda left=left: next(left, 1), 5)  # type: ignore[misc]
        with pytest.raises(NotSaved):
            editor.move("a", 1)
        editor.file.connection.db().set_progress_handler(None, 0)
        editor.file.copy_to(tmp_path / f"copy {after}.valueboard")
        editor.file.close()
        away.unlink()


@pytest.mark.parametrize("after", [1, 9])
def test_a_file_that_is_back_is_written_to_also_where_an_error_could_not_be_rolled_back(
    path: Path, tmp_path: Path, after: int
) -> None:
    editor = create(path, note("a"))
    away = path.rename(tmp_path / "away.valueboard")
    left = iter([0] * after)
    editor.file.connection.db().set_progress_handler(lambda: next(left, 1), 5)
    with pytest.raises(NotSaved):
        editor.move("a", 1)
    editor.file.connection.db().set_progress_handler(None, 0)
    away.rename(path)
    editor.move("a", 2)
    assert tables(editor.file) == memory(editor)
    editor.file.close()


def test_what_killed_writers_left_behind_is_swept_away(path: Path, tmp_path: Path) -> None:
    editor = create(path, note("a"))
    old, new = (tmp_path / f".{32 * letter}.valueboard.tmp" for letter in "ab")
    for left in (old, new):
        left.write_text("half a board")
    os.utime(old, (1_000_000, 1_000_000))
    editor.file.copy_to(tmp_path / "copy.valueboard")
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, "copy.valueboard", new.name}
    editor.file.close()


def test_a_copy_waits_for_no_lock(path: Path, tmp_path: Path) -> None:
    editor = create(path, note("a"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refused(lambda: editor.file.copy_to(tmp_path / "copy"), 6)
    other.close()
    editor.file.close()
    assert os.listdir(tmp_path) == [path.name]


def test_close_is_final_and_may_be_repeated(path: Path) -> None:
    editor = create(path, note("a"))
    assert opening.is_open_here(path)
    editor.file.close()
    editor.file.close()
    assert not opening.is_open_here(path)
    with pytest.raises(RuntimeError):
        editor.move("a", 1)


def test_reading_and_writing_boards_needs_no_sqlite_utils(path: Path) -> None:
    from .boards import run

    create(path, note("a")).file.close()
    code = """
import sys
from pathlib import Path
from canvas_app.storage.boardfile import BoardFile
file = BoardFile.open(Path(sys.argv[1]))
file.load()
file.close()
print([name for name in sys.modules if name.startswith(("sqlite_utils", "PySide6", "reportlab"))])
"""
    assert run(code, path).strip() == "[]"


def test_a_long_journal_is_not_read_to_open_a_board_and_nothing_is_written_where_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "long.valueboard"
    editor = create(path, note("a"))
    for n in range(30):
        editor.do(change(editor.board.notes["a"], text=f"{n} " * 5000))
    editor.do(change(editor.board.notes["a"], text="now"))
    editor.file.close()
    assert path.stat().st_size > opening.SMALL
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 8192 * 4096)
        file.write(b"\xff" * 4096)
    editor = Editor(BoardFile.open(path))
    assert editor.board.notes["a"].text == "now"
    with untouched(path), pytest.raises(Damaged):
        editor.move("a", 1)
    with untouched(path), pytest.raises(Damaged):
        editor.file.connection.look_whole()
    editor.file.close()
