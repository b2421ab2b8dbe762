"""The sections of the report about fit, gaps, competition, evidence, tests and the log."""

from collections.abc import Sequence
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, AddStatement, EditBoard, MarkFinal, NewNote, PickNotes
from canvas_app.domain.decide_competition import AddCompetitor, AddCriterion, Rate
from canvas_app.domain.decide_voting import PassPen, PutDot, RevealRound, StartRound
from canvas_app.domain.entities import Decision, Part
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.patch import insert
from canvas_app.domain.sittings import BeginSitting, NamePeople, RecordStint
from canvas_app.export.pdf.document import Rendered, render_pdf
from canvas_app.export.pdf.options import PdfOptions
from tests.export.boards import board_of, canvas, do, icons, paper
from tests.export.readers import by_pdfium, ink, opened, plain, solid


def report(board: Board) -> Rendered:
    return render_pdf(board, paper(), PdfOptions(), icons())


def text(board: Board) -> str:
    return plain(" ".join(by_pdfium(report(board).data)))


def headings(board: Board) -> list[str]:
    with opened(report(board).data) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


@pytest.fixture
def board() -> Board:
    board = board_of(canvas(), partner="Resellers")
    notes = [("slow", "pains"), ("dear", "pains"), ("fast", "relievers"), ("cheap", "relievers"), ("work", "jobs")]
    do(board, AddNotes(tuple(NewNote(text=f"The {name} one", zone=zone, id=name) for name, zone in notes)))
    return board


def test_a_section_is_there_only_when_it_has_something_to_say(board: Board) -> None:
    sections = ["Canvas", "All notes"]
    assert headings(board) == sections
    do(board, AddLink("fast", "slow", 3))
    sections[1:1] = ["Fit", "Gaps and decisions"]
    assert headings(board) == sections
    board.apply(board.check([insert(Decision(id="d", note="dear", choice="partner", owner="Ana", due="2027-01-31"))]))
    assert headings(board) == sections
    do(board, EditBoard({"alternative": "paper"}))
    sections.insert(3, "Competition")
    assert headings(board) == sections
    do(board, AddEvidence(About("note", "slow"), {"level": "strong"}))
    sections.insert(4, "Evidence and tests")
    assert headings(board) == sections
    do(board, BeginSitting("2026-11-20T09:00:00.000Z", ("Ana",), id="w"))
    assert headings(board) == sections
    do(board, RecordStint("w", 3, 65.0, {"note added": 2}))
    sections.insert(5, "Session log")
    assert headings(board) == sections
    do(board, EditBoard({"glossary": {"POS": "point of sale"}}))
    sections.insert(5, "About this board")
    assert headings(board) == sections
    with opened(render_pdf(board, paper(), PdfOptions(log=False), icons()).data) as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == [title for title in sections if title != "Session log"]


def test_the_fit_as_a_table(board: Board) -> None:
    do(board, AddLink("fast", "slow", 3), AddLink("cheap", "slow", 1))
    words = text(board)
    assert "1 partly, 2 mostly, 3 fully · Pains: 50 % answered" in words
    assert "3.0 Pain The slow one 3 1" in words
    assert "Value of each answer 3.0 1.0" in words


def test_a_gap_with_its_decision(board: Board) -> None:
    decision = Decision(
        id="d", note="dear", choice="innovate", strategic=True, owner="Ana", due="2027-01-31", idea="cheap", why="Ask"
    )
    board.apply(board.check([insert(decision), insert(Decision(id="e", note="slow", choice="ignore"))]))
    words = text(board)
    assert "3.0 Pain The dear one Innovate Yes Ana 31 January 2027 The cheap one Ask" in words
    assert "3.0 Pain The slow one Ignore –" in words
    do(board, AddLink("fast", "slow", 2))
    assert "Decided, and answered since" in text(board)


def test_who_is_ahead_and_where_that_is_only_claimed(board: Board) -> None:
    do(board, PickNotes(("slow",), True), AddCompetitor("Paper cards", id="paper"), AddCriterion("Price", id="price"))
    do(board, Rate("us", 5, note="slow"), Rate("paper", 2, note="slow"), Rate("nothing", 1, note="slow"))
    do(board, Rate("us", 2, criterion="price"), Rate("paper", 3, criterion="price"))
    do(board, EditBoard({"alternative": "paper", "because": "it is fast"}))
    words = text(board)
    assert "Better than paper because it is fast." in words
    assert "The slow one 5 – 2 1 Ahead by 3, claim without evidence" in words
    assert "Price 2 – 3 – Behind by 1" in words
    assert words.count("Paper cards") == 2, "once in the table, once beside its line in the chart"
    do(board, AddEvidence(About("note", "slow"), {"level": "some"}))
    assert "Ahead by 3, claim" not in text(board)


