"""The check of a board: its customer, glossary, picks and evidence; the person's own lists, words and choices."""

import json
from pathlib import Path

import pytest

from canvas_app.app import importing, resources
from canvas_app.app.exporting import as_json
from canvas_app.app.plain_language import PlainLanguage, checker, findings_as_data, language_name, word_lists
from canvas_app.app.session import Session
from canvas_app.app.settings import Settings, load_settings, save_settings, settings_path
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddStatement, EditBoard, IgnoreFinding, PickNotes
from canvas_app.domain.entities import Part, Statement
from canvas_app.domain.evidence import About, AddEvidence, AddTest
from canvas_app.domain.fit import fit
from canvas_app.domain.statements import compose
from canvas_app.exchange.board_json import read
from tests.domain.builder import do, new_board, put, shipped, tie

WORDS = "We leverage the fastest POS till in 5 minutes"


@pytest.fixture
def board() -> Board:
    board = new_board(segment="cafés", customer="café owners")
    put(board, "relievers", "fast", "loose")
    put(board, "pains", "slow")
    tie(board, ("fast", "slow", 3))
    do(board, PickNotes(("slow",), True))
    do(board, AddStatement((Part(text=WORDS), Part(text=" fast", note="fast", used="fast")), id="s"))
    return board


def found(board: Board, plain: PlainLanguage | None = None, text: str | None = None) -> set[str]:
    checked = (plain or PlainLanguage()).check(board, fit(board), statement(board), text)
    return {finding.words or finding.rule for finding in checked.findings}


def statement(board: Board) -> Statement:
    return next(row for row in board.statements if row.id == "s")


def test_what_the_board_says_counts(board: Board) -> None:
    assert found(board) == {"leverage", "fastest", "POS", "no-customer"}
    do(board, EditBoard({"glossary": {"POS": "point of sale"}}))
    assert found(board) == {"leverage", "fastest", "no-customer"}
    do(board, EditBoard({"partner": "Till sellers"}))
    assert found(board) == {"leverage", "fastest"}
    do(board, AddEvidence(About("note", "fast"), {"level": "strong"}))
    assert found(board) == {"leverage"}
    do(board, AddTest({"note": "fast", "result": "failed"}))
    assert found(board) == {"leverage"}
    do(board, PickNotes(("slow",), False))
    assert found(board) == {"leverage", "untraceable"}
    do(board, IgnoreFinding("s", "word:leverage", True))
    assert found(board) == {"untraceable"}


def test_a_failed_test_takes_evidence_away(board: Board) -> None:
    do(board, AddEvidence(About("statement", "s"), {"level": "some"}))
    assert "fastest" not in found(board)
    do(board, AddTest({"statement": "s", "result": "failed"}))
    assert "fastest" in found(board)


def test_a_text_that_is_being_typed(board: Board) -> None:
    assert found(board, text="Cafés win 5") == set()


def test_the_grade_is_a_hint_for_english_only(board: Board) -> None:
    assert PlainLanguage().check(board, fit(board), statement(board)).grade is not None
    do(board, EditBoard({"language": "de-AT"}))
    checked = PlainLanguage().check(board, fit(board), statement(board))
    assert checked.grade is None and checked.notice == ""


def test_a_language_without_a_list_says_so(board: Board) -> None:
    do(board, EditBoard({"language": "fi"}))
    checked = PlainLanguage().check(board, fit(board), statement(board))
    assert checked.notice.startswith("The plain-language check knows no words for Finnish (fi) yet;")
    assert {finding.rule for finding in checked.findings} == {"acronym", "no-customer"}
    assert language_name("xx") == "xx"


def test_own_words_and_what_is_let_pass(board: Board) -> None:
    plain = PlainLanguage({"minutes": "moments"}, ("word:leverage", "rule:no-customer"))
    assert found(board, plain) == {"fastest", "POS", "minutes"}
    finding = next(one for one in plain.check(board, fit(board), statement(board)).findings if one.words == "minutes")
    assert plain.replaced(board, WORDS, finding, "moments").endswith("in 5 moments")


def test_settings_keep_them_and_stay_readable(board: Board) -> None:
    save_settings(Settings(own_words={"till": ""}, let_pass=("word:pos",)))
    assert {one.words or one.rule for one in checker(board, fit(board))(statement(board)).findings} == {
        "leverage",
        "fastest",
        "till",
        "no-customer",
    }
    settings_path().write_text('{"own_words": ["x"], "let_pass": {"y": 1}, "theme": "dark"}')
    assert load_settings() == Settings(theme="dark")


