"""Statements: made, edited in place, ordered, and the notes they stand on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.domain.commands import (
    Delete,
    DeleteStatements,
    EditNote,
    EditStatement,
    MoveStatement,
    ScoreNotes,
)
from canvas_app.domain.entities import Part, Statement
from canvas_app.ui.panels.statement_card import StatementCard
from canvas_app.ui.panels.statements import StatementsPanel
from tests.ui.panels.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    def __init__(self, desk: Desk):
        self.desk = desk
        self.panel: StatementsPanel = desk.show(StatementsPanel)
        desk.qtbot.waitUntil(self.panel.isActiveWindow)

    @property
    def ids(self) -> list[str]:
        return [statement.id for statement in self.desk.board.statements]

    def statement(self, place: int) -> Statement:
        return self.desk.board.statements[place]

    def card(self, place: int) -> StatementCard:
        return self.panel.cards[self.ids[place]]

    def shown(self) -> list[str]:
        cards = sorted(self.panel.cards.values(), key=lambda card: card.y())
        return [card.statement_id for card in cards]

    def settle(self) -> None:
        self.desk.qtbot.waitUntil(self._settled)

    def _settled(self) -> bool:
        return self.shown() == self.ids

    def type(self, place: int, words: str, at: int | None = None) -> None:
        text = self.card(place).text
        text.setFocus()
        cursor = text.textCursor()
        if at is None:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        else:
            cursor.setPosition(at)
        text.setTextCursor(cursor)
        QTest.keyClicks(text, words)

    def bold(self, place: int) -> str:
        """The words that are shown semibold."""
        found = ""
        block = self.card(place).text.document().firstBlock()
        while block.isValid():
            for span in block.layout().formats():
                if span.format.fontWeight() == QFont.Weight.DemiBold:
                    found += block.text()[span.start : span.start + span.length] + "|"
            block = block.next()
        return found


@pytest.fixture
def hands(desk: Desk) -> Iterator[Hands]:
    hands = Hands(desk)
    yield hands
    hands.panel.flush()


def marked(statement: Statement) -> str:
    return "".join(part.text + "|" for part in statement.parts if part.note)


def test_cards_stand_in_order_with_text_and_score(hands: Hands) -> None:
    hands.settle()
    for place, statement in enumerate(hands.desk.board.statements):
        card = hands.card(place)
        score = hands.desk.session.fit.statement_score(statement.notes)
        assert card.title.text() == f"Value statement {place + 1}"
        assert card.text.toPlainText() == statement.text
        assert card.score.text().startswith(f"Answers {score} % of what matters · ")
        assert hands.bold(place) == marked(statement)


def test_new_statement_is_made_by_the_pattern_from_the_selection(hands: Hands) -> None:
    seed = hands.desk.board.ranked("relievers")[-1]
    hands.desk.bridge.select([seed])
    count = len(hands.ids)
    hands.panel.pattern.setCurrentIndex(1)
    QTest.mouseClick(hands.panel.new, LEFT)
    assert len(hands.ids) == count + 1
    made = hands.statement(count)
    assert made.pattern == hands.desk.board.canvas.patterns[1].id
    assert seed in made.notes
    assert QApplication.focusWidget() is hands.card(count).text
    assert hands.bold(count) == marked(made)


def test_typing_between_notes_is_free_and_keeps_the_marks(hands: Hands) -> None:
    before = hands.statement(0)
    hands.type(0, " Really.")
    hands.desk.qtbot.waitUntil(lambda: hands.statement(0).text.endswith(" Really."))
    assert marked(hands.statement(0)) == marked(before)
    assert hands.bold(0) == marked(before)


def test_typing_inside_a_phrase_stays_with_the_note(hands: Hands) -> None:
    phrase = next(part for part in hands.statement(0).parts if part.note)
    at = hands.statement(0).text.index(phrase.text) + 3
    hands.type(0, "xyz", at)
    hands.panel.flush()
    changed = next(part for part in hands.statement(0).parts if part.note == phrase.note)
    assert changed.text == phrase.text[:3] + "xyz" + phrase.text[3:]
    assert hands.bold(0).startswith(changed.text)


def test_one_editing_session_is_one_undo(hands: Hands) -> None:
    before, depth = hands.statement(0).text, hands.desk.session.history.depth
    hands.type(0, " One")
    hands.panel.flush()
    hands.type(0, " two")
    hands.panel.flush()
    assert hands.statement(0).text == before + " One two"
    assert hands.desk.session.history.depth == depth + 1
    hands.desk.session.undo()
    assert hands.statement(0).text == before
    assert hands.card(0).text.toPlainText() == before


def test_leaving_the_field_records_and_ends_the_session(hands: Hands) -> None:
    depth = hands.desk.session.history.depth
    hands.type(0, " a")
    hands.panel.new.setFocus()
    assert hands.statement(0).text.endswith(" a")
    hands.type(0, "b")
    hands.panel.new.setFocus()
    assert hands.desk.session.history.depth == depth + 2


def test_undo_in_the_field_takes_back_typing_first(hands: Hands) -> None:
    before = hands.statement(0)
    text = hands.card(0).text
    phrase = next(part for part in before.parts if part.note)
    start = before.text.index(phrase.text)
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(phrase.text), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    QTest.keyClick(text, Qt.Key.Key_Delete)
    hands.panel.flush()
    assert phrase.note not in hands.statement(0).notes
    QTest.keyClick(text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.panel.flush()
    assert hands.statement(0).parts == before.parts
    assert hands.bold(0) == marked(before)


def test_a_change_from_elsewhere_keeps_the_caret(hands: Hands) -> None:
    before = hands.statement(0)
    text = hands.card(0).text
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(len(before.text) - 2)
    text.setTextCursor(cursor)
    hands.desk.do(EditStatement(before.id, (Part(text="Well: "), *before.parts)))
    assert text.toPlainText() == "Well: " + before.text
    assert text.textCursor().position() == len(before.text) + 4
    hands.type(0, "!")
    hands.panel.flush()
    assert hands.statement(0).text == "Well: " + before.text + "!"


def test_characters_beyond_the_basic_plane_keep_marks_in_place(hands: Hands) -> None:
    before = hands.statement(0)
    hands.desk.do(EditStatement(before.id, (Part(text="🙂🙂 "), *before.parts)))
    text = hands.card(0).text
    found = ""
    block = text.document().firstBlock()
    raw = block.text().encode("utf-16-le")
    for span in block.layout().formats():
        found += raw[2 * span.start : 2 * (span.start + span.length)].decode("utf-16-le") + "|"
    assert found == marked(before)


def test_non_breaking_blanks_survive_an_edit(hands: Hands) -> None:
    hands.desk.do(EditStatement(hands.ids[0], (Part(text="5\u00a0% more"),)))
    hands.type(0, "!")
    hands.panel.flush()
    assert hands.statement(0).text == "5\u00a0% more!"


def test_chips_show_their_notes(hands: Hands) -> None:
    hands.settle()
    statement, card = hands.statement(0), hands.card(0)
    assert [button.chip.note for button in card.chips.buttons] == list(statement.notes)
    QTest.mouseClick(card.chips.buttons[1], LEFT)
    assert hands.desk.port.shown == [(statement.notes[1],)]
    assert hands.desk.bridge.notes == (statement.notes[1],)


def test_enter_on_a_chip_shows_its_note(hands: Hands) -> None:
    button = hands.card(0).chips.buttons[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert hands.desk.port.shown == [(hands.statement(0).notes[0],)]


def test_chips_are_marked_when_a_note_changed_or_went(hands: Hands) -> None:
    first, second = hands.statement(0).notes[:2]
    assert [button.chip.fault for button in hands.card(0).chips.buttons[:2]] == ["", ""]
    hands.desk.do(EditNote(first, {"text": "Quite another thing"}))
    assert "changed" in hands.card(0).chips.buttons[0].chip.fault
    hands.desk.do(Delete((second,)))
    chip = hands.card(0).chips.buttons[1].chip
    assert "deleted" in chip.fault
    QTest.mouseClick(hands.card(0).chips.buttons[1], LEFT)
    assert "not on the board" in hands.desk.said[-1]
    hands.desk.session.undo()
    hands.desk.session.undo()
    assert [button.chip.fault for button in hands.card(0).chips.buttons[:2]] == ["", ""]


def test_scores_follow_the_board(hands: Hands) -> None:
    hands.desk.do(ScoreNotes(hands.desk.session.fit.gaps, 1))
    score = hands.desk.session.fit.statement_score(hands.statement(0).notes)
    assert hands.card(0).score.text().startswith(f"Answers {score} % of what matters · ")
    hands.desk.do(Delete(tuple(hands.desk.session.fit.weights)))
    assert hands.card(0).score.text() == "Answers –"


def test_sort_by_score_and_undo(hands: Hands) -> None:
    ids = hands.ids
    hands.desk.do(MoveStatement(ids[0], 2))
    QTest.mouseClick(hands.panel.sort, LEFT)
    scores = [hands.desk.session.fit.statement_score(s.notes) for s in hands.desk.board.statements]
    assert scores == sorted(scores, reverse=True)
    hands.settle()
    hands.desk.session.undo()
    assert hands.ids == [*ids[1:], ids[0]]
    hands.settle()


def test_drag_by_the_handle_moves_a_statement(hands: Hands) -> None:
    hands.settle()
    ids = hands.ids
    grip = hands.card(2).grip
    start = grip.rect().center()
    target = grip.mapFromGlobal(hands.card(0).mapToGlobal(QPoint(10, 4)))
    QTest.mousePress(grip, LEFT, NONE, start)
    for share in (0.4, 0.8, 1.0):
        QTest.mouseMove(grip, start + (target - start) * share)
    QTest.mouseRelease(grip, LEFT, NONE, target)
    assert hands.ids == [ids[2], ids[0], ids[1]]
    hands.settle()
    assert hands.card(0).title.text() == "Value statement 1"


def test_escape_cancels_the_drag(hands: Hands) -> None:
    hands.settle()
    ids = hands.ids
    grip = hands.card(2).grip
    target = grip.mapFromGlobal(hands.card(0).mapToGlobal(QPoint(10, 4)))
    QTest.mousePress(grip, LEFT, NONE, grip.rect().center())
    QTest.mouseMove(grip, target)
    QTest.keyClick(hands.card(2), Qt.Key.Key_Escape)
    QTest.mouseRelease(grip, LEFT, NONE, target)
    assert hands.ids == ids


def test_focus_says_which_statement_the_actions_mean(hands: Hands) -> None:
    assert hands.panel.focused_statement() is None or QApplication.focusWidget() is not None
    hands.card(1).setFocus()
    assert hands.panel.focused_statement() == hands.ids[1]
    QTest.keyClick(hands.card(1), Qt.Key.Key_Up)
    assert hands.panel.focused_statement() == hands.ids[0]
    QTest.keyClick(hands.card(0), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is hands.card(0).text
    assert hands.panel.focused_statement() is None
    QTest.keyClick(hands.card(0).text, Qt.Key.Key_Escape)
    assert hands.panel.focused_statement() == hands.ids[0]


def test_delete_button_and_undo(hands: Hands) -> None:
    ids = hands.ids
    card = hands.card(0)
    card.setFocus()
    QTest.mouseClick(card.trash, LEFT)
    assert hands.ids == ids[1:]
    assert hands.panel.focused_statement() == ids[1]
    hands.desk.session.undo()
    assert hands.ids == ids
    hands.settle()


def test_the_empty_panel_teaches(hands: Hands) -> None:
    hands.desk.do(DeleteStatements(tuple(hands.ids)))
    assert hands.panel.empty.isVisible()
    QTest.mouseClick(hands.panel.new, LEFT)
    assert not hands.panel.empty.isVisible()
    assert len(hands.ids) == 1


def test_hiding_the_panel_records_what_was_typed(hands: Hands) -> None:
    hands.type(0, " bye")
    hands.panel.hide()
    assert hands.statement(0).text.endswith(" bye")
    assert not hands.card(0).text.pending


def test_a_new_statement_is_in_sight(hands: Hands) -> None:
    hands.panel.resize(336, 500)
    for _ in range(3):
        QTest.mouseClick(hands.panel.new, LEFT)
        card = hands.card(len(hands.ids) - 1)
        top = card.mapTo(hands.panel.area.viewport(), QPoint(0, 0)).y()
        assert top >= 0 and top + min(card.height(), 120) <= hands.panel.area.viewport().height()


def test_a_long_statement_is_seen_whole_while_it_is_written(hands: Hands) -> None:
    words = (
        "Our certified POS connector gets a cafe ready to bring regulars back each week: it installs in one day "
        "where till integration takes weeks, and the loyalty card lives in the phone guests already carry."
    )
    for width in (336, 338, 341, 350, 372):
        hands.panel.resize(width, 900)
        text = hands.card(0).text
        text.setFocus()
        text.selectAll()
        QTest.keyClicks(text, words)
        hands.panel.flush()
        for place in (1, 0):
            hands.card(place).setFocus()
            QApplication.processEvents()
        last = text.document().documentLayout().blockBoundingRect(text.document().lastBlock())
        assert text.document().textWidth() == text.viewport().width()
        assert last.bottom() <= text.viewport().height() + 1
