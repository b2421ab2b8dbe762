"""What floats over the board shows how it stands, though its picture is kept."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui.main_window import MainWindow


def seen(window: MainWindow, part: QWidget) -> QImage:
    """As it is on the screen, not painted for us: the window's own picture of it."""
    corner = part.mapTo(window, QPoint(0, 0))
    return window.grab(QRect(corner, part.size())).toImage()


def test_the_rail_shows_the_tool_that_a_key_chose(window: MainWindow) -> None:
    rail = window.page.rail
    window.page.view.setFocus()
    before = seen(window, rail)
    QTest.keyClick(window.page.view, Qt.Key.Key_H)
    chosen = seen(window, rail)
    assert chosen != before
    middle = rail.buttons["hand"].geometry().center() + QPoint(-16, -16)
    assert chosen.pixelColor(middle) == before.pixelColor(rail.buttons["select"].geometry().center() + QPoint(-16, -16))
    QTest.keyClick(window.page.view, Qt.Key.Key_V)
    assert seen(window, rail) == before


def test_the_chips_count_and_follow_the_zoom(window: MainWindow) -> None:
    before = seen(window, window.page.chips)
    window.page.bridge.do(AddNotes((NewNote(text="One more", zone="gains"),)))
    counted = seen(window, window.page.chips)
    assert counted != before
    window.page.view.zoom_to(2.0)
    assert seen(window, window.page.chips) != counted


def test_a_theme_changes_what_floats(window: MainWindow) -> None:
    window.binder["view.theme-contrast"].trigger()
    window.binder["view.theme-light"].trigger()
    before = seen(window, window.page.rail)
    window.binder["view.theme-dark"].trigger()
    dark = seen(window, window.page.rail)
    assert dark.pixelColor(4, 40).lightness() < before.pixelColor(4, 40).lightness()
    window.binder["view.theme-light"].trigger()
    assert seen(window, window.page.rail).pixelColor(4, 40) == before.pixelColor(4, 40)
