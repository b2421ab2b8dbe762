"""A part of a board as a picture: PNG or SVG bytes, and whether a file holds them."""

import math
from collections.abc import Callable, Iterator, Mapping

from canvas_app.domain.board import Board
from canvas_app.domain.theme import Theme
from canvas_app.export.picture.area import Area, find_area
from canvas_app.export.picture.drawing import BoardDrawing
from canvas_app.export.picture.options import (
    MOST_PIXELS,
    MOST_SIDE,
    PLAIN_DPI,
    BadPicture,
    Picture,
    PictureOptions,
)
from canvas_app.export.picture.png import check_png, write_png
from canvas_app.export.picture.raster import strip_count, strips
from canvas_app.export.picture.svg import check_svg, write_svg
from canvas_app.text import fonts

Step = Callable[[str], None]
"""Told how far the work is; what it raises stops it."""


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
    count = strip_count(width, height)
    told = _told(rows, count, step) if step is not None else rows
    data = write_png(width, height, options.transparent, options.dpi, _title(board), told)
    return Picture(data, (width, height), drawing.missing)


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
    data = write_svg(drawing, _title(board), board.info.language, desk, options.outlines)
    return Picture(data, (area.rect.w, area.rect.h), drawing.missing)


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


def check_picture(data: bytes, size: tuple[float, float]) -> None:
    """Reads a finished picture of ours. Raises ValueError, with a reason, where it is damaged or of another size."""
    if data.startswith(b"<"):
        check_svg(data, size)
    else:
        check_png(data, int(size[0]), int(size[1]))


def _told(rows: Iterator[bytes], count: int, step: Step) -> Iterator[bytes]:
    for n in range(1, count + 1):
        step(f"the picture, part {n} of {count}" if count > 1 else "the picture")
        yield next(rows)


def _title(board: Board) -> str:
    return board.info.title.strip() or "Untitled board"
