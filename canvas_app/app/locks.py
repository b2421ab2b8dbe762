"""The hint that a board is being edited: a lock file beside it, held while a window may write."""

import contextlib
import getpass
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from canvas_app.domain.errors import UserError


class BoardHeld(UserError):
    """Another process is writing to the board."""

    exit_code = 6


def lock_path(board: Path) -> Path:
    resolved = board.resolve()
    return resolved.with_name(f".{resolved.name}.lock")


class BoardLock:
    """Held from `acquire` to `release`. Where no lock file can be made (read-only folder), there is none."""

    def __init__(self, lock: FileLock | None):
        self._lock = lock

    @classmethod
    def acquire(cls, board: Path) -> "BoardLock":
        """Raises BoardHeld where another process holds the board."""
        path = lock_path(board)
        lock = FileLock(path, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise BoardHeld(
                f"{board}: is open in another window{_holder(path)}; close it there, or work on a copy."
            ) from error
        except OSError:
            # A hint that cannot be left is no reason not to work: every commit checks the head of the journal.
            return cls(None)
        with contextlib.suppress(OSError):
            path.write_text(
                json.dumps(
                    {
                        "host": platform.node(),
                        "pid": os.getpid(),
                        "user": getpass.getuser(),
                        "app": "Value Canvas",
                        "since": datetime.now(UTC).isoformat(timespec="seconds"),
                    }
                ),
                encoding="utf-8",
            )
        return cls(lock)

    def release(self) -> None:
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._lock.lock_file)
            self._lock.release()
            self._lock = None


def refuse_if_held(board: Path) -> None:
    """Raises BoardHeld where another process is writing to the board."""
    if lock_path(board).exists():
        BoardLock.acquire(board).release()


def _holder(path: Path) -> str:
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        return f" by {who['user']} on {who['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
