"""Boards of an older format: brought up to date after a backup, or not touched at all.

tests/data/format-1.valueboard was made by the app as it was before format 2, format-1.json by its `show --json`; so
with format-2, which has ink, groups, a lock and a zone that keeps itself in order.
"""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.fit import fit
from canvas_app.domain.history import History
from canvas_app.domain.patch import change, insert
from canvas_app.exchange import board_json
from canvas_app.storage import opening, schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Damaged

from .boards import ROOT, Editor, everything, python, run, tables, untouched
from .conftest import SPILL
from .test_faults import needs_strace
from .test_opening import NOBODY, needs_setpriv, refuses, tamper

DATA = ROOT / "tests" / "data"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "library").mkdir()
    return Path(shutil.copyfile(DATA / "format-1.valueboard", tmp_path / "library" / "Old.valueboard"))


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "copy.valueboard"


@pytest.fixture
def backup_at(backup: Path) -> Callable[[str], Path]:
    def place(board_id: str) -> Path:
        assert board_id == show(DATA / "format-1.valueboard")["board"]["id"]
        backup.parent.mkdir()
        return backup

    return place


def format_of(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def show(path: Path) -> dict[str, Any]:
    file = BoardFile.open(path, read_only=True)
    board = Board(file.load())
    file.close()
    return plain(board_json.dump(board, fit(board)))


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """As it stands in a file, with figures to nine digits: their last ones are a matter of the order of reckoning."""
    return json.loads(json.dumps(data), parse_float=lambda digits: round(float(digits), 9))  # type: ignore[no-any-return]


def as_it_was() -> dict[str, Any]:
    """What format 1 showed, with what came later."""
    data: dict[str, Any] = json.loads((DATA / "format-1.json").read_text())
    for note in data["notes"]:
        note |= {"group_id": None, "locked": False, "z": 0.0}
    return as_before_workshops(data)


def as_before_workshops(data: dict[str, Any]) -> dict[str, Any]:
    """What formats 1 and 2 showed, with what format 3 brought."""
    data = plain(data)
    data["board"] |= {"customer": "", "alternative": "", "because": "", "glossary": {}}
    for statement in data["statements"]:
        statement["ignored"] = []
    return data


def test_a_board_of_format_2_becomes_the_current_format(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(DATA / "format-2.valueboard", tmp_path / "Old.valueboard"))
    data = json.loads((DATA / "format-2.json").read_text())
    assert show(path) == as_before_workshops(data)
    BoardFile.open(path, backup_at=lambda board_id: tmp_path / "copy.valueboard").close()
    assert (format_of(path), format_of(tmp_path / "copy.valueboard")) == (schema.FORMAT, 2)
    assert show(path) == as_before_workshops(data)
    check(path, deep=True)


def test_opened_for_writing_it_becomes_the_current_format_with_everything_in_it(
    path: Path, backup: Path, backup_at: Callable[[str], Path]
) -> None:
    old = path.read_bytes()
    file = BoardFile.open(path, backup_at=backup_at)
    assert (file.read_only, file.notice, file.format) == (False, "", schema.FORMAT)
    editor = Editor(file)
    editor.do(change(editor.board.notes["golden-1"], group_id="g", locked=True, z=2.5), *map(insert, everything()[-1:]))
    after = tables(file)
    file.close()
    assert format_of(path) == schema.FORMAT
    check(path, deep=True)
    again = BoardFile.open(path)
    assert tables(again) == after
    again.close()
    assert sorted(os.listdir(path.parent)) == [path.name]
    # the backup is the board as it was
    assert sorted(os.listdir(backup.parent)) == [backup.name]
    assert format_of(backup) == 1 and len(backup.read_bytes()) == len(old)
    assert show(backup) == as_it_was()
    check(backup, deep=True)


def test_nothing_is_lost_and_undo_leads_back_to_the_start(path: Path, backup_at: Callable[[str], Path]) -> None:
    file = BoardFile.open(path, backup_at=backup_at)
    editor = Editor(file)
    assert plain(board_json.dump(editor.board, fit(editor.board))) == as_it_was()
    history = History()
    for entry in file.journal.entries():
        history.push(entry)
    assert history.depth == 7
    now = tables(file)
    units = []
    while unit := history.undoable:
        units.append(unit)
        history.push(editor.do(*unit.backward, kind="undo").entry)
    assert "golden-1" not in editor.board.notes
    while unit := history.redoable:
        history.push(editor.do(*unit.forward, kind="redo").entry)
    assert tables(file) == now
    file.close()
    check(path, deep=True)


def test_reading_never_writes(path: Path) -> None:
    with untouched(path):
        assert show(path) == as_it_was()
        assert check(path, deep=True)[1] == "schema: format 1, nothing in it that does not belong there"
        file = BoardFile.open(path, read_only=True)
        copy = path.parent.parent / "copy.valueboard"
        file.copy_to(copy)
        file.close()
    assert format_of(copy) == schema.FORMAT
    check(copy, deep=True)
    shown = show(copy)
    assert shown["board"].pop("id") != as_it_was()["board"]["id"]
    assert plain(shown)["notes"] == as_it_was()["notes"]


@needs_setpriv
def test_a_read_only_place(open_folder: Path) -> None:
    path = Path(shutil.copyfile(DATA / "format-1.valueboard", open_folder / "Old.valueboard"))
    open_folder.chmod(0o555)
    code = """
import sys
from pathlib import Path
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
file = BoardFile.open(Path(sys.argv[1]), backup_at=lambda board: sys.exit("no backup is needed"))
print(file.read_only, file.format, len(file.load()["note"]))
file.close()
check(Path(sys.argv[1]), deep=True)
"""
    with untouched(path):
        assert run(code, path, prefix=NOBODY) == "True 1 32\n"


# failures


def stays_as_it_is(path: Path, backup_at: Callable[[str], Path] | None, words: str) -> None:
    """Opening for writing gives the whole board for reading, and says why in one sentence."""
    with untouched(path):
        file = BoardFile.open(path, backup_at=backup_at)
        try:
            assert (file.read_only, file.format) == (True, 1)
            assert file.notice.startswith(f"{path}: this board is of an older format and open for reading only")
            assert words in file.notice
            assert file.notice.endswith(".") and file.notice.isprintable()
            board = Board(file.load())
        finally:
            file.close()
        assert plain(board_json.dump(board, fit(board))) == as_it_was()


def test_without_a_backup_it_is_not_changed(path: Path, backup: Path) -> None:
    stays_as_it_is(path, None, "no folder for a copy")

    def forbidden(board_id: str) -> Path:
        raise PermissionError(13, "Permission denied", str(backup.parent))

    stays_as_it_is(path, forbidden, "may not write")
    stays_as_it_is(path, lambda board_id: path.parent, "a folder of this name")


def test_a_full_disk(path: Path, backup_at: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_FILE", path.stat().st_size + 8192)
    stays_as_it_is(path, backup_at, "the disk is full")


def test_another_program_reads_it(path: Path, backup_at: Callable[[str], Path]) -> None:
    with sqlite3.connect(path) as reader:
        cursor = reader.execute("SELECT id FROM note")
        cursor.fetchone()
        stays_as_it_is(path, backup_at, "another program is using the file")
        cursor.close()
    reader.close()


def test_a_checksum_that_did_not_fit_still_does_not(path: Path, backup_at: Callable[[str], Path]) -> None:
    tamper(path, "UPDATE note SET text='somebody else' WHERE id='golden-1'")
    with pytest.raises(Damaged, match="note golden-1 changed outside"):
        check(path)
    BoardFile.open(path, backup_at=backup_at).close()
    assert format_of(path) == schema.FORMAT
    with pytest.raises(Damaged, match="note golden-1 changed outside"):
        check(path)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO _sqlite_migrations(migration_set, name) VALUES('value-canvas', 'format-2')",
        "DELETE FROM _sqlite_migrations",
        "PRAGMA user_version=2",
        "CREATE TABLE stroke(a)",
        "UPDATE note SET tags='{' WHERE id='golden-1'",
        "UPDATE board SET id='../../etc'",
        "DELETE FROM note WHERE n=1",
    ],
)
def test_what_is_not_a_whole_board_of_format_1_is_refused(path: Path, statement: str) -> None:
    tamper(path, statement)
    refuses(path)


