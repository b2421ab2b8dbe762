"""The text of a statement, edited in place: phrases that come from notes stay semibold."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip, QWidget

from canvas_app.domain.entities import Part
from canvas_app.domain.ids import new_id
from canvas_app.domain.statements import edit_parts, shared_ends
from canvas_app.language.checks import Finding
from canvas_app.ui import pace
from canvas_app.ui.panels.phrase_marker import PhraseMarker, moved_findings, tip_of, units
from canvas_app.ui.theme import font

SOON, LATEST = 250, 1000
LINE_HEIGHT = 145
Offer = tuple[str, Callable[[], object]]
_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_NOT_HERE = [
    *(_ALT | key for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_0, Qt.Key.Key_P)),
    _CTRL | Qt.Key.Key_D,
]
"""Keys of actions on notes, which must not reach the notes selected on the board while a text is edited."""


class StatementText(QTextEdit):
    """`commit(parts, group)` is called a moment after typing; `ended` when the person presses Esc.

    `typed()` is called at every change of the text, `touched(finding, by_finger)` when the caret is put on a finding;
    what `offer(finding)` gives stands in the menu of one: words, and what they do.
    """

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
        self.typed: Callable[[], None] | None = None
        self.touched: Callable[[Finding, bool], None] | None = None
        self.offer: Callable[[Finding], Sequence[Offer]] | None = None
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
        self._keep_findings(self.words, "".join(part.text for part in parts))
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

    # findings of the plain-language check

    @property
    def findings(self) -> Sequence[Finding]:
        return self._marker.findings

    def show_findings(self, findings: Sequence[Finding], current: Finding | None = None) -> None:
        """Underlines what was found in the text as it is now; `current` is the one that is being looked at."""
        if list(findings) != list(self._marker.findings) or current != self._marker.current:
            self._marker.findings, self._marker.current = tuple(findings), current
            self._mark()

    def _keep_findings(self, old: str, new: str) -> None:
        """Until the next check, findings stay with their words; those that an edit touched go."""
        if old != new:
            self._marker.findings = moved_findings(self._marker.findings, old, new)

    def finding_at(self, place: int) -> Finding | None:
        """The finding at a place of the text as Qt counts it, the shortest where several lie there."""
        words = self.words
        here = [
            finding
            for finding in self.findings
            if not finding.whole and units(words[: finding.start]) <= place <= units(words[: finding.end])
        ]
        return min(here, key=lambda finding: finding.end - finding.start, default=None)

    def go_to(self, finding: Finding) -> None:
        """Puts the caret behind the words of a finding."""
        cursor = self.textCursor()
        cursor.setPosition(units(self.words[: finding.end]))
        self.setTextCursor(cursor)

    def replace(self, words: str) -> None:
        """Takes another text as if it were typed, as a step of its own; the field's own undo takes it back."""
        self.flush()
        self._group = ""
        old = self._plain()
        head, tail = shared_ends(old, words)
        cursor = self.textCursor()
        cursor.setPosition(units(old[:head]))
        cursor.setPosition(units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(words[head : len(words) - tail])
        self.setTextCursor(cursor)
        self.flush()
        self._group = ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            finding = self.finding_at(self.textCursor().position())
            if finding is not None and self.touched is not None:
                self.touched(finding, event.source() != Qt.MouseEventSource.MouseEventNotSynthesized)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done about the finding under the pointer, or at the caret, above what texts always offer."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if mouse else self.textCursor()
        at = event.globalPos() if mouse else self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu = self.createStandardContextMenu(event.pos())
        finding = self.finding_at(cursor.position())
        first = menu.actions()[0]
        for words, run in self.offer(finding) if finding is not None and self.offer is not None else ():
            choice = QAction(words, menu)
            choice.triggered.connect(run)
            menu.insertAction(first, choice)
        if first is not menu.actions()[0]:
            menu.insertSeparator(first)
        menu.exec(at)
        menu.deleteLater()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            finding = self.finding_at(self.cursorForPosition(event.pos()).position())
            if finding is not None:
                QToolTip.showText(event.globalPos(), tip_of(finding), self)
                return True
            QToolTip.hideText()
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Underlines in the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self._loading:
            self._mark()

    # from the person

    def _typed(self) -> None:
        if self._loading:
            return
        words = self._plain()
        if words == self.words:
            return
        self._seen[self.words] = self._parts
        self._keep_findings(self.words, words)
        self._parts = self._seen.get(words) or edit_parts(self._parts, words)
        self._mark()
        self._dirty = True
        if self.typed is not None:
            self.typed()
        self._group = self._group or f"{self._name}-{new_id()[:8]}"
        self._soon.start(pace.in_force.pause(0))
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
    head, tail = shared_ends(before, after)
    start = units(before[:head])
    if place <= start:
        return place
    rest = old - place
    return new - rest if rest <= units(before[len(before) - tail :]) else new - units(after[len(after) - tail :])
