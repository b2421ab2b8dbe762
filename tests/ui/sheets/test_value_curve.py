"""The value curve beside or in place of the table: read with the pointer and with keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from canvas_app.domain.decide_competition import Rate
from canvas_app.ui.sheets.value_curve import ADVICE, CurveView
from tests.ui.sheets.conftest import Person
from tests.ui.sheets.test_competition import TILL, Desk, desk, from_the_right  # noqa: F401

Key = Qt.Key


@pytest.fixture
def curve(desk: Desk) -> CurveView:  # noqa: F811
    desk.person.click(desk.sheet.shown.pills[1])
    assert desk.sheet.curve.isVisible() and not desk.view.isVisible()
    desk.person.qtbot.waitUntil(lambda: desk.sheet.curve.height() > 300)
    desk.sheet.curve.setFocus()
    return desk.sheet.curve  # type: ignore[no-any-return]


def test_the_pointer_reads_a_score_and_a_click_goes_to_its_cell(desk: Desk, curve: CurveView) -> None:  # noqa: F811
    line, rival = desk.line(TILL), desk.rival("TillPoints")
    at = curve.place_of(rival.id, line.key)
    QTest.mouseMove(curve, QPoint(2, 2))
    QTest.mouseMove(curve, at)
    said = f"TillPoints, “{TILL}”: 2 of 5\nUs together 4, Regional POS resellers alone 2, Do nothing 1; ahead by 2"
    assert desk.sheet.status.text() == curve.words() == said
    desk.person.click(curve, at)
    assert desk.view.isVisible() and desk.view.hasFocus()
    assert desk.model.spoken(desk.view.currentIndex()) == f"TillPoints, {TILL}: 2 of 5"


def test_keys_walk_along_a_line_and_from_line_to_line(desk: Desk, curve: CurveView) -> None:  # noqa: F811
    first, second = desk.model.lines[0], desk.model.lines[1]
    assert curve.current == ("us", first.key)
    desk.person.key(Key.Key_Right)
    assert curve.current == ("us", second.key)
    desk.person.key(Key.Key_End)
    assert curve.current == ("us", desk.model.lines[-1].key)
    desk.person.key(Key.Key_Home, Key.Key_Down)
    assert curve.current == (desk.rival("TillPoints").id, first.key), "the next one below"
    assert curve.accessibleDescription() == curve.words() != ""
    desk.person.key(Key.Key_Return)
    assert desk.view.hasFocus() and desk.model.spoken(desk.view.currentIndex()).startswith("TillPoints, ")


def test_what_is_told_below_is_the_table_again_when_the_keyboard_leaves_the_curve(
    desk: Desk,  # noqa: F811
    curve: CurveView,
) -> None:
    desk.person.key(Key.Key_Right)
    assert desk.sheet.status.text() == curve.words() != ""
    desk.sheet.shown.pills[0].setFocus()
    assert desk.model.spoken(desk.view.currentIndex()) in desk.sheet.status.text()


@pytest.mark.usefixtures("from_the_right")
def test_in_a_mirrored_window_the_first_criterion_stands_at_the_right(
    desk: Desk,  # noqa: F811
    curve: CurveView,
) -> None:
    first, last = desk.model.lines[0].key, desk.model.lines[-1].key
    assert curve.place_of("us", first).x() > curve.place_of("us", last).x()
    desk.person.key(Key.Key_Left)
    assert curve.current == ("us", desk.model.lines[1].key)
    QTest.mouseMove(curve, curve.place_of("us", last))
    assert curve.hovered == ("us", last)


def test_a_finger_is_told_first_and_goes_to_the_cell_with_the_second_tap(
    desk: Desk,  # noqa: F811
    curve: CurveView,
) -> None:
    place = ("us", desk.line(TILL).key)
    for _ in range(2):
        assert desk.view.isHidden()
        desk.person.tap(curve, curve.place_of(*place))
        assert curve.current == place
    assert desk.view.isVisible()


def test_the_curve_follows_the_table_and_says_what_it_lacks(person: Person) -> None:
    desk = Desk(person)  # noqa: F811
    curve, line = desk.sheet.curve, desk.line(TILL)
    assert not curve.isVisible() and desk.sheet.shown.isVisible()
    person.window.resize(1900, 800)
    person.qtbot.waitUntil(lambda: curve.isVisible() and desk.view.isVisible() and curve.height() > 300)
    assert not desk.sheet.shown.isVisible()
    before = curve.place_of("us", line.key)
    desk.person.do(Rate("us", 1, note=line.note))
    assert curve.place_of("us", line.key).y() > before.y()
    for row in desk.model.lines:
        for who in row.scores:
            desk.person.do(Rate(who, None, note=row.note, criterion=None if row.note else row.criterion))
    assert curve.chart is None and curve.accessibleDescription() == ADVICE
