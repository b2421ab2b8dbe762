"""What can go wrong with a board file, each as one line that says what, where and what to do."""

import errno
import sqlite3
from pathlib import Path
from typing import Literal

from canvas_app.domain.errors import BadInput, UserError

Cause = Literal["full", "read-only", "moved", "busy", "damaged", "disk", "content"]


class CannotOpen(BadInput):
    """A board that is missing, unreadable, damaged or something else."""


class Missing(CannotOpen):
    """Nothing is there."""


class NotABoard(CannotOpen):
    """A file that is not a board, or not a clean one."""


class Unclean(NotABoard):
    """A board with something in its table definitions that is not ours; its rows can be read one by one."""


class Damaged(CannotOpen):
    """A board whose content is not what was written."""


class NewerFormat(UserError):
    """A board of a later version of the app."""

    exit_code = 4


class CannotWrite(UserError):
    """A file that cannot be made: it exists, its folder does not, no space, no permission."""

    exit_code = 5


class TargetExists(CannotWrite):
    """A file is there already and may not be replaced."""


class Busy(UserError):
    """Another program holds the board."""

    exit_code = 6


class ForeignChange(Busy):
    """Another program wrote to the board since it was read; nothing of ours was written. `load` reads it anew."""


class NotSaved(UserError):
    """A change that is not in the file. The board file stays usable: the same step can be appended again."""

    def __init__(self, message: str, cause: Cause):
        super().__init__(message)
        self.cause = cause
        self.exit_code = {"busy": 6, "damaged": 3}.get(cause, 5)


def shown(path: Path) -> str:
    """A path on one line, with control, bidi and undecodable characters spelled out."""
    return one_line(str(path))


