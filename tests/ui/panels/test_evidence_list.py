"""Evidence: added with its first word, edited, deleted; links are opened only on request and only those of the web."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.domain.commands import DeleteStatements
from canvas_app.domain.entities import Evidence
from canvas_app.domain.evidence import About, AddEvidence, AddTest, DeleteEvidence, EditEvidence
from canvas_app.domain.patch import insert
from canvas_app.ui.panels.evidence_list import BAD_DAY, BAD_LINK, EvidenceList, Piece, open_link
from canvas_app.ui.panels.statements import StatementsPanel
from tests.ui.panels.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


class Shelf:
    """The list of a note that has no evidence yet."""

    def __init__(self, desk: Desk):
        self.desk = desk
        known = {piece.note for piece in desk.board.evidence.values()} | {test.note for test in desk.board.test_cards}
        self.note = next(note for note in desk.board.notes if note not in known)
        self.about = About("note", self.note)
        self.list = desk.show(lambda bridge, _: EvidenceList(bridge))
        self.list.show_about(self.about)
        desk.qtbot.waitUntil(self.list.isActiveWindow)

    @property
    def rows(self) -> list[Evidence]:
        return [row for row in self.desk.board.evidence.values() if row.note == self.note]

    def add(self) -> Piece:
        QTest.mouseClick(self.list.add, LEFT)
        return next(piece for piece in self.list.pieces.values() if not piece.recorded)


@pytest.fixture
def shelf(desk: Desk) -> Iterator[Shelf]:
    shelf = Shelf(desk)
    yield shelf
    shelf.list.flush()


class Browser(QObject):
    """Stands where the person's browser is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def visit(self, address: QUrl) -> None:
        self.opened.append(address.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    schemes = ("http", "https", "file", "javascript")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, browser, "visit")
    yield browser
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


def test_empty_piece_leaves_no_trace_and_the_first_word_records_it(shelf: Shelf) -> None:
    depth = shelf.desk.session.history.depth
    piece = shelf.add()
    assert piece.source.hasFocus() and not shelf.rows
    assert shelf.list.why.text() == "Assumption: no evidence yet."
    QTest.keyClicks(piece.source, "Interviews")
    shelf.desk.qtbot.waitUntil(lambda: bool(shelf.rows))
    QTest.keyClicks(piece.source, " in May")
    QTest.keyClick(piece.source, Qt.Key.Key_Tab)
    assert [row.source for row in shelf.rows] == ["Interviews in May"]
    assert shelf.desk.session.history.depth == depth + 1
    assert shelf.list.why.text() == "Some evidence by 1 source."
    assert shelf.list.level.accessibleName() == "Some evidence by 1 source."
    assert piece.head.accessibleName() == "Some evidence: Interviews in May"
    shelf.desk.session.undo()
    assert not shelf.rows and not shelf.list.pieces


def test_unused_piece_goes_with_its_note(shelf: Shelf) -> None:
    shelf.add()
    shelf.list.show_about(None)
    assert not shelf.list.pieces and not shelf.rows