def test_evidence_and_tests(board: Board) -> None:
    do(board, AddStatement((Part(text="It is fast."),), id="s"))
    do(board, AddEvidence(About("note", "slow"), {"level": "strong", "quote": "Three weeks!", "date": "2026-05-03"}))
    do(board, AddEvidence(About("statement", "s"), {"level": "some", "source": "Sales", "link": "https://x.org/a"}))
    card = {"believe": "They buy", "verify": "ask ten", "measure": "answers", "right_if": "six do"}
    result = {"result": "failed", "learned": "Two did", "next": "Ask others", "date": "2026-06-01", "owner": "Bo"}
    do(board, AddTest({**card, **result}))
    words = text(board)
    assert "Pain The slow one Strong evidence “Three weeks!” 3 May 2026" in words
    assert "Statement 1 It is fast. Some evidence Sales https://x.org/a" in words
    assert "They buy ask ten answers six do Failed 1 June 2026, Bo Two did Next: Ask others" in words


def test_the_log_tells_who_when_and_what(board: Board) -> None:
    do(board, BeginSitting("2026-11-20T09:00:00.000Z", ("Ana",), id="w"), NamePeople("w", ("Ana", "Bo")))
    do(board, RecordStint("w", 3, 65.0, {"note added": 2, "link added": 1}), RecordStint("w", 999, 3600.0))
    words = text(board)
    assert "20 November 2026 · 1:01:05 in all" in words
    assert "1:05" in words and "2 notes added, 1 link added" in words
    assert "999 Step 999 1:00:00" in words
    assert "Present: Ana, Bo" in words


def many(count: int) -> Sequence[Any]:
    needs = [NewNote(text=f"Need {n} of many", zone="pains", id=f"need{n}") for n in range(count)]
    answers = [NewNote(text=f"Answer {n} of many", zone="relievers", id=f"answer{n}") for n in range(count)]
    links = [AddLink(f"answer{n}", f"need{n}", n % 3 + 1) for n in range(count)]
    return [AddNotes(tuple(needs + answers)), *links]


def test_what_does_not_fit_goes_on_and_no_page_is_empty(board: Board) -> None:
    do(board, *many(40))
    do(board, AddTest({"believe": "A long belief. " * 400}))
    rendered = report(board)
    words = plain(" ".join(by_pdfium(rendered.data)))
    assert words.count("belief.") == 400
    assert "Answers 31 to 40 of 40" in words
    assert all(f"Need {n} of many" in words for n in range(40))
    assert min(ink(rendered.data)) > 0
    assert "Evidence and tests continued" in words


def test_the_chart_names_what_matters_and_is_not_served(board: Board) -> None:
    do(board, AddLink("fast", "slow", 3))
    words = text(board)
    assert "Matters and is not served" in words
    assert "Nothing answers it" in words and "Fully answered" in words
    assert words.count("The slow one") == 4, "canvas, fit, chart and all notes"
    do(board, *many(60))
    with_many = text(board)
    assert "without words here" in with_many


def test_the_votes_of_a_revealed_round(board: Board) -> None:
    voters = ("Ana", "Bo")
    do(board, StartRound(zones=("pains",), people=2, voters=voters, dots=2, most=2, id="round"))
    for turn, dots in enumerate((("slow", "slow"), ("dear", "slow"))):
        do(board, *(PutDot("round", turn, note) for note in dots), PassPen("round", turn))
    assert "Votes" not in headings(board)
    do(board, RevealRound("round"))
    assert headings(board)[1] == "Votes"
    words = text(board)
    assert "2 people with 2 dots each" in words
    assert "1 Pain The slow one 3 Ana, Bo 2 Pain The dear one 1 Bo" in words


def test_the_final_statement_is_marked(board: Board) -> None:
    do(board, AddStatement((Part(text="It is fast."),), id="s"), AddStatement((Part(text="It is cheap."),), id="t"))
    assert "Final" not in text(board)
    do(board, MarkFinal("t", True))
    words = text(board)
    assert "Final · Answers no need yet" in words
    assert words.count("Final") == 2, "on its card of the canvas page and beside its rank"


def test_what_the_first_page_cuts_is_told_about_the_board(board: Board) -> None:
    title, goal = "現場点検アプリの提案" * 40, "A goal with many words " * 20
    do(board, EditBoard({"title": title, "goal": goal}))
    rendered = render_pdf(board, paper(), PdfOptions(page="A5", orientation="portrait"), icons())
    first, *rest = by_pdfium(rendered.data)
    assert solid(title) not in solid(first)
    told = solid(" ".join(rest))
    assert solid(title) in told and solid(goal) in told
