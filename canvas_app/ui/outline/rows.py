"""How the rows of the outline are drawn."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from canvas_app.app.describe import describe_link, one_line
from canvas_app.domain.entities import Note
from canvas_app.text.note_foot import MARKS
from canvas_app.ui.outline.model import Index, Node, OutlineModel
from canvas_app.ui.panels.paint import (
    BADGE,
    DOT_PITCH,
    SCORES,
    STAR,
    draw_badge,
    draw_dots,
    draw_icon,
    draw_icon_chip,
    draw_label,
    draw_row_ground,
    draw_text,
    open_sheet,
)
from canvas_app.ui.theme import colour, in_force, px

ROW = 36
PAD = 14
END = PAD + 8
"""How far what stands at the end of a row keeps from it: clear of the ring of the focus."""
GAP = 10
LINKS = 34
VOTES = 40
MARK = 16
STRIP = 4
DIMMED = 0.25


class OutlineDelegate(QStyledItemDelegate):
    """`lifted` are the notes in the air, `lit` the notes that stand out (None: all)."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.lifted: frozenset[str] = frozenset()
        self.lit: set[str] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, OutlineModel)
        node = model.node(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if node.key in self.lifted or (node.what == "note" and self.lit is not None and node.key not in self.lit):
            painter.setOpacity(DIMMED)
        draw_row_ground(painter, option)
        sheet = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        match node.what:
            case "zone":
                self._paint_zone(painter, sheet, model, node)
            case "note":
                note = model.note(node)
                if note is not None:
                    self._paint_note(painter, sheet, model, node, note)
            case "link":
                self._paint_link(painter, sheet, model, node)
            case "hint":
                box = sheet.adjusted(PAD + BADGE + GAP, 0, -END, 0)
                draw_text(painter, box, model.hint(node.key), colour("muted"), lines=1)
        painter.restore()

    def _paint_zone(self, painter: QPainter, sheet: QRectF, model: OutlineModel, node: Node) -> None:
        zone = model.board.canvas.zone(node.key)
        kind = model.board.canvas.kind(zone.kind) if zone else None
        hue, icon = (kind.hue, kind.icon) if kind else ("grey", "folder")
        chip = QRectF(sheet.x() + PAD - 2, sheet.center().y() - 13, 26, 26)
        draw_icon_chip(painter, chip, icon, hue)
        line = QRectF(chip.right() + GAP, sheet.y(), sheet.right() - END - chip.right() - GAP, sheet.height())
        count = sum(child.what == "note" for child in node.children or ())
        draw_label(painter, line, f"{count:,}", colour("muted"), 12, 600, Qt.AlignmentFlag.AlignRight)
        line.setWidth(line.width() - 50)
        draw_text(painter, line, model.title(node.key), colour(f"{hue}.strong"), 14, 700, lines=1)

    def _paint_note(self, painter: QPainter, sheet: QRectF, model: OutlineModel, node: Node, note: Note) -> None:
        kind = model.board.canvas.kind(note.kind)
        hue = kind.hue if kind else "grey"
        strong = colour(f"{hue}.strong")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(strong)
        painter.drawRoundedRect(QRectF(sheet.x() + 1, sheet.y() + 7, STRIP, sheet.height() - 14), 2, 2)
        left = sheet.x() + PAD
        draw_badge(painter, QRectF(left, sheet.center().y() - BADGE / 2, BADGE, BADGE), model.rank(node), strong)
        left += BADGE + GAP
        draw_icon(painter, QRectF(left, sheet.center().y() - 8, 16, 16), kind.icon if kind else "", strong)
        right = sheet.right() - END - STAR
        if note.picked:
            draw_icon(painter, QRectF(right, sheet.center().y() - STAR / 2, STAR, STAR), "star-filled", strong)
        right -= GAP + SCORES * DOT_PITCH
        if note.score is not None or (kind is not None and kind.score):
            draw_dots(painter, right, sheet.center().y(), note.score, strong)
        right -= GAP + LINKS
        links = len(model.board.links_of(note.id))
        if links:
            muted = colour("muted")
            draw_icon(painter, QRectF(right, sheet.center().y() - 7, 14, 14), "link", muted)
            draw_label(painter, QRectF(right + 18, sheet.y(), LINKS - 16, sheet.height()), str(links), muted, 12, 600)
        right -= GAP + MARK
        if known := model.marks.get(note.id):
            ink = colour("error") if known == "failed" else strong
            draw_icon(painter, QRectF(right, sheet.center().y() - MARK / 2, MARK, MARK), MARKS[known], ink)
        box = text_box(sheet)
        if votes := model.votes.get(note.id):
            box.setWidth(max(box.width() - VOTES - GAP, 40))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawEllipse(QPointF(box.right() + GAP + 6, sheet.center().y()), 5, 5)
            number = QRectF(box.right() + GAP + 15, sheet.y(), VOTES - 15, sheet.height())
            draw_label(painter, number, str(votes), colour("ink"), 12, 700)
        words = one_line(note.text)
        draw_text(painter, box, words or "Empty note", colour("ink" if words else "muted"), 13.5, lines=1)

    def _paint_link(self, painter: QPainter, sheet: QRectF, model: OutlineModel, node: Node) -> None:
        link, other = model.board.links.get(node.key), model.other_end(node)
        if link is None or other is None or node.parent is None:
            return
        kind = model.board.canvas.kind(other.kind)
        strong = colour(f"{kind.hue}.strong" if kind else "grey.strong")
        left, middle = sheet.x() + PAD, sheet.center().y()
        painter.setPen(QPen(strong, 1 + link.strength))
        painter.drawLine(round(left), round(middle), round(left + BADGE), round(middle))
        left += BADGE + GAP
        draw_icon(painter, QRectF(left, middle - 7, 14, 14), kind.icon if kind else "", strong)
        box = QRectF(left + 14 + GAP, sheet.y(), sheet.right() - END - left - 14 - GAP, sheet.height())
        draw_text(painter, box, describe_link(model.board, link, node.parent.key), colour("muted"), lines=1)


def text_box(sheet: QRectF) -> QRectF:
    """Where a note's text stands on the sheet of its row."""
    left = sheet.x() + PAD + BADGE + GAP + 16 + GAP
    right = sheet.right() - END - STAR - GAP - SCORES * DOT_PITCH - GAP - LINKS - GAP - MARK - GAP
    return QRectF(left, sheet.y(), max(right - left, 40), sheet.height())


def text_rect(row: QRect, rtl: bool) -> QRect:
    """The same in pixels of the widget."""
    scale = in_force.scale
    box = text_box(QRectF(0, 0, row.width() / scale, row.height() / scale))
    left = row.width() - box.right() * scale if rtl else box.left() * scale
    return QRect(round(row.x() + left), row.y(), round(box.width() * scale), row.height())
