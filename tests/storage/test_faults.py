"""Kills, full disks, failing disks and flipped bits: what was saved stays, what was not is said."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from canvas_app.domain.errors import UserError
from canvas_app.domain.patch import Patch, change
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import CannotWrite, Damaged, NotSaved
from tests.forks import beside, die, killed, needs_fork

from .boards import Editor, create, everything, memory, note, python, refused, run, step, tables

EDIT = """
import random, sys
from pathlib import Path
from canvas_app.domain.patch import change, delete, insert
from canvas_app.storage.boardfile import BoardFile
from storage.boards import Editor, note
editor = Editor(BoardFile.open(Path(sys.argv[1])))
dice = random.Random(int(sys.argv[2]))
limit = int(sys.argv[3])
print("ready", len(editor.file.journal.entries()), flush=True)
while limit:
    limit -= 1
    notes = list(editor.board.notes.values())
    if dice.random() < 0.2:  # many rows at once
        editor.do(*(change(one, x=dice.uniform(0, 999), text="words " * dice.randrange(40)) for one in notes))
    elif dice.random() < 0.3:
        editor.do(delete(notes[-1]), insert(note(f"n{dice.random()}".replace(".", ""))))
    else:
        editor.move(dice.choice(notes).id, dice.uniform(0, 999))
    print("saved", flush=True)
"""


def test_kill_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, *(note(f"n{n}", text="words " * 20) for n in range(120))).file.close()
    dice = random.Random(1)
    for round_ in range(4):  # a thousand in tests/reliability
        process = python(EDIT, path, round_, -1)
        assert process.stdout and process.stderr
        word, before = process.stdout.readline().split() or ("", process.stderr.read())
        assert word == "ready", before
        for _ in range(dice.randrange(12)):
            process.stdout.readline()
        process.kill()
        out = process.stdout.read()
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        editor = Editor(BoardFile.open(path))
        there = len(editor.file.journal.entries())
        assert there >= int(before) + out.count("saved"), "something that was saved is gone"
        check(path, deep=True)
        editor.move(next(iter(editor.board.notes)), -1.0 - round_)
        editor.file.close()
        assert os.listdir(tmp_path) == [path.name]


def test_what_was_saved_before_a_kill_is_there_and_at_most_one_more(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, note("n0")).file.close()
    process = python(EDIT, path, 7, -1)
    assert process.stdout
    process.stdout.readline()
    saved = sum(process.stdout.readline() == "saved\n" for _ in range(30))
    process.kill()
    saved += process.stdout.read().count("saved")
    process.communicate(timeout=60)
    file = BoardFile.open(path)
    assert len(file.journal.entries()) - 1 in (saved, saved + 1)
    file.close()


@needs_fork
def test_a_kill_in_the_middle_of_moving_500_notes_moves_none(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, *(note(f"n{n}", text="words " * 40) for n in range(500))).file.close()
    before, written = path.read_bytes(), path.stat().st_mtime_ns

    def move() -> None:
        editor = Editor(BoardFile.open(path))
        editor.file.connection.look_whole()
        db = editor.file.connection.db()
        db.execute("PRAGMA cache_size=5")  # so that pages reach the file long before the commit
        db.set_progress_handler(lambda: die() if path.stat().st_mtime_ns != written else None, 10)
        editor.do(*(change(one, x=one.x + 7, text="moved") for one in editor.board.notes.values()))

    killed(move)
    assert path.read_bytes() != before, "it was killed too early"
    file = BoardFile.open(path)
    assert file.recovered and {(one.x, one.text) for one in file.load()["note"].values()} == {(900.0, "words " * 40)}  # type: ignore[attr-defined]
    file.close()
    check(path, deep=True)


needs_strace = pytest.mark.skipif(
    not shutil.which("strace")
    or subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode != 0,
    reason="strace is missing or may not be used",
)


@needs_strace
@pytest.mark.parametrize(("call", "nths"), [("pwrite64", (1, 2, 3)), ("fdatasync", (1, 2)), ("unlink", (1,))])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", pytest.param("error=ENOSPC", marks=pytest.mark.long)])
def test_a_fault_in_a_system_call_of_a_commit(tmp_path: Path, call: str, nths: Sequence[int], fault: str) -> None:
    """The child says what it believes to be saved; the file must agree. More places are struck in tests/reliability."""
    path = tmp_path / "Clinic.valueboard"
    create(path, *(note(f"n{n}") for n in range(5))).file.close()
    code = """
