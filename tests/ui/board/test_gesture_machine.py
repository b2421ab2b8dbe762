"""Any gestures of several hands in any order, with keys and changes from elsewhere: nothing is ever left in the air.

Whenever no hand is down: file == board == scene, nothing lifted, no band, no guide, no unfinished link, no timer.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, ArrangeZones, Delete, EditNote, MoveNotes, NewNote
from canvas_app.storage.boardfile import BoardFile
from canvas_app.ui.main_window import MainWindow
from tests.ui.fingers import Fingers

MOUSE = "mouse"
HANDS = st.sampled_from([MOUSE, "f0", "f1", "f2", "f3"])
WAYS = st.tuples(st.integers(-260, 260), st.integers(-200, 200))
PLACES = st.tuples(st.integers(90, 1000), st.integers(20, 700))
NTH = st.integers(0, 30)
LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYS = st.sampled_from(
    [
        (Qt.Key.Key_Escape, NONE),
        (Qt.Key.Key_Delete, NONE),
        (Qt.Key.Key_Z, CTRL),
        (Qt.Key.Key_Z, CTRL | SHIFT),
        (Qt.Key.Key_Right, NONE),
        (Qt.Key.Key_A, CTRL),
        (Qt.Key.Key_D, CTRL),
        (Qt.Key.Key_Tab, NONE),
        (Qt.Key.Key_L, NONE),
        (Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Return, NONE),
        (Qt.Key.Key_X, NONE),
    ]
)


def machine(window: MainWindow, sample: Path) -> type[RuleBasedStateMachine]:
    class Gestures(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory()
            path = Path(self.folder.name) / "gestures.valueboard"
            shutil.copy(sample, path)
            window.show_session(Session.open(path))
            self.view = window.page.view
            self.viewport = self.view.viewport()
            self.fingers = Fingers(self.viewport)
            self.mouse: QPoint | None = None

        @property
        def board(self):
            return window.page.session.board

        def note(self, nth: int) -> str | None:
            ids = list(self.board.notes)
            return ids[nth % len(ids)] if ids else None

        def place_of(self, nth: int) -> QPoint:
            note = self.note(nth)
            if note is None:
                return QPoint(300, 300)
            return self.view.viewportTransform().map(self.view.board_scene.note_items[note].body.center()).toPoint()

        def _press(self, hand: str, at: QPoint) -> None:
            if hand != MOUSE:
                if int(hand[1:]) not in self.fingers.down:
                    self.fingers.press(**{hand: at})
            elif self.mouse is None:
                self.mouse = at
                QTest.mousePress(self.viewport, LEFT, NONE, at)

        @rule(hand=HANDS, nth=NTH, way=WAYS)
        def drag_a_note(self, hand: str, nth: int, way: tuple[int, int]) -> None:
            self._press(hand, self.place_of(nth))
            self.move(hand, way)

        @rule(
            hand=HANDS, nth=NTH, way=WAYS, end=st.sampled_from(["escape", "cancel", "focus", "edit", "delete", "undo"])
        )
        def drag_and_break_off(self, hand: str, nth: int, way: tuple[int, int], end: str) -> None:
            if not self.view.hands.holding:
                window.page.set_tool("link" if nth % 5 == 0 else "select")
            note = self.note(nth)
            self._press(hand, self.place_of(nth))
            self.move(hand, way)
            if end == "escape":
                self.view.setFocus()
                QTest.keyClick(self.view, Qt.Key.Key_Escape)
            elif end == "cancel" and self.fingers.down:
                self.fingers.cancel()
            elif end == "focus":
                self.window_loses_the_focus()
            elif end == "undo":
                window.page.bridge.session.undo()
            elif note is not None:
                window.page.bridge.do(EditNote(note, {"text": f"By {way}"}) if end == "edit" else Delete((note,)))

        @rule(hand=HANDS, nth=NTH)
        def press_a_note(self, hand: str, nth: int) -> None:
            self._press(hand, self.place_of(nth))

        @rule(hand=HANDS, at=PLACES)
        def press_anywhere(self, hand: str, at: tuple[int, int]) -> None:
            self._press(hand, QPoint(*at))

        @rule(hand=HANDS, way=WAYS)
        def move(self, hand: str, way: tuple[int, int]) -> None:
            if hand != MOUSE:
                if int(hand[1:]) in self.fingers.down:
                    self.fingers.move(**{hand: self.fingers.down[int(hand[1:])] + QPointF(*way)})
            elif self.mouse is not None:
                self.mouse += QPoint(*way)
                QTest.mouseMove(self.viewport, self.mouse)

        @rule(hand=HANDS)
        def lift(self, hand: str) -> None:
            if hand != MOUSE:
                if int(hand[1:]) in self.fingers.down:
                    self.fingers.lift(hand)
            elif self.mouse is not None:
                at, self.mouse = self.mouse, None
                QTest.mouseRelease(self.viewport, LEFT, NONE, at)

        @rule()
        def lift_all(self) -> None:
            for hand in (MOUSE, "f0", "f1", "f2", "f3"):
                self.lift(hand)

        @precondition(lambda self: self.fingers.down)
        @rule()
        def touch_is_cancelled(self) -> None:
            self.fingers.cancel()

        @rule(nth=NTH)
        def double_tap(self, nth: int) -> None:
            if not self.fingers.down:
                for _ in range(2):
                    self.fingers.tap(f0=self.place_of(nth))

        @rule(key=KEYS)
        def press_a_key(self, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
            QTest.keyClick(QApplication.focusWidget() or self.view, *key)

        @rule()
        def window_loses_the_focus(self) -> None:
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))

        @rule(nth=NTH, way=WAYS, what=st.sampled_from(["move", "edit", "delete", "add", "order", "undo", "redo"]))
        def change_from_elsewhere(self, nth: int, way: tuple[int, int], what: str) -> None:
            bridge, note = window.page.bridge, self.note(nth)
            if what == "undo":
                bridge.session.undo()
            elif what == "redo":
                bridge.session.redo()
            elif what == "add" or note is None:
                bridge.do(AddNotes((NewNote(text="Added", x=way[0] + 500.0, y=way[1] + 400.0),)))
            elif what == "order":
                zones = tuple(zone.id for zone in self.board.canvas.zones)
                bridge.do(ArrangeZones((zones[nth % len(zones)],), way[0] > 0))
            else:
                commands = {
                    "move": MoveNotes((note,), *way),
                    "edit": EditNote(note, {"text": f"Changed {way}"}),
                    "delete": Delete((note,)),
                }
                bridge.do(commands[what])

        @rule(tool=st.sampled_from(["select", "select", "select", "link", "area", "hand", "note"]))
        def take_a_tool(self, tool: str) -> None:
            window.page.set_tool(tool)

        @rule(way=WAYS)
        def the_view_moves(self, way: tuple[int, int]) -> None:
            self.view.pan_by(QPointF(*way) / 4)

        @rule()
        def fit(self) -> None:
            self.view.fit_board()

        @invariant()
        def only_what_hands_hold_is_in_the_air(self) -> None:
            held = {note for note in self.board.notes if self.view.hands.holder(note) is not None}
            assert {note for note in self.view.board_scene.in_air if note in self.board.notes} <= held | self.drafts()

        def drafts(self) -> set[str]:
            item = self.view.editor.item
            return {item.note.id} if item is not None else set()

        @invariant()
        def nothing_is_left_when_no_hand_is_down(self) -> None:
            if self.fingers.down or self.mouse is not None:
                return
            view, scene = self.view, self.view.board_scene
            assert not view.gesture_in_progress
            assert not scene.in_air - self.drafts()
            assert not scene.band.isVisible()
            assert scene.drawn_link.isVisible() <= (view.linking is not None)
            assert not scene.zones.lit
            assert not [item for item in scene.items() if item.zValue() == 35.0], "guides"
            assert {n: i.note for n, i in scene.note_items.items()} == dict(self.board.notes)
            for note_id, item in scene.note_items.items():
                note = self.board.notes[note_id]
                assert (item.body.x(), item.body.y()) == (note.x, note.y)
            assert {n: i.link for n, i in scene.link_items.items()} == dict(self.board.links)

        def teardown(self) -> None:
            self.lift_all()
            self.nothing_is_left_when_no_hand_is_down()
            self.view.finish_editing()
            rows = {name: dict(self.board.table(name)) for name in ("note", "link", "zone_state")}
            path = window.page.session.path
            window.show_home()
            file = BoardFile.open(path, read_only=True)
            stored = file.load()
            file.close()
            assert {name: dict(stored[name]) for name in rows} == rows
            self.folder.cleanup()

    return Gestures


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gestures") / "Loyalty.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    return path


@pytest.mark.parametrize("examples", [8, pytest.param(200, marks=pytest.mark.long)])
def test_gestures_leave_nothing_behind(window: MainWindow, sample: Path, examples: int) -> None:
    limits = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine(window, sample), settings=limits)
