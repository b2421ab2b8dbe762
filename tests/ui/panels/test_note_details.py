"""The pane of one note: opened by key, follows the selection, and records what is typed."""

import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.app.settings import load_settings
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote, ReplaceCanvas
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.ui.panels.fields import LineField
from canvas_app.ui.panels.note_details import NoteDetails
from canvas_app.ui.panels.pills import Pills
from tests.ui.fingers import Fingers

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Pane:
    """The pane over the sample, with a pain selected."""

    def __init__(self, qtbot: QtBot, window: Any):
        self.qtbot, self.window = qtbot, window
        self.page = window.page
        self.bridge = self.page.bridge
        self.board = self.page.session.board
        self.note_id = self.board.ranked("pains")[1]
        self.said: list[str] = []
        self.bridge.said.connect(self._note)
        qtbot.waitUntil(window.isActiveWindow)
        self.bridge.select([self.note_id])

    def _note(self, words: str, complaint: bool, undo: bool) -> None:
        self.said.append(words)

    @property
    def note(self) -> Any:
        return self.board.notes[self.note_id]

    def open(self) -> NoteDetails:
        QTest.keyClick(self.window, Qt.Key.Key_Return, ALT)
        self.qtbot.waitUntil(self._shown)
        return self.page.side.details

    def _shown(self) -> bool:
        return bool(self.page.side.details_shown)

    def type(self, words: str, into: QWidget | None = None) -> None:
        QTest.keyClicks(into or QApplication.focusWidget(), words)

    def select(self, *notes: str) -> None:
        self.bridge.select(notes)
        details = self.page.side.details
        self.qtbot.waitUntil(lambda: details.note_id == (notes[0] if len(notes) == 1 else None))


@pytest.fixture
def pane(qtbot: QtBot, window: Any) -> Pane:
    return Pane(qtbot, window)


def settle_bare(pane: Pane, **values: Any) -> None:
    pane.bridge.do(EditNote(pane.note_id, {"detail": "", "tags": (), "author": "", "fields": {}, **values}))


def test_key_opens_the_pane_goes_into_it_and_back(pane: Pane) -> None:
    details = pane.open()
    assert details.detail.hasFocus()
    assert details.standing.text().startswith("Pain 2 of 6 · severity")
    assert details.text.text() == pane.note.text
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, ALT)
    assert pane.page.view.hasFocus() and details.isVisible()
    QTest.keyClick(pane.window, Qt.Key.Key_Return, ALT)
    assert details.detail.hasFocus()
    QTest.keyClick(details.detail, Qt.Key.Key_Escape)
    assert pane.page.view.hasFocus() and pane.bridge.notes == (pane.note_id,), "Esc leaves, and the note stays selected"


def test_open_pane_is_remembered_and_closed_by_its_button(pane: Pane) -> None:
    details = pane.open()
    assert load_settings().note_pane
    QTest.mouseClick(details.close_button, LEFT)
    assert not details.isVisible() and not load_settings().note_pane
    assert pane.page.view.hasFocus()


def test_without_a_note_the_key_closes_the_open_pane(pane: Pane) -> None:
    details = pane.open()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    pane.select()
    QTest.keyClick(pane.window, Qt.Key.Key_Return, ALT)
    assert not details.isVisible() and not load_settings().note_pane


def test_words_are_recorded_while_typing_and_undone_as_one(pane: Pane) -> None:
    settle_bare(pane)
    depth = pane.page.session.history.depth
    details = pane.open()
    pane.type("First, ")
    pane.qtbot.waitUntil(lambda: pane.note.detail == "First, ")
    pane.type("second")
    pane.qtbot.waitUntil(lambda: pane.note.detail == "First, second")
    assert pane.page.session.history.depth == depth + 1, "one stay in a field is one undo unit"
    QTest.keyClick(details.detail, Qt.Key.Key_Tab)
    assert details.tags.hasFocus()
    pane.type("q3, Tills; q3")
    QTest.keyClick(details.tags, Qt.Key.Key_Tab)
    assert pane.note.tags == ("q3", "Tills")
    assert details.author.hasFocus()
    pane.type("Ann")
    QTest.keyClick(details.author, Qt.Key.Key_Return)
    assert pane.note.author == "Ann"
    assert pane.page.session.history.depth == depth + 3
    pane.page.view.setFocus()
    for _ in range(3):
        QTest.keyClick(pane.window, Qt.Key.Key_Z, CTRL)
    assert (pane.note.detail, pane.note.tags, pane.note.author) == ("", (), "")
    assert (details.detail.words(), details.tags.text(), details.author.text()) == ("", "", "")


