"""What a report says about a board, before any of it has a place on a page."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind
from canvas_app.domain.entities import PARKING, Note, Statement
from canvas_app.domain.fit import Fit, fit
from canvas_app.domain.theme import HueColours, Theme
from canvas_app.text.block import Span
from canvas_app.text.runs import han_language, isolate

PHRASE_WEIGHT = 650  # words that stand for a note
FREE_WEIGHT = 400
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class RankedStatement:
    """A statement with its place, its words by weight, what it answers (anchors first) and how much that matters."""

    rank: int
    statement: Statement
    spans: tuple[Span, ...]
    answers: tuple[Note, ...]
    score: int | None

    @property
    def score_text(self) -> str:
        return "–" if self.score is None else str(self.score)


class Content:
    """Everything derived from one board that more than one page needs."""

    def __init__(self, board: Board, theme: Theme) -> None:
        self.board = board
        self.canvas = board.canvas
        self.theme = theme
        self.figures: Fit = fit(board)
        self.ranks = board.ranks()
        self.statements = tuple(self._ranked(n, statement) for n, statement in enumerate(board.statements, 1))
        self.used_by: dict[str, tuple[int, ...]] = {}
        for ranked in self.statements:
            for note_id in ranked.statement.notes:
                self.used_by[note_id] = (*self.used_by.get(note_id, ()), ranked.rank)

    @property
    def title(self) -> str:
        return self.board.info.title.strip() or "Untitled board"

    @property
    def han_language(self) -> str:
        """The language whose Han the pages are drawn with."""
        board = self.board
        texts = [board.info.title, *(note.text + note.detail for note in board.notes.values())]
        texts += [ranked.statement.text for ranked in self.statements]
        return han_language("".join(texts), board.info.language)

    @property
    def parked(self) -> list[Note]:
        """Notes that lie in no zone."""
        return self.board.in_zone(PARKING)

    def kind(self, note: Note) -> Kind | None:
        return self.canvas.kind(note.kind)

    def hue(self, note: Note) -> HueColours:
        """The note's own colour where a person gave it one, else its kind's."""
        if note.colour in self.theme.hues:
            return self.theme.hue(note.colour)
        return self.kind_hue(note.kind)

    def kind_hue(self, kind_id: str) -> HueColours:
        kind = self.canvas.kind(kind_id)
        return self.theme.hue(kind.hue if kind else "grey")

    def dots(self, note: Note) -> int | None:
        """Importance 1 to 5 by score, else by rank; None where nobody said how important the note is."""
        if note.score is not None:
            return note.score
        if self.figures.basis.get(note.id) == "rank":
            return max(1, int(self.figures.importance[note.id] + 0.5))
        return None

    def details(self, note: Note) -> list[Span]:
        """What a note says besides its text: details, then a line of what its kind asks, tags, author."""
        kind = self.kind(note)
        labels = {field.id: field.label for field in kind.fields} if kind else {}
        said = {name: plain_words(value) for name, value in note.fields.items()}
        pairs = [(label, said.pop(name, "")) for name, label in labels.items()] + list(said.items())
        pairs += [("Tags", ", ".join(isolated(tag) for tag in note.tags)), ("Author", isolated(note.author))]
        spans = [Span(note.detail, FREE_WEIGHT)] if note.detail.strip() else []
        for n, (label, words) in enumerate(pair for pair in pairs if pair[1]):
            before = "  ·  " if n else "\n" if spans else ""
            spans += [Span(f"{before}{label}: ", PHRASE_WEIGHT), Span(words, FREE_WEIGHT)]
        return spans

    def subtitle(self) -> str:
        """The canvas, and whom and what the board is for."""
        info = self.board.info
        parts = [self.canvas.title, info.partner.strip()]
        parts += [
            f"{name}: {isolated(words)}"
            for name, words in (("Segment", info.segment), ("Customer", info.customer), ("Goal", info.goal))
            if words.strip()
        ]
        return "  ·  ".join(part for part in parts if part)

    def keywords(self) -> tuple[str, ...]:
        """What the board is about, in words to search for."""
        info = self.board.info
        words = [self.canvas.title, info.partner, info.segment, info.customer]
        return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))

    def in_words(self) -> str:
        """The drawing of the canvas for those who do not see it."""
        zones = ", ".join(zone.title for zone in self.canvas.zones)
        figures = self.figures
        fit = f" {figures.answered} of {len(figures.weights)} needs are answered." if figures.weights else ""
        return f"{self.canvas.title}: {zones}.{fit}"

    def counts(self) -> str:
        notes = counted(len(self.board.notes), "note", "notes")
        return joined([notes, counted(len(self.statements), "statement", "statements") if self.statements else ""])

    def grounds(self, ranked: RankedStatement) -> str:
        """How many notes of which kinds a statement answers, and its score."""
        per_kind: dict[str, int] = {}
        for note in ranked.answers:
            per_kind[note.kind] = per_kind.get(note.kind, 0) + 1
        words = []
        for kind_id, count in per_kind.items():
            kind = self.canvas.kind(kind_id)
            if kind:
                words.append(counted(count, kind.label.lower(), kind.many.lower()))
        answers = f"Answers {', '.join(words)}" if words else "Answers no need yet"
        return joined(["Final" if ranked.statement.final else "", answers, f"score {ranked.score_text}"])

    def _ranked(self, rank: int, statement: Statement) -> RankedStatement:
        return RankedStatement(
            rank, statement, _spans(statement), self._answers(statement), self.figures.statement_score(statement.notes)
        )

    def _answers(self, statement: Statement) -> tuple[Note, ...]:
        """The needs that the statement's notes answer, heaviest first, and before them the anchors they are tied to."""
        board, weights = self.board, self.figures.weights
        needs = sorted(self.figures.reached(statement.notes), key=lambda need: -weights.get(need, 0.0))
        anchors: dict[str, None] = {}
        for need in needs:
            for link in board.links_of(need):
                other = board.notes[link.target if link.source == need else link.source]
                if other.zone != PARKING and self.canvas.role(other.kind) == "anchor":
                    anchors[other.id] = None
        order = {kind.id: n for n, kind in enumerate(self.canvas.kinds)}
        found = [board.notes[need] for need in needs]
        found.sort(key=lambda note: order.get(note.kind, 0))
        return (*(board.notes[anchor] for anchor in anchors), *found)


def counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def isolated(words: str) -> str:
    """User text for use beside other words; left as it is where it reads from left to right anyway."""
    words = " ".join(words.split())
    return isolate(words) if has_rtl(words) else words


def plain_words(value: object) -> str:
    """A value of a field as words on one line; nothing for one that is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(words for one in value if (words := plain_words(one)))
        case dict():
            return ", ".join(
                f"{isolated(str(name))}: {words}" for name, one in value.items() if (words := plain_words(one))
            )
        case _:
            return isolated(str(value))


def quoted(words: str) -> str:
    """What somebody said, in quotation marks; in those that it came with where it has some."""
    words = isolated(words)
    return words if words.lstrip("\u2068")[:1] in tuple('“„”«»「『‹›"') else f"“{words}”"


def has_rtl(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def _spans(statement: Statement) -> tuple[Span, ...]:
    if not statement.text.strip():
        return (Span("(no words yet)", FREE_WEIGHT),)
    mixed = has_rtl(statement.text) and any(part.note is None and part.text.strip() for part in statement.parts)
    return tuple(
        Span(
            isolate(part.text) if mixed and part.note is not None else part.text,
            FREE_WEIGHT if part.note is None else PHRASE_WEIGHT,
        )
        for part in statement.parts
        if part.text
    )


def day(changed: str) -> str:
    """An ISO time as "21 November 2026"; nothing where it is none."""
    moment = _moment(changed)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}" if moment else ""


def moment(changed: str) -> datetime | None:
    """An ISO time in UTC; one that does not say where it is from is taken for that."""
    found = _moment(changed)
    if found is None:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _moment(changed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(changed)
    except ValueError:
        return None


def shortened(text: str, length: int) -> str:
    """A text on one line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def joined(words: Iterable[str]) -> str:
    return "  ·  ".join(word for word in words if word)


def numbers(ranks: Sequence[int]) -> str:
    return ", ".join(str(rank) for rank in ranks)
