"""The matrix: the links of the board, edited with keys, taps and a menu."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddLink, AddNotes, Delete, MoveToZone, NewNote, PickNotes, ScoreNotes
from canvas_app.domain.entities import PARKING
from canvas_app.domain.matrix import rows_and_columns
from tests.ui.sheets.conftest import LEFT, NONE, Person

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")
KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet(person: Person) -> Any:
    return person.open("matrix")


def legal(sheet: Any, linked: bool) -> tuple[str, str]:
    """Row and column of a cell that has a link, or could have one."""
    model = sheet.model
    return next(
        (row, column)
        for row in model.rows
        for column in model.columns
        if ((row, column) in model.links) == linked and not model.refused(at(sheet, row, column))
    )


def refused(sheet: Any) -> tuple[str, str]:
    model = sheet.model
    return next(
        (row, column) for row in model.rows for column in model.columns if model.refused(at(sheet, row, column))
    )


def at(sheet: Any, row: str, column: str) -> Any:
    return sheet.model.index(sheet.model.rows.index(row), sheet.model.columns.index(column))


def go(sheet: Any, row: str, column: str) -> None:
    sheet.view.setCurrentIndex(at(sheet, row, column))


def strength(person: Person, row: str, column: str) -> int:
    """As the board has it."""
    ends = {row, column}
    return next((link.strength for link in person.board.links.values() if {link.source, link.target} == ends), 0)


def place(sheet: Any, row: str, column: str) -> QPoint:
    sheet.view.scrollTo(at(sheet, row, column))
    return sheet.view.visualRect(at(sheet, row, column)).center()


def test_rows_and_columns_are_those_of_fit(person: Person, sheet: Any) -> None:
    figures = person.session.fit
    weights = [(person.board.notes[row].kind, -figures.weights[row]) for row in sheet.model.rows]
    assert weights == sorted(weights) and set(sheet.model.rows) == set(figures.weights)
    values = [figures.values[column] for column in sheet.model.columns]
    assert values == sorted(values, reverse=True) and set(sheet.model.columns) == set(figures.values)
    shown = {key: link.strength for key, link in sheet.model.links.items()}
    links = [link for link in person.board.links.values() if link.target in figures.weights]
    assert shown == {(link.target, link.source): link.strength for link in links if link.source in figures.values}


def test_digits_set_a_strength_and_0_or_delete_takes_it_away(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=False)
    go(sheet, row, column)
    for key, wanted in ((KEY.Key_3, 3), (KEY.Key_1, 1), (KEY.Key_0, 0), (KEY.Key_2, 2), (KEY.Key_Delete, 0)):
        steps = len(person.session.history.units)
        person.key(key)
        assert strength(person, row, column) == wanted
        assert len(person.session.history.units) == steps + 1, "one step each"
    for wanted in (2, 0, 1, 3, 0):
        person.key(KEY.Key_Z, modifiers=CTRL)
        assert strength(person, row, column) == wanted


def test_enter_goes_round(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=False)
    go(sheet, row, column)
    found = []
    for _ in range(4):
        person.key(KEY.Key_Return)
        found.append(strength(person, row, column))
    assert found == [1, 2, 3, 0]


def test_arrows_walk_and_the_line_below_tells(person: Person, sheet: Any) -> None:
    go(sheet, sheet.model.rows[0], sheet.model.columns[0])
    person.key(KEY.Key_Down, KEY.Key_Right)
    index = sheet.view.currentIndex()
    assert (index.row(), index.column()) == (1, 1)
    assert sheet.model.spoken(index) in sheet.status.text()
    row = sheet.model.rows[1]
    assert f"Weight {person.session.fit.weights[row]:.1f} =" in sheet.status.text()
    assert f"Value {person.session.fit.values[sheet.model.columns[1]]:.1f} =" in sheet.status.text()


def test_fingers_and_the_mouse_go_round(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=False)
    spot = place(sheet, row, column)
    person.tap(sheet.view.viewport(), spot)
    assert strength(person, row, column) == 1
    person.tap(sheet.view.viewport(), spot)
    assert strength(person, row, column) == 2
    person.click(sheet.view.viewport(), spot)
    QTest.mouseDClick(sheet.view.viewport(), LEFT, NONE, spot)
    QTest.mouseRelease(sheet.view.viewport(), LEFT, NONE, spot)
    assert strength(person, row, column) == 0, "quick clicks are clicks"


def test_a_press_that_is_dragged_away_changes_nothing(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=False)
    steps = len(person.session.history.units)
    spot = place(sheet, row, column)
    QTest.mousePress(sheet.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QTest.mouseMove(sheet.view.viewport(), spot + QPoint(0, 120))
    QTest.mouseRelease(
        sheet.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot + QPoint(0, 120)
    )
    assert len(person.session.history.units) == steps


def test_what_may_not_be_linked_says_why(person: Person, sheet: Any) -> None:
    row, column = refused(sheet)
    go(sheet, row, column)
    steps = len(person.session.history.units)
    person.key(KEY.Key_3)
    person.tap(sheet.view.viewport(), place(sheet, row, column))
    assert len(person.session.history.units) == steps
    kind = sheet.model.kind(person.board.notes[column]).many
    assert [words.startswith(f"{kind} link to ") for words in person.said] == [True, True]
    assert person.said[0] in sheet.status.text()


def test_the_matrix_follows_the_board_and_the_board_the_matrix(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=False)
    person.do(AddLink(column, row, 3))
    assert sheet.model.links[row, column].strength == 3
    go(sheet, row, column)
    person.key(KEY.Key_1)
    link = sheet.model.links[row, column]
    assert person.page.view.board_scene.link_items[link.id].link.strength == 1
    person.session.undo()
    assert sheet.model.links[row, column].strength == 3


def test_rows_and_columns_stay_in_place_until_they_are_sorted(person: Person, sheet: Any) -> None:
    rows, columns = list(sheet.model.rows), list(sheet.model.columns)
    assert not sheet.sort.isEnabled()
    person.do(ScoreNotes((rows[-1],), 5))
    free = [row for row in rows if not sheet.model.refused(at(sheet, row, columns[-1]))]
    go(sheet, free[0], columns[-1])
    person.key(KEY.Key_3)
    assert (sheet.model.rows, sheet.model.columns) == (rows, columns)
    assert sheet.sort.isEnabled()
    person.click(sheet.sort)
    wanted = rows_and_columns(person.board, person.session.fit, sheet.model.table)
    assert (sheet.model.rows, sheet.model.columns) == wanted != (rows, columns)
    assert sheet.model.ends(sheet.view.currentIndex()) == (free[0], columns[-1]), "the keyboard stays on its cell"
    assert sheet.view.hasFocus()


def test_notes_come_and_go(person: Person, sheet: Any) -> None:
    new = NewNote("Waiting for the till", zone="pains")
    person.do(AddNotes((new,)))
    assert new.id in sheet.model.rows
    gone = sheet.model.columns[0]
    person.do(MoveToZone((gone,), PARKING))
    assert gone not in sheet.model.columns
    person.do(Delete((new.id,)))
    assert new.id not in sheet.model.rows


def test_headings_show_figures_and_their_sums(person: Person, sheet: Any) -> None:
    model, figures = sheet.model, person.session.fit
    row = next(row for row in model.rows if not figures.relief[row])
    section = model.rows.index(row)
    spoken = model.headerData(section, Qt.Orientation.Vertical)
    assert f"weight {figures.weights[row]:.1f}" in spoken and "relief 0 of 3" in spoken
    tip = model.headerData(section, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert f"Weight {figures.weights[row]:.1f} = importance" in tip and "nothing answers it" in tip
    tip = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert f"Value {figures.values[model.columns[0]]:.1f} =" in tip
    cell = at(sheet, *legal(sheet, linked=True))
    assert "of the value of" in model.data(cell, Qt.ItemDataRole.ToolTipRole)
    share = figures.coverage["pain"].all
    assert f"= {share * 100:.0f} %" in sheet.coverage_sums() and sheet.view.corner.sums == sheet.coverage_sums


def test_picked_only(person: Person, sheet: Any) -> None:
    person.click(sheet.picked, QPoint(8, sheet.picked.height() // 2))
    notes = [person.board.notes[note] for note in (*sheet.model.rows, *sheet.model.columns)]
    assert notes and all(note.picked for note in notes)
    person.do(PickNotes(tuple(sheet.model.rows), False))
    assert sheet.empty.isVisible() and "picked yet" in sheet.empty.text()
    person.click(sheet.picked, QPoint(8, sheet.picked.height() // 2))
    assert sheet.view.isVisible() and len(sheet.model.rows) > 5


def test_needs_by_jobs_and_answers_by_products(person: Person, sheet: Any) -> None:
    assert sheet.chooser.count() == 3
    sheet.chooser.setFocus()
    person.key(KEY.Key_Down)
    kinds = {person.board.notes[column].kind for column in sheet.model.columns}
    assert kinds == {"job"}
    row, column = legal(sheet, linked=False)
    sheet.view.setFocus()
    go(sheet, row, column)
    person.key(KEY.Key_2)
    link = next(link for link in person.board.links.values() if {link.source, link.target} == {row, column})
    assert link.source == row, "needs link to jobs"


def test_a_heading_leads_to_its_note_on_the_board(person: Person, sheet: Any) -> None:
    header = sheet.view.verticalHeader()
    row = sheet.model.rows[2]
    spot = QPoint(60, header.sectionViewportPosition(2) + 20)
    person.click(header.viewport(), spot)
    assert person.page.sheet == "" and person.bridge.notes == (row,)


@pytest.mark.parametrize(("modifiers", "end"), [(CTRL, 0), (CTRL | SHIFT, 1)])
def test_keys_lead_to_the_notes_of_a_cell(person: Person, sheet: Any, modifiers: Any, end: int) -> None:
    ends = legal(sheet, linked=True)
    go(sheet, *ends)
    person.key(KEY.Key_Return, modifiers=modifiers)
    assert person.page.sheet == "" and person.bridge.notes == (ends[end],)


def test_the_menu_of_a_cell(person: Person, sheet: Any) -> None:
    row, column = legal(sheet, linked=True)
    spot = place(sheet, row, column)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, sheet.view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(sheet.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None and menu.parent() is sheet.view, "not the menu of the board"
    by_words = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert [words for words, action in by_words.items() if action.isChecked()] == [
        {1: "Partly", 2: "Mostly", 3: "Fully"}[strength(person, row, column)]
    ]
    by_words["Not linked"].trigger()
    menu.close()
    assert strength(person, row, column) == 0


def test_an_empty_board_is_told_what_to_do(person: Person, sheet: Any) -> None:
    person.do(Delete(tuple(person.board.notes)))
    assert sheet.empty.isVisible()
    assert sheet.empty.text().startswith("Nothing to measure yet. Write gains and pains")
    assert sheet.status.text() == ""
    person.session.undo()
    assert sheet.view.isVisible()


def test_a_read_only_board_says_so(person: Person, sheet: Any) -> None:
    path = person.session.path
    window = person.window
    window.show_home()
    window.show_session(Session.open(path, read_only=True))
    reader = Person(person.qtbot, window)
    sheet = reader.open("matrix")
    reader.key(KEY.Key_3 if strength(reader, *sheet.model.ends(sheet.view.currentIndex())) != 3 else KEY.Key_1)
    assert "read-only" in reader.said[-1]
