"""The outline by keys and mouse: a twin of the canvas that stays in step with it both ways."""

import random

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    Delete,
    EditNote,
    MoveNotes,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    UnrankNotes,
)
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddEvidence
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.outline.link_chooser import LinkChooser
from canvas_app.ui.outline.tree import OutlineTree

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def board(window: MainWindow):
    return window.page.session.board


@pytest.fixture
def tree(qtbot: QtBot, window: MainWindow) -> OutlineTree:
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.page.view, Qt.Key.Key_O, CTRL | SHIFT)
    tree = window.page.outline.tree
    assert tree.hasFocus()
    return tree


@pytest.fixture
def tester(tree: OutlineTree) -> QAbstractItemModelTester:
    """Qt's own: it asks for every row after every signal, so only tests have it in which rows of all sorts change."""
    tester = QAbstractItemModelTester(tree.outline, QAbstractItemModelTester.FailureReportingMode.Fatal, tree)
    assert tester.model() is tree.outline
    return tester


def rows(tree: OutlineTree, parent: QModelIndex = QModelIndex()) -> list[str]:
    model = tree.outline
    return [model.node(model.index(row, 0, parent)).key for row in range(model.rowCount(parent))]


def in_step(tree: OutlineTree) -> None:
    """The tree shows what the board holds, in its order, and what is selected."""
    board, model = tree.bridge.session.board, tree.outline
    for zone in [*(zone.id for zone in board.canvas.zones), PARKING]:
        notes = [note.id for note in board.in_zone(zone)]
        assert rows(tree, model.index_of_zone(zone)) == (notes or [zone])
        for note in notes:
            links = rows(tree, model.index_of_note(note))
            assert set(links) == {link.id for link in board.links_of(note)} and len(set(links)) == len(links)
    notes, links = tree.chosen()
    assert set(notes) == set(tree.bridge.notes)
    assert set(links) == set(tree.bridge.links)


def go(tree: OutlineTree, note: str) -> None:
    """Walks to a note by keys."""
    QTest.keyClick(tree, Qt.Key.Key_Home)
    for _ in range(500):
        if tree.outline.node(tree.currentIndex()).key == note:
            return
        QTest.keyClick(tree, Qt.Key.Key_Down)
    raise AssertionError(f"no way to {note}")


