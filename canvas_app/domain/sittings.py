"""The log of workshops: who was there, how long each step took, what changed in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Sitting, Stint, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import rule, some

MOST_PEOPLE = 500


@dataclass(frozen=True)
class BeginSitting:
    """`began` is UTC, ISO 8601."""

    began: str
    people: tuple[str, ...] = ()
    id: str = field(default_factory=new_id)
    label = "Begin workshop"


@dataclass(frozen=True)
class NamePeople:
    """Who is there."""

    sitting: str
    people: tuple[str, ...]
    label = "Edit who was there"


@dataclass(frozen=True)
class RecordStint:
    """Sets the time, in seconds, that a sitting has spent on a step so far, and what has changed in it."""

    sitting: str
    step: int
    seconds: float
    changes: Mapping[str, int] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    label = "Log time"


@dataclass(frozen=True)
class DeleteSittings:
    ids: tuple[str, ...]
    label = "Delete from the log"


@rule.register
def _(command: BeginSitting, board: Board, measure: Measure) -> list[Patch]:
    return [insert(Sitting(id=command.id, began=command.began, people=names(command.people)))]


@rule.register
def _(command: NamePeople, board: Board, measure: Measure) -> list[Patch]:
    return some([change(_sitting(board, command.sitting), people=names(command.people))])


@rule.register
def _(command: RecordStint, board: Board, measure: Measure) -> list[Patch]:
    _sitting(board, command.sitting)
    stint = stint_of(board, command.sitting, command.step)
    changes = {key: count for key, count in command.changes.items() if count}
    if stint is None:
        return [
            insert(
                Stint(
                    id=command.id, sitting=command.sitting, step=command.step, seconds=command.seconds, changes=changes
                )
            )
        ]
    return some([change(stint, seconds=command.seconds, changes=changes)])


@rule.register
def _(command: DeleteSittings, board: Board, measure: Measure) -> list[Patch]:
    return [
        delete(board.sittings[sitting_id]) for sitting_id in dict.fromkeys(command.ids) if sitting_id in board.sittings
    ]


def _sitting(board: Board, sitting_id: str) -> Sitting:
    try:
        return board.sittings[sitting_id]
    except KeyError as error:
        raise RuleBroken("That workshop is not in the log any more.") from error


def names(people: Iterable[str]) -> tuple[str, ...]:
    """Names as they are stored: in one line, none empty, none twice. Raises RuleBroken above the limits."""
    found = tuple(dict.fromkeys(name for name in (" ".join(clean_text(person).split()) for person in people) if name))
    if len(found) > MOST_PEOPLE:
        raise RuleBroken(f"The log takes {MOST_PEOPLE} people at most; name the groups instead.")
    if any(len(name) > MOST_PEOPLE for name in found):
        raise RuleBroken("A name is longer than 500 characters; give one name a line.")
    return found


def stint_of(board: Board, sitting_id: str, step: int) -> Stint | None:
    return next(
        (stint for stint in board.stints.values() if (stint.sitting, stint.step) == (sitting_id, step)),
        None,
    )


def stints_of(board: Board, sitting_id: str) -> list[Stint]:
    """In the order in which the steps were taken up."""
    return [stint for stint in board.stints.values() if stint.sitting == sitting_id]


_WORDS = {"note": "note", "link": "link", "statement": "statement", "decision": "decision"}
_WORDS |= {"rating": "rating", "evidence": "piece of evidence", "test_card": "test", "stroke": "stroke"}


def count_changes(patches: Sequence[Patch]) -> Counter[str]:
    """How many of what a step of the board changed, by words such as "note added"; what has no words counts nowhere.

    Nor do the dots of a vote, which is hidden: it counts when it is revealed.
    """
    found: Counter[str] = Counter()
    for patch in patches:
        if patch.entity == "round" and patch.before and (patch.after or {}).get("revealed"):
            found["vote revealed"] += 1
        word = _WORDS.get(patch.entity)
        if word is None:
            continue
        if patch.before is None:
            found[f"{word} added"] += 1
        elif patch.after is None:
            found[f"{word} deleted"] += 1
        elif patch.entity == "note":
            fields = patch.after.keys()
            for name, what in (("text", "edited"), ("picked", "picked"), ("rank_key", "ranked"), ("score", "scored")):
                if name in fields:
                    found[f"note {what}"] += 1
        else:
            found[f"{word} changed"] += 1
    return found


def changes_words(changes: Mapping[str, int]) -> list[str]:
    """Such as "6 notes added", the most first."""
    rows = sorted(changes.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count:,} {_many(words) if count != 1 else words}" for words, count in rows]


def _many(words: str) -> str:
    thing, _, what = words.rpartition(" ")
    return f"pieces of evidence {what}" if thing == "piece of evidence" else f"{thing}s {what}"


def clock(seconds: float) -> str:
    """ "1:05:09" or "5:09"."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
