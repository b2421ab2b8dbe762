"""New files that appear whole or not at all, and never on top of another file by accident."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from canvas_app.domain.ids import new_id
from canvas_app.storage.errors import CannotWrite, shown, target_exists

SIDECARS = ("-journal", "-wal", "-shm")
STALE_AFTER = 3600.0
"""Seconds after which nobody writes to a temporary file any more."""
_TEMP = ".valueboard.tmp"
NAME_MAX = 255  # bytes, on every file system that matters
PATH_MAX = 500  # bytes; SQLite stops at 512 with the journal's suffix


def sidecar(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def sidecars(file: Path) -> list[Path]:
    """What SQLite may have left beside a board, whether it is there or not."""
    return [sidecar(file, suffix) for suffix in SIDECARS]


def is_taken(file: Path) -> bool:
    """Whether a file has this name, or what was left beside one that had, which may be all there is of a change."""
    return any(os.path.lexists(path) for path in (file, *sidecars(file)))


@contextmanager
def new_file(target: Path, replace: bool) -> Iterator[Path]:
    """An empty temporary file in the folder of `target`, which becomes `target` when the block ends well.

    Raises OSError, and TargetExists where `target` exists and may not be replaced.
    """
    _refuse(target, replace)
    place = Path(os.path.realpath(target)) if replace else target
    _sweep(place.parent)
    temp = place.with_name(f".{new_id()}{_TEMP}")
    os.close(os.open(temp, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield temp
        _sync(temp)
        _refuse(target, replace)
        for left_over in sidecars(place):  # a journal of another file would be rolled back into the new one
            left_over.unlink(missing_ok=True)
        if replace:
            if place.exists():
                shutil.copymode(place, temp)
            os.replace(temp, place)
        else:
            _link(temp, place)
        sync_folder(place.parent)
    finally:
        with suppress(FileNotFoundError):  # renamed, or taken away by somebody
            temp.unlink()


def _sweep(folder: Path) -> None:
    """Takes away what writers left behind when they were killed."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if entry.name.startswith(".") and entry.name.endswith(_TEMP):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > STALE_AFTER:
                        entry.unlink()


def _refuse(target: Path, replace: bool) -> None:
    if target.is_dir() or (os.path.lexists(target) and not (replace and target.is_file())):
        raise target_exists(target)
    if len(os.fsencode(target.name)) + len("-journal") > NAME_MAX or len(os.fsencode(target)) > PATH_MAX:
        raise CannotWrite(f"{shown(target)[:200]}: the name is too long; use a shorter one.")


def _link(temp: Path, target: Path) -> None:
    """Gives the finished file its name unless the name is taken. Raises FileExistsError."""
    try:
        os.link(temp, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV):
            raise
        _copy_exclusively(temp, target)


def _copy_exclusively(temp: Path, target: Path) -> None:
    """Where a disk knows no links: the name is taken first, then filled."""
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as out, temp.open("rb") as source:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Has the names in a folder on disk. Raises OSError."""
    if os.name != "posix":  # other systems cannot open folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
