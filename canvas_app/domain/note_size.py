"""How wide a note is made that brings much text with it: so wide that it grows no column out of the board."""

import math
import unicodedata

from canvas_app.domain.entities import NOTE_WIDTH

LONG = 270
"""Letters that a note of the usual width still holds without growing out of shape; wide letters count twice."""
AREA = 74.0
"""Square board units that a letter takes at the smallest size, in a note of the usual shape."""
BESIDE = 24.0
"""What the insets of a note take of its width, in board units."""
WIDEST = 4.0
"""Of the usual width."""


def width_for(text: str) -> float:
    """The width in board units of a note with this text; the usual one for all but long texts."""
    if len(text) <= LONG // 2:
        return NOTE_WIDTH
    letters = len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    if letters <= LONG:
        return NOTE_WIDTH
    return min(max(NOTE_WIDTH, math.sqrt(letters * AREA) + BESIDE), WIDEST * NOTE_WIDTH)
