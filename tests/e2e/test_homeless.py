"""A window where there is no home, and no folder for settings, copies or the log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.session import Session

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui import application


class Application(application.Application):
    def exec(self):
        def work():
            (window,) = [widget for widget in self.topLevelWidgets() if isinstance(widget, application.MainWindow)]
            window.page.bridge.do(AddNotes((NewNote(text="homeless", zone="pains"),)))
            window.close()

        QTimer.singleShot(0, work)
        return super().exec()


application.Application = Application
sys.exit(application.run_window(Path(sys.argv[1]), Path(sys.argv[1]).parent))
"""


@pytest.mark.parametrize(
    "home",
    [
        {
            "HOME": "/dev/null",
            "XDG_CONFIG_HOME": "/dev/null",
            "XDG_DATA_HOME": "/dev/null",
            "XDG_STATE_HOME": "/dev/null",
        },
        pytest.param({}, marks=pytest.mark.long),
        pytest.param({"HOME": "/nowhere"}, marks=pytest.mark.long),
    ],
    ids=["files", "none", "missing"],
)
def test_a_window_without_a_home_starts_and_saves(tmp_path: Path, home: dict[str, str]) -> None:
    path = tmp_path / "board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    bare = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    caches = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(path)],
        cwd=Path(__file__).parents[2],
        env={**bare, **caches, **home},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    session = Session.open(path)
    assert any(note.text == "homeless" for note in session.board.notes.values()) and not session.recovered
    session.close()
