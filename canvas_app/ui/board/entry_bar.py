"""The entry bar: large writing in the upper half of the window while a note is edited by touch.

Its text is the text of the note editor, which stays open below it and records what is typed; so writing has one path,
one undo unit and one end. The note itself is kept in sight between the bar and the middle of the window, as the lower
half may be under the system's keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
)

from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.floating import Floating
from canvas_app.ui.theme import colour, font, icon, margins, mirror_x, px, square

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView, Place

TEXT = 22
"""Pixels; it grows with the system's text size."""
TARGET = 60
WIDEST = 860
TOP = 14
GAP = 14
"""Between the bar and the note, in pixels."""


class EntryField(QTextEdit):
    """Writes into the note; ends, and goes on to the next note, by the same keys as on the note."""

    def __init__(self, view: BoardView, bar: EntryBar):
        super().__init__(bar)
        self._view = view
        self.setAcceptRichText(False)
        self.setObjectName("entry-field")
        self.setFont(font(TEXT))
        self.setAccessibleName("Note text")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAcceptDrops(False)

    def event(self, event: QEvent) -> bool:
        """Undo with nothing left to undo in the text is the board's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        below = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._view.finish_editing()
        elif below and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view.writing.write_next(below=True)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward:
            self._view.writing.write_next()
        else:
            self._view.writing.edit_previous()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._view.editor.leave_to(event.reason())


class EntryBar(QFrame):
    def __init__(self, view: BoardView):
        super().__init__(view)
        self.setObjectName("entry-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._view = view
        self._hue = "grey"
        self._before: tuple[Place, Place] | None = None
        Floating(self, depth=16, strength=32, radius=14)
        self._zone = QLabel()
        self._zone.setObjectName("entry-zone")
        self.field = EntryField(view, self)
        self.keyboard = self._button("keyboard", "Show the keyboard", self._show_keyboard)
        self.next = self._button("plus", "Next note", self._write_next)
        self.done = QPushButton("Done")
        self.done.setProperty("primary", True)
        self.done.setMinimumHeight(px(TARGET))
        self.done.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.done.clicked.connect(view.finish_editing)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._zone)
        words.addWidget(self.field, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(22, 12, 14, 12))
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.keyboard, self.next, self.done):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(self.keyboard, self.next, self.done)
        self.field.textChanged.connect(self._typed)
        self.setAccessibleName("Large writing")
        self.hide()

    def _button(self, icon_name: str, name: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, "ink"))
        button.setIconSize(square(28))
        button.setFixedSize(square(TARGET))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(act)
        return button

    # following the note editor

    @property
    def wanted(self) -> bool:
        """Whether a finger or board mode asks for it."""
        return self._view.board_mode or self._view.by_finger

    def open(self) -> None:
        """Takes over the writing from the note editor."""
        editor = self._view.editor
        assert editor.item is not None
        self._hue = editor.item.hue
        board = self._view.bridge.session.board
        zone = board.canvas.zone(editor.item.note.zone)
        self._zone.setText(zone.title if zone else "Parking lot")
        self._copy()
        self.field.document().clearUndoRedoStacks()
        if editor.textCursor().hasSelection():
            self.field.selectAll()
        else:
            self.field.moveCursor(QTextCursor.MoveOperation.End)
        before = self._view.place_now()
        self._view.make_legible(editor.item.body)
        self.place()
        self.show_note()
        self._before = (before, self._view.place_now())
        self.show()
        self.raise_()
        self.field.setFocus()

    def follow(self) -> None:
        """Shows what the note editor holds, after it changed by other ways, and keeps its note in sight."""
        if self.isVisible():
            self._copy()
            self.show_note()

    def _copy(self) -> None:
        text = self._view.editor.text()
        if text != self.field.toPlainText():
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.moveCursor(QTextCursor.MoveOperation.End)
            self.field.blockSignals(False)

    def _typed(self) -> None:
        self._view.editor.take_text(self.field.toPlainText())

    def close(self) -> bool:
        """Puts the board back to where it was, unless it was moved meanwhile."""
        if self.field.hasFocus():
            self._view.setFocus()
        self.hide()
        if self._before is not None:
            before, placed = self._before
            self._before = None
            if placed == self._view.place_now():
                self._view.put_back(before)
        return True

    # where it is, and where the note is

    def place(self) -> None:
        view = self._view
        width = min(px(WIDEST), view.width() - 2 * TOP)
        height = min(px(TEXT * 3.6) + px(58), view.height() // 3)
        self.setGeometry(mirror_x((view.width() - width) // 2, width, view.width()), TOP, width, max(height, 120))
        if self.isVisible():
            self.show_note()

    def show_note(self) -> None:
        """Keeps the note between the bar and the middle of the window."""
        item = self._view.editor.item
        if item is not None:
            top = self.geometry().bottom() + GAP
            height = max(60.0, self._view.height() / 2 - top)
            here = self._view.place_now()
            self._view.show_within(item.body, QRectF(TOP, top, self._view.width() - 2 * TOP, height))
            if self._before is not None and self._before[1] == here:
                self._before = (self._before[0], self._view.place_now())

    def sizeHint(self) -> QSize:
        return QSize(px(WIDEST), px(140))

    def _show_keyboard(self) -> None:
        self.field.setFocus()
        QGuiApplication.inputMethod().show()

    def _write_next(self) -> None:
        self._view.writing.write_next()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{self._hue}.strong"))
        painter.drawRoundedRect(QRectF(mirror_x(8, 5, self.width()), 14, 5, self.height() - 28), 2.5, 2.5)
