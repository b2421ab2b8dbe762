"""Weight against relief: every need on one chart, which shows what matters and is not served."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
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
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.canvas import Kind
from canvas_app.domain.chart import BANDS, MATTERS, NOT_SERVED, Chart, Mark, Sizes, lay_out
from canvas_app.domain.entities import Note
from canvas_app.domain.geometry import Rect
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import quoted, relief_sum, weight_sum
from canvas_app.ui.panels.paint import (
    draw_block,
    draw_icon,
    draw_icon_chip,
    draw_label,
    on_sheet,
    open_sheet,
    text_block,
)
from canvas_app.ui.panels.panel import changes_figures
from canvas_app.ui.sheets.matrix_model import names
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.theme import colour, in_force, margins, mirrored, px

LEFT, TOP, RIGHT, BOTTOM = 52.0, 34.0, 20.0, 34.0
"""What is kept free round the plot."""
SIZES = Sizes(mark=12, gap=5, lanes=6)
NEAR = 12.0
"""How far from the middle of a mark a hand may be."""
TEXT = 12.5
CHIP, STAR = 20.0, 13.0
_BEFORE, _AFTER = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_KEYS = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space,
}  # fmt: skip


class ChartSheet(Sheet):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Weight and relief")
        self.chart = ChartView(self)
        self.picked = QCheckBox("Picked only")
        self.picked.setToolTip("Only the needs on the short lists")
        self.picked.toggled.connect(self.refresh)
        about = QLabel("Every need by its weight and by how well the best answer to it does.")
        about.setProperty("muted", True)
        self.status = QLabel()
        self.status.setObjectName("sheet-status")
        self.status.setWordWrap(True)
        self.status.setFixedHeight(px(46))
        bar = QHBoxLayout()
        bar.setContentsMargins(margins(16, 10, 16, 0))
        bar.setSpacing(14)
        bar.addWidget(about)
        bar.addStretch(1)
        bar.addWidget(self.picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.status)
        self.setFocusProxy(self.chart)

    def refresh(self) -> None:
        self.chart.lay_out()

    def use_large(self, large: bool) -> None:
        self.picked.setMinimumHeight(56 if large else px(28))

    def patch(self, commit: Committed) -> None:
        if changes_figures(commit.step):
            self.refresh()

    def tell(self, words: str) -> None:
        """What the mark in focus or under the pointer stands for."""
        self.status.setText(words)

    def sentence(self, note: Note) -> str:
        """A need and the sums behind its place."""
        figures = self.bridge.session.fit
        sums = (weight_sum(self.board, figures, note.id), relief_sum(self.board, figures, note.id))
        kind = self.board.canvas.kind(note.kind)
        picked = ", picked" if note.picked else ""
        return f"{kind.label if kind else 'Note'}{picked}: {quoted(note.text, 90)}\n{'; '.join(sums)}"


class ChartView(QWidget):
    """`current` is the need that the keyboard is on, `hovered` the one under the pointer, "" for none."""

    def __init__(self, sheet: ChartSheet):
        super().__init__(sheet)
        self._sheet = sheet
        self.chart: Chart | None = None
        self.current = ""
        self.hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Chart of weight and relief")

    # geometry

    def lay_out(self) -> None:
        """Places every need anew."""
        board, figures = self._sheet.board, self._sheet.bridge.session.fit
        if self._sheet.picked.isChecked():
            figures = figures.only(need for need in figures.weights if board.notes[need].picked)
        self.chart = lay_out(figures, self._plot(), self._measure, SIZES)
        known = {mark.need for mark in self.chart.marks}
        self.current = self.current if self.current in known else ""
        self.hovered = self.hovered if self.hovered in known else ""
        self._tell()
        self.update()

    def _plot(self) -> Rect:
        scale = in_force.scale
        width, height = self.width() / scale, self.height() / scale
        return Rect(LEFT, TOP, max(width - LEFT - RIGHT, 40), max(height - TOP - BOTTOM, 40))

    def _measure(self, need: str, room: float) -> tuple[float, float]:
        note = self._sheet.board.notes[need]
        marks = CHIP + 5 + (STAR + 4 if note.picked else 0)
        block = text_block(note.text or "Empty note", room - marks, TEXT, 500)
        return min(block.ink_width + 2, room - marks) + marks, max(block.height, CHIP)

    def mark_at(self, at: QPointF) -> Mark | None:
        """The mark or label at a place of the widget, in pixels."""
        if self.chart is None:
            return None
        _, point = on_sheet(at.toPoint(), self.rect(), mirrored())
        for mark in reversed(self.chart.marks):
            if mark.label is not None and mark.label.grown(2).contains((point.x(), point.y())):
                return mark
        near = [mark for mark in self.chart.marks if max(abs(mark.x - point.x()), abs(mark.y - point.y())) <= NEAR]
        return min(near, key=lambda mark: abs(mark.x - point.x()) + abs(mark.y - point.y()), default=None)

    def place_of(self, need: str) -> QPoint:
        """Where the middle of a need's mark is, in pixels of the widget."""
        mark = self._mark(need)
        assert mark is not None
        x = round(mark.x * in_force.scale)
        return QPoint(self.width() - x if mirrored() else x, round(mark.y * in_force.scale))

    def _mark(self, need: str) -> Mark | None:
        return next((mark for mark in self.chart.marks if mark.need == need), None) if self.chart else None

    # hands and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, mark: Mark | None) -> None:
        need = mark.need if mark else ""
        if need != self.hovered:
            self.hovered = need
            self.setCursor(Qt.CursorShape.PointingHandCursor if need else Qt.CursorShape.ArrowCursor)
            self._tell()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens; a finger, which cannot hover, is first told what it is on."""
        mark = self.mark_at(event.position())
        self._opens = ""
        if mark is None or event.button() != Qt.MouseButton.LeftButton:
            return
        by_finger = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        self._opens = mark.need if not by_finger or mark.need == self.current else ""
        self.go_to(mark.need)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position())
        if mark is not None and mark.need == getattr(self, "_opens", ""):
            self._sheet.open_note(mark.need)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            note = self._sheet.board.notes.get(mark.need) if mark else None
            QToolTip.showText(event.globalPos(), self._sheet.sentence(note) if note else "", self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        return event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event) or self.chart is None or not self.chart.marks:
            event.ignore()
            return
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.current:
                self._sheet.open_note(self.current)
            return
        self.go_to(self._next(key))

    def _next(self, key: Qt.Key) -> str:
        """Where a key leads: up and down within a band, to the side to the need of the nearest weight."""
        assert self.chart is not None
        marks = self.chart.marks
        ids = [mark.need for mark in marks]
        here = self._mark(self.current)
        if here is None or key == Qt.Key.Key_Home:
            return ids[0]
        if key == Qt.Key.Key_End:
            return ids[-1]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            place = ids.index(here.need) + (1 if key == Qt.Key.Key_Down else -1)
            return ids[min(max(place, 0), len(ids) - 1)]
        onward = (key == _AFTER) != mirrored()
        beyond = [mark for mark in marks if (mark.relief > here.relief if onward else mark.relief < here.relief)]
        if not beyond:
            return here.need
        band = min(mark.relief for mark in beyond) if onward else max(mark.relief for mark in beyond)
        return min((m for m in beyond if m.relief == band), key=lambda mark: abs(mark.y - here.y)).need

    def go_to(self, need: str) -> None:
        """Puts the keyboard on a need."""
        if need == self.current:
            return
        self.current = need
        self._tell()
        self.update()
        note = self._sheet.board.notes.get(need)
        if note is not None and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._sheet.sentence(note)))

    def _tell(self) -> None:
        note = self._sheet.board.notes.get(self.hovered or self.current)
        words = self._sheet.sentence(note) if note is not None else ""
        self.setAccessibleDescription(words)
        if not words and self.chart is not None and self.chart.marks:
            words = (
                "Point at a need, or walk with the arrow keys, to see its sums; click or Enter shows it on the board."
            )
        self._sheet.tell(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.current and self.chart is not None and self.chart.marks:
            self.go_to(self.chart.marks[0].need)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sheet.isVisible():
            self.lay_out()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, QRectF(self.rect()), mirrored())
        if self.chart is None or not self.chart.marks:
            block = text_block(self._advice(), min(sheet.width() - 80, 520), 14)
            box = QRectF(sheet.center().x() - block.ink_width / 2, sheet.y(), block.ink_width + 2, sheet.height())
            draw_block(painter, box, block, colour("muted"))
        else:
            _draw_ground(painter, self.chart)
            for mark in self.chart.marks:
                self._draw_mark(painter, mark)
        painter.end()

    def _advice(self) -> str:
        board = self._sheet.board
        needs = [kind.id for kind in board.canvas.kinds if kind.role == "need"]
        if not needs:
            return f"The canvas “{board.canvas.title}” has nothing that fit could measure."
        if self._sheet.picked.isChecked():
            return f"No {names(board, needs)} are picked yet. Pick them with the star in Priorities, or show all."
        return f"Nothing to measure yet. Write {names(board, needs)}, and link what answers them."

    def _draw_mark(self, painter: QPainter, mark: Mark) -> None:
        board = self._sheet.board
        note = board.notes.get(mark.need)
        kind = board.canvas.kind(note.kind) if note else None
        if note is None or kind is None:
            return
        strong = colour(f"{kind.hue}.strong")
        lit = mark.need in (self.hovered, self.current if self.hasFocus() else "")
        place, label = QPointF(mark.x, mark.y), mark.label
        if label is not None:
            painter.setPen(QPen(strong if lit else colour("line"), 1.5 if lit else 1))
            painter.drawLine(place, QPointF(label.x - 3, label.centre[1]))
        painter.setPen(QPen(colour("accent" if lit else "panel"), 2.5 if lit else 1.5))
        painter.setBrush(strong)
        radius = SIZES.mark / 2 + (1 if lit else 0)
        painter.drawEllipse(place, radius, radius)
        if label is not None:
            self._draw_text(painter, note, kind, label, lit)

    def _draw_text(self, painter: QPainter, note: Note, kind: Kind, label: Rect, lit: bool) -> None:
        x, width = label.x, label.w
        assert self.chart is not None
        ground = "amber.tint" if self.chart.urgent.contains(label.centre) else "panel"
        painter.fillRect(QRectF(label.x - 2, label.y, label.w + 4, label.h), colour(ground))
        draw_icon_chip(painter, QRectF(x, label.centre[1] - CHIP / 2, CHIP, CHIP), kind.icon, kind.hue)
        x, width = x + CHIP + 5, width - CHIP - 5
        if note.picked:
            star = QRectF(x, label.centre[1] - STAR / 2, STAR, STAR)
            draw_icon(painter, star, "star-filled", colour(f"{kind.hue}.strong"))
            x, width = x + STAR + 4, width - STAR - 4
        color = colour("accent" if lit else "ink" if note.text.strip() else "muted")
        block = text_block(note.text or "Empty note", width, TEXT, 500)
        draw_block(painter, QRectF(x, label.y, width, label.h), block, color)


def _draw_ground(painter: QPainter, chart: Chart) -> None:
    """The bands and the weights, the part that calls for action shaded and named."""
    plot, urgent = chart.plot, chart.urgent
    box = QRectF(urgent.x, urgent.y, urgent.w, urgent.h)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("amber.tint"))
    painter.drawRect(box)
    grid = QPen(colour("hairline"), 1)
    painter.setPen(grid)
    for weight, y in chart.ticks:
        painter.drawLine(QPointF(plot.x, y), QPointF(plot.right, y))
        figure = QRectF(0, y - 9, plot.x - 8, 18)
        draw_label(painter, figure, str(weight), colour("muted"), 12, 400, Qt.AlignmentFlag.AlignRight)
        painter.setPen(grid)
    for relief, band in enumerate(chart.bands):
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(band.x, plot.y), QPointF(band.x, plot.bottom))
        words = f"{relief}: {BANDS[relief]}"
        missing = chart.left_out[relief]
        if missing:
            words += f" · {missing} without a label"
        room = QRectF(band.x + 6, plot.bottom + 5, band.w - 10, 20)
        draw_block(painter, room, text_block(words, room.width(), 12, 600, 1), colour("muted"))
    painter.setPen(QPen(colour("warn"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    draw_label(painter, QRectF(box.x() + 8, plot.y - 26, box.width(), 22), NOT_SERVED, colour("warn"), 13, 700)
    words = f"weight {MATTERS:g} and more, less than mostly answered"
    start = box.x() + 190
    if box.right() - start > 250:
        draw_label(painter, QRectF(start, plot.y - 26, box.right() - start, 22), words, colour("muted"), 12)
    draw_label(
        painter, QRectF(0, plot.y - 26, plot.x - 8, 22), "Weight", colour("muted"), 12, 600, Qt.AlignmentFlag.AlignRight
    )
