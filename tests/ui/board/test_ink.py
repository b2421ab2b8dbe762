"""Ink on the screen, in the colours of the theme; erasing it; and the laser, of which nothing stays."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from canvas_app.app.session import Session
from canvas_app.storage.checking import check
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.theme import colour, use_theme
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers
from tests.ui.pens import Pen

START, ACROSS, DOWN = QPoint(600, 300), QPoint(120, 0), QPoint(0, 60)


@pytest.fixture
def pen(hands: Hands) -> Pen:
    hands.view.pen.width = 8.0
    return Pen(hands.view.viewport())


def lines(hands: Hands, pen: Pen, count: int) -> list[str]:
    """So many lines below one another, by id."""
    for n in range(count):
        pen.draw(START + DOWN * n, START + DOWN * n + ACROSS)
    return list(hands.board.strokes)


def seen(view: BoardView, at: QPoint) -> QColor:
    return view.grab().toImage().pixelColor(at * view.devicePixelRatioF())


def is_ink(view: BoardView, at: QPoint, name: str = "ink") -> bool:
    return seen(view, at) == colour(name)


# on the screen


def test_ink_is_seen_while_it_is_drawn_and_when_it_lies(hands: Hands, pen: Pen) -> None:
    middle = START + ACROSS / 2
    assert not is_ink(hands.view, middle)
    pen.press(START, 1.0)
    pen.move(START + ACROSS, 1.0)
    assert is_ink(hands.view, middle)
    pen.lift(START + ACROSS)
    assert is_ink(hands.view, middle)
    hands.view.bridge.session.undo()
    assert not is_ink(hands.view, middle)
    hands.view.bridge.session.redo()
    assert is_ink(hands.view, middle)


def test_ink_follows_zoom_and_lies_above_notes(hands: Hands, pen: Pen) -> None:
    note = next(iter(hands.board.notes))
    middle = hands.middle(note)
    pen.draw(middle - QPoint(40, 0), middle + QPoint(40, 0))
    (stroke,) = hands.board.strokes.values()
    for zoom in (0.1, 0.5, 2.0):
        hands.view.zoom_to(zoom)
        hands.view.bring_into_view([note])
        x, y = ((stroke.points[0][n] + stroke.points[1][n]) / 2 for n in (0, 1))
        if zoom >= 0.5:
            assert is_ink(hands.view, hands.pixel(x, y))


def test_ink_takes_the_colours_of_the_theme(hands: Hands, pen: Pen) -> None:
    hands.view.pen.colour = "coral"
    pen.draw(START, START + ACROSS)
    middle = START + ACROSS / 2
    before = seen(hands.view, middle)
    assert before == colour("coral.strong")
    use_theme("dark")
    try:
        hands.view.forget_pictures()
        assert seen(hands.view, middle) == colour("coral.strong") != before
    finally:
        use_theme("light")


def test_a_board_opened_again_shows_its_ink(hands: Hands, pen: Pen) -> None:
    lines(hands, pen, 2)
    again = BoardView(type(hands.view.bridge)(hands.view.bridge.session))
    assert again.board_scene.stroke_items.keys() == hands.board.strokes.keys()
    again.deleteLater()


def test_a_copy_has_the_ink(hands: Hands, pen: Pen) -> None:
    lines(hands, pen, 2)
    session = hands.view.bridge.session
    target = session.path.with_name("Copy.valueboard")
    session.save_copy(target)
    copy = Session.open(target, read_only=True)
    assert dict(copy.board.strokes) == dict(hands.board.strokes)
    copy.close()
    check(target, deep=True)


# erasing


@pytest.mark.parametrize("hand", ["tail", "pen", "mouse", "finger"])
def test_what_an_eraser_comes_over_goes_in_one_step(hands: Hands, pen: Pen, hand: str) -> None:
    strokes = lines(hands, pen, 3)
    depth, start, end = hands.history.depth, START + QPoint(60, -30), START + QPoint(60, 80)
    if hand != "tail":
        hands.view.set_tool("eraser")
    match hand:
        case "tail":
            pen.turn_round()
            pen.draw(start, end)
        case "pen":
            pen.draw(start, end)
        case "mouse":
            hands.drag(start, end)
        case "finger":
            fingers = Fingers(hands.view.viewport())
            fingers.clock = pen.clock + 1000
            fingers.drag(start, end)
    assert list(hands.board.strokes) == strokes[2:]
    assert hands.history.depth == depth + 1
    assert hands.history.undoable and hands.history.undoable.label == "Erase"
    assert not is_ink(hands.view, START + ACROSS / 2)
    hands.view.bridge.session.undo()
    assert set(hands.board.strokes) == set(strokes)
    check(hands.view.bridge.session.path, deep=True)


def test_erasing_is_shown_and_can_be_taken_back(hands: Hands, pen: Pen) -> None:
    (stroke,) = lines(hands, pen, 1)
    middle, depth = START + ACROSS / 2, hands.history.depth
    pen.turn_round()
    pen.press(middle - QPoint(0, 30))
    pen.move(middle + QPoint(0, 30))
    assert not is_ink(hands.view, middle - QPoint(30, 0)), "it fades"
    assert stroke in hands.board.strokes
    hands.view.cancel()
    assert is_ink(hands.view, middle - QPoint(30, 0))
    pen.lift(middle + QPoint(0, 30))
    assert stroke in hands.board.strokes and hands.history.depth == depth


def test_erasing_nothing_is_no_step(hands: Hands, pen: Pen) -> None:
    lines(hands, pen, 1)
    depth = hands.history.depth
    pen.turn_round()
    pen.draw(START - QPoint(0, 100), START - QPoint(100, 100))
    assert hands.history.depth == depth


def test_two_erasers_over_one_stroke(hands: Hands, pen: Pen) -> None:
    lines(hands, pen, 1)
    other = Pen(hands.view.viewport(), number=8)
    for one in (pen, other):
        one.turn_round()
        one.press(START)
    pen.lift(START)
    other.lift(START)
    assert not hands.board.strokes


def test_a_stroke_that_is_undone_under_the_eraser(hands: Hands, pen: Pen) -> None:
    lines(hands, pen, 2)
    pen.turn_round()
    pen.press(START)
    pen.move(START + DOWN)
    hands.view.bridge.session.undo()
    pen.lift(START + DOWN)
    assert not hands.board.strokes
    assert not hands.view.gesture_in_progress


# the laser


def test_the_laser_leaves_nothing(hands: Hands, qtbot: QtBot) -> None:
    view, depth = hands.view, hands.history.depth
    view.set_tool("laser")
    shown = seen(view, START)
    hands.press(START - ACROSS)
    hands.move(START)
    hands.move(START + ACROSS)
    assert view.pen.laser.shines
    assert seen(view, START) == colour("error")
    hands.release(START + ACROSS)
    assert view.pen.laser.shines, "it fades slowly"
    qtbot.waitUntil(lambda: not view.pen.laser.shines, timeout=3000)
    assert seen(view, START) == shown
    assert hands.history.depth == depth and view.bridge.notes == ()


@pytest.mark.parametrize("hand", ["pen", "finger"])
def test_the_laser_in_other_hands(hands: Hands, pen: Pen, hand: str) -> None:
    hands.view.set_tool("laser")
    if hand == "pen":
        pen.press(START)
        pen.move(START + ACROSS)
    else:
        fingers = Fingers(hands.view.viewport())
        fingers.press(f0=START)
        fingers.move(f0=START + ACROSS)
    assert hands.view.pen.laser.shines
    assert seen(hands.view, START + ACROSS / 2) == colour("error")
    hands.view.cancel()
    hands.view.pen.put_out_laser()
    assert not hands.board.strokes


def test_with_the_laser_every_end_of_a_pen_points(hands: Hands, pen: Pen) -> None:
    strokes = lines(hands, pen, 1)
    hands.view.set_tool("laser")
    pen.turn_round()
    pen.draw(START, START + ACROSS)
    assert hands.view.pen.laser.shines
    pen.barrel = True
    note = next(iter(hands.board.notes))
    pen.draw(hands.middle(note), hands.middle(note) + QPoint(50, 0))
    assert list(hands.board.strokes) == strokes and hands.view.bridge.notes == ()
    hands.view.pen.put_out_laser()


def test_the_laser_works_on_a_board_that_may_not_be_changed(hands: Hands, qtbot: QtBot) -> None:
    session = Session.open(hands.view.bridge.session.path, read_only=True)
    view = BoardView(type(hands.view.bridge)(session))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.set_tool("laser")
    Hands(view).press(QPoint(300, 300))
    assert view.pen.laser.shines
    view.hide()
    assert not view.pen.laser.shines
    session.close()


# the tools


def test_undo_takes_back_the_stroke_before_the_one_in_the_air(window) -> None:
    view, session = window.page.view, window.page.session
    pen = Pen(view.viewport())
    view.setFocus()
    pen.draw(START, START + ACROSS)
    pen.press(START + DOWN)
    Hands(view).key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.board.strokes
    pen.move(START + DOWN + ACROSS)
    pen.lift(START + DOWN + ACROSS)
    assert [len(stroke.points) for stroke in session.board.strokes.values()] == [2]
    Hands(view).key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.board.strokes


def test_strokes_lie_in_the_order_they_were_drawn_also_in_a_scene_made_anew(hands: Hands, pen: Pen) -> None:
    strokes = lines(hands, pen, 5)
    hands.view.board_scene.reset()
    assert list(hands.view.board_scene.stroke_items) == strokes


def test_keys_and_the_rail_choose_the_tools(window, qtbot: QtBot) -> None:
    view = window.page.view
    hands = Hands(view)
    view.setFocus()
    for key, tool in ((Qt.Key.Key_P, "pen"), (Qt.Key.Key_E, "eraser"), (Qt.Key.Key_K, "laser")):
        hands.key(key)
        assert view.tool == tool
        assert [name for name, button in window.page.rail.buttons.items() if button.isChecked()] == [tool]
        hands.key(Qt.Key.Key_Escape)
        assert view.tool == "select"
        window.page.rail.buttons[tool].click()
        assert view.tool == tool
        hands.key(Qt.Key.Key_V)
        assert view.tool == "select"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_button_of_the_pen_offers_its_colours_when_it_is_pressed_once_more(window, qtbot: QtBot) -> None:
    rail, view = window.page.rail, window.page.view
    rail.buttons["pen"].click()
    assert view.tool == "pen" and not rail.pens.isVisible()
    rail.buttons["pen"].click()
    assert view.tool == "pen" and rail.pens.isVisible() and rail.buttons["pen"].isChecked()
    titles = [action.text() for action in rail.pens.actions() if not action.isSeparator()]
    assert titles[:2] == ["Ink", "Blue"] and "Broad" in titles
    assert [action.text() for action in rail.pens.actions() if action.isChecked()][:2] == ["Ink", "Medium"]
    next(action for action in rail.pens.actions() if action.text() == "Green").trigger()
    rail.pens.hide()
    assert view.pen.colour == "green" and view.tool == "pen"


def test_the_pen_menu_is_remembered(window) -> None:
    binder, view = window.binder, window.page.view
    binder["view.pen-coral"].trigger()
    binder["view.pen-broad"].trigger()
    assert (view.pen.colour, view.pen.width) == ("coral", 8.0)
    binder.refresh()
    assert binder["view.pen-coral"].isChecked() and not binder["view.pen-ink"].isChecked()
    binder["view.pen-draws"].trigger()
    assert view.pen.draws is False
    assert (window.settings.pen_colour, window.settings.pen_width, window.settings.pen_draws) == ("coral", 8.0, False)


def test_a_pen_draws_while_somebody_goes_on_writing(hands: Hands, pen: Pen) -> None:
    note = hands.board.in_zone("gains")[0].id
    hands.view.edit_note(note)
    hands.type("One ")
    pen.draw(START, START + ACROSS)
    hands.type("two")
    hands.view.finish_editing()
    assert hands.board.notes[note].text == "One two"
    assert len(hands.board.strokes) == 1
