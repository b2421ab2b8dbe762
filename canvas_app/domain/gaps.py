"""Gaps and what was decided about them: needs that nothing answers, one decision each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Choice, Decision, Note
from canvas_app.domain.evidence import day_in_words
from canvas_app.domain.fit import Fit
from canvas_app.domain.ids import new_id

CHOICES: Mapping[Choice, str] = {
    "ignore": "Ignore",
    "watch": "Watch",
    "innovate": "Innovate",
    "partner": "Partner for it",
}
"""What can be done about a gap, in words."""


UNDECIDED = "Not decided"


def decision_words(decision: Decision) -> str:
    """A decision in a line: "Watch · strategic · Ann · by 3 May 2026"."""
    pieces = [CHOICES[decision.choice] if decision.choice else UNDECIDED]
    if decision.strategic is not None:
        pieces.append("strategic" if decision.strategic else "not strategic")
    pieces += [" ".join(decision.owner.split())] if decision.owner.strip() else []
    pieces += [f"by {day_in_words(decision.due)}"] if decision.due else []
    return " · ".join(pieces)


@dataclass(frozen=True)
class DecideGap:
    """Gives the decision about a need new values: choice, strategic, owner, due (a day, ISO 8601), idea, why.

    A decision that says nothing any more is taken away. `id` is that of a decision yet to be made.
    """

    note: str
    values: dict[str, Any]
    id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        return "Decide about a gap"


NOTHING_DECIDED: Mapping[str, Any] = {
    "choice": "",
    "strategic": None,
    "owner": "",
    "due": "",
    "idea": None,
    "why": "",
}


class Gaps(NamedTuple):
    """Ids of needs: those that nothing answers, the heaviest first, and those decided about that something answers."""

    open: tuple[str, ...]
    answered: tuple[str, ...]


def gaps(board: Board, figures: Fit) -> Gaps:
    """Parked needs are in neither list."""
    decided = {decision.note for decision in board.decisions.values()}
    answered = [need for need in figures.weights if need in decided and figures.relief[need]]
    return Gaps(figures.gaps, tuple(sorted(answered, key=lambda need: -figures.weights[need])))


def decisions(board: Board) -> dict[str, Decision]:
    """The decision about each need that has one, by the need's id."""
    return {decision.note: decision for decision in board.decisions.values()}


def ideas(board: Board, need: str) -> list[Note]:
    """The notes that could be the idea for a need: of kinds that answer it, those of its own answering kind first.

    Parked ones are among them, as that is where ideas wait.
    """
    canvas = board.canvas
    kinds = answering_kinds(board, need)
    if not kinds:
        kinds = [kind.id for kind in canvas.kinds if kind.role == "answer"]
    found = [note for note in board.in_order() if note.kind in kinds]
    return sorted(found, key=lambda note: note.zone == PARKING)


def answering_kinds(board: Board, need: str) -> list[str]:
    """The kinds of notes that can answer a need."""
    canvas, kind_id = board.canvas, board.notes[need].kind
    answers = [kind for kind in canvas.kinds if kind.role == "answer"]
    return [kind.id for kind in answers if canvas.link_rule(kind.id, kind_id) or canvas.link_rule(kind_id, kind.id)]
