"""Notes and links as a screen reader says them."""

from canvas_app.app.describe import describe_link, describe_note, describe_selection
from canvas_app.domain.commands import EditNote
from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.gaps import DecideGap
from tests.domain.builder import do, new_board, put, tie


def test_a_note_says_kind_rank_text_score_links_and_marks() -> None:
    board = new_board()
    put(board, "pains", "a", ranked=True)
    put(board, "pains", "b", ranked=True, score=4, picked=True)
    put(board, "pains", "c")
    put(board, PARKING, "p")
    put(board, "relievers", "r", "s")
    put(board, "jobs", "j")
    do(board, EditNote("b", {"text": "Slow\nonboarding"}))
    do(board, EditNote("c", {"text": ""}))
    tie(board, ("r", "b", 2), ("s", "b", 3), ("b", "j", 1))
    notes = board.notes
    assert describe_note(board, notes["a"]) == "Pain 1 of 2, a"
    assert (
        describe_note(board, notes["b"])
        == "Pain 2 of 2, Slow onboarding, severity 4, two pain relievers, one customer job, picked"
    )
    assert describe_note(board, notes["c"]) == "Pain, not ranked, empty note"
    assert describe_note(board, notes["p"]) == f"{board.canvas.kind(notes['p'].kind).label}, parked, p"
    link = board.links["s-b"]
    assert describe_link(board, link, "s") == "Fully relieves pain: Slow onboarding"
    assert describe_link(board, link, "b") == "Pain reliever: s, fully relieves this"
    assert describe_selection(board, ("a",), ()) == "Pain 1 of 2, a"
    assert describe_selection(board, ("a", "b"), ("s-b",)) == "2 notes and 1 link selected"
    assert describe_selection(board, (), ("s-b",)) == "Link. s: Fully relieves pain: Slow onboarding"
    assert describe_selection(board, (), ()) == ""


def test_a_note_says_what_is_known_about_it() -> None:
    board = new_board()
    put(board, "pains", "a", ranked=True, picked=True)
    do(board, AddEvidence(About("note", "a"), {"level": "assumption"}))
    assert describe_note(board, board.notes["a"]) == "Pain 1 of 1, a, picked"
    do(board, AddEvidence(About("note", "a"), {"level": "strong"}))
    assert describe_note(board, board.notes["a"]) == "Pain 1 of 1, a, picked, strong evidence"
    do(board, AddTest({"note": "a", "result": "failed"}))
    assert describe_note(board, board.notes["a"]) == "Pain 1 of 1, a, picked, some evidence, its test failed"


def test_a_gap_says_what_was_decided_about_it() -> None:
    board = new_board()
    put(board, "pains", "a", ranked=True)
    do(board, DecideGap("a", {"choice": "partner"}))
    assert describe_note(board, board.notes["a"]) == "Pain 1 of 1, a, decision: partner for it"
