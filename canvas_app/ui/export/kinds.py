"""The kinds of files that the export window makes, and what can be chosen about each: two tables, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol

from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from canvas_app.app import exporting
from canvas_app.app.exporting import CANVAS, PLAIN_DPI, Made, PdfOptions, PictureOptions, Step
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING
from canvas_app.text import colour_emoji

POINTS = 72 / PLAIN_DPI
"""Points to a board unit in a picture."""
SQUARE = 8
SELECTION = "selection"
PICTURES = ("png", "svg")
"""Kinds of pictures, by id."""
Choices = Mapping[str, Any]
"""A value for each of `FIELDS`, by name."""


@dataclass(frozen=True)
class Snapshot:
    """A board that does not change any more, when it was changed last and the number of its steps.

    `selection`: ids of the notes and links that are selected.
    """

    board: Board
    changed: str
    version: int
    selection: tuple[str, ...] = ()


class Pages(Protocol):
    """What the preview shows: pages by number from 0. `image` is called in the worker's thread."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each, in points."""
        ...

    @property
    def words(self) -> str:
        """How many or how large they are."""
        ...

    def image(self, number: int, scale: float) -> QImage:
        """A page at so many pixels to a point."""
        ...


@dataclass(frozen=True)
class Kind:
    """`choices` are the fields that matter, by name. `make` and `show` run in the worker's thread.

    `show` opens what was made for the preview; None where it is shown as text.
    """

    id: str
    title: str
    suffix: str
    choices: tuple[str, ...]
    make: Callable[[Snapshot, Choices, Step], Made]
    show: Callable[[Made], Pages] | None = None
    prints: bool = False
    """Whether the pages are for a printer."""


@dataclass(frozen=True)
class Field:
    """Something to choose: `values` with their titles, or a switch where there are none. `default` is asked for late.

    `of_board` gives the values where they depend on the board. `offered` says of a board whether there is anything to
    choose at all; `tip` more than the label has room for.
    """

    label: str
    values: tuple[tuple[Any, str], ...]
    default: Callable[[], Any]
    offered: Callable[[Board], bool] = lambda board: True
    tip: str = ""
    of_board: Callable[[Snapshot], tuple[tuple[Any, str], ...]] | None = None

    def values_for(self, snapshot: Snapshot) -> tuple[tuple[Any, str], ...]:
        return self.of_board(snapshot) if self.of_board is not None else self.values


class PdfPages:
    """The pages of a PDF as pdfium draws them. It is opened for each, which takes no time, so nothing is left open."""

    def __init__(self, made: Made):
        self._data = made.data
        with exporting.open_pages(self._data) as reader:
            self.sizes: tuple[tuple[float, float], ...] = reader.sizes
        self.words = "1 page" if len(self.sizes) == 1 else f"{len(self.sizes)} pages"

    def image(self, number: int, scale: float) -> QImage:
        with exporting.open_pages(self._data) as reader:
            drawn = reader.pixels(number, scale)
        image = QImage(drawn.data, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGB32)
        return image.copy()  # which owns its bytes


class PicturePage:
    """A picture, drawn anew at the size at which it is looked at; squares show through where it is transparent."""

    def __init__(self, made: Made):
        assert made.picture is not None
        self._picture = made.picture
        wide, high = self._picture.size
        self.sizes: tuple[tuple[float, float], ...] = ((wide * POINTS, high * POINTS),)
        pixels = [f"{round(float(length)):,}" for length in self._picture.promise.size]
        self.words = " x ".join(pixels) + (" pixels" if made.data[:1] != b"<" else "")

    def image(self, number: int, scale: float) -> QImage:
        data, width, height = self._picture.pixels(scale * POINTS)
        drawn = QImage(data, width, height, width * 4, QImage.Format.Format_RGBA8888)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.fillRect(image.rect(), QBrush(_squares()))
        painter.drawImage(0, 0, drawn)
        painter.end()
        return image


def _squares() -> QImage:
    tile = QImage(2 * SQUARE, 2 * SQUARE, QImage.Format.Format_RGB32)
    tile.fill(QColor("white"))
    painter = QPainter(tile)
    for place in (0, SQUARE):
        painter.fillRect(place, place, SQUARE, SQUARE, QColor("#E6E6E6"))
    painter.end()
    return tile


_OF_PDF = {field.name for field in fields(PdfOptions)}


def pdf_options(pages: str, choices: Choices, snapshot: Snapshot) -> PdfOptions:
    chosen = {name: value for name, value in choices.items() if name in _OF_PDF}
    return PdfOptions(**{**chosen, "pages": pages, "changed": snapshot.changed, "version": snapshot.version})


def _pdf(pages: str, snapshot: Snapshot, choices: Choices, step: Step) -> Made:
    options = pdf_options(pages, choices, snapshot)
    return exporting.make(snapshot.board, ".pdf", options, attach=choices["attach"], step=step)


