"""Keys as keyboards send them: the whole of PRODUCT 4a, other alphabets, held keys, text, and gestures in progress."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from canvas_app.domain.entities import PARKING
from canvas_app.ui.dialogs.shortcuts import ShortcutsDialog
from canvas_app.ui.keys import position
from canvas_app.ui.main_window import MainWindow
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
X11 = 8
"""What X11 and Wayland add to a key's number in evdev."""
EVDEV = {"n": 49, "h": 35, "v": 47, "z": 44, "d": 32, "k": 37, "l": 38, "2": 3, "[": 26}


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window.page.view)


def strike(
    window: MainWindow,
    key: int | str,
    modifiers: Qt.KeyboardModifier = NONE,
    at: str = "",
    times: int = 1,
) -> None:
    """Presses a key of the window as the system does: `at` is what a US keyboard has there, `times` > 1 is held."""
    code = ord(key.upper()) if isinstance(key, str) else key
    text = "" if modifiers & (CTRL | ALT) or not isinstance(key, str) else key
    scan = EVDEV[at] + X11 if at else 0
    for n in range(times):
        event = QKeyEvent(QEvent.Type.KeyPress, code, modifiers, scan, 0, 0, text, n > 0)
        QApplication.sendEvent(window.windowHandle(), event)
    QApplication.sendEvent(window.windowHandle(), QKeyEvent(QEvent.Type.KeyRelease, code, modifiers, scan, 0, 0, text))


def some(hands: Hands, zone: str = "pains") -> str:
    return hands.board.in_zone(zone)[0].id


# the rows of PRODUCT 4a


def test_new_note(window: MainWindow, hands: Hands) -> None:
    count = len(hands.board.notes)
    hands.move(hands.pixel(500, 300))
    strike(window, "n")
    strike(window, "a")
    strike(window, Qt.Key.Key_Escape)
    assert len(hands.board.notes) == count + 1
    assert window.page.view.hasFocus()


def test_tools(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    strike(window, "h")
    assert view.tool == "hand"
    assert window.page.rail.buttons["hand"].isChecked()
    strike(window, "v")
    assert view.tool == "select"
    strike(window, "l")
    assert view.tool == "link"
    strike(window, Qt.Key.Key_Escape)
    assert view.tool == "select"


def test_zoom_and_fit(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    strike(window, Qt.Key.Key_0, CTRL)
    assert view.zoom == 1.0
    strike(window, Qt.Key.Key_Equal, CTRL)
    assert view.zoom > 1.0
    strike(window, Qt.Key.Key_Minus, CTRL)
    assert view.zoom == pytest.approx(1.0)
    strike(window, Qt.Key.Key_1, SHIFT)
    fitted = view.zoom
    assert fitted < 1.0
    hands.click(hands.middle(some(hands)))
    strike(window, Qt.Key.Key_2, SHIFT)
    assert view.zoom > fitted
    assert hands.board.notes[some(hands)].score == Hands(view).board.notes[some(hands)].score


def test_a_letter_works_with_caps_lock_and_never_with_shift(window: MainWindow) -> None:
    view = window.page.view
    caps = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_H, NONE, "H")
    QApplication.sendEvent(window.windowHandle(), caps)
    assert view.tool == "hand"
    for letter in "vnl":
        QApplication.sendEvent(
            window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), SHIFT, letter.upper())
        )
    assert view.tool == "hand"
    assert not view.editor.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2])
def test_edit_selects_all(window: MainWindow, hands: Hands, key: Qt.Key) -> None:
    note = some(hands)
    hands.click(hands.middle(note))
    strike(window, key)
    editor = window.page.view.editor
    assert editor.textCursor().selectedText() == hands.board.notes[note].text
    strike(window, "x")
    strike(window, Qt.Key.Key_Return)
    strike(window, Qt.Key.Key_Return, SHIFT)
    strike(window, "y")
    strike(window, Qt.Key.Key_Escape)
    assert hands.board.notes[note].text.split() == ["x", "y"]


