"""A canvas larger than the paper: sheets to be put together, each a part of one drawing (PDF.md 5)."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from canvas_app.domain.geometry import Rect
from canvas_app.export.pdf.content import Content
from canvas_app.export.pdf.sheet import Sheet, Size
from canvas_app.export.pdf.structure import OWN

PRINTER_MARGIN = 14.0
OVERLAP_MM = 10
OVERLAP = OVERLAP_MM * 72 / 25.4
FOOT = 22.0
"""Room below the part of the drawing for what the sheet says of itself."""
LABEL_SIZE = 7.4
CROSS, CROSS_LINE = 7.0, 0.5
MAP_HEIGHT, MAP_LINE = 15.0, 0.4
NAME = "poster"


@dataclass(frozen=True)
class Tile:
    """A part of the poster: its row and column, counted from 1, and what it shows, in points of the poster."""

    row: int
    column: int
    part: Rect


@dataclass(frozen=True)
class Tiling:
    """How a poster lies over sheets of a size."""

    sheet: Size
    rows: int
    columns: int
    tiles: tuple[Tile, ...]


def one_sheet(poster: Size, paper: Size) -> bool:
    """Whether the poster needs no putting together on this paper, whichever way up."""
    fits = min(poster) <= min(paper) + 1, max(poster) <= max(paper) + 1
    return all(fits)


def tile(poster: Size, paper: Size) -> Tiling:
    """The fewest sheets of the paper, the way up it takes; all parts are of one size and overlap their neighbours."""
    ways = [paper, (paper[1], paper[0])]
    sheet = min(ways, key=lambda way: math.prod(_counts(poster, way)))
    columns, rows = _counts(poster, sheet)
    width, height = _part(poster[0], columns), _part(poster[1], rows)
    tiles = tuple(
        Tile(row + 1, column + 1, Rect(column * (width - OVERLAP), row * (height - OVERLAP), width, height))
        for row in range(rows)
        for column in range(columns)
    )
    return Tiling(sheet, rows, columns, tiles)


def _room(sheet: Size) -> Size:
    return sheet[0] - 2 * PRINTER_MARGIN, sheet[1] - 2 * PRINTER_MARGIN - FOOT


def _counts(poster: Size, sheet: Size) -> tuple[int, int]:
    """Columns and rows of sheets."""
    columns, rows = (
        max(1, math.ceil((whole - OVERLAP) / (room - OVERLAP) - 1e-9))
        for whole, room in zip(poster, _room(sheet), strict=True)
    )
    return columns, rows


def _part(whole: float, count: int) -> float:
    return (whole + (count - 1) * OVERLAP) / count


def draw_poster(sheet: Sheet, content: Content, paper: Size, draw: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """`draw` draws the page of the canvas, as large as the sheet is now, and its result is given back.

    Sheets on which nothing of it would be seen are not made.
    """
    scale, poster = sheet.zoom, sheet.paper
    with sheet.form(NAME) as seen:
        result = draw()
    tiling = tile(poster, paper)
    used = [one for one in tiling.tiles if any(one.part.overlaps(rect.scaled(scale)) for rect in seen)]
    sheet.resize(tiling.sheet, enlarged=False)
    for n, one in enumerate(used, 1):
        sheet.new_page("Sheet ")
        place = f"row {one.row}, column {one.column}"
        sheet.outline(f"sheet-{n}", f"Sheet {n}, {place}")
        left = (sheet.width - one.part.w) / 2
        top = PRINTER_MARGIN + (_room(tiling.sheet)[1] - one.part.h) / 2
        box = Rect(left, top, one.part.w, one.part.h)
        words = f"Sheet {n} of {len(used)} of the poster, {place}"
        with sheet.tag("Figure", alt=f"{words}. {content.in_words()}" if n == 1 else words, lang=OWN, box=box):
            sheet.draw_form(NAME, left - one.part.x, top - one.part.y, scale, box)
        with sheet.artifact("Layout"):
            _marks(sheet, tiling, one, box)
            _map(sheet, tiling, used, one, box.right, sheet.height - PRINTER_MARGIN)
            label = f"Sheet {n} of {len(used)} - {place} - overlap {OVERLAP_MM} mm"
            middle = sheet.height - PRINTER_MARGIN - MAP_HEIGHT / 2
            width = sheet.label(label, box.x, middle, LABEL_SIZE, sheet.theme.ink, source="canvas")
            room = box.w - width - 40 - MAP_HEIGHT * 2
            if room > 40:
                title_at = box.x + width + 14
                sheet.label(content.title, title_at, middle, LABEL_SIZE, sheet.theme.muted, width=room, source="title")
    return result


def _marks(sheet: Sheet, tiling: Tiling, one: Tile, box: Rect) -> None:
    """Crosses where to cut; and where a neighbour ends, marks up to which it is laid over this sheet."""
    ink = sheet.theme.ink
    for x in (box.x, box.right):
        for y in (box.y, box.bottom):
            sheet.line(x - CROSS, y, x + CROSS, y, ink, CROSS_LINE)
            sheet.line(x, y - CROSS, x, y + CROSS, ink, CROSS_LINE)
    beside = [box.x + OVERLAP] * (one.column > 1) + [box.right - OVERLAP] * (one.column < tiling.columns)
    for x in beside:
        sheet.line(x, box.y - CROSS, x, box.y, ink, CROSS_LINE)
        sheet.line(x, box.bottom, x, box.bottom + CROSS, ink, CROSS_LINE)
    above = [box.y + OVERLAP] * (one.row > 1) + [box.bottom - OVERLAP] * (one.row < tiling.rows)
    for y in above:
        sheet.line(box.x - CROSS, y, box.x, y, ink, CROSS_LINE)
        sheet.line(box.right, y, box.right + CROSS, y, ink, CROSS_LINE)


def _map(sheet: Sheet, tiling: Tiling, used: list[Tile], one: Tile, right: float, bottom: float) -> None:
    """All sheets of the poster, small, this one filled; its bottom right corner at (right, bottom)."""
    ratio = tiling.tiles[0].part.w / tiling.tiles[0].part.h
    high = min(MAP_HEIGHT / tiling.rows, 2 * MAP_HEIGHT / tiling.columns / ratio)
    wide = high * ratio
    left, top = right - wide * tiling.columns, bottom - high * tiling.rows
    ink = sheet.theme.ink
    for other in used:
        x, y = left + (other.column - 1) * wide, top + (other.row - 1) * high
        sheet.rect(x, y, wide, high, fill=ink if other is one else "", stroke=ink, line=MAP_LINE)
