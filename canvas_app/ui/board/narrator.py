"""What a screen reader hears of the canvas, and the frame that says that the keyboard is on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.app.describe import describe_selection
from canvas_app.app.session import Committed
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.theme import colour

NAME = "Board"
HELP = "Tab walks the notes, Enter writes, N makes a new one, F6 goes on to the next part of the window."
WIDTH = 3
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BY_HAND = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress)


class Narrator(QObject):
    """Keeps the view's accessible name in step with the selection, and says what happens aloud."""

    def __init__(self, view: BoardView):
        super().__init__(view)
        self._view = view
        self._bridge = view.bridge
        view.setAccessibleName(NAME)
        view.setAccessibleDescription(HELP)
        self._bridge.selected.connect(self._tell)
        self._bridge.committed.connect(self._on_committed)
        self._bridge.said.connect(self._on_said)
        self._tell()

    def _tell(self) -> None:
        board = self._bridge.session.board
        notes = tuple(note for note in self._bridge.notes if note in board.notes)
        links = tuple(link for link in self._bridge.links if link in board.links)
        words = describe_selection(board, notes, links)
        name = f"{NAME}. {words}" if words else NAME
        if name != self._view.accessibleName():
            self._view.setAccessibleName(name)
            if words and QApplication.focusWidget() is self._view:
                self._announce(words)

    def _on_committed(self, commit: Committed) -> None:
        touched = commit.step.touched("note") | commit.step.touched("link")
        if self._bridge.links or not touched.isdisjoint(self._bridge.notes) or commit.step.touched("link"):
            self._tell()

    def _on_said(self, words: str, complaint: bool, undo: bool) -> None:
        self._announce(words, urgent=complaint)

    def announce(self, words: str) -> None:
        """Says aloud what nothing else says."""
        self._announce(words)

    def _announce(self, words: str, urgent: bool = False) -> None:
        event = QAccessibleAnnouncementEvent(self._view, words)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)


class FocusFrame(QWidget):
    """A frame round the board while the keyboard is on it and no note shows that it is."""

    def __init__(self, view: BoardView):
        super().__init__(view)
        self._view = view
        self._by_key = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.bridge.selected.connect(self._show)
        for part in (view, view.viewport()):
            part.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _BY_HAND:
            self._by_key = False
        elif isinstance(event, QFocusEvent) and watched is self._view:
            self._by_key = event.gotFocus() and (event.reason() in _BY_KEY or self._by_key)
        elif kind == QEvent.Type.KeyPress and watched is self._view:
            self._by_key = True
        elif kind == QEvent.Type.Resize and watched is self._view:
            rect = self._view.rect()
            self.setGeometry(rect)
            self.setMask(QRegion(rect) - QRegion(rect.adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)))
            return False
        else:
            return False
        self._show()
        return False

    def _show(self) -> None:
        bridge = self._view.bridge
        alone = QApplication.focusWidget() is self._view and not bridge.notes and not bridge.links
        shown = self._by_key and alone
        if shown == self.isHidden():
            self.setVisible(shown)
            if shown:
                self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(colour("accent"), WIDTH))
        inset = WIDTH // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()
