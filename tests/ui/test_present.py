"""Presenting: what the audience sees, and that nothing on the board changes under the presenter's hands."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QInputDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.domain.commands import AddNotes, Delete, MoveNotes, NewNote, PickNotes
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.present import LARGEST, REST
from canvas_app.ui.theme import colour, in_force
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers
from tests.ui.pens import Pen

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window.page.view)


class Show:
    """The window while it presents."""

    def __init__(self, window: MainWindow):
        self.window = window
        self.view = window.page.view
        self.presenter = window.page.presenter

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifiers)

    @property
    def words(self) -> str:
        return self.presenter.bar.place.text()

    @property
    def ids(self) -> list[str]:
        """The ids of the zones, in their order."""
        return [zone.id for zone in self.view.bridge.session.board.canvas.zones]

    def title(self, zone: str) -> str:
        return self.view.bridge.session.board.canvas.zone(zone).title

    def seen(self) -> QRectF:
        return self.view.mapToScene(self.view.viewport().rect()).boundingRect()

    def shade(self, note: str) -> int:
        """How far a note's colour on the screen is from its own."""
        item = self.view.board_scene.note_items[note]
        spot = self.view.viewportTransform().map(item.body.bottomRight() - QPointF(5, 5)).toPoint()
        now = self.view.viewport().grab().toImage().pixelColor(spot)
        own = colour(f"{item.hue}.note")
        return abs(now.red() - own.red()) + abs(now.green() - own.green()) + abs(now.blue() - own.blue())


@pytest.fixture
def show(window: MainWindow, qtbot: QtBot) -> Show:
    show = Show(window)
    QTest.mouseClick(window.top.present, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    return show


def notes_of(show: Show, zone: str) -> list[str]:
    return [note.id for note in show.view.bridge.session.board.in_zone(zone)]


def picked(show: Show) -> list[str]:
    return [note.id for note in show.view.bridge.session.board.in_order() if note.picked and note.zone != "parking"]


def test_it_fills_the_screen_with_the_board_and_nothing_else(window: MainWindow, show: Show) -> None:
    assert window.isFullScreen()
    page = window.page
    for part in (window.top, page.side, page.rail, page.chips, page.unfold, page.message, page.minimap):
        assert not part.isVisible(), part
    assert show.view.size() == window.size()
    assert show.words == "Whole board · 1 of 7"
    assert show.seen().contains(show.view.board_scene.content_rect())


def test_a_message_from_before_does_not_come_back_after(window: MainWindow) -> None:
    window.page.bridge.say("Linked.")
    show = Show(window)
    QTest.mouseClick(window.top.present, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    show.key(Key.Key_Escape)
    assert not window.page.presenter.on
    assert window.page.message.text == "", "nothing would take it away again"


def test_it_walks_the_zones_in_their_order_and_lights_them(show: Show) -> None:
    for place, zone in enumerate(show.ids, 2):
        show.key(Key.Key_Right)
        assert show.words == f"{show.title(zone)} · {place} of 7"
        for note in notes_of(show, zone):
            assert show.seen().contains(show.view.board_scene.note_items[note].body)
            assert show.shade(note) < 12
    assert not show.window.page.minimap.isVisible(), "even now that a part of the board is out of sight"
    lit = set(notes_of(show, show.ids[-1]))
    others = [
        note
        for note, item in show.view.board_scene.note_items.items()
        if note not in lit and show.seen().contains(item.body)
    ]
    assert others and all(show.shade(note) > 20 for note in others)
    show.key(Key.Key_Right)
    assert show.words.endswith("7 of 7"), "the last stop stays"


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Space, Key.Key_PageDown, Key.Key_Return, Key.Key_Enter])
def test_keys_that_go_on(show: Show, key: Qt.Key) -> None:
    show.key(key)
    assert show.words.endswith("2 of 7")


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Up, Key.Key_PageUp, Key.Key_Backspace])
def test_keys_that_go_back(show: Show, key: Qt.Key) -> None:
    show.key(Key.Key_End)
    assert show.words.endswith("7 of 7")
    show.key(key)
    assert show.words.endswith("6 of 7")
    show.key(Key.Key_Home)
    assert show.words.endswith("1 of 7")
    show.key(key)
    assert show.words.endswith("1 of 7")


