"""Looking at what a board was, and going back, by real events."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas_app.app import resources, shortening
from canvas_app.app.backups import pause_thinning, thinning_is_paused
from canvas_app.app.library import create_board
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.decide_voting import PutDot, StartRound
from canvas_app.domain.entities import Note
from canvas_app.domain.patch import insert
from canvas_app.storage import opening
from canvas_app.ui import appearance
from canvas_app.ui.dialogs.version_name import VersionName
from canvas_app.ui.export.worker import Worker
from canvas_app.ui.history.window import HistoryWindow
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import in_force
from tests.domain.builder import dump

LEFT = Qt.MouseButton.LeftButton


def note(n: int | str) -> AddNotes:
    return AddNotes((NewNote(text=f"later {n}", zone="pains", id=f"later{n}"),))


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board with a named version and three steps after it."""
    path = tmp_path_factory.mktemp("worked") / "Loyalty.valueboard"
    notes = [Note(id=f"n{n}", zone="pains", kind="pain", x=954, y=494, text=f"first {n}") for n in range(1)]
    canvas = resources.catalogue().canvas("value-proposition")
    create_board(path, canvas, {"title": "Loyalty"}, [insert(note) for note in notes]).close()
    session = Session.open(path)
    session.name_version("Before the meeting")
    for n in range(3):
        session.do(note(n))
    session.close()
    return path


class Desk:
    """A history window on a copy of that board, and what it tells."""

    def __init__(self, path: Path, qtbot: QtBot):
        self.qtbot, self.path = qtbot, path
        self.session = Session.open(path)
        self.copies: list[tuple[Any, str]] = []
        self.said: list[str] = []
        self.opened: list[HistoryWindow] = []

    @property
    def box(self) -> HistoryWindow:
        return self.opened[-1] if self.opened else self.open()

    def open(
        self, width: int = 0, height: int = 0, large: bool = False, session: Session | None = None
    ) -> HistoryWindow:
        for box in self.opened:
            box.close()
        session = session or self.session
        box = HistoryWindow(
            None,
            session,
            session.board.info.id,
            lambda board, words: self.copies.append((dump(board), words)),
            lambda words, complaint: self.said.append(words),
            large=large,
        )
        self.opened.append(box)
        self.qtbot.addWidget(box)
        if width:
            box.setMinimumWidth(0)
            box.resize(width, height)
        box.show()
        self.settle()
        return box

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.box.at_rest)

    def rows(self) -> list[str]:
        return [self.box.list.item(n).text() for n in range(self.box.list.count())]

    def compare(self, words: str) -> None:
        self.box.compare.setFocus()
        while self.box.compare.currentText() != words:
            QTest.keyClick(self.box.compare, Qt.Key.Key_Down)
        self.settle()

    def choose(self, row: int) -> None:
        self.box.list.setFocus()
        while self.box.list.currentRow() != row:
            QTest.keyClick(self.box.list, Qt.Key.Key_Down if self.box.list.currentRow() < row else Qt.Key.Key_Up)
        self.settle()

    def show(self, n: int) -> None:
        QTest.mouseClick(self.box.which.pills[n], LEFT)
        self.settle()

    def name(self, words: str) -> None:
        """Presses the button and types into the question that comes."""

        def answer() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, VersionName)
            box.field.insert(words)
            QTest.keyClick(box.field, Qt.Key.Key_Return)

        QTimer.singleShot(0, answer)
        QTest.mouseClick(self.box.name, LEFT)
        self.settle()


