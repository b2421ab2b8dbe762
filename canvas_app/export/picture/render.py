"""A part of a board as a picture: PNG or SVG bytes, and how they look."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from canvas_app.domain.board import Board
from canvas_app.domain.theme import Theme
from canvas_app.export.picture.area import Area, find_area
from canvas_app.export.picture.drawing import BoardDrawing
from canvas_app.export.picture.options import (
    MOST_PIXELS,
    MOST_SIDE,
    PLAIN_DPI,
    BadPicture,
    PictureOptions,
)
from canvas_app.export.picture.png import write_png
from canvas_app.export.picture.promise import PicturePromise
from canvas_app.export.picture.raster import strip_count, strips
from canvas_app.export.picture.svg import write_svg
from canvas_app.export.picture.svg_text import number
from canvas_app.text import fonts

Step = Callable[[str], None]
"""Told how far the work is; what it raises stops it."""


@dataclass(frozen=True)
class Picture:
    """A finished picture. `size`: width and height in board units, each of which is a pixel at scale 1.

    `missing`: characters that no font has, by note. `promise`: what must be found in the file.
    """

    data: bytes
    size: tuple[float, float]
    missing: Mapping[str, tuple[str, ...]]
    promise: PicturePromise
    drawing: BoardDrawing
    desk: str

    def pixels(self, scale: float) -> tuple[bytes, int, int]:
        """The same drawing for a preview: rows of red, green, blue and opacity, how wide and how high."""
        area = self.drawing.area.rect
        width, height = (max(1, round(length * scale)) for length in self.size)
        rows = strips(self.drawing, (area.x, area.y), scale, width, height, self.desk, plain=True)
        return b"".join(rows), width, height


def render_png(
    board: Board, theme: Theme, options: PictureOptions, icons: Mapping[str, bytes], *, step: Step | None = None
) -> Picture:
    """The same board and options give the same bytes. `icons` are SVG files by name.

    Works in any thread while a QGuiApplication lives. Raises BadPicture for an area that does not exist or a scale that
    is too large for it, and whatever `step` raises.
    """
    fonts.start()
    area = find_area(board, options.area)
    width, height = pixels(area, options.scale)
    drawing = BoardDrawing(board, area, theme, icons)
    desk = "" if options.transparent else theme.desk
    rows = strips(drawing, (area.rect.x, area.rect.y), options.scale, width, height, desk)
    told = _told(rows, strip_count(width, height), step) if step is not None else rows
    data = write_png(width, height, options.transparent, options.dpi, _title(board), told)
    promise = PicturePromise((str(width), str(height)))
    return Picture(data, (area.rect.w, area.rect.h), drawing.missing, promise, drawing, desk)


def render_svg(
    board: Board, theme: Theme, options: PictureOptions, icons: Mapping[str, bytes], *, step: Step | None = None
) -> Picture:
    """As `render_png`; the scale does not matter."""
    fonts.start()
    area = find_area(board, options.area)
    if step is not None:
        step("the drawing")
    drawing = BoardDrawing(board, area, theme, icons)
    desk = "" if options.transparent else theme.desk
    data = write_svg(drawing, _title(board), drawing.language, desk, options.outlines)
    texts = () if options.outlines else tuple(note.text for note in area.notes)
    promise = PicturePromise((number(area.rect.w), number(area.rect.h)), texts)
    return Picture(data, (area.rect.w, area.rect.h), drawing.missing, promise, drawing, desk)


def pixels(area: Area, scale: float) -> tuple[int, int]:
    """The size of a PNG. Raises BadPicture where that is too large, with the largest scale there is for it."""
    width, height = (max(1, math.ceil(length * scale - 1e-6)) for length in (area.rect.w, area.rect.h))
    if width <= MOST_SIDE and height <= MOST_SIDE and width * height <= MOST_PIXELS:
        return width, height
    most = largest_scale(area)
    raise BadPicture(
        f"The picture would be {width:,} x {height:,} pixels; "
        f"the largest scale for it is {most:g} ({math.floor(most * PLAIN_DPI)} dpi)."
    )


def largest_scale(area: Area) -> float:
    """The largest scale of a PNG of that area, rounded down to three figures."""
    w, h = area.rect.w, area.rect.h
    most = min(MOST_SIDE / w, MOST_SIDE / h, math.sqrt(MOST_PIXELS / (w * h)))
    unit = 10.0 ** (math.floor(math.log10(most)) - 2)
    return round(math.floor(most / unit) * unit, 12)


def scale_within(board: Board, area: str, most: float) -> float:
    """The largest scale at which the picture of an area has at most so many pixels."""
    fonts.start()
    found = find_area(board, area)
    return min(largest_scale(found), math.sqrt(most / (found.rect.w * found.rect.h)))


def _told(rows: Iterator[bytes], count: int, step: Step) -> Iterator[bytes]:
    for n in range(1, count + 1):
        step(f"the picture, part {n} of {count}" if count > 1 else "the picture")
        yield next(rows)


def _title(board: Board) -> str:
    return board.info.title.strip() or "Untitled board"
