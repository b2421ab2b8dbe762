"""The rows of the fit panel, and how they are drawn."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind
from canvas_app.domain.entities import Note
from canvas_app.domain.fit import Fit
from canvas_app.domain.gaps import CHOICES, decisions
from canvas_app.ui.panels.explain import anchor_label, percent
from canvas_app.ui.panels.paint import (
    MARGIN,
    ROW,
    draw_bar,
    draw_icon_chip,
    draw_label,
    draw_row_ground,
    draw_text,
    one_line,
    open_sheet,
)
from canvas_app.ui.panels.rows import Index, Row, RowModel
from canvas_app.ui.theme import colour, px

NO_MARKS: Mapping[str, str] = {}
CHIP = 24
FIGURE = 44


@dataclass(frozen=True)
class SectionRow(Row):
    """`first`: no line stands above it."""

    title: str
    count: int | None
    about: str
    first: bool = False

    @property
    def spoken(self) -> str:
        return self.title if self.count is None else f"{self.title}: {self.count}"


@dataclass(frozen=True)
class AdviceRow(Row):
    """What to do where there is nothing to show."""

    text: str

    @property
    def spoken(self) -> str:
        return self.text


@dataclass(frozen=True)
class CoverageRow(Row):
    """How much of a kind of need is answered."""

    kind: str
    label: str
    hue: str
    icon: str
    picked: float | None
    all: float | None
    pickable: bool

    @property
    def walkable(self) -> bool:
        return True

    @property
    def spoken(self) -> str:
        words = {True: percent(self.picked), False: percent(self.all)}
        words = {key: "nothing to measure" if value == "–" else value for key, value in words.items()}
        picked = f"picked {words[True]}, " if self.pickable else ""
        return f"{self.label} answered: {picked}all {words[False]}"


@dataclass(frozen=True)
class EntryRow(Row):
    """A note in one of the lists. `mark` is a short remark below its text, `decided` what is to be done about a gap."""

    section: str
    entity: Note
    kind: Kind
    number: float | None
    mark: str
    decided: str = ""

    @property
    def note_id(self) -> str:
        return self.entity.id

    @property
    def text(self) -> str:
        return one_line(self.entity.text)

    @property
    def figure(self) -> str:
        return "" if self.number is None else f"{self.number:.1f}"

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.kind.label, self.text, self.figure, self.mark, self.decided) if part)


def fit_rows(board: Board, figures: Fit) -> list[Row]:
    """Everything the panel shows, top to bottom."""
    canvas = board.canvas
    needs = [kind for kind in canvas.kinds if kind.role == "need"]
    answers = [kind for kind in canvas.kinds if kind.role == "answer"]
    if not needs:
        return [AdviceRow("none", f"The canvas “{canvas.title}” has nothing that fit could measure.")]
    rows: list[Row] = [
        SectionRow("coverage", "Coverage", None, "How much of the weight of the needs is answered", True)
    ]
    for kind in needs:
        share = figures.coverage[kind.id]
        offered = kind.pick is not None or share.picked is not None
        rows.append(
            CoverageRow(
                f"coverage:{kind.id}", kind.id, kind.many, kind.hue, kind.icon, share.picked, share.all, offered
            )
        )
    if not figures.weights:
        rows.append(
            AdviceRow("measure", f"Nothing to measure yet. Write {_many(needs)}, then link {_many(answers)} to them.")
        )
        return rows
    gaps = _gaps(board, figures)
    rows.append(SectionRow("gaps", "Gaps", len(gaps), "Nothing answers these yet; the heaviest come first"))
    rows += gaps or [AdviceRow("no-gaps", "No gaps: something answers every need.")]
    rows += _section(
        SectionRow("orphans", "Orphans", len(figures.orphans), "These answer nothing yet: link them or let them go"),
        _entries(board, "orphan", figures.orphans, {}, _links_missing(board)),
    )
    rows += _section(
        SectionRow("overserved", "Overserved", len(figures.overserved), "Light needs, fully answered twice or more"),
        _entries(board, "overserved", figures.overserved, figures.weights),
    )
    best = sorted((answer for answer, value in figures.values.items() if value), key=lambda note: -figures.values[note])
    values = _entries(board, "value", best, figures.values)
    if answers:
        rows.append(SectionRow("values", "Most valuable answers", len(values), "The weight that each of these answers"))
        rows += values or [AdviceRow("no-values", f"Link {_many(answers)} to {_many(needs)}; the best come first.")]
    return rows


def _section(heading: SectionRow, entries: list[Row]) -> list[Row]:
    return [heading, *entries] if entries else []


def _entries(
    board: Board,
    section: str,
    ids: Sequence[str],
    numbers: Mapping[str, float],
    marks: Mapping[str, str] = NO_MARKS,
    spared: Container[str] = (),
) -> list[Row]:
    """`marks` are remarks by kind; notes that are `spared` have none."""
    kinds = {kind.id: kind for kind in board.canvas.kinds}
    notes = board.notes
    rows: list[Row] = []
    for note_id in ids:
        note = notes[note_id]
        mark = "" if note_id in spared else marks.get(note.kind, "")
        rows.append(EntryRow(f"{section}:{note_id}", section, note, kinds[note.kind], numbers.get(note_id), mark))
    return rows


def _gaps(board: Board, figures: Fit) -> list[Row]:
    """The gaps, those that hang on nothing marked, and what is to be done about them."""
    tied = {note for note in figures.gaps if figures.tied[note]}
    labels = {kind.id: anchor_label(board, kind.id) for kind in board.canvas.kinds}
    marks = {kind: f"not tied to a {label}" for kind, label in labels.items() if label}
    rows = _entries(board, "gap", figures.gaps, figures.weights, marks, tied)
    words = {need: CHOICES[made.choice] for need, made in decisions(board).items() if made.choice}
    return [
        replace(row, decided=words[row.note_id]) if isinstance(row, EntryRow) and row.note_id in words else row
        for row in rows
    ]


def _links_missing(board: Board) -> dict[str, str]:
    """What a note of each answering kind has no link to."""
    kinds = {kind.id: kind for kind in board.canvas.kinds}
    return {kind.id: f"linked to no {kinds[kind.answers].label.lower()}" for kind in kinds.values() if kind.answers}


def _many(kinds: list[Kind]) -> str:
    names = [kind.many.lower() for kind in kinds]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names) or "answers"


class FitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        row = model.row(index)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row:
            case SectionRow():
                paint_section(painter, open_sheet(painter, option.rect, rtl), row)
            case AdviceRow():
                paint_advice(painter, open_sheet(painter, option.rect, rtl), row)
            case CoverageRow():
                draw_row_ground(painter, option)
                _paint_coverage(painter, open_sheet(painter, option.rect, rtl), row)
            case EntryRow():
                draw_row_ground(painter, option)
                _paint_entry(painter, open_sheet(painter, option.rect, rtl), row)
        painter.restore()


def paint_advice(painter: QPainter, rect: QRectF, row: AdviceRow) -> None:
    draw_text(painter, rect.adjusted(MARGIN, 0, -MARGIN, 0), row.text, colour("muted"))


def paint_section(painter: QPainter, rect: QRectF, row: SectionRow) -> None:
    if not row.first:
        painter.setPen(QPen(colour("hairline"), 1))
        painter.drawLine(QPointF(rect.x() + MARGIN, rect.y() + 5), QPointF(rect.right() - MARGIN, rect.y() + 5))
    line = QRectF(rect.x() + MARGIN, rect.bottom() - 29, rect.width() - 2 * MARGIN, 22)
    draw_label(painter, line, row.title, colour("ink"), 14, 700)
    if row.count is not None:
        draw_label(painter, line, str(row.count), colour("muted"), 12, 600, Qt.AlignmentFlag.AlignRight)


def _paint_coverage(painter: QPainter, rect: QRectF, row: CoverageRow) -> None:
    middle = rect.y() + rect.height() / 2
    chip = QRectF(rect.x() + MARGIN, middle - CHIP / 2, CHIP, CHIP)
    draw_icon_chip(painter, chip, row.icon, row.hue)
    left, right = chip.right() + 10, rect.right() - MARGIN
    draw_text(painter, QRectF(left, rect.y(), 84, rect.height()), row.label, colour("ink"))
    lines = [("picked", row.picked), ("all", row.all)] if row.pickable else [("all", row.all)]
    for n, (word, share) in enumerate(lines):
        y = middle + (n - (len(lines) - 1) / 2) * 17
        draw_label(painter, QRectF(left + 94, y - 8, 42, 16), word, colour("muted"), 12)
        bar = left + 138
        draw_bar(painter, QRectF(bar, y - 3, right - FIGURE - bar, 6), share, colour("ok"))
        figure = QRectF(right - FIGURE, y - 8, FIGURE, 16)
        draw_label(painter, figure, percent(share), colour("ink"), 12, 600, Qt.AlignmentFlag.AlignRight)


def _paint_entry(painter: QPainter, rect: QRectF, row: EntryRow) -> None:
    chip = QRectF(rect.x() + MARGIN, rect.center().y() - CHIP / 2, CHIP, CHIP)
    draw_icon_chip(painter, chip, row.kind.icon, row.kind.hue)
    left, right = chip.right() + 10, rect.right() - MARGIN
    if row.figure:
        box = QRectF(right - 36, rect.y(), 36, rect.height())
        draw_label(painter, box, row.figure, colour("ink"), 13, 600, Qt.AlignmentFlag.AlignRight)
        right = box.x() - 8
    text, color = row.text or "Empty note", colour("ink" if row.text else "muted")
    box = QRectF(left, rect.y(), right - left, rect.height())
    below = " · ".join(part for part in (row.decided, row.mark) if part)
    if below:
        tone = colour("accent" if row.decided else "warn")
        draw_text(painter, QRectF(left, rect.y() + 4, right - left, 19), text, color, lines=1)
        draw_text(painter, QRectF(left, rect.y() + 22, right - left, 17), below, tone, 11.5, 500, lines=1)
    else:
        draw_text(painter, box, text, color)
