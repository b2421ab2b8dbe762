"""The kinds of files that the export window makes, and what can be chosen about each: two tables, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol

from PySide6.QtGui import QImage

from canvas_app.app import exporting
from canvas_app.app.exporting import Made, PdfOptions, Step
from canvas_app.domain.board import Board
from canvas_app.text.fonts import colour_emoji_family

Choices = Mapping[str, Any]
"""A value for each of `FIELDS`, by name."""


@dataclass(frozen=True)
class Snapshot:
    """A board that does not change any more, when it was changed last and the number of its steps."""

    board: Board
    changed: str
    version: int


class Pages(Protocol):
    """What the preview shows: pages by number from 0. `image` is called in the worker's thread."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each, in points."""
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

    `offered` says of a board whether there is anything to choose at all; `tip` more than the label has room for.
    """

    label: str
    values: tuple[tuple[Any, str], ...]
    default: Callable[[], Any]
    offered: Callable[[Board], bool] = lambda board: True
    tip: str = ""


class PdfPages:
    """The pages of a PDF as pdfium draws them. It is opened for each, which takes no time, so nothing is left open."""

    def __init__(self, made: Made):
        self._data = made.data
        with exporting.open_pages(self._data) as reader:
            self.sizes: tuple[tuple[float, float], ...] = reader.sizes

    def image(self, number: int, scale: float) -> QImage:
        with exporting.open_pages(self._data) as reader:
            drawn = reader.pixels(number, scale)
        image = QImage(drawn.data, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGB32)
        return image.copy()  # which owns its bytes


_OF_PDF = {field.name for field in fields(PdfOptions)}


def pdf_options(pages: str, choices: Choices, snapshot: Snapshot) -> PdfOptions:
    chosen = {name: value for name, value in choices.items() if name in _OF_PDF}
    return PdfOptions(**{**chosen, "pages": pages, "changed": snapshot.changed, "version": snapshot.version})


def _pdf(pages: str, snapshot: Snapshot, choices: Choices, step: Step) -> Made:
    options = pdf_options(pages, choices, snapshot)
    return exporting.make(snapshot.board, ".pdf", options, attach=choices["attach"], step=step)


def _data(suffix: str, snapshot: Snapshot, choices: Choices, step: Step) -> Made:
    return exporting.make(snapshot.board, suffix, PdfOptions(), step=step)


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
    _of_pdf("handout", "PDF handout, small", "per_page"),
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
    "per_page": Field("On a &sheet", tuple((n, str(n)) for n in exporting.PER_PAGE), lambda: 4),
    "ink": Field("&Ink", (("colour", "Colour"), ("grey", "Grey"), ("black", "Black and white")), lambda: "colour"),
    "positions": Field("&Notes", (("own", "Where they are on the board"), ("tidy", "Tidy")), lambda: "own"),
    "emoji": Field(
        "&Emoji", (("plain", "Plain"), ("colour", "Colour")), lambda: "plain", lambda board: bool(colour_emoji_family())
    ),
    "log": Field(
        "With the &workshop log",
        (),
        lambda: True,
        lambda board: bool(board.sittings),
        "When the workshops were, who was there, and how long each step took",
    ),
    "attach": Field(
        "Put the &board inside",
        (),
        lambda: True,
        tip="The PDF can then be opened again as a board; everybody who has it can see all of the board.",
    ),
}
