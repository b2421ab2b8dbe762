"""Board mode: the window as a touch board, the large tools, the round menu and the entry bar."""

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.actions import all_actions
from canvas_app.actions.round import ROUND, Entry
from canvas_app.app.settings import load_settings
from canvas_app.domain.commands import EditNote
from canvas_app.ui.appearance import style_sheet
from canvas_app.ui.main_window import MainWindow
from tests.ui.board.test_view import a_note, free_place
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

LEAST = 56
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def board(window: MainWindow, qtbot) -> Hands:
    """The window in board mode."""
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_F11)
    assert window.board_mode.on
    qtbot.waitUntil(lambda: window.size() == window.screen().size())
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.page.view.viewport().size() == QSize(1600, 900))
    window.page.message.hide()
    return Hands(window.page.view)


@pytest.fixture
def fingers(board: Hands) -> Fingers:
    return Fingers(board.view.viewport())


def hold(fingers: Fingers, board: Hands, at: QPoint, qtbot) -> None:
    """A long press; the finger stays down."""
    fingers.press(f0=at)
    qtbot.waitUntil(board.view.menu.isVisible, timeout=2000)


def target(board: Hands, word: str) -> QAbstractButton:
    return next(target for target in board.view.menu.targets if target.accessibleName() == word)


def middle_of(board: Hands, widget: QWidget) -> QPoint:
    return widget.mapTo(board.view, widget.rect().center())


def test_f11_fills_the_screen_and_gives_it_back(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window.page.view, Qt.Key.Key_F11)
    assert not window.isFullScreen() and not window.board_mode.on
    window.board_mode.start()
    window.showNormal()
    assert not window.board_mode.on, "the system's own way out of the full screen ends it"


def test_it_takes_the_chrome_away_and_brings_it_back(window: MainWindow, board: Hands) -> None:
    page = window.page
    for gone in (window.top, page.side, page.chips, page.unfold):
        assert not gone.isVisible()
    QTest.keyClick(board.view, Qt.Key.Key_Escape)
    board.double_click(board.middle(a_note(board, "gains")))
    QTest.keyClick(page.entry.field, Qt.Key.Key_Escape)
    assert window.board_mode.on
    page.rail.findChild(QAbstractButton, "leave-board").click()
    assert not window.board_mode.on
    for back in (window.top, page.side, page.chips):
        assert back.isVisible()
    QTest.keyClick(board.view, Qt.Key.Key_F11)
    window.show_home()
    assert not window.board_mode.on


def test_every_target_is_at_least_56_pixels(window: MainWindow, board: Hands) -> None:
    page = window.page
    page.bridge.say("Something that can be undone.", undo=True)
    board.double_click(board.middle(a_note(board, "gains")))
    page.entry.raise_()
    shown = [b for b in board.view.findChildren(QAbstractButton) if b.isVisible()]
    assert len(shown) > 12
    assert {b.accessibleName() or b.text(): b.size() for b in shown if min(b.width(), b.height()) < LEAST} == {}
    board.view.finish_editing()
    board.view.menu.open(QPointF(500, 400))
    for target in board.view.menu.targets:
        assert min(target.width(), target.height()) >= LEAST
    assert min(page.rail.handle.width(), page.rail.handle.height()) >= LEAST


def test_the_find_bar_is_large_too_and_slim_again_in_the_window(
    window: MainWindow, board: Hands, qapp: QApplication
) -> None:
    qapp.setStyleSheet(style_sheet())
    bar = window.page.find_bar
    bar.open()
    parts = [bar.field, *(b for b in bar.findChildren(QAbstractButton) if b.isVisible())]
    assert {part.accessibleName(): part.height() for part in parts if part.height() < LEAST} == {}
    assert bar.field.fontInfo().pixelSize() >= 18 and bar.kind.fontInfo().pixelSize() >= 16
    bar.dismiss()
    window.board_mode.leave()
    bar.open()
    assert bar.field.height() < LEAST and bar.kind.fontInfo().pixelSize() < 14
    qapp.setStyleSheet("")