def test_a_clicker_begins_anew_blanks_the_screen_and_ends(window: MainWindow, show: Show) -> None:
    show.key(Key.Key_PageDown)
    show.key(Key.Key_F5)
    assert show.words.endswith("1 of 7")
    show.key(Key.Key_Period)
    image = window.grab().toImage()
    assert {image.pixelColor(x, y).name() for x in (5, 400, 700) for y in (5, 300, 700)} == {"#000000"}
    show.key(Key.Key_PageDown)
    assert show.words.endswith("1 of 7"), "the first key only brings the picture back"
    assert window.grab().toImage().pixelColor(400, 300).name() != "#000000"
    show.key(Key.Key_Escape)
    assert not show.presenter.on


def test_clicks_go_on_and_the_right_button_goes_back(show: Show, hands: Hands) -> None:
    middle = show.view.viewport().rect().center()
    hands.click(middle)
    hands.double_click(middle)
    assert show.words.endswith("4 of 7")
    hands.press(middle, RIGHT)
    hands.release(middle, RIGHT)
    assert show.words.endswith("3 of 7")


def test_the_wheel_turns_the_pages(show: Show) -> None:
    at = QPointF(300, 300)
    for turn, place in ((-120, 2), (-60, 2), (-60, 3), (120, 2)):
        event = QWheelEvent(
            at,
            show.view.viewport().mapToGlobal(at),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(show.view.viewport(), event)
        assert show.words.endswith(f"{place} of 7")


def test_taps_go_on_and_at_the_left_back_and_swipes_turn_pages(show: Show) -> None:
    fingers = Fingers(show.view.viewport())
    width = show.view.viewport().width()
    right, left = QPoint(width // 2, 300), QPoint(width // 5, 300)
    fingers.tap(f0=right)
    fingers.tap(f0=right)
    assert show.words.endswith("3 of 7")
    fingers.tap(f0=left)
    assert show.words.endswith("2 of 7")
    fingers.drag(right, right - QPoint(200, 10))
    assert show.words.endswith("3 of 7")
    fingers.drag(left, left + QPoint(200, 10))
    assert show.words.endswith("2 of 7")


def test_two_fingers_look_closer_without_turning_the_page(show: Show) -> None:
    show.key(Key.Key_Right)
    zoom = show.view.zoom
    fingers = Fingers(show.view.viewport())
    fingers.press(f0=QPoint(300, 300))
    fingers.press(f1=QPoint(400, 300))
    fingers.move(f0=QPoint(200, 300), f1=QPoint(500, 300))
    fingers.lift("f0")
    fingers.lift("f1")
    assert show.view.zoom > zoom * 1.5
    assert show.words.endswith("2 of 7")


def test_a_palm_and_the_hand_that_holds_a_pen_turn_no_page(show: Show) -> None:
    fingers, pen = Fingers(show.view.viewport()), Pen(show.view.viewport())
    place = QPoint(show.view.viewport().width() // 2, 300)
    fingers.size = QSizeF(400, 300)
    fingers.tap(f0=place)
    assert show.words.endswith("1 of 7"), "a palm"
    fingers.size = QSizeF()
    fingers.press(f1=place)
    pen.clock = fingers.clock
    pen.tap(place)
    assert show.words.endswith("2 of 7"), "the tip of the pen"
    fingers.lift("f1")
    fingers.clock = pen.clock + 300
    fingers.tap(f2=place)
    assert show.words.endswith("2 of 7"), "the hand that leaves the board after the pen"
    fingers.clock = pen.clock + 600
    fingers.tap(f3=place)
    assert show.words.endswith("3 of 7"), "a finger, when the pen is gone"


def test_a_finger_that_rests_on_the_trackpad_turns_no_page(show: Show) -> None:
    fingers = Fingers(show.view.viewport(), QInputDevice.DeviceType.TouchPad)
    fingers.tap(f0=QPoint(show.view.viewport().width() // 2, 300))
    assert show.words.endswith("1 of 7")


def test_fingers_that_are_down_when_it_begins_or_the_laser_comes_are_forgotten(
    window: MainWindow, hands: Hands
) -> None:
    show, fingers = Show(window), Fingers(hands.view.viewport())
    place = QPoint(hands.view.viewport().width() // 2, 300)
    fingers.press(f0=place, f1=place + QPoint(90, 0))
    window.binder["view.present"].trigger()
    fingers.lift("f0")
    fingers.lift("f1")
    assert not hands.view.gesture_in_progress
    fingers.press(f0=place)
    show.key(Key.Key_K)
    fingers.lift("f0")
    show.key(Key.Key_K)
    fingers.tap(f2=place)
    assert show.words.endswith("2 of 7")
    fingers.press(f3=place)
    show.key(Key.Key_Escape)
    fingers.lift("f3")
    assert not hands.view.gesture_in_progress


def test_picked_notes_one_by_one_in_the_order_of_zones_and_ranks(show: Show) -> None:
    QTest.mouseClick(show.presenter.bar.picked, Qt.MouseButton.LeftButton)
    order = picked(show)
    assert show.words == f"Whole board · 1 of {len(order) + 1}"
    unpicked = next(note.id for note in show.view.bridge.session.board.in_zone("products"))
    assert show.shade(order[0]) < 12 < show.shade(unpicked), "the picked ones stand out on the whole board too"
    for place, note in enumerate(order, 2):
        show.key(Key.Key_PageDown)
        assert show.words.endswith(f" · {place} of {len(order) + 1}")
        body = show.view.board_scene.note_items[note].body
        assert (show.seen().center() - body.center()).manhattanLength() < 40
        assert 2.0 < show.view.zoom <= LARGEST
        assert show.shade(note) < 12
    QTest.mouseClick(show.presenter.bar.zones, Qt.MouseButton.LeftButton)
    assert show.words == "Whole board · 1 of 7"


def test_without_picked_notes_it_says_so_and_offers_the_zones(show: Show) -> None:
    show.view.bridge.do(PickNotes(tuple(picked(show)), False))
    QTest.mouseClick(show.presenter.bar.picked, Qt.MouseButton.LeftButton)
    assert "No notes are picked" in show.words
    show.key(Key.Key_Right)
    assert show.presenter.on
    QTest.mouseClick(show.presenter.bar.zones, Qt.MouseButton.LeftButton)
    show.key(Key.Key_Right)
    assert show.words == f"{show.title(show.ids[0])} · 2 of 7"


def test_an_empty_board_says_that_there_is_nothing_yet(window: MainWindow, hands: Hands) -> None:
    hands.view.bridge.do(Delete(tuple(hands.board.notes)))
    QTest.keyClick(hands.view, Key.Key_F5)
    assert not window.isFullScreen() and not window.page.presenter.on
    assert "nothing to present yet" in window.page.message.text


def test_nothing_can_be_changed(window: MainWindow, show: Show, hands: Hands) -> None:
    show.key(Key.Key_End)
    notes, links = dict(hands.board.notes), dict(hands.board.links)
    note = notes_of(show, show.ids[-1])[0]
    hands.drag(hands.middle(note), hands.middle(note) + QPoint(120, 60))
    hands.double_click(QPoint(700, 20))
    fingers = Fingers(show.view.viewport())
    fingers.drag(hands.middle(note), hands.middle(note) + QPoint(0, 80))
    for key in (Key.Key_N, Key.Key_Delete, Key.Key_Backspace, Key.Key_3, Key.Key_Return, Key.Key_F2, Key.Key_L):
        show.key(key)
    for key in (Key.Key_A, Key.Key_Z, Key.Key_V, Key.Key_D, Key.Key_X, Key.Key_B, Key.Key_E):
        show.key(key, CTRL)
    assert show.presenter.on
    assert (dict(hands.board.notes), dict(hands.board.links)) == (notes, links)
    assert not hands.view.bridge.notes and hands.view.editor.item is None
    assert hands.history.undoable is None


@pytest.mark.parametrize("fitted", [True, False])
def test_leaving_puts_everything_back(window: MainWindow, hands: Hands, fitted: bool) -> None:
    view, page = hands.view, window.page
    note = hands.board.in_zone("pains")[0].id
    page.show_side(False)
    page.set_tool("hand")
    page.bridge.select([note])
    if not fitted:
        view.zoom_to(1.7)
        view.pan_by(QPointF(-130, 70))
    QApplication.processEvents()
    before = window.grab().toImage()
    place = view.zoom, view.horizontalScrollBar().value(), view.verticalScrollBar().value()
    QTest.keyClick(view, Key.Key_F5)
    QApplication.processEvents()
    QTest.keyClick(view, Key.Key_Right)
    QTest.keyClick(view, Key.Key_Escape)
    QApplication.processEvents()
    assert not window.isFullScreen() and window.size() == before.size()
    assert (view.zoom, view.horizontalScrollBar().value(), view.verticalScrollBar().value()) == place
    assert view.is_fitted is fitted
    assert page.bridge.notes == (note,) and view.tool == "hand"
    assert page.side.isHidden() and page.unfold.isVisible() and window.top.isVisible() and page.chips.isVisible()
    assert page.minimap.isVisible() is not fitted
    assert view.hasFocus()
    QTest.keyClick(view, Key.Key_V)
    x = hands.board.notes[note].x
    hands.drag(hands.middle(note), hands.middle(note) + QPoint(40, 0))
    assert hands.board.notes[note].x > x, "hands work again"


def test_what_was_found_is_lit_again_afterwards(window: MainWindow, show: Show, hands: Hands) -> None:
    show.key(Key.Key_Escape)
    show.key(Key.Key_F, CTRL)
    QTest.keyClicks(window.focusWidget(), "Paper cards")
    other = hands.board.in_zone("gains")[0].id
    assert show.shade(other) > 20
    QTest.keyClick(window.focusWidget(), Key.Key_F5)
    assert show.shade(other) < 12, "the audience sees the whole board"
    show.key(Key.Key_Escape)
    assert show.shade(other) > 20
    assert not show.view.hasFocus(), "the find bar has the keyboard again"


def test_from_the_outline_the_canvas_is_shown(window: MainWindow, hands: Hands) -> None:
    window.page.show_outline(True)
    QTest.keyClick(window.focusWidget(), Key.Key_F5)
    show = Show(window)
    assert window.page.outline is None
    QTest.keyClick(window.focusWidget(), Key.Key_Right)
    assert show.words.endswith("2 of 7")
    QTest.keyClick(window.focusWidget(), Key.Key_Escape)
    assert window.page.outline is not None and window.page.outline.isVisible()


@pytest.mark.parametrize("action", ["view.outline", "view.sheet-matrix"])
def test_what_lay_over_the_canvas_leaves_it_painted(window: MainWindow, action: str) -> None:
    """The canvas is not painted while it is covered."""
    window.binder[action].trigger()
    window.page.presenter.start()
    assert window.page.view.viewport().updatesEnabled()
    window.page.presenter.leave()
    assert not window.page.rail.isVisible(), "covered again"


def test_k_points_with_light_and_changes_nothing(show: Show, hands: Hands) -> None:
    show.key(Key.Key_Right)
    show.key(Key.Key_K)
    assert show.view.tool == "laser"
    note = notes_of(show, show.ids[0])[0]
    before = show.view.viewport().grab().toImage()
    hands.press(hands.middle(note))
    hands.move(hands.middle(note) + QPoint(60, 40))
    assert show.view.viewport().grab().toImage() != before, "the trail is seen"
    hands.release(hands.middle(note) + QPoint(60, 40))
    assert show.words.endswith("2 of 7") and hands.history.undoable is None
    show.key(Key.Key_Right)
    assert show.words.endswith("3 of 7")
    show.key(Key.Key_K)
    hands.click(QPoint(700, 300))
    assert show.words.endswith("4 of 7")


def test_ending_the_full_screen_by_the_system_ends_it(window: MainWindow, show: Show) -> None:
    window.showNormal()
    QApplication.processEvents()
    assert not show.presenter.on and not window.isFullScreen()
    assert window.top.isVisible() and window.page.chips.isVisible()


def test_a_full_screen_stays_one(window: MainWindow) -> None:
    window.showFullScreen()
    show = Show(window)
    show.key(Key.Key_F5)
    show.key(Key.Key_Escape)
    assert window.isFullScreen()


def test_it_goes_on_when_the_board_changes_meanwhile(show: Show) -> None:
    bridge = show.view.bridge
    QTest.mouseClick(show.presenter.bar.picked, Qt.MouseButton.LeftButton)
    order = picked(show)
    show.key(Key.Key_Right)
    show.key(Key.Key_Right)
    here = show.seen().center()
    bridge.do(Delete((order[0],)))
    assert show.words.endswith(f"2 of {len(order)}")
    assert show.seen().center() == here, "still the same note"
    bridge.do(MoveNotes((order[1],), 40, 0))
    moved = show.view.board_scene.note_items[order[1]].body
    assert (show.seen().center() - moved.center()).manhattanLength() < 40, "it is followed"
    bridge.do(Delete((order[1],)))
    assert show.words.endswith(f"2 of {len(order) - 1}"), "the next one takes its place"
    bridge.do(Delete(tuple(bridge.session.board.notes)))
    assert "nothing to present" in show.words
    bridge.do(AddNotes((NewNote("New", zone="gains"),)))
    QTest.mouseClick(show.presenter.bar.zones, Qt.MouseButton.LeftButton)
    assert show.words.endswith("1 of 7")


def test_the_bar_fades_when_no_hand_moves_and_comes_back(show: Show, hands: Hands, qtbot: QtBot) -> None:
    bar = show.presenter.bar
    assert bar.isVisible()
    hands.move(QPoint(300, 200))
    show.presenter._rest.setInterval(REST // 50)
    hands.move(QPoint(310, 200))
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=2000)
    assert show.view.viewport().cursor().shape() == Qt.CursorShape.BlankCursor
    show.key(Key.Key_Right)
    assert not bar.isVisible(), "keys and clickers leave the picture alone"
    hands.move(QPoint(340, 220))
    assert bar.isVisible()
    assert show.view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_bar_is_worked_by_keys_too(show: Show) -> None:
    bar = show.presenter.bar
    show.key(Key.Key_Tab)
    for _ in range(5):
        assert bar.isAncestorOf(show.window.focusWidget())
        if show.window.focusWidget() is bar.picked:
            break
        QTest.keyClick(show.window.focusWidget(), Key.Key_Tab)
    QTest.keyClick(show.window.focusWidget(), Key.Key_Space)
    assert "of 7" not in show.words
    QTest.keyClick(bar.picked, Key.Key_PageDown)
    assert " · 2 of " in show.words
    QTest.keyClick(bar.picked, Key.Key_Escape)
    assert not show.presenter.on


def test_the_buttons_of_the_bar(show: Show) -> None:
    bar = show.presenter.bar
    QTest.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    assert show.words.endswith("2 of 7")
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert show.words.endswith("1 of 7") and not bar.back.isEnabled()
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not show.presenter.on


def test_with_motion_it_glides_and_a_key_in_between_goes_on_from_there(show: Show) -> None:
    in_force.motion = True
    glide = show.view.glide
    start = show.view.zoom
    show.key(Key.Key_Right)
    assert glide.running and show.view.zoom == start
    glide.animation.setCurrentTime(glide.animation.duration() // 2)
    between = show.view.zoom
    assert between > start
    show.key(Key.Key_Right)
    assert glide.running and show.view.zoom == pytest.approx(between)
    glide.animation.setCurrentTime(glide.animation.duration())
    assert not glide.running
    for note in notes_of(show, show.ids[1]):
        assert show.seen().contains(show.view.board_scene.note_items[note].body)
    assert show.words.endswith("3 of 7")


def test_opening_another_board_ends_it(window: MainWindow, show: Show) -> None:
    window.show_home()
    assert not window.isFullScreen()
    assert not window.top.isVisible()


def test_right_to_left_the_left_key_goes_on(window: MainWindow) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        show = Show(window)
        show.key(Key.Key_F5)
        show.key(Key.Key_Left)
        show.key(Key.Key_Left)
        assert show.words.endswith("3 of 7")
        show.key(Key.Key_Right)
        assert show.words.endswith("2 of 7")
        Fingers(show.view.viewport()).tap(f0=QPoint(show.view.viewport().width() - 60, 300))
        assert show.words.endswith("1 of 7")
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
