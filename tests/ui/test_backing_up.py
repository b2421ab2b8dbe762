"""Copies that the window puts aside by itself."""

from pytestqt.qtbot import QtBot

from canvas_app.app import resources
from canvas_app.app.backups import backups_of
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui.backing_up import PAUSE
from canvas_app.ui.main_window import MainWindow


def edit(window: MainWindow, text: str) -> None:
    assert window.page is not None
    window.page.bridge.do(AddNotes((NewNote(text=text, zone="pains"),)))


def test_the_first_edit_of_a_board_has_a_copy_put_aside_and_later_ones_every_half_hour(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.page is not None
    board = window.page.session.board.info.id
    timer = window.backing_up.timer
    assert not timer.isActive(), "nobody has edited it"
    timer.setInterval(1)
    edit(window, "one")
    qtbot.waitUntil(lambda: len(backups_of(board)) == 1)
    assert not timer.isActive() and timer.interval() == PAUSE
    edit(window, "two")
    assert timer.isActive() and len(backups_of(board)) == 1


def test_a_copy_that_cannot_be_made_is_told_and_the_board_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page is not None
    resources.backups_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.backups_folder().write_text("a file where the folder should be")
    window.backing_up.timer.setInterval(1)
    edit(window, "one")
    qtbot.waitUntil(lambda: "No copy of the board could be put aside" in window.page.message.text)
    edit(window, "two")
    assert window.page.session.saved
