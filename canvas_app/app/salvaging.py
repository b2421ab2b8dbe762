"""Boards that cannot be opened as they are: what can be read of them, and the copies that were put aside."""

from contextlib import suppress
from pathlib import Path

from canvas_app.app import resources
from canvas_app.app.backups import Backup, backups_of, boards_with_backups
from canvas_app.app.library import SUFFIX, free_path
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.errors import UserError
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import Damaged, NotABoard, Unclean, shown
from canvas_app.storage.remains import Remains, remains_of
from canvas_app.storage.salvage import Salvaged, make, sorted_out

BROKEN = (Damaged, Unclean)
"""The errors of opening after which there is more to be done about a file than to say so."""


def may_be_wreck(path: Path, error: UserError) -> bool:
    """Whether it is worth looking what is left of a file, or what was put aside of it, after this error of opening."""
    return isinstance(error, BROKEN) or (isinstance(error, NotABoard) and path.suffix == SUFFIX and path.is_file())


def is_unclean(error: UserError) -> bool:
    """Whether a file was refused for its table definitions, not for damage."""
    return isinstance(error, Unclean)


def what_is_wrong(path: Path, error: UserError) -> str:
    """The sentence of an error about a file, without its path and without what is offered instead."""
    words = str(error)
    for name in (path, path.resolve()):
        words = words.removeprefix(f"{shown(name)}: ")
    for instead in ("; open a backup", "; name a file"):
        words = words.partition(instead)[0]
    words = words.rstrip(".").replace("this is not a board file", "it does not begin as a board file does")
    return f"{words[:1].upper()}{words[1:]}."


class Wreck:
    """A file that cannot be opened. `found` is what can be read, None with the reason in `why`."""

    def __init__(self, path: Path):
        self.path = path
        self.found: Salvaged | None = None
        self.why: UserError | None = None
        self._board_id = ""
        try:
            remains = remains_of(path)
            self._board_id = remains.board_id
            if remains.lost or not remains.steps:
                self._fill_in(remains)
            self.found = sorted_out(remains, canvas_for)
        except UserError as error:
            self.why = error

    def _fill_in(self, remains: Remains) -> None:
        """Steps that cannot be read may be in the newest copy."""
        if (copy := self.newest_copy()) is None:
            return
        with suppress(UserError):
            file = BoardFile.open(copy.path, read_only=True)
            try:
                remains.take_copy(file)
            finally:
                file.close()

    def orphan(self) -> str:
        """The name that the board had when a journal beside it was left behind; "" where there is no such journal."""
        with suppress(OSError):
            for journal in sorted(self.path.parent.glob("*-journal")):
                name = journal.name.removesuffix("-journal")
                if name.endswith(SUFFIX) and not journal.with_name(name).exists() and journal.stat().st_size:
                    return name
        return ""

    def copies(self) -> list[Backup]:
        """The copies put aside that can be opened, newest first: by the board's id, or by its name where it is lost."""
        boards = [self._board_id] if self._board_id else _named_like(self.path)
        found = [copy for board in boards for copy in backups_of(board)]
        return sorted(found, key=lambda copy: copy.at, reverse=True)

    def newest_copy(self) -> Backup | None:
        """The newest copy that is sound."""
        return next((copy for copy in self.copies() if title_of(copy.path) is not None), None)

    def save(self, target: Path, replace: bool = False) -> None:
        """Makes a new board of what was found. Raises CannotWrite, Damaged."""
        assert self.found is not None
        make(self.path, self.found, target, replace)


def salvage(path: Path, target: Path, replace: bool = False) -> Salvaged:
    """Makes a new board of what can be read of `path`. Raises Damaged where that is nothing, Busy, CannotWrite."""
    wreck = Wreck(path)
    if wreck.found is None:
        assert wreck.why is not None
        raise wreck.why
    wreck.save(target, replace)
    return wreck.found


def take_copy(copy: Path, target: Path, replace: bool = False) -> None:
    """Makes a board of its own, with its whole history, of a copy that was put aside. Raises storage errors."""
    file = BoardFile.open(copy, read_only=True)
    try:
        file.copy_to(target, replace)
    finally:
        file.close()


def canvas_for(canvas_id: str, zones: set[str]) -> Canvas:
    """The canvas of this id, or the one that knows most of these zones."""
    if canvas_id and (canvas := resources.installed_canvas(canvas_id)) is not None:
        return canvas
    known = resources.catalogue()
    default = known.canvas(resources.DEFAULT_CANVAS)
    return max(
        [default, *known.canvases.values()], key=lambda canvas: len(zones & {zone.id for zone in canvas.zones})
    )  # fmt: skip


def _named_like(path: Path) -> list[str]:
    """The ids of boards with copies whose title gives a file of this name."""
    found = []
    for board_id in boards_with_backups():
        title = next((title for copy in backups_of(board_id) if (title := title_of(copy.path)) is not None), None)
        if title is not None and free_path(Path("/nowhere"), title).stem == path.name.removesuffix(SUFFIX):
            found.append(board_id)
    return found


def title_of(copy: Path) -> str | None:
    """What the board in a copy is called; None where it cannot be read."""
    with suppress(UserError):
        file = BoardFile.open(copy, read_only=True)
        try:
            (info,) = file.load()["board"].values()
            return str(info.title)  # type: ignore[attr-defined]
        finally:
            file.close()
    return None
