"""A second customer segment in the notes: one board is about one segment, so another one is pointed out.

A note names a segment where it says so ("Segment: hotels", as a line or a tag), where it says whom it is for ("for
hotel owners"), or where it begins with them ("Hotel owners need ..."). The last two need a list of words for people
and firms; without one of the board's language only the first counts. The name is another segment when none of its
words that tell it apart is a word of the board's segment, customer or partner. Parked notes are ideas aside and count
nowhere.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from canvas_app.domain.board import Board
from canvas_app.domain.entities import MAX_NOTES, PARKING
from canvas_app.domain.search import fold

MOST_BEFORE = 2
"""Words before the one that says that it is a group: "independent hotel owners"."""
_SAID = re.compile(r"^\s*(?:customer )?segment\s*[:=]\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset(
    {"a", "all", "an", "and", "any", "at", "by", "each", "every", "for", "from", "in", "large", "many", "more", "most"}
    | {"my", "new", "of", "on", "one", "or", "other", "our", "per", "small", "some", "the", "their", "these", "this"}
    | {"those", "to", "two", "with", "your"}
)


@dataclass(frozen=True)
class Groups:
    """Words for people and firms, folded: those that say by themselves who it is, and those that need a word before."""

    alone: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


NO_GROUPS = Groups()


@dataclass(frozen=True)
class OtherSegment:
    """A segment that notes name, as the first of them has it."""

    name: str
    notes: tuple[str, ...]


def other_segments(board: Board, groups: Groups = NO_GROUPS) -> tuple[OtherSegment, ...]:
    """Segments besides the board's own that notes name, in the order of the board; none where it has none itself."""
    info = board.info
    if not info.segment.strip() and not info.customer.strip():
        return ()
    own = {_stem(word) for words in (info.segment, info.customer, info.partner) for word in _words(words)}
    found: dict[str, tuple[str, list[str]]] = {}
    for note in board.in_order():
        if note.zone == PARKING:
            continue
        for name, telling in _named(note.text, note.detail, note.tags, groups):
            if not telling & own:
                _, notes = found.setdefault(" ".join(sorted(telling)), (name, []))
                if note.id not in notes:
                    notes.append(note.id)
    return tuple(OtherSegment(name, tuple(notes)) for name, notes in found.values())


@lru_cache(maxsize=MAX_NOTES)
def _named(text: str, detail: str, tags: tuple[str, ...], groups: Groups) -> tuple[tuple[str, frozenset[str]], ...]:
    """The segments that a note names, each with the words that tell it apart."""
    names = [match[1] for words in (text, detail, *tags) for match in _SAID.finditer(words)]
    names += [name for line in text.splitlines() for name in _groups_in(line, groups)]
    return tuple((name, telling) for name in names if (telling := frozenset(_telling(name))))


def _groups_in(line: str, groups: Groups) -> list[str]:
    """Groups after "for", and one that the line begins with."""
    words = [(match[0], fold(match[0])) for match in _WORD.finditer(line)]
    found = []
    for at, (_, folded) in enumerate(words):
        if folded not in groups.alone and folded not in groups.heads:
            continue
        start = at
        while start > 0 and at - start < MOST_BEFORE and words[start - 1][1] not in _SMALL:
            start -= 1
        if start == at and folded in groups.heads:
            continue
        before = next((word for _, word in reversed(words[:start]) if word not in _SMALL or word == "for"), "")
        begins = all(word in _SMALL for _, word in words[:start]) and "for" not in (word for _, word in words[:start])
        if before == "for" or (begins and at + 1 < len(words)):
            found.append(" ".join(word for word, _ in words[start : at + 1]))
    return found


def _telling(name: str) -> set[str]:
    """What tells a group apart: the words before the last, or that where it stands alone."""
    words = [_stem(word) for word in _words(name)]
    return set(words[:-1] or words)


def _words(text: str) -> list[str]:
    return [word for match in _WORD.finditer(text) if (word := fold(match[0])) not in _SMALL]


def _stem(word: str) -> str:
    """Singular and plural of an English noun as one."""
    word = re.sub(r"['’]s$", "", word)
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
