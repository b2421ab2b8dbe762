"""The plain-language check in the panel: underlined in place, listed below, mended by mouse, touch and keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from canvas_app.domain.commands import AddStatement, DeleteStatements, EditBoard, EditNote, MarkFinal
from canvas_app.domain.entities import Part, Statement
from canvas_app.ui.panels.findings import FindingRow
from canvas_app.ui.panels.statement_card import StatementCard
from canvas_app.ui.panels.statements import StatementsPanel
from tests.ui.panels.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")

LEFT = Qt.MouseButton.LeftButton
JARGON = "Our best-in-class platform leverages AI to empower café owners in 5 minutes"
WAVE = QTextCharFormat.UnderlineStyle.WaveUnderline
DASH = QTextCharFormat.UnderlineStyle.DashUnderline


class Hands:
    """One statement of jargon that answers a pick, on top of the list."""

    def __init__(self, desk: Desk):
        self.desk = desk
        desk.do(EditBoard({"customer": "café owners", "glossary": {}}))
        parts = (
            Part(text=JARGON),
            Part(text=" for good", note="reliever-oneday", used="Connector installs in one day"),
        )
        desk.do(DeleteStatements(tuple(statement.id for statement in desk.board.statements)))
        desk.do(AddStatement(parts, id="s"))
        self.panel: StatementsPanel = desk.show(StatementsPanel)
        desk.qtbot.waitUntil(self.panel.isActiveWindow)
        desk.qtbot.waitUntil(lambda: self.card.checked is not None)

    @property
    def card(self) -> StatementCard:
        return self.panel.cards["s"]

    @property
    def statement(self) -> Statement:
        return next(statement for statement in self.desk.board.statements if statement.id == "s")

    def underlined(self, style: QTextCharFormat.UnderlineStyle = WAVE) -> list[str]:
        found: list[str] = []
        block = self.card.text.document().firstBlock()
        while block.isValid():
            raw = block.text().encode("utf-16-le")
            before = -1
            for span in block.layout().formats():
                if span.format.underlineStyle() == style:
                    words = raw[2 * span.start : 2 * (span.start + span.length)].decode("utf-16-le")
                    if span.start == before and found:
                        found[-1] += words
                    else:
                        found.append(words)
                    before = span.start + span.length
            block = block.next()
        return found

    def open_list(self) -> None:
        if not self.card.list_shown:
            QTest.mouseClick(self.card.plain, LEFT)

    def row(self, words: str) -> FindingRow:
        assert self.card.findings is not None
        return next(row for row in self.card.findings.rows if words in row.head.text())

    def open(self, words: str) -> FindingRow:
        self.open_list()
        row = self.row(words)
        if row.details is None or not row.details.isVisible():
            QTest.mouseClick(row.head, LEFT)
        assert row.details is not None and row.details.isVisible()
        return row

    def type(self, words: str) -> None:
        text = self.card.text
        text.setFocus()
        cursor = text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        text.setTextCursor(cursor)
        QTest.keyClicks(text, words)

    def place_of(self, words: str) -> QPoint:
        """Where words stand in the field."""
        text = self.card.text
        cursor = text.textCursor()
        cursor.setPosition(text.toPlainText().index(words) + 2)
        return text.cursorRect(cursor).center()


@pytest.fixture
def hands(desk: Desk) -> Iterator[Hands]:
    hands = Hands(desk)
    yield hands
    hands.panel.flush()


def test_what_is_found_is_underlined_and_counted(hands: Hands) -> None:
    assert hands.underlined() == ["best-in-class", "leverages", "AI", "empower"]
    assert hands.card.plain.text() == "4 things to say more plainly"
    hands.desk.do(EditBoard({"glossary": {"AI": "artificial intelligence"}}))
    hands.desk.qtbot.waitUntil(lambda: hands.underlined() == ["best-in-class", "leverages", "empower"])


def test_a_plain_statement_says_so(hands: Hands) -> None:
    hands.desk.do(
        AddStatement(
            (Part(text="Café owners", note="pain-cards", used="Paper cards get lost"), Part(text=" win 5")), id="p"
        )
    )
    hands.panel.built("p")
    hands.desk.qtbot.waitUntil(lambda: hands.panel.cards["p"].plain.text() == "Plainly said")


def test_typing_is_checked_after_a_pause_and_underlines_stay_with_their_words(hands: Hands) -> None:
    text = hands.card.text
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(0)
    text.setTextCursor(cursor)
    text.insertPlainText("🙂 ")
    QTest.keyClicks(text, "Very ")
    assert hands.underlined() == ["best-in-class", "leverages", "AI", "empower"]
    hands.desk.qtbot.waitUntil(lambda: hands.underlined()[:2] == ["Very", "best-in-class"])


def test_typing_into_a_finding_ends_it_at_once(hands: Hands) -> None:
    text = hands.card.text
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(JARGON.index("empower") + 3)
    text.setTextCursor(cursor)
    QTest.keyClicks(text, "x")
    assert hands.underlined() == ["best-in-class", "leverages", "AI"]


def test_replacing_is_one_step_and_undone(hands: Hands) -> None:
    before = hands.statement
    row = hands.open("leverages")
    depth = hands.desk.session.history.depth
    QTest.mouseClick(row.plain[0], LEFT)
    assert hands.statement.text.startswith("Our best-in-class platform uses AI")
    assert hands.statement.notes == before.notes
    assert hands.desk.session.history.depth == depth + 1
    assert hands.underlined() == ["best-in-class", "AI", "empower"]
    hands.desk.session.undo()
    assert hands.statement.parts == before.parts
    hands.desk.qtbot.waitUntil(lambda: "leverages" in hands.underlined())


def test_the_reason_is_shown_when_a_finding_is_opened(hands: Hands) -> None:
    row = hands.open("empower")
    assert "does not say what happens" in row.head.toolTip()
    assert [button.text() for button in row.plain] == ["Use “let”", "Use “give the means”"]
    spans = hands.card.text.document().firstBlock().layout().formats()
    tinted = [span for span in spans if span.format.background().style() != Qt.BrushStyle.NoBrush]
    assert sum(span.length for span in tinted) == len("empower")


def test_ignored_once_in_this_statement_only(hands: Hands) -> None:
    hands.desk.do(AddStatement((Part(text="We leverage cafés 5"),), id="other"))
    hands.panel.built("other")
    QTest.mouseClick(hands.open("leverages").stops()[2], LEFT)
    assert hands.statement.ignored == ("word:leverage",)
    assert "leverages" not in hands.underlined()
    hands.desk.qtbot.waitUntil(lambda: hands.panel.cards["other"].checked is not None)
    assert "leverage" in [finding.words for finding in hands.panel.cards["other"].checked.findings]
    assert hands.card.findings is not None
    assert hands.card.findings.again.text() == "1 ignored · check again"
    QTest.mouseClick(hands.card.findings.again, LEFT)
    assert hands.statement.ignored == () and "leverages" in hands.underlined()
    hands.desk.session.undo()
    assert hands.statement.ignored == ("word:leverage",)


def test_ignored_always_is_remembered(hands: Hands) -> None:
    QTest.mouseClick(hands.open("leverages").stops()[3], LEFT)
    assert hands.desk.port.settings.let_pass == ("word:leverage",)
    assert "leverages" not in hands.underlined()
    assert "Words and glossary" in hands.desk.said[-1]
    assert hands.statement.ignored == ()


def test_an_acronym_goes_into_the_glossary(hands: Hands) -> None:
    row = hands.open("AI")
    assert row.meaning is not None and row.meaning.text() == "artificial intelligence"
    row.meaning.clear()
    QTest.mouseClick(row.add, LEFT)
    assert hands.desk.board.info.glossary == {} and QApplication.focusWidget() is row.meaning
    QTest.keyClicks(row.meaning, "a  program that guesses")
    QTest.keyClick(row.meaning, Qt.Key.Key_Return)
    assert hands.desk.board.info.glossary == {"AI": "a program that guesses"}
    assert "AI" not in hands.underlined()
    hands.desk.session.undo()
    assert hands.desk.board.info.glossary == {}


def test_by_keys_alone(hands: Hands) -> None:
    hands.card.plain.setFocus()
    QTest.keyClick(hands.card.plain, Qt.Key.Key_Space)
    assert hands.card.findings is not None and hands.card.list_shown
    heads = [row.head for row in hands.card.findings.rows]
    heads[0].setFocus()
    QTest.keyClick(heads[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is heads[1]
    QTest.keyClick(heads[1], Qt.Key.Key_Up)
    QTest.keyClick(heads[0], Qt.Key.Key_Down)
    QTest.keyClick(heads[1], Qt.Key.Key_Space)
    row = hands.row("leverages")
    assert row.details is not None and row.details.isVisible()
    QTest.keyClick(heads[1], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is row.plain[0]
    QTest.keyClick(row.plain[0], Qt.Key.Key_Space)
    assert "uses AI" in hands.statement.text
    focus = QApplication.focusWidget()
    assert focus is not None and hands.card.findings.isAncestorOf(focus), "the keyboard stays in the list"


def test_f7_walks_through_what_was_found(hands: Hands) -> None:
    seen = []
    for _ in range(5):
        hands.panel.next_finding()
        assert hands.card.findings is not None and hands.card.findings.opened is not None
        seen.append(hands.card.findings.opened.words)
        assert QApplication.focusWidget() is hands.row(seen[-1]).head
    assert seen == ["best-in-class", "leverages", "AI", "empower", "best-in-class"]
    assert hands.panel.current_statement() == "s"


def test_f7_with_nothing_to_find(hands: Hands) -> None:
    hands.desk.do(DeleteStatements(("s",)))
    hands.panel.next_finding()
    assert hands.desk.said[-1] == "There is no statement yet."


def test_a_click_on_underlined_words_opens_them_in_the_open_list(hands: Hands) -> None:
    hands.open_list()
    QTest.mouseClick(hands.card.text.viewport(), LEFT, pos=hands.place_of("empower"))
    assert hands.card.findings is not None and hands.card.findings.opened is not None
    assert hands.card.findings.opened.words == "empower"


def test_a_finger_on_underlined_words_opens_the_list_at_them(hands: Hands) -> None:
    field = hands.card.text.viewport()
    at = QPointF(hands.place_of("empower"))
    source = Qt.MouseEventSource.MouseEventSynthesizedByQt
    for kind, buttons in (
        (QEvent.Type.MouseButtonPress, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        place = QPointF(field.mapToGlobal(at))
        event = QMouseEvent(kind, at, at, place, LEFT, buttons, Qt.KeyboardModifier.NoModifier, source)
        QApplication.sendEvent(field, event)
    assert hands.card.list_shown and hands.card.findings is not None and hands.card.findings.opened is not None
    assert hands.card.findings.opened.words == "empower"


def test_the_reason_on_hover(hands: Hands) -> None:
    text = hands.card.text
    at = hands.place_of("leverages")
    QApplication.sendEvent(text.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, at, text.viewport().mapToGlobal(at)))
    assert "does not say what happens" in QToolTip.text() and "“uses”" in QToolTip.text()
    QToolTip.hideText()


def test_the_menu_of_underlined_words(hands: Hands) -> None:
    text = hands.card.text
    at = hands.place_of("leverages")
    offered: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.extend(action.text() for action in menu.actions()[:4])
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(0, choose)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(text.viewport(), QContextMenuEvent(reason, at, text.viewport().mapToGlobal(at)))
    assert offered == ["Use “uses”", "Ignore once", "Ignore always", "Why “leverages”?"]
    assert "uses AI" in hands.statement.text


def test_a_long_sentence_is_dashed_from_where_it_is_too_long(hands: Hands) -> None:
    hands.type(" and" + " more and" * 8 + " still.")
    hands.panel.flush()
    hands.desk.qtbot.waitUntil(lambda: bool(hands.underlined(DASH)))
    assert hands.underlined(DASH)[0].endswith("still")


def test_a_language_without_a_list_says_so(hands: Hands) -> None:
    hands.desk.do(EditBoard({"language": "fi", "glossary": {"AI": "x"}}))
    hands.desk.qtbot.waitUntil(lambda: hands.underlined() == [])
    assert hands.card.plain.text() == "No words checked in this language"
    hands.open_list()
    assert hands.card.checked is not None
    assert hands.card.checked.notice.startswith("The plain-language check knows no words for Finnish (fi) yet")
    assert hands.card.findings is not None and hands.card.checked.notice in hands.card.findings._foot.text()


def test_one_list_is_open_at_a_time(hands: Hands) -> None:
    hands.desk.do(AddStatement((Part(text="We leverage cafés 5"),), id="other"))
    other = hands.panel.built("other")
    hands.desk.qtbot.waitUntil(lambda: other.checked is not None)
    hands.open_list()
    QTest.mouseClick(other.plain, LEFT)
    assert other.list_shown and not hands.card.list_shown


def test_a_read_only_board_shows_reasons_only(hands: Hands) -> None:
    hands.card.allow_changes(False)
    row = hands.open("leverages")
    assert row.plain == [] and row.once is None


def test_what_is_made_or_found_is_in_sight(hands: Hands) -> None:
    text = JARGON + ", and it is very, very, very good for all of them and us."
    for n in range(4):
        hands.desk.do(AddStatement((Part(text=text),), id=f"s{n}"))
    hands.panel.resize(336, 560)
    hands.panel.pattern.setCurrentIndex(4)
    QTest.mouseClick(hands.panel.new, LEFT)
    made = hands.panel.cards[hands.desk.board.statements[-1].id]

    def seen(widget: QWidget) -> bool:
        top = widget.mapTo(hands.panel.area.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + widget.height() <= hands.panel.area.viewport().height()

    hands.desk.qtbot.waitUntil(lambda: made.checked is not None and seen(made.text))
    last = hands.panel.cards["s3"]
    last.setFocus()
    hands.panel.next_finding()
    card = hands.panel.cards["s"]
    hands.desk.qtbot.waitUntil(lambda: card.findings is not None and seen(card.findings.rows[0]))


# final, and words that changed


def test_one_statement_is_final(hands: Hands) -> None:
    hands.desk.do(AddStatement((Part(text="Cafés win 5"),), id="other"))
    other = hands.panel.built("other")
    QTest.mouseClick(hands.card.final, LEFT)
    assert hands.card.badge.isVisible() and hands.card.final.isChecked() and "final" in hands.card.accessibleName()
    other.final.setFocus()
    QTest.keyClick(other.final, Qt.Key.Key_Space)
    assert [statement.id for statement in hands.desk.board.statements if statement.final] == ["other"]
    assert not hands.card.badge.isVisible() and other.badge.isVisible()
    hands.desk.session.undo()
    assert hands.card.badge.isVisible() and not other.badge.isVisible()
    hands.desk.do(MarkFinal("s", False))
    assert not hands.card.badge.isVisible()


@pytest.mark.parametrize("take", [True, False])
def test_words_of_a_note_that_changed(hands: Hands, take: bool) -> None:
    assert hands.card.changed == []
    hands.desk.do(EditNote("reliever-oneday", {"text": "Installs in two hours"}))
    (line,) = hands.card.changed
    QTest.mouseClick(line.take if take else line.keep, LEFT)
    assert hands.statement.text.endswith("minutesinstalls in two hours" if take else " for good")
    assert hands.card.text.toPlainText() == hands.statement.text
    assert hands.card.changed == [] and [button.chip.fault for button in hands.card.chips.buttons] == [""]
    hands.desk.session.undo()
    assert len(hands.card.changed) == 1 and hands.statement.text.endswith(" for good")


# many


def test_hundreds_of_statements_are_filled_when_they_come_into_sight(desk: Desk) -> None:
    for n in range(120):
        desk.session.do(AddStatement((Part(text=f"We leverage {n}"),), id=f"s{n}"))
    panel: StatementsPanel = desk.show(StatementsPanel)
    assert sum(card.built for card in panel.cards.values()) < 30
    last = panel.cards["s119"]

    def at_the_end() -> bool:
        panel.area.verticalScrollBar().setValue(panel.area.verticalScrollBar().maximum())
        return last.built and last.checked is not None

    desk.qtbot.waitUntil(at_the_end)
    assert last.text.toPlainText() == "We leverage 119"
    assert sum(card.built for card in panel.cards.values()) < 60
    panel.cards["s60"].setFocus()
    QTest.keyClick(panel.cards["s60"], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is panel.cards["s59"] and panel.cards["s59"].built
