"""Somebody who sees the app for the first time does what the guide says: an empty board becomes a statement in a PDF.

Nothing is used but what the guide shows: its rows, its tools and what they open, all by clicks, drags and keys.
"""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.panels.guide import GuidePanel
from canvas_app.ui.panels.priority_rows import NoteRow
from tests.export.readers import by_pdfium, plain
from tests.ui.conftest import Hands
from tests.ui.test_no_mouse import Keyboard, home  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
ABOUT = ("Till resellers", "till resellers", "café owners", "More repeat visits")
NOTES = {
    3: ("Bring regulars back", "Serve the peak", "Know which offers work"),
    4: ("Till set-up takes weeks", "Paper cards get lost", "Discounts eat margin"),
    5: ("See every guest's last visit", "Guests order ahead", "One monthly bill"),
    7: ("Loyalty app",),
    8: ("Done in a day", "Card in the phone", "Lowest margin is kept"),
    9: ("Visits on one screen", "Order from the app", "One bill for all"),
}
JARGON = " We leverage synergies."


class FirstTime:
    """Somebody with a mouse and a keyboard who reads the guide."""

    def __init__(self, keys: Keyboard, qtbot: QtBot):
        self.keys, self.qtbot = keys, qtbot
        self.window: MainWindow = keys.window

    @property
    def page(self) -> Any:
        return self.window.page

    @property
    def guide(self) -> GuidePanel:
        panel = self.page.side.panels["guide"]
        assert isinstance(panel, GuidePanel)
        return panel

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def click(self, widget: QWidget) -> None:
        self.settle()
        if self.guide.isAncestorOf(widget):
            self.guide.area.ensureWidgetVisible(widget)
        self.settle()
        assert widget.isVisible() and widget.isEnabled(), widget
        if self.page is not None:
            QApplication.sendEvent(self.page.view.viewport(), QEvent(QEvent.Type.Leave))  # as a mouse on its way does
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center())
        self.settle()

    def look(self) -> None:
        if self.page.side.current != "guide":
            self.click(self.page.side.tabs["guide"])
        self.settle()

    def state(self, n: int) -> str:
        self.look()
        view = self.guide.view_of(n)
        assert view is not None
        return view.state

    def open(self, n: int) -> None:
        """Goes back to the guide where something else is shown, and opens a step."""
        self.look()
        if self.guide.opened != n or not self.guide._focused:
            self.click(self.guide.rows[n])
        assert self.guide.opened == n and self.guide.card.isVisible()

    def tool(self, words: str) -> QWidget:
        return next(tool for tool in self.guide.card.tools if tool.text().startswith(words))

    def use(self, n: int, words: str) -> None:
        self.open(n)
        self.click(self.tool(words))

    def write_notes(self, n: int) -> None:
        def fill_in() -> None:
            self.keys.write("\n".join(NOTES[n]))
            self.keys.press(KEY.Key_Return, modifiers=CTRL)

        self.open(n)
        self.keys.in_dialog(fill_in)
        self.click(self.tool("Add many"))
        zone = self.page.session.board.canvas.zone(self.guide.view_of(n).step.zones[0])
        assert {note.text for note in self.page.session.board.in_zone(zone.id)} == set(NOTES[n])

    def named(self, words: str) -> str:
        return self.keys.named(words)

    def score(self, n: int) -> None:
        """On each note's row, the dots: 5 for the first, then one less."""
        self.use(n, "Priorities")
        rows = self.page.side.panels["priorities"].list
        for score, words in zip((5, 4, 3), NOTES[n], strict=True):
            index = rows.rows.index_of(f"note:{self.named(words)}")
            rows.scrollTo(index)
            row, rect = rows.rows.row(index), rows.visualRect(index)
            assert isinstance(row, NoteRow)
            box = rows.itemDelegate().dots_box(row, rect)
            at = QPoint(round(box.x() + 12 * score - 6), round(box.center().y()))
            QTest.mouseClick(rows.viewport(), LEFT, NONE, at)
        self.settle()

    def link(self, n: int, pairs: dict[str, str]) -> None:
        """Clicks a note, the link tool that the step offers, and the note at the other end, as the tool says."""
        self.open(n)
        hands = Hands(self.page.view)
        for source, target in pairs.items():
            hands.click(hands.middle(self.named(source)))
            self.click(self.tool("Link"))
            hands.click(hands.middle(self.named(target)))
            self.settle()

    def compare(self, n: int) -> None:
        """Scores the first two columns of the table by keys: 4 for us, 1 for the other; then says the difference."""
        self.use(n, "Competition")
        sheet = self.page.sheets.sheets["competition"]
        table = sheet.view
        self.settle()
        first = table.visualRect(table.model().index(0, 0)).center()
        QTest.mouseClick(table.viewport(), LEFT, NONE, first)
        for _ in range(table.model().rowCount()):
            self.keys.press("4", KEY.Key_Right, "1", KEY.Key_Left, KEY.Key_Down)
        for field, words in (
            (sheet.difference.alternative, "paper cards"),
            (sheet.difference.because, "it takes a day"),
        ):
            self.click(field)
            self.keys.write(words)
            self.keys.press(KEY.Key_Return)
        self.settle()

    def test(self, n: int, words: str) -> None:
        """A test of a note, with its result."""
        self.open(n)
        self.click(self.guide.card.next)  # back on the board, where the note is
        hands = Hands(self.page.view)
        hands.click(hands.middle(self.named(words)))
        self.use(n, "New test")
        sheet = self.page.sheets.sheets["tests"]
        (card,) = sheet.cards.values()
        self.keys.write("Shops sign up when it takes a day")
        self.click(next(pill for pill in card.result.pills if pill.text() == "Passed"))

    def pick_suggested(self, n: int) -> None:
        self.open(n)
        while lines := [line for line in self.guide.card.lacks if line.isVisible() and line.pick.isVisible()]:
            self.click(lines[0].pick)


