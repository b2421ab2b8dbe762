"""Tables that run over as many pages as they take; a row that does not fit into a page goes on in the next."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from canvas_app.export.pdf.content import Content
from canvas_app.export.pdf.parts import MARGIN, SUBTITLE_DROP, SUBTITLE_SIZE, bottom_of, page_foot, page_head
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.text.block import Align, Span, TextBlock, lines_of

COLUMN_GAP = 14.0
HEAD_SIZE, HEAD_WEIGHT, HEAD_LEADING, HEAD_LINES, HEAD_LINE = 7.4, 600, 1.25, 5, 0.9
HEAD_ABOVE, HEAD_BELOW = 4.0, 5.0
ROW_PADDING, HAIRLINE = 6.0, 0.5
WIDEST_WORD, FIXED_MOST, CELLS_MEASURED = 0.16, 0.75, 100
"""Shares of a table's width that one word may ask for, and all columns that are as wide as a word."""
SIZE, LEADING = 8.6, 1.36
HEADING_SIZE, HEADING_ABOVE, HEADING_HEIGHT = 11.0, 16.0, 22.0
DOT, DOT_INDENT = 2.1, 9.0
SECTION_SIZE, SECTION_ABOVE, SHARED_PAGE = 14.0, 24.0, 0.25
LEAST_CHUNK = 40.0
"""A row that has to be split starts on this page only where so much of it fits."""


@dataclass(frozen=True)
class Column:
    """`share` is its part of the width; words in it stand at its start, middle or end.

    Columns that are `alike` are no wider for the words in them.
    """

    title: str
    share: float
    align: Align = "start"
    source: str = "canvas"
    alike: bool = False


@dataclass(frozen=True)
class Cell:
    """`source` is what a text comes from, as in `Sheet.text`; `dot` and `fill` are colours before and behind it."""

    words: str | Sequence[Span] = ""
    colour: str = ""
    source: str = "canvas"
    dot: str = ""
    fill: str = ""


@dataclass
class _Row:
    cells: Sequence[Cell]
    blocks: list[TextBlock]
    key: str
    started: bool = False

    @property
    def about(self) -> int:
        """Which cell says what the row is about: the first note, else the first words."""
        dots = (n for n, cell in enumerate(self.cells) if cell.dot)
        return next(dots, next((n for n, cell in enumerate(self.cells) if cell.words), 0))

    @property
    def height(self) -> float:
        return max(block.height if block.lines else 0.0 for block in self.blocks) + 2 * ROW_PADDING

    def take(self, room: float) -> "_Row":
        """The lines that fit into `room`, at least one of each cell; they are left out here."""
        room -= 2 * ROW_PADDING
        pieces = []
        for n, block in enumerate(self.blocks):
            fitting = sum(1 for line in block.lines if line.top + SIZE * LEADING <= room + 1e-6)
            fitting = max(fitting, 1)
            pieces.append(lines_of(block, 0, fitting))
            self.blocks[n] = lines_of(block, fitting, len(block.lines))
        piece = _Row(self.cells, pieces, self.key, self.started)
        self.started = True
        return piece

    @property
    def left(self) -> bool:
        return any(block.lines for block in self.blocks)


