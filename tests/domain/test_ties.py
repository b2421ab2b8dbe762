"""What goes with a note, a statement, a round, a competitor; what stays without it."""

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddStatement, Delete, DeleteStatements
from canvas_app.domain.entities import (
    Competitor,
    Criterion,
    Decision,
    Entity,
    Evidence,
    Part,
    Rating,
    Round,
    TestCard,
    Vote,
)
from canvas_app.domain.errors import StalePatch
from canvas_app.domain.patch import Patch, delete, insert, inverse
from canvas_app.domain.ties import with_dependents

from .builder import do, new_board, put


def add(board: Board, *rows: Entity) -> None:
    board.apply(board.check([insert(row) for row in rows]))


@pytest.fixture
def board() -> Board:
    board = new_board()
    put(board, "pains", "need", "other")
    put(board, "relievers", "idea")
    do(board, AddStatement((Part(text="Words"),), id="words"))
    add(
        board,
        Round(id="round", zones=("pains",), people=2),
        Vote(id="dot", round="round", note="need", turn=0),
        Vote(id="other-dot", round="round", note="other", turn=1),
        Decision(id="decision", note="need"),
        Decision(id="other-decision", note="other", idea="idea"),
        Competitor(id="rival", rank_key="V", name="Rival"),
        Criterion(id="extra", rank_key="V", note="need"),
        Criterion(id="price", rank_key="a", text="Price"),
        Rating(id="rated", who="rival", note="need", score=3),
        Rating(id="ours", who="us", criterion="price", score=4),
        Evidence(id="quote", note="need"),
        Evidence(id="on-price", criterion="price"),
        Evidence(id="on-words", statement="words"),
        TestCard(id="card", rank_key="V", note="need", statement="words", believe="It sells"),
    )
    return board


def rows(board: Board, *tables: str) -> set[str]:
    return {row_id for table in tables for row_id in board.table(table)}


WORKSHOP = ("vote", "decision", "competitor", "criterion", "rating", "evidence", "test_card")


def test_what_is_said_about_a_note_goes_with_it_and_comes_back(board: Board) -> None:
    before = rows(board, *WORKSHOP)
    patches = do(board, Delete(notes=("need",)))
    gone = {"dot", "decision", "extra", "rated", "quote"}
    assert rows(board, *WORKSHOP) == before - gone
    assert (board.test_cards[0].note, board.test_cards[0].statement) == (None, "words")
    board.apply(board.check(inverse(tuple(patches))))
    assert rows(board, *WORKSHOP) == before
    assert board.test_cards[0].note == "need"


def test_an_idea_that_goes_leaves_its_decision(board: Board) -> None:
    do(board, Delete(notes=("idea",)))
    assert board.decisions["other-decision"].idea is None


def test_what_is_said_about_a_statement_goes_with_it(board: Board) -> None:
    do(board, DeleteStatements(("words",)))
    assert "on-words" not in board.evidence
    assert board.test_cards[0].statement is None


def test_what_hangs_on_what_goes_goes_too(board: Board) -> None:
    def without(entity: Entity) -> list[Patch]:
        return with_dependents(board, [delete(entity)])

    assert {patch.id for patch in without(board.table("criterion")["price"])} == {"ours", "on-price", "price"}
    assert {patch.id for patch in without(board.table("competitor")["rival"])} == {"rated", "rival"}
    assert {patch.id for patch in without(board.rounds["round"])} == {"dot", "other-dot", "round"}


def test_a_row_about_nothing_is_refused(board: Board) -> None:
    for row in (
        Vote(id="v", round="nowhere", note="need"),
        Evidence(id="e", note="nowhere"),
        Rating(id="r", who="nobody", note="need", score=1),
    ):
        with pytest.raises(StalePatch, match="does not exist"):
            board.check([insert(row)])
    with pytest.raises(StalePatch, match="stays"):
        board.check([delete(board.rounds["round"])])


def test_those_who_are_compared_on_every_board_need_no_row(board: Board) -> None:
    for who in ("us", "partner", "nothing"):
        board.check([insert(Rating(id="r", who=who, note="need", score=1))])
