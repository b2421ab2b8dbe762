"""Several pages of a report on each sheet of paper, small, framed and numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from canvas_app.domain.geometry import Point

if TYPE_CHECKING:
    from canvas_app.export.pdf.sheet import Sheet

MARGIN, GAP = 24.0, 14.0
NUMBER_SIZE, NUMBER_ROOM = 8.0, 13.0
"""The number of a page below it, which is too small to be read on it."""
FRAME = 0.5
AS_ASKED = 1.1
"""So much smaller pages may be drawn to stand as the paper does."""


@dataclass(frozen=True)
class Grid:
    """Where pages of a size come to lie on a sheet: the top left corners of their places, in points."""

    page: tuple[float, float]
    scale: float
    places: tuple[Point, ...]

    def dress(self, sheet: Sheet, place: int) -> None:
        """The frame of a page and its number."""
        x, y = self.places[place]
        width, height = self.page[0] * self.scale, self.page[1] * self.scale
        with sheet.artifact("Pagination"):
            sheet.rect(x, y, width, height, fill=sheet.theme.paper, stroke=sheet.theme.frame, line=FRAME)
            middle = y + height + NUMBER_ROOM / 2 + 1
            sheet.label(str(sheet.page), x + width / 2, middle, NUMBER_SIZE, sheet.theme.ink, align="center")


def grid_on(paper: tuple[float, float], count: int, zoom: float = 1.0) -> Grid:
    """`count` pages on a sheet of paper, in the rows and columns, and the way up, in which they are largest.

    Pages have the size of the paper, or that turned by a quarter. `zoom`: how much larger than their points they would
    be drawn on paper of their own.
    """
    whole = (paper[0] / zoom, paper[1] / zoom)
    upright, lying = (min(whole), max(whole)), (max(whole), min(whole))

    def scale(page: tuple[float, float], rows: int) -> float:
        cell = _cell(paper, rows, count // rows)
        return min(cell[0] / page[0], cell[1] / page[1])

    tries = [(page, rows) for page in (lying, upright) for rows in range(1, count + 1) if count % rows == 0]
    page, rows = max(tries, key=lambda one: scale(*one) * (AS_ASKED if one[0] == whole else 1.0))
    columns, factor = count // rows, scale(page, rows)
    cell = _cell(paper, rows, columns)
    pitch = cell[0] + GAP, cell[1] + NUMBER_ROOM + GAP
    left, top = MARGIN + (cell[0] - page[0] * factor) / 2, MARGIN + (cell[1] - page[1] * factor) / 2
    places = [(left + column * pitch[0], top + row * pitch[1]) for row in range(rows) for column in range(columns)]
    return Grid(page, factor, tuple(places))


def _cell(paper: tuple[float, float], rows: int, columns: int) -> tuple[float, float]:
    width = (paper[0] - 2 * MARGIN - (columns - 1) * GAP) / columns
    height = (paper[1] - 2 * MARGIN - (rows - 1) * GAP) / rows - NUMBER_ROOM
    return width, height
