"""Evidence and test cards: what can be done with them, and how well a note or statement is supported."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

from canvas_app.domain.board import Board
from canvas_app.domain.entities import Evidence, Level, TestCard
from canvas_app.domain.history import Step
from canvas_app.domain.ids import new_id

LEVELS: tuple[Level, ...] = get_args(Level)
"""The weakest first."""
LEVEL_WORDS: Mapping[Level, str] = {"assumption": "Assumption", "some": "Some evidence", "strong": "Strong evidence"}
RESULT_WORDS = {"": "Not finished", "passed": "Passed", "failed": "Failed", "unclear": "Unclear"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class About(NamedTuple):
    """What evidence speaks for or a test is about: a table ("note", "statement" or "criterion") and the row's id."""

    table: str
    id: str


@dataclass(frozen=True)
class AddEvidence:
    """A piece of evidence; `values` are level, source, quote, date (a day, ISO 8601) and link."""

    about: About
    values: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        return "Add evidence"


@dataclass(frozen=True)
class EditEvidence:
    id: str
    values: dict[str, Any]

    @property
    def label(self) -> str:
        return "Edit evidence"


@dataclass(frozen=True)
class DeleteEvidence:
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        return "Delete evidence"


@dataclass(frozen=True)
class AddTest:
    """A test card at a place of the list (None is last); `values` are any fields of it but its rank."""

    values: dict[str, Any] = field(default_factory=dict)
    index: int | None = None
    id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        return "Add test"


@dataclass(frozen=True)
class EditTest:
    """Gives a test card new values; a note takes the place of the statement that it was about, and the other way."""

    id: str
    values: dict[str, Any]

    @property
    def label(self) -> str:
        return "Test result" if "result" in self.values else "Edit test"


@dataclass(frozen=True)
class MoveTest:
    id: str
    index: int

    @property
    def label(self) -> str:
        return "Move test"


@dataclass(frozen=True)
class DeleteTests:
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        return "Delete test" if len(self.ids) == 1 else f"Delete {len(self.ids)} tests"


def plan_test(board: Board, about: About | None = None) -> AddTest:
    """A new test card, worded after the note or statement that it is about."""
    if about is None:
        return AddTest()
    row = board.table(about.table).get(about.id)
    return AddTest({about.table: about.id, "believe": getattr(row, "text", "")})


# what the board says about them


@dataclass(frozen=True)
class Support:
    """How well something is supported.

    `level` is that of the strongest piece of evidence, an assumption without any; then the latest test that passed or
    failed has its say: where it failed the level is one lower, where it passed it is "some" at least. Latest is by
    date, then by the order of the list; a test without a date is older than all with one. Tests that are not finished
    or came out unclear say nothing.
    """

    level: Level
    before: Level
    """What the evidence alone says."""
    pieces: int
    """How many pieces of evidence are of that level."""
    test: TestCard | None
    """The test that had its say."""

    @property
    def failed(self) -> bool:
        return self.test is not None and self.test.result == "failed"

    @property
    def marked(self) -> bool:
        """Whether there is anything to point out: evidence, or a test that failed."""
        return self.level != "assumption" or self.failed

    @property
    def why(self) -> str:
        """One sentence: "Strong evidence by 2 sources, lowered to some by the failed test of 3 May 2026"."""
        words = f"{LEVEL_WORDS[self.before]}"
        if self.pieces:
            words += f" by {_count(self.pieces, 'source')}"
        elif self.test is None:
            words += ": no evidence yet"
        if self.test is None:
            return words
        when = f" of {day_in_words(self.test.date)}" if self.test.date else ""
        if self.failed:
            if self.level == self.before:
                return f"{words}, and the test{when} failed"
            down = "an assumption" if self.level == "assumption" else self.level
            return f"{words}, lowered to {down} by the failed test{when}"
        if self.level == self.before:
            return f"{words}, and the test{when} passed"
        if self.pieces:
            return f"{words}, raised to some by the passed test{when}"
        return f"{LEVEL_WORDS[self.level]} by the passed test{when}"


