"""The commands of dot voting and their rules."""

from dataclasses import dataclass, field

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Round, Vote, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.history_acts import act_group
from canvas_app.domain.ids import new_id
from canvas_app.domain.order import rising_keys
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import present, rule, some
from canvas_app.domain.voting import all_voted, dots_left, open_round, own_votes, ranking


@dataclass(frozen=True)
class StartRound:
    """Begins a hidden round. `voters` are names in the order of voting and say how many people there are, else `people`
    does; an anonymous round keeps no names."""

    zones: tuple[str, ...]
    people: int = 1
    voters: tuple[str, ...] = ()
    anonymous: bool = False
    dots: int = 3
    most: int = 1
    title: str = ""
    id: str = field(default_factory=new_id)
    label = "Start vote"

    @property
    def history_group(self) -> str:
        return act_group("start", self.id, 0, self.id)


@dataclass(frozen=True)
class PutDot:
    """A dot of whoever has the pen; `turn` is who that was when it was put."""

    round: str
    turn: int
    note: str
    id: str = field(default_factory=new_id)
    label = "Put dot"

    @property
    def history_group(self) -> str:
        return act_group("dot", self.round, self.turn, self.id)


@dataclass(frozen=True)
class TakeBackDot:
    """Takes a dot of whoever has the pen off a note; the last one where no note is named."""

    round: str
    turn: int
    note: str | None = None
    id: str = field(default_factory=new_id)
    label = "Take back dot"

    @property
    def history_group(self) -> str:
        return act_group("dot", self.round, self.turn, self.id)


@dataclass(frozen=True)
class PassPen:
    """The next person's turn; nobody can go back to a turn that is over."""

    round: str
    turn: int
    label = "Pass the pen"

    @property
    def history_group(self) -> str:
        return act_group("pass", self.round, self.turn, "next")


@dataclass(frozen=True)
class RevealRound:
    """Shows what came of a round. In the history the round is one unit from now on."""

    round: str
    label = "Vote"

    @property
    def history_group(self) -> str:
        return act_group("reveal", self.round, 0, "all")


@dataclass(frozen=True)
class DeleteRound:
    """Removes a round with its dots, also one that goes on."""

    round: str
    id: str = field(default_factory=new_id)
    label = "Discard vote"

    @property
    def history_group(self) -> str:
        return act_group("discard", self.round, 0, self.id)


@dataclass(frozen=True)
class ApplyRound:
    """Ranks the notes of a revealed round's zones by their dots; see `voting.ranking`."""

    round: str
    label = "Rank by votes"


def _round(board: Board, round_id: str) -> Round:
    round_ = board.rounds.get(round_id)
    if round_ is None:
        raise RuleBroken("This vote is not on the board any more.")
    return round_


def _turn(board: Board, round_id: str, turn: int) -> Round:
    """The round, as long as it is this person's turn."""
    round_ = _round(board, round_id)
    if round_.revealed:
        raise RuleBroken("This vote is over; start another one to vote again.")
    if all_voted(round_):
        raise RuleBroken("Everyone has voted; reveal the votes.")
    if round_.turn != turn:
        raise RuleBroken("The pen was passed on meanwhile; a turn that is over stays as it is.")
    return round_


