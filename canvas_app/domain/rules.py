"""What the rules of all commands share: their registry by command, and small helpers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Any

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Note, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.patch import Patch


@singledispatch
def rule(command: object, board: Board, measure: Measure) -> list[Patch]:
    """The patches of a command; `@rule.register` on a function of the same arguments adds the rule of one more."""
    raise TypeError(f"no rule for {type(command).__name__}")


def after(board: Board, patches: Sequence[Patch]) -> Board:
    """The board as it will be, for what follows in the same step; the board itself where nothing changes."""
    if not patches:
        return board
    later = board.copy()
    later.apply(later.check(patches))
    return later


def some(patches: Iterable[Patch | None]) -> list[Patch]:
    return [patch for patch in patches if patch is not None]


def present(board: Board, ids: Iterable[str]) -> list[Note]:
    """The notes of these ids, each once. Raises RuleBroken where one is gone."""
    try:
        return [board.notes[note_id] for note_id in dict.fromkeys(ids)]
    except KeyError as error:
        raise RuleBroken("That note is not on the board any more.") from error


def clean(value: Any) -> Any:
    """The same plain value with every text in it normalised."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value