@pytest.mark.parametrize("dock", ["right", "bottom", "left"])
def test_the_tools_are_dragged_to_an_edge_by_the_handle_and_stay_there(
    window: MainWindow, board: Hands, dock: str
) -> None:
    rail, view = window.page.rail, board.view
    goal = {"left": QPoint(5, 400), "right": QPoint(view.width() - 5, 400), "bottom": QPoint(800, view.height() - 5)}
    QTest.mousePress(rail.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    for at in (QPoint(700, 440), goal[dock]):
        QTest.mouseMove(rail.handle, rail.handle.mapFrom(view, at))
    QTest.mouseRelease(rail.handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert rail.edge == dock
    away = {"left": rail.x(), "right": view.width() - rail.geometry().right(), "bottom": view.height() - rail.y()}
    assert away[dock] < 120
    assert view.rect().contains(rail.geometry())
    assert load_settings().rail_dock == dock
    window.board_mode.toggle()
    window.board_mode.toggle()
    assert rail.edge == dock


def test_the_tools_fit_in_small_windows(window: MainWindow, board: Hands, qtbot) -> None:
    rail = window.page.rail
    for dock in ("left", "bottom"):
        rail.dock_at(dock)
        for size in ((1600, 900), (760, 480), (3000, 2000)):
            window.resize(*size)
            qtbot.waitUntil(lambda size=size: board.view.size() == QSize(*size))
            assert board.view.rect().contains(rail.geometry()), (dock, size)
            shown = [b for b in rail.findChildren(QAbstractButton) if b.isVisible()]
            places = [b.geometry() for b in shown]
            assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])


def test_the_side_panel_can_be_called_back(window: MainWindow, board: Hands) -> None:
    window.page.rail.findChild(QAbstractButton, "panel").click()
    assert window.page.side.isVisible()
    window.page.rail.findChild(QAbstractButton, "panel").click()
    assert not window.page.side.isVisible()


def test_the_outline_gives_way_to_the_canvas_and_comes_back(window: MainWindow, board: Hands) -> None:
    window.board_mode.leave()
    window.remember(outline=True)
    assert window.page.outline is not None
    window.board_mode.start()
    assert window.page.outline is None and window.page.rail.isVisible()
    window.board_mode.leave()
    assert window.page.outline is not None
    window.remember(outline=False)


def test_order_is_offered_once_and_the_offer_arranges_the_zones(window: MainWindow, board: Hands) -> None:
    assert not any(state.arranged for state in board.board.zone_states.values())
    window.board_mode.leave()
    window.remember(order_offered=False)
    window.board_mode.start()
    offer = next(b for b in window.page.message.findChildren(QAbstractButton) if b.text() == "Keep in order")
    assert offer.isVisible()
    line, view = window.page.message, board.view
    board_rect = view.viewportTransform().mapRect(view.board_scene.content_rect()).toRect()
    assert view.is_fitted and not line.geometry().intersects(board_rect), "nor does it lie over the parking lot"
    offer.click()
    assert all(board.board.zone_states[zone.id].arranged for zone in board.board.canvas.zones)
    window.page.message.hide()
    window.board_mode.leave()
    window.board_mode.start()
    assert not offer.isVisible()


def test_finger_taps_undo_and_redo_in_board_mode_only(window: MainWindow, board: Hands, fingers: Fingers) -> None:
    note = a_note(board, "gains")
    at = free_place(board, "creators")
    two = {"f0": at, "f1": at + QPoint(50, 0)}
    window.page.bridge.do(EditNote(note, {"text": "Changed"}))
    fingers.tap(**two)
    assert board.board.notes[note].text != "Changed"
    assert "Undone" in window.page.message.text
    fingers.tap(**two, f2=at + QPoint(0, 50))
    assert board.board.notes[note].text == "Changed"
    window.remember(finger_taps=False)
    fingers.tap(**two)
    assert board.board.notes[note].text == "Changed"
    window.remember(finger_taps=True)
    window.board_mode.leave()
    at = free_place(board, "creators")
    fingers.tap(f0=at, f1=at + QPoint(50, 0))
    assert board.board.notes[note].text == "Changed"


