"""The heads of the comparison: criteria and those compared. They take the keyboard, are edited in place and dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QApplication, QHeaderView, QLineEdit

from canvas_app.domain.competition import Line, Rival
from canvas_app.domain.entities import US
from canvas_app.domain.value_curve import looks
from canvas_app.ui.panels.paint import (
    draw_block,
    draw_icon,
    draw_icon_chip,
    draw_label,
    draw_text,
    open_sheet,
    text_block,
)
from canvas_app.ui.sheets.competition_model import COMPARED, CompetitionModel
from canvas_app.ui.sheets.curve_marks import draw_sample
from canvas_app.ui.theme import colour, mark, mirrored, px

if TYPE_CHECKING:
    from canvas_app.ui.sheets.competition_view import CompetitionView

_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_KEYS = {*_ENTER, *_DELETE, *_ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End}


class InPlace(QLineEdit):
    """A name that is written where it stands. Enter keeps it, Esc does not; going elsewhere keeps what can be kept."""

    def __init__(self, heads: Heads):
        super().__init__(heads.viewport())
        self._heads = heads
        self.setMaxLength(500)
        self.textEdited.connect(self._typed)
        self.hide()

    def _typed(self) -> None:
        mark(self, wrong=False)

    def event(self, event: QEvent) -> bool:
        ends = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Escape, *_ENTER[:2])
        if event.type() == QEvent.Type.ShortcutOverride and ends:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._heads.end_edit(keep=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._heads.end_edit(keep=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._heads.end_edit(keep=True, leaving=True)


class Heads(QHeaderView):
    """`here` is the head that the keyboard is on."""

    def __init__(self, orientation: Qt.Orientation, table: CompetitionView):
        super().__init__(orientation, table)
        self._table = table
        self._is_across = orientation == Qt.Orientation.Horizontal
        self.here = 0
        self.gap: int | None = None
        """Before which column a dragged head would land."""
        self._pressed: tuple[int, QPoint] | None = None
        self._edited: tuple[int, str] | None = None
        self.editor = InPlace(self)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(px(32))
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setAccessibleName("Who is compared" if self._is_across else "Criteria")

    @property
    def _model(self) -> CompetitionModel:
        return self._table.competition

    def _rival(self, section: int) -> Rival | None:
        return self._model.rival(section) if self._is_across else None

    def _line(self, section: int) -> Line | None:
        return None if self._is_across else self._model.line(section)

    # the keyboard

    def enter(self, section: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go_to(section)

    def go_to(self, section: int) -> None:
        count = self.count()
        self.here = max(0, min(section, count - 1))
        index = self._model.index(0, self.here) if self._is_across else self._model.index(self.here, 0)
        if index.isValid():
            self._table.scrollTo(index)
        self.viewport().update()
        words = self.spoken()
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._table.comparer.tell()

    def spoken(self) -> str:
        """The head that the keyboard is on, and what can be done with it."""
        model = self._model
        if self._is_across:
            rival = model.rival(self.here)
            return f"{model.spoken_rival(rival)}. {model.about_rival(rival)}"
        line = model.line(self.here)
        return f"{model.spoken_line(line)}. {model.about_line(line)}" if line is not None else ""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        bare = event.modifiers() & ~_KEYPAD
        if bare == _ALT:
            return self._is_across and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        dragging = self.gap is not None and event.key() == Qt.Key.Key_Escape
        return not bare and (event.key() in _KEYS or dragging)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(event):
            event.ignore()
            return
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and mirrored():
            step = -step
        if key == Qt.Key.Key_Escape:
            self.cancel_drag()
        elif event.modifiers() & _ALT:
            self.move_by(step)
        elif key in _ENTER:
            self._act(edit=key == Qt.Key.Key_F2)
        elif key in _DELETE:
            self._table.comparer.take_out(self._rival(self.here), self._line(self.here))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self.count() - 1)
        elif sideways == self._is_across:
            self.go_to(self.here + step)
        elif step > 0:
            self._enter_table()

    def _enter_table(self) -> None:
        current = self._table.currentIndex()
        row, column = max(current.row(), 0), max(current.column(), 0)
        self._table.setCurrentIndex(
            self._model.index(row, self.here) if self._is_across else self._model.index(self.here, column)
        )
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, edit: bool) -> None:
        line = self._line(self.here)
        if line is not None and line.note is not None and not edit:
            self._table.comparer.show_line(line)
        else:
            self.write(self.here)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self._table.comparer.tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # editing in place

    def write(self, section: int) -> None:
        """Opens a head for writing, or says why it is not."""
        rival, line = self._rival(section), self._line(section)
        comparer = self._table.comparer
        if comparer.read_only:
            comparer.complain("This board is read-only; save a copy to change it.")
        elif rival is not None and rival.added:
            self._open(section, rival.id, rival.name, "Name of the competitor")
        elif line is not None and line.criterion is not None and line.note is None:
            self._open(section, line.criterion, line.words, "Words of the criterion")
        elif line is not None:
            comparer.complain("This criterion is a note; Enter shows it on the board, where it can be edited.")
        elif rival is not None:
            comparer.complain(self._model.about_rival(rival))

    def _open(self, section: int, row_id: str, words: str, name: str) -> None:
        self.here = section
        self._edited = (section, row_id)
        self.editor.setAccessibleName(name)
        self.editor.setText(words)
        self.editor.selectAll()
        mark(self.editor, wrong=False)
        self._place_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_editor(self) -> None:
        if self._edited is None:
            return
        at, size = self.sectionViewportPosition(self._edited[0]), self.sectionSize(self._edited[0])
        tall = max(self.editor.sizeHint().height(), px(40))
        room = self.viewport().rect()
        if self._is_across:
            width = max(size, px(180))
            x = max(0, min(at - (width - size) // 2, room.width() - width))
            self.editor.setGeometry(x, (room.height() - tall) // 2, width, tall)
        else:
            self.editor.setGeometry(4, at + (size - tall) // 2, room.width() - 8, tall)

    @property
    def editing(self) -> bool:
        return self._edited is not None

    def end_edit(self, keep: bool, leaving: bool = False) -> None:
        """Closes what is being written; what is refused stays open, unless the person went elsewhere."""
        if self._edited is None:
            return
        _, row_id = self._edited
        words = self.editor.text()
        if keep:
            comparer = self._table.comparer
            taken = comparer.rename(row_id, words) if self._is_across else comparer.reword(row_id, words)
            if not taken and not leaving:
                mark(self.editor, wrong=True)
                return
        self._edited = None
        had_focus = self.editor.hasFocus()
        self.editor.hide()
        if had_focus:
            self.enter(self.here)

    def follow(self) -> None:
        """After the table has changed: what is written moves with its head, or is dropped with it."""
        self.here = max(0, min(self.here, self.count() - 1))
        if self.gap is not None:
            self.cancel_drag()
        if self._edited is not None:
            row_id = self._edited[1]
            section = self._model.column_of(row_id) if self._is_across else self._model.row_of(row_id)
            if section < 0:
                self.end_edit(keep=False)
                self._table.comparer.complain("What you were writing about is gone; Undo or Redo brings it back.")
            else:
                self._edited = (section, row_id)
                self._place_editor()

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        section = self.logicalIndexAt(event.position().toPoint())
        self._pressed = None
        if section < 0:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go_to(section)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (section, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        section, start = self._pressed
        rival = self._rival(section)
        at = event.position().toPoint()
        if rival is None or not rival.added or self._table.comparer.read_only:
            return
        if self.gap is None and (at - start).manhattanLength() < QApplication.startDragDistance():
            return
        self.gap = self._gap_at(at.x())
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _gap_at(self, x: int) -> int:
        """The column before which something dropped at x lands, among those of competitors."""
        first = next(n for n, rival in enumerate(self._model.rivals) if rival.added)
        gap = first
        for n, rival in enumerate(self._model.rivals):
            if rival.added:
                middle = self.sectionViewportPosition(n) + self.sectionSize(n) / 2
                if (x < middle) == mirrored():
                    gap = n + 1
        return gap

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, gap = self._pressed, self.gap
        self._pressed = None
        self.cancel_drag()
        if pressed is None:
            return
        section, _ = pressed
        rival = self._rival(section)
        if gap is not None and rival is not None:
            if gap not in (section, section + 1):
                first = next(n for n, other in enumerate(self._model.rivals) if other.added)
                self._table.comparer.move_rival(rival.id, gap - first - (gap > section))
        elif event.source() != Qt.MouseEventSource.MouseEventNotSynthesized:
            self._open_menu(section, event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        section = self.logicalIndexAt(event.position().toPoint())
        if section >= 0:
            self.go_to(section)
            self._act(edit=False)

    def cancel_drag(self) -> None:
        self.gap = None
        self._pressed = None
        self.unsetCursor()
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        by_hand = event.reason() == QContextMenuEvent.Reason.Mouse
        section = self.logicalIndexAt(event.pos()) if by_hand else self.here
        if section >= 0:
            self.go_to(section)
            self._open_menu(section, event.pos() if by_hand else self._middle(section))

    def _middle(self, section: int) -> QPoint:
        along = self.sectionViewportPosition(section) + self.sectionSize(section) // 2
        return QPoint(along, self.height() // 2) if self._is_across else QPoint(self.width() // 2, along)

    def _open_menu(self, section: int, at: QPoint) -> None:
        column, row = (section, -1) if self._is_across else (-1, section)
        self._table.open_menu(column, row, self.viewport().mapToGlobal(at))

    def move_by(self, by: int) -> None:
        """Moves the competitor in focus by so many places, on in reading direction; the keyboard goes with it."""
        rival = self._rival(self.here)
        if rival is None or not rival.added:
            self._table.comparer.complain("Only competitors are moved; the others keep their places.")
            return
        ids = [other.id for other in self._model.rivals if other.added]
        place = ids.index(rival.id) + by
        if 0 <= place < len(ids):
            self._table.comparer.move_rival(rival.id, place)

    # painting

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        current = self._table.currentIndex()
        at_cell = current.isValid() and section == (current.column() if self._is_across else current.row())
        focused = self.hasFocus() and section == self.here
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, rect, mirrored())
        box = sheet.adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(QPen(colour("accent"), 2.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_tint" if at_cell and self._table.hasFocus() else "panel"))
        painter.drawRoundedRect(box, 6, 6)
        if self._is_across:
            self._paint_rival(painter, box, section)
        elif line := self._line(section):
            self._paint_line(painter, box, section, line)
        if self.gap is not None and section in (self.gap, self.gap - 1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            x = 0.0 if section == self.gap else sheet.width() - 2
            painter.drawRect(QRectF(x, 0, 2, sheet.height()))
        painter.restore()

    def _paint_rival(self, painter: QPainter, box: QRectF, section: int) -> None:
        rival = self._model.rival(section)
        text = QRectF(box.x() + 5, box.y() + 22, box.width() - 10, box.height() - 26)
        if rival is None:
            words = QRectF(box.x() + 8, text.y(), box.width() - 12, text.height())
            draw_text(painter, words, COMPARED, colour("muted"), 13, 600, 1)
            return
        look = looks(self._model.rivals)[rival.id]
        draw_sample(painter, QRectF(box.center().x() - 20, box.y() + 6, 40, 14), look)
        ink = colour("accent" if rival.id == US else "ink")
        block = text_block(rival.name, text.width(), 12.5, 600, 3)
        middle = QRectF(text.center().x() - block.ink_width / 2, text.y(), block.ink_width + 1, text.height())
        draw_block(painter, middle, block, ink)

    def _paint_line(self, painter: QPainter, box: QRectF, section: int, line: Line) -> None:
        kind, middle = self._model.kind(line), box.center().y()
        draw_label(
            painter, QRectF(box.x(), box.y(), 22, box.height()), str(section + 1), colour("muted"), 12, 400,
            Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        chip = QRectF(box.x() + 30, middle - 12, 24, 24)
        if kind is not None:
            draw_icon_chip(painter, chip, kind.icon, kind.hue)
        else:
            draw_icon_chip(painter, chip, "edit", "grey")
        right = box.right() - 6
        if not line.added:
            tone = colour(f"{kind.hue}.strong") if kind is not None else colour("muted")
            draw_icon(painter, QRectF(right - 16, middle - 8, 16, 16), "star-filled", tone)
            right -= 20
        text = QRectF(box.x() + 62, box.y(), right - box.x() - 66, box.height())
        blank = not line.words.strip()
        draw_text(painter, text, "Empty note" if blank else line.words, colour("muted" if blank else "ink"), 13, 500, 2)
