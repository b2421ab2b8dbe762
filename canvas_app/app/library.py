"""Board files on disk: making new ones, finding them, and the newer canvas for an old board."""

import logging
import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canvas_app.app import resources
from canvas_app.app.session import Session, now
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.commands import ReplaceCanvas
from canvas_app.domain.decide import board_patches, decide, may_replace_canvas
from canvas_app.domain.entities import ENTITIES
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step
from canvas_app.domain.ids import new_id, short_id
from canvas_app.domain.patch import Patch, insert
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import Damaged, TargetExists, Unclean, shown
from canvas_app.storage.files import is_taken

log = logging.getLogger(__name__)

SUFFIX = ".valueboard"
EXPORTED = (".json", ".pdf")
"""Endings of files that a whole board can be in: such a file becomes a new board."""
MANY_AT_ONCE = 50
"""Boards of one title that other windows may make while one is made here."""
_UNTOLD = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def default_library() -> Path:
    """`Value Canvas` in the documents folder."""
    import platformdirs

    return platformdirs.user_documents_path() / "Value Canvas"


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are of one file, by whatever names and links."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def free_path(folder: Path, title: str) -> Path:
    """Where a new board of this title goes: " 2" and so on where the name is taken."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", title)
    name = " ".join(name.split()).strip(". ") or "Board"
    while len(name.encode()) > 200:
        name = name[:-1].rstrip()
    path = folder / f"{name}{SUFFIX}"
    number = 2
    while is_taken(path):
        path = folder / f"{name} {number}{SUFFIX}"
        number += 1
    return path


def told_name(name: str) -> str:
    """A file's name as it is shown: what would turn a line round or end it, or is no Unicode, is a visible sign."""
    return _UNTOLD.sub("\ufffd", name)


def make_in(folder: Path, title: str, create: Callable[[Path], None]) -> Path:
    """Has `create` make a board of this title in a folder; another window that takes the name meanwhile has it.

    Raises what `create` raises.
    """
    for _ in range(MANY_AT_ONCE):
        path = free_path(folder, title)
        with suppress(TargetExists):
            create(path)
            return path
    raise NoFolder(f"{shown(folder)}: too much goes on in this folder; try again.")


def create_board(
    path: Path, canvas: Canvas, info: dict[str, Any], content: Sequence[Patch] = (), replace: bool = False
) -> BoardFile:
    """Makes a board file. `info` are fields of the board (title, partner, segment, goal, ...); `content` inserts
    notes, links and statements. Raises UserError where the content breaks a rule or the file cannot be made."""
    info = {"created": now(), **info, "id": new_id()}
    patches = [*board_patches(info, canvas.as_data()), *content]
    rows = Board({}).check(patches)
    step = Step(
        op_id=short_id(),
        session=short_id(),
        at=now(),
        kind="base",
        label="New board",
        origin="library",
        patches=tuple(patches),
    )
    return BoardFile.create(path, step, rows, replace)


def update_canvas(session: Session) -> None:
    """Takes over a newer version of the board's canvas, where the board allows it, in one step after a backup.

    Where that cannot be made the board keeps its canvas for now.
    """
    board = session.board
    newer = None if session.read_only else _newer_canvas(board)
    if newer is None:
        return
    try:
        session.back_up()
        session.do(newer, origin="library")
    except (UserError, OSError) as error:
        log.warning("%s keeps its canvas: %s", session.path, error)


def with_newer_canvas(board: Board) -> Board:
    """The board under the installed canvas where that is newer and fits it: a copy, for reading only."""
    newer = _newer_canvas(board)
    if newer is None:
        return board
    copy = board.copy()
    copy.apply(copy.check(decide(copy, newer)))
    return copy


def _newer_canvas(board: Board) -> ReplaceCanvas | None:
    canvas = resources.installed_canvas(board.info.canvas)
    if canvas is None or canvas.version <= board.canvas_copy.version:
        return None
    definition = canvas.as_data()
    return ReplaceCanvas(definition) if may_replace_canvas(board, definition) else None


@dataclass(frozen=True)
class Listed:
    """A board of a folder as `list` shows it; `problem` where it cannot be read."""

    path: Path
    title: str = ""
    canvas: str = ""
    partner: str = ""
    segment: str = ""
    notes: int = 0
    statements: int = 0
    changed: str = ""
    problem: str = ""


def save_state(board: Board, title: str, path: Path, replace: bool = False) -> BoardFile:
    """A state of a board as a board of its own. Raises UserError where the file cannot be made."""
    info = {**board.info.model_dump(mode="json"), "title": title}
    del info["id"]
    content = [
        insert(row) for name in ENTITIES if name not in ("board", "canvas") for row in board.table(name).values()
    ]
    return create_board(path, board.canvas, info, content, replace)


def list_boards(folder: Path) -> list[Listed]:
    """The boards of a folder by name; one bad file never hides the others. Raises UserError without such a folder."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except OSError as error:
        raise NoFolder(
            f"{folder}: cannot be read, {(error.strerror or '').lower()}; name a folder of boards."
        ) from error
    return [_listed(path) for path in paths]


def problem_of(path: Path, largest: int) -> str:
    """Why a board cannot be opened, as a sentence without its path; "" where it can, or has more than so many bytes."""
    try:
        if path.stat().st_size > largest:
            return ""
        BoardFile.open(path, read_only=True).close()
    except OSError:
        return ""
    except (Damaged, Unclean):
        return "This board is damaged; open it to see what can be saved."
    except UserError as error:
        reason = str(error).removeprefix(f"{shown(path)}: ")
        return f"{reason[:1].upper()}{reason[1:]}"
    return ""


class NoFolder(UserError):
    exit_code = 3


def _listed(path: Path) -> Listed:
    try:
        with closing(Session.open(path, read_only=True)) as session:
            board, changed = session.board, session.changed_at
    except UserError as error:
        return Listed(path, problem=str(error))
    info = board.info
    notes, statements = len(board.notes), len(board.statements)
    return Listed(path, info.title, info.canvas, info.partner, info.segment, notes, statements, changed)