def test_undo_in_a_field_takes_back_typing_and_then_the_board(pane: Pane) -> None:
    settle_bare(pane)
    details = pane.open()
    pane.type("abc")
    pane.qtbot.waitUntil(lambda: pane.note.detail == "abc")
    QTest.keyClick(details.detail, Qt.Key.Key_Z, CTRL)
    assert details.detail.words() == ""
    details.flush()
    assert pane.note.detail == ""


def test_change_from_elsewhere_keeps_the_caret_and_what_is_typed_in_other_fields(pane: Pane) -> None:
    settle_bare(pane, detail="one two")
    details = pane.open()
    cursor = details.detail.textCursor()
    cursor.setPosition(3)
    details.detail.setTextCursor(cursor)
    details.author.setFocus()
    pane.type("An", details.author)
    pane.bridge.do(EditNote(pane.note_id, {"detail": "one two three"}), "elsewhere")
    assert details.detail.words() == "one two three"
    assert details.detail.textCursor().position() == 3
    assert details.author.text() == "An", "typed and not recorded yet, it stays"
    pane.type("n", details.author)
    pane.qtbot.waitUntil(lambda: pane.note.author == "Ann")
    assert pane.note.detail == "one two three"


def test_selection_is_followed_and_what_was_typed_goes_to_its_note(pane: Pane) -> None:
    settle_bare(pane)
    details = pane.open()
    other = pane.board.ranked("gains")[0]
    pane.type("For the pain")
    pane.select(other)
    assert pane.note.detail == "For the pain"
    assert details.detail.words() == pane.board.notes[other].detail
    assert details.standing.text().startswith("Gain 1 of")
    pane.select(other, pane.note_id)
    assert details.hint.text() == "2 notes are selected. Select one of them to see its details."
    assert details.hint.isVisible() and not details.area.isVisible()
    pane.bridge.select((), [next(iter(pane.board.links))])
    pane.qtbot.waitUntil(lambda: details.hint.text().startswith("A link is selected"))
    pane.bridge.select(())
    pane.qtbot.waitUntil(lambda: details.hint.text().startswith("Select a note"))


def test_the_words_of_two_notes_are_two_undo_units(pane: Pane) -> None:
    settle_bare(pane)
    other = pane.board.ranked("gains")[0]
    pane.bridge.do(EditNote(other, {"detail": ""}))
    depth = pane.page.session.history.depth
    details = pane.open()
    pane.type("one")
    pane.select(other)
    assert details.detail.hasFocus(), "the keyboard stays in the field"
    pane.type("two")
    details.flush()
    assert (pane.note.detail, pane.board.notes[other].detail) == ("one", "two")
    assert pane.page.session.history.depth == depth + 2


def test_deleting_the_note_while_writing_ends_it_with_a_reason(pane: Pane) -> None:
    details = pane.open()
    pane.type("lost")
    pane.bridge.do(Delete((pane.note_id,)), "elsewhere")
    assert pane.said[-1] == "The note whose details you were writing is gone; Undo brings it back."
    assert details.note is None and details.hint.isVisible()
    assert pane.page.view.hasFocus()


def test_questions_of_the_kind_are_pills_that_keep_answers_of_no_choice(pane: Pane) -> None:
    settle_bare(pane, fields={"frequency": "hourly", "other": 7})
    details = pane.open()
    assert details.kind_fields is not None
    pills = details.kind_fields.editors["frequency"]
    assert isinstance(pills, Pills)
    assert [pill.text() for pill in pills.pills] == ["Daily", "Weekly", "Rarely", "Hourly"]
    assert pills.value == "hourly"
    QTest.mouseClick(pills.pills[1], LEFT)
    assert pane.note.fields == {"other": 7, "frequency": "weekly"}
    assert len(pills.pills) == 3
    QTest.mouseClick(pills.pills[1], LEFT)
    assert pane.note.fields == {"other": 7}, "the chosen one pressed again takes the answer back"
    QTest.keyClick(pane.window, Qt.Key.Key_Z, CTRL)
    assert pills.value == "weekly"


def test_a_finger_presses_a_pill_of_44_pixels(pane: Pane) -> None:
    settle_bare(pane)
    details = pane.open()
    assert details.kind_fields is not None
    pills = details.kind_fields.editors["frequency"]
    assert isinstance(pills, Pills)
    pill = pills.pills[2]
    assert pill.height() >= 44
    Fingers(pill).tap(f0=pill.rect().center())
    assert pane.note.fields == {"frequency": "rarely"}


def test_arrows_walk_through_choices_and_do_not_nudge_the_note(pane: Pane) -> None:
    settle_bare(pane)
    details = pane.open()
    assert details.kind_fields is not None
    pills = details.kind_fields.editors["frequency"]
    assert isinstance(pills, Pills)
    pills.entry.setFocus()
    before = pane.note.x, pane.note.y
    QTest.keyClick(pills.pills[0], Qt.Key.Key_Right)
    assert pills.pills[1].hasFocus()
    QTest.keyClick(pills.pills[1], Qt.Key.Key_Space)
    assert pane.note.fields == {"frequency": "weekly"} and (pane.note.x, pane.note.y) == before


