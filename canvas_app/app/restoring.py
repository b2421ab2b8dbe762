"""Boards as they were, without a window: at a step of their journal, at a named version, or as a copy put aside."""

from pathlib import Path

from canvas_app.app.backups import SUFFIX, Backup, backups_of
from canvas_app.app.library import save_state
from canvas_app.app.salvaging import BROKEN, Wreck, take_copy
from canvas_app.app.session import Session
from canvas_app.app.timeline import Moment
from canvas_app.domain.errors import BadInput
from canvas_app.storage.errors import Missing, shown


def states(source: Path) -> list[str]:
    """What a board can go back to, a line each, the newest first. Of a damaged board there are only copies.

    Raises storage errors.
    """
    moments, copies, steps = _known(source)
    lines = [f"step {moment.seq}: {moment.at}{f', {moment.name}' if moment.name else ''}" for moment in moments]
    lines += [f"copy {_time(copy)}: {copy.size:,} bytes, {shown(copy.path)}" for copy in copies]
    if steps:
        lines.append(f"Every step from {steps.start} to {steps[-1]} can be had by its number.")
    if not copies:
        lines.append("No copies of this board have been put aside.")
    return lines


def restore(source: Path, version: str, target: Path, replace: bool = False) -> None:
    """Makes a board as `source` was: `version` is a name, the number of a step, or the time of a copy.

    Raises BadInput where there is no such version, storage errors.
    """
    moments, copies, steps = _known(source)
    named = [moment.seq for moment in moments if moment.name and moment.name == version]
    if not named and len(version) < 10 and version.isdecimal() and version.isascii():
        named = [seq for seq in (int(version),) if seq in steps or any(seq == moment.seq for moment in moments)]
    if named:
        session = Session.open(source, read_only=True)
        try:
            board = session.timeline.board_at(named[0])
            save_state(board, board.info.title, target, replace).close()
        finally:
            session.close()
        return
    copy = next((copy for copy in copies if version in (_time(copy), copy.path.name)), None)
    if copy is None:
        raise BadInput(
            f"{shown(source)}: there is no version '{version:.60}'; without --version what there is is listed."
        )
    take_copy(copy.path, target, replace)


def _known(source: Path) -> tuple[list[Moment], list[Backup], range]:
    """The moments of a board, the copies of it, and the steps of its history."""
    try:
        session = Session.open(source, read_only=True)
    except (*BROKEN, Missing) as error:
        copies = Wreck(source).copies()
        if not copies:
            raise error
        return [], copies, range(0)
    try:
        line = session.timeline
        return line.moments(), backups_of(session.board.info.id), range(line.first, line.head + 1)
    finally:
        session.close()


def _time(copy: Backup) -> str:
    return copy.path.name.removesuffix(SUFFIX)
