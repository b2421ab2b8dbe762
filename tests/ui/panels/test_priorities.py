"""Ranking, scoring and picking in the list, in step with the board."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from canvas_app.actions import all_actions
from canvas_app.actions.context import Context
from canvas_app.domain.commands import (
    AddNotes,
    Delete,
    EditNote,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
    UnrankNotes,
)
from canvas_app.ui.panels.priorities import PrioritiesPanel
from canvas_app.ui.panels.priority_rows import HintRow, NoteRow, PriorityDelegate, ZoneRow
from tests.ui.panels.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    def __init__(self, desk: Desk):
        self.desk = desk
        self.panel = desk.show(PrioritiesPanel)
        self.list = self.panel.list

    def rect(self, note_id: str) -> QRect:
        index = self.list.rows.index_of_note(note_id)
        self.list.scrollTo(index)
        return self.list.visualRect(index)

    def row(self, note_id: str) -> NoteRow:
        return self.list.rows.row(self.list.rows.index_of_note(note_id))

    def middle(self, note_id: str) -> QPoint:
        return QPoint(120, self.rect(note_id).center().y())

    def star(self, note_id: str) -> QPoint:
        return PriorityDelegate.star_box(self.rect(note_id)).center().toPoint()

    def dot(self, note_id: str, score: int) -> QPoint:
        box = self.list.itemDelegate().dots_box(self.row(note_id), self.rect(note_id))
        return QPoint(round(box.x() + 12 * score - 6), round(box.center().y()))

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self.list.viewport(), LEFT, NONE, at)

    def press_and_move(self, note_id: str, to: QPoint) -> None:
        start = self.middle(note_id)
        QTest.mousePress(self.list.viewport(), LEFT, NONE, start)
        for share in (0.3, 0.6, 1.0):
            QTest.mouseMove(self.list.viewport(), start + (to - start) * share)

    def drag(self, note_id: str, to: QPoint) -> None:
        self.press_and_move(note_id, to)
        QTest.mouseRelease(self.list.viewport(), LEFT, NONE, to)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.list, key, modifiers)

    def heading(self, zone: str) -> ZoneRow:
        return self.list.rows.row(self.list.rows.index_of(f"zone:{zone}"))

    def order(self, zone: str) -> list[str]:
        return [row.note_id for row in self.list.rows.rows if isinstance(row, NoteRow) and row.note.zone == zone]


@pytest.fixture
def hands(desk: Desk) -> Iterator[Hands]:
    yield Hands(desk)


def ranked(hands: Hands, zone: str) -> list[str]:
    return list(hands.desk.board.ranked(zone))


def test_zones_stand_in_canvas_order_and_notes_by_rank(hands: Hands) -> None:
    board = hands.desk.board
    zones = [row.key for row in hands.list.rows.rows if isinstance(row, ZoneRow)]
    assert zones == [f"zone:{zone.id}" for zone in board.canvas.zones]
    for zone in board.canvas.zones:
        assert hands.order(zone.id) == [note.id for note in board.in_zone(zone.id)]
        assert [hands.row(note).rank for note in hands.order(zone.id)] == [board.rank(n) for n in hands.order(zone.id)]


def test_drag_up_ranks(hands: Hands) -> None:
    first, second, third = ranked(hands, "creators")[:3]
    hands.drag(third, QPoint(120, hands.rect(first).top() + 4))
    assert ranked(hands, "creators")[:3] == [third, first, second]
    assert hands.order("creators")[:3] == [third, first, second]
    assert hands.row(third).rank == 1


def test_drag_down_ranks(hands: Hands) -> None:
    first, second, third = ranked(hands, "creators")[:3]
    hands.drag(first, QPoint(120, hands.rect(second).bottom() - 4))
    assert ranked(hands, "creators")[:3] == [second, first, third]


def test_drag_stays_in_its_zone(hands: Hands) -> None:
    notes = ranked(hands, "creators")
    before = hands.order("creators")
    hands.drag(notes[1], QPoint(120, 2))
    assert ranked(hands, "creators") == [notes[1], notes[0], *notes[2:]]
    assert sorted(hands.order("creators")) == sorted(before)


def test_drag_back_to_its_place_and_escape_change_nothing(hands: Hands) -> None:
    depth = hands.desk.session.history.depth
    first, second = ranked(hands, "creators")[:2]
    hands.drag(first, hands.middle(first) + QPoint(40, 3))
    hands.press_and_move(second, hands.middle(first))
    assert hands.list.dragging == second
    hands.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(hands.list.viewport(), LEFT, NONE, hands.middle(first))
    assert hands.list.dragging is None
    assert hands.desk.session.history.depth == depth


def test_a_change_of_the_list_cancels_the_drag(hands: Hands) -> None:
    first, second, third = ranked(hands, "creators")[:3]
    hands.press_and_move(third, hands.middle(first))
    hands.desk.do(Delete((second,)))
    assert hands.list.dragging is None
    assert "cancelled" in hands.desk.said[-1]


def test_an_unranked_note_is_ranked_by_its_badge(hands: Hands) -> None:
    note = next(note for note in hands.desk.board.in_zone("creators") if note.rank_key is None)
    hands.click(QPoint(27, hands.rect(note.id).center().y()))
    assert ranked(hands, "creators")[-1] == note.id


def test_dots_score_and_clear(hands: Hands) -> None:
    note = ranked(hands, "creators")[1]
    hands.click(hands.dot(note, 2))
    assert hands.desk.board.notes[note].score == 2
    assert hands.row(note).note.score == 2
    hands.click(hands.dot(note, 2))
    assert hands.desk.board.notes[note].score is None


def test_star_picks_and_the_counter_follows(hands: Hands) -> None:
    picked = [note.id for note in hands.desk.board.in_zone("creators") if note.picked]
    assert (hands.heading("creators").counter, hands.heading("creators").in_range) == ("2 of 2–3", True)
    hands.click(hands.star(picked[0]))
    assert not hands.desk.board.notes[picked[0]].picked
    assert (hands.heading("creators").counter, hands.heading("creators").in_range) == ("1 of 2–3", False)
    hands.click(hands.star(picked[0]))
    assert hands.heading("creators").counter == "2 of 2–3"


def test_no_counter_and_no_star_where_the_kind_has_no_short_list(hands: Hands) -> None:
    assert hands.heading("products").counter == ""
    assert not hands.row(ranked(hands, "products")[0]).pickable


def test_keys_walk_score_pick_and_show(hands: Hands) -> None:
    first, second = ranked(hands, "creators")[:2]
    hands.click(hands.middle(first))
    assert hands.desk.bridge.notes == (first,)
    hands.key(Qt.Key.Key_Down)
    assert hands.desk.bridge.notes == (second,)
    hands.key(Qt.Key.Key_5)
    assert hands.desk.board.notes[second].score == 5
    hands.key(Qt.Key.Key_0)
    assert hands.desk.board.notes[second].score is None
    was = hands.desk.board.notes[second].picked
    hands.key(Qt.Key.Key_Space)
    assert hands.desk.board.notes[second].picked is not was
    hands.key(Qt.Key.Key_Return)
    assert hands.desk.port.shown == [(second,)]


def test_arrows_pass_over_headings(hands: Hands) -> None:
    last = hands.order("products")[-1]
    hands.click(hands.middle(last))
    hands.key(Qt.Key.Key_Down)
    assert hands.desk.bridge.notes == (hands.order("creators")[0],)
    hands.key(Qt.Key.Key_Up)
    assert hands.desk.bridge.notes == (last,)


def test_the_rank_actions_move_the_row_that_has_the_focus(hands: Hands) -> None:
    class Port:
        selected_statement = None

        @property
        def selected_notes(self) -> tuple[str, ...]:
            return hands.desk.bridge.notes

    first, second = ranked(hands, "creators")[:2]
    hands.click(hands.middle(second))
    all_actions()["note.rank-up"].run(Context(hands.desk.session, Port()))  # type: ignore[arg-type]
    assert ranked(hands, "creators")[:2] == [second, first]
    assert hands.list.current_id() == second
    hands.key(Qt.Key.Key_Down)
    assert hands.desk.bridge.notes == (first,)


def test_selection_of_the_board_is_followed(hands: Hands, qtbot) -> None:
    notes = (ranked(hands, "jobs")[0], ranked(hands, "gains")[0])
    hands.desk.bridge.select(notes)
    qtbot.waitUntil(lambda: set(hands.list.selected_ids()) == set(notes))
    hands.desk.bridge.select([])
    qtbot.waitUntil(lambda: hands.list.selected_ids() == [])


def test_selection_survives_ranking(hands: Hands) -> None:
    third = ranked(hands, "creators")[2]
    hands.desk.bridge.select([third])
    hands.desk.do(RankNote(third, 0))
    assert hands.list.selected_ids() == [third]
    assert hands.desk.bridge.notes == (third,)


def test_every_kind_of_step_keeps_the_list_equal_to_the_board(hands: Hands) -> None:
    board = hands.desk.board
    first, second = ranked(hands, "creators")[:2]
    unranked = next(note.id for note in board.in_zone("creators") if note.rank_key is None)
    new = NewNote("ثلاثة عملاء جدد", zone="gains")
    for command in (
        AddNotes((new,)),
        EditNote(first, {"text": "Changed"}),
        ScoreNotes((first, second), 3),
        PickNotes((second,), False),
        UnrankNotes((first,)),
        MoveNotes((unranked,), 1, 1),
        MoveToZone((first,), "relievers"),
        MoveToZone((second,), "parking"),
        Delete((new.id,)),
    ):
        hands.desk.do(command)
        shown = [row.note for row in hands.list.rows.rows if isinstance(row, NoteRow)]
        assert shown == [note for zone in board.canvas.zones for note in board.in_zone(zone.id)]
    while hands.desk.session.undo() is not None:
        shown = [row.note for row in hands.list.rows.rows if isinstance(row, NoteRow)]
        assert shown == [note for zone in board.canvas.zones for note in board.in_zone(zone.id)]


def test_an_empty_zone_shows_its_question(hands: Hands) -> None:
    hands.desk.do(Delete(tuple(hands.order("jobs"))))
    hints = [row.text for row in hands.list.rows.rows if isinstance(row, HintRow)]
    assert hints == [hands.desk.board.canvas.zone("jobs").hint]


def test_a_move_of_a_ranked_note_repaints_nothing(hands: Hands) -> None:
    note = ranked(hands, "creators")[0]
    rows = hands.list.rows.rows
    hands.desk.do(MoveNotes((note,), 1, 0))
    assert hands.list.rows.rows is rows


def test_a_hidden_panel_waits_until_it_is_shown(hands: Hands) -> None:
    note = ranked(hands, "creators")[0]
    hands.panel.hide()
    hands.desk.do(ScoreNotes((note,), 1))
    assert hands.row(note).note.score != 1
    hands.panel.show()
    assert hands.row(note).note.score == 1


@pytest.mark.parametrize(
    ("command", "words"),
    [("score", "from its score"), ("rank", "from its rank"), ("none", "not prioritised")],
)
def test_hover_says_what_importance_rests_on(hands: Hands, command: str, words: str) -> None:
    note = ranked(hands, "creators")[0]
    hands.desk.do(ScoreNotes((note,), 4))
    if command != "score":
        hands.desk.do(ScoreNotes((note,), None))
    if command == "none":
        hands.desk.do(UnrankNotes((note,)))
    value = hands.desk.session.fit.importance[note]
    tip = hands.list.rows.tip(hands.row(note))
    assert words in tip
    assert f"Importance {value:.1f} of 5" in tip
