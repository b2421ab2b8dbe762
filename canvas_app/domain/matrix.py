"""Links as a table: which tables a canvas has, and what stands in their rows and columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.fit import Fit

_RANKS = ("need", "answer", "anchor", "none")
"""The role that comes first here has the rows."""


@dataclass(frozen=True)
class Table:
    """Kinds of notes in rows and columns; some pair of them can be linked."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


def tables(canvas: Canvas) -> tuple[Table, ...]:
    """The tables of a canvas by the roles of what its links join: needs by answers first, where there are any."""
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for rule in canvas.links:
        ends = {canvas.role(rule.source): rule.source, canvas.role(rule.target): rule.target}
        if len(ends) == 2:
            row, column = sorted(ends, key=_RANKS.index)
            rows, columns = found.setdefault((row, column), (set(), set()))
            rows.add(ends[row])
            columns.add(ends[column])
    order = [kind.id for kind in canvas.kinds]
    return tuple(
        Table(tuple(sorted(rows, key=order.index)), tuple(sorted(columns, key=order.index)))
        for _, (rows, columns) in sorted(found.items(), key=lambda item: [_RANKS.index(role) for role in item[0]])
    )


def rows_and_columns(board: Board, figures: Fit, table: Table, picked: bool = False) -> tuple[list[str], list[str]]:
    """Ids of the notes in rows (by kind, the heaviest first) and columns (the most valuable first).

    `picked`: of kinds that the canvas has people pick from only those that are. Parked notes are left out.
    """
    rows = _notes(board, table.rows, picked)
    columns = _notes(board, table.columns, picked)
    kinds = {kind: n for n, kind in enumerate(table.rows)}
    rows.sort(key=lambda note: (kinds[note.kind], -(number(figures, note.id) or 0)))
    columns.sort(key=lambda note: -(number(figures, note.id) or 0))
    return [note.id for note in rows], [note.id for note in columns]


def number(figures: Fit, note_id: str) -> float | None:
    """The weight of a need, the value of an answer, the importance of anything else; None for parked notes."""
    return next((f[note_id] for f in (figures.weights, figures.values, figures.importance) if note_id in f), None)


def cells(board: Board, rows: Iterable[str], columns: Iterable[str]) -> Mapping[tuple[str, str], Link]:
    """The links between notes in rows and notes in columns, by both ids."""
    in_row, in_column = set(rows), set(columns)
    found = {}
    for link in board.links.values():
        if link.source in in_column and link.target in in_row:
            found[link.target, link.source] = link
        elif link.source in in_row and link.target in in_column:
            found[link.source, link.target] = link
    return found


def _notes(board: Board, kinds: tuple[str, ...], picked: bool) -> list[Note]:
    wanted = {kind: board.canvas.kind(kind) for kind in kinds}
    return [
        note
        for note in board.in_order()
        if note.kind in wanted
        and note.zone != PARKING
        and (not picked or note.picked or (kind := wanted[note.kind]) is None or kind.pick is None)
    ]
