"""A second segment: words by which it is noticed in the notes, and a copy of the board for it."""

import tomllib
from functools import cache
from pathlib import Path

from canvas_app.app import resources
from canvas_app.app.library import create_board
from canvas_app.app.plain_language import language_of
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Entity
from canvas_app.domain.patch import Patch, insert
from canvas_app.domain.search import fold
from canvas_app.domain.segments import NO_GROUPS, Groups, other_segments
from canvas_app.storage.boardfile import BoardFile

COPIED = ("note", "link", "zone_state", "stroke", "step_state", "competitor", "criterion", "statement")
"""What another segment may share. Votes, ratings, evidence, tests, decisions and the log are about this one."""
LINE = 500


def groups_of(board: Board) -> Groups:
    """The words of the board's language; none where there is no list of it."""
    return _groups().get(language_of(board), NO_GROUPS)


@cache
def _groups() -> dict[str, Groups]:
    found = {}
    for path in (resources.root() / "language").glob("groups-*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        found[data["language"]] = Groups(*(frozenset(map(fold, data[name])) for name in ("groups", "heads")))
    return found


def named_segment(board: Board) -> str:
    """The first other segment that notes name, "" where there is none."""
    found = other_segments(board, groups_of(board))
    return found[0].name if found else ""


def copy_for_segment(board: Board, segment: str, title: str, path: Path) -> BoardFile:
    """Makes a board file like this one for another segment, and returns it open. Raises UserError.

    The copy has a board id and a time of its own, no final statement and no skipped step.
    """
    info = board.info.model_dump(exclude={"id", "created", "canvas"})
    info |= {"segment": segment[:LINE], "title": title[:LINE], "alternative": "", "because": ""}
    patches: list[Patch] = []
    for table in COPIED:
        patches += [insert(_fresh(row)) for row in board.table(table).values()]
    return create_board(path, board.canvas, info, patches)


def _fresh(row: Entity) -> Entity:
    marks: dict[str, bool] = {name: False for name in ("final", "skipped") if name in type(row).model_fields}
    return row.model_copy(update=marks)
