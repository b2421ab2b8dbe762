"""A workshop without a window: its clock, the way through its steps, and what the log has when it is cut off."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.app.workshop import (
    Workshop,
    first_step,
    in_words,
    read_names,
    shown_time,
    sitting_of,
    spoken_time,
)
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.domain.decide_steps import HideStep, RewordStep, SkipStep
from canvas_app.domain.entities import Sitting
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.sittings import BeginSitting, DeleteSittings, stints_of


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Run:
    """A workshop, somebody who looks at the clock once a second, and what was told."""

    def __init__(self, session: Session, **wish: object):
        self.session, self.clock = session, Clock()
        self.workshop = Workshop(session, self.clock)
        self.told: list[int] = []
        self.troubles: list[str] = []
        self.workshop.on_told = self.told.append
        self.workshop.on_trouble = self.troubles.append
        self.workshop.begin(**wish)  # type: ignore[arg-type]

    def work(self, seconds: float) -> None:
        while seconds > 0:
            self.clock.now += min(seconds, 1)
            seconds -= 1
            self.workshop.look()

    @property
    def shown(self) -> str:
        return shown_time(self.workshop.clock)

    def log(self) -> dict[int, tuple[float, dict[str, int]]]:
        """Time and changes by step, as somebody finds them who opens the file now."""
        assert self.workshop.sitting is not None
        found = Session.open(self.session.path, read_only=True)
        stints = stints_of(found.board, self.workshop.sitting)
        found.close()
        return {stint.step: (stint.seconds, stint.changes) for stint in stints}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "Board.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    yield session
    session.close()


@pytest.fixture
def run(session: Session) -> Run:
    return Run(session, people=("Ana", "Bo"), n=4)


def test_it_counts_down_the_minutes_of_the_step_and_on_below_nothing(run: Run) -> None:
    assert run.workshop.view.title.startswith("List and rank the") and run.shown == "15:00"
    run.work(1)
    assert run.shown == "14:59"
    run.work(14 * 60 + 59)
    assert run.shown == "0:00"
    run.work(42)
    assert run.shown == "+0:42 over"
    assert run.told == [5, 1, 0]


def test_it_does_not_drift_and_looks_again_when_the_second_changes(run: Run) -> None:
    for _ in range(100):
        run.clock.now += run.workshop.until_next() + 0.013  # timers come a little late
        run.workshop.look()
    assert run.shown == "13:20" and run.workshop.clock.used == pytest.approx(100, abs=0.1)


def test_a_pause_is_not_counted(run: Run) -> None:
    run.work(60)
    run.workshop.toggle()
    run.clock.now += 40
    run.workshop.look()
    assert run.shown == "14:00" and not run.workshop.running
    run.workshop.toggle()
    run.work(30)
    assert run.shown == "13:30"


def test_a_computer_that_slept_did_not_work(run: Run) -> None:
    run.work(60)
    run.clock.now += 3600
    run.workshop.look()
    run.work(10)
    assert run.shown == "13:50" and run.told == []


def test_more_minutes_count_from_now_on_where_the_time_is_over(run: Run) -> None:
    run.workshop.add(1)
    assert run.shown == "16:00"
    run.work(18 * 60)
    assert run.shown == "+2:00 over" and run.told == [5, 1, 0]
    run.workshop.add(5)
    assert run.shown == "5:00"
    run.work(5 * 60)
    assert run.told == [5, 1, 0, 1, 0], "told again"


def test_each_step_keeps_its_own_clock(run: Run) -> None:
    run.work(90)
    run.workshop.next()
    assert run.workshop.n == 5 and run.shown == "15:00" and run.workshop.running
    run.work(30)
    run.workshop.previous()
    assert run.shown == "13:30"
    assert run.log() == {4: (90.0, {}), 5: (30.0, {})}


def test_hidden_and_skipped_steps_are_passed_by(run: Run) -> None:
    run.session.do(SkipStep(5, True))
    run.session.do(HideStep(6, True))
    run.workshop.next()
    assert run.workshop.n == 7
    assert 6 not in [view.n for view in run.workshop.shown] and run.workshop.place == "Step 7"
    run.workshop.go(5)
    assert run.workshop.n == 5, "a skipped one can be chosen"
    for _ in range(20):
        run.workshop.next()
    assert run.workshop.n == 16
    run.session.do(HideStep(16, True))
    assert run.workshop.n == 16, "what people are at stays until they move on"
    run.workshop.previous()
    assert run.workshop.n == 15 and run.workshop.neighbour(1) is None


def test_other_minutes_in_the_guide_move_the_end(run: Run) -> None:
    run.work(60)
    run.workshop.add(1)
    run.session.do(RewordStep(4, minutes=5))
    assert run.shown == "5:00"
    run.session.do(RewordStep(4, minutes=0))
    assert run.shown == "0:00", "no minutes but the one that was given"


def test_a_step_without_minutes_shows_the_time_spent(session: Session) -> None:
    session.do(RewordStep(4, minutes=0))
    run = Run(session, n=4)
    run.work(75)
    assert run.shown == "1:15" and run.told == []
    run.workshop.add(5)
    assert run.shown == "5:00"


def test_the_log_has_what_changed_in_each_step(run: Run) -> None:
    run.session.do(AddNotes((NewNote(zone="pains", id="a"), NewNote(zone="pains", id="b"))))
    run.session.do(EditNote("a", {"text": "Slow"}))
    run.session.undo()
    run.work(60)
    assert run.log()[4] == (60.0, {"note added": 2}), "what is undone does not count"
    run.session.redo()
    run.workshop.next()
    run.session.do(Delete(("a",)))
    run.session.undo()
    run.session.undo()
    run.session.undo()
    run.work(1)
    run.workshop.end()
    assert run.log() == {4: (60.0, {"note added": 2, "note edited": 1}), 5: (1.0, {})}


def test_a_crash_costs_a_minute_at_most(run: Run) -> None:
    for second in range(7, 300, 7):
        run.work(7)
        assert second - run.log().get(4, (0, {}))[0] <= 60


def test_pausing_leaving_a_step_and_ending_write_at_once(run: Run) -> None:
    run.work(7)
    run.workshop.toggle()
    assert run.log() == {4: (7.0, {})}
    run.workshop.toggle()
    run.work(5)
    run.workshop.next()
    assert run.log() == {4: (12.0, {})}
    run.work(3)
    assert run.workshop.end() == pytest.approx(15)
    assert run.log() == {4: (12.0, {}), 5: (3.0, {})}


def test_the_end_says_the_time_that_the_log_says(run: Run) -> None:
    run.work(7)
    run.workshop.next()
    run.work(0.9)
    assert run.workshop.end() == sum(seconds for seconds, _ in run.log().values()) == 7


def test_undo_and_redo_pass_the_log_by(run: Run) -> None:
    run.session.do(AddNotes((NewNote(zone="pains", id="a"),)))
    run.work(61)
    run.session.undo()
    run.work(60)
    assert "a" not in run.session.board.notes
    run.session.redo()
    assert "a" in run.session.board.notes and run.log()[4][0] == 120.0
    assert run.session.board.sittings[run.workshop.sitting or ""].people == ("Ana", "Bo")


def test_it_goes_on_with_a_workshop_of_today(run: Run) -> None:
    run.work(100)
    run.workshop.end()
    again = Run(run.session, people=("Ana", "Bo", "Cy"), again=run.workshop.sitting, n=4)
    assert again.shown == "13:20" and len(run.session.board.sittings) == 1
    again.work(20)
    again.workshop.end()
    assert again.log() == {4: (120.0, {})}
    assert run.session.board.sittings[again.workshop.sitting or ""].people == ("Ana", "Bo", "Cy")


def test_which_workshop_is_of_today() -> None:
    day = date(2026, 5, 3)
    noon = {"a": "2026-05-03T12:00:00.000Z", "b": "2026-05-03T12:30:00.000Z", "c": "2026-05-02T12:00:00.000Z", "d": "?"}

    board = Board({"sitting": {key: Sitting(id=key, began=began) for key, began in noon.items()}})
    found = sitting_of(board, day)
    assert found is not None and found.id == "b"
    assert sitting_of(board, date(2026, 5, 9)) is None


def test_a_log_that_is_deleted_meanwhile_comes_back_with_undo(run: Run) -> None:
    run.work(60)
    run.session.do(DeleteSittings((run.workshop.sitting or "",)))
    run.work(130)
    assert len(run.troubles) == 1 and "Undo brings the log back" in run.troubles[0]
    run.session.undo()
    run.work(1)
    assert run.log()[4][0] == 191.0 and len(run.troubles) == 1


def test_a_board_open_for_reading_only_has_a_workshop_without_a_log(session: Session) -> None:
    reader = Session.open(session.path, read_only=True)
    run = Run(reader, people=("Ana",), n=4)
    run.work(130)
    run.workshop.next()
    assert not run.workshop.logged and run.troubles == [] and run.workshop.n == 5
    assert run.workshop.end() == pytest.approx(130)
    assert not reader.board.sittings
    reader.close()


def test_it_begins_with_the_first_step_that_waits(session: Session) -> None:
    run = Run(session)
    states = {view.n: view.state for view in run.workshop.views}
    assert states[run.workshop.n] in ("open", "partly")
    assert all(states[n] == "done" for n in range(1, run.workshop.n))
    assert first_step(()) == 0


def test_too_many_names_begin_nothing(session: Session) -> None:
    with pytest.raises(RuleBroken, match="500 people"):
        Workshop(session).begin(tuple(str(n) for n in range(501)))
    assert not session.board.sittings


def test_what_is_over_listens_no_more(run: Run) -> None:
    run.work(5)
    run.workshop.end()
    version = run.session.version
    run.session.do(BeginSitting("2026-01-01T09:00:00Z"))
    assert run.session.version == version + 1 and run.workshop.clock.changes == {}


def test_times_are_spoken(run: Run) -> None:
    assert spoken_time(run.workshop.clock) == "15 minutes left"
    run.work(14 * 60 + 18)
    assert spoken_time(run.workshop.clock) == "42 seconds left"
    assert run.workshop.words.startswith("Step 4 of 16: List and rank the")
    run.work(42)
    assert spoken_time(run.workshop.clock) == "the time is over"
    run.work(61)
    assert spoken_time(run.workshop.clock) == "1 minute 1 second over"
    run.workshop.toggle()
    assert run.workshop.words.endswith("1 minute 1 second over, paused.")
    assert in_words(0.4) == "0 seconds"


def test_names_one_a_line_or_with_commas() -> None:
    assert read_names(" Ana ,Bo  Li\n\nCy; Dee") == ("Ana", "Bo Li", "Cy", "Dee")