import sys
from pathlib import Path
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import NotSaved
from storage.boards import Editor
editor = Editor(BoardFile.open(Path(sys.argv[1])))
for n in range(3):
    try:
        editor.move("n1", n + 1)
        print("saved", n + 1, flush=True)
    except NotSaved as error:
        print("failed", error, flush=True)
"""
    for nth in nths:
        inject = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"]
        process = python(code, path, prefix=inject)
        out, err = process.communicate(timeout=60)
        assert "Traceback" not in err, err
        file = BoardFile.open(path)
        x = file.load()["note"]["n1"].x  # type: ignore[attr-defined]
        file.close()
        check(path, deep=True)
        lines = out.splitlines()
        acknowledged = [float(line.split()[1]) for line in lines if line.startswith("saved")]
        if fault == "signal=KILL":
            assert process.returncode != 0
            assert not acknowledged or x in (acknowledged[-1], acknowledged[-1] + 1)
        else:
            assert len(lines) == 3, out
            assert not acknowledged or x == acknowledged[-1]
            assert any(line.startswith("saved") for line in lines), "the file did not stay usable"


def test_a_full_disk_is_said_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    editor = create(path, note("a"))
    connection = editor.file.connection.db()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    before = tables(editor.file)
    made = step([typed(editor)])
    with pytest.raises(NotSaved, match="the disk is full") as caught:
        editor.append(made)
    assert (caught.value.cause, caught.value.exit_code) == ("full", 5)
    assert memory(editor) == before == tables(editor.file)
    editor.append(made)  # the file was opened anew, so the limit of this test is gone: there is space again
    editor.file.close()
    check(path, deep=True)
    file = BoardFile.open(path)
    assert file.load()["note"]["a"].text == "x" * 20_000  # type: ignore[attr-defined]
    file.close()


def test_a_disk_that_takes_too_long_or_gives_an_unknown_error_can_be_tried_again(tmp_path: Path) -> None:
    editor = create(tmp_path / "Clinic.valueboard", note("a"))
    editor.file.connection.db().set_progress_handler(lambda: 1, 1)
    made = step([typed(editor)])
    with pytest.raises(NotSaved, match="takes too long") as caught:
        editor.append(made)
    assert caught.value.cause == "disk"
    editor.append(made)
    editor.file.close()


def typed(editor: Editor) -> Patch:
    """A change that needs more pages."""
    patch = change(editor.board.notes["a"], text="x" * 20_000)
    assert patch
    return patch


def test_a_limit_on_file_sizes(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    editor = create(path, note("a"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        with pytest.raises(NotSaved) as caught:
            editor.do(typed(editor))
        with pytest.raises(CannotWrite):
            create(tmp_path / "b", note("a", text="y" * 20_000), note("b", text="y" * 20_000))
        with pytest.raises(CannotWrite):
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
            editor.file.copy_to(tmp_path / "c")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.cause in ("disk", "full")
    assert os.listdir(tmp_path) == [path.name]
    editor.do(typed(editor))
    editor.file.close()
    check(path, deep=True)


DISK = """
import os, sys
from pathlib import Path
from canvas_app.storage.boardfile import BoardFile
from canvas_app.domain.patch import delete
from canvas_app.storage.checking import check
from storage.boards import create, note, refused
path = Path("/mnt/a.valueboard")
editor = create(path, note("a"), note("b"))
ballast = os.open("/mnt/ballast", os.O_CREAT | os.O_WRONLY)
try:
    while True:
        os.write(ballast, bytes(4096))
except OSError:
    os.close(ballast)
