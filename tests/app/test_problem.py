"""What can be handed on about a problem."""

import subprocess
import sys
from pathlib import Path

from canvas_app.app.logs import crash_file, crashes_to_file, log_file, write_log
from canvas_app.app.problem import problem_report

FALL = """
import ctypes
from canvas_app.app.logs import crashes_to_file
with crashes_to_file():
    ctypes.string_at(0)
"""


def test_a_report_has_versions_and_the_end_of_the_log_and_no_name_of_a_person() -> None:
    write_log(f"trouble in {Path.home()}/boards")
    report = problem_report()
    assert report.startswith("Value Canvas ") and "reportlab 5." in report and "SQLite 3." in report
    assert "trouble in ~/boards" in report and str(Path.home()) not in report


def test_a_fall_of_the_process_leaves_its_stack_and_is_told_once() -> None:
    child = subprocess.run([sys.executable, "-c", FALL], capture_output=True, cwd=Path(__file__).parents[2])
    assert child.returncode < 0
    assert "string_at" in crash_file().read_text()
    assert "Segmentation fault" in problem_report()
    with crashes_to_file() as fallen:
        assert fallen
    assert "Segmentation fault" in log_file().read_text()
    with crashes_to_file() as fallen:
        assert not fallen
