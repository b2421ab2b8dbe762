"""The Markdown outline: literal texts, the same notes back, and other people's outlines."""

from typing import Any

import pytest
from hypothesis import given

from canvas_app.app import resources
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.errors import BadInput
from canvas_app.exchange import board_markdown, outline
from canvas_app.exchange.document import one_line
from tests.exchange.boards import TEXTS, boards, do, empty_board, imported

CANVAS = resources.catalogue().canvas("value-proposition")


def told(board: Board) -> Any:
    """Everything that an outline tells."""
    place = {note.id: n for n, note in enumerate(board.in_order())}
    ranks = board.ranks()
    notes = [
        (n.zone, n.kind, n.text, n.detail, ranks.get(n.id), n.score, n.picked, one_line(n.author), n.fields,
         [one_line(tag) for tag in n.tags if one_line(tag)])
        for n in board.in_order()
    ]  # fmt: skip
    links = sorted((place[link.source], place[link.target], link.strength) for link in board.links.values())
    statements = [(s.text, s.pattern, s.final, [place[n] for n in s.notes]) for s in board.statements]
    info = board.info
    return (info.title, info.partner, info.segment, info.goal), notes, links, statements


def read(text: str) -> Board:
    return imported(outline.read(text.encode(), CANVAS))


@given(boards())
def test_outline_comes_back(board: Board) -> None:
    words, notes, links, statements = told(board)
    again = told(read(board_markdown.write(board)))
    assert again[0] == words
    # Unranked notes of a zone stand in the order they lie in, which a new layout keeps.
    assert again[1] == notes
    assert again[2] == links
    assert [row[:3] for row in again[3]] == [row[:3] for row in statements]


@given(TEXTS, TEXTS)
def test_any_text_is_literal(text: str, other: str) -> None:
    board = empty_board()
    do(
        board,
        AddNotes((NewNote(text, "pains", values={"detail": other}), NewNote(other, "gains", values={"picked": True}))),
    )
    again = read(board_markdown.write(board))
    assert [(n.text, n.detail, n.picked) for n in again.in_order()] == [
        (n.text, n.detail, n.picked) for n in board.in_order()
    ]


def texts(board: Board, zone: str) -> list[str]:
    return [note.text for note in board.in_zone(zone)]


def test_an_outline_of_somebody_else() -> None:
    source = """\
# Partner plan

Partner: Acme
**Segment:** small shops

### CUSTOMER  PAINS
* slow & <b>literal</b> **text**
* second
continues here
  * a nested point
  * another

Gáins
-----
## gains
1) first
1) second [ ] not a box
2) [x] third

A paragraph.
Two lines.

## Ideas
- one

## Parking lot
- [ ] parked
"""
    document = outline.read(source.encode(), CANVAS)
    board = imported(document)
    assert (board.info.title, board.info.partner, board.info.segment) == ("Partner plan", "Acme", "small shops")
    pains = board.in_zone("pains")
    assert [(n.text, n.detail) for n in pains] == [
        ("slow & <b>literal</b> **text**", ""),
        ("second\ncontinues here", "a nested point\nanother"),
        ("Gáins", ""),
    ]
    assert texts(board, "gains") == ["first", "second [ ] not a box", "third", "A paragraph.\nTwo lines."]
    assert [board.ranks().get(n.id) for n in board.in_zone("gains")] == [1, 2, 3, None]
    assert [n.picked for n in board.in_zone("gains")] == [False, False, True, False]
    assert texts(board, "parking") == ["one", "parked"]
    (notice,) = document.notices
    assert "1 note under" in notice and "Ideas" in notice


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark(newline: str, mark: str) -> None:
    board = read(mark + newline.join(["# T", "## Pains", "1. a", "\tb", "", "2. c"]))
    assert board.info.title == "T"
    assert texts(board, "pains") == ["a\n b", "c"]


def test_zones_as_first_headings_are_no_title() -> None:
    document = outline.read(b"# Pains\n- a\n# Gains\n- b\n", CANVAS)
    assert "title" not in document.info
    assert [note.zone for note in document.notes] == ["pains", "gains"]


def test_a_first_heading_with_notes_of_its_own_is_a_zone_whatever_the_level_of_the_others() -> None:
    document = outline.read(b"# Pains\n\n- Slow\n\n## Gains\n\n- Fast\n", CANVAS)
    assert [(note.text, note.zone) for note in document.notes] == [("Slow", "pains"), ("Fast", "gains")]


def test_a_title_that_is_the_name_of_a_zone() -> None:
    board = empty_board(title="Gains")
    assert read(board_markdown.write(board)).info.title == "Gains"


@pytest.mark.parametrize(
    "heading", ["pains", "PAINS", "Pain", "Customer pains", "customerpains", "Páins", "Whatever (pains)"]
)
def test_headings_that_name_a_zone(heading: str) -> None:
    assert texts(read(f"## {heading}\n- a\n"), "pains") == ["a"]


def test_ambiguous_texts_are_linked_by_place() -> None:
    board = empty_board()
    news = [NewNote("same", "pains", id="p1"), NewNote("same", "pains", id="p2"), NewNote("fix", "relievers", id="r")]
    do(board, AddNotes(tuple(news)))
    from canvas_app.domain.commands import AddLink

    do(board, AddLink("r", "p2", 3))
    text = board_markdown.write(board)
    assert "relieves (3): #2 in Pains" in text
    assert told(read(text)) == told(board)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "empty"),
        (b"# a\n\xff\n", "line 2"),
        (b"a\0b", "line 1"),
        ("# a".encode("utf-16"), "UTF-16"),
        (b"## Pain relievers\n- a\n  - relieves (2): nobody\n", "line 2: no note says 'nobody'"),
        (b"## Pain relievers\n- a\n  - relieves (2): b\n## Gains\n- b\n", "line 2: Pain relievers link to"),
        (b"## Pains\n" + b"- x\n" * 20_001, "20,000"),
        (b"## Pains\n- " + b"x" * 20_001, "line 2: the text"),
        (b"# " + b"x" * 600 + b"\n", "title"),
    ],
)
def test_bad_outlines(source: bytes, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        imported(outline.read(source, CANVAS))
    assert words in str(caught.value)