def test_duplicate_undo_and_both_redos(window: MainWindow, hands: Hands) -> None:
    count = len(hands.board.notes)
    hands.click(hands.middle(some(hands)))
    strike(window, Qt.Key.Key_D, CTRL)
    assert len(hands.board.notes) == count + 1
    strike(window, Qt.Key.Key_Z, CTRL)
    assert len(hands.board.notes) == count
    strike(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(hands.board.notes) == count + 1
    strike(window, Qt.Key.Key_Z, CTRL)
    strike(window, Qt.Key.Key_Y, CTRL)
    assert len(hands.board.notes) == count + 1


def test_copy_paste_and_paste_as_one(window: MainWindow, hands: Hands) -> None:
    count = len(hands.board.notes)
    QGuiApplication.clipboard().setText("one\ntwo\nthree")
    hands.move(hands.pixel(500, 300))
    strike(window, Qt.Key.Key_V, CTRL)
    assert len(hands.board.notes) == count + 3
    strike(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert len(hands.board.notes) == count + 4
    strike(window, Qt.Key.Key_C, CTRL)
    assert "two" in QGuiApplication.clipboard().text()


def test_select_all_and_nudges(window: MainWindow, hands: Hands) -> None:
    strike(window, Qt.Key.Key_A, CTRL)
    assert len(window.page.bridge.notes) == len(hands.board.notes)
    note = hands.board.in_zone(PARKING)[0]
    window.page.bridge.select([note.id])
    strike(window, Qt.Key.Key_Right)
    strike(window, Qt.Key.Key_Right, SHIFT)
    moved = hands.board.notes[note.id]
    assert (moved.x - note.x, moved.y - note.y) == (11, 0)


def test_connect(window: MainWindow, hands: Hands) -> None:
    creator, benefit = some(hands, "creators"), hands.board.in_zone("gains")[-1].id
    before = set(hands.board.links)
    window.page.bridge.select([creator, benefit])
    strike(window, "l")
    if not set(hands.board.links) - before:  # they were linked already
        assert window.page.message.text
    else:
        assert len(hands.board.links) == len(before) + 1


def test_scores_and_their_end(window: MainWindow, hands: Hands) -> None:
    note = some(hands)
    hands.click(hands.middle(note))
    for digit in "12345":
        strike(window, digit)
        assert hands.board.notes[note].score == int(digit)
    strike(window, "0")
    assert hands.board.notes[note].score is None
    strike(window, "q")
    assert not window.page.view.editor.isVisible(), "typing never begins to edit"


@pytest.mark.parametrize(("key", "modifiers"), [(Qt.Key.Key_F1, NONE), (Qt.Key.Key_Question, NONE)])
def test_help(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    shown: list[QDialog] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ShortcutsDialog)
        shown.append(dialog)
        dialog.reject()

    QTimer.singleShot(0, close)
    QTest.keyClick(window.page.view, key, modifiers)
    assert shown


def test_find(window: MainWindow) -> None:
    strike(window, Qt.Key.Key_F, CTRL)
    assert window.page.find_bar.isVisible()
    strike(window, "n")
    assert not window.page.view.editor.isVisible()


@pytest.mark.parametrize(("key", "tool"), [("p", "pen"), ("e", "eraser"), ("k", "laser"), ("h", "hand")])
def test_further_tools_and_esc(window: MainWindow, key: str, tool: str) -> None:
    strike(window, key)
    assert window.page.view.tool == tool
    strike(window, Qt.Key.Key_Escape)
    assert window.page.view.tool == "select"


def test_group_and_ungroup(window: MainWindow, hands: Hands) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    window.page.bridge.select([first, second])
    strike(window, Qt.Key.Key_G, CTRL)
    assert hands.board.notes[first].group_id
    assert hands.board.notes[first].group_id == hands.board.notes[second].group_id
    hands.click(hands.pixel(20, 300))
    hands.click(hands.middle(first))
    assert set(window.page.bridge.notes) == {first, second}
    strike(window, Qt.Key.Key_G, CTRL | SHIFT)
    assert not hands.board.notes[first].group_id


def test_lock_holds_a_note_in_its_place(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone(PARKING)[0]
    window.page.bridge.select([note.id])
    strike(window, Qt.Key.Key_L, CTRL | SHIFT)
    assert hands.board.notes[note.id].locked
    strike(window, Qt.Key.Key_Right)
    assert hands.board.notes[note.id].x == note.x
    strike(window, Qt.Key.Key_L, CTRL | SHIFT)
    strike(window, Qt.Key.Key_Right)
    assert hands.board.notes[note.id].x == note.x + 1


def test_full_screen_and_esc_does_not_leave_it_while_writing(window: MainWindow, hands: Hands) -> None:
    strike(window, Qt.Key.Key_F11)
    assert window.page.view.board_mode
    hands.move(hands.pixel(500, 300))
    strike(window, "n")
    strike(window, "a")
    strike(window, Qt.Key.Key_Escape)
    assert window.page.view.board_mode
    strike(window, Qt.Key.Key_F11)
    assert not window.page.view.board_mode


def test_the_space_bar_and_the_middle_button_pan(window: MainWindow, hands: Hands) -> None:
    view, board = window.page.view, dict(hands.board.notes)
    at = hands.middle(some(hands))
    point = view.scene_point(at.toPointF())
    QTest.keyPress(view, Qt.Key.Key_Space)
    hands.drag(at, at + QPoint(50, 30))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert (view.scene_point((at + QPoint(50, 30)).toPointF()) - point).manhattanLength() < 2
    hands.drag(at + QPoint(50, 30), at, Qt.MouseButton.MiddleButton)
    assert (view.scene_point(at.toPointF()) - point).manhattanLength() < 2
    assert hands.board.notes == board


@pytest.mark.parametrize("modifier", [SHIFT, CTRL])
def test_clicks_add_to_the_selection_and_take_out(
    window: MainWindow, hands: Hands, modifier: Qt.KeyboardModifier
) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.click(hands.middle(first))
    hands.click(hands.middle(second), modifier)
    assert set(window.page.bridge.notes) == {first, second}
    hands.click(hands.middle(first), modifier)
    assert window.page.bridge.notes == (second,)


def test_next_notes_while_writing(window: MainWindow, hands: Hands) -> None:
    hands.move(hands.pixel(500, 300))
    count = len(hands.board.notes)
    strike(window, "n")
    strike(window, "a")
    QTest.keyClick(window.page.view.editor, Qt.Key.Key_Tab)
    strike(window, "b")
    QTest.keyClick(window.page.view.editor, Qt.Key.Key_Backtab, SHIFT)
    assert window.page.view.editor.text() == "a"
    strike(window, Qt.Key.Key_Return, CTRL)
    strike(window, "c")
    strike(window, Qt.Key.Key_Escape)
    assert len(hands.board.notes) == count + 3


def test_fit_has_a_second_way(window: MainWindow, hands: Hands) -> None:
    """Shift+1 cannot be typed where digits need Shift, as on French keyboards."""
    view = window.page.view
    view.zoom_to(3.0)
    strike(window, Qt.Key.Key_Home)
    assert view.zoom < 1.0
    window.page.bridge.select([some(hands)])
    strike(window, Qt.Key.Key_Home, SHIFT)
    assert view.zoom > 1.0


# held


@pytest.mark.parametrize(
    ("key", "modifiers"), [("n", NONE), (Qt.Key.Key_D, CTRL), (Qt.Key.Key_V, CTRL), ("l", NONE), ("h", NONE)]
)
def test_held_keys_act_once(window: MainWindow, hands: Hands, key: int | str, modifiers: Qt.KeyboardModifier) -> None:
    QGuiApplication.clipboard().setText("pasted")
    hands.click(hands.middle(some(hands)))
    count = len(hands.board.notes)
    strike(window, key, modifiers, times=5)
    editor = window.page.view.editor
    assert not editor.isVisible() or editor.text() == "", "a held key does not type into the note it has opened"
    window.page.view.finish_editing()
    assert len(hands.board.notes) <= count + 1
    assert hands.history.depth <= 1


def test_holding_enter_does_not_write_over_the_note_it_opens(window: MainWindow, hands: Hands) -> None:
    note = some(hands)
    text = hands.board.notes[note].text
    hands.click(hands.middle(note))
    strike(window, Qt.Key.Key_Return, times=6)
    strike(window, Qt.Key.Key_Escape)
    assert hands.board.notes[note].text == text


def test_a_held_key_that_comes_as_released_and_pressed_in_one_moment(window: MainWindow) -> None:
    """As X sends it to a busy program; a key that is struck twice has time between."""

    def send(kind: QEvent.Type, when: int) -> None:
        event = QKeyEvent(kind, Qt.Key.Key_N, NONE, EVDEV["n"] + X11, 0, 0, "n")
        event.setTimestamp(when)
        QApplication.sendEvent(window.windowHandle(), event)

    send(QEvent.Type.KeyPress, 100)
    assert window.page.view.editor.isVisible()
    for when in (600, 640):
        send(QEvent.Type.KeyRelease, when)
        send(QEvent.Type.KeyPress, when)
    assert window.page.view.editor.text() == ""
    send(QEvent.Type.KeyRelease, 680)
    send(QEvent.Type.KeyPress, 730)
    assert window.page.view.editor.text() == "n"
    strike(window, Qt.Key.Key_Escape)


def test_held_nudges_and_undo_repeat(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone(PARKING)[0]
    window.page.bridge.select([note.id])
    strike(window, Qt.Key.Key_Down, times=7)
    assert hands.board.notes[note.id].y == note.y + 7
    for digit in "123":
        strike(window, digit)
    strike(window, Qt.Key.Key_Z, CTRL, times=4)
    assert hands.board.notes[note.id] == note


# text


def test_text_keeps_its_keys(window: MainWindow, hands: Hands) -> None:
    hands.click(hands.middle(some(hands)))
    before = dict(hands.board.notes)
    field = window.top.title
    field.setFocus()
    field.clear()
    for key in "nvh15*?":
        strike(window, key)
    for special in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        strike(window, special)
    assert field.text() == "vh15*?"
    assert hands.board.notes == before
    assert window.page.view.tool == "select"


def test_every_text_field_of_the_window_keeps_letters(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    hands.click(hands.middle(some(hands)))
    strike(window, Qt.Key.Key_F, CTRL)
    window.port.show_panel("statements")
    panel = window.page.side.panels["statements"]
    qtbot.waitUntil(lambda: all(card.isVisible() for card in panel.cards.values()))
    kinds = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox)
    fields = [
        field
        for kind in kinds
        for field in window.findChildren(kind)
        if field.isVisible() and field.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert len(fields) >= 4, "the title, the find bar, the pattern and the statements"
    notes = dict(hands.board.notes)
    for field in fields:
        field.setFocus()
        for key in ("n", "v", "h", "l", "m", "1", "5", "0", "*", "[", "]"):
            strike(window, key)
        strike(window, "т", at="n")
        assert window.page.view.tool == "select", field.accessibleName()
        assert not window.page.view.editor.isVisible(), field.accessibleName()
    assert hands.board.notes == notes


def test_esc_in_the_title_puts_the_old_title_back(window: MainWindow, hands: Hands) -> None:
    note = some(hands)
    hands.click(hands.middle(note))
    field = window.top.title
    title = field.text()
    field.setFocus()
    strike(window, "x")
    strike(window, Qt.Key.Key_Escape)
    assert field.text() == title
    assert not field.hasFocus()
    assert window.page.bridge.notes == (note,), "Esc belonged to the field"


@pytest.mark.parametrize("kind", [QComboBox, QSpinBox])
def test_boxes_keep_letters_digits_and_arrows(window: MainWindow, hands: Hands, kind: type[QWidget]) -> None:
    note = hands.board.in_zone(PARKING)[0]
    window.page.bridge.select([note.id])
    box = kind(window)
    if isinstance(box, QComboBox):
        box.addItems(["alpha", "November", "vector"])
    box.show()
    box.setFocus()
    for key in ("n", "3", Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Delete):
        strike(window, key)
    assert hands.board.notes[note.id] == note
    assert not window.page.view.editor.isVisible()


def test_lists_keep_the_arrows(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone(PARKING)[0]
    window.page.bridge.select([note.id])
    box = QListWidget(window)
    box.addItems(["one", "two", "three"])
    box.setCurrentRow(0)
    box.show()
    box.setFocus()
    strike(window, Qt.Key.Key_Down)
    assert box.currentRow() == 1
    assert hands.board.notes[note.id] == note


def test_keys_do_not_reach_the_board_under_a_dialog(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_N)
    QTest.keyClick(dialog, Qt.Key.Key_H)
    assert not window.page.view.editor.isVisible()
    assert window.page.view.tool == "select"
    dialog.close()


# other alphabets

LAYOUTS = {
    "Cyrillic": {"h": "р", "v": "м", "n": "т", "z": "я", "k": "л", "d": "в"},
    "Greek": {"h": "η", "v": "ω", "n": "ν", "z": "ζ", "k": "κ", "d": "δ"},
    "Hebrew": {"h": "י", "v": "ה", "n": "מ", "z": "ז", "k": "ל", "d": "ג"},
    "Arabic": {"h": "ا", "v": "ر", "n": "ى", "z": "ئ", "k": "ن", "d": "ي"},
    "Thai": {"h": "้", "v": "อ", "n": "ื", "z": "ผ", "k": "า", "d": "ก"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_keys_are_found_by_their_place(window: MainWindow, hands: Hands, layout: str) -> None:
    letters = LAYOUTS[layout]
    view = window.page.view
    strike(window, letters["h"], at="h")
    assert view.tool == "hand"
    strike(window, letters["h"].upper(), SHIFT, at="v")
    assert view.tool == "hand", "Shift with a letter never changes the tool"
    strike(window, letters["v"], at="v")
    assert view.tool == "select"
    count = len(hands.board.notes)
    hands.click(hands.middle(some(hands)))
    strike(window, letters["d"], CTRL, at="d", times=4)
    assert len(hands.board.notes) == count + 1, "once when held"
    strike(window, letters["z"], CTRL, at="z")
    assert len(hands.board.notes) == count
    strike(window, letters["n"], at="n")
    strike(window, letters["n"], at="n")
    assert view.editor.text() == letters["n"], "text is written as the keyboard says"
    strike(window, Qt.Key.Key_Escape)


def test_text_undoes_by_place_too(window: MainWindow, hands: Hands) -> None:
    hands.click(hands.middle(some(hands)))
    strike(window, "3")
    field = window.top.title
    title = field.text()
    field.setFocus()
    field.selectAll()
    strike(window, "р", at="h")
    assert field.text() == "р"
    strike(window, "я", CTRL, at="z")
    assert field.text() == title
    assert hands.history.depth == 1, "the board was not undone"


def test_arabic_digits_score(window: MainWindow, hands: Hands) -> None:
    note = some(hands)
    hands.click(hands.middle(note))
    strike(window, "٢", at="2")
    assert hands.board.notes[note].score == 2


def test_latin_letters_of_other_keyboards_stay_where_they_are_printed() -> None:
    """A French A is where a US keyboard has Q; é is no other key."""
    for letter in ("A", "É", "Ö", "Ñ"):
        assert position(QKeyEvent(QEvent.Type.KeyPress, ord(letter), NONE, 16 + X11, 0, 0), "linux") is None
    assert position(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F1, NONE, 59 + X11, 0, 0), "linux") is None


@pytest.mark.parametrize(
    ("platform", "scan", "virtual"), [("linux", EVDEV["n"] + X11, 0), ("win32", EVDEV["n"], 0x4E), ("darwin", 1, 45)]
)
def test_places_on_each_system(platform: str, scan: int, virtual: int) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ord("Т"), NONE, scan, virtual, 0, "т")
    assert position(event, platform) == Qt.Key.Key_N


def test_a_letter_where_a_us_keyboard_has_a_sign() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, ord("Х"), NONE, EVDEV["["] + X11, 0, 0, "х")
    assert position(event, "linux") == Qt.Key.Key_BracketLeft


# gestures in progress


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_Z, CTRL), (Qt.Key.Key_H, NONE), (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_D, CTRL), (Qt.Key.Key_5, NONE)],
)
def test_a_command_takes_back_the_drag_first(
    window: MainWindow, hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    note = hands.board.in_zone(PARKING)[0]
    other = some(hands)
    window.page.bridge.select([other])
    strike(window, "4")
    at = hands.middle(note.id)
    hands.press(at)
    hands.move(at + QPoint(60, -40))
    strike(window, key, modifiers)
    hands.move(at + QPoint(80, -60))
    hands.release(at + QPoint(80, -60))
    left = hands.board.notes.get(note.id)
    assert left is None or (left.x, left.y) == (note.x, note.y)
    for shown in window.page.view.board_scene.note_items.values():
        kept = hands.board.notes[shown.note.id]
        assert (shown.body.x(), shown.body.y()) == (kept.x, kept.y), "no preview is left behind"


def test_a_command_about_another_note_leaves_a_finger_alone(window: MainWindow, hands: Hands) -> None:
    note, other = hands.board.in_zone(PARKING)[0], some(hands)
    window.page.bridge.select([other])
    fingers = Fingers(window.page.view.viewport())
    at = hands.middle(note.id)
    fingers.press(f0=at)
    fingers.move(f0=at + QPoint(30, 0))
    window.page.bridge.select([other])
    strike(window, "5")
    fingers.move(f0=at + QPoint(60, 0))
    fingers.lift("f0")
    assert hands.board.notes[other].score == 5
    assert hands.board.notes[note.id].x > note.x


def test_esc_ends_the_drag_and_keeps_the_selection(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone(PARKING)[0]
    at = hands.middle(note.id)
    hands.press(at)
    hands.move(at + QPoint(60, -40))
    strike(window, Qt.Key.Key_Escape)
    hands.release(at + QPoint(60, -40))
    assert hands.board.notes[note.id] == note
    assert window.page.bridge.notes == (note.id,)


def test_zooming_leaves_the_drag_alone(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone(PARKING)[0]
    at = hands.middle(note.id)
    hands.press(at)
    hands.move(at + QPoint(30, 0))
    strike(window, Qt.Key.Key_Equal, CTRL)
    hands.move(at + QPoint(60, 0))
    hands.release(at + QPoint(60, 0))
    assert hands.board.notes[note.id].x != note.x


# the person's own keys


def test_own_keys_act_at_once_and_are_shown(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    tip = window.page.rail.buttons["hand"].toolTip()
    assert "(H)" in tip
    window.remember(keys={"view.hand": ("J", "F9"), "view.select": ()})
    strike(window, "h")
    assert view.tool == "select"
    strike(window, "j")
    assert view.tool == "hand"
    assert "(J)" in window.page.rail.buttons["hand"].toolTip()
    strike(window, "v")
    assert view.tool == "hand"
    strike(window, "о", at="h")
    window.page.set_tool("select")
    strike(window, Qt.Key.Key_F9)
    assert view.tool == "hand"
    window.remember(keys={})
    strike(window, "v")
    assert view.tool == "select"
    assert window.page.rail.buttons["hand"].toolTip() == tip


def test_nonsense_in_the_settings_is_ignored(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    window.remember(
        keys={"view.hand": ("no such key", "", "Ctrl+K, Ctrl+S", "Tab", "Space", "J"), "nobody.knows": ("F9",)}
    )
    assert window.binder["view.hand"].keys == ("J",)
    assert "view.hand" in caplog.text
    strike(window, "j")
    assert window.page.view.tool == "hand"


# buttons


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(window: MainWindow, hands: Hands, enter: Qt.Key) -> None:
    """A desktop decides whether Enter presses buttons; here it does on all of them."""
    window.port.show_panel("statements")
    page = window.page
    panel = page.side.panels["statements"]
    count = len(hands.board.statements)
    panel.new.setFocus(Qt.FocusReason.TabFocusReason)
    strike(window, enter)
    assert len(hands.board.statements) == count + 1
    card = panel.cards[hands.board.statements[-1].id]
    card.trash.setFocus(Qt.FocusReason.TabFocusReason)
    strike(window, enter)
    assert len(hands.board.statements) == count
    page.rail.buttons["hand"].setFocus(Qt.FocusReason.TabFocusReason)
    strike(window, enter)
    assert page.view.tool == "hand"
    window.port.toggle_outline()
    back = next(b for b in page.outline.findChildren(QToolButton) if b.text() == "Back to the canvas")
    back.setFocus(Qt.FocusReason.TabFocusReason)
    strike(window, enter)
    assert page.outline is None
    page.chips.zoom.setFocus(Qt.FocusReason.TabFocusReason)
    QTimer.singleShot(50, page.chips.zoom.menu().close)
    opened: list[bool] = []
    page.chips.zoom.menu().aboutToShow.connect(partial(opened.append, True))
    strike(window, enter)
    assert opened == [True]
