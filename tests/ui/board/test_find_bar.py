"""Finding notes by keys: the bar, its filters, the walk through what was found."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote, RankNote
from canvas_app.domain.decide_voting import DeleteRound, PassPen, PutDot, RevealRound, StartRound
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddTest, evidence_level
from canvas_app.domain.search import fold
from canvas_app.ui.board.filter_chip import FilterChip
from canvas_app.ui.board.find_bar import FindBar
from canvas_app.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def board(window: MainWindow):
    return window.page.session.board


@pytest.fixture
def bar(qtbot: QtBot, window: MainWindow) -> FindBar:
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_F, CTRL)
    bar = window.page.find_bar
    assert bar.isVisible() and bar.field.hasFocus()
    return bar


def lit(window: MainWindow) -> set[str] | None:
    items = window.page.view.board_scene.note_items
    shown = {note_id for note_id, item in items.items() if not item.dimmed}
    return None if len(shown) == len(items) else shown


def having(board, word: str) -> set[str]:
    return {
        note.id
        for note in board.notes.values()
        if any(word in fold(part) for part in (note.text, note.detail, *note.tags))
    }


def tick(chip: FilterChip, *texts: str) -> None:
    """Opens a chip's list by key and switches entries by Space; the list stays open meanwhile."""
    chip.setFocus()
    menu = chip.menu()
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
    for text in texts:
        menu.setActiveAction(next(action for action in menu.actions() if action.text() == text))
        QTest.keyClick(menu, Qt.Key.Key_Space)
        assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_typing_lights_matches_and_enter_walks_them(window: MainWindow, bar: FindBar, board) -> None:
    QTest.keyClicks(bar.field, "CAFE")
    found = having(board, "cafe")
    assert len(found) > 2
    assert lit(window) == found
    order = [note.id for note in board.in_order() if note.id in found]
    assert bar.count.text() == f"1 of {len(found)}"
    assert window.page.bridge.notes == (order[0],)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == f"2 of {len(found)}"
    view = window.page.view
    middle = view.board_scene.note_items[order[1]].body.center()
    seen = view.viewportTransform().map(middle)
    assert (seen - QPointF(view.viewport().rect().center())).manhattanLength() < 80
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClick(bar.field, Qt.Key.Key_F3, SHIFT)
    assert window.page.bridge.notes == (order[-1],), "before the first comes the last"
    QTest.keyClick(bar.field, Qt.Key.Key_F3)
    QTest.keyClick(bar.field, Qt.Key.Key_Down)
    assert window.page.bridge.notes == (order[1],)
    assert window.page.session.history.undoable is None


def test_escape_gives_the_board_the_focus_with_the_match_selected(window: MainWindow, bar: FindBar, board) -> None:
    QTest.keyClicks(bar.field, "cafe")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    chosen = window.page.bridge.notes
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.page.view.hasFocus()
    assert window.page.bridge.notes == chosen and len(chosen) == 1
    assert lit(window) is None
    QTest.keyClick(window.page.view, Qt.Key.Key_F, CTRL)
    assert bar.field.text() == "" and bar.count.text() == ""


def test_nothing_found_is_said_and_everything_dimmed(window: MainWindow, bar: FindBar, board) -> None:
    window.page.bridge.select([board.in_order()[3].id])
    before = window.page.bridge.notes
    QTest.keyClicks(bar.field, "zzzz")
    assert bar.count.text() == "No notes"
    assert lit(window) == set()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert window.page.bridge.notes == before


def test_filters_work_alone_and_together_and_are_forgotten(window: MainWindow, bar: FindBar, board) -> None:
    pain = board.canvas.zone("pains").kind
    many = board.canvas.kind(pain).many
    tick(bar.kind, many)
    notes = board.notes.values()
    assert lit(window) == {note.id for note in notes if note.kind == pain and note.zone != PARKING}
    tick(bar.picked, "Picked")
    assert lit(window) == {note.id for note in notes if note.kind == pain and note.zone != PARKING and note.picked}
    assert bar.kind.accessibleName() == f"Filter by kind: {many}"
    tick(bar.picked, "Not picked")
    tick(bar.kind, many)
    assert lit(window) == {note.id for note in notes if not note.picked}
    tick(bar.picked, "Not picked")
    assert lit(window) is None
    tick(bar.score, "5", "No score")
    assert lit(window) == {note.id for note in notes if note.score in (5, None)}
    tick(bar.linked, "Not linked")
    assert lit(window) == {note.id for note in notes if note.score in (5, None) and not board.links_of(note.id)}
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert lit(window) is None
    assert not bar.score.chosen and not bar.linked.chosen


def test_tags_of_the_board_are_offered(window: MainWindow, bar: FindBar, board) -> None:
    a, b, c = (note.id for note in board.in_order()[:3])
    for note_id, tags in ((a, ("Q3",)), (b, ("q3", "Café")), (c, ())):
        window.page.bridge.do(EditNote(note_id, {"tags": tags}))
    assert bar.tag.isVisible()
    tick(bar.tag, "Q3")
    assert lit(window) == {a, b}


