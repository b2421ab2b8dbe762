"""The ranked lists as one view: clicks on its marks, keys, and dragging rows to rank."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimerEvent
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from canvas_app.ui.panels.paint import MARGIN
from canvas_app.ui.panels.priority_picks import SuggestRow
from canvas_app.ui.panels.priority_rows import NoteRow, PriorityDelegate, PriorityModel
from canvas_app.ui.panels.rows import RowList
from canvas_app.ui.theme import colour, px

DIGITS = {getattr(Qt.Key, f"Key_{n}"): n for n in range(6)}
EDGE = 28
SCROLL_EVERY = 30


class Wishes(Protocol):
    """What the list asks of its panel."""

    def choose(self, note_ids: list[str]) -> None: ...
    def show_note(self, note_id: str) -> None: ...
    def score(self, note_ids: list[str], score: int | None) -> None: ...
    def toggle_pick(self, note_ids: list[str]) -> None: ...
    def rank(self, note_id: str, index: int) -> None: ...
    def rank_last(self, note_id: str) -> None: ...
    def may_change(self) -> bool: ...


@dataclass
class Drag:
    """A note that is dragged within the rows first..last of its zone; `gap` is the row before which it would go."""

    note: str
    first: int
    last: int
    gap: int


class PriorityList(RowList):
    def __init__(self, parent: QWidget, model: PriorityModel, wishes: Wishes):
        super().__init__(parent, model, "Notes by priority")
        self._wishes = wishes
        self._painter = PriorityDelegate(self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(RowList.SelectionMode.ExtendedSelection)
        self.setDragEnabled(False)
        self._pressed: tuple[NoteRow, str, QPoint] | None = None
        self._drag: Drag | None = None
        self._scrolling = 0
        self._over = ("", "")
        self._suggested: SuggestRow | None = None

    def chose(self, note_ids: list[str]) -> None:
        self._wishes.choose(note_ids)

    # marks

    def _hit(self, point: QPoint) -> tuple[NoteRow | None, str]:
        index = self.indexAt(point)
        row = self.rows.row(index)
        if not isinstance(row, NoteRow):
            return None, ""
        return row, self._painter.part_at(row, self.visualRect(index), point)

    def _suggestion(self, point: QPoint) -> SuggestRow | None:
        row = self.rows.row(self.indexAt(point))
        return row if isinstance(row, SuggestRow) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._suggested = self._suggestion(point) if event.button() == Qt.MouseButton.LeftButton else None
        if self._suggested is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        row, part = self._hit(point)
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self._pressed = (row, part, point)
            if part:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._painter.pointer = point
        row, part = self._hit(point)
        over = (row.key if row else "", part)
        if (suggested := self._suggestion(point)) is not None:
            over = (suggested.key, "suggest")
            part = "suggest"
        if over != self._over:
            self._over = over
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
        if self._drag is not None:
            self._drag_to(point)
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            row, part, start = self._pressed
            far = (point - start).manhattanLength() >= QApplication.startDragDistance()
            if far and not part and self._wishes.may_change():
                self._lift(row)
                self._drag_to(point)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        suggested, self._suggested = self._suggested, None
        point = event.position().toPoint()
        if suggested is not None:
            if self._suggestion(point) == suggested:
                self._wishes.toggle_pick([suggested.note_id])
            return
        if self._drag is not None:
            self._drop()
            return
        row, part = self._hit(point)
        if pressed is not None and pressed[1]:
            if row is not None and (row.key, part) == (pressed[0].key, pressed[1]):
                self._use(row, part)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row, part = self._hit(event.position().toPoint())
        if row is not None and not part:
            self._wishes.show_note(row.note_id)
        else:
            self.mousePressEvent(event)

    def _use(self, row: NoteRow, part: str) -> None:
        match part:
            case "star":
                self._wishes.toggle_pick([row.note_id])
            case "badge":
                self._wishes.rank_last(row.note_id)
            case _:
                score = int(part.removeprefix("score-"))
                self._wishes.score([row.note_id], None if row.note.score == score else score)

    def leaveEvent(self, event: QEvent) -> None:
        self._painter.pointer = None
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, part = self._hit(event.pos())
            if row is not None and part:
                QToolTip.showText(event.globalPos(), self._part_tip(row, part), self.viewport())
                return True
        return super().viewportEvent(event)

    def _part_tip(self, row: NoteRow, part: str) -> str:
        if part == "star":
            return "Take off the short list (Space)" if row.note.picked else "Pick for the short list (Space)"
        if part == "badge":
            return "Not ranked yet: click to rank it last, or drag the row to its place"
        score = int(part.removeprefix("score-"))
        return "Clear the score (0)" if row.note.score == score else f"Score {score} of 5 ({score})"

    # keys

    def takes_key(self, event: QKeyEvent) -> bool:
        mine = event.key() == Qt.Key.Key_Space or event.key() in DIGITS
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        escape = event.key() == Qt.Key.Key_Escape and self._drag is not None
        return (mine and plain and bool(self.selected_ids())) or escape or super().takes_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.selected_ids()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self.cancel_drag()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.rows.row(self.currentIndex())
            if isinstance(row, SuggestRow):
                self._wishes.toggle_pick([row.note_id])
            elif current := self.current_id():
                self._wishes.show_note(current)
        elif plain and key == Qt.Key.Key_Space and chosen:
            self._wishes.toggle_pick(chosen)
        elif plain and key in DIGITS and chosen:
            self._wishes.score(chosen, DIGITS[key] or None)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or (
            event.text().isprintable() and event.text()
        ):
            event.ignore()  # the window's actions do these; no search by letters here
        else:
            super().keyPressEvent(event)

    # dragging

    @property
    def dragging(self) -> str | None:
        """The note in the air."""
        return self._drag.note if self._drag else None

    def _lift(self, row: NoteRow) -> None:
        zone = row.note.zone
        places = [n for n, other in enumerate(self.rows.rows) if isinstance(other, NoteRow) and other.note.zone == zone]
        self._drag = Drag(row.note_id, places[0], places[-1], self.rows.index_of(row.key).row())
        self._painter.lifted = row.note_id
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _drag_to(self, point: QPoint) -> None:
        drag = self._drag
        assert drag is not None
        height = max(self.sizeHintForRow(0), 1)
        gap = round((point.y() + self.verticalOffset()) / height)
        drag.gap = max(drag.first, min(gap, drag.last + 1))
        self.viewport().update()
        view = self.viewport().rect()
        step = (point.y() > view.bottom() - EDGE) - (point.y() < view.top() + EDGE)
        if step and not self._scrolling:
            self._scrolling = self.startTimer(SCROLL_EVERY)
        elif not step:
            self._stop_scrolling()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() != self._scrolling:
            super().timerEvent(event)
            return
        if self._drag is None:
            self._stop_scrolling()
            return
        point = self._painter.pointer or QPoint()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (12 if point.y() > self.viewport().height() / 2 else -12))
        self._drag_to(point)

    def _stop_scrolling(self) -> None:
        if self._scrolling:
            self.killTimer(self._scrolling)
            self._scrolling = 0

    def _drop(self) -> None:
        drag = self._drag
        assert drag is not None
        place = self.rows.index_of_note(drag.note).row()
        self.cancel_drag()
        if drag.gap in (place, place + 1):
            return
        self._wishes.rank(drag.note, drag.gap - drag.first - (drag.gap > place))

    def cancel_drag(self) -> None:
        """Puts the note in the air back."""
        self._drag = None
        self._pressed = None
        self._painter.lifted = None
        self._stop_scrolling()
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drag is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self._gap_y(self._drag.gap)
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(colour("panel"))
        width, margin = self.viewport().width(), px(MARGIN)
        painter.drawLine(QPointF(margin, y), QPointF(width - margin, y))
        painter.drawEllipse(QPointF(width - margin if self.isRightToLeft() else margin, y), 3, 3)
        painter.end()

    def _gap_y(self, gap: int) -> float:
        rect: QRect = self.visualRect(self.rows.index(gap - 1))
        return rect.bottom() + 1.0