@rule.register
def _(command: StartRound, board: Board, measure: Measure) -> list[Patch]:
    if open_round(board) is not None:
        raise RuleBroken("A vote is going on already; reveal or discard it before you start another one.")
    zones = tuple(zone.id for zone in board.canvas.zones if zone.id in command.zones)
    unknown = [zone for zone in command.zones if zone not in zones]
    if PARKING in unknown:
        raise RuleBroken("Parked notes cannot be voted on; move them into a zone first.")
    if unknown:
        raise RuleBroken(f"This canvas has no zone '{unknown[0]:.60}'.")
    if not zones:
        raise RuleBroken("Choose at least one zone to vote on.")
    if not any(note.zone in zones for note in board.notes.values()):
        raise RuleBroken("There are no notes in these zones to vote on.")
    names = tuple(" ".join(clean_text(name).split()) for name in command.voters)
    names = tuple(name for name in names if name)
    people = len(names) or command.people
    if not 1 <= people <= 500:
        raise RuleBroken("A vote is for 1 to 500 people.")
    if not 1 <= command.dots <= 50:
        raise RuleBroken("A person has 1 to 50 dots.")
    if not 1 <= command.most <= command.dots:
        raise RuleBroken("A note can take at least one dot of a person, and no more than a person has.")
    title = " ".join(clean_text(command.title).split())
    voters = () if command.anonymous else names
    return [
        insert(
            Round(
                id=command.id,
                title=title,
                zones=zones,
                people=people,
                voters=voters,
                anonymous=command.anonymous,
                dots=command.dots,
                most=command.most,
            )
        )
    ]


@rule.register
def _(command: PutDot, board: Board, measure: Measure) -> list[Patch]:
    round_ = _turn(board, command.round, command.turn)
    (note,) = present(board, (command.note,))
    if note.zone == PARKING:
        raise RuleBroken("A parked note is not voted on; move it into a zone first.")
    if note.zone not in round_.zones:
        titles = [zone.title for zone in board.canvas.zones if zone.id in round_.zones]
        raise RuleBroken(f"This vote is on {_joined(titles)} only.")
    on_note = sum(vote.note == note.id for vote in own_votes(board, round_))
    if on_note >= round_.most:
        words = "one dot" if round_.most == 1 else f"{round_.most} dots"
        raise RuleBroken(f"A note takes {words} of each person; Backspace or a right-click takes one back.")
    if not dots_left(board, round_):
        raise RuleBroken("No dots left; take one back to put it elsewhere, or pass the pen on.")
    return [insert(Vote(id=command.id, round=round_.id, note=note.id, turn=round_.turn))]


def _joined(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)


@rule.register
def _(command: TakeBackDot, board: Board, measure: Measure) -> list[Patch]:
    round_ = _turn(board, command.round, command.turn)
    own = own_votes(board, round_)
    if command.note is not None:
        own = [vote for vote in own if vote.note == command.note]
    if not own:
        where = "on this note to take back" if command.note is not None else "to take back yet"
        raise RuleBroken(f"You have no dot {where}.")
    return [delete(own[-1])]


@rule.register
def _(command: PassPen, board: Board, measure: Measure) -> list[Patch]:
    round_ = _turn(board, command.round, command.turn)
    wiped = [change(vote, turn=None) for vote in own_votes(board, round_)] if round_.anonymous else []
    return some([*wiped, change(round_, turn=round_.turn + 1)])


@rule.register
def _(command: RevealRound, board: Board, measure: Measure) -> list[Patch]:
    round_ = _round(board, command.round)
    if not round_.revealed and not all_voted(round_):
        count = round_.people - round_.turn
        raise RuleBroken(
            f"{count} {'person has' if count == 1 else 'people have'} not voted yet; pass the pen on first."
        )
    return some([change(round_, revealed=True)])


@rule.register
def _(command: DeleteRound, board: Board, measure: Measure) -> list[Patch]:
    return [delete(_round(board, command.round))]  # its dots go with it


@rule.register
def _(command: ApplyRound, board: Board, measure: Measure) -> list[Patch]:
    round_ = _round(board, command.round)
    if not round_.revealed:
        raise RuleBroken("Reveal the votes before you rank by them.")
    if not any(vote.round == round_.id for vote in board.votes.values()):
        raise RuleBroken("Nobody has put a dot in this vote, so there is nothing to rank by.")
    patches: list[Patch | None] = []
    for zone in round_.zones:
        order = ranking(board, round_, zone)
        keys = rising_keys([note.rank_key for note in order])
        patches += [change(note, rank_key=key) for note, key in zip(order, keys, strict=True)]
    return some(patches)