def key(tree: OutlineTree, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(tree, key, modifiers)


def test_zones_notes_by_rank_links_and_parking_last(window: MainWindow, tree: OutlineTree, board) -> None:
    assert rows(tree) == [*(zone.id for zone in board.canvas.zones), PARKING]
    in_step(tree)
    key(tree, Qt.Key.Key_O, CTRL | SHIFT)
    assert window.page.outline is None and window.page.view.hasFocus()
    assert window.page.rail.isVisible()


def test_walking_selects_on_the_board_and_back(window: MainWindow, tree: OutlineTree, board) -> None:
    note = board.in_zone("pains")[1].id
    go(tree, note)
    assert window.page.bridge.notes == (note,)
    key(tree, Qt.Key.Key_Down, SHIFT)
    assert set(window.page.bridge.notes) == {note, board.in_zone("pains")[2].id}
    other = board.in_zone("gains")[0].id
    window.page.bridge.select([other])
    assert tree.outline.node(tree.currentIndex()).key == other
    in_step(tree)
    key(tree, Qt.Key.Key_A, CTRL)
    assert len(tree.chosen()[0]) == len(board.notes)
    key(tree, Qt.Key.Key_Escape)
    assert tree.chosen() == ([], [])


def test_score_pick_rank_zone_delete_and_undo_by_key(tree: OutlineTree, board) -> None:
    ids = [note.id for note in board.in_zone("pains")]
    go(tree, ids[1])
    key(tree, Qt.Key.Key_2)
    assert board.notes[ids[1]].score == 2
    key(tree, Qt.Key.Key_0)
    assert board.notes[ids[1]].score is None
    picked = board.notes[ids[1]].picked
    key(tree, Qt.Key.Key_Asterisk)
    assert board.notes[ids[1]].picked is not picked
    key(tree, Qt.Key.Key_Up, ALT)
    assert board.rank(ids[1]) == 1
    assert tree.outline.node(tree.currentIndex()).key == ids[1], "the row moves, the person stays on it"
    in_step(tree)
    zones = [zone.id for zone in board.canvas.zones]
    key(tree, Qt.Key(Qt.Key.Key_1 + zones.index("gains")), CTRL)
    assert board.notes[ids[1]].zone == "gains"
    assert tree.outline.node(tree.currentIndex()).key == ids[1]
    in_step(tree)
    key(tree, Qt.Key.Key_Delete)
    assert ids[1] not in board.notes
    in_step(tree)
    for _ in range(6):
        key(tree, Qt.Key.Key_Z, CTRL)
    assert [note.id for note in board.in_zone("pains")] == ids
    in_step(tree)


@pytest.mark.usefixtures("tester")
def test_a_new_note_is_written_in_the_current_zone(window: MainWindow, tree: OutlineTree, board) -> None:
    go(tree, board.in_zone("gains")[0].id)
    count = len(board.notes)
    key(tree, Qt.Key.Key_N)
    editor = tree.editor
    assert editor.hasFocus() and editor.isVisible()
    assert len(board.notes) == count, "recorded with its first letter"
    QTest.keyClicks(editor, "First 5")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "Second")
    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(editor, "line")
    QTest.keyClick(editor, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    made = sorted(note.text for note in board.in_zone("gains") if note.text in ("First 5", "Second\nline"))
    assert made == ["First 5", "Second\nline"] and len(board.notes) == count + 2
    assert tree.hasFocus() and not editor.isVisible()
    in_step(tree)
    key(tree, Qt.Key.Key_Z, CTRL)
    assert len(board.notes) == count + 1, "one undo takes back one note with all its letters"
    key(tree, Qt.Key.Key_Z, CTRL)
    assert len(board.notes) == count
    in_step(tree)


def test_an_empty_zone_asks_its_question_and_takes_a_note_by_enter(tree: OutlineTree, board) -> None:
    gains = tuple(note.id for note in board.in_zone("gains"))
    tree.bridge.do(Delete(gains))
    hint = tree.outline.index(0, 0, tree.outline.index_of_zone("gains"))
    assert hint.data(Qt.ItemDataRole.AccessibleTextRole) == board.canvas.zone("gains").hint
    tree.go_to(hint)
    key(tree, Qt.Key.Key_Return)
    QTest.keyClicks(tree.editor, "Only one")
    QTest.keyClick(tree.editor, Qt.Key.Key_Return)
    assert [note.text for note in board.in_zone("gains")] == ["Only one"]
    in_step(tree)
    key(tree, Qt.Key.Key_N)
    QTest.keyClick(tree.editor, Qt.Key.Key_Escape)
    in_step(tree)


@pytest.mark.parametrize("opening", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_enter_and_f2_edit_the_text_in_place(tree: OutlineTree, board, opening: Qt.Key) -> None:
    note = board.in_zone("jobs")[0].id
    go(tree, note)
    key(tree, opening)
    assert tree.editor.hasFocus() and tree.editor.toPlainText() == board.notes[note].text
    row = tree.visualRect(tree.outline.index_of_note(note))
    assert tree.editor.geometry().intersects(row)
    QTest.keyClicks(tree.editor, "Serve Nd 12")
    QTest.keyClick(tree.editor, Qt.Key.Key_Return)
    assert board.notes[note].text == "Serve Nd 12"
    assert tree.hasFocus()
    assert tree.outline.index_of_note(note).data() == "Serve Nd 12"


def test_what_is_typed_is_recorded_after_a_pause(qtbot: QtBot, tree: OutlineTree, board) -> None:
    note = board.in_zone("jobs")[0].id
    go(tree, note)
    key(tree, Qt.Key.Key_F2)
    QTest.keyClicks(tree.editor, "typed")
    qtbot.waitUntil(lambda: board.notes[note].text == "typed")
    assert tree.editor.hasFocus()
    tree.bridge.do(EditNote(note, {"text": "from elsewhere"}), "elsewhere")
    assert tree.editor.toPlainText() == "from elsewhere"
    tree.bridge.do(Delete((note,)), "elsewhere")
    assert not tree.editor.isVisible() and tree.hasFocus()
    in_step(tree)


def test_shift_tab_opens_the_note_before_and_an_emptied_note_vanishes(tree: OutlineTree, board) -> None:
    ids = [note.id for note in board.in_zone("pains")]
    go(tree, ids[2])
    key(tree, Qt.Key.Key_F2)
    QTest.keyClick(tree.editor, Qt.Key.Key_Tab, SHIFT)
    assert tree.editor.note_id == ids[1]
    QTest.keyClick(tree.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(tree.editor, Qt.Key.Key_Escape)
    assert ids[1] not in board.notes
    in_step(tree)


def test_expansion_focus_and_selection_survive_changes(tree: OutlineTree, board) -> None:
    note = board.in_zone("relievers")[1].id
    go(tree, note)
    key(tree, Qt.Key.Key_Right)
    assert tree.isExpanded(tree.outline.index_of_note(note))
    resets: list[int] = []
    tree.outline.modelReset.connect(resets.append)
    first = board.in_zone("relievers")[0].id
    for command in (
        RankNote(note, 0),
        PickNotes((first,), True),
        UnrankNotes((note,)),
        MoveToZone((first,), "pains"),
        Delete((board.in_zone("relievers")[-1].id,)),
    ):
        tree.bridge.do(command)
        assert tree.isExpanded(tree.outline.index_of_note(note)), command
        assert tree.outline.node(tree.currentIndex()).key == note
        in_step(tree)
    for _ in range(5):
        tree.bridge.session.undo()
        in_step(tree)
    assert tree.isExpanded(tree.outline.index_of_note(note))
    assert not resets


@pytest.mark.usefixtures("tester")
def test_links_come_and_go_by_key(qtbot: QtBot, window: MainWindow, tree: OutlineTree, board) -> None:
    tied = {(link.source, link.target) for link in board.links.values()}
    source, target = next(
        (r.id, p.id) for r in board.in_zone("relievers") for p in board.in_zone("pains") if (r.id, p.id) not in tied
    )
    go(tree, source)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LinkChooser)
        try:
            assert dialog.focusWidget() is dialog.search
            QTest.keyClicks(dialog.search, board.notes[target].text.upper())
            QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, choose)
    key(tree, Qt.Key.Key_L)
    (link,) = [link for link in board.links.values() if (link.source, link.target) == (source, target)]
    assert tree.bridge.links == (link.id,)
    in_step(tree)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    key(tree, Qt.Key.Key_3)
    assert board.links[link.id].strength == 3
    key(tree, Qt.Key.Key_Return)
    assert tree.bridge.notes == (target,), "Enter on a link goes to its other end"
    tree.bridge.select((), (link.id,))
    key(tree, Qt.Key.Key_Delete)
    assert link.id not in board.links
    in_step(tree)


def test_copy_cut_and_paste(tree: OutlineTree, board) -> None:
    go(tree, board.in_zone("pains")[0].id)
    count = len(board.notes)
    key(tree, Qt.Key.Key_C, CTRL)
    key(tree, Qt.Key.Key_V, CTRL)
    assert len(board.notes) == count + 1
    key(tree, Qt.Key.Key_X, CTRL)
    assert len(board.notes) == count
    QGuiApplication.clipboard().setText("one line\nanother line")
    go(tree, board.in_zone("gains")[0].id)
    key(tree, Qt.Key.Key_V, CTRL)
    assert {"one line", "another line"} <= {note.text for note in board.in_zone("gains")}
    in_step(tree)


def drag(tree: OutlineTree, start: QPoint, end: QPoint) -> None:
    port = tree.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(port, start + (end - start) * share)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, end)


