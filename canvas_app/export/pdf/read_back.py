"""A PDF that has been written is read back before it takes its name: do all pages and all texts stand in it?"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING
from canvas_app.export.atomic import NotAsMade
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.preflight import Preflight
from canvas_app.export.pdf.reader import Reader, Unreadable

LONG_WORD, PIECE = 24, 8
"""A longer word than this may go over a page; so it is looked for in pieces of so many letters."""
MAY_BREAK = 20
"""One piece in so many may lie on the border of two pages."""
NAMED_LENGTH = 40
POSTER_AT_MOST = 10_000
"""Notes that a poster is read with: all sheets hold the whole drawing, of large ones two are enough."""
_IGNORED = frozenset({"Cc", "Cf", "Cs", "Cn", "Pd", "Pc", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp"})


@dataclass(frozen=True)
class Promise:
    """What must be found: so many pages, none of them blank, and these texts.

    `looked_at` are the pages, from 0, that are opened; empty for all.
    """

    pages: int
    texts: tuple[str, ...] = ()
    looked_at: tuple[int, ...] = ()


def promise(board: Board, options: PdfOptions, preflight: Preflight) -> Promise:
    """What a document of this kind holds: lists name every note, a canvas those that it shows in full.

    A summary shortens its lists, so that nothing is said of its texts.
    """
    if options.pages in ("report", "all", "handout"):
        notes = list(board.notes.values())
    elif options.pages == "summary":
        notes = []
    else:
        cut = set(preflight.cut)
        notes = [note for note in board.notes.values() if note.zone != PARKING and note.id not in cut]
    pages = preflight.pages
    long = options.pages == "poster" and pages * len(board.notes) > POSTER_AT_MOST
    return Promise(pages, tuple(note.text for note in notes), (0, pages - 1) if long and pages > 1 else ())


def read_back(source: Path | bytes, promised: Promise) -> None:
    """Raises NotAsMade with one sentence where the file cannot be opened or lacks something."""
    try:
        with Reader(source) as reader:
            if len(reader) != promised.pages:
                raise NotAsMade(f"it has {len(reader)} pages instead of {promised.pages}")
            looked_at = promised.looked_at or range(len(reader))
            pages = {number: reader.text(number) for number in looked_at}
            blank = [n for n, text in pages.items() if not text.strip() and reader.is_blank(n)]
            lost = lost_texts(list(pages.values()), promised.texts)
            if any(not _is_plain(text) for text in lost):
                spoken = "".join(_solid(text) for number in looked_at for text in reader.spoken(number))
                lost = [text for text in lost if _is_plain(text) or _solid(text) not in spoken]
    except Unreadable as error:
        raise NotAsMade(f"it cannot be opened ({error})") from error
    if blank:
        raise NotAsMade(f"page {blank[0] + 1} is blank")
    if lost:
        more = f" and of {len(lost) - 1} more notes" if len(lost) > 1 else ""
        raise NotAsMade(f"the text of “{' '.join(lost[0].split()):.{NAMED_LENGTH}}”{more} is not in it")


def lost_texts(pages: Sequence[str], texts: Iterable[str]) -> list[str]:
    """The texts that no page holds.

    Only letters, digits, marks and symbols count: readers tell blanks, hyphens and line breaks as they like. Readers
    also guess the order of a line that runs both ways, and a text may go over to the next page: there the words count.
    """
    document = "".join(_solid(page) for page in pages)
    lost, known, at = [], frozenset[str](), 0
    for text in texts:
        wanted = _solid(text)
        if not wanted:
            continue
        found = document.find(wanted, at)  # mostly in the order of the notes
        if found < 0:
            found = document.find(wanted, 0, at + len(wanted))
        if found >= 0:
            at = found
            continue
        known = known or frozenset(word for page in pages for word in _words(page))
        if not _in_words(_words(text), known, document):
            lost.append(text)
    return lost


def _is_plain(text: str) -> bool:
    """Whether no reader can be in doubt about the order of a text."""
    return all(ord(char) < 0x250 for char in text)


def _in_words(words: list[str], known: frozenset[str], document: str) -> bool:
    """Whether all words are there, of long ones nearly all pieces."""
    for word in words:
        if word in known or word in document:
            continue
        if len(word) > LONG_WORD:
            pieces = [word[n : n + PIECE] for n in range(0, len(word), PIECE)]
            missed = sum(piece not in document for piece in pieces)
            if missed <= 1 + len(pieces) / MAY_BREAK:
                continue
        elif _turned(word, document) or _broken(word, document):
            continue
        return False
    return True


def _turned(word: str, document: str) -> bool:
    """Whether a word reads from the right, and all of its letters are there, in whatever order."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in word) and set(word) <= set(document)


def _broken(word: str, document: str) -> bool:
    """Whether a run of a script without blanks stands in two parts, on two pages."""
    return _UNSPACED.search(word) is not None and any(
        word[:n] in document and word[n:] in document for n in range(1, len(word))
    )


def _solid(text: str) -> str:
    return "".join(_words(text))


_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Scripts that are written without blanks, from Thai to the rarest Han."""
_BETWEEN = re.compile(r"[\s\u00ad\u200b\ufffe\ufeff\x00-\x1f]+")


def _words(text: str) -> list[str]:
    return [kept for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if (kept := _kept(piece))]


def _kept(piece: str) -> str:
    if piece.isalnum():
        return piece
    return "".join(char for char in piece if unicodedata.category(char) not in _IGNORED)
