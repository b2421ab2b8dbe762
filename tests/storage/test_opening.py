"""What is opened, what is refused, and that a refused file stays as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from canvas_app.storage import opening, schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Damaged, Missing, NotSaved

from .boards import create, everything, note, python, refused, run, tables, untouched

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A board with everything in it."""
    path = tmp_path / "Clinic.valueboard"
    create(path, *everything()).file.close()
    return path


def refuses(path: Path, exit_code: int = 3) -> str:
    """Opening for writing and for reading and checking are all refused, in the same words."""
    with untouched(path):
        message = refused(lambda: BoardFile.open(path), exit_code)
        assert refused(lambda: BoardFile.open(path, read_only=True), exit_code) == message
        assert refused(lambda: check(path, deep=True), exit_code) == message
    return message


def tamper(path: Path, *statements: str, schema_too: bool = False) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    if schema_too:
        db.execute("PRAGMA writable_schema=ON")
    for statement in statements:
        db.execute(statement)
    db.close()


# no board at all

CONTENTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "one byte": (b"S", "cut off"),
    "text": (b"Dear diary,\n" * 500, "not a board"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(5000), "not a board"),
    "zeros": (bytes(8192), "not a board"),
    "only the magic": (b"SQLite format 3\0", "cut off"),
    "magic and zeros": (b"SQLite format 3\0" + bytes(8000), "another program"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_files_of_other_kinds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.valueboard"
    content, words = CONTENTS[name]
    path.write_bytes(content)
    assert words in refuses(path)


def test_a_database_of_another_program(database: Path) -> None:
    assert "another program" in refuses(database)


def test_what_is_not_a_file(tmp_path: Path) -> None:
    assert "folder" in refuses(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refuses(tmp_path / "pipe")
    assert "pipe" in refuses(Path("/dev/null"))
    (tmp_path / "loop").symlink_to("loop")
    assert "leads back" in refuses(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert "no such file" in refuses(tmp_path / "dangling")


def test_what_is_not_there(path: Path) -> None:
    for missing in (path.with_name("no"), path / "inside", path.with_name("a\0b"), path.parent / "no" / "no"):
        with untouched(path), pytest.raises(Missing):
            BoardFile.open(missing)
    assert "too long" in refused(lambda: BoardFile.open(path.with_name("x" * 256)), 3)
    assert "too long" in refused(lambda: BoardFile.open(path.parent / ("y" * 200) / ("z" * 200) / ("z" * 200)), 3)


@pytest.mark.parametrize("share", [0.001, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_cut_off(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))
    assert "damaged" in refuses(path)


@pytest.mark.parametrize("junk", [1, 4096])
def test_something_appended(path: Path, junk: int) -> None:
    with path.open("ab") as file:
        file.write(b"x" * junk)
    assert "belong" in refuses(path)


def test_too_large(path: Path) -> None:
    os.truncate(path, opening.MAX_FILE + 4096)
    with pytest.raises(opening.NotABoard, match="larger than 256 MB"):
        BoardFile.open(path)


# boards that are not clean

HOSTILE: dict[str, tuple[str, ...]] = {
    "trigger": ("CREATE TRIGGER t AFTER UPDATE ON note BEGIN DELETE FROM note; END",),
    "view": ("CREATE VIEW v AS SELECT * FROM note",),
    "extra table": ("CREATE TABLE extra(a)",),
    "extra index": ("CREATE INDEX i ON note(zone)",),
    "extra column": ("ALTER TABLE note ADD COLUMN extra TEXT",),
    "generated column": ("ALTER TABLE note ADD COLUMN g TEXT AS (replace(hex(zeroblob(1000000)), '0', 'xx'))",),
    "missing table": ("DROP TABLE snapshot",),
    "virtual table": ("CREATE VIRTUAL TABLE f USING fts5(a)",),
    "no checks": ("DROP TABLE zone_state", "CREATE TABLE zone_state(n INTEGER PRIMARY KEY, id, arranged, sum)"),
    "analysed": ("ANALYZE",),
    "check that loads code": (
        "DROP TABLE zone_state",
        "CREATE TABLE zone_state(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, arranged INTEGER"
        " CHECK(load_extension('evil')), sum INTEGER)",
    ),
    "no column types": (
        "DROP TABLE note",
        "CREATE TABLE note(n INTEGER PRIMARY KEY, id, zone, kind, x, y, w, h, text, detail, colour, rank_key, score,"
        " picked, tags, author, fields, group_id, locked, z, sum)",
    ),
    "view that grows": (
        "DROP TABLE note",
        "CREATE VIEW note AS SELECT 1 AS n, 'a' AS id, hex(zeroblob(40000000)) AS text",
    ),
    "column with a default": ("ALTER TABLE note ADD COLUMN more TEXT DEFAULT 'xxx'",),
    "recursive view": (
        "DROP TABLE note",
        "CREATE VIEW note AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c)"
        " SELECT n, n AS id, 'pains' AS zone, 'pain' AS kind, 0.0 AS x, 0.0 AS y, 1.0 AS w, 1.0 AS h FROM c",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_schemas(path: Path, name: str) -> None:
    tamper(path, *HOSTILE[name])
    assert "not a clean board" in refuses(path)


def test_thousands_of_tables(path: Path) -> None:
    tamper(path, "BEGIN", *(f"CREATE TABLE t{n}(a)" for n in range(3000)), "COMMIT")
    assert "not a clean board" in refuses(path)


FORGED = {
    "swapped root": "UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='op')"
    " WHERE name='note'",
    "root far out": "UPDATE sqlite_schema SET rootpage=99999 WHERE name='note'",
    "garbage": "UPDATE sqlite_schema SET sql='CREATE TABLE note(garbage' WHERE name='note'",
    "other limits": "UPDATE sqlite_schema SET sql=replace(sql, '20000', '99999') WHERE name='note'",
    "index gone": "DELETE FROM sqlite_schema WHERE name='sqlite_autoindex_note_1'",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_schema(path: Path, name: str) -> None:
    tamper(path, FORGED[name], schema_too=True)
    refuses(path)


@pytest.mark.parametrize("number", [0, 1, -1, 252006])
def test_another_application_id(path: Path, number: int) -> None:
    tamper(path, f"PRAGMA application_id={number}")
    assert "another program" in refuses(path)


def test_a_newer_format(path: Path) -> None:
    tamper(path, f"PRAGMA user_version={schema.FORMAT + 1}", "CREATE TABLE of_the_future(a)")
    assert f"newer format {schema.FORMAT + 1}" in refuses(path, 4)


@pytest.mark.parametrize("number", [0, -5])
def test_a_format_that_never_was(path: Path, number: int) -> None:
    tamper(path, f"PRAGMA user_version={number}")
    assert f"claims the format {number}, which never was" in refuses(path)


ROWS: dict[str, tuple[str, ...]] = {
    "two boards": (
        "INSERT INTO board SELECT 2, 'b2', title, canvas, partner, segment, goal, language, scale, fields, created,"
        " customer, alternative, because, glossary, sum"
        " FROM board",
    ),
    "no board": ("DELETE FROM board",),
    "no canvas": ("DELETE FROM canvas",),
    "no journal": ("DELETE FROM op",),
    "an id of odd letters": ("UPDATE note SET id='../../etc' WHERE id='n-2'",),
    "tags that are no list": ("UPDATE note SET tags='{}' WHERE id='n-2'",),
    "tags that are no JSON": ("UPDATE note SET tags='[' WHERE id='n-2'",),
    "deep JSON": (f"UPDATE note SET fields='{'[' * 50_000}' WHERE id='n-2'",),
    "bytes that are no text": ("UPDATE note SET text=CAST(x'ff41' AS TEXT) WHERE id='n-2'",),
    "a dangling link": ("UPDATE link SET target='nowhere'",),
    "a huge text": ("UPDATE note SET author=hex(zeroblob(20000000)) WHERE id='n-2'",),
    "an infinite place": ("UPDATE note SET x=9e999 WHERE id='n-2'",),
    "a wrong kind of step": ("UPDATE op SET kind='erase'",),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_that_are_not_ours(path: Path, name: str) -> None:
    tamper(path, "PRAGMA ignore_check_constraints=ON", "PRAGMA foreign_keys=OFF", *ROWS[name])

    def read() -> None:
        file = BoardFile.open(path)
        try:
            file.load()
        finally:
            file.close()

    with untouched(path):
        refused(read, 3)


def test_too_many_notes(path: Path) -> None:
    rows = "WITH RECURSIVE c(k) AS (SELECT 10 UNION ALL SELECT k+1 FROM c WHERE k<20100)"
    columns = "zone, kind, x, y, w, h, text, detail, colour, rank_key, score, picked, tags, author, fields, "
    columns += "group_id, locked, z, sum"
    tamper(path, f"INSERT INTO note {rows} SELECT k, 'm' || k, {columns} FROM c, note WHERE id='n-2'")
    assert "20,000" in refuses(path)


# what is opened


@pytest.mark.parametrize(
    "name",
    ["what? #1 50%.valueboard", "a\nb", "emoji \U0001f600", "-x", "a'b\"c", os.fsdecode(b"\xff\xfe.valueboard"), " "],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    editor = create(path, note("a"))
    editor.move("a", 5)
    editor.file.copy_to(tmp_path / (name + "2"))
    editor.file.close()
    assert all(line.isprintable() for line in check(path, deep=True) + check(tmp_path / (name + "2"), deep=True))
    os.truncate(path, 5000)
    refuses(path)


def test_a_relative_path_survives_a_change_of_folder(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    file = BoardFile.open(Path(path.name))
    monkeypatch.chdir("/")
    assert file.path == path
    file.load()
    file.close()


def test_links_lead_to_the_board(path: Path, stopped: Path) -> None:
    link = path.with_name("link")
    link.symlink_to(stopped)
    file = BoardFile.open(link)
    assert file.recovered
    assert file.path == link
    assert opening.is_open_here(stopped)
    file.close()
    check(stopped, deep=True)


def test_opening_and_reading_writes_nothing(path: Path) -> None:
    for read_only in (True, False):
        with untouched(path):
            file = BoardFile.open(path, read_only)
            assert (file.read_only, file.recovered) == (read_only, False)
            file.load()
            file.journal.entries()
            check(path, deep=True)
            file.close()


def test_read_only_refuses_to_write(path: Path) -> None:
    editor = create(path.with_name("b"), note("a"))
    editor.file.close()
    editor.file = BoardFile.open(path.with_name("b"), read_only=True)
    with untouched(path), pytest.raises(NotSaved) as caught:
        editor.move("a", 1)
    assert caught.value.cause == "read-only"
    editor.file.copy_to(path.with_name("c"))
    editor.file.close()


def test_a_board_that_is_open_here_can_be_looked_at(path: Path, open_calls: Callable[[], list[str]]) -> None:
    """Any other open() of a file drops the locks that SQLite holds on it for this process."""
    first = BoardFile.open(path)
    opened = open_calls()
    second = BoardFile.open(path, read_only=True)
    check(path, deep=True)
    assert tables(second) == tables(first)
    second.close()
    first.copy_to(path.with_name("copy"))
    assert str(path) not in opened
    first.close()
    BoardFile.open(path).close()
    assert str(path) in opened, "this test sees no calls"


def test_the_pragmas_are_in_force(path: Path) -> None:
    with opening.closing(opening.connect(path, path, "rw")) as db:
        values = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
                "mmap_size",
            )
        }
        assert values == {
            "journal_mode": "delete",
            "synchronous": 3,
            "foreign_keys": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "mmap_size": 0,
        }
        with pytest.raises(sqlite3.Error):
            db.execute("ATTACH ':memory:' AS other")


# left in the middle of a change


def test_a_hot_journal_is_rolled_back(stopped: Path) -> None:
    file = BoardFile.open(stopped)
    assert file.recovered
    assert {entity.text for entity in file.load()["note"].values()} == {"words " * 40}  # type: ignore[attr-defined]
    file.close()
    assert os.listdir(stopped.parent) == [stopped.name]
    file = BoardFile.open(stopped)
    assert not file.recovered
    file.close()


def test_reading_a_hot_journal_leaves_it_where_it_is(stopped: Path) -> None:
    with untouched(stopped):
        file = BoardFile.open(stopped, read_only=True)
        assert file.recovered
        assert {entity.text for entity in file.load()["note"].values()} == {"words " * 40}  # type: ignore[attr-defined]
        file.close()
        assert "recovery: a change cut off by an unexpected stop was taken back" in check(stopped, deep=True)


def test_a_hot_journal_that_was_deleted_or_left_behind_is_damage(stopped: Path) -> None:
    """Without it nobody can tell what was half done; nothing is written."""
    journal = stopped.with_name(stopped.name + "-journal")
    renamed = stopped.rename(stopped.with_name("Renamed.valueboard"))
    with untouched(renamed), pytest.raises(Damaged):
        check(renamed)
    journal.unlink()
    with untouched(renamed), pytest.raises(Damaged):
        check(renamed)


def test_private_copies_are_cleared_away(stopped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.tempfile, "tempdir", str(tmp_path))
    file = BoardFile.open(stopped, read_only=True)
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    file.close()
    tamper_with_hot_journal(stopped)
    with untouched(stopped):
        refused(lambda: BoardFile.open(stopped), 3)
    assert not list(tmp_path.iterdir())


def tamper_with_hot_journal(path: Path) -> None:
    """Makes what the journal leads to a board that is not clean."""
    db = sqlite3.connect(path)
    db.execute("CREATE VIEW v AS SELECT 1")
    db.close()
    run_spill = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size=5')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "db.execute('UPDATE note SET text=1')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    python(run_spill, path).communicate(timeout=60)
    assert path.with_name(path.name + "-journal").stat().st_size > 0


def test_a_journal_that_names_other_files_is_not_obeyed(stopped: Path) -> None:
    """SQLite would delete the file that such a journal names."""
    victim = stopped.with_name("victim")
    victim.write_bytes(b"nothing\0")
    name = os.fsencode(victim)
    journal = stopped.with_name(stopped.name + "-journal")
    page = (2**30 // 4096 + 1).to_bytes(4, "big")
    with journal.open("ab") as file:
        file.write(page + name + len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big"))
        file.write(bytes.fromhex("d9d505f920a163d7"))
    with untouched(stopped):
        refused(lambda: BoardFile.open(stopped), 3)
        refused(lambda: BoardFile.open(stopped, read_only=True), 3)
    assert victim.exists()


def test_a_change_under_way_elsewhere_is_not_a_recovery(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE note SET x=1")
    assert path.with_name(path.name + "-journal").exists()
    for read_only in (True, False):
        file = BoardFile.open(path, read_only)
        assert not file.recovered
        file.close()
    other.execute("COMMIT")
    other.close()


def test_a_locked_board(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with untouched(path):
        refused(lambda: BoardFile.open(path), 6)
    other.close()
    assert not opening.is_open_here(path)


def to_wal(path: Path, leave_log: bool) -> None:
    """Leaves a board in WAL mode, as another program might."""
    code = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA journal_mode=WAL')\n"
        "db.execute(\"UPDATE note SET author='Log' WHERE id='n-2'\")\n"
        f"{'os._exit(0)' if leave_log else 'db.close()'}\n"
    )
    run(code, path)
    assert path.read_bytes()[18:20] == b"\2\2"
    assert path.with_name(path.name + "-wal").exists() == leave_log


@pytest.mark.parametrize("leave_log", [True, False])
def test_a_board_in_wal_mode_is_read_and_converted(path: Path, leave_log: bool) -> None:
    to_wal(path, leave_log)
    with untouched(path):
        file = BoardFile.open(path, read_only=True)
        assert file.recovered == leave_log
        assert file.load()["note"]["n-2"].author == "Log"  # type: ignore[attr-defined]
        file.close()
    file = BoardFile.open(path)
    assert file.recovered == leave_log
    assert file.load()["note"]["n-2"].author == "Log"  # type: ignore[attr-defined]
    file.close()
    assert path.read_bytes()[18:20] == b"\1\1"
    assert os.listdir(path.parent) == [path.name]


def test_a_hostile_board_in_wal_mode_stays_as_it_is(path: Path) -> None:
    tamper(path, *HOSTILE["trigger"])
    to_wal(path, leave_log=True)
    with untouched(path):
        refused(lambda: BoardFile.open(path), 3)


# places where one may not write


@cache
def can_become_nobody() -> bool:
    """Root may write everywhere, so these tests run as another user, who must be able to read this checkout."""
    if os.name != "posix" or not shutil.which("setpriv") or os.geteuid() != 0:
        return False
    probe = [*NOBODY, sys.executable, "-c", "import pytest, canvas_app.storage.boardfile, tests.storage.boards"]
    return subprocess.run(probe, capture_output=True, cwd=Path(__file__).parents[2], check=False).returncode == 0


needs_setpriv = pytest.mark.skipif(not can_become_nobody(), reason="cannot become a user who can read this checkout")

READ = """
import sys
from pathlib import Path
from canvas_app.domain.errors import UserError
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
path = Path(sys.argv[1])
try:
    file = BoardFile.open(path)
    print(file.read_only, file.recovered, len(file.load()["note"]), len(file.journal.entries()))
    file.close()
    check(path, deep=True)
except UserError as error:
    print(error.exit_code, error)
"""


@needs_setpriv
@pytest.mark.parametrize("mode", [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_a_place_without_permission_to_write_opens_for_reading(open_folder: Path, mode: tuple[int, int]) -> None:
    path = open_folder / "a.valueboard"
    create(path, *everything()).file.close()
    open_folder.chmod(mode[0])
    path.chmod(mode[1])
    with untouched(path):
        assert run(READ, path, prefix=NOBODY) == "True False 3 1\n"


@needs_setpriv
def test_a_hot_journal_in_a_read_only_place(open_folder: Path, stopped: Path) -> None:
    for file in stopped.parent.iterdir():
        shutil.copyfile(file, open_folder / file.name)
    open_folder.chmod(0o555)
    path = open_folder / stopped.name
    with untouched(path):
        assert run(READ, path, prefix=NOBODY) == "True True 400 1\n"


@needs_setpriv
def test_a_file_that_may_not_be_read(open_folder: Path) -> None:
    path = open_folder / "a.valueboard"
    create(path).file.close()
    path.chmod(0)
    assert run(READ, path, prefix=NOBODY).startswith("3 ")
    path.chmod(0o666)
    open_folder.chmod(0)
    assert run(READ, path, prefix=NOBODY).startswith("3 ")


WRITE = """
import os, sys
from pathlib import Path
from canvas_app.storage.boardfile import BoardFile
from storage.boards import create, note, Editor
path = Path(sys.argv[1])
try:
    create(path.with_name("new.valueboard"))
except Exception as error:
    print(type(error).__name__, error.exit_code)
editor = Editor(BoardFile.open(path))
editor.move("a", 1)
print("saved"); sys.stdout.flush()
sys.stdin.readline()
try:
    editor.move("a", 2)
except Exception as error:
    print(type(error).__name__, error.cause, error.exit_code); sys.stdout.flush()
sys.stdin.readline()
editor.move("a", 3)
editor.file.close()
"""


@needs_setpriv
def test_a_folder_that_becomes_read_only_while_open(open_folder: Path) -> None:
    path = open_folder / "inside" / "a.valueboard"
    path.parent.mkdir()
    path.parent.chmod(0o777)
    create(path, note("a")).file.close()
    path.chmod(0o666)
    (path.parent / "new.valueboard").mkdir()
    process = python(WRITE, path, prefix=NOBODY)
    assert process.stdin and process.stdout and process.stderr
    assert process.stdout.readline() == "TargetExists 5\n", process.stderr.read()
    assert process.stdout.readline() == "saved\n"
    path.parent.chmod(0o555)
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline().split()[0::2] == ["NotSaved", "5"]
    path.parent.chmod(0o777)
    _, err = process.communicate("\n", timeout=60)
    assert process.returncode == 0, err
    check(path, deep=True)
    file = BoardFile.open(path)
    assert file.load()["note"]["a"].x == 3  # type: ignore[attr-defined]
    file.close()


@needs_setpriv
def test_creating_without_permission(open_folder: Path) -> None:
    code = "import sys; from pathlib import Path; from storage.boards import create; create(Path(sys.argv[1]))"
    process = python(code, open_folder / "a.valueboard", prefix=NOBODY)
    _, err = process.communicate(timeout=60)
    assert "CannotWrite" in err
    assert "you may not write in this folder" in err
    assert not list(open_folder.iterdir())
