"""The plain-language check of a board's statements: which list applies, and what the person lets pass."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from canvas_app.app import resources
from canvas_app.app.settings import Settings, load_settings
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Statement
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.domain.fit import Fit
from canvas_app.domain.statements import has_evidence, traced
from canvas_app.language.checks import Context, Finding, check, grade, replaced
from canvas_app.language.lists import WordList, joined, list_from_toml, own_list

_MAX_LIST_FILE = 4_000_000
_MOST_KEPT = 4000
"""Texts whose findings are kept ready."""


@dataclass(frozen=True)
class Checked:
    """What the check says of a text: findings, why it could not look at words, and the school grade of English."""

    findings: tuple[Finding, ...] = ()
    notice: str = ""
    grade: int | None = None


@dataclass
class Lists:
    """The word lists by language, and what was wrong with files of the person's own that were refused."""

    by_language: dict[str, WordList] = field(default_factory=dict)
    problems: list[UserError] = field(default_factory=list)


class PlainLanguage:
    """Checks statements by the shipped lists, a person's own files, and the words and choices in the settings."""

    def __init__(self, own_words: Mapping[str, str] | None = None, let_pass: tuple[str, ...] = ()):
        self._own_words = dict(own_words or {})
        self._let_pass = frozenset(let_pass)
        self._known: dict[str, WordList | None] = {}
        self._kept: dict[tuple[object, ...], tuple[Finding, ...]] = {}

    @classmethod
    def of(cls, settings: Settings) -> "PlainLanguage":
        return cls(settings.own_words, settings.let_pass)

    def words(self, language: str) -> WordList | None:
        """The list of a language with the person's own words; None where nothing is known of it."""
        if language not in self._known:
            listed = word_lists(language).by_language.get(language)
            own = own_list(language, self._own_words) if listed is not None else None
            self._known[language] = joined(one for one in (listed, own) if one is not None)
        return self._known[language]

    def check(self, board: Board, figures: Fit, statement: Statement, text: str | None = None) -> Checked:
        """What there is to say about a statement, or about a text that is to be its own."""
        language = language_of(board)
        words = self.words(language)
        info = board.info
        text = statement.text if text is None else text
        known: dict[str, Any] = {
            "customers": tuple(who for who in (info.customer, info.segment, info.partner) if who.strip()),
            "outcome": info.goal,
            "glossary": frozenset(info.glossary),
            "traced": traced(board, figures, statement),
            "evidence": has_evidence(board, statement),
            "ignored": self._let_pass | frozenset(statement.ignored),
        }
        key = (text, language, *known.values())
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = check(text, language, Context(words=words, **known))
        return Checked(self._kept[key], "" if words else no_words(language), grade(text) if language == "en" else None)

    def count(self, board: Board, figures: Fit, statement: Statement) -> int:
        """How many findings a statement has."""
        return len(self.check(board, figures, statement).findings)

    def replaced(self, board: Board, text: str, finding: Finding, suggestion: str) -> str:
        """The text with what was found said plainly."""
        return replaced(text, finding, suggestion, self.words(language_of(board)))


def findings_as_data(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """The `findings` of a statement in `show --json`; places count characters, 0 to 0 is the whole text."""
    return [
        {
            "start": finding.start,
            "end": finding.end,
            "rule": finding.rule,
            "words": finding.words,
            "why": finding.why,
            "suggestions": list(finding.suggestions),
        }
        for finding in findings
    ]


def checker(board: Board, figures: Fit) -> Callable[[Statement], Checked]:
    """The check of a board's statements by the person's settings, for the command line and for files."""
    plain = PlainLanguage.of(load_settings())
    return lambda statement: plain.check(board, figures, statement)


def findings_of(board: Board, figures: Fit) -> dict[str, list[dict[str, Any]]]:
    """What is found in all statements, by their ids, as plain values."""
    look = checker(board, figures)
    return {statement.id: findings_as_data(look(statement).findings) for statement in board.statements}


def language_of(board: Board) -> str:
    """The language of a board without its country: "en" of "en-GB"."""
    return board.info.language.replace("_", "-").partition("-")[0].strip().lower()


def no_words(language: str) -> str:
    """That there is no list for a language, as a sentence."""
    name = f"{language_name(language)} ({language})" if language else "boards without a language"
    return (
        f"The plain-language check knows no words for {name} yet; it looks at lengths, acronyms, the customer and the"
        f" picks only. A list of your own goes into {resources.own_lists_folder()}."
    )


def language_name(language: str) -> str:
    return languages().get(language, language)


@cache
def languages() -> Mapping[str, str]:
    """What languages are called, by their codes."""
    names: dict[str, str] = tomllib.loads((resources.root() / "language" / "languages.toml").read_text("utf-8"))
    return names


def word_lists(only: str = "") -> Lists:
    """The shipped lists and the person's own, those of one language joined; a broken file is reported, not fatal.

    `only` names the one shipped list that is read where not all are wanted.
    """
    folder = resources.own_lists_folder()
    lists = Lists()
    found: dict[str, list[WordList]] = {}
    for path in sorted((resources.root() / "language").glob(f"jargon-{only if only.isalpha() else '*'}.toml")):
        shipped = _shipped(path)
        found.setdefault(shipped.language, []).append(shipped)
    try:
        own = sorted(folder.glob("*.toml"))
    except OSError as error:
        lists.problems.append(BadInput(f"{folder}: cannot be read, {error.strerror}; check the folder."))
        own = []
    for path in own:
        try:
            mine = _own(path)
        except UserError as problem:
            lists.problems.append(problem)
        else:
            found.setdefault(mine.language, []).append(mine)
    for language, all_of_it in found.items():
        whole = joined(all_of_it)
        if whole is not None:
            lists.by_language[language] = whole
    return lists


@cache
def _shipped(path: Path) -> WordList:
    return list_from_toml(path.read_bytes(), str(path))


def _own(path: Path) -> WordList:
    try:
        if not path.is_file():
            raise BadInput(f"{path}: is not a regular file; put a TOML file there.")
        if path.stat().st_size > _MAX_LIST_FILE:
            raise BadInput(f"{path}: is larger than {_MAX_LIST_FILE:,} bytes; a word list is a few kilobytes.")
        return list_from_toml(path.read_bytes(), str(path))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read, {error.strerror}; check its permissions.") from error
