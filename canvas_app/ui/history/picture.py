"""A board drawn to be looked at: whole or near, with what came, went, moved or was changed marked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from canvas_app.app.exporting import Seen, see
from canvas_app.domain.board import Board
from canvas_app.domain.differences import Mark, marked
from canvas_app.domain.entities import PARKING
from canvas_app.domain.errors import UserError
from canvas_app.domain.geometry import Rect
from canvas_app.domain.theme import Theme
from canvas_app.text.note_face import note_height
from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.export.worker import Step, Task, Worker
from canvas_app.ui.theme import colour, icon_pixmap, px, theme

log = logging.getLogger(__name__)

MARKS: dict[Mark, tuple[str, str, str]] = {
    "came": ("plus", "ok", "came"),
    "went": ("minus", "error", "went"),
    "moved": ("move-to", "accent", "moved"),
    "changed": ("edit", "warn", "changed"),
}
"""Icon, colour and word of each."""
NEAREST = 3.0
WHEEL, KEY_ZOOM, KEY_PAN = 1.0016, 1.25, 60
BADGE, LEAST_BADGE = 20, 7


@dataclass(frozen=True)
class Compared:
    """Another state beside the one that is shown; `later` says whether it came after that."""

    board: Board
    later: bool

    def marks(self, shown: Board) -> dict[str, Mark]:
        return marked(shown, self.board) if self.later else marked(self.board, shown)


@dataclass(frozen=True)
class Look:
    """What was drawn; `there`: where marked notes are in the other state, as far as that is to be seen."""

    seen: Seen
    there: dict[str, Rect] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)


def look(
    board: Board, other: Compared | None, colours: Theme, part: Rect | None, width: int, height: int, step: Step
) -> Look:
    """For a thread beside the window; `width` and `height` are pixels of the screen."""
    marks = other.marks(board) if other is not None else {}
    step("")
    seen = see(board, colours, part, width, height, marks)
    there = {}
    if other is not None:
        grown = board.info.scale / other.board.info.scale
        for key, mark in marks.items():
            note = other.board.notes.get(key)
            if note is not None and note.zone != PARKING and (mark == "moved" or key not in seen.notes):
                there[key] = Rect(note.x * grown, note.y * grown, note.w, note_height(note))
    return Look(seen, there, marks)


def pixmap_of(seen: Seen, ratio: float) -> QPixmap:
    image = QImage(seen.pixels, seen.width, seen.height, QImage.Format.Format_RGBA8888)
    pixmap = QPixmap.fromImage(image.copy())
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class BoardPicture(QWidget):
    """Drawn beside the window: until a new picture is there, the one before is shown, moved and stretched.

    Wheel, pinch, drag, + and − bring it nearer, arrows move it, 0 shows all of it and 1 is the size of the board.
    `arrived` is called when it shows what was asked for last; `show_problem` puts a sentence in its place.
    """

    def __init__(self, parent: QWidget, worker: Worker, arrived: Callable[[], None]):
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName("Picture of the board")
        self._worker, self._arrived = worker, arrived
        self.board: Board | None = None
        self.other: Compared | None = None
        self.problem = ""
        self.look: Look | None = None
        self._pixmap = QPixmap()
        self.zoom: float | None = None
        """Pixels a board unit; None shows the whole."""
        self._centre = QPointF()
        self._held: QPointF | None = None
        self._task: Task[Look] | None = None
        self._again = False

    def show_board(self, board: Board, other: Compared | None = None) -> None:
        if board is self.board and (other and other.board) is (self.other and self.other.board):
            return
        self.board, self.other, self.problem = board, other, ""
        self._ask()

    def show_problem(self, words: str) -> None:
        self.board, self.other, self.problem, self.look = None, None, words, None
        self.setAccessibleDescription(words)
        self.update()

    @property
    def settled(self) -> bool:
        """Whether it shows what it is to show."""
        return self._task is None

    # drawn beside the window

    def _ask(self) -> None:
        if self.board is None or self._task is not None:
            self._again = self._task is not None
            return
        ratio = self.devicePixelRatioF()
        size = (max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        work = partial(look, self.board, self.other, theme(), self._part(), *size)
        self._task = self._worker.ask(work, self._take, self._fail)

    def _part(self) -> Rect | None:
        if self.zoom is None:
            return None
        w, h = self.width() / self.zoom, self.height() / self.zoom
        return Rect(self._centre.x() - w / 2, self._centre.y() - h / 2, w, h)

    def _take(self, drawn: Look) -> None:
        self._task = None
        if self.board is not None:
            self.look, self._pixmap = drawn, pixmap_of(drawn.seen, self.devicePixelRatioF())
            self.update()
        if self._again:
            self._again = False
            self._ask()
        if self._task is None:
            self._arrived()

    def _fail(self, error: Exception) -> None:
        self._task, self._again = None, False
        if not isinstance(error, UserError):
            log.critical("picture of a version", exc_info=error)
        self.show_problem(
            str(error) if isinstance(error, UserError) else "The picture could not be drawn; the log has details."
        )
        self._arrived()

    # near and far

    @property
    def _fit(self) -> float:
        if self.look is None:
            return 1.0
        whole = self.look.seen.whole
        return min(self.width() / whole.w, self.height() / whole.h)

    def _scale(self) -> tuple[float, QPointF]:
        """Pixels a board unit, and the board's point in the middle."""
        if self.zoom is not None or self.look is None:
            return self.zoom or 1.0, self._centre
        return self._fit, QPointF(*self.look.seen.whole.centre)

    def show_all(self) -> None:
        self._look_at(None, self._centre)

    def show_size(self) -> None:
        """One pixel a board unit, where all of it would be smaller."""
        self.zoom_by(1.0 / self._scale()[0])

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """`about` stays where it is (pixels; None is the middle)."""
        scale, centre = self._scale()
        wanted = min(NEAREST, scale * factor)
        off = (about - QRectF(self.rect()).center()) if about is not None else QPointF()
        self._look_at(wanted if wanted > self._fit * 1.01 else None, centre + off / scale - off / wanted)

    def pan_by(self, by: QPointF) -> None:
        if self.zoom is not None:
            self._look_at(self.zoom, self._centre - by / self.zoom)

    def _look_at(self, zoom: float | None, centre: QPointF) -> None:
        if self.look is None:
            return
        whole = self.look.seen.whole
        centre = QPointF(min(max(centre.x(), whole.x), whole.right), min(max(centre.y(), whole.y), whole.bottom))
        if (zoom, centre) != (self.zoom, self._centre):
            self.zoom, self._centre = zoom, centre
            self.setCursor(Qt.CursorShape.ArrowCursor if zoom is None else Qt.CursorShape.OpenHandCursor)
            self._ask()
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.pixelDelta().isNull() and not event.modifiers():  # two fingers on a pad
            self.pan_by(QPointF(event.pixelDelta()))
        else:
            self.zoom_by(WHEEL ** event.angleDelta().y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.pan_by(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.zoom is None:
            self.zoom_by(1.0 / self._scale()[0], event.position())
        else:
            self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(KEY_ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / KEY_ZOOM)
            case Qt.Key.Key_0:
                self.show_all()
            case Qt.Key.Key_1:
                self.show_size()
            case Qt.Key.Key_Left:
                self.pan_by(QPointF(KEY_PAN, 0))
            case Qt.Key.Key_Right:
                self.pan_by(QPointF(-KEY_PAN, 0))
            case Qt.Key.Key_Up:
                self.pan_by(QPointF(0, KEY_PAN))
            case Qt.Key.Key_Down:
                self.pan_by(QPointF(0, -KEY_PAN))
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        points = event.points()
        if event.type() != QEvent.Type.TouchUpdate:
            return
        now, before = [point.position() for point in points], [point.lastPosition() for point in points]
        if len(points) == 1:
            self.pan_by(now[0] - before[0])
        elif len(points) == 2:
            far, was = now[0] - now[1], before[0] - before[1]
            apart = QPointF.dotProduct(was, was) ** 0.5
            middle = (now[0] + now[1]) / 2
            self.pan_by(middle - (before[0] + before[1]) / 2)
            if apart > 1:
                self.zoom_by(QPointF.dotProduct(far, far) ** 0.5 / apart, middle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and self.look is not None:
            self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("desk"))
        if self.look is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._on_screen(self.look.seen.part), self._pixmap, QRectF(self._pixmap.rect()))
            if self.other is not None:
                self._draw_marks(painter, self.look)
        elif self.problem or self.board is None:
            painter.setPen(colour("error" if self.problem else "muted"))
            room = self.rect().adjusted(24, 24, -24, -24)
            words = self.problem or "Reading…"
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _on_screen(self, box: Rect) -> QRectF:
        scale, centre = self._scale()
        middle = QRectF(self.rect()).center()
        corner = middle + (QPointF(box.x, box.y) - centre) * scale
        return QRectF(corner, QSizeF(box.w, box.h) * scale)

    def _draw_marks(self, painter: QPainter, drawn: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        near = QRectF(self.rect()).adjusted(-BADGE, -BADGE, BADGE, BADGE)
        for key, mark in drawn.marks.items():
            here, there = drawn.seen.notes.get(key), drawn.there.get(key)
            box = here or there
            if box is None:
                continue
            symbol, tone, _ = MARKS[mark]
            place = self._on_screen(box)
            if here is not None and there is not None:
                from_there = self._on_screen(there)
                painter.setPen(QPen(colour(tone), 1.25, Qt.PenStyle.DashLine))
                painter.drawLine(from_there.center(), place.center())
                painter.drawRect(from_there)
            if not place.intersects(near):
                continue
            style = Qt.PenStyle.SolidLine if here is not None else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour(tone), 2.5, style))
            painter.drawRect(place)
            side = min(BADGE, round(place.height() * 0.7))
            if side >= LEAST_BADGE:
                badge = QRectF(place.right() - side * 0.6, place.top() - side * 0.4, side, side)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(tone))
                painter.drawEllipse(badge)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                glyph = round(side * 0.7)
                ink = icon_pixmap(symbol, colour("panel").name(), glyph, self.devicePixelRatioF())
                painter.drawPixmap(badge.center() - QPointF(glyph / 2, glyph / 2), ink)


class Legend(Flow):
    """What the marks mean, and how many there are of each."""

    def __init__(self) -> None:
        self._words: dict[Mark, QLabel] = {}
        rows = []
        for kind, (symbol, tone, _) in MARKS.items():
            row, sign, words = QWidget(), QLabel(), QLabel()
            sign.setPixmap(icon_pixmap(symbol, colour(tone).name(), px(16), 2.0))
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, px(8), 0)
            line.setSpacing(4)
            line.addWidget(sign)
            line.addWidget(words)
            self._words[kind] = words
            rows.append(row)
        super().__init__(rows)

    def show_counts(self, marks: Mapping[str, Mark]) -> None:
        found = list(marks.values())
        for kind, words in self._words.items():
            count = found.count(kind)
            words.setText(f"{count:,} {MARKS[kind][2]}")
            row = words.parentWidget()
            if row is not None:
                row.setVisible(count > 0)
        self.place()
        self.updateGeometry()
