"""Any work in real windows on a board with a disk that fails, processes that die and others that write to the file."""

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from canvas_app.app import library, resources, shortening
from canvas_app.app import session as session_module
from canvas_app.app.locks import lock_path
from canvas_app.app.salvaging import Wreck, take_copy
from canvas_app.app.session import OTHERS, Committed, Session, now
from canvas_app.app.settings import Settings, save_settings
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.decide import decide
from canvas_app.domain.errors import RuleBroken, UserError
from canvas_app.domain.fit import fit
from canvas_app.domain.history import Step
from canvas_app.domain.ids import short_id
from canvas_app.domain.voting import last_round, open_round, own_dots, tally
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.ui import pace
from canvas_app.ui.board.note_item import Look
from canvas_app.ui.board.scene import BoardScene
from canvas_app.ui.board_page import BoardPage
from canvas_app.ui.main_window import MainWindow
from canvas_app.ui.theme import in_force
from tests.domain.builder import dump
from tests.reliability.boards import journal
from tests.reliability.families import FAMILIES, NOTED, Families
from tests.ui.board.test_picture import FEW, differing

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FAMILY, DICE = st.sampled_from(sorted(FAMILIES)), st.randoms(use_true_random=False)
WHO = st.integers(0, 1)
PACE = pace.SOON, pace.LATEST
RECOVERED = "Recovered after an unexpected stop"


class Desk:
    """A person's window. `made` are the steps that they were shown as saved, or as waiting, in order."""

    def __init__(self, folder: Path, session: Session):
        self.window = MainWindow(folder)
        self.window.resize(900, 600)
        self.window.show_session(session)
        self.window.show()
        self.made: list[str] = []
        self.session.subscribe(self._heard)

    @property
    def page(self) -> BoardPage:
        assert self.window.page is not None
        return self.window.page

    @property
    def session(self) -> Session:
        return self.page.session

    @property
    def path(self) -> Path:
        return self.session.path

    @property
    def head(self) -> int:
        """The last step on disk that this window knows."""
        return self.session.version - len(self.session.unsaved)

    @property
    def typing(self) -> bool:
        return self.page.view.editor.item is not None

    def _heard(self, commit: Committed) -> None:
        if commit.origin != OTHERS:
            self.made.append(commit.step.op_id)

    def waiting(self) -> list[str]:
        return [step.op_id for step in self.session.unsaved]

    def rest(self) -> None:
        """What is due at once happens, and nothing that is due later: the machine says when."""
        window = self.window
        for timer in (window.others.timer, window.damage.timer, window.unsaved.timer, window.backing_up.timer):
            timer.stop()

    def pixel(self, note: str) -> QPoint:
        view = self.page.view
        return view.viewportTransform().map(view.board_scene.note_items[note].body.center()).toPoint()

    def picture(self) -> QImage:
        """What is on the screen once all of it is painted."""
        view = self.page.view
        view.grab()
        while not view.picture.finished:
            QApplication.processEvents()
        return view.grab().toImage()

    def kill(self) -> bool:
        """As kill -9 does: nothing is written down, nobody is asked, nobody lets go of the lock that is left behind.

        Returns whether there was one.
        """
        session, view = self.session, self.page.view
        lock = lock_path(session.path)
        left = lock.read_bytes() if lock.exists() else None
        session.close()
        mine = left is not None and not lock.exists()
        if left is not None and mine:
            lock.write_bytes(left)
        view.writing.end()
        session.saving.take_back()
        session.saving.trouble = None
        self.close()
        return mine

    def close(self) -> None:
        """Closes the window, and lets go of all that a test that failed has left open."""
        if self.window.page is not None:
            self.window.close()
        self.destroy()

    def destroy(self) -> None:
        if isValid(self.window):
            if self.window.page is not None:
                self.session.close()
            self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def painted(scene: BoardScene, held: frozenset[str] = frozenset()) -> dict[str, Any]:
    """All that a scene would paint but for notes that hands hold."""
    found: dict[str, Any] = {}
    for key, item in scene.note_items.items():
        if key not in held:
            for name in ("note", "hue", "icon", "rank", "mark", "votes", "text", "selected", "dimmed"):
                found[f"{name} of {key}"] = getattr(item, name)
            found[f"box of {key}"] = item.body.getRect()
    for key, link in scene.link_items.items():
        if not held & {link.link.source, link.link.target}:
            for name in ("link", "hue", "strength", "selected", "ends"):
                found[f"{name} of {key}"] = getattr(link, name)
    pile = sorted(scene.note_items.values(), key=lambda item: item.order)
    found["pile"] = [item.note.id for item in pile if item.note.id not in held]
    found["ink"] = [item.stroke for item in scene.stroke_items.values()]
    for name in ("_canvas", "_scale", "_empty", "_arranged", "_answered", "frame"):
        found[name] = getattr(scene.zones, name)
    return found