def test_all_of_a_piece_is_entered_with_keys(shelf: Shelf) -> None:
    piece = shelf.add()
    QTest.keyClicks(piece.source, "Till data")
    for words in ("Slow!", "2026-05-03"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), words)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert piece.today.hasFocus()
    QTest.keyClick(piece.today, Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "example.com/data")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    (row,) = shelf.rows
    assert (row.source, row.quote, row.date, row.link) == (
        "Till data",
        "Slow!",
        "2026-05-03",
        "https://example.com/data",
    )
    assert piece.link.text() == "https://example.com/data"
    pill = piece.level.entry
    pill.setFocus()
    QTest.keyClick(pill, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shelf.rows[0].level == "strong"
    assert piece.head.accessibleName() == "Strong evidence: Till data. 3 May 2026 · “Slow!”"


@pytest.mark.parametrize(("field", "words", "sentence"), [("date", "3 May", BAD_DAY), ("link", "ftp://x", BAD_LINK)])
def test_what_cannot_be_is_said_and_kept_in_the_field(shelf: Shelf, field: str, words: str, sentence: str) -> None:
    piece = shelf.add()
    line = getattr(piece, field)
    line.setFocus()
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert shelf.desk.said == [sentence]
    assert line.text() == words and line.property("wrong") and not shelf.rows
    QTest.keyClicks(line, "x")
    assert not line.property("wrong")


def test_level_and_deletion_are_each_one_step(shelf: Shelf) -> None:
    piece = shelf.add()
    QTest.mouseClick(piece.level.pills[2], LEFT)
    assert [row.level for row in shelf.rows] == ["strong"]
    QTest.mouseClick(piece.trash, LEFT)
    assert not shelf.rows and shelf.desk.said == ["Evidence deleted."]
    assert shelf.list.add.hasFocus(), "the keyboard stays in the list"
    shelf.desk.session.undo()
    assert [row.level for row in shelf.rows] == ["strong"] and len(shelf.list.pieces) == 1
    (again,) = shelf.list.pieces.values()
    again.head.setFocus()
    QTest.keyClick(again.head, Qt.Key.Key_Delete)
    assert not shelf.rows and shelf.note in shelf.desk.board.notes


def test_a_piece_that_goes_while_it_is_written_says_so(shelf: Shelf) -> None:
    piece = shelf.add()
    QTest.mouseClick(piece.level.pills[1], LEFT)  # "some" is what it is already
    QTest.mouseClick(piece.level.pills[2], LEFT)
    QTest.keyClicks(piece.source, "half a wo")
    shelf.desk.do(DeleteEvidence((shelf.rows[0].id,)))
    assert shelf.desk.said[-1] == "The evidence that you were writing is gone; Undo or Redo brings it back."
    assert not shelf.list.pieces


def test_change_from_elsewhere_comes_in(shelf: Shelf) -> None:
    command = AddEvidence(shelf.about, {"source": "A"})
    shelf.desk.do(command)
    piece = shelf.list.pieces[command.id]
    QTest.mouseClick(piece.head, LEFT)
    assert piece.opened
    shelf.desk.do(EditEvidence(command.id, {"source": "B", "level": "strong"}))
    assert piece.source.text() == "B" and piece.level.value == "strong"
    shelf.desk.do(AddTest({"note": shelf.note, "result": "failed", "date": "2026-05-03"}))
    assert shelf.list.why.text() == ("Strong evidence by 1 source, lowered to some by the failed test of 3 May 2026.")
    QTest.keyClick(piece.head, Qt.Key.Key_Space)
    assert not piece.opened


def test_links_are_opened_on_request_only(shelf: Shelf, browser: Browser) -> None:
    command = AddEvidence(shelf.about, {"source": "A", "link": "https://example.com/a"})
    shelf.desk.do(command)
    piece = shelf.list.pieces[command.id]
    QTest.mouseClick(piece.head, LEFT)
    assert browser.opened == []
    QTest.mouseClick(piece.visit, LEFT)
    assert browser.opened == ["https://example.com/a"]


def test_nothing_but_the_web_is_opened(desk: Desk, browser: Browser) -> None:
    for link in ("file:///etc/passwd", "javascript:alert(1)"):
        open_link(desk.bridge, link)
    assert browser.opened == [] and len(desk.said) == 2
    assert desk.said[0] == f"{BAD_LINK} “file:///etc/passwd” was not opened."


def test_a_day_that_is_none_in_a_file_is_shown_as_it_is(shelf: Shelf) -> None:
    row = Evidence(id="odd", note=shelf.note, date="last spring", source="Ann")
    shelf.desk.board.apply(shelf.desk.board.check([insert(row)]))
    shelf.list.refresh()
    assert shelf.list.pieces["odd"].head.accessibleName() == "Some evidence: Ann. last spring"


def test_statements_hold_evidence_too(desk: Desk) -> None:
    panel: Any = desk.show(StatementsPanel)
    desk.qtbot.waitUntil(panel.isActiveWindow)
    statement = desk.board.statements[-1]
    card = panel.built(statement.id)
    panel.area.ensureWidgetVisible(card)
    QTest.mouseClick(card.evidence.button, LEFT)
    QTest.mouseClick(card.evidence.list.add, LEFT)
    QTest.keyClicks(QApplication.focusWidget(), "Sales talks")
    panel.flush()
    rows = [row.source for row in desk.board.evidence.values() if row.statement == statement.id]
    assert "Sales talks" in rows
    desk.do(DeleteStatements((statement.id,)))
    assert not any(row.statement == statement.id for row in desk.board.evidence.values())
