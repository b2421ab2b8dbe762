"""The chart of weight and relief: what is shown where, walked by keys, opened by hand."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from canvas_app.domain.commands import AddLink, Delete, PickNotes, ScoreNotes
from tests.ui.sheets.conftest import Person

KEY = Qt.Key


@pytest.fixture
def chart(person: Person) -> Any:
    return person.open("chart").chart


def ids(chart: Any, relief: int | None = None) -> list[str]:
    return [mark.need for mark in chart.chart.marks if relief in (None, mark.relief)]


def test_every_need_has_its_mark_in_the_band_of_its_relief(person: Person, chart: Any) -> None:
    figures = person.session.fit
    assert {mark.need: mark.relief for mark in chart.chart.marks} == figures.relief
    assert all(mark.label is not None for mark in chart.chart.marks)


def test_a_link_moves_a_mark_at_once(person: Person, chart: Any) -> None:
    gap = person.session.fit.gaps[0]
    answers = {kind.answers: kind.id for kind in person.board.canvas.kinds if kind.answers}
    kind = answers[person.board.notes[gap].kind]
    answer = next(note.id for note in person.board.notes.values() if note.kind == kind and note.zone != "parking")
    before = next(mark.y for mark in chart.chart.marks if mark.need == gap)
    person.do(AddLink(answer, gap, 3))
    assert gap in ids(chart, relief=3)
    person.do(ScoreNotes((gap,), 1))
    assert next(mark.y for mark in chart.chart.marks if mark.need == gap) > before


def test_keys_walk_the_marks_and_tell_the_sums(person: Person, chart: Any) -> None:
    first = ids(chart)[0]
    assert chart.current == first
    status = person.page.sheets.sheets["chart"].status
    assert f"Weight {person.session.fit.weights[first]:.1f} =" in status.text() and "Relief" in status.text()
    person.key(KEY.Key_End)
    assert chart.current == ids(chart)[-1]
    assert chart.accessibleDescription() == status.text()
    person.key(KEY.Key_Left)
    assert chart.current not in ids(chart, relief=3)
    person.key(KEY.Key_Home)
    seen = [chart.current]
    for _ in ids(chart)[1:]:
        person.key(KEY.Key_Down)
        seen.append(chart.current)
    assert seen == ids(chart), "down passes every need once"
    person.key(KEY.Key_Up)
    assert chart.current == seen[-2]


def test_enter_shows_the_note_on_the_board(person: Person, chart: Any) -> None:
    person.key(KEY.Key_Down)
    wanted = chart.current
    person.key(KEY.Key_Return)
    assert person.page.sheet == "" and person.bridge.notes == (wanted,)


def test_the_pointer_tells_and_a_click_opens(person: Person, chart: Any) -> None:
    need = ids(chart)[-1]
    QTest.mouseMove(chart, chart.place_of(need))
    assert chart.hovered == need
    assert person.board.notes[need].text in person.page.sheets.sheets["chart"].status.text()
    person.click(chart, chart.place_of(need))
    assert person.page.sheet == "" and person.bridge.notes == (need,)


def test_a_finger_is_told_first_and_opens_with_the_second_tap(person: Person, chart: Any) -> None:
    need = ids(chart)[-1]
    person.tap(chart, chart.place_of(need))
    assert person.page.sheet == "chart" and chart.current == need
    person.tap(chart, chart.place_of(need))
    assert person.page.sheet == "" and person.bridge.notes == (need,)


def test_picked_only(person: Person, chart: Any) -> None:
    sheet = person.page.sheets.sheets["chart"]
    sheet.picked.setFocus()
    person.key(KEY.Key_Space)
    assert ids(chart) and all(person.board.notes[need].picked for need in ids(chart))
    person.do(PickNotes(tuple(person.board.notes), False))
    assert ids(chart) == []
    assert "picked yet" in chart._advice()


def test_nothing_to_measure_yet(person: Person, chart: Any) -> None:
    person.do(Delete(tuple(person.board.notes)))
    assert ids(chart) == [] and chart.current == ""
    assert chart._advice().startswith("Nothing to measure yet.")
    person.key(KEY.Key_Down, KEY.Key_Return)
    assert person.page.sheet == "chart"


def test_a_window_that_reads_from_the_right_is_mirrored(person: Person, chart: Any) -> None:
    gap, served = ids(chart, relief=0)[0], ids(chart, relief=3)[0]
    assert chart.place_of(gap).x() < chart.place_of(served).x()
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert chart.place_of(gap).x() > chart.place_of(served).x()
        assert chart.mark_at(chart.place_of(gap).toPointF()).need == gap
        chart.go_to(gap)
        person.key(KEY.Key_Left)
        assert chart.current not in ids(chart, relief=0), "left is onward"
    finally:
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
