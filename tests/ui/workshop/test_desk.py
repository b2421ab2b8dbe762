"""A workshop in the window, worked as a facilitator and a group do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import Delete
from canvas_app.domain.decide_steps import HideStep, RewordStep, SkipStep
from canvas_app.domain.sittings import stints_of
from canvas_app.ui.appearance import style_sheet
from canvas_app.ui.dialogs.start_workshop import StartWorkshopDialog
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import in_force
from canvas_app.ui.wake import Wake
from canvas_app.ui.workshop.desk import FLASHES
from tests.ui.board.test_view import a_note
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Facilitator:
    """Somebody who runs a workshop; time passes when they say so."""

    def __init__(self, window: MainWindow, qtbot: QtBot):
        self.window, self.qtbot = window, qtbot
        self.page = window.page
        self.now = 500.0
        self.said: list[str] = []
        self.heard: list[str] = []
        self.page.bridge.said.connect(self._note)
        self.page.narrator.announce = self.heard.append  # the ear of the screen reader
        self.page.workshops.ask_time = self._ask_time

    def _ask_time(self) -> float:
        return self.now

    def _note(self, words: str, complaint: bool, undo: bool) -> None:
        self.said.append(words)

    @property
    def desk(self) -> Any:
        return self.page.workshops

    @property
    def card(self) -> Any:
        return self.desk.card

    @property
    def board(self) -> Any:
        return self.page.session.board

    def ask(self, fill: Callable[[StartWorkshopDialog], None] | None = None, cancel: bool = False) -> None:
        """Shift+F5, and the dialog answered."""

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, StartWorkshopDialog)
            if fill is not None:
                fill(dialog)
            QTest.mouseClick(dialog.cancel if cancel else dialog.main, Qt.MouseButton.LeftButton)

        QTimer.singleShot(0, answer)
        self.page.view.setFocus()
        QTest.keyClick(self.page.view, Key.Key_F5, SHIFT)
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    def start(self, step: int = 4, names: str = "Ana\nBo") -> None:
        def fill(dialog: StartWorkshopDialog) -> None:
            dialog.names.setPlainText(names)
            dialog.step.setCurrentIndex(dialog.step.findData(step))

        self.ask(fill)
        assert self.page.workshop is not None

    def work(self, seconds: float) -> None:
        """So much time passes, as the window's own timer sees it."""
        while seconds > 0:
            self.now += min(seconds, 20)
            seconds -= 20
            self.desk.ticks.timeout.emit()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def time(self) -> str:
        return str(self.card.time.text)

    def log(self) -> dict[int, float]:
        """What somebody finds who opens the file now."""
        found = Session.open(self.page.session.path, read_only=True)
        log = {
            stint.step: stint.seconds for sitting in found.board.sittings for stint in stints_of(found.board, sitting)
        }
        found.close()
        return log


@pytest.fixture
def lead(window: MainWindow, qtbot: QtBot) -> Facilitator:
    qtbot.waitUntil(window.isActiveWindow)
    return Facilitator(window, qtbot)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    qapp.setStyleSheet(style_sheet())
    yield
    qapp.setStyleSheet("")


# beginning and end


def test_the_card_shows_the_step_and_its_time_runs(lead: Facilitator) -> None:
    lead.start()
    assert lead.card.isVisible() and lead.card.hasFocus() and lead.time == "15:00"
    view = lead.page.workshop.view
    for words in (view.title, view.todo, view.question):
        assert words in lead.card.words.accessibleName()
    assert lead.card.letter >= 28
    assert lead.desk.ticks.isActive() and lead.desk.ticks.interval() <= 1050
    lead.work(61)
    assert lead.time == "13:59" and lead.window.top.timer.text() == "13:59"
    assert lead.board.sittings and [s.people for s in lead.board.sittings.values()] == [("Ana", "Bo")]


def test_the_clock_looks_by_itself(lead: Facilitator) -> None:
    lead.start()
    lead.now += 5
    lead.qtbot.waitUntil(lambda: lead.time == "14:55", timeout=3000)


