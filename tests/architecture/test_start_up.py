"""What a command loads: no Qt to show a board, no widgets and no window to export one, no reportlab before that."""

import json
import subprocess
import sys
from pathlib import Path

RUN = """
import json, sys
from canvas_app import cli
out, *commands = sys.argv[1:]
codes = [cli.run(command.split("|")) for command in commands]
with open(out, "w") as file:
    json.dump({"codes": codes, "modules": sorted(sys.modules)}, file)
"""


def modules_after(folder: Path, *commands: tuple[str, ...]) -> set[str]:
    """Runs commands in a process of their own, expects them to succeed and returns the modules they loaded."""
    report = folder / "modules.json"
    words = ["|".join(command) for command in commands]
    result = subprocess.run(
        [sys.executable, "-c", RUN, str(report), *words], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert report.exists(), result.stderr
    outcome = json.loads(report.read_text())
    assert set(outcome["codes"]) == {0}, result.stderr
    return set(outcome["modules"])


def packages(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


NEW = ("new", "board", "--sample", "loyalty-app")


def test_what_needs_no_paper_loads_neither_qt_nor_reportlab(tmp_path: Path) -> None:
    exports = [("export", "board", "-o", f"out.{ending}") for ending in ("json", "csv", "md")]
    loaded = packages(modules_after(tmp_path, NEW, ("show", "board"), ("show", "board", "--json"), *exports))
    assert loaded.isdisjoint({"PySide6", "shiboken6", "reportlab", "uharfbuzz", "pypdfium2"})


def test_what_judges_no_statements_loads_no_proselint(tmp_path: Path) -> None:
    loaded = packages(modules_after(tmp_path, NEW, ("check", "board"), ("list", "."), ("canvases",)))
    assert loaded.isdisjoint({"PySide6", "reportlab", "proselint"})


def test_pdf_export_loads_no_widgets(tmp_path: Path) -> None:
    modules = modules_after(tmp_path, NEW, ("export", "board", "-o", "out.pdf"))
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert "reportlab" in packages(modules)
    assert "PySide6.QtWidgets" not in modules
    assert not any(name.startswith("canvas_app.ui") for name in modules)


def test_window_code_loads_neither_paper_nor_proselint() -> None:
    code = (
        "import importlib, pkgutil, sys, canvas_app.ui\n"
        "for module in pkgutil.walk_packages(canvas_app.ui.__path__, 'canvas_app.ui.'):\n"
        "    importlib.import_module(module.name)\n"
        "sys.exit(not {'reportlab', 'proselint', 'pypdfium2'}.isdisjoint(sys.modules))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