UNSUPPORTED = Support("assumption", "assumption", 0, None)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def support(board: Board, about: About) -> Support:
    """How well one thing is supported."""
    pieces = [piece for piece in board.evidence.values() if about_of(piece) == about]
    tests = [test for test in board.test_cards if about_of(test) == about] if board.table("test_card") else []
    return _support(pieces, tests)


def supports(board: Board) -> dict[About, Support]:
    """The same of everything that has evidence or a test."""
    pieces: dict[About, list[Evidence]] = defaultdict(list)
    tests: dict[About, list[TestCard]] = defaultdict(list)
    for piece in board.evidence.values():
        if about := about_of(piece):
            pieces[about].append(piece)
    for test in board.test_cards:
        if about := about_of(test):
            tests[about].append(test)
    return {about: _support(pieces[about], tests[about]) for about in {**pieces, **tests}}


def levels(board: Board) -> Mapping[str, Level]:
    """How well notes and criteria are backed, by id, where anything backs them."""
    return {about.id: found.level for about, found in supports(board).items()}


def evidence_level(board: Board, about: About) -> tuple[Level, str]:
    """The level of something and the sentence that says why."""
    found = support(board, about)
    return found.level, found.why


def about_of(row: Evidence | TestCard) -> About | None:
    """What a piece of evidence or a test is about; None for a test about nothing."""
    for table in ("note", "statement", "criterion"):
        if row_id := getattr(row, table, None):
            return About(table, row_id)
    return None


def _support(pieces: list[Evidence], tests: list[TestCard]) -> Support:
    """`tests` in the person's order."""
    before = max((piece.level for piece in pieces), key=LEVELS.index, default=LEVELS[0])
    count = sum(piece.level == before for piece in pieces)
    spoken = [test for test in tests if test.result in ("passed", "failed")]
    test = max(enumerate(spoken), key=lambda place: (place[1].date, place[0]))[1] if spoken else None
    level = before
    if test is not None and test.result == "failed":
        level = LEVELS[max(LEVELS.index(before) - 1, 0)]
    elif test is not None:
        level = max(before, "some", key=LEVELS.index)
    return Support(level, before, count, test)


def verdict(board: Board, test: TestCard) -> str:
    """What a finished test did to the evidence of what it is about, as a sentence; "" where it did nothing to say."""
    about = about_of(test)
    if about is None or test.result not in ("passed", "failed"):
        return ""
    found = support(board, about)
    if found.test is None or found.test.id != test.id:
        return "A later test has the last word on it."
    before, now = LEVEL_WORDS[found.before].lower(), LEVEL_WORDS[found.level].lower()
    if found.level == found.before:
        return f"It was an {before}, and stays one." if now == "assumption" else f"It stays at {now}."
    return f"{'Lowers' if found.failed else 'Raises'} it from {before} to {now}."


def marks(board: Board) -> dict[str, str]:
    """What is shown on notes, by id, where there is anything to show: "some", "strong" or "failed"."""
    if not board.table("evidence") and not board.table("test_card"):
        return {}
    return {
        about.id: "failed" if found.failed else found.level
        for about, found in supports(board).items()
        if about.table == "note" and found.marked
    }


def concerns_evidence(step: Step) -> bool:
    """Whether a step may change what is known about how anything is supported."""
    return any(patch.entity in ("evidence", "test_card") for patch in step.patches)


# days and addresses


def read_day(text: str) -> str:
    """A day as ISO 8601, "" for none. Raises ValueError for what is no day."""
    text = text.strip()
    return date.fromisoformat(text).isoformat() if text else ""


def day_in_words(day: str) -> str:
    """ "3 May 2026"; what is no day stays as it is."""
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"


def read_link(text: str) -> str:
    """An address of the web, "" for none; "example.com/page" becomes "https://example.com/page".

    Raises ValueError for anything that is not of the web.
    """
    text = text.strip()
    if not text:
        return ""
    whole = text if "://" in text or ":" in text.partition("/")[0] else f"https://{text}"
    parts = urlsplit(whole)
    host = parts.hostname or ""
    odd = any(char.isspace() or not char.isprintable() for char in whole)
    if parts.scheme.lower() not in ("http", "https") or odd or not host or (whole != text and "." not in host):
        raise ValueError(f"{text!r} is no address of the web")
    return whole
