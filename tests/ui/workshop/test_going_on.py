"""A workshop goes on after the app was stopped, and when the board is read anew under it."""

import json
import platform
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from canvas_app.app.locks import lock_path
from canvas_app.app.session import Session
from canvas_app.app.settings import load_settings, save_settings
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.main_window import MainWindow
from tests.ui.workshop.test_desk import Facilitator


@pytest.fixture
def lead(window: MainWindow, qtbot: QtBot) -> Facilitator:
    qtbot.waitUntil(window.isActiveWindow)
    return Facilitator(window, qtbot)


def fitted(view: BoardView) -> float:
    """The zoom at which the whole board is in sight."""
    before = view.zoom
    view.fit_board()
    whole, _ = view.zoom, view.zoom_to(before)
    return whole


def test_after_an_unexpected_stop_it_goes_on_where_it_was(lead: Facilitator, tmp_path: Path, qtbot: QtBot) -> None:
    lead.start(step=4)
    lead.work(70)
    lead.desk.workshop.next()
    lead.desk.workshop.add(4)
    lead.work(70)
    killed, kept = tmp_path / "Killed.valueboard", load_settings()
    killed.write_bytes(lead.page.session.path.read_bytes())
    lock_path(killed).write_text(json.dumps({"host": platform.node(), "pid": 2**22 + 1, "user": "Ann"}))
    lead.window.close()

    save_settings(kept)
    window = MainWindow(tmp_path / "library")
    qtbot.addWidget(window)
    window.show_session(Session.open(killed))
    window.show()
    page = window.page
    assert page is not None and page.workshop is not None and page.workshops.card.isVisible()
    assert page.message.text.startswith("Recovered") and page.message.text.endswith("The workshop goes on.")
    workshop = page.workshop
    assert (workshop.n, workshop.running) == (5, True) and workshop.sitting in page.session.board.sittings
    assert len(page.session.board.sittings) == len(lead.board.sittings)
    assert workshop.clock.used == pytest.approx(70, abs=15), "at most a minute of the log is gone"
    assert page.view.zoom > 1.2 * fitted(page.view), "the zones in play are seen as large as there is room"
    assert workshop.clock.over_at == 60 * (workshop.view.minutes + 4)
    window.close()
    assert load_settings().going_on is None


def test_one_that_was_ended_does_not_come_back(lead: Facilitator) -> None:
    lead.start()
    assert load_settings().going_on is not None
    lead.window.port.end_workshop()
    assert load_settings().going_on is None


def test_it_goes_on_when_the_board_is_read_anew(lead: Facilitator) -> None:
    lead.start(step=4)
    sitting = lead.desk.workshop.sitting
    lead.desk.workshop.toggle()
    lead.window.show_again()
    page = lead.window.page
    assert page is not None and page is not lead.page and page.workshop is not None
    assert (page.workshop.n, page.workshop.running, page.workshop.sitting) == (4, False, sitting)
