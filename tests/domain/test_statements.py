"""Statements: made from a pattern, and keeping their ties to notes while they are edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Pattern
from canvas_app.domain.commands import (
    AddStatement,
    EditBoard,
    EditNote,
    IgnoreFinding,
    MarkFinal,
    MoveToZone,
    PickNotes,
    RenewWords,
)
from canvas_app.domain.entities import PARKING, Part
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit
from canvas_app.domain.statements import changed_notes, choose_notes, compose, edit_parts, join_parts
from tests.domain.builder import do, new_board, put, tie

PATTERN = Pattern(
    id="p", title="P", pattern="Our {product} helps {board.segment} to {job} by {reliever}[, unlike {alternative}]."
)


@pytest.fixture
def board() -> Board:
    """Two strands: product1 - reliever1 - pain1 - job1, and the same with 2; the second one is picked."""
    board = new_board(segment="cafés")
    put(board, "products", "product1", "product2")
    put(board, "relievers", "reliever1", "reliever2", "loose")
    put(board, "pains", "pain1", "pain2")
    put(board, "jobs", "job1", "job2")
    for n in "12":
        tie(board, (f"product{n}", f"reliever{n}", 3), (f"reliever{n}", f"pain{n}", 3), (f"pain{n}", f"job{n}", 3))
    do(board, PickNotes(("reliever2", "loose"), True))
    return board


def words(board: Board, pattern: str = PATTERN.pattern, seed: tuple[str, ...] = ()) -> str:
    parts = compose(board, fit(board), Pattern(id="p", title="P", pattern=pattern), seed)
    return "".join(part.text for part in parts)


def test_the_strongest_pick_leads_and_the_rest_follows_its_links(board: Board) -> None:
    assert words(board) == "Our product2 helps cafés to job2 by reliever2."


def test_seeds_come_first(board: Board) -> None:
    assert words(board, seed=("reliever1",)) == "Our product1 helps cafés to job1 by reliever1."
    assert words(board, seed=("pain1",)) == "Our product1 helps cafés to job1 by reliever1."


def test_what_no_statement_uses_yet_comes_first(board: Board) -> None:
    do(board, AddStatement(compose(board, fit(board), PATTERN)))
    assert words(board) == "Our product1 helps cafés to job1 by reliever1."


def test_parts_carry_their_notes(board: Board) -> None:
    parts = compose(board, fit(board), PATTERN)
    assert [(part.text, part.note, part.used) for part in parts] == [
        ("Our ", None, None),
        ("product2", "product2", "product2"),
        (" helps cafés to ", None, None),
        ("job2", "job2", "job2"),
        (" by ", None, None),
        ("reliever2", "reliever2", "reliever2"),
        (".", None, None),
    ]


def test_nothing_to_say_shows_the_gap() -> None:
    assert words(new_board()) == "Our [product or service] helps [segment] to [customer job] by [pain reliever]."


def test_a_passage_in_brackets_goes_as_a_whole(board: Board) -> None:
    assert words(board, "A[ b {gain} c]d[ e {job}]f") == "Ad e job1f"
    assert words(board, "Open [end") == "Open end"


def test_the_difference_and_the_customer_come_from_the_board(board: Board) -> None:
    pattern = "{board.customer}: {reliever}[, unlike {alternative}][, because {because}]. To {board.customer}"
    assert words(board, pattern).startswith("[customer]: reliever2. To")
    do(board, EditBoard({"customer": "café owners", "alternative": "paper cards", "because": "they get lost."}))
    assert words(board, pattern) == (
        "Café owners: reliever2, unlike paper cards, because they get lost. To café owners"
    )
    do(board, EditBoard({"customer": "iPad sellers"}))
    assert words(board, "{board.customer}") == "iPad sellers"


def test_words_of_a_note_that_changed(board: Board) -> None:
    do(board, AddStatement(compose(board, fit(board), PATTERN), id="s"))
    assert changed_notes(board, board.statements[0].parts) == ()
    do(board, EditNote("reliever2", {"text": "Quick set-up."}))
    do(board, EditNote("job2", {"text": "Win\nguests"}))
    assert changed_notes(board, board.statements[0].parts) == ("job2", "reliever2")
    do(board, RenewWords("s", "reliever2", take=True))
    assert board.statements[0].text == "Our product2 helps cafés to job2 by quick set-up."
    do(board, RenewWords("s", "job2", take=False))
    assert board.statements[0].text == "Our product2 helps cafés to job2 by quick set-up."
    assert changed_notes(board, board.statements[0].parts) == ()
    assert {part.used for part in board.statements[0].parts if part.note == "job2"} == {"Win\nguests"}
    do(board, EditNote("reliever2", {"text": "  "}))
    do(board, RenewWords("s", "reliever2", take=True))
    assert board.statements[0].text.endswith("by quick set-up.")


def test_one_statement_is_final_at_a_time(board: Board) -> None:
    for statement_id in "abc":
        do(board, AddStatement((Part(text=statement_id),), id=statement_id))
    do(board, MarkFinal("b", True))
    do(board, MarkFinal("c", True))
    assert [statement.id for statement in board.statements if statement.final] == ["c"]
    do(board, MarkFinal("b", False))
    assert [statement.id for statement in board.statements if statement.final] == ["c"]
    do(board, MarkFinal("c", False))
    assert not any(statement.final for statement in board.statements)


def test_findings_are_ignored_one_by_one(board: Board) -> None:
    do(board, AddStatement((Part(text="a"),), id="s"))
    do(board, IgnoreFinding("s", "word:a", True))
    do(board, IgnoreFinding("s", "rule:b", True))
    do(board, IgnoreFinding("s", "rule:b", True))
    assert board.statements[0].ignored == ("word:a", "rule:b")
    do(board, IgnoreFinding("s", "word:a", False))
    assert board.statements[0].ignored == ("rule:b",)
    with pytest.raises(RuleBroken, match="not on the board any more"):
        do(board, IgnoreFinding("gone", "word:a", True))


def test_parked_notes_are_not_used(board: Board) -> None:
    do(board, MoveToZone(("reliever2", "reliever1", "loose"), PARKING))
    assert "[pain reliever]" in words(board)
    assert "[pain reliever]" in words(board, seed=("reliever1",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bring regulars\n back.", "bring regulars back"),
        ("POS connector", "POS connector"),
        ("I do", "I do"),
        ("A thing", "A thing"),
        ("", "[customer job]"),
        ("  ", "[customer job]"),
    ],
)
def test_note_text_in_mid_sentence(board: Board, text: str, shown: str) -> None:
    do(board, EditNote("job2", {"text": text}))
    assert words(board, "To {job}!", seed=("job2",)) == f"To {shown}!"


def test_capitals_stay_at_the_start_and_in_other_languages(board: Board) -> None:
    do(board, EditNote("job2", {"text": "Bring back"}))
    assert words(board, "{job}. So: {job}", seed=("job2",)) == "Bring back. So: Bring back"
    do(board, EditBoard({"language": "de"}))
    assert words(board, "To {job}", seed=("job2",)) == "To Bring back"


def test_only_asked_kinds_are_chosen(board: Board) -> None:
    assert set(choose_notes(board, fit(board), ["job"], ())) == {"job"}
    assert choose_notes(board, fit(board), [], ("job1",)) == {}


def test_join_parts() -> None:
    parts = [Part(text="a"), Part(text=""), Part(text="b"), Part(text="c", note="n"), Part(text="d"), Part(text="")]
    assert join_parts(parts) == (Part(text="ab"), Part(text="c", note="n"), Part(text="d"))


# editing

PARTS = (Part(text="We "), Part(text="cut queues", note="n", used="Cut queues"), Part(text=" now"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We cut queues now", ["We ", "*cut queues", " now"]),
        ("We cut long queues now", ["We ", "*cut long queues", " now"]),
        ("We cut now", ["We ", "*cut ", "now"]),
        ("We  now", ["We  now"]),
        ("We happily cut queues now", ["We happily ", "*cut queues", " now"]),
        ("We cut queues right now", ["We ", "*cut queues", " right now"]),
        ("So we cut queues now", ["So we ", "*cut queues", " now"]),
        ("We cut queues now!", ["We ", "*cut queues", " now!"]),
        ("cut queues", ["*cut queues"]),
        ("Now we cut queues again", ["Now we ", "*cut queues", " again"]),
        ("", []),
        ("Something else", ["Something else"]),
    ],
)
def test_editing(text: str, expected: list[str]) -> None:
    parts = edit_parts(PARTS, text)
    assert [("*" if part.note else "") + part.text for part in parts] == expected
    assert all(part.used == "Cut queues" for part in parts if part.note)


PIECES = st.lists(
    st.tuples(st.text("ab c", max_size=4), st.none() | st.sampled_from(["n1", "n2", "n3"])), max_size=6
).map(lambda pieces: tuple(Part(text=text, note=note, used=text if note else None) for text, note in pieces))


@given(PIECES, st.text("ab cx", max_size=16))
def test_the_joined_text_is_what_was_typed(parts: tuple[Part, ...], text: str) -> None:
    edited = edit_parts(parts, text)
    assert "".join(part.text for part in edited) == text
    assert {part.note for part in edited} <= {part.note for part in parts} | {None}


@given(PIECES, st.data())
def test_notes_that_were_not_touched_keep_their_words(parts: tuple[Part, ...], data: st.DataObject) -> None:
    """One stretch of the text is replaced by letters that occur nowhere else: all notes clear of it stay."""
    parts = join_parts(parts)
    old = "".join(part.text for part in parts)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    typed = data.draw(st.text("XY", min_size=1, max_size=5))
    edited = edit_parts(parts, old[:start] + typed + old[end:])
    kept = [(part.text, part.note, part.used) for part in edited if part.note]
    at = 0
    for part in parts:
        begin, at = at, at + len(part.text)
        if part.note and (at <= start or begin >= end) and not begin < start < at:
            assert (part.text, part.note, part.used) in kept
    assert "".join(part.text for part in edited) == old[:start] + typed + old[end:]


@given(PIECES, st.lists(st.text("ab cx", max_size=16), max_size=5))
def test_editing_again_and_again(parts: tuple[Part, ...], texts: list[str]) -> None:
    parts = join_parts(parts)
    for text in texts:
        parts = edit_parts(parts, text)
        assert "".join(part.text for part in parts) == text
        assert all(part.text for part in parts)
