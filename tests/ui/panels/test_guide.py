"""The guide in the window: states as they change, notes one click away, zones in play, and a guide of one's own."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.guide import copy_for_segment
from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, Delete, EditBoard, NewNote, PickNotes
from canvas_app.domain.decide_voting import StartRound
from canvas_app.domain.fit import fit
from canvas_app.domain.steps import step_views
from canvas_app.ui.dialogs.board_details import DetailsDialog
from canvas_app.ui.dialogs.other_segment import OtherSegmentDialog
from canvas_app.ui.dialogs.step_words import StepWords
from canvas_app.ui.panels.guide import GuidePanel
from canvas_app.ui.theme import colour

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


class Guide:
    """The guide of a window, worked with real events."""

    def __init__(self, window: Any, qtbot: QtBot):
        self.window, self.qtbot = window, qtbot
        qtbot.waitUntil(lambda: "guide" in window.page.side.panels)
        self.panel: GuidePanel = window.page.side.panels["guide"]
        qtbot.waitUntil(self.panel.isVisible)
        if self.panel.opened is not None:
            self.panel.open_step(None)

    @property
    def page(self) -> Any:
        return self.window.page

    @property
    def in_play(self) -> tuple[str, ...]:
        return self.page.view.board_scene.zones.in_play

    @property
    def card(self) -> Any:
        return self.panel.card

    def click(self, widget: QWidget) -> None:
        self.panel.area.ensureWidgetVisible(widget)
        QApplication.processEvents()
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        self.settle()

    def do(self, command: Any) -> None:
        assert self.page.bridge.do(command) is not None
        self.settle()

    def settle(self) -> None:
        for _ in range(3):  # the change, the look at it, the layout
            QApplication.processEvents()

    def state(self, n: int) -> str:
        return self.panel.rows[n].view.state

    def missing(self) -> list[str]:
        return [line.words.text() for line in self.card.lacks if line.isVisible()]

    def order(self) -> list[int]:
        rows = sorted(self.panel.rows.values(), key=lambda row: row.y())
        return [row.view.n for row in rows]


@pytest.fixture
def guide(window: Any, qtbot: QtBot) -> Guide:
    return Guide(window, qtbot)


def test_every_step_has_a_row_with_a_mark_a_word_and_a_sentence(guide: Guide) -> None:
    assert guide.order() == list(range(1, 17))
    assert guide.panel.progress.words == "13 of 16 done"
    assert guide.panel.rows[6].accessibleName() == "Step 6, Pick the top pains and gains, partly, 1 missing"
    done, partly = (guide.panel.rows[n].grab().toImage() for n in (5, 6))
    ratio = done.devicePixelRatio()
    inside = QPoint(round(20 * ratio), round(22 * ratio))
    assert done.pixelColor(inside) == colour("ok"), "a full ring"
    assert partly.pixelColor(inside) != partly.pixelColor(inside + QPoint(round(10 * ratio), 0)), "half a ring"


def test_a_click_opens_the_card_and_shows_the_zones(guide: Guide) -> None:
    guide.click(guide.panel.rows[6])
    card = guide.card
    assert card.isVisible() and guide.panel.rows[6].isChecked()
    assert card.todo.text().startswith("Pick the 3 to 5 pains") and card.question.text().endswith("?")
    assert (
        card.example.text().startswith("Example: ") and "About 10 minutes. Done when: 3 to 5 pains" in card.means.text()
    )
    assert guide.in_play == ("pains", "gains", "jobs")
    view = guide.page.view
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    zones = view.board_scene.zones
    union = QRectF()
    for zone in guide.in_play:
        union = union.united(zones._paths[zone].boundingRect())
    assert seen.contains(union) and seen.width() < 2 * union.width()
    guide.click(guide.panel.rows[6])
    assert card.isHidden() and guide.in_play == ()


def test_other_zones_lie_under_a_veil_and_stay_free(guide: Guide) -> None:
    guide.page.view.fit_board()
    view = guide.page.view

    def shade(note: str) -> int:
        box = view.board_scene.note_items[note].box
        at = view.mapFromScene(box.left() + 60, box.top() + box.height() * 0.66)
        view.picture.finished  # noqa: B018
        return view.viewport().grab().toImage().pixelColor(at).lightness()

    bright = shade("product-app"), shade("job-peak")
    guide.panel.open_step(3)
    view.fit_board()
    guide.qtbot.waitUntil(lambda: shade("product-app") != bright[0])
    assert shade("job-peak") == bright[1]
    guide.do(AddNotes((NewNote(text="Free", zone="products", id="free"),)))
    assert guide.page.session.board.notes["free"].zone == "products"
    QTest.keyClick(guide.window, KEY.Key_2, ALT)
    assert guide.in_play == (), "another panel, no veil"
    QTest.keyClick(guide.window, KEY.Key_G, ALT)
    assert guide.in_play == ("jobs",)


def test_a_missing_note_is_one_click_away(guide: Guide) -> None:
    guide.click(guide.panel.rows[9])
    assert guide.missing() == ["1 gain creator is linked to no gain:"]
    (chip,) = guide.card.lacks[0].chips.buttons
    guide.click(chip)
    assert guide.page.bridge.notes == ("creator-badge",)


def test_states_follow_every_change_at_once_and_undo(guide: Guide) -> None:
    guide.click(guide.panel.rows[9])
    guide.do(AddLink("creator-badge", "gain-bill", 1))
    assert guide.state(9) == "done" and guide.state(13) == "done"
    assert guide.card.done.isVisible() and guide.missing() == []
    assert guide.panel.progress.words == "15 of 16 done"
    guide.key(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert guide.state(9) == "partly" and guide.panel.progress.words == "13 of 16 done"


def test_suggestions_are_picked_with_one_click(guide: Guide) -> None:
    guide.do(PickNotes(("pain-integration", "pain-cards"), False))
    guide.click(guide.panel.rows[6])
    assert guide.missing()[0] == "2 pains are picked; pick 3 to 5, best first:"
    line = guide.card.lacks[0]
    assert [chip.chip.note for chip in line.chips.buttons] == [
        "pain-integration"
    ] and line.pick.text() == "Pick this one"
    guide.click(line.pick)
    assert guide.page.session.board.notes["pain-integration"].picked


def test_tools_of_a_step_do_their_work_in_its_zone(guide: Guide) -> None:
    guide.click(guide.panel.rows[3])
    tool = guide.card.tools[0]
    assert tool.text() == "New note"
    guide.click(tool)
    editor = guide.page.view.editor
    assert editor.item is not None and editor.item.note.zone == "jobs"
    QTest.keyClicks(editor, "Close on time")
    guide.key(KEY.Key_Escape)
    assert any(note.text == "Close on time" and note.zone == "jobs" for note in guide.page.session.board.notes.values())
    assert guide.state(3) == "partly" and guide.missing() == ["1 customer job is neither ranked nor scored:"]


def test_all_by_keys(guide: Guide) -> None:
    QTest.keyClick(guide.window, KEY.Key_G, ALT)
    rows = guide.panel.rows
    assert rows[6].hasFocus(), "the step that was open"
    guide.key(KEY.Key_Home)
    assert rows[1].hasFocus()
    for _ in range(5):
        guide.key(KEY.Key_Down)
    assert rows[6].hasFocus()
    guide.key(KEY.Key_Return)
    assert guide.card.isVisible() and rows[6].isChecked() and rows[6].hasFocus()
    guide.key(KEY.Key_Tab)
    assert QApplication.focusWidget() in guide.card.lacks[0].chips.buttons
    guide.key(KEY.Key_Return)
    assert guide.page.bridge.notes == ("pain-margin",)
    rows[6].setFocus()
    guide.key(KEY.Key_Up, ALT)
    assert guide.order()[4:6] == [6, 5] and rows[6].hasFocus()
    guide.key(KEY.Key_Escape)
    assert guide.card.isHidden() and guide.in_play == ()
    guide.key(KEY.Key_End)
    assert rows[16].hasFocus()


def test_skip_hide_and_bring_back(guide: Guide) -> None:
    guide.click(guide.panel.rows[9])
    guide.click(guide.card.skip)
    assert guide.state(9) == "skipped" and guide.panel.progress.words == "13 of 16 done, 1 skipped"
    assert guide.card.skip.text() == "Take up again" and guide.missing() == []
    guide.click(guide.card.skip)
    assert guide.state(9) == "partly"
    guide.click(guide.card.hide_it)
    assert 9 not in guide.panel.rows and guide.panel.progress.words == "13 of 15 done" and guide.in_play == ()
    guide.click(guide.panel.hidden)
    assert guide.order()[8] == 9 and "hidden" in guide.panel.rows[9].accessibleName()
    guide.click(guide.panel.rows[9])
    guide.click(guide.card.hide_it)
    assert guide.panel.progress.words == "13 of 16 done" and guide.panel.hidden.isHidden()


def test_words_of_ones_own_and_the_original_guide(guide: Guide, qtbot: QtBot) -> None:
    view = guide.panel.view_of(4)
    assert view is not None
    dialog = StepWords(None, view)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.title.selectAll()
    QTest.keyClicks(dialog.title, "Moans")
    dialog.minutes.setValue(5)
    assert dialog.answer() == {"title": "Moans", "minutes": 5.0}
    dialog.title.clear()
    assert not dialog.main.isEnabled() and dialog.reason.text() == "A step needs a title."
    from canvas_app.domain.decide_steps import MoveStep, RewordStep

    guide.do(RewordStep(4, title="Moans"))
    guide.do(MoveStep(4, 0))
    assert guide.order()[0] == 4 and guide.panel.rows[4].text() == "Moans"
    guide.click(guide.panel.rows[4])
    guide.click(guide.card.reset)
    assert guide.panel.rows[4].text() == "List and rank the pains" and guide.order()[0] == 4
    guide.click(guide.panel.original)
    assert guide.order() == list(range(1, 17)) and guide.panel.original.isHidden()


def test_the_next_step_is_the_next_one_that_is_not_done(guide: Guide) -> None:
    guide.click(guide.panel.rows[1])
    assert guide.card.next.text() == "Next: 6 Pick the top pains and gains"
    guide.click(guide.card.next)
    assert guide.panel.opened == 6 and guide.panel.rows[6].hasFocus()


def test_a_board_without_steps_says_so(guide: Guide) -> None:
    from canvas_app.domain.commands import ReplaceCanvas

    data = guide.page.session.board.canvas.as_data() | {"step": [], "version": 99}
    guide.do(ReplaceCanvas(data))
    assert guide.panel.rows == {} and guide.panel.empty.isVisible() and "has no guide" in guide.panel.empty.text()


def test_a_read_only_board_can_be_read(qtbot: QtBot, board_path: Path, window: Any) -> None:
    window.show_session(Session.open(board_path, read_only=True))
    guide = Guide(window, qtbot)
    guide.click(guide.panel.rows[6])
    assert not guide.card.skip.isEnabled() and guide.card.lacks[0].chips.buttons
    guide.panel._move(6, -1)
    assert guide.order() == list(range(1, 17))


def test_targets_take_a_finger(guide: Guide) -> None:
    guide.click(guide.panel.rows[6])
    card = guide.card
    parts = (*guide.panel.rows.values(), *card.tools, card.next, card.skip, card.up)
    small = [(part.text(), part.height()) for part in parts if part.height() < 44]
    assert small == []


def test_a_tool_has_room_for_the_words_it_changes_to(guide: Guide) -> None:
    guide.click(guide.panel.rows[4])
    action = guide.window.binder["vote.vote"]
    vote = next(tool for tool in guide.card.tools if tool.defaultAction() is action)
    guide.do(StartRound(zones=("pains",), people=3, dots=3))
    guide.qtbot.waitUntil(lambda: vote.text() == "Go on with the vote" and vote.width() >= vote.sizeHint().width())


# another segment


def test_another_segment_is_pointed_out_and_gets_a_board(guide: Guide, tmp_path: Path) -> None:
    guide.do(AddNotes((NewNote(text="Hotel owners need group bookings", zone="pains", id="hotel"),)))
    guide.click(guide.panel.rows[1])
    assert guide.state(1) == "done"
    assert guide.missing() == ["The notes name another segment, “Hotel owners”; one board is about one segment."]
    board = guide.page.session.board
    copy_for_segment(board, "hotel owners", "For hotels", tmp_path / "hotels.valueboard").close()
    session = Session.open(tmp_path / "hotels.valueboard")
    copy: Board = session.board
    assert (copy.info.segment, copy.info.title, copy.info.customer) == ("hotel owners", "For hotels", "café owners")
    assert copy.info.id != board.info.id and copy.info.alternative == ""
    assert copy.notes.keys() == board.notes.keys() and copy.links.keys() == board.links.keys()
    assert not (copy.evidence or copy.votes or copy.test_cards or copy.ratings or copy.decisions)
    assert len(copy.statements) == 3 and not any(statement.final for statement in copy.statements)
    assert next(view.state for view in step_views(copy, fit(copy)) if view.n == 15) == "open"
    session.close()


def test_the_box_for_another_segment(guide: Guide, qtbot: QtBot) -> None:
    dialog = OtherSegmentDialog(None, guide.page.session.board.info)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.main.isEnabled()
    QTest.keyClicks(dialog.segment, "Regional POS Resellers ")
    assert not dialog.main.isEnabled() and "about that segment" in dialog.reason.text()
    dialog.segment.clear()
    QTest.keyClicks(dialog.segment, " hotels ")
    assert dialog.main.isEnabled() and dialog.answer() == "hotels"


# what the board says of itself


def test_the_details_of_a_board_ask_what_its_canvas_asks(guide: Guide, qtbot: QtBot) -> None:
    board = guide.page.session.board
    dialog = DetailsDialog(None, board.info, board.canvas.fields)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.answer() == {}
    dialog.fields["customer"].clear()
    QTest.keyClicks(dialog.fields["customer"], "bakers")
    dialog.answers["objective"].setFocus()
    QTest.keyClick(dialog.answers["objective"], KEY.Key_Down)
    dialog.answers["tier"].clear()  # type: ignore[union-attr]
    values = dialog.answer()
    assert (
        values["customer"] == "bakers" and values["fields"]["objective"] == "market" and "tier" not in values["fields"]
    )
    guide.do(EditBoard(values))
    assert board.info.fields["partner-type"] == "reseller" and guide.state(2) == "done"
    guide.do(Delete(("job-offers",)))
    guide.do(EditBoard({"customer": ""}))
    assert (guide.state(2), guide.state(3)) == ("partly", "partly")


def test_the_first_card_that_is_opened_comes_into_sight(guide: Guide) -> None:
    guide.window.resize(1366, 748)
    guide.settle()
    guide.click(guide.panel.rows[11])
    card = guide.card.geometry().translated(guide.card.parentWidget().pos())
    height = guide.panel.area.viewport().height()
    assert card.bottom() < height or (
        guide.panel.rows[11].visibleRegion().boundingRect().isValid()
        and (guide.panel.rows[11].mapTo(guide.panel.area.viewport(), QPoint()).y() <= 8)
    )
