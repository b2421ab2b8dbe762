"""What is hidden in a vote is told by no output: two boards that differ only in it give the same to the letter."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from canvas_app.app import exporting, importing, resources
from canvas_app.app.describe import describe_note
from canvas_app.app.session import Session
from canvas_app.domain.commands import MoveToZone
from canvas_app.domain.decide_voting import PassPen, PutDot, RevealRound, StartRound, TakeBackDot
from canvas_app.domain.fit import fit
from canvas_app.domain.search import Query, Search
from canvas_app.domain.sittings import count_changes
from canvas_app.domain.voting import held_back, standings, supporters, tally
from canvas_app.exchange import board_csv, board_json, board_markdown, outline
from canvas_app.exchange.board_pdf import attached_board
from tests.exchange.boards import imported
from tests.export.readers import by_pdfium

CANVAS = resources.catalogue().canvas("value-proposition")


def voting(path: Path, choose: slice, anonymous: bool) -> Session:
    """The sample board, the first of two people having voted."""
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    session.do(StartRound(("pains",), voters=("Quentin", "Zoltan"), anonymous=anonymous, id="r"))
    for n, note in enumerate(session.board.in_zone("pains")[choose]):
        session.do(PutDot("r", 0, note.id, f"v{n}"))
    session.do(PassPen("r", 0))
    return session


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    sessions = (
        voting(tmp_path / "a.valueboard", slice(0, 3), request.param),
        voting(tmp_path / "b.valueboard", slice(3, 5), request.param),
    )
    yield sessions
    for session in sessions:
        session.close()


def told(session: Session, folder: Path) -> dict[str, object]:
    """Everything that is said of a board, but when it was made."""
    board = session.board
    data = board_json.dump(board, fit(board))
    del data["board"]
    pdf = folder / f"{session.path.stem}.pdf"
    if not board.rounds["r"].anonymous:  # once is enough, it takes its time
        exporting.export_board(board, "", 0, pdf, force=True)
    unit = session.history.undoable
    round_ = board.rounds["r"]
    return {
        "json": data,
        "markdown": board_markdown.write(board),
        "csv": board_csv.write(board),
        "pdf": by_pdfium(pdf.read_bytes()) if pdf.exists() else [],
        "in the pdf": {**json.loads(attached_board(pdf.read_bytes())), "board": None} if pdf.exists() else {},
        "spoken": [describe_note(board, note) for note in board.in_order()],
        "found": [Search(board).matches(Query(votes=n)) for n in (0, 1, 2)],
        "counted": (tally(board, round_), [row.dots for row in standings(board, round_, "pains")]),
        "people": [supporters(board, round_, note) for note in board.notes],
        "undo": (unit.label, held_back(board, unit.groups)) if unit else None,
    }


def test_two_votes_that_differ_look_the_same_until_they_are_revealed(
    pair: tuple[Session, Session], tmp_path: Path
) -> None:
    one, other = pair
    assert told(one, tmp_path) == told(other, tmp_path)
    for session in pair:
        session.do(PassPen("r", 1))
    assert told(one, tmp_path) == told(other, tmp_path)
    for session in pair:
        session.do(RevealRound("r"))
    shown, else_shown = told(one, tmp_path), told(other, tmp_path)
    assert [key for key in shown if shown[key] == else_shown[key]] == [
        key
        for key in shown
        if key == "undo" or (key in ("pdf", "in the pdf", "people") and one.board.rounds["r"].anonymous)
    ]


def test_an_anonymous_vote_leaves_no_name_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.valueboard"
    session = voting(path, slice(0, 2), anonymous=True)
    session.close()
    assert b"Quentin" not in path.read_bytes() and b"Zoltan" not in path.read_bytes()


def test_the_log_of_a_workshop_counts_no_dots(tmp_path: Path) -> None:
    session = voting(tmp_path / "a.valueboard", slice(0, 2), anonymous=True)
    note = session.board.in_zone("pains")[0].id
    for command in (PutDot("r", 1, note), TakeBackDot("r", 1), PutDot("r", 1, note), PassPen("r", 1)):
        step = session.do(command)
        assert step is not None and not count_changes(step.patches)
    step = session.do(RevealRound("r"))
    assert step is not None and count_changes(step.patches) == {"vote revealed": 1}
    session.close()


def test_what_was_revealed_is_exported_and_reads_back_harmlessly(tmp_path: Path) -> None:
    session = voting(tmp_path / "a.valueboard", slice(0, 2), anonymous=False)
    session.do(PutDot("r", 1, session.board.in_zone("pains")[0].id))
    session.do(PassPen("r", 1))
    session.do(RevealRound("r"))
    board = session.board
    first, second, third = board.in_zone("pains")[:3]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(board_csv.write(board).lstrip("\ufeff"), newline=""))}
    assert [rows[note.id]["votes"] for note in (first, second, third)] == ["2", "1", "0"]
    assert {row["votes"] for row in rows.values() if row["zone"] == "gains"} == {""}
    assert "2 votes" in describe_note(board, first) and "vote" not in describe_note(board, third)
    text = board_markdown.write(board)
    assert text.count("- votes: 2") == 1 and text.count("- votes: 1") == 1
    for document in (
        board_csv.read(board_csv.write(board).encode(), CANVAS),
        outline.read(text.encode(), CANVAS),
    ):
        assert not document.notices
        again = imported(document)
        assert sorted(note.text for note in again.notes.values()) == sorted(n.text for n in board.notes.values())
        assert not again.votes and {note.detail for note in again.notes.values()} == {
            note.detail for note in board.notes.values()
        }
    session.do(MoveToZone((second.id,), "gains"))
    assert "votes: 1" in board_markdown.write(board)
    session.close()


def test_a_vote_that_goes_on_begins_anew_in_a_copy_made_of_its_json(tmp_path: Path) -> None:
    session = voting(tmp_path / "a.valueboard", slice(0, 2), anonymous=False)
    again = imported(board_json.read(board_json.write(session.board, fit(session.board)).encode()))
    assert [(row.turn, row.revealed, row.voters) for row in again.rounds.values()] == [
        (0, False, ("Quentin", "Zoltan"))
    ]
    assert not again.votes
    session.close()
