"""Short lists side by side: as large as they fit, then shorter with "+4 more" at their end, never smaller than that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from canvas_app.domain.theme import HueColours
from canvas_app.export.pdf.parts import MARGIN, edge_of_pale, star
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.structure import OWN
from canvas_app.text.block import Span, TextBlock
from canvas_app.text.layout import ELLIPSIS

SMALLEST = 8.0
COLUMN_GAP = 22.0

SCALES = (1.3, 1.2, 1.1, 1.0)
"""How large the lists are: the first at which nothing has to be left out, else the last. Figures below are for 1."""
TRIES = ((5, 3), (5, 2), (4, 2), (3, 2), (4, 1), (3, 1), (2, 1), (1, 1))
"""How many entries of a list, and how many lines of each: the first that has room is taken."""

MOST_SHAPED = 600
"""Characters of an entry that are looked at; no column has room for more."""

HEADING_SIZE, HEADING_WEIGHT, HEADING_MIDDLE, HEADING_RULE, HEADING_HEIGHT, HEADING_LINE = (
    9.6,
    650,
    10.0,
    19.0,
    23.0,
    0.8,
)
TEXT_SIZE, TEXT_LEADING, PADDING, HAIRLINE = 8.6, 1.36, 3.3, 0.5
MORE_HEIGHT, BLOCK_GAP = 17.0, 12.0
RANK_GAP, STAR_WIDTH, STAR_RADIUS, FIGURE_GAP = 6.0, 12.0, 2.9, 10.0
BAR_WIDTH, BAR_HEIGHT = 56.0, 5.0
MARK, MARK_INDENT = 2.1, 9.0


@dataclass(frozen=True)
class Entry:
    """A row: `rank` before the words, a star or a bar 0 to 1 behind them, and a figure at the end.

    `mark` is the colour of a dot before the words and `kind` stands in bold letters there; `under` is below them.
    """

    words: str
    figure: str
    hue: HueColours
    source: str = "canvas"
    rank: int | None = None
    starred: bool = False
    share: float | None = None
    mark: str = ""
    kind: str = ""
    under: str = ""


@dataclass(frozen=True)
class ShortList:
    """`entries` are the first of `total`; `figures` says what their numbers are; `nothing` is said of an empty list."""

    title: str
    colour: str
    rule: str
    figures: str
    entries: tuple[Entry, ...]
    total: int
    nothing: str
    counted: bool = True


Rows = Sequence[Sequence[ShortList | None]]
"""Lists that stand beside each other, row by row; None leaves a column free."""


@dataclass(frozen=True)
class Laid:
    """A list as it will be drawn: its rows with their text, and how many are left out."""

    of: ShortList
    rows: tuple[tuple[Entry, TextBlock, TextBlock | None], ...]
    scale: float

    @property
    def more(self) -> int:
        return self.of.total - len(self.rows)

    @property
    def height(self) -> float:
        last = MORE_HEIGHT if self.more or not self.rows else 0.0
        return (HEADING_HEIGHT + last) * self.scale + sum(_height(row, self.scale) for row in self.rows)


@dataclass(frozen=True)
class Plan:
    """Lists in rows that begin level, the titles of those without any room, and whether the first try went well."""

    rows: tuple[tuple[Laid | None, ...], ...]
    left_out: tuple[str, ...]
    whole: bool
    scale: float

    @property
    def height(self) -> float:
        rows = sum(_tallest(row) for row in self.rows) + BLOCK_GAP * self.scale * max(len(self.rows) - 1, 0)
        return rows + (MORE_HEIGHT * self.scale if self.left_out else 0.0)


def _height(row: tuple[Entry, TextBlock, TextBlock | None], scale: float) -> float:
    _, words, under = row
    return words.height + (under.height if under else 0.0) + 2 * PADDING * scale


def _tallest(row: Sequence[Laid | None]) -> float:
    return max((laid.height for laid in row if laid), default=0.0)


class Lists:
    """Columns of lists on one sheet."""

    def __init__(self, sheet: Sheet, columns: int) -> None:
        self.sheet, self.theme, self.columns = sheet, sheet.theme, columns
        self.column_width = (sheet.width - 2 * MARGIN + COLUMN_GAP) / columns - COLUMN_GAP

    def x(self, column: int) -> float:
        return MARGIN + column * (self.column_width + COLUMN_GAP)

    def least(self, rows: Rows) -> float:
        """The height of these lists where each has one line of one entry."""
        return self._plan(rows, (), TRIES[-1], SCALES[-1]).height

    def plan(self, rows: Rows, room: float, scale: float) -> Plan:
        """The most of these lists that has room. Rows that have none are left out, the last ones first.

        At scales above the least it is all, whether that has room or not; `whole` says so.
        """
        every = self._plan(rows, (), TRIES[0], scale)
        fits = every.height <= room + 1e-6
        if fits or scale > SCALES[-1]:
            return replace(every, whole=fits)
        for n in range(len(rows), 0, -1):
            left_out = tuple(item.title for row in rows[n:] for item in row if item)
            if self._plan(rows[:n], left_out, TRIES[-1], scale).height > room + 1e-6:
                continue
            tries = (self._plan(rows[:n], left_out, most, scale) for most in TRIES)
            return next(plan for plan in tries if plan.height <= room + 1e-6)
        return Plan((), tuple(item.title for row in rows for item in row if item), False, scale)

    def _plan(
        self,
        rows: Rows,
        left_out: tuple[str, ...],
        most: tuple[int, int],
        scale: float,
    ) -> Plan:
        laid = tuple(tuple(self.lay(item, *most, scale) if item else None for item in row) for row in rows)
        return Plan(laid, left_out, False, scale)

    def lay(self, item: ShortList, most: int, lines: int, scale: float) -> Laid:
        before, behind = self._edges(item, scale)
        room = self.column_width - before
        rows = []
        for entry in item.entries[:most]:
            shown = entry.words if len(entry.words) <= MOST_SHAPED else entry.words[:MOST_SHAPED] + ELLIPSIS
            words = self.sheet.block(
                [*([Span(f"{entry.kind}  ", 600)] if entry.kind else []), Span(shown, 400)],
                TEXT_SIZE * scale,
                width=room - behind,
                leading=TEXT_LEADING,
                max_lines=lines,
            )
            under = (
                self.sheet.block(entry.under, SMALLEST * scale, width=room, leading=TEXT_LEADING, max_lines=2)
                if entry.under
                else None
            )
            rows.append((entry, words, under))
        return Laid(item, tuple(rows), scale)

    def draw(self, plan: Plan, top: float, column: int = 0) -> float:
        """Draw a plan from this column on; gives back where it ends."""
        for row in plan.rows:
            for n, laid in enumerate(row):
                if laid:
                    self._list(laid, self.x(column + n), top)
            top += _tallest(row) + BLOCK_GAP * plan.scale
        if plan.left_out:
            words = f"+{len(plan.left_out):,} more: {', '.join(plan.left_out)}"
            wide = max((len(row) for row in plan.rows), default=1)
            room = self.x(column + wide) - COLUMN_GAP - self.x(column)
            self._more(words, self.x(column), top - BLOCK_GAP * plan.scale, room, plan.scale, True)
            top += MORE_HEIGHT * plan.scale
        return top - (BLOCK_GAP * plan.scale if plan.rows else 0.0)

    # one list

    def _edges(self, item: ShortList, scale: float) -> tuple[float, float]:
        """The room before the words of a list and behind them."""
        ranks = [self._number(str(entry.rank), scale) for entry in item.entries if entry.rank is not None]
        figures = max((self._number(entry.figure, scale).ink_width for entry in item.entries), default=0.0)
        before = max((block.ink_width for block in ranks), default=0.0) + (RANK_GAP * scale if ranks else 0.0)
        marks = MARK_INDENT if any(entry.mark for entry in item.entries) else 0.0
        behind = FIGURE_GAP + (STAR_WIDTH if self._starred(item) else 0.0)
        if any(entry.share is not None for entry in item.entries):
            behind += BAR_WIDTH + FIGURE_GAP
        return before + marks * scale, behind * scale + figures

    @staticmethod
    def _starred(item: ShortList) -> bool:
        return any(entry.starred for entry in item.entries)

    def _number(self, words: str, scale: float) -> TextBlock:
        return self.sheet.block([Span(words, 600)], TEXT_SIZE * scale)

    def _list(self, laid: Laid, x: float, top: float) -> None:
        sheet, theme, item, scale = self.sheet, self.theme, laid.of, laid.scale
        right, middle = x + self.column_width, top + HEADING_MIDDLE * scale
        title = [Span(item.title, HEADING_WEIGHT)] + ([Span(f"   {item.total:,}", 400)] if item.counted else [])
        figures = sheet.block(item.figures, SMALLEST * scale, width=self.column_width / 2, max_lines=1)
        room = self.column_width - (figures.ink_width + FIGURE_GAP * scale if laid.rows else 0.0)
        with sheet.tag("Sect"):
            with sheet.tag("H2"):
                sheet.label(title, x, middle, HEADING_SIZE * scale, item.colour, width=room, source="canvas")
            if laid.rows:
                sheet.text(figures, right - figures.ink_width, middle - figures.height / 2 + 0.5, theme.muted, "canvas")
            y = top + HEADING_RULE * scale
            sheet.line(x, y, right, y, item.rule, HEADING_LINE)
            y = top + HEADING_HEIGHT * scale
            with sheet.tag("L"):
                for row in laid.rows:
                    with sheet.tag("LI"):
                        self._row(item, row, x, y, scale)
                    y += _height(row, scale)
                    sheet.line(x, y, right, y, theme.hairline, HAIRLINE)
                if laid.more or not laid.rows:
                    words = f"+{laid.more:,} more" if laid.more else item.nothing
                    with sheet.tag("LI"), sheet.tag("LBody"):
                        before = self._edges(item, scale)[0]
                        self._more(words, x + before, y, self.column_width - before, scale, bool(laid.more))

    def _more(self, words: str, x: float, top: float, room: float, scale: float, strong: bool) -> None:
        middle, weight = top + MORE_HEIGHT * scale / 2, 600 if strong else 400
        muted = self.theme.muted
        self.sheet.label(words, x, middle, SMALLEST * scale, muted, weight=weight, width=room, source="canvas")

    def _row(
        self, item: ShortList, row: tuple[Entry, TextBlock, TextBlock | None], x: float, y: float, scale: float
    ) -> None:
        sheet, theme = self.sheet, self.theme
        entry, words, under = row
        before, behind = self._edges(item, scale)
        left, right, top = x + before, x + self.column_width, y + PADDING * scale
        size = TEXT_SIZE * scale
        middle = top + size * TEXT_LEADING / 2
        if entry.rank is not None:
            with sheet.tag("Lbl"):
                end = left - RANK_GAP * scale
                sheet.label(str(entry.rank), end, middle, size, theme.muted, weight=600, align="end")
        if entry.mark:
            sheet.circle(x + MARK * scale, middle, MARK * scale, fill=entry.mark)
        at = right - behind + FIGURE_GAP * scale
        with sheet.tag("LBody"):
            with sheet.tag("P", actual=f"{entry.kind} {entry.words}".strip() if words.cut else ""):
                sheet.text(words, left, top, theme.ink, entry.source)
            if entry.starred:
                radius = STAR_RADIUS * scale
                with sheet.tag("Figure", alt="On the short list", lang=OWN):
                    star(sheet, at + radius, middle - 0.3, radius, entry.hue.strong)
            if entry.share is not None:
                self._bar(at, middle, entry.share, scale)
            with sheet.tag("P"):
                sheet.label([Span(entry.figure, 600)], right, middle, size, theme.ink, align="end")
            if under:
                with sheet.tag("P"):
                    sheet.text(under, left, top + words.height, theme.muted, entry.source)

    def _bar(self, x: float, middle: float, share: float, scale: float) -> None:
        height, width = BAR_HEIGHT * scale, BAR_WIDTH * scale
        top = middle - height / 2
        edge = edge_of_pale(self.theme)
        self.sheet.rect(x, top, width, height, fill=self.theme.track, stroke=edge, line=HAIRLINE, radius=height / 2)
        if share:
            self.sheet.rect(
                x, top, max(width * min(share, 1.0), height), height, fill=self.theme.accent, radius=height / 2
            )
