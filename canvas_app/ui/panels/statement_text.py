"""The text of a statement, edited in place: phrases that come from notes stay semibold."""

import math
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from canvas_app.domain.entities import Part
from canvas_app.domain.ids import new_id
from canvas_app.domain.statements import edit_parts
from canvas_app.ui.theme import font

SOON, LATEST = 250, 1000
LINE_HEIGHT = 145
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_NOT_HERE = [
    *(_ALT | key for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_0, Qt.Key.Key_P)),
    _CTRL | Qt.Key.Key_D,
]
"""Keys of actions on notes, which must not reach the notes selected on the board while a text is edited."""


def units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class PhraseMarker(QSyntaxHighlighter):
    """Shows the phrases that come from notes semibold; being no edit, that never enters the field's own undo."""

    def __init__(self, document: QTextDocument):
        super().__init__(document)
        self.parts: Sequence[Part] = ()

    def show_parts(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        end = start + units(text)
        stops = list(accumulate(units(part.text) for part in self.parts))
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        for part, stop in zip(self.parts, stops, strict=True):
            begin = max(stop - units(part.text), start)
            if part.note is not None and begin < min(stop, end):
                self.setFormat(begin - start, min(stop, end) - begin, strong)


class StatementText(QTextEdit):
    """`commit(parts, group)` is called a moment after typing; `ended` when the person presses Esc."""

    def __init__(
        self, parent: QWidget, parts: Sequence[Part], name: str, commit: Callable[[tuple[Part, ...], str], None]
    ):
        super().__init__(parent)
        self._commit = commit
        self._name = name
        self._group = ""
        self._loading = True
        self._dirty = False
        self._measuring = False
        self._parts: tuple[Part, ...] = tuple(parts)
        self._seen: dict[str, tuple[Part, ...]] = {}
        self.setProperty("bare", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlaceholderText("Write the statement")
        face = font(14)
        face.clearFeatures()  # tabular figures would set hyphens apart
        self.setFont(face)
        self.document().setDefaultFont(face)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self._marker = PhraseMarker(self.document())
        self._soon = self._timer(SOON)
        self._latest = self._timer(LATEST)
        self._put(self.words)
        self._loading = False
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(self._resized)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    @property
    def words(self) -> str:
        return "".join(part.text for part in self._parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts as edited, whether or not they are recorded yet."""
        return self._parts

    def _plain(self) -> str:
        """The field's text; unlike toPlainText it keeps non-breaking blanks."""
        return self.document().toRawText().replace("\u2029", "\n")

    # from the board

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Takes over what the board says; the caret stays with the words around it."""
        if tuple(parts) == self._parts and self._plain() == self.words:
            return
        self._stop()
        before, place = self._plain(), self.textCursor().position()
        self._parts = tuple(parts)
        self._seen.clear()
        if before != self.words:
            self._put(self.words)
            cursor = self.textCursor()
            cursor.setPosition(_moved(place, before, self.words))
            self.setTextCursor(cursor)
        else:
            self._mark()

    def _put(self, words: str) -> None:
        self._loading = True
        self._marker.parts = self._parts
        self.setPlainText(words)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)
        self.document().clearUndoRedoStacks()
        self._loading = False
        self._mark()
        self.updateGeometry()

    def _mark(self) -> None:
        self._loading = True
        self._marker.show_parts(self._parts)
        self._loading = False

    # from the person

    def _typed(self) -> None:
        if self._loading:
            return
        words = self._plain()
        if words == self.words:
            return
        self._seen[self.words] = self._parts
        self._parts = self._seen.get(words) or edit_parts(self._parts, words)
        self._mark()
        self._dirty = True
        self._group = self._group or f"{self._name}-{new_id()[:8]}"
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    @property
    def pending(self) -> bool:
        """Whether typing waits to be recorded."""
        return self._dirty

    def flush(self) -> None:
        """Records what was typed, now."""
        if self._dirty:
            self._stop()
            self._commit(self._parts, self._group)

    def _stop(self) -> None:
        self._dirty = False
        self._soon.stop()
        self._latest.stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._group = ""
            self._seen.clear()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            undo = event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()
            if undo or redo:  # nothing typed is left to undo: the window's own undo takes over
                self.flush()
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_Escape or event.keyCombination() in _NOT_HERE:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            parent = self.parentWidget()
            if parent is not None:
                parent.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.textCursor().insertBlock()
            return
        super().keyPressEvent(event)

    # size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        document, shown = self.document(), self.document().textWidth()
        if width == shown:
            return math.ceil(document.size().height())
        self._measuring = True  # layouts ask about widths that the field never gets
        document.setTextWidth(width)
        height = math.ceil(document.size().height())
        document.setTextWidth(shown)
        self._measuring = False
        return height

    def _resized(self) -> None:
        if not self._measuring:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.viewport().width(), 60)))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 24)


def _moved(place: int, before: str, after: str) -> int:
    """Where a caret goes when the text around it is replaced."""
    old, new = units(before), units(after)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    start = units(before[:head])
    if place <= start:
        return place
    rest = old - place
    return new - rest if rest <= units(before[len(before) - tail :]) else new - units(after[len(after) - tail :])
