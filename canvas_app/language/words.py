"""Text taken apart: words, sentences and quotations, in any script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from canvas_app.domain.search import fold as without_accents

_WORD = re.compile(r"#\d+|\d+(?:[.,:]\d+)*\w*|\w+(?:[’'](?=\w)\w+)*")
_QUOTES = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|‹[^‹›]*›|「[^「」]*」|『[^『』]*』|\"[^\"]*\"|(?<!\w)‘[^‘]*?’(?!\w)|(?<![\w'])'[^']*?'(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?…;:؟۔।]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”]*|\n+")


def folded(word: str) -> str:
    """A word for comparing with a list: without case, composed, with a straight apostrophe."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")


@dataclass(frozen=True)
class Token:
    """A word of a text; `end` is behind it."""

    text: str
    start: int
    end: int

    @cached_property
    def folded(self) -> str:
        return folded(self.text)

    @cached_property
    def plain(self) -> str:
        """Without accents, too."""
        return without_accents(self.text)


def tokens(text: str) -> list[Token]:
    return [Token(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


def quotations(text: str) -> list[tuple[int, int]]:
    """Where somebody is quoted, with the quotation marks. A mark without its other half quotes nothing."""
    return [found.span() for found in _QUOTES.finditer(text)]


def inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a piece of text overlaps one of the spans."""
    return any(start < stop and begin < end for begin, stop in spans)


def sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, and of each part of one that a colon or semicolon sets apart."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        before = text[start : found.end()].split()
        if found[0].startswith(".") and before and folded(before[-1]).strip("(\"'“") in abbreviations:
            continue
        if text[start : found.end()].strip():
            yield start, found.end()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)
