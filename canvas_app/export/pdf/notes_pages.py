"""All notes in full, zone by zone, in columns: what page 1 cuts or draws too small is here (PDF.md 5)."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import combinations, pairwise

from canvas_app.domain.entities import Note
from canvas_app.domain.theme import HueColours
from canvas_app.export.pdf.addresses import rooms
from canvas_app.export.pdf.content import Content, numbers
from canvas_app.export.pdf.parts import (
    DOT_PITCH,
    DOT_RADIUS,
    DOTS,
    MARGIN,
    bottom_of,
    dots,
    page_foot,
    page_head,
    star,
    swatch,
    swatch_width,
    weight_words,
)
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.structure import OWN
from canvas_app.export.pdf.tagging import text_of
from canvas_app.text.block import Span, TextBlock, lines_of

TITLE = "All notes"
SUBTITLE = (
    "Every note in full, by zone; dots show importance, a star the short list, "
    "numbers at the right the value statements that use it"
)
PARKING_TITLE = "Parking lot"

COLUMN_GAP, COLUMN_LEAST, MOST_COLUMNS = 22.0, 225.0, 3
HEADING_SIZE, HEADING_WEIGHT, HEADING_HEIGHT, HEADING_RULE, HEADING_LINE = 9.6, 650, 23.0, 19.0, 0.8
HEADING_MIDDLE, BLOCK_GAP = 10.0, 10.0
TEXT_SIZE, TEXT_LEADING, TEXT_WEIGHT = 8.6, 1.36, 400
DETAIL_SIZE, DETAIL_GAP = 8.0, 1.5
PADDING, HAIRLINE = 3.3, 0.5
DOTS_SCALE = 1.3
DOTS_WIDTH, RANK_WIDTH, STAR_WIDTH, STAR_RADIUS = 28.0, 13.0, 11.0, 2.9
NUMBERS_LEAST, NUMBERS_MOST = 20.0, 60.0
WIDOW_LINES = 2


@dataclass(frozen=True)
class _Group:
    """The notes of a zone and the room that its columns give them."""

    title: str
    hue: HueColours
    notes: tuple[Note, ...]
    has_ranks: bool
    has_stars: bool
    numbers_width: float
    parked: bool = False


@dataclass
class _Entry:
    """What is left to draw of one note: text lines, then detail lines."""

    note: Note
    text: TextBlock
    detail: TextBlock | None
    used: TextBlock | None
    started: bool = False

    @property
    def height(self) -> float:
        height = self.text.height if self.text.lines else 0.0
        if self.detail and self.detail.lines:
            height += self.detail.height + (DETAIL_GAP if self.text.lines else 0)
        if self.used and not self.started:
            height = max(height, self.used.height)
        return height + 2 * PADDING

    def take(self, room: float) -> "_Entry":
        """The lines that fit into `room`, at least one; they are left out here."""
        room -= 2 * PADDING
        lines = self.text.lines
        fitting = sum(1 for n in range(len(lines)) if _end_of(self.text, n) <= room + 1e-6)
        detail = None
        if lines and fitting < len(lines):
            fitting = max(fitting, 1)
        elif self.detail:
            room -= (self.text.height + DETAIL_GAP) if lines else 0.0
            some = sum(1 for n in range(len(self.detail.lines)) if _end_of(self.detail, n) <= room + 1e-6)
            some = max(some, 0 if lines else 1)
            detail = lines_of(self.detail, 0, some)
            self.detail = lines_of(self.detail, some, len(self.detail.lines))
        piece = _Entry(self.note, lines_of(self.text, 0, fitting), detail, self.used, self.started)
        self.text = lines_of(self.text, fitting, len(lines))
        self.started = True
        return piece


def _end_of(block: TextBlock, line: int) -> float:
    return block.lines[line + 1].top if line + 1 < len(block.lines) else block.height


class NotesPages:
    """The list of all notes of one board."""

    def __init__(self, sheet: Sheet, content: Content) -> None:
        self.sheet = sheet
        self.content = content
        self.theme = content.theme
        room = sheet.width - 2 * MARGIN + COLUMN_GAP
        self.columns = max(1, min(MOST_COLUMNS, int(room / (COLUMN_LEAST + COLUMN_GAP))))
        self.column_width = room / self.columns - COLUMN_GAP
        self.column = 0
        self.pages = 0
        self.top = self.y = 0.0

    def draw(self) -> None:
        """All zones in canvas order, the parking lot last; nothing at all where there are no notes."""
        groups = self._groups()
        if groups:
            with self.sheet.tag("Sect", title=TITLE):
                self._all(groups)

    def _all(self, groups: list[_Group]) -> None:
        self._page()
        entries = [[self._entry(group, note) for note in group.notes] for group in groups]
        starts = self._column_starts([HEADING_HEIGHT + sum(entry.height for entry in rows) for rows in entries])
        for n, (group, rows) in enumerate(zip(groups, entries, strict=True)):
            if n in starts:
                self._next_column()
            elif self.y > self.top:
                self.y += BLOCK_GAP
            if self.y + HEADING_HEIGHT + self._least_height(rows[0]) > bottom_of(self.sheet):
                self._next_column()
            self._heading(group)
            for entry in rows:
                self._flow(group, entry)
        page_foot(self.sheet, self.content)

    def _column_starts(self, heights: list[float]) -> tuple[int, ...]:
        """Which groups begin a column, so that all are on one page, none is split and columns are about as long.

        Empty where that cannot be: then the columns are filled one after the other.
        """
        room = bottom_of(self.sheet) - self.top
        if sum(heights) > room * self.columns:
            return ()

        def longest(starts: tuple[int, ...]) -> float:
            edges = (0, *starts, len(heights))
            return max(sum(heights[i:j]) + BLOCK_GAP * (j - i - 1) for i, j in pairwise(edges))

        columns = min(self.columns, len(heights))
        best = min(combinations(range(1, len(heights)), columns - 1), key=longest)
        return best if longest(best) <= room else ()

    def _groups(self) -> list[_Group]:
        groups = []
        for zone in self.content.canvas.zones:
            notes = self.content.board.in_zone(zone.id)
            if notes:
                groups.append(self._group(zone.title, self.content.kind_hue(zone.kind), notes))
        if self.content.parked:
            groups.append(self._group(PARKING_TITLE, self.theme.hue("grey"), self.content.parked, parked=True))
        return groups

    def _group(self, title: str, hue: HueColours, notes: list[Note], parked: bool = False) -> _Group:
        used = [self.content.used_by[note.id] for note in notes if note.id in self.content.used_by]
        widest = max((self._numbers(ranks).ink_width for ranks in used), default=0.0)
        return _Group(
            title,
            hue,
            tuple(notes),
            has_ranks=any(note.id in self.content.ranks for note in notes),
            has_stars=any(note.picked for note in notes),
            numbers_width=min(max(widest + 8, NUMBERS_LEAST), NUMBERS_MOST),
            parked=parked,
        )

    def _numbers(self, ranks: tuple[int, ...]) -> TextBlock:
        width = NUMBERS_MOST - 8
        return self.sheet.block(
            numbers(ranks), TEXT_SIZE, HEADING_WEIGHT, width=width, leading=TEXT_LEADING, align="end"
        )

    def _entry(self, group: _Group, note: Note) -> _Entry:
        width = self.column_width - self._text_x(group) - group.numbers_width - (STAR_WIDTH if group.has_stars else 0)
        spans = [Span(note.text, TEXT_WEIGHT)] if note.text.strip() else [Span("(no text)", TEXT_WEIGHT)]
        if group.parked:
            kind = self.content.kind(note)
            spans.insert(0, Span(f"{kind.label if kind else note.kind}  ", 600))
        text = self.sheet.block(spans, TEXT_SIZE, width=width, leading=TEXT_LEADING)
        detail = None
        if details := self.content.details(note):
            detail = self.sheet.block(details, DETAIL_SIZE, width=width, leading=TEXT_LEADING)
        ranks = self.content.used_by.get(note.id)
        return _Entry(note, text, detail, self._numbers(ranks) if ranks else None)

    @staticmethod
    def _text_x(group: _Group) -> float:
        return DOTS_WIDTH + (RANK_WIDTH if group.has_ranks else 0.0)

    @staticmethod
    def _least_height(entry: _Entry) -> float:
        """The least of an entry that may stand alone at the foot of a column."""
        return min(entry.height, 2 * PADDING + (WIDOW_LINES + 0.5) * TEXT_SIZE * TEXT_LEADING)

    # flow

    def _page(self) -> None:
        if self.pages:
            page_foot(self.sheet, self.content)
        note = "continued" if self.pages else ""
        self.top = self.y = page_head(self.sheet, TITLE, SUBTITLE, [], note, source="canvas")
        if not self.pages:
            self.sheet.outline("notes", TITLE)
        self.pages += 1
        self.column = 0

    def _next_column(self) -> None:
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
        else:
            self._page()

    def _flow(self, group: _Group, entry: _Entry) -> None:
        bottom = bottom_of(self.sheet)
        whole = bottom - self.top - HEADING_HEIGHT
        if self.y + entry.height > bottom and (
            entry.height <= whole / 3 or self.y + self._least_height(entry) > bottom
        ):
            self._continue(group)
        while self.y + entry.height > bottom:
            self._draw(group, entry.take(bottom - self.y))
            self._continue(group)
        self._draw(group, entry)

    def _continue(self, group: _Group) -> None:
        self._next_column()
        self._heading(group, "continued")

    # drawing

    @property
    def _x(self) -> float:
        return MARGIN + self.column * (self.column_width + COLUMN_GAP)

    def _heading(self, group: _Group, note: str = "") -> None:
        sheet, x = self.sheet, self._x
        tail = note or f"{len(group.notes):,}"
        spans = [Span(group.title, HEADING_WEIGHT), Span(f"   {tail}", 400)]
        middle = self.y + HEADING_MIDDLE
        with sheet.artifact("Pagination") if note else self._sect(group), sheet.tag("H2"):
            mark = swatch_width(group.hue, HEADING_SIZE)
            swatch(sheet, group.hue, x, middle, HEADING_SIZE)
            room = self.column_width - mark
            sheet.label(spans, x + mark, middle, HEADING_SIZE, group.hue.strong, width=room, source="canvas")
        rule = self.y + HEADING_RULE
        sheet.line(x, rule, x + self.column_width, rule, group.hue.edge, HEADING_LINE)
        self.y += HEADING_HEIGHT

    def _sect(self, group: _Group) -> AbstractContextManager[None]:
        return self.sheet.tag("Sect", key=group.notes[0].id)

    def _draw(self, group: _Group, entry: _Entry) -> None:
        with self._sect(group), self.sheet.tag("L", key="notes"), self.sheet.tag("LI", key=entry.note.id):
            left = self._written(group, entry)
        self.y += entry.height
        self.sheet.line(left, self.y, self._x + self.column_width, self.y, self.theme.hairline, HAIRLINE)

    def _written(self, group: _Group, entry: _Entry) -> float:
        """Writes a note; where its text begins."""
        sheet, theme, note, x = self.sheet, self.theme, entry.note, self._x
        top = self.y + PADDING
        middle = top + TEXT_SIZE * TEXT_LEADING / 2
        left, right = x + self._text_x(group), x + self.column_width
        if not entry.started:
            rank = self.content.ranks.get(note.id)
            if rank is not None:
                with sheet.tag("Lbl"):
                    sheet.label(f"{rank}", left - 5, middle, TEXT_SIZE, theme.muted, weight=600, align="end")
        with sheet.tag("LBody", key="note"):
            if not entry.started:
                self._weight(group, note, (x, right), middle)
                if entry.used:
                    self._used(note, entry.used, right - entry.used.width, top)
            y = top
            if entry.text.lines:
                color = theme.ink if note.text.strip() else theme.muted
                with sheet.tag("P", key="text", actual="" if group.parked else note.text):
                    sheet.text(entry.text, left, y, color, note.id)
                y += entry.text.height + DETAIL_GAP
            if entry.detail and entry.detail.lines:
                with sheet.tag("P", key="detail", order=1):
                    sheet.text(entry.detail, left, y, theme.muted, note.id)
        return left

    def _weight(self, group: _Group, note: Note, edges: tuple[float, float], middle: float) -> None:
        """The dots at the left of a note's column and the star at the right."""
        words, hue = weight_words(self.content, note), self.content.hue(note)
        if not words:
            return
        with self.sheet.tag("Figure", alt=words, lang=OWN, order=2):
            if (importance := self.content.dots(note)) is not None:
                dots_width = (2 * DOT_RADIUS + (DOTS - 1) * DOT_PITCH) * DOTS_SCALE
                dots(self.sheet, importance, edges[0] + dots_width, middle, hue, DOTS_SCALE)
            if note.picked:
                star(self.sheet, edges[1] - group.numbers_width + 1, middle - 0.3, STAR_RADIUS, hue.strong)

    def _used(self, note: Note, block: TextBlock, x: float, y: float) -> None:
        """The ranks of the statements that use a note; each leads to its statement."""
        sheet = self.sheet
        with sheet.tag("P", order=3):
            with sheet.tag("Span"):
                sheet.text(block, x, y, self.theme.accent)
            for found in re.finditer(r"\d+", text_of(block)):
                words = f"Value statement {found[0]}"
                for room in rooms(block, *found.span()):
                    sheet.link(f"statement-{found[0]}", x + room.x, y + room.y, room.w, room.h, words)
