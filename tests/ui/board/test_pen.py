"""A pen on the board: it draws, erases and selects, and fingers keep off while it is near."""

import math

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QEventPoint, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.domain.commands import PickNotes
from canvas_app.domain.entities import Stroke
from canvas_app.storage.checking import check
from canvas_app.ui.board import pen as pen_module
from canvas_app.ui.board.palm import PALM
from canvas_app.ui.board.view import BoardView
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers
from tests.ui.pens import RIGHT, Pen

BAND = QRectF(-30, -30, 630, 430)


@pytest.fixture
def pen(hands: Hands) -> Pen:
    return Pen(hands.view.viewport())


@pytest.fixture
def fingers(hands: Hands) -> Fingers:
    return Fingers(hands.view.viewport())


def spot(hands: Hands) -> QPoint:
    """An empty place of the board in the window."""
    at = hands.pixel(760, 80)
    assert hands.view.board_scene.note_at(hands.view.scene_point(QPointF(at))) is None
    return at


def on_file(hands: Hands) -> dict[str, Stroke]:
    again = Session.open(hands.view.bridge.session.path, read_only=True)
    strokes = dict(again.board.strokes)
    again.close()
    check(hands.view.bridge.session.path, deep=True)
    return strokes


def in_air(hands: Hands) -> int:
    """How many things lie over the board that the view has not had from the beginning."""
    return len([item for item in hands.view.board_scene.items() if item.isVisible()])


# drawing


def test_the_tip_draws_whatever_is_under_it_and_one_stroke_is_one_step(hands: Hands, pen: Pen) -> None:
    note = next(iter(hands.board.notes))
    before, steps, items = hands.board.notes[note], hands.history.depth, in_air(hands)
    start = hands.middle(note)
    pen.draw(start, start + QPoint(30, 10), start + QPoint(60, 0))
    (stroke,) = hands.board.strokes.values()
    assert hands.history.depth == steps + 1
    assert hands.history.undoable and hands.history.undoable.label == "Draw"
    assert hands.board.notes[note] == before and hands.view.bridge.notes == ()
    drawn = [hands.pixel(x, y) for x, y, _ in stroke.points]
    for wanted, found in zip((start, start + QPoint(30, 10), start + QPoint(60, 0)), drawn, strict=True):
        assert (wanted - found).manhattanLength() <= 2
    assert (stroke.colour, stroke.width) == ("ink", 3.0)
    assert on_file(hands) == dict(hands.board.strokes)
    assert in_air(hands) == items


def test_pressure_is_kept(hands: Hands, pen: Pen) -> None:
    at = spot(hands)
    pen.press(at, 0.1)
    pen.move(at + QPoint(40, 0), 0.9)
    pen.lift(at + QPoint(40, 0))
    (stroke,) = hands.board.strokes.values()
    assert [pressure for _, _, pressure in stroke.points] == [0.1, 0.9]


def test_a_tap_is_a_dot(hands: Hands, pen: Pen) -> None:
    pen.tap(spot(hands))
    (stroke,) = hands.board.strokes.values()
    assert len(stroke.points) == 1


def test_undo_takes_back_stroke_by_stroke(hands: Hands, pen: Pen) -> None:
    at, session = spot(hands), hands.view.bridge.session
    for n in range(3):
        pen.draw(at + QPoint(0, 20 * n), at + QPoint(50, 20 * n))
    strokes = list(hands.board.strokes.values())
    for left in (2, 1, 0):
        session.undo()
        assert list(hands.board.strokes.values()) == strokes[:left]
    while session.redo():
        pass
    assert list(hands.board.strokes.values()) == strokes
    assert on_file(hands) == dict(hands.board.strokes)


@pytest.mark.parametrize("how", ["escape", "tool", "window", "hidden"])
def test_cancelling_leaves_nothing(hands: Hands, pen: Pen, how: str) -> None:
    at, items, steps = spot(hands), in_air(hands), hands.history.depth
    pen.press(at)
    pen.move(at + QPoint(50, 50))
    assert in_air(hands) == items + 1
    match how:
        case "escape":
            hands.view.cancel()
        case "tool":
            hands.view.set_tool("hand")
        case "window":
            QApplication.sendEvent(hands.view, QEvent(QEvent.Type.WindowDeactivate))
        case "hidden":
            hands.view.hide()
    pen.move(at + QPoint(90, 50))
    pen.lift(at + QPoint(90, 50))
    assert (len(hands.board.strokes), hands.history.depth, in_air(hands)) == (0, steps, items)


def test_a_stroke_goes_on_while_somebody_else_changes_the_board(hands: Hands, pen: Pen) -> None:
    at = spot(hands)
    pen.press(at)
    hands.view.bridge.do(PickNotes((next(iter(hands.board.notes)),), True))
    hands.view.zoom_about(QPointF(at), 1.2)
    pen.move(at + QPoint(60, 0))
    pen.lift(at + QPoint(60, 0))
    assert len(hands.board.strokes) == 1


