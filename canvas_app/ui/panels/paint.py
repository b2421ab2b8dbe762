"""How rows, badges, chips and marks are drawn in lists."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from canvas_app.text.layout import TextBlock, lay_out
from canvas_app.ui.theme import colour, font, icon_renderer

ROW = 44
MARGIN = 16
BADGE = 22
STAR = 18
DOT = 7
DOT_PITCH = 12
SCORES = 5


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_block(text: str, width: float, size: float = 13, weight: int = 400, lines: int = 2) -> TextBlock:
    """A text as lists show it: blanks made one, cut with an ellipsis, right-to-left texts at the right."""
    return lay_out(one_line(text), width=max(width, 8), size=size, weight=weight, leading=1.28, max_lines=lines)


def draw_text(
    painter: QPainter, box: QRectF, text: str, color: QColor, size: float = 13, weight: int = 400, lines: int = 2
) -> None:
    """Draws a text in the middle of a box's height."""
    block = text_block(text, box.width(), size, weight, lines)
    block.draw(painter, box.x(), box.y() + (box.height() - block.height) / 2, color)


def draw_label(
    painter: QPainter,
    box: QRectF,
    text: str,
    color: QColor,
    size: float = 13,
    weight: int = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draws one line of our own words or figures, with tabular numerals."""
    painter.setFont(font(size, weight))
    painter.setPen(color)
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def draw_row_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row that is selected, hovered or current."""
    box = QRectF(option.rect).adjusted(8, 1, -8, -1)
    state = option.state
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(colour("accent_tint"))
        painter.drawRoundedRect(box, 8, 8)
    elif state & QStyle.StateFlag.State_MouseOver:
        hover = QColor(colour("desk"))
        hover.setAlphaF(0.75)
        painter.setBrush(hover)
        painter.drawRoundedRect(box, 8, 8)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 7, 7)


def draw_icon_chip(painter: QPainter, box: QRectF, icon: str, hue: str) -> None:
    """A rounded square in the note's colour with an icon in the strong one."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"{hue}.note"))
    painter.drawRoundedRect(box, box.width() * 0.24, box.width() * 0.24)
    draw_icon(painter, box.adjusted(4, 4, -4, -4), icon, colour(f"{hue}.strong"))


def draw_icon(painter: QPainter, box: QRectF, name: str, color: QColor) -> None:
    renderer = icon_renderer(name, color.name())
    if renderer is not None:
        renderer.render(painter, box)


def badge_box(row: QRect) -> QRectF:
    return QRectF(row.x() + MARGIN, row.center().y() + 0.5 - BADGE / 2, BADGE, BADGE)


def draw_badge(painter: QPainter, box: QRectF, rank: int | None, strong: QColor) -> None:
    """The rank as a white number on the strong colour; hollow with a dash where there is none."""
    if rank is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("line"), 1.5))
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        draw_label(painter, box, "–", colour("muted"), 12, 600, Qt.AlignmentFlag.AlignHCenter)
        return
    words = str(rank)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strong)
    painter.drawEllipse(box)
    size = {1: 12, 2: 11, 3: 9}.get(len(words), 7)
    draw_label(painter, box, words, colour("panel"), size, 700, Qt.AlignmentFlag.AlignHCenter)


def draw_dots(painter: QPainter, left: float, middle: float, score: int | None, strong: QColor, hover: int = 0) -> None:
    """Five dots, as many filled as the score; those up to `hover` are ringed in the strong colour."""
    for n in range(1, SCORES + 1):
        centre = QPointF(left + (n - 0.5) * DOT_PITCH, middle)
        if score is not None and n <= score:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(strong)
            painter.drawEllipse(centre, DOT / 2, DOT / 2)
        else:
            painter.setPen(QPen(strong if n <= hover else colour("line"), 1.25))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, DOT / 2 - 0.6, DOT / 2 - 0.6)


def draw_bar(painter: QPainter, box: QRectF, share: float | None, color: QColor) -> None:
    """A track with its share filled."""
    radius = box.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("track"))
    painter.drawRoundedRect(box, radius, radius)
    if share:
        painter.setBrush(color)
        filled = QRectF(box.x(), box.y(), max(box.width() * min(share, 1.0), box.height()), box.height())
        painter.drawRoundedRect(filled, radius, radius)
