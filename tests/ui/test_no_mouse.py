"""The mouse is unplugged: the sample board is built from nothing, ranked, linked, picked and printed by keys alone."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from canvas_app.app import resources
from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.domain.decide import may_link
from canvas_app.domain.entities import PARKING
from canvas_app.ui.main_window import MainWindow

CTRL, ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
KEY = Qt.Key


class Keyboard:
    """Real key events at whatever has the keyboard."""

    def __init__(self, window: MainWindow):
        self.window = window

    @property
    def board(self) -> Board:
        return self.window.page.session.board

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.window.page.bridge.notes

    def _activate(self) -> None:
        if QApplication.activeModalWidget() is None and QApplication.activeWindow() is not self.window:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)

    def press(self, *keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            self._activate()
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def write(self, words: str) -> None:
        for char in words:
            if char.isascii():
                self.press(KEY.Key_Return if char == "\n" else char)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest's keys are those of ASCII
                event = QKeyEvent(kind, 0, NONE, char)
                QApplication.sendEvent(QApplication.focusWidget(), event)

    def in_dialog(self, work: Callable[[], None], tries: int = 200) -> None:
        """What is pressed in the next dialog."""

        def begin() -> None:
            dialog = QApplication.activeModalWidget()
            if tries and (dialog is None or not dialog.isActiveWindow()):
                self.in_dialog(work, tries - 1)
            elif isinstance(dialog, QDialog):
                try:
                    work()
                finally:
                    if dialog.isVisible():
                        dialog.done(0)

        QTimer.singleShot(0, begin)

    def command(self, words: str) -> None:
        self.press(KEY.Key_K, modifiers=CTRL)
        self.write(words)
        self.press(KEY.Key_Return)

    def find(self, words: str) -> None:
        """Selects a note by its words."""
        self.press(KEY.Key_F, modifiers=CTRL)
        self.write(words)
        self.press(KEY.Key_Escape)

    def walk_to(self, note_id: str, most: int) -> None:
        """Tab until a note is reached."""
        for _ in range(most):
            self.press(KEY.Key_Tab)
            if self.chosen == (note_id,):
                return
        raise AssertionError(f"Tab does not reach {self.board.notes[note_id].text}")

    def named(self, words: str) -> str:
        return next(note.id for note in self.board.notes.values() if note.text == words)


@pytest.fixture
def home(qtbot: QtBot, tmp_path: Path) -> Iterator[Keyboard]:
    """The start page of a library without boards."""
    library = tmp_path / "library"
    library.mkdir()
    window = MainWindow(library)
    qtbot.addWidget(window)
    QApplication.instance().focusChanged.connect(window.on_focus_changed)
    window.resize(1440, 900)
    window.show_home()
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Keyboard(window)
    QApplication.instance().focusChanged.disconnect(window.on_focus_changed)
    window.close()


@pytest.fixture
def keys(window: MainWindow, qtbot: QtBot) -> Keyboard:
    qtbot.waitUntil(window.isActiveWindow)
    window.page.view.setFocus()
    return Keyboard(window)


def sample() -> dict[str, Any]:
    return json.loads(resources.sample("loyalty-app"))


def of_zone(wanted: dict[str, Any], zone: str) -> list[dict[str, Any]]:
    return [note for note in wanted["notes"] if note["zone"] == zone]


def test_the_sample_board_is_built_from_nothing_without_a_mouse(home: Keyboard, tmp_path: Path, qtbot: QtBot) -> None:
    wanted = sample()
    about = wanted["board"]
    text = {note["id"]: note["text"] for note in wanted["notes"]}

    def fill_in() -> None:
        home.write(about["title"])
        for name in ("partner", "segment", "goal"):
            home.press(KEY.Key_Tab)
            home.write(about[name])
        home.press(KEY.Key_Return)

    home.in_dialog(fill_in)
    home.press(KEY.Key_Return)
    assert home.window.page is not None and not home.board.notes

    # a zone that is gone to, and one note after the other
    for zone, title in (
        ("products", "go to products"),
        ("relievers", "go to pain relievers"),
        ("gains", "go to gains"),
    ):
        home.command(title)
        home.press(KEY.Key_N)
        for n, note in enumerate(of_zone(wanted, zone)):
            if n:
                home.press(KEY.Key_Tab)
            home.write(note["text"])
        home.press(KEY.Key_Escape, KEY.Key_Escape)
    # many at once, into a zone that is chosen, with their details
    for place, zone in ((1, "creators"), (4, "pains")):

        def add(place: int = place, zone: str = zone) -> None:
            home.press(KEY.Key_Backtab, modifiers=SHIFT)
            home.press(KEY.Key_Home, *[KEY.Key_Down] * place)
            home.press(KEY.Key_Tab)
            lines = [
                note["text"] + (f"\n  {note['detail']}" if note["detail"] else "") for note in of_zone(wanted, zone)
            ]
            home.write("\n".join(lines))
            home.press(KEY.Key_Return, modifiers=CTRL)

        home.in_dialog(add)
        home.press(KEY.Key_N, modifiers=CTRL | SHIFT)
    # anywhere, and moved
    for note in (note for note in wanted["notes"] if note["kind"] == "job" or note["id"] == "gain-benchmarks"):
        home.press(KEY.Key_N)
        home.write(note["text"])
        home.press(KEY.Key_Escape)
        home.press(KEY.Key_6 if note["kind"] == "job" else KEY.Key_4, modifiers=CTRL)
        if note["zone"] == PARKING:
            home.press(KEY.Key_0, modifiers=CTRL | SHIFT)
    bodies = [item.body.adjusted(1, 1, -1, -1) for item in home.window.page.view.board_scene.note_items.values()]
    assert not any(a.intersects(b) for n, a in enumerate(bodies) for b in bodies[:n])

    for note in sorted(wanted["notes"], key=lambda note: note["rank"] or 99):
        home.find(note["text"])
        if note["rank"]:
            home.press(KEY.Key_Up, modifiers=ALT)
        home.press(str(note["score"]))
        if note["picked"]:
            home.press("*")
    for link in wanted["links"]:
        home.find(text[link["source"]])
        home.press(KEY.Key_L)
        home.walk_to(home.named(text[link["target"]]), most=12)
        home.press(KEY.Key_Return, str(link["strength"]))
    home.press(KEY.Key_3, modifiers=ALT)
    for statement in wanted["statements"]:
        home.press(KEY.Key_3, modifiers=ALT)
        home.press(KEY.Key_Return)
        home.press(KEY.Key_A, modifiers=CTRL)
        home.write("".join(part["text"] for part in statement["parts"]))
        home.press(KEY.Key_Escape)
        home.press(KEY.Key_3, modifiers=ALT)

    def export_it() -> None:
        box = QApplication.activeModalWidget()
        home.press(KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible(), timeout=30_000)

    home.in_dialog(export_it)
    home.press(KEY.Key_E, modifiers=CTRL)

    path = home.window.page.session.path
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    home.window.close()
    session = Session.open(path)
    board, ranks = session.board, session.board.ranks()
    assert [getattr(board.info, name) for name in ("title", "partner", "segment", "goal")] == [
        about[name] for name in ("title", "partner", "segment", "goal")
    ]
    made = {
        note.text: (note.zone, note.kind, ranks.get(note.id), note.score, note.picked) for note in board.notes.values()
    }
    assert made == {
        note["text"]: (note["zone"], note["kind"], note["rank"], note["score"], note["picked"])
        for note in wanted["notes"]
    }
    words = {note.id: note.text for note in board.notes.values()}
    assert {(words[link.source], words[link.target]): link.strength for link in board.links.values()} == {
        (text[link["source"]], text[link["target"]]): link["strength"] for link in wanted["links"]
    }
    assert [statement.text for statement in board.statements] == [
        "".join(part["text"] for part in statement["parts"]) for statement in wanted["statements"]
    ]
    details = {note["text"]: note["detail"] for zone in ("creators", "pains") for note in of_zone(wanted, zone)}
    assert {note.text: note.detail for note in board.notes.values() if note.text in details} == details
    session.close()


def test_a_new_note_by_keys_hides_no_other(keys: Keyboard) -> None:
    view = keys.window.page.view
    busy = view.board_scene.note_items[keys.board.in_zone("pains")[1].id].body
    view.set_zoom(1.0, QPointF(0, 0))
    view.pan_by(QPointF(view.viewport().rect().center()) - view.viewportTransform().map(busy.center()))
    assert busy.contains(view.pointer())
    before = set(keys.board.notes)
    keys.press(KEY.Key_N)
    keys.write("In the middle")
    keys.press(KEY.Key_Escape)
    (new,) = keys.board.notes.keys() - before
    assert keys.board.notes[new].zone == "pains"
    body = view.board_scene.note_items[new].body
    assert not any(body.intersects(view.board_scene.note_items[other].body) for other in before)


def test_tab_walks_round_the_notes_that_a_link_may_go_to(keys: Keyboard) -> None:
    source = keys.board.in_zone("relievers")[-1].id
    tied = {end for link in keys.board.links_of(source) for end in (link.source, link.target)}
    ends = [note.id for note in keys.board.in_order() if note.id not in tied and may_link(keys.board, source, note.id)]
    view = keys.window.page.view
    keys.window.page.bridge.select([source])
    keys.press(KEY.Key_L)
    seen = []
    for _ in range(len(ends) + 1):
        keys.press(KEY.Key_Tab)
        seen.append(keys.chosen[0])
        assert view.board_scene.drawn_link.isVisible()
    assert sorted(seen[:-1]) == sorted(ends) and seen[-1] == seen[0]
    keys.press(KEY.Key_Backtab, modifiers=SHIFT)
    assert keys.chosen[0] == seen[-2]
    keys.find(keys.board.notes[ends[1]].text)
    assert view.linking == source and view.board_scene.drawn_link.isVisible()
    keys.press(KEY.Key_Return)
    assert any(ends[1] in (link.source, link.target) for link in keys.board.links_of(source))


def test_a_note_that_the_keyboard_is_on_is_not_left_under_the_minimap(keys: Keyboard) -> None:
    page = keys.window.page
    view, minimap = page.view, page.minimap
    note = keys.board.in_order()[0].id
    view.set_zoom(1.4, QPointF(0, 0))
    body = view.board_scene.note_items[note].body
    for press in ((KEY.Key_Tab,), (KEY.Key_Return,)):
        under = minimap.geometry().center()
        view.show_within(body, body.translated(0, 0))
        at = view.viewportTransform().map(body.center())
        view.pan_by(QPointF(under) - at)
        assert minimap.isVisible()
        assert view.viewportTransform().mapRect(body).intersects(minimap.geometry())
        keys.press(*press)
        assert keys.chosen == (note,)
        assert not view.viewportTransform().mapRect(body).intersects(minimap.geometry())


def test_the_key_of_a_panel_goes_into_it_and_back(keys: Keyboard) -> None:
    page = keys.window.page
    keys.press(KEY.Key_3, modifiers=ALT)
    assert page.side.current == "statements" and page.view.hasFocus()
    for key, name in ((KEY.Key_3, "statements"), (KEY.Key_1, "priorities"), (KEY.Key_2, "fit-panel")):
        if page.side.current != name:
            keys.press(key, modifiers=ALT)
        keys.press(key, modifiers=ALT)
        QApplication.processEvents()
        assert page.side.panels[name].isAncestorOf(QApplication.focusWidget())
        keys.press(key, modifiers=ALT)
        assert page.view.hasFocus()
