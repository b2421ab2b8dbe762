"""The card between two turns: it covers the board until the next person takes the pen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from canvas_app.ui.board.view import BoardView
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.theme import colour, icon, mark, px

CARD = 460
VEIL = 0.86
"""How much the board is veiled."""


class Cover(QFrame):
    """`start` and `leave` are called when the person begins their turn, or wants the board without voting."""

    def __init__(self, view: BoardView, start: Callable[[], None], leave: Callable[[], None]):
        super().__init__(view)
        self._view = view
        self._start, self._leave = start, leave
        self.setObjectName("vote-cover")
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.card = QFrame(self)
        self.card.setObjectName("vote-card")
        picture = QLabel()
        picture.setProperty("middle", True)
        self._picture = picture
        self.title = QLabel()
        self.title.setObjectName("vote-title")
        self.rules = QLabel()
        self.rules.setProperty("muted", True)
        for label in (self.title, self.rules):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("middle", True)
        self.start = QPushButton("Start")
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self._start)
        self.later = QPushButton("Not now")
        self.later.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.later)
        buttons.addWidget(self.start, 1)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(32, 26, 32, 26)
        layout.setSpacing(12)
        for part in (picture, self.title, self.rules):
            layout.addWidget(part)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(self.start, self.later)
        self._pressed = False
        self.hide()

    def show_turn(self, title: str, rules: str) -> None:
        """Covers the board, with the keyboard on Start."""
        large = self._view.board_mode
        mark(self.card, large=large)
        side = px(60 if large else 44)
        for button in (self.start, self.later):
            button.setMinimumHeight(side)
        self._picture.setPixmap(icon("vote", "accent").pixmap(px(40), px(40)))
        self.title.setText(title)
        self.rules.setText(rules)
        self.setAccessibleName(title)
        self.setAccessibleDescription(rules)
        self.place()
        self.show()
        self.raise_()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        self.setGeometry(self._view.rect())
        width = min(px(CARD), self.width() - 32)
        self.card.setFixedWidth(max(200, width))
        layout = self.card.layout()
        assert layout is not None
        layout.invalidate()
        layout.activate()
        height = min(layout.totalHeightForWidth(self.card.width()), self.height() - 16)
        self.card.resize(self.card.width(), height)
        self.card.move((self.width() - self.card.width()) // 2, (self.height() - height) // 2)

    def _on_card(self, event: QMouseEvent | QTouchEvent) -> bool:
        if isinstance(event, QTouchEvent):
            points = event.points()
            at = self.mapFromGlobal(points[0].globalPosition()).toPoint() if points else None
        else:
            at = event.position().toPoint()
        return at is not None and self.card.geometry().contains(at)

    def event(self, event: QEvent) -> bool:
        """A tap on the card is a tap on Start; the board below hears of nothing."""
        if isinstance(event, QTouchEvent):
            event.accept()
            if event.type() == QEvent.Type.TouchBegin:
                self._pressed = self._on_card(event)
            elif event.type() == QEvent.Type.TouchEnd and self._pressed and self._on_card(event):
                self._start()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            if event.isAccepted():
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton and self._on_card(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self._on_card(event):
            self._start()
        self._pressed = False
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(colour("desk"))
        veil.setAlphaF(VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()
