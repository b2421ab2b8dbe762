"""The rows of the priorities list, and how they are drawn."""

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind, Pick, Zone
from canvas_app.domain.entities import Note, Round
from canvas_app.domain.fit import Fit
from canvas_app.domain.voting import standings, supporters
from canvas_app.ui.panels.paint import (
    BADGE,
    DOT_PITCH,
    MARGIN,
    ROW,
    SCORES,
    STAR,
    badge_box,
    draw_badge,
    draw_dots,
    draw_icon,
    draw_icon_chip,
    draw_label,
    draw_row_ground,
    draw_text,
    on_sheet,
    one_line,
    open_sheet,
    text_block,
)
from canvas_app.ui.panels.priority_picks import SuggestRow, paint_suggestion, sum_of
from canvas_app.ui.panels.rows import Index, Row, RowModel
from canvas_app.ui.theme import colour, px

GAP = 10
MOST_NAMES = 12


@dataclass(frozen=True)
class ZoneRow(Row):
    """A zone's heading. `pick` is the range of its short list."""

    title: str
    hue: str
    icon: str
    picked: int
    pick: Pick | None

    @property
    def counter(self) -> str:
        if self.pick is None:
            return ""
        low, high = self.pick.min, self.pick.max
        return f"{self.picked} of {low}" if low == high else f"{self.picked} of {low}–{high}"

    @property
    def in_range(self) -> bool:
        return self.pick is None or self.pick.min <= self.picked <= self.pick.max

    @property
    def spoken(self) -> str:
        return f"{self.title}, picked {self.counter}" if self.pick else self.title


@dataclass(frozen=True)
class HintRow(Row):
    """What to write in a zone that has no notes."""

    text: str

    @property
    def spoken(self) -> str:
        return self.text


@dataclass(frozen=True)
class Votes:
    """What a note has of a revealed vote; `by` are those who put dots on it, where the vote kept that."""

    dots: int
    tied: bool
    by: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.dots} vote{'' if self.dots == 1 else 's'}{', tied' if self.tied else ''}"


@dataclass(frozen=True)
class NoteRow(Row):
    note: Note
    rank: int | None
    hue: str
    scored: bool
    pickable: bool
    votes: "Votes | None" = None
    doubt: str = ""
    """What speaks against its pick, in a few words."""

    @property
    def note_id(self) -> str:
        return self.note.id

    @property
    def text(self) -> str:
        return one_line(self.note.text)

    @property
    def spoken(self) -> str:
        rank = f"{self.rank}." if self.rank is not None else "Not ranked:"
        score = f", score {self.note.score} of {SCORES}" if self.note.score is not None else ""
        votes = f", {self.votes.words}" if self.votes is not None else ""
        picked = f", picked{f', {self.doubt}' if self.doubt else ''}" if self.note.picked else ""
        return f"{rank} {self.text or 'Empty note'}{votes}{score}{picked}"


def zone_rows(board: Board, zone: Zone) -> list[Row]:
    """Heading and notes of one zone, as shown."""
    kind = kind_of(board, zone)
    notes = board.in_zone(zone.id)
    heading = zone_row(zone, kind, sum(note.picked for note in notes))
    if not notes:
        return [heading, HintRow(f"hint:{zone.id}", zone.hint or f"No {kind.many.lower()} yet.")]
    ranked = sum(note.rank_key is not None for note in notes)
    return [heading, *(note_row(note, kind, n if n <= ranked else None) for n, note in enumerate(notes, 1))]


def voted_rows(board: Board, round_: Round, zone: Zone, rows: list[Row]) -> list[Row]:
    """The rows of a zone by the dots of a revealed round, in place of scores."""
    by_note = {row.note_id: row for row in rows if isinstance(row, NoteRow)}
    heading = [row for row in rows if not isinstance(row, NoteRow)]
    return [
        *heading,
        *(
            replace(
                by_note[found.note.id],
                scored=False,
                votes=Votes(
                    found.dots,
                    found.tied,
                    tuple(supporters(board, round_, found.note.id)) if found.dots else (),
                ),
            )
            for found in standings(board, round_, zone.id)
        ),
    ]


