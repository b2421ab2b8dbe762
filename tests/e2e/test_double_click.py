"""A board file that cannot be opened, by a double click: nobody reads what is printed, so the window says it."""

import subprocess
import sys
from pathlib import Path

import pytest

from canvas_app.app import importing
from tests.storage.test_opening import tamper

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from canvas_app.ui import application


class Application(application.Application):
    def exec(self):
        QTimer.singleShot(0, self.read)
        return super().exec()

    def read(self):
        box = self.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, self.read)
            return
        print(box.text(), box.informativeText())
        box.reject()
        QTimer.singleShot(0, self.closeAllWindows)


application.Application = Application
sys.exit(application.run_window(Path(sys.argv[1]), Path(sys.argv[1]).parent))
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("PRAGMA user_version=99", "newer format 99"),
        ("DROP TABLE snapshot", "30 notes"),
        ("PRAGMA application_id=1", "database of another program"),
    ],
)
def test_the_window_says_what_is_wrong(tmp_path: Path, harm: str, words: str) -> None:
    path = tmp_path / "board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    tamper(path, harm)
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr and words in done.stdout, done.stderr
