"""Where the view is on a board larger than the window."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.app.settings import load_settings
from canvas_app.domain.commands import AddNotes, AddStrokes, Delete, EraseStrokes, MoveNotes, NewNote
from canvas_app.domain.entities import Stroke
from canvas_app.ui.board.minimap import NARROWEST, Minimap
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import colour
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    window.resize(1700, 1000)
    return Hands(window.page.view)


@pytest.fixture
def minimap(window: MainWindow, hands: Hands) -> Minimap:
    """Of a board that is seen at 200 %."""
    hands.view.zoom_to(2.0)
    return window.page.minimap


def spot(minimap: Minimap, x: float, y: float) -> QPoint:
    """Where the minimap shows a point of the board."""
    content = minimap.content
    scale = min((minimap.width() - 16) / content.width(), (minimap.height() - 16) / content.height())
    away = (QPointF(x, y) - content.center()) * scale
    return (QPointF(minimap.rect().width(), minimap.rect().height()) / 2 + away).toPoint()


def middle(hands: Hands) -> QPointF:
    return hands.view.scene_point(QPointF(hands.view.viewport().rect().center()))


def near(a: QPointF, b: tuple[float, float], by: float = 20) -> bool:
    return abs(a.x() - b[0]) < by and abs(a.y() - b[1]) < by


def colour_at(minimap: Minimap, x: float, y: float) -> QColor:
    return minimap.grab().toImage().pixelColor(spot(minimap, x, y))


def far(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


def test_it_is_there_as_long_as_a_part_of_the_board_is_out_of_sight(window: MainWindow, hands: Hands) -> None:
    minimap = window.page.minimap
    assert not minimap.isVisible(), "the whole board is in sight"
    QTest.keyClick(hands.view, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(hands.view, Qt.Key.Key_Plus, CTRL)
    assert minimap.isVisible()
    QTest.keyClick(hands.view, Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(hands.view, Qt.Key.Key_1, Qt.KeyboardModifier.ShiftModifier)
    assert not minimap.isVisible()
    for _ in range(5):
        QTest.keyClick(hands.view, Qt.Key.Key_Right)
    assert minimap.isVisible(), "scrolled away"


def test_a_click_brings_the_view_there(minimap: Minimap, hands: Hands) -> None:
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=spot(minimap, 1160, 360))
    assert near(middle(hands), (1160, 360))
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=spot(minimap, 300, 600))
    assert near(middle(hands), (300, 600))
    assert not hands.view.bridge.notes, "nothing on the board was clicked"


def test_dragging_the_rectangle_takes_the_view_along_from_where_it_is_held(minimap: Minimap, hands: Hands) -> None:
    before = middle(hands)
    start = spot(minimap, before.x() + 100, before.y() + 60)
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=start)
    assert near(middle(hands), before.toTuple(), 1), "taking hold moves nothing"
    QTest.mouseMove(minimap, start + QPoint(30, 10))
    QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 10))
    scale = (minimap.width() - 16) / minimap.content.width()
    assert near(middle(hands), (before.x() + 30 / scale, before.y() + 10 / scale))


def test_a_finger_drags_it_and_a_second_one_does_not_disturb(minimap: Minimap, hands: Hands) -> None:
    fingers = Fingers(minimap)
    fingers.press(f0=spot(minimap, 300, 300))
    assert near(middle(hands), (300, 300))
    fingers.press(f1=QPoint(5, 5))
    fingers.move(f1=QPoint(60, 60))
    assert near(middle(hands), (300, 300))
    fingers.move(f0=spot(minimap, 900, 500))
    assert near(middle(hands), (900, 500))
    fingers.lift()
    assert hands.history.undoable is None


def test_the_wheel_zooms_about_the_middle_of_the_view(minimap: Minimap, hands: Hands) -> None:
    before, zoom = middle(hands), hands.view.zoom
    at = QPointF(20, 20)
    event = QWheelEvent(
        at,
        minimap.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(minimap, event)
    assert hands.view.zoom > zoom
    assert near(middle(hands), before.toTuple(), 2)


def test_the_rectangle_stands_where_the_view_is(minimap: Minimap, hands: Hands) -> None:
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=spot(minimap, 1160, 360))
    seen = hands.view.mapToScene(hands.view.viewport().rect()).boundingRect()
    edge = colour_at(minimap, seen.left(), 360)
    assert far(edge, colour("accent")) < 150
    QTest.keyClick(hands.view, Qt.Key.Key_Right)
    QTest.keyClick(hands.view, Qt.Key.Key_Right)
    assert far(colour_at(minimap, seen.left(), 360), colour("accent")) > 150, "it follows the view"


def test_it_follows_changes_of_the_board_after_a_moment(minimap: Minimap, hands: Hands, qtbot: QtBot) -> None:
    hands.view.pan_by(QPointF(-2000, -1000))
    first, second = (120, 100), (820, 100)
    empty = [colour_at(minimap, *place) for place in (first, second)]

    def shows(*notes: bool) -> bool:
        now = [colour_at(minimap, *place) for place in (first, second)]
        return tuple(far(a, b) > 60 for a, b in zip(now, empty, strict=True)) == notes

    new = NewNote("New", x=54, y=54)
    hands.view.bridge.do(AddNotes((new,)))
    qtbot.waitUntil(lambda: shows(True, False), timeout=2000)
    hands.view.bridge.do(MoveNotes((new.id,), 700, 0))
    qtbot.waitUntil(lambda: shows(False, True), timeout=2000)
    hands.view.bridge.do(Delete((new.id,)))
    qtbot.waitUntil(lambda: shows(False, False), timeout=2000)


def test_a_note_that_goes_out_of_sight_brings_it(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    note = hands.board.in_zone("pains")[0].id
    hands.view.bridge.do(MoveNotes((note,), 6000, 0))
    qtbot.waitUntil(window.page.minimap.isVisible, timeout=2000)
    assert window.page.minimap.content.right() > 6000


def test_m_puts_it_away_and_the_next_start_remembers(window: MainWindow, minimap: Minimap, hands: Hands) -> None:
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    assert not minimap.isVisible()
    assert not load_settings().minimap
    assert not window.binder["view.minimap"].isChecked()
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    assert minimap.isVisible()
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    hands.view.fit_board()
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    assert "out of sight" in window.page.message.text, "wanted, but of no use now"


def test_a_narrow_window_has_no_room_for_it(window: MainWindow, minimap: Minimap, hands: Hands) -> None:
    window.page.show_side(False)
    window.resize(NARROWEST + 40, 700)
    QApplication.processEvents()
    assert minimap.isVisible()
    assert minimap.geometry().right() < hands.view.width() and minimap.geometry().bottom() < hands.view.height()
    chips = window.page.chips.geometry()
    assert not chips.intersects(minimap.geometry()), (chips, minimap.geometry())
    window.page.show_side(True)
    QApplication.processEvents()
    assert not minimap.isVisible()


def test_in_board_mode_it_comes_only_when_called(window: MainWindow, minimap: Minimap, hands: Hands) -> None:
    QTest.keyClick(hands.view, Qt.Key.Key_F11)
    hands.view.zoom_to(2.5)
    assert not minimap.isVisible()
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    assert minimap.isVisible()
    window.page.rail.dock_at("right")
    window.page.rail.settle()
    assert not minimap.geometry().intersects(window.page.rail.geometry())
    QTest.keyClick(hands.view, Qt.Key.Key_M)
    assert load_settings().minimap, "only for this time"
    QTest.keyClick(hands.view, Qt.Key.Key_F11)
    hands.view.zoom_to(2.0)
    assert minimap.isVisible()


def test_right_to_left_it_stands_at_the_left(window: MainWindow, minimap: Minimap, hands: Hands) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window.resize(1600, 900)
        QApplication.processEvents()
        assert minimap.geometry().left() < 40
        QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=spot(minimap, 300, 600))
        assert near(middle(hands), (300, 600)), "the canvas itself is not mirrored"
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_it_shows_ink_and_follows_it(minimap: Minimap, hands: Hands, qtbot: QtBot) -> None:
    content = minimap.content
    x, y = content.left() + content.width() * 0.5, content.bottom() - content.height() * 0.05
    empty = colour_at(minimap, x, y)
    stroke = Stroke(id="line", points=tuple((x + n, y, 0.5) for n in range(-200, 201, 20)))
    hands.view.bridge.do(AddStrokes((stroke,)))
    qtbot.waitUntil(lambda: far(colour_at(minimap, x, y), empty) > 100)
    hands.view.bridge.do(EraseStrokes(("line",)))
    qtbot.waitUntil(lambda: colour_at(minimap, x, y) == empty)
