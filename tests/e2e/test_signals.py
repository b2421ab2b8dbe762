"""A window that is told to end by the system, and one that has no home: what was typed is written down all the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.session import Session

TYPED = "Queues at the counter"
WINDOW = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from canvas_app.ui import application
from canvas_app.ui.main_window import MainWindow


def type_in_a_note():
    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    view = window.page.view
    view.writing.edit(window.page.session.board.ranked("pains")[0])
    QTest.keyClicks(view.editor, {TYPED!r})
    print("READY", flush=True)


class Application(application.Application):
    def exec(self):
        QTimer.singleShot(0, type_in_a_note)
        return super().exec()


application.Application = Application
sys.exit(application.run_window(Path(sys.argv[1]), Path(sys.argv[1]).parent))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("SIGTERM", dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), "/dev/null")),
        pytest.param("SIGHUP", {}, marks=pytest.mark.long),
        pytest.param("SIGINT", {"HOME": "/nowhere"}, marks=pytest.mark.long),
    ],
)
def test_typing_is_written_down_before_the_end_also_without_a_home(
    tmp_path: Path, name: str, home: dict[str, str]
) -> None:
    path = tmp_path / "told.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    bare = {key: value for key, value in os.environ.items() if key != "HOME" and not key.startswith("XDG_")}
    child = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**bare, "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], **home},
    )
    assert child.stdout is not None and child.stderr is not None
    line = child.stdout.readline().strip()
    child.send_signal(getattr(signal, name))
    _, errors = child.communicate(timeout=60)
    assert (line, child.returncode) == ("READY", 0), errors
    session = Session.open(path)
    assert session.board.notes[session.board.ranked("pains")[0]].text == TYPED and not session.recovered
    session.close()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [path.name]
