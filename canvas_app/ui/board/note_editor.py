"""The one note editor of a view: it takes keys, mouse and input methods; the note itself paints the text.

The field lays its text out with the note's own faces and breaks, at `FINE` pixels a board unit, so that the caret
stands where the note paints the letter at every zoom. What the field paints is the caret and the selection only.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QEvent, QMimeData, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from canvas_app.domain.entities import MAX_TEXT
from canvas_app.exchange.clipboard import as_one_text
from canvas_app.text import runs
from canvas_app.text.block import TextBlock
from canvas_app.text.fonts import face
from canvas_app.text.note_face import INSET, NARROWEST, TOP, WEIGHT, note_text
from canvas_app.ui import pace
from canvas_app.ui.mime import formats_in
from canvas_app.ui.theme import colour

if TYPE_CHECKING:
    from canvas_app.ui.board.entry_bar import EntryBar
    from canvas_app.ui.board.note_item import NoteItem
    from canvas_app.ui.board.view import BoardView

FINE = 8
_FOR_A_WHILE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
SELECTED = 72
"""Alpha of the selection, which lies over the letters."""


class _Faces(QSyntaxHighlighter):
    """Gives every run of a paragraph the face that the text engine draws it with."""

    def __init__(self, document: QTextDocument):
        super().__init__(document)
        self._pixels = 100

    def use(self, pixels: int) -> None:
        if pixels != self._pixels:
            self._pixels = pixels
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if text.isascii():
            return
        paragraph = runs.itemise(text, [(0, WEIGHT)], runs.han_role(self.document().toPlainText(), ""))
        for run in paragraph.runs:
            start, end = (len(runs.utf16_units(text[: paragraph.index(unit)])) for unit in (run.start, run.end))
            style = QTextCharFormat()
            style.setFont(face(run.role, run.weight).font(self._pixels))
            self.setFormat(start, end - start, style)


class NoteEditor(QTextEdit):
    """`flushed` asks the owner to write the text down, `finished` to end the editing."""

    flushed = Signal()
    finished = Signal()

    def __init__(self, view: BoardView):
        super().__init__(view.viewport())
        self._view = view
        self._item: NoteItem | None = None
        self._block: TextBlock | None = None
        self._known = ""
        self._preedit_caret = 0
        self._pressed = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.viewport().setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(0)
        self.document().setUseDesignMetrics(True)
        self._faces = _Faces(self.document())
        self.setObjectName("note-editor")
        self.setAccessibleName("Note text")
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setTabChangesFocus(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)
        self._since = QElapsedTimer()
        self._pending = False
        self.partner: EntryBar | None = None
        self._caret_on = True
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._flash)
        self.textChanged.connect(self._on_typed)
        self.cursorPositionChanged.connect(self._show_caret)
        self.selectionChanged.connect(self._show_caret)
        self.hide()

    @property
    def item(self) -> NoteItem | None:
        return self._item

    def open(self, item: NoteItem, text: str, select_all: bool) -> None:
        self._item = item
        self._pressed = False
        self._set_text(text)
        self.document().clearUndoRedoStacks()
        if select_all:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.lay_over()
        self.show()
        self.setFocus()
        if self.partner is not None and self.partner.wanted:
            self.partner.open()

    def move_to(self, item: NoteItem) -> None:
        """Goes on writing on another item: the note that a draft has become."""
        self._item = item
        self.lay_over()

    def show_text(self, text: str) -> None:
        """Follows a change that came from elsewhere."""
        if text != self.text():
            self._set_text(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.lay_over()
            if self.partner is not None:
                self.partner.follow()

    def take_text(self, text: str) -> None:
        """What is typed into the entry bar."""
        if text != self.text():
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)

    def leave_to(self, reason: Qt.FocusReason) -> None:
        """Ends the editing where the keyboard has gone elsewhere than to this field or the entry bar."""
        self.flush()
        if self._item is None or reason in _FOR_A_WHILE:
            return
        if not (self.hasFocus() or (self.partner is not None and self.partner.field.hasFocus())):
            self.finished.emit()

    def _set_text(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._known = self.text()
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
        if self.partner is not None:
            self.partner.close()

    def lay_over(self) -> None:
        """Puts the field over its note at the present zoom, and the caret where the note paints the letter."""
        if self._item is None:
            return
        item, shown = self._item, self._shown_text()
        item.show_writing(shown)
        self._block = block = note_text(shown, item.note.w, item.note.h)
        pixels = round(block.size * FINE)
        font = face("text", WEIGHT).font(pixels)
        if font != self.document().defaultFont():
            self.document().setDefaultFont(font)
        self._faces.use(pixels)
        self.setLineWrapColumnOrWidth(round(max(item.note.w - 2 * INSET, NARROWEST) * FINE))
        body = self._view.viewportTransform().mapRect(item.body)
        if body.toAlignedRect() != self.geometry():
            self.setGeometry(body.toAlignedRect())
        self.viewport().update()

    def _shown_text(self) -> str:
        """The text with what an input method is composing."""
        text, cursor = self.text(), self.textCursor()
        composing = cursor.block().layout().preeditAreaText()
        if not composing:
            return text
        units = text.encode("utf-16-le", "surrogatepass")
        at = 2 * (cursor.block().position() + cursor.block().layout().preeditAreaPosition())
        before, after = (part.decode("utf-16-le", "surrogatepass") for part in (units[:at], units[at:]))
        return before + composing + after

    # where things stand

    def _lines(self) -> list[tuple[QTextBlock, QTextLine]]:
        found: list[tuple[QTextBlock, QTextLine]] = []
        block = self.document().begin()
        while block.isValid():
            layout = block.layout()
            found.extend((block, layout.lineAt(i)) for i in range(layout.lineCount()))
            block = block.next()
        return found

    def line_texts(self) -> list[str]:
        """The text as the field has broken it into lines."""
        return [
            runs.utf16_units(block.text())[line.textStart() : line.textStart() + line.textLength()]
            for block, line in self._lines()
        ]

    def _tops(self) -> list[float]:
        """The upper edges of the painted lines, and the lower edge of the last one, in board units."""
        assert self._block is not None
        return [*(line.top for line in self._block.lines), self._block.height]

    def _origin(self) -> QPointF:
        """Where the text block begins, in pixels of this field."""
        assert self._item is not None
        body = self._item.body
        at = self._view.viewportTransform().map(QPointF(body.x() + INSET, body.y() + TOP))
        return at - QPointF(self.pos())

    def _rect(self, number: int, left: float, width: float) -> QRectF:
        """A stretch of a line in pixels of this field; `left` and `width` in the pixels of the fine layout."""
        tops, zoom = self._tops(), self._view.zoom
        number = min(number, len(tops) - 2)
        top, bottom = tops[number], tops[number + 1]
        at = self._origin()
        return QRectF(
            at.x() + left * zoom / FINE, at.y() + top * zoom, width * zoom / FINE, max(1.0, (bottom - top) * zoom)
        )

    def caret(self) -> QRectF:
        """The caret in pixels of this field."""
        cursor = self.textCursor()
        place = cursor.positionInBlock()
        if cursor.block().layout().preeditAreaText():
            place += self._preedit_caret
        wide = max(1.0, round(1.2 * self._view.zoom))
        for number, (block, line) in enumerate(self._lines()):
            last = line.lineNumber() == block.layout().lineCount() - 1
            if block != cursor.block() or not (place < line.textStart() + line.textLength() or last):
                continue
            rect = self._rect(number, _x(line, place), 0)
            return QRectF(round(rect.x()), rect.y(), wide, rect.height())
        return self._rect(0, 0, wide)

    def _in_document(self, at: QPointF) -> QPointF:
        """A point of this field in the fine layout."""
        zoom, lines = self._view.zoom, self._lines()
        off = at - self._origin()
        tops = self._tops()
        number = next((i for i, (_, low) in enumerate(pairwise(tops)) if off.y() / zoom < low), len(tops) - 2)
        block, line = lines[min(number, len(lines) - 1)]
        y = block.layout().position().y() + line.y() + line.height() / 2
        return QPointF(off.x() * FINE / zoom, y)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._item is None or self._block is None:
            return
        painter = QPainter(self.viewport())
        cursor = self.textCursor()
        if cursor.hasSelection():
            tint = QColor(colour("accent"))
            tint.setAlpha(SELECTED)
            for number, (block, line) in enumerate(self._lines()):
                first = block.position() + line.textStart()
                start = max(cursor.selectionStart(), first)
                end = min(cursor.selectionEnd(), first + line.textLength())
                goes_on = cursor.selectionStart() <= first + line.textLength() < cursor.selectionEnd()
                if start < end or goes_on:
                    left, right = sorted(_x(line, p - block.position()) for p in (start, max(start, end)))
                    more = 4 * FINE if goes_on and right - left < FINE else 0
                    painter.fillRect(self._rect(number, left, right - left + more), tint)
        if self.hasFocus() and self._caret_on and not cursor.hasSelection():
            painter.fillRect(self.caret(), colour("ink"))

    def _show_caret(self) -> None:
        """Shows the caret now, and lets it blink from now."""
        self._caret_on = True
        flash = QGuiApplication.styleHints().cursorFlashTime()
        if flash > 0 and self.hasFocus():
            self._blink.start(flash // 2)
        else:
            self._blink.stop()
        self.viewport().update()

    def _flash(self) -> None:
        self._caret_on = not self._caret_on
        self.viewport().update()

    # typing

    def _on_typed(self) -> None:
        if self._item is None or self.text() == self._known:
            return
        if len(self.text()) > MAX_TEXT:
            self._view.bridge.complain(f"A note holds {MAX_TEXT:,} characters at most; the rest was left out.")
            self._set_text(self.text()[:MAX_TEXT])
            self.moveCursor(QTextCursor.MoveOperation.End)
        self._known = self.text()
        self.lay_over()
        if self.partner is not None:
            self.partner.follow()
        self._view.board_scene.relay_links(self._item.note.id)
        if not self._pending:
            self._pending = True
            self._since.start()
        self._pause.start(pace.in_force.pause(int(self._since.elapsed())))

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
        if event.isAutoRepeat() and not self._pressed:
            return  # the key that opened the editor is still held
        self._pressed = True
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            event.accept()
            return
        below = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if below and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view.writing.write_next(below=True)
            return
        super().keyPressEvent(event)
        if self._item is not None and self.isVisible():
            self._view.keep_in_sight(self.caret().translated(QPointF(self.pos())))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain words go out too: the sizes in this field are those of its fine layout."""
        mime = QMimeData()
        mime.setText(self.textCursor().selection().toPlainText())
        return mime

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(formats_in(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted words go in plain and clean; what a note cannot hold is left out."""
        words = as_one_text(formats_in(source))
        room = MAX_TEXT - len(self.text()) + len(self.textCursor().selectedText())
        if len(words) > room:
            self._view.bridge.complain(f"A note holds {MAX_TEXT:,} characters at most; the rest was left out.")
        self.textCursor().insertText(words[: max(0, room)])
        self.ensureCursorVisible()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on to the next note, Shift+Tab back to the one before."""
        if forward:
            self._view.writing.write_next()
        else:
            self._view.writing.edit_previous()
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._preedit_caret = len(runs.utf16_units(event.preeditString()))
        for attribute in event.attributes():
            if attribute.type == QInputMethodEvent.AttributeType.Cursor:
                self._preedit_caret = attribute.start
        self.lay_over()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        if query == Qt.InputMethodQuery.ImCursorRectangle and self._item is not None:
            return self.caret()
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    # pointing

    def _aimed(self, event: QMouseEvent) -> QMouseEvent:
        """A mouse event as the fine layout sees it."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QMouseEvent(
            event.type(),
            self._in_document(event.position()) - scrolled,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )

    def _is_for_board(self, event: QMouseEvent) -> bool:
        """The middle button moves the view."""
        middle = Qt.MouseButton.MiddleButton
        return self._item is None or event.button() == middle or bool(event.buttons() & middle)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_for_board(event):
            event.ignore()
        else:
            super().mousePressEvent(self._aimed(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_for_board(event):
            event.ignore()
        else:
            super().mouseMoveEvent(self._aimed(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_for_board(event):
            event.ignore()
        else:
            super().mouseReleaseEvent(self._aimed(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_for_board(event):
            event.ignore()
        else:
            super().mouseDoubleClickEvent(self._aimed(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_caret()
        self.leave_to(event.reason())


def _x(line: QTextLine, place: int) -> float:
    """Where the caret stands before a unit of its paragraph."""
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)
