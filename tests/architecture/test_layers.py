"""The import contracts of pyproject.toml hold, and each of them can fail."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

# For each contract: modules of a tiny package that break it.
BREACHES = {
    "layers": {"domain/rules.py": "import canvas_app.app.session\n", "app/session.py": ""},
    "data-knows-no-text-engine": {
        "exchange/csv.py": "from canvas_app.text import lines\n",
        "text/lines.py": "",
    },
    "no-qt-below-the-window": {"app/session.py": "def later():\n    from PySide6.QtCore import QObject\n"},
    "window-goes-through-app": {"ui/window.py": "import canvas_app.export.pdf\n", "export/pdf.py": ""},
}
# The independence of neighbours and the completeness of the list are parts of the first contract.
LAYER_BREACHES = {
    "a neighbour": {"storage/files.py": "import canvas_app.export.pdf\n", "export/pdf.py": ""},
    "a package that no layer names": {"helpers/odds.py": ""},
}


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def tiny_package(folder: Path, files: dict[str, str]) -> None:
    """A package with every layer of ours, empty but for these files, and our contracts."""
    package = folder / "canvas_app"
    for name in ("ui", "actions", "app", "storage", "export", "exchange", "language", "text", "domain"):
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "__main__.py").touch()
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)
    whole = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    start = whole.index("[tool.importlinter]")
    (folder / "pyproject.toml").write_text(whole[start:], encoding="utf-8")


def test_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_tiny_package_without_a_breach_passes(tmp_path: Path) -> None:
    tiny_package(tmp_path, {"app/session.py": "import canvas_app.domain\n"})
    result = lint(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_has_a_breach() -> None:
    assert {contract["id"] for contract in CONFIG["contracts"]} == set(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_contract_can_fail(contract: str, tmp_path: Path) -> None:
    tiny_package(tmp_path, BREACHES[contract])
    result = lint(tmp_path, "--contract", contract)
    assert result.returncode == 1
    assert "1 broken" in result.stdout


@pytest.mark.parametrize("breach", LAYER_BREACHES)
def test_layers_also_refuse(breach: str, tmp_path: Path) -> None:
    tiny_package(tmp_path, LAYER_BREACHES[breach])
    result = lint(tmp_path, "--contract", "layers")
    assert result.returncode == 1
    assert "canvas_app" in result.stdout
