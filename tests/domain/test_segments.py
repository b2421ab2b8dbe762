"""A second segment named in the notes: what is noticed, and what is not."""

import pytest

from canvas_app.app.guide import groups_of
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddNotes, EditBoard, EditNote, MoveToZone, NewNote
from canvas_app.domain.segments import other_segments
from tests.domain.builder import do, new_board


@pytest.fixture
def board() -> Board:
    return new_board(partner="Regional POS resellers", segment="regional POS resellers", customer="café owners")


def named(board: Board, text: str, **values: object) -> list[str]:
    do(board, AddNotes((NewNote(text=text, zone="pains", id="n", values=dict(values)),)))
    return [other.name for other in other_segments(board, groups_of(board))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hotel owners need group bookings", "Hotel owners"),
        ("Loyalty cards for independent hotel owners", "independent hotel owners"),
        ("Segment: bakeries", "bakeries"),
        ("One bill\nsegment = hotel chains", "hotel chains"),
        ("Ready for teachers", "teachers"),
        ("Works for all hotels", "hotels"),
    ],
)
def test_another_segment_is_noticed(board: Board, text: str, name: str) -> None:
    assert named(board, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Works for small cafés",
        "Mobile loyalty app for cafés",
        "For the resellers: more margin",
        "Segment: Regional resellers",
        "Set-up for all customers",
        "Owners want a report",
        "Two suppliers blame each other",
        "Café managers forget to ask",
        "Free for years",
        "We sell to hotels",
        "",
    ],
)
def test_the_boards_own_and_everything_else_is_not(board: Board, text: str) -> None:
    assert named(board, text) == []


def test_tags_and_details_name_segments_too(board: Board) -> None:
    assert named(board, "One bill", tags=("segment: hotels",)) == ["hotels"]
    do(board, EditNote("n", {"tags": (), "detail": "Segment: bakers"}))
    assert [other.name for other in other_segments(board)] == ["bakers"]


def test_notes_of_one_segment_come_together_and_parked_ones_not_at_all(board: Board) -> None:
    texts = ("Hotel owners need more", "For hotel owners only", "For bakeries")
    do(board, AddNotes(tuple(NewNote(text=text, zone="pains", id=f"n{n}") for n, text in enumerate(texts))))
    found = other_segments(board, groups_of(board))
    assert [(other.name, other.notes) for other in found] == [("Hotel owners", ("n0", "n1")), ("bakeries", ("n2",))]
    do(board, MoveToZone(("n0", "n1"), "parking"))
    assert [other.name for other in other_segments(board, groups_of(board))] == ["bakeries"]


def test_without_a_segment_or_a_list_there_is_nothing_to_compare(board: Board) -> None:
    assert named(board, "For hotels") == ["hotels"]
    do(board, EditBoard({"language": "fi"}))
    assert other_segments(board, groups_of(board)) == ()
    do(board, EditBoard({"language": "en", "segment": "", "customer": ""}))
    assert other_segments(board, groups_of(board)) == ()
