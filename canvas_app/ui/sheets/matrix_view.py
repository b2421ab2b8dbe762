"""The matrix as it is seen and worked: cells with 1 to 3 dots, headers that stay, keys, taps and a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from canvas_app.app.describe import STRENGTHS
from canvas_app.domain.entities import Note
from canvas_app.domain.fit import FULL
from canvas_app.ui.panels.explain import percent
from canvas_app.ui.panels.paint import (
    draw_block,
    draw_icon,
    draw_icon_chip,
    draw_label,
    draw_text,
    open_sheet,
    text_block,
)
from canvas_app.ui.sheets.grid import Grid
from canvas_app.ui.sheets.matrix_model import Index, MatrixModel
from canvas_app.ui.theme import colour, mirrored, px, theme

ROW, COLUMN = 52, 104
"""Height and width of a cell."""
HEAD, SIDE = 128, 304
"""Height of the headings of columns, width of those of rows."""
DOT, PITCH = 9.0, 14.0
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_STRENGTH_KEYS = {
    Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3, Qt.Key.Key_0: 0, Qt.Key.Key_Delete: 0, Qt.Key.Key_Backspace: 0,
}  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALKING = {
    getattr(Qt.Key, f"Key_{name}") for name in ("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown")
}
Share = tuple[str, str, str, float | None, float | None]
"""Name, icon and hue of a kind of need, and how much of the picked ones and of all is answered."""


class MatrixView(Grid):
    """Calls `on_set` with a cell and the strength it is to have (0 for no link), `on_open` with a note to be shown on
    the board, `on_current` when the keyboard has come to a cell."""

    def __init__(self, model: MatrixModel, parent: QWidget):
        super().__init__(parent)
        self.matrix = model
        self.on_set: Callable[[Index, int], None] | None = None
        self.on_open: Callable[[str], None] | None = None
        self.on_current: Callable[[], None] | None = None
        self._menu: QMenu | None = None
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(Heads(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(Heads(Qt.Orientation.Vertical, self))
        self.corner = Corner(self)
        self.prepare()
        self.clicked.connect(self._tap)
        self.setAccessibleName("Fit matrix")

    # keys

    def takes(self, event: QKeyEvent) -> bool:
        bare = event.modifiers() & ~_KEYPAD
        if event.key() in _ENTER:
            return bare in (Qt.KeyboardModifier.NoModifier, _CTRL, _CTRL | _SHIFT)
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return bare in (Qt.KeyboardModifier.NoModifier, _CTRL)
        return not bare and (event.key() in _WALKING or event.key() in _STRENGTH_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, ends = self.currentIndex(), self.matrix.ends(self.currentIndex())
        if not self.takes(event):
            event.ignore()  # no search by letters; Esc and the rest are the window's
        elif event.key() in _STRENGTH_KEYS:
            self._set(index, _STRENGTH_KEYS[Qt.Key(event.key())])
        elif event.key() in _ENTER and event.modifiers() & _CTRL:
            if ends is not None and self.on_open is not None:
                self.on_open(ends[1 if event.modifiers() & _SHIFT else 0])
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._cycle(index)
        else:
            super().keyPressEvent(event)

    def _set(self, index: Index, strength: int) -> None:
        if index.isValid() and self.on_set is not None:
            self.on_set(index, strength)

    def _cycle(self, index: Index) -> None:
        link = self.matrix.link(index)
        self._set(index, 0 if link is not None and link.strength == FULL else (link.strength if link else 0) + 1)

    # hands

    def _tap(self, index: QModelIndex) -> None:
        self._cycle(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Quick taps are taps."""
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_hand = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_hand else self.currentIndex()
        at = event.pos() if by_hand else self.visualRect(index).center()
        event.accept()
        ends = self.matrix.ends(index)
        if ends is None:
            return
        self.setCurrentIndex(index)
        menu = self._menu = QMenu(self)
        link, refused = self.matrix.link(index), self.matrix.refused(index)
        for strength in (*STRENGTHS, 0):
            words = f"{STRENGTHS[strength].capitalize()}\t{strength}" if strength else "Not linked\t0"
            choice = menu.addAction(words)
            choice.setCheckable(True)
            choice.setChecked((link.strength if link else 0) == strength)
            choice.setEnabled(not refused)
            choice.triggered.connect(partial(self._set, index, strength))
        menu.addSeparator()
        for end in ends:
            note = self.matrix.board.notes[end]
            show = menu.addAction(f"Show this {self.matrix.kind(note).label.lower()} on the board")
            show.triggered.connect(partial(self._open, end))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at))

    def _open(self, note_id: str) -> None:
        if self.on_open is not None:
            self.on_open(note_id)

    # where the keyboard is

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.viewport().update()
        if self.on_current is not None:
            self.on_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.matrix.index(0, 0))
        super().focusInEvent(event)

    def go_to(self, row: str | None, column: str | None) -> None:
        """Puts the keyboard on the cell of two notes, as far as they are in the table."""
        rows, columns = self.matrix.rows, self.matrix.columns
        if rows and columns:
            place = self.matrix.index(
                rows.index(row) if row in rows else 0, columns.index(column) if column in columns else 0
            )
            self.setCurrentIndex(place)

    # sizes

    def use_sizes(self, room: int, large: bool) -> None:
        """Rows and columns as the text size, the room and fingers want them."""
        self.horizontalHeader().setDefaultSectionSize(px(COLUMN + (12 if large else 0)))
        self.verticalHeader().setDefaultSectionSize(px(ROW + (10 if large else 0)))
        self.horizontalHeader().setFixedHeight(px(HEAD))
        self.verticalHeader().setFixedWidth(min(px(SIDE), max(px(200), room * 3 // 10)))
        self.updateGeometries()

    def repaint_heads(self, rows: Iterable[int], columns: Iterable[int]) -> None:
        """Paints the headings of these rows and columns anew, as far as they are in sight."""
        for header, sections in ((self.verticalHeader(), rows), (self.horizontalHeader(), columns)):
            down = header is self.verticalHeader()
            room = header.viewport().rect()
            for section in sections:
                start, size = header.sectionViewportPosition(section), header.sectionSize(section)
                box = QRect(0, start, room.width(), size) if down else QRect(start, 0, size, room.height())
                if box.intersects(room):
                    header.viewport().update(box)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        across, down = self.verticalHeader(), self.horizontalHeader()
        self.corner.setGeometry(QRect(across.x(), down.y(), across.width(), down.height()))


class CellDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(COLUMN), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, MatrixModel)
        link = model.link(index)
        row = model.board.notes[model.rows[index.row()]]
        hue = model.kind(row).hue
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        box = sheet.adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(QPen(colour("hairline"), 1) if theme().border else Qt.PenStyle.NoPen)
        if link is not None:
            painter.setBrush(colour(f"{hue}.note"))
            painter.drawRoundedRect(box, 6, 6)
        elif model.refused(index):
            painter.setBrush(QBrush(colour("hairline"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 6, 6)
        else:
            hovered = option.state & QStyle.StateFlag.State_MouseOver
            painter.setBrush(colour("accent_tint" if hovered else f"{hue}.tint"))
            painter.drawRoundedRect(box, 6, 6)
        if link is not None:
            _draw_strength(painter, box, link.strength, colour(f"{hue}.strong"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2.5))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 7, 7)
        painter.restore()


def _draw_strength(painter: QPainter, box: QRectF, strength: int, strong: QColor) -> None:
    """The number, and as many of three dots."""
    width = 14 + 6 + 2 * PITCH + DOT
    left = box.center().x() - width / 2
    number = QRectF(left, box.y(), 14, box.height())
    draw_label(painter, number, str(strength), colour("ink"), 15, 700)
    for n in range(FULL):
        middle = QPointF(left + 20 + DOT / 2 + n * PITCH, box.center().y())
        painter.setPen(QPen(strong, 1.5))
        painter.setBrush(strong if n < strength else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, DOT / 2 - 0.75, DOT / 2 - 0.75)


class Heads(QHeaderView):
    """The notes that head rows or columns, each with its number; a click shows the note on the board."""

    def __init__(self, orientation: Qt.Orientation, table: MatrixView):
        super().__init__(orientation, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(px(32))
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_clicked)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Of no matter: `use_sizes` fixes what is asked for. Qt's own looks at many headings to find out."""
        return QSize(px(SIDE), px(HEAD))

    def _on_clicked(self, section: int) -> None:
        note = self._table.matrix.note(self.orientation(), section)
        if note is not None and self._table.on_open is not None:
            self._table.on_open(note.id)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self._table.matrix
        note = model.note(self.orientation(), section)
        if note is None:
            return
        across = self.orientation() == Qt.Orientation.Horizontal
        current = self._table.currentIndex()
        here = current.isValid() and section == (current.column() if across else current.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, rect, mirrored())
        box = sheet.adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_tint" if here else "panel"))
        painter.drawRoundedRect(box, 6, 6)
        (self._paint_column if across else self._paint_row)(painter, box, model, note)
        painter.restore()

    def _paint_column(self, painter: QPainter, box: QRectF, model: MatrixModel, note: Note) -> None:
        kind = model.kind(note)
        draw_icon_chip(painter, QRectF(box.x() + 5, box.y() + 6, 22, 22), kind.icon, kind.hue)
        if note.picked:
            star = QRectF(box.x() + 30, box.y() + 9, 16, 16)
            draw_icon(painter, star, "star-filled", colour(f"{kind.hue}.strong"))
        figure = QRectF(box.right() - 52, box.y() + 6, 46, 22)
        draw_label(painter, figure, model.figure(note), colour("ink"), 14, 700, Qt.AlignmentFlag.AlignRight)
        orphan = note.id in model.figures.answers and not model.figures.answers[note.id]
        text = QRectF(box.x() + 6, box.y() + 32, box.width() - 10, box.height() - (50 if orphan else 34))
        _draw_note_text(painter, text, note, 12.5, 4 if orphan else 5, top=True)
        if orphan:
            word = QRectF(text.x(), box.bottom() - 18, text.width(), 16)
            draw_label(painter, word, "orphan", colour("warn"), 11.5, 600)

    def _paint_row(self, painter: QPainter, box: QRectF, model: MatrixModel, note: Note) -> None:
        kind = model.kind(note)
        middle = box.center().y()
        draw_icon_chip(painter, QRectF(box.x() + 10, middle - 12, 24, 24), kind.icon, kind.hue)
        right = box.right() - 8
        relief = model.figures.relief.get(note.id)
        figure = QRectF(right - 44, middle - (18 if relief is not None else 10), 44, 20)
        draw_label(painter, figure, model.figure(note), colour("ink"), 14, 700, Qt.AlignmentFlag.AlignRight)
        if relief == 0:
            word = QRectF(right - 44, middle + 1, 44, 16)
            draw_label(painter, word, "gap", colour("warn"), 11.5, 600, Qt.AlignmentFlag.AlignRight)
        elif relief is not None:
            _draw_relief(painter, QRectF(right - 42, middle + 7, 42, 5), relief)
        right -= 52
        if note.picked:
            draw_icon(painter, QRectF(right - 16, middle - 8, 16, 16), "star-filled", colour(f"{kind.hue}.strong"))
            right -= 20
        text = QRectF(box.x() + 42, box.y(), right - box.x() - 46, box.height())
        _draw_note_text(painter, text, note, 13, 2)


def _draw_note_text(painter: QPainter, box: QRectF, note: Note, size: float, lines: int, top: bool = False) -> None:
    """At the top or in the middle of a box."""
    blank = not note.text.strip()
    block = text_block("Empty note" if blank else note.text, box.width(), size, 500, lines)
    if top:
        box.setHeight(block.height)
    draw_block(painter, box, block, colour("muted" if blank else "ink"))


def _draw_relief(painter: QPainter, box: QRectF, relief: int) -> None:
    """Three thirds, as many filled as the need is answered."""
    third = (box.width() - 4) / FULL
    painter.setPen(Qt.PenStyle.NoPen)
    for n in range(FULL):
        painter.setBrush(colour("ok" if n < relief else "track"))
        painter.drawRoundedRect(QRectF(box.x() + n * (third + 2), box.y(), third, box.height()), 2, 2)


class Corner(QWidget):
    """Where the headings meet: how much of each kind of need is answered."""

    def __init__(self, table: MatrixView):
        super().__init__(table)
        self._table = table
        self.lines: list[Share] = []
        self.sums: Callable[[], str] | None = None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sums() if self.lines and self.sums is not None else "", self)
            return True
        return super().event(event)

    def show_coverage(self, lines: list[Share]) -> None:
        """The shares of each kind."""
        if lines == self.lines:
            return
        self.lines = lines
        words = [
            f"{name} answered: picked {percent(picked)}, all {percent(total)}" for name, _, _, picked, total in lines
        ]
        self.setAccessibleName("Coverage. " + ". ".join(words) if words else "")
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("panel"))
        if self.lines:
            sheet = open_sheet(painter, QRectF(self.rect()), mirrored())
            right = sheet.right() - 10
            for x, word in ((right - 96, "picked"), (right - 44, "all")):
                draw_label(painter, QRectF(x, 6, 44, 18), word, colour("muted"), 12, 400, Qt.AlignmentFlag.AlignRight)
            draw_label(painter, QRectF(12, 6, right - 110, 18), "Answered", colour("muted"), 12)
            for n, (name, icon, hue, picked, total) in enumerate(self.lines[:3]):
                y = 28 + n * 32
                draw_icon_chip(painter, QRectF(12, y, 24, 24), icon, hue)
                draw_text(painter, QRectF(44, y, right - 146, 24), name, colour("ink"), lines=1)
                for x, share in ((right - 96, picked), (right - 44, total)):
                    box = QRectF(x, y, 44, 24)
                    draw_label(painter, box, percent(share), colour("ink"), 13, 700, Qt.AlignmentFlag.AlignRight)
        painter.end()
