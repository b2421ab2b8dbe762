"""Arranging by keys in the whole window: tidy, align, space, group, lock, stack, zones in order."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from canvas_app.domain.arrange import outline_at
from canvas_app.domain.commands import AddNotes, Delete, NewNote
from canvas_app.domain.decide_groups import stack
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.ui.main_window import MainWindow
from tests.ui.conftest import Hands

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Desk(Hands):
    def __init__(self, window: MainWindow):
        super().__init__(window.page.view)
        self.window = window
        self.said = self.listen()

    def box(self, note: str) -> Rect:
        n = self.board.notes[note]
        return Rect(n.x, n.y, n.w, n.h)

    def choose(self, *notes: str) -> None:
        self.view.bridge.select(notes)
        self.view.setFocus()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def point(self, zone: str) -> None:
        """Moves the pointer into a zone."""
        room = self.board.canvas.zone(zone).bounds.scaled(self.board.info.scale)
        self.move(self.pixel(*room.centre) + QPoint(1, 0))
        self.move(self.pixel(*room.centre))


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    desk = Desk(window)
    desk.view.bridge.do(Delete(tuple(desk.board.notes)))
    places = {"a": (900, 430), "b": (960, 470), "c": (1100, 440), "d": (1110, 470)}
    desk.view.bridge.do(AddNotes(tuple(NewNote(id=n, text=n, x=x, y=y) for n, (x, y) in places.items())))
    assert {note.zone for note in desk.board.notes.values()} == {"pains"}
    desk.view.fit_board()
    desk.view.setFocus()
    return desk


def overlaps(desk: Desk) -> bool:
    boxes = [desk.box(note) for note in desk.board.notes]
    return any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_tidy_the_selection_stays_selected_and_the_view_stands_still(desk: Desk) -> None:
    desk.choose(*"abcd")
    corner, zoom = desk.view.scene_point(desk.view.viewport().rect().topLeft().toPointF()), desk.view.zoom
    desk.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert not overlaps(desk) and {note.zone for note in desk.board.notes.values()} == {"pains"}
    assert desk.view.bridge.notes == tuple("abcd")
    assert (desk.view.scene_point(desk.view.viewport().rect().topLeft().toPointF()), desk.view.zoom) == (corner, zoom)
    assert desk.history.undoable.label == "Tidy"
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.box("a").x == 900 and overlaps(desk)


def test_tidy_with_nothing_selected_takes_the_zone_under_the_pointer(desk: Desk) -> None:
    desk.choose()
    desk.point("pains")
    desk.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert not overlaps(desk)
    desk.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert desk.said[-1] == "Everything is tidy here already."


def test_align_and_space(desk: Desk) -> None:
    desk.choose("a")
    desk.key(Qt.Key.Key_A, ALT)
    assert desk.box("a").x == 900
    desk.choose(*"abc")
    desk.key(Qt.Key.Key_W, ALT)
    assert {desk.box(note).y for note in "abc"} == {430}
    desk.key(Qt.Key.Key_H, ALT | SHIFT)
    assert desk.box("b").x - desk.box("a").x == desk.box("c").x - desk.box("b").x
    assert desk.view.bridge.notes == tuple("abc")


def test_group_and_ungroup(desk: Desk) -> None:
    desk.choose("a", "c")
    desk.key(Qt.Key.Key_G, CTRL)
    desk.choose()
    desk.click(desk.pixel(desk.box("a").x + 10, desk.box("a").y + 10))
    assert set(desk.view.bridge.notes) == {"a", "c"}
    desk.key(Qt.Key.Key_G, CTRL | SHIFT)
    desk.choose()
    desk.click(desk.pixel(desk.box("a").x + 10, desk.box("a").y + 10))
    assert desk.view.bridge.notes == ("a",)


def test_lock_keeps_from_nudging_and_deleting(desk: Desk) -> None:
    desk.choose("a")
    desk.key(Qt.Key.Key_L, CTRL | SHIFT)
    assert desk.board.notes["a"].locked and desk.said[-1] == "1 note locked in place."
    desk.key(Qt.Key.Key_Right)
    assert desk.box("a").x == 900
    desk.key(Qt.Key.Key_Delete)
    assert "a" in desk.board.notes
    desk.key(Qt.Key.Key_L, CTRL | SHIFT)
    desk.key(Qt.Key.Key_Right)
    assert desk.box("a").x == 901


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_H, Qt.Key.Key_D, Qt.Key.Key_W, Qt.Key.Key_V, Qt.Key.Key_S])
def test_all_notes_aligned_stay_in_their_zones(desk: Desk, key: Qt.Key) -> None:
    news = [NewNote(id=f"{zone}{n}", text=zone, zone=zone) for zone in ("gains", "jobs", "parking") for n in range(3)]
    desk.view.bridge.do(AddNotes(tuple(news)))
    before = {note.id: (note.zone, note.kind) for note in desk.board.notes.values()}
    desk.key(Qt.Key.Key_A, CTRL)
    desk.key(key, ALT)
    assert desk.said[-1] == "Aligned; every note stays in its own zone."
    assert before == {note.id: (note.zone, note.kind) for note in desk.board.notes.values()}
    places = {(round(note.x), round(note.y)) for note in desk.board.notes.values()}
    assert len(places) == len(before)
    desk.key(Qt.Key.Key_H, ALT | SHIFT)
    assert before == {note.id: (note.zone, note.kind) for note in desk.board.notes.values()}


def test_aligning_what_is_aligned_says_so(desk: Desk) -> None:
    desk.choose("b", "d")
    desk.key(Qt.Key.Key_W, ALT)
    assert desk.said == ["These notes are aligned already."]


@pytest.mark.parametrize(
    ("key", "modifiers", "order"),
    [
        (Qt.Key.Key_BracketRight, NONE, "bacd"),
        (Qt.Key.Key_Up, CTRL | ALT, "bacd"),
        (Qt.Key.Key_Up, CTRL | ALT | SHIFT, "bcda"),
    ],
)
def test_up_the_stack_and_what_is_on_top_is_clicked(desk: Desk, key, modifiers, order: str) -> None:
    desk.choose("a")
    desk.key(key, modifiers)
    assert "".join(note.id for note in stack(desk.board)) == order
    desk.choose()
    desk.click(desk.pixel(1000, 500))
    assert desk.view.bridge.notes == ("a",)
    desk.key(Qt.Key.Key_BracketLeft)
    desk.choose()
    desk.click(desk.pixel(1000, 500))
    assert desk.view.bridge.notes == ("b",)


def test_a_zone_is_kept_in_order_from_the_key_on_until_it_is_pressed_again(desk: Desk) -> None:
    desk.choose()
    desk.point("pains")
    desk.key(Qt.Key.Key_K, CTRL | SHIFT)
    assert desk.board.zone_states["pains"].arranged and not overlaps(desk)
    assert desk.said[-1] == "Pains keeps its notes in order now."
    desk.window.binder.refresh()
    assert desk.window.binder["arrange.keep"].isChecked()
    assert desk.window.binder["arrange.keep"].text() == "Keep Pains in order"
    desk.point("pains")
    desk.key(Qt.Key.Key_N)
    desk.type("one more")
    desk.key(Qt.Key.Key_Escape)
    assert len(desk.board.notes) == 5 and not overlaps(desk)
    depth = desk.history.depth
    desk.key(Qt.Key.Key_Z, CTRL)
    assert len(desk.board.notes) == 4 and desk.history.depth == depth - 1
    desk.choose()
    desk.point("pains")
    desk.key(Qt.Key.Key_K, CTRL | SHIFT)
    assert not desk.board.zone_states["pains"].arranged


def test_a_new_note_on_a_border_lies_wholly_inside_its_zone(desk: Desk) -> None:
    zones = {"gains": (1300, 352), "jobs": (1470, 600), "creators": (715, 350), "products": (4, 200)}
    for zone_id, at in zones.items():
        desk.choose()
        desk.move(desk.pixel(*at) + QPoint(1, 1))
        desk.move(desk.pixel(*at))
        desk.key(Qt.Key.Key_N)
        desk.type("here")
        desk.key(Qt.Key.Key_Escape)
        (note,) = desk.view.bridge.notes
        zone = desk.board.canvas.zone(desk.board.notes[note].zone)
        assert zone and fits_inside(desk.box(note), outline_at(zone, desk.board.info.scale)), zone_id


def test_notes_written_one_after_the_other_never_leave_a_full_zone(desk: Desk) -> None:
    desk.choose("a")
    desk.key(Qt.Key.Key_Return)
    for n in range(14):
        QTest.keyClick(desk.view.editor, Qt.Key.Key_Tab)
        desk.type(f"note {n}")
    QTest.keyClick(desk.view.editor, Qt.Key.Key_Escape)
    assert len(desk.board.in_zone("pains")) == 18 and desk.board.info.scale > 1
    zone = desk.board.canvas.zone("pains")
    new = [note.id for note in desk.board.notes.values() if note.text.startswith("note")]
    assert all(fits_inside(desk.box(note), outline_at(zone, desk.board.info.scale)) for note in new)
    assert not any(desk.box(a).overlaps(desk.box(b)) for n, a in enumerate(new) for b in new[:n])


def test_all_notes_of_a_zone_are_selected(desk: Desk) -> None:
    desk.view.bridge.do(AddNotes((NewNote(id="g", zone="gains"),)))
    desk.choose("b")
    desk.key(Qt.Key.Key_A, CTRL | SHIFT)
    assert set(desk.view.bridge.notes) == set("abcd")
    desk.choose()
    desk.point("gains")
    desk.key(Qt.Key.Key_A, CTRL | SHIFT)
    assert desk.view.bridge.notes == ("g",)


def test_nudging_in_a_zone_kept_in_order_says_what_moves_notes_there(desk: Desk) -> None:
    desk.choose("a")
    desk.key(Qt.Key.Key_K, CTRL | SHIFT)
    depth, place = desk.history.depth, desk.box("a")
    desk.choose("a")
    desk.key(Qt.Key.Key_Right)
    assert (desk.history.depth, desk.box("a")) == (depth, place)
    assert desk.said[-1] == "This zone keeps its notes in order; Alt+Up and Alt+Down change their ranks."
