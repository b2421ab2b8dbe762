"""The menu under the right button and the Menu key."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from tests.ui.conftest import Hands

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)")


@pytest.fixture
def hands(window: QWidget) -> Hands:
    return Hands(window.page.view)


def right_click(window: QWidget, at: QPoint) -> QMenu | None:
    """As most systems do it: press, menu, release."""
    port = window.page.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at))
    QApplication.sendEvent(port, event)
    menu = QApplication.activePopupWidget()
    QTest.mouseRelease(port, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    return menu or QApplication.activePopupWidget()


def entries(menu: QMenu | None) -> list[str]:
    assert isinstance(menu, QMenu)
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu | None, title: str) -> None:
    assert isinstance(menu, QMenu)
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == title))
    QTest.keyClick(menu, Qt.Key.Key_Return)


def empty_place(hands: Hands) -> QPoint:
    """In the zone of creators, away from its notes."""
    scene = hands.view.board_scene
    for x in range(300, 700, 20):
        point = QPointF(x, 170)
        if scene.note_at(point) is None and scene.link_at(point) is None:
            return hands.pixel(point.x(), point.y())
    raise AssertionError("no empty place")


def test_a_note_is_selected_and_offers_what_notes_offer(window: QWidget, hands: Hands) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.click(hands.middle(first))
    menu = right_click(window, hands.middle(second))
    assert window.page.bridge.notes == (second,)
    titles = entries(menu)
    assert {"Cut", "Copy", "Duplicate", "Delete", "Edit text", "Score or strength", "Move to"} <= set(titles)
    assert "New note" not in titles
    choose(menu, "Duplicate")
    assert len(hands.board.in_zone("pains")) > 2
    assert window.page.bridge.notes != (second,)


def test_a_selection_stays_when_one_of_it_is_clicked(window: QWidget, hands: Hands) -> None:
    ids = tuple(note.id for note in hands.board.in_zone("pains")[:3])
    window.page.bridge.select(ids)
    menu = right_click(window, hands.middle(ids[1]))
    assert window.page.bridge.notes == ids
    choose(menu, "Delete")
    assert not set(ids) & set(hands.board.notes)


def test_an_empty_place_clears_the_selection_and_takes_the_new_note(window: QWidget, hands: Hands) -> None:
    hands.click(hands.middle(hands.board.in_zone("pains")[0].id))
    at = empty_place(hands)
    menu = right_click(window, at)
    assert window.page.bridge.notes == ()
    assert "New note" in entries(menu) and "Duplicate" not in entries(menu)
    hands.move(at + QPoint(180, 220))
    choose(menu, "New note")
    hands.type("Here")
    QTest.keyClick(window.page.view.editor, Qt.Key.Key_Escape)
    (note,) = [note for note in hands.board.notes.values() if note.text == "Here"]
    where = window.page.view.scene_point(QPointF(at))
    assert note.zone == "creators"
    assert note.x < where.x() < note.x + note.w and note.y < where.y() < note.y + note.h


def test_pasting_acts_at_the_place_of_the_click_and_only_then(window: QWidget, hands: Hands, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("pasted")
    at = empty_place(hands)
    choose(right_click(window, at), "Paste")
    (note,) = [note for note in hands.board.notes.values() if note.text == "pasted"]
    assert note.zone == "creators"
    qtbot.waitUntil(lambda: window.page.view.menu_place is None)


def test_a_link_offers_its_strength(window: QWidget, hands: Hands) -> None:
    scene = window.page.view.board_scene
    link = next(iter(hands.board.links.values()))
    source, target = hands.board.notes[link.source], hands.board.notes[link.target]
    spot = None
    for n in range(5, 96):
        share = n / 100
        x = source.centre[0] + (target.centre[0] - source.centre[0]) * share
        for dy in range(-120, 121, 4):
            point = QPointF(x, source.centre[1] + (target.centre[1] - source.centre[1]) * share + dy)
            if scene.note_at(point) is None and scene.link_at(point) is not None:
                spot = point
    assert spot is not None
    menu = right_click(window, hands.pixel(spot.x(), spot.y()))
    assert len(window.page.bridge.links) == 1
    assert {"Delete", "Score or strength"} <= set(entries(menu))
    assert "Edit text" not in entries(menu)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)],
)
def test_the_menu_key_opens_it_at_the_selected_note(
    window: QWidget, hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    note = hands.board.in_zone("pains")[0].id
    window.page.bridge.select([note])
    QTest.keyClick(window.page.view, key, modifiers)
    menu = QApplication.activePopupWidget()
    assert "Edit text" in entries(menu)
    body = window.page.view.viewportTransform().mapRect(window.page.view.board_scene.note_items[note].body)
    assert isinstance(menu, QMenu)
    corner = window.page.view.viewport().mapFromGlobal(menu.pos())
    assert body.adjusted(-2, -2, 2, 2).contains(QPointF(corner)) or menu.height() > 300
    choose(menu, "Edit text")
    assert window.page.view.writing.note == note


def test_a_read_only_board_offers_only_what_changes_nothing(window: QWidget, board_path: Path) -> None:
    window.show_home()
    window.show_session(Session.open(board_path, read_only=True))
    hands = Hands(window.page.view)
    titles = entries(right_click(window, hands.middle(hands.board.in_zone("pains")[0].id)))
    assert "Copy" in titles
    assert not {"Cut", "Delete", "Duplicate", "Move to"} & set(titles)


def test_with_right_drag_a_drag_pans_and_a_click_opens_the_menu(window: QWidget, hands: Hands) -> None:
    window.binder["view.right-drag-pans"].trigger()
    note = hands.board.in_zone("pains")[0].id
    at = hands.middle(note)
    before = window.page.view.scene_point(QPointF(at))
    hands.drag(at, at + QPoint(60, 0), Qt.MouseButton.RightButton)
    assert QApplication.activePopupWidget() is None
    moved = window.page.view.scene_point(QPointF(at + QPoint(60, 0))) - before
    assert moved.manhattanLength() < 2
    menu = right_click(window, hands.middle(note))
    assert "Edit text" in entries(menu)


def test_a_drag_in_progress_is_taken_back_first(window: QWidget, hands: Hands) -> None:
    note = hands.board.in_zone("pains")[0]
    at = hands.middle(note.id)
    hands.press(at)
    hands.move(at + QPoint(40, 40))
    right_click(window, at + QPoint(40, 40))
    hands.release(at + QPoint(40, 40))
    assert hands.board.notes[note.id] == note