def _data(suffix: str, snapshot: Snapshot, choices: Choices, step: Step) -> Made:
    return exporting.make(snapshot.board, suffix, PdfOptions(), step=step)


def _picture(suffix: str, snapshot: Snapshot, choices: Choices, step: Step) -> Made:
    area = ",".join(snapshot.selection) if choices["area"] == SELECTION else choices["area"]
    options = PictureOptions(area, choices["dpi"] / PLAIN_DPI, choices["transparent"], choices["text"] == "outlines")
    return exporting.make_picture(snapshot.board, suffix, options, step=step)


def _areas(snapshot: Snapshot) -> tuple[tuple[Any, str], ...]:
    """The canvas, its zones, and what else there is to be seen by itself."""
    board = snapshot.board
    areas: list[tuple[Any, str]] = [(CANVAS, "The canvas")]
    if snapshot.selection:
        areas.append((SELECTION, "What is selected"))
    areas += [(zone.id, zone.title) for zone in board.canvas.zones]
    if any(note.zone == PARKING for note in board.notes.values()):
        areas.append((PARKING, "Parking lot"))
    return tuple(areas)


def _of_pdf(pages: str, title: str, *more: str) -> Kind:
    choices = ("page", "orientation", *more, "ink", "positions", "emoji", "attach")
    return Kind(pages, title, ".pdf", choices, partial(_pdf, pages), PdfPages, prints=True)


def _of_data(suffix: str, title: str) -> Kind:
    return Kind(suffix[1:], title, suffix, (), partial(_data, suffix))


KINDS: tuple[Kind, ...] = (
    _of_pdf("report", "PDF report", "log"),
    _of_pdf("summary", "PDF summary on one page"),
    _of_pdf("all", "PDF summary and report", "log"),
    _of_pdf("canvas", "PDF of the canvas"),
    _of_pdf("poster", "PDF poster on several sheets", "poster"),
    _of_pdf("handout", "PDF handout of the report", "per_page", "log"),
    Kind("png", "Picture (PNG)", ".png", ("area", "dpi", "transparent"), partial(_picture, ".png"), PicturePage),
    Kind("svg", "Drawing (SVG)", ".svg", ("area", "text", "transparent"), partial(_picture, ".svg"), PicturePage),
    _of_data(".md", "Markdown outline"),
    _of_data(".csv", "CSV table of the notes"),
    _of_data(".json", "JSON with everything"),
)


def _named(*names: str) -> tuple[tuple[Any, str], ...]:
    return tuple((name, name) for name in names)


FIELDS: dict[str, Field] = {
    "page": Field("&Paper", _named(*exporting.PAPERS), exporting.default_page),
    "orientation": Field("&Orientation", (("landscape", "Landscape"), ("portrait", "Portrait")), lambda: "landscape"),
    "poster": Field("Poster &size", _named(*exporting.POSTERS), lambda: "A1"),
    "per_page": Field("Pages on a &sheet", tuple((n, str(n)) for n in exporting.PER_PAGE), lambda: 4),
    "ink": Field("&Ink", (("colour", "Colour"), ("grey", "Grey"), ("black", "Black and white")), lambda: "colour"),
    "positions": Field("&Notes", (("own", "Where they are on the board"), ("tidy", "Tidy")), lambda: "own"),
    "emoji": Field(
        "&Emoji",
        (("plain", "Plain"), ("colour", "Colour")),
        lambda: "plain",
        lambda board: bool(colour_emoji.family()),
    ),
    "log": Field(
        "With the &workshop log",
        (),
        lambda: True,
        lambda board: bool(board.sittings),
        "When the workshops were, who was there, and how long each step took",
    ),
    "area": Field("&Area", ((CANVAS, "The canvas"),), lambda: CANVAS, of_board=_areas),
    "dpi": Field(
        "&Size",
        (
            (96, "1 x (96 dpi)"),
            (150, "150 dpi"),
            (192, "2 x (192 dpi)"),
            (288, "3 x (288 dpi)"),
            (300, "300 dpi"),
            (384, "4 x (384 dpi)"),
            (600, "600 dpi"),
        ),
        lambda: 192,
    ),
    "text": Field(
        "&Text",
        (("text", "Text, for browsers"), ("outlines", "Outlines, for every program")),
        lambda: "text",
        tip="Text can be searched, copied and changed; its fonts are in the file, and browsers draw it as it is here.",
    ),
    "transparent": Field(
        "T&ransparent background", (), lambda: False, tip="Only the zones and what lies on them, without the desk"
    ),
    "attach": Field(
        "Put the &board inside",
        (),
        lambda: True,
        tip="The PDF can then be opened again as a board; everybody who has it can see all of the board.",
    ),
}
