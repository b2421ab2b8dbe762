"""The rules of evidence and test cards."""

from collections.abc import Callable, Mapping
from typing import Any

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.entities import MAX_TEXT, Entity, Evidence, TestCard
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.evidence import (
    AddEvidence,
    AddTest,
    DeleteEvidence,
    DeleteTests,
    EditEvidence,
    EditTest,
    MoveTest,
    read_day,
    read_link,
)
from canvas_app.domain.order import key_between, place_keys
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import clean, rule, some

LINE, LINK = 500, 2000
_EVIDENCE = frozenset({"level", "source", "quote", "date", "link"})
_TEST = frozenset(TestCard.model_fields) - {"id", "rank_key"}
_TARGETS = {"note": "note", "statement": "value statement", "criterion": "criterion"}


@rule.register
def _(command: AddEvidence, board: Board, measure: Measure) -> list[Patch]:
    if command.about.table not in _TARGETS:
        raise RuleBroken("Evidence speaks for a note, a statement or a criterion.")
    _present(board, command.about.table, command.about.id)
    values = _checked(command.values, _EVIDENCE)
    return [insert(Evidence(id=command.id, **{command.about.table: command.about.id}, **values))]


@rule.register
def _(command: EditEvidence, board: Board, measure: Measure) -> list[Patch]:
    piece = board.evidence.get(command.id)
    if piece is None:
        raise RuleBroken("That piece of evidence is not on the board any more.")
    return some([change(piece, **_checked(command.values, _EVIDENCE))])


@rule.register
def _(command: DeleteEvidence, board: Board, measure: Measure) -> list[Patch]:
    ids = dict.fromkeys(command.ids)
    return [delete(board.evidence[evidence_id]) for evidence_id in ids if evidence_id in board.evidence]


@rule.register
def _(command: AddTest, board: Board, measure: Measure) -> list[Patch]:
    keys: list[str | None] = [test.rank_key for test in board.test_cards]
    index = len(keys) if command.index is None else max(0, min(command.index, len(keys)))
    values = _about(board, _checked(command.values, _TEST))
    return [insert(TestCard(id=command.id, rank_key=key_between(*place_keys(keys, index)), **values))]


@rule.register
def _(command: EditTest, board: Board, measure: Measure) -> list[Patch]:
    return some([change(_test(board, command.id), **_about(board, _checked(command.values, _TEST)))])


@rule.register
def _(command: MoveTest, board: Board, measure: Measure) -> list[Patch]:
    test = _test(board, command.id)
    others = [other for other in board.test_cards if other.id != test.id]
    index = max(0, min(command.index, len(others)))
    if board.test_cards.index(test) == index:
        return []
    keys: list[str | None] = [other.rank_key for other in others]
    return some([change(test, rank_key=key_between(*place_keys(keys, index)))])


@rule.register
def _(command: DeleteTests, board: Board, measure: Measure) -> list[Patch]:
    return [delete(test) for test in board.test_cards if test.id in command.ids]


def _test(board: Board, test_id: str) -> TestCard:
    test = board.table("test_card").get(test_id)
    if not isinstance(test, TestCard):
        raise RuleBroken("That test is not on the board any more.")
    return test


def _present(board: Board, table: str, row_id: str) -> Entity:
    row = board.table(table).get(row_id)
    if row is None:
        raise RuleBroken(f"That {_TARGETS[table]} is not on the board any more.")
    return row


def _about(board: Board, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a test, which is about one thing at most: what is named now replaces the other."""
    named = [table for table in ("note", "statement") if values.get(table) is not None]
    if len(named) > 1:
        raise RuleBroken("A test is about one note or one statement, or about neither.")
    for table in named:
        _present(board, table, values[table])
        values = {**values, "statement" if table == "note" else "note": None}
    return values


def _checked(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """Clean values. Raises RuleBroken where a day, an address or a length is not right."""
    if unknown := values.keys() - allowed:
        raise TypeError(f"not editable: {unknown}")
    result: dict[str, Any] = clean(values)
    _read(result, "date", read_day, "A date is written year-month-day, for example 2026-05-03.")
    _read(result, "link", read_link, "A link is an address that begins with http:// or https://.")
    for name, most in (("source", LINE), ("owner", LINE), ("link", LINK)):
        if len(result.get(name) or "") > most:
            raise RuleBroken(f"The {name} holds {most:,} characters at most; this one has {len(result[name]):,}.")
    for value in result.values():
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise RuleBroken(f"A text holds {MAX_TEXT:,} characters at most; this one has {len(value):,}.")
    return result


def _read(values: dict[str, Any], name: str, read: Callable[[str], str], sentence: str) -> None:
    if isinstance(values.get(name), str):
        try:
            values[name] = read(values[name])
        except ValueError as error:
            raise RuleBroken(sentence) from error
