"""Sheets lie over the board; the rest of the window goes on, and the way back is one key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget

from canvas_app.domain.commands import Delete, ScoreNotes
from canvas_app.ui.sheets import SHEETS
from tests.ui.fingers import Fingers
from tests.ui.sheets.conftest import Person

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize("name", list(SHEETS))
def test_every_sheet_opens_in_place_of_the_board_and_esc_goes_back(person: Person, name: str) -> None:
    page = person.page
    sheet = person.open(name)
    assert page.sheets.geometry() == page.view.rect()
    assert not page.rail.isVisible() and page.side.isVisible() and page.chips.isVisible()
    assert page.sheets.tabs[name].isChecked()
    assert sheet.isAncestorOf(QApplication.focusWidget()) or sheet is QApplication.focusWidget()
    person.key(KEY.Key_Escape)
    assert page.sheet == "" and not sheet.isVisible()
    assert page.rail.isVisible() and page.view.hasFocus()


def test_tabs_lead_from_sheet_to_sheet_and_a_button_back(person: Person) -> None:
    person.open("matrix")
    frame = person.page.sheets
    person.click(frame.tabs["gaps"])
    assert person.page.sheet == "gaps"
    person.click(frame.tabs["gaps"])
    assert person.page.sheet == "gaps", "a tab is not a switch"
    person.click(frame.back)
    assert person.page.sheet == ""


def test_fingers_press_tabs_beside_other_fingers(person: Person) -> None:
    person.open("matrix")
    tab = person.page.sheets.tabs["chart"]
    Fingers(tab).tap(f0=tab.rect().center())
    assert person.page.sheet == "chart"


def test_the_action_is_a_switch(person: Person) -> None:
    action = person.window.binder["view.sheet-matrix"]
    back = person.window.binder["view.board"]
    assert not action.isChecked() and not back.isEnabled()
    person.key(KEY.Key_M, modifiers=CTRL | SHIFT)
    assert person.page.sheet == "matrix" and action.isChecked() and back.isEnabled()
    person.key(KEY.Key_M, modifiers=CTRL | SHIFT)
    assert person.page.sheet == "" and not action.isChecked() and not back.isEnabled()


def test_undo_and_redo_work_in_a_sheet_and_stay_in_it(person: Person) -> None:
    note = person.board.ranked("pains")[0]
    person.open("chart")
    person.do(ScoreNotes((note,), 1))
    person.key(KEY.Key_Z, modifiers=CTRL)
    assert person.board.notes[note].score != 1
    person.key(KEY.Key_Y, modifiers=CTRL)
    assert person.board.notes[note].score == 1
    assert person.page.sheet == "chart"


@pytest.mark.parametrize("name", ["matrix", "chart", "gaps"])
def test_keys_cannot_change_notes_that_lie_behind_the_sheet(person: Person, name: str) -> None:
    chosen = person.board.ranked("jobs")[0]
    person.bridge.select([chosen])
    before = person.board.notes[chosen]
    person.open(name)
    person.page.sheets.tabs[name].setFocus()
    person.key(KEY.Key_Delete, KEY.Key_4, KEY.Key_Up)
    assert person.board.notes[chosen] is before
    assert not person.window.binder["edit.delete"].isEnabled()


def test_the_side_panel_goes_on_working(person: Person) -> None:
    person.open("matrix")
    chosen = person.board.ranked("jobs")[0]
    for _ in range(2):  # shown, then gone into
        if not person.page.side.has_keyboard:
            person.window.binder["view.priorities"].trigger()
    person.bridge.select([chosen])
    assert person.page.side.has_keyboard
    person.key(KEY.Key_2)
    assert person.board.notes[chosen].score == 2
    assert person.page.sheet == "matrix"


def test_f6_walks_past_the_board_that_lies_behind(person: Person) -> None:
    sheet = person.open("matrix")
    seen = []
    for _ in range(3):
        person.key(KEY.Key_F6)
        seen.append(QApplication.focusWidget())
    assert any(person.page.side.isAncestorOf(widget) for widget in seen)
    assert sheet.view in seen
    assert not any(person.page.rail.isAncestorOf(widget) for widget in seen)
    person.key(KEY.Key_F6, modifiers=SHIFT)
    assert QApplication.focusWidget() is not sheet.view


@pytest.mark.parametrize("action", ["note.new", "edit.find", "view.select", "view.fit-selection"])
def test_what_needs_the_board_goes_back_to_it(person: Person, action: str) -> None:
    person.open("matrix")
    person.window.binder[action].trigger()
    assert person.page.sheet == ""


def test_the_outline_is_there_again_afterwards(person: Person) -> None:
    person.window.binder["view.outline"].trigger()
    tree = person.page.outline.tree
    person.open("matrix")
    person.key(KEY.Key_Escape)
    assert person.page.outline is not None and tree.hasFocus()
    assert not person.page.rail.isVisible()


def test_from_a_sheet_the_outline_is_one_key_away(person: Person) -> None:
    person.open("matrix")
    person.key(KEY.Key_O, modifiers=CTRL | SHIFT)
    assert person.page.sheet == "" and person.page.outline is not None


def test_board_mode_has_large_tabs_and_keeps_the_sheet(person: Person) -> None:
    person.open("matrix")
    person.window.binder["view.board-mode"].trigger()
    page = person.page
    person.qtbot.waitUntil(lambda: page.sheets.back.height() >= 56)
    assert page.sheet == "matrix" and not page.rail.isVisible()
    assert all(tab.height() >= 56 for tab in page.sheets.tabs.values())
    person.key(KEY.Key_Escape)
    assert page.sheet == "" and page.rail.isVisible()
    person.window.binder["view.board-mode"].trigger()
    assert page.sheet == ""


def test_another_board_begins_without_a_sheet(person: Person, tmp_path: object) -> None:
    person.open("matrix")
    person.window.show_home()
    assert person.window.findChild(QStackedWidget).currentWidget() is person.window.home
    person.window.open_board(person.session.path)
    assert person.window.page.sheet == ""


def test_a_sheet_out_of_sight_catches_up_when_it_is_shown(person: Person) -> None:
    sheet = person.open("matrix")
    person.key(KEY.Key_Escape)
    gone = sheet.model.rows[0]
    person.do(Delete((gone,)))
    person.open("matrix")
    assert gone not in sheet.model.rows