def middle(tree: OutlineTree, note: str, down: int = 0) -> QPoint:
    tree.scrollTo(tree.outline.index_of_note(note))
    return tree.visualRect(tree.outline.index_of_note(note)).center() + QPoint(0, down)


def test_dragging_a_row_ranks_it(tree: OutlineTree, board) -> None:
    ids = [note.id for note in board.in_zone("products")]
    drag(tree, middle(tree, ids[0]), middle(tree, ids[2], down=8))
    assert [note.id for note in board.in_zone("products")] == [ids[1], ids[2], ids[0], *ids[3:]]
    in_step(tree)
    assert tree.bridge.notes == (ids[0],)
    key(tree, Qt.Key.Key_Z, CTRL)
    assert [note.id for note in board.in_zone("products")] == ids


def test_dragging_several_rows_to_another_zone_is_one_undo(tree: OutlineTree, board) -> None:
    ids = [note.id for note in board.in_zone("products")]
    others = [note.id for note in board.in_zone("creators")]
    tree.bridge.select(ids[1:3])
    drag(tree, middle(tree, ids[1]), middle(tree, others[1], down=-8))
    shown = [note.id for note in board.in_zone("creators")]
    assert shown[:4] == [others[0], ids[1], ids[2], others[1]]
    assert board.rank(ids[2]) == 3
    in_step(tree)
    key(tree, Qt.Key.Key_Z, CTRL)
    assert [note.id for note in board.in_zone("products")] == ids
    assert [note.id for note in board.in_zone("creators")] == others
    in_step(tree)