def test_only_what_is_new_is_painted(hands: Hands, pen: Pen, qtbot: QtBot) -> None:
    class Painted(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.room = QRect()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                self.room = self.room.united(event.rect())
            return False

    painted = Painted()
    at = spot(hands)
    pen.press(at)
    for n in range(40):
        pen.move(QPointF(at) + QPointF(5 * n, 30 * math.sin(n / 3)))
    QApplication.processEvents()
    hands.view.viewport().installEventFilter(painted)
    pen.move(at + QPoint(200, 40))
    pen.move(at + QPoint(206, 44))
    qtbot.waitUntil(lambda: not painted.room.isEmpty())
    assert painted.room.width() < 60 and painted.room.height() < 60, painted.room
    hands.view.viewport().removeEventFilter(painted)
    pen.lift(at + QPoint(206, 44))


def test_a_stroke_without_end_becomes_several_in_one_step(
    hands: Hands, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("canvas_app.ui.board.gestures.ink.MAX_POINTS", 10)
    at, steps = spot(hands), hands.history.depth
    pen.draw(*(at + QPoint(4 * n, 0) for n in range(24)))
    strokes = list(hands.board.strokes.values())
    assert [len(stroke.points) for stroke in strokes] == [10, 10, 6]
    assert strokes[0].points[-1] == strokes[1].points[0]
    assert hands.history.depth == steps + 1


def test_two_pens_draw_at_once(hands: Hands, pen: Pen) -> None:
    other, at = Pen(hands.view.viewport(), number=8), spot(hands)
    pen.press(at)
    other.press(at + QPoint(0, 100))
    pen.move(at + QPoint(50, 0))
    other.move(at + QPoint(50, 100))
    pen.lift(at + QPoint(50, 0))
    other.lift(at + QPoint(50, 100))
    assert [len(stroke.points) for stroke in hands.board.strokes.values()] == [2, 2]


def test_a_board_that_may_not_be_changed(hands: Hands, pen: Pen, qtbot: QtBot) -> None:
    from canvas_app.ui.bridge import SessionBridge

    session = Session.open(hands.view.bridge.session.path, read_only=True)
    view = BoardView(SessionBridge(session))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    said = Hands(view).listen()
    Pen(view.viewport()).draw(QPoint(300, 300), QPoint(400, 400))
    assert not session.board.strokes
    assert len(said) == 1 and "read-only" in said[0]
    session.close()


# tools


@pytest.mark.parametrize("hand", ["mouse", "finger", "pen"])
def test_the_pen_tool_draws_with_every_hand(hands: Hands, pen: Pen, fingers: Fingers, hand: str) -> None:
    note = next(iter(hands.board.notes))
    before, at = hands.board.notes[note], hands.middle(note)
    hands.view.set_tool("pen")
    match hand:
        case "mouse":
            hands.drag(at, at + QPoint(60, 40))
        case "finger":
            fingers.drag(at, at + QPoint(60, 40))
        case "pen":
            pen.draw(at, at + QPoint(30, 20), at + QPoint(60, 40))
    (stroke,) = hands.board.strokes.values()
    assert (hands.pixel(*stroke.points[-1][:2]) - (at + QPoint(60, 40))).manhattanLength() <= 2
    assert hands.board.notes[note] == before


def test_two_fingers_draw_two_lines_and_two_that_rest_pinch(hands: Hands, fingers: Fingers) -> None:
    hands.view.set_tool("pen")
    at = spot(hands)
    fingers.press(f0=at)
    fingers.move(f0=at + QPoint(60, 0))
    fingers.press(f1=at + QPoint(0, 200))
    fingers.move(f1=at + QPoint(60, 200))
    fingers.lift()
    assert len(hands.board.strokes) == 2
    zoom = hands.view.zoom
    fingers.press(f0=at, f1=at + QPoint(100, 0))
    fingers.move(f0=at - QPoint(80, 0), f1=at + QPoint(180, 0))
    fingers.lift()
    assert len(hands.board.strokes) == 2
    assert hands.view.zoom > zoom * 1.3


def test_other_tools_do_with_a_pen_what_they_do_with_the_mouse(hands: Hands, pen: Pen) -> None:
    view = hands.view
    note = next(iter(hands.board.notes))
    view.set_tool("hand")
    before = view.scene_point(QPointF(spot(hands)))
    at = spot(hands)
    pen.draw(at, at + QPoint(50, 30), at + QPoint(100, 60))
    assert (view.scene_point(QPointF(at + QPoint(100, 60))) - before).manhattanLength() < 2
    view.set_tool("area")
    middle = hands.middle(note)
    pen.draw(middle - QPoint(90, 90), middle, middle + QPoint(90, 90))
    assert note in view.bridge.notes
    view.set_tool("note")
    pen.tap(hands.pixel(760, 680))
    assert view.editor.isVisible()
    view.finish_editing()
    assert not hands.board.strokes


def test_with_its_button_held_it_selects_and_moves(hands: Hands, pen: Pen) -> None:
    note = next(iter(hands.board.notes))
    x, middle = hands.board.notes[note].x, hands.middle(note)
    pen.barrel = True
    pen.tap(middle)
    assert hands.view.bridge.notes == (note,)
    pen.draw(middle, middle + QPoint(10, 6), middle + QPoint(20, 12))
    assert hands.board.notes[note].x == pytest.approx(x + 20 / hands.view.zoom, abs=2 / hands.view.zoom)
    scene = hands.view.board_scene
    pen.draw(hands.pixel(-30, -30), hands.pixel(200, 200), hands.pixel(600, 400))
    assert set(hands.view.bridge.notes) == {n for n, item in scene.note_items.items() if BAND.intersects(item.body)}
    assert not hands.board.strokes


def test_its_button_alone_does_nothing_but_as_tablets_of_windows_press_it(hands: Hands, pen: Pen) -> None:
    """There a tip that comes down with the button held is a right button that is pressed."""
    note = next(iter(hands.board.notes))
    middle = hands.middle(note)
    pen.press(middle, pressure=0.0, button=RIGHT)
    pen.lift(middle, button=RIGHT)
    assert hands.view.bridge.notes == ()
    pen.press(middle, pressure=0.4, button=RIGHT)
    pen.lift(middle, button=RIGHT)
    assert hands.view.bridge.notes == (note,)
    assert not hands.board.strokes


def test_a_pen_may_be_set_to_do_what_the_mouse_does(hands: Hands, pen: Pen) -> None:
    note = next(iter(hands.board.notes))
    hands.view.pen.draws = False
    pen.tap(hands.middle(note))
    assert hands.view.bridge.notes == (note,) and not hands.board.strokes
    pen.tap(hands.middle(note))
    assert hands.view.editor.isVisible(), "two taps open the note"
    hands.view.set_tool("pen")
    pen.tap(spot(hands))
    assert len(hands.board.strokes) == 1


def test_colour_and_width_of_the_pen(hands: Hands, pen: Pen) -> None:
    hands.view.pen.colour, hands.view.pen.width = "coral", 8.0
    pen.tap(spot(hands))
    (stroke,) = hands.board.strokes.values()
    assert (stroke.colour, stroke.width) == ("coral", 8.0)


# fingers keep off


def drags(hands: Hands, fingers: Fingers) -> bool:
    """Whether a finger can drag a note now."""
    note = next(iter(hands.board.notes))
    x, middle = hands.board.notes[note].x, hands.middle(note)
    fingers.drag(middle, middle + QPoint(-20, -12))
    return hands.board.notes[note].x != x


def test_while_a_pen_is_near_and_half_a_second_after_touches_do_nothing(
    hands: Hands, pen: Pen, fingers: Fingers
) -> None:
    steps = hands.history.depth
    pen.move(spot(hands))  # hovers
    fingers.clock = pen.clock + 100
    assert not drags(hands, fingers)
    assert not drags(hands, fingers)
    assert hands.history.depth == steps
    fingers.clock = pen.clock + pen_module.AFTER - 60
    assert not drags(hands, fingers)
    fingers.clock = pen.clock + pen_module.AFTER
    assert drags(hands, fingers)


def test_a_pen_that_says_it_is_near_keeps_fingers_off_until_it_says_it_left(
    hands: Hands, pen: Pen, fingers: Fingers
) -> None:
    hands.view.pen.proximity(pen.event(QEvent.Type.TabletEnterProximity))
    fingers.clock = pen.clock + 5000
    assert not drags(hands, fingers)
    pen.clock += 6000
    hands.view.pen.proximity(pen.event(QEvent.Type.TabletLeaveProximity))
    fingers.clock = pen.clock + 400
    assert not drags(hands, fingers)
    fingers.clock = pen.clock + 510
    assert drags(hands, fingers)


def test_a_tablet_that_forgets_to_say_the_pen_left(hands: Hands, pen: Pen, fingers: Fingers) -> None:
    hands.view.pen.proximity(pen.event(QEvent.Type.TabletEnterProximity))
    fingers.clock = pen.clock + pen_module.PATIENCE + 10
    assert drags(hands, fingers)


def test_a_pen_at_rest_on_the_board_keeps_fingers_off(hands: Hands, pen: Pen, fingers: Fingers) -> None:
    pen.press(spot(hands))
    fingers.clock = pen.clock + 60_000
    assert not drags(hands, fingers)
    pen.lift(spot(hands))
    assert len(hands.board.strokes) == 1


@pytest.mark.parametrize("touch", ["note", "pan", "pinch"])
def test_what_a_finger_has_begun_is_taken_back_when_the_pen_comes(
    hands: Hands, pen: Pen, fingers: Fingers, touch: str
) -> None:
    scene, steps = hands.view.board_scene, hands.history.depth
    note = next(iter(hands.board.notes))
    body, at = scene.note_items[note].body, spot(hands)
    middle = hands.middle(note)
    match touch:
        case "note":
            fingers.press(f0=middle)
            fingers.move(f0=middle + QPoint(60, 0))
            assert scene.note_items[note].body != body
        case "pan":
            fingers.press(f0=at)
            fingers.move(f0=at + QPoint(60, 0))
        case "pinch":
            fingers.press(f0=at, f1=at + QPoint(100, 0))
            fingers.move(f0=at, f1=at + QPoint(160, 0))
    pen.clock = fingers.clock
    pen.move(at)
    assert not hands.view.gesture_in_progress
    assert scene.note_items[note].body == body
    shown = hands.view.viewportTransform()
    fingers.clock = pen.clock + 2000  # the finger has rested all the while
    for finger in list(fingers.down):
        fingers.move(**{f"f{finger}": at + QPoint(90, 20)})
    fingers.lift()
    assert hands.view.viewportTransform() == shown
    assert hands.history.depth == steps and hands.view.bridge.notes == ()
    assert drags(hands, fingers), "a new touch works"


def test_the_mouse_goes_on_while_a_pen_is_near(hands: Hands, pen: Pen) -> None:
    note = next(iter(hands.board.notes))
    pen.move(spot(hands))
    x, middle = hands.board.notes[note].x, hands.middle(note)
    hands.drag(middle, middle + QPoint(-20, -12))
    assert hands.board.notes[note].x != x


def test_the_application_hears_that_a_pen_is_near(window: QWidget) -> None:
    """Qt says it to the application alone, wherever the pen is."""
    hands = Hands(window.page.view)
    pen, fingers = Pen(hands.view.viewport()), Fingers(hands.view.viewport())
    pen.come_near()
    fingers.clock = pen.clock + 5000
    assert not drags(hands, fingers)
    pen.clock += 6000
    pen.go_away()
    fingers.clock = pen.clock + pen_module.AFTER + 10
    assert drags(hands, fingers)


# palms


def contact(hands: Hands, fingers: Fingers, kind: QEventPoint.State, at: QPoint, size: float) -> None:
    """One touch point `size` millimetres wide."""
    per_mm = hands.view.screen().physicalDotsPerInch() / 25.4
    fingers.size = QSizeF(size * per_mm, size * per_mm / 2)
    match kind:
        case QEventPoint.State.Pressed:
            fingers.press(f0=at)
        case QEventPoint.State.Updated:
            fingers.move(f0=at)
        case _:
            fingers.lift()


def test_a_palm_does_nothing(hands: Hands, fingers: Fingers) -> None:
    states, steps = QEventPoint.State, hands.history.depth
    note = next(iter(hands.board.notes))
    at = hands.middle(note)
    body = hands.view.board_scene.note_items[note].body
    shown = hands.view.viewportTransform()
    for place in (at, spot(hands)):
        contact(hands, fingers, states.Pressed, place, PALM + 6)
        contact(hands, fingers, states.Updated, place + QPoint(80, 0), PALM + 6)
        contact(hands, fingers, states.Updated, place + QPoint(160, 0), 10)
        contact(hands, fingers, states.Released, place, PALM + 6)
    assert hands.history.depth == steps and hands.view.bridge.notes == ()
    assert hands.view.board_scene.note_items[note].body == body
    assert hands.view.viewportTransform() == shown


def test_a_finger_that_becomes_a_palm_lets_go(hands: Hands, fingers: Fingers) -> None:
    states, steps = QEventPoint.State, hands.history.depth
    note = next(iter(hands.board.notes))
    at, body = hands.middle(note), hands.view.board_scene.note_items[note].body
    contact(hands, fingers, states.Pressed, at, 12)
    contact(hands, fingers, states.Updated, at + QPoint(60, 0), 12)
    assert hands.view.board_scene.note_items[note].body != body
    contact(hands, fingers, states.Updated, at + QPoint(70, 0), PALM + 6)
    assert hands.view.board_scene.note_items[note].body == body
    contact(hands, fingers, states.Released, at + QPoint(70, 0), PALM + 6)
    assert hands.history.depth == steps


def test_a_finger_acts(hands: Hands, fingers: Fingers) -> None:
    fingers.size = QSizeF(15, 15) * hands.view.screen().physicalDotsPerInch() / 25.4
    assert drags(hands, fingers)
