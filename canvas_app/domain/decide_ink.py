"""The rules of ink."""

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddStrokes, EraseStrokes
from canvas_app.domain.patch import Patch, delete, insert
from canvas_app.domain.rules import rule


@rule.register
def _(command: AddStrokes, board: Board, measure: Measure) -> list[Patch]:
    return [insert(stroke) for stroke in command.strokes]


@rule.register
def _(command: EraseStrokes, board: Board, measure: Measure) -> list[Patch]:
    """What is gone already is left out: two erasers may meet over one stroke."""
    return [delete(board.strokes[stroke]) for stroke in dict.fromkeys(command.ids) if stroke in board.strokes]
