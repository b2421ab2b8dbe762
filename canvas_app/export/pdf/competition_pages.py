"""The section of the report about the competition: the table of scores and the value curve."""

from collections.abc import Sequence

from canvas_app.domain.competition import Comparison, Line, Rival, compare, difference, standing_words
from canvas_app.domain.entities import US
from canvas_app.domain.evidence import levels
from canvas_app.domain.geometry import Rect
from canvas_app.domain.value_curve import LEAST, Sizes, corners, lay_out
from canvas_app.export.pdf.cells import note_cell, one_line, portions
from canvas_app.export.pdf.content import Content, isolated, shortened
from canvas_app.export.pdf.parts import MARGIN
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.structure import OWN
from canvas_app.export.pdf.table import Cell, Column, TablePages
from canvas_app.text.block import Span, TextBlock

CURVE_HEIGHT, CURVE_LEAST, CURVE_ABOVE, CURVE_FOOT, CURVE_LEFT = 168.0, 108.0, 14.0, 32.0, 22.0
CURVE_SIZE = 8.0


def competition_section(pages: TablePages) -> None:
    content = pages.content
    board = content.board
    table = compare(board, content.figures, levels(board))
    said = difference(board)
    scored = any(line.scores for line in table.lines)
    if not said and not scored:
        return
    subtitle = "0 is not at all, 5 could not be better; ahead or behind of the best of the others" if scored else ""
    if any(line.unproven for line in table.lines):
        subtitle += "; a claim without evidence is a score of 4 or 5 of ours that rests on an assumption"
    pages.section("competition", "Competition", subtitle)
    if said:
        pages.paragraph([Span(isolated(said), 600)], source="the difference")
    if scored:
        for heading, rivals in portions(pages, "Compared", table.rivals, 4.9, 2):
            columns = (
                Column("What matters", 3.4),
                *(Column(shortened(rival.name, 40), 1.0, "center", "competitors", alike=True) for rival in rivals),
                Column("Compared", 1.5),
            )
            pages.table(columns, [_line_cells(content, rivals, line) for line in table.lines], heading)
        _value_curve(pages, table)


def _line_cells(content: Content, rivals: Sequence[Rival], line: Line) -> list[Cell]:
    theme = content.theme
    first = note_cell(content, line.note) if line.note else Cell(one_line(line.words), source="criteria")
    scores = []
    for rival in rivals:
        score = line.scores.get(rival.id)
        best = score is not None and score == max(line.scores.values())
        colour = theme.accent if rival.id == US and best else theme.ink if score is not None else theme.muted
        scores.append(Cell([Span("–" if score is None else str(score), 700 if best else 400)], colour))
    words = standing_words(line)
    colour = {"advantage": theme.ok, "behind": theme.error}.get(line.standing, theme.muted)
    spans = [Span(words, 600)]
    if line.unproven:
        spans.append(Span(", claim without evidence", 400))
    return [first, *scores, Cell(spans, colour)]


def _value_curve(pages: TablePages, table: Comparison) -> None:
    """A line for each of those compared over the criteria; drawn where there are two points to join."""
    sheet = pages.sheet
    if sum(bool(line.scores) for line in table.lines) < LEAST:
        return
    around = CURVE_ABOVE + CURVE_FOOT
    height = min(CURVE_HEIGHT, pages.room - around) if pages.room >= CURVE_LEAST + around else CURVE_HEIGHT
    top = pages.space(around + height) + CURVE_ABOVE
    names = ", ".join(shortened(rival.name, 40) for rival in table.rivals)
    box = Rect(MARGIN, top, sheet.width - 2 * MARGIN, height)
    words = f"Value curve: the scores of the table as a line for each of {names}."
    with sheet.tag("Figure", alt=words, lang=OWN, box=box):
        _curves(pages, table, top, height)


def _curves(pages: TablePages, table: Comparison, top: float, height: float) -> None:
    sheet, theme = pages.sheet, pages.theme
    left = MARGIN + CURVE_LEFT

    def name_block(name: str, room: float) -> TextBlock:
        return sheet.block(isolated(name), CURVE_SIZE, width=room, max_lines=2)

    def measure(name: str, room: float) -> tuple[float, float]:
        block = name_block(name, room)
        return max(line.width for line in block.lines), block.height

    chart = lay_out(table, Rect(left, top, sheet.width - MARGIN - left, height), measure, Sizes(mark=5.0, gap=4.0))
    assert chart is not None
    plot = chart.plot
    for score, y in chart.ticks:
        sheet.line(plot.x, y, plot.right, y, theme.hairline, 0.5)
        sheet.label(str(score), plot.x - 8, y, CURVE_SIZE, theme.muted, align="end")
    for line, column in zip(chart.lines, chart.columns, strict=True):
        words = sheet.block(one_line(line.words), CURVE_SIZE, width=column.w - 8, align="center", max_lines=2)
        sheet.text(words, column.x + 4, plot.bottom + 6, theme.muted, line.note or "criteria")
    for curve in chart.curves:
        look = curve.look
        ink = theme.hue(look.hue).strong if look.hue else theme.accent
        width = 2.4 if look.thick else 1.2
        for run in curve.runs:
            if len(run) > 1:
                sheet.polygon([(dot.x, dot.y) for dot in run], stroke=ink, line=width, dashes=look.dashes)
        for dot in curve.dots:
            _marker(sheet, look.marker, dot.x, dot.y, 3.0 if look.thick else 2.5, ink, theme.paper)
        if curve.label is not None:
            last = curve.dots[-1]
            middle = curve.label.y + curve.label.h / 2
            sheet.polygon([(last.x + 4, last.y), (curve.label.x - 2, middle)], stroke=ink, line=0.4)
            block = name_block(curve.rival.name, curve.label.w + 0.5)
            sheet.text(block, curve.label.x, curve.label.y, ink, "competitors")


def _marker(sheet: Sheet, marker: str, x: float, y: float, radius: float, ink: str, paper: str) -> None:
    if shape := corners(marker, x, y, radius):
        sheet.polygon(shape, fill=ink)
    elif marker == "ring":
        sheet.circle(x, y, radius * 0.85, fill=paper, stroke=ink, line=1.0)
    else:
        sheet.circle(x, y, radius, fill=ink)