def test_own_lists_add_words_and_languages(board: Board) -> None:
    folder = resources.own_lists_folder()
    folder.mkdir(parents=True)
    family = '[[family]]\nid = "mine"\ntitle = "Mine"\nwhy = "We do not say {words}."\nentries = '
    (folder / "en.toml").write_text(f'schema = 1\nlanguage = "en"\n{family}[{{ words = "till", plain = ["desk"] }}]')
    (folder / "fi.toml").write_text(f'schema = 1\nlanguage = "fi"\n{family}[{{ words = "minutes", plain = ["x"] }}]')
    assert found(board) == {"leverage", "fastest", "POS", "till", "no-customer"}
    do(board, EditBoard({"language": "fi"}))
    assert found(board) == {"POS", "minutes", "no-customer"}


def test_broken_own_lists_are_told_and_the_rest_is_used(board: Board) -> None:
    folder = resources.own_lists_folder()
    (folder / "folder.toml").mkdir(parents=True)
    (folder / "big.toml").write_bytes(b"#" * 4_000_001)
    (folder / "bad.toml").write_text('schema = 1\nlanguage = "english"')
    lists = word_lists()
    assert {str(problem).partition(": ")[2] for problem in lists.problems} == {
        "is not a regular file; put a TOML file there.",
        "is larger than 4,000,000 bytes; a word list is a few kilobytes.",
        "'language': 'english' is no code of a language; write two or three small letters, such as fi.",
    }
    assert {"en", "de"} <= set(lists.by_language)
    assert found(board) == {"leverage", "fastest", "POS", "no-customer"}


def test_the_folder_of_lists_may_be_missing_or_a_file(tmp_path: Path) -> None:
    assert word_lists().problems == []
    resources.own_lists_folder().parent.mkdir(parents=True, exist_ok=True)
    resources.own_lists_folder().write_text("no folder")
    assert {"en", "de"} <= set(word_lists().by_language)


def test_findings_as_data(board: Board) -> None:
    first = findings_as_data(PlainLanguage().check(board, fit(board), statement(board)).findings)[1]
    assert first == {
        "start": 3,
        "end": 11,
        "rule": "vague-verb",
        "words": "leverage",
        "why": "“leverage” does not say what happens; name the deed.",
        "suggestions": ["use"],
    }


def test_statements_carry_their_findings_in_json_and_lose_them_when_read(board: Board) -> None:
    text = as_json(board)
    (row,) = json.loads(text)["statements"]
    assert {finding["words"] for finding in row["findings"]} == {"leverage", "fastest", "POS", ""}
    assert read(text.encode()).statements[0].id == "s"


@pytest.fixture
def sample(tmp_path: Path) -> Board:
    path = tmp_path / "Loyalty.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path)
    session.close()
    return session.board


def test_a_plain_statement_from_the_notes_of_the_sample_gets_no_finding(sample: Board) -> None:
    parts = (
        Part(text="Café owners "),
        Part(text="see every guest's last visit on one screen", note="creator-dashboard", used="Repeat-rate dashboard"),
        Part(text=", "),
        Part(text="set up in a day", note="reliever-oneday", used="Connector installs in one day"),
        Part(text=" by their till reseller"),
    )
    do(sample, AddStatement(parts, id="s"))
    assert found(sample) == set()


def test_jargon_on_the_sample_gets_at_least_five_plain_alternatives(sample: Board) -> None:
    text = "Our best-in-class, synergistic platform leverages cutting-edge AI to empower partners"
    do(sample, AddStatement((Part(text=text),), id="s"))
    findings = PlainLanguage().check(sample, fit(sample), statement(sample)).findings
    assert len([finding for finding in findings if finding.suggestions]) >= 5


def test_the_final_statement_of_the_sample_is_plainly_said(sample: Board) -> None:
    (final,) = [row for row in sample.statements if row.final]
    assert PlainLanguage().count(sample, fit(sample), final) == 0


@pytest.mark.parametrize("canvas", ["value-proposition", "partner-value-proposition", "business-model"])
def test_the_shipped_patterns_are_plainly_said(canvas: str) -> None:
    board = new_board(shipped(canvas), customer="cafés", partner="sellers", alternative="cards", because="it is quick")
    do(board, EditBoard({"segment": "cafés", "goal": "5 visits"}))
    for pattern in board.canvas.patterns:
        do(board, AddStatement(compose(board, fit(board), pattern), id=f"s-{pattern.id}"))
    for row in board.statements:
        found = {one.rule for one in PlainLanguage().check(board, fit(board), row).findings}
        assert not found & {"jargon", "vague-verb", "superlative", "acronym", "long-statement"}, row.text
