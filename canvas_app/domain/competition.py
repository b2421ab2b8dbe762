"""How we compare: criteria against who else there is, scored 0 to 5 (PRODUCT.md, section 2).

Criteria are the picked needs, the needs that people added, and words of their own. Parked notes are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from canvas_app.domain.board import Board
from canvas_app.domain.entities import NOTHING, PARKING, PARTNER_ALONE, US, Level, Rating
from canvas_app.domain.fit import Fit

MOST = 5
STRONG_CLAIM = 4
Standing = Literal["advantage", "parity", "behind", "open"]


@dataclass(frozen=True)
class Rival:
    """A column. `added` says that a person added it, so it has a name of its own."""

    id: str
    name: str
    added: bool = False


@dataclass(frozen=True)
class Line:
    """A row: a need (`note`) or words (`criterion`), with the scores by the ids of those compared.

    `advantage` is ours less the best other, -5 to 5, None until both are scored; `best` are the ids of the best others.
    `unproven` marks a score of ours from 4 that rests on an assumption.
    """

    note: str | None
    criterion: str | None
    words: str
    scores: Mapping[str, int]
    advantage: int | None
    best: tuple[str, ...]
    unproven: bool
    added: bool

    @property
    def key(self) -> str:
        return self.note or self.criterion or ""

    @property
    def standing(self) -> Standing:
        if self.advantage is None:
            return "open"
        return "advantage" if self.advantage > 0 else "behind" if self.advantage < 0 else "parity"


@dataclass(frozen=True)
class Comparison:
    rivals: tuple[Rival, ...]
    lines: tuple[Line, ...]

    @property
    def leads(self) -> tuple[Line, ...]:
        """Where we are ahead, the most first."""
        ahead = [line for line in self.lines if line.standing == "advantage"]
        return tuple(sorted(ahead, key=lambda line: -(line.advantage or 0)))

    @property
    def toughest(self) -> Rival | None:
        """Who else does best over all criteria; None before anybody else is scored."""
        totals = {
            rival: sum(line.scores[rival.id] for line in self.lines if rival.id in line.scores)
            for rival in self.rivals
            if rival.id != US and any(rival.id in line.scores for line in self.lines)
        }
        return max(totals, key=lambda rival: totals[rival], default=None)


def rivals(board: Board) -> tuple[Rival, ...]:
    """Us, the partner alone, the competitors in the person's order, doing nothing."""
    partner = f"{board.info.partner} alone" if board.info.partner else "Partner alone"
    return (
        Rival(US, "Us together"),
        Rival(PARTNER_ALONE, partner),
        *(Rival(competitor.id, competitor.name, added=True) for competitor in board.competitors),
        Rival(NOTHING, "Do nothing"),
    )


def compare(board: Board, figures: Fit, backed: Mapping[str, Level]) -> Comparison:
    """The whole table. `backed` says how well notes and criteria are backed, by id, where anything backs them.

    A need is as well backed as the best of itself and the notes that answer it.
    """
    scores: dict[str, dict[str, int]] = {}
    for rating in board.ratings.values():
        scores.setdefault(subject(rating), {})[rating.who] = rating.score
    rows: dict[str, tuple[str | None, str | None, str, bool]] = {}
    for note in board.in_order():
        if note.picked and note.id in figures.weights:
            rows[note.id] = (note.id, None, note.text, False)
    for criterion in board.criteria:
        about = board.notes.get(criterion.note) if criterion.note else None
        if about is None and criterion.note is None:
            rows[criterion.id] = (None, criterion.id, criterion.text, True)
        elif about is not None and about.zone != PARKING and about.id not in rows:
            rows[about.id] = (about.id, criterion.id, about.text, True)
    answers: dict[str, list[str]] = {}
    for answer, needs in figures.answers.items():
        for need in needs:
            answers.setdefault(need, []).append(answer)
    lines = []
    for key, (note_id, criterion_id, words, added) in rows.items():
        given = scores.get(key, {})
        others = {who: score for who, score in given.items() if who != US}
        best = max(others.values(), default=None)
        ours = given.get(US)
        proven = any(backed.get(about, "assumption") != "assumption" for about in (key, *answers.get(key, ())))
        lines.append(
            Line(
                note_id,
                criterion_id,
                words,
                given,
                None if ours is None or best is None else ours - best,
                tuple(who for who, score in others.items() if score == best),
                ours is not None and ours >= STRONG_CLAIM and not proven,
                added,
            )
        )
    return Comparison(rivals(board), tuple(lines))


def subject(rating: Rating) -> str:
    return rating.note or rating.criterion or ""


def difference(board: Board) -> str:
    """The difference as a sentence; empty where nothing was said."""
    alternative, because = board.info.alternative.rstrip(". "), board.info.because.rstrip(". ")
    if alternative and because:
        return f"Better than {alternative} because {because}."
    return f"Better than {alternative}." if alternative else ""


def standing_words(line: Line) -> str:
    if line.advantage is None:
        return "Not compared yet"
    return "Parity" if not line.advantage else f"{'Ahead' if line.advantage > 0 else 'Behind'} by {abs(line.advantage)}"
