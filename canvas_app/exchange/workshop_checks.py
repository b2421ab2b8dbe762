"""What the workshop's rows of a file must be besides rows: the same that the commands see to on a board."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from canvas_app.domain.entities import IN_JSON, Competitor, Criterion, Entity, Evidence, Rating, Round, StepState, Vote
from canvas_app.domain.errors import BadInput
from canvas_app.domain.evidence import read_day, read_link
from canvas_app.domain.rules import clean

LINES = {
    "step_state": ("title",),
    "sitting": ("people",),
    "round": ("title", "voters"),
    "decision": ("owner",),
    "competitor": ("name",),
    "criterion": ("text",),
    "evidence": ("source",),
    "test_card": ("owner",),
}
"""Fields, by table, that hold a line, or a list of them."""
Rows = Mapping[str, Sequence[Entity]]


def tidied(table: str, row: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The fields of a row with their text cleaned. Raises BadInput for days and addresses that are none."""
    values: dict[str, Any] = clean(row)
    for name in LINES.get(table, ()):
        if name in values:
            values[name] = _one_line(values[name])
    for name, read, should in _READ:
        if name in values and isinstance(values[name], str):
            try:
                values[name] = read(values[name])
            except ValueError as error:
                raise BadInput(f"{place}.{name}: should be {should}, not '{values[name]:.60}'.") from error
    return values


def _one_line(value: Any) -> Any:
    if isinstance(value, list):
        return [_one_line(item) for item in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


_READ: tuple[tuple[str, Callable[[str], str], str], ...] = (
    ("due", read_day, "a day such as 2026-05-31"),
    ("date", read_day, "a day such as 2026-05-31"),
    ("began", _moment, "a time such as 2026-05-31T09:30:00Z"),
    ("link", read_link, "an address that begins with http:// or https://"),
)


def refuse_misfits(rows: Rows) -> None:
    """Raises BadInput with the place of the first row that no board can have beside the others."""
    for table, n, problem in _misfits(rows):
        raise BadInput(f"{IN_JSON[table]}[{n}]{problem}")


def _misfits(rows: Rows) -> Iterator[tuple[str, int, str]]:
    for n, state in enumerate(cast("Sequence[StepState]", rows["step_state"])):
        if not re.fullmatch(r"[1-9][0-9]{0,3}", state.id):
            yield "step_state", n, ".id: should be the number of a step in quotes."
    for n, piece in enumerate(cast("Sequence[Evidence]", rows["evidence"])):
        if sum(end is not None for end in (piece.note, piece.statement, piece.criterion)) != 1:
            yield "evidence", n, ": should name one note, statement or criterion."
    for n, criterion in enumerate(cast("Sequence[Criterion]", rows["criterion"])):
        if bool(criterion.text) == (criterion.note is not None):
            yield "criterion", n, ": should have a text or name a note, one of the two."
    for n, rating in enumerate(cast("Sequence[Rating]", rows["rating"])):
        if (rating.note is None) == (rating.criterion is None):
            yield "rating", n, ": should name a note or a criterion, one of the two."
    for n, competitor in enumerate(cast("Sequence[Competitor]", rows["competitor"])):
        if not competitor.name:
            yield "competitor", n, ".name: is blank; give the competitor a name."
    for table, fields in (
        ("decision", ("note",)),
        ("competitor", ("name",)),
        ("rating", ("who", "note", "criterion")),
    ):
        yield from _twins(table, fields, rows[table])
    notes = [row for row in cast("Sequence[Criterion]", rows["criterion"]) if row.note is not None]
    yield from _twins("criterion", ("note",), rows["criterion"], among=notes)
    yield from _bad_votes(rows)


def _twins(
    table: str, fields: Sequence[str], rows: Sequence[Entity], among: Sequence[Entity] | None = None
) -> Iterator[tuple[str, int, str]]:
    ids = None if among is None else {row.id for row in among}
    first: dict[tuple[Any, ...], int] = {}
    for n, row in enumerate(rows):
        if ids is not None and row.id not in ids:
            continue
        at = first.setdefault(tuple(getattr(row, name) for name in fields), n)
        if at != n:
            yield table, n, f": is about the same as {IN_JSON[table]}[{at}]; keep one of the two."


def _bad_votes(rows: Rows) -> Iterator[tuple[str, int, str]]:
    rounds = {row.id: row for row in cast("Sequence[Round]", rows["round"])}
    going_on = [n for n, row in enumerate(cast("Sequence[Round]", rows["round"])) if not row.revealed]
    for n in going_on[1:]:
        yield "round", n, f": goes on, as rounds[{going_on[0]}] does; a board has one such round at most."
    given: Counter[tuple[Any, ...]] = Counter()
    for n, vote in enumerate(cast("Sequence[Vote]", rows["vote"])):
        round_ = rounds[vote.round]
        if not round_.revealed:
            yield "vote", n, ".round: goes on; only the dots of a revealed round are taken."
        if vote.turn is not None and vote.turn >= round_.people:
            yield "vote", n, f".turn: should be below {round_.people}, the people of the round; the first is 0."
        people = round_.people if vote.turn is None else 1
        whose, on_note = (round_.id, vote.turn), (round_.id, vote.turn, vote.note)
        given[whose] += 1
        given[on_note] += 1
        if given[whose] > people * round_.dots:
            yield "vote", n, f": is one dot too many; a person of the round has {round_.dots}."
        if given[on_note] > people * round_.most:
            yield "vote", n, f": is one dot too many on this note; a person may put {round_.most} there."
