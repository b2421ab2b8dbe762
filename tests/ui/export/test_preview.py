"""The preview: pages below one another, drawn once they are in sight, worked by wheel and keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas_app.ui.export.preview import KEPT, LARGEST, Preview

A4 = (842.0, 595.0)


class Desk:
    """A preview, and the pages it asked for, which it is given when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float]] = []
        self.preview = Preview(self._want, self._moved)

    def _want(self, number: int, scale: float) -> None:
        self.asked.append((number, scale))

    def _moved(self) -> None:
        pass

    def draw_all(self) -> list[int]:
        drawn = []
        while self.asked:
            number, scale = self.asked.pop(0)
            width, height = A4
            image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.red)
            self.preview.take(number, scale, image)
            drawn.append(number)
        return drawn

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.preview, key, modifiers)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk.preview)
    desk.preview.resize(600, 500)
    desk.preview.show()
    qtbot.waitExposed(desk.preview)
    desk.preview.show_pages((A4,) * 30)
    return desk


def test_only_pages_in_sight_are_drawn(desk: Desk) -> None:
    assert len(desk.asked) == 1
    assert desk.draw_all() == [0, 1]
    desk.preview.go_to(10)
    drawn = desk.draw_all()
    assert {10, 11} <= set(drawn) <= {9, 10, 11} and desk.preview.complete
    assert desk.preview.current == 10


def test_pages_are_as_wide_as_the_window(desk: Desk) -> None:
    desk.draw_all()
    preview = desk.preview
    assert preview.image(0).width() == pytest.approx(preview.viewport().width() - 32, abs=1)
    preview.resize(400, 500)
    assert preview.image(0) is None
    desk.draw_all()
    assert preview.image(0).width() == pytest.approx(preview.viewport().width() - 32, abs=1)


def test_keys(desk: Desk) -> None:
    preview = desk.preview
    desk.key(Qt.Key.Key_End)
    assert preview.current == 29
    desk.key(Qt.Key.Key_Home)
    assert preview.current == 0
    desk.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert preview.current == 1
    desk.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert preview.current == 0
    desk.key(Qt.Key.Key_Plus)
    larger = preview.zoom
    assert preview.horizontalScrollBar().maximum() > 0
    desk.key(Qt.Key.Key_Minus)
    assert preview.zoom < larger
    desk.key(Qt.Key.Key_Plus)
    desk.key(Qt.Key.Key_0)
    assert preview.horizontalScrollBar().maximum() == 0


def test_the_wheel_with_control_zooms_about_the_pointer(desk: Desk) -> None:
    preview = desk.preview
    at = QPointF(150, 120)
    before, page = preview._place(at)
    turn = QWheelEvent(
        at,
        preview.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(preview.viewport(), turn)
    after, same = preview._place(at)
    assert (same, after.x(), after.y()) == (page, pytest.approx(before.x(), abs=3), pytest.approx(before.y(), abs=3))
    assert preview.zoom > 600 / 842


def test_large_pages_are_drawn_within_bounds(desk: Desk) -> None:
    preview = desk.preview
    preview.show_pages(((3370.0, 2384.0),))
    desk.asked.clear()
    preview.set_zoom(6.0)
    assert desk.asked == [] or desk.asked[0][1] ** 2 * 3370 * 2384 <= LARGEST
    assert preview._scale_of(0) ** 2 * 3370 * 2384 == pytest.approx(LARGEST)


def test_pages_long_out_of_sight_are_forgotten(desk: Desk) -> None:
    preview = desk.preview
    preview.set_zoom(3.5)
    for number in range(0, 30, 2):
        preview.go_to(number)
        desk.draw_all()
    kept = sum(image.width() * image.height() for _, image in preview._images.values())
    assert kept <= KEPT + 2 * LARGEST and preview.image(preview.current) is not None


def test_other_pages_are_asked_for_anew(desk: Desk) -> None:
    desk.draw_all()
    desk.preview.show_message("Making the pages…")
    assert not desk.preview.complete and desk.asked == []
    desk.preview.show_pages((A4,) * 3)
    assert desk.draw_all() == [0, 1] and desk.preview.count == 3