OPEN = """
import sys
from pathlib import Path
from canvas_app.storage import schema
from canvas_app.storage.boardfile import BoardFile
path = Path(sys.argv[1])
file = BoardFile.open(path, backup_at=lambda board: Path(sys.argv[2]))
print(file.read_only, flush=True)
"""


def is_whole(path: Path) -> int:
    """The format that the file has, after checking that it is a whole board either way."""
    check(path, deep=True)
    assert show(path) == as_it_was()
    return format_of(path)


def test_a_change_cut_off_in_the_old_format_is_taken_back_first(path: Path, backup_at: Callable[[str], Path]) -> None:
    python(SPILL.replace("'half applied'", "printf('%3000d', 1)"), path).communicate(timeout=60)
    assert path.with_name(path.name + "-journal").read_bytes()[:1] == b"\xd9"
    assert show(path) == as_it_was()
    file = BoardFile.open(path, backup_at=backup_at)
    assert (file.recovered, file.read_only) == (True, False)
    file.close()
    assert is_whole(path) == schema.FORMAT


def test_killed_when_half_of_it_is_written(path: Path, backup: Path) -> None:
    """The pages of the migration are in the file already, and the journal beside it is hot."""
    backup.parent.mkdir()
    kill = """
import os, signal
upgrade = schema.upgrade
def cut_off(db):
    db.execute("PRAGMA cache_size=5")
    upgrade(db)
    if db.execute("PRAGMA database_list").fetchone()[2]:
        os.kill(os.getpid(), signal.SIGKILL)
schema.upgrade = cut_off
"""
    process = python(OPEN.replace("path =", f"{kill}\npath ="), path, backup)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert path.with_name(path.name + "-journal").read_bytes()[:1] == b"\xd9"
    assert path.stat().st_size > 139_264, "nothing was cut off"
    assert is_whole(path) == 1
    assert is_whole(backup) == 1
    file = BoardFile.open(path, backup_at=lambda board: backup.with_name("second"))
    assert (file.recovered, file.read_only) == (True, False)
    file.close()
    assert is_whole(path) == schema.FORMAT


@needs_strace
@pytest.mark.parametrize(
    ("call", "nth", "fault"),
    [
        ("pwrite64", 50, "signal=KILL"),
        ("fdatasync", 2, "signal=KILL"),
        ("pwrite64", 50, "error=EIO"),
        ("unlink", 1, "error=EIO"),
        ("pwrite64", 50, "error=ENOSPC"),
    ],
)
def test_a_fault_in_a_system_call(path: Path, backup: Path, call: str, nth: int, fault: str) -> None:
    """Whenever it strikes, the file is a whole board, and the next opening does what was left to do."""
    backup.parent.mkdir()
    inject = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"]
    process = python(OPEN, path, backup, prefix=inject)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    now = is_whole(path)
    assert out == "" or (out == "False\n") == (now == schema.FORMAT)
    BoardFile.open(path, backup_at=lambda board: backup.with_name("second")).close()
    assert is_whole(path) == schema.FORMAT
