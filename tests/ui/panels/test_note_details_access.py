"""The pane and the sheet of tests without a mouse, without sight, and at the system's text size."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.ui import appearance
from canvas_app.ui.theme import in_force, px
from tests.ui.test_access import nameless

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot, window: Any) -> Iterator[Any]:
    """The window as it looks in use, with all the pane can show: a piece that is open, tests, a decision."""
    usual, in_force.scale = in_force.scale, getattr(request, "param", in_force.scale)
    qapp.setStyleSheet(appearance.style_sheet())
    qtbot.waitUntil(window.isActiveWindow)
    page = window.page
    note = next(row.note for row in page.session.board.decisions.values())
    page.bridge.do(AddEvidence(About("note", note), {"source": "Interviews", "link": "https://example.com"}))
    page.bridge.do(AddEvidence(About("note", note), {"source": "Till data"}))
    page.bridge.do(AddTest({"note": note, "believe": "It hurts", "result": "failed"}))
    page.bridge.select([note])
    QTest.keyClick(window, Qt.Key.Key_Return, ALT)
    details = page.side.details
    qtbot.waitUntil(lambda: details.note_id == note and details.isVisible())
    next(iter(details.evidence.pieces.values())).show_open(True)
    yield window
    qapp.setStyleSheet("")
    in_force.scale = usual


def test_whatever_has_the_keyboard_has_a_name(desk: Any) -> None:
    assert not nameless(desk.page.side.details), "\n".join(nameless(desk.page.side.details))
    QTest.keyClick(desk, Qt.Key.Key_T, ALT | Qt.KeyboardModifier.ShiftModifier)
    sheet = desk.page.sheets.sheets["tests"]
    assert not nameless(sheet), "\n".join(nameless(sheet))


def test_tab_goes_through_the_pane_from_top_to_bottom(desk: Any) -> None:
    details = desk.page.side.details
    details.close_button.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    focus: QWidget | None = details.close_button
    while focus is not None and details.isAncestorOf(focus) and focus not in seen:
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = desk.focusWidget()
    first, second = details.evidence.pieces.values()
    for widget in (details.detail, first.head, first.quote, first.visit, second.head, details.evidence.add):
        assert widget in seen
    heights = [widget.mapTo(details._body, QPoint()).y() for widget in seen[1:]]
    assert heights == sorted(heights), [type(widget).__name__ for widget in seen]
    assert seen[-1] is details.decide and focus is not None and not details.isAncestorOf(focus)


@pytest.mark.parametrize("desk", [1.0, 1.4, 2.0], indirect=True)
def test_nothing_is_cut_at_the_systems_text_size(qtbot: QtBot, desk: Any) -> None:
    details = desk.page.side.details
    assert details.close_button.width() == px(40)
    QTest.keyClick(desk, Qt.Key.Key_T, ALT | Qt.KeyboardModifier.ShiftModifier)
    sheet = desk.page.sheets.sheets["tests"]
    qtbot.waitUntil(lambda: next(iter(sheet.cards.values())).height() > 100)
    wrong = []
    for widget in [*details.findChildren(QWidget), *sheet.findChildren(QWidget)]:
        shown = widget.isVisible() and isinstance(widget, QLabel | QAbstractButton | QLineEdit)
        if not shown or not widget.text() or (isinstance(widget, QLabel) and widget.wordWrap()):
            continue
        if widget.height() < widget.fontMetrics().height():
            wrong.append(f"{type(widget).__name__} {widget.text()!r} is {widget.height()} high")
        if isinstance(widget, QAbstractButton) and widget.width() < min(widget.sizeHint().width(), details.width() / 2):
            wrong.append(f"{type(widget).__name__} {widget.text()!r} is {widget.width()} wide")
    assert not wrong, "\n".join(wrong)
