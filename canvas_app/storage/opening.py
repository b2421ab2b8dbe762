"""Opening a board file that may be anything: checks from the cheap to the dear, and no write before all have passed.

A file that was left in the middle of a change (a hot journal, a write-ahead log) is checked and recovered in a private
copy first; only if that is a clean board, and only for writing, SQLite may recover the file itself.
"""

import os
import shutil
import sqlite3
import stat
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from canvas_app.storage import schema
from canvas_app.storage.errors import (
    Busy,
    CannotOpen,
    Damaged,
    Missing,
    NewerFormat,
    NotABoard,
    Unclean,
    cannot_open,
    damaged,
    one_line,
    primary_code,
    shown,
    unread,
)
from canvas_app.storage.files import PATH_MAX, sidecar

Identity = tuple[int, int]  # device and inode
Mode = Literal["ro", "rw"]

BUSY_SECONDS = 1.0
CHECK_SECONDS = 5.0
MAX_FILE = 256 * 1024 * 1024  # bytes
MAX_VALUE = 64 * 1024 * 1024  # bytes in one row: the journal row of a large import is one value
SMALL = 512 * 1024  # bytes: a file of this size is checked whole in no time
TROUBLE = (sqlite3.Error, UnicodeError, ValueError, OverflowError, OSError, MemoryError)

_MAGIC = b"SQLite format 3\0"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
_PRAGMAS = {  # name: what it is set to, and what it then reads
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "mmap_size": ("0", 0),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("OFF", 0),
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "fullfsync": ("ON", 1),
}


@dataclass
class Opened:
    """A connection to a checked board. `identity` is None where it is to a private copy, `scratch` the folder of that.

    `format` is that of the file, which a copy in memory may have left behind; `notice` says in a sentence why a board
    that may be written to is open for reading only. `whole`: every page was looked at, not only those that the board is
    read from.
    """

    db: sqlite3.Connection
    identity: Identity | None
    read_only: bool
    recovered: bool = False
    scratch: Path | None = None
    format: int = schema.FORMAT
    notice: str = ""
    whole: bool = False

    def close(self) -> None:
        self.db.close()
        if self.identity:
            release(self.identity)
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)  # what stays is in the folder for temporary files


# Files that this process has open in SQLite. Opening and closing one of them by other means would drop its locks.
_open_here: Counter[Identity] = Counter()
_guard = threading.Lock()


def identity(file: Path) -> Identity:
    """Raises OSError, ValueError."""
    status = file.stat()
    return status.st_dev, status.st_ino


def is_open_here(file: Path) -> bool:
    """Whether this process has the file open as a board; then it must not be opened by other means."""
    try:
        return identity(file) in _open_here
    except (OSError, ValueError):
        return False


def is_board(file: Path) -> bool:
    """Whether a file is a board, sound or not, by what it begins with; what cannot be read is none."""
    if is_open_here(file):
        return True
    try:
        header = _header(file, file)
    except (OSError, ValueError, NotABoard):
        return False
    return header.startswith(_MAGIC) and int.from_bytes(header[68:72], "big", signed=True) == schema.APPLICATION_ID


def register(of: Identity) -> None:
    with _guard:
        _open_here[of] += 1


def release(of: Identity) -> None:
    with _guard:
        _open_here[of] -= 1
        if _open_here[of] <= 0:
            del _open_here[of]


