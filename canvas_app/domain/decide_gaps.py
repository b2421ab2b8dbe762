"""The rule of decisions about gaps."""

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Decision
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.evidence import read_day
from canvas_app.domain.gaps import NOTHING_DECIDED, DecideGap
from canvas_app.domain.patch import Patch, change, delete, insert
from canvas_app.domain.rules import clean, present, rule, some


@rule.register
def _(command: DecideGap, board: Board, measure: Measure) -> list[Patch]:
    note = present(board, [command.note])[0]
    if board.canvas.role(note.kind) != "need":
        many = " and ".join(kind.many.lower() for kind in board.canvas.kinds if kind.role == "need")
        raise RuleBroken(f"Only {many} can be gaps." if many else "Nothing on this canvas can be a gap.")
    unknown = command.values.keys() - NOTHING_DECIDED.keys()
    if unknown:
        raise RuleBroken(f"A decision has no '{sorted(unknown)[0]}'.")
    values = clean(command.values)
    if "due" in values:
        try:
            values["due"] = read_day(str(values["due"]))
        except ValueError as error:
            raise RuleBroken(f"“{values['due']}” is no day; write it as year-month-day, such as 2026-03-31.") from error
    if values.get("idea") is not None:
        idea = present(board, [values["idea"]])[0]
        if idea.id == note.id:
            raise RuleBroken("A gap cannot be its own idea; choose a note that would answer it.")
    rows = [decision for decision in board.decisions.values() if decision.note == note.id]
    now, others = (rows[-1], rows[:-1]) if rows else (Decision(id=command.id, note=note.id), [])
    after = Decision.model_validate({**now.model_dump(), **values})
    blank = after.model_dump(include=set(NOTHING_DECIDED)) == NOTHING_DECIDED
    extra = [delete(row) for row in others]  # of boards made elsewhere: one decision for each need
    if blank:
        return [*extra, delete(now)] if rows else []
    return [*extra, *some([change(now, **values)])] if rows else [insert(after)]
