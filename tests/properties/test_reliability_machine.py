"""Any work on a board with a disk that fails, a process that dies and another program that writes to the same file."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from canvas_app.app import library, resources
from canvas_app.app.session import Session, now
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, Command, Delete, EditBoard, EditNote, MoveNotes, NewNote, ScoreNotes
from canvas_app.domain.decide import decide
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.history import Step
from canvas_app.domain.ids import short_id
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from tests.domain.builder import dump
from tests.reliability.boards import journal

TEXT = st.text("ab é", max_size=6)
WHICH = st.integers(0, 9)


def height(note: object) -> float:
    return 92.0


class Reliability(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="vc-machine-"))
        self.path, self.away = self.folder / "a.valueboard", self.folder / "b.valueboard"
        canvas = resources.catalogue().canvas("value-proposition")
        library.create_board(self.path, canvas, {"title": "Board"}).close()
        self.session = self.opened()
        self.known = journal(self.path)
        """All steps that were ever seen on disk; none may go, or change places."""
        self.made: list[str] = []
        """The session's own steps, but for those of which it was said that they are lost."""
        self.count = 0
        for zone in ("pains", "gains"):
            self.add(zone, "")

    def opened(self) -> Session:
        session = Session.open(self.path)
        session._measure = height  # type: ignore[assignment]
        return session

    def is_away(self) -> bool:
        return not self.path.exists()

    def note(self, n: int) -> str | None:
        ids = sorted(self.session.board.notes)
        return ids[n % len(ids)] if ids else None

    def do(self, command: Command) -> None:
        try:
            step = self.session.do(command)
        except RuleBroken:
            return
        self.took(step)

    def take_back(self, act: Callable[[], Step | None]) -> None:
        with suppress(RuleBroken):  # another program was faster
            self.took(act())

    def took(self, step: Step | None) -> None:
        if step is not None:
            self.made.append(step.op_id)

    # what people do

    @rule(zone=st.sampled_from(["pains", "gains", "jobs", "creators"]), text=TEXT)
    def add(self, zone: str, text: str) -> None:
        self.count += 1
        self.do(AddNotes((NewNote(zone=zone, text=text, id=f"n{self.count:03}"),)))

    @rule(n=WHICH, text=TEXT, long=st.booleans())
    def write(self, n: int, text: str, long: bool) -> None:
        if note := self.note(n):
            self.do(EditNote(note, {"text": text + "word " * 2000 * long}))

    @rule(n=WHICH, dx=st.integers(-300, 300))
    def move(self, n: int, dx: int) -> None:
        if note := self.note(n):
            self.do(MoveNotes((note,), dx, 7))

    @rule(n=WHICH, score=st.integers(1, 5))
    def score(self, n: int, score: int) -> None:
        if note := self.note(n):
            self.do(ScoreNotes((note,), score))

    @rule(n=WHICH)
    def throw_away(self, n: int) -> None:
        if note := self.note(n):
            self.do(Delete((note,)))

    @rule(title=TEXT)
    def retitle(self, title: str) -> None:
        self.do(EditBoard({"title": title}))

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.take_back(self.session.undo)

    @rule()
    def redo(self) -> None:
        self.take_back(self.session.redo)

    # what happens to the disk

    @precondition(lambda self: not self.is_away())
    @rule()
    def fill_the_disk(self) -> None:
        db = self.session._file._db()
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count={pages}").fetchall()

    @precondition(lambda self: not self.is_away())
    @rule(after=st.integers(1, 30))
    def fail_once(self, after: int) -> None:
        """SQLite gives up in the middle of one of the next steps."""
        left = iter([0] * after)
        self.session._file._db().set_progress_handler(lambda: next(left, 1), 20)

    @precondition(lambda self: not self.is_away())
    @rule()
    def take_the_file_away(self) -> None:
        self.path.rename(self.away)

    @precondition(lambda self: self.is_away())
    @rule()
    def bring_the_file_back(self) -> None:
        self.away.rename(self.path)

    @rule()
    def retry(self) -> None:
        assert self.session.retry() == self.session.saved

    # what happens to the process

    @rule()
    def crash(self) -> None:
        """What waits is lost, as was said all the time; nothing else is."""
        waiting = {step.op_id for step in self.session.unsaved}
        assert not waiting or self.session.trouble
        self.session.close()
        if self.is_away():
            self.away.rename(self.path)
        self.made = [op_id for op_id in self.made if op_id not in waiting]
        self.session = self.opened()

    @precondition(lambda self: not self.is_away())
    @rule(n=WHICH, text=TEXT, add=st.booleans())
    def another_program_writes(self, n: int, text: str, add: bool) -> None:
        file = BoardFile.open(self.path)
        try:
            board = Board(file.load())
            ids = sorted(board.notes)
            self.count += 1
            command: Command = AddNotes((NewNote(zone="jobs", id=f"n{self.count:03}"),))
            if ids and not add:
                command = EditNote(ids[n % len(ids)], {"text": text, "detail": str(self.count)})
            patches = tuple(decide(board, command, height))
            step = Step(op_id=short_id(), session="other", at=now(), label="Edit", patches=patches)
            file.append(step, board.check(patches))
        finally:
            file.close()

    @precondition(lambda self: not self.is_away() and self.session.conflict)
    @rule()
    def reload(self) -> None:
        lost = {step.op_id for step in self.session.reload()}
        self.made = [op_id for op_id in self.made if op_id not in lost]

    # what must hold

    @invariant()
    def what_waits_is_said(self) -> None:
        assert self.session.saved or self.session.trouble is not None

    @invariant()
    def every_step_is_on_disk_or_waits(self) -> None:
        disk = journal(self.away if self.is_away() else self.path)
        assert disk[: len(self.known)] == self.known, "what was on disk has changed"
        self.known = disk
        waiting = [step.op_id for step in self.session.unsaved]
        assert len(set(disk)) == len(disk)
        there = set(self.made)
        assert [op_id for op_id in [*disk, *waiting] if op_id in there] == self.made

    @invariant()
    def board_is_file_and_what_waits(self) -> None:
        file = BoardFile.open(self.away if self.is_away() else self.path, read_only=True)
        try:
            on_disk, head = Board(file.load()), file.head
        finally:
            file.close()
        if head == self.session._file.head:  # what another program wrote meanwhile has been read
            for step in self.session.unsaved:
                on_disk.apply(on_disk.check(step.patches))
            assert dump(on_disk) == dump(self.session.board)

    def teardown(self) -> None:
        try:
            if self.is_away():
                self.away.rename(self.path)
            self.session._file._db().set_progress_handler(None, 0)
            if not self.session.retry() and self.session.conflict:
                self.reload()
            assert self.session.saved, self.session.trouble
            self.every_step_is_on_disk_or_waits()
            self.session.close()
            check(self.path, deep=True)
        finally:
            self.session.close()
            shutil.rmtree(self.folder, ignore_errors=True)


class TestReliability(Reliability.TestCase):
    settings = settings(max_examples=4, stateful_step_count=18)


@pytest.mark.long
class TestReliabilityAtLength(Reliability.TestCase):
    settings = settings(max_examples=150, stateful_step_count=40)