class Reliability(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        save_settings(Settings(motion=False))
        in_force.motion = False
        pace.SOON = pace.LATEST = 10**6  # the rules say when what is typed is written down
        self.folder = Path(tempfile.mkdtemp(prefix="vc-machine-"))
        self.names = [self.folder / "a.valueboard", self.folder / "b.valueboard"]
        self.where = self.names[0]
        """The name that the file has now."""
        canvas = resources.catalogue().canvas("value-proposition")
        library.create_board(self.where, canvas, {"title": "Board"}).close()
        self.mine = Desk(self.folder / "library", Session.open(self.where))
        self.theirs: Desk | None = None
        """Another window on the same board, which writes or watches."""
        self.known = journal(self.where)
        """All steps that were ever seen on disk; none may go, or change places."""
        self.past: dict[int, dict[str, Any]] = {}
        """The board as it was on disk after these steps."""
        self.named: dict[int, str] = {}
        self.families = Families()
        self.count = 0
        zones = ("pains", "gains", "jobs", "relievers", "pains")
        self.mine.page.bridge.do(AddNotes(tuple(NewNote(zone=zone, id=self.families.fresh()) for zone in zones)))

    # who and where

    def desks(self) -> list[Desk]:
        return [self.mine] if self.theirs is None else [self.mine, self.theirs]

    def desk(self, who: int) -> Desk:
        return self.desks()[who % len(self.desks())]

    def writer(self, who: int) -> Desk:
        desk = self.desk(who)
        return self.mine if desk.session.read_only else desk

    def is_away(self, desk: Desk) -> bool:
        return desk.path != self.where

    def note(self, desk: Desk, n: int) -> str | None:
        ids = list(desk.session.board.notes)
        return ids[n % len(ids)] if ids else None

    def free(self, name: str) -> Path:
        self.count += 1
        return self.folder / f"{name} {self.count}.valueboard"

    # what people do

    @rule(who=WHO, family=FAMILY, dice=DICE, times=st.integers(1, 4))
    def work(self, who: int, family: str, dice: Random, times: int) -> None:
        desk = self.writer(who)
        for _ in range(times):
            command = self.families.one(family, desk.session.board, dice)
            if isinstance(command, NOTED):
                with suppress(RuleBroken):
                    desk.session.record(command)
            elif command is not None:
                desk.page.bridge.do(command)

    @rule(who=WHO, times=st.integers(1, 4))
    def undo(self, who: int, times: int) -> None:
        for _ in range(times):
            self.writer(who).window.binder["edit.undo"].trigger()

    @rule(who=WHO, times=st.integers(1, 2))
    def redo(self, who: int, times: int) -> None:
        for _ in range(times):
            self.writer(who).window.binder["edit.redo"].trigger()

    @rule(who=WHO, n=st.none() | st.integers(0, 9), text=st.sampled_from(["a", "e b ", "long words " * 5]))
    def type(self, who: int, n: int | None, text: str) -> None:
        """Goes on where something is being typed; nobody presses Escape."""
        desk = self.writer(who)
        writing = desk.page.view.writing
        if not desk.typing and n is None:
            writing.write((700.0, 300.0))
        elif not desk.typing and (note := self.note(desk, n or 0)):
            writing.edit(note)
        if desk.typing:
            QTest.keyClicks(desk.page.view.editor, text)

    @rule(who=WHO, escape=st.booleans())
    def stop_typing(self, who: int, escape: bool) -> None:
        """A pause in which it is written down, or the end of it."""
        desk = self.writer(who)
        if not desk.typing:
            return
        text = desk.page.view.editor.text()
        if escape:
            QTest.keyClick(desk.page.view.editor, Qt.Key.Key_Escape)
        else:
            desk.page.write_down()
        if text.strip():
            shown = {" ".join(note.text.split()) for note in desk.session.board.notes.values()}
            shown |= {" ".join(desk.page.view.editor.text().split())} if desk.typing else set()
            assert " ".join(text.split()) in shown, "what was typed is nowhere"

    @rule(who=WHO, n=st.integers(0, 9), dx=st.integers(-200, 200), down=st.booleans())
    def take_up(self, who: int, n: int, dx: int, down: bool) -> None:
        """A note in the hand, which is put down at once or stays in the air."""
        desk = self.writer(who)
        note, viewport = self.note(desk, n), desk.page.view.viewport()
        if note is None or desk.typing or desk.page.view.gesture_in_progress:
            return
        at = desk.pixel(note)
        QTest.mousePress(viewport, LEFT, NONE, at)
        for share in (0.4, 1):
            QTest.mouseMove(viewport, at + QPoint(round(dx * share), 30))
        if down:
            QTest.mouseRelease(viewport, LEFT, NONE, at + QPoint(dx, 30))

    @rule(who=WHO, away=st.booleans())
    def put_down(self, who: int, away: bool) -> None:
        desk = self.writer(who)
        if desk.page.view.gesture_in_progress:
            if away:
                desk.page.view.cancel_gestures()
            QTest.mouseRelease(desk.page.view.viewport(), LEFT, NONE, QPoint(300, 250))

    @rule(who=WHO, n=st.integers(0, 9))
    def choose(self, who: int, n: int) -> None:
        desk = self.desk(who)
        if note := self.note(desk, n):
            desk.page.bridge.toggle(note)

    @precondition(lambda self: open_round(self.mine.session.board) is not None)
    @rule()
    def take_the_pen(self) -> None:
        self.mine.page.votes.give_pen()
        self.mine.page.votes.begin()

    # versions, copies

    @rule(who=WHO, name=st.sampled_from(["Before lunch", "v2"]))
    def name_version(self, who: int, name: str) -> None:
        desk = self.writer(who)
        try:
            desk.session.name_version(name)
        except UserError:
            return
        board = dump(desk.session.board)
        self.named[desk.head] = name
        assert self.past.setdefault(desk.head, board) == board, "another board than the one in sight was named"

    @rule(who=WHO, n=st.integers(0, 99), restore=st.booleans())
    def go_back(self, who: int, n: int, restore: bool) -> None:
        desk = self.writer(who)
        with suppress(UserError):
            timeline = desk.session.timeline
            seq = 1 + n % timeline.head
            then = timeline.board_at(seq)
            if seq in self.past and seq <= desk.head and timeline.has(seq):
                assert dump(then) == self.past[seq], "the past has changed"
            if restore:
                desk.session.restore(then, "history")

    @rule(who=WHO)
    def back_up(self, who: int) -> None:
        desk = self.writer(who)
        with suppress(UserError, OSError):
            copy = desk.session.back_up()
            check(copy, deep=True)
            assert journal(copy) == journal(self.where)
            if not desk.waiting() and desk.head == self.head():
                target = self.free("from the copy")
                take_copy(copy, target)
                self.holds_all(target, desk)

    @rule(who=WHO)
    def save_a_copy(self, who: int) -> None:
        """With all that waits, whatever has become of the file; and with what others wrote, where nothing waits."""
        desk = self.desk(who)
        if desk.waiting() or desk.head == self.head():
            self.holds_all_of(desk)

    def holds_all(self, path: Path, desk: Desk) -> None:
        with closing(Session.open(path, read_only=True)) as copy:
            there, here = dump(copy.board), dump(desk.session.board)
        for tables in (there, here):
            (info,) = tables["board"].values()
            del info["id"]
            tables["board"] = {"": info}
        assert there == here
        check(path, deep=True)

    @rule(who=WHO, left=st.integers(2, 6))
    def let_old_steps_go(self, who: int, left: int) -> None:
        """As after fifty thousand steps; versions stand for those that go."""
        desk = self.writer(who)
        limits = shortening.MOST, shortening.LEFT
        shortening.MOST, shortening.LEFT = left + 1, left
        try:
            if desk.session.is_long:
                for _ in desk.session.shortened():
                    pass
        except UserError:
            return
        finally:
            shortening.MOST, shortening.LEFT = limits
        disk = self.journal()
        assert len(disk) >= min(left, len(self.known)) and self.known[-len(disk) :] == disk
        gone = set(self.known) - set(disk)
        self.known = disk
        for desk in self.desks():
            desk.made = [op_id for op_id in desk.made if op_id not in gone]

    @rule(page=st.integers(0, 60), junk=st.booleans())
    def salvage_a_damaged_copy(self, page: int, junk: bool) -> None:
        content = self.where.read_bytes()
        start = page * 4096 % len(content)
        broken = self.free("broken")
        broken.write_bytes(content[:start] + (b"\xa5" if junk else b"\0") * 4096 + content[start + 4096 :])
        wreck = Wreck(broken)
        if wreck.found is not None:
            wreck.save(self.free("salvaged"))
        assert self.where.read_bytes() == content

    # what happens to the disk

    @rule(who=WHO)
    def fill_the_disk(self, who: int) -> None:
        desk = self.writer(who)
        if not self.is_away(desk):
            with suppress(UserError, sqlite3.Error):
                db = desk.session._file.connection.db()
                (pages,) = db.execute("PRAGMA page_count").fetchone()
                db.execute(f"PRAGMA max_page_count={pages}").fetchall()

    @rule(who=WHO, after=st.integers(1, 30))
    def fail_once(self, who: int, after: int) -> None:
        """SQLite gives up in the middle of one of the next steps."""
        desk = self.writer(who)
        if not self.is_away(desk):
            left = iter([0] * after)
            with suppress(UserError):
                desk.session._file.connection.db().set_progress_handler(lambda: next(left, 1), 20)

    def mend(self, desk: Desk) -> None:
        with suppress(UserError):
            desk.session._file.connection.db().set_progress_handler(None, 0)

    @rule()
    def rename_the_file(self) -> None:
        target = self.names[self.where == self.names[0]]
        self.where.rename(target)
        self.where = target

    @rule(who=WHO)
    def go_on_there(self, who: int) -> None:
        """The window follows a file that was renamed."""
        desk = self.writer(who)
        desk.session.saving.look_round()
        if self.is_away(desk) and desk.session.saving.trouble is not None and not desk.session.saving.conflict:
            desk.window.unsaved.go_on_there()

    @rule(who=WHO, family=FAMILY, dice=DICE, in_place=st.booleans())
    def put_an_older_copy_there(self, who: int, family: str, dice: Random, in_place: bool) -> None:
        """A program that syncs folders puts another version of the board there for a while; nothing writes to that."""
        older, aside, desk = self.free("older"), self.free("aside"), self.writer(who)
        behind = desk.head != self.head()
        with closing(Session.open(self.where, read_only=True)) as session:
            library.save_state(session.timeline.board_at(1), "Older", older).close()
        content = older.read_bytes()
        if in_place:
            aside.write_bytes(self.where.read_bytes())
            self.where.write_bytes(content)
        else:
            self.where.rename(aside)
            older.rename(self.where)
        self.work(who, family, dice, 2)
        for one in self.desks():
            one.page.write_down()
            one.session.saving.look_round()
            assert one.session.saving.retry() == one.session.saved
        assert self.where.read_bytes() == content, "it was written to"
        if desk.waiting() or not behind:
            self.holds_all_of(desk)
        if in_place:
            self.where.write_bytes(aside.read_bytes())
            aside.unlink()
        else:
            aside.replace(self.where)

    def holds_all_of(self, desk: Desk) -> None:
        target = self.free("copy")
        self.mend(desk)
        desk.session.save_copy(target)
        self.holds_all(target, desk)

    @rule(who=WHO)
    def retry(self, who: int) -> None:
        desk = self.desk(who)
        desk.window.unsaved.try_again()
        assert desk.session.saving.retry() == desk.session.saved

    @rule(hours=st.sampled_from([-48, -1, 0, 500_000]))
    def set_the_clock(self, hours: int) -> None:
        shift = timedelta(hours=hours)
        session_module.now = lambda: (datetime.fromisoformat(now()) + shift).isoformat()[:23] + "Z"  # type: ignore

    # what happens to the processes

    @rule(who=WHO)
    def crash(self, who: int) -> None:
        """What waits is lost, as was said all the time; nothing else is."""
        desk = self.desk(who)
        waiting = set(desk.waiting())
        assert not waiting or desk.session.saving.trouble
        before, locked = desk.path, desk.kill()
        if desk is self.theirs:
            self.theirs = None
            return
        made = [op_id for op_id in desk.made if op_id not in waiting]
        self.mine = Desk(self.folder / "library", Session.open(self.where, anyway=True))
        self.mine.made = made + self.mine.made
        if locked and self.where == before:
            assert RECOVERED in self.mine.page.message.text
        assert self.mine.window.unsaved.bar is None

    @rule(who=WHO)
    def close_and_open(self, who: int) -> None:
        """Where a person would be asked first, nobody closes it."""
        desk = self.desk(who)
        typed = desk.page.view.editor.text() if desk.typing else ""
        desk.page.flush()
        desk.session.saving.look_round()
        if not desk.session.saved or desk.session.saving.trouble is not None:
            return
        desk.close()
        if desk is self.theirs:
            self.theirs = None
            return
        self.mine = Desk(self.folder / "library", Session.open(self.where, anyway=True))
        self.mine.made = desk.made + self.mine.made
        assert not self.mine.session.recovered
        if typed.strip():
            assert " ".join(typed.split()) in {" ".join(row.text.split()) for row in self.notes()}

    def notes(self) -> list[Any]:
        return list(self.mine.session.board.notes.values())

    @rule()
    def end_the_session(self) -> None:
        """Nobody can be asked: what cannot be written goes into a new file."""
        desk = self.mine
        desk.page.flush()
        waiting, board = set(desk.waiting()), dump(desk.session.board)
        in_sight = bool(waiting) or desk.head == self.head()
        before = set((self.folder / "library").glob("*"))
        desk.window.unsaved.rescue()
        left = set((self.folder / "library").glob("*")) - before
        waiting -= set(journal(self.where))
        assert left or not waiting
        for path in left:
            assert dump(desk.session.board) == board
            if in_sight:
                self.holds_all(path, desk)
            else:  # others wrote since, and that is in it too
                check(path, deep=True)
        desk.made = [op_id for op_id in desk.made if op_id not in waiting]
        self.crash(0)

    @precondition(lambda self: self.theirs is None)
    @rule(watching=st.booleans())
    def another_window(self, watching: bool) -> None:
        session = Session.open(self.where, read_only=watching, anyway=not watching)
        self.theirs = Desk(self.folder / "library", session)

    @precondition(lambda self: self.theirs is not None and self.theirs.session.read_only)
    @rule()
    def go_over_into_editing(self) -> None:
        assert self.theirs is not None
        if not self.is_away(self.theirs):
            self.theirs.window.show_again(Session.open(self.where, anyway=True))
            self.theirs.session.subscribe(self.theirs._heard)

    @rule(who=WHO, times=st.sampled_from([1, 5]))
    def look_at_the_file(self, who: int, times: int) -> None:
        """As the timer of a window does; every fifth time it is seen where the file is."""
        desk = self.desk(who)
        for _ in range(times):
            desk.window.others.look()
        if desk.session.saving.trouble is None and not self.is_away(desk) and not desk.page.view.gesture_in_progress:
            assert desk.head == self.head(), "what others wrote was not taken over"

    def journal(self) -> list[str]:
        return journal(self.where)

    def head(self) -> int:
        with closing(sqlite3.connect(f"{self.where.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT max(seq) FROM op").fetchone()[0])

    @rule(family=FAMILY, dice=DICE)
    def another_program_writes(self, family: str, dice: Random) -> None:
        file = BoardFile.open(self.where)
        try:
            board = Board(file.load())
            command = self.families.one(family, board, dice)
            with suppress(RuleBroken):
                patches = tuple(decide(board, command)) if command is not None else ()
                step = Step(op_id=short_id(), session="other", at=now(), label="Edit", patches=patches)
                if patches:
                    file.append(step, board.check(patches))
        finally:
            file.close()

    @rule(who=WHO)
    def load_theirs(self, who: int) -> None:
        desk = self.writer(who)
        if self.is_away(desk) or not desk.session.saving.conflict:
            return
        desk.page.flush()
        waiting = set(desk.waiting())
        desk.window.unsaved.load_theirs()
        lost = waiting - set(desk.waiting()) - set(self.journal())
        desk.made = [op_id for op_id in desk.made if op_id not in lost]
        if lost:
            assert desk.page.message.text.startswith(f"{len(lost)} of your changes did not fit"), "nobody said so"

    # what must hold

    @invariant()
    def what_waits_is_said(self) -> None:
        for desk in self.desks():
            desk.rest()
        QApplication.processEvents()
        for desk in self.desks():
            session = desk.session
            trouble = session.saving.trouble is not None
            assert session.saved or trouble
            assert (desk.window.unsaved.bar is not None) == (trouble or not session.saved)
            chip = desk.page.chips.saved.text()
            assert session.read_only or chip.startswith("Not saved") == (trouble or not session.saved)

    @invariant()
    def every_step_is_on_disk_or_waits(self) -> None:
        disk = self.journal()
        assert disk[: len(self.known)] == self.known, "what was on disk has changed"
        assert len(set(disk)) == len(disk)
        self.known = disk
        for desk in self.desks():
            there = set(desk.made)
            assert [op_id for op_id in [*disk, *desk.waiting()] if op_id in there] == desk.made

    @invariant()
    def board_is_file_is_scene(self) -> None:
        with closing(BoardFile.open(self.where, read_only=True)) as file:
            tables, head = file.load(), file.journal.head
        self.past[head] = dump(Board(tables))
        for desk in self.desks():
            board = desk.session.board
            if desk.head == head:  # what others wrote meanwhile has been read
                board = Board(tables)
                for step in desk.session.unsaved:
                    board.apply(board.check(step.patches))
                assert dump(board) == dump(desk.session.board)
            self.scene_is(desk, board)

    def scene_is(self, desk: Desk, board: Board) -> None:
        view = desk.page.view
        fresh = BoardScene(board, Look())
        fresh.show_selection(desk.page.bridge.notes, desk.page.bridge.links)
        round_, last = open_round(board), last_round(board)
        if round_ is not None and not desk.session.read_only:
            fresh.show_votes(own_dots(board, round_) if desk.page.turn_begun else {}, own=True)
        else:
            fresh.show_votes(tally(board, last))
        fresh.show_fit(fit(board))
        view._show_fit()
        if desk.typing and (note := view.writing.note):
            fresh.note_items[note].show_writing(view.editor._shown_text())
        held = view.board_scene.in_air
        shown, wanted = painted(view.board_scene, held), painted(fresh, held)
        wrong = {key for key in shown.keys() | wanted.keys() if shown.get(key) != wanted.get(key)}
        assert {key: (shown.get(key), wanted.get(key)) for key in wrong} == {}

    def teardown(self) -> None:
        try:
            desks = self.desks()
            for desk in desks:
                desk.page.view.cancel_gestures()
                desk.page.flush()
                if self.is_away(desk):
                    self.rename_the_file()
                self.mend(desk)
                desk.session.saving.look_round()
                if not desk.session.saving.retry() and desk.session.saving.conflict:
                    self.load_theirs(desks.index(desk))
                    desk.session.saving.retry()
                assert desk.session.saved, desk.session.saving.trouble
            self.every_step_is_on_disk_or_waits()
            for desk in desks:
                desk.kill()
            check(self.where, deep=True)
            with closing(BoardFile.open(self.where, read_only=True)) as file:
                assert {version.seq: version.label for version in file.versions() if version.label} == self.named
        finally:
            session_module.now = now  # type: ignore[attr-defined]
            for desk in self.desks():
                desk.destroy()
            in_force.motion = True
            pace.SOON, pace.LATEST = PACE
            shutil.rmtree(self.folder, ignore_errors=True)


class Closely(Reliability):
    @rule(who=WHO)
    def look_closely(self, who: int) -> None:
        """The picture that the view has kept through all this is what a fresh one would be."""
        desk = self.desk(who)
        view = desk.page.view
        if not desk.typing and not view.gesture_in_progress:
            kept = desk.picture()
            view.forget_pictures()
            assert differing(kept, desk.picture()) < FEW


@pytest.mark.usefixtures("qapp")
class TestReliability(Reliability.TestCase):
    settings = settings(max_examples=2, stateful_step_count=10)


@pytest.mark.long
@pytest.mark.usefixtures("qapp")
class TestReliabilityAtLength(Closely.TestCase):
    settings = settings(max_examples=150, stateful_step_count=40)
