"""A row of buttons for a score, 0 to 5 or none, beside the cell that it is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from canvas_app.domain.competition import MOST
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.theme import TARGET, mark

LARGE = 56
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_DIGITS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(MOST + 1)}
_TURNS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class ScoreButton(QPushButton):
    side = TARGET

    def sizeHint(self) -> QSize:
        return QSize(self.side, self.side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the chooser's, which stays within itself."""
        if event.key() in _TURNS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ScoreChooser(QFrame):
    """Calls `choose` with the score, None for none, then `leave`, which gives the keyboard back; Esc only leaves."""

    def __init__(self, parent: QWidget, choose: Callable[[int | None], None], leave: Callable[[], None]):
        super().__init__(parent)
        self._choose, self._leave = choose, leave
        self.setObjectName("score-chooser")
        self.setAccessibleName("Score")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(4)
        self.buttons: dict[int | None, ScoreButton] = {}
        for score in (*range(MOST + 1), None):
            button = self.buttons[score] = ScoreButton("–" if score is None else str(score), self)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setProperty("bare", True)
            words = "No score" if score is None else f"{score} of {MOST}"
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(self._clicked)
            row.addWidget(button)
        Fingertips(self).watch(*self.buttons.values())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self.use_large(False)
        self.hide()

    def use_large(self, large: bool) -> None:
        mark(self, large=large)
        for button in self.buttons.values():
            button.side = LARGE if large else TARGET
            button.updateGeometry()

    def open(self, cell: QRect, name: str, score: int | None) -> None:
        """Beside a cell, a rectangle of the parent, as near as the parent has room."""
        for value, button in self.buttons.items():
            button.setChecked(value == score)
        self.setAccessibleName(name)
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect()
        x = max(4, min(cell.center().x() - self.width() // 2, room.width() - self.width() - 4))
        y = cell.bottom() + 4
        if y + self.height() > room.height() - 4:
            y = max(4, cell.top() - self.height() - 4)
        self.move(x, y)
        self.show()
        self.raise_()
        self.buttons[score].setFocus(Qt.FocusReason.PopupFocusReason)

    def close_it(self) -> None:
        if self.isVisible():
            inside = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
            self.hide()
            if inside:
                self._leave()

    def _clicked(self) -> None:
        button = self.sender()
        self._take(next(score for score, other in self.buttons.items() if other is button))

    def _take(self, score: int | None) -> None:
        self.close_it()
        self._choose(score)

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.hide()

    def event(self, event: QEvent) -> bool:
        """Keys that are pressed here are not for the window."""
        bare = isinstance(event, QKeyEvent) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.type() == QEvent.Type.ShortcutOverride and bare:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_it()
        elif key in _DIGITS:
            self._take(_DIGITS[key])
        elif key in _CLEAR:
            self._take(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
        elif key in _TURNS:
            self._walk((key == Qt.Key.Key_Right) != self.isRightToLeft())
        else:
            super().keyPressEvent(event)

    def _walk(self, forward: bool) -> None:
        order = list(self.buttons.values())
        focus = self.focusWidget()
        place = order.index(focus) + (1 if forward else -1) if isinstance(focus, QPushButton) and focus in order else 0
        order[place % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
