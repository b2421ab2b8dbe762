"""The chart of weight against relief, as on the screen: what matters and is not served is seen at a glance."""

from canvas_app.domain.chart import BANDS, NOT_SERVED, Sizes, lay_out
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import mix
from canvas_app.export.pdf.content import Content, isolated, shortened
from canvas_app.export.pdf.parts import MARGIN, edge_of_pale, star
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.structure import OWN
from canvas_app.text.block import Span, TextBlock

HEIGHT, LEAST_HEIGHT = 250.0, 130.0
"""Points, with the words round the plot."""
LEFT, ABOVE, BELOW = 24.0, 14.0, 16.0
SIZES = Sizes(mark=8.0, gap=3.0)
TEXT_SIZE, TEXT_LINES, AXIS_SIZE = 8.0, 2, 8.0
HAIRLINE = 0.5
MOST_NAMED = 3
URGENT = 0.07
"""How much of the colour of errors is in the part that is not served."""


def draw_chart(sheet: Sheet, content: Content, top: float, height: float) -> None:
    """Over the whole width of the page."""
    box = Rect(MARGIN, top, sheet.width - 2 * MARGIN, height)
    with sheet.tag("Figure", alt=_in_words(content), lang=OWN, box=box):
        _draw(sheet, content, top, height)


def _in_words(content: Content) -> str:
    """The table above has the figures."""
    open_gaps = [content.board.notes[need].text for need in content.figures.gaps[:MOST_NAMED]]
    words = f"Chart of the weight of {len(content.figures.weights)} needs against how far they are served."
    named = "; ".join(shortened(text, 60) for text in open_gaps)
    return f"{words} Heavy and not served: {named}." if named else words


def _draw(sheet: Sheet, content: Content, top: float, height: float) -> None:
    theme, board = sheet.theme, content.board
    plot = Rect(MARGIN + LEFT, top + ABOVE, sheet.width - 2 * MARGIN - LEFT, height - ABOVE - BELOW)
    blocks: dict[str, TextBlock] = {}

    def measure(need: str, room: float) -> tuple[float, float]:
        note = board.notes[need]
        kind = content.kind(note)
        spans = [Span(f"{kind.label if kind else note.kind}  ", 600), Span(isolated(note.text) or "–", 400)]
        block = sheet.block(spans, TEXT_SIZE, width=max(room, 1.0), max_lines=TEXT_LINES)
        blocks[need] = block
        return min(block.ink_width, room), block.height

    chart = lay_out(content.figures, plot, measure, SIZES)
    urgent, shade = chart.urgent, mix(theme.paper, theme.error, URGENT)
    sheet.rect(urgent.x, urgent.y, urgent.w, urgent.h, fill=shade, stroke=edge_of_pale(theme), line=HAIRLINE)
    sheet.label(NOT_SERVED, plot.x + 10, top + ABOVE / 2, AXIS_SIZE, theme.error, weight=600, source="canvas")
    sheet.label("Weight", MARGIN, top + ABOVE / 2, AXIS_SIZE, theme.muted, source="canvas")
    for weight, y in chart.ticks:
        sheet.line(plot.x, y, plot.x + plot.w, y, theme.hairline, HAIRLINE)
        sheet.label(str(weight), plot.x - 8, y, AXIS_SIZE, theme.muted, align="end")
    for band, words, missing in zip(chart.bands, BANDS, chart.left_out, strict=True):
        sheet.line(band.x, band.y, band.x, band.bottom, theme.line, HAIRLINE)
        more = f", {missing} without words here" if missing else ""
        sheet.label(
            f"{words[0].upper()}{words[1:]}{more}",
            band.x + SIZES.gap,
            band.bottom + BELOW / 2,
            AXIS_SIZE,
            theme.muted,
            width=band.w - 2 * SIZES.gap,
            source="canvas",
        )
    sheet.line(plot.x, plot.bottom, plot.right, plot.bottom, theme.frame, 0.9)
    for mark in chart.marks:
        note = board.notes[mark.need]
        colour = content.kind_hue(note.kind).strong
        if note.picked:
            star(sheet, mark.x, mark.y, SIZES.mark / 2 + 1, colour)
        else:
            sheet.circle(mark.x, mark.y, SIZES.mark / 2 - 1, fill=colour)
        if mark.label is not None:
            box = mark.label
            in_urgent = box.x < chart.urgent.right and box.y + box.h / 2 < chart.urgent.bottom
            behind = mix(theme.paper, theme.error, URGENT) if in_urgent else theme.paper
            sheet.rect(box.x - 1, box.y, box.w + 2, box.h, fill=behind)
            sheet.text(blocks[mark.need], mark.label.x, mark.label.y, theme.ink, mark.need)
