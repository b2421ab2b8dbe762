"""The sheet of tests: cards that are planned, finished, ordered and filtered, by keys, mouse and finger."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import Delete
from canvas_app.domain.evidence import About, AddEvidence, AddTest, DeleteTests, EditTest, support
from canvas_app.ui.dialogs.chooser import Chooser
from canvas_app.ui.panels.evidence_list import today
from canvas_app.ui.sheets.test_view import TestView
from canvas_app.ui.sheets.tests import TEACHING
from tests.ui.fingers import Fingers

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton


class Bench:
    """The sheet over a board whose tests are p, q and r."""

    def __init__(self, qtbot: QtBot, window: Any):
        self.qtbot, self.window = qtbot, window
        self.page = window.page
        self.bridge = self.page.bridge
        self.board = self.page.session.board
        self.said: list[str] = []
        self.bridge.said.connect(self._note)
        self.bridge.do(DeleteTests(tuple(test.id for test in self.board.test_cards)))
        self.pain = self.board.ranked("pains")[2]
        for name in "pqr":
            self.bridge.do(AddTest({"believe": f"believe {name}"}, id=name))
        qtbot.waitUntil(window.isActiveWindow)

    def _note(self, words: str, complaint: bool, undo: bool) -> None:
        self.said.append(words)

    def open(self) -> Any:
        QTest.keyClick(self.window, Qt.Key.Key_T, ALT | SHIFT)
        assert self.page.sheet == "tests"
        sheet = self.page.sheets.sheets["tests"]
        self.qtbot.waitUntil(lambda: not sheet.cards or sheet.cards[self.ids[0]].height() > 100)
        return sheet

    @property
    def ids(self) -> list[str]:
        return [test.id for test in self.board.test_cards]

    def test(self, test_id: str) -> Any:
        return next(test for test in self.board.test_cards if test.id == test_id)

    def shown(self, sheet: Any) -> list[str]:
        cards = [card for card in sheet.cards.values() if not card.isHidden()]
        return [card.test_id for card in sorted(cards, key=lambda card: card.y())]


@pytest.fixture
def bench(qtbot: QtBot, window: Any) -> Bench:
    return Bench(qtbot, window)


def test_a_board_without_tests_teaches(bench: Bench) -> None:
    bench.bridge.do(DeleteTests(("p", "q", "r")))
    sheet = bench.open()
    assert sheet.empty.text() == TEACHING and sheet.empty.isVisible()
    assert sheet.new.hasFocus()
    QTest.keyClick(sheet.new, Qt.Key.Key_Return)
    assert len(bench.ids) == 1 and not sheet.empty.isVisible()
    assert sheet.cards[bench.ids[0]].fields["believe"].hasFocus()


def test_new_test_is_about_the_selected_note(bench: Bench) -> None:
    bench.bridge.select([bench.pain])
    QTest.keyClick(bench.window, Qt.Key.Key_T, ALT)
    made = bench.board.test_cards[-1]
    assert (made.note, made.believe) == (bench.pain, bench.board.notes[bench.pain].text)
    sheet = bench.page.sheets.sheets["tests"]
    assert bench.page.sheet == "tests" and sheet.cards[made.id].fields["believe"].hasFocus()
    assert bench.board.notes[bench.pain].text in sheet.cards[made.id].about.toolTip()
    QTest.keyClick(bench.window, Qt.Key.Key_Z, CTRL)
    assert bench.ids == ["p", "q", "r"]


def test_a_plan_is_written_with_keys_from_field_to_field(bench: Bench) -> None:
    sheet = bench.open()
    card = sheet.cards["p"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "!")
    for words in ("ask ten", "the minutes", "7 of 10"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), words)
    sheet.flush()
    made = bench.test("p")
    assert (made.believe, made.verify, made.measure, made.right_if) == (
        "believe p!",
        "ask ten",
        "the minutes",
        "7 of 10",
    )
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert card.hasFocus() and bench.page.sheet == "tests"
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert bench.page.sheet == ""


def test_a_failed_test_lowers_the_evidence_and_says_so(bench: Bench) -> None:
    about = About("note", bench.pain)
    bench.bridge.do(AddEvidence(about, {"level": "strong"}))
    bench.bridge.do(EditTest("p", {"note": bench.pain}))
    before = support(bench.board, about).level
    sheet = bench.open()
    card = sheet.cards["p"]
    assert not card.verdict.isVisible()
    QTest.mouseClick(card.result.pills[1], LEFT)
    assert (before, support(bench.board, about).level) == ("strong", "some")
    assert bench.test("p").date == today(), "a result without a day is of today"
    assert card.verdict.text() == "Lowers it from strong evidence to some evidence."
    assert bench.said[-1] == "Test failed. Lowers it from strong evidence to some evidence."
    assert bench.page.view.board_scene.note_items[bench.pain].mark == "failed"
    QTest.mouseClick(card.result.pills[1], LEFT)
    assert bench.test("p").result == "" and support(bench.board, about).level == "strong"
    QTest.keyClick(bench.window, Qt.Key.Key_Z, CTRL)
    assert bench.test("p").result == "failed" and card.result.value == "failed"


def test_a_finger_decides_on_targets_of_56_pixels_in_board_mode(bench: Bench) -> None:
    sheet = bench.open()
    sheet.use_large(True)
    pill = sheet.cards["q"].result.pills[0]
    bench.qtbot.waitUntil(lambda: pill.height() >= 56)
    assert sheet.new.minimumHeight() >= 56 and sheet.cards["q"].trash.minimumHeight() >= 56
    Fingers(pill).tap(f0=pill.rect().center())
    assert bench.test("q").result == "passed"


def test_keys_walk_move_and_delete(bench: Bench) -> None:
    sheet = bench.open()
    card = sheet.cards["p"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Down)
    assert sheet.cards["q"].hasFocus()
    QTest.keyClick(sheet.cards["q"], Qt.Key.Key_Down, ALT)
    assert bench.ids == ["p", "r", "q"]
    bench.qtbot.waitUntil(lambda: bench.shown(sheet) == ["p", "r", "q"])
    field = sheet.cards["q"].fields["learned"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up, ALT)
    assert bench.ids == ["p", "q", "r"], "also from within a field"
    sheet.cards["q"].setFocus()
    QTest.keyClick(sheet.cards["q"], Qt.Key.Key_Delete)
    assert bench.ids == ["p", "r"] and bench.said[-1] == "Test deleted."
    assert sheet.cards["r"].hasFocus()
    QTest.keyClick(bench.window, Qt.Key.Key_Z, CTRL)
    assert bench.ids == ["p", "q", "r"]


def test_a_card_is_dragged_by_its_handle(bench: Bench) -> None:
    sheet = bench.open()

    def drag(name: str, onto: str, y: int) -> None:
        handle, card = sheet.cards[name].handle, sheet.cards[onto]
        start = handle.rect().center()
        end = handle.mapFromGlobal(card.mapToGlobal(QPoint(40, y % card.height())))
        QTest.mousePress(handle, LEFT, pos=start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(handle, start + (end - start) * share)
        assert sheet._indicator.isVisible()
        QTest.mouseRelease(handle, LEFT, pos=end)
        assert not sheet._indicator.isVisible()
        bench.qtbot.waitUntil(lambda: bench.shown(sheet) == bench.ids)

    drag("p", "q", -10)
    assert bench.ids == ["q", "p", "r"]
    drag("p", "r", -10)
    assert bench.ids == ["q", "r", "p"]
    drag("p", "q", 10)
    assert bench.ids == ["p", "q", "r"]


def test_a_drag_ends_when_the_list_changes(bench: Bench) -> None:
    sheet = bench.open()
    handle = sheet.cards["p"].handle
    QTest.mousePress(handle, LEFT, pos=QPoint(5, 5))
    QTest.mouseMove(handle, QPoint(5, 200))
    bench.bridge.do(AddTest(id="s"), "elsewhere")
    assert bench.said[-1] == "The drag was cancelled: the list changed."
    QTest.mouseRelease(handle, LEFT, pos=QPoint(5, 200))
    assert bench.ids == ["p", "q", "r", "s"]


def test_open_and_finished_are_filtered(bench: Bench) -> None:
    bench.bridge.do(EditTest("q", {"result": "unclear"}))
    sheet = bench.open()
    assert [pill.text() for pill in sheet.filter.pills] == ["All 3", "Open 2", "Finished 1"]
    QTest.mouseClick(sheet.filter.pills[2], LEFT)
    assert bench.shown(sheet) == ["q"]
    QTest.mouseClick(sheet.filter.pills[1], LEFT)
    assert bench.shown(sheet) == ["p", "r"]
    bench.bridge.do(EditTest("p", {"result": "passed"}))
    bench.bridge.do(EditTest("r", {"result": "passed"}))
    assert bench.shown(sheet) == [] and sheet.empty.text() == "Every test is finished."


def test_what_a_test_is_about_is_chosen_from_a_list(bench: Bench) -> None:
    sheet = bench.open()
    statement = bench.board.statements[0]

    def choose(words: str) -> None:
        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, Chooser)
            QTest.keyClicks(dialog.search, words)
            QTest.keyClick(dialog.search, Qt.Key.Key_Return)
            assert dialog.result() == QDialog.DialogCode.Accepted

        QTimer.singleShot(0, answer)
        QTest.mouseClick(sheet.cards["p"].change, LEFT)

    choose(f"pain {bench.board.notes[bench.pain].text}")
    assert bench.test("p").note == bench.pain
    choose("statement 1")
    assert (bench.test("p").note, bench.test("p").statement) == (None, statement.id)
    choose("no note in")
    assert (bench.test("p").note, bench.test("p").statement) == (None, None)
    assert sheet.cards["p"].about.text() == "About no note yet"


def test_the_note_is_one_click_away_and_the_test_survives_it(bench: Bench) -> None:
    bench.bridge.do(EditTest("p", {"note": bench.pain, "result": "failed", "date": "2026-05-03"}))
    sheet = bench.open()
    QTest.mouseClick(sheet.cards["p"].about, LEFT)
    assert bench.page.sheet == "" and bench.bridge.notes == (bench.pain,)
    bench.bridge.do(Delete((bench.pain,)))
    sheet = bench.open()
    assert bench.test("p").note is None and not sheet.cards["p"].verdict.isVisible()


def test_a_test_that_goes_while_it_is_written_says_so(bench: Bench) -> None:
    sheet = bench.open()
    sheet.cards["q"].write()
    QTest.keyClicks(QApplication.focusWidget(), "half a wo")
    bench.bridge.do(DeleteTests(("q",)), "elsewhere")
    assert bench.said[-1] == "The test that you were writing is gone; Undo or Redo brings it back."
    assert sheet.cards["r"].hasFocus()


def test_a_day_that_is_none_is_said_and_kept(bench: Bench) -> None:
    sheet = bench.open()
    day = sheet.cards["p"].fields["date"]
    day.setFocus()
    QTest.keyClicks(day, "yesterday")
    QTest.keyClick(day, Qt.Key.Key_Tab)
    assert bench.said[-1] == "A date is written year-month-day, for example 2026-05-03."
    assert day.text() == "yesterday" and day.property("wrong") and bench.test("p").date == ""


def test_read_only_boards_show_tests_and_change_none(qtbot: QtBot, bench: Bench, board_path: Any) -> None:
    window = bench.window
    window.show_home()
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_T, ALT | SHIFT)
    sheet = window.page.sheets.sheets["tests"]
    card: TestView = sheet.cards["p"]
    assert not sheet.new.isEnabled() and not card.trash.isVisible() and not card.change.isVisible()
    assert card.fields["believe"].isReadOnly() and not card.result.isEnabled()
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Delete)
    QTest.keyClick(card, Qt.Key.Key_Down, ALT)
    assert [test.id for test in window.page.session.board.test_cards] == ["p", "q", "r"]


def test_in_a_small_window_fields_stand_below_each_other_and_the_new_test_is_in_sight(bench: Bench) -> None:
    bench.window.resize(900, 600)
    sheet = bench.open()
    QTest.mouseClick(sheet.new, LEFT)
    card = sheet.cards[bench.ids[-1]]
    believe, learned = card.fields["believe"], card.fields["learned"]
    bench.qtbot.waitUntil(lambda: sheet.area.viewport().rect().contains(believe.mapTo(sheet.area.viewport(), QPoint())))
    assert believe.hasFocus() and learned.mapTo(card, QPoint()).x() == believe.mapTo(card, QPoint()).x()
    assert sheet.area.widget().width() <= sheet.area.viewport().width(), "nothing is cut at the side"
    bench.window.resize(1440, 900)
    bench.qtbot.waitUntil(lambda: learned.mapTo(card, QPoint()).x() > believe.mapTo(card, QPoint()).x())
