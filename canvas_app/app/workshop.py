"""A workshop that goes on: the step that a group is at, the clock of each step, and the log that is kept of it.

Names no toolkit and starts no timer: whoever shows it asks it to `look` at the clock about once a second.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from canvas_app.app.session import Committed, Session, now
from canvas_app.app.settings import GoingOn
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Sitting
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step as HistoryStep
from canvas_app.domain.patch import inverse
from canvas_app.domain.sittings import BeginSitting, NamePeople, RecordStint, clock, count_changes, names, stints_of
from canvas_app.domain.steps import StepView, step_views

EVERY = 60.0
"""Seconds of work after which the log is written at the latest: what a crash can cost."""
ASLEEP = 45.0
"""Seconds between two looks at the clock above which the computer has slept; nobody worked meanwhile."""
TOLD = (5, 1, 0)
"""Minutes left at which people are told."""
LOG_GONE = "The log of this workshop was deleted. It goes on without one; Undo brings the log back."
_GUIDE = frozenset({"step_state", "canvas"})


@dataclass
class StepClock:
    """Seconds spent on a step in this workshop. `over_at` is the time spent at which its minutes are over."""

    used: float = 0.0
    over_at: float | None = None
    suggested: float | None = None
    """The guide's minutes as they were counted in."""
    changes: Counter[str] = field(default_factory=Counter)
    written: tuple[float, dict[str, int]] = (0.0, {})
    """Time and changes as the log has them."""

    @property
    def left(self) -> float | None:
        """Seconds left, below 0 when the time is over; None where no time was set."""
        return None if self.over_at is None else self.over_at - self.used

    def add(self, minutes: float) -> None:
        """So many minutes more; from now on where the time is over or none was set."""
        self.over_at = max(self.over_at or 0.0, self.used) + 60 * minutes


