"""The kept picture always shows what a fresh one would."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from canvas_app.domain.commands import Delete, EditNote, MoveNotes, PickNotes
from tests.ui.conftest import Hands


def rested(hands: Hands, qtbot) -> QImage:
    hands.view.grab()
    qtbot.waitUntil(lambda: hands.view.picture.finished)
    return hands.view.grab().toImage()


def differing(a: QImage, b: QImage) -> int:
    """How many pixels differ to the eye: the edges of a curve drawn in pieces may be a shade lighter or darker."""
    assert a.size() == b.size()
    wide, count = a.bytesPerLine(), 0
    one, other = bytes(a.constBits()), bytes(b.constBits())
    for start in range(0, len(one), wide):
        row, twin = one[start : start + wide], other[start : start + wide]
        if row != twin:
            pixels = {n // 4 for n in range(wide) if abs(row[n] - twin[n]) > 60}
            count += len(pixels)
    return count


FEW = 60
"""Pixels; a stripe left behind of one note's edge would be more."""


def fresh(hands: Hands, qtbot) -> QImage:
    hands.view.forget_pictures()
    return rested(hands, qtbot)


@pytest.mark.parametrize("zoom", [0.25, 0.8, 1.37])
def test_panning_and_changing_shows_what_a_fresh_picture_would(hands: Hands, qtbot, zoom: float) -> None:
    hands.view.zoom_to(zoom)
    rested(hands, qtbot)
    first, second, third = (note.id for note in hands.board.in_zone("gains")[:3])
    for by in ((-37, 11), (120, -64), (3, 500), (-2, -431)):
        hands.view.pan_by(QPointF(*by))
        hands.view.grab()
    hands.view.bridge.do(MoveNotes((first,), 55.5, 31.25))
    hands.view.pan_by(QPointF(-40, 17))
    hands.view.bridge.do(EditNote(second, {"text": "Longer than it was, so that the note has to grow. " * 5}))
    hands.view.bridge.do(PickNotes((second, third), True))
    hands.view.bridge.select([third])
    hands.view.grab()
    hands.view.bridge.do(Delete((third,)))
    assert differing(rested(hands, qtbot), fresh(hands, qtbot)) < FEW


def test_a_drag_leaves_no_trace_when_it_is_taken_back(hands: Hands, qtbot) -> None:
    note = hands.board.in_zone("relievers")[0].id
    hands.view.bridge.select([note])
    before = rested(hands, qtbot)
    at = hands.middle(note)
    hands.press(at)
    for share in range(1, 6):
        hands.move(at + QPoint(60, 40) * share)
        hands.view.grab()
    assert hands.view.board_scene.in_air == {note}
    hands.key(Qt.Key.Key_Escape)
    hands.view.cancel_gestures()
    hands.release(at)
    hands.view.bridge.select([note])
    assert hands.view.board_scene.in_air == frozenset()
    hands.move(QPoint(5, 5))
    hands.view.board_scene.show_handles(note)
    assert differing(rested(hands, qtbot), before) < FEW


def test_other_notes_are_dimmed_while_some_are_lit(hands: Hands, qtbot) -> None:
    before = rested(hands, qtbot)
    lit, dark = (note.id for note in hands.board.in_zone("gains")[:2])
    hands.view.board_scene.show_lit({lit})
    shown = rested(hands, qtbot)
    corner = hands.middle(lit) + QPoint(0, 20)
    assert shown.pixelColor(corner) == before.pixelColor(corner)
    other = hands.middle(dark) + QPoint(0, 20)
    assert shown.pixelColor(other) != before.pixelColor(other)
    hands.view.board_scene.show_lit(None)
    assert differing(rested(hands, qtbot), before) < FEW
