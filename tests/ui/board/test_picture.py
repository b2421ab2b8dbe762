"""The kept picture always shows what a fresh one would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from canvas_app.app import importing
from canvas_app.domain.commands import Delete, EditNote, MoveNotes, PickNotes
from canvas_app.ui.theme import colour
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


def turn(hands: Hands, delta: int, at: QPoint) -> None:
    """One step of a wheel that zooms."""
    port = hands.view.viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def shows(hands: Hands, image: QImage, note: str) -> bool:
    """Whether a picture of the view has a note just where it lies now: its colour inside its corners, none outside."""
    item = hands.view.board_scene.note_items[note]
    body = hands.view.viewportTransform().mapRect(item.body)
    paper = colour(f"{item.hue}.note").rgb()
    inside = (body.bottomLeft() + QPointF(4, -4), body.bottomRight() + QPointF(-4, -4))
    outside = (body.bottomLeft() + QPointF(-5, -4), body.topLeft() + QPointF(4, -5))
    within = [image.pixel(spot.toPoint()) == paper for spot in inside]
    beyond = [image.pixel(spot.toPoint()) != paper for spot in outside]
    return all(within) and all(beyond)


@pytest.mark.parametrize(("start", "delta", "steps"), [(0.5, 20, 9), (1.2, -20, 9), (0.9, -120, 4)])
def test_during_a_zoom_notes_are_where_they_lie_and_sharp_when_it_rests(
    hands: Hands, qtbot, start: float, delta: int, steps: int
) -> None:
    note = hands.board.in_zone("gains")[0].id
    hands.view.zoom_to(start)
    hands.view.show_notes([note])
    rested(hands, qtbot)
    at = hands.middle(note)
    for _ in range(steps):
        turn(hands, delta, at)
        assert shows(hands, hands.view.grab().toImage(), note)
        QApplication.processEvents()
        assert shows(hands, hands.view.grab().toImage(), note)
    assert rested(hands, qtbot) == fresh(hands, qtbot)


def test_a_change_during_a_zoom_is_seen_at_once(hands: Hands, qtbot) -> None:
    kept, moved = (note.id for note in hands.board.in_zone("gains")[:2])
    hands.view.zoom_to(0.8)
    hands.view.show_notes([kept])
    rested(hands, qtbot)
    for n in range(6):
        turn(hands, 20, hands.middle(kept))
        hands.view.grab()
        QApplication.processEvents()
        before = hands.view.board_scene.note_items[moved].body
        hands.view.bridge.do(MoveNotes((moved,), 0.0, 60.0 if n % 2 else -60.0))
        image = hands.view.grab().toImage()
        assert shows(hands, image, moved)
        left = hands.view.viewportTransform().map(before.bottomLeft() if n % 2 == 0 else before.topLeft())
        inside = left + QPointF(6, -8 if n % 2 == 0 else 14)
        hue = hands.view.board_scene.note_items[moved].hue
        assert image.pixel(inside.toPoint()) != colour(f"{hue}.note").rgb(), "the note is still where it was"
    assert rested(hands, qtbot) == fresh(hands, qtbot)


def test_what_a_short_pan_brings_into_sight_is_there_in_full(hands: Hands, qtbot) -> None:
    hands.view.zoom_to(1.0)
    rested(hands, qtbot)
    hands.view.pan_by(QPointF(-90, 70))
    panned = hands.view.grab().toImage()
    assert panned == fresh(hands, qtbot)


def test_pictures_follow_every_way_of_moving_the_view(hands: Hands, qtbot) -> None:
    note = hands.board.in_zone("jobs")[0].id
    rested(hands, qtbot)
    for n in range(12):
        turn(hands, 60 if n % 3 else -90, QPoint(300 + 20 * n, 200))
        hands.view.pan_by(QPointF(31 * (n % 4) - 40, 17))
        hands.view.grab()
        QApplication.processEvents()
    hands.view.zoom_to(1.3)
    hands.view.grab()
    hands.view.show_notes([note])
    assert rested(hands, qtbot) == fresh(hands, qtbot)
    turn(hands, -120, QPoint(200, 200))
    hands.view.resize(hands.view.width() - 61, hands.view.height() + 23)
    assert rested(hands, qtbot) == fresh(hands, qtbot)


def inked(hands: Hands, image: QImage, note: str) -> int:
    """How many spots of a note's upper half are not plain paper."""
    item = hands.view.board_scene.note_items[note]
    body = hands.view.viewportTransform().mapRect(item.body)
    area = body.adjusted(20, 80, -20, -body.height() / 2).toRect() & image.rect()
    paper = colour(f"{item.hue}.note").rgb()
    return sum(
        image.pixel(x, y) != paper
        for x in range(area.left(), area.right(), 4)
        for y in range(area.top(), area.bottom(), 4)
    )


