"""The rows of the guide: one button a step, with a mark and a word for its state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from canvas_app.domain.steps import State, StepView
from canvas_app.ui.panels.paint import MARGIN, draw_bar, draw_icon, draw_label, draw_text, open_sheet
from canvas_app.ui.theme import colour, px

ROW = 44
MARK = 20
NUMBER = 20
WORD = 56
WORDS: dict[State, str] = {"done": "Done", "partly": "Partly", "open": "Open", "skipped": "Skipped"}
INKS: dict[State, str] = {"done": "ok", "partly": "accent", "open": "muted", "skipped": "muted"}
_UP, _DOWN, _ENTER = (Qt.Key.Key_Up,), (Qt.Key.Key_Down,), (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WALKING = (*_UP, *_DOWN, Qt.Key.Key_Home, Qt.Key.Key_End)


def draw_state(painter: QPainter, box: QRectF, state: State) -> None:
    """A ring that fills: empty, half, full with a tick; a dash where the step is skipped."""
    ink = colour(INKS[state])
    ring = box.adjusted(1, 1, -1, -1)
    painter.setBrush(ink if state == "done" else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.75))
    painter.drawEllipse(ring)
    if state == "partly":
        painter.setBrush(ink)
        painter.drawPie(ring, 270 * 16, 180 * 16)
    elif state == "done":
        draw_icon(painter, box.adjusted(3.5, 3.5, -3.5, -3.5), "check", colour("panel"))
    elif state == "skipped":
        painter.drawLine(QPointF(ring.x() + 5, ring.center().y()), QPointF(ring.right() - 5, ring.center().y()))


class StepRow(QAbstractButton):
    """`walk(row, by)` goes to another row, `move(row, by)` moves the step itself, `close(row)` folds its card."""

    def __init__(
        self,
        parent: QWidget,
        walk: Callable[[StepRow, int], None],
        move: Callable[[StepRow, int], None],
        close: Callable[[StepRow], None],
    ):
        super().__init__(parent)
        self.view: StepView | None = None
        self._walk, self._move, self._close = walk, move, close
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_view(self, view: StepView) -> None:
        if view == self.view:
            return
        self.view = view
        self.setText(view.title)
        missing = f", {len(view.lacks)} missing" if view.state in ("open", "partly") else ""
        hidden = ", hidden" if view.hidden else ""
        self.setAccessibleName(f"Step {view.n}, {view.title}, {WORDS[view.state].lower()}{missing}{hidden}")
        self.setToolTip("\n".join((view.title, *view.why)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, px(ROW))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier:
            return event.key() in (*_UP, *_DOWN)
        escape = event.key() == Qt.Key.Key_Escape and self.isChecked()
        return not held and (event.key() in (*_WALKING, *_ENTER) or escape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            super().keyPressEvent(event)
            return
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(self, by[Qt.Key(event.key())])
        elif event.key() in _WALKING:
            self._walk(self, by[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self._close(self)
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self.view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        ground = sheet.adjusted(8, 1, -8, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_tint" if self.isChecked() else "desk"))
            painter.drawRoundedRect(ground, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.drawRoundedRect(ground.adjusted(0.75, 0.75, -0.75, -0.75), 7, 7)
        middle = sheet.center().y()
        draw_state(painter, QRectF(MARGIN, middle - MARK / 2, MARK, MARK), view.state)
        x = MARGIN + MARK + 6
        right = Qt.AlignmentFlag.AlignRight
        draw_label(painter, QRectF(x, 0, NUMBER, sheet.height()), str(view.n), colour("muted"), 12, 600, right)
        x += NUMBER + 8
        quiet = view.hidden or view.state == "skipped"
        ink, weight = colour("muted" if quiet else "ink"), 700 if self.isChecked() else 500
        draw_text(painter, QRectF(x, 0, sheet.right() - MARGIN - WORD - x, sheet.height()), view.title, ink, 13, weight)
        word = "Hidden" if view.hidden else WORDS[view.state]
        box = QRectF(sheet.right() - MARGIN - WORD, 0, WORD, sheet.height())
        draw_label(painter, box, word, colour("muted" if view.hidden else INKS[view.state]), 12, 600, right)
        painter.end()


class Progress(QWidget):
    """How many steps are done, in words and as a bar."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.done, self.all, self.skipped = 0, 0, 0
        self.setFixedHeight(px(50))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        return f"{self.done} of {self.all} done" + (f", {self.skipped} skipped" if self.skipped else "")

    def show_progress(self, done: int, all_: int, skipped: int) -> None:
        self.done, self.all, self.skipped = done, all_, skipped
        self.setAccessibleName(f"Guide: {self.words}")
        self.setToolTip(self.words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        line = QRectF(MARGIN, 10, sheet.width() - 2 * MARGIN, 20)
        draw_label(painter, line, self.words, colour("ink"), 14, 700)
        share = self.done / self.all if self.all else None
        draw_bar(painter, QRectF(MARGIN, 36, line.width(), 6), share, colour("ok"))
        painter.end()
