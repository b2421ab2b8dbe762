"""The board under the mouse and the keyboard."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.app.resources import catalogue
from canvas_app.domain.commands import AddNotes, Delete, EditNote, MoveNotes, NewNote
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.geometry import centroid, inside_polygon
from canvas_app.text.zone_words import HINT_WIDTH
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers


def free_place(hands: Hands, zone: str) -> QPoint:
    """A spot of the zone without a note."""
    outline = hands.board.canvas.zone(zone).bounds
    for y in range(int(outline.y) + 20, int(outline.bottom), 12):
        for x in range(int(outline.x) + 20, int(outline.right), 12):
            found = hands.board.canvas.zone_at((x, y))
            if found and found.id == zone and not hands.view.board_scene.items(QPointF(x, y))[:-1]:
                return hands.pixel(x, y)
    raise AssertionError(zone)


def a_note(hands: Hands, zone: str) -> str:
    return hands.board.in_zone(zone)[0].id


def test_a_note_dragged_into_another_zone_takes_its_kind_and_loses_forbidden_links(hands: Hands) -> None:
    note = next(n.id for n in hands.board.in_zone("pains") if hands.board.links_of(n.id))
    target = free_place(hands, "gains")
    hands.press(hands.middle(note))
    hands.move(hands.middle(note) + QPoint(20, 0))
    hands.move(target)
    assert hands.board.notes[note].zone == "pains", "nothing is recorded while dragging"
    hands.release(target)
    moved = hands.board.notes[note]
    assert (moved.zone, moved.kind, moved.rank_key) == ("gains", "gain", None)
    assert all(
        hands.board.canvas.link_rule(*(hands.board.notes[e].kind for e in (link.source, link.target)))
        for link in hands.board.links_of(note)
    )
    before = hands.history.depth
    hands.view.bridge.session.undo()
    assert hands.board.notes[note].zone == "pains"
    assert hands.history.depth == before - 1, "one drag is one step"


def test_dropping_outside_the_frame_parks_and_between_zones_goes_to_the_nearest(hands: Hands) -> None:
    note = a_note(hands, "pains")
    hands.drag(hands.middle(note), hands.pixel(900, 815))
    assert hands.board.notes[note].zone == PARKING
    assert hands.board.notes[note].kind == "pain"
    hands.drag(hands.middle(note), hands.pixel(755, 80))
    assert hands.board.notes[note].zone == "creators"


def test_several_selected_notes_move_together_in_one_step(hands: Hands) -> None:
    first, second = (note.id for note in hands.board.in_zone("pains")[:2])
    hands.click(hands.middle(first))
    hands.click(hands.middle(second), Qt.KeyboardModifier.ShiftModifier)
    assert set(hands.view.bridge.notes) == {first, second}
    before = {note: hands.board.notes[note].x for note in (first, second)}
    depth = hands.history.depth
    hands.drag(hands.middle(second), hands.middle(second) + QPoint(0, 8) + QPoint(30, 0))
    assert all(hands.board.notes[note].x > before[note] for note in (first, second))
    assert hands.history.depth == depth + 1


def test_escape_in_the_air_puts_the_note_back(hands: Hands) -> None:
    note = a_note(hands, "gains")
    body = hands.view.board_scene.note_items[note].body
    hands.press(hands.middle(note))
    hands.move(hands.middle(note) + QPoint(200, 40))
    assert hands.view.board_scene.note_items[note].body != body
    hands.view.cancel()
    assert hands.view.board_scene.note_items[note].body == body
    assert hands.history.undoable is None
    hands.release(QPoint(500, 500))
    assert hands.history.undoable is None


def test_a_change_of_the_note_in_the_air_cancels_only_that_drag(hands: Hands) -> None:
    note = a_note(hands, "gains")
    said = hands.listen()
    hands.press(hands.middle(note))
    hands.move(hands.middle(note) + QPoint(200, 40))
    hands.view.bridge.do(EditNote(note, {"text": "Changed"}))
    hands.release(QPoint(300, 300))
    assert said and "not made" in said[0]
    assert hands.board.notes[note].text == "Changed"
    assert hands.history.depth == 1


def test_double_click_on_empty_makes_a_note_ready_to_write(hands: Hands) -> None:
    count = len(hands.board.notes)
    hands.double_click(free_place(hands, "gains"))
    assert hands.view.editor.hasFocus()
    assert len(hands.board.notes) == count, "an empty note is not recorded"
    hands.type("Faster payouts")
    QTest.keyClick(hands.view.editor, Qt.Key.Key_Escape)
    (note,) = [note for note in hands.board.notes.values() if note.text == "Faster payouts"]
    assert note.zone == "gains"
    assert hands.view.bridge.notes == (note.id,)
    hands.view.bridge.session.undo()
    assert len(hands.board.notes) == count
    assert hands.history.undoable is None, "typing one note is one step"


def test_an_empty_note_left_behind_vanishes_without_a_step(hands: Hands) -> None:
    items = len(hands.view.board_scene.note_items)
    hands.double_click(free_place(hands, "gains"))
    QTest.keyClick(hands.view.editor, Qt.Key.Key_Escape)
    assert hands.history.undoable is None
    assert len(hands.view.board_scene.note_items) == items
    assert not hands.view.editor.isVisible()


def test_typing_is_written_down_while_the_note_is_open(hands: Hands, qtbot) -> None:
    note = a_note(hands, "gains")
    hands.double_click(hands.middle(note))
    hands.type("New words")
    qtbot.waitUntil(lambda: hands.board.notes[note].text == "New words", timeout=3000)
    assert hands.view.editor.hasFocus()
    hands.type(" and more")
    hands.click(free_place(hands, "pains"))
    assert hands.board.notes[note].text == "New words and more"
    hands.view.bridge.session.undo()
    assert hands.board.notes[note].text != "New words"
    assert hands.history.undoable is None


def test_clicking_in_and_out_of_a_note_makes_no_step(hands: Hands) -> None:
    hands.double_click(hands.middle(a_note(hands, "gains")))
    hands.click(free_place(hands, "pains"))
    assert hands.history.undoable is None


def test_the_note_being_written_is_deleted_elsewhere(hands: Hands) -> None:
    note = a_note(hands, "gains")
    said = hands.listen()
    hands.double_click(hands.middle(note))
    hands.view.bridge.do(Delete((note,)))
    assert not hands.view.editor.isVisible()
    assert "gone" in said[0]


def test_a_long_text_shrinks_first_and_then_the_note_grows(hands: Hands) -> None:
    note = a_note(hands, "gains")
    item = hands.view.board_scene.note_items[note]
    height = item.height
    hands.view.bridge.do(EditNote(note, {"text": "Some more words than fit at full size on it"}))
    assert item.height == height
    hands.view.bridge.do(EditNote(note, {"text": "word " * 80}))
    assert item.height > height
    hands.view.bridge.do(EditNote(note, {"text": "W" * 300}))
    assert item.height > height


def test_rubber_band_selects_what_it_touches(hands: Hands) -> None:
    pains = {note.id for note in hands.board.in_zone("pains")}
    rect = hands.view._rect_of(list(pains))
    hands.drag(hands.pixel(rect.left() - 6, rect.bottom() + 6), hands.pixel(rect.right() + 6, rect.top() - 6))
    assert pains <= set(hands.view.bridge.notes)
    assert hands.history.undoable is None
    hands.click(free_place(hands, "creators"))
    assert hands.view.bridge.notes == ()


def handle_pixel(hands: Hands, note: str) -> QPoint:
    body = hands.view.board_scene.note_items[note].body
    return hands.pixel(body.right(), body.center().y())


def test_a_link_is_drawn_from_the_handle_and_refused_with_the_reason(hands: Hands) -> None:
    said = hands.listen()
    board = hands.board
    tied = {(link.source, link.target) for link in board.links.values()}
    reliever, pain = next(
        (r.id, p.id) for r in board.in_zone("relievers") for p in board.in_zone("pains") if (r.id, p.id) not in tied
    )
    hands.move(hands.middle(reliever))
    hands.drag(handle_pixel(hands, reliever), hands.middle(pain))
    (link_id,) = hands.view.bridge.links
    link = board.links[link_id]
    assert (link.source, link.target, link.strength) == (reliever, pain, 2)
    hands.drag(hands.middle(reliever) + QPoint(0, 0), hands.middle(reliever))
    gain = board.in_zone("gains")[0].id
    hands.move(hands.middle(reliever))
    count = len(board.links)
    hands.drag(handle_pixel(hands, reliever), hands.middle(gain))
    assert len(board.links) == count
    assert "not to gains" in said[-1]


def test_a_link_drawn_backwards_is_turned_round(hands: Hands) -> None:
    board = hands.board
    tied = {(link.source, link.target) for link in board.links.values()}
    reliever, pain = next(
        (r.id, p.id) for r in board.in_zone("relievers") for p in board.in_zone("pains") if (r.id, p.id) not in tied
    )
    hands.move(hands.middle(pain))
    hands.drag(handle_pixel(hands, pain), hands.middle(reliever))
    link = board.links[hands.view.bridge.links[0]]
    assert (link.source, link.target) == (reliever, pain)


def test_a_press_on_a_link_selects_it(hands: Hands) -> None:
    item = next(item for item in hands.view.board_scene.link_items.values() if item.path().length() > 200)
    found = None
    for step in range(20, 80):
        point = item.path().pointAtPercent(step / 100)
        if (
            not hands.view.board_scene.notes_in(QRectF(point.x() - 4, point.y() - 4, 8, 8))
            and hands.view.board_scene.link_at(point) == item.link.id
        ):
            found = point
            break
    assert found is not None
    hands.click(hands.pixel(found.x(), found.y()))
    assert hands.view.bridge.links == (item.link.id,)


def wheel(
    hands: Hands, at: QPoint, delta: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(hands.view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(hands.view.viewport(), event)


@pytest.mark.parametrize("delta", [120, -120, 240])
def test_ctrl_wheel_zooms_about_the_pointer(hands: Hands, delta: int) -> None:
    at = QPoint(700, 300)
    before, zoom = hands.view.scene_point(QPointF(at)), hands.view.zoom
    wheel(hands, at, delta, Qt.KeyboardModifier.ControlModifier)
    after = hands.view.scene_point(QPointF(at))
    assert (hands.view.zoom > zoom) == (delta > 0)
    assert abs(after.x() - before.x()) * hands.view.zoom < 1.5
    assert abs(after.y() - before.y()) * hands.view.zoom < 1.5


def test_the_wheel_scrolls_and_shift_turns_it_sideways(hands: Hands) -> None:
    at = QPoint(700, 300)
    before = hands.view.scene_point(QPointF(at))
    wheel(hands, at, -120)
    down = hands.view.scene_point(QPointF(at))
    assert down.y() > before.y() and abs(down.x() - before.x()) < 1.5
    wheel(hands, at, -120, Qt.KeyboardModifier.ShiftModifier)
    side = hands.view.scene_point(QPointF(at))
    assert side.x() > down.x() and abs(side.y() - down.y()) < 1.5


def test_a_trackpad_pinch_zooms_about_the_pointer(hands: Hands) -> None:
    at = QPointF(700, 300)
    before = hands.view.scene_point(at)
    zoom = hands.view.zoom
    device = QPointingDevice(
        "pad",
        7,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        0,
    )
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        device,
        2,
        at,
        at,
        hands.view.viewport().mapToGlobal(at),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(hands.view.viewport(), event)
    assert hands.view.zoom == pytest.approx(zoom * 1.25)
    after = hands.view.scene_point(at)
    assert abs(after.x() - before.x()) * hands.view.zoom < 1.5


def test_two_fingers_pinch_and_never_touch_a_note(hands: Hands) -> None:
    fingers = Fingers(hands.view.viewport())
    a = hands.middle(a_note(hands, "gains"))
    b = free_place(hands, "jobs")
    zoom = hands.view.zoom
    about = hands.view.scene_point(QPointF(a + b) / 2)
    fingers.press(f0=a)
    fingers.press(f1=b)
    fingers.move(f0=a - (b - a) / 4, f1=b + (b - a) / 4)
    fingers.move(f0=a - (b - a) / 2, f1=b + (b - a) / 2)
    fingers.lift("f1")
    fingers.lift("f0")
    assert hands.view.zoom == pytest.approx(zoom * 2, rel=0.02)
    after = hands.view.scene_point(QPointF(a + b) / 2)
    assert abs(after.x() - about.x()) < 3 and abs(after.y() - about.y()) < 3
    assert hands.history.undoable is None
    assert not hands.view.gesture_in_progress


def test_one_finger_moves_a_note_and_pans_on_empty_space(hands: Hands) -> None:
    fingers = Fingers(hands.view.viewport())
    note = a_note(hands, "gains")
    x = hands.board.notes[note].x
    a = hands.middle(note)
    fingers.drag(a, a + QPoint(30, 10))
    assert hands.board.notes[note].x > x
    at = free_place(hands, "creators")
    before = hands.view.scene_point(QPointF(at))
    fingers.drag(at, at + QPoint(50, 20))
    assert hands.view.scene_point(QPointF(at)).x() < before.x()


def test_space_drag_and_middle_drag_pan(hands: Hands) -> None:
    at = hands.middle(a_note(hands, "gains"))
    before = hands.view.scene_point(QPointF(at))
    hands.drag(at, at + QPoint(60, 30), Qt.MouseButton.MiddleButton)
    middle = hands.view.scene_point(QPointF(at))
    assert middle.x() < before.x() and middle.y() < before.y()
    QTest.keyPress(hands.view, Qt.Key.Key_Space)
    hands.drag(at, at + QPoint(60, 30))
    QTest.keyRelease(hands.view, Qt.Key.Key_Space)
    assert hands.view.scene_point(QPointF(at)).x() < middle.x()
    assert hands.history.undoable is None


def test_tab_walks_the_notes_in_their_order(hands: Hands) -> None:
    order = [note.id for note in hands.board.in_order()]
    hands.view.setFocus()
    for note in order[:3]:
        QTest.keyClick(hands.view, Qt.Key.Key_Tab)
        assert hands.view.bridge.notes == (note,)
    QTest.keyClick(hands.view, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert hands.view.bridge.notes == (order[1],)


def test_the_scene_mirrors_the_board_after_every_kind_of_step(hands: Hands) -> None:
    session, scene = hands.view.bridge.session, hands.view.board_scene
    pain = a_note(hands, "pains")
    hands.view.bridge.do(Delete((pain,)))
    session.undo()
    session.redo()
    session.undo()
    ranks = session.board.ranks()
    assert scene.note_items.keys() == session.board.notes.keys()
    assert scene.link_items.keys() == session.board.links.keys()
    for note_id, item in scene.note_items.items():
        assert item.note == session.board.notes[note_id]
        assert item.rank == ranks.get(note_id)
        assert (item.x(), item.y()) == (item.note.x, item.note.y)


def test_the_handles_of_links_go_with_a_note_that_is_moved_otherwise_than_by_hand(hands: Hands) -> None:
    note = a_note(hands, "gains")
    hands.view.bridge.select([note])
    hands.view.bridge.do(MoveNotes((note,), 40, 30))
    body = hands.view.board_scene.note_items[note].body
    assert hands.view.board_scene.handle_at(QPointF(body.left(), body.center().y())) == note


def test_headings_cannot_be_selected_or_moved(hands: Hands) -> None:
    x, y = hands.board.canvas.zone("creators").heading.at
    at = hands.pixel(x - 40, y + 12)
    hands.drag(at, at + QPoint(80, 60))
    assert hands.history.undoable is None
    assert hands.view.board_scene.selectedItems() == []


def test_leaving_the_view_forgets_the_pointer(hands: Hands) -> None:
    hands.move(QPoint(100, 100))
    assert hands.view.pointer() == hands.view.scene_point(QPointF(100, 100))
    QApplication.sendEvent(hands.view.viewport(), QEvent(QEvent.Type.Leave))
    assert hands.view.pointer() == hands.view.scene_point(QPointF(hands.view.viewport().rect().center()))


def test_a_dropped_note_lies_above_the_one_it_was_dropped_on(hands: Hands) -> None:
    first, second, third = [note.id for note in hands.board.in_zone("gains")][:3]
    for below, above in ((second, first), (third, second), (first, third)):
        hands.drag(hands.middle(above), hands.middle(below) + QPoint(9, 9))
        body = hands.view.board_scene.note_items[below].body
        assert hands.view.board_scene.note_at(body.center()) == above
        hands.view.bridge.session.undo()


def test_questions_of_empty_zones_stay_inside_the_frame(hands: Hands) -> None:
    for entry in catalogue().canvases.values():
        w, _ = entry.frame.size
        for zone in entry.zones:
            x, y = centroid(zone.outline)
            assert x - min(HINT_WIDTH, zone.bounds.w - 40) / 2 >= 0, zone.id
            assert x + min(HINT_WIDTH, zone.bounds.w - 40) / 2 <= w, zone.id
            assert inside_polygon((x, y), zone.outline), zone.id


def test_headings_are_not_covered_by_notes_from_afar(hands: Hands) -> None:
    hands.view.zoom_to(0.2)
    before = hands.view.grab().toImage()
    zone = hands.board.canvas.zone("gains")
    x, y = zone.heading.at
    hands.view.bridge.do(AddNotes((NewNote(text="Over it", x=x - 60, y=y - 40),)))
    hands.view.bridge.select(())
    at = hands.pixel(x, y + 13 * 11 / 15 / 0.2 * 0.5)
    line = [hands.view.grab().toImage().pixelColor(at.x() + i, at.y()) for i in range(-30, 30)]
    assert line == [before.pixelColor(at.x() + i, at.y()) for i in range(-30, 30)]


def test_a_link_over_a_note_that_it_may_not_end_at_shows_it(hands: Hands) -> None:
    reliever, gain, pain = a_note(hands, "relievers"), a_note(hands, "gains"), a_note(hands, "pains")
    hands.move(hands.middle(reliever))
    hands.press(handle_pixel(hands, reliever))
    hands.move(hands.middle(pain))
    fine = hands.view.board_scene.drawn_link.pen()
    hands.move(hands.middle(gain))
    refused = hands.view.board_scene.drawn_link.pen()
    hands.release(hands.middle(gain))
    assert fine.color() != refused.color()
    assert refused.style() == Qt.PenStyle.DashLine


def test_notes_are_sharp_again_when_a_zoom_comes_to_rest(hands: Hands, qtbot) -> None:
    wheel(hands, hands.middle(a_note(hands, "gains")), 120, Qt.KeyboardModifier.ControlModifier)
    moving = hands.view.grab().toImage()
    qtbot.waitUntil(lambda: hands.view.picture.finished)
    rested = hands.view.grab().toImage()
    hands.view.forget_pictures()
    hands.view.grab()
    qtbot.waitUntil(lambda: hands.view.picture.finished)
    assert hands.view.grab().toImage() == rested
    assert moving != rested


def test_what_is_known_about_a_note_is_marked_on_its_foot(hands: Hands) -> None:
    known = {piece.note for piece in hands.board.evidence.values()} | {test.note for test in hands.board.test_cards}
    note_id = next(note for note in hands.board.notes if note not in known)
    item, session = hands.view.board_scene.note_items[note_id], hands.view.bridge.session

    def foot() -> bytes:
        item.make_face()
        assert item.face is not None
        return bytes(item.face.toImage().constBits())

    bare = foot()
    assert item.mark == ""
    session.do(AddEvidence(About("note", note_id), {"level": "assumption"}))
    assert foot() == bare, "an assumption is what every note is"
    session.do(AddEvidence(About("note", note_id), {"level": "strong"}))
    strong = foot()
    assert item.mark == "strong" and strong != bare
    hands.view.board_scene.reset()  # as for a board that is opened
    assert hands.view.board_scene.note_items[note_id].mark == "strong"
    item = hands.view.board_scene.note_items[note_id]
    session.do(AddTest({"note": note_id, "result": "failed"}))
    assert item.mark == "failed" and foot() not in (bare, strong)
    session.undo()
    assert foot() == strong
    session.undo()
    assert foot() == bare
