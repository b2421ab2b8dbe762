"""The sheet of the competition: scored with keys and fingers, its heads edited, its difference said."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from canvas_app.app.session import Session
from canvas_app.domain.commands import Delete, EditBoard, MoveToZone, PickNotes
from canvas_app.domain.competition import compare, difference, standing_words
from canvas_app.domain.decide_competition import AddCompetitor, AddCriterion, DeleteCompetitor, DeleteCriterion, Rate
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddEvidence, EditEvidence, levels
from canvas_app.exchange.workshop_markdown import report
from canvas_app.ui.dialogs.backing import BackingDialog
from canvas_app.ui.dialogs.criterion import CriterionChooser
from canvas_app.ui.sheets.competition import KEYS, READ_ONLY
from tests.ui.fingers import Fingers
from tests.ui.sheets.conftest import Person

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")
Key = Qt.Key
ALT, CTRL, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
TILL = "Till integration takes weeks"


class Desk:
    """The sheet on the sample board, whose competitor is TillPoints."""

    def __init__(self, person: Person):
        self.person = person
        self.sheet = person.open("competition")
        self.view, self.model = self.sheet.view, self.sheet.model

    @property
    def board(self) -> Any:
        return self.person.board

    def line(self, words: str) -> Any:
        return next(line for line in self.model.lines if line.words == words)

    def score(self, words: str, who: str) -> int | None:
        return self.line(words).scores.get(self.rival(who).id)

    def rival(self, name: str) -> Any:
        return next(rival for rival in self.model.rivals if rival.name == name)

    def go(self, words: str, who: str) -> None:
        self.sheet.go_to(self.line(words).key, self.rival(who).id)

    def cell(self, words: str, who: str) -> QPoint:
        row, column = self.model.row_of(self.line(words).key), self.model.column_of(self.rival(who).id)
        return self.view.visualRect(self.model.index(row, column)).center()

    def head(self, who: str) -> QPoint:
        heads = self.view.across
        column = self.model.column_of(self.rival(who).id)
        return QPoint(heads.sectionViewportPosition(column) + heads.sectionSize(column) // 2, heads.height() // 2)

    @property
    def names(self) -> list[str]:
        return [rival.name for rival in self.model.rivals]

    @property
    def words(self) -> list[str]:
        return [line.words for line in self.model.lines]


@pytest.fixture
def desk(person: Person) -> Desk:
    return Desk(person)


def in_dialog(act: Callable[[Any], None]) -> None:
    """Acts in the next dialog."""

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, work)


# scores


def test_digits_score_and_the_standing_follows(desk: Desk) -> None:
    desk.go(TILL, "Us together")
    assert desk.view.hasFocus()
    desk.person.key(Key.Key_5)
    assert desk.score(TILL, "Us together") == 5 and standing_words(desk.line(TILL)) == "Ahead by 3"
    assert "Ahead by 3: ours 5 less 2 of the best other" in desk.sheet.status.text()
    desk.person.key(Key.Key_Right, Key.Key_Delete)
    assert desk.score(TILL, desk.names[1]) is None
    desk.person.key(Key.Key_8)
    assert desk.person.said[-1] == "A score in the comparison is a whole number from 0 to 5."
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert desk.score(TILL, desk.names[1]) == 2 and desk.score(TILL, "Us together") == 4


def test_a_cell_is_spoken_with_who_what_and_how_much(desk: Desk) -> None:
    desk.go(TILL, "Us together")
    spoken = f"Us together, {TILL}: 4 of 5"
    assert desk.sheet.status.text().splitlines()[0] == spoken
    table = QAccessible.queryAccessibleInterface(desk.view)
    texts = [table.child(n).text(QAccessible.Text.Name) for n in range(table.childCount()) if table.child(n)]
    assert spoken in texts
    assert any(text.startswith("Guests order before they arrive: parity, claim without evidence") for text in texts)


def test_a_finger_chooses_a_score(desk: Desk) -> None:
    desk.person.tap(desk.view.viewport(), desk.cell(TILL, "TillPoints"))
    chooser = desk.sheet.chooser
    assert chooser.isVisible() and chooser.buttons[2].isChecked() and "TillPoints" in chooser.accessibleName()
    button = chooser.buttons[5]
    assert min(button.width(), button.height()) >= 44
    Fingers(button).tap(f0=button.rect().center())
    assert desk.score(TILL, "TillPoints") == 5 and not chooser.isVisible() and desk.view.hasFocus()


def test_targets_are_larger_in_board_mode(desk: Desk) -> None:
    desk.person.page.sheets.use_large(True)
    desk.sheet.choose_score(desk.view.currentIndex())
    button = desk.sheet.chooser.buttons[0]
    desk.person.qtbot.waitUntil(lambda: min(button.width(), button.height()) >= 56)
    assert desk.view.down.sectionSize(0) >= 56
    assert desk.sheet.shown.pills[0].height() >= 56 and desk.sheet.add.property("large")


def test_the_chooser_works_with_keys_and_esc_only_closes_it(desk: Desk) -> None:
    desk.go(TILL, "TillPoints")
    desk.person.key(Key.Key_Return)
    chooser = desk.sheet.chooser
    assert chooser.buttons[2].hasFocus()
    desk.person.key(Key.Key_Right, Key.Key_Right)
    assert chooser.buttons[4].hasFocus()
    desk.person.key(Key.Key_Escape)
    assert not chooser.isVisible() and desk.score(TILL, "TillPoints") == 2 and desk.person.page.sheet == "competition"
    desk.person.key(Key.Key_Space, Key.Key_1)
    assert desk.score(TILL, "TillPoints") == 1 and desk.view.hasFocus()
    desk.person.key(Key.Key_Escape)
    assert desk.person.page.sheet == ""


def test_evidence_takes_the_claim_away(desk: Desk) -> None:
    line = desk.line("Guests order before they arrive")
    row = desk.model.row_of(line.key)
    assert line.unproven and "rests on an assumption" in desk.model.why(row)
    desk.person.do(AddEvidence(About("note", line.note), {"level": "some"}))
    assert not desk.model.lines[row].unproven and "assumption" not in desk.model.why(row)


def test_the_last_column_leads_to_the_evidence_beside_the_table(desk: Desk) -> None:
    desk.sheet.go_to(desk.line("Guests order before they arrive").key, "")
    desk.person.key(Key.Key_Return)
    side = desk.person.page.side
    assert side.details_shown and desk.person.page.sheet == "competition"
    assert desk.person.bridge.notes == (desk.line("Guests order before they arrive").note,)
    desk.person.key(Key.Key_E, modifiers=ALT)
    desk.person.write("Two talks")
    desk.person.page.flush()
    pieces = [piece.source for piece in desk.board.evidence.values() if piece.note == desk.person.bridge.notes[0]]
    assert pieces == ["Two talks"]


def test_a_criterion_in_words_is_backed_in_a_box(desk: Desk) -> None:
    def write(dialog: BackingDialog) -> None:
        QTest.keyClicks(dialog.evidence.focusWidget() or dialog.focusWidget(), "Price lists")
        dialog.main.click()

    desk.go("Price for one café", "Us together")
    desk.person.key(Key.Key_5)
    assert desk.line("Price for one café").unproven
    in_dialog(write)
    desk.sheet.go_to(desk.line("Price for one café").key, "")
    desk.person.key(Key.Key_Return)
    (piece,) = [piece for piece in desk.board.evidence.values() if piece.criterion]
    assert piece.source == "Price lists"
    desk.person.do(EditEvidence(piece.id, {"level": "strong"}))
    assert not desk.line("Price for one café").unproven


# heads


def test_competitors_are_added_renamed_moved_and_deleted_with_keys(desk: Desk) -> None:
    person = desk.person
    person.window.binder["competition.add-competitor"].trigger()
    assert desk.sheet.name.hasFocus()
    person.write("Stamps")
    person.key(Key.Key_Return)
    assert desk.names[2:] == ["TillPoints", "Stamps", "Do nothing"] and desk.sheet.name.text() == ""
    person.write("Stamps")
    person.key(Key.Key_Return)
    assert person.said[-1] == "“Stamps” is compared already." and desk.sheet.name.text() == "Stamps"
    desk.go(TILL, "Stamps")
    person.key(Key.Key_Left, modifiers=ALT)
    assert desk.names[2:4] == ["Stamps", "TillPoints"]
    desk.view.go_to(desk.model.lines[0].key, desk.rival("Stamps").id)
    person.key(Key.Key_Up)
    assert desk.view.across.hasFocus() and desk.sheet.status.text().startswith("Stamps, not scored, competitor.")
    person.key(Key.Key_F2)
    person.write("Paper stamps")
    person.key(Key.Key_Return)
    assert desk.names[2] == "Paper stamps" and desk.view.across.hasFocus()
    person.key(Key.Key_Delete)
    assert desk.names[2:] == ["TillPoints", "Do nothing"]
    for _ in range(4):
        person.key(Key.Key_Z, modifiers=CTRL)
    assert desk.names[2:] == ["TillPoints", "Do nothing"] and not person.session.history.undoable


def test_those_always_compared_stay_and_say_so(desk: Desk) -> None:
    desk.view.across.enter(0)
    desk.person.key(Key.Key_F2)
    assert "always compared" in desk.person.said[-1] and not desk.view.across.editing
    desk.person.key(Key.Key_Delete)
    assert desk.names[0] == "Us together" and "always compared" in desk.person.said[-1]


def test_a_head_is_renamed_by_a_double_click_and_esc_keeps_the_old_name(desk: Desk) -> None:
    heads = desk.view.across
    QTest.mouseDClick(heads.viewport(), LEFT, NONE, desk.head("TillPoints"))
    assert heads.editor.hasFocus()
    desk.person.write("Other")
    desk.person.key(Key.Key_Escape)
    assert desk.names[2] == "TillPoints" and heads.hasFocus() and desk.person.page.sheet == "competition"
    QTest.mouseDClick(heads.viewport(), LEFT, NONE, desk.head("TillPoints"))
    desk.person.write(" ")
    desk.person.key(Key.Key_Return)
    assert heads.editing and "needs a name" in desk.person.said[-1], "what is refused stays open"
    desk.person.write("New")
    desk.view.setFocus()
    assert desk.names[2] == "New", "going elsewhere keeps it"


def test_a_head_that_goes_takes_its_editor_along(desk: Desk) -> None:
    desk.view.across.write(2)
    desk.person.do(DeleteCompetitor(desk.rival("TillPoints").id))
    assert not desk.view.across.editing and "is gone" in desk.person.said[-1]


@pytest.fixture
def from_the_right() -> Iterator[None]:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def drag_heads(desk: Desk) -> None:
    desk.person.do(AddCompetitor("Stamps", "stamps"))
    desk.person.do(AddCompetitor("Post", "post"))
    port = desk.view.across.viewport()
    start, end = desk.head("TillPoints"), desk.head("Post")
    QTest.mousePress(port, LEFT, NONE, start)
    for share in (0.4, 0.8, 0.95):
        QTest.mouseMove(port, start + (end - start) * share)
    QTest.mouseRelease(port, LEFT, NONE, start + (end - start) * 0.95)
    assert desk.names[2:5] == ["Stamps", "TillPoints", "Post"]
    QTest.mousePress(port, LEFT, NONE, desk.head("Post"))
    QTest.mouseMove(port, desk.head("Stamps"))
    assert desk.view.across.gap is not None
    desk.person.key(Key.Key_Escape)
    QTest.mouseRelease(port, LEFT, NONE, desk.head("Stamps"))
    assert desk.names[2:5] == ["Stamps", "TillPoints", "Post"] and desk.person.page.sheet == "competition"


def test_a_head_is_dragged_to_its_place(desk: Desk) -> None:
    drag_heads(desk)


@pytest.mark.usefixtures("from_the_right")
def test_in_a_mirrored_window_heads_and_arrows_go_the_other_way(desk: Desk) -> None:
    drag_heads(desk)
    assert desk.head("Us together").x() > desk.head("Do nothing").x()
    desk.go(TILL, "Stamps")
    desk.person.key(Key.Key_Left, modifiers=ALT)
    assert desk.names[2:5] == ["TillPoints", "Stamps", "Post"], "left is onward"
    desk.go(TILL, "Us together")
    desk.person.key(Key.Key_Right)
    assert desk.view.down.hasFocus(), "the criteria stand at the right"
    desk.person.key(Key.Key_Left, Key.Key_Left)
    assert desk.model.rival(desk.view.currentIndex().column()).id == "partner"


def test_a_finger_gets_the_menu_of_a_head(desk: Desk) -> None:
    desk.person.tap(desk.view.across.viewport(), desk.head("TillPoints"))
    menu = desk.view.menu
    assert isinstance(menu, QMenu) and menu.isVisible()
    words = [action.text().partition("\t")[0] for action in menu.actions()]
    assert words[0] == "Rename competitor…" and words[-1] == "Delete competitor"
    menu.actions()[-1].trigger()
    menu.close()
    assert desk.names[2] == "Do nothing" and "and its scores deleted" in desk.person.said[-1]


# criteria


def test_a_criterion_in_words_is_added_reworded_and_taken_out(desk: Desk) -> None:
    def type_words(dialog: CriterionChooser) -> None:
        QTest.keyClicks(dialog.search, "Support at night")
        QTest.keyClick(dialog.search, Key.Key_Return)

    in_dialog(type_words)
    desk.sheet.more.click()
    desk.person.window.activateWindow()
    desk.person.qtbot.waitUntil(desk.view.hasFocus)
    assert desk.words[-1] == "Support at night" and desk.view.currentIndex().row() == len(desk.words) - 1
    desk.person.key(Key.Key_Left)
    assert desk.view.down.hasFocus()
    desk.person.key(Key.Key_Return)
    desk.person.write("Help at night")
    desk.person.key(Key.Key_Return)
    assert desk.words[-1] == "Help at night"
    desk.person.key(Key.Key_Delete)
    assert "Help at night" not in desk.words
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert desk.words[-1] == "Help at night"


def test_a_need_that_is_not_picked_can_be_added_and_a_picked_one_not_taken_out(desk: Desk) -> None:
    board = desk.board
    figures = desk.person.session.fit
    loose = max((n for n in figures.weights if not board.notes[n].picked), key=lambda need: figures.weights[need])
    in_dialog(lambda dialog: QTest.keyClick(dialog.search, Key.Key_Return))
    desk.sheet.more.click()
    desk.person.window.activateWindow()
    desk.person.qtbot.waitUntil(desk.view.hasFocus)
    assert board.criteria[-1].note == loose and desk.line(board.notes[loose].text).added
    desk.view.down.enter(0)
    desk.person.key(Key.Key_Delete)
    assert "unpick it" in desk.person.said[-1] and desk.words[0] == desk.model.lines[0].words
    desk.person.key(Key.Key_F2)
    assert "This criterion is a note" in desk.person.said[-1]
    note = desk.model.lines[0].note
    desk.person.key(Key.Key_Return)
    assert desk.person.page.sheet == "" and desk.person.bridge.notes == (note,)


def test_the_table_follows_notes_that_go_are_parked_or_unpicked(desk: Desk) -> None:
    desk.go(TILL, "TillPoints")
    desk.sheet.choose_score(desk.view.currentIndex())
    row = desk.view.currentIndex().row()
    till = desk.line(TILL).note
    desk.person.do(PickNotes((till,), False))
    assert TILL not in desk.words and not desk.sheet.chooser.isVisible()
    assert desk.view.currentIndex().row() == row, "the keyboard stays beside"
    first, second = desk.model.lines[0].note, desk.model.lines[1].note
    count = len(desk.words)
    desk.person.do(MoveToZone((first,), PARKING))
    desk.person.do(Delete(notes=(second,)))
    assert len(desk.words) == count - 2
    for _ in range(3):
        desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert TILL in desk.words and desk.score(TILL, "TillPoints") == 2


def test_an_empty_comparison_teaches_and_leads_to_the_picks(desk: Desk) -> None:
    board = desk.board
    for criterion in board.criteria:
        desk.person.do(DeleteCriterion(criterion.id))
    desk.person.do(PickNotes(tuple(board.notes), False))
    assert not desk.model.lines and desk.sheet.empty.isVisible()
    assert desk.sheet.advice.text().startswith("Pick 3 to 5 ")
    desk.sheet.pick.click()
    side = desk.person.page.side
    assert side.current == "priorities" and side.isVisible()
    desk.person.do(AddCriterion("Price"))
    assert desk.words == ["Price"] and desk.view.isVisible() and desk.sheet.status.text() == KEYS


# the sentence


def test_a_click_fills_the_difference_and_one_undo_takes_it_back(desk: Desk) -> None:
    bar = desk.sheet.difference
    before = difference(desk.board)
    rival = next(button for button in bar.buttons if button.offer.words == "TillPoints")
    assert "does best of the others" in rival.toolTip()
    desk.person.click(rival)
    assert desk.board.info.alternative == "TillPoints" == bar.alternative.text()
    reason = next(button for button in bar.buttons if button.offer.words == "connector installs in one day")
    assert f"ahead by 2 on “{TILL}”" in reason.toolTip()
    reason.setFocus()
    desk.person.key(Key.Key_Return)
    assert desk.board.info.because.endswith(" and connector installs in one day")
    assert "connector installs in one day" not in [button.offer.words for button in bar.buttons]
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert difference(desk.board) == before and bar.alternative.text() == "paper loyalty cards"


def test_what_is_typed_is_one_undo_unit(desk: Desk) -> None:
    field = desk.sheet.difference.because
    before = desk.board.info.because
    field.setFocus()
    field.selectAll()
    for words in ("it is ", "faster"):
        desk.person.write(words)
        field.flush()
    assert desk.board.info.because == "it is faster"
    desk.person.key(Key.Key_Escape)
    assert desk.view.hasFocus() and desk.person.page.sheet == "competition"
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert desk.board.info.because == before == field.text()


def test_a_statement_made_afterwards_says_it(desk: Desk) -> None:
    field = desk.sheet.difference.alternative
    field.setFocus()
    field.selectAll()
    desk.person.write("stamped paper")
    desk.person.page.flush()
    desk.person.window.binder["statement.new"].trigger()
    texts = [statement.text for statement in desk.board.statements]
    assert any("unlike stamped paper" in text for text in texts), texts


def test_the_action_says_the_difference_where_it_is_empty(person: Person) -> None:
    from canvas_app.domain.commands import EditBoard

    person.do(EditBoard({"alternative": "", "because": ""}))
    person.window.binder["competition.difference"].trigger()
    assert difference(person.board) == (
        "Better than TillPoints because repeat-rate dashboard per shop and connector installs in one day."
    )
    person.key(Key.Key_Z, modifiers=CTRL)
    assert difference(person.board) == ""


# the clipboard


def test_the_table_goes_out_as_tabs_and_html_and_comes_back(desk: Desk) -> None:
    desk.go(TILL, "Us together")
    desk.person.key(Key.Key_C, modifiers=CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    rows = [row.split("\t") for row in mime.text().strip().splitlines()]
    assert rows[0] == ["What matters", *desk.names, "Compared"]
    assert [TILL, "4", "2", "2", "1", "Ahead by 2"] in rows
    assert f"<td>{TILL}</td><td>4</td>" in mime.html()
    before = desk.person.session.version
    scores = [dict(line.scores) for line in desk.model.lines]
    desk.person.key(Key.Key_V, modifiers=CTRL)
    assert [dict(line.scores) for line in desk.model.lines] == scores
    assert desk.person.session.version == before, "the same scores change nothing"


def test_numbers_from_a_spreadsheet_are_one_undo(desk: Desk) -> None:
    desk.view.setCurrentIndex(desk.model.index(1, 1))
    desk.view.setFocus()
    before = [dict(line.scores) for line in desk.model.lines]
    QGuiApplication.clipboard().setText("0\t\t5\n3\t1\t0\n")
    desk.person.key(Key.Key_V, modifiers=CTRL)
    ids = [rival.id for rival in desk.model.rivals]
    now = [dict(line.scores) for line in desk.model.lines]
    assert [now[1][ids[1]], now[1][ids[2]], now[1][ids[3]]] == [0, before[1][ids[2]], 5]
    assert [now[2][ids[1]], now[2][ids[2]], now[2][ids[3]]] == [3, 1, 0]
    assert desk.person.said[-1] == "5 scores pasted."
    desk.person.key(Key.Key_Z, modifiers=CTRL)
    assert [dict(line.scores) for line in desk.model.lines] == before
    QGuiApplication.clipboard().setText("1\t9")
    desk.person.key(Key.Key_V, modifiers=CTRL)
    assert "“9” is no score" in desk.person.said[-1]
    QGuiApplication.clipboard().setText("words only")
    desk.person.key(Key.Key_V, modifiers=CTRL)
    assert "no scores on the clipboard" in desk.person.said[-1]
    assert [dict(line.scores) for line in desk.model.lines] == before


# reading


def test_a_read_only_board_is_shown_and_refuses(qtbot: Any, window: Any, board_path: Any) -> None:
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    desk = Desk(Person(qtbot, window))
    desk.go(TILL, "Us together")
    desk.person.key(Key.Key_1)
    assert desk.score(TILL, "Us together") == 4 and desk.person.said
    desk.person.key(Key.Key_Return)
    assert not desk.sheet.chooser.isVisible() and desk.person.said[-1] == READ_ONLY
    desk.view.across.write(2)
    assert not desk.view.across.editing
    assert not desk.sheet.add.isEnabled() and desk.sheet.difference.because.isReadOnly()
    assert not desk.sheet.difference.buttons


def test_the_sheet_says_what_the_markdown_says(desk: Desk) -> None:
    session = desk.person.session
    table = compare(session.board, session.fit, levels(session.board))
    items = dict(report(session.board, session.fit, ()))["Competition"]
    assert items[0] == difference(session.board)
    for line, item in zip(table.lines, items[1:], strict=True):
        row = desk.model.row_of(line.key)
        scores = [
            f"{rival.name} {desk.model.score(desk.model.index(row, column))}"
            for column, rival in enumerate(desk.model.rivals)
        ]
        spoken = desk.model.spoken(desk.model.index(row, len(desk.model.rivals))).partition(": ")[2]
        assert item == f"{line.words}: {', '.join(scores)}; {spoken}"


def test_f6_leaves_the_sheet_for_the_next_part_and_comes_back(desk: Desk) -> None:
    desk.go(TILL, "Us together")
    desk.person.key(Key.Key_F6)
    assert not desk.sheet.isAncestorOf(QApplication.focusWidget())
    desk.person.key(Key.Key_F6, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert desk.view.hasFocus()


def test_the_table_does_not_jump_when_there_is_something_to_offer(desk: Desk) -> None:
    board = desk.person.board
    ratings = [Rate(row.who, None, row.note, row.criterion) for row in board.ratings.values()]
    for command in (*ratings, EditBoard({"alternative": "", "because": ""})):
        desk.person.bridge.do(command, "test")
    QApplication.processEvents()
    bar = desk.sheet.difference
    assert not bar.buttons
    top = desk.view.mapTo(desk.sheet, QPoint(0, 0)).y()
    for who, score in (("us", 5), ("nothing", 1)):
        desk.person.bridge.do(Rate(who, score, note="pain-integration"), "test")
    QApplication.processEvents()
    assert bar.buttons and desk.view.mapTo(desk.sheet, QPoint(0, 0)).y() == top
