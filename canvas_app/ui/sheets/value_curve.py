"""The value curve on the screen: a line for everybody over the criteria, read by pointing or with arrow keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from canvas_app.domain.competition import MOST, Comparison, standing_words
from canvas_app.domain.geometry import Rect
from canvas_app.domain.value_curve import Curve, Dot, ValueCurve, lay_out
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.paint import draw_block, draw_label, on_sheet, one_line, open_sheet, text_block
from canvas_app.ui.sheets.curve_marks import draw_marker, ink_of, pen_of
from canvas_app.ui.theme import colour, in_force, mirrored, px

LEFT, TOP, RIGHT, BOTTOM = 34.0, 14.0, 12.0, 66.0
"""What is kept free round the plot and the names."""
NAME, WORDS = 12.5, 12.0
NARROW = 64.0
"""Columns that are less wide have a number in place of words, that of the table's row."""
REACH = 22.0
RADIUS = 5.5
ADVICE = "Score at least two criteria, ours and somebody else's, and the lines appear here."
HINT = "Point at a line, or walk with the arrow keys, to read its scores; click or Enter goes to the cell."
_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space,
}  # fmt: skip


class CurveView(QWidget):
    """`current` is what the keyboard is on: a rival and the key of a criterion; `hovered` what the pointer is on.

    Calls `tell` with words, and `open_cell` with the key of a criterion and a rival.
    """

    def __init__(self, parent: QWidget, tell: Callable[[str], None], open_cell: Callable[[str, str], None]):
        super().__init__(parent)
        self._tell, self._open_cell = tell, open_cell
        self._table = Comparison((), ())
        self.chart: ValueCurve | None = None
        self.current: tuple[str, str] | None = None
        self.hovered: tuple[str, str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(px(240), px(160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Value curve")

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(300))

    # what is shown

    def show_table(self, table: Comparison) -> None:
        self._table = table
        self._lay_out()

    def _lay_out(self) -> None:
        scale = in_force.scale
        width, height = self.width() / scale, self.height() / scale
        box = Rect(LEFT, TOP, max(width - LEFT - RIGHT, 60), max(height - TOP - BOTTOM, 40))
        self.chart = lay_out(self._table, box, _measure)
        known = {self._place(dot) for dot in self._dots()}
        self.current = self.current if self.current in known else None
        self.hovered = self.hovered if self.hovered in known else None
        self.setAccessibleDescription(self.words() or ADVICE)
        self.update()

    def _dots(self) -> list[Dot]:
        return [dot for curve in self.chart.curves for dot in curve.dots] if self.chart else []

    def _place(self, dot: Dot) -> tuple[str, str]:
        assert self.chart is not None
        return dot.rival, self.chart.lines[dot.line].key

    def _dot(self, place: tuple[str, str] | None) -> Dot | None:
        return next((dot for dot in self._dots() if self._place(dot) == place), None)

    def words(self) -> str:
        """What the pointer or the keyboard is on: whose score, and everybody else's on that criterion."""
        dot = self._dot(self.hovered or (self.current if self.hasFocus() else None))
        if dot is None or self.chart is None:
            return ""
        line = self.chart.lines[dot.line]
        names = {rival.id: one_line(rival.name) for rival in self._table.rivals}
        others = [f"{names[who]} {line.scores[who]}" for who in names if who in line.scores and who != dot.rival]
        said = f"{names[dot.rival]}, {quoted(line.words, 80)}: {dot.score} of {MOST}"
        beside = f"\n{', '.join(others)}; " if others else "\n"
        return f"{said}{beside}{standing_words(line).lower()}"

    def _say(self) -> None:
        words = self.words()
        self.setAccessibleDescription(words)
        self._tell(words or (HINT if self.hasFocus() else ""))

    def place_of(self, rival: str, key: str) -> QPoint:
        """Where a score is, in pixels of the widget."""
        dot = self._dot((rival, key))
        assert dot is not None
        x = round(dot.x * in_force.scale)
        return QPoint(self.width() - x if mirrored() else x, round(dot.y * in_force.scale))

    # hands

    def _under(self, at: QPoint) -> tuple[str, str] | None:
        """The score at or near a pixel; of the last criterion where a name is pointed at."""
        if self.chart is None:
            return None
        _, point = on_sheet(at, self.rect(), mirrored())
        for curve in self.chart.curves:
            if curve.label is not None and curve.label.grown(3).contains((point.x(), point.y())):
                return self._place(curve.dots[-1])

        def distance(dot: Dot) -> float:
            return float(abs(dot.x - point.x()) + abs(dot.y - point.y()))

        near = min(reversed(self._dots()), key=distance, default=None)
        return self._place(near) if near is not None and distance(near) <= REACH else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._under(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, place: tuple[str, str] | None) -> None:
        if place != self.hovered:
            self.hovered = place
            self.setCursor(Qt.CursorShape.PointingHandCursor if place else Qt.CursorShape.ArrowCursor)
            self._say()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the cell; a finger, which cannot hover, is first told what it is on."""
        place = self._under(event.position().toPoint())
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        by_finger = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        if by_finger and place != self.current:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(place)
        else:
            self._open_cell(place[1], place[0])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words() if self.hovered else "", self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    # keys

    def _takes(self, event: QKeyEvent) -> bool:
        return event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event) or self.chart is None:
            event.ignore()
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.current is not None:
                self._open_cell(self.current[1], self.current[0])
            return
        self.go_to(self._next(key))

    def _next(self, key: Qt.Key) -> tuple[str, str]:
        """Sideways along a line, up and down from one line to the next at the same criterion."""
        dots = self._dots()
        here = self._dot(self.current)
        if here is None:
            return self._place(self._first())
        along = [dot for dot in dots if dot.rival == here.rival]
        across = sorted((dot for dot in dots if dot.line == here.line), key=lambda dot: dot.y)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return self._place(along[0 if key == Qt.Key.Key_Home else -1])
        order, step = (across, 1 if key == Qt.Key.Key_Down else -1)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            order, step = along, 1 if (key == Qt.Key.Key_Right) != mirrored() else -1
        at = order.index(here) + step
        return self._place(order[min(max(at, 0), len(order) - 1)])

    def _first(self) -> Dot:
        assert self.chart is not None
        return self.chart.curves[-1].dots[0]

    def go_to(self, place: tuple[str, str]) -> None:
        """Puts the keyboard on a score."""
        if place == self.current:
            return
        self.current = place
        self._say()
        self.update()
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None and self.chart is not None:
            self.current = self._place(self._first())
        self._say()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, QRectF(self.rect()), mirrored())
        if self.chart is None:
            block = text_block(ADVICE, min(sheet.width() - 60, 380), 14, lines=4)
            box = QRectF(sheet.center().x() - block.ink_width / 2, sheet.y(), block.ink_width + 2, sheet.height())
            draw_block(painter, box, block, colour("muted"))
        else:
            self._paint_ground(painter, self.chart)
            lit = self.hovered or (self.current if self.hasFocus() else None)
            for curve in self.chart.curves:
                self._paint_curve(painter, curve, lit)
            self._paint_lit(painter, lit)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(sheet.adjusted(2, 2, -2, -2), 8, 8)
        painter.end()

    def _paint_ground(self, painter: QPainter, chart: ValueCurve) -> None:
        plot = chart.plot
        for score, y in chart.ticks:
            painter.setPen(QPen(colour("hairline"), 1))
            painter.drawLine(QPointF(plot.x, y), QPointF(plot.right, y))
            figure = QRectF(0, y - 9, plot.x - 8, 18)
            draw_label(painter, figure, str(score), colour("muted"), 12, 400, Qt.AlignmentFlag.AlignRight)
        keys = [line.key for line in self._table.lines]
        for line, column in zip(chart.lines, chart.columns, strict=True):
            middle = column.centre[0]
            painter.setPen(QPen(colour("hairline"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(middle, plot.y), QPointF(middle, plot.bottom))
            number = str(keys.index(line.key) + 1)
            narrow = column.w < NARROW
            box = QRectF(column.x + 3, plot.bottom + 4, column.w - 6, BOTTOM - 8)
            block = text_block(number if narrow else line.words or "Empty note", box.width(), WORDS, lines=3)
            centred = QRectF(box.center().x() - block.ink_width / 2, box.y(), block.ink_width + 1, block.height)
            draw_block(painter, centred, block, colour("muted"))

    def _paint_curve(self, painter: QPainter, curve: Curve, lit: tuple[str, str] | None) -> None:
        look = curve.look
        this = lit is not None and lit[0] == curve.rival.id
        painter.setOpacity(1.0 if lit is None or this else 0.45)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in curve.runs:
            painter.setPen(pen_of(look, 1.0 if this else 0.0))
            painter.drawPolyline([QPointF(dot.x, dot.y) for dot in run])
        for dot in curve.dots:
            draw_marker(painter, look, QPointF(dot.x, dot.y), RADIUS + (1 if look.thick else 0))
        painter.setOpacity(1.0)
        if curve.label is not None:
            last, label = curve.dots[-1], curve.label
            painter.setPen(QPen(ink_of(look), 1))
            painter.drawLine(QPointF(last.x + RADIUS + 3, last.y), QPointF(label.x - 3, label.centre[1]))
            weight = 700 if look.thick or this else 500
            block = text_block(curve.rival.name, label.w + 4, NAME, weight, 2)
            draw_block(painter, QRectF(label.x, label.y, label.w + 4, label.h), block, ink_of(look))

    def _paint_lit(self, painter: QPainter, lit: tuple[str, str] | None) -> None:
        dot = self._dot(lit)
        if dot is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("ink"), 1.5))
            painter.drawEllipse(QPointF(dot.x, dot.y), RADIUS + 5, RADIUS + 5)


def _measure(name: str, room: float) -> tuple[float, float]:
    block = text_block(name, room, NAME, 700, 2)
    return min(block.ink_width + 2, room), block.height