class Workshop:
    """`running`: the clock runs. `logged`: a log is kept, which a board that is open for reading only has none of.

    `on_change` is called after everything that shows, `on_told` with the minutes that are left at 5, 1 and 0 minutes,
    `on_trouble` with a sentence when the log could not be written. Changes that are undone are taken off the count of
    the step that people are at, though never below nothing.
    """

    def __init__(self, session: Session, ask_time: Callable[[], float] = time.monotonic):
        self._session, self._ask_time = session, ask_time
        self._seen = ask_time()
        self._clocks: dict[int, StepClock] = {}
        self._troubled = False
        self.sitting: str | None = None
        self.running = False
        self.n = 0
        self.views: tuple[StepView, ...] = ()
        self.on_change: Callable[[], None] = _nothing
        self.on_told: Callable[[int], None] = _nothing_about
        self.on_trouble: Callable[[str], None] = _nothing_about
        self.read_guide()

    @property
    def board(self) -> Board:
        return self._session.board

    @property
    def logged(self) -> bool:
        return self.sitting is not None

    # beginning and end

    def begin(self, people: Iterable[str] = (), again: str | None = None, n: int | None = None) -> None:
        """Starts the clock of a step, the first that is not done where none is named; `again` goes on with a sitting.

        Raises RuleBroken where the names are too many or too long; then nothing has begun.
        """
        present = names(people)
        if not self._session.read_only:
            known = self.board.sittings.get(again) if again is not None else None
            if known is None:
                command = BeginSitting(now(), present)
                self._session.record(command)
                self.sitting = command.id
            else:
                self.sitting = known.id
                if known.people != present:
                    self._session.do(NamePeople(known.id, present))
                for stint in stints_of(self.board, known.id):
                    written = (stint.seconds, dict(stint.changes))
                    self._clocks[stint.step] = StepClock(stint.seconds, changes=Counter(stint.changes), written=written)
        self._session.subscribe(self._on_committed)
        self.n = n if n is not None and self.view_of(n) is not None else first_step(self.views)
        self._set_up()
        self._seen = self._ask_time()
        self.running = True
        self.on_change()

    @property
    def course(self) -> GoingOn | None:
        """What it takes to go on with it elsewhere; None where no log is kept."""
        if self.sitting is None:
            return None
        return GoingOn(sitting=self.sitting, step=self.n, over_at=self.clock.over_at, running=self.running)

    def take_up(self, course: GoingOn) -> None:
        """Goes on with a workshop of this board's log as it was; its clocks are as the log has them."""
        self.begin(self.board.sittings[course.sitting].people, course.sitting, course.step)
        if self.n == course.step:
            self.clock.over_at = course.over_at
        if not course.running:
            self.toggle()
        self.on_change()

    def end(self) -> float:
        """Writes the log and stops for good; the seconds that were spent, as the log counts them where there is one."""
        self._pass_time()
        self.running = False
        logged = self.write() and self.sitting is not None
        self._session.unsubscribe(self._on_committed)
        return sum(step.written[0] if logged else step.used for step in self._clocks.values())

    # the steps

    @property
    def view(self) -> StepView:
        """The step that people are at."""
        view = self.view_of(self.n)
        assert view is not None, "begin and read_guide see to it"
        return view

    def view_of(self, n: int) -> StepView | None:
        return next((view for view in self.views if view.n == n), None)

    @property
    def shown(self) -> list[StepView]:
        """The steps that can be chosen: hidden ones only while people are at them."""
        return [view for view in self.views if not view.hidden or view.n == self.n]

    @property
    def place(self) -> str:
        """ "Step 3 of 16"; without the number of all where some are hidden."""
        all_ = len(self.views)
        return f"Step {self.n} of {all_}" if len(self.shown) == all_ else f"Step {self.n}"

    @property
    def words(self) -> str:
        """The step and its time in a sentence."""
        paused = "" if self.running else ", paused"
        return f"{self.place}: {self.view.title}. {spoken_time(self.clock).capitalize()}{paused}."

    def neighbour(self, by: int) -> StepView | None:
        """The next step that is neither hidden nor skipped, or with -1 the one before."""
        place = self.views.index(self.view)
        way = self.views[place + 1 :] if by > 0 else self.views[:place][::-1]
        return next((view for view in way if not view.hidden and view.state != "skipped"), None)

    def go(self, n: int) -> None:
        """To another step; the clock of that one runs if this one's did."""
        if n == self.n or self.view_of(n) is None:
            return
        self._pass_time()
        self.write()
        self.n = n
        self._set_up()
        self.on_change()

    def next(self) -> None:
        if (view := self.neighbour(1)) is not None:
            self.go(view.n)

    def previous(self) -> None:
        if (view := self.neighbour(-1)) is not None:
            self.go(view.n)

    def _set_up(self) -> None:
        """The clock of a step, with the minutes that the guide suggests; those that people gave it stay."""
        step, minutes = self._clocks.setdefault(self.n, StepClock()), self.view.minutes or None
        if minutes != step.suggested:
            given = (step.over_at or 0.0) - 60 * (step.suggested or 0.0)
            step.over_at = 60 * minutes + given if minutes else given or None
            step.suggested = minutes

    def read_guide(self) -> None:
        """Looks at the states of the steps anew."""
        self.views = step_views(self.board, self._session.fit) or self.views
        if self.views and self.view_of(self.n) is None:
            self.n = first_step(self.views)

    # the clock

    @property
    def clock(self) -> StepClock:
        """The clock of the step that people are at, as it was at the last look."""
        return self._clocks[self.n]

    def toggle(self) -> None:
        """Starts or pauses the clock."""
        self._pass_time()
        self.running = not self.running
        if not self.running:
            self.write()
        self.on_change()

    def add(self, minutes: float) -> None:
        self._pass_time()
        self.clock.add(minutes)
        self.on_change()

    def look(self) -> None:
        """Takes the time that has passed since the last look into account."""
        self._pass_time()
        if self.clock.used - self.clock.written[0] >= EVERY:
            self.write()
        self.on_change()

    def until_next(self) -> float:
        """Seconds until the clock shows another second; at least a twentieth."""
        left = self.clock.left
        shown = -self.clock.used if left is None else left
        return max(shown - math.ceil(shown) + 1, 0.05)

    def _pass_time(self) -> None:
        seen, self._seen = self._seen, self._ask_time()
        passed = self._seen - seen
        if not self.running or passed > ASLEEP or passed < 0:
            return
        before = self.clock.left
        self.clock.used += passed
        after = self.clock.left
        if before is None or after is None:
            return
        crossed = [minutes for minutes in TOLD if after <= 60 * minutes < before]
        if crossed:
            self.on_told(min(crossed))

    # the log

    def write(self) -> bool:
        """Writes down what the log does not have yet; whether it has all now."""
        if self.sitting is None:
            return True
        for n, step in self._clocks.items():
            changes = {words: count for words, count in step.changes.items() if count > 0}
            seconds, known = round(step.used, 1), step.written
            if (seconds, changes) == known or (seconds < 1 and not changes and not known[0]):
                continue
            if not self._write(RecordStint(self.sitting, n, seconds, changes)):
                return False
            step.written = (seconds, changes)
        self._troubled = False
        return True

    def _write(self, command: RecordStint) -> bool:
        try:
            if command.sitting not in self.board.sittings:
                raise UserError(LOG_GONE)
            self._session.record(command)
        except UserError as error:
            if not self._troubled:
                self._troubled = True
                self.on_trouble(str(error))
            return False
        return True

    def _on_committed(self, commit: Committed) -> None:
        step = commit.step
        if {patch.entity for patch in step.patches} & _GUIDE:
            self.read_guide()
            self._set_up()
            self.on_change()
        _count(self._clocks[self.n].changes, step)


