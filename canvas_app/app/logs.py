"""The log file: tracebacks, and what libraries say on their own."""

import contextlib
import faulthandler
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 1_000_000


def log_file() -> Path:
    import platformdirs

    return platformdirs.user_log_path("value-canvas", appauthor=False) / "canvas-app.log"


def crash_file() -> Path:
    """Where the stacks go when the process itself falls over."""
    return log_file().with_name("crash.log")


@contextlib.contextmanager
def crashes_to_file() -> Iterator[bool]:
    """In this block a fall of the process (in Qt, SQLite, a driver) leaves its stacks in `crash_file`.

    Gives whether the one before has; that is then moved to the log.
    """
    path = crash_file()
    fallen = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            fallen = write_log(path.read_bytes()[:MAX_BYTES].decode("utf-8", "replace"))
        file = path.open("wb")
    except OSError:
        yield fallen
        return
    with file:
        faulthandler.enable(file)
        try:
            yield fallen
        finally:
            faulthandler.disable()


def start_logging() -> None:
    """Python's warnings and log records go to the log file; nowhere where that cannot be written."""
    root = logging.getLogger()
    if any(isinstance(handler, _LogFile) for handler in root.handlers):
        return
    root.addHandler(_LogFile())
    logging.captureWarnings(True)


class _LogFile(logging.Handler):
    """Opens the file for each record: records are rare, and no file stays open."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        write_log(self.format(record))


def write_log(text: str) -> bool:
    """Appends to the log file; False where it cannot be written."""
    try:
        with _opened() as file:
            file.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    except OSError:
        return False
    return True


@contextlib.contextmanager
def native_messages_to_log() -> Iterator[None]:
    """What libraries write to the standard error by themselves (Qt, fontconfig) goes to the log in this block."""
    try:
        saved = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    try:
        with contextlib.suppress(AttributeError, OSError, ValueError):
            sys.stderr.flush()
        try:
            with _opened() as file:
                os.dup2(file.fileno(), 2)
        except OSError:
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        with contextlib.suppress(AttributeError, OSError, ValueError):
            sys.stderr.flush()
        os.dup2(saved, 2)
        os.close(saved)


def _opened() -> BinaryIO:
    """The log file, ready to append to; a large one begins anew. Raises OSError."""
    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    full = path.exists() and path.stat().st_size > MAX_BYTES
    return path.open("wb" if full else "ab")
