"""The gaps: each is decided about with keys, mouse or finger, one undo step each."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddLink, AddNotes, Delete, MoveToZone, NewNote
from canvas_app.domain.entities import PARKING
from canvas_app.domain.gaps import NOTHING_DECIDED, DecideGap, decisions
from canvas_app.ui.dialogs.chooser import Chooser
from canvas_app.ui.sheets.gap_rows import GapRow
from tests.ui.fingers import Fingers
from tests.ui.sheets.conftest import Person

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sheet(person: Person) -> Any:
    """Two gaps that nothing is decided about: the one of the sample, and a lighter one."""
    for need in list(decisions(person.board)):
        person.do(DecideGap(need, dict(NOTHING_DECIDED)))
    person.do(AddNotes((NewNote("Staff turnover", zone="pains", id="turnover", values={"score": 1}),)))
    return person.open("gaps")


def shown(sheet: Any, section: str = "gap") -> list[str]:
    return [row.note_id for row in sheet.list.rows.rows if isinstance(row, GapRow) and row.key.startswith(section)]


def made(person: Person, need: str) -> Any:
    return decisions(person.board).get(need)


def tab_to(person: Person, part: QWidget) -> None:
    for _ in range(4):
        person.key(KEY.Key_Tab)
        if part.isAncestorOf(QApplication.focusWidget()):
            return
    pytest.fail(f"the keyboard is on {QApplication.focusWidget()}")


def row_of(sheet: Any, need: str) -> GapRow:
    return sheet.list.rows.row(sheet.list.rows.index_of_note(need))


def test_gaps_are_those_of_fit_the_heaviest_first(person: Person, sheet: Any) -> None:
    assert shown(sheet) == list(person.session.fit.gaps)
    assert sheet.current == shown(sheet)[0]
    assert all(row_of(sheet, need).decided == "Not decided" for need in shown(sheet))


def test_digits_in_the_list_decide(person: Person, sheet: Any) -> None:
    first, second = shown(sheet)
    person.key(KEY.Key_3)
    assert made(person, first).choice == "innovate"
    assert "Innovate" in row_of(sheet, first).spoken
    person.key(KEY.Key_Down, KEY.Key_1)
    assert made(person, second).choice == "ignore"
    person.key(KEY.Key_0)
    assert made(person, second) is None
    person.key(KEY.Key_Z, modifiers=CTRL)
    assert made(person, second).choice == "ignore"


def test_the_whole_form_by_keys(person: Person, sheet: Any) -> None:
    need, form = shown(sheet)[0], sheet.form
    tab_to(person, form.choice)
    person.key(KEY.Key_Right, KEY.Key_Space)  # Watch
    assert made(person, need).choice == "watch"
    tab_to(person, form.strategic)
    person.key(KEY.Key_Left, KEY.Key_Space)  # from Open to No
    assert made(person, need).strategic is False
    person.key(KEY.Key_Tab)
    assert form.owner.hasFocus()
    person.write("Mara")
    person.key(KEY.Key_Tab)
    assert made(person, need).owner == "Mara" and form.due.hasFocus()
    person.write("2027-01-30")
    person.key(KEY.Key_Return)
    assert made(person, need).due == "2027-01-30"
    person.key(KEY.Key_Up, KEY.Key_Up)
    assert made(person, need).due == "2027-02-01"
    person.key(KEY.Key_PageDown)
    assert made(person, need).due == "2027-01-25"
    form.why.setFocus()
    person.write("It is their first question")
    person.key(KEY.Key_Escape)
    assert made(person, need).why == "It is their first question"
    assert sheet.list.hasFocus() and person.page.sheet == "gaps"
    person.key(KEY.Key_Escape)
    assert person.page.sheet == ""


def test_what_is_no_day_is_said_and_kept_to_be_mended(person: Person, sheet: Any) -> None:
    need = shown(sheet)[0]
    sheet.form.due.setFocus()
    person.write("next week")
    person.key(KEY.Key_Return)
    assert "no day" in person.said[-1]
    assert made(person, need) is None
    assert sheet.form.due.text() == "next week"


def test_today_and_later(person: Person, sheet: Any) -> None:
    need = shown(sheet)[0]
    today, week, _ = sheet.form.later
    person.click(today)
    assert made(person, need).due == date.today().isoformat()
    person.click(week)
    assert made(person, need).due == (date.today() + timedelta(7)).isoformat()


def test_fingers_choose(person: Person, sheet: Any) -> None:
    need = shown(sheet)[0]
    pill = next(pill for pill in sheet.form.choice.pills if pill.option.value == "partner")
    Fingers(pill).tap(f0=pill.rect().center())
    assert made(person, need).choice == "partner"
    Fingers(pill).tap(f0=pill.rect().center())
    assert made(person, need) is None, "the same once more takes it back"
    second = shown(sheet)[1]
    index = sheet.list.rows.index_of_note(second)
    person.tap(sheet.list.viewport(), sheet.list.visualRect(index).center())
    assert sheet.current == second and sheet.form.text.text() == person.board.notes[second].text


def test_a_new_idea_is_written_in_place_and_is_one_undo_step(person: Person, sheet: Any) -> None:
    need, form = shown(sheet)[0], sheet.form
    count = len(person.board.notes)
    person.click(form.write_idea)
    assert form.new_text.hasFocus()
    person.write("Scan at the door")
    person.key(KEY.Key_Return)
    idea = person.board.notes[made(person, need).idea]
    assert (idea.text, idea.zone) == ("Scan at the door", "relievers")
    assert not form.writing and need in person.session.fit.gaps
    person.key(KEY.Key_Z, modifiers=CTRL)
    assert len(person.board.notes) == count and made(person, need) is None


def test_an_idea_that_is_linked_answers_the_gap(person: Person, sheet: Any) -> None:
    need, form = shown(sheet)[0], sheet.form
    person.key(KEY.Key_3)
    person.click(form.write_idea)
    person.write("Scan at the door")
    form.linked.setChecked(True)
    person.click(form.add)
    assert need not in shown(sheet) and need in shown(sheet, "answered")
    assert sheet.current == need
    person.session.undo()
    assert need in shown(sheet) and made(person, need).choice == "innovate"


def test_nothing_is_written_without_words_and_esc_puts_the_writer_away(person: Person, sheet: Any) -> None:
    count = len(person.board.notes)
    person.click(sheet.form.write_idea)
    person.click(sheet.form.add)
    assert len(person.board.notes) == count and sheet.form.writing
    person.write("half a tho")
    person.key(KEY.Key_Escape)
    assert not sheet.form.writing and len(person.board.notes) == count
    assert person.page.sheet == "gaps"


def test_an_idea_is_chosen_shown_and_let_go(person: Person, sheet: Any) -> None:
    need, form = shown(sheet)[0], sheet.form

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Chooser)
        QTest.keyClicks(dialog.search, "prompt")
        QTest.keyClick(dialog.search, KEY.Key_Return)

    QTimer.singleShot(0, choose)
    person.click(form.choose_idea)
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    idea = made(person, need).idea
    assert "prompt" in person.board.notes[idea].text
    assert form.idea.isVisible()
    person.click(form.drop_idea)
    assert made(person, need) is None and not form.idea.isVisible()
    person.key(KEY.Key_Z, modifiers=CTRL)
    person.qtbot.waitUntil(lambda: form.idea.isVisible() and form.idea.y() + form.idea.height() <= form.choose_idea.y())
    person.click(form.idea)
    assert person.page.sheet == "" and person.bridge.notes == (idea,)


def test_enter_and_the_button_show_the_need_on_the_board(person: Person, sheet: Any) -> None:
    first, second = shown(sheet)
    person.key(KEY.Key_Down, KEY.Key_Return)
    assert person.page.sheet == "" and person.bridge.notes == (second,)
    person.open("gaps")
    assert sheet.current == second
    person.key(KEY.Key_Up)
    person.click(sheet.form.show_note)
    assert person.bridge.notes == (first,)


def test_answered_since_parked_and_deleted(person: Person, sheet: Any) -> None:
    first, second = shown(sheet)
    person.key(KEY.Key_2, KEY.Key_Down, KEY.Key_1)
    answer = next(note.id for note in person.board.notes.values() if note.zone == "relievers")
    person.do(AddLink(answer, first, 2))
    assert shown(sheet) == [second] and shown(sheet, "answered") == [first]
    assert "answered since" in row_of(sheet, first).spoken
    person.do(MoveToZone((first,), PARKING))
    assert shown(sheet, "answered") == []
    person.do(Delete((second,)))
    assert shown(sheet) == [] and sheet.current == ""
    assert any("every need is answered" in row.spoken for row in sheet.list.rows.rows)
    assert not sheet.area.isVisible()


def test_what_is_being_typed_belongs_to_its_gap(person: Person, sheet: Any) -> None:
    first, second = shown(sheet)
    sheet.form.owner.setFocus()
    person.write("Ann")
    index = sheet.list.rows.index_of_note(second)
    person.click(sheet.list.viewport(), sheet.list.visualRect(index).center())
    assert made(person, first).owner == "Ann" and made(person, second) is None
    assert sheet.form.owner.text() == ""


def test_the_fit_panel_tells_what_was_decided(person: Person, sheet: Any) -> None:
    person.window.binder["view.fit-panel"].trigger()
    need = shown(sheet)[0]
    sheet.list.setFocus()
    person.key(KEY.Key_4)
    panel = person.page.side.panels["fit-panel"]
    row = panel.list.rows.row(panel.list.rows.index_of_note(need))
    assert row.decided == "Partner for it" and "Partner for it" in row.spoken


def test_nothing_to_measure_yet(person: Person, sheet: Any) -> None:
    person.do(Delete(tuple(person.board.notes)))
    assert sheet.empty.isVisible() and sheet.empty.text().startswith("Nothing to measure yet.")


def test_a_read_only_board_shows_and_does_not_offer(person: Person, sheet: Any) -> None:
    person.key(KEY.Key_2)
    path, need = person.session.path, shown(sheet)[0]
    person.window.show_home()
    person.window.show_session(Session.open(path, read_only=True))
    reader = Person(person.qtbot, person.window)
    sheet = reader.open("gaps")
    assert row_of(sheet, need).decided == "Watch"
    assert sheet.form.owner.isReadOnly() and not sheet.form.write_idea.isVisible()
    reader.key(KEY.Key_1)
    assert "read-only" in reader.said[-1]
    assert made(reader, need).choice == "watch"
