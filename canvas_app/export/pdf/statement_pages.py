"""The ranked value statements as a table over as many pages as it takes (PDF.md 5)."""

from dataclasses import dataclass

from canvas_app.domain.entities import Note
from canvas_app.export.pdf.content import Content, RankedStatement, shortened
from canvas_app.export.pdf.parts import MARGIN, bottom_of, dated, edge_of_pale, page_foot, page_head
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.text.block import Span, TextBlock, lines_of

TITLE = "Value statements"
SUBTITLE = "In the order you gave; the score is the share of what matters that it answers"
STATEMENT_X, COLUMN_GAP = 70.0, 22.0
ANSWERS_FROM_RIGHT, SCORE_FROM_RIGHT = 360.0, 122.0
NARROW, NARROW_ANSWERS, NARROW_SCORE = 760.0, 0.56, 112.0  # on narrower pages the answers begin at a share of the width

HEAD_SIZE, HEAD_WEIGHT, HEAD_MIDDLE, HEAD_RULE, HEAD_LINE = 7.4, 600, 9.0, 19.0, 0.9
ROW_PADDING, HAIRLINE = 9.0, 0.5
NUMBER_SIZE, NUMBER_WEIGHT, TOP_RANKS = 15.0, 700, 3
FINAL_SIZE, FINAL_WEIGHT, FINAL_LEAST = 8.0, 650, 26.0
STATEMENT_SIZE, STATEMENT_LEADING = 10.6, 1.42
ANSWER_SIZE, ANSWER_LEADING, ANSWER_GAP, ANSWER_LINES = 7.8, 1.36, 2.9, 2
ANSWER_DOT, ANSWER_INDENT = 2.1, 9.0
BAR_WIDTH, BAR_HEIGHT, BAR_RADIUS = 56.0, 5.0, 2.5
SCORE_SIZE, SCORE_WEIGHT = 9.4, 650
LEAST_CHUNK = 60.0  # a row that has to be split starts on this page only where so much of it fits
OUTLINE_LENGTH = 60


@dataclass
class _Row:
    """What is left of a row: its statement's lines and its answers that are not drawn yet."""

    ranked: RankedStatement
    words: TextBlock
    answers: list[tuple[Note, TextBlock]]
    started: bool = False

    @property
    def height(self) -> float:
        answers = sum(block.height + ANSWER_GAP for _, block in self.answers)
        marked = FINAL_LEAST if self.ranked.statement.final and not self.started else 0.0
        return max(self.words.height if self.words.lines else 0.0, answers - ANSWER_GAP, marked) + 2 * ROW_PADDING

    def take(self, room: float) -> "_Row":
        """The beginning of this row that fits into `room`, at least one line or answer of each; it is left out here."""
        room -= 2 * ROW_PADDING
        lines = sum(1 for line in self.words.lines if line.top + STATEMENT_SIZE * STATEMENT_LEADING <= room + 1e-6)
        lines = max(lines, 1)
        height, count = 0.0, 0
        while count < len(self.answers) and (count == 0 or height + self.answers[count][1].height <= room + 1e-6):
            height += self.answers[count][1].height + ANSWER_GAP
            count += 1
        piece = _Row(self.ranked, lines_of(self.words, 0, lines), self.answers[:count], self.started)
        self.words = lines_of(self.words, lines, len(self.words.lines))
        self.answers = self.answers[count:]
        self.started = True
        return piece


