"""Starting a vote: what is chosen first, what is refused, what is remembered."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import load_settings
from canvas_app.domain.commands import MoveToZone
from canvas_app.domain.entities import PARKING
from canvas_app.domain.voting import open_round
from canvas_app.ui.dialogs.start_vote import StartVoteDialog
from canvas_app.ui.main_window import MainWindow

KEY = Qt.Key


def ask(window: MainWindow, qtbot: QtBot, act: Callable[[StartVoteDialog], None]) -> None:
    """Presses D on the board and does something in the dialog."""
    failures: list[BaseException] = []
    waiting = QTimer(window)

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, StartVoteDialog):
            return
        waiting.stop()
        try:
            act(dialog)
        except BaseException as error:
            failures.append(error)
        if dialog.isVisible():
            dialog.reject()

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    waiting.timeout.connect(work)
    waiting.start(5)
    QTest.keyClick(window.page.view, KEY.Key_D)
    assert not waiting.isActive(), "the dialog did not open"
    if failures:
        raise failures[0]


def chosen(dialog: StartVoteDialog) -> list[str]:
    return [zone for zone, box in dialog.zones.items() if box.isChecked()]


def test_names_say_how_many_vote_and_all_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    board = window.page.session.board
    window.page.bridge.select([board.in_zone("jobs")[0].id])

    def fill(dialog: StartVoteDialog) -> None:
        assert chosen(dialog) == ["jobs"] and dialog.people.isEnabled()
        QTest.keyClicks(dialog.title, "First pass")
        dialog.zones["pains"].setFocus()
        QTest.keyClick(dialog.zones["pains"], KEY.Key_Space)
        dialog.names.setFocus()
        for name in ("Ana", "", "  Ben  B "):
            QTest.keyClicks(dialog.names, name)
            QTest.keyClick(dialog.names, KEY.Key_Return)
        assert dialog.people.value() == 2 and not dialog.people.isEnabled()
        dialog.dots.setValue(4)
        dialog.most.setValue(9)
        assert dialog.most.value() == 4
        assert dialog.reason.text() == "8 dots for 9 notes."
        QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)

    ask(window, qtbot, fill)
    round_ = open_round(board)
    assert round_ is not None
    assert (round_.title, round_.zones, round_.voters) == ("First pass", ("pains", "jobs"), ("Ana", "Ben B"))
    assert (round_.people, round_.dots, round_.most, round_.anonymous) == (2, 4, 4, False)
    assert window.page.votes.cover.isVisible() and window.page.votes.cover.title.text() == "Ana begins"
    kept = load_settings()
    assert (kept.vote_names, kept.vote_dots, kept.vote_most, kept.vote_people) == (("Ana", "Ben B"), 4, 4, 5)
    window.binder["vote.discard"].trigger()
    window.page.bridge.select(())
    ask(window, qtbot, lambda dialog: _is(dialog, ["gains", "pains"], "Ana\nBen B"))
    assert open_round(board) is None, "Cancel starts nothing"


def _is(dialog: StartVoteDialog, zones: list[str], names: str) -> None:
    assert (chosen(dialog), dialog.names.toPlainText()) == (zones, names)


def test_an_anonymous_vote_asks_for_a_number_only(window: MainWindow, qtbot: QtBot) -> None:
    def fill(dialog: StartVoteDialog) -> None:
        QTest.keyClicks(dialog.names, "Ana")
        dialog.anonymous.setFocus()
        QTest.keyClick(dialog.anonymous, KEY.Key_Space)
        assert not dialog.names.isVisible() and dialog.people.isEnabled() and dialog.people.value() == 5
        dialog.people.setFocus()
        dialog.people.selectAll()
        QTest.keyClicks(dialog.people, "3")
        QTest.keyClick(dialog.people, KEY.Key_Return)

    ask(window, qtbot, fill)
    round_ = open_round(window.page.session.board)
    assert round_ is not None and (round_.anonymous, round_.voters, round_.people) == (True, (), 3)
    assert window.page.votes.cover.title.text() == "Person 1 begins"


def test_a_vote_on_nothing_is_not_offered(window: MainWindow, qtbot: QtBot) -> None:
    board = window.page.session.board
    jobs = tuple(note.id for note in board.in_zone("jobs"))
    window.page.bridge.do(MoveToZone(jobs, PARKING))

    def look(dialog: StartVoteDialog) -> None:
        assert not dialog.zones["jobs"].isEnabled()
        for zone in chosen(dialog):
            QTest.keyClick(dialog.zones[zone], KEY.Key_Space)
        assert not dialog.main.isEnabled() and "Choose at least one zone" in dialog.reason.text()
        QTest.keyClick(dialog, KEY.Key_Return)
        assert dialog.isVisible()

    ask(window, qtbot, look)
    assert not board.rounds


def test_the_zones_in_play_are_chosen_where_nothing_is_selected(window: MainWindow, qtbot: QtBot) -> None:
    window.page.show_in_play(("jobs",))
    ask(window, qtbot, lambda dialog: assert_chosen(dialog, ["jobs"]))
    window.page.show_in_play(())
    ask(window, qtbot, lambda dialog: assert_chosen(dialog, ["gains", "pains"]))


def assert_chosen(dialog: StartVoteDialog, zones: list[str]) -> None:
    assert chosen(dialog) == zones