@pytest.fixture
def somebody(home: Keyboard, qtbot: QtBot) -> FirstTime:  # noqa: F811
    def name_it() -> None:
        home.write("Loyalty")
        home.press(KEY.Key_Return)

    home.in_dialog(name_it)
    home.press(KEY.Key_Return)
    assert home.window.page is not None
    qtbot.waitUntil(lambda: "guide" in home.window.page.side.panels)
    return FirstTime(home, qtbot)


def test_the_guide_alone_leads_to_a_statement_and_its_pdf(somebody: FirstTime, tmp_path: Path) -> None:
    one = somebody
    one.settle()
    assert one.guide.opened == 1 and one.guide.card.isVisible(), "the first step is open"

    def fill_in() -> None:
        for words in ABOUT:
            one.keys.press(KEY.Key_Tab)
            one.keys.write(words)
        one.keys.press(KEY.Key_Return)

    one.keys.in_dialog(fill_in)
    one.click(one.tool("Title, partner"))
    assert (one.state(1), one.state(2)) == ("done", "done")

    one.write_notes(3)
    one.score(3)
    for n in (4, 5):
        one.write_notes(n)
        one.link(n, dict.fromkeys(NOTES[n], NOTES[3][0]))
        one.score(n)
    assert [one.state(n) for n in (3, 4, 5)] == ["done"] * 3
    one.pick_suggested(6)
    assert one.state(6) == "done"
    one.write_notes(7)
    for n, needs in ((8, NOTES[4]), (9, NOTES[5])):
        one.write_notes(n)
        one.link(n, dict(zip(NOTES[n], needs, strict=True)))
    one.pick_suggested(10)
    assert [one.state(n) for n in (7, 8, 9, 10, 11, 13, 14)] == ["done"] * 7

    one.compare(12)
    assert one.state(12) == "done", one.guide.view_of(12).why
    one.test(15, NOTES[8][0])
    assert one.state(15) == "done", one.guide.view_of(15).why

    one.use(16, "New statement")  # made of the picks; the caret is in it
    one.keys.press(KEY.Key_End, modifiers=CTRL)
    one.keys.write(JARGON)
    one.keys.press(KEY.Key_Escape)
    one.settle()
    card = next(iter(one.page.side.panels["statements"].cards.values()))
    one.click(card.final)
    assert one.state(16) == "partly"
    one.open(16)
    assert "plain-language check points out" in one.guide.card.lacks[0].words.text()
    one.click(one.page.side.tabs["statements"])
    one.click(card.text.viewport())
    one.keys.press(KEY.Key_End, modifiers=CTRL)
    one.keys.press(*[KEY.Key_Backspace] * len(JARGON))
    one.keys.press(KEY.Key_Escape)
    one.open(16)
    statement = one.page.session.board.statements[0]
    assert statement.final and "loyalty app" in statement.text and "done in a day" in statement.text
    assert one.state(16) == "done", (statement.text, one.guide.view_of(16).why)
    assert one.guide.progress.words == "16 of 16 done"

    def export_it() -> None:
        box = QApplication.activeModalWidget()
        one.keys.press(KEY.Key_Return)
        one.qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)

    one.keys.in_dialog(export_it)
    one.click(one.tool("Export PDF"))
    printed = one.page.session.path.with_suffix(".pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    assert plain(statement.text) in " ".join(plain(page) for page in by_pdfium(printed.read_bytes()))
