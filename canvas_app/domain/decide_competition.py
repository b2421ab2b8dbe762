"""What can be done to the comparison, and its rules."""

from dataclasses import dataclass, field

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.commands import Named
from canvas_app.domain.competition import MOST
from canvas_app.domain.entities import STANDING, Competitor, Criterion, Rating, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.ids import new_id
from canvas_app.domain.order import key_between, place_keys
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import present, rule, some

MOST_COMPETITORS = 20


@dataclass(frozen=True)
class AddCompetitor:
    name: str
    id: str = field(default_factory=new_id)
    label = "Add competitor"


@dataclass(frozen=True)
class RenameCompetitor:
    id: str
    name: str
    label = "Rename competitor"


@dataclass(frozen=True)
class MoveCompetitor:
    """To a place (0 is first) among the competitors."""

    id: str
    index: int
    label = "Move competitor"


@dataclass(frozen=True)
class DeleteCompetitor:
    id: str
    label = "Delete competitor"


@dataclass(frozen=True)
class AddCriterion:
    """Words, or a note to compare on besides the picked ones."""

    text: str = ""
    note: str | None = None
    id: str = field(default_factory=new_id)
    label = "Add criterion"


@dataclass(frozen=True)
class RewordCriterion:
    id: str
    text: str
    label = "Edit criterion"


@dataclass(frozen=True)
class DeleteCriterion:
    id: str
    label = "Delete criterion"


@dataclass(frozen=True)
class Rate:
    """A score 0 to 5 for somebody on a note or a criterion; None takes it away."""

    who: str
    score: int | None
    note: str | None = None
    criterion: str | None = None
    id: str = field(default_factory=new_id)
    label = "Score competitor"


@dataclass(frozen=True)
class RateAll:
    """Many scores at once; of several for the same cell the last one counts."""

    ratings: tuple[Rate, ...]

    @property
    def label(self) -> str:
        return Rate.label if len(self.ratings) == 1 else f"Score {len(self.ratings)} times"


COMMANDS: tuple[type[Named], ...] = (
    AddCompetitor,
    RenameCompetitor,
    MoveCompetitor,
    DeleteCompetitor,
    AddCriterion,
    RewordCriterion,
    DeleteCriterion,
    Rate,
    RateAll,
)


@rule.register
def _(command: AddCompetitor, board: Board, measure: Measure) -> list[Patch]:
    if len(board.competitors) >= MOST_COMPETITORS:
        raise RuleBroken(f"The comparison takes {MOST_COMPETITORS} competitors at most; delete one first.")
    name = _words(command.name, "A competitor needs a name; type at least one letter.")
    _check_new(board, name)
    keys: list[str | None] = [competitor.rank_key for competitor in board.competitors]
    return [insert(Competitor(id=command.id, rank_key=key_between(*place_keys(keys, len(keys))), name=name))]


@rule.register
def _(command: RenameCompetitor, board: Board, measure: Measure) -> list[Patch]:
    name = _words(command.name, "A competitor needs a name; type at least one letter.")
    _check_new(board, name, command.id)
    return some([change(_competitor(board, command.id), name=name)])


@rule.register
def _(command: MoveCompetitor, board: Board, measure: Measure) -> list[Patch]:
    competitor = _competitor(board, command.id)
    others = [other for other in board.competitors if other.id != competitor.id]
    index = max(0, min(command.index, len(others)))
    if board.competitors.index(competitor) == index:
        return []
    keys: list[str | None] = [other.rank_key for other in others]
    return some([change(competitor, rank_key=key_between(*place_keys(keys, index)))])


@rule.register
def _(command: DeleteCompetitor, board: Board, measure: Measure) -> list[Patch]:
    return [delete(_competitor(board, command.id))]


@rule.register
def _(command: AddCriterion, board: Board, measure: Measure) -> list[Patch]:
    keys: list[str | None] = [criterion.rank_key for criterion in board.criteria]
    key = key_between(*place_keys(keys, len(keys)))
    if command.note is None:
        text = _words(command.text, "A criterion needs words; type at least one letter.")
        return [insert(Criterion(id=command.id, rank_key=key, text=text))]
    (note,) = present(board, (command.note,))
    if board.canvas.role(note.kind) != "need":
        raise RuleBroken("Only needs are compared; add what the customer cares about.")
    if any(criterion.note == note.id for criterion in board.criteria):
        return []
    return [insert(Criterion(id=command.id, rank_key=key, note=note.id))]


@rule.register
def _(command: RewordCriterion, board: Board, measure: Measure) -> list[Patch]:
    criterion = _criterion(board, command.id)
    if criterion.note is not None:
        raise RuleBroken("This criterion is a note; edit the note.")
    text = _words(command.text, "A criterion needs words; type at least one letter.")
    return some([change(criterion, text=text)])


@rule.register
def _(command: DeleteCriterion, board: Board, measure: Measure) -> list[Patch]:
    return [delete(_criterion(board, command.id))]


@rule.register
def _(command: Rate, board: Board, measure: Measure) -> list[Patch]:
    if command.score is not None and not 0 <= command.score <= MOST:
        raise RuleBroken("A score in the comparison is a whole number from 0 to 5.")
    if command.who not in STANDING:
        _competitor(board, command.who)
    if (command.note is None) == (command.criterion is None):
        raise TypeError("a score is about a note or a criterion")
    if command.note is not None:
        present(board, (command.note,))
    elif command.criterion is not None:
        _criterion(board, command.criterion)
    where = (command.who, command.note, command.criterion)
    given = [rating for rating in board.ratings.values() if (rating.who, rating.note, rating.criterion) == where]
    if command.score is None:
        return [delete(rating) for rating in given]
    if given:
        return some([change(given[0], score=command.score)])
    rating = Rating(id=command.id, who=command.who, note=command.note, criterion=command.criterion, score=command.score)
    return [insert(rating)]


@rule.register
def _(command: RateAll, board: Board, measure: Measure) -> list[Patch]:
    cells = {(rate.who, rate.note, rate.criterion): rate for rate in command.ratings}
    return [patch for rate in cells.values() for patch in rule(rate, board, measure)]


def _check_new(board: Board, name: str, besides: str = "") -> None:
    if any(other.name == name and other.id != besides for other in board.competitors):
        raise RuleBroken(f"“{name}” is compared already.")


def _words(text: str, missing: str) -> str:
    words = " ".join(clean_text(text).split())
    if not words:
        raise RuleBroken(missing)
    if len(words) > 500:
        raise RuleBroken("This is longer than 500 characters; shorten it.")
    return words


def _competitor(board: Board, competitor_id: str) -> Competitor:
    for competitor in board.competitors:
        if competitor.id == competitor_id:
            return competitor
    raise RuleBroken("That competitor is not on the board any more.")


def _criterion(board: Board, criterion_id: str) -> Criterion:
    for criterion in board.criteria:
        if criterion.id == criterion_id:
            return criterion
    raise RuleBroken("That criterion is not on the board any more.")