assert "full" in refused(lambda: editor.move("a", 1), 5)
assert "full" in refused(lambda: editor.do(delete(editor.board.notes["b"])), 5)
assert "full" in refused(lambda: editor.file.copy_to(Path("/mnt/b")), 5)
assert "full" in refused(lambda: create(Path("/mnt/c")), 5)
assert sorted(os.listdir("/mnt")) == ["a.valueboard", "ballast"], os.listdir("/mnt")
editor.file.load()
os.unlink("/mnt/ballast")
editor.move("a", 1)
editor.do(delete(editor.board.notes["b"]))
editor.file.close()
check(path, deep=True)
print("done")
"""


def test_a_disk_that_is_really_full() -> None:
    own_disk = ["unshare", "-Urm", "sh", "-c", 'mount -t tmpfs -o size=1200k tmpfs /mnt && exec "$@"', "sh"]
    try:
        possible = subprocess.run([*own_disk, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        possible = False
    if not possible:
        pytest.skip("cannot mount a small disk")
    assert run(DISK, prefix=own_disk) == "done\n"


@needs_strace
@pytest.mark.parametrize(
    ("when", "told"), [("5", "opened"), pytest.param("5+", "the disk reported an error", marks=pytest.mark.long)]
)
def test_reading_that_fails_once_is_tried_anew_and_damage_is_not_spoken_of(
    tmp_path: Path, when: str, told: str
) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, note("a")).file.close()
    code = """
import sys
from pathlib import Path
from canvas_app.domain.errors import UserError
from canvas_app.storage.boardfile import BoardFile
try:
    file = BoardFile.open(Path(sys.argv[1]))
    file.load()
    print("opened")
except UserError as error:
    print(error)
"""
    inject = ["strace", "-f", "-o", str(tmp_path / "log"), "-P", str(path), "-e", "trace=pread64"]
    assert told in run(code, path, prefix=[*inject, "-e", f"inject=pread64:error=EIO:when={when}"])
    assert "INJECTED" in (tmp_path / "log").read_text()
    check(path, deep=True)


@needs_fork
def test_no_memory_left(tmp_path: Path) -> None:
    """SQLite gets no more of it; a limit like that cannot be taken back, so this is done beside."""
    path = tmp_path / "Clinic.valueboard"
    create(path, *(note(f"n{n}", text="words " * 3000) for n in range(20))).file.close()

    def work() -> str:
        editor = Editor(BoardFile.open(path))
        editor.file.connection.db().execute("PRAGMA hard_heap_limit=1200000")
        with pytest.raises((NotSaved, Damaged)) as caught:  # either is kept by a session and tried again
            editor.do(*(change(one, text="moved " * 3000) for one in editor.board.notes.values()))
        return str(caught.value)

    def look() -> str:
        sqlite3.connect(":memory:").execute("PRAGMA hard_heap_limit=200000")
        return refused(lambda: Editor(BoardFile.open(path)), 3)

    assert "; close" in beside(work)
    assert "no memory left for it; close something" in beside(look)
    check(path, deep=True)


def test_no_file_handles_left(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    editor = create(path, note("a"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 8, hard))
    handles = []
    try:
        while True:
            try:
                handles.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        with pytest.raises(NotSaved):
            editor.move("a", 1)
    finally:
        for handle in handles:
            os.close(handle)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    editor.move("a", 2)
    editor.file.close()
    check(path, deep=True)


def test_kill_while_making_and_copying_leaves_no_half_board(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from storage.boards import create, everything
folder = Path(sys.argv[1])
editor = create(folder / "source", *everything())
print("ready", flush=True)
for n in range(10_000):
    create(folder / f"new{n}.valueboard", *everything()).file.close()
    editor.file.copy_to(folder / f"copy{n}.valueboard")
    print(n, flush=True)
"""
    for round_ in range(3):
        folder = tmp_path / str(round_)
        folder.mkdir()
        process = python(code, folder)
        assert process.stdout
        for _ in range(round_ + 1):
            process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)
        for path in folder.glob("*.valueboard"):
            check(path, deep=True)


def test_a_destroyed_page_is_always_found(tmp_path: Path) -> None:
    source, path = tmp_path / "source", tmp_path / "page"
    create(source, *everything(), *(note(f"n{n}", text="words " * 30) for n in range(60))).file.close()
    content = source.read_bytes()
    dice = random.Random(6)
    for page in range(len(content) // 4096):
        for junk in (bytes(4096), dice.randbytes(4096)):
            path.write_bytes(content[: page * 4096] + junk + content[(page + 1) * 4096 :])
            with pytest.raises(UserError) as caught:
                check(path, deep=True)
            assert str(caught.value).isprintable()
