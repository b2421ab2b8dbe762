"""Whatever is typed on a board: its words come back from paper, and the structure has it letter by letter."""

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.export.pdf.document import render_pdf
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.read_back import promise, read_back
from canvas_app.text.runs import is_rtl
from tests.export.boards import board_of, canvas, do, icons, paper
from tests.export.readers import by_pdfium, by_poppler, needs_poppler, plain, solid, structure
from tests.export.worlds import WORLDS

_ONE_WAY = re.compile(r"[^\W\d_\u0590-\u08ff]+[.,!?]?|[\u05d0-\u05ea]+|[\u0620-\u064a\u066e-\u06d3]+")
"""Words of one direction without digits or brackets: where those meet, readers guess."""

RTL = re.compile("[\u0590-\u08ff]")
FROM_THE_LEFT = (
    "abcxyzäßéœłğ",
    "αβγδίώς",
    "абвгёщйї",
    "月火水木日本語",
    "かきくけサシス",
    "가나다라",
    "եզէըթ",
    "ხსზკ",
    "አማርኛ",
)
FROM_THE_RIGHT = ("אבגדהםןש", "بتثجحخمنهوي")
EMOJI = ("😀", "👩‍👩‍👧", "🇬🇧", "1️⃣", "👍🏽", "❤️", "✅")


def vocabulary() -> list[str]:
    """The words of one direction of all strangers' boards, in the scripts that letters alone do not make."""
    found: set[str] = set()
    for world in WORLDS.values():
        for note in world["notes"]:
            words = unicodedata.normalize("NFC", note["text"]).split()
            found.update(word for word in words if _is_whole(word) and len(word) < 30)
    return sorted(found)


def _is_whole(word: str) -> bool:
    letters = "".join(char for char in word if unicodedata.category(char)[0] != "M")
    return _ONE_WAY.fullmatch(letters) is not None


def texts(alphabets: Sequence[str], known: Sequence[str]) -> st.SearchStrategy[str]:
    made_up = st.sampled_from(alphabets).flatmap(lambda letters: st.text(letters, min_size=1, max_size=9))
    words = st.lists(st.one_of(made_up, st.sampled_from(known)), min_size=1, max_size=8)
    return st.tuples(words, st.sampled_from([" ", "  ", "\n"])).map(lambda found: found[1].join(found[0]))


KNOWN = vocabulary()
right = [word for word in KNOWN if is_rtl(word)]
left = [word for word in KNOWN if not is_rtl(word)] + list(EMOJI)
one_way = st.lists(st.one_of(texts(FROM_THE_LEFT, left), texts(FROM_THE_RIGHT, right)), max_size=6)
both_ways = st.lists(texts(FROM_THE_LEFT + FROM_THE_RIGHT, left + right), max_size=6)


@needs_poppler
@pytest.mark.usefixtures("qapp")
@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(one_way, both_ways)
def test_what_was_typed_comes_back(plain_texts: list[str], mixed_texts: list[str]) -> None:
    board, options = board_of(canvas()), PdfOptions()
    typed = [*plain_texts, *mixed_texts]
    do(board, AddNotes(tuple(NewNote(text=text, zone="jobs", id=f"n{n}") for n, text in enumerate(typed))))
    made = render_pdf(board, paper(), options, icons())
    said = {element.text for element in structure(made.data).walk()}
    assert {note.text for note in board.notes.values()} <= said
    read_back(made.data, promise(board, options, made.preflight))
    for pages in (by_pdfium(made.data), by_poppler(made.data, "")):
        found = "".join(map(solid, pages[1:]))
        words = [word for n in range(len(plain_texts)) for word in plain(board.notes[f"n{n}"].text).split()]
        assert [word for word in words if _without_last_marks(solid(word)) not in found] == []


def _without_last_marks(word: str) -> str:
    """poppler puts a mark at the end of a line from the right before the line, where the page reads from the left."""
    while len(word) > 1 and RTL.match(word[0]) and unicodedata.category(word[-1])[0] == "M":
        word = word[:-1]
    return word