def test_who_thinks_better_of_it_starts_nothing(lead: Facilitator) -> None:
    lead.ask(cancel=True)
    assert lead.page.workshop is None and not lead.board.sittings and not lead.card.isVisible()


def test_the_top_bar_starts_and_pauses(lead: Facilitator) -> None:
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().main.click())
    lead.click(lead.window.top.timer)
    assert lead.page.workshop.running
    lead.click(lead.window.top.timer)
    assert not lead.page.workshop.running and not lead.desk.ticks.isActive()


def test_esc_ends_it_from_the_card_only(lead: Facilitator) -> None:
    lead.start()
    lead.work(30)
    view = lead.page.view
    view.setFocus()
    note = a_note(Hands(view), "pains")
    lead.page.bridge.select([note])
    lead.key(Key.Key_Return)
    QTest.keyClicks(view.editor, "x")
    for _ in range(4):
        lead.key(Key.Key_Escape)
    assert lead.page.workshop is not None, "Esc in the board is the board's"
    lead.card.setFocus()
    lead.key(Key.Key_Escape)
    assert lead.page.workshop is None and not lead.card.isVisible()
    assert view.hasFocus() and not lead.desk.ticks.isActive()
    assert lead.log() == {4: 30.0}
    assert "Workshop ended after 0:30" in lead.said[-1]


def test_the_log_is_one_click_away_at_the_end(lead: Facilitator) -> None:
    lead.start()
    lead.work(30)
    lead.click(lead.card.close_button)
    button = next(b for b in lead.page.message.findChildren(QPushButton) if b.text() == "Show the log")
    lead.click(button)
    assert lead.page.sheet == "log"


def test_it_goes_on_with_todays_workshop_where_it_was(lead: Facilitator) -> None:
    lead.start(step=7, names="Ana")
    lead.work(90)
    lead.click(lead.card.close_button)

    def look(dialog: StartWorkshopDialog) -> None:
        assert "1:30 so far" in dialog.again.text() and dialog.again.isChecked()
        assert dialog.names.toPlainText() == "Ana" and dialog.step.currentData() == 7
        dialog.anew.setChecked(True)
        assert dialog.step.currentData() != 7
        dialog.again.setChecked(True)

    lead.ask(look)
    assert lead.time == "8:30" and len(lead.board.sittings) == 1


def test_the_dialog_says_which_names_are_too_many(lead: Facilitator) -> None:
    def fill(dialog: StartWorkshopDialog) -> None:
        dialog.names.setPlainText("\n".join(str(n) for n in range(501)))
        assert not dialog.main.isEnabled() and "500 people" in dialog.reason.text()
        dialog.names.setPlainText("Ana")
        assert dialog.main.isEnabled()

    lead.ask(fill, cancel=True)


@pytest.mark.parametrize("way", ["home", "close"])
def test_leaving_the_board_ends_and_records(lead: Facilitator, way: str) -> None:
    lead.start()
    lead.work(33)
    path = lead.page.session.path
    if way == "home":
        lead.window.show_home()
    else:
        lead.window.close()
    found = Session.open(path)
    assert [stint.seconds for stint in found.board.stints.values()] == [33.0]
    found.close()
    assert not Wake._holders, "the screen may sleep again"
    assert lead.window.top.timer.text() == ""


def test_a_kill_loses_a_minute_at_most(lead: Facilitator) -> None:
    lead.start()
    lead.work(100)
    assert lead.log()[4] >= 40


# the clock


def test_keys_of_the_card(lead: Facilitator) -> None:
    lead.start()
    lead.key(Key.Key_Space)
    assert not lead.page.workshop.running
    lead.key(Key.Key_Space)
    assert lead.page.workshop.running
    lead.key(Key.Key_Plus, SHIFT)
    assert lead.time == "16:00"
    for key, step in ((Key.Key_PageDown, 5), (Key.Key_Right, 6), (Key.Key_PageUp, 5), (Key.Key_Left, 4)):
        lead.key(key)
        assert lead.page.workshop.n == step
    assert not lead.page.bridge.notes, "the board did not hear of it"


