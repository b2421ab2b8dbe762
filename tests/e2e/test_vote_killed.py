"""A vote whose process is killed in the middle of a turn goes on after a restart, and keeps its secrets meanwhile."""

from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.decide_voting import ApplyRound, PassPen, PutDot, RevealRound
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.voting import dots_left, open_round, own_dots, tally
from tests.e2e.killed import killed_at


def test_an_anonymous_vote_killed_in_mid_turn_goes_on_to_its_ranking(tmp_path: Path) -> None:
    path = tmp_path / "vote.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    assert killed_at("vote_child", path) == ["READY"]

    session = Session.open(path)
    board = session.board
    pains = [note.id for note in board.in_zone("pains")]
    round_ = open_round(board)
    assert round_ is not None and round_.turn == 1 and tally(board, round_) == {}
    assert own_dots(board, round_) == {pains[1]: 1, pains[4]: 1} and dots_left(board, round_) == 1
    assert round_.voters == () and [vote.turn for vote in board.votes.values()] == [None, None, None, 1, 1]
    assert session.undo() is not None and session.undo() is not None
    with pytest.raises(RuleBroken, match="A vote is going on"):
        session.undo()
    for note in (pains[1], pains[4], pains[2]):
        session.do(PutDot("r", 1, note))
    session.do(PassPen("r", 1))
    session.do(RevealRound("r"))
    session.close()

    again = Session.open(path)
    assert tally(again.board, again.board.rounds["r"]) == {pains[0]: 1, pains[1]: 2, pains[2]: 2, pains[4]: 1}
    again.do(ApplyRound("r"))
    assert again.board.ranked("pains") == tuple(pains[n] for n in (1, 2, 0, 4, 3, 5))
    again.undo()
    assert again.board.ranked("pains") == tuple(pains)
    again.undo()
    assert not again.board.rounds and not again.board.votes
    again.close()
