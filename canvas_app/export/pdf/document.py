"""A board as a PDF: which pages there are, what must hold for all of them, and the bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from canvas_app.domain.board import Board
from canvas_app.domain.errors import UserError
from canvas_app.domain.theme import Theme
from canvas_app.export.pdf.canvas_page import canvas_page
from canvas_app.export.pdf.content import Content, shortened, stamp
from canvas_app.export.pdf.notes_pages import NotesPages
from canvas_app.export.pdf.options import PdfOptions
from canvas_app.export.pdf.preflight import Preflight
from canvas_app.export.pdf.sheet import Sheet, page_size
from canvas_app.export.pdf.statement_pages import StatementPages
from canvas_app.export.pdf.workshop_pages import workshop_pages
from canvas_app.text import fonts

NAMED_AT_MOST = 3
NAME_LENGTH = 40
CHARACTERS_AT_MOST = 12


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


class CannotDraw(UserError):
    """Text that no font has or that cannot be written yet; nothing was made.

    `characters` says what by the id of the note or statement (or a word such as "title") it is in.
    """

    exit_code = 5

    def __init__(self, message: str, characters: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(message)
        self.characters = characters


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
    size = page_size(options.page, options.orientation)
    fonts.start()
    content = Content(board, theme)
    info = board.info
    sheet = Sheet(size, theme, info.language, stamp(options.changed))
    about = [part for part in (content.canvas.title, info.partner.strip(), info.segment.strip()) if part]
    sheet.describe(content.title, " - ".join(about))
    report = options.pages == "report"
    cut = canvas_page(sheet, content, icons, options.changed, options.version, links=report)
    if report:
        StatementPages(sheet, content, options.changed, options.version).draw()
        workshop_pages(sheet, content)
        NotesPages(sheet, content).draw()
    if sheet.problems:
        raise _cannot_draw(board, sheet.problems)
    data = sheet.finish()
    return Rendered(data, Preflight(cut=cut, smallest=sheet.smallest, pages=sheet.page, size=len(data)))


def _cannot_draw(board: Board, problems: Mapping[str, Mapping[str, None]]) -> CannotDraw:
    ranks = {statement.id: n for n, statement in enumerate(board.statements, 1)}
    notes = [f"“{shortened(board.notes[source].text, NAME_LENGTH)}”" for source in problems if source in board.notes]
    places = [f"statement {ranks[source]}" for source in problems if source in ranks]
    words = {"title": "the title", "subtitle": "the line under the title", "canvas": "the canvas's own words"}
    places += [words.get(source, source) for source in problems if source not in board.notes and source not in ranks]
    named = ([f"the {'note' if len(notes) == 1 else 'notes'} {', '.join(notes[:NAMED_AT_MOST])}"] if notes else []) + (
        [] if notes else places[:NAMED_AT_MOST]
    )
    more = len(notes) + len(places) - min(len(notes) or len(places), NAMED_AT_MOST)
    where = ", ".join(named) + (f" and {more} more" if more else "")
    found = list(dict.fromkeys(char for chars in problems.values() for char in chars if char.strip()))
    shown = " ".join(found[:CHARACTERS_AT_MOST]) + (" …" if len(found) > CHARACTERS_AT_MOST else "")
    return CannotDraw(
        f"The PDF cannot show {shown} in {where}; replace these characters and export again.",
        {source: tuple(chars) for source, chars in problems.items()},
    )