def test_buttons_can_be_tapped_while_others_hold_notes(window: MainWindow, board: Hands, fingers: Fingers) -> None:
    note, other = a_note(board, "gains"), a_note(board, "pains")
    window.page.bridge.do(EditNote(other, {"text": "Changed"}))
    start = board.middle(note)
    fingers.press(f0=start)
    fingers.move(f0=start + QPoint(60, 40))
    undo = window.page.rail.findChild(QAbstractButton, "undo")
    Fingers(undo).tap(f5=undo.rect().center())
    assert board.board.notes[other].text != "Changed"
    outside = Fingers(undo)
    outside.press(f5=undo.rect().center())
    outside.move(f5=QPoint(-200, 10))
    outside.lift("f5")
    assert board.view.hands.holding
    x = board.board.notes[note].x
    fingers.lift("f0")
    assert board.board.notes[note].x > x
    Fingers(window.page.rail.handle).drag(QPoint(20, 20), QPoint(700, 2000), "f5")
    assert window.page.rail.edge == "bottom"
    window.page.rail.dock_at("left")
    window.page.rail.settle()


def test_the_fit_panel_has_targets_for_fingers(window: MainWindow, board: Hands, qtbot: QtBot) -> None:
    side = window.page.side
    side.show_panel("fit-panel")
    window.page.rail.findChild(QAbstractButton, "panel").click()
    qtbot.waitUntil(lambda: "fit-panel" in side.panels and side.panels["fit-panel"].isVisible())
    assert all(button.height() >= 56 for button in side.panels["fit-panel"].sheets.values())


def test_a_press_beside_the_tools_on_their_rail_is_not_one_on_the_board(window: MainWindow, board: Hands) -> None:
    window.page.bridge.select([a_note(board, "gains")])
    QTest.mouseClick(window.page.rail, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))
    assert window.page.bridge.notes


# the round menu


def test_what_the_round_menu_names_is_declared() -> None:
    def names(entries: tuple[Entry, ...]) -> set[str]:
        return {entry.action for entry in entries} | {name for entry in entries for name in names(entry.more)}

    for entries in ROUND.values():
        assert names(entries) <= set(all_actions())
        assert len(entries) <= 8


def test_a_long_press_opens_the_menu_and_a_tap_chooses(board: Hands, fingers: Fingers, qtbot) -> None:
    note = a_note(board, "gains")
    picked = board.board.notes[note].picked
    hold(fingers, board, board.middle(note), qtbot)
    fingers.lift("f0")
    assert board.view.menu.isVisible(), "lifting the finger leaves it open"
    assert board.view.bridge.notes == (note,)
    assert board.history.undoable is None
    target(board, "Pick").click()
    assert board.board.notes[note].picked is not picked
    assert not board.view.menu.isVisible() and not board.view.gesture_in_progress


def test_sliding_to_an_entry_and_lifting_chooses_it(board: Hands, fingers: Fingers, qtbot) -> None:
    note = a_note(board, "gains")
    count = len(board.board.notes)
    hold(fingers, board, board.middle(note), qtbot)
    at = middle_of(board, target(board, "Duplicate"))
    fingers.move(f0=at)
    assert target(board, "Duplicate").aimed
    fingers.lift("f0")
    assert len(board.board.notes) == count + 1
    assert not board.view.menu.isVisible()


def test_scores_and_zones_open_in_its_place(board: Hands) -> None:
    note = a_note(board, "gains")
    board.view.menu.open(QPointF(board.middle(note)))
    target(board, "Score").click()
    target(board, "Score 2").click()
    assert board.board.notes[note].score == 2
    board.view.menu.open(QPointF(board.middle(note)))
    target(board, "Move to").click()
    target(board, board.board.canvas.zone("pains").title).click()
    assert board.board.notes[note].zone == "pains"
    assert not board.view.menu.isVisible()


