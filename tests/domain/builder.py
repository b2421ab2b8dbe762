"""Boards in memory, written as a few lines."""

from pathlib import Path
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, canvas_from_toml
from canvas_app.domain.commands import AddLink, AddNotes, Command, NewNote
from canvas_app.domain.decide import board_patches, decide
from canvas_app.domain.entities import ENTITIES, PARKING, Note
from canvas_app.domain.order import keys_between
from canvas_app.domain.patch import Patch

RESOURCES = Path(__file__).parents[2] / "resources"

# Middles of the six zones, in the order of the canvas.
MIDDLE = {
    "products": (120, 360),
    "creators": (540, 180),
    "relievers": (540, 540),
    "gains": (1020, 180),
    "pains": (1020, 540),
    "jobs": (1400, 360),
    PARKING: (700, 900),
}


def shipped(canvas_id: str = "value-proposition") -> Canvas:
    path = RESOURCES / "canvases" / f"{canvas_id}.toml"
    return canvas_from_toml(path.read_bytes(), path.name)


def new_board(canvas: Canvas | None = None, **info: Any) -> Board:
    canvas = canvas or shipped()
    tables: dict[str, Any] = {"board": {}, "canvas": {}}
    values = {"id": "board", "title": "Test", "created": "2026-01-01T00:00:00.000Z", **info}
    # A board is never without its two first rows, so these are laid directly.
    from canvas_app.domain.entities import BoardInfo, CanvasCopy

    for patch, model in zip(board_patches(values, canvas.as_data()), (CanvasCopy, BoardInfo), strict=True):
        tables[patch.entity][patch.id] = model.model_validate(patch.after)
    return Board(tables)


def do(board: Board, command: Command, **extra: Any) -> list[Patch]:
    """Carries a command out and returns its patches."""
    patches = decide(board, command, **extra)
    board.apply(board.check(patches))
    return patches


def put(board: Board, zone: str, *names: str, ranked: bool = False, **values: Any) -> None:
    """Notes named by their ids, side by side at the middle of a zone; ranked in this order where asked."""
    x, y = MIDDLE[zone]
    keys: list[str | None] = [None] * len(names)
    if ranked:
        last = board.ranked(zone)
        keys = list(keys_between(board.notes[last[-1]].rank_key if last else None, None, len(names)))
    notes = tuple(
        NewNote(id=name, text=name, x=x - 66 + 2 * n, y=y - 46, values={**values, "rank_key": key})
        for n, (name, key) in enumerate(zip(names, keys, strict=True))
    )
    do(board, AddNotes(notes))
    assert all(board.notes[name].zone == zone for name in names)


def tie(board: Board, *pairs: tuple[str, str, int]) -> None:
    for source, target, strength in pairs:
        do(board, AddLink(source, target, strength, id=f"{source}-{target}"))


def dump(board: Board) -> dict[str, dict[str, Any]]:
    """All rows as plain values, for comparing boards."""
    return {name: {key: row.model_dump(mode="json") for key, row in board.table(name).items()} for name in ENTITIES}


def faults(board: Board) -> list[str]:
    """Everything that breaks an invariant of a board."""
    found: list[str] = []
    canvas = board.canvas
    for note in board.notes.values():
        zone = canvas.zone(note.zone)
        if zone is None and note.zone != PARKING:
            found.append(f"{note.id}: unknown zone {note.zone}")
        if zone is not None and zone.kind != note.kind:
            found.append(f"{note.id}: a {note.kind} in {zone.id}")
        if canvas.kind(note.kind) is None:
            found.append(f"{note.id}: unknown kind {note.kind}")
        if note.zone == PARKING and note.rank_key is not None:
            found.append(f"{note.id}: parked with a rank")
    ranks = board.ranks()
    for zone_id in [zone.id for zone in canvas.zones]:
        shown = [ranks.get(note.id) for note in board.in_zone(zone_id)]
        n = sum(rank is not None for rank in shown)
        if shown != [*range(1, n + 1), *[None] * (len(shown) - n)]:
            found.append(f"{zone_id}: ranks {shown}")
    pairs = set()
    for link in board.links.values():
        ends = [board.notes.get(link.source), board.notes.get(link.target)]
        if not (ends[0] and ends[1]):
            found.append(f"{link.id}: an end is missing")
        elif not canvas.link_rule(ends[0].kind, ends[1].kind):
            found.append(f"{link.id}: {ends[0].kind} to {ends[1].kind}")
        if (link.source, link.target) in pairs:
            found.append(f"{link.id}: drawn twice")
        pairs.add((link.source, link.target))
        if {link.id} - {other.id for other in board.links_of(link.source)}:
            found.append(f"{link.id}: not among the links of its source")
    for statement in board.statements:
        found += [f"{statement.id}: lost note {note}" for note in statement.notes if note not in board.notes]
    return found


def rect_of(note: Note) -> tuple[float, float, float, float]:
    return note.x, note.y, note.x + note.w, note.y + note.h
