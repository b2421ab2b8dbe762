"""The comparison: who, on what, and what it says about us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, Delete, EditBoard, EditNote, MoveToZone, PickNotes, ScoreNotes
from canvas_app.domain.competition import (
    Comparison,
    alternatives,
    compare,
    difference,
    reasons,
    standing_sum,
    with_reason,
)
from canvas_app.domain.decide_competition import (
    AddCompetitor,
    AddCriterion,
    DeleteCompetitor,
    DeleteCriterion,
    MoveCompetitor,
    Rate,
    RateAll,
    RenameCompetitor,
    RewordCriterion,
)
from canvas_app.domain.entities import PARKING, Level
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit

from .builder import do, new_board, put


def table(board: Board, **levels: Level) -> Comparison:
    return compare(board, fit(board), levels)


@pytest.fixture
def board() -> Board:
    board = new_board(partner="Resellers")
    put(board, "pains", "slow", "dear", "other", "late")
    put(board, "relievers", "fast")
    do(board, AddLink("fast", "slow", 3))
    do(board, PickNotes(("slow", "dear"), True))
    do(board, AddCompetitor("Paper cards", id="paper"))
    return board


def test_who_is_compared(board: Board) -> None:
    do(board, AddCompetitor("Stamps", id="stamps"))
    with pytest.raises(RuleBroken, match="compared already"):
        do(board, RenameCompetitor("paper", "Stamps"))
    do(board, MoveCompetitor("stamps", 0))
    do(board, RenameCompetitor("paper", "Cards of paper"))
    names = ["Us together", "Resellers alone", "Stamps", "Cards of paper", "Do nothing"]
    assert [rival.name for rival in table(board).rivals] == names


def test_criteria_are_the_picked_needs_and_what_is_added(board: Board) -> None:
    do(board, AddCriterion(note="other", id="c1"))
    do(board, AddCriterion("Price", id="c2"))
    assert [line.words for line in table(board).lines] == ["slow", "dear", "other", "Price"]
    do(board, PickNotes(("other",), True))
    assert [line.words for line in table(board).lines] == ["slow", "dear", "other", "Price"]
    do(board, RewordCriterion("c2", "What it costs"))
    do(board, MoveToZone(("slow",), PARKING))
    do(board, Delete(notes=("dear",)))
    assert [line.words for line in table(board).lines] == ["other", "What it costs"]
    do(board, AddCriterion(note="late", id="c3"))
    assert [line.words for line in table(board).lines] == ["other", "late", "What it costs"], "words come last"
    do(board, MoveToZone(("late",), "jobs"))
    assert [line.words for line in table(board).lines] == ["other", "What it costs"], "a job is no criterion"
    do(board, DeleteCriterion("c2"))
    assert [line.words for line in table(board).lines] == ["other"]


@given(
    ours=st.none() | st.integers(0, 5),
    others=st.dictionaries(st.sampled_from(["partner", "paper", "nothing"]), st.integers(0, 5)),
)
def test_advantage_is_ours_less_the_best_other(ours: int | None, others: dict[str, int]) -> None:
    board = new_board()
    put(board, "pains", "slow", picked=True)
    do(board, AddCompetitor("Paper cards", id="paper"))
    for who, score in [*others.items(), *([("us", ours)] if ours is not None else [])]:
        do(board, Rate(who, score, note="slow"))
    (line,) = table(board).lines
    if ours is None or not others:
        assert (line.advantage, line.standing) == (None, "open")
        return
    assert line.advantage == ours - max(others.values())
    assert line.standing == ("parity" if line.advantage == 0 else "advantage" if line.advantage > 0 else "behind")
    assert set(line.best) == {who for who, score in others.items() if score == max(others.values())}


def test_a_high_score_on_an_assumption_is_a_claim_without_evidence(board: Board) -> None:
    do(board, Rate("us", 4, note="slow"))
    do(board, Rate("us", 3, note="dear"))
    assert [line.unproven for line in table(board).lines] == [True, False]
    assert not table(board, slow="some").lines[0].unproven
    assert not table(board, fast="strong").lines[0].unproven, "what answers the need is backed"
    assert table(board, dear="strong").lines[0].unproven


def test_a_score_can_be_changed_and_taken_away(board: Board) -> None:
    do(board, Rate("paper", 2, note="slow"))
    do(board, Rate("paper", 3, note="slow"))
    assert table(board).lines[0].scores == {"paper": 3}
    assert do(board, Rate("paper", 3, note="slow")) == []
    do(board, Rate("paper", None, note="slow"))
    assert table(board).lines[0].scores == {}


def test_the_toughest_and_the_leads(board: Board) -> None:
    assert table(board).toughest is None
    for who, slow, dear in (("us", 5, 4), ("paper", 1, 3), ("nothing", 2, 3)):
        do(board, Rate(who, slow, note="slow"))
        do(board, Rate(who, dear, note="dear"))
    toughest = table(board).toughest
    assert toughest is not None and toughest.id == "nothing"
    assert [(line.words, line.advantage) for line in table(board).leads] == [("slow", 3), ("dear", 1)]


def test_picked_needs_stand_by_kind_and_weight(board: Board) -> None:
    put(board, "gains", "small", "great", picked=True)
    do(board, ScoreNotes(("dear", "great"), 5))
    kinds = [kind.id for kind in board.canvas.kinds if kind.id in ("pain", "gain")]
    words = {"pain": ["dear", "slow"], "gain": ["great", "small"]}
    assert [line.words for line in table(board).lines] == [*words[kinds[0]], *words[kinds[1]]]


def test_many_scores_are_one_step(board: Board) -> None:
    rates = (Rate("us", 1, note="slow"), Rate("us", 4, note="slow"), Rate("paper", 2, note="dear"))
    assert len(do(board, RateAll(rates))) == 2
    assert [line.scores for line in table(board).lines] == [{"us": 4}, {"paper": 2}]
    with pytest.raises(RuleBroken):
        do(board, RateAll((Rate("us", 0, note="slow"), Rate("us", 9, note="dear"))))
    assert table(board).lines[0].scores == {"us": 4}


def test_what_speaks_for_us_is_what_answers_where_we_lead(board: Board) -> None:
    do(board, EditNote("fast", {"text": "Set up in one day."}))
    do(board, AddCriterion("Price", id="price"))
    for who, note, score in (("us", "slow", 4), ("paper", "slow", 1), ("us", "dear", 2), ("paper", "dear", 3)):
        do(board, Rate(who, score, note=note))
    do(board, RateAll((Rate("us", 5, criterion="price"), Rate("nothing", 4, criterion="price"))))
    assert [reason.words for reason in reasons(board, fit(board), table(board))] == ["set up in one day", "price"]
    said = [words for _, words in alternatives(board, table(board))]
    assert said == ["Paper cards", "Resellers alone", "doing nothing"]


def test_a_standing_says_its_sum(board: Board) -> None:
    (line, _) = table(board).lines
    assert standing_sum(table(board), line) == "Not compared yet: nobody is scored"
    do(board, Rate("us", 4, note="slow"))
    assert standing_sum(table(board), table(board).lines[0]) == "Not compared yet: nobody else is scored"
    do(board, RateAll((Rate("paper", 2, note="slow"), Rate("nothing", 2, note="slow"))))
    words = "Ahead by 2: ours 4 less 2 of the best other (Paper cards, Do nothing)"
    assert standing_sum(table(board), table(board).lines[0]) == words


def test_reasons_are_joined_as_a_person_would() -> None:
    said = ""
    for reason in ("it is fast", "it is cheap", "nothing gets lost", "It is fast"):
        said = with_reason(said, reason)
    assert said == "it is fast, it is cheap and nothing gets lost"


def test_a_competitor_goes_with_its_scores(board: Board) -> None:
    do(board, Rate("paper", 2, note="slow"))
    do(board, DeleteCompetitor("paper"))
    assert not board.ratings and not board.competitors


def test_the_difference_is_one_sentence(board: Board) -> None:
    assert difference(board) == ""
    do(board, EditBoard({"alternative": "paper cards.", "because": "they cannot be lost"}))
    assert difference(board) == "Better than paper cards because they cannot be lost."


def test_what_is_refused(board: Board) -> None:
    for command, words in (
        (AddCompetitor("  "), "needs a name"),
        (AddCompetitor("Paper cards"), "compared already"),
        (AddCriterion(" "), "needs words"),
        (AddCriterion(note="fast"), "Only needs"),
        (Rate("paper", 6, note="slow"), "0 to 5"),
        (Rate("nobody", 1, note="slow"), "not on the board"),
        (DeleteCriterion("nothing"), "not on the board"),
    ):
        with pytest.raises(RuleBroken, match=words):
            do(board, command)
