"""Dot voting as it is read: whose turn it is, what each person has left, and what came of a round once it is revealed.

Nothing here tells of a hidden round more than its present voter may see. In the history the steps of a round carry
their act in their group, so that the patches need not be read: a hidden round gives back no more than the present
voter's own dots, and a revealed one is undone and redone whole.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, Note, Round, Vote
from canvas_app.domain.history_acts import act_of

HELD_BACK = (
    "A vote is going on: only the dots of whoever has the pen can be taken back, and what was changed since the pen was"
    " passed. Reveal the vote, or discard it, to undo more."
)


class Standing(NamedTuple):
    """A note with its dots; `place` is 1 for the most dots in its zone, equal for equals, which are `tied`."""

    note: Note
    dots: int
    place: int
    tied: bool


def open_round(board: Board) -> Round | None:
    """The round that goes on: its dots are hidden."""
    return next((row for row in reversed(list(board.rounds.values())) if not row.revealed), None)


def without_hidden(board: Board) -> Board:
    """The board without rounds that are not revealed and their dots, to be shown; itself where there is none."""
    hidden = {row.id for row in board.rounds.values() if not row.revealed}
    if not hidden:
        return board
    tables = {name: board.table(name) for name in ENTITIES}
    tables["round"] = {key: row for key, row in board.rounds.items() if key not in hidden}
    tables["vote"] = {key: row for key, row in board.votes.items() if row.round not in hidden}
    return Board(tables)


def revealed_rounds(board: Board) -> list[Round]:
    """The newest first."""
    return [row for row in reversed(list(board.rounds.values())) if row.revealed]


def last_round(board: Board) -> Round | None:
    """The round that was revealed last."""
    return next((row for row in reversed(list(board.rounds.values())) if row.revealed), None)


def all_voted(round_: Round) -> bool:
    return round_.turn >= round_.people


def voter(round_: Round, turn: int) -> str:
    """What a person of a round is called: by name, or by number."""
    name = round_.voters[turn] if turn < len(round_.voters) else ""
    return name or f"Person {turn + 1}"


def round_title(board: Board, round_: Round) -> str:
    """Its title, or the zones it is about."""
    zones = [zone.title for zone in board.canvas.zones if zone.id in round_.zones]
    return round_.title or ", ".join(zones) or "Vote"


def own_votes(board: Board, round_: Round) -> list[Vote]:
    """The dots of whoever has the pen, in the order in which they were put."""
    if all_voted(round_):
        return []
    return [vote for vote in board.votes.values() if vote.round == round_.id and vote.turn == round_.turn]


def own_dots(board: Board, round_: Round) -> dict[str, int]:
    """How many dots whoever has the pen has put on each note."""
    return dict(Counter(vote.note for vote in own_votes(board, round_)))


def dots_left(board: Board, round_: Round) -> int:
    return max(0, round_.dots - len(own_votes(board, round_)))


def tally(board: Board, round_: Round | None) -> dict[str, int]:
    """The dots of each note that has any; empty as long as the round is hidden."""
    if round_ is None or not round_.revealed:
        return {}
    return dict(Counter(vote.note for vote in board.votes.values() if vote.round == round_.id))


def supporters(board: Board, round_: Round, note: str) -> list[str]:
    """Who put dots on a note of a revealed round, each once; nobody where the round is anonymous."""
    if not round_.revealed or round_.anonymous:
        return []
    turns = {vote.turn for vote in board.votes.values() if vote.round == round_.id and vote.note == note}
    return [voter(round_, turn) for turn in sorted(turn for turn in turns if turn is not None)]


def standings(board: Board, round_: Round, zone: str) -> list[Standing]:
    """The notes of a zone by dots, those with none last; equals stand in the order that the zone has them in."""
    dots = tally(board, round_)
    notes = sorted(board.in_zone(zone), key=lambda note: -dots.get(note.id, 0))
    alike = Counter(dots.get(note.id, 0) for note in notes)
    rows: list[Standing] = []
    for n, note in enumerate(notes, 1):
        count = dots.get(note.id, 0)
        place = rows[-1].place if rows and rows[-1].dots == count else n
        rows.append(Standing(note, count, place, count > 0 and alike[count] > 1))
    return rows


def ranking(board: Board, round_: Round, zone: str) -> list[Note]:
    """The ranked notes of a zone as a round would have them.

    First those with dots, most first, equals in their present order; then those that have a rank and no dots, in their
    present order. Notes with neither stay without a rank.
    """
    return [row.note for row in standings(board, round_, zone) if row.dots or row.note.rank_key is not None]


def held_back(board: Board, groups: Sequence[str | None]) -> str:
    """Why a unit of the history (the groups of its steps) cannot be undone or redone now, as a sentence; mostly "".

    While a round is hidden, of its own steps only those of the present turn can, and its start before anybody's.
    """
    round_ = open_round(board)
    if round_ is None:
        return ""
    for act in map(act_of, groups):
        if act is None or act.what in ("start", "discard"):  # of a vote nobody's dot is in yet, or all are gone with
            continue
        if not (act.what == "dot" and act.round == round_.id and act.turn == round_.turn):
            return HELD_BACK
    return ""
