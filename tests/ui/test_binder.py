"""Menus made of the declared actions."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from canvas_app.actions import all_actions
from canvas_app.app.settings import load_settings


def menu_named(window: QWidget, *path: str) -> QMenu:
    """A menu of the window, opened as a click would fill it."""
    menu = window.top.menu_button.menu()
    menu.aboutToShow.emit()
    for name in path:
        menu = next(entry.menu() for entry in menu.actions() if entry.text() == name)
    return menu


def wheel(window: QWidget) -> None:
    view = window.page.view
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at,
        QPointF(view.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_a_menu_may_stand_in_another(window: QWidget) -> None:
    titles = [entry.text() for entry in menu_named(window, "Note", "Move to").actions()]
    assert "Move to the parking lot" in titles


def test_the_wheel_zooms_when_the_view_menu_says_so(window: QWidget) -> None:
    view = window.page.view
    view.zoom_to(1.0)
    wheel(window)
    assert view.zoom == 1.0
    entry = next(entry for entry in menu_named(window, "View").actions() if entry.text() == "Wheel zooms")
    assert entry.isCheckable()
    assert not entry.isChecked()
    entry.trigger()
    assert entry.isChecked()
    wheel(window)
    assert view.zoom > 1.0
    assert load_settings().wheel_zooms
    entry.trigger()
    assert not entry.isChecked()
    assert not load_settings().wheel_zooms


def test_the_right_button_moves_the_view_when_the_view_menu_says_so(window: QWidget) -> None:
    from tests.ui.conftest import Hands

    hands, view = Hands(window.page.view), window.page.view
    right = Qt.MouseButton.RightButton
    before = view.scene_point(QPointF(300, 300))
    hands.drag(QPoint(300, 300), QPoint(360, 340), right)
    assert view.scene_point(QPointF(300, 300)) == before
    window.binder["view.right-drag-pans"].trigger()
    hands.drag(QPoint(300, 300), QPoint(360, 340), right)
    after = view.scene_point(QPointF(360, 340))
    assert (after - before).manhattanLength() < 2


def test_no_menu_within_another_is_named_like_an_action_beside_it() -> None:
    titles = {(action.menu, action.title) for action in all_actions().values()}
    menus = {(outer, inner) for action in all_actions().values() for outer, _, inner in [action.menu.partition("/")]}
    assert not titles & menus


def test_menus_show_the_names_of_zones_as_they_are(window: QWidget) -> None:
    """A lone & would be taken for the mark of a key, and vanish."""
    menu_named(window, "Note", "Move to")
    bound = window.binder["note.zone-1"]
    assert bound.text() == "Move to Products & services"
    assert QAction.text(bound) == "Move to Products && services"
