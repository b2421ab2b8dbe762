"""Evidence and test cards: the level that they give, the rules, and what goes with what they are about."""

from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddStatement, Delete, DeleteStatements, label
from canvas_app.domain.entities import Part
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.evidence import (
    About,
    AddEvidence,
    AddTest,
    DeleteEvidence,
    DeleteTests,
    EditEvidence,
    EditTest,
    MoveTest,
    day_in_words,
    evidence_level,
    marks,
    read_link,
    support,
    supports,
)
from tests.domain.builder import do, new_board, put

A = About("note", "a")


@pytest.fixture
def board() -> Board:
    board = new_board()
    put(board, "pains", "a", "b")
    do(board, AddStatement((Part(text="We help"),), id="s"))
    return board


def speak(board: Board, *levels: str) -> None:
    for n, level in enumerate(levels):
        do(board, AddEvidence(A, {"level": level}, id=f"e{n}-{len(board.evidence)}"))


def try_out(board: Board, result: str, date: str = "", index: int | None = None) -> str:
    command = AddTest({"note": "a", "result": result, "date": date}, index)
    do(board, command)
    return command.id


@pytest.mark.parametrize(
    ("levels", "tests", "level", "why"),
    [
        ((), [], "assumption", "Assumption: no evidence yet"),
        (("assumption",), [], "assumption", "Assumption by 1 source"),
        (("some", "strong", "strong"), [], "strong", "Strong evidence by 2 sources"),
        (
            ("strong", "strong"),
            [("failed", "2026-05-03")],
            "some",
            "Strong evidence by 2 sources, lowered to some by the failed test of 3 May 2026",
        ),
        (
            ("some",),
            [("failed", "")],
            "assumption",
            "Some evidence by 1 source, lowered to an assumption by the failed test",
        ),
        ((), [("failed", "2026-05-03")], "assumption", "Assumption, and the test of 3 May 2026 failed"),
        ((), [("passed", "2026-01-31")], "some", "Some evidence by the passed test of 31 January 2026"),
        (
            ("assumption",),
            [("passed", "")],
            "some",
            "Assumption by 1 source, raised to some by the passed test",
        ),
        (("strong",), [("passed", "")], "strong", "Strong evidence by 1 source, and the test passed"),
        # the latest by date, whatever the order of the list
        (
            ("strong",),
            [("failed", "2026-05-03"), ("passed", "2026-04-01")],
            "some",
            "Strong evidence by 1 source, lowered to some by the failed test of 3 May 2026",
        ),
        # of one day, the later in the list; one without a date is older than all
        (
            ("strong",),
            [("failed", "2026-05-03"), ("passed", "2026-05-03"), ("failed", "")],
            "strong",
            "Strong evidence by 1 source, and the test of 3 May 2026 passed",
        ),
        # what is open or unclear says nothing
        (
            ("strong",),
            [("failed", "2026-05-03"), ("unclear", "2026-06-01"), ("", "2026-07-01")],
            "some",
            "Strong evidence by 1 source, lowered to some by the failed test of 3 May 2026",
        ),
        (("some",), [("unclear", "2026-06-01")], "some", "Some evidence by 1 source"),
    ],
)
def test_level(board: Board, levels: Any, tests: Any, level: str, why: str) -> None:
    speak(board, *levels)
    for result, day in tests:
        try_out(board, result, day)
    assert evidence_level(board, A) == (level, why)
    assert supports(board).get(A, support(board, About("note", "b"))) == support(board, A)


def test_levels_are_of_one_thing_only(board: Board) -> None:
    speak(board, "strong")
    do(board, AddEvidence(About("statement", "s"), {"level": "some"}))
    assert evidence_level(board, About("note", "b"))[0] == "assumption"
    assert evidence_level(board, About("statement", "s"))[0] == "some"


def test_marks_are_few(board: Board) -> None:
    assert marks(board) == {}
    speak(board, "assumption")
    assert marks(board) == {}
    speak(board, "some")
    assert marks(board) == {"a": "some"}
    try_out(board, "failed")
    do(board, AddTest({"note": "b", "result": "failed"}))
    assert marks(board) == {"a": "failed", "b": "failed"}


def test_evidence_goes_with_what_it_speaks_for_and_a_test_stays(board: Board) -> None:
    speak(board, "strong")
    do(board, AddEvidence(About("statement", "s")))
    note_test = try_out(board, "failed")
    do(board, AddTest({"statement": "s"}))
    do(board, Delete(("a",)))
    do(board, DeleteStatements(("s",)))
    assert not board.evidence
    assert [(test.note, test.statement) for test in board.test_cards] == [(None, None)] * 2
    assert board.test_cards[0].id == note_test and board.test_cards[0].result == "failed"


