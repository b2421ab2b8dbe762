"""Boards and themes for the tests of paper."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, canvas_from_data, canvas_from_toml
from canvas_app.domain.commands import AddNotes, AddStatement, Command, NewNote
from canvas_app.domain.decide import decide
from canvas_app.domain.entities import BoardInfo, CanvasCopy, Entity, Link, Note, Part, Statement
from canvas_app.domain.order import keys_between
from canvas_app.domain.theme import Theme, themes_from_toml
from canvas_app.text.note_face import note_height

RESOURCES = Path(__file__).parents[2] / "resources"
WORDS = ("reports", "late", "every", "month", "without", "a", "clear", "owner", "and", "the", "team", "waits", "again")


def paper() -> Theme:
    return themes_from_toml((RESOURCES / "themes.toml").read_bytes())["paper"]


def icons() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (RESOURCES / "icons").glob("*.svg")}


def canvas(name: str = "value-proposition") -> Canvas:
    return canvas_from_toml((RESOURCES / "canvases" / f"{name}.toml").read_bytes(), name)


def board_of(definition: Canvas, *entities: Entity, **info: Any) -> Board:
    values: dict[str, Any] = {"title": "Month-end close", "created": "2026-11-21T09:00:00.000Z"} | info
    row = BoardInfo(id="board", canvas=definition.id, **values)
    copy = CanvasCopy(id=definition.id, version=definition.version, definition=definition.as_data())
    tables: dict[str, dict[str, Entity]] = {"board": {row.id: row}, "canvas": {copy.id: copy}}
    for entity in entities:
        tables.setdefault(type(entity).__name__.lower(), {})[entity.id] = entity
    return Board(tables)


def do(board: Board, *commands: Command) -> Board:
    for command in commands:
        board.apply(board.check(decide(board, command, note_height)))
    return board


def words(n: int) -> str:
    """A short text of its own for every number."""
    return f"Note {n:03d} " + " ".join(WORDS[(n * 5 + i * (n % 7 + 1)) % len(WORDS)] for i in range(2 + n % 5))


def filled(count: int, name: str = "value-proposition", **info: Any) -> Board:
    """A board with `count` notes spread over all zones, scored now and then."""
    board = board_of(canvas(name), **info)
    zones = [zone.id for zone in board.canvas.zones]
    for n, zone in enumerate(zones):
        notes = tuple(
            NewNote(
                text=words(i),
                zone=zone,
                id=f"n{i}",
                values={"score": i % 5 + 1 if i % 3 else None, "picked": i % 6 == 0},
            )
            for i in range(n, count, len(zones))
        )
        if notes:
            do(board, AddNotes(notes))
    return board


def with_statements(board: Board, texts: Sequence[Sequence[Part]]) -> Board:
    return do(board, *(AddStatement(tuple(parts), id=f"s{n}") for n, parts in enumerate(texts)))


def sample(name: str = "loyalty-app") -> Board:
    """A sample as `show --json` writes it."""
    data = json.loads((RESOURCES / "samples" / f"{name}.json").read_text("utf-8"))
    definition = canvas(data["board"]["canvas"])
    info = {key: value for key, value in data["board"].items() if key not in ("id", "canvas")}
    board = board_of(canvas_from_data(definition.as_data(), name), **info)
    keys = keys_between(None, None, 1000)
    rows: list[Entity] = []
    for note in data["notes"]:
        rank = note.pop("rank")
        rows.append(Note(**note, rank_key=keys[rank] if rank else None))
    rows += [Link(**link) for link in data["links"]]
    for statement in data["statements"]:
        rank = statement.pop("rank")
        rows.append(Statement(**statement, rank_key=keys[rank]))
    return board_of(board.canvas, *rows, **info)