def test_the_words_of_the_note_asked_about_stay_in_sight_within_the_ring(board: Hands) -> None:
    menu = board.view.menu
    note = a_note(board, "gains")
    menu.open(QPointF(board.middle(note)))
    places = [target.geometry() for target in menu.targets]
    ways = [(place.center() - menu.rect().center(), place.width() / 2) for place in places]
    assert all(math.hypot(way.x(), way.y()) - half > 70 for way, half in ways), "the middle is free"
    gaps = [(a.center() - b.center(), (a.width() + b.width()) / 2) for n, a in enumerate(places) for b in places[:n]]
    assert all(math.hypot(gap.x(), gap.y()) >= least - 1 for gap, least in gaps), "none lies on another"
    close = target(board, "Close")
    assert min(close.width(), close.height()) >= LEAST
    board.click(middle_of(board, close))
    assert not menu.isVisible()


def test_it_stays_inside_the_window_and_closes_by_a_tap_elsewhere(board: Hands, fingers: Fingers) -> None:
    view, menu = board.view, board.view.menu
    for at in (QPointF(2, 2), QPointF(view.width() - 2, view.height() - 2), QPointF(view.width() - 2, 2)):
        menu.open(at)
        assert view.rect().contains(menu.geometry())
        places = [target.geometry() for target in menu.targets]
        assert all(menu.rect().contains(place) for place in places)
    fingers.tap(f0=QPoint(300, 500))
    assert not menu.isVisible()
    menu.open(QPointF(500, 400))
    board.click(QPoint(1400, 860))
    assert not menu.isVisible()


def test_a_finger_that_moves_or_a_second_one_opens_nothing(board: Hands, fingers: Fingers, qtbot) -> None:
    at = board.middle(a_note(board, "gains"))
    fingers.press(f0=at)
    fingers.move(f0=at + QPoint(30, 0))
    fingers.press(f1=free_place(board, "jobs"))
    assert not any(finger.timer for finger in board.view.touch._fingers.values() if not finger.free)
    fingers.cancel()
    fingers.press(f0=free_place(board, "creators"))
    fingers.press(f1=free_place(board, "creators") + QPoint(40, 0))
    assert not any(finger.timer for finger in board.view.touch._fingers.values())
    fingers.lift()


def test_the_right_button_and_the_menu_key_open_it_for_mouse_and_keyboard(board: Hands) -> None:
    note = a_note(board, "gains")
    at = board.middle(note)
    viewport, menu = board.view.viewport(), board.view.menu
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible() and board.view.hasFocus()
    QTest.keyClick(board.view, Qt.Key.Key_Menu)
    assert menu.isVisible() and menu.targets[0].hasFocus()
    QTest.keyClick(menu.targets[0], Qt.Key.Key_Right)
    assert menu.targets[1].hasFocus()
    picked = board.board.notes[note].picked
    QTest.keyClick(menu.targets[1], Qt.Key.Key_Return)
    assert board.board.notes[note].picked is not picked


def test_a_new_note_from_the_menu_lands_where_the_finger_was(board: Hands, fingers: Fingers, qtbot) -> None:
    at = board.pixel(250, 90)
    place = board.view.scene_point(QPointF(at))
    hold(fingers, board, at, qtbot)
    fingers.lift("f0")
    target(board, "New note").click()
    QTest.keyClicks(QApplication.focusWidget(), "By menu")
    board.view.finish_editing()
    (note,) = [n for n in board.board.notes.values() if n.text == "By menu"]
    assert (QPointF(*note.centre) - place).manhattanLength() < 3


# the entry bar


