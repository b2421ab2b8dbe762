"""Pages to draw on: reportlab with y growing downwards, our text, and a list of what could not be written.

The private names of reportlab 5.1 used here are `Canvas._doc`, `PDFDocument.idToObject`, `.getXObjectName` and the
`uppery` of a form.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from io import BytesIO

from reportlab.lib import pagesizes
from reportlab.pdfgen.canvas import Canvas

from canvas_app.domain.errors import UserError
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import Theme
from canvas_app.export.pdf import paths, publishing
from canvas_app.export.pdf.addresses import addresses
from canvas_app.export.pdf.emoji_images import EmojiImages
from canvas_app.export.pdf.handout import Grid
from canvas_app.export.pdf.metadata import About
from canvas_app.export.pdf.shapes import Shapes
from canvas_app.export.pdf.structure import Link
from canvas_app.export.pdf.text_writer import TextWriter
from canvas_app.text import colour_emoji
from canvas_app.text.block import Align, Span, TextBlock
from canvas_app.text.layout import lay_out

NAMED = ("A0", "A1", "A2", "A3", "A4", "A5", "B0", "B1", "B2", "B3", "B4", "B5", "Letter", "Legal", "Tabloid")
"""Page sizes by name; smaller ones have no room for a canvas."""

A4_WIDTH, A4_HEIGHT = 841.89, 595.28
ENLARGE_FROM = 1.2  # pages that much larger than A4 are drawn larger, not emptier

_OWN = ("", "canvas")
"""Sources of words that no person wrote."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")

Size = tuple[float, float]


def page_size(name: str, orientation: str = "landscape") -> Size:
    """Width and height in points of a page size in `NAMED` (case does not matter), "landscape" or "portrait".

    Raises UserError (exit code 2) for any other size.
    """
    for known in NAMED:
        if known.lower() == name.strip().lower():
            size = getattr(pagesizes, known.upper())
            return (min(size), max(size)) if orientation == "portrait" else (max(size), min(size))
    error = UserError(f"The page size '{name}' is not known; use one of {', '.join(NAMED)}.")
    error.exit_code = 2
    raise error


def _nobody() -> None:
    """Watches over the work where nobody else does."""


