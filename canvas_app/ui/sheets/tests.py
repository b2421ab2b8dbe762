"""The sheet of tests: test cards in the person's order, to be planned, finished and learned from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.board import Board
from canvas_app.domain.entities import TestCard
from canvas_app.domain.evidence import (
    About,
    DeleteTests,
    EditTest,
    MoveTest,
    about_of,
    plan_test,
    read_day,
    verdict,
)
from canvas_app.domain.search import fold
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.dialogs.chooser import Chooser, Row
from canvas_app.ui.outline.link_chooser import note_row
from canvas_app.ui.panels.evidence_list import BAD_DAY, today
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.in_sight import InSight
from canvas_app.ui.panels.pills import LARGE, Option, Pills
from canvas_app.ui.sheets.card_sheet import WIDEST, CardSheet
from canvas_app.ui.sheets.test_view import TestView
from canvas_app.ui.theme import icon, px

ORIGIN = "tests"
NOTHING = "nothing"
TEACHING = (
    "A test card says what you believe, how you will find out, what you will measure, and when you are right.\n"
    "Select a note and press Alt+T, or start with “New test”. A test that fails lowers the evidence of its note by one"
    " level; one that passes makes it some evidence at least."
)


def choose_about(parent: QWidget, board: Board) -> str | None:
    """What a test is to be about, as "note:id", "statement:id" or NOTHING; None where a person thinks better of it."""
    rows = [Row(NOTHING, "No note in particular", fold("no note in particular"))]
    for number, statement in enumerate(board.statements, 1):
        words = f"Statement {number}: {quoted(statement.text, 120)}"
        rows.append(Row(f"statement:{statement.id}", words, fold(f"{words} {statement.text}"), "document", "muted"))
    for note in board.in_order():
        row = note_row(board, note)
        rows.append(Row(f"note:{note.id}", row.text, row.words, row.icon, row.tone))
    return Chooser(parent, "What is the test about?", "Choose", rows, "Notes and statements", "").ask()


class TestsSheet(CardSheet):
    __test__ = False

    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Tests")
        self.cards: dict[str, TestView] = {}
        self._order: list[str] = []
        self._gap: int | None = None
        self._large = False
        self.new = QPushButton("New test", self)
        self.new.setIcon(icon("plus", "panel"))
        self.new.setProperty("primary", True)
        self.new.clicked.connect(self.add_test)
        self.filter = Pills(self, "Show", self._filter, optional=False)
        self.filter.show_value("all")
        self.count = QLabel(self)
        self.count.setProperty("muted", True)
        self.bar.setSpacing(14)
        self.bar.addWidget(self.new)
        self.bar.addWidget(self.filter, 1)
        self.bar.addWidget(self.count)
        self._indicator = QFrame(self.cards_at)
        self._indicator.setObjectName("drop-here")
        self._indicator.hide()
        self.setFocusProxy(self.new)
        self._sight = InSight(self.area, self._card_of)

    # in step with the board

    @property
    def read_only(self) -> bool:
        return self.bridge.session.read_only

    def refresh(self) -> None:
        tests = self.board.test_cards
        left = {test.id for test in tests}
        for test_id in [test_id for test_id in self.cards if test_id not in left]:
            self._drop(test_id)
        for place, test in enumerate(tests):
            card = self.cards.get(test.id)
            if card is None:
                card = self.cards[test.id] = TestView(self.cards_at, test, self, self.read_only)
                card.use_large(self._large)
                card.use_width(self._room)
            card.show_test(test, place + 1, self.board)
            self.put_card(place, card)
        order = [test.id for test in tests]
        if order != self._order:
            if self._gap is not None:
                self.cancel_drag()
                self.bridge.say("The drag was cancelled: the list changed.")
            self._order = order
            self._set_tab_order()
        self._show_which()

    def patch(self, commit: Committed) -> None:
        step = commit.step
        if any(step.touched(table) for table in ("test_card", "evidence", "statement", "canvas", "note")):
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _show_which(self) -> None:
        """Shows the cards that the filter asks for, and how many there are."""
        tests = self.board.test_cards
        finished = sum(bool(test.result) for test in tests)
        failed = sum(test.result == "failed" for test in tests)
        counts = (("all", "All", len(tests)), ("open", "Open", len(tests) - finished), ("done", "Finished", finished))
        self.filter.offer([Option(value, f"{words} {count}") for value, words, count in counts])
        self.filter.setVisible(bool(tests))
        self.count.setText(f"{failed} failed" if failed else "")
        shown = 0
        for test in tests:
            card = self.cards[test.id]
            card.setVisible(self._matches(test) or self._holds_focus(card))
            shown += not card.isHidden()
        self.new.setEnabled(not self.read_only)
        self.show_cards(bool(shown))
        if not tests:
            self.empty.setText(TEACHING if not self.read_only else "There are no tests on this board.")
        elif not shown:
            self.empty.setText("No test is finished yet." if self.filter.value == "done" else "Every test is finished.")

    def _matches(self, test: TestCard) -> bool:
        return self.filter.value == "all" or bool(test.result) == (self.filter.value == "done")

    def _filter(self, value: str) -> None:
        self._show_which()

    @staticmethod
    def _holds_focus(card: TestView) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is card or card.isAncestorOf(focus))

    def _drop(self, test_id: str) -> None:
        card = self.cards.pop(test_id)
        busy, focused = card.busy, self._holds_focus(card)
        card.forget()
        if focused:
            self._focus_after(test_id)
        self.cards_in.removeWidget(card)
        card.hide()
        card.deleteLater()
        if busy and self.isVisible():
            self.bridge.complain("The test that you were writing is gone; Undo or Redo brings it back.")

    def _focus_after(self, gone: str) -> None:
        place = self._order.index(gone) if gone in self._order else 0
        beside = [*self._order[place + 1 :], *reversed(self._order[:place])]
        target = next((self.cards[other] for other in beside if other in self.cards), None)
        (target or self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_tab_order(self) -> None:
        before: QWidget = self.filter.pills[-1] if self.filter.pills else self.new
        for test_id in self._order:
            for widget in self.cards[test_id].stops:
                QWidget.setTabOrder(before, widget)
                before = widget

    @property
    def _room(self) -> int:
        return min(self.width() - 44, px(WIDEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for card in self.cards.values():
            card.use_width(self._room)

    def use_large(self, large: bool) -> None:
        self._large = large
        self.new.setMinimumHeight(LARGE if large else px(40))
        self.filter.use_large(large)
        for card in self.cards.values():
            card.use_large(large)

    def flush(self) -> None:
        for card in list(self.cards.values()):
            card.flush()

    def cancel(self) -> bool:
        if self._gap is not None:
            self.cancel_drag()
            return True
        return False

    # what the person does

    def add_test(self) -> None:
        """A new test about nothing in particular, with the caret in it."""
        self.flush()
        command = plan_test(self.board)
        if self.bridge.do(command, ORIGIN) is not None:
            self.go_to(command.id)

    def go_to(self, test_id: str) -> None:
        """Brings a test to sight, ready for writing."""
        test = next((test for test in self.board.test_cards if test.id == test_id), None)
        if test is None:
            return
        if not self._matches(test):
            self.filter.show_value("all")
        self.refresh()
        card = self.cards[test_id]
        card.write()
        self._sight.soon()

    def _card_of(self, widget: QWidget) -> QWidget | None:
        return next((card for card in self.cards.values() if card is widget or card.isAncestorOf(widget)), None)

    def edit(self, test_id: str, values: dict[str, Any], group: str | None = None) -> bool:
        """Writes down what was entered; whether it was taken. A result is of today where no day is given."""
        test = self._test(test_id)
        if test is None:
            return False
        try:
            read_day(values.get("date", ""))
        except ValueError:
            self.bridge.complain(BAD_DAY)
            return False
        if values.get("result") and not test.date and "date" not in values:
            values = {**values, "date": today()}
        done = self.bridge.do(EditTest(test_id, values), ORIGIN, group)
        if done is not None and values.get("result") == "failed" and (now := self._test(test_id)) is not None:
            self.bridge.say(f"Test failed. {verdict(self.board, now)}".strip(), undo=True, of=test_id)
        return done is not None or all(getattr(test, name) == value for name, value in values.items())

    def _test(self, test_id: str) -> TestCard | None:
        return next((test for test in self.board.test_cards if test.id == test_id), None)

    def remove(self, test_id: str) -> None:
        self.cards[test_id].forget()
        if self.bridge.do(DeleteTests((test_id,)), ORIGIN) is not None:
            self.bridge.say("Test deleted.", undo=True)

    def choose_about(self, test_id: str) -> None:
        chosen = choose_about(self.window(), self.board)
        if chosen is None or self._test(test_id) is None:
            return
        table, _, row_id = chosen.partition(":")
        values = {"note": None, "statement": None} if chosen == NOTHING else {table: row_id}
        self.bridge.do(EditTest(test_id, values), ORIGIN)

    def show_about(self, test_id: str) -> None:
        test = self._test(test_id)
        match about_of(test) if test is not None else None:
            case About("note", note_id):
                self.open_note(note_id)
            case About("statement", _):
                self.port.show_panel("statements")
            case None if not self.read_only:
                self.choose_about(test_id)

    def walk(self, test_id: str, by: int) -> None:
        shown = [other for other in self._order if not self.cards[other].isHidden()]
        place = shown.index(test_id) + by
        if 0 <= place < len(shown):
            card = self.cards[shown[place]]
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(card, 0, 16)

    def move_card(self, test_id: str, by: int) -> None:
        """Up or down past the next card that is shown."""
        if self.read_only:
            return
        shown = [other for other in self._order if not self.cards[other].isHidden()]
        place = shown.index(test_id) + by
        if 0 <= place < len(shown):
            self.bridge.do(MoveTest(test_id, self._order.index(shown[place])), ORIGIN)
            self._sight.soon()

    # dragging a card

    def drag_to(self, test_id: str, at: QPoint) -> None:
        y = self.cards_at.mapFromGlobal(at).y()
        shown = [self.cards[other] for other in self._order if not self.cards[other].isHidden()]
        gap = sum(card.geometry().center().y() < y for card in shown)
        space = self.cards_in.spacing()
        top = shown[gap].y() - space / 2 if gap < len(shown) else shown[-1].geometry().bottom() + space / 2
        self._gap = self._order.index(shown[gap].test_id) if gap < len(shown) else len(self._order)
        self._indicator.setGeometry(16, max(round(top) - 1, 0), self.cards_at.width() - 32, 3)
        self._indicator.show()
        self._indicator.raise_()
        inside = self.area.viewport().mapFromGlobal(at)
        self.area.ensureVisible(0, inside.y() + self.area.verticalScrollBar().value(), 0, 30)

    def drop(self, test_id: str) -> None:
        gap, place = self._gap, self._order.index(test_id) if test_id in self._order else None
        self.cancel_drag()
        if gap is not None and place is not None and gap not in (place, place + 1):
            self.bridge.do(MoveTest(test_id, gap - (gap > place)), ORIGIN)

    def cancel_drag(self) -> None:
        self._gap = None
        self._indicator.hide()