@pytest.fixture
def desk(worked: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(Path(shutil.copyfile(worked, tmp_path / "Loyalty.valueboard")), qtbot)
    yield desk
    for box in desk.opened:
        box.close()
    Worker.wait_for_all()
    desk.session.close()


def test_versions_say_what_became_of_the_board(desk: Desk) -> None:
    assert desk.box.about.text().endswith("notes") and not desk.box.restore.isEnabled(), "it is like that already"
    rows = desk.rows()
    assert rows[0].endswith("\n+3 notes") and rows[1].startswith("Before the meeting · ")


def test_going_back_is_one_step(desk: Desk) -> None:
    now, then = dump(desk.session.board), dump(desk.session.timeline.board_at(1))
    desk.choose(1)
    desk.compare("The board now")
    assert desk.box.about.text().endswith(" · since then: +3 notes")
    QTest.mouseClick(desk.box.restore, LEFT)
    assert dump(desk.session.board) == then and desk.said == ["The board is as it was: Before the meeting."]
    desk.session.undo()
    assert dump(desk.session.board) == now
    assert desk.open().copies.copies, "a copy was put aside first"


def test_the_slider_walks_every_step(desk: Desk) -> None:
    head = desk.session.version
    desk.box.walk.slider.setFocus()
    QTest.keyClick(desk.box.walk.slider, Qt.Key.Key_Left)
    desk.settle()
    assert desk.box.walk.words.text().startswith(f"Step {head - 1} of {head} · ")
    board = desk.box.picture.board
    assert board is not None and "later1" in board.notes and "later2" not in board.notes
    QTest.mouseClick(desk.box.walk.on, LEFT)
    desk.settle()
    assert desk.box.picture.board is not None and "later2" in desk.box.picture.board.notes


def test_a_state_opens_as_a_copy_and_the_board_stays(desk: Desk) -> None:
    now, then = dump(desk.session.board), dump(desk.session.timeline.board_at(1))
    desk.choose(1)
    QTest.mouseClick(desk.box.copy, LEFT)
    assert desk.copies == [(then, "Before the meeting")] and dump(desk.session.board) == now
    QTest.mouseClick(desk.open().copy, LEFT)
    assert "Today" not in desk.copies[1][1], "the name of a board is read on other days"


def test_versions_are_named_renamed_and_their_names_taken_off(desk: Desk) -> None:
    assert desk.box.name.text() == "Name this version…"
    desk.name("  After   it ")
    assert desk.rows()[0].startswith("After it · ") and desk.box.name.text() == "Rename…"
    desk.name("Before the meeting")
    rows = [row.split(" · ")[0] for row in desk.rows()]
    assert rows == ["Before the meeting", "Before the meeting"], "the same name twice"
    desk.choose(1)
    desk.name("x" * 500)
    assert desk.rows()[1].startswith(f"{'x' * 120} · ") and desk.box.list.currentRow() == 1
    QTest.mouseClick(desk.box.unname, LEFT)
    desk.settle()
    assert desk.box.list.currentRow() == 1 and not desk.rows()[1].startswith("x"), "the first step is listed anyway"


def test_any_step_can_be_named_and_what_has_a_name_be_listed_alone(desk: Desk) -> None:
    desk.box.walk.slider.setFocus()
    QTest.keyClick(desk.box.walk.slider, Qt.Key.Key_Left)
    desk.settle()
    desk.name("قبل الورشة")
    assert [row.split("\n")[1] for row in desk.rows()[:2]] == ["+1 note", "+2 notes"]
    assert "\u2068قبل الورشة\u2069 · " in desk.rows()[1], "the time stands beside it, not in it"
    desk.show(1)
    assert len(desk.rows()) == 2 and desk.box.walk.isVisible()
    QTest.mouseClick(desk.box.unname, LEFT)
    desk.settle()
    QTest.mouseClick(desk.box.unname, LEFT)
    desk.settle()
    assert desk.rows() == [] and "name" in desk.box.picture.problem and not desk.box.name.isEnabled()
    desk.show(0)
    assert len(desk.rows()) == 2 and desk.box.name.isEnabled()


def test_a_name_that_the_disk_does_not_take_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "MAX_FILE", desk.path.stat().st_size)
        desk.session._file.connection.drop()
        desk.session.do(AddNotes((NewNote(text="waits", zone="pains", values={"detail": "waits " * 3000}),)))
        assert not desk.session.saved
        assert desk.box.walk.words.text().startswith("Step 5 of 5"), "what waits is part of it"
        desk.name("Lost")
        assert desk.box.reason.isVisible() and "The name is not kept" in desk.box.reason.text()
    desk.session._file.connection.drop()
    desk.name("Kept")
    assert desk.rows()[0].startswith("Kept · ") and desk.session.saved and not desk.box.reason.isVisible()


def test_copies_put_aside_are_shown_also_where_one_is_damaged(desk: Desk) -> None:
    desk.show(2)
    assert desk.rows() == [] and "No copy" in desk.box.picture.problem
    first = desk.session.back_up()
    desk.session.do(note("last"))
    desk.session.back_up()
    first.write_bytes(first.read_bytes()[:3000])
    desk.open()
    desk.show(2)
    rows = desk.rows()
    assert len(rows) == 2 and "damaged" in rows[1]
    desk.choose(1)
    assert "damaged" in desk.box.picture.problem and not desk.box.restore.isEnabled()
    assert first.exists()


