"""The table of the comparison: cells are scored with digits or taps, heads are renamed, moved and taken out."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from canvas_app.domain.competition import CLAIM, MOST, Line, Rival, standing_words
from canvas_app.domain.entities import US
from canvas_app.ui.panels.paint import draw_icon, draw_label, draw_text, open_sheet
from canvas_app.ui.sheets.competition_heads import Heads
from canvas_app.ui.sheets.competition_model import CompetitionModel, Index
from canvas_app.ui.sheets.grid import Grid
from canvas_app.ui.theme import colour, mark, mirrored, px

ROW, COLUMN, WIDEST = 54, 84, 150
"""Height of a cell, its least and its greatest width."""
HEAD, SIDE, RESULT = 84, 290, 196
"""Height of the heads of columns, width of those of rows and of the last column."""
STANDING = {
    "advantage": ("ahead", "ok"), "parity": ("parity", "muted"), "behind": ("behind", "error"), "open": ("", "muted"),
}  # fmt: skip
"""Icon and colour of what comes of a row."""
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_DIGITS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(MOST + 1)}
_TOO_MUCH = {getattr(Qt.Key, f"Key_{digit}") for digit in range(MOST + 1, 10)}
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WALKING = {
    getattr(Qt.Key, f"Key_{name}") for name in ("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown")
}
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class Comparer(Protocol):
    """Who does what a person asks for in the table."""

    @property
    def read_only(self) -> bool: ...
    def rate(self, line: Line, rival: Rival, score: int | None) -> None: ...
    def choose_score(self, index: Index) -> None:
        """Offers the scores beside a cell."""

    def rename(self, rival_id: str, name: str) -> bool:
        """Whether the name was taken."""

    def reword(self, criterion_id: str, words: str) -> bool: ...
    def move_rival(self, rival_id: str, index: int) -> None:
        """To a place among the competitors."""

    def take_out(self, rival: Rival | None, line: Line | None) -> None: ...
    def show_line(self, line: Line) -> None: ...
    def back_up(self, line: Line) -> None:
        """Goes to the evidence of a criterion."""

    def tell(self) -> None:
        """The keyboard has come to another place."""

    def complain(self, words: str) -> None: ...
    def copy(self) -> None: ...
    def paste(self) -> None: ...


class CompetitionView(Grid):
    def __init__(self, model: CompetitionModel, comparer: Comparer, parent: QWidget):
        super().__init__(parent)
        self.competition, self.comparer = model, comparer
        self.menu: QMenu | None = None
        self.large = False
        self._sized = 0
        self.across = Heads(Qt.Orientation.Horizontal, self)
        self.down = Heads(Qt.Orientation.Vertical, self)
        self.corner = Corner(self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.down)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        for heads in (self.across, self.down):
            heads.setFocusProxy(None)  # type: ignore[arg-type]
            heads.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.prepare()
        self.clicked.connect(self._tap)
        self.setAccessibleName("Competition")

    # keys

    def takes(self, event: QKeyEvent) -> bool:
        bare, key = event.modifiers() & ~_KEYPAD, event.key()
        if any(event.matches(keys) for keys in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)):
            return True
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return bare in (Qt.KeyboardModifier.NoModifier, _CTRL)
        if key in _SIDEWAYS:
            return bare in (Qt.KeyboardModifier.NoModifier, _ALT)
        known = key in _WALKING or key in _DIGITS or key in _TOO_MUCH or key in _CLEAR or key in _ENTER
        return not bare and (known or key == Qt.Key.Key_F2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.takes(event):
            event.ignore()  # no search by letters; Esc and the rest are the window's
            return
        index, key = self.currentIndex(), Qt.Key(event.key())
        rival, line = self.competition.rival(index.column()), self.competition.line(index.row())
        toward_start = Qt.Key.Key_Right if mirrored() else Qt.Key.Key_Left
        if event.matches(QKeySequence.StandardKey.Copy):
            self.comparer.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.comparer.paste()
        elif key in _DIGITS or key in _CLEAR:
            self._rate(index, _DIGITS.get(key))
        elif key in _TOO_MUCH:
            self.comparer.complain("A score in the comparison is a whole number from 0 to 5.")
        elif key in _ENTER:
            if not event.isAutoRepeat():
                self._tap(index)
        elif key == Qt.Key.Key_F2:
            self._edit_head(rival, line)
        elif key in _SIDEWAYS and event.modifiers() & _ALT:
            self.across.go_to(index.column())
            self.across.move_by(-1 if key == toward_start else 1)
        elif key == Qt.Key.Key_Up and index.row() <= 0:
            self.across.enter(max(index.column(), 0))
        elif key == toward_start and index.column() <= 0:
            self.down.enter(max(index.row(), 0))
        else:
            super().keyPressEvent(event)

    def _rate(self, index: Index, score: int | None) -> None:
        line, rival = self.competition.line(index.row()), self.competition.rival(index.column())
        if line is not None and rival is not None:
            self.comparer.rate(line, rival, score)

    def _edit_head(self, rival: Rival | None, line: Line | None) -> None:
        if rival is not None and rival.added:
            self.across.write(self.currentIndex().column())
        elif line is not None:
            self.down.write(self.currentIndex().row())

    # hands

    def _tap(self, index: Index) -> None:
        line = self.competition.line(index.row())
        if line is None:
            return
        if self.competition.rival(index.column()) is not None:
            self.comparer.choose_score(index)
        else:
            self.comparer.back_up(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Quick taps are taps."""
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_hand = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_hand else self.currentIndex()
        at = event.pos() if by_hand else self.visualRect(index).center()
        event.accept()
        if index.isValid():
            self.setCurrentIndex(index)
            self.open_menu(index.column(), index.row(), self.viewport().mapToGlobal(at))

    def open_menu(self, column: int, row: int, at: QPoint) -> None:
        """What can be done with a cell, or with the head of a column (row -1) or row (column -1)."""
        menu = self.menu = QMenu(self)
        mark(menu, large=self.large)
        rival, line = self.competition.rival(column), self.competition.line(row)
        free = not self.comparer.read_only
        if rival is not None and line is not None:
            given = line.scores.get(rival.id)
            for score in (*range(MOST + 1), None):
                choice = menu.addAction("No score\tDel" if score is None else f"{score} of {MOST}\t{score}")
                choice.setCheckable(True)
                choice.setChecked(score == given)
                choice.setEnabled(free)
                choice.triggered.connect(partial(self.comparer.rate, line, rival, score))
            menu.addSeparator()
        if rival is not None and rival.added:
            place = [other.id for other in self.competition.rivals if other.added].index(rival.id)
            count = sum(other.added for other in self.competition.rivals)
            for words, run, possible in (
                ("Rename competitor…\tF2", partial(self.across.write, column), True),
                ("Move competitor back\tAlt+" + ("Right" if mirrored() else "Left"),
                 partial(self.comparer.move_rival, rival.id, place - 1), place > 0),
                ("Move competitor on\tAlt+" + ("Left" if mirrored() else "Right"),
                 partial(self.comparer.move_rival, rival.id, place + 1), place < count - 1),
                ("Delete competitor", partial(self.comparer.take_out, rival, None), True),
            ):  # fmt: skip
                choice = menu.addAction(words)
                choice.setEnabled(free and possible)
                choice.triggered.connect(run)
        if line is not None:
            if line.note is None:
                edit = menu.addAction("Change the words…")
                edit.setEnabled(free)
                edit.triggered.connect(partial(self.down.write, row))
            else:
                menu.addAction("Show on the board").triggered.connect(partial(self.comparer.show_line, line))
            menu.addAction("Evidence…").triggered.connect(partial(self.comparer.back_up, line))
            out = menu.addAction("Take the criterion out" if line.added else "Picked: unpick it to take it out")
            out.setEnabled(free and line.added)
            out.triggered.connect(partial(self.comparer.take_out, None, line))
        if menu.isEmpty():
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # where the keyboard is

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for heads in (self.across, self.down):
            heads.viewport().update()
        self.comparer.tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.competition.index(0, 0))
        super().focusInEvent(event)
        self.comparer.tell()

    def go_to(self, key: str | None, rival_id: str | None) -> None:
        """Puts the keyboard on a cell, as far as there is such a row and column."""
        if self.competition.lines:
            row, column = self.competition.row_of(key), self.competition.column_of(rival_id)
            self.setCurrentIndex(self.competition.index(max(row, 0), max(column, 0)))

    # sizes

    def use_sizes(self, large: bool) -> None:
        """Rows and columns as the text size, the room and fingers want them."""
        self.large, self._sized = large, self.width()
        side = min(px(SIDE), max(px(150), self.width() * 3 // 10))
        result = min(px(RESULT), max(px(150), self.width() // 5))
        count = max(len(self.competition.rivals), 1)
        least = px(COLUMN)
        each = max(least, min(px(WIDEST), (self.width() - side - result - px(12)) // count))
        self.across.setDefaultSectionSize(each)
        for column in range(self.across.count()):
            wide = result if column == self.across.count() - 1 else each
            if self.across.sectionSize(column) != wide:
                self.across.resizeSection(column, wide)
        self.down.setDefaultSectionSize(px(ROW + (8 if large else 0)))
        self.across.setFixedHeight(px(HEAD))
        self.down.setFixedWidth(side)
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._sized:  # bars that come and go resize the inside only
            self.use_sizes(self.large)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.corner.setGeometry(QRect(self.down.x(), self.across.y(), self.down.width(), self.across.height()))


class Corner(QWidget):
    """Where the heads meet: what the scores mean."""

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("panel"))
        sheet = open_sheet(painter, QRectF(self.rect()), mirrored())
        for n, words in enumerate(("0 is not at all,", "5 could not be better")):
            draw_text(
                painter, QRectF(18, sheet.bottom() - 42 + 17 * n, sheet.width() - 24, 17), words, colour("muted"), 12
            )
        painter.end()


class CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, CompetitionModel)
        line, rival = model.lines[index.row()], model.rival(index.column())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        box = sheet.adjusted(2.5, 2.5, -2.5, -2.5)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if rival is None:
            _paint_standing(painter, box, line, hovered)
        else:
            _paint_score(painter, box, line, rival, hovered)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2.5))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 7, 7)
        painter.restore()


def _paint_score(painter: QPainter, box: QRectF, line: Line, rival: Rival, hovered: bool) -> None:
    """The number above five bars, as many filled; the best of a row in bold."""
    score = line.scores.get(rival.id)
    best = score is not None and score == max(line.scores.values())
    ours = rival.id == US
    painter.setPen(QPen(colour("hairline"), 1) if not ours else Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent_tint" if ours or hovered else "panel"))
    painter.drawRoundedRect(box, 6, 6)
    number = QRectF(box.x(), box.y() + 3, box.width(), box.height() - 18)
    if score is None:
        draw_label(painter, box, "–", colour("muted"), 15, 400, Qt.AlignmentFlag.AlignHCenter)
        return
    ink = colour("accent" if ours else "ink")
    draw_label(
        painter, number, str(score), ink, 17 if best else 15, 700 if best else 400, Qt.AlignmentFlag.AlignHCenter
    )
    width = min((box.width() - 20) / MOST, 12.0)
    left = box.center().x() - width * MOST / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for n in range(MOST):
        painter.setBrush(ink if n < score else colour("track"))
        painter.drawRoundedRect(QRectF(left + n * width + 1, box.bottom() - 11, width - 2, 4), 2, 2)


def _paint_standing(painter: QPainter, box: QRectF, line: Line, hovered: bool) -> None:
    """An icon and words; below them the claim that nothing speaks for."""
    icon, tone = STANDING[line.standing]
    if hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_tint"))
        painter.drawRoundedRect(box, 6, 6)
    left = box.x() + 8
    half = box.height() / 2
    first = QRectF(left + 24, box.y(), box.width() - 36, half if line.unproven else box.height())
    if icon:
        draw_icon(painter, QRectF(left, first.center().y() - 9, 18, 18), icon, colour(tone))
    draw_text(painter, first, standing_words(line), colour(tone), 13.5, 600, 1)
    if line.unproven:
        second = QRectF(left + 24, box.y() + half - 1, box.width() - 36, half)
        draw_icon(painter, QRectF(left + 1, second.center().y() - 8, 16, 16), "evidence-assumption", colour("warn"))
        draw_text(painter, second, CLAIM, colour("warn"), 12, 500, 1)