def test_many_choices_are_a_list_and_none_is_a_line(pane: Pane) -> None:
    settle_bare(pane)
    definition = json.loads(json.dumps(pane.board.canvas.as_data()))
    kind = next(kind for kind in definition["kind"] if kind["id"] == pane.note.kind)
    kind["fields"] = [
        {"id": "where", "label": "Where", "choices": [f"place {n}" for n in range(8)]},
        {"id": "cost", "label": "What it costs", "choices": []},
    ]
    definition["version"] += 1
    details = pane.open()
    pane.bridge.do(ReplaceCanvas(definition))
    assert details.kind_fields is not None
    box, line = details.kind_fields.editors["where"], details.kind_fields.editors["cost"]
    assert isinstance(box, QComboBox) and isinstance(line, LineField)
    box.setFocus()
    depth = pane.page.session.history.depth
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert pane.note.fields == {"where": "place 3"} and pane.page.session.history.depth == depth + 1
    line.setFocus()
    pane.type("20 EUR", line)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert pane.note.fields == {"where": "place 3", "cost": "20 EUR"}


def test_what_is_known_about_the_note_is_listed(pane: Pane) -> None:
    about = About("note", pane.note_id)
    pane.bridge.do(AddEvidence(about, {"level": "strong", "source": "Interviews"}))
    test = AddTest({"note": pane.note_id, "believe": "It hurts", "result": "failed", "date": "2026-05-03"})
    pane.bridge.do(test)
    details = pane.open()
    assert [row.accessibleName() for row in details.tests] == ["It hurts. Failed · 3 May 2026"]
    assert "lowered" in details.evidence.why.text()
    QTest.mouseClick(details.tests[0], LEFT)
    assert pane.page.sheet == "tests"
    card = pane.page.sheets.sheets["tests"].cards[test.id]
    assert card.fields["believe"].hasFocus()


def test_new_test_is_worded_after_the_note(pane: Pane) -> None:
    details = pane.open()
    QTest.mouseClick(details.new_test, LEFT)
    made = pane.board.test_cards[-1]
    assert (made.note, made.believe) == (pane.note_id, pane.note.text)
    assert pane.page.sheet == "tests"


def test_a_gap_says_that_it_is_not_decided(pane: Pane) -> None:
    details = pane.open()
    gap = NewNote(text="Nobody answers this", zone="pains")
    pane.bridge.do(AddNotes((gap,)))
    pane.select(gap.id)
    assert details.decision.text() == "Nothing answers this yet, and it is not decided."
    assert details.decision.isVisible()
    decided = next(row for row in pane.board.decisions.values() if row.choice)
    pane.select(decided.note)
    assert details.decision.text().split(" · ")[0].lower().startswith(decided.choice)
    answered = next(note for note, relief in pane.page.session.fit.relief.items() if relief)
    pane.select(answered)
    assert not details.decision.isVisible()


def test_read_only_boards_show_values_and_no_fields(qtbot: QtBot, window: Any, board_path: Any) -> None:
    board = window.page.session.board
    note_id = board.ranked("pains")[1]
    values = {"detail": "Some words", "tags": ("q3",), "author": "", "fields": {"frequency": "daily"}}
    window.page.bridge.do(EditNote(note_id, values))
    window.page.bridge.do(AddEvidence(About("note", note_id), {"source": "Interviews"}))
    window.show_home()
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    window.page.bridge.select([note_id])
    QTest.keyClick(window, Qt.Key.Key_Return, ALT)
    details = window.page.side.details
    qtbot.waitUntil(details.isVisible)
    shown = [label.text() for label in details._shown.values() if label.isVisible()]
    assert shown == ["Some words", "q3"]
    assert not details.detail.isVisible() and not details.author.isVisible()
    assert not details.evidence.add.isVisible() and not details.new_test.isVisible()
    assert not details.kind_fields.editors["frequency"].isVisible()
    piece = next(piece for piece in details.evidence.pieces.values() if piece.piece.source == "Interviews")
    QTest.mouseClick(piece.head, LEFT)
    assert piece.source.isReadOnly() and not piece.trash.isVisible() and not piece.quote.isVisible()


def test_evidence_is_added_by_key_and_the_field_is_in_sight(pane: Pane) -> None:
    QTest.keyClick(pane.window, Qt.Key.Key_E, ALT)
    details = pane.page.side.details
    pane.qtbot.waitUntil(details.isVisible)
    port = details.area.viewport()
    field = QApplication.focusWidget()
    assert isinstance(field, LineField) and field.accessibleName() == "Source"
    pane.qtbot.waitUntil(lambda: port.rect().contains(field.mapTo(port, field.rect().bottomLeft())))
