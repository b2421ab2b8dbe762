"""Which outside packages each package may name, and words that must not occur."""

import re
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT, imported, layer, modules

ALL_OF_QT = "PySide6"
QT = {
    "text": {"PySide6.QtCore", "PySide6.QtGui"},
    "export": {"PySide6.QtCore", "PySide6.QtGui"},
    "ui": {ALL_OF_QT},
}
OUTSIDE = {
    "domain": {"pydantic"},
    "language": {"pydantic", "proselint"},
    "text": {"pydantic", "uharfbuzz"},
    "storage": {"pydantic", "sqlite_utils"},
    "export": {"pydantic", "reportlab", "uharfbuzz", "pypdfium2", "PIL"},
    "exchange": {"pydantic"},
    "app": {"pydantic", "platformdirs", "filelock"},
    "actions": {"pydantic"},
    "ui": {"pydantic", "shiboken6"},
}
SOURCES = tuple(modules())
TESTS = tuple(path for path in modules(ROOT / "tests") if path.parent != Path(__file__).parent)  # these name the bans

BANNED = {
    r"\bQSettings\b": "settings are a file of ours (app.settings)",
    r"\bQUndoStack\b": "undo is a step like any other (domain.history)",
    r"\.connect\(\s*lambda": "a lambda keeps its receiver alive; connect a method",
    r"(?<!\bapplication)(?<!\bqapp)\.setStyleSheet\(": "rules stand in resources/style.qss, where a theme reaches them",
    r"\btime\.sleep\b": "wait on a condition",
    r"\bqtbot\.wait\(": "wait on a condition (qtbot.waitUntil)",
}


def qt_modules(path: Path) -> set[str]:
    """Modules such as PySide6.QtCore, by whatever import; the bare package counts as itself."""
    names = (name.split(".") for name in imported(path))
    return {".".join(pieces[:2]) for pieces in names if pieces[0] == "PySide6"}


def outside_packages(path: Path) -> set[str]:
    roots = {name.split(".")[0] for name in imported(path)}
    return roots - set(sys.stdlib_module_names) - {"canvas_app", "PySide6", "pydantic_core"}


def told(faults: dict[Path, Collection[str]]) -> list[str]:
    """A line for each file with a fault."""
    return [f"{path.relative_to(ROOT)}: {', '.join(sorted(found))}" for path, found in faults.items() if found]


def test_qt_modules_named() -> None:
    allowed = {path: QT.get(layer(path), set()) for path in SOURCES}
    assert told({path: qt_modules(path) - allowed[path] for path in SOURCES if ALL_OF_QT not in allowed[path]}) == []


def test_outside_packages_named() -> None:
    assert told({path: outside_packages(path) - OUTSIDE.get(layer(path), set()) for path in SOURCES}) == []


def test_qt_module_list_sees_every_form_of_import(tmp_path: Path) -> None:
    source = tmp_path / "sample.py"
    source.write_text(
        "import PySide6.QtSvg\nfrom PySide6 import QtWidgets\n"
        "def later():\n    from PySide6.QtGui import QColor\n    return QColor\n"
    )
    assert qt_modules(source) == {"PySide6.QtSvg", "PySide6.QtWidgets", "PySide6.QtGui"}


def banned(text: str) -> list[str]:
    return [reason for pattern, reason in BANNED.items() if re.search(pattern, text)]


def test_nothing_banned() -> None:
    assert told({path: banned(path.read_text(encoding="utf-8")) for path in (*SOURCES, *TESTS)}) == []


def test_no_test_asserts_a_time() -> None:
    clocks = re.compile(r"\b(perf_counter|process_time|thread_time|monotonic)\b")
    tests = [path for path in TESTS if not path.is_relative_to(ROOT / "tests" / "bench")]
    timed = [path.name for path in tests if clocks.search(path.read_text(encoding="utf-8"))]
    assert timed == [], "count calls (tests/effort.py), or measure in tests/bench"


@pytest.mark.parametrize(
    "line", ["QSettings()", "QUndoStack(self)", "a.connect( lambda: 1)", "time.sleep(1)", "self.setStyleSheet(x)"]
)
def test_bans_can_fail(line: str) -> None:
    assert banned(line)


def test_code_does_not_know_the_words_of_one_canvas() -> None:
    words = re.compile(r"(?<![a-z])(pain|gain)s?(?![a-z])", re.IGNORECASE)
    assert told({path: set(words.findall(path.read_text(encoding="utf-8"))) for path in SOURCES}) == []


def test_top_level_holds_nothing_else() -> None:
    made = {"build", "dist"}
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    names = {name for name in names if name not in made and not name.endswith(".egg-info") and name != "__pycache__"}
    assert names == {"canvas_app", "resources", "tests", "pyproject.toml", "README.md", "LICENSE"}


def test_every_package_is_in_the_list() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders <= set(OUTSIDE)
