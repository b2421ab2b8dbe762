"""CSV: safe in a spreadsheet, the same notes back, and one sentence with the line for what is no table of notes."""

import csv
import io

import pytest
from hypothesis import given

from canvas_app.app import resources
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.errors import BadInput
from canvas_app.exchange import board_csv
from tests.exchange.boards import TEXTS, boards, do, empty_board, imported

CANVAS = resources.catalogue().canvas("value-proposition")


def read(text: str | bytes) -> Board:
    return imported(board_csv.read(text.encode() if isinstance(text, str) else text, CANVAS))


@given(boards())
def test_notes_come_back(board: Board) -> None:
    again = read(board_csv.write(board))
    for note in board.notes.values():
        other = again.notes[note.id]
        assert (other.zone, other.text, other.detail) == (note.zone, note.text, note.detail)
        assert (other.score, other.picked, other.author) == (note.score, note.picked, note.author)
    assert again.ranks() == board.ranks()
    assert len(again.notes) == len(board.notes)


@given(TEXTS)
def test_no_cell_is_a_formula(text: str) -> None:
    board = empty_board()
    do(board, AddNotes((NewNote(text, "pains"),)))
    source = board_csv.write(board)
    assert source.startswith("\ufeff")
    (row,) = list(csv.DictReader(io.StringIO(source.removeprefix("\ufeff"), newline="")))
    assert row["text"][:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert [note.text for note in read(source).notes.values()] == [note.text for note in board.notes.values()]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_mark(separator: str, newline: str, mark: bytes) -> None:
    rows = [["Zone", "TEXT", "rank"], ["Customer pains", "a b", "2"], ["pains", '"c\nd"', "1.0"], ["", "e", ""]]
    board = read(mark + newline.join(separator.join(row) for row in rows).encode())
    assert [note.text for note in board.in_order()] == ["c\nd", "a b", "e"]


def test_text_is_enough_and_short_rows_are_filled() -> None:
    assert [note.zone for note in read("text\na\n\nb\n").notes.values()] == ["parking", "parking"]
    assert [note.zone for note in read("text,zone\na\n").notes.values()] == ["parking"]


def test_other_columns_are_named_and_left_out() -> None:
    document = board_csv.read(b"Owner,text,Due\nme,a,now\n", CANVAS)
    assert [note.text for note in document.notes] == ["a"]
    assert "'Owner', 'Due'" in document.notices[0]


def test_ids_that_clash_or_are_none_get_new_ones() -> None:
    board = read("id,text\na,1\na,2\nnot good,3\n")
    assert len(board.notes) == 3 and board.notes["a"].text == "1"


def test_tags() -> None:
    (note,) = read('text,tags\na,"x; y;;z\\;z"\n').notes.values()
    assert note.tags == ("x", "y", "z;z")


BAD = {
    "empty": (b"", "empty"),
    "mark only": (b"\xef\xbb\xbf", "empty"),
    "utf-16": ("text\na".encode("utf-16"), "UTF-16"),
    "utf-16 without mark": ("text\na".encode("utf-16-le"), "line 1"),
    "cp1252": ("text\na\ncafé\n".encode("cp1252"), "line 3"),
    "nul": (b"text\na\0b\n", "line 2"),
    "open quote": (b'text\na\n"b\nc\n', "line 3"),
    "after quote": (b'text\n"a"b\n', "line 2"),
    "ragged": (b"text,zone\na,pains\nb,pains,c\n", "line 3"),
    "short": (b"zone,text\npains\n", "line 2"),
    "no text": (b"zone,note\npains,a\n", "no column 'text'"),
    "no separator of ours": (b"zone|text\npains|a\n", "no column 'text'"),
    "twice": (b"text,text\na,b\n", "twice"),
    "zone": (b"zone,text\nnowhere,a\n", "line 2: the canvas"),
    "rank": (b'text,rank\na,"1,5"\n', "line 2: rank is '1,5'"),
    "rank 0": (b"text,rank\na,0\n", "line 2"),
    "rank 1e400": (b"text,rank\na,1e400\n", "line 2"),
    "score": (b"text,score\na,6\n", "line 2: score"),
    "score nan": (b"text,score\na,nan\n", "line 2: score"),
    "picked": (b"text,picked\na,maybe\n", "line 2: picked"),
    "long": (b"text\n" + b"x" * 20_001, "line 2: the text"),
    "very long": (b"text\n" + b"x" * 200_000, "line 2"),
    "colour": (b"text,colour\na," + b"x" * 40, "line 2: the colour"),
    "many": (b"text\n" + b"a\n" * 20_001, "20,000"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_tables(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(BadInput) as caught:
        read(data)
    assert words in str(caught.value)


def test_header_only_is_a_board_without_notes() -> None:
    assert not read("text,zone\n").notes