def test_escape_ends_a_drag(tree: OutlineTree, board) -> None:
    ids = [note.id for note in board.in_zone("products")]
    port = tree.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, middle(tree, ids[0]))
    QTest.mouseMove(port, middle(tree, ids[2]))
    QTest.mouseMove(port, middle(tree, ids[2], down=8))
    key(tree, Qt.Key.Key_Escape)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, middle(tree, ids[2], down=8))
    assert [note.id for note in board.in_zone("products")] == ids
    assert tree.bridge.session.history.undoable is None


def test_a_screen_reader_hears_what_a_row_is(tree: OutlineTree, board) -> None:
    note = next(note for note in board.in_zone("pains") if board.links_of(note.id) and note.score)
    heard = tree.outline.index_of_note(note.id).data(Qt.ItemDataRole.AccessibleTextRole)
    ranked = len(board.ranked("pains"))
    assert heard.startswith(f"Pain {board.rank(note.id)} of {ranked}, {note.text}, severity {note.score}, ")
    tree.bridge.do(RankNote(note.id, ranked - 1))
    heard = tree.outline.index_of_note(note.id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(f"Pain {ranked} of {ranked}, ")


def test_find_dims_rows_too(window: MainWindow, tree: OutlineTree, board) -> None:
    key(tree, Qt.Key.Key_F, CTRL)
    bar = window.page.find_bar
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, "cafe")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert tree.outline.node(tree.currentIndex()).key == window.page.bridge.notes[0]
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert tree.hasFocus()


def test_read_only_boards_are_only_read(qtbot: QtBot, window: MainWindow, board_path) -> None:
    window.show_session(Session.open(board_path, read_only=True))
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.page.view, Qt.Key.Key_O, CTRL | SHIFT)
    tree = window.page.outline.tree
    board = window.page.session.board
    note = board.in_zone("products")[0].id
    go(tree, note)
    key(tree, Qt.Key.Key_N)
    key(tree, Qt.Key.Key_F2)
    assert not tree.editor.isVisible()
    drag(tree, middle(tree, note), middle(tree, board.in_zone("products")[2].id, down=8))
    assert board.in_zone("products")[0].id == note


def test_the_choice_of_the_outline_is_kept(qtbot: QtBot, window: MainWindow, tree: OutlineTree, board_path) -> None:
    path = window.page.session.path
    window.show_home()
    window.open_board(path)
    assert window.page.outline is not None
    key(window.page.outline.tree, Qt.Key.Key_O, CTRL | SHIFT)
    window.show_home()
    window.open_board(path)
    assert window.page.outline is None


def test_an_added_link_shows_up_below_both_ends(tree: OutlineTree, board) -> None:
    lonely = next(note.id for note in board.in_zone("creators") if not board.links_of(note.id))
    gain = board.in_zone("gains")[0].id
    assert not tree.outline.hasChildren(tree.outline.index_of_note(lonely))
    tree.bridge.do(AddLink(lonely, gain, id="new-link"))
    assert rows(tree, tree.outline.index_of_note(lonely)) == ["new-link"]
    in_step(tree)
    tree.bridge.session.undo()
    in_step(tree)


