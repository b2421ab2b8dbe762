"""The workshop's rows in a JSON file: out and in again, with the place of what is wrong."""

import json
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.errors import BadInput
from canvas_app.domain.fit import fit
from canvas_app.domain.patch import change, insert
from canvas_app.exchange import board_json, board_markdown, outline
from tests.exchange.boards import empty_board, imported
from tests.storage.boards import everything


@pytest.fixture
def board() -> Board:
    board = empty_board()
    board.apply(board.check([insert(row) for row in everything()]))
    patch = change(board.rounds["r-1"], anonymous=False)
    assert patch is not None
    board.apply(board.check([patch]))
    return board


def test_an_anonymous_round_brings_no_names() -> None:
    board = empty_board()
    board.apply(board.check([insert(row) for row in everything()]))
    again = imported(board_json.read(board_json.write(board, fit(board)).encode()))
    (round_,) = again.rounds.values()
    assert round_.anonymous and not round_.voters
    assert {vote.turn for vote in again.votes.values()} == {None}


def dumped(board: Board) -> dict[str, Any]:
    data = board_json.dump(board, fit(board))
    del data["board"], data["notes"]  # the texts there are not normalised
    plain: dict[str, Any] = json.loads(json.dumps(data))
    return plain


def test_every_row_comes_back_as_it_was(board: Board) -> None:
    data = dumped(board)
    again = imported(board_json.read(board_json.write(board, fit(board)).encode()))
    assert dumped(again) == data
    assert [row["rank"] for row in data["criteria"]] == [1, 2]
    assert data["step_states"][0]["rank_key"] == "b2"


def test_the_dots_of_a_round_that_is_not_revealed_are_left_out(board: Board) -> None:
    patch = change(board.rounds["r-1"], revealed=False)
    assert patch is not None
    board.apply(board.check([patch]))
    data = dumped(board)
    assert data["rounds"] and "votes" not in data


def test_ids_that_cannot_be_kept_are_changed_everywhere() -> None:
    data = {
        "format": 1,
        "board": {"title": "T"},
        "notes": [{"id": "a b", "zone": "pains", "text": "Slow"}],
        "competitors": [{"id": "rival", "name": "Rival"}, {"id": "x/y", "name": "Other", "rank": 1}],
        "ratings": [{"who": "x/y", "note": "a b", "score": 2}, {"who": "rival", "note": "a b", "score": 4}],
    }
    board = imported(board_json.read(json.dumps(data).encode()))
    assert [rival.name for rival in board.competitors] == ["Other", "Rival"]
    whose = {rating.score: rating.who for rating in board.ratings.values()}
    assert whose == {2: board.competitors[0].id, 4: "rival"}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"votes": [{"round": "r", "note": "n"}]}, r"votes\[0\]\.round: there is no round 'r'"),
    ({"ratings": [{"who": "them", "score": 1}]}, r"ratings\[0\]\.who: there is no competitor 'them'"),
    ({"ratings": [{"who": "us", "score": 6}]}, r"ratings\[0\]\.score: should be less than or equal to 5"),
    ({"evidence": [{"note": 3}]}, r"evidence\[0\]\.note: should be a valid string, not 3"),
    ({"criteria": [{"rank": 0}]}, r"criteria\[0\]\.rank: should be a whole number from 1, not 0"),
    ({"decisions": [{}]}, r"decisions\[0\]\.note: is missing; add it"),
    ({"test_cards": [{"hope": "x"}]}, r"test_cards\[0\]\.hope: is not known here"),
    ({"competitors": [{"id": "us", "name": "A"}]}, r"competitors\[0\]\.id: 'us' is taken on every board"),
    ({"competitors": [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}]}, r"competitors\[1\]\.id: 'a' is used"),
]