def one_line(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def counted(number: int, word: str) -> str:
    """ "1 note", "1,200 notes"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def reason_of(error: Exception) -> str:
    """What an error says itself, fit for the middle of a sentence."""
    return one_line(" ".join(str(error).split())[:120])


def cannot_open(path: Path, error: Exception) -> UserError:
    """The error of the person for one met while reading a board."""
    name = shown(path)
    if isinstance(error, OSError):
        match error.errno:
            case errno.ENOENT | errno.ENOTDIR:
                return Missing(f"{name}: there is no such file; check the name and the folder.")
            case errno.EACCES | errno.EPERM:
                return CannotOpen(f"{name}: you may not read this file; ask its owner for permission.")
            case errno.ENAMETOOLONG:
                return CannotOpen(f"{name:.200}: the name is too long; use a shorter one.")
            case errno.ELOOP:
                return CannotOpen(f"{name}: this link leads back to itself; name the board file itself.")
            case errno.ENOSPC | errno.EDQUOT:
                return CannotOpen(
                    f"{name}: the disk has no room for the copy that is needed to read it; free some space."
                )
        reason = (error.strerror or str(error)).lower()
        return CannotOpen(f"{name}: the file cannot be read ({reason}); copy it to another disk and try again.")
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(f"{name}: another program is using this board; close it there and try again.")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return CannotOpen(f"{name}: the file cannot be opened; check that it is there and that you may read it.")
        case sqlite3.SQLITE_IOERR:
            return CannotOpen(f"{name}: the disk reported an error; copy the file to another disk and try again.")
        case sqlite3.SQLITE_INTERRUPT:
            return CannotOpen(f"{name}: reading takes too long; copy the file to a faster disk and try again.")
        case sqlite3.SQLITE_FULL:
            return CannotOpen(f"{name}: the disk has no room to read it; free some space and try again.")
        case sqlite3.SQLITE_NOMEM:
            return CannotOpen(f"{name}: the computer has no memory left for it; close something and try again.")
    return damaged(path, reason_of(error))


def damaged(path: Path, what: str) -> Damaged:
    return Damaged(f"{shown(path)}: this board is damaged ({what}); open a backup or another copy of it.")


def unread(path: Path, what: str) -> Damaged:
    """Of a page that SQLite could not have: the disk or the memory may have failed, and not the board."""
    return Damaged(
        f"{shown(path)}: a page of this board cannot be read ({what}); close other programs and try again, or open a"
        " backup or another copy of it."
    )


def cannot_write(path: Path, error: Exception) -> CannotWrite:
    """The error of the person for one met while making a file."""
    name = shown(path)
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.ENOSPC, errno.EDQUOT) or primary_code(error) == sqlite3.SQLITE_FULL:
        return CannotWrite(f"{name}: the disk is full; free some space and try again.")
    if primary_code(error) == sqlite3.SQLITE_NOMEM:
        return CannotWrite(f"{name}: the computer has no memory left for it; close something and try again.")
    match code:
        case errno.EEXIST:
            return target_exists(path)
        case errno.ENOENT | errno.ENOTDIR:
            return CannotWrite(f"{name}: its folder does not exist; make the folder first or choose another.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return CannotWrite(f"{name}: you may not write in this folder; choose another.")
        case errno.ENAMETOOLONG:
            return CannotWrite(f"{name:.200}: the name is too long; use a shorter one.")
    reason = (error.strerror if isinstance(error, OSError) else None) or reason_of(error)
    return CannotWrite(f"{name}: the file cannot be written ({reason.lower()}); choose another place.")


def target_exists(path: Path) -> TargetExists:
    what = "a folder of this name is" if path.is_dir() else "a file of this name is"
    return TargetExists(f"{shown(path)}: {what} there already; choose another name.")


_CAUSES: dict[int, tuple[Cause, str]] = {
    sqlite3.SQLITE_FULL: ("full", "the disk is full; free some space and try again"),
    sqlite3.SQLITE_READONLY: ("read-only", "it may not be written to any more; save the board as a new file"),
    sqlite3.SQLITE_PERM: ("read-only", "it may not be written to any more; save the board as a new file"),
    sqlite3.SQLITE_BUSY: ("busy", "another program is using the file; close it there and try again"),
    sqlite3.SQLITE_LOCKED: ("busy", "another program is using the file; close it there and try again"),
    sqlite3.SQLITE_CORRUPT: ("damaged", "the file was damaged while it was open; save the board as a new file"),
    sqlite3.SQLITE_ERROR: ("damaged", "the file was emptied or changed meanwhile; save the board as a new file"),
    sqlite3.SQLITE_NOTADB: ("damaged", "the file was damaged while it was open; save the board as a new file"),
    sqlite3.SQLITE_TOOBIG: ("content", "it is too large for one step; do it in smaller parts"),
    sqlite3.SQLITE_IOERR: ("disk", "the disk reported an error; try again, or save the board as a new file"),
    sqlite3.SQLITE_INTERRUPT: ("disk", "the disk takes too long; try again, or save the board as a new file"),
    sqlite3.SQLITE_NOMEM: ("disk", "the computer has no memory left; close something and try again"),
    sqlite3.SQLITE_CANTOPEN: ("disk", "its folder cannot be written to; try again, or save the board as a new file"),
}


_CONTENT = (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH)
"""What SQLite says of a value that no table of ours takes, however often it is tried."""


def not_saved(path: Path, error: Exception, moved: bool, at_limit: bool) -> NotSaved:
    """What kept a change out of the file, and what to do."""
    cause: Cause
    if moved:
        cause, text = "moved", "the file was moved, replaced or deleted meanwhile; save the board as a new file"
    elif at_limit:
        cause, text = "full", "the file has reached the largest size allowed; export it as JSON and import that anew"
    else:
        code = primary_code(error)
        refused: tuple[Cause, str] = ("content", f"the file refused it ({reason_of(error)}); try another way")
        if code not in (None, *_CONTENT) or isinstance(error, OSError):
            refused = ("disk", f"the file cannot be written ({reason_of(error)}); try again, or save the board anew")
        cause, text = _CAUSES.get(code or 0, refused)
    return NotSaved(f"{shown(path)}: the last change is not saved: {text}.", cause)


def not_upgraded(path: Path, error: Exception) -> str:
    """Why a board of an older format is open for reading only, as a sentence."""
    reason = str(error if isinstance(error, UserError) else cannot_write(path, error))
    if (code := primary_code(error)) in _CAUSES:
        reason = f"{_CAUSES[code][1]}."
    return (
        f"{shown(path)}: this board is of an older format and open for reading only, because it could not be brought up"
        f" to date: {reason.removeprefix(f'{shown(path)}: ')}"
    )


def primary_code(error: Exception) -> int | None:
    """SQLite's primary result code, without the extension bits; also for the memory that Python itself lacks."""
    if isinstance(error, MemoryError):
        return sqlite3.SQLITE_NOMEM
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None
