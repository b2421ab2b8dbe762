"""The commands that make the guide one's own, and their rules. A step is named by its number."""

from dataclasses import dataclass
from typing import Any

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Step
from canvas_app.domain.entities import StepState, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.order import key_between, place_keys, rising_keys
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import rule, some
from canvas_app.domain.steps import ordered_steps, step_keys

LINES = ("title", "todo", "question")


@dataclass(frozen=True)
class SkipStep:
    n: int
    skipped: bool

    @property
    def label(self) -> str:
        return "Skip step" if self.skipped else "Take up step"


@dataclass(frozen=True)
class HideStep:
    n: int
    hidden: bool

    @property
    def label(self) -> str:
        return "Hide step" if self.hidden else "Show step"


@dataclass(frozen=True)
class MoveStep:
    """Puts a step at a place of the guide, hidden steps counted; 0 is first."""

    n: int
    index: int
    label = "Move step"


@dataclass(frozen=True)
class RewordStep:
    """Gives a step words of one's own; None leaves them as they are, "" takes the canvas's again.

    `minutes` below 0 stands for the canvas's.
    """

    n: int
    title: str | None = None
    todo: str | None = None
    question: str | None = None
    minutes: float | None = None
    label = "Edit step"


@dataclass(frozen=True)
class ResetStep:
    """Gives a step the canvas's words again."""

    n: int
    label = "Original words"


@dataclass(frozen=True)
class ResetGuide:
    """Makes the guide what the canvas has: its order, its words, nothing hidden or skipped."""

    label = "Original guide"


@rule.register
def _(command: SkipStep, board: Board, measure: Measure) -> list[Patch]:
    return _set(board, command.n, skipped=command.skipped)


@rule.register
def _(command: HideStep, board: Board, measure: Measure) -> list[Patch]:
    return _set(board, command.n, hidden=command.hidden)


@rule.register
def _(command: MoveStep, board: Board, measure: Measure) -> list[Patch]:
    step = _step(board, command.n)
    order = ordered_steps(board)
    others = [other for other in order if other.n != step.n]
    index = max(0, min(command.index, len(others)))
    if order.index(step) == index:
        return []
    keys = step_keys(board)
    low, high = place_keys([keys[other.n] for other in others], index)
    if low is None or high is None or low < high:
        return _set(board, step.n, rank_key=key_between(low, high))
    others.insert(index, step)  # two steps have the same key since the canvas has got more of them
    risen = rising_keys([keys[other.n] if other is not step else None for other in others])
    return [
        patch
        for other, key in zip(others, risen, strict=True)
        if key != keys[other.n]
        for patch in _set(board, other.n, rank_key=key)
    ]


@rule.register
def _(command: RewordStep, board: Board, measure: Measure) -> list[Patch]:
    step = _step(board, command.n)
    values: dict[str, Any] = {}
    for name in LINES:
        words = getattr(command, name)
        if words is None:
            continue
        words = clean_text(words).strip()
        if name == "title":
            words = " ".join(words.split())
            if len(words) > 500:
                raise RuleBroken("The title of a step has 500 characters at most; shorten it.")
        values[name] = "" if words == getattr(step, name) else words
    if command.minutes is not None:
        same = command.minutes < 0 or command.minutes == step.minutes
        values["minutes"] = None if same else command.minutes
    return _set(board, step.n, **values)


@rule.register
def _(command: ResetStep, board: Board, measure: Measure) -> list[Patch]:
    return _set(board, command.n, title="", todo="", question="", minutes=None)


@rule.register
def _(command: ResetGuide, board: Board, measure: Measure) -> list[Patch]:
    return [delete(state) for state in board.step_states.values()]


def _step(board: Board, n: int) -> Step:
    step = next((step for step in board.canvas.steps if step.n == n), None)
    if step is None:
        raise RuleBroken(f"The guide of this board has no step {n}.")
    return step


def _set(board: Board, n: int, **values: Any) -> list[Patch]:
    """A step that is the canvas's own again has no row."""
    _step(board, n)
    plain = StepState(id=str(n))
    state = board.step_states.get(plain.id)
    wanted = (state or plain).model_copy(update=values)
    if wanted == plain:
        return [] if state is None else [delete(state)]
    if state is None:
        return [insert(StepState.model_validate(wanted.model_dump()))]
    return some([change(state, **values)])
