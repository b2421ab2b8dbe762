"""Fields whose words are recorded while they are typed: a line, and a text that is as high as it needs.

Each stay in a field is one undo unit. What the board says comes back into the field without losing the caret, and
what is typed and not recorded yet is kept where the board says nothing new.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QMimeData, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTextEdit, QWidget

from canvas_app.domain.entities import clean_text
from canvas_app.domain.ids import new_id
from canvas_app.ui import pace
from canvas_app.ui.theme import font, mark, px

FRAME = 2 * (6 + 1)
"""What the style sheet puts above and below the words of a field, in pixels."""
LEAST = 42
"""Pixels at the usual text size that a field is high at least."""
Commit = Callable[[str, str], bool]
"""Records a text in an undo group; whether it was taken."""
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_NOT_HERE = (
    *(_ALT | key for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_0, Qt.Key.Key_P)),
    _CTRL | Qt.Key.Key_D,
)
"""Keys of actions on notes, which must not reach the notes selected on the board while a field is written."""
FOR_A_WHILE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Typing(QObject):
    """When a field's words are recorded. `known` is what the board has."""

    def __init__(self, field: QWidget, read: Callable[[], str], commit: Commit):
        super().__init__(field)
        self._read, self._commit = read, commit
        self._group = ""
        self.known = ""
        self.pending = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)
        self._since = QElapsedTimer()

    def typed(self, wait: bool = True) -> None:
        """A word was typed; without `wait` it is recorded when the field is left."""
        waited, self.pending = self.pending, self._read() != self.known
        if not self.pending:
            self.stop()
        elif wait:
            if not waited:
                self._since.start()
            self._pause.start(pace.in_force.pause(int(self._since.elapsed())))

    def flush(self) -> bool:
        """Records what was typed, now; whether it was taken."""
        if not self.pending:
            return True
        self.stop()
        self._group = self._group or f"field-{new_id()}"
        return self._commit(self._read(), self._group)

    def stop(self) -> None:
        self.pending = False
        self._pause.stop()

    def start_anew(self) -> None:
        self.stop()
        self.known = self._group = ""

    def leave(self, reason: Qt.FocusReason) -> bool:
        """The keyboard goes elsewhere: what is typed is recorded; whether it was taken."""
        taken = self.flush()
        if reason not in FOR_A_WHILE:
            self._group = ""
        return taken


class LineField(QLineEdit):
    """One line. With `whole` it is recorded when it is finished (Enter, or going elsewhere), not while it is typed:

    what is half a date is none. What is not taken stays, marked as wrong. `means` says what a text comes to: the field
    keeps its own spelling of what the board says. Esc calls `escape`.
    """

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        commit: Commit,
        escape: Callable[[], None],
        whole: bool = False,
        means: Callable[[str], object] = clean_text,
    ):
        super().__init__(parent)
        self._means = means
        self._whole = whole
        self._escape = escape
        self.setAccessibleName(name)
        self.setProperty("field", True)
        face = font(14)
        face.clearFeatures()  # tabular figures would set hyphens apart
        self.setFont(face)
        self.typing = Typing(self, self.text, commit)
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(self.flush)

    def show_text(self, text: str) -> None:
        """What the board says."""
        if text == self.typing.known:
            return
        self.typing.known = text
        if self._means(self.text()) == self._means(text):
            return
        self.typing.stop()
        mark(self, wrong=False)
        at, end = self.cursorPosition(), len(self.text())
        self.setText(text)
        if self.hasFocus():
            self.setCursorPosition(len(text) if at == end else min(at, len(text)))
        else:
            self.setCursorPosition(0)  # the beginning is what is seen

    def start_anew(self) -> None:
        """Empty, for the words of something else; there is nothing left to undo in it."""
        self.typing.start_anew()
        mark(self, wrong=False)
        self.setText("")

    def _typed(self) -> None:
        mark(self, wrong=False)
        self.typing.typed(wait=not self._whole)

    def flush(self) -> None:
        self._show_taken(self.typing.flush())

    def _show_taken(self, taken: bool) -> None:
        mark(self, wrong=not taken)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.typing.pending:
            self._show_taken(self.typing.leave(event.reason()))
        else:
            self.typing.leave(event.reason())
        self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        taken = _own_key(event, self.isUndoAvailable(), self.isRedoAvailable(), self.flush)
        return super().event(event) if taken is None else taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self._escape()
        elif event.keyCombination() in _NOT_HERE:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextField(QTextEdit):
    """Plain words in as many lines as they need. Esc calls `escape`, Tab goes to the next field."""

    def __init__(self, parent: QWidget, name: str, commit: Commit, escape: Callable[[], None], lines: int = 1):
        super().__init__(parent)
        self._escape = escape
        self._lines = lines
        self._loading = False
        self._measuring = False
        self.setAccessibleName(name)
        self.setProperty("field", True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        face = font(14)
        face.clearFeatures()  # tabular figures would set hyphens apart
        self.setFont(face)
        self.document().setDefaultFont(face)
        self.document().setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.typing = Typing(self, self.words, commit)
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(self._resized)

    def words(self) -> str:
        """The field's text; unlike toPlainText it keeps non-breaking blanks."""
        return self.document().toRawText().replace("\u2029", "\n")

    def show_text(self, text: str) -> None:
        """What the board says."""
        if text == self.typing.known:
            return
        self.typing.known = text
        before = self.words()
        if clean_text(before) == text:
            return
        self.typing.stop()
        at, end = self.textCursor().position(), self.document().characterCount() - 1
        self._loading = True
        self.setPlainText(text)
        self._loading = False
        self.document().clearUndoRedoStacks()
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(last if at == end else min(at, last))
        self.setTextCursor(cursor)
        self.updateGeometry()

    def start_anew(self) -> None:
        """Empty, for the words of something else; there is nothing left to undo in it."""
        self.typing.start_anew()
        self._loading = True
        self.setPlainText("")
        self._loading = False
        self.document().clearUndoRedoStacks()

    def _typed(self) -> None:
        if not self._loading:
            self.typing.typed()

    def flush(self) -> None:
        self.typing.flush()

    def go_to_end(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.End)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.typing.leave(event.reason())

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())

    def event(self, event: QEvent) -> bool:
        document = self.document()
        taken = _own_key(event, document.isUndoAvailable(), document.isRedoAvailable(), self.flush)
        return super().event(event) if taken is None else taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self._escape()
        elif event.keyCombination() in _NOT_HERE:
            event.ignore()
        else:
            super().keyPressEvent(event)

    # size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        document, shown = self.document(), self.document().textWidth()
        room = max(width - 2 * (10 + 1), 40)
        self._measuring = True  # layouts ask about widths that the field never gets
        document.setTextWidth(room)
        height = document.size().height()
        document.setTextWidth(shown)
        self._measuring = False
        least = self._lines * self.fontMetrics().lineSpacing()
        return max(math.ceil(max(height, least)) + FRAME, px(LEAST))

    def _resized(self) -> None:
        if not self._measuring:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, px(LEAST))


def _own_key(event: QEvent, undo: bool, redo: bool, flush: Callable[[], None]) -> bool | None:
    """What `event` answers for a key that a field takes or leaves; None for all others.

    Where nothing typed is left to undo, the window's own undo takes over.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return None
    for keys, available in ((QKeySequence.StandardKey.Undo, undo), (QKeySequence.StandardKey.Redo, redo)):
        if event.matches(keys) and not available:
            flush()
            event.ignore()
            return False
    if event.key() == Qt.Key.Key_Escape or event.keyCombination() in _NOT_HERE:
        event.accept()
        return True
    return None