def test_follows_changes_while_it_is_open(window: MainWindow, bar: FindBar, board) -> None:
    QTest.keyClicks(bar.field, "cafe")
    found = having(board, "cafe")
    first = window.page.bridge.notes[0]
    window.page.bridge.do(EditNote(first, {"text": "something else", "detail": ""}))
    assert lit(window) == found - {first}
    assert bar.count.text() == f"{len(found) - 1} found"
    window.page.bridge.do(AddNotes((NewNote("More cafés", zone="pains", id="new"),)))
    assert lit(window) == (found - {first}) | {"new"}
    window.page.bridge.do(Delete(("new",)))
    assert lit(window) == found - {first}
    QTest.keyClick(window.page.view, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(window.page.view, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(window.page.view, Qt.Key.Key_Z, CTRL)
    assert lit(window) == found


@pytest.mark.parametrize(("text", "words"), [("q3 הכנסות", "הכנסות"), ("مُبادَرة", "مبادرة"), ("パートナー", "ﾊﾟｰﾄﾅｰ")])
def test_other_scripts(window: MainWindow, bar: FindBar, board, text: str, words: str) -> None:
    note = board.in_order()[5].id
    window.page.bridge.do(EditNote(note, {"text": text}))
    bar.field.setText(words)
    assert lit(window) == {note}


def test_keys_of_the_bar_do_not_reach_the_board(window: MainWindow, bar: FindBar, board) -> None:
    QTest.keyClicks(bar.field, "points 5")
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    QTest.keyClick(bar.field, Qt.Key.Key_Up)
    QTest.keyClick(bar.field, Qt.Key.Key_Right)
    QTest.keyClick(bar.field, Qt.Key.Key_N)
    assert bar.field.text() == "pointsn"
    assert window.page.session.history.undoable is None


def test_works_read_only(qtbot: QtBot, window: MainWindow, board_path: Path) -> None:
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.page.view, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(window.page.find_bar.field, "cafe")
    assert lit(window) == having(window.page.session.board, "cafe")


def test_stays_inside_the_board_and_off_the_rail(window: MainWindow, bar: FindBar) -> None:
    for width in (760, 900, 1600):
        window.resize(width, 600)
        page = window.page
        assert bar.x() > page.rail.geometry().right(), width
        assert bar.geometry().right() < page.view.width(), width
        for chip in (bar.kind, bar.score, bar.picked, bar.linked):
            assert bar.rect().contains(chip.geometry().translated(chip.parentWidget().pos())), width


def test_what_goes_while_the_board_is_presented_is_no_longer_found(window: MainWindow, bar: FindBar, board) -> None:
    QTest.keyClicks(bar.field, "a")
    gone, count = bar.current, len(bar.matches)
    window.page.presenter.start()
    window.page.bridge.do(Delete((gone,)))
    window.page.presenter.leave()
    window.page.bridge.do(EditNote(next(iter(bar.matches)), {"detail": "a"}))
    assert gone not in bar.matches and len(bar.matches) == count - 1
    assert bar.count.text() == f"{count - 1} found"


def test_the_list_of_kinds_shows_which_are_chosen_and_names_them_as_they_are(window: MainWindow, bar: FindBar) -> None:
    entries = bar.kind.menu().actions()
    assert entries[0].text() == "Products && services", "a lone & would vanish from the menu"
    looks = [entry.icon().pixmap(16).toImage() for entry in entries[:6]]
    entries[4].trigger()
    now = [entry.icon().pixmap(16).toImage() for entry in entries[:6]]
    assert [a == b for a, b in zip(looks, now, strict=True)] == [True, True, True, True, False, True]
    entries[4].trigger()
    assert entries[4].icon().pixmap(16).toImage() == looks[4]


def test_notes_are_filtered_by_evidence_and_follow_a_test(window: MainWindow, bar: FindBar, board) -> None:
    tick(bar.evidence, "Strong evidence")
    strong = {note for note in board.notes if evidence_level(board, About("note", note))[0] == "strong"}
    assert strong and lit(window) == strong
    failing = next(iter(strong))
    window.page.bridge.do(AddTest({"note": failing, "result": "failed", "date": "2999-01-01"}))
    assert bar.matches == strong - {failing}
    bar.dismiss()
    assert lit(window) is None


def test_notes_are_filtered_by_the_votes_of_the_last_round(window: MainWindow, bar: FindBar, board) -> None:
    assert not bar.votes.isVisible(), "nobody has voted yet"
    first, second = [note.id for note in board.in_zone("pains")][:2]
    do = window.page.bridge.do
    do(StartRound(("pains",), people=2, id="r"))
    for turn, notes in enumerate(((first, second), (first,))):
        for note in notes:
            do(PutDot("r", turn, note))
        do(PassPen("r", turn))
    assert not bar.votes.isVisible()
    do(RevealRound("r"))
    assert bar.votes.isVisible()
    tick(bar.votes, "1 or more")
    assert bar.matches == {first, second}
    tick(bar.votes, "2 or more")
    assert bar.matches == {first} == lit(window)
    do(DeleteRound("r"))
    assert bar.matches is None and not bar.votes.isVisible() and lit(window) is None


def test_notes_are_filtered_by_rank_and_follow_it(window: MainWindow, bar: FindBar, board) -> None:
    tick(bar.rank, "First 3")
    zones = [zone.id for zone in board.canvas.zones]
    assert bar.matches == {note for zone in zones for note in board.ranked(zone)[:3]} == lit(window)
    last = board.ranked("pains")[-1]
    window.page.bridge.do(RankNote(last, 0))
    assert last in bar.matches and len(bar.matches & {note.id for note in board.in_zone("pains")}) == 3
    tick(bar.rank, "Not ranked")
    assert bar.matches == board.notes.keys() - board.ranks().keys()
