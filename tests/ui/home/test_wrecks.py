"""Every hostile and broken file on the start page: a click is answered by one box, and nothing is written."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import Settings, save_settings
from canvas_app.ui.main_window import MainWindow
from tests.storage.wrecks import BROKEN_FILES, HOSTILE_FILES, put

FILES = HOSTILE_FILES | BROKEN_FILES
SOME = ["trigger", "recursive view", "empty", "rows, deep JSON", "noise at 0%", "cut at 50%", "loop", "folder"]
OFFERED = "stays as it is."
"""How the box ends that offers to save what is left."""


def state(folder: Path) -> dict[Path, Any]:
    """What must not change of the files in a folder."""
    return {
        path: (hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None, path.lstat().st_mtime_ns)
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("names", [SOME, pytest.param(list(FILES), marks=pytest.mark.long)], ids=["some", "all"])
def test_a_click_on_what_is_no_board_is_answered_by_one_box(names: list[str], tmp_path: Path, qtbot: QtBot) -> None:
    assert len(HOSTILE_FILES) >= 13 and len(BROKEN_FILES) >= 40
    folder = tmp_path / "library"
    folder.mkdir()
    paths = put(folder, {name: FILES[name] for name in names})
    before = state(folder)
    (tmp_path / "round.valueboard").symlink_to("round.valueboard")  # in the library, it must not hide the page
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(f"{box.text()} {box.informativeText()}".strip())
            QTimer.singleShot(0, read)
            QTest.keyClick(box, Qt.Key.Key_Escape)

    for start in range(0, len(names), 12):
        here = [paths[name] for name in names[start : start + 12]]
        save_settings(Settings(motion=False, recent=tuple(map(str, here))))
        window = MainWindow(tmp_path)
        qtbot.addWidget(window)
        window.show_home()
        window.show()
        view = window.home.recent
        for row, path in enumerate(here):
            said.clear()
            QTimer.singleShot(0, read)
            at = view.visualRect(view.boards.index(row)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
            if view.boards.entries[row].changed is None:
                assert said == [], path  # a link that leads nowhere is "Missing", and cannot be clicked
                continue
            assert len(said) == 1 and path.name in said[0] and said[0].endswith("."), (path, said)
            assert said[0].count(path.name) == 1 and said[0].replace("\n", "").isprintable()
            if (
                path.stem.startswith(("rows, ", "noise", "zeros at", "schema, ", "application"))
                and "two" not in path.stem
            ):
                assert said[0].endswith(OFFERED), said
        assert window.page is None
        window.close()
    assert state(folder) == before