def test_keys_from_the_board(lead: Facilitator) -> None:
    lead.start()
    lead.page.view.setFocus()
    lead.key(Key.Key_T)
    assert not lead.page.workshop.running
    lead.key(Key.Key_PageDown, CTRL)
    assert lead.page.workshop.n == 5 and lead.time == "15:00"
    lead.key(Key.Key_T, SHIFT)
    assert lead.said[-1] == lead.page.workshop.words and "paused" in lead.said[-1]


def test_buttons_of_the_card(lead: Facilitator) -> None:
    lead.start()
    for button in (lead.card.one, lead.card.five):
        lead.click(button)
    assert lead.time == "21:00"
    lead.click(lead.card.play)
    assert not lead.page.workshop.running and lead.card.play.accessibleName() == "Start the timer"
    lead.click(lead.card.on)
    assert lead.page.workshop.n == 5
    lead.click(lead.card.back)
    assert lead.page.workshop.n == 4


def test_steps_are_chosen_from_a_list(lead: Facilitator) -> None:
    lead.page.bridge.do(HideStep(8, True))
    lead.page.bridge.do(SkipStep(9, True))
    lead.start()
    menu = lead.card.steps.menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert len(words) == 15 and not any(word.startswith("8 ") for word in words)
    assert next(word for word in words if word.startswith("9 ")).endswith("skipped")
    menu.actions()[8].trigger()
    assert lead.page.workshop.n == 10


def test_the_list_marks_what_is_done_by_now(lead: Facilitator) -> None:
    lead.start(step=6)
    menu = lead.card.steps.menu()
    menu.aboutToShow.emit()
    assert not menu.actions()[2].icon().isNull()
    lead.page.bridge.do(Delete(tuple(note.id for note in lead.board.in_zone("jobs"))))
    menu.aboutToShow.emit()
    assert menu.actions()[2].icon().isNull()


def test_the_least_window_has_room_for_it(lead: Facilitator, dressed: None) -> None:
    lead.start()
    lead.window.resize(760, 480)
    QApplication.processEvents()
    assert (lead.window.width(), lead.window.height()) == (760, 480)
    assert lead.page.view.height() > 60


def test_next_and_back_are_off_at_the_ends(lead: Facilitator) -> None:
    lead.start(step=1)
    assert not lead.card.back.isEnabled() and lead.card.on.isEnabled()
    lead.desk.workshop.go(16)
    assert lead.card.back.isEnabled() and not lead.card.on.isEnabled()


