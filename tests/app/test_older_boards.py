"""A board of an older format in the app: brought up to date after a backup, or open for reading with a reason."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from canvas_app.app import resources
from canvas_app.app.backups import backups_of
from canvas_app.app.library import create_board
from canvas_app.app.session import Session
from canvas_app.domain.commands import EditBoard
from canvas_app.storage import schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(DATA / "format-1.valueboard", tmp_path / "Old.valueboard"))


def test_opening_for_writing_keeps_a_backup_and_everything_can_be_undone(path: Path) -> None:
    session = Session.open(path)
    assert (session.read_only, session.notice) == (False, "")
    notes = dict(session.board.notes)
    session.do(EditBoard({"goal": "Something else"}))
    depth = session.history.depth
    while session.undo():
        pass
    assert "golden-1" not in session.board.notes
    while session.redo():
        pass
    assert (dict(session.board.notes), session.history.depth) == (notes, depth)
    board_id = session.board.info.id
    session.close()
    check(path, deep=True)
    (backup,) = (resources.backups_folder() / board_id).iterdir()
    kept = BoardFile.open(backup, read_only=True)
    assert kept.format == 1 and kept.load()["board"].keys() == {board_id}
    kept.close()
    Session.open(path).close()
    assert len(list(backup.parent.iterdir())) == 1, "it is up to date now"


def test_the_window_says_why_it_is_open_for_reading(path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    from canvas_app.ui.main_window import MainWindow

    resources.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.backups_folder().write_text("a file where the folder of backups should be")
    before = path.read_bytes()
    window = MainWindow(tmp_path / "library")
    qtbot.addWidget(window)
    window.open_board(path)
    assert window.page is not None
    assert window.page.session.read_only and len(window.page.session.board.notes) == 32
    assert "older format" in window.page.message.text and path.name in window.page.message.text
    assert path.read_bytes() == before
    copy = tmp_path / "Copy.valueboard"
    window.page.session.save_copy(copy)
    window.close()
    again = Session.open(copy)
    assert not again.read_only and len(again.board.notes) == 32
    again.close()
    assert copy.read_bytes()[63] == schema.FORMAT


def test_a_newer_canvas_waits_where_no_copy_can_be_put_aside(qtbot: QtBot, tmp_path: Path) -> None:
    from canvas_app.ui.main_window import MainWindow

    path = tmp_path / "Board.valueboard"
    canvas = resources.catalogue().canvas("value-proposition")
    create_board(path, canvas.model_copy(update={"version": canvas.version - 1}), {"title": "Board"}).close()
    resources.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.backups_folder().write_text("a file where the folder of backups should be")
    window = MainWindow(tmp_path / "library")
    qtbot.addWidget(window)
    window.open_board(path)
    assert window.page is not None and window.page.session.board.canvas.version == canvas.version - 1
    resources.backups_folder().unlink()
    window.show_home()
    window.open_board(path)
    assert window.page.session.board.canvas.version == canvas.version
    assert [backup.path.exists() for backup in backups_of(window.page.session.board.info.id)] == [True]
    window.close()