def test_the_window_opens_a_copy_beside_the_board(window: MainWindow, qtbot: QtBot, board_path: Path) -> None:
    assert window.page is not None
    title = window.page.session.board.info.title

    def choose() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, HistoryWindow) or not box.copy.isEnabled():
            QTimer.singleShot(10, choose)
        else:
            QTest.mouseClick(box.copy, LEFT)

    QTimer.singleShot(0, choose)
    window.binder["board.history"].trigger()
    qtbot.waitUntil(lambda: window.page is not None and window.page.session.path != board_path)
    assert window.page.session.board.info.title.startswith(f"{title} · ")
    Worker.wait_for_all()
    copy = Session.open(board_path, read_only=True)
    assert copy.board.info.id != window.page.session.board.info.id
    copy.close()


def test_notes_that_came_are_marked_and_counted(desk: Desk) -> None:
    desk.choose(1)
    desk.compare("The board now")
    look = desk.box.picture.look
    assert look is not None and look.marks == {f"later{n}": "came" for n in range(3)} == dict.fromkeys(
        look.there, "came"
    )
    shown = [words.text() for words in desk.box.legend._words.values() if words.isVisible()]
    assert shown == ["3 came"]
    desk.choose(0)
    desk.compare("The one before")
    assert "since the other: +3 notes" in desk.box.about.text()


def test_the_picture_comes_near_and_is_moved(desk: Desk) -> None:
    picture = desk.box.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_1)
    desk.settle()
    assert picture.zoom == pytest.approx(1) and picture.look is not None
    before = picture.look.seen.part
    QTest.keyClick(picture, Qt.Key.Key_Right)
    desk.settle()
    assert picture.look.seen.part.x == pytest.approx(before.x + 60)
    QTest.mouseClick(desk.box.whole, LEFT)
    desk.settle()
    assert picture.zoom is None and picture.look.seen.part == picture.look.seen.whole


def test_the_replay_begins_at_the_beginning_and_any_key_stops_it(desk: Desk) -> None:
    in_force.motion = True
    walk = desk.box.walk
    QTest.mouseClick(walk.play, LEFT)
    assert walk.playing.goes_on and walk.slider.value() == 1
    desk.qtbot.waitUntil(lambda: walk.slider.value() > 1)
    QTest.keyClick(walk.slider, Qt.Key.Key_Home)
    assert not walk.playing.goes_on and walk.slider.value() == 1


def test_a_hidden_vote_is_nowhere_in_the_history(desk: Desk) -> None:
    round_ = StartRound(zones=("pains",), people=2)
    desk.session.do(round_)
    chosen = next(note for note in desk.session.board.notes.values() if note.zone == "pains")
    desk.session.do(PutDot(round_.id, 0, chosen.id))
    desk.session.back_up()
    desk.compare("The board now")
    shown = desk.box.picture.board
    assert shown is not None and not shown.votes and "· Vote ·" in desk.box.walk.words.text()
    assert not any("vote" in row for row in desk.rows())
    desk.show(2)
    copied = desk.box.picture.board
    assert copied is not None and not copied.votes and not desk.box.restore.isEnabled()


def test_copies_of_a_board_without_the_board_and_what_is_kept_after_a_restore(desk: Desk) -> None:
    board_id = desk.session.board.info.id
    desk.session.back_up()
    pause_thinning(board_id)
    box = HistoryWindow(None, None, board_id, lambda board, words: None, lambda words, complaint: None)
    desk.opened.append(box)
    desk.qtbot.addWidget(box)
    box.show()
    desk.settle()
    assert box.windowTitle() == f"Copies of {desk.session.board.info.title}"
    assert box.copy.isEnabled() and not box.restore.isVisible() and box.kept.isVisible()
    QTest.mouseClick(box.resume, LEFT)
    assert not box.kept.isVisible() and not thinning_is_paused(board_id)


