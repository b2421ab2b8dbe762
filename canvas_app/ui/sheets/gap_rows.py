"""The rows of the gaps: each need that nothing answers, with what was decided about it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind
from canvas_app.domain.entities import Decision, Note
from canvas_app.domain.fit import Fit
from canvas_app.domain.gaps import UNDECIDED, decision_words, decisions, gaps
from canvas_app.ui.panels.fit_rows import AdviceRow, SectionRow, paint_advice, paint_section
from canvas_app.ui.panels.paint import (
    MARGIN,
    draw_icon,
    draw_icon_chip,
    draw_label,
    draw_row_ground,
    draw_text,
    one_line,
    open_sheet,
)
from canvas_app.ui.panels.rows import Index, Row, RowModel
from canvas_app.ui.theme import colour, px

HIGH = 60


@dataclass(frozen=True)
class GapRow(Row):
    """`relief` is 0 for a gap; others were decided about and are answered since."""

    entity: Note
    kind: Kind
    weight: float
    relief: int
    decision: Decision | None

    @property
    def note_id(self) -> str:
        return self.entity.id

    @property
    def text(self) -> str:
        return one_line(self.entity.text) or "Empty note"

    @property
    def decided(self) -> str:
        return decision_words(self.decision) if self.decision is not None else UNDECIDED

    @property
    def spoken(self) -> str:
        picked = "picked" if self.entity.picked else ""
        state = f"answered since, relief {self.relief} of 3" if self.relief else ""
        parts = (self.kind.label, self.text, f"weight {self.weight:.1f}", picked, state, self.decided)
        return ", ".join(part for part in parts if part)


def gap_rows(board: Board, figures: Fit) -> list[Row]:
    """Every gap, the heaviest first, then what was decided about and is answered since; none without needs."""
    if not figures.weights:
        return []
    found, decided = gaps(board, figures), decisions(board)

    def row(section: str, need: str) -> GapRow:
        note = board.notes[need]
        kind = board.canvas.kind(note.kind)
        assert kind is not None, "needs have a kind of the canvas"
        return GapRow(f"{section}:{need}", note, kind, figures.weights[need], figures.relief[need], decided.get(need))

    chosen = sum(1 for need in found.open if need in decided and decided[need].choice)
    title = f"Gaps: {chosen} of {len(found.open)} decided" if found.open else "Gaps"
    rows: list[Row] = [SectionRow("gaps", title, None, "Nothing answers these yet; the heaviest come first", True)]
    rows += [row("gap", need) for need in found.open]
    if not found.open:
        rows.append(AdviceRow("no-gaps", "No gaps: every need is answered."))
    if found.answered:
        about = "Something answers these since they were decided about"
        rows.append(SectionRow("answered", "Answered since", len(found.answered), about))
        rows += [row("answered", need) for need in found.answered]
    return rows


class GapDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, px(HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        row = model.row(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GapRow):
            draw_row_ground(painter, option)
        sheet = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        match row:
            case SectionRow():
                paint_section(painter, sheet, row)
            case AdviceRow():
                paint_advice(painter, sheet, row)
            case GapRow():
                _paint_gap(painter, sheet, row)
        painter.restore()


def _paint_gap(painter: QPainter, sheet: QRectF, row: GapRow) -> None:
    chip = QRectF(MARGIN, sheet.center().y() - 13, 26, 26)
    draw_icon_chip(painter, chip, row.kind.icon, row.kind.hue)
    left, right = chip.right() + 10, sheet.right() - MARGIN
    figure = QRectF(right - 40, sheet.y(), 40, sheet.height())
    draw_label(painter, figure, f"{row.weight:.1f}", colour("ink"), 14, 700, Qt.AlignmentFlag.AlignRight)
    right = figure.x() - 8
    if row.entity.picked:
        star = QRectF(right - 16, sheet.center().y() - 8, 16, 16)
        draw_icon(painter, star, "star-filled", colour(f"{row.kind.hue}.strong"))
        right = star.x() - 8
    text = colour("ink" if row.entity.text.strip() else "muted")
    draw_text(painter, QRectF(left, 8, right - left, 22), row.text, text, 13.5, 500, lines=1)
    chosen = row.decision is not None and bool(row.decision.choice)
    tone = colour("ok" if row.relief else "accent" if chosen else "muted")
    draw_text(painter, QRectF(left, 30, right - left, 20), row.decided, tone, 12, 600 if chosen else 500, lines=1)
