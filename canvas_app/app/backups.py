"""Copies of boards as files of their own: by board id, never beside the board, thinned as they grow old.

The rule is Anki's (RELIABILITY 1 and 4.5): everything of two days, then one a day for a week, one a week for a month,
one a month for half a year. An old copy goes only after a new one has been written and checked, and three always stay.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from canvas_app.app import resources
from canvas_app.domain.ids import keepable
from canvas_app.storage.boardfile import BoardFile

log = logging.getLogger(__name__)

ALL_FOR = timedelta(days=2)
THINNED = ((timedelta(days=1), 7), (timedelta(days=7), 4), (timedelta(days=30), 6))
"""How long the periods are of which the newest copy stays, and how many such periods there are, one after another."""
MOST = 200 * 1024 * 1024
"""Bytes for the copies of one board."""
ALWAYS = 3
SUFFIX = ".valueboard"
_FORMAT = "%Y-%m-%dT%H%M%S.%fZ"
_PAUSED = "restored"
"""A file of this name in a board's folder: a copy was restored, so nothing is thinned until a person says so."""


@dataclass(frozen=True)
class Backup:
    """`at` is UTC, `size` in bytes."""

    path: Path
    at: datetime
    size: int


def backup_path(board_id: str) -> Path:
    """Where a copy of this board made now goes; its folder is there then. Raises OSError."""
    folder = resources.backups_folder() / board_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{datetime.now(UTC):{_FORMAT}}{SUFFIX}"


def backups_of(board_id: str) -> list[Backup]:
    """The copies of a board, newest first."""
    if not keepable(board_id):
        return []
    found = []
    with suppress(OSError):
        for path in (resources.backups_folder() / board_id).iterdir():
            with suppress(OSError, ValueError):
                at = datetime.strptime(path.name.removesuffix(SUFFIX), _FORMAT).replace(tzinfo=UTC)
                found.append(Backup(path, at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.at, reverse=True)


def boards_with_backups() -> list[str]:
    """The ids of all boards that have copies, also of those whose files are gone."""
    with suppress(OSError):
        return sorted(path.name for path in resources.backups_folder().iterdir() if backups_of(path.name))
    return []


def make_backup(file: BoardFile, board_id: str) -> Path:
    """Copies a board as it is on disk, checks the copy, and thins what is older. Raises CannotWrite, OSError."""
    target = backup_path(board_id)
    file.copy_to(target, same_id=True)
    thin(board_id)
    return target


def thin(board_id: str) -> None:
    """Takes away what the rule does not keep. What cannot be taken away stays, and is tried again next time."""
    if thinning_is_paused(board_id):
        return
    found = backups_of(board_id)
    for backup in superfluous(found, datetime.now(UTC)):
        try:
            backup.path.unlink()
        except OSError as error:
            log.warning("%s stays: %s", backup.path, error)


def pause_thinning(board_id: str) -> None:
    """After a restore the good copies must not be pushed out by new ones, until `resume_thinning`."""
    with suppress(OSError):
        (resources.backups_folder() / board_id / _PAUSED).touch()


def thinning_is_paused(board_id: str) -> bool:
    return keepable(board_id) and (resources.backups_folder() / board_id / _PAUSED).exists()


def resume_thinning(board_id: str) -> None:
    with suppress(OSError):
        (resources.backups_folder() / board_id / _PAUSED).unlink(missing_ok=True)


def superfluous(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Those that the rule does not keep, oldest first; whatever the clock says, the newest three stay."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    kept: list[Backup] = []
    periods: set[tuple[int, int]] = set()
    for backup in ordered:
        age = now - backup.at
        period = _period(age)
        if len(kept) < ALWAYS or age <= ALL_FOR or (period is not None and period not in periods):
            kept.append(backup)
            if period is not None:
                periods.add(period)
    while len(kept) > ALWAYS and sum(backup.size for backup in kept) > MOST:
        kept.pop()
    chosen = set(kept)
    return [backup for backup in reversed(ordered) if backup not in chosen]


def _period(age: timedelta) -> tuple[int, int] | None:
    """The day, week or month that a copy of this age stands for; None for those that are not thinned, or too old."""
    age -= ALL_FOR
    if age < timedelta():
        return None
    for n, (length, count) in enumerate(THINNED):
        if age < length * count:
            return n, int(age / length)
        age -= length * count
    return None