class StatementPages:
    """The table of one board's statements."""

    def __init__(self, sheet: Sheet, content: Content, changed: str, steps: int) -> None:
        self.sheet = sheet
        self.content = content
        self.theme = content.theme
        self.side = [dated(changed, steps)]
        width = sheet.width
        narrow = width < NARROW
        self.answers_x = width * NARROW_ANSWERS if narrow else width - ANSWERS_FROM_RIGHT
        self.score_x = width - (NARROW_SCORE if narrow else SCORE_FROM_RIGHT)
        self.y = self.first_y = 0.0
        self.pages = 0

    def draw(self) -> None:
        """All statements in rank order; nothing at all where there are none."""
        with self.sheet.tag("Sect", title=TITLE):
            self._flow()

    def _flow(self) -> None:
        for ranked in self.content.statements:
            if not self.pages:
                self._page()
            row = self._row(ranked)
            bottom = bottom_of(self.sheet)
            whole = row.height <= bottom - self.first_y or bottom - self.y < LEAST_CHUNK
            if row.height > bottom - self.y and self.y > self.first_y and whole:
                self._page()
                bottom = bottom_of(self.sheet)
            while row.height > bottom - self.y:
                self._draw(row.take(bottom - self.y))
                self._page()
            self._draw(row)
        if self.pages:
            page_foot(self.sheet, self.content)

    def _page(self) -> None:
        if self.pages:
            page_foot(self.sheet, self.content)
        sheet, theme = self.sheet, self.theme
        top = page_head(sheet, TITLE, SUBTITLE, self.side, "continued" if self.pages else "", source="canvas")
        if not self.pages:
            sheet.outline("statements", TITLE)
        self.pages += 1
        columns = ((MARGIN, "#"), (STATEMENT_X, "Statement"), (self.answers_x, "Answers"), (self.score_x, "Score"))
        with sheet.artifact("Pagination") if self.pages > 1 else sheet.tag("Table", key="statements"), sheet.tag("TR"):
            for x, words in columns:
                with sheet.tag("TH", scope="Column"):
                    sheet.label(words, x, top + HEAD_MIDDLE, HEAD_SIZE, theme.muted, weight=HEAD_WEIGHT)
        rule = top + HEAD_RULE
        sheet.line(MARGIN, rule, sheet.width - MARGIN, rule, theme.frame, HEAD_LINE)
        self.y = self.first_y = rule

    def _row(self, ranked: RankedStatement) -> _Row:
        width = self.answers_x - STATEMENT_X - COLUMN_GAP
        words = self.sheet.block(ranked.spans, STATEMENT_SIZE, width=width, leading=STATEMENT_LEADING)
        room = self.score_x - self.answers_x - ANSWER_INDENT - COLUMN_GAP / 2
        answers = []
        for note in ranked.answers:
            kind = self.content.kind(note)
            name = kind.label if kind else note.kind
            spans = [Span(f"{name}  ", 600), Span(" ".join(note.text.split()) or "–", 400)]
            block = self.sheet.block(spans, ANSWER_SIZE, width=room, leading=ANSWER_LEADING, max_lines=ANSWER_LINES)
            answers.append((note, block))
        return _Row(ranked, words, answers)

    def _draw(self, row: _Row) -> None:
        sheet, theme, ranked = self.sheet, self.theme, row.ranked
        if not row.started:
            title = f"{ranked.rank}  {shortened(ranked.statement.text, OUTLINE_LENGTH)}"
            sheet.outline(f"statement-{ranked.rank}", title, level=1, y=self.y)
        with sheet.tag("Table", key="statements"), sheet.tag("TR", key=str(ranked.rank)):
            self._cells(row)
        self.y += row.height
        sheet.line(MARGIN, self.y, sheet.width - MARGIN, self.y, theme.hairline, HAIRLINE)

    def _cells(self, row: _Row) -> None:
        sheet, theme, ranked = self.sheet, self.theme, row.ranked
        top = self.y + ROW_PADDING
        middle = top + STATEMENT_SIZE * STATEMENT_LEADING / 2
        color = theme.accent if ranked.rank <= TOP_RANKS else theme.muted
        with sheet.artifact("Pagination") if row.started else sheet.tag("TH", scope="Row"):
            words = f"Statement {ranked.rank}, back to the canvas"
            with sheet.tag("Link"):
                wide = sheet.label(str(ranked.rank), MARGIN, middle, NUMBER_SIZE, color, weight=NUMBER_WEIGHT)
                sheet.link("canvas", MARGIN, middle - NUMBER_SIZE / 2, wide, NUMBER_SIZE, words)
            if ranked.statement.final and not row.started:
                under = middle + NUMBER_SIZE
                with sheet.tag("P"):
                    sheet.label("Final", MARGIN, under, FINAL_SIZE, theme.ok, weight=FINAL_WEIGHT, source="canvas")
        with sheet.tag("TD", key="statement", actual=ranked.statement.text):
            if row.words.lines:
                sheet.text(row.words, STATEMENT_X, top, theme.ink, ranked.statement.id)
        with sheet.tag("TD", key="answers"):
            self._answers(row, middle)
        with sheet.tag("TD", key="score"):
            if not row.started:
                self._score(ranked, middle)

    def _answers(self, row: _Row, middle: float) -> None:
        y = middle - ANSWER_SIZE * ANSWER_LEADING / 2
        for note, block in row.answers:
            dot = y + ANSWER_SIZE * ANSWER_LEADING / 2
            hue = self.content.kind_hue(note.kind)
            self.sheet.circle(self.answers_x + ANSWER_DOT, dot, ANSWER_DOT, fill=hue.strong)
            with self.sheet.tag("P"):
                self.sheet.text(block, self.answers_x + ANSWER_INDENT, y, self.theme.ink, note.id)
            y += block.height + ANSWER_GAP

    def _score(self, ranked: RankedStatement, middle: float) -> None:
        sheet, theme = self.sheet, self.theme
        top = middle - BAR_HEIGHT / 2
        edge = edge_of_pale(theme)
        sheet.rect(
            self.score_x, top, BAR_WIDTH, BAR_HEIGHT, fill=theme.track, stroke=edge, line=HAIRLINE, radius=BAR_RADIUS
        )
        if ranked.score:
            width = max(BAR_WIDTH * min(ranked.score, 100) / 100, BAR_HEIGHT)
            sheet.rect(self.score_x, top, width, BAR_HEIGHT, fill=theme.accent, radius=BAR_RADIUS)
        right = sheet.width - MARGIN
        sheet.label(ranked.score_text, right, middle, SCORE_SIZE, theme.ink, weight=SCORE_WEIGHT, align="end")