class TablePages:
    """Sections of a report one after the other: a title, words, and tables under each other."""

    def __init__(self, sheet: Sheet, content: Content) -> None:
        self.sheet, self.content, self.theme = sheet, content, content.theme
        self._title = self._subtitle = ""
        self._columns: Sequence[Column] = ()
        self._heads: list[TextBlock] = []
        self._places: list[tuple[float, float]] = []
        self.first_y = self.y = 0.0
        self._begun = False
        self._sect = ExitStack()
        self._tables = 0

    def section(self, key: str, title: str, subtitle: str) -> None:
        """A section with an entry in the outline; on the page before where much of that is left."""
        self._title, self._subtitle = title, subtitle
        self._sect.close()
        self._sect.enter_context(self.sheet.tag("Sect", title=title))
        if not self._begun or self.room < SHARED_PAGE * self.sheet.height:
            self._page()
            self.sheet.outline(key, title)
            return
        sheet, theme = self.sheet, self.theme
        top = self.y + SECTION_ABOVE
        sheet.outline(key, title, y=top - SECTION_ABOVE / 2)
        head = sheet.block(title, SECTION_SIZE, 650)
        with sheet.tag("H1"):
            sheet.text(head, MARGIN, top, theme.ink, "canvas")
        under = sheet.block(subtitle, SUBTITLE_SIZE, width=sheet.width - 2 * MARGIN, leading=1.3)
        sheet.text(under, MARGIN, top + head.height + SUBTITLE_DROP, theme.muted, "canvas")
        self.y = top + head.height + SUBTITLE_DROP + under.height + ROW_PADDING

    @property
    def room(self) -> float:
        """The height that is left on this page."""
        return bottom_of(self.sheet) - self.y

    def finish(self) -> None:
        """After the last section; nothing where there was none."""
        self._sect.close()
        if self._begun:
            page_foot(self.sheet, self.content)

    def paragraph(self, words: str | Sequence[Span], size: float = 10.6, source: str = "canvas") -> None:
        """Free words over the whole width."""
        block = self.sheet.block(words, size, width=self.sheet.width - 2 * MARGIN, leading=1.42)
        if block.height > self.room:
            self._go_on()
        self.sheet.text(block, MARGIN, self.y, self.theme.ink, source)
        self.y += block.height + ROW_PADDING

    def space(self, height: float) -> float:
        """Takes a stretch of the page, or of the next where it does not fit here; where it begins."""
        if height > self.room:
            self._go_on()
        top = self.y
        self.y += height
        return top

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], heading: str = "") -> None:
        """`heading` stands above it where a section has several."""
        self._columns = columns
        self._places, x = [], MARGIN
        for width in self._widths(columns, rows):
            self._places.append((x, width))
            x += width + COLUMN_GAP
        self._heads = [
            self.sheet.block(
                column.title,
                HEAD_SIZE,
                HEAD_WEIGHT,
                width=width,
                leading=HEAD_LEADING,
                align=column.align,
                max_lines=HEAD_LINES,
            )
            for column, (_, width) in zip(columns, self._places, strict=True)
        ]
        self._tables += 1
        laid = [self._row(cells, str(n)) for n, cells in enumerate(rows, 1)]
        above = HEADING_ABOVE + HEADING_HEIGHT if heading else 0.0
        if above + self._head_height + min(laid[0].height if laid else 0.0, 3 * LEAST_CHUNK) > self.room:
            self._go_on()
        if heading:
            self.y += HEADING_ABOVE if self.y > self.first_y else 0.0
            with self.sheet.tag("H2"):
                self.sheet.label(heading, MARGIN, self.y + HEADING_SIZE / 2, HEADING_SIZE, self.theme.ink, weight=650)
            self.y += HEADING_HEIGHT
        with self._table():
            self._head()
        for row in laid:
            if row.height > self.room and (row.height < self._whole or self.room < LEAST_CHUNK):
                self._head_again()
            while row.height > self.room:
                self._draw(row.take(self.room))
                if not row.left:
                    break
                self._head_again()
            if row.left or not row.started:
                self._draw(row)

    def _widths(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[float]:
        """Widths by share, but none so narrow that a word is broken, as long as that is reasonable."""
        room = self.sheet.width - 2 * MARGIN - COLUMN_GAP * (len(columns) - 1)
        fixed: dict[int, float] = {}
        least: dict[int, float] = {}
        while True:
            shares = sum(column.share for n, column in enumerate(columns) if n not in fixed)
            unit = (room - sum(fixed.values())) / shares if shares else 0.0
            widths = [fixed.get(n, column.share * unit) for n, column in enumerate(columns)]
            for n, width in enumerate(widths):
                if n not in least and width < WIDEST_WORD * room and not columns[n].alike:
                    least[n] = min(self._longest_word(columns[n], [row[n] for row in rows]), WIDEST_WORD * room)
            narrow = [n for n, width in enumerate(widths) if n not in fixed and width < least.get(n, 0.0)]
            first = min(narrow, key=lambda n: least[n], default=None)
            if first is None or sum(fixed.values()) + least[first] > FIXED_MOST * room:
                return widths
            fixed[first] = least[first]

    def _longest_word(self, column: Column, cells: Sequence[Cell]) -> float:
        """The width of the longest word of a head and of the cells below it."""
        words = {(word, HEAD_SIZE, HEAD_WEIGHT) for word in column.title.split()}
        for cell in cells[:CELLS_MEASURED]:
            spans = [Span(cell.words, 400)] if isinstance(cell.words, str) else cell.words
            words |= {(word, SIZE, span.weight) for span in spans for word in span.text.split()}
        return max((self.sheet.block(word, size, weight).ink_width + 0.5 for word, size, weight in words), default=0.0)

    @property
    def _whole(self) -> float:
        """The height of rows on a page of their own."""
        return bottom_of(self.sheet) - self.first_y - self._head_height

    def _page(self) -> None:
        if self._begun:
            page_foot(self.sheet, self.content)
        self.first_y = self.y = page_head(self.sheet, self._title, self._subtitle, [], source="canvas")
        self._begun = True

    def _go_on(self) -> None:
        """The same section on a new page."""
        page_foot(self.sheet, self.content)
        self.first_y = self.y = page_head(self.sheet, self._title, "", [], "continued", source="canvas")

    def _table(self) -> AbstractContextManager[None]:
        return self.sheet.tag("Table", key=str(self._tables))

    def _head_again(self) -> None:
        """The same table on a new page."""
        self._go_on()
        with self.sheet.artifact("Pagination"):
            self._head()

    def _head(self) -> None:
        if any(block.ink_width for block in self._heads):
            with self.sheet.tag("TR"):
                self._heads_of_columns()
        self.y += self._head_height
        self.sheet.line(MARGIN, self.y, self.sheet.width - MARGIN, self.y, self.theme.frame, HEAD_LINE)

    def _heads_of_columns(self) -> None:
        bottom = self.y + self._head_height - HEAD_BELOW
        for column, block, (x, _) in zip(self._columns, self._heads, self._places, strict=True):
            with self.sheet.tag("TH", scope="Column"):
                self.sheet.text(block, x, bottom - block.height, self.theme.muted, column.source)

    @property
    def _head_height(self) -> float:
        words = [block.height for block in self._heads if block.ink_width]
        return HEAD_ABOVE + max(words) + HEAD_BELOW if words else HEAD_BELOW

    def _row(self, cells: Sequence[Cell], key: str) -> _Row:
        blocks = []
        for cell, column, (_, width) in zip(cells, self._columns, self._places, strict=True):
            room = width - (DOT_INDENT if cell.dot else 0.0)
            blocks.append(self.sheet.block(cell.words, SIZE, width=room, leading=LEADING, align=column.align))
        return _Row(cells, blocks, key)

    def _draw(self, row: _Row) -> None:
        with self._table(), self.sheet.tag("TR", key=row.key):
            self._cells(row)
        self.y += row.height
        self.sheet.line(MARGIN, self.y, self.sheet.width - MARGIN, self.y, self.theme.hairline, HAIRLINE)

    def _cells(self, row: _Row) -> None:
        top, about = self.y + ROW_PADDING, row.about
        for n, (cell, block, (x, width)) in enumerate(zip(row.cells, row.blocks, self._places, strict=True)):
            left = x
            if cell.fill:
                self.sheet.rect(x, self.y + 2, width, row.height - 4, fill=cell.fill, radius=2)
            if cell.dot:
                if not row.started:
                    self.sheet.circle(x + DOT, top + SIZE * LEADING / 2, DOT, fill=cell.dot)
                left += DOT_INDENT
            with self.sheet.tag("TH", key=str(n), scope="Row") if n == about else self.sheet.tag("TD", key=str(n)):
                self.sheet.text(block, left, top, cell.colour or self.theme.ink, cell.source)
