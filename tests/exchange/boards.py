"""Boards made by Hypothesis through the rules, as a person would make them."""

from typing import Any

from hypothesis import strategies as st

from canvas_app.app import resources
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    AddStrokes,
    Command,
    EditBoard,
    EditNote,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
)
from canvas_app.domain.decide import board_patches, decide
from canvas_app.domain.entities import PARKING, Part, Stroke
from canvas_app.domain.errors import RuleBroken

# Pieces that look like Markdown, CSV or JSON, between anything else.
PIECES = st.sampled_from(
    [
        *"\n \\\"'@,;\t\u2028\x85\u00a0\u0338מ",
        *(
            "\n\n",
            "- ",
            "* ",
            "1. ",
            "2) ",
            "# ",
            "## Pains",
            "[x] ",
            "[ ] ",
            "    ",
            "**b**",
            "<b>",
            "score: 4",
            "---",
        ),
        *("detail: x", "relieves (3): y", "- score: 2", "from #1 in Pains: z", "How often: x", "#1 in Pains", "```"),
        *("=1+1", "e\u0301", "日本", "👩\u200d💻", "&amp;", "| a | b |"),
    ]
)
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(PIECES | st.text(CHARACTERS, max_size=6), max_size=6).map("".join)
LINES = st.text(CHARACTERS, max_size=20) | PIECES.filter(lambda piece: bool(piece.strip()))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | LINES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(LINES, inner, max_size=2),
    max_leaves=4,
)


def empty_board(canvas: Canvas | None = None, **info: Any) -> Board:
    canvas = canvas or resources.catalogue().canvas("value-proposition")
    board = Board({})
    values = {"id": "b", "title": "A board", "created": "2026-01-02T03:04:05.678Z", **info}
    board.apply(board.check(board_patches(values, canvas.as_data())))
    return board


def do(board: Board, command: Command) -> None:
    board.apply(board.check(decide(board, command)))


@st.composite
def boards(draw: st.DrawFn, most: int = 6) -> Board:
    board = empty_board()
    zones = [*(zone.id for zone in board.canvas.zones), PARKING]
    lines = {key: draw(LINES) for key in ("title", "partner", "segment", "goal")}
    lines["title"] = f"T {lines['title']}"
    do(board, EditBoard(lines))  # type: ignore[arg-type]
    for _ in range(draw(st.integers(0, most))):
        beyond = {
            "group_id": draw(st.sampled_from([None, "g"])),
            "locked": draw(st.booleans()),
            "z": draw(st.floats(-9, 9)),
        }
        do(board, AddNotes((NewNote(draw(TEXTS), draw(st.sampled_from(zones)), kind="pain", values=beyond),)))
        note = list(board.notes)[-1]
        if draw(st.booleans()):
            do(board, ScoreNotes((note,), draw(st.integers(1, 5))))
        do(board, PickNotes((note,), draw(st.booleans())))
        if board.notes[note].zone != PARKING and draw(st.booleans()):
            do(board, RankNote(note, draw(st.integers(0, 3))))
        if draw(st.booleans()):
            values = {"detail": draw(TEXTS), "tags": tuple(draw(st.lists(LINES, max_size=2))), "author": draw(LINES)}
            do(board, EditNote(note, {**values, "fields": draw(st.dictionaries(LINES, VALUES, max_size=2))}))
    notes = list(board.notes)
    for _ in range(draw(st.integers(0, 4)) if notes else 0):
        try:
            ends = draw(st.sampled_from(notes)), draw(st.sampled_from(notes))
            do(board, AddLink(*ends, strength=draw(st.integers(1, 3))))
        except RuleBroken:
            continue
    number = st.floats(-1e7, 1e7)
    points = st.lists(st.tuples(number, number, st.floats(0, 1)), min_size=1, max_size=3)
    for n in range(draw(st.integers(0, 2))):
        stroke = Stroke(id=f"ink{n}", points=tuple(draw(points)), colour="blue", width=draw(st.floats(0.1, 1000)))
        do(board, AddStrokes((stroke,)))
    for _ in range(draw(st.integers(0, 2))):
        parts = [Part(text=draw(TEXTS))]
        if notes:
            note = draw(st.sampled_from(notes))
            parts += [Part(text=draw(TEXTS), note=note, used=board.notes[note].text), Part(text=draw(TEXTS))]
        do(
            board,
            AddStatement(tuple(parts), pattern=draw(st.sampled_from(["", "ad-lib"])), index=draw(st.integers(0, 2))),
        )
    return board


def imported(document: Any, canvas: Canvas | None = None) -> Board:
    """The board that a document becomes."""
    from canvas_app.exchange.document import to_content

    canvas = canvas or resources.catalogue().canvas("value-proposition")
    content = to_content(document, canvas)
    board = empty_board(canvas, **{key: value for key, value in content.info.items() if key != "canvas"})
    board.apply(board.check(content.patches))
    return board
