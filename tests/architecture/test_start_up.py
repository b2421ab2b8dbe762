"""What a command loads: no Qt to show a board, no widgets and no window to export one, no reportlab before that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import json, sys
from canvas_app.__main__ import main
sys.argv = ["canvas-app", *sys.argv[2:]] if (out := sys.argv[1]) else []
try:
    main()
except SystemExit as end:
    code = end.code or 0
with open(out, "w") as file:
    json.dump({"code": code, "modules": sorted(sys.modules)}, file)
"""


def modules_after(folder: Path, *arguments: str) -> set[str]:
    """Runs a command in a process of its own, expects it to succeed and returns the modules it loaded."""
    report = folder / "modules.json"
    result = subprocess.run(
        [sys.executable, "-c", RUN, str(report), *arguments], capture_output=True, text=True, timeout=120
    )
    assert report.exists(), result.stderr
    outcome = json.loads(report.read_text())
    assert outcome["code"] == 0, result.stderr
    return set(outcome["modules"])


def packages(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "sample.valueboard"
    modules = modules_after(tmp_path, "new", str(path), "--sample", "loyalty-app")
    assert "PySide6" not in packages(modules)
    return path


def test_show_loads_neither_qt_nor_reportlab(board: Path, tmp_path: Path) -> None:
    for extra in ((), ("--json",)):
        loaded = packages(modules_after(tmp_path, "show", str(board), *extra))
        assert loaded.isdisjoint({"PySide6", "shiboken6", "reportlab", "uharfbuzz", "pypdfium2"})


def test_data_export_loads_neither_qt_nor_reportlab(board: Path, tmp_path: Path) -> None:
    for ending in ("json", "csv", "md"):
        modules = modules_after(tmp_path, "export", str(board), "-o", str(tmp_path / f"out.{ending}"))
        assert packages(modules).isdisjoint({"PySide6", "reportlab", "pypdfium2"})


def test_pdf_export_loads_no_widgets(board: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    modules = modules_after(tmp_path, "export", str(board), "-o", str(out))
    assert out.read_bytes().startswith(b"%PDF-")
    assert "reportlab" in packages(modules)
    assert "PySide6.QtWidgets" not in modules
    assert not any(name.startswith("canvas_app.ui") for name in modules)


def test_other_commands_load_no_qt(board: Path, tmp_path: Path) -> None:
    for arguments in (("check", str(board)), ("list", str(tmp_path)), ("canvases",)):
        assert packages(modules_after(tmp_path, *arguments)).isdisjoint({"PySide6", "reportlab", "proselint"})


def test_window_code_loads_neither_paper_nor_proselint(tmp_path: Path) -> None:
    code = (
        "import importlib, pkgutil, sys, canvas_app.ui\n"
        "for module in pkgutil.walk_packages(canvas_app.ui.__path__, 'canvas_app.ui.'):\n"
        "    importlib.import_module(module.name)\n"
        "sys.exit(not {'reportlab', 'proselint', 'pypdfium2'}.isdisjoint(sys.modules))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
