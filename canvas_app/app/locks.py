"""The hint that a board is being edited: a lock file beside it, held while a window may write."""

import contextlib
import getpass
import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from canvas_app.domain.errors import UserError
from canvas_app.storage.errors import one_line, shown

_MOST = 4096
"""Bytes of a lock file that are read, and a word of it is cut at a fortieth of that."""
PATIENCE = 0.1
"""Seconds for which a lock is waited for: somebody may only be looking whether it is free, or just letting go of it."""
State = Literal["free", "held", "elsewhere", "unreadable"]


@dataclass(frozen=True)
class Holder:
    """Who holds a board, as its lock file says; empty and None where it does not. `since` is local time.

    `held`: a window of this computer has it now. Otherwise a lock file says so, which may be left over: that of another
    computer, or one that cannot be read.
    """

    user: str = ""
    host: str = ""
    since: datetime | None = None
    held: bool = True

    @property
    def name(self) -> str:
        """Who that is, to begin a sentence with."""
        if not self.user:
            return "Somebody"
        return self.user if not self.host or self.host == platform.node() else f"{self.user} on {self.host}"


class BoardHeld(UserError):
    """Another window is writing to the board, or a lock file says so."""

    exit_code = 6

    def __init__(self, board: Path, holder: Holder):
        by = f" by {holder.user} on {holder.host}" if holder.user else ""
        if holder.held:
            words = f"is open in another window{by}; close it there, or work on a copy."
        elif holder.user:
            words = f"is open{by}, as the lock file beside it says; close it there, or work on a copy."
        else:
            words = (
                "has a lock file beside it that cannot be read; somebody may have it open. Open it in the window to say"
                " what is to be done, or work on a copy."
            )
        super().__init__(f"{shown(board)}: {words}")
        self.holder = holder


def lock_path(board: Path) -> Path:
    resolved = Path(os.path.realpath(board))  # resolve() has an error of its own for links that go round
    return resolved.with_name(f".{resolved.name}.lock")


class BoardLock:
    """Held from `acquire` to `release`. Where no lock file can be made (read-only folder), there is none."""

    def __init__(self, lock: FileLock | None, left_over: bool = False):
        self._lock = lock
        self.left_over = left_over
        """Whether the window before on this computer has not let go of it: it was stopped unexpectedly."""

    @classmethod
    def acquire(cls, board: Path, anyway: bool = False) -> "BoardLock":
        """Raises BoardHeld where another window holds the board; with `anyway` it goes on without a lock then."""
        path = lock_path(board)
        lock = FileLock(path, timeout=PATIENCE, poll_interval=PATIENCE / 5)
        try:
            lock.acquire()
        except Timeout as error:
            if anyway:
                return cls(None)
            raise BoardHeld(board, _holder(path)[1]) from error
        except (OSError, NotImplementedError) as error:
            # A hint that cannot be left is no reason not to work: every commit checks the head of the journal.
            if not anyway and _held_by_another_account(path):
                raise BoardHeld(board, _holder(path)[1]) from error
            return cls(None)
        state, holder = _holder(path)
        if state in ("elsewhere", "unreadable") and not anyway:
            lock.release()  # locks do not reach other computers everywhere; the file stays as it was
            raise BoardHeld(board, holder)
        with contextlib.suppress(OSError):
            _say(path)
        return cls(lock, left_over=state == "held")

    def release(self) -> None:
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._lock.lock_file)
            self._lock.release()
            self._lock = None


def is_free(board: Path) -> bool:
    """Whether nobody holds the board any more; the lock file stays as it is."""
    path = lock_path(board)
    if not path.exists():
        return True
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError, NotImplementedError):
        return False
    free = _holder(path)[0] in ("free", "held")
    lock.release()
    return free


def _say(path: Path) -> None:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        user = "somebody"
    words = {
        "host": platform.node(),
        "pid": os.getpid(),
        "user": user,
        "app": "Value Canvas",
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    path.write_text(json.dumps(words), encoding="utf-8")


def _holder(path: Path) -> tuple[State, Holder]:
    """What a lock file says: nothing ("free"), a window of this computer, or of another one."""
    if path.exists() and not path.is_file():
        return "unreadable", Holder(held=False)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError:
        return "free", Holder()
    if not content.strip():
        return "free", Holder()  # cut off between making the file and writing it
    try:
        who = json.loads(content)
        host, user = (one_line(str(who[name]))[: _MOST // 40] for name in ("host", "user"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return "unreadable", Holder(held=False)
    since = None
    with contextlib.suppress(ValueError, TypeError, KeyError, OverflowError):
        since = datetime.fromisoformat(who["since"]).astimezone()
    here = host == platform.node()
    return ("held" if here else "elsewhere"), Holder(user, host, since, held=here)


def _held_by_another_account(path: Path) -> bool:
    """Whether a lock file that we may not write to is locked."""
    try:
        import fcntl

        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (OSError, ImportError):
        return False
    return False
