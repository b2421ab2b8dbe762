"""Finding notes: words in any script and spelling, and filters by what a note is."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Note
from canvas_app.domain.evidence import UNSUPPORTED, About, supports
from canvas_app.domain.voting import last_round, tally

_LETTERS = {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ـ": ""}
"""Letters whose stroke or tie Unicode does not take apart, and the dash that stretches Arabic words."""


def _is_accent(char: str) -> bool:
    """Whether a mark is a point or accent. Voicing of kana, vowels and tones of Indic and Thai words are letters."""
    height = unicodedata.combining(char)
    return height == 1 or 10 <= height <= 36 or height >= 200


class _Kept(dict[int, str | None]):
    """What stays of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        hidden = unicodedata.category(char) == "Cf" or 0xFE00 <= code <= 0xFE0F
        kept = None if hidden or _is_accent(char) else _LETTERS.get(char, char)
        self[code] = kept
        return kept


_KEPT = _Kept()


def fold(text: str) -> str:
    """Text for comparing: without case, accents, width, forms of composing, invisible characters and line breaks."""
    if not text.isascii():
        while True:
            plain = unicodedata.normalize("NFKD", text.casefold()).translate(_KEPT)
            if plain == text:
                break
            text = plain
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Query:
    """Words and filters; a note must meet all of them.

    `kinds` are ids of kinds, "parking" for parked notes; `tags` are folded; None among `scores` is "no score".
    `best` lets through ranks from 1 to it, 0 only what has none. `votes` are the least dots in the round revealed last;
    `evidence` are levels of it. An empty choice is no filter.
    """

    words: str = ""
    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    scores: frozenset[int | None] = frozenset()
    picked: bool | None = None
    linked: bool | None = None
    votes: int | None = None
    evidence: frozenset[str] = frozenset()
    best: int | None = None

    @property
    def filters(self) -> bool:
        """Whether anything but words is asked for."""
        choices = (self.kinds, self.tags, self.scores, self.evidence)
        return any(choices) or any(one is not None for one in (self.picked, self.linked, self.votes, self.best))

    @property
    def empty(self) -> bool:
        return not self.filters and not fold(self.words)


class Search:
    """Answers queries about one board. Folded texts are kept for as long as their notes stay the same."""

    def __init__(self, board: Board):
        self._board = board
        self._folded: dict[str, tuple[Note, str]] = {}

    def read(self, most: int) -> bool:
        """Folds up to so many notes ahead of the first question; whether all are folded."""
        unread = (note for note in self._board.notes.values() if note.id not in self._folded)
        for note in islice(unread, most):
            self._text(note)
        return len(self._folded) >= len(self._board.notes)

    def matches(self, query: Query, among: Iterable[str] | None = None) -> set[str]:
        """Ids of the notes that meet a query; of `among` only, where that is given."""
        words = fold(query.words)
        notes = self._board.notes
        asked = notes.values() if among is None else [notes[note_id] for note_id in among if note_id in notes]
        found = [note for note in asked if words in self._text(note)] if words else asked
        if query.best is not None:
            ranks = self._board.ranks()
            found = [
                note for note in found if ranks.get(note.id, 0) <= query.best and (note.id in ranks) == (query.best > 0)
            ]
        if query.votes is not None:
            dots = tally(self._board, last_round(self._board))
            found = [note for note in found if dots.get(note.id, 0) >= query.votes]
        if query.evidence:
            known = supports(self._board)
            levels = {note.id: known.get(About("note", note.id), UNSUPPORTED).level for note in found}
            found = [note for note in found if levels[note.id] in query.evidence]
        return {note.id for note in found if self._passes(note, query)} if query.filters else {n.id for n in found}

    def tags(self) -> list[str]:
        """Every tag of the board as it is written first, in folded order."""
        known: dict[str, str] = {}
        for note in self._board.notes.values():
            for tag in note.tags:
                known.setdefault(fold(tag), tag)
        return [known[key] for key in sorted(known)]

    def _text(self, note: Note) -> str:
        """Text, detail and tags, each on a line of its own: folded words hold no line breaks."""
        kept = self._folded.get(note.id)
        if kept is None or kept[0] is not note:
            kept = note, "\n".join(fold(part) for part in (note.text, note.detail, *note.tags))
            self._folded[note.id] = kept
        return kept[1]

    def _passes(self, note: Note, query: Query) -> bool:
        if query.kinds and (PARKING if note.zone == PARKING else note.kind) not in query.kinds:
            return False
        if query.tags and query.tags.isdisjoint(map(fold, note.tags)):
            return False
        if query.scores and note.score not in query.scores:
            return False
        if query.picked is not None and note.picked is not query.picked:
            return False
        return query.linked is None or bool(self._board.links_of(note.id)) is query.linked
