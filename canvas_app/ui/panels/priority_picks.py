"""What the priorities panel suggests for short lists: rows below a zone's notes."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Zone
from canvas_app.domain.entities import Note
from canvas_app.domain.fit import Fit
from canvas_app.domain.picks import Shortlist
from canvas_app.ui.panels.explain import value_sum, weight_sum
from canvas_app.ui.panels.paint import MARGIN, STAR, draw_icon, draw_label, draw_text, one_line
from canvas_app.ui.panels.rows import Row
from canvas_app.ui.theme import colour

MOST = 3
FIGURE = 40


@dataclass(frozen=True)
class SuggestRow(Row):
    """A note that would belong on the short list; `figure` is its weight or value, `word` says which."""

    note: Note
    hue: str
    word: str
    figure: float

    @property
    def note_id(self) -> str:
        return self.note.id

    @property
    def spoken(self) -> str:
        return (
            f"Suggested for the short list: {one_line(self.note.text)}, {self.word} {self.figure:.1f}. Enter picks it"
        )


def suggestions(board: Board, figures: Fit, short: Shortlist, zone: Zone) -> list[Row]:
    """The best of what could be picked besides, in one zone."""
    notes = [board.notes[note] for note in short.suggested if board.notes[note].zone == zone.id]
    return [_suggestion(note, short, figures) for note in notes[:MOST]]


def _suggestion(note: Note, short: Shortlist, figures: Fit) -> Row:
    found = {"weight": figures.weights, "value": figures.values, "importance": figures.importance}
    word = next(word for word, numbers in found.items() if note.id in numbers)
    return SuggestRow(f"suggest:{note.id}", note, short.kind.hue, word, found[word][note.id])


def sum_of(board: Board, figures: Fit, row: SuggestRow) -> str:
    """How a suggestion came to its figure."""
    if row.note_id in figures.weights:
        reason = weight_sum(board, figures, row.note_id)
    elif row.note_id in figures.values:
        reason = value_sum(board, figures, row.note_id)
    else:
        reason = f"Importance {row.figure:.1f}"
    return f"{row.note.text}\n\n{reason}\n\nClick or press Enter to pick it."


def paint_suggestion(painter: QPainter, rect: QRectF, row: SuggestRow, over: bool) -> None:
    left = rect.x() + MARGIN + 32
    right = rect.right() - MARGIN - STAR
    star = QRectF(right, rect.center().y() - STAR / 2, STAR, STAR)
    draw_icon(painter, star, "star", colour(f"{row.hue}.strong" if over else "accent"))
    width = right - 8 - left
    draw_text(
        painter, QRectF(left, rect.y() + 4, width, 19), one_line(row.note.text) or "Empty note", colour("ink"), lines=1
    )
    words = f"Suggested: {row.word} {row.figure:.1f}"
    draw_label(painter, QRectF(left, rect.y() + 22, width, 17), words, colour("accent"), 11.5, 600)
