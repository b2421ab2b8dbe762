"""The sheet of keys: found, changed, clashing, reset."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from canvas_app.actions import all_actions
from canvas_app.actions.keys import Own
from canvas_app.ui.dialogs.shortcuts import ACTION, KEYS, ShortcutsDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
CTRL = Qt.KeyboardModifier.ControlModifier


class Sheet:
    """The dialog, and the keys it told last."""

    def __init__(self, qtbot: QtBot, own: Own):
        self.own: dict[str, tuple[str, ...]] = dict(own)
        self.dialog = ShortcutsDialog(None, all_actions(), own, self._take)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def _take(self, own: Own) -> None:
        self.own = dict(own)

    def change(self, action_id: str) -> None:
        self.dialog.choose(action_id)
        QTest.mouseClick(self.dialog.change, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.dialog.editor.field, key, modifiers)

    @property
    def message(self) -> str:
        return self.dialog.editor.message.text()

    def caps(self, action_id: str) -> list[tuple[str, str]]:
        (row,) = [row for row in self.dialog._rows() if row.data(ACTION) == action_id]
        found: list[tuple[str, str]] = [tuple(cap) for cap in row.siblingAtColumn(1).data(KEYS)]
        return found

    def chip(self, words: str) -> QPushButton:
        (found,) = [
            button
            for button in self.dialog.editor.findChildren(QPushButton)
            if words in button.text() and not button.isHidden()
        ]
        return found


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    return Sheet(qtbot, {})


def test_a_key_is_added_to_those_there_are(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_F9)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "F9")}
    assert sheet.caps("edit.duplicate") == [("Ctrl+D", "own"), ("F9", "own")]
    sheet.press(Qt.Key.Key_J)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "F9", "J")}


def test_a_key_is_taken_away(sheet: Sheet) -> None:
    sheet.change("edit.redo")
    QTest.mouseClick(sheet.chip("Ctrl+Y"), Qt.MouseButton.LeftButton)
    assert sheet.own == {"edit.redo": ("Ctrl+Shift+Z",)}


def test_a_clash_is_said_at_once_and_may_be_taken_over(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_V)
    assert "“Select”" in sheet.message
    assert sheet.own == {}
    assert sheet.dialog.editor.take_over.isVisible()
    QTest.mouseClick(sheet.dialog.editor.take_over, Qt.MouseButton.LeftButton)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "V"), "view.select": ()}
    assert not sheet.dialog.editor.take_over.isVisible()


def test_a_clash_in_another_spelling_is_found(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ShiftModifier)
    assert "Keyboard and mouse" in sheet.message


def test_another_key_instead_leaves_the_clash_alone(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_V)
    sheet.press(Qt.Key.Key_F9)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "F9")}


@pytest.mark.parametrize("key", [Qt.Key.Key_Space])
def test_keys_of_the_board_itself_are_not_given_away(sheet: Sheet, key: Qt.Key) -> None:
    sheet.change("edit.duplicate")
    sheet.press(key)
    assert sheet.own == {}
    assert "choose another" in sheet.message


def test_a_letter_of_another_alphabet_counts_by_its_place(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord("О"), Qt.KeyboardModifier.NoModifier, 36 + 8, 0, 0, "о")
        QApplication.sendEvent(sheet.dialog.editor.field, event)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "J")}


def test_esc_ends_the_editing_and_not_the_dialog(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_Escape)
    assert not sheet.dialog.editor.isVisible()
    assert sheet.dialog.isVisible()
    assert sheet.own == {}


def test_reset_and_reset_all(qtbot: QtBot) -> None:
    sheet = Sheet(qtbot, {"edit.copy": ("F9",), "edit.cut": (), "edit.paste": ("F8",)})
    sheet.dialog.choose("edit.duplicate")
    assert not sheet.dialog.reset.isEnabled()
    sheet.dialog.choose("edit.copy")
    QTest.mouseClick(sheet.dialog.reset, Qt.MouseButton.LeftButton)
    assert sheet.own == {"edit.cut": (), "edit.paste": ("F8",)}
    assert sheet.caps("edit.copy") == [("Ctrl+C", "")]
    QTest.mouseClick(sheet.dialog.reset_all, Qt.MouseButton.LeftButton)
    assert sheet.own == {}
    assert not sheet.dialog.reset_all.isEnabled()


def test_resetting_to_a_key_that_was_taken_over_says_so(qtbot: QtBot) -> None:
    sheet = Sheet(qtbot, {"view.select": (), "edit.duplicate": ("Ctrl+D", "V")})
    sheet.dialog.choose("view.select")
    QTest.mouseClick(sheet.dialog.reset, Qt.MouseButton.LeftButton)
    assert sheet.caps("view.select") == [("V", "clash")]
    assert ("V", "clash") in sheet.caps("edit.duplicate")
    assert "Duplicate" in sheet.dialog.reason.text()


def test_the_way_back_to_the_declared_keys_is_no_difference(sheet: Sheet) -> None:
    sheet.change("edit.duplicate")
    sheet.press(Qt.Key.Key_F9)
    QTest.mouseClick(sheet.chip("F9"), Qt.MouseButton.LeftButton)
    assert sheet.own == {}


def test_by_keyboard_alone(sheet: Sheet) -> None:
    QTest.keyClicks(sheet.dialog.search, "duplicate")
    sheet.dialog.table.setFocus()
    QTest.keyClick(sheet.dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(sheet.dialog.table, Qt.Key.Key_Return)
    assert sheet.dialog.editor.isVisible()
    sheet.press(Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    assert sheet.own == {"edit.duplicate": ("Ctrl+D", "Ctrl+Alt+D")}


def test_gestures_are_listed_and_have_no_keys_to_change(sheet: Sheet) -> None:
    sheet.dialog.search.setText("alt-drag")
    (row,) = sheet.dialog._rows()
    assert "copy" in row.data()
    sheet.dialog.table.setCurrentIndex(row)
    assert not sheet.dialog.change.isEnabled()


def keys_in_focus(sheet: Sheet, *keys: Qt.Key) -> None:
    """Each key goes to what has the focus then, as a keyboard's does."""
    for key in keys:
        QTest.keyClick(sheet.dialog.focusWidget(), key)


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, enter: Qt.Key) -> None:
    sheet = Sheet(qtbot, {"edit.duplicate": ("F9",)})
    QTest.keyClicks(sheet.dialog.search, "duplicate")
    sheet.dialog.activateWindow()
    qtbot.waitUntil(sheet.dialog.isActiveWindow)
    keys_in_focus(sheet, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert sheet.dialog.focusWidget() is sheet.dialog.change
    keys_in_focus(sheet, enter)
    assert sheet.dialog.isVisible() and sheet.dialog.editor.isVisible()
    chip = sheet.chip("F9")
    chip.setFocus()
    keys_in_focus(sheet, enter)
    assert sheet.own == {"edit.duplicate": ()} and sheet.dialog.isVisible()
    sheet.dialog.editor.finish.setFocus()
    keys_in_focus(sheet, enter)
    assert sheet.dialog.isVisible() and not sheet.dialog.editor.isVisible()
    sheet.dialog.reset.setFocus()
    keys_in_focus(sheet, enter)
    assert sheet.own == {} and sheet.dialog.isVisible()


def test_enter_in_the_search_goes_to_what_was_found(sheet: Sheet) -> None:
    QTest.keyClicks(sheet.dialog.search, "duplicate")
    keys_in_focus(sheet, Qt.Key.Key_Return)
    assert sheet.dialog.isVisible() and sheet.dialog.focusWidget() is sheet.dialog.table
    keys_in_focus(sheet, Qt.Key.Key_Return)
    assert sheet.dialog.editor.isVisible() and "Duplicate" in sheet.dialog.editor.title.text()


def test_enter_on_close_closes(sheet: Sheet) -> None:
    sheet.dialog.main.setFocus()
    keys_in_focus(sheet, Qt.Key.Key_Return)
    assert not sheet.dialog.isVisible()
