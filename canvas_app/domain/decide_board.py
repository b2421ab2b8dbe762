"""The rules of the board itself and of its canvas."""

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.commands import EditBoard, ReplaceCanvas
from canvas_app.domain.entities import PARKING, BoardInfo, CanvasCopy, clean_text
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.patch import Patch, change, insert
from canvas_app.domain.rules import clean, rule, some

EDITABLE = BoardInfo.model_fields.keys() - {"id", "canvas", "scale", "created"}


@rule.register
def _(command: EditBoard, board: Board, measure: Measure) -> list[Patch]:
    if unknown := command.values.keys() - EDITABLE:
        raise TypeError(f"not editable: {unknown}")
    values = {
        key: " ".join(clean_text(value).split()) if isinstance(value, str) else clean(value)
        for key, value in command.values.items()
    }
    for key, value in values.items():
        if isinstance(value, str) and len(value) > 500:
            raise RuleBroken(f"The {key} is longer than 500 characters; shorten it.")
    if values.get("title") == "":
        raise RuleBroken("A board needs a title; type at least one letter.")
    return some([change(board.info, **values)])


@rule.register
def _(command: ReplaceCanvas, board: Board, measure: Measure) -> list[Patch]:
    canvas = canvas_from_data(command.definition, "the new canvas")
    if canvas.id != board.info.canvas or not may_replace_canvas(board, command.definition):
        raise RuleBroken(f"The canvas '{canvas.title}' lacks zones or kinds that this board uses.")
    return some([change(board.canvas_copy, version=canvas.version, definition=command.definition)])


def may_replace_canvas(board: Board, definition: dict[str, object]) -> bool:
    """Whether every zone and kind in use exists in another definition, with the same tie between them."""
    canvas = canvas_from_data(definition, "the new canvas")
    for note in board.notes.values():
        zone = canvas.zone(note.zone)
        if canvas.kind(note.kind) is None or (note.zone != PARKING and (zone is None or zone.kind != note.kind)):
            return False
    return all(
        canvas.link_rule(board.notes[link.source].kind, board.notes[link.target].kind) for link in board.links.values()
    )


def board_patches(info: dict[str, object], canvas_definition: dict[str, object]) -> list[Patch]:
    """The first patches of a new board: the board row and its canvas copy."""
    canvas = canvas_from_data(canvas_definition, "the canvas")
    copy = CanvasCopy(id=canvas.id, version=canvas.version, definition=canvas_definition)
    return [insert(copy), insert(BoardInfo.model_validate({**info, "canvas": canvas.id}))]
