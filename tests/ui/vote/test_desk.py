"""A vote by real events: turns, what is hidden, what can be taken back, what comes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, NewNote
from canvas_app.domain.voting import open_round, tally
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.panels.priority_rows import NoteRow
from tests.ui.fingers import Fingers
from tests.ui.vote.conftest import NAMES, NONE, Voters

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def results(voters: Voters) -> list[tuple[str, int, bool]]:
    """The rows of the panel: note, dots, tied."""
    rows = voters.page.side.panels["priorities"].list.rows.rows
    return [(row.note_id, row.votes.dots, row.votes.tied) for row in rows if isinstance(row, NoteRow) and row.votes]


def test_six_people_vote_one_changes_a_mind_and_the_ranking_follows_and_is_undone(voters: Voters) -> None:
    a, b, c, d, e, f = voters.pains
    before = voters.board.ranked("pains")
    voters.start(*NAMES)
    assert voters.cover.title.text() == "Ana begins"
    voters.vote(e, d, f)
    assert voters.cover.title.text() == "Pass the pen to Ben"
    voters.vote(e, d, c)
    voters.take_pen()
    voters.put(b, e, d)
    voters.right_click(b)  # Chi changes her mind
    voters.put(c)
    assert voters.own == {e: 1, d: 1, c: 1}
    voters.pass_pen()
    voters.vote(e, d)
    voters.vote(e, a)
    assert voters.dots_shown() == {} and tally(voters.board, voters.round) == {}
    voters.vote(f, a)
    assert voters.bar.name.text() == "Everyone has voted" and voters.bar.main.text() == "Reveal"
    voters.press_on(voters.bar.main)
    assert voters.dots_shown() == {e: 5, d: 4, f: 2, c: 2, a: 2}
    assert "has the most votes: 5" in voters.said[-1]
    rows = results(voters)
    assert rows == [(e, 5, False), (d, 4, False), (a, 2, True), (c, 2, True), (f, 2, True), (b, 0, False)]
    panel = voters.page.side.panels["priorities"]
    voters.press_on(panel.sort_bar.apply)
    assert voters.board.ranked("pains") == (e, d, a, c, f, b)
    assert "ranked by votes. Equals kept the order they had." in voters.said[-1]
    voters.press_on(voters.page.message._undo)
    assert voters.board.ranked("pains") == before
    voters.key(KEY.Key_Z, CTRL)
    assert not voters.board.rounds and voters.dots_shown() == {}
    voters.key(KEY.Key_Z, CTRL | SHIFT)
    assert voters.dots_shown()[e] == 5


def test_only_own_dots_are_seen_and_only_while_the_pen_is_held(voters: Voters) -> None:
    a, b, *_ = voters.pains
    voters.start("Ana", "Ben")
    voters.take_pen()
    voters.put(a, b)
    assert voters.dots_shown() == {a: 1, b: 1} and voters.bar.words.text() == "1 of 3 dots left"
    voters.pass_pen()
    assert voters.dots_shown() == {} and voters.bar.words.text() == ""
    voters.take_pen()
    assert voters.dots_shown() == {} and voters.bar.words.text() == "3 of 3 dots left"
    voters.put(b)
    assert voters.dots_shown() == {b: 1}


def seen(voters: Voters, told: Callable[[QWidget], list[object]]) -> tuple[QImage, list[object]]:
    voters.park_pointer()
    voters.window.grab()
    if voters.page.outline is None:
        voters.qtbot.waitUntil(lambda: voters.view.picture.finished)
    return voters.window.grab().toImage(), told(voters.window)


@pytest.mark.parametrize("place", ["canvas", "outline"])
def test_two_votes_that_differ_look_alike_to_the_next_person(
    voters: Voters, place: str, everything_told: Callable[[QWidget], list[object]]
) -> None:
    """What Ben sees on the card, on the board before he begins and in his turn does not depend on what Ana did."""
    looks = []
    for choice in (slice(5, 6), slice(0, 3), slice(3, 5)):  # the first finds nothing made yet
        voters.page.show_outline(place == "outline")
        if voters.page.outline is not None:
            voters.page.outline.setAutoFillBackground(True)  # as the style sheet has it
        voters.start("Ana", "Ben")
        voters.take_pen()
        for note in voters.pains[choice]:
            voters.page.bridge.select([note])
            voters.key(KEY.Key_Period)
        voters.key(KEY.Key_Comma)
        voters.key(KEY.Key_Period)
        assert sum(voters.own.values()) == len(voters.pains[choice])
        voters.pass_pen()
        card = seen(voters, everything_told)
        voters.press_on(voters.cover.later)
        aside = seen(voters, everything_told)
        voters.press_on(voters.bar.main)
        voters.take_pen()
        begun = seen(voters, everything_told)
        voters.key(KEY.Key_Z, CTRL)
        undone = voters.said[-1]
        looks.append((card, aside, begun, undone))
        voters.press_on(voters.bar.discard)
        voters.page.message.hide()
    for n in range(3):
        for one, other in zip(looks[1][n], looks[2][n], strict=True):
            assert one == other
    assert looks[1][3] == looks[2][3] and "A vote is going on" in looks[1][3]


def test_ctrl_z_takes_back_the_last_own_dot_and_nothing_of_others(voters: Voters) -> None:
    a, b, *_ = voters.pains
    undo = voters.window.binder["edit.undo"]
    voters.start("Ana", "Ben")
    voters.vote(a, b)
    assert undo.text() == "Undo"
    voters.take_pen()
    voters.put(b, a)
    assert undo.text() == "Undo put dot"
    voters.key(KEY.Key_Z, CTRL)
    assert voters.own == {b: 1} and voters.dots_shown() == {b: 1}
    voters.key(KEY.Key_Z, CTRL | SHIFT)
    assert voters.own == {b: 1, a: 1}
    for _ in range(4):
        voters.key(KEY.Key_Z, CTRL)
    assert voters.own == {} and len(voters.board.votes) == 2 and voters.round.turn == 1
    assert "A vote is going on" in voters.said[-1]


def test_dots_of_a_turn_wait_for_the_pen_when_the_board_is_opened_anew(voters: Voters, board_path: Path) -> None:
    voters.start("Ana", "Ben")
    voters.take_pen()
    voters.put(*voters.pains[:2])
    voters.window.show_home()
    voters.window.open_board(board_path)
    again = Voters(voters.window, voters.qtbot)
    undo = again.window.binder["edit.undo"]
    assert undo.text() == "Undo"
    again.key(KEY.Key_Z, CTRL)
    assert len(again.own) == 2
    assert again.said[-1].startswith("Ana: take the pen first")


def test_two_fingers_that_tap_the_board_claim_nothing_that_was_not_undone(voters: Voters) -> None:
    voters.window.binder["view.board-mode"].trigger()
    voters.start("Ana", "Ben")
    voters.vote(voters.pains[0])
    voters.press_on(voters.cover.later)
    fingers = Fingers(voters.view.viewport())
    corner = voters.pixel(*(voters.board.frame.x - 30, voters.board.frame.y - 60))
    fingers.tap(f0=corner, f1=corner + voters.pixel(40, 0) - voters.pixel(0, 0))
    assert "A vote is going on" in voters.said[-1] and len(voters.board.votes) == 1


def test_dots_by_keys_on_the_board(voters: Voters) -> None:
    a, b, *_ = voters.pains
    voters.start("Ana", dots=4, most=2)
    QTest.keyClick(voters.cover.start, KEY.Key_Return)
    voters.page.bridge.select([a])
    view = voters.view
    QTest.keyClick(view, KEY.Key_Return)
    QTest.keyClick(view, KEY.Key_Space)
    assert voters.own == {a: 2} and voters.page.view.editor.item is None
    QTest.keyClick(view, KEY.Key_Enter)
    assert "A note takes 2 dots of each person" in voters.said[-1]
    QTest.keyClick(view, KEY.Key_Backspace)
    assert voters.own == {a: 1} and a in voters.board.notes
    QTest.keyClick(view, KEY.Key_3)
    assert voters.board.notes[a].score == 3, "numbers are scores still"
    while voters.page.bridge.notes != (b,):
        QTest.keyClick(view, KEY.Key_Tab)
    voters.key(KEY.Key_Period)
    assert voters.own == {a: 1, b: 1}
    voters.key(KEY.Key_Greater)
    assert voters.round.turn == 1 and voters.page.bridge.notes == ()
    voters.page.bridge.select([a])
    QTest.keyClick(view, KEY.Key_Return)
    assert voters.view.editor.item is not None, "nobody votes, so Enter writes"


def test_tab_walks_the_notes_that_are_voted_on(voters: Voters) -> None:
    voters.start("Ana", "Ben")
    QTest.keyClick(voters.cover.start, KEY.Key_Return)
    walked = []
    for _ in voters.pains:
        QTest.keyClick(voters.view, KEY.Key_Tab)
        walked += voters.page.bridge.notes
    assert sorted(walked) == sorted(voters.pains)


def test_dots_by_keys_in_the_outline(voters: Voters) -> None:
    a, *_ = voters.pains
    voters.page.show_outline(True)
    voters.start("Ana", "Ben")
    QTest.keyClick(voters.cover.start, KEY.Key_Return)
    tree = voters.page.outline.tree
    assert tree.hasFocus() and voters.page.outline is not None
    tree.setCurrentIndex(tree.outline.index_of_note(a))
    QTest.keyClick(tree, KEY.Key_Period)
    assert voters.own == {a: 1}
    assert tree.outline.spoken(tree.outline.node(tree.currentIndex())).endswith("1 of your dots")
    QTest.keyClick(tree, KEY.Key_Greater)
    assert voters.cover.isVisible() and not tree.currentIndex().isValid() and tree.outline.votes == {}


def test_fingers_put_dots_at_once_and_a_long_press_takes_one_back(voters: Voters) -> None:
    a, b, c, *_ = voters.pains
    voters.start("Ana", dots=5)
    voters.take_pen()
    fingers = Fingers(voters.view.viewport())
    fingers.press(f0=voters.middle(a))
    fingers.press(f1=voters.middle(b))
    fingers.press(f2=voters.middle(c))
    fingers.lift("f1")
    fingers.lift("f0", "f2")
    assert voters.own == {a: 1, b: 1, c: 1}
    fingers.press(f0=voters.middle(b))
    voters.qtbot.waitUntil(lambda: b not in voters.own, timeout=2000)
    fingers.lift()
    assert voters.own == {a: 1, c: 1}
    before = voters.view.place_now()
    fingers.drag(voters.middle(a), voters.middle(a) + voters.middle(b) - voters.middle(c))
    assert voters.own == {a: 1, c: 1} and voters.view.place_now() == before
    assert voters.board.notes[a].zone == "pains"


def test_fingers_work_the_bar_and_the_card(voters: Voters) -> None:
    voters.window.binder["view.board-mode"].trigger()
    voters.start("Ana", "Ben")
    card = Fingers(voters.cover)
    card.tap(f0=voters.cover.rect().topLeft() + voters.cover.card.pos() * 0.2)
    assert voters.cover.isVisible(), "a tap beside the card"
    card.tap(f0=voters.cover.card.geometry().center())
    assert not voters.cover.isVisible() and voters.view.tool == "vote"
    Fingers(voters.view.viewport()).tap(f0=voters.middle(voters.pains[0]))
    for button in (voters.bar.back, voters.bar.main, voters.bar.discard):
        assert min(button.width(), button.height()) >= 56
    Fingers(voters.bar.back).tap(f0=voters.bar.back.rect().center())
    assert voters.own == {}
    Fingers(voters.bar.main).tap(f0=voters.bar.main.rect().center())
    assert voters.cover.isVisible() and min(voters.cover.start.height(), voters.cover.later.height()) >= 56


def test_shift_and_a_click_takes_back_and_dragging_moves_the_view_only(voters: Voters) -> None:
    a, b, *_ = voters.pains
    voters.start("Ana", most=2)
    voters.take_pen()
    voters.put(a, a)
    voters.click(voters.middle(a), SHIFT)
    assert voters.own == {a: 1}
    at = voters.board.notes[a]
    voters.drag(voters.middle(a), voters.middle(b))
    assert voters.board.notes[a] == at and voters.own == {a: 1}
    voters.double_click(voters.middle(b))
    assert voters.own == {a: 1, b: 2} and voters.view.editor.item is None


def test_what_is_refused_is_said_and_leaves_no_words_for_the_next(voters: Voters) -> None:
    job = voters.board.in_zone("jobs")[0].id
    voters.start("Ana", "Ben", dots=1)
    voters.take_pen()
    voters.put(job)
    assert voters.said[-1] == "This vote is on Pains only."
    voters.put(voters.pains[0], voters.pains[1])
    assert "No dots left" in voters.said[-1] and voters.page.message.isVisible()
    voters.pass_pen()
    assert not voters.page.message.isVisible()


def test_a_note_that_goes_takes_its_dots_along(voters: Voters) -> None:
    a, *_ = voters.pains
    voters.start("Ana")
    voters.take_pen()
    voters.put(a)
    assert voters.page.bridge.do(Delete((a,))) is not None
    assert voters.bar.words.text() == "3 of 3 dots left" and voters.dots_shown() == {}
    voters.key(KEY.Key_Z, CTRL)
    assert voters.dots_shown() == {a: 1} and voters.bar.words.text() == "2 of 3 dots left"


def test_not_now_leaves_the_board_to_other_work_and_the_vote_waits(voters: Voters) -> None:
    voters.start("Ana", "Ben")
    QTest.keyClick(voters.cover.start, KEY.Key_Escape)
    assert not voters.cover.isVisible() and voters.view.tool == "select" and voters.bar.isVisible()
    voters.put(voters.pains[0])
    assert voters.page.bridge.notes == (voters.pains[0],) and not voters.board.votes
    voters.press_on(voters.page.rail.buttons["vote"])
    assert voters.cover.isVisible()
    voters.take_pen()
    assert voters.page.rail.buttons["vote"].isChecked()
    voters.key(KEY.Key_Escape)
    assert voters.view.tool == "select" and voters.bar.main.text() == "Pass the pen"
    voters.key(KEY.Key_D)
    assert voters.view.tool == "vote" and not voters.cover.isVisible(), "the same person goes on"


def test_a_discarded_vote_can_be_brought_back(voters: Voters) -> None:
    voters.start("Ana", "Ben")
    voters.vote(voters.pains[0])
    voters.take_pen()
    voters.press_on(voters.bar.discard)
    assert not voters.bar.isVisible() and voters.view.tool == "select" and voters.said[-1] == "Vote discarded."
    voters.press_on(voters.page.message._undo)
    assert voters.bar.isVisible() and voters.round.turn == 1 and len(voters.board.votes) == 1


def test_a_vote_goes_on_after_the_board_was_closed(voters: Voters, board_path: Path) -> None:
    voters.start("Ana", "Ben")
    voters.take_pen()
    voters.put(voters.pains[0])
    voters.window.show_home()
    voters.window.open_board(board_path)
    again = Voters(voters.window, voters.qtbot)
    assert again.bar.isVisible() and again.bar.name.text() == "Ana: your turn"
    assert again.dots_shown() == {}, "whoever opens the board need not be Ana"
    again.press_on(again.bar.main)
    again.take_pen()
    assert again.dots_shown() == {again.pains[0]: 1} and again.bar.words.text() == "2 of 3 dots left"


def test_a_board_that_is_read_only_shows_nothing_of_a_vote_that_goes_on(
    voters: Voters, board_path: Path, tmp_path: Path
) -> None:
    voters.start("Ana", "Ben")
    voters.vote(voters.pains[0])
    voters.window.show_home()
    voters.window.show_session(Session.open(board_path, read_only=True))
    again = Voters(voters.window, voters.qtbot)
    assert open_round(again.board) is not None
    assert not again.bar.isVisible() and again.dots_shown() == {}
    assert not voters.window.binder["vote.vote"].isEnabled()


def test_votes_on_the_notes_can_be_switched_off(voters: Voters) -> None:
    voters.start("Ana")
    voters.vote(voters.pains[0])
    voters.press_on(voters.bar.main)
    assert voters.dots_shown()
    voters.window.binder["vote.on-notes"].trigger()
    assert voters.dots_shown() == {}
    voters.window.binder["vote.on-notes"].trigger()
    assert voters.dots_shown()


def test_the_edge_of_a_note_takes_a_dot_too(voters: Voters) -> None:
    """Where links are drawn from else."""
    a, *_ = voters.pains
    voters.start("Ana", most=3)
    voters.take_pen()
    body = voters.view.board_scene.note_items[a].body
    edge = voters.pixel(body.right() - 2, body.center().y())
    voters.move(voters.middle(a))
    voters.move(edge)
    voters.click(edge)
    assert voters.own == {a: 1} and voters.view.linking is None


def test_nothing_of_a_turn_is_presented(voters: Voters) -> None:
    voters.start("Ana")
    voters.take_pen()
    voters.put(voters.pains[0])
    voters.key(KEY.Key_F5)
    assert voters.page.presenter.on and voters.dots_shown() == {} and not voters.bar.isVisible()
    voters.page.presenter.leave()
    assert voters.dots_shown() == {voters.pains[0]: 1} and voters.bar.isVisible()


def test_a_new_note_can_be_voted_on(voters: Voters) -> None:
    voters.start("Ana")
    voters.take_pen()
    assert voters.page.bridge.do(AddNotes((NewNote(id="new", text="new", zone="pains"),))) is not None
    voters.view.bring_into_view(["new"])
    voters.put("new")
    assert voters.dots_shown() == {"new": 1}


def test_the_bar_fits_a_narrow_window(voters: Voters, window: MainWindow) -> None:
    window.resize(800, 800)
    voters.start("Wilhelmina-Charlotte of the House of Long Names", "Ben")
    voters.take_pen()
    voters.qtbot.waitUntil(lambda: voters.bar.geometry().right() < voters.view.width())
    bar = voters.bar
    assert bar.geometry().left() >= 0 and bar.main.text() == "Pass"
    assert bar.main.fontMetrics().horizontalAdvance("Pass") < bar.main.width()
    assert bar.name.toolTip().startswith("Wilhelmina-Charlotte of")


@pytest.mark.parametrize("panel", [True, False])
def test_buttons_of_the_bar_keep_their_words_where_room_is_least(
    voters: Voters, window: MainWindow, panel: bool
) -> None:
    window.resize(800, 600)
    window.page.show_side(panel)
    voters.start("Ana", "Ben")
    voters.take_pen()
    bar = voters.bar
    for room in (420, 320, 260, 220):
        voters.view.setFixedWidth(room + 130)
        bar.place()
        text = bar.main.text()
        assert text and bar.main.width() >= bar.main.sizeHint().width(), room
        assert bar.main.geometry().right() <= bar.width(), room


def test_enter_on_the_bar_passes_the_pen(voters: Voters) -> None:
    voters.start("Ana", "Ben")
    voters.take_pen()
    voters.key(KEY.Key_F6, SHIFT)
    assert voters.window.focusWidget() is not None
    voters.bar.main.setFocus()
    QTest.keyClick(voters.bar.main, KEY.Key_Return, NONE)
    assert voters.round.turn == 1
