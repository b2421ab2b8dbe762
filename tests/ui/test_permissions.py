"""Boards, folders and lock files that a person may not write to."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from canvas_app.app.locks import lock_path
from canvas_app.ui.main_window import MainWindow
from tests.rights import as_anybody
from tests.ui.test_unsaved import add, bar, has

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "mine.valueboard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), "")))
    return target


def reopened(window: MainWindow, path: Path) -> None:
    window.show_home()
    window.open_board(path)


@pytest.mark.parametrize(
    ("folder", "file", "words"),
    [(0o755, 0o444, "to this file"), (0o555, 0o644, "to its folder"), (0o555, 0o444, "to this file")],
)
def test_a_board_that_may_not_be_written_to_says_so_and_is_only_read(
    window: MainWindow, tmp_path: Path, board_path: Path, elsewhere: Path, folder: int, file: int, words: str
) -> None:
    place = tmp_path / "theirs"
    place.mkdir()
    window.show_home()
    path = board_path.rename(place / "Theirs.valueboard")
    path.chmod(file)
    place.chmod(folder)
    before = path.read_bytes()
    with as_anybody():
        window.open_board(path)
        page = window.page
        assert page is not None and page.session.read_only
        assert page.message.text.startswith(f"{path.name}: open for reading only, because you may not write {words};")
        assert page.chips.saved.text().startswith("Read-only") and os.listdir(place) == [path.name]
        count = len(page.session.board.notes)
        page.bridge.select(list(page.session.board.notes)[:3])
        QTest.keyClick(window, Qt.Key.Key_Delete)
        assert len(page.session.board.notes) == count
        assert path.read_bytes() == before
        QTest.keyClick(window, Qt.Key.Key_S, CTRL | SHIFT)
        window.open_board(elsewhere)
        add(window, "mine")
        assert has(elsewhere, "mine") and not has(path, "mine")
    place.chmod(0o755)


def test_a_folder_that_may_not_be_written_to_any_more_keeps_nothing_from_being_saved_elsewhere(
    window: MainWindow, board_path: Path, elsewhere: Path
) -> None:
    folder = board_path.parent / "once ours"
    folder.mkdir()
    window.show_home()
    path = board_path.rename(folder / board_path.name)
    with as_anybody():
        window.open_board(path)
        add(window, "before")
        folder.chmod(0o555)
        add(window, "late")
        assert "1 change" in bar(window).words.text() and "may not be written to any more" in bar(window).words.text()
        target = elsewhere
        QTest.mouseClick(bar(window).elsewhere, Qt.MouseButton.LeftButton)
        assert window.unsaved.bar is None and has(target, "before") and has(target, "late")
        assert has(path, "before") and not has(path, "late")
    folder.chmod(0o755)


def test_a_lock_file_of_another_account_keeps_nobody_from_working(window: MainWindow, board_path: Path) -> None:
    window.show_home()
    lock_path(board_path).touch(0o444)
    with as_anybody():
        window.open_board(board_path)
        add(window, "mine")
        assert window.page is not None and not window.page.session.read_only and has(board_path, "mine")
        window.show_home()