def test_a_new_board_has_one_step_and_nowhere_to_go(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "new.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "New"}).close()
    desk = Desk(path, qtbot)
    walk = desk.box.walk
    assert desk.rows()[0].endswith("\nthe board was made") and "0 notes" in desk.box.about.text()
    assert walk.words.text().startswith("Step 1 of 1 · ")
    assert not any(part.isEnabled() for part in (walk.play, walk.back, walk.on, walk.slider, desk.box.restore))
    assert desk.box.name.isEnabled() and desk.box.copy.isEnabled()
    desk.box.close()
    Worker.wait_for_all()
    desk.session.close()


def test_a_board_that_is_only_viewed_can_be_looked_at_and_copied(desk: Desk) -> None:
    viewed = Session.open(desk.path, read_only=True)
    desk.open(session=viewed)
    desk.session.do(note("meanwhile"))
    desk.choose(1)
    for button in (desk.box.name, desk.box.unname, desk.box.restore):
        assert button.isVisible() and not button.isEnabled() and "viewing only" in button.toolTip()
    QTest.mouseClick(desk.box.copy, LEFT)
    assert desk.copies
    viewed.close()


def test_of_a_shortened_history_the_versions_before_it_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortening, "MOST", 2)
    monkeypatch.setattr(shortening, "LEFT", 2)
    for _ in desk.session.shortened():
        pass
    walk = desk.box.walk
    assert walk.slider.minimum() == 2 and len(desk.rows()) == 3
    desk.choose(2)
    assert desk.rows()[2].startswith("Before the meeting")
    assert "before step 2 only the versions" in walk.words.text() and walk.words.text().startswith("Step 1 of 4")
    assert not walk.back.isEnabled() and desk.box.restore.isEnabled()
    QTest.mouseClick(walk.on, LEFT)
    desk.settle()
    assert walk.words.text().startswith("Step 2 of 4") and desk.box.list.currentRow() == 1


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    before, face, palette = replace(in_force), qapp.font(), qapp.palette()
    appearance.dress(qapp, Settings(motion=False))
    yield
    vars(in_force).update(vars(before))
    qapp.setStyleSheet("")
    qapp.setFont(face)
    qapp.setPalette(palette)


@pytest.mark.parametrize("large", [False, True], ids=["", "board mode"])
def test_all_of_it_is_in_sight_on_small_screens(dressed: None, desk: Desk, large: bool) -> None:
    box = desk.open(760, 540, large)
    desk.choose(1)
    desk.compare("The board now")
    for size in ((760, 540), (984, 708)):
        box.resize(*size)
        desk.settle()
        assert (box.width(), box.height()) == size
        look_at(box, 54 if large else 44)


def look_at(box: HistoryWindow, least: int) -> None:
    parts: list[QWidget] = [box.which, box.list, box.about, box.compare, box.legend, box.picture, box.walk]
    parts += [box.nearer, box.farther, box.whole, box.size_, box.name, box.unname, box.copy, box.restore, box.main]
    places = [QRect(part.mapTo(box, part.rect().topLeft()), part.size()) for part in parts]
    for part, place in zip(parts, places, strict=True):
        assert part.isVisible() and box.rect().contains(place), part.accessibleName()
    overlaps = [(a, b) for n, a in enumerate(places) for b in places[n + 1 :] if a.intersects(b)]
    assert not overlaps
    tall = [box.name, box.unname, box.copy, box.restore, box.main, box.walk.play, box.walk.on, box.nearer, box.compare]
    assert all(part.height() >= least for part in [*tall, *box.which.pills]), [part.height() for part in tall]
    assert box.picture.height() >= 120


def test_a_closed_window_draws_nothing_more(desk: Desk) -> None:
    """A thread that came after the last one was left would keep the app from ending."""
    box = desk.box
    box.close()
    Worker.wait_for_all()
    QApplication.sendEvent(box.picture, QEvent(QEvent.Type.StyleChange))
    assert not [thread for thread in threading.enumerate() if thread.name == "export"]


def test_every_control_is_reached_with_tab(desk: Desk) -> None:
    box = desk.box
    desk.choose(1)
    seen: list[QWidget] = []
    at: Callable[[], QWidget | None] = box.focusWidget
    while (widget := at()) is not None and widget not in seen:
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    wanted = [box.which.pills[0], box.list, box.compare, box.farther, box.nearer, box.size_, box.whole, box.picture]
    wanted += [box.walk.play, box.walk.back, box.walk.slider, box.walk.on, box.name, box.unname, box.copy, box.restore]
    wanted = [part for part in wanted if part.isEnabled()]
    assert len(wanted) == 15 and [part.accessibleName() for part in wanted if part not in seen] == []
    in_order = [seen.index(part) for part in wanted]
    start = in_order.index(min(in_order))
    assert in_order[start:] + in_order[:start] == sorted(in_order), "in the order in which it is read"
