"""The view on its way: what a person sees between here and there."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.ui.board.glide import Glide
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import in_force
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def glide(hands: Hands) -> Glide:
    return hands.view.glide


def middle(hands: Hands) -> QPointF:
    return QPointF(hands.view.viewport().rect().center())


def test_the_view_goes_there_step_by_step_and_ends_exactly_there(hands: Hands, glide: Glide) -> None:
    goal, arrived = QPointF(1100, 500), []
    start = hands.view.zoom
    glide.to(2.0, goal, middle(hands), 150, lambda: arrived.append(True))
    seen = []
    for ms in (20, 60, 100, 140):
        glide.animation.setCurrentTime(ms)
        seen.append((hands.view.zoom, (hands.view.viewportTransform().map(goal) - middle(hands)).manhattanLength()))
    assert start < seen[0][0] < seen[1][0] < seen[2][0] < seen[3][0] < 2.0
    assert seen[0][1] > seen[1][1] > seen[2][1] > seen[3][1], "it comes nearer with every step"
    assert not arrived
    glide.animation.setCurrentTime(150)
    assert arrived and not glide.running
    assert hands.view.zoom == 2.0
    assert (hands.view.viewportTransform().map(goal) - middle(hands)).manhattanLength() <= 2


def test_without_motion_it_is_there_at_once(hands: Hands, glide: Glide) -> None:
    arrived = []
    glide.to(2.0, QPointF(1100, 500), middle(hands), 0, lambda: arrived.append(True))
    assert arrived and hands.view.zoom == 2.0 and not glide.running


def test_a_new_way_starts_where_the_old_one_was_left(hands: Hands, glide: Glide) -> None:
    glide.to(2.0, QPointF(1100, 500), middle(hands), 150)
    glide.animation.setCurrentTime(70)
    between = hands.view.zoom
    glide.to(0.5, QPointF(300, 300), middle(hands), 150)
    assert hands.view.zoom == pytest.approx(between)
    glide.animation.setCurrentTime(20)
    assert 0.5 < hands.view.zoom < between
    glide.animation.setCurrentTime(150)
    assert hands.view.zoom == 0.5


@pytest.mark.parametrize("hand", ["press", "wheel", "key"])
def test_a_hand_stops_it_where_it_is(hands: Hands, glide: Glide, hand: str) -> None:
    arrived = []
    glide.to(2.0, QPointF(1100, 500), middle(hands), 150, lambda: arrived.append(True))
    glide.animation.setCurrentTime(70)
    at = middle(hands)
    if hand == "press":
        hands.press(at.toPoint())
    elif hand == "wheel":
        turn = QPoint(0, 120)
        event = QWheelEvent(
            at,
            hands.view.viewport().mapToGlobal(at),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(hands.view.viewport(), event)
    else:
        QTest.keyClick(hands.view, Qt.Key.Key_Left)
    place = hands.view.zoom, hands.view.scene_point(at)
    glide.animation.setCurrentTime(150)
    assert (hands.view.zoom, hands.view.scene_point(at)) == place
    assert not arrived and not glide.running
    if hand == "press":
        hands.release(at.toPoint())


@pytest.fixture
def moving(window: MainWindow) -> Hands:
    """A window in which things move."""
    in_force.motion = True
    return Hands(window.page.view)


def arrive(hands: Hands) -> None:
    glide = hands.view.glide
    glide.animation.setCurrentTime(glide.animation.duration())
    assert not glide.running


def test_zoom_keys_glide_and_quick_ones_add_up(moving: Hands) -> None:
    view = moving.view
    zoom, middle = view.zoom, view.scene_point(QPointF(view.viewport().rect().center()))
    QTest.keyClick(view, Qt.Key.Key_Plus, CTRL)
    assert view.glide.running and 120 <= view.glide.animation.duration() <= 160
    view.glide.animation.setCurrentTime(60)
    assert zoom < view.zoom < zoom * 1.25
    QTest.keyClick(view, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(view, Qt.Key.Key_Plus, CTRL)
    arrive(moving)
    assert view.zoom == pytest.approx(zoom * 1.25**3)
    there = view.scene_point(QPointF(view.viewport().rect().center()))
    assert (there - middle).manhattanLength() < 4, "about the middle"


def test_a_fit_on_its_way_counts_as_fitted_and_follows_the_window(window: MainWindow, moving: Hands) -> None:
    view = moving.view
    view.zoom_to(2.0)
    assert not view.is_fitted
    QTest.keyClick(view, Qt.Key.Key_1, SHIFT)
    view.glide.animation.setCurrentTime(60)
    assert view.is_fitted
    window.resize(1200, 700)
    QApplication.processEvents()
    assert not view.glide.running and view.is_fitted, "a resize fits at once"
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(view.board_scene.content_rect())
    QTest.keyClick(view, Qt.Key.Key_0, CTRL)
    arrive(moving)
    assert view.zoom == 1.0 and not view.is_fitted
    QTest.keyClick(view, Qt.Key.Key_1, SHIFT)
    arrive(moving)
    assert view.is_fitted


def test_nothing_glides_under_a_finger(moving: Hands) -> None:
    view = moving.view
    fingers = Fingers(view.viewport())
    note = moving.board.in_zone("gains")[0].id
    fingers.press(f0=moving.middle(note))
    fingers.move(f0=moving.middle(note) + QPoint(40, 40))
    zoom = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus, CTRL)
    assert view.zoom == pytest.approx(zoom * 1.25) and not view.glide.running
    fingers.lift()


def test_the_way_to_a_note_from_a_panel_is_seen(window: MainWindow, moving: Hands) -> None:
    view = moving.view
    view.zoom_to(2.0)
    note = moving.board.in_zone("jobs")[0].id
    window.port.show_notes([note])
    assert view.glide.running
    arrive(moving)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(view.board_scene.note_items[note].body)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_zoom_chip_offers_the_usual_zooms(window: MainWindow) -> None:
    view, chip = window.page.view, window.page.chips.zoom
    menu = chip.menu()
    offered = [action.text() for action in menu.actions()]
    assert offered == ["Fit the board", "Fit the selection", "Zoom to 50 %", "Zoom to 100 %", "Zoom to 200 %"]
    QTimer.singleShot(0, menu.close)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    for action, zoom in zip(menu.actions()[2:], (0.5, 1.0, 2.0), strict=True):
        action.trigger()
        assert view.zoom == zoom and chip.text() == f"{round(zoom * 100)} %"
    menu.actions()[0].trigger()
    assert view.is_fitted
