"""What a person chooses about a picture of a board."""

import math
from dataclasses import dataclass

from canvas_app.domain.errors import UserError

CANVAS = "canvas"
"""The area that is the whole frame with what lies in and about it; others are zones and ids."""
PLAIN_DPI = 96.0
"""Dots per inch of a picture at scale 1: a board unit is a pixel of style sheets."""
MOST_SIDE, MOST_PIXELS = 16_384, 200_000_000


class BadPicture(UserError):
    """A choice that does not exist or cannot be drawn."""

    exit_code = 2


@dataclass(frozen=True)
class PictureOptions:
    """area: `CANVAS`, a zone's id or title, "parking", or ids of notes with commas between.

    scale: pixels a board unit, for PNG. transparent: no desk behind. outlines: SVG draws text as shapes.
    """

    area: str = CANVAS
    scale: float = 1.0
    transparent: bool = False
    outlines: bool = False

    def __post_init__(self) -> None:
        """Raises BadPicture for a scale that is none."""
        if not (math.isfinite(self.scale) and self.scale > 0):
            raise BadPicture("The scale of a picture must be a number above 0; use 1, 2, 3 or 4.")

    @property
    def dpi(self) -> float:
        return self.scale * PLAIN_DPI
