"""The trash for boards: files that a person deleted, each in a folder of its own, until they are deleted for good."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from canvas_app.app import resources
from canvas_app.app.library import SUFFIX, free_path
from canvas_app.app.locks import BoardLock
from canvas_app.app.session import Session
from canvas_app.domain.errors import UserError
from canvas_app.domain.ids import new_id
from canvas_app.storage.errors import CannotWrite, cannot_write, shown
from canvas_app.storage.files import is_taken, new_file, sidecars, sync_folder
from canvas_app.storage.opening import is_open_here

_ABOUT = "about.json"


@dataclass(frozen=True)
class Trashed:
    """A board in the trash: where it is now, where it was, and when it was thrown away (UTC)."""

    file: Path
    was: Path
    at: datetime

    @property
    def title(self) -> str:
        return self.was.stem


def throw_away(board: Path) -> Trashed:
    """Moves a board to the trash. Raises BoardHeld where somebody has it open, CannotWrite where it cannot be moved."""
    board = Path(os.path.abspath(board))
    if board.is_symlink():
        raise CannotWrite(f"{shown(board)}: this is a link to a file elsewhere; take it away in the file manager.")
    if is_open_here(board):
        raise CannotWrite(f"{shown(board)}: this board is open; close it first.")
    if any(path.exists() for path in sidecars(board)):
        with suppress(UserError):  # a change that was cut off is rolled back, so that the file is whole by itself
            Session.open(board).close()
    with _explained(board):
        lock = BoardLock.acquire(board)
        try:
            folder = resources.trash_folder() / new_id()
            folder.mkdir(parents=True)
            at = datetime.now(UTC)
            about = {"was": str(board), "at": at.isoformat()}
            with new_file(folder / _ABOUT, False) as temp:
                temp.write_text(json.dumps(about), encoding="utf-8")
            try:
                _move(board, folder / board.name)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        finally:
            lock.release()
    return Trashed(folder / board.name, board, at)


def trashed() -> list[Trashed]:
    """What is in the trash, the latest first; what is not of ours is left out."""
    found = []
    with suppress(OSError):
        for folder in resources.trash_folder().iterdir():
            with suppress(OSError, ValueError, KeyError, TypeError):
                about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
                was, at = Path(about["was"]), datetime.fromisoformat(about["at"]).astimezone(UTC)
                if os.path.lexists(folder / was.name):
                    found.append(Trashed(folder / was.name, was, at))
    return sorted(found, key=lambda board: (board.at, str(board.file)), reverse=True)


def put_back(board: Trashed, library: Path) -> Path:
    """Moves a board back to where it was, under another name where that is taken, or into the library; its place.

    Raises CannotWrite.
    """
    folder = board.was.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = library
    with _explained(folder / board.was.name):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / board.was.name
        if is_taken(target):
            target = free_path(folder, board.was.stem) if board.was.suffix == SUFFIX else folder / new_name(target)
        _move(board.file, target)
        shutil.rmtree(board.file.parent, ignore_errors=True)
    return target


def new_name(path: Path) -> str:
    """A name that is not taken beside `path`."""
    number = 2
    while is_taken(path.with_name(f"{path.stem} {number}{path.suffix}")):
        number += 1
    return f"{path.stem} {number}{path.suffix}"


def delete_for_good(board: Trashed) -> None:
    """Takes a board out of the trash and off the disk. Raises CannotWrite."""
    with _explained(board.file):
        shutil.rmtree(board.file.parent)


def _move(file: Path, target: Path) -> None:
    """Moves a file and what SQLite left beside it; never over another one. Raises OSError, CannotWrite.

    As long as the file has its old name all that belongs to it is beside it, whenever this is cut off.
    """
    moves = [(file, target), *(pair for pair in zip(sidecars(file), sidecars(target), strict=True) if pair[0].exists())]
    made: list[Path] = []
    try:
        for source, place in moves:
            _put(source, place)
            made.append(place)
        sync_folder(target.parent)
        os.unlink(file)
    except BaseException:
        for place in made:
            with suppress(OSError):
                os.unlink(place)
        raise
    for source, _ in moves[1:]:
        with suppress(OSError):  # belongs to nothing any more
            os.unlink(source)


def _put(file: Path, target: Path) -> None:
    """Gives a file another name beside its own. Raises OSError, CannotWrite."""
    try:
        if os.path.lexists(target):
            raise FileExistsError(target)
        os.link(file, target)  # unlike a rename it never replaces
    except FileExistsError:
        raise
    except OSError:  # another disk, or one that knows no links
        with new_file(target, False) as temp:
            shutil.copyfile(file, temp)
            shutil.copystat(file, temp)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from error
