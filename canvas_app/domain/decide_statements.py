"""The rules of value statements."""

from collections.abc import Sequence

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddStatement,
    DeleteStatements,
    EditStatement,
    IgnoreFinding,
    MarkFinal,
    MoveStatement,
    RenewWords,
    SortStatements,
)
from canvas_app.domain.entities import Part, Statement, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit
from canvas_app.domain.order import key_between, place_keys, rising_keys
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import rule, some
from canvas_app.domain.statements import renewed


@rule.register
def _(command: AddStatement, board: Board, measure: Measure) -> list[Patch]:
    keys: list[str | None] = [statement.rank_key for statement in board.statements]
    index = len(keys) if command.index is None else max(0, min(command.index, len(keys)))
    key = key_between(*place_keys(keys, index))
    parts = clean_parts(command.parts)
    return [insert(Statement(id=command.id, rank_key=key, parts=parts, pattern=command.pattern))]


@rule.register
def _(command: EditStatement, board: Board, measure: Measure) -> list[Patch]:
    return some([change(_statement(board, command.id), parts=clean_parts(command.parts))])


@rule.register
def _(command: MoveStatement, board: Board, measure: Measure) -> list[Patch]:
    statement = _statement(board, command.id)
    others = [other for other in board.statements if other.id != statement.id]
    index = max(0, min(command.index, len(others)))
    if board.statements.index(statement) == index:
        return []
    keys: list[str | None] = [other.rank_key for other in others]
    return some([change(statement, rank_key=key_between(*place_keys(keys, index)))])


@rule.register
def _(command: SortStatements, board: Board, measure: Measure) -> list[Patch]:
    figures = fit(board)
    order = sorted(board.statements, key=lambda statement: -(figures.statement_score(statement.notes) or 0))
    keys = rising_keys([statement.rank_key for statement in order])
    return some(change(statement, rank_key=key) for statement, key in zip(order, keys, strict=True))


@rule.register
def _(command: DeleteStatements, board: Board, measure: Measure) -> list[Patch]:
    return [delete(statement) for statement in board.statements if statement.id in command.ids]


@rule.register
def _(command: MarkFinal, board: Board, measure: Measure) -> list[Patch]:
    statement = _statement(board, command.id)
    others = [other for other in board.statements if other.final and other.id != statement.id and command.final]
    return some([*(change(other, final=False) for other in others), change(statement, final=command.final)])


@rule.register
def _(command: RenewWords, board: Board, measure: Measure) -> list[Patch]:
    statement = _statement(board, command.id)
    if command.note not in board.notes:
        raise RuleBroken("That note is not on the board any more; there are no new words to take over.")
    return some([change(statement, parts=renewed(board, statement.parts, command.note, command.take))])


@rule.register
def _(command: IgnoreFinding, board: Board, measure: Measure) -> list[Patch]:
    statement = _statement(board, command.id)
    others = tuple(key for key in statement.ignored if key != command.key)
    if command.ignored and command.key in statement.ignored:
        return []
    return some([change(statement, ignored=(*others, command.key) if command.ignored else others)])


def _statement(board: Board, statement_id: str) -> Statement:
    for statement in board.statements:
        if statement.id == statement_id:
            return statement
    raise RuleBroken("That statement is not on the board any more.")


def clean_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part.model_copy(update={"text": clean_text(part.text)}) for part in parts if part.text)
