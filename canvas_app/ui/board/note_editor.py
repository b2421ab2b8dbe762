"""The one note editor of a scene: a text field laid over the note being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QKeySequence, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from canvas_app.domain.entities import MAX_TEXT
from canvas_app.text.fonts import face
from canvas_app.text.note_face import INSET, LEADING, TOP, WEIGHT, note_text
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.note_item import NoteItem
    from canvas_app.ui.board.view import BoardView

PAUSE = 250
AT_LEAST_EVERY = 1000
"""Milliseconds: what is typed is written down this long after the last key, and at least this often."""


class NoteEditor(QTextEdit):
    """`flushed` asks the owner to write the text down, `finished` to end the editing."""

    flushed = Signal()
    finished = Signal()

    def __init__(self, view: BoardView):
        super().__init__(view.viewport())
        self._view = view
        self._item: NoteItem | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setObjectName("note-editor")
        self.setAccessibleName("Note text")
        self.setStyleSheet(
            "#note-editor { background: transparent; border: none; border-radius: 0; padding: 0;"
            f" color: {colour('ink').name()}; }}"
        )
        self.setTabChangesFocus(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)
        self._since = QElapsedTimer()
        self._pending = False
        self.textChanged.connect(self._on_typed)
        self.hide()

    @property
    def item(self) -> NoteItem | None:
        return self._item

    def open(self, item: NoteItem, text: str, select_all: bool) -> None:
        self._item = item
        self._set_text(text)
        self.document().clearUndoRedoStacks()
        if select_all:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)
        item.show_writing(text)
        self.lay_over()
        self.show()
        self.setFocus()

    def move_to(self, item: NoteItem) -> None:
        """Goes on writing on another item: the note that a draft has become."""
        self._item = item
        item.show_writing(self.text())
        self.lay_over()

    def show_text(self, text: str) -> None:
        """Follows a change that came from elsewhere."""
        if text != self.text():
            self._set_text(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
            if self._item:
                self._item.show_writing(text)
            self.lay_over()

    def _set_text(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._pause.stop()
        self._pending = False

    def text(self) -> str:
        return self.toPlainText()

    def put_away(self) -> None:
        self._pause.stop()
        self._pending = False
        if self._item is not None:
            item, self._item = self._item, None
            item.show_writing(None)
        if self.hasFocus():
            self._view.setFocus()
        self.hide()

    def lay_over(self) -> None:
        """Puts the field over the note at the present zoom, with the note's own type size."""
        if self._item is None:
            return
        item, zoom = self._item, self._view.zoom
        block = note_text(self.text(), item.note.w, item.note.h)
        font = QFont(face("text", WEIGHT).family)
        font.setPointSizeF(max(1.0, block.size * zoom * 72 / self.logicalDpiY()))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if font != self.document().defaultFont():
            self.document().setDefaultFont(font)
        self._set_leading(LEADING * block.size * zoom)
        body = item.body
        top_left = self._view.mapFromScene(body.x() + INSET, body.y() + TOP)
        width = round((item.note.w - 2 * INSET) * zoom) + 2
        height = round((item.height - TOP - 6) * zoom)
        self.setGeometry(top_left.x(), top_left.y(), width, max(height, 10))
        self.verticalScrollBar().setValue(0)

    def _set_leading(self, leading: float) -> None:
        """Line height in pixels; never a step of its own for the field's undo."""
        if abs(self.document().firstBlock().blockFormat().lineHeight() - leading) < 0.01:
            return
        untouched = not self.document().isUndoAvailable()
        height = QTextBlockFormat()
        height.setLineHeight(leading, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        self.blockSignals(True)
        if not untouched:
            cursor.joinPreviousEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(height)
        if untouched:
            self.document().clearUndoRedoStacks()
        else:
            cursor.endEditBlock()
        self.blockSignals(False)

    def _on_typed(self) -> None:
        if self._item is None:
            return
        if len(self.text()) > MAX_TEXT:
            self._view.bridge.complain(f"A note holds {MAX_TEXT:,} characters at most; the rest was left out.")
            self._set_text(self.text()[:MAX_TEXT])
            self.moveCursor(QTextCursor.MoveOperation.End)
        self._item.show_writing(self.text())
        self._view.board_scene.relay_links(self._item.note.id)
        self.lay_over()
        if not self._pending:
            self._pending = True
            self._since.start()
        left = AT_LEAST_EVERY - self._since.elapsed()
        self._pause.start(max(0, min(PAUSE, int(left))))

    def flush(self) -> None:
        """Asks for what is typed to be written down now."""
        self._pause.stop()
        if self._pending and self._item is not None:
            self._pending = False
            self.flushed.emit()

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
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if self._item is not None and event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.finished.emit()