def test_a_tapped_note_is_written_in_the_bar_and_stays_in_sight(
    window: MainWindow, board: Hands, fingers: Fingers, qtbot
) -> None:
    entry, view = window.page.entry, board.view
    note = max(board.board.notes.values(), key=lambda n: n.y).id
    before = view.place_now()
    for _ in range(2):
        fingers.tap(f0=board.middle(note))
    assert entry.isVisible() and entry.field.hasFocus()
    assert entry.geometry().bottom() < view.height() / 2
    assert entry.field.fontInfo().pixelSize() >= 20
    assert entry.field.toPlainText() == board.board.notes[note].text
    QTest.keyClicks(entry.field, "Written large ")
    for _ in range(3):
        QTest.keyClick(entry.field, Qt.Key.Key_Return)
        QTest.keyClicks(entry.field, "and a line that makes it grow")
    shown = view.viewportTransform().mapRect(view.board_scene.note_items[note].body)
    assert QRectF(0, entry.geometry().bottom(), view.width(), view.height() / 2).contains(shown)
    assert shown.bottom() <= view.height() / 2 + 1
    qtbot.waitUntil(lambda: board.board.notes[note].text.startswith("Written large"), timeout=3000)
    assert entry.field.hasFocus()
    entry.done.click()
    assert not entry.isVisible() and not view.editor.isVisible() and view.hasFocus()
    assert board.history.depth == 1, "one undo unit"
    assert view.place_now() == before, "the board is back where it was"


def test_the_bar_goes_on_to_the_next_note_and_ends_by_esc_and_by_the_board(
    window: MainWindow, board: Hands, fingers: Fingers
) -> None:
    entry = window.page.entry
    board.double_click(board.pixel(250, 90))
    QTest.keyClicks(entry.field, "First")
    entry.next.click()
    assert entry.isVisible() and entry.field.toPlainText() == ""
    QTest.keyClicks(entry.field, "Second")
    QTest.keyClick(entry.field, Qt.Key.Key_Tab)
    QTest.keyClicks(entry.field, "Third")
    QTest.keyClick(entry.field, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(entry.field, Qt.Key.Key_Escape)
    assert not entry.isVisible()
    texts = [n.text for n in board.board.in_zone("creators")]
    assert [text for text in texts if text in ("First", "Second", "Third")] == ["First", "Second", "Third"]
    board.double_click(board.middle(a_note(board, "gains")))
    QTest.keyClicks(entry.field, "Tapped away")
    fingers.tap(f0=QPoint(800, board.view.height() - 10))
    assert not entry.isVisible()
    assert board.board.notes[a_note(board, "gains")].text == "Tapped away"


def test_undo_in_the_bar_is_of_the_text_first(window: MainWindow, board: Hands) -> None:
    entry, note = window.page.entry, a_note(board, "gains")
    text = board.board.notes[note].text
    board.double_click(board.middle(note))
    QTest.keyClicks(entry.field, "x")
    QTest.keyClick(entry.field, Qt.Key.Key_Z, CTRL)
    assert entry.field.toPlainText() == text
    assert board.view.editor.text() == text
    board.view.finish_editing()
    assert board.board.notes[note].text == text


def test_the_bar_follows_what_others_write(window: MainWindow, board: Hands) -> None:
    entry, note = window.page.entry, a_note(board, "gains")
    board.double_click(board.middle(note))
    window.page.bridge.do(EditNote(note, {"text": "From elsewhere"}))
    assert entry.field.toPlainText() == "From elsewhere"


def test_outside_board_mode_only_fingers_get_the_bar(window: MainWindow, board: Hands, fingers: Fingers) -> None:
    window.board_mode.leave()
    entry, note = window.page.entry, a_note(board, "gains")
    board.double_click(board.middle(note))
    assert not entry.isVisible() and board.view.editor.hasFocus()
    board.view.finish_editing()
    for _ in range(2):
        fingers.tap(f0=board.middle(note))
    assert entry.isVisible()
    assert QRect(0, 0, board.view.width(), board.view.height()).contains(entry.geometry())


def test_the_details_of_a_note_open_from_the_round_menu_and_their_button_closes_them(
    window: MainWindow, board: Hands, fingers: Fingers, qtbot
) -> None:
    note = a_note(board, "gains")
    hold(fingers, board, board.middle(note), qtbot)
    fingers.lift("f0")
    target(board, "More").click()
    qtbot.waitUntil(lambda: any(entry.text() == "Details" for entry in board.view.menu.targets))
    target(board, "Details").click()
    details = window.page.side.details
    qtbot.waitUntil(details.isVisible)
    assert details.note_id == note
    details.close_button.click()
    assert not window.page.side.isVisible(), "the board has the whole screen again"
