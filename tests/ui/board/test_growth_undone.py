"""The view after a growth of the canvas is taken back."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.ui.board.view import BoardView
from tests.ui.conftest import Hands


def seen(view: BoardView, qtbot) -> QImage:
    """What is on the screen when the view rests."""
    QApplication.processEvents()
    view.grab()
    qtbot.waitUntil(lambda: view.picture.finished)
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("far", [False, True])
def test_nothing_is_left_of_a_canvas_that_had_grown_and_the_board_is_in_sight(hands: Hands, qtbot, far: bool) -> None:
    view = hands.view
    seen(view, qtbot)
    view.bridge.do(AddNotes(tuple(NewNote(zone="jobs", text=f"New {n}") for n in range(4))))
    assert hands.board.info.scale > 1.3
    if far:
        view.show_notes([note.id for note in hands.board.in_zone("jobs")])
    seen(view, qtbot)
    view.bridge.session.undo(origin="action")
    shown = seen(view, qtbot)
    frame = view.viewportTransform().mapRect(view.board_scene.zones.frame)
    assert frame.intersects(QRectF(view.viewport().rect()))
    view.forget_pictures()
    assert shown == seen(view, qtbot)
