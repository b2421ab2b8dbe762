"""A board being edited: the one door through which every change goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from canvas_app.app.backups import backup_path, make_backup
from canvas_app.app.locks import BoardLock
from canvas_app.app.repairing import NOTED, Outside
from canvas_app.app.saving import REFUSALS, Saving
from canvas_app.app.shortening import is_due, shortened
from canvas_app.app.timeline import Timeline
from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board, Row
from canvas_app.domain.commands import Command, label
from canvas_app.domain.decide import decide
from canvas_app.domain.differences import patches_to
from canvas_app.domain.entities import ENTITIES, Note
from canvas_app.domain.errors import BadInput, RuleBroken, StalePatch, UserError
from canvas_app.domain.fit import Fit, Ground, concerns_fit, concerns_notes, fit, ground
from canvas_app.domain.history import Entry, History, Step, StepKind, Unit
from canvas_app.domain.ids import new_id, short_id
from canvas_app.domain.merging import apart, put_over, ranked_apart
from canvas_app.domain.patch import Patch, insert
from canvas_app.domain.voting import held_back, open_round
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.copying import renamed
from canvas_app.storage.errors import Busy, CannotOpen, ForeignChange, NotSaved, cannot_open, damaged, one_line, shown
from canvas_app.storage.opening import refuse_no_file
from canvas_app.storage.replaying import Key


@dataclass(frozen=True)
class Committed:
    """A step that has been made. `origin` says who asked for it, so that a part can ignore its own echo."""

    step: Step
    origin: str


Listener = Callable[[Committed], None]
OTHERS = "other"
"""The origin of steps that another window made."""


def text_height(note: Note) -> float:
    """A note's height in board units with its text grown; loads the text engine when first used."""
    from canvas_app.text.note_face import note_height

    return note_height(note)


