"""What cells of several tables say."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from canvas_app.export.pdf.content import Content, isolated, shortened
from canvas_app.export.pdf.parts import MARGIN
from canvas_app.export.pdf.table import COLUMN_GAP, Cell, TablePages
from canvas_app.text.block import Span

NARROWEST = 40.0
"""Points that a column of figures has at least."""

MOST = 200
"""Characters of a note that a table shows."""

Item = TypeVar("Item")


def note_cell(content: Content, note_id: str) -> Cell:
    """A note as a cell: a dot in the colour of its kind, the kind, its words; a long one is in full on All notes."""
    note = content.board.notes[note_id]
    kind = content.kind(note)
    star = "★ " if note.picked else ""
    spans = [
        Span(f"{kind.label if kind else note.kind}  ", 600),
        Span(f"{star}{one_line(shortened(note.text, MOST))}", 400),
    ]
    return Cell(spans, source=note_id, dot=content.kind_hue(note.kind).strong)


def one_line(text: str) -> str:
    return isolated(text) or "–"


def portions(
    pages: TablePages, what: str, items: Sequence[Item], shares: float, fixed: int
) -> Iterator[tuple[str, Sequence[Item]]]:
    """As many items as a page has columns for at a time, each portion with a heading where there are several.

    `fixed` columns with these `shares` in all stand beside theirs, which have a share of 1 each.
    """
    room = pages.sheet.width - 2 * MARGIN - COLUMN_GAP * (fixed - 1) - shares * NARROWEST
    most = max(1, int(room / (NARROWEST + COLUMN_GAP)))
    for start in range(0, len(items), most):
        shown = items[start : start + most]
        several = f"{what} {start + 1} to {start + len(shown)} of {len(items)}" if len(items) > most else ""
        yield several, shown