def test_values_are_edited_and_deleted(board: Board) -> None:
    do(board, AddEvidence(A, {"source": "Interview\r\n"}, id="e"))
    do(
        board,
        EditEvidence("e", {"quote": "Slow!", "date": " 2026-05-03 ", "link": "example.com/a b".partition(" ")[0]}),
    )
    piece = board.evidence["e"]
    assert (piece.source, piece.quote, piece.date, piece.link) == (
        "Interview\n",
        "Slow!",
        "2026-05-03",
        "https://example.com/a",
    )
    assert do(board, EditEvidence("e", {"quote": "Slow!"})) == []
    do(board, DeleteEvidence(("e", "gone")))
    assert not board.evidence


def test_a_test_is_about_one_thing_or_nothing(board: Board) -> None:
    do(board, AddTest({"note": "a"}, id="t"))
    do(board, EditTest("t", {"statement": "s"}))
    assert (board.test_cards[0].note, board.test_cards[0].statement) == (None, "s")
    do(board, EditTest("t", {"note": "b"}))
    assert (board.test_cards[0].note, board.test_cards[0].statement) == ("b", None)
    do(board, EditTest("t", {"note": None}))
    assert (board.test_cards[0].note, board.test_cards[0].statement) == (None, None)


def test_tests_keep_the_persons_order(board: Board) -> None:
    for name in "pqr":
        do(board, AddTest(id=name))
    do(board, AddTest(index=0, id="o"))
    assert [test.id for test in board.test_cards] == ["o", "p", "q", "r"]
    do(board, MoveTest("r", 1))
    assert [test.id for test in board.test_cards] == ["o", "r", "p", "q"]
    assert do(board, MoveTest("o", -5)) == []
    do(board, DeleteTests(("r", "o")))
    assert [test.id for test in board.test_cards] == ["p", "q"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (AddEvidence(About("note", "gone")), "That note is not on the board any more."),
        (AddEvidence(About("statement", "gone")), "That value statement is not on the board any more."),
        (AddEvidence(About("link", "x")), "Evidence speaks for a note, a statement or a criterion."),
        (AddEvidence(A, {"date": "3 May"}), "A date is written year-month-day, for example 2026-05-03."),
        (AddEvidence(A, {"date": "2026-02-30"}), "A date is written year-month-day, for example 2026-05-03."),
        (AddEvidence(A, {"link": "javascript:alert(1)"}), "A link is an address that begins with http:// or https://."),
        (AddEvidence(A, {"source": "x" * 501}), "The source holds 500 characters at most; this one has 501."),
        (AddEvidence(A, {"quote": "x" * 20_001}), "A text holds 20,000 characters at most; this one has 20,001."),
        (EditEvidence("gone", {}), "That piece of evidence is not on the board any more."),
        (EditTest("gone", {}), "That test is not on the board any more."),
        (MoveTest("gone", 1), "That test is not on the board any more."),
        (AddTest({"note": "a", "statement": "s"}), "A test is about one note or one statement, or about neither."),
        (AddTest({"statement": "gone"}), "That value statement is not on the board any more."),
        (AddTest({"date": "soon"}), "A date is written year-month-day, for example 2026-05-03."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(board: Board, command: Any, words: str) -> None:
    with pytest.raises(RuleBroken) as error:
        do(board, command)
    assert str(error.value) == words
    assert not board.evidence and not board.test_cards


@pytest.mark.parametrize("text", ["file:///etc/passwd", "foo", "http://", "http://a b.c", "mailto:a@b.c", "http://["])
def test_links_are_of_the_web(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|Invalid"):
        assert read_link(text)


def test_words() -> None:
    assert [label(command) for command in (AddEvidence(A), EditEvidence("e", {}), DeleteEvidence(("e",)))] == [
        "Add evidence",
        "Edit evidence",
        "Delete evidence",
    ]
    tests = (AddTest(), EditTest("t", {}), EditTest("t", {"result": "failed"}), MoveTest("t", 0), DeleteTests(("t",)))
    assert [label(command) for command in tests] == ["Add test", "Edit test", "Test result", "Move test", "Delete test"]
    assert label(DeleteTests(("t", "u"))) == "Delete 2 tests"
    assert day_in_words("some day") == "some day"
