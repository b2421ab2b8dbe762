import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .boards import create, note, python

SPILL = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=5")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE note SET text='half applied'")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board of 400 notes whose writer was killed in the middle of a change: a hot journal lies beside it."""
    path = tmp_path_factory.mktemp("stopped") / "Clinic.valueboard"
    create(path, *(note(f"n{n}", text="words " * 40) for n in range(400))).file.close()
    python(SPILL, path).communicate(timeout=60)
    journal = path.with_name(path.name + "-journal")
    assert journal.read_bytes()[:1] == b"\xd9"
    return path


@pytest.fixture
def hot_journal(stopped: Path) -> bytes:
    return stopped.with_name(stopped.name + "-journal").read_bytes()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may reach; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="vc-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of another program."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t(a)")
    db.close()
    return path


class _Watch:
    """Sees every open() of Python while `calls` is a list; an audit hook cannot be taken away again."""

    calls: list[str] | None = None
    hooked = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.calls is not None and event == "open":
            self.calls.append(str(arguments[0]))


_watch = _Watch()


@pytest.fixture
def open_calls() -> Iterator[Callable[[], list[str]]]:
    """Call it to begin: the list that from then on gets the path of every open() but SQLite's own."""

    def begin() -> list[str]:
        if not _watch.hooked:
            sys.addaudithook(_watch)
            _watch.hooked = True
        _watch.calls = []
        return _watch.calls

    yield begin
    _watch.calls = None
