"""How large the words of a zone are and where its question stands: one rule for the board and for pictures of it."""

from collections.abc import Sequence

from canvas_app.domain.geometry import Point, Rect, centroid, fits_inside
from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out

HEADING = 15.0
CHIP = 26.0
"""Side of the box with a zone's icon, before a heading of that size."""
CHIP_GAP, CHIP_ICON = 9.0, 0.66
FRAME_WIDTH, LINE_WIDTH = 2.5, 2.0
HINT, HINT_WIDTH = 13.0, 220.0


def hint_place(words: str, size: float, outline: Sequence[Point], heading: Rect) -> tuple[TextBlock, Rect]:
    """A zone's question and the box of its words: in the middle of the zone, clear of its heading, and as narrow as it
    takes to stay inside the outline."""
    cx, cy = centroid(outline)
    xs = [x for x, _ in outline]
    widest = min(HINT_WIDTH * size / HINT, max(xs) - min(xs) - 40)
    for share in (1.0, 0.85, 0.7, 0.55, 0.45):
        block = lay_out(words, width=widest * share, size=size, weight=500, align="center")
        w = block.ink_width
        box = Rect(cx - w / 2, cy - block.height / 2, w, block.height)
        if box.overlaps(heading.grown(8)):
            box = Rect(box.x, heading.bottom + 12, box.w, box.h)
        if fits_inside(Rect(box.x - 6, box.y, w + 12, box.h), outline):
            break
    return block, box
