"""The view on its way: what a person sees between here and there."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.ui.board.glide import Glide
from tests.ui.conftest import Hands


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
