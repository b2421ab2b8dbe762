"""Fingers on the board: one, two, and those of several people."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from canvas_app.domain.commands import ArrangeZones, Delete, EditNote, GroupNotes, LockNotes, MoveNotes
from canvas_app.ui.main_window import MainWindow
from tests.ui.board.test_view import a_note, free_place
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers


@pytest.fixture
def fingers(hands: Hands) -> Fingers:
    return Fingers(hands.view.viewport())


def four_notes(hands: Hands) -> list[str]:
    return [hands.board.in_zone(zone)[0].id for zone in ("gains", "pains", "creators", "relievers")]


def places(hands: Hands) -> dict[str, tuple[float, float]]:
    return {note.id: (note.x, note.y) for note in hands.board.notes.values()}


def is_at_rest(hands: Hands) -> bool:
    scene = hands.view.board_scene
    shown = {note_id: (item.body.x(), item.body.y()) for note_id, item in scene.note_items.items()}
    return not hands.view.gesture_in_progress and shown == places(hands) and not scene.band.isVisible()


def test_four_fingers_drag_four_notes_while_a_fifth_rests_on_empty_space(hands: Hands, fingers: Fingers) -> None:
    notes, before, depth = four_notes(hands), places(hands), hands.history.depth
    corner = hands.view.scene_point(QPointF(0, 0))
    starts = [hands.middle(note) for note in notes]
    for n, start in enumerate(starts):
        fingers.press(**{f"f{n}": start})
    for n, start in enumerate(starts):
        fingers.move(**{f"f{n}": start + QPoint(20, 0)})
    empty = free_place(hands, "jobs")
    fingers.press(f4=empty)
    scene = hands.view.board_scene
    for step in range(60):
        fingers.move(f4=empty + QPoint(3 * step, 2 * step))
        for n, (note, start) in enumerate(zip(notes, starts, strict=True)):
            at = start + QPoint(20 + (step if n % 2 else -step), step // 3)
            fingers.move(**{f"f{n}": at})
            under = hands.view.viewportTransform().map(scene.note_items[note].body.center())
            assert (under - QPointF(at)).manhattanLength() < 3, "a note stays under its finger"
    assert hands.view.scene_point(QPointF(0, 0)) == corner, "the view stands still"
    assert hands.history.depth == depth
    for n in range(4):
        fingers.lift(f"f{n}")
        assert hands.history.depth == depth + n + 1, "each finger makes its own step"
    fingers.lift("f4")
    assert hands.view.scene_point(QPointF(0, 0)) == corner
    after = places(hands)
    assert {note for note in after if after[note] != before[note]} == set(notes)
    assert is_at_rest(hands)
    for n in range(4):
        hands.view.bridge.session.undo()
        assert sum(places(hands)[note] != before[note] for note in notes) == 3 - n
    assert places(hands) == before


def test_every_hand_lights_the_zone_it_is_over(hands: Hands, fingers: Fingers) -> None:
    notes, zones = four_notes(hands)[:2], hands.view.board_scene.zones
    starts = [hands.middle(note) for note in notes]
    fingers.press(f0=starts[0])
    fingers.press(f1=starts[1])
    fingers.move(f0=starts[0] + QPoint(12, 0), f1=starts[1] + QPoint(12, 0))
    assert zones.lit == {"gains", "pains"}
    fingers.move(f1=free_place(hands, "jobs"))
    assert zones.lit == {"gains", "jobs"}
    fingers.lift("f1")
    assert zones.lit == {"gains"}
    fingers.cancel()
    assert not zones.lit


def test_links_follow_the_note_in_the_air(hands: Hands, fingers: Fingers) -> None:
    link = next(iter(hands.board.links.values()))
    start = hands.middle(link.source)
    before = hands.view.board_scene.link_items[link.id].path().boundingRect()
    fingers.press(f0=start)
    fingers.move(f0=start + QPoint(0, 60))
    assert hands.view.board_scene.link_items[link.id].path().boundingRect() != before
    fingers.cancel()
    assert hands.view.board_scene.link_items[link.id].path().boundingRect() == before
    assert is_at_rest(hands)


def test_a_finger_drags_its_own_note_and_not_what_others_selected(hands: Hands, fingers: Fingers) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.view.bridge.select([first, second])
    before = places(hands)
    fingers.drag(hands.middle(first), hands.middle(first) + QPoint(40, 10))
    assert places(hands)[first] != before[first]
    assert places(hands)[second] == before[second]


def test_with_the_area_tool_a_finger_draws_a_band_and_drags_all_that_is_selected(
    hands: Hands, fingers: Fingers
) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.view.set_tool("area")
    fingers.tap(f0=hands.middle(first))
    fingers.tap(f0=hands.middle(second))
    assert set(hands.view.bridge.notes) == {first, second}
    before, depth = places(hands), hands.history.depth
    fingers.drag(hands.middle(first), hands.middle(first) + QPoint(40, 10))
    assert places(hands)[second] != before[second]
    assert hands.history.depth == depth + 1
    fingers.tap(f0=free_place(hands, "creators"))
    rect = hands.view._rect_of([note.id for note in hands.board.in_zone("gains")])
    hands.view.bridge.select(())
    fingers.drag(hands.pixel(rect.left() - 6, rect.bottom() + 6), hands.pixel(rect.right() + 6, rect.top() - 6))
    assert {note.id for note in hands.board.in_zone("gains")} <= set(hands.view.bridge.notes)
    assert is_at_rest(hands)


def test_a_second_finger_beside_one_that_pans_makes_a_pinch_and_the_last_one_goes_on_panning(
    hands: Hands, fingers: Fingers
) -> None:
    a = free_place(hands, "creators")
    fingers.press(f0=a)
    fingers.move(f0=a + QPoint(20, 0))
    zoom, held = hands.view.zoom, hands.view.scene_point(QPointF(a + QPoint(20, 0)))
    fingers.press(f1=a + QPoint(220, 0))
    fingers.move(f1=a + QPoint(420, 0))
    assert hands.view.zoom == pytest.approx(zoom * 2, rel=0.01)
    fingers.lift("f1")
    alone = hands.view.scene_point(QPointF(a + QPoint(20, 0)))
    assert (alone - held).manhattanLength() < 120, "the board does not jump"
    fingers.move(f0=a + QPoint(80, 30))
    assert (hands.view.scene_point(QPointF(a + QPoint(80, 30))) - alone).manhattanLength() < 2
    fingers.lift("f0")
    assert hands.history.undoable is None and is_at_rest(hands)


def test_slow_fingers_lose_nothing_on_the_way(hands: Hands, fingers: Fingers) -> None:
    at = QPointF(free_place(hands, "creators"))
    fingers.press(f0=at)
    fingers.move(f0=at + QPointF(20, 0))
    held = hands.view.scene_point(at + QPointF(20, 0))
    for step in range(200):
        fingers.move(f0=at + QPointF(20 + 0.3 * step, 0))
    assert (hands.view.scene_point(at + QPointF(20 + 0.3 * 199, 0)) - held).manhattanLength() < 1.5


def test_two_fingers_that_pan_do_not_zoom(hands: Hands, fingers: Fingers) -> None:
    a = free_place(hands, "creators")
    zoom, held = hands.view.zoom, hands.view.scene_point(QPointF(a))
    fingers.press(f0=a, f1=a + QPoint(200, 0))
    for step in range(1, 30):
        wobble = (-1) ** step * 3
        by = QPoint(4 * step, 2 * step)
        fingers.move(f0=a + by + QPoint(wobble, 0), f1=a + by + QPoint(200 - wobble, 0))
    assert hands.view.zoom == zoom
    assert (hands.view.scene_point(QPointF(a + QPoint(4 * 29, 2 * 29))) - held).manhattanLength() < 3


def test_a_pinch_comes_back_to_where_it_was_also_from_beyond_the_limits(hands: Hands, fingers: Fingers) -> None:
    hands.view.set_zoom(4.0, QPointF(800, 400))
    a, b = QPointF(700, 400), QPointF(900, 400)
    held = hands.view.scene_point((a + b) / 2)
    fingers.press(f0=a, f1=b)
    for by in (*range(0, 400, 20), *range(400, -1, -20)):
        fingers.move(f0=a - QPointF(by, 0), f1=b + QPointF(by, 0))
        assert 0.04 <= hands.view.zoom <= 6.0
    assert hands.view.zoom == pytest.approx(4.0, rel=0.01)
    assert (hands.view.scene_point((a + b) / 2) - held).manhattanLength() < 1.5


def test_two_fingers_on_one_note_pinch(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "gains")
    a, zoom = hands.middle(note), hands.view.zoom
    fingers.press(f0=a)
    fingers.press(f1=a + QPoint(30, 0))
    fingers.move(f0=a - QPoint(50, 0), f1=a + QPoint(80, 0))
    fingers.lift("f0")
    fingers.lift("f1")
    assert hands.view.zoom > zoom * 3
    assert hands.history.undoable is None and is_at_rest(hands)
    assert hands.view.bridge.notes == (), "a pinch selects nothing"


def test_a_second_finger_on_a_note_in_the_air_changes_nothing(hands: Hands, fingers: Fingers) -> None:
    note, zoom = a_note(hands, "gains"), hands.view.zoom
    a = hands.middle(note)
    fingers.press(f0=a)
    fingers.move(f0=a + QPoint(40, 0))
    fingers.press(f1=a + QPoint(50, 5))
    fingers.move(f1=a + QPoint(150, 5))
    assert hands.view.zoom == zoom
    x = hands.board.notes[note].x
    fingers.lift("f1")
    fingers.lift("f0")
    assert hands.board.notes[note].x == pytest.approx(x + 40 / zoom, abs=1.5)
    assert hands.history.depth == 1


def test_a_mouse_and_a_finger_move_two_notes_at_once(hands: Hands, fingers: Fingers) -> None:
    first, second, *_ = four_notes(hands)
    before = places(hands)
    hands.press(hands.middle(first))
    hands.move(hands.middle(first) + QPoint(30, 0))
    fingers.drag(hands.middle(second), hands.middle(second) + QPoint(30, 0))
    hands.move(hands.pixel(*before[first]) + QPoint(100, 60))
    hands.release(hands.pixel(*before[first]) + QPoint(100, 60))
    assert all(places(hands)[note] != before[note] for note in (first, second))
    assert hands.history.depth == 2 and is_at_rest(hands)


def test_mouse_events_made_of_touches_are_ignored(hands: Hands) -> None:
    note, device = a_note(hands, "gains"), QPointingDevice.primaryPointingDevice()
    at = hands.middle(note)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonDblClick):
        left, at = Qt.MouseButton.LeftButton, at + QPoint(30, 0)
        place, glob = QPointF(at), QPointF(hands.view.viewport().mapToGlobal(at))
        source = Qt.MouseEventSource.MouseEventSynthesizedBySystem
        event = QMouseEvent(kind, place, place, glob, left, left, Qt.KeyboardModifier.NoModifier, source, device)
        QApplication.sendEvent(hands.view.viewport(), event)
    assert not hands.view.gesture_in_progress and not hands.view.editor.isVisible()
    assert hands.view.bridge.notes == ()


def test_a_change_elsewhere_stops_one_finger_and_undo_leaves_the_others(hands: Hands, fingers: Fingers) -> None:
    first, second, third, _ = four_notes(hands)
    said = hands.listen()
    hands.view.bridge.do(EditNote(third, {"text": "To be undone"}))
    starts = {note: hands.middle(note) for note in (first, second)}
    fingers.press(f0=starts[first])
    fingers.press(f1=starts[second])
    fingers.move(f0=starts[first] + QPoint(40, 0), f1=starts[second] + QPoint(40, 0))
    hands.view.bridge.do(Delete((first,)))
    assert "not made" in said[0]
    hands.view.bridge.session.undo()
    hands.view.bridge.session.undo()
    fingers.move(f0=starts[first] + QPoint(60, 0), f1=starts[second] + QPoint(60, 0))
    x = hands.board.notes[second].x
    fingers.lift("f0")
    fingers.lift("f1")
    assert hands.board.notes[second].x == pytest.approx(x + 60 / hands.view.zoom, abs=1.5)
    assert is_at_rest(hands)


def test_a_zone_that_closes_up_for_a_dropped_note_leaves_the_one_in_the_air_where_it_is(
    hands: Hands, fingers: Fingers
) -> None:
    hands.view.bridge.do(ArrangeZones(("gains",), True))
    first, second = (note.id for note in hands.board.in_zone("gains")[:2])
    starts = [hands.middle(note) for note in (first, second)]
    target = free_place(hands, "creators")
    fingers.press(f0=starts[0])
    fingers.press(f1=starts[1])
    fingers.move(f0=target, f1=starts[1] + QPoint(30, 200))
    before = hands.board.notes[second]
    fingers.lift("f0")
    assert hands.board.notes[first].zone == "creators"
    assert (hands.board.notes[second].x, hands.board.notes[second].y) != (before.x, before.y), "its place has moved up"
    under = hands.view.viewportTransform().map(hands.view.board_scene.note_items[second].body.center())
    assert (under - QPointF(starts[1] + QPoint(30, 200))).manhattanLength() < 3
    assert hands.view.hands.holding
    fingers.move(f1=target + QPoint(30, 30))
    fingers.lift("f1")
    assert hands.board.notes[second].zone == "creators" and is_at_rest(hands)


def test_a_finger_drags_a_whole_group_that_another_finger_cannot_take(hands: Hands, fingers: Fingers) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.view.bridge.do(GroupNotes((first, second)))
    before, starts = places(hands), [hands.middle(note) for note in (first, second)]
    depth = hands.history.depth
    fingers.press(f0=starts[0])
    fingers.press(f1=starts[1])
    fingers.move(f1=starts[1] + QPoint(-90, 90))
    fingers.move(f0=starts[0] + QPoint(20, -20))
    fingers.lift("f1")
    fingers.lift("f0")
    moved = {(round(places(hands)[n][0] - before[n][0]), round(places(hands)[n][1] - before[n][1])) for n in before}
    zoom = hands.view.zoom
    assert moved == {(0, 0), (round(20 / zoom), round(-20 / zoom))}
    assert hands.history.depth == depth + 1 and is_at_rest(hands)


def test_a_locked_note_stays_and_the_finger_moves_the_view(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "pains")
    hands.view.bridge.do(LockNotes((note,), True))
    before, corner, start = places(hands), hands.view.scene_point(QPointF(0, 0)), hands.middle(note)
    fingers.drag(start, start + QPoint(60, 0))
    assert places(hands) == before
    assert hands.view.scene_point(QPointF(0, 0)) != corner
    fingers.tap(f0=start + QPoint(60, 0))
    assert hands.view.bridge.notes == (note,)


def test_turning_the_wheel_leaves_the_note_under_the_finger(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "gains")
    a = hands.middle(note)
    fingers.press(f0=a)
    fingers.move(f0=a + QPoint(40, 0))
    hands.view.pan_by(QPointF(-120, 60))
    under = hands.view.viewportTransform().map(hands.view.board_scene.note_items[note].body.center())
    assert (under - QPointF(a + QPoint(40, 0))).manhattanLength() < 2
    fingers.lift("f0")
    dropped = hands.view.viewportTransform().map(hands.view.board_scene.note_items[note].body.center())
    assert (dropped - under).manhattanLength() < 2


def test_double_tap_edits_a_note_and_makes_one_on_empty_space(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "gains")
    for _ in range(2):
        fingers.tap(f0=hands.middle(note))
    assert hands.view.editor.isVisible() and hands.view.writing.note == note
    fingers.tap(f0=free_place(hands, "creators"))
    assert not hands.view.editor.isVisible()
    fingers.clock += 2000
    at = free_place(hands, "creators")
    for _ in range(2):
        fingers.tap(f0=at)
    hands.type("By finger")
    hands.view.finish_editing()
    assert [n.zone for n in hands.board.notes.values() if n.text == "By finger"] == ["creators"]


def test_two_slow_taps_are_no_double_tap(hands: Hands, fingers: Fingers) -> None:
    at = hands.middle(a_note(hands, "gains"))
    fingers.tap(f0=at)
    fingers.clock += 900
    fingers.tap(f0=at)
    assert not hands.view.editor.isVisible()


def test_a_touch_in_the_editor_is_left_to_the_editor(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "gains")
    hands.double_click(hands.middle(note))
    fingers.tap(f0=hands.middle(note))
    assert hands.view.editor.isVisible()


def test_cancelled_touches_leave_the_mouse_alone(hands: Hands, fingers: Fingers) -> None:
    first, second, *_ = four_notes(hands)
    before = places(hands)
    start = hands.middle(first)
    hands.press(start)
    hands.move(start + QPoint(30, 0))
    fingers.press(f0=hands.middle(second))
    fingers.move(f0=hands.middle(second) + QPoint(40, 0))
    fingers.cancel()
    hands.move(start + QPoint(40, 10))
    hands.release(start + QPoint(40, 10))
    assert places(hands)[second] == before[second]
    assert places(hands)[first] != before[first] and is_at_rest(hands)


def test_touches_of_a_trackpad_are_not_fingers_on_the_board(hands: Hands) -> None:
    pad = Fingers(hands.view.viewport(), QInputDevice.DeviceType.TouchPad)
    note, before = a_note(hands, "gains"), places(hands)
    pad.drag(hands.middle(note), hands.middle(note) + QPoint(60, 0))
    assert places(hands) == before and not hands.view.gesture_in_progress


@pytest.mark.parametrize("way", ["cancel", "deactivate", "hide", "escape"])
def test_nothing_is_left_when_gestures_are_broken_off(hands: Hands, fingers: Fingers, way: str, qtbot) -> None:
    before = places(hands)
    first, second, *_ = four_notes(hands)
    for n, note in enumerate((first, second)):
        fingers.press(**{f"f{n}": hands.middle(note)})
    for n, note in enumerate((first, second)):
        fingers.move(**{f"f{n}": hands.middle(note) + QPoint(50, 50)})
    if way == "cancel":
        fingers.cancel()
    elif way == "deactivate":
        QApplication.sendEvent(hands.view, QEvent(QEvent.Type.WindowDeactivate))
    elif way == "hide":
        hands.view.hide()
        hands.view.show()
    else:
        hands.view.cancel()
    if fingers.down:
        fingers.move(f0=QPoint(300, 300))
        fingers.lift("f0", "f1")
    assert places(hands) == before and is_at_rest(hands)
    note = a_note(hands, "pains")
    fingers.drag(hands.middle(note), hands.middle(note) + QPoint(40, 0))
    assert places(hands)[note] != before[note], "the next finger works"


def test_taps_of_two_and_three_fingers_are_counted_and_change_nothing_else(hands: Hands, fingers: Fingers) -> None:
    counted: list[int] = []
    hands.view.touch.on_chord = counted.append
    at = free_place(hands, "creators")
    hands.view.bridge.select([a_note(hands, "gains")])
    fingers.tap(f0=at, f1=at + QPoint(60, 0))
    fingers.tap(f0=at, f1=at + QPoint(60, 0), f2=at + QPoint(0, 60))
    assert counted == [2, 3]
    assert hands.view.bridge.notes == (a_note(hands, "gains"),)
    fingers.press(f0=at, f1=at + QPoint(60, 0))
    fingers.move(f0=at - QPoint(60, 0))
    fingers.lift("f0", "f1")
    fingers.press(f0=at, f1=at + QPoint(60, 0))
    fingers.clock += 900
    fingers.lift("f0", "f1")
    fingers.tap(f0=QPoint(200, 60), f1=QPoint(1500, 60))
    fingers.tap(f0=hands.middle(four_notes(hands)[0]), f1=hands.middle(hands.board.in_zone("gains")[1].id))
    assert counted == [2, 3], "pinches, long touches and the fingers of two people are no taps"


def test_the_note_tool_writes_where_the_finger_was_lifted(hands: Hands, fingers: Fingers) -> None:
    hands.view.set_tool("note")
    at = free_place(hands, "creators")
    fingers.press(f0=at, f1=at + QPoint(90, 0))
    fingers.move(f0=at - QPoint(50, 0))
    fingers.lift("f0", "f1")
    assert not hands.view.editor.isVisible(), "a pinch makes no note"
    fingers.tap(f0=at)
    assert hands.view.editor.isVisible() and hands.view.tool == "select"


def test_tapping_the_board_ends_writing_and_keys_still_work(hands: Hands, fingers: Fingers) -> None:
    note = a_note(hands, "gains")
    hands.double_click(hands.middle(note))
    hands.type("Typed")
    fingers.tap(f0=free_place(hands, "creators"))
    assert hands.board.notes[note].text == "Typed"
    QTest.keyClick(hands.view, Qt.Key.Key_Right)
    assert hands.history.depth == 1


def test_one_person_writes_by_keyboard_while_another_drags_notes_and_the_view(hands: Hands, fingers: Fingers) -> None:
    written, dragged = a_note(hands, "gains"), a_note(hands, "pains")
    before = places(hands)
    hands.view.bridge.select([written])
    hands.view.edit_note(written)
    hands.type("Kept ")
    start = hands.middle(dragged)
    fingers.press(f0=start)
    hands.type("on ")
    fingers.move(f0=start + QPoint(40, 30))
    hands.type("pen ")
    fingers.lift("f0")
    empty = free_place(hands, "jobs")
    fingers.press(f0=empty)
    fingers.move(f0=empty - QPoint(30, 30))
    fingers.lift("f0")
    assert QApplication.focusWidget() is hands.view.editor
    hands.type("paper")
    assert hands.view.tool == "select" and hands.view.bridge.notes == (written,)
    fingers.tap(f0=free_place(hands, "jobs"))
    assert not hands.view.editor.isVisible(), "a tap ends the writing"
    assert hands.board.notes[written].text == "Kept on pen paper"
    assert {note for note, place in places(hands).items() if place != before[note]} == {dragged}
    assert is_at_rest(hands)


def test_fingers_whose_lifting_went_elsewhere_are_forgotten_when_others_come(hands: Hands, fingers: Fingers) -> None:
    """A menu or a presentation that opens meanwhile hears of it instead."""
    note = four_notes(hands)[0]
    before, zoom, depth = places(hands), hands.view.zoom, hands.history.depth
    fingers.press(f0=hands.middle(note))
    fingers.move(f0=hands.middle(note) + QPoint(60, 40))
    fingers.press(f1=free_place(hands, "jobs"))
    fingers.down.clear()
    empty = free_place(hands, "jobs")
    fingers.press(f5=empty)
    fingers.move(f5=empty + QPoint(0, 60))
    assert hands.view.zoom == zoom, "one finger moves the view and zooms nothing"
    fingers.lift("f5")
    assert is_at_rest(hands)
    assert places(hands) == before and hands.history.depth == depth


def test_a_finger_needs_not_hit_the_handle_of_a_link_exactly(hands: Hands, fingers: Fingers) -> None:
    note, target = hands.board.in_zone("creators")[-1].id, hands.board.in_zone("gains")[-1].id
    assert not any((link.source, link.target) == (note, target) for link in hands.board.links.values())
    hands.click(hands.middle(note))
    body = hands.view.viewportTransform().mapRect(hands.view.board_scene.note_items[note].body)
    beside = QPointF(body.right() + 34, body.center().y()).toPoint()
    fingers.press(f0=beside)
    fingers.move(f0=beside + QPoint(40, 0))
    fingers.move(f0=hands.middle(target))
    fingers.lift()
    assert any((link.source, link.target) == (note, target) for link in hands.board.links.values())


def test_a_note_beside_a_handle_goes_before_it(hands: Hands, fingers: Fingers) -> None:
    note, other = [note.id for note in hands.board.in_zone("creators")[:2]]
    hands.view.bridge.do(MoveNotes((other,), *beside(hands, note, other)))
    hands.click(hands.middle(note))
    links = len(hands.board.links)
    before = hands.board.notes[other].y
    body = hands.view.viewportTransform().mapRect(hands.view.board_scene.note_items[other].body)
    start = QPointF(body.left() + 6, body.center().y()).toPoint()
    fingers.press(f0=start)
    fingers.move(f0=start + QPoint(0, 30))
    fingers.move(f0=start + QPoint(0, 60))
    fingers.lift()
    assert len(hands.board.links) == links and hands.board.notes[other].y > before + 30


def beside(hands: Hands, note: str, other: str) -> tuple[float, float]:
    """How far the other note must go to lie ten units to the right of a note."""
    one, two = hands.board.notes[note], hands.board.notes[other]
    return one.x + one.w + 10 - two.x, one.y - two.y


def test_a_dialog_takes_back_what_fingers_hold(window: MainWindow) -> None:
    hands = Hands(window.page.view)
    fingers = Fingers(hands.view.viewport())
    note = a_note(hands, "gains")
    before, at = places(hands), hands.middle(note)
    fingers.press(f0=at)
    fingers.move(f0=at + QPoint(60, 60))
    assert not is_at_rest(hands)
    dialog = QDialog(window)
    dialog.open()
    assert is_at_rest(hands) and places(hands) == before, "its fingers may be lifted unheard"
    dialog.close()