def _count(changes: Counter[str], step: HistoryStep) -> None:
    if step.kind == "undo":
        changes.subtract(count_changes(inverse(step.patches)))
        for words in [words for words, count in changes.items() if count <= 0]:
            del changes[words]
    elif step.kind != "base":
        changes.update(count_changes(step.patches))


def first_step(views: Sequence[StepView]) -> int:
    """The step to begin with: the first that waits to be done, else the first that is shown."""
    shown = [view for view in views if not view.hidden] or list(views)
    return next((view.n for view in shown if view.state in ("open", "partly")), shown[0].n if shown else 0)


def sitting_of(board: Board, day: date) -> Sitting | None:
    """The last workshop that began on a day, as the clock on the wall has it."""
    return next((sitting for sitting in reversed(list(board.sittings.values())) if began(sitting, day)), None)


def began(sitting: Sitting, day: date) -> bool:
    moment = moment_of(sitting)
    return moment is not None and moment.date() == day


def moment_of(sitting: Sitting) -> datetime | None:
    """When it began, by the clock on the wall; None where the board does not say it in a way that can be read."""
    try:
        return datetime.fromisoformat(sitting.began).astimezone()
    except (ValueError, OverflowError):
        return None


def shown_time(step: StepClock) -> str:
    """ "4:32", "+0:42 over", or the time spent where none was set."""
    if step.left is None:
        return clock(math.floor(step.used))
    if step.left <= -1:
        return f"+{clock(math.floor(-step.left))} over"
    return clock(max(math.ceil(step.left), 0))


def spoken_time(step: StepClock) -> str:
    """ "4 minutes 32 seconds left", "42 seconds over", "2 minutes spent"."""
    if step.left is None:
        return f"{in_words(step.used)} spent"
    if step.left <= -1:
        return f"{in_words(-step.left)} over"
    return f"{in_words(math.ceil(step.left))} left" if step.left > 0 else "the time is over"


def in_words(seconds: float) -> str:
    minutes, rest = divmod(math.floor(seconds), 60)
    pieces = [(minutes, "minute"), (rest, "second")]
    words = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in pieces if count]
    return " ".join(words) or "0 seconds"


def read_names(text: str) -> tuple[str, ...]:
    """Names that were written one a line or with commas between them."""
    lines = text.replace(";", "\n").replace(",", "\n").splitlines()
    return tuple(name for line in lines if (name := " ".join(line.split())))


def _nothing() -> None:
    pass


def _nothing_about(_: object) -> None:
    pass
