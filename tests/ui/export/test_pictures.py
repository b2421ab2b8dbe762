"""Pictures in the export window and on the clipboard, and whether they look as the board does."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.export.picture.area import find_area
from canvas_app.ui.export.kinds import SELECTION
from canvas_app.ui.export.window import ExportWindow
from canvas_app.ui.theme import colour
from tests.export.boards import board_of, canvas, sample
from tests.export.test_pictures import difference, png
from tests.ui.conftest import Hands

Open = Callable[..., ExportWindow]
Settle = Callable[[ExportWindow], ExportWindow]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def pick(box: ExportWindow, field: str, value: object) -> None:
    combo = box.options.field(field)
    assert combo.findData(value) >= 0
    combo.setCurrentIndex(combo.findData(value))


def exported(box: ExportWindow, qtbot: QtBot) -> Path:
    QTest.mouseClick(box.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)
    assert box.written is not None
    return box.written


# the window


def test_a_zone_is_chosen_seen_and_written(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = settle(open_window({"kind": "png"}))
    assert box.pages.summary.text().startswith("3,136 x 1,536 pixels, ") and not box.pages.place.text()
    pick(box, "area", "pains")
    pick(box, "dpi", 150)
    settle(box)
    seen = box.pages.preview.image(0)
    assert abs(seen.width() / seen.height() - 1036 / 638) < 0.01
    path = exported(box, qtbot)
    picture = QImage(str(path))
    assert path.suffix == ".png" and (picture.width(), picture.height()) == (1036, 638)
    assert not picture.hasAlphaChannel()


def test_squares_show_through_where_there_is_no_desk(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = settle(open_window({"kind": "png", "dpi": 96}))
    assert box.pages.preview.image(0).pixelColor(2, 2) == colour("desk")
    QTest.mouseClick(box.options.field("transparent"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(box)
    image = box.pages.preview.image(0)
    assert image.pixelColor(2, 2).name() == "#e6e6e6" and image.pixelColor(10, 2).name() == "#ffffff"
    assert QImage(str(exported(box, qtbot))).pixelColor(2, 2).alpha() == 0


def test_a_drawing_has_text_or_outlines(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = settle(open_window({"kind": "svg"}))
    assert "dpi" not in box.options.chosen.choices
    pick(box, "text", "outlines")
    data = exported(settle(box), qtbot).read_text("utf-8")
    assert data.startswith("<?xml") and "<text" not in data and "<use" in data


def test_only_what_is_there_can_be_chosen_as_area(open_window: Open, settle: Settle) -> None:
    box = open_window({"kind": "png", "area": SELECTION}).options.field("area")
    assert box.currentData() == "canvas"
    zones = [zone.id for zone in sample().canvas.zones]
    assert [box.itemData(n) for n in range(box.count())] == ["canvas", *zones, "parking"]
    empty = open_window({"kind": "png"}, of=board_of(canvas())).options.field("area")
    assert [empty.itemData(n) for n in range(empty.count())] == ["canvas", *zones]


def test_a_picture_that_is_too_large_is_a_sentence(open_window: Open, settle: Settle, qtbot: QtBot) -> None:
    box = open_window({"kind": "png", "dpi": 600}, of=board_of(canvas(), scale=3.0))
    qtbot.waitUntil(lambda: box.idle and "the largest scale for it is" in box.reason.text(), timeout=30_000)
    assert not box.main.isEnabled()
    pick(box, "dpi", 96)
    settle(box)
    assert box.main.isEnabled() and not box.reason.text()


def test_a_key_shows_the_picture_of_what_is_selected(window: QWidget, settle: Settle, qtbot: QtBot) -> None:
    notes = [note.id for note in window.page.session.board.notes.values() if note.zone == "jobs"]
    window.port.select(notes[:2])
    seen: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, ExportWindow):
            QTimer.singleShot(0, look)
            return
        try:
            pick(box, "area", SELECTION)
            settle(box)
            seen.extend([box.options.chosen.id, box.pages.summary.text().partition(" pixels")[0]])
        finally:
            box.done(0)

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTimer.singleShot(0, look)
    QTest.keyClick(window, Qt.Key.Key_E, CTRL | SHIFT)
    room = find_area(window.page.session.board, ",".join(notes[:2])).rect
    assert seen == ["png", f"{math.ceil(2 * room.w):,} x {math.ceil(2 * room.h):,}"]


# the clipboard


def test_a_key_copies_the_canvas_as_picture_and_says_so(window: QWidget, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=30_000)
    picture = QGuiApplication.clipboard().image()
    assert (picture.width(), picture.height()) == (3136, 1536)
    mime = QGuiApplication.clipboard().mimeData()
    assert bytes(mime.data("image/svg+xml").data()).startswith(b"<?xml") and not mime.hasText()


def test_notes_are_copied_as_what_they_are_and_as_a_picture_when_asked(window: QWidget) -> None:
    board = window.page.session.board
    note = next(note for note in board.notes.values() if note.zone == "gains")
    window.port.select([note.id])
    QTest.keyClick(window, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == note.text and mime.hasImage()
    data = bytes(mime.data("image/png").data())
    picture = QImage.fromData(data)
    room = find_area(board, note.id).rect
    assert abs(picture.width() - 2 * room.w) <= 1 and abs(picture.height() - 2 * room.h) <= 1
    assert QGuiApplication.clipboard().image() == picture


# the board


def test_a_picture_looks_as_the_board_does(hands: Hands) -> None:
    """The same drawing twice: as light records under a hand, and as a picture for others."""
    view, board = hands.view, hands.board
    view.zoom_to(1.0)
    room = find_area(board, "canvas").rect
    screen = QImage(round(room.w), round(room.h), QImage.Format.Format_RGB32)
    screen.fill(colour("desk"))
    painter = QPainter(screen)
    painter.translate(-room.x, -room.y)
    view.look.ratio = 1.0
    for item in view.board_scene.note_items.values():
        item.make_face()
    for _ in view.board_scene.paint(painter, QRectF(room.x, room.y, room.w, room.h), True):
        pass
    painter.end()
    picture = QImage.fromData(png(board).data)
    assert difference(screen, picture) < 0.05
