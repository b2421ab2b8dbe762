"""How we compare: criteria against who else there is, scored 0 to 5 (PRODUCT.md, section 2).

Criteria are the picked needs, by kind and weight; then the needs that people added; then words of their own. Notes that
are parked or have become something else than a need are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from canvas_app.domain.board import Board
from canvas_app.domain.entities import NOTHING, PARTNER_ALONE, US, Level, Note, Rating
from canvas_app.domain.fit import Fit
from canvas_app.domain.statements import within_sentence

MOST = 5
STRONG_CLAIM = 4
MOST_REASONS = 4
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
    for note in _picked(board, figures):
        rows[note.id] = (note.id, None, note.text, False)
    for criterion in board.criteria:
        if criterion.note in figures.weights and criterion.note not in rows:
            rows[criterion.note] = (criterion.note, criterion.id, board.notes[criterion.note].text, True)
    for criterion in board.criteria:
        if criterion.note is None:
            rows[criterion.id] = (None, criterion.id, criterion.text, True)
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


def _picked(board: Board, figures: Fit) -> list[Note]:
    kinds = {kind.id: place for place, kind in enumerate(board.canvas.kinds)}
    picked = [note for note in board.in_order() if note.picked and note.id in figures.weights]
    return sorted(picked, key=lambda note: (kinds[note.kind], -figures.weights[note.id]))


def subject(rating: Rating) -> str:
    return rating.note or rating.criterion or ""


def difference(board: Board) -> str:
    """The difference as a sentence; empty where nothing was said."""
    alternative, because = board.info.alternative.rstrip(". "), board.info.because.rstrip(". ")
    if alternative and because:
        return f"Better than {alternative} because {because}."
    return f"Better than {alternative}." if alternative else ""


@dataclass(frozen=True)
class Reason:
    """Something to say for us, as it stands within a sentence, and the criterion that speaks for it.

    `answer` is the note whose words they are: what answers the need best; None where they are the criterion's own.
    """

    words: str
    line: Line
    answer: str | None


def alternatives(board: Board, table: Comparison) -> tuple[tuple[Rival, str], ...]:
    """Who we could be better than, as it is said within a sentence: the toughest first, then as in the table."""
    others = [rival for rival in table.rivals if rival.id != US]
    first = table.toughest
    if first is not None:
        others = [first, *(rival for rival in others if rival.id != first.id)]
    return tuple((rival, _said(board, rival)) for rival in others)


def _said(board: Board, rival: Rival) -> str:
    if rival.id == NOTHING:
        return "doing nothing"
    if rival.id == PARTNER_ALONE:
        return f"{board.info.partner.strip()} alone" if board.info.partner.strip() else "the partner alone"
    return rival.name


def reasons(board: Board, figures: Fit, table: Comparison) -> tuple[Reason, ...]:
    """Why we are better, where we are ahead the most first; each thing is said once."""
    found: dict[str, Reason] = {}
    for line in table.leads:
        answers = [
            (needs[line.key], figures.values[note], note)
            for note, needs in figures.answers.items()
            if line.key in needs
        ]
        best = max(answers, default=None)
        note = board.notes[best[2]] if best is not None and board.notes[best[2]].text.strip() else None
        words = within_sentence(note.text if note is not None else line.words, board.info.language)
        if words:
            found.setdefault(words, Reason(words, line, note.id if note is not None else None))
    return tuple(found.values())[:MOST_REASONS]


def with_reason(because: str, reason: str) -> str:
    """The reasons so far and one more: "a", "a and b", "a, b and c"; as they were where it is among them."""
    said = because.strip().rstrip(".")
    if reason.casefold() in said.casefold():
        return because
    if not said:
        return reason
    head, joint, last = said.rpartition(" and ")
    return f"{head}, {last} and {reason}" if joint else f"{said} and {reason}"


def standing_words(line: Line) -> str:
    if line.advantage is None:
        return "Not compared yet"
    return "Parity" if not line.advantage else f"{'Ahead' if line.advantage > 0 else 'Behind'} by {abs(line.advantage)}"


def standing_sum(table: Comparison, line: Line) -> str:
    """How a standing came about: "Ahead by 2: ours 4 less 2 of the best other (Stamps, Do nothing)"."""
    ours = line.scores.get(US)
    names = ", ".join(rival.name for rival in table.rivals if rival.id in line.best)
    if line.advantage is None or ours is None:
        if ours is None and not line.best:
            return "Not compared yet: nobody is scored"
        return f"Not compared yet: {'we are not' if ours is None else 'nobody else is'} scored"
    best = line.scores[line.best[0]]
    return f"{standing_words(line)}: ours {ours} less {best} of the best other ({names})"


CLAIM = "Claim without evidence"
CLAIM_WHY = (
    f"{CLAIM}: a score of ours of {STRONG_CLAIM} or {MOST} rests on an assumption. Add evidence to the need, or to what"
    " answers it."
)