def now() -> str:
    """UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Session:
    """The only writer of one board. Raises UserError for what the person can understand; then nothing has changed.

    A step that the disk does not take is on the board all the same, and waits with `saving` until it is written.
    """

    def __init__(self, file: BoardFile, lock: BoardLock | None = None, measure: Measure = text_height):
        self._file = file
        self._lock = lock
        self._measure = measure
        self._session = short_id()
        self._listeners: list[Listener] = []
        self._fit: Fit | None = None
        self._ground: Ground | None = None
        self.saving = Saving(file)
        self.outside = Outside(file)
        self.board = Board(file.load())
        self.history = History(self._last)
        self._begins = file.journal.begins

    @classmethod
    def open(cls, path: Path, read_only: bool = False, anyway: bool = False) -> "Session":
        """Opens a board file; for writing it is locked against other windows, and brought to the current format.

        Raises storage errors, also where the board's canvas cannot be used, and BoardHeld unless it is opened `anyway`:
        then two may write, and neither writes over what the other did.
        """
        refuse_no_file(path)
        lock = None if read_only else BoardLock.acquire(path, anyway)
        try:
            file = BoardFile.open(path, read_only, backup_path)
            if lock and file.read_only:
                lock.release()  # who may not write keeps nobody else from it
            try:
                session = cls(file, lock)
                _ = session.board.canvas  # read here, where what is wrong with it can still be said
            except BaseException as error:
                file.close()
                if isinstance(error, BadInput) and not isinstance(error, CannotOpen):
                    raise damaged(path, one_line(str(error)[:200].rstrip("."))) from error
                raise
            return session
        except BaseException as error:
            if lock:
                lock.release()
            if isinstance(error, MemoryError):
                raise cannot_open(path, error) from error
            raise

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def read_only(self) -> bool:
        return self._file.read_only

    @property
    def saved(self) -> bool:
        """Whether every step is on disk."""
        return not self.saving.waiting

    @property
    def unsaved(self) -> list[Step]:
        """The steps that wait for the disk, oldest first."""
        return [step for step, _ in self.saving.waiting]

    @property
    def recovered(self) -> bool:
        """Whether the app was stopped unexpectedly with this board open; a change that was cut off is rolled back."""
        return self._file.recovered or (self._lock is not None and self._lock.left_over)

    @property
    def notice(self) -> str:
        """Why a board that was to be written to is open for reading only, as a sentence; mostly empty."""
        return self._file.notice.replace(f"{shown(self.path)}: ", f"{shown(Path(self.path.name))}: ", 1)

    @property
    def version(self) -> int:
        """How many steps the board has seen."""
        return self._file.journal.head + len(self.saving.waiting)

    @property
    def changed_at(self) -> str:
        return self.unsaved[-1].at if self.unsaved else self._file.journal.changed_at()

    @property
    def fit(self) -> Fit:
        if self._fit is None:
            self._ground = self._ground or ground(self.board)
            self._fit = fit(self.board, self._ground)
        return self._fit

    def _last(self, count: int) -> list[Entry]:
        """The last steps, with those that wait for the disk."""
        waiting = [step.entry for step in self.unsaved]
        return [*self._file.journal.entries(max(count - len(waiting), 0)), *waiting][-count:]

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    def do(self, command: Command, origin: str = "", group: str | None = None) -> Step | None:
        """Carries out a command and writes it down; None where it changes nothing."""
        patches = decide(self.board, command, self._measure)
        if not patches:
            return None
        return self._commit("do", label(command), patches, origin, group or getattr(command, "history_group", None))

    def record(self, command: Command, origin: str = "") -> Step | None:
        """As `do`, for what is only noted down: undo passes it by."""
        patches = decide(self.board, command, self._measure)
        return self._commit("base", label(command), patches, origin) if patches else None

    def undo(self, origin: str = "") -> Step | None:
        unit = self._open(self.history.undoable)
        return self._commit("undo", unit.label, unit.backward, origin) if unit else None

    def redo(self, origin: str = "") -> Step | None:
        unit = self._open(self.history.redoable)
        return self._commit("redo", unit.label, unit.forward, origin) if unit else None

    def _open(self, unit: Unit | None) -> Unit | None:
        """Raises RuleBroken where a hidden vote holds the unit back, or what changed outside."""
        if unit is not None and (reason := held_back(self.board, unit.groups)):
            raise RuleBroken(reason)
        if unit is not None and self.outside.unnoted(self.board, unit.forward):
            raise RuleBroken("What this is about changed outside Value Canvas; choose Board > Repair first.")
        return unit

    def _commit(
        self,
        kind: StepKind,
        name: str,
        patches: Sequence[Patch],
        origin: str,
        group: str | None = None,
    ) -> Step:
        if self.read_only:
            raise RuleBroken("This board is open read-only; save a copy to change it.")
        rows = list(self.board.check(patches))
        if noted := self.outside.unnoted(self.board, patches):
            self._note(noted)
        step = self._save(self._step(kind, name, patches, origin, group), rows)
        self._take(step, rows, origin)
        return step

    def _note(self, changes: list[Patch]) -> None:
        """Takes what changed outside into the journal, before a step hides it; the board has it already."""
        rows = [Row(patch.entity, patch.id, self.board.table(patch.entity)[patch.id]) for patch in changes]
        step = self._save(self._step("do", NOTED, changes), rows)
        self.outside.note(changes)
        self.history.push(step.entry)  # nobody has to follow: they show what it has become

    def _take(self, step: Step, rows: Sequence[Row], origin: str) -> None:
        self.board.apply(rows)
        self.history.push(step.entry)
        if concerns_fit(step.patches):
            self._fit = None
        if concerns_notes(step.patches):
            self._ground = None
        for listener in list(self._listeners):
            listener(Committed(step, origin))

    def _step(
        self, kind: StepKind, name: str, patches: Sequence[Patch], origin: str = "", group: str | None = None
    ) -> Step:
        return Step.model_construct(
            op_id=short_id(),
            session=self._session,
            at=now(),
            kind=kind,
            label=name,
            origin=origin,
            group=group,
            patches=tuple(patches),
        )

    def _save(self, step: Step, rows: list[Row]) -> Step:
        """Writes a step down, after those that wait; gives it as it was written. Raises NotSaved where no disk would
        take it.

        It and `rows` are made anew where another window changed the board meanwhile, elsewhere than this step does.
        """
        try:
            self.saving.write_waiting()
            try:
                self.saving.write(step, rows)
            except ForeignChange:
                if step.kind in ("undo", "redo"):
                    self.follow()  # what was to be taken back may not be the last step any more
                    raise RuleBroken("Another window has just changed this board; try it once more.") from None
                if not self._make_way(step):
                    raise
                step = step.model_copy(update={"patches": ranked_apart(self.board, step.patches)})
                rows[:] = self._checked_again(step)
                self.saving.write(step, rows)
        except REFUSALS as error:
            if isinstance(error, NotSaved) and error.cause == "content":
                raise
            self.saving.keep(step, rows, error)
        else:
            self.saving.say(None)
        return step

    def _make_way(self, step: Step) -> bool:
        """Takes over what another window wrote where a step of ours, not on the board yet, has nothing to do with it;
        whether it did."""
        theirs = (patch for _, other in self._file.journal.newer() for patch in other.patches)
        if not apart(step.patches, theirs):
            return False
        self.follow()
        return True

    def _checked_again(self, step: Step) -> list[Row]:
        try:
            return self.board.check(step.patches)
        except StalePatch as error:
            raise RuleBroken("Another window has just changed what this is about; try it once more.") from error

    def save_copy(self, target: Path, replace: bool = False) -> None:
        """Writes a copy with a board id of its own, and with what waits for the disk.

        It has the whole journal where the board's own file can still be read and holds this board, else it begins with
        the board as it is. Raises a storage error where it cannot be written.
        """
        if not self.saving.conflict:
            with suppress(CannotOpen, Busy):
                self._file.copy_to(target, replace, self.saving.waiting)
                return
        self._write_anew(target, "Save a copy", new_id(), replace)

    def put_aside(self) -> Path:
        """Puts what is on the board where backups are, whatever became of its file. Raises CannotWrite, OSError."""
        target = backup_path(self.board.info.id)
        self._write_anew(target, "Put aside", self.board.info.id)
        return target

    def _write_anew(self, target: Path, name: str, board_id: str, replace: bool = False) -> None:
        """A file that begins with the board as it is, under this id. Raises CannotWrite."""
        old = self.board.info.id
        patches = [
            renamed(insert(row), old, board_id) for table in ENTITIES for row in self.board.table(table).values()
        ]
        rows = Board({}).check(patches)
        BoardFile.create(target, self._step("base", name, patches), rows, replace).close()

    def reload(self) -> list[Step]:
        """Reads the board as another program has left it, and puts what waits on top of that.

        What was on the board is put aside first, for it may be nowhere else. Gives back the steps that do not fit any
        more, which are on the board no longer. Raises a storage error, OSError; then nothing has changed.
        """
        if not self.read_only:
            self.put_aside()
        self.board = Board(self._file.load())
        waiting = self.saving.take_back()
        self.history = History(self._last)
        self.outside = Outside(self._file)
        self.saving.say(None)
        self._fit = self._ground = None
        lost = []
        for step, _ in waiting:
            try:
                # Taking back is about the last step, which is another window's now.
                kind = "do" if step.kind in ("undo", "redo") else step.kind
                over = ranked_apart(self.board, put_over(self.board, step.patches))
                mine = step.model_copy(update={"kind": kind, "patches": over})
                rows = list(self.board.check(mine.patches))
                mine = self._save(mine, rows)
            except (RuleBroken, StalePatch, NotSaved):
                lost.append(step)
                continue
            self.board.apply(rows)
            self.history.push(mine.entry)
        return lost

    # what others do to the board

    def others_wrote(self) -> bool:
        """Whether another window has written to the board since this was asked last. Raises a storage error."""
        return self._file.watch.is_stale()

    def follow(self) -> list[Step]:
        """Takes over the steps that another window has added; listeners are told of them, with the origin OTHERS.

        Nothing of ours may wait. Raises ForeignChange where the file holds something else than this board with more
        steps; `reload` takes that over. Raises a storage error.
        """
        taken = []
        for seq, step in self._file.journal.newer():
            try:
                rows = self.board.check(step.patches)
            except (RuleBroken, StalePatch) as error:
                raise ForeignChange(f"{shown(self.path)}: another program changed this board.") from error
            self._file.journal.advance(seq, step)
            self._take(step, list(rows), OTHERS)
            taken.append(step)
        self._see_beginning()
        return taken

    def _see_beginning(self) -> None:
        """Where the oldest steps are gone, undo has to do without them."""
        if (begins := self._file.journal.begins) != self._begins:
            self._begins = begins
            self.history.read_anew()

    def ask_again(self) -> None:
        """What others wrote is taken over another time."""
        self._file.watch.look_anew()

    def conflicts(self, error: UserError) -> bool:
        """Whether an error of `follow` says that the file holds another version; that is the trouble then."""
        if isinstance(error, ForeignChange):
            if not self.read_only:
                self.saving.say(error)
            return True
        return False

    def go_on_at(self, path: Path) -> None:
        """Uses the file under its new name, with what waits. Raises BoardHeld, a storage error."""
        lock = None if self.read_only else BoardLock.acquire(path)
        try:
            self._file.connection.go_on_at(path)
        except BaseException:
            if lock:
                lock.release()
            raise
        if self._lock:
            self._lock.release()
        self._lock = lock
        self.saving.retry()

    @property
    def timeline(self) -> Timeline:
        """The board through its journal as it is now, with the steps that wait for the disk."""
        return Timeline(self._file, self.board, self.unsaved)

    def name_version(self, name: str, seq: int | None = None, then: Board | None = None) -> None:
        """Gives a step a name to come back to; `then` is the board after it. Another name of it is replaced.

        Without a step it is the board as it is now, with what another window has just written. Raises NotSaved,
        ForeignChange.
        """
        if not self.saving.retry():
            assert self.saving.trouble is not None
            raise self.saving.trouble
        self.follow()
        if seq is None or then is None:
            self._file.name_version(name, now())
        else:
            self._file.name_step(name, seq, {table: then.table(table) for table in ENTITIES})

    def forget_version(self, seq: int) -> None:
        self._file.forget_version(seq)

    @property
    def is_long(self) -> bool:
        """Whether there are so many steps that the oldest should go, and they may now."""
        return not self.read_only and self.saved and open_round(self.board) is None and is_due(self._file)

    def shortened(self) -> Iterator[None]:
        """Lets the oldest steps go, in short strides; versions stand for them. Raises storage errors."""
        try:
            yield from shortened(self._file, self.timeline, self.board)
        finally:
            with suppress(UserError):
                self._see_beginning()

    def restore(self, then: Board, origin: str = "") -> Step | None:
        """Makes the board what it was, in one step that can be undone; None where it is that already.

        Raises RuleBroken while a vote is hidden.
        """
        if open_round(self.board) is not None:
            raise RuleBroken("A vote goes on; reveal it or throw it away before you go back to another version.")
        patches = patches_to(then, self.board)
        return self._commit("do", "Restore version", patches, origin) if patches else None

    def looked_over(self) -> Iterator[Key | None]:
        """Looks at the file: the rows (table and id) that are not as they were written; None now and then, for the
        caller to do something else meanwhile. Raises storage errors."""
        return self.outside.look()

    def repairs(self, wrong: Iterable[Key]) -> list[Patch]:
        """What makes these rows what the journal says they are, those of which it tells."""
        return self.outside.repairs(self.board, wrong)

    def repair(self, wrong: Iterable[Key], origin: str = "") -> Step | None:
        """Makes these rows what the journal says they are, in one step that can be undone. Raises storage errors."""
        patches = self.repairs(wrong)
        try:
            step = self._commit("do", "Repair", patches, origin) if patches else None
        except StalePatch as error:
            raise RuleBroken("What changed does not fit the board any more; look at Board > History.") from error
        self.outside.repaired(patches)
        return step

    def back_up(self) -> Path:
        """Puts a checked copy where backups are, and thins the older ones. Raises CannotWrite, OSError."""
        return make_backup(self._file, self.board.info.id)

    def close(self) -> None:
        self._listeners.clear()
        self.saving.on_trouble = None
        self._file.close()
        if self._lock:
            self._lock.release()
            self._lock = None
