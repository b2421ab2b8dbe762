"""How a note's text sits on it: one rule for the board, the paper and everything that needs a note's height."""

from functools import lru_cache

from canvas_app.domain.entities import Note
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import fit, fitted_height

INSET = 12.0
TOP = 10.0
FOOT = 26.0
MAX_SIZE = 14.5
MIN_SIZE = 9.0
WEIGHT = 500
LEADING = 1.25
RADIUS = 4.0
BAR = 4.0
"""Height of the strong stripe at the top of a note."""
SHADOW = "#1F2430"
SHADOWS = (((0.0, 3.0, 0.0, 3.0), 16 / 255), ((-0.5, 0.5, 0.5, 1.2), 30 / 255))
"""Two shadows: how far each stands out of the note at the left, top, right and bottom, and how opaque it is."""
NARROWEST = 12.0
"""Text is never set narrower than this, however small a note was made elsewhere."""


def note_text(text: str, w: float, h: float, language: str = "") -> TextBlock:
    """The text fitted to a note of w x h board units; at the smallest size the block may be higher than the note.

    `language` as in `lay_out`: it says how Han looks, not where lines break.
    """
    return fit(
        text,
        width=max(w - 2 * INSET, NARROWEST),
        height=h - TOP - FOOT,
        max_size=MAX_SIZE,
        min_size=MIN_SIZE,
        weight=WEIGHT,
        leading=LEADING,
        language=language,
    )


def height_with(block: TextBlock, h: float) -> float:
    """The height of a note of h board units with its text `block` inside."""
    return max(h, block.height + TOP + FOOT)


@lru_cache(maxsize=32_768)
def grown_height(text: str, w: float, h: float) -> float:
    """The height of a note in board units with its text inside: h, or more where the text needs it."""
    height = fitted_height(
        text,
        width=max(w - 2 * INSET, NARROWEST),
        height=h - TOP - FOOT,
        max_size=MAX_SIZE,
        min_size=MIN_SIZE,
        weight=WEIGHT,
        leading=LEADING,
    )
    return max(h, height + TOP + FOOT)


def note_height(note: Note) -> float:
    return grown_height(note.text, note.w, note.h)
