"""What the loops share: boards to work on, and what must hold of a board that something happened to."""

import sqlite3
from contextlib import closing
from pathlib import Path

from canvas_app.app import library, resources
from canvas_app.app.session import Session
from canvas_app.storage.checking import check
from tests.reliability.workshop import Script


def new_board(path: Path, steps: int = 0) -> Path:
    """A board that a team has worked on for so many steps."""
    library.create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Workshop"}).close()
    session = Session.open(path)
    script = Script(session)
    for _ in range(steps):
        script.step()
    session.close()
    return path


def journal(path: Path) -> list[str]:
    """The ids of all steps on disk, in order, read past the app's own code."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return [row[0] for row in db.execute("SELECT op_id FROM op ORDER BY seq").fetchall()]


def intact(path: Path) -> list[str]:
    """The journal of a board that opens, is sound in every page and sum, and is what its journal leads to."""
    Session.open(path).close()
    check(path, deep=True)
    return journal(path)
