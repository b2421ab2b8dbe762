"""Dragging with snapping, keys held meanwhile, groups and locks; by real events, read from the board."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsPathItem

from canvas_app.domain.commands import AddNotes, ArrangeZones, Delete, GroupNotes, LockNotes, NewNote
from canvas_app.ui.board.gestures.guides import ABOVE
from tests.effort import calls
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Desk(Hands):
    """Four notes in the parking lot of an empty board, at 100 %: a, b in a row, c below a, d far off."""

    def place(self, note: str) -> tuple[float, float]:
        return round(self.board.notes[note].x, 3), round(self.board.notes[note].y, 3)

    def look(self, x: float, y: float, zoom: float = 1.0) -> None:
        """Shows this place of the board in the middle."""
        middle = QPointF(self.view.viewport().rect().center())
        self.view.set_zoom(zoom, middle)
        self.view.pan_by(middle - self.view.viewportTransform().map(QPointF(x, y)))

    def event(self, kind: QEvent.Type, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        port = self.view.viewport()
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, QPointF(at), QPointF(port.mapToGlobal(at)), button, held, keys)
        QApplication.sendEvent(port, event)

    def pull(self, note: str, dx: float, dy: float, keys: Qt.KeyboardModifier = NONE, drop: bool = True) -> QPoint:
        """Presses on a note and drags it by board units, with keys held from then on."""
        start = self.middle(note)
        goal = start + QPoint(round(dx * self.view.zoom), round(dy * self.view.zoom))
        self.event(QEvent.Type.MouseButtonPress, start, NONE)
        for share in (0.3, 0.7, 1.0):
            self.event(QEvent.Type.MouseMove, start + (goal - start) * share, keys)
        if drop:
            self.event(QEvent.Type.MouseButtonRelease, goal, keys)
        return goal

    @property
    def guides(self) -> list[QGraphicsPathItem]:
        return [item for item in self.view.scene().items() if item.zValue() == ABOVE and not item.path().isEmpty()]

    def shown(self, note: str) -> tuple[float, float]:
        box = self.view.board_scene.note_items[note].box
        return round(box.x(), 3), round(box.y(), 3)


@pytest.fixture
def desk(hands: Hands) -> Desk:
    desk = Desk(hands.view)
    do = desk.view.bridge.do
    do(Delete(tuple(desk.board.notes)))
    places = {"a": (0, 900), "b": (200, 900), "c": (0, 1060), "d": (700, 1300)}
    do(AddNotes(tuple(NewNote(id=n, text=n, x=x, y=y, kind="job") for n, (x, y) in places.items())))
    desk.view.snaps = True
    desk.look(500, 1150, 1.0)
    desk.depth = desk.history.depth
    return desk


def test_a_note_comes_in_line_with_its_neighbours_and_lines_say_so(desk: Desk) -> None:
    goal = desk.pull("d", -496, -236, drop=False)  # near b's left edge and c's top
    assert desk.shown("d") == (200, 1060) and desk.guides
    desk.event(QEvent.Type.MouseButtonRelease, goal, NONE)
    assert desk.place("d") == (200, 1060) and not desk.guides
    assert desk.history.depth == desk.depth + 1


def test_equal_gaps(desk: Desk) -> None:
    desk.pull("d", -296, -450, SHIFT | CTRL)  # not snapped, one axis
    desk.pull("d", 0, 0)
    x, y = desk.place("d")
    desk.pull("d", 403 - x, 899 - y)
    assert desk.place("d") == (400, 900)  # a to b is 68, so is b to d


def test_ctrl_suspends_it_also_when_it_is_pressed_while_the_hand_rests(desk: Desk) -> None:
    goal = desk.pull("d", -497, -237, CTRL)
    assert desk.place("d") == (203, 1063)
    desk.view.bridge.session.undo()
    goal = desk.pull("d", -497, -237, drop=False)
    assert desk.shown("d") == (200, 1060)
    QTest.keyPress(desk.view, Qt.Key.Key_Control)
    assert desk.shown("d") == (203, 1063) and not desk.guides
    QTest.keyRelease(desk.view, Qt.Key.Key_Control)
    assert desk.shown("d") == (200, 1060)
    desk.event(QEvent.Type.MouseButtonRelease, goal, NONE)
    assert desk.place("d") == (200, 1060)


def test_it_can_be_switched_off(desk: Desk) -> None:
    desk.view.snaps = False
    desk.pull("d", -497, -237)
    assert desk.place("d") == (203, 1063)


def test_what_is_out_of_view_or_far_off_does_not_pull(desk: Desk) -> None:
    desk.view.bridge.do(
        AddNotes((NewNote(id="far", x=713, y=4000, kind="job"), NewNote(id="off", x=713, y=300, kind="job")))
    )
    desk.pull("d", 10, 0)
    assert desk.place("d") == (710, 1300)


def test_the_reach_is_the_same_in_pixels_at_every_zoom(desk: Desk) -> None:
    desk.look(300, 1100, 0.5)
    desk.pull("d", -490, -230)
    assert desk.place("d") == (200, 1060)
    desk.view.bridge.session.undo()
    desk.look(500, 1200, 2.0)
    desk.pull("d", -495, -236)
    assert desk.place("d") == (205, 1064)


def test_shift_keeps_to_the_longer_axis(desk: Desk) -> None:
    desk.pull("d", 130, 40, SHIFT | CTRL)
    assert desk.place("d") == (830, 1300)
    desk.pull("d", -20, -90, SHIFT | CTRL)
    assert desk.place("d") == (830, 1210)


def test_shift_and_drag_from_the_press_on_adds_the_note_and_drags_all(desk: Desk) -> None:
    desk.click(desk.middle("a"))
    start = desk.middle("b")
    desk.event(QEvent.Type.MouseButtonPress, start, SHIFT)
    desk.event(QEvent.Type.MouseMove, start + QPoint(0, 60), SHIFT | CTRL)
    desk.event(QEvent.Type.MouseButtonRelease, start + QPoint(0, 60), SHIFT | CTRL)
    assert desk.place("a") == (0, 960) and desk.place("b") == (200, 960)
    desk.click(desk.middle("b"), SHIFT)
    assert desk.view.bridge.notes == ("a",)


def test_a_selection_snaps_by_the_box_round_it(desk: Desk) -> None:
    desk.click(desk.middle("a"))
    desk.click(desk.middle("c"), SHIFT)
    desk.pull("a", 204, 400)
    assert desk.place("a")[0] == 200 and desk.place("c")[0] == 200
    assert desk.place("c")[1] - desk.place("a")[1] == 160


def test_alt_drags_copies_and_the_originals_stay(desk: Desk) -> None:
    desk.click(desk.middle("a"))
    desk.click(desk.middle("c"), SHIFT)
    count = len(desk.board.notes)
    goal = desk.pull("a", 400, 30, ALT | CTRL, drop=False)
    assert desk.shown("a") == (0, 900) and len(desk.view.board_scene.air.notes) == 2
    assert len(desk.board.notes) == count
    desk.event(QEvent.Type.MouseButtonRelease, goal, ALT | CTRL)
    copies = [desk.board.notes[note] for note in desk.view.bridge.notes]
    assert [(note.text, note.x, note.y) for note in copies] == [("a", 400, 930), ("c", 400, 1090)]
    assert len(desk.board.notes) == count + 2 and not desk.view.board_scene.air.notes
    assert desk.history.depth == desk.depth + 1 and desk.history.undoable.label == "Add 2 notes"


def test_letting_go_of_alt_moves_after_all(desk: Desk) -> None:
    goal = desk.pull("d", 50, 0, ALT | CTRL, drop=False)
    desk.event(QEvent.Type.MouseMove, goal, CTRL)
    assert desk.shown("d") == (750, 1300) and len(desk.view.board_scene.air.notes) == 1
    desk.event(QEvent.Type.MouseButtonRelease, goal, CTRL)
    assert desk.place("d") == (750, 1300) and len(desk.board.notes) == 4


@pytest.mark.parametrize("keys", [NONE, ALT])
def test_escape_takes_everything_back(desk: Desk, keys: Qt.KeyboardModifier) -> None:
    goal = desk.pull("d", -497, -237, keys, drop=False)
    desk.view.cancel()
    assert desk.shown("d") == (700, 1300) and not desk.guides and not desk.view.board_scene.air.notes
    desk.event(QEvent.Type.MouseButtonRelease, goal, keys)
    assert desk.history.depth == desk.depth and len(desk.board.notes) == 4


def test_a_group_is_selected_and_dragged_by_any_of_its_notes(desk: Desk) -> None:
    desk.view.bridge.do(GroupNotes(("a", "b")))
    desk.click(desk.middle("b"))
    assert set(desk.view.bridge.notes) == {"a", "b"}
    desk.pull("a", 30, 30, CTRL)
    assert desk.place("a") == (30, 930) and desk.place("b") == (230, 930)
    desk.click(desk.middle("c"))
    desk.click(desk.middle("a"), SHIFT)
    assert set(desk.view.bridge.notes) == {"a", "b", "c"}
    desk.click(desk.middle("b"), SHIFT)
    assert desk.view.bridge.notes == ("c",)
    desk.double_click(desk.middle("a"))
    assert desk.view.editor.item.note.id == "a"


def test_copies_of_a_group_are_a_group_of_their_own(desk: Desk) -> None:
    desk.view.bridge.do(GroupNotes(("a", "b")))
    desk.pull("a", 30, 300, ALT | CTRL)
    copies = {desk.board.notes[note].group_id for note in desk.view.bridge.notes}
    assert len(desk.view.bridge.notes) == 2 and len(copies) == 1
    assert copies.isdisjoint({None, desk.board.notes["a"].group_id})


def test_a_locked_note_refuses_with_one_quiet_sentence(desk: Desk) -> None:
    desk.view.bridge.do(LockNotes(("a",), True))
    said = desk.listen()
    desk.pull("a", 300, 300)
    assert desk.place("a") == (0, 900) and said == ["This note is locked in its place; Ctrl+Shift+L unlocks it."]
    desk.click(desk.middle("a"))
    assert desk.view.bridge.notes == ("a",)
    desk.click(desk.middle("b"), SHIFT)
    desk.pull("b", 0, 50, CTRL)
    assert desk.place("a") == (0, 900) and desk.place("b") == (200, 950)


def test_two_fingers_drag_two_notes_each_with_its_own_guides(desk: Desk) -> None:
    fingers = Fingers(desk.view.viewport())
    a, d = desk.middle("a"), desk.middle("d")
    fingers.press(f0=a)
    fingers.move(f0=a + QPoint(0, -10))
    fingers.press(f1=d)
    for step in (20, 40, 64):
        fingers.move(f0=a + QPoint(0, -step), f1=d + QPoint(-step, 0))
    fingers.move(f0=a + QPoint(203, 157), f1=d + QPoint(-64, 0))
    assert desk.shown("a") == (200, 1060) and desk.guides
    fingers.lift("f0")
    assert not desk.guides
    fingers.lift("f1")
    assert desk.place("a") == (200, 1060) and desk.history.depth == desk.depth + 2


def test_dropping_in_a_zone_kept_in_order_gives_the_place(desk: Desk) -> None:
    do = desk.view.bridge.do
    do(AddNotes(tuple(NewNote(id=f"p{n}", text=f"p{n}", zone="pains") for n in range(4))))
    do(ArrangeZones(("pains",), True))
    first = desk.board.notes["p0"]
    desk.look(1100, 600)
    last = desk.board.notes["p3"]
    desk.pull("p3", first.x - last.x - 40, first.y - last.y, CTRL)
    order = sorted((n for n in desk.board.notes.values() if n.zone == "pains"), key=lambda n: (n.y, n.x))
    assert [note.id for note in order] == ["p3", "p0", "p1", "p2"]
    assert all(desk.shown(note.id) == desk.place(note.id) for note in order)
    depth = desk.history.depth
    desk.pull("p1", 4, 6)
    assert desk.history.depth == depth and desk.shown("p1") == desk.place("p1")


def test_ten_thousand_notes_do_not_slow_the_hand(desk: Desk) -> None:
    notes = [NewNote(x=2000 + 142 * (n % 100), y=102 * (n // 100), kind="job") for n in range(6000)]
    desk.view.bridge.do(AddNotes(tuple(notes)))
    desk.look(5000, 3000, 0.5)
    note = next(n.id for n in notes if abs(n.x - 5000) < 142 and abs(n.y - 3000) < 102)
    start = desk.middle(note)
    desk.event(QEvent.Type.MouseButtonPress, start, NONE)
    desk.event(QEvent.Type.MouseMove, start + QPoint(9, 9), NONE)
    gesture = desk.view.hands.get("mouse")
    moves = [QPointF(start + QPoint(10 + step, 10 + step // 2)) for step in range(100)]
    assert calls(lambda: [gesture.move(move) for move in moves]) / 100 < 2000
    desk.event(QEvent.Type.MouseButtonRelease, start, NONE)