def test_the_bell_rings_once_and_the_card_stays_marked(lead: Facilitator, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[None] = []
    monkeypatch.setattr(QApplication, "beep", lambda *_: rung.append(None))
    lead.start()
    lead.work(15 * 60 - 61)
    assert rung == [] and not lead.card.property("over")
    lead.work(103)
    assert len(rung) == 1 and lead.time == "+0:42 over" and lead.card.property("over")
    assert not lead.desk.flashes.isActive() and not lead.card.property("flash"), "nothing moves where nobody wants it"
    lead.click(lead.card.five)
    assert lead.time == "5:00" and not lead.card.property("over")


def test_it_flashes_where_things_may_move(lead: Facilitator) -> None:
    lead.start()
    in_force.motion = True
    lead.work(15 * 60)
    seen = []
    for _ in range(FLASHES):
        seen.append(bool(lead.card.property("flash")))
        assert lead.desk.flashes.isActive()
        lead.desk.flashes.timeout.emit()
    assert seen == [True, False] * (FLASHES // 2)
    assert not lead.desk.flashes.isActive() and lead.card.property("over")


def test_a_screen_reader_hears_of_five_minutes_one_and_none(lead: Facilitator) -> None:
    lead.start()
    lead.heard.clear()
    lead.work(15 * 60)
    assert lead.heard == ["5 minutes left for step 4.", "1 minute left for step 4.", "The time of step 4 is over."]
    lead.heard.clear()
    lead.page.view.setFocus()
    lead.card.setFocus(Qt.FocusReason.TabFocusReason)
    assert lead.heard == [lead.page.workshop.words] == [lead.card.accessibleDescription()]


def test_paused_no_timer_runs(lead: Facilitator) -> None:
    lead.start()
    lead.click(lead.card.play)
    assert not lead.desk.ticks.isActive()
    lead.now += 30
    lead.click(lead.card.play)
    assert lead.time == "15:00"


# the board below it


def test_zones_not_in_play_are_dimmed_and_free_work_goes_on_everywhere(lead: Facilitator) -> None:
    lead.start()
    zones = lead.page.view.board_scene.zones
    assert set(zones.in_play) == set(lead.page.workshop.view.step.zones)
    lead.page.view.fit_board()
    hands = Hands(lead.page.view)
    note = a_note(hands, "creators")
    before = lead.board.notes[note]
    hands.drag(hands.middle(note), hands.middle(note) + QPoint(0, 25))
    assert lead.board.notes[note].y > before.y
    lead.key(Key.Key_Escape)
    lead.click(lead.card.close_button)
    assert zones.in_play == ()


def test_the_zones_in_play_are_brought_into_sight_unless_somebody_is_at_work(lead: Facilitator) -> None:
    lead.start(step=3)
    view = lead.page.view
    board = lead.board
    box = board.canvas.zone("jobs").bounds.scaled(board.info.scale)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(QPointF(box.x, box.y)) and seen.contains(QPointF(box.right, box.bottom))
    hands = Hands(view)
    note = a_note(hands, "jobs")
    hands.press(hands.middle(note))
    hands.move(hands.middle(note) + QPoint(30, 30))
    zoom = view.zoom
    lead.key(Key.Key_PageDown, CTRL)
    assert lead.page.workshop.n == 4 and view.zoom == zoom
    hands.release(hands.middle(note))


def test_what_people_look_at_stays_when_the_card_is_folded(lead: Facilitator) -> None:
    lead.start(step=3)
    view = lead.page.view
    large, height = view.zoom, view.height()
    lead.click(lead.card.fold)
    QApplication.processEvents()
    assert view.height() > height + 100 and view.zoom > large, "the zones in play take the room"
    assert lead.card.area.isHidden() and lead.card.time.isVisible()
    view.set_zoom(0.5, QPointF(0, 0))
    lead.click(lead.card.fold)
    QApplication.processEvents()
    assert view.zoom == 0.5, "somebody has looked elsewhere"


def test_the_guide_opens_the_step(lead: Facilitator) -> None:
    lead.window.port.show_panel("guide")
    QApplication.processEvents()
    guide = lead.page.side.panels["guide"]
    lead.start(step=4)
    assert guide.opened == 4
    lead.key(Key.Key_PageDown)
    assert guide.opened == 5
    lead.page.view.board_scene.zones.show_in_play(())
    guide.open_step(3)
    assert lead.page.workshop.n == 5, "looking at another step does not move the workshop"
    assert set(lead.page.view.board_scene.zones.in_play) == set(lead.page.workshop.view.step.zones)


def test_words_changed_in_the_guide_are_on_the_card_at_once(lead: Facilitator) -> None:
    lead.start()
    lead.page.bridge.do(RewordStep(4, title="What hurts?"))
    assert "What hurts?" in lead.card.words.accessibleName()


def test_a_message_with_undo_stays_when_the_log_is_written(lead: Facilitator) -> None:
    lead.start()
    lead.page.bridge.say("Note deleted.", undo=True)
    lead.work(61)
    assert lead.log() and lead.page.message.text == "Note deleted."


def test_f6_leads_into_the_card_and_out_again(lead: Facilitator) -> None:
    lead.start()
    lead.page.view.setFocus()
    seen = []
    for _ in range(8):
        lead.key(Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert lead.card in seen and lead.page.view in seen


def test_presenting_takes_the_card_away_for_its_time(lead: Facilitator) -> None:
    lead.start()
    zones = lead.page.view.board_scene.zones
    lead.page.view.setFocus()
    lead.key(Key.Key_F5)
    assert not lead.card.isVisible() and zones.in_play == ()
    lead.work(20)
    QTest.keyClick(lead.page.view, Key.Key_Escape)
    assert lead.card.isVisible() and lead.time == "14:40" and zones.in_play


# full screen, fingers, sizes


def test_it_fills_the_screen_with_large_targets_where_that_is_wished(lead: Facilitator, dressed: None) -> None:
    def fill(dialog: StartWorkshopDialog) -> None:
        dialog.full.setChecked(True)

    lead.ask(fill)
    window, card = lead.window, lead.card
    assert window.isFullScreen() and window.board_mode.on and card.isVisible() and card.hasFocus()
    lead.qtbot.waitUntil(lambda: card.width() == window.width())
    for button in card.findChildren(QToolButton) + card.findChildren(QPushButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 56, button.accessibleName()
    fingers = Fingers(card.five)
    before = lead.time
    fingers.tap(f0=card.five.rect().center())
    assert lead.time != before
    lead.click(card.close_button)
    assert not window.isFullScreen() and not window.board_mode.on
    assert window.settings.workshop_full


def test_board_mode_comes_and_goes_under_it(lead: Facilitator) -> None:
    lead.start()
    lead.page.view.setFocus()
    lead.key(Key.Key_F11)
    assert lead.card.isVisible() and lead.card.play.width() >= 56
    lead.key(Key.Key_F11)
    assert lead.card.isVisible() and lead.card.play.width() < 56
    lead.click(lead.card.close_button)
    assert not lead.window.board_mode.on


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_small_window_shows_all_of_the_bar(lead: Facilitator, dressed: None, scale: float) -> None:
    lead.start()
    in_force.scale = scale
    try:
        lead.window.resize(800, 800)
        lead.desk.resized()
        QApplication.processEvents()
        card = lead.card
        for part in (card.back, card.steps, card.on, card.play, card.time, card.one, card.five, card.close_button):
            box = part.geometry().translated(part.parentWidget().pos())
            assert card.rect().contains(box), part
        boxes = [p.geometry().translated(p.parentWidget().pos()) for p in (card.on, card.play, card.fold)]
        assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
        assert card.height() < 560 and card.area.height() <= 800 * 0.42 + 1
    finally:
        in_force.scale = 1.0


def test_the_time_is_drawn_in_its_colour(lead: Facilitator, dressed: None) -> None:
    lead.start()
    lead.work(16 * 60)
    picture = lead.card.time.grab().toImage()
    red = [
        picture.pixelColor(x, y)
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
        if picture.pixelColor(x, y).red() > picture.pixelColor(x, y).green() + 80
    ]
    assert len(red) > 50, "it says in its colour, too, that the time is over"
    ground = lead.card.grab().toImage().pixelColor(lead.card.width() // 2, 8)
    assert ground != QColor("#FFFFFF")


# boards open for reading only


def test_a_board_for_reading_only_says_that_no_log_is_kept(
    window: MainWindow, qtbot: QtBot, board_path: Path, tmp_path: Path
) -> None:
    window.show_home()
    window.show_session(Session.open(board_path, read_only=True))
    lead = Facilitator(window, qtbot)

    def look(dialog: StartWorkshopDialog) -> None:
        assert not dialog.names.isVisible()

    lead.ask(look)
    assert "no log is kept" in lead.said[-1]
    lead.work(120)
    lead.key(Key.Key_PageDown)
    lead.key(Key.Key_Escape)
    assert lead.page.workshop is None and "log" not in lead.said[-1]
    assert not lead.board.sittings
