"""The command palette, worked by key and by mouse."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import load_settings
from canvas_app.ui.palette import Palette
from tests.ui.conftest import Hands

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hands(window: QWidget) -> Hands:
    return Hands(window.page.view)


def opened(window: QWidget, key: Qt.Key = Qt.Key.Key_K) -> Palette:
    QTest.keyClick(QApplication.focusWidget() or window, key, CTRL)
    (palette,) = window.findChildren(Palette)
    assert palette.isVisible()
    return palette


def titles(palette: Palette) -> list[str]:
    return [palette.model.index(row).data() for row in range(palette.model.rowCount())]


def press(palette: Palette, key: Qt.Key) -> None:
    QTest.keyClick(palette.search, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_Slash])
def test_it_opens_ready_to_type_and_esc_gives_the_focus_back(window: QWidget, key: Qt.Key) -> None:
    palette = opened(window, key)
    assert palette.search.hasFocus()
    assert palette.width() == 560
    assert abs(palette.geometry().center().x() - window.width() // 2) <= 1
    assert palette.y() < window.height() // 4
    press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.page.view.hasFocus()


def test_a_command_is_found_by_the_beginnings_of_its_words_and_run_with_enter(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "fit bo")
    assert titles(palette)[0] == "Fit the board"
    view = window.page.view
    view.zoom_to(2.0)
    press(palette, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert view.zoom < 2.0
    assert view.hasFocus()


def test_the_focus_is_back_before_the_command_runs(window: QWidget, hands: Hands) -> None:
    """Editing asks whether the board has the focus."""
    note = hands.board.in_order()[0].id
    hands.click(hands.middle(note))
    palette = opened(window)
    QTest.keyClicks(palette.search, "edit text")
    press(palette, Qt.Key.Key_Return)
    assert window.page.view.writing.note == note


def test_titles_are_those_of_the_board(window: QWidget, hands: Hands) -> None:
    note = hands.board.in_zone("pains")[0].id
    hands.click(hands.middle(note))
    palette = opened(window)
    shown = titles(palette)
    assert "Move to Gains" in shown
    assert "Move to zone 9" not in shown, "the canvas has no ninth zone"
    QTest.keyClicks(palette.search, "gains move")
    press(palette, Qt.Key.Key_Return)
    assert hands.board.notes[note].zone == "gains"


def test_what_cannot_be_done_now_stands_below_and_is_not_chosen(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "duplicate")
    assert titles(palette)[0] == "Duplicate"
    index = palette.model.index(0)
    assert "not available now" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.search.clear()
    enabled = [entry.enabled for entry in palette.model.shown]
    assert enabled == sorted(enabled, reverse=True)


def test_arrows_walk_and_stop_at_the_ends(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "zoom")
    first = palette.list.currentIndex().row()
    press(palette, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == first
    press(palette, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == first + 1
    press(palette, Qt.Key.Key_PageDown)
    assert palette.model.shown[palette.list.currentIndex().row()].enabled


def test_what_was_chosen_last_comes_first_and_is_remembered(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "hand")
    press(palette, Qt.Key.Key_Return)
    assert window.page.view.tool == "hand"
    palette = opened(window)
    assert titles(palette)[0] == "Hand"
    assert load_settings().commands == ("view.hand",)


def test_a_click_runs_a_command(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "hand")
    middle = palette.list.visualRect(palette.model.index(0)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert window.page.view.tool == "hand"
    assert not palette.isVisible()


def test_a_click_elsewhere_closes_it(window: QWidget, hands: Hands) -> None:
    palette = opened(window)
    hands.click(QPoint(30, 30))
    assert not palette.isVisible()
    assert window.page.view.hasFocus()


def test_letters_typed_into_it_do_nothing_else(window: QWidget, hands: Hands) -> None:
    hands.click(hands.middle(hands.board.in_order()[0].id))
    before = dict(hands.board.notes)
    palette = opened(window)
    QTest.keyClicks(palette.search, "hn1*")
    press(palette, Qt.Key.Key_Delete)
    press(palette, Qt.Key.Key_Backspace)
    assert hands.board.notes == before
    assert window.page.view.tool == "select"
    assert not window.page.view.editor.isVisible()


def test_no_match_says_so(window: QWidget) -> None:
    palette = opened(window)
    QTest.keyClicks(palette.search, "qqqq")
    assert palette.none.isVisible()
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_key_that_opened_it_may_be_held_and_closes_it_when_struck_again(window: QWidget) -> None:
    palette = opened(window)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_K, CTRL, "", True)
    QApplication.sendEvent(window.windowHandle(), held)
    assert palette.isVisible()
    QTest.keyClick(palette.search, Qt.Key.Key_K, CTRL)
    assert not palette.isVisible()


def test_it_works_on_the_start_page(window: QWidget, qtbot: QtBot) -> None:
    window.show_home()
    palette = opened(window)
    assert "Open" in titles(palette)[:6]
    press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_it_stays_inside_a_small_window(window: QWidget) -> None:
    window.resize(760, 480)
    palette = opened(window)
    assert window.rect().contains(palette.geometry())
