"""The field in which a note is written stands exactly over what the note paints."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.domain.arrange import heading_rect
from canvas_app.domain.commands import Delete, EditNote, MoveNotes, ReplaceCanvas
from canvas_app.domain.entities import PARKING
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.text.note_face import note_text
from canvas_app.text.runs import utf16_units

LONG = "Rail made reliever with quite a long text that must shrink until it fits in the note and then makes it grow "
TEXTS = [
    "Slow onboarding of new staff",
    LONG * 3,
    "W" * 300,
    "One\n\ntwo three\n",
    "Q3 הכנסות +20% 👨‍👩‍👧 👍🏽 für Gäste",
    "عملاء يفقدون البطاقات الورقية كل أسبوع",
    "常連のお客様を毎週呼び戻すための仕組みがない, and Latin beside it",
]


def writing(hands, text: str) -> str:
    note = next(n.id for n in hands.board.in_order() if n.zone == "gains")
    hands.view.bridge.do(EditNote(note, {"text": text}))
    hands.view.edit_note(note)
    return note


@pytest.mark.parametrize("zoom", [0.63, 0.98, 1.0, 2.37])
def test_the_field_breaks_lines_where_the_note_does(hands, zoom: float) -> None:
    for text in TEXTS:
        note = writing(hands, text)
        hands.view.zoom_to(zoom)
        item = hands.view.board_scene.note_items[note]
        painted = note_text(text, item.note.w, item.note.h).lines
        shown = [line.rstrip() for line in hands.view.editor.line_texts()]
        assert shown == [utf16_units(line.text).rstrip() for line in painted], text
        hands.view.finish_editing()


def test_beginning_to_write_changes_nothing_of_the_text_on_screen(hands) -> None:
    note = writing(hands, LONG)
    hands.view.finish_editing()
    hands.view.bridge.select([note])
    item = hands.view.board_scene.note_items[note]
    place = hands.view.viewportTransform().mapRect(item.body.adjusted(14, 6, -14, -6)).toRect()
    before = hands.view.grab(place).toImage()
    hands.view.edit_note(note)
    hands.view.editor.moveCursor(QTextCursor.MoveOperation.End)
    during = hands.view.grab(place).toImage()
    different = sum(
        before.pixel(x, y) != during.pixel(x, y) for x in range(before.width()) for y in range(before.height())
    )
    assert different <= 40, "only the caret is new"


def test_a_click_puts_the_caret_where_the_letter_is_painted(hands) -> None:
    note = writing(hands, "First line of it\nsecond")
    hands.view.zoom_to(2.0)
    item = hands.view.board_scene.note_items[note]
    block = note_text(item.note.text, item.note.w, item.note.h)
    second = block.lines[-1]
    editor = hands.view.editor
    body = item.body
    at = hands.pixel(body.x() + 12 + second.width + 6, body.y() + 10 + second.top + 8) - editor.pos()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert editor.textCursor().position() == len(item.note.text)
    at = hands.pixel(body.x() + 12, body.y() + 10 + second.top + 8) - editor.pos()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert editor.textCursor().position() == len("First line of it\n")
    QTest.keyClicks(editor, "The ")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert hands.board.notes[note].text == "First line of it\nThe second"


def test_composed_text_is_painted_by_the_note_before_it_is_typed(hands) -> None:
    note = writing(hands, "Ab")
    editor = hands.view.editor
    QTest.keyClick(editor, Qt.Key.Key_End)
    QApplication.sendEvent(editor, QInputMethodEvent("にほ" * 60, []))
    item = hands.view.board_scene.note_items[note]
    assert item.height > item.note.h, "the note grows with what is composed"
    assert hands.board.notes[note].text == "Ab"
    done = QInputMethodEvent("", [])
    done.setCommitString("日本")
    QApplication.sendEvent(editor, done)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert hands.board.notes[note].text == "Ab日本"


def test_the_wheel_over_the_field_moves_the_board(hands) -> None:
    note = writing(hands, LONG * 4)
    item = hands.view.board_scene.note_items[note]
    before = hands.view.viewportTransform().map(item.body.center())
    window = hands.view.window()
    at = hands.view.editor.viewport().mapTo(window, QPoint(30, 30))
    QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, -120))
    after = hands.view.viewportTransform().map(item.body.center())
    assert after.y() < before.y()
    assert hands.view.editor.geometry().contains(after.toPoint())


def test_typing_brings_the_note_back_into_sight(hands) -> None:
    note = writing(hands, "Ab")
    hands.view.pan_by(QPointF(0, -2000))
    hands.type("c")
    item = hands.view.board_scene.note_items[note]
    caret = hands.view.editor.caret().translated(QPointF(hands.view.editor.pos()))
    assert hands.view.viewport().rect().contains(caret.toAlignedRect())
    assert item.note.id == note


def test_undo_in_the_field_takes_back_typing_and_no_layout(hands) -> None:
    writing(hands, "Ab")
    editor = hands.view.editor
    QTest.keyClick(editor, Qt.Key.Key_End)
    hands.type(" and a long tail that makes the letters smaller and smaller until the note grows")
    editor.insertPlainText("日本")
    for _ in range(20):
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "Ab"


def test_tab_writes_the_next_note_beside_and_ctrl_enter_the_next_below(hands) -> None:
    note = writing(hands, "First")
    before = set(hands.board.notes)
    editor = hands.view.editor
    for key, modifier, words in (
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "Second"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "Third"),
    ):
        QTest.keyClick(editor, key, modifier)
        assert editor.hasFocus() and editor.text() == ""
        hands.type(words)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert not editor.isVisible(), "Tab in an empty note ends the writing"
    made = [hands.board.notes[new] for new in hands.board.notes if new not in before]
    assert sorted(new.text for new in made) == ["Second", "Third"]
    assert {new.zone for new in made} == {hands.board.notes[note].zone}
    boxes = [hands.view.board_scene.note_items[n.id].body for n in hands.board.in_zone("gains")]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_shift_tab_goes_back_to_the_note_before(hands) -> None:
    first, second = [note.id for note in hands.board.in_zone("gains")][:2]
    hands.view.edit_note(second)
    QTest.keyClick(hands.view.editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert hands.view.editor.item.note.id == first
    QTest.keyClick(hands.view.editor, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not hands.view.editor.isVisible() and hands.view.hasFocus()


def test_the_next_note_stays_in_its_zone_and_off_the_heading(hands) -> None:
    zone = hands.board.canvas.zone("pains")
    x, y = zone.heading.at
    hands.view.bridge.do(Delete(tuple(hands.board.notes)))
    hands.view.writing.write((x - 100, y - 60))
    before = set(hands.board.notes)
    for n in range(4):
        hands.type(f"Pain {n}")
        hands.view.writing.write_next(below=bool(n % 2))
    hands.view.finish_editing()
    made = [note for note in hands.board.notes.values() if note.id not in before]
    assert len(made) == 4
    scale = hands.board.info.scale
    outline = [(x * scale, y * scale) for x, y in zone.outline]
    for note in made[1:]:
        rect = Rect(note.x, note.y, note.w, note.h)
        assert note.zone == "pains"
        assert fits_inside(rect, outline), note.text
        assert not rect.overlaps(heading_rect(zone, scale)), note.text


def test_what_is_typed_stays_in_sight_when_another_window_renews_the_canvas(hands) -> None:
    note = writing(hands, "before")
    hands.type("typed")
    board = hands.board
    newer = board.canvas.as_data() | {"title": "Newer", "version": board.canvas_copy.version + 1}
    hands.view.bridge.session.do(ReplaceCanvas(newer))
    assert hands.view.board_scene.note_items[note].text == "typed" and hands.view.editor.text() == "typed"
    hands.type(" on")
    hands.view.finish_editing()
    assert board.notes[note].text == hands.view.board_scene.note_items[note].text == "typed on"


def test_what_others_do_to_the_note_but_not_to_its_words_leaves_the_writing_alone(hands) -> None:
    note = next(n.id for n in hands.board.in_order() if n.zone == "gains")
    hands.view.edit_note(note)
    hands.type("Not yet written down")
    hands.view.bridge.do(MoveNotes((note,), 30, 0), origin="drag")
    hands.view.bridge.do(EditNote(note, {"tags": ("urgent",)}))
    hands.type(", more")
    hands.view.finish_editing()
    assert hands.board.notes[note].text == "Not yet written down, more"


def test_a_note_in_the_parking_lot_is_written_as_the_kind_that_it_becomes(hands) -> None:
    parking = hands.view.board_scene.zones.parking
    for across in (0.15, 0.8):
        before = set(hands.board.notes)
        hands.double_click(hands.pixel(parking.left() + parking.width() * across, parking.bottom() + 20))
        written = hands.view.editor.item.note.kind
        hands.type("Parked")
        QTest.keyClick(hands.view.editor, Qt.Key.Key_Escape)
        (new,) = hands.board.notes.keys() - before
        assert (hands.board.notes[new].zone, hands.board.notes[new].kind) == (PARKING, written)