def kind_of(board: Board, zone: Zone) -> Kind:
    kind = board.canvas.kind(zone.kind)
    assert kind is not None, "a canvas declares the kinds of its zones"
    return kind


def zone_row(zone: Zone, kind: Kind, picked: int) -> ZoneRow:
    return ZoneRow(f"zone:{zone.id}", zone.title, kind.hue, kind.icon, picked, kind.pick)


def note_row(note: Note, kind: Kind, rank: int | None) -> NoteRow:
    """The row of a note; what its kind does not offer is shown only where it is set."""
    scored = bool(kind.score) or note.score is not None
    return NoteRow(f"note:{note.id}", note, rank, kind.hue, scored, kind.pick is not None or note.picked)


def importance_text(figures: Fit, note: Note, rank: int | None, ranked: int) -> str:
    """How important a note counts and why: "Importance 4.0 of 5, from its score"."""
    value = figures.importance.get(note.id)
    if value is None:
        return "Parked: counts nowhere"
    why = {
        "score": "from its score",
        "rank": f"from its rank: 5 × ({ranked} − {rank} + 1) / {ranked}",
        "none": "not prioritised; score or rank it",
    }[figures.basis[note.id]]
    return f"Importance {value:.1f} of 5, {why}"


def _names(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f": {', '.join(names[:MOST_NAMES])}{more}" if names else ""


class HasFigures(Protocol):
    """Where a model finds the board and its figures."""

    @property
    def board(self) -> Board: ...
    @property
    def figures(self) -> Fit: ...


class PriorityModel(RowModel):
    """Asks for the figures only when a hover text is wanted."""

    def __init__(self, parent: QWidget, source: HasFigures):
        super().__init__(parent)
        self._source = source

    def tip(self, row: Row) -> str:
        match row:
            case SuggestRow():
                return sum_of(self._source.board, self._source.figures, row)
            case NoteRow():
                board, figures = self._source.board, self._source.figures
                ranked = len(board.ranked(row.note.zone))
                voted = f"\n\n{row.votes.words}{_names(row.votes.by)}" if row.votes is not None else ""
                doubt = f"\n\nPicked, but it {row.doubt}." if row.doubt else ""
                why = importance_text(figures, row.note, row.rank, ranked)
                return f"{row.note.text}{voted}{doubt}\n\n{why}".strip()
            case ZoneRow(pick=Pick()) if not row.in_range:
                assert row.pick is not None
                few = row.picked < row.pick.min
                advice = "star the ones that matter most" if few else "keep only the ones that matter most"
                return f"{row.counter} picked: {advice}\n{row.pick.why}".strip()
            case ZoneRow(pick=Pick()):
                return f"{row.counter} picked\n{row.pick.why if row.pick else ''}".strip()
        return ""


class PriorityDelegate(QStyledItemDelegate):
    """Draws rows and says which part of a row a point hits.

    `pointer` is where the mouse is, `lifted` the note in the air.
    """

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._list = parent
        self.pointer: QPoint | None = None
        self.lifted: str | None = None

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
            case ZoneRow():
                self._paint_zone(painter, open_sheet(painter, option.rect, rtl), row)
            case HintRow():
                box = open_sheet(painter, option.rect, rtl).adjusted(MARGIN, 6, -MARGIN, 0)
                box.setHeight(text_block(row.text, box.width()).height)
                draw_text(painter, box, row.text, colour("muted"))
            case SuggestRow():
                draw_row_ground(painter, option)
                pointed_at = self.pointer is not None and option.rect.contains(self.pointer)
                paint_suggestion(painter, open_sheet(painter, option.rect, rtl), row, pointed_at)
            case NoteRow():
                if row.note_id == self.lifted:
                    painter.setOpacity(0.4)
                draw_row_ground(painter, option)
                over = self.part_at(row, option.rect, self.pointer) if self.pointer else ""
                self._paint_note(painter, open_sheet(painter, option.rect, rtl), row, over)
        painter.restore()

    def _paint_zone(self, painter: QPainter, rect: QRectF, row: ZoneRow) -> None:
        chip = QRectF(rect.x() + MARGIN, rect.bottom() - 33, 26, 26)
        draw_icon_chip(painter, chip, row.icon, row.hue)
        line = QRectF(chip.right() + GAP, chip.y(), rect.right() - MARGIN - chip.right() - GAP, chip.height())
        if row.pick is not None:
            color = colour("muted" if row.in_range else "warn")
            draw_label(painter, line, row.counter, color, 12, 600, Qt.AlignmentFlag.AlignRight)
            line.setWidth(line.width() - 70)
        draw_text(painter, line, row.title, colour(f"{row.hue}.strong"), 14, 700, lines=1)

    def _paint_note(self, painter: QPainter, rect: QRectF, row: NoteRow, over: str) -> None:
        strong = colour(f"{row.hue}.strong")
        draw_badge(painter, badge_box(rect), row.rank, strong)
        color = colour("ink" if row.text else "muted")
        box = self.text_box(row, rect)
        if row.doubt:
            draw_text(painter, QRectF(box.x(), rect.y() + 4, box.width(), 19), row.text or "Empty note", color, lines=1)
            below = QRectF(box.x(), rect.y() + 22, rect.right() - MARGIN - box.x(), 17)
            draw_text(painter, below, row.doubt, colour("warn"), 11.5, 500, lines=1)
        else:
            draw_text(painter, box, row.text or "Empty note", color)
        if row.scored:
            box = self.dots_box(row, rect)
            hover = int(over.removeprefix("score-")) if over.startswith("score-") else 0
            draw_dots(painter, box.x(), box.center().y(), row.note.score, strong, hover)
        if row.votes is not None:
            self._paint_votes(painter, self.dots_box(row, rect), row.votes)
        if row.pickable:
            box = self.star_box(rect)
            if row.note.picked:
                draw_icon(painter, box, "star-filled", strong)
            else:
                draw_icon(painter, box, "star", strong if over == "star" else colour("line"))

    def _paint_votes(self, painter: QPainter, box: QRectF, votes: Votes) -> None:
        """A dot with how many there are, and "tie" where another note has as many."""
        ink = colour("accent" if votes.dots else "line")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(box.right() - 28, box.center().y()), 5, 5)
        number = QRectF(box.right() - 19, box.y(), 26, box.height())
        draw_label(painter, number, str(votes.dots), colour("ink" if votes.dots else "muted"), 13, 700)
        if votes.tied:
            tie = QRectF(box.x() - 12, box.y(), box.width() - 26, box.height())
            draw_label(painter, tie, "tie", colour("warn"), 12, 600, Qt.AlignmentFlag.AlignRight)

    @staticmethod
    def star_box(rect: QRectF) -> QRectF:
        return QRectF(rect.right() - MARGIN - STAR, rect.center().y() - STAR / 2, STAR, STAR)

    def dots_box(self, row: NoteRow, rect: QRectF) -> QRectF:
        right = self.star_box(rect).x() - 8 if row.pickable else rect.right() - MARGIN
        width = SCORES * DOT_PITCH
        return QRectF(right - width, rect.y() + 6, width, rect.height() - 12)

    def text_box(self, row: NoteRow, rect: QRectF) -> QRectF:
        left = rect.x() + MARGIN + BADGE + GAP
        right = rect.right() - MARGIN
        if row.scored or row.votes is not None:
            right = self.dots_box(row, rect).x() - GAP
        elif row.pickable:
            right = self.star_box(rect).x() - GAP
        return QRectF(left, rect.y(), right - left, rect.height())

    def part_at(self, row: NoteRow, rect: QRect, point: QPoint) -> str:
        """ "star", "score-1" to "score-5", "badge" or "", for a pixel and the row's rectangle in the list."""
        if not rect.contains(point):
            return ""
        sheet, at = on_sheet(point, rect, self._list.isRightToLeft())
        x = at.x()
        if row.pickable and x >= self.star_box(sheet).x() - 4:
            return "star"
        box = self.dots_box(row, sheet)
        if row.scored and box.x() <= x < box.right():
            return f"score-{int((x - box.x()) // DOT_PITCH) + 1}"
        if row.rank is None and badge_box(sheet).contains(at):
            return "badge"
        return ""