ROUND = {"id": "r", "zones": ["pains"], "people": 2, "dots": 2, "most": 1, "turn": 2, "revealed": True}
DOT = {"round": "r", "note": "p1", "turn": 0}
SAT = {"id": "s", "began": "2026-01-01T09:00:00Z"}
MISFITS: list[tuple[dict[str, Any], str]] = [
    ({"rounds": [{**ROUND, "people": "2"}]}, r"rounds\[0\]\.people: should be a valid integer"),
    ({"rounds": [{**ROUND, "revealed": 1}]}, r"rounds\[0\]\.revealed: should be a valid boolean"),
    ({"rounds": [{**ROUND, "zones": "pains"}]}, r"rounds\[0\]\.zones: should be a valid list"),
    ({"rounds": [{**ROUND, "id": one, "revealed": False} for one in "ab"]}, r"rounds\[1\]: goes on, as rounds\[0\]"),
    ({"rounds": [{**ROUND, "revealed": False}], "votes": [DOT]}, r"votes\[0\]\.round: goes on"),
    ({"rounds": [ROUND], "votes": [{**DOT, "turn": 2}]}, r"votes\[0\]\.turn: should be below 2"),
    ({"rounds": [ROUND], "votes": [DOT, DOT]}, r"votes\[1\]: is one dot too many on this note"),
    ({"rounds": [{**ROUND, "most": 2}], "votes": [DOT] * 3}, r"votes\[2\]: is one dot too many; a person"),
    ({"rounds": [ROUND], "votes": [{**DOT, "turn": None}] * 3}, r"votes\[2\]: is one dot too many on this note"),
    ({"ratings": [{"who": "us", "score": 3}]}, r"ratings\[0\]: should name a note or a criterion"),
    ({"ratings": [{"who": "us", "note": "p1", "score": n} for n in (3, 4)]}, r"ratings\[1\]: is about the same as"),
    ({"criteria": [{"text": " "}]}, r"criteria\[0\]: should have a text or name a note"),
    ({"criteria": [{"text": "Price"}, {"note": "p1"}, {"note": "p1"}]}, r"criteria\[2\]: is about .* criteria\[1\]"),
    ({"competitors": [{"name": "\n "}]}, r"competitors\[0\]\.name: is blank"),
    ({"competitors": [{"name": "A"}, {"name": " A"}]}, r"competitors\[1\]: is about the same as competitors\[0\]"),
    ({"decisions": [{"note": "p1"}, {"note": "p1"}]}, r"decisions\[1\]: is about the same as decisions\[0\]"),
    ({"decisions": [{"note": "p1", "due": "2026-13-45"}]}, r"decisions\[0\]\.due: should be a day such as"),
    ({"decisions": [{"note": "p1", "strategic": "yes"}]}, r"decisions\[0\]\.strategic: should be a valid boolean"),
    ({"evidence": [{"quote": "They said so"}]}, r"evidence\[0\]: should name one note, statement or criterion"),
    ({"evidence": [{"note": "p1", "statement": "s1"}]}, r"evidence\[0\]: should name one note"),
    ({"evidence": [{"note": "p1", "link": "javascript:alert(1)"}]}, r"evidence\[0\]\.link: should be an address"),
    ({"test_cards": [{"date": "soon"}]}, r"test_cards\[0\]\.date: should be a day such as .*, not 'soon'"),
    ({"sittings": [{**SAT, "began": "yesterday"}]}, r"sittings\[0\]\.began: should be a time such as"),
    ({"sittings": [SAT], "stints": [{"sitting": "s", "step": True}]}, r"stints\[0\]\.step: should be a valid integer"),
    ({"step_states": [{"skipped": True}]}, r"step_states\[0\]\.id: should be the number of a step in quotes"),
    ({"step_states": [{"id": "03"}]}, r"step_states\[0\]\.id: should be the number of a step in quotes"),
]


@pytest.mark.parametrize(("rows", "message"), MISFITS)
def test_rows_that_no_board_has_are_refused_with_their_place(rows: dict[str, Any], message: str) -> None:
    notes = [{"id": "p1", "zone": "pains", "text": "Slow"}]
    statements = [{"id": "s1", "text": "We help"}]
    data = {"format": 1, "board": {"title": "T"}, "notes": notes, "statements": statements, **rows}
    with pytest.raises(BadInput, match=message):
        imported(board_json.read(json.dumps(data).encode()))


def test_a_line_about_the_board_that_is_too_long_is_named_in_words() -> None:
    data = {"format": 1, "board": {"title": "T", "because": "b" * 501}, "notes": []}
    with pytest.raises(BadInput, match="the answer to 'because' is longer than 500 characters"):
        imported(board_json.read(json.dumps(data).encode()))


def test_lines_of_the_workshop_become_lines_and_addresses_are_completed() -> None:
    data = {
        "format": 1,
        "board": {"title": "T"},
        "notes": [{"id": "p1", "zone": "pains", "text": "Slow"}],
        "competitors": [{"name": "Big\nRival "}],
        "sittings": [{**SAT, "people": ["Ann\r\nB"]}],
        "evidence": [{"note": "p1", "source": "a\nb", "quote": "c\r\nd\u0000", "link": "example.com/x"}],
    }
    board = imported(board_json.read(json.dumps(data).encode()))
    assert [rival.name for rival in board.competitors] == ["Big Rival"]
    assert [sitting.people for sitting in board.sittings.values()] == [("Ann B",)]
    (piece,) = board.evidence.values()
    assert (piece.source, piece.quote, piece.link) == ("a b", "c\nd", "https://example.com/x")


@pytest.mark.parametrize(("rows", "message"), WRONG)
def test_what_is_wrong_is_said_with_its_place(rows: dict[str, Any], message: str) -> None:
    data = {"format": 1, "board": {"title": "T"}, "notes": [], **rows}
    with pytest.raises(BadInput, match=message):
        imported(board_json.read(json.dumps(data).encode()))


# the outline for people


def test_the_outline_tells_what_the_workshop_left_and_reading_passes_it_by(board: Board) -> None:
    values = {"customer": "cafés", "alternative": "paper", "because": "it is fast"}
    board.apply(board.check([patch for patch in [change(board.info, **values)] if patch]))
    text = board_markdown.write(board)
    assert "- Customer: cafés\n- Better than: paper\n- Because: it is fast\n" in text
    for words in (
        "## Gaps and decisions (report)\n\n- Empty note: watch; not strategically important; Ana; by 1 April 2025;",
        "- Better than paper because it is fast.\n",
        "- Price: Us together 5; not compared yet\n",
        "- Strong evidence, Queues: 日本語",
        "- Failed, 2 March 2025, O: we believe that B; to verify that, we will V; and measure M; we are right if R;",
        "- 1 March 2025, 1:02, Ana, Bo;b\n",
        "steps done (report)\n",
    ):
        assert words in text, words
    again = imported(outline.read(text.encode(), board.canvas))
    assert len(again.notes) == len(board.notes)
    assert (again.info.customer, again.info.alternative, again.info.because) == ("cafés", "paper", "it is fast")
    assert not again.test_cards


def test_an_outline_without_a_workshop_has_only_the_guide_below() -> None:
    text = board_markdown.write(empty_board())
    assert text.count("(report)") == 1 and "## Guide, 0 of 16 steps done (report)" in text
