"""The whole window: keys, menus, panels, files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from canvas_app.actions import all_actions
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings, save_settings
from canvas_app.domain.commands import EditNote
from canvas_app.domain.entities import PARKING
from canvas_app.ui.main_window import MainWindow
from tests.ui.conftest import Hands

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window.page.view)


def key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.page.view, key, modifiers)


def first(hands: Hands, zone: str) -> str:
    return hands.board.in_zone(zone)[0].id


def test_n_writes_a_note_where_the_pointer_is(window: MainWindow, hands: Hands) -> None:
    hands.move(hands.pixel(500, 300))
    key(window, Qt.Key.Key_N)
    assert window.page.view.editor.hasFocus()
    QTest.keyClicks(window.page.view.editor, "Nice n 123 V")
    QTest.keyClick(window.page.view.editor, Qt.Key.Key_Escape)
    (note,) = [note for note in hands.board.notes.values() if note.text == "Nice n 123 V"]
    assert note.zone == "creators"
    assert note.score is None, "letters and digits typed into a note are no commands"


def test_digits_score_and_zero_clears(window: MainWindow, hands: Hands) -> None:
    note = first(hands, "pains")
    hands.click(hands.middle(note))
    key(window, Qt.Key.Key_2)
    assert hands.board.notes[note].score == 2
    key(window, Qt.Key.Key_0)
    assert hands.board.notes[note].score is None
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes[note].score == 2


def test_digits_set_the_strength_of_a_selected_link(window: MainWindow, hands: Hands) -> None:
    link = next(iter(hands.board.links.values()))
    window.page.bridge.select((), [link.id])
    key(window, Qt.Key.Key_1)
    assert hands.board.links[link.id].strength == 1
    key(window, Qt.Key.Key_3)
    assert hands.board.links[link.id].strength == 3


def test_star_and_rank_by_key(window: MainWindow, hands: Hands) -> None:
    ids = [note.id for note in hands.board.in_zone("pains")]
    hands.click(hands.middle(ids[1]))
    picked = hands.board.notes[ids[1]].picked
    key(window, Qt.Key.Key_P, ALT)
    assert hands.board.notes[ids[1]].picked is not picked
    key(window, Qt.Key.Key_Up, ALT)
    assert hands.board.rank(ids[1]) == 1
    assert window.page.view.board_scene.note_items[ids[1]].rank == 1
    assert window.page.view.board_scene.note_items[ids[0]].rank == 2
    key(window, Qt.Key.Key_Down, ALT)
    assert hands.board.rank(ids[1]) == 2
    key(window, Qt.Key.Key_0, ALT)
    assert hands.board.rank(ids[1]) is None


def test_select_all_delete_and_undo(window: MainWindow, hands: Hands) -> None:
    notes, links = dict(hands.board.notes), dict(hands.board.links)
    key(window, Qt.Key.Key_A, CTRL)
    assert len(window.page.bridge.notes) == len(notes)
    key(window, Qt.Key.Key_Delete)
    assert not hands.board.notes and not hands.board.links
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes == notes
    assert hands.board.links == links
    key(window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert not hands.board.notes
    key(window, Qt.Key.Key_Z, CTRL)
    key(window, Qt.Key.Key_Y, CTRL)
    assert not hands.board.notes


def test_pasted_lines_become_notes_without_overlap_as_one_step(window: MainWindow, hands: Hands) -> None:
    QGuiApplication.clipboard().setText("- first\n\n2. second\n* third\n" + "\n".join(f"line {n}" for n in range(25)))
    count = len(hands.board.notes)
    hands.move(hands.pixel(1100, 150))
    key(window, Qt.Key.Key_V, CTRL)
    made = [hands.board.notes[note] for note in window.page.bridge.notes]
    assert [note.text for note in made[:4]] == ["first", "second", "third", "line 0"]
    assert len(made) == 28 and len(hands.board.notes) == count + 28
    assert {note.zone for note in made} == {"gains"}
    bodies = [item.body.adjusted(1, 1, -1, -1) for item in window.page.view.board_scene.note_items.values()]
    assert not any(a.intersects(b) for n, a in enumerate(bodies) for b in bodies[:n])
    key(window, Qt.Key.Key_Z, CTRL)
    assert len(hands.board.notes) == count
    assert hands.history.undoable is None


def test_copy_and_paste_brings_notes_with_their_links(window: MainWindow, hands: Hands) -> None:
    link = next(iter(hands.board.links.values()))
    window.page.bridge.select([link.source, link.target])
    key(window, Qt.Key.Key_C, CTRL)
    assert hands.board.notes[link.source].text in QGuiApplication.clipboard().text()
    notes, links = len(hands.board.notes), len(hands.board.links)
    key(window, Qt.Key.Key_V, CTRL)
    assert len(hands.board.notes) == notes + 2
    assert len(hands.board.links) == links + 1
    key(window, Qt.Key.Key_D, CTRL)
    assert len(hands.board.notes) == notes + 4
    key(window, Qt.Key.Key_X, CTRL)
    assert len(hands.board.notes) == notes + 2


def test_arrows_nudge_in_one_undo_unit_and_ctrl_digit_moves_to_a_zone(window: MainWindow, hands: Hands) -> None:
    note = first(hands, "gains")
    x = hands.board.notes[note].x
    hands.click(hands.middle(note))
    for _ in range(3):
        key(window, Qt.Key.Key_Right)
    key(window, Qt.Key.Key_Right, SHIFT)
    assert hands.board.notes[note].x == x + 13
    key(window, Qt.Key.Key_Z, CTRL)
    assert hands.board.notes[note].x == x
    zones = [zone.id for zone in hands.board.canvas.zones]
    key(window, Qt.Key(Qt.Key.Key_1 + zones.index("pains")), CTRL)
    assert hands.board.notes[note].zone == "pains"
    key(window, Qt.Key.Key_0, CTRL | SHIFT)
    assert hands.board.notes[note].zone == PARKING


def test_a_link_by_keys_alone(window: MainWindow, hands: Hands) -> None:
    board = hands.board
    tied = {(link.source, link.target) for link in board.links.values()}
    source, target = next(
        (r.id, p.id) for r in board.in_zone("relievers") for p in board.in_zone("pains") if (r.id, p.id) not in tied
    )
    window.page.view.setFocus()
    window.page.bridge.select([source])
    key(window, Qt.Key.Key_L)
    while window.page.bridge.notes != (target,):
        QTest.keyClick(window.page.view, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Return)
    assert any((link.source, link.target) == (source, target) for link in board.links.values())


def test_l_links_two_selected_notes_and_says_why_not(window: MainWindow, hands: Hands) -> None:
    window.page.bridge.select([first(hands, "relievers"), first(hands, "gains")])
    count = len(hands.board.links)
    key(window, Qt.Key.Key_L)
    assert len(hands.board.links) == count
    assert "not to gains" in window.page.message.text


def test_zoom_keys_and_fit(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    key(window, Qt.Key.Key_0, CTRL)
    assert view.zoom == 1.0
    key(window, Qt.Key.Key_Plus, CTRL)
    assert view.zoom > 1.0
    key(window, Qt.Key.Key_1, SHIFT)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(view.board_scene.content_rect())
    assert f"{round(view.zoom * 100)} %" == window.page.chips.zoom.text()


def test_the_title_is_edited_in_place(window: MainWindow, hands: Hands) -> None:
    field = window.top.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Loyalty  2027")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.board.info.title == "Loyalty 2027"
    assert window.windowTitle().startswith("Loyalty 2027")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Loyalty 2027"
    assert "title" in window.page.message.text
    window.page.view.setFocus()
    key(window, Qt.Key.Key_Z, CTRL)
    assert field.text() != "Loyalty 2027"


def test_every_button_and_field_has_a_name_and_a_way_by_key(window: MainWindow) -> None:
    for name, action in all_actions().items():
        assert window.binder[name].shortcuts() or action.menu, name
    keys = [shortcut.toString() for bound in window.binder.actions.values() for shortcut in bound.shortcuts()]
    assert len(keys) == len(set(keys)), "two actions share a key"


def test_the_board_is_reopened_with_everything_and_recent_boards_remember_it(
    window: MainWindow, hands: Hands, board_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    note = first(hands, "pains")
    hands.click(hands.middle(note))
    key(window, Qt.Key.Key_4)
    key(window, Qt.Key.Key_5)
    window.show_home()
    assert window.page is None
    assert window.settings.recent[0] == str(board_path.resolve())
    window.open_board(board_path)
    assert window.page.session.board.notes[note].score == 5
    key(window, Qt.Key.Key_Z, CTRL)
    key(window, Qt.Key.Key_Z, CTRL)
    again = Session.open(board_path, read_only=True)
    assert again.board.notes[note].score == hands.board.notes[note].score
    again.close()


def test_closing_the_window_writes_down_what_is_being_typed(window: MainWindow, hands: Hands, board_path: Path) -> None:
    hands.move(hands.pixel(500, 300))
    key(window, Qt.Key.Key_N)
    QTest.keyClicks(window.page.view.editor, "Half a thou")
    window.close()
    again = Session.open(board_path, read_only=True)
    assert any(note.text == "Half a thou" for note in again.board.notes.values())
    again.close()


def test_a_file_that_is_no_board_leaves_the_open_board_alone(window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "bad.valueboard"
    bad.write_text("not a board")
    page = window.page
    window.open_board(bad)
    assert window.page is page
    assert "bad.valueboard" in page.message.text
    assert bad.read_text() == "not a board"


def test_the_saved_chip_follows_a_commit_that_failed(window: MainWindow, hands: Hands, board_path: Path) -> None:
    note = first(hands, "pains")
    board_path.rename(board_path.with_name("elsewhere.valueboard"))
    hands.click(hands.middle(note))
    key(window, Qt.Key.Key_1)
    assert hands.board.notes[note].score == 1
    assert "not saved" in window.page.chips.saved.text().lower()
    board_path.with_name("elsewhere.valueboard").rename(board_path)
    key(window, Qt.Key.Key_2)
    assert hands.board.notes[note].score == 2
    assert window.page.chips.saved.text().startswith("Saved")


def test_keys_do_not_reach_the_board_while_a_field_is_edited(window: MainWindow, hands: Hands) -> None:
    window.page.bridge.select([first(hands, "pains")])
    field = window.top.title
    assert isinstance(field, QLineEdit)
    field.setFocus()
    before = dict(hands.board.notes)
    QTest.keyClicks(field, "n1*")
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert hands.board.notes == before
    assert hands.history.undoable is None


def test_panels_fold_away_and_come_back_by_key(window: MainWindow) -> None:
    key(window, Qt.Key.Key_B, CTRL)
    assert window.page.side.isHidden()
    key(window, Qt.Key.Key_3, ALT)
    assert window.page.side.isVisible()
    assert window.page.side.current == "statements"


def test_keys_work_on_the_statement_that_has_the_focus(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    window.port.show_panel("statements")
    panel = window.page.side.panels["statements"]
    first, second, _ = [statement.id for statement in hands.board.statements]
    qtbot.waitUntil(panel.cards[first].isVisible)
    panel.cards[first].setFocus()
    QTest.keyClick(panel.cards[first], Qt.Key.Key_Down, ALT)
    assert [statement.id for statement in hands.board.statements][:2] == [second, first]
    QTest.keyClick(panel.cards[first], Qt.Key.Key_Delete)
    assert first not in [statement.id for statement in hands.board.statements]
    assert "deleted" in window.page.message.text


def test_undo_while_writing_takes_back_typing_first_and_then_the_board(window: MainWindow, hands: Hands) -> None:
    note = first(hands, "gains")
    text = hands.board.notes[note].text
    hands.click(hands.middle(note))
    key(window, Qt.Key.Key_4)
    key(window, Qt.Key.Key_F2)
    editor = window.page.view.editor
    QTest.keyClicks(editor, "typed")
    assert editor.text() == "typed"
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.text() == text
    assert hands.history.depth == 1
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert hands.history.depth == 0
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert hands.history.undoable is None


def test_no_action_has_the_same_key_twice() -> None:
    """Shift+1 and "!" are one key on many keyboards, and Qt does nothing at all where both are meant."""
    shifted = dict(zip("!@#$%^&*()", "1234567890", strict=True))
    for bound in all_actions().values():
        keys = [f"Shift+{shifted[key]}" if key in shifted else key for key in bound.keys]
        assert len(set(keys)) == len(keys), bound.id


def test_chips_are_as_wide_as_their_words(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    chips = window.page.chips
    for count in (9, 1_000_000, 3):
        chips.show_count(count)
        qtbot.waitUntil(lambda: all(label.width() >= label.sizeHint().width() for label in (chips.saved, chips.count)))
        assert chips.width() == chips.sizeHint().width()


def test_an_offer_to_undo_goes_with_the_next_change(window: MainWindow, hands: Hands) -> None:
    note = hands.board.in_zone("gains")[0].id
    window.page.bridge.select([note])
    key(window, Qt.Key.Key_Delete)
    assert "deleted" in window.page.message.text
    key(window, Qt.Key.Key_Z, CTRL)
    assert note in hands.board.notes
    assert window.page.message.text == "", "its Undo would take back something else now"


@pytest.mark.parametrize("presses", [[(Qt.Key.Key_Z, CTRL)] * 2, [(Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier)]])
def test_a_message_about_a_link_goes_when_the_link_goes_or_changes(window: MainWindow, hands: Hands, presses) -> None:
    source, target = hands.board.in_zone("creators")[-1].id, hands.board.in_zone("gains")[-1].id
    key(window, Qt.Key.Key_L)
    hands.drag(hands.middle(source), hands.middle(target))
    (link,) = window.page.bridge.links
    assert window.page.message.text.startswith("Linked: mostly")
    window.page.bridge.do(EditNote(source, {"text": "Somebody else writes"}))
    assert window.page.message.text.startswith("Linked: mostly")
    for press in presses:
        key(window, *press)
    assert link not in hands.board.links or hands.board.links[link].strength == 3
    assert window.page.message.text == ""


@pytest.mark.parametrize("width", [760, 800, 1440])
def test_a_message_leaves_the_tools_free(window: MainWindow, qtbot: QtBot, width: int) -> None:
    page = window.page
    window.resize(width, 520)
    qtbot.waitUntil(lambda: page.width() == width)
    page.bridge.say("Linked: mostly. Press 1, 2 or 3 for partly, mostly or fully.")
    assert page.message.isVisible() and page.view.rect().contains(page.message.geometry())
    assert not page.message.geometry().intersects(page.rail.geometry())


def test_a_message_is_as_high_as_its_lines(window: MainWindow) -> None:
    line = window.page.message
    for words in ("Linked: mostly. Press 1, 2 or 3 for partly, mostly or fully.", "Long " * 60, "Copied."):
        window.page.bridge.say(words)
        label = line.findChild(QLabel)
        lines = line.height() - 16
        assert label.heightForWidth(label.width()) <= lines <= max(label.heightForWidth(label.width()), 34), words


def test_folding_the_panel_gives_the_keyboard_back_to_the_board(window: MainWindow) -> None:
    window.page.side.tabs["fit-panel"].setFocus()
    key(window, Qt.Key.Key_B, CTRL)
    assert window.page.view.hasFocus()


def test_a_long_title_shows_its_beginning_after_it_was_edited(window: MainWindow) -> None:
    field = window.top.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "A title that is really very long so that it has to be cut somewhere in the bar at the top")
    assert field.cursorPosition() > 50
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.cursorPosition() == 0


def test_a_fitted_board_stays_fitted_when_the_window_changes(window: MainWindow, hands: Hands) -> None:
    view = window.page.view
    key(window, Qt.Key.Key_1, SHIFT)
    for size in ((1800, 1000), (1100, 700)):
        window.resize(*size)
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        assert seen.contains(view.board_scene.content_rect()), size
    key(window, Qt.Key.Key_Plus, CTRL)
    zoom = view.zoom
    window.resize(1500, 900)
    assert view.zoom == zoom, "a zoom that was chosen is kept"


def test_chips_say_less_in_a_small_window(window: MainWindow) -> None:
    chips = window.page.chips
    for width in (760, 900, 1400):
        window.resize(width, 480)
        assert chips.geometry().right() < window.page.view.width(), width
        assert chips.saved.text().startswith("Saved")
    assert "on disk" in chips.saved.text() and chips.count.isVisible()


def test_arrows_move_the_view_when_nothing_is_selected(window: MainWindow, hands: Hands) -> None:
    before = window.page.view.mapToScene(0, 0)
    key(window, Qt.Key.Key_Right)
    key(window, Qt.Key.Key_Down)
    after = window.page.view.mapToScene(0, 0)
    assert after.x() > before.x() and after.y() > before.y()
    assert hands.history.undoable is None


@pytest.mark.parametrize("at", [(5000, 100), (-5000, 100), (100, 99_000), (100, -3000)])
def test_a_window_that_was_on_a_screen_that_is_gone_comes_up_in_sight(qtbot: QtBot, tmp_path: Path, at) -> None:
    for place, kept in ((at, False), ((-60, -10), True)):
        save_settings(Settings(motion=False, window=(*place, 900, 600)))
        window = MainWindow(tmp_path)
        qtbot.addWidget(window)
        window.show_home()
        window.show()
        assert window.screen().geometry().intersects(window.geometry())
        assert (window.geometry().topLeft() == QPoint(*place)) is kept
        window.close()


def test_the_first_window_is_no_larger_than_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(tmp_path / "library")
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    assert window.width() < room.width() and window.height() < room.height()
