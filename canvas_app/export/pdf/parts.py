"""What several pages share: head, foot, importance dots, stars and badges. Figures are those of PDF.md 5 for A4."""

import math
from contextlib import nullcontext

from canvas_app.domain.entities import Note
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import HueColours, Theme, mix
from canvas_app.export.pdf.content import Content, day, joined
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.text.block import Span
from canvas_app.text.layout import fit

MARGIN = 30.0
TOP = 26.0
FOOT = 34.0  # nothing but the footer below this distance from the bottom
FOOTER_MIDDLE = 20.0
HEAD_GAP = 14.0

TITLE_SIZE, TITLE_MIN, TITLE_WEIGHT, TITLE_LEADING = 18.0, 11.0, 650, 1.24
TITLE_HEIGHT = 2 * TITLE_SIZE * TITLE_LEADING
TITLE_MOST = 0.27
"""Of a page's height: only a title of hundreds of characters on the smallest paper is longer."""
SUBTITLE_SIZE, SUBTITLE_DROP, SUBTITLE_LINES = 8.6, 2.4, 3
SIDE_SIZE, SIDE_PITCH, SIDE_WIDTH = 8.0, 12.2, 170.0
FOOTER_SIZE = 6.8

DOT_RADIUS, DOT_PITCH, DOTS = 1.05, 3.7, 5
SWATCH, SWATCH_GAP, SWATCH_PITCH = 1.3, 0.55, 0.25
BADGE_RADIUS, BADGE_SIZE, BADGE_RING = 5.0, 5.8, 1.0


def page_head(sheet: Sheet, title: str, subtitle: str, side: list[str], note: str = "", source: str = "title") -> float:
    """Start a page: title, what it is, and lines at the right. Gives back where the free area begins.

    A long title gets smaller and takes more lines, but no more than the smallest paper has room for; it begins at the
    left edge as all of the page, also where it reads from the right. `note` stands behind the title ("continued"); the
    head is a heading on the first page only.
    """
    sheet.new_page()
    width = sheet.width - 2 * MARGIN - (SIDE_WIDTH if any(side) else 0)
    spans = [Span(title, TITLE_WEIGHT)] + ([Span(f"  {note}", 400)] if note else [])
    head = fit(
        spans,
        width=width,
        height=TITLE_HEIGHT,
        max_size=TITLE_SIZE,
        min_size=TITLE_MIN,
        leading=TITLE_LEADING,
        language=sheet.language,
    )
    if head.height > TITLE_MOST * sheet.height:
        lines = max(1, int(len(head.lines) * TITLE_MOST * sheet.height / head.height))
        head = sheet.block(spans, TITLE_MIN, width=width, leading=TITLE_LEADING, max_lines=lines)
    bottom = TOP + head.height + SUBTITLE_DROP
    under = sheet.block(subtitle, SUBTITLE_SIZE, width=width, leading=1.3, max_lines=SUBTITLE_LINES)
    with sheet.artifact("Pagination") if note else nullcontext():
        with sheet.tag("H1", actual=title if head.cut else ""):
            sheet.text(head, MARGIN - min((line.x for line in head.lines), default=0.0), TOP, sheet.theme.ink, source)
        sheet.text(under, MARGIN, bottom, sheet.theme.muted, "subtitle" if source == "title" else source)
        for n, line in enumerate(words for words in side if words):
            middle = TOP + SIDE_SIZE * 1.25 + n * SIDE_PITCH
            sheet.label(line, sheet.width - MARGIN, middle, SIDE_SIZE, sheet.theme.muted, align="end")
    return bottom + under.height + HEAD_GAP


def page_foot(sheet: Sheet, content: Content, size: float = FOOTER_SIZE) -> None:
    middle = sheet.height - FOOTER_MIDDLE
    muted = sheet.theme.muted
    room = sheet.width - 2 * MARGIN - 40
    with sheet.artifact("Pagination"):
        sheet.label(content.title, MARGIN, middle, size, muted, width=room, source="title")
        sheet.label(str(sheet.page), sheet.width - MARGIN, middle, size, muted, align="end")


def bottom_of(sheet: Sheet) -> float:
    """Where the free area of a page ends."""
    return sheet.height - FOOT


def dated(changed: str, steps: int) -> str:
    """The date and the number of steps, as far as they are known."""
    return joined([day(changed), f"version {steps:,}" if steps else ""])


def dots(sheet: Sheet, filled: int, right: float, middle: float, hue: HueColours, scale: float = 1.0) -> None:
    """Five importance dots that end at `right`."""

    def draw(right: float, middle: float) -> None:
        pale = mix(hue.note, hue.strong, 0.55)
        for n in range(DOTS):
            x = right - (DOT_RADIUS + (DOTS - 1 - n) * DOT_PITCH) * scale
            if n < filled:
                sheet.circle(x, middle, DOT_RADIUS * scale, fill=hue.strong)
            else:
                sheet.circle(x, middle, (DOT_RADIUS - 0.15) * scale, stroke=pale, line=0.3 * scale)

    room = Rect(-DOTS * DOT_PITCH, -2 * DOT_RADIUS, DOTS * DOT_PITCH, 4 * DOT_RADIUS).scaled(scale)
    sheet.stamp(("dots", filled, hue.note, hue.strong, scale), right, middle, room, draw)


def weight_words(content: Content, note: Note) -> str:
    """What dots and a star say of a note."""
    importance = content.dots(note)
    words = [f"importance {importance} of {DOTS}"] if importance is not None else []
    return ", ".join([*words, "on the short list"] if note.picked else words)


def star(sheet: Sheet, x: float, y: float, radius: float, color: str) -> None:
    """A filled star: the note is on the short list."""
    points = [
        (x + r * math.sin(math.pi * n / 5), y - r * math.cos(math.pi * n / 5))
        for n in range(10)
        for r in [radius if n % 2 == 0 else radius * 0.45]
    ]
    sheet.polygon(points, fill=color)


def badge(sheet: Sheet, number: int, x: float, y: float, hue: HueColours, scale: float = 1.0) -> None:
    """The rank of a statement in a disc with a white ring, centred at (x, y)."""
    sheet.circle(x, y, (BADGE_RADIUS + BADGE_RING) * scale, fill=sheet.theme.paper)
    sheet.circle(x, y, BADGE_RADIUS * scale, fill=hue.strong)
    size = BADGE_SIZE * scale * (1.0 if number < 10 else 0.86 if number < 100 else 0.66)
    sheet.label(str(number), x, y, size, sheet.theme.paper, weight=700, align="center")


def edge_of_pale(theme: Theme) -> str:
    """The line round what is filled in a pale colour, where that is the paper's own; "" where it can be seen."""
    return theme.frame if theme.track == theme.paper else ""


def swatch_width(hue: HueColours, size: float) -> float:
    """The room that the pattern of a hue takes before words of a size; 0 where it has none."""
    return size * (SWATCH + SWATCH_GAP) if hue.pattern else 0.0


def swatch(sheet: Sheet, hue: HueColours, x: float, middle: float, size: float) -> None:
    """The pattern of a hue, in a box before words of a size that begin behind it."""
    if hue.pattern:
        box = Rect(x, middle - size * 0.4, size * SWATCH, size * 0.8)
        sheet.hatch(hue.pattern, box, hue.strong, size * SWATCH_PITCH)
        sheet.rect(box.x, box.y, box.w, box.h, stroke=hue.edge, line=0.4)
