"""A board as a PDF: which pages there are, what must hold for all of them, and the bytes."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from canvas_app.domain.board import Board
from canvas_app.domain.theme import Theme
from canvas_app.export.pdf.canvas_page import canvas_page
from canvas_app.export.pdf.content import Content, moment
from canvas_app.export.pdf.handout import grid_on
from canvas_app.export.pdf.notes_pages import NotesPages
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.poster import draw_poster, one_sheet
from canvas_app.export.pdf.preflight import Preflight
from canvas_app.export.pdf.sheet import Sheet, page_size
from canvas_app.export.pdf.statement_pages import StatementPages
from canvas_app.export.pdf.summary_page import SummaryPage
from canvas_app.export.pdf.workshop_pages import workshop_pages
from canvas_app.text import fonts

_P = ParamSpec("_P")
_R = TypeVar("_R")

Step = Callable[[str], None]
"""Told which part comes next; what it raises stops the work (a person who cancels)."""


@dataclass(frozen=True)
class Rendered:
    """A finished document, and what its reader should know."""

    data: bytes
    preflight: Preflight

    @property
    def pages(self) -> int:
        return self.preflight.pages

    @property
    def cut(self) -> tuple[str, ...]:
        return self.preflight.cut


def _collecting_later(work: Callable[_P, _R]) -> Callable[_P, _R]:
    """Leave garbage alone meanwhile: there is next to none, and looking for it takes a sixth of the time."""

    @wraps(work)
    def working(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if collecting:
                gc.enable()

    return working


@_collecting_later
def render_pdf(
    board: Board,
    theme: Theme,
    options: PdfOptions,
    icons: Mapping[str, bytes],
    *,
    attached: Mapping[str, bytes] | None = None,
    step: Step | None = None,
) -> Rendered:
    """The same board and options give the same bytes. `icons` are SVG files, `attached` files to carry, both by name.

    Works in any thread while a QGuiApplication lives. Raises UserError (exit code 2) for an unknown page size, and
    whatever `step` raises.
    """
    size = paper = page_size(options.page, options.orientation)
    if options.pages == "poster":
        size = page_size(options.poster, options.orientation)
    fonts.start()
    content = Content(board, theme)
    info = board.info
    sheet = Sheet(size, theme, info.language, moment(options.changed))
    sheet.language = content.han_language
    about = [part for part in (content.canvas.title, info.partner.strip(), info.segment.strip()) if part]
    sheet.describe(content.title, " - ".join(about), content.keywords())
    sheet.attach(attached or {})
    if options.emoji == "colour" and options.ink != "black":
        sheet.paint_emoji(grey=options.ink == "grey")
    tell = _Progress(step or _nothing)
    sheet.watch = tell.again
    report = options.pages in ("report", "all", "handout")
    if options.pages == "handout":
        sheet.hand_out(grid_on(size, options.per_page, sheet.zoom))
    cut: tuple[str, ...] = ()
    if options.pages in ("summary", "all"):
        tell("Summary")
        SummaryPage(sheet, content, options.changed, options.version, links=report).draw()
    if options.pages != "summary":
        tell("Canvas")

        def draw() -> tuple[str, ...]:
            orderly = options.positions == "tidy"
            with sheet.tag("Sect", title="Canvas"):
                return canvas_page(sheet, content, icons, options.changed, options.version, report, orderly)

        whole = options.pages != "poster" or one_sheet(size, paper)
        cut = draw() if whole else draw_poster(sheet, content, paper, draw)
    if report:
        tell("Value statements")
        StatementPages(sheet, content, options.changed, options.version).draw()
        workshop_pages(sheet, content, tell, options.log)
        tell("All notes")
        NotesPages(sheet, content).draw()
    tell("Fonts")
    data = sheet.finish()
    missing = {source: tuple(clusters) for source, clusters in sheet.missing.items()}
    return Rendered(data, Preflight(missing, cut, smallest=sheet.smallest, pages=sheet.papers, size=len(data)))


class _Progress:
    """Says which part comes next, and the same again for every text of it, so that long parts can be stopped, too."""

    def __init__(self, step: Step) -> None:
        self._step, self._part = step, ""

    def __call__(self, part: str) -> None:
        self._part = part
        self._step(part)

    def again(self) -> None:
        if self._part:
            self._step(self._part)


def _nothing(part: str) -> None:
    """Nobody wants to know."""
