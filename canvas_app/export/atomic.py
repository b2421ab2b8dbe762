"""Files are replaced whole or not at all: for PDF, pictures, CSV, JSON and Markdown alike."""

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from canvas_app.domain.errors import UserError

STALE_AFTER = 3600.0
_SUFFIX = ".part"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EINVAL}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}
_HELD = {errno.EBUSY, errno.ETXTBSY}
_SHARING_VIOLATION, _LOCK_VIOLATION, _USER_MAPPED = 32, 33, 1224
"""What Windows says of a file that another program holds."""


class CannotWrite(UserError):
    """A file cannot be written; the sentence says which and what to do. What was there before is untouched."""

    exit_code = 5


class Exists(CannotWrite):
    """There is a file of that name, and it was not said that it may be replaced."""


class NotAsMade(UserError):
    """For the check of `write_atomic`: the file that was written does not hold what it should."""

    exit_code = 5


def write_atomic(target: Path, data: bytes, force: bool = False, check: Callable[[Path], None] | None = None) -> None:
    """Put `data` into the file `target`, through a symbolic link into the file that it names.

    Without `force` an existing file is never overwritten, even if it appears meanwhile; with it the old file's mode
    is kept. Whoever reads the path sees the old content or the new one, never a part.
    `check` looks at what was written, under another name, before it takes its place; what it raises stops that.
    Raises CannotWrite where it cannot be done; nothing is left behind then.
    """
    try:
        place = target.resolve()
        _refuse_early(target, place, force)
        _sweep(place)
        with _temporary(place) as temp:
            _fill(temp, data)
            if check is not None:
                check(temp)
            if force:
                if place.exists():
                    os.chmod(temp, stat.S_IMODE(place.stat().st_mode))
                os.replace(temp, place)
            else:
                _put_if_free(temp, place)
        _sync_folder(place.parent)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go round in a circle
        exists = isinstance(error, FileExistsError)
        raise (Exists if exists else CannotWrite)(_explain(target, error)) from error


def _refuse_early(target: Path, place: Path, force: bool) -> None:
    """The refusals that can be told before anything is written."""
    if place.is_dir():
        raise CannotWrite(f"Cannot write {target}: it is a folder; add a file name.")
    if not place.parent.is_dir():
        raise CannotWrite(f"Cannot write {target}: the folder {place.parent} does not exist; create it first.")
    if not place.exists():
        return
    if not place.is_file():
        raise CannotWrite(f"Cannot write {target}: it is not a regular file; choose another name.")
    if not force:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    if not os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def _prefix(place: Path) -> str:
    return f".{place.name[:40]}."  # at most 4 bytes a character, and a name holds 255


@contextlib.contextmanager
def _temporary(place: Path) -> Iterator[Path]:
    """A name beside `place` that is gone afterwards."""
    temp = place.parent / f"{_prefix(place)}{secrets.token_hex(8)}{_SUFFIX}"
    try:
        yield temp
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)


def _fill(path: Path, data: bytes) -> None:
    """Create `path` and have all of `data` on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_if_free(temp: Path, place: Path) -> None:
    """Give `temp` its name; FileExistsError where that name has been taken meanwhile."""
    try:
        os.link(temp, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # No hard links here (FAT, some network folders): take the name first, then put the content under it.
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(temp, place)
        except OSError:
            place.unlink(missing_ok=True)
            raise


def _sync_folder(folder: Path) -> None:
    """The new name on the disk as well, where the system can do that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(place: Path) -> None:
    """Remove what writers of this file left behind when they were killed."""
    with contextlib.suppress(OSError):
        for entry in place.parent.iterdir():
            if entry.name.startswith(_prefix(place)) and entry.name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime > STALE_AFTER:
                        entry.unlink()


def _explain(target: Path, error: OSError | RuntimeError) -> str:
    number = error.errno if isinstance(error, OSError) else errno.ELOOP
    if number == errno.EEXIST:
        return f"Cannot write {target}: the file exists already; choose another name, or use --force to replace it."
    if number in _NO_ROOM:
        return f"Cannot write {target}: there is no space left; free some, or choose another disk."
    if number in _HELD or getattr(error, "winerror", 0) in (_SHARING_VIOLATION, _LOCK_VIOLATION, _USER_MAPPED):
        return f"Cannot write {target}: another program has it open; close it there, or choose another name."
    if number in _NO_RIGHT:
        return f"Cannot write {target}: you have no permission to write there; choose another folder."
    if number == errno.ENAMETOOLONG:
        return f"Cannot write {target}: the name is too long; choose a shorter one."
    if number == errno.ELOOP:
        return f"Cannot write {target}: its links go round in a circle; choose another name."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"Cannot write {target}: {reason}; choose another place."