def open_checked(path: Path, read_only: bool) -> Opened:
    """Opens a board after every check. Raises CannotOpen, NewerFormat or Busy; a refused file is left as it was."""
    with explained(path):
        try:
            return _open(path, read_only)
        except Damaged:
            pass
        except sqlite3.Error as error:
            if primary_code(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR):
                raise
        return _open(path, read_only)  # a failing read can look like damage: once more before saying so


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns the errors of reading into errors for the person."""
    try:
        yield
    except TROUBLE as error:
        raise cannot_open(path, error) from error


def _open(path: Path, read_only: bool) -> Opened:
    check_kind(path)
    file = Path(os.path.realpath(path))
    which, header = sniff(path, file)
    try:
        if header:
            _check_header(path, header)
        notice = "" if read_only else _why_read_only(path, file)
        read_only = read_only or bool(notice)
        mode: Mode = "ro" if read_only else "rw"
        with_log = header[18:20] != b"\1\1" if header else False
        unclean = with_log or (has_journal(path, file) and _is_hot(file))
        if not unclean:
            small = file.stat().st_size <= SMALL
            db = _connect_checked(path, file, mode, small)
            return Opened(db, which, read_only, notice=notice, whole=small)
        recovered = not with_log or sidecar(file, "-wal").exists()
        scratch = private_copy(path, file, which)
        try:
            db = _connect_checked(path, scratch / "board", "rw", whole=True)
            if read_only:
                release(which)
                return Opened(db, None, True, recovered, scratch, notice=notice, whole=True)
            db.close()
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        shutil.rmtree(scratch, ignore_errors=True)
        return Opened(_connect_checked(path, file, mode, whole=True), which, read_only, recovered, whole=True)
    except BaseException:
        release(which)
        raise


def refuse_no_file(path: Path) -> None:
    """Raises CannotOpen where nothing is there that could be a board: no file, a folder, a device, nothing in it."""
    with explained(path):
        check_kind(path)


def check_kind(path: Path) -> None:
    if len(os.fsencode(path)) > PATH_MAX:
        raise CannotOpen(f"{shown(path)[:200]}: the name is too long; use a shorter one.")
    try:
        status = path.stat()
    except ValueError as error:  # a NUL in the name
        raise Missing(f"{shown(path)}: there is no such file; check the name and the folder.") from error
    if stat.S_ISDIR(status.st_mode):
        raise NotABoard(f"{shown(path)}: this is a folder; name a board file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise NotABoard(f"{shown(path)}: this is not a file but a device or a pipe; name a board file.")
    if status.st_size == 0:
        raise NotABoard(f"{shown(path)}: this file is empty, not a board; open a backup or another copy of it.")
    if status.st_size > MAX_FILE:
        raise NotABoard(f"{shown(path)}: this file is larger than {MAX_FILE >> 20} MB, the most that a board may have.")


def sniff(path: Path, file: Path) -> tuple[Identity, bytes | None]:
    """Notes the file as open here; its first 100 bytes, or None where it was open already and must not be touched."""
    with _guard:
        which = identity(file)
        header = None if which in _open_here else _header(path, file)
        _open_here[which] += 1
        return which, header


def _header(path: Path, file: Path) -> bytes:
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotABoard(f"{shown(path)}: this is not a file but a device or a pipe; name a board file.")
        return os.read(handle, 100)
    finally:
        os.close(handle)


def _check_header(path: Path, header: bytes) -> None:
    if not header.startswith(_MAGIC[: max(1, len(header))]):
        raise NotABoard(f"{shown(path)}: this is not a board file; name a file that Value Canvas made.")
    if len(header) < 100:
        raise damaged(path, "it is cut off")
    application, version = (int.from_bytes(header[at : at + 4], "big", signed=True) for at in (68, 60))
    _check_format(path, application, version)


def _check_format(path: Path, application: int, version: int) -> None:
    if application != schema.APPLICATION_ID:
        raise NotABoard(f"{shown(path)}: this is a database of another program; name a file that Value Canvas made.")
    if version > schema.FORMAT:
        raise NewerFormat(
            f"{shown(path)}: this board is of the newer format {version}, this version of Value Canvas reads up to"
            f" {schema.FORMAT}; update Value Canvas to open it."
        )
    if version not in schema.SCHEMAS:
        raise damaged(path, f"it claims the format {version}, which never was")


def _why_read_only(path: Path, file: Path) -> str:
    """Why the file can only be read, as a sentence; "" where it can be written to."""
    effective = os.access in os.supports_effective_ids
    for place, words in ((file, "this file"), (file.parent, "its folder")):
        if not os.access(place, os.W_OK, effective_ids=effective):
            return (
                f"{shown(path)}: open for reading only, because you may not write to {words}; save a copy to work on."
            )
    return ""


def has_journal(path: Path, file: Path) -> bool:
    """Whether a rollback journal with content is beside the file."""
    try:
        with sidecar(file, "-journal").open("rb") as journal:
            first = journal.read(1)
            if first in (b"", b"\0"):
                return False
            size = journal.seek(0, os.SEEK_END)
            journal.seek(max(0, size - 8))
            if size > 512 and journal.read(8) == _JOURNAL_MAGIC:  # names another file, which SQLite would delete
                raise damaged(path, "the journal beside it belongs to several files")
            return True
    except FileNotFoundError:
        return False


def _is_hot(file: Path) -> bool:
    """Whether the journal is left over: SQLite then cannot read the file without writing to it."""
    try:
        with closing(sqlite3.connect(_uri(file, "ro"), uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        if primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return True
    return False


def private_copy(path: Path, file: Path, which: Identity) -> Path:
    """A folder that only we can read with the file as `board` and what is beside it."""
    if _open_here[which] > 1:
        raise Busy(f"{shown(path)}: this board is open in another window; close it there and try again.")
    scratch = Path(tempfile.mkdtemp(prefix="value-canvas-"))
    try:
        shutil.copyfile(file, scratch / "board")
        for suffix in ("-journal", "-wal"):
            if sidecar(file, suffix).exists():
                shutil.copyfile(sidecar(file, suffix), scratch / f"board{suffix}")
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return scratch


def _uri(file: Path, mode: Mode) -> str:
    return f"{file.as_uri()}?mode={mode}"


def connect(path: Path, file: Path, mode: Mode) -> sqlite3.Connection:
    """A connection with our limits and pragmas, each read back; reading only where `mode` says so."""
    db = sqlite3.connect(_uri(file, mode), uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for limit, most in _LIMITS.items():
            db.setlimit(limit, most)
        for name, (value, expected) in _PRAGMAS.items():
            db.execute(f"PRAGMA {name}={value}").fetchall()
            if (got := db.execute(f"PRAGMA {name}").fetchone()) != (expected,):
                raise CannotOpen(
                    f"{shown(path)}: SQLite on this computer refuses {name}={value} ({got}); close the board elsewhere."
                )
        if mode == "ro":
            db.execute("PRAGMA query_only=ON")
        else:  # a file beyond the limit could not be opened again
            db.execute(f"PRAGMA max_page_count={MAX_FILE // _pragma(db, 'page_size')}").fetchall()
    except BaseException:
        db.close()
        raise
    return db


def _connect_checked(path: Path, file: Path, mode: Mode, whole: bool) -> sqlite3.Connection:
    db = connect(path, file, mode)
    try:
        db.execute("PRAGMA query_only=ON")
        with time_limit(db, CHECK_SECONDS), reading(db):
            _check_content(db, path, file, whole)
        if mode == "rw":
            db.execute("PRAGMA query_only=OFF")
    except BaseException:
        db.close()
        raise
    return db


def _check_content(db: sqlite3.Connection, path: Path, file: Path, whole: bool) -> None:
    _check_format(path, _pragma(db, "application_id"), format_of(db))
    size, expected = file.stat().st_size, _pragma(db, "page_count") * _pragma(db, "page_size")
    if size != expected:
        raise damaged(path, f"it has {size:,} bytes where {expected:,} belong")
    check_schema(db, path)
    tables = {name for kind, name, _ in schema.SCHEMAS[format_of(db)] if kind == "table"}
    for table, most in schema.LIMITS.items():
        if table not in tables:
            continue
        (count,) = db.execute(
            f"SELECT (SELECT max(seq) FROM {table}) - (SELECT min(seq) FROM {table}) + 1"
            if table == "op"  # counting them would take longer the more was ever done
            else f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {most + 1})"
        ).fetchone()
        if count is not None and count > most:
            raise NotABoard(
                f"{shown(path)}: this board has more than {most:,} rows of {table}, the most that is allowed."
            )
    for check in ["(1)"] if whole else [f"('{name}')" for name in sorted(tables - schema.PAST)]:
        check_pages(db, path, f"quick_check{check}")
    if not db.execute("SELECT 1 FROM op LIMIT 1").fetchone():
        raise damaged(path, "its journal is empty")


def check_schema(db: sqlite3.Connection, path: Path) -> None:
    """Raises NotABoard where anything in the schema is not exactly ours."""
    found = set(db.execute("SELECT type, name, sql FROM sqlite_schema LIMIT 200").fetchall())
    known = schema.SCHEMAS.get(format_of(db))
    if known is None:
        raise damaged(path, f"it claims the format {format_of(db)}, which never was")
    if found == known:
        return
    names = sorted({str(row[1]) for row in found ^ known})
    raise Unclean(
        f"{shown(path)}: this is not a clean board, its table definitions were changed"
        f" ({one_line(', '.join(names)[:80])}); open a backup or another copy of it."
    )


def check_pages(db: sqlite3.Connection, path: Path, check: str) -> None:
    """Runs quick_check or integrity_check. Raises Damaged."""
    rows = db.execute(f"PRAGMA {check}").fetchall()
    if rows != [("ok",)]:
        said = str(rows[0][0]).removeprefix("*** in database main ***") if rows else "its pages cannot be read"
        what = " ".join(said.split())[:120]
        raise unread(path, what) if "failed to get page" in what else damaged(path, what)


def check_whole(db: sqlite3.Connection, path: Path) -> None:
    """Looks at the pages that opening a large file left out. Raises Damaged, sqlite3.Error."""
    with time_limit(db, CHECK_SECONDS):
        check_pages(db, path, "quick_check(1)")


def format_of(db: sqlite3.Connection) -> int:
    return _pragma(db, "user_version")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """One view of the file for several queries."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def time_limit(db: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Interrupts queries that take longer."""
    end = time.monotonic() + seconds
    db.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        yield
    finally:
        db.set_progress_handler(None, 0)