@pytest.mark.parametrize("zoom", [3.0, 4.4, 6.0])
def test_notes_show_their_text_at_every_zoom(hands: Hands, qtbot, zoom: float) -> None:
    note = hands.board.in_zone("gains")[0].id
    hands.view.zoom_to(zoom)
    hands.view.show_notes([note])
    assert hands.view.zoom == zoom
    assert inked(hands, rested(hands, qtbot), note) > 50


def test_a_note_too_large_for_a_picture_of_its_own_shows_its_text_at_rest(hands: Hands, qtbot) -> None:
    note, *others = (note.id for note in hands.board.in_zone("gains"))
    hands.view.bridge.do(Delete(tuple(others)))
    hands.view.bridge.do(EditNote(note, {"w": 290.0, "h": 160.0}))
    hands.view.zoom_to(5.0)
    hands.view.show_notes([note])
    rested(hands, qtbot)
    turn(hands, -30, hands.middle(note))
    assert inked(hands, rested(hands, qtbot), note) > 50


def test_notes_that_turn_out_higher_are_whole_when_a_zoom_rests(hands: Hands, qtbot) -> None:
    hands.view.zoom_to(0.25)
    rested(hands, qtbot)
    words = "So long that the note has to grow a good deal when it is first laid out. " * 4
    for note in hands.board.in_zone("gains")[:4]:
        hands.view.bridge.do(EditNote(note.id, {"text": words}))
    at = hands.middle(hands.board.in_zone("gains")[0].id)
    for _ in range(7):
        turn(hands, 120, at)
        hands.view.grab()
        QApplication.processEvents()
    assert differing(rested(hands, qtbot), fresh(hands, qtbot)) < FEW


def test_links_step_back_a_moment_after_a_note_is_selected(hands: Hands, qtbot) -> None:
    rested(hands, qtbot)
    hands.click(hands.middle(hands.board.in_zone("gains")[0].id))
    assert differing(rested(hands, qtbot), fresh(hands, qtbot)) < FEW


SCALED = """
import sys
from pathlib import Path
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication
from canvas_app.ui.application import make_window
from tests.ui.board.test_picture import FEW, differing, shows, turn
from tests.ui.conftest import Hands

app, window = make_window(Path(sys.argv[1]), Path(sys.argv[1]).parent)
window.resize(900, 700)
window.show()
hands = Hands(window.page.view)
view = hands.view

def rested():
    view.grab()
    while not view.picture.finished:
        app.processEvents()
    return view.grab().toImage()

def fresh():
    view.forget_pictures()
    return rested()

rested()
view.zoom_to(0.8)
note = hands.board.in_zone("gains")[0].id
view.show_notes([note])
for by in ((-37, 11), (31, -64), (3, 205), (-2, -131)):
    view.pan_by(QPointF(*by))
    view.grab()
    app.processEvents()
assert differing(rested(), fresh()) < FEW
for _ in range(6):
    turn(hands, -30, hands.middle(note))
    view.grab()
    app.processEvents()
assert rested() == fresh()
window.close()
print("done")
"""


@pytest.mark.parametrize("factor", ["1.5", *(pytest.param(factor, marks=pytest.mark.long) for factor in ("2", "3"))])
def test_on_screens_of_other_scale_factors_too(tmp_path: Path, factor: str) -> None:
    path = tmp_path / "board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    env = os.environ | {"QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", SCALED, str(path)], env=env, capture_output=True, text=True, timeout=90
    )
    assert done.stdout.strip() == "done", done.stderr
