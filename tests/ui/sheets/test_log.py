"""The session log as a person reads, corrects and deletes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.decide_steps import RewordStep
from canvas_app.domain.sittings import BeginSitting, NamePeople, RecordStint
from canvas_app.ui.dialogs.start_workshop import Wish
from tests.ui.sheets.conftest import Person

Key = Qt.Key


def texts(card: Any) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in card.findChildren(QLabel) if not label.isHidden()]


@pytest.fixture
def logged(person: Person) -> Person:
    session = person.session
    session.record(BeginSitting("2026-05-02T12:00:00.000Z", ("Ana", "Bo"), id="old"))
    session.record(RecordStint("old", 4, 960.4, {"note added": 6, "link added": 2}))
    session.record(RecordStint("old", 5, 61.0, {}))
    session.record(BeginSitting("2026-05-03T12:00:00.000Z", (), id="new"))
    return person


def test_an_empty_log_teaches_and_starts_a_workshop(person: Person) -> None:
    sheet = person.open("log")
    assert sheet.empty.isVisible() and "who was there" in sheet.empty.text() and sheet.run.hasFocus()


def test_it_shows_who_time_beside_suggested_minutes_and_changes(logged: Person) -> None:
    sheet = logged.open("log")
    assert sheet.cards_in.indexOf(sheet.cards["new"]) == 0, "the newest first"
    card = sheet.cards["old"]
    found = texts(card)
    assert card.title.text().startswith("2 May 2026, ") and "17:01 · 2 steps" in found
    assert card.people.text() == "Ana, Bo"
    for words in ("16:00 (1:00 over)", "15 min", "6 notes added, 2 links added", "1:01"):
        assert words in found
    assert "No time was logged." in texts(sheet.cards["new"])
    spoken = QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Name)
    assert "Present: Ana, Bo." in spoken and "16 minutes of 15 minutes: 6 notes added" in spoken


def test_names_are_corrected_in_place_as_one_step_of_undo(logged: Person) -> None:
    card = logged.open("log").cards["old"]
    logged.click(card.people)
    logged.key(Key.Key_End)
    logged.write(", Cy Li, ")
    logged.key(Key.Key_Tab)
    assert logged.board.sittings["old"].people == ("Ana", "Bo", "Cy Li")
    assert card.people.text() == "Ana, Bo, Cy Li, ", "as it was typed"
    logged.session.undo()
    assert logged.board.sittings["old"].people == ("Ana", "Bo") and card.people.text() == "Ana, Bo"


def test_too_many_names_are_refused_and_stay_to_be_shortened(logged: Person) -> None:
    card = logged.open("log").cards["old"]
    logged.click(card.people)
    card.people.setText(",".join(str(n) for n in range(501)))
    card.people.textEdited.emit(card.people.text())
    logged.key(Key.Key_Return)
    assert "500 people" in logged.said[-1] and card.people.property("wrong")
    assert logged.board.sittings["old"].people == ("Ana", "Bo")


def test_a_workshop_is_deleted_by_button_or_key_and_comes_back(logged: Person) -> None:
    sheet = logged.open("log")
    logged.click(sheet.cards["old"].trash)
    assert "old" not in sheet.cards and not logged.board.stints and "deleted" in logged.said[-1]
    logged.session.undo()
    assert len(logged.board.stints) == 2 and "16:00 (1:00 over)" in texts(sheet.cards["old"])
    sheet.cards["new"].setFocus()
    logged.key(Key.Key_Down)
    assert sheet.cards["old"].hasFocus()
    logged.key(Key.Key_Delete)
    assert set(logged.board.sittings) == {"new"} and sheet.cards["new"].hasFocus()
    logged.key(Key.Key_Delete)
    assert sheet.empty.isVisible() and sheet.run.hasFocus()


def test_it_follows_the_workshop_that_goes_on(logged: Person) -> None:
    sheet = logged.open("log")
    now = [10.0]
    desk = logged.page.workshops
    desk.ask_time = lambda: now[0]
    desk.begin(Wish(("Dee",), None, 4, False), None)
    running = sheet.cards[desk.workshop.sitting]
    assert "goes on now" in running.total.text() and not running.trash.isEnabled()
    for _ in range(4):
        now[0] += 20
        desk.ticks.timeout.emit()
    assert any("1:00" in text for text in texts(running))
    running.setFocus()
    logged.key(Key.Key_Delete)
    assert desk.workshop.sitting in logged.board.sittings and "end it" in logged.said[-1]
    logged.do(RewordStep(4, title="What hurts"))
    assert any("What hurts" in text for text in texts(running))
    desk.end()
    assert "goes on now" not in running.total.text() and running.trash.isEnabled()


def test_what_is_typed_outlasts_the_writing_of_the_log(logged: Person) -> None:
    sheet = logged.open("log")
    card = sheet.cards["old"]
    logged.click(card.people)
    logged.key(Key.Key_End)
    logged.write(", C")
    logged.session.record(RecordStint("old", 5, 99.0, {}))
    assert card.people.text() == "Ana, Bo, C" and card.people.hasFocus()
    logged.session.do(NamePeople("new", ("Eve",)))
    assert card.people.text() == "Ana, Bo, C"


@pytest.fixture
def reader(qtbot: QtBot, window: Any, board_path: Path) -> Iterator[Person]:
    window.page.session.record(BeginSitting("2026-05-02T12:00:00.000Z", ("Ana",), id="old"))
    window.show_home()
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    yield Person(qtbot, window)


def test_a_board_for_reading_only_shows_its_log_and_leaves_it(reader: Person) -> None:
    sheet = reader.open("log")
    card = sheet.cards["old"]
    assert card.people.isReadOnly() and not card.trash.isVisible()
    card.setFocus()
    reader.key(Key.Key_Delete)
    assert "old" in reader.board.sittings


def test_large_targets_at_a_touch_board(logged: Person) -> None:
    sheet = logged.open("log")
    sheet.use_large(True)
    QApplication.processEvents()
    card = sheet.cards["old"]
    assert card.trash.height() >= 56 and card.people.height() >= 56 and sheet.run.minimumHeight() >= 56


def test_esc_in_a_field_goes_to_its_card_and_then_to_the_board(logged: Person) -> None:
    sheet = logged.open("log")
    card = sheet.cards["old"]
    logged.click(card.people)
    logged.key(Key.Key_Escape)
    assert card.hasFocus()
    QTest.keyClick(card, Key.Key_Escape)
    assert logged.page.sheet == ""
