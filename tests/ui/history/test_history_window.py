"""Looking at what a board was, and going back, by real events."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from canvas_app.app.backups import pause_thinning, thinning_is_paused
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.decide_voting import PutDot, StartRound
from canvas_app.ui.export.worker import Worker
from canvas_app.ui.history.window import HistoryWindow
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import in_force
from tests.domain.builder import dump

LEFT = Qt.MouseButton.LeftButton


class Desk:
    def __init__(self, window: MainWindow, qtbot: QtBot):
        self.window, self.qtbot = window, qtbot
        assert window.page is not None
        self.session = window.page.session
        self.before = dump(self.session.board)
        self.session.name_version("Before the meeting")
        for n in range(3):
            self.session.do(AddNotes((NewNote(text=f"later {n}", zone="pains", id=f"later{n}"),)))
        self.copies: list[tuple[Any, str]] = []
        self.said: list[str] = []
        self.box = self.open()

    def open(self) -> HistoryWindow:
        box = HistoryWindow(
            self.window,
            self.session,
            self.session.board.info.id,
            lambda board, words: self.copies.append((dump(board), words)),
            lambda words, complaint: self.said.append(words),
        )
        self.qtbot.addWidget(box)
        box.show()
        self.qtbot.waitUntil(lambda: box.at_rest)
        return box

    def rows(self) -> list[str]:
        return [self.box.list.item(n).text() for n in range(self.box.list.count())]

    def compare(self, words: str) -> None:
        self.box.compare.setFocus()
        while self.box.compare.currentText() != words:
            QTest.keyClick(self.box.compare, Qt.Key.Key_Down)
        self.qtbot.waitUntil(lambda: self.box.at_rest)

    def choose(self, row: int) -> None:
        self.box.list.setFocus()
        while self.box.list.currentRow() != row:
            QTest.keyClick(self.box.list, Qt.Key.Key_Down if self.box.list.currentRow() < row else Qt.Key.Key_Up)
        self.qtbot.waitUntil(lambda: self.box.at_rest)


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(window, qtbot)
    yield desk
    desk.box.close()
    Worker.wait_for_all()


def test_versions_say_what_became_of_the_board(desk: Desk) -> None:
    rows = desk.rows()
    assert rows[0].endswith("\n+3 notes, canvas grown") and rows[1].startswith("Before the meeting · ")
    assert desk.box.about.text().endswith("notes") and not desk.box.restore.isEnabled(), "it is like that already"


def test_going_back_is_one_step(desk: Desk) -> None:
    now = dump(desk.session.board)
    desk.choose(1)
    desk.compare("The board now")
    assert desk.box.about.text().endswith(" · since then: +3 notes, canvas grown")
    QTest.mouseClick(desk.box.restore, LEFT)
    assert dump(desk.session.board) == desk.before and desk.said == ["The board is as it was: Before the meeting."]
    desk.session.undo()
    assert dump(desk.session.board) == now
    assert desk.open().copies.copies, "a copy was put aside first"


def test_the_slider_walks_every_step(desk: Desk) -> None:
    head = desk.session.version
    desk.box.walk.slider.setFocus()
    QTest.keyClick(desk.box.walk.slider, Qt.Key.Key_Left)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.box.walk.words.text().startswith(f"Step {head - 1} of {head} · ")
    board = desk.box.picture.board
    assert board is not None and "later1" in board.notes and "later2" not in board.notes
    QTest.mouseClick(desk.box.walk.on, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.box.picture.board is not None and "later2" in desk.box.picture.board.notes


def test_a_state_opens_as_a_copy_and_the_board_stays(desk: Desk) -> None:
    now = dump(desk.session.board)
    desk.choose(1)
    QTest.mouseClick(desk.box.copy, LEFT)
    assert desk.copies == [(desk.before, "Before the meeting")] and dump(desk.session.board) == now


def test_a_version_is_named_and_the_name_taken_off(desk: Desk) -> None:
    def name() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QInputDialog)
        box.setTextValue("  After   it ")
        box.accept()

    QTimer.singleShot(0, name)
    QTest.mouseClick(desk.box.name, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.rows()[0].startswith("After it · ")
    QTest.mouseClick(desk.box.unname, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert not desk.rows()[0].startswith("After it")


def test_copies_put_aside_are_shown_also_where_one_is_damaged(desk: Desk) -> None:
    first = desk.session.back_up()
    desk.session.do(AddNotes((NewNote(text="last", zone="gains"),)))
    desk.session.back_up()
    first.write_bytes(first.read_bytes()[:3000])
    desk.box.close()
    desk.box = desk.open()
    QTest.mouseClick(desk.box.which.pills[1], LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
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
        assert isinstance(box, HistoryWindow)
        QTest.mouseClick(box.copy, LEFT)

    QTimer.singleShot(50, choose)
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
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert picture.zoom == 1.0 and picture.look is not None
    before = picture.look.seen.part
    QTest.keyClick(picture, Qt.Key.Key_Right)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert picture.look.seen.part.x == before.x + 60
    QTest.mouseClick(desk.box.whole, LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert picture.zoom is None and picture.look.seen.part == picture.look.seen.whole


def test_the_replay_begins_at_the_beginning_and_any_key_stops_it(desk: Desk) -> None:
    in_force.motion = True
    QTest.mouseClick(desk.box.walk.play, LEFT)
    assert desk.box.walk.playing.goes_on and desk.box.walk.slider.value() == 1
    desk.qtbot.waitUntil(lambda: desk.box.walk.slider.value() > 1)
    QTest.keyClick(desk.box.walk.slider, Qt.Key.Key_Home)
    assert not desk.box.walk.playing.goes_on and desk.box.walk.slider.value() == 1


def test_a_hidden_vote_is_nowhere_in_the_history(desk: Desk) -> None:
    round_ = StartRound(zones=("pains",), people=2)
    desk.session.do(round_)
    note = next(note for note in desk.session.board.notes.values() if note.zone == "pains")
    desk.session.do(PutDot(round_.id, 0, note.id))
    desk.session.back_up()
    desk.box.close()
    desk.box = desk.open()
    desk.compare("The board now")
    shown = desk.box.picture.board
    assert shown is not None and not shown.votes and "· Vote ·" in desk.box.walk.words.text()
    assert not any("vote" in row for row in desk.rows())
    QTest.mouseClick(desk.box.which.pills[1], LEFT)
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    copied = desk.box.picture.board
    assert copied is not None and not copied.votes and not desk.box.restore.isEnabled()


def test_copies_of_a_board_without_the_board_and_what_is_kept_after_a_restore(desk: Desk) -> None:
    board_id = desk.session.board.info.id
    desk.session.back_up()
    pause_thinning(board_id)
    desk.box.close()
    desk.box = HistoryWindow(None, None, board_id, lambda board, words: None, lambda words, complaint: None)
    desk.qtbot.addWidget(desk.box)
    desk.box.show()
    desk.qtbot.waitUntil(lambda: desk.box.at_rest)
    assert desk.box.windowTitle() == f"Copies of {desk.session.board.info.title}"
    assert desk.box.copy.isEnabled() and not desk.box.restore.isVisible() and desk.box.kept.isVisible()
    QTest.mouseClick(desk.box.resume, LEFT)
    assert not desk.box.kept.isVisible() and not thinning_is_paused(board_id)