class Sheet(Shapes):
    """The pages of one document, one after the other. x and y are points from the top left corner of the page.

    `source` of a text is the id of what it comes from (a note, a statement) or a word for it; `missing` collects by
    source what no font has. It is drawn as U+FFFD and extracts as it was typed.
    """

    def __init__(self, size: Size, theme: Theme, language: str, changed: datetime | None = None) -> None:
        """`language` is the board's (BCP 47), `changed` the time of its last change in UTC."""
        self.language = language if _LANGUAGE.fullmatch(language) else "en"
        """In which texts are laid out; may be another one than the document's, which decides how Han looks."""
        canvas = Canvas(BytesIO(), pagesize=size, invariant=1, pageCompression=1, pdfVersion=(1, 7), lang=self.language)
        super().__init__(canvas, theme)
        self._origin = (0.0, 0.0)
        self._grid: Grid | None = None
        self.page = 0
        self.smallest = 0.0
        """The smallest type so far, in points; 0 where nothing is written."""
        self.missing: dict[str, dict[str, None]] = {}
        self.watch: Callable[[], None] = _nobody
        """Called at every text; what it raises stops the work."""
        self._about = About("", "", (), self.language, changed)
        self._places: publishing.Places = {}
        self._labels: dict[int, str] = {}
        self._label = ""
        self._files: dict[str, bytes] = {}
        self._writer = TextWriter(self._canvas)
        self.resize(size)

    def describe(self, title: str, subject: str, keywords: Sequence[str] = ()) -> None:
        """What a reader shows as the file's properties."""
        self._about = About(title, subject, tuple(keywords), self._about.language, self._about.changed)

    def paint_emoji(self, grey: bool) -> None:
        """From here on emoji are drawn in colour, or in greys, where the machine has a font for it."""
        if colour_emoji.family() is not None:
            self._writer.emoji = EmojiImages(self._canvas, self.zoom, grey)

    # pages

    def new_page(self, label: str = "") -> None:
        """`label` stands before the page's number in readers ("Sheet "); pages of one label are counted from 1."""
        self.page += 1
        if self._seen is not None:
            return
        place = (self.page - 1) % len(self._grid.places) if self._grid is not None else 0
        self._leave_place()
        if place == 0:
            self._tags.close()
            if self._tags.page >= 0:
                self._canvas.showPage()
            self._tags.page += 1
            if self._tags.page == 0 or label != self._label:
                self._label = self._labels[self._tags.page] = label
            self._canvas.setPageSize(self.paper)
            self._canvas.setLineCap(1)
            self._canvas.setLineJoin(1)
        if self._grid is not None:
            self._go_to_place(self._grid, place)
        elif self.zoom != 1:
            self._canvas.scale(self.zoom, self.zoom)

    def resize(self, size: Size, enlarged: bool = True) -> None:
        """Pages from the next one on have this size in points; `enlarged`: large ones are drawn larger."""
        self.paper = size
        factor = min(max(size) / A4_WIDTH, min(size) / A4_HEIGHT)
        self.zoom = factor if enlarged and factor > ENLARGE_FROM else 1.0
        self.width, self.height = size[0] / self.zoom, size[1] / self.zoom

    @property
    def papers(self) -> int:
        """How many sheets of paper there are so far; of a handout each holds several pages."""
        return self._tags.page + 1

    # several pages on a sheet, and pages over several sheets

    def hand_out(self, grid: Grid) -> None:
        """From the first page on each is drawn small in its place on a sheet of paper, with its number below it."""
        self._grid = grid
        self.width, self.height = grid.page
        self.zoom = grid.scale

    def _go_to_place(self, grid: Grid, place: int) -> None:
        x, y = grid.places[place]
        self.width, self.height = self.paper
        self._origin, self.zoom = (0.0, 0.0), 1.0
        grid.dress(self, place)
        self._tags.close()
        self.width, self.height = grid.page
        self.zoom = grid.scale
        self._origin = (x, self.paper[1] - y - self.height * self.zoom)
        self._canvas.saveState()
        self._canvas.transform(self.zoom, 0, 0, self.zoom, *self._origin)
        path = self._canvas.beginPath()
        path.rect(0, 0, self.width, self.height)
        self._canvas.clipPath(path, stroke=0, fill=0)

    def _leave_place(self) -> None:
        if self._grid is not None and self._tags.page >= 0:
            self._tags.close()
            self._canvas.restoreState()

    @contextmanager
    def form(self, name: str) -> Iterator[list[Rect]]:
        """What is drawn inside, as on one page of the present size, is kept once under a name and seen nowhere yet.

        A new page only begins in it, and nothing in it is a place, an entry of the outline or a link. Gives where
        something is drawn that is not of the paper's colour, once all is drawn. Its structure is that of a page: it
        is read where the form is first drawn.
        """
        with self._tags.elsewhere():
            self._canvas.beginForm(name, 0, 0, self.width, self.height)
            self._canvas.setLineCap(1)
            self._canvas.setLineJoin(1)
            self._seen = []
            try:
                yield self._seen
            finally:
                self._seen = None
                self._canvas.endForm()
                self.page = self.papers

    def draw_form(self, name: str, x: float, y: float, scale: float, clip: Rect) -> None:
        """Draw a form of the height `clip` is cut from: its top left corner at (x, y), only what lies in `clip`.

        It is decoration, or part of a "Figure".
        """
        self._tags.catch_up()
        document = self._canvas._doc
        form = document.idToObject[document.getXObjectName(name)]
        self._tags.shape()
        top = self.height - y - form.uppery * scale
        edges = " ".join(map(paths.number, (clip.x, self.height - clip.y - clip.h, clip.w, clip.h)))
        self._draw(f"q {edges} re W n {scale:.6f} 0 0 {scale:.6f} {x:.3f} {top:.3f} cm")
        self._canvas.doForm(name)
        self._draw("Q")

    def outline(self, key: str, title: str, level: int = 0, y: float = 0) -> None:
        """An entry of the outline, and a place that `link` can lead to."""
        if self._seen is not None:
            return
        self.place(key, y=y)
        left, low, _, _ = self._edges(0, y, 0, 0)
        self._canvas.bookmarkPage(key, fit="XYZ", left=left, top=low, zoom=0)
        self._canvas.addOutlineEntry(title, key, level=level, closed=level == 0)

    def place(self, key: str, x: float = 0, y: float = 0) -> None:
        """A place on this page that `link` can lead to; the first of its key counts."""
        if self._seen is None:
            self._places.setdefault(key, (self._tags.page, *self._edges(x, y, 0, 0)[:2]))

    def link(self, key: str, x: float, y: float, w: float, h: float, words: str = "") -> None:
        """Make a rectangle lead to a place of the document, also one that comes later; to nowhere where none has it.

        `words` say where it leads. Inside `tag("Link")` it belongs to what is written there.
        """
        if self._tags.links_possible:
            self._tags.link(Link(self._tags.page, self._edges(x, y, w, h), key, False, words or key))

    def attach(self, files: Mapping[str, bytes]) -> None:
        """Files that the document carries, by name."""
        self._files = dict(files)

    def finish(self) -> bytes:
        """The document. Call once, after the last page."""
        self._tags.close()
        self._leave_place()
        self._writer.finish()
        self._canvas.showPage()
        return publishing.publish(
            self._canvas, self._tags.structure, self._about, self._places, self._labels, self._files
        )

    def _edges(self, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a rectangle on paper."""
        k, (left, low) = self.zoom, self._origin
        return left + x * k, low + (self.height - y - h) * k, left + (x + w) * k, low + (self.height - y) * k

    # structure

    def tag(
        self,
        role: str,
        *,
        alt: str = "",
        title: str = "",
        scope: str = "",
        lang: str = "",
        actual: str = "",
        key: str = "",
        order: float = 0.0,
        box: Rect | None = None,
    ) -> AbstractContextManager[None]:
        """What is written inside is an element of this role ("Sect", "H1", "P", "L", "LI", "Lbl", "LBody", "Table",
        "TR", "TH", "TD", "Figure", "Link" ...) under the one that is open.

        Text inside a "Sect" is a "P" by itself. Shapes are decoration, but inside a "Figure" they are what `alt`
        tells about. `scope` of a "TH" is "Column" or "Row". `actual` is the whole text of the element where what is
        drawn of it is a part or comes in pieces; else it is the text that is written inside.

        `key`: the element of this role and key under the open one is opened again where there is one already (a
        table that goes on on the next page). `order`: elements under one parent are read by it, and as they came
        where it is the same, whatever the order of painting. `box` is the room of a "Figure".
        """
        return self._tags.tag(
            role,
            key,
            alt=alt,
            title=title,
            scope=scope,
            lang=lang,
            actual=actual,
            order=order,
            box=self._edges(box.x, box.y, box.w, box.h) if box is not None else (),
        )

    def artifact(self, kind: str = "") -> AbstractContextManager[None]:
        """What is written inside is no content of its own: "Pagination" (repeated heads, foot lines), "Layout"."""
        return self._tags.artifact(kind)

    # text

    def text(self, block: TextBlock, x: float, y: float, color: str, source: str = "") -> None:
        """Write a block with its top left corner at (x, y); what no font has goes under `missing` as well."""
        self.watch()
        if block.missing:
            self.missing.setdefault(source, {}).update(dict.fromkeys(block.missing))
        if not any(line.runs for line in block.lines):
            return
        self._see(color, Rect(x, y, block.width if math.isfinite(block.width) else block.ink_width, block.height))
        size = block.size * self.zoom
        self.smallest = min(self.smallest or size, size)
        leading_out = list(addresses(block))
        element = self._tags.text(block, source in _OWN, bool(leading_out))
        self._writer.draw(block, x, self.height - y, color)
        if element is not None:
            self._tags.close()
            for address, rect in leading_out:
                edges = self._edges(x + rect.x, y + rect.y, rect.w, rect.h)
                link = Link(self._tags.page, edges, address, True, address)
                self._tags.link_in(element.under("Link", address), link)

    def block(
        self,
        text: str | Sequence[Span],
        size: float,
        weight: int = 400,
        *,
        width: float = math.inf,
        leading: float = 1.25,
        align: Align = "start",
        max_lines: int | None = None,
    ) -> TextBlock:
        """`lay_out` in the board's language."""
        return lay_out(
            text,
            width=max(width, 1.0),
            size=size,
            weight=weight,
            leading=leading,
            align=align,
            max_lines=max_lines,
            language=self.language,
        )

    def label(
        self,
        text: str | Sequence[Span],
        x: float,
        middle: float,
        size: float,
        color: str,
        *,
        weight: int = 400,
        align: Align = "start",
        width: float = math.inf,
        source: str = "",
    ) -> float:
        """One line with its middle at height `middle`: from x, about x or up to x. Gives back its width.

        A line longer than `width` is cut with an ellipsis.
        """
        block = self.block(text, size, weight, width=width, max_lines=None if math.isinf(width) else 1)
        ink = block.ink_width
        shift = block.lines[0].x if block.lines else 0.0
        left = {"start": x, "center": x - ink / 2, "end": x - ink}[align] - shift
        self.text(block, left, middle - block.height / 2, color, source)
        return ink