def test_the_menu_of_a_row_opens_by_key(tree: OutlineTree, board) -> None:
    go(tree, board.in_zone("pains")[0].id)
    key(tree, Qt.Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert menu is not None and tree.isAncestorOf(menu.parentWidget())
    assert any("Delete" in action.text() for action in menu.actions())
    menu.close()


@pytest.mark.usefixtures("tester")
def test_it_stays_in_step_whatever_is_done(tree: OutlineTree, board) -> None:
    rng = random.Random(7)
    zones = [*(zone.id for zone in board.canvas.zones), PARKING]
    for n in range(40):
        ids = list(board.notes)
        some = tuple(rng.sample(ids, min(len(ids), rng.choice((1, 1, 2, 60)))))
        one = rng.choice(ids) if ids else ""
        match rng.randrange(9):
            case 0:
                tree.bridge.do(MoveToZone(some, rng.choice(zones)))
            case 1:
                tree.bridge.do(AddNotes(tuple(NewNote(f"new {k}", zone=rng.choice(zones)) for k in range(3))))
            case 2 if n % 3 == 0:
                tree.bridge.do(Delete(some[:20]))
            case 3 if one and board.notes[one].zone != PARKING:
                tree.bridge.do(RankNote(one, rng.randrange(8)))
            case 4:
                tree.bridge.do(UnrankNotes(some))
            case 5:
                tree.bridge.do(MoveNotes(some, rng.uniform(-300, 300), rng.uniform(-300, 300)))
            case 6 if len(ids) > 1:
                tree.bridge.do(AddLink(*rng.sample(ids, 2)))
            case 7:
                tree.bridge.session.undo()
            case 8:
                tree.bridge.select(some, rng.sample(list(board.links), min(1, len(board.links))))
                if one:
                    tree.setExpanded(tree.outline.index_of_note(one), True)
        in_step(tree)


@pytest.mark.parametrize(
    ("press", "words"),
    [
        ((Qt.Key.Key_4, NONE), "Score 4: choose a note first."),
        ((Qt.Key.Key_Asterisk, SHIFT), "Pick for the short list: choose a note first."),
        ((Qt.Key.Key_Up, ALT), "Rank higher: choose a note first."),
        ((Qt.Key.Key_Delete, NONE), "Delete: choose a note or a link first."),
    ],
)
def test_a_key_of_notes_on_the_row_of_a_zone_says_what_it_needs(
    window: MainWindow, tree: OutlineTree, board, press, words: str
) -> None:
    key(tree, Qt.Key.Key_Home)
    assert tree.outline.node(tree.currentIndex()).what == "zone"
    key(tree, *press)
    assert window.page.message.text == words
    assert window.page.session.history.undoable is None
    go(tree, board.in_zone("creators")[0].id)
    tree.bridge.select([note.id for note in board.in_zone("creators")[:2]])
    key(tree, Qt.Key.Key_Down, ALT)
    assert window.page.message.text == "Rank lower: choose one note first."


def test_the_outline_has_no_zoom_and_says_how_many_notes_there_are(window: MainWindow, tree: OutlineTree) -> None:
    chips = window.page.chips
    assert not chips.zoom.isVisible() and chips.count.isVisible()
    key(tree, Qt.Key.Key_O, CTRL | SHIFT)
    assert chips.zoom.isVisible()


def test_what_stands_at_the_end_of_a_row_is_clear_of_the_ring_of_the_focus(tree: OutlineTree) -> None:
    key(tree, Qt.Key.Key_Home)
    row = tree.visualRect(tree.currentIndex())
    picture = tree.viewport().grab(row).toImage()
    ratio = picture.devicePixelRatio()
    ground = picture.pixelColor(round((row.width() - 13) * ratio), round(row.height() / 2 * ratio))
    middle = [
        picture.pixelColor(round((row.width() - x) * ratio), round(row.height() / 2 * ratio)) for x in range(11, 21)
    ]
    assert all(pixel == ground for pixel in middle)


def test_what_is_known_about_a_note_is_marked_and_its_pane_opened_by_key(
    qtbot: QtBot, window: MainWindow, tree: OutlineTree, board
) -> None:
    note = board.ranked("jobs")[0]
    go(tree, note)
    row = tree.visualRect(tree.outline.index_of_note(note))
    before = tree.viewport().grab(row).toImage()
    window.page.bridge.do(AddEvidence(About("note", note), {"level": "strong"}))
    assert tree.outline.marks[note] == "strong"
    assert tree.viewport().grab(row).toImage() != before
    QTest.keyClick(tree, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    details = window.page.side.details
    qtbot.waitUntil(lambda: details.note_id == note and details.detail.hasFocus())
    QTest.keyClick(details.detail, Qt.Key.Key_Escape)
    assert tree.hasFocus()
