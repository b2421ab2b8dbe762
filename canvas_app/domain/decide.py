"""All rules: which patches a command means for a board. Pure; raises RuleBroken with a sentence for the person."""

from pydantic import ValidationError

from canvas_app.domain import (
    arrange,
    decide_board,
    decide_competition,
    decide_evidence,
    decide_gaps,
    decide_groups,
    decide_ink,
    decide_links,
    decide_notes,
    decide_place,
    decide_statements,
    decide_steps,
    decide_voting,
    sittings,
)
from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, Command, MoveNotes
from canvas_app.domain.decide_board import board_patches, may_replace_canvas
from canvas_app.domain.decide_links import link_direction, may_link, refuse_link
from canvas_app.domain.decide_notes import grow, kind_near, zone_for
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.keeping import keep_in_order
from canvas_app.domain.patch import Patch
from canvas_app.domain.rules import rule
from canvas_app.domain.ties import with_dependents

__all__ = [
    "board_patches",
    "decide",
    "grow",
    "kind_near",
    "link_direction",
    "may_link",
    "may_replace_canvas",
    "refuse_link",
    "zone_for",
]

RULES = (
    decide_board,
    decide_competition,
    decide_evidence,
    decide_gaps,
    decide_groups,
    decide_ink,
    decide_links,
    decide_notes,
    decide_place,
    decide_statements,
    decide_steps,
    decide_voting,
    sittings,
)
"""The modules whose rules are registered by being imported."""


def decide(board: Board, command: Command, measure: Measure = arrange.nominal_height) -> list[Patch]:
    """The patches that carry out `command`; none where it changes nothing.

    `measure` gives a note's height in board units with its text grown.
    """
    try:
        patches = with_dependents(board, rule(command, board, measure))
        return keep_in_order(board, patches, measure, _put(command))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(piece) for piece in first["loc"])
        reason = first["msg"][:1].lower() + first["msg"][1:]
        raise RuleBroken(f"The value {first['input']!r:.60} cannot be used for '{field}': {reason}.") from error


def _put(command: Command) -> tuple[str, ...]:
    """The notes that a command puts at places that a person chose."""
    match command:
        case MoveNotes(ids):
            return ids
        case AddNotes(notes):
            return tuple(new.id for new in notes if new.x is not None)
    return ()
