"""How rows, badges, chips and marks are drawn in lists.

What is drawn by hand is drawn on a sheet: lengths are those of the usual text size, x runs from the side where reading
begins. `open_sheet` makes a painter enlarge and mirror it all as the window is; words and icons stay upright.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from canvas_app.text.block import TextBlock
from canvas_app.text.layout import lay_out
from canvas_app.ui.theme import colour, exact_font, icon_renderer, in_force

ROW = 44
MARGIN = 16
BADGE = 22
STAR = 18
DOT = 7
DOT_PITCH = 12
SCORES = 5
_OTHER_SIDE = {
    Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
}


def open_sheet(painter: QPainter, rect: QRect | QRectF, rtl: bool) -> QRectF:
    """Lays a sheet over a rectangle of the widget; the sheet's own rectangle, from (0, 0). Save the painter before."""
    scale = in_force.scale
    painter.translate(rect.x(), rect.y())
    painter.scale(scale, scale)
    sheet = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
    if rtl:
        painter.translate(sheet.width(), 0)
        painter.scale(-1, 1)
    return sheet


def on_sheet(point: QPoint, rect: QRect, rtl: bool) -> tuple[QRectF, QPointF]:
    """The sheet over a rectangle, and where on it a pixel of the widget lies."""
    scale = in_force.scale
    x = rect.x() + rect.width() - point.x() if rtl else point.x() - rect.x()
    return QRectF(0, 0, rect.width() / scale, rect.height() / scale), QPointF(x, point.y() - rect.y()) / scale


@contextmanager
def _upright(painter: QPainter, box: QRectF) -> Iterator[bool]:
    """Inside, what is drawn in the box is not mirrored; yields whether the sheet is."""
    mirrored = painter.worldTransform().m11() < 0
    if mirrored:
        painter.save()
        painter.translate(2 * box.center().x(), 0)
        painter.scale(-1, 1)
    try:
        yield mirrored
    finally:
        if mirrored:
            painter.restore()


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_block(text: str, width: float, size: float = 13, weight: int = 400, lines: int = 2) -> TextBlock:
    """A text as lists show it: blanks made one, cut with an ellipsis, right-to-left texts at the right."""
    return lay_out(one_line(text), width=max(width, 8), size=size, weight=weight, leading=1.28, max_lines=lines)


def draw_text(
    painter: QPainter, box: QRectF, text: str, color: QColor, size: float = 13, weight: int = 400, lines: int = 2
) -> None:
    """Draws a text in the middle of a box's height."""
    draw_block(painter, box, text_block(text, box.width(), size, weight, lines), color)


def draw_block(painter: QPainter, box: QRectF, block: TextBlock, color: QColor) -> None:
    """Draws laid out lines in the middle of a box's height, beginning where the window's lines begin."""
    with _upright(painter, box) as mirrored:
        shift = 0.0
        if any(line.rtl for line in block.lines):
            shift = box.width() - block.width
        elif mirrored:
            shift = box.width() - block.ink_width
        block.draw(painter, box.x() + shift, box.y() + (box.height() - block.height) / 2, color)


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
    painter.setFont(exact_font(size, weight))
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.setPen(color)
    with _upright(painter, box) as mirrored:
        side = (_OTHER_SIDE.get(align, align) if mirrored else align) | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


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
        with _upright(painter, box):
            renderer.render(painter, box)


def badge_box(row: QRectF) -> QRectF:
    return QRectF(row.x() + MARGIN, row.center().y() - BADGE / 2, BADGE, BADGE)


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
