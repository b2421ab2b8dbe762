"""Fast capture in the whole window: chains of notes, pasting, adding many, dropping."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from canvas_app.domain.entities import MAX_TEXT, PARKING, Note
from canvas_app.exchange.clipboard import EXCALIDRAW, HTML, MIME, PLAIN
from canvas_app.ui.dialogs.bulk_add import BulkAddDialog
from canvas_app.ui.dialogs.paste import ColumnsDialog, PasteDialog
from canvas_app.ui.main_window import MainWindow
from tests.ui.conftest import Hands

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
COLUMN = "\r\n".join(
    ["One", "Two", '"Three\nand a half"', "Four", "", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]
)


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    window.page.view.fit_board()
    return Hands(window.page.view)


def key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    if QApplication.activeWindow() is not window:  # a dialog has just been closed
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    QTest.keyClick(QApplication.focusWidget() or window.page.view, key, modifiers)


def made(window: MainWindow, hands: Hands) -> list[Note]:
    return [hands.board.notes[note] for note in window.page.bridge.notes]


def overlaps(window: MainWindow) -> bool:
    bodies = [item.body.adjusted(1, 1, -1, -1) for item in window.page.view.board_scene.note_items.values()]
    return any(a.intersects(b) for n, a in enumerate(bodies) for b in bodies[:n])


def empty_place(hands: Hands, zone_id: str) -> QPoint:
    """A pixel in a zone with no note under it."""
    scale = hands.board.info.scale
    room = hands.board.canvas.zone(zone_id).bounds.scaled(scale)
    for down in range(15, 90, 5):
        for right in range(20, 90, 5):
            x, y = room.x + room.w * right / 100, room.y + room.h * down / 100
            zone = hands.board.canvas.zone_at((x, y), scale)
            near = any(abs(n.centre[0] - x) < n.w and abs(n.centre[1] - y) < n.h for n in hands.board.notes.values())
            if zone is not None and zone.id == zone_id and not near:
                return hands.pixel(x, y)
    raise AssertionError(f"no room in {zone_id}")


def point_at(hands: Hands, zone: str) -> None:
    """Clicks into a zone and leaves the pointer there."""
    place = empty_place(hands, zone)
    hands.click(place)
    hands.move(place + QPoint(1, 0))


def when_asked(act: Callable[[QDialog], None], tries: int = 200) -> None:
    """Works the next dialog with `act`."""

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None and tries:
            when_asked(act, tries - 1)
        elif isinstance(dialog, QDialog):
            try:
                act(dialog)
            finally:
                if dialog.isVisible():
                    dialog.done(0)

    QTimer.singleShot(0, work)


def put(**formats: str) -> None:
    mime = QMimeData()
    for name, text in formats.items():
        mime.setData({"html": HTML, "plain": PLAIN, "ours": MIME}[name], text.encode())
    QGuiApplication.clipboard().setMimeData(mime)


def test_notes_in_a_chain_by_keys(window: MainWindow, hands: Hands) -> None:
    before = set(hands.board.notes)
    hands.move(empty_place(hands, "pains"))
    key(window, Qt.Key.Key_N)
    editor = window.page.view.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "Slow onboarding")
    key(window, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "Beside")
    key(window, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(editor, "Below")
    key(window, Qt.Key.Key_Tab)
    steps = len(hands.history._undo) if hasattr(hands.history, "_undo") else None
    key(window, Qt.Key.Key_Escape)
    new = [note for note in hands.board.notes.values() if note.id not in before]
    print([(n.text, n.zone, n.x, n.y) for n in new], steps)
    assert [note.text for note in new] == ["Slow onboarding", "Beside", "Below"]
    assert {note.zone for note in new} == {"pains"}
    assert not overlaps(window)
    for _ in new:
        key(window, Qt.Key.Key_Z, CTRL)
    assert set(hands.board.notes) == before
    assert hands.history.undoable is None


def test_a_column_of_cells_becomes_notes(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    QGuiApplication.clipboard().setText(COLUMN)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL)
    notes = made(window, hands)
    assert len(notes) == 11
    assert notes[2].text == "Three\nand a half"
    assert {note.zone for note in notes} == {"gains"}
    assert not overlaps(window)
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before
    assert hands.history.undoable is None


def test_ctrl_shift_v_makes_one_note(window: MainWindow, hands: Hands) -> None:
    QGuiApplication.clipboard().setText(COLUMN)
    point_at(hands, "gains")
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    (note,) = made(window, hands)
    assert note.text.startswith("One\nTwo\nThree\nand a half\nFour") and note.zone == "gains"


@pytest.mark.parametrize("modifiers", [CTRL, CTRL | SHIFT])
def test_pasting_while_writing_goes_into_the_text(window: MainWindow, hands: Hands, modifiers) -> None:
    count = len(hands.board.notes)
    put(html="<b>bold</b><script>alert(1)</script>", plain="bold\u202e \x00words\r\nmore")
    hands.double_click(empty_place(hands, "gains"))
    editor = window.page.view.editor
    QTest.keyClicks(editor, "Some ")
    key(window, Qt.Key.Key_V, modifiers)
    assert editor.text() == "Some bold words\nmore"
    key(window, Qt.Key.Key_Escape)
    assert len(hands.board.notes) == count + 1


def test_a_huge_text_pasted_while_writing_is_cut_and_said(window: MainWindow, hands: Hands) -> None:
    said = hands.listen()
    QGuiApplication.clipboard().setText("word " * 1_000_000)
    hands.double_click(empty_place(hands, "gains"))
    start = time.monotonic()
    key(window, Qt.Key.Key_V, CTRL)
    assert time.monotonic() - start < 5
    assert len(window.page.view.editor.text()) == MAX_TEXT
    assert any("20,000" in words for words in said)


def test_five_thousand_lines_are_asked_for_and_can_be_left(window: MainWindow, hands: Hands) -> None:
    before = dict(hands.board.notes)
    QGuiApplication.clipboard().setText("\n".join(f"line {n}" for n in range(5000)))
    point_at(hands, "gains")
    titles = []

    def refuse(dialog: QDialog) -> None:
        assert isinstance(dialog, PasteDialog)
        titles.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    when_asked(refuse)
    key(window, Qt.Key.Key_V, CTRL)
    assert titles == ["Paste 5,000 notes into Gains?"]
    assert hands.board.notes == before
    when_asked(lambda dialog: QTest.mouseClick(dialog.one, Qt.MouseButton.LeftButton))
    key(window, Qt.Key.Key_V, CTRL)
    (note,) = made(window, hands)
    assert note.text.startswith("line 0\nline 1\n")
    key(window, Qt.Key.Key_Z, CTRL)
    when_asked(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    start = time.monotonic()
    key(window, Qt.Key.Key_V, CTRL)
    print("5,000 notes", time.monotonic() - start)
    assert len(made(window, hands)) == 5000
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == before
