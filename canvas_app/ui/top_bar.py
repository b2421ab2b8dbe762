"""The bar above the board: menu, title, segment, goal, undo, redo, present, export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStyle, QToolButton, QWidget

from canvas_app.domain.entities import BoardInfo
from canvas_app.ui.binder import Binder
from canvas_app.ui.panels.fields import FOR_A_WHILE, Commit, LineField
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.theme import TOP_BAR_HEIGHT, font, icon, margins, mark, ordered, px, square

MAX_TITLE = 500
LEAST_TITLE = 120
"""Pixels that the segment leaves to the title where there is little room."""


class TitleField(LineField):
    """The board's title, edited in place and recorded while it is typed; Enter ends that, Esc puts the old one back."""

    def __init__(self, record: Commit):
        super().__init__(None, "Board title", record, self.clearFocus, means=one_line)
        self._before = ""
        self.setProperty("field", False)
        self.setFont(font(17, 700))
        self.setMaxLength(MAX_TITLE)
        self.setToolTip("Board title (click to edit)")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(60))
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the title, which may be cut where there is no room."""
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text() or " ") + 26
        return QSize(round(min(width, 560.0)), super().sizeHint().height())

    def _typed(self) -> None:
        self.typing.typed(wait=bool(one_line(self.text())))  # an empty one is only on its way to another

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in FOR_A_WHILE:
            self._before = self.typing.known

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in FOR_A_WHILE:
            self._show(self.typing.known)
            mark(self, wrong=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._show(self._before)
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def _show(self, title: str) -> None:
        if self.text() != title:
            self.setText(title)
            self.typing.typed(wait=False)
        self.setCursorPosition(0)


class OneLine(QLabel):
    """A label that is cut with an ellipsis where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = ordered(self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width()))
        side = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        self.style().drawItemText(painter, self.rect(), side, self.palette(), True, words, self.foregroundRole())
        painter.end()


class TopBar(QWidget):
    def __init__(self, binder: Binder, retitle: Commit):
        super().__init__()
        self.setFixedHeight(px(TOP_BAR_HEIGHT))
        self.setObjectName("top-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        menu = QToolButton()
        menu.setObjectName("menu")
        menu.setIcon(icon("menu"))
        menu.setIconSize(square(20))
        menu.setFixedSize(square(40))
        menu.setAccessibleName("Menu")
        menu.setToolTip("Menu")
        menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu.setMenu(binder.main_menu(self))
        menu.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu_button = menu
        self.title = TitleField(retitle)
        self.segment = QPushButton()
        self.segment.setObjectName("segment")
        self.segment.setToolTip("Title, partner, segment and goal")
        self.segment.clicked.connect(binder["board.details"].trigger)
        self._segment = ""
        self.goal = OneLine()
        self.goal.setProperty("muted", True)
        self.undo = self._button(binder, "edit.undo", "undo")
        self.redo = self._button(binder, "edit.redo", "redo")
        self.timer = QPushButton(icon("timer"), "")
        self.timer.setObjectName("timer")
        self.timer.setIconSize(square(18))
        self.timer.clicked.connect(self._run_timer)
        self.present = QPushButton("Present")
        self.present.setToolTip(binder["view.present"].toolTip())
        self.present.clicked.connect(binder["view.present"].trigger)
        self.board = QPushButton(icon("board-mode"), "Board")
        self.board.setToolTip(binder["view.board-mode"].toolTip())
        self.board.clicked.connect(binder["view.board-mode"].trigger)
        self.export = QPushButton("Export PDF")
        self.export.setProperty("primary", True)
        self.export.setToolTip(binder["file.export"].toolTip())
        self.export.clicked.connect(binder["file.export"].trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(8, 0, 16, 0))
        layout.setSpacing(8)
        for widget in (menu, self.title, self.segment):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self.goal, 1)
        for widget in (self.undo, self.redo, self.timer, self.board, self.present, self.export):
            layout.addWidget(widget)
        self._binder, self._time = binder, ""
        self.show_time("", False)

    def _button(self, binder: Binder, action_id: str, icon_name: str) -> QPushButton:
        action = binder[action_id]
        button = QPushButton(icon(icon_name), "")
        button.setIconSize(square(18))
        button.setFixedWidth(px(42))
        button.setProperty("bare", True)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _run_timer(self) -> None:
        self._binder["workshop.timer" if self._time else "workshop.run"].trigger()

    def show_time(self, words: str, over: bool) -> None:
        """The time of the workshop's step, "" while there is none; pressing it starts a workshop, or pauses."""
        if bool(words) != bool(self._time) or not self.timer.toolTip():
            action = self._binder["workshop.timer" if words else "workshop.run"]
            self.timer.setToolTip(action.toolTip())
            self.timer.setAccessibleName(action.text())
        self._time = words
        mark(self.timer, over=over)
        self._fit_timer()

    def _fit_timer(self) -> None:
        """Without its words where there is little room; the card of the workshop shows the time, too."""
        words = self._time if self.width() >= px(1000) else ""
        if words != self.timer.text() or not self.timer.minimumWidth():
            self.timer.setText(words)
            mark(self.timer, bare=not words)
            self.timer.setMinimumWidth(px(42))
            self.timer.setMaximumWidth(px(42) if not words else px(300))
            self._fit_segment()

    def show_info(self, info: BoardInfo, read_only: bool) -> None:
        self.title.setReadOnly(read_only)
        self.title.show_text(info.title)
        self._segment = f"Segment: {info.segment}" if info.segment else "Add segment and goal"
        self._fit_segment()
        self.goal.setText(f"Goal: {info.goal}" if info.goal else "")
        self.goal.setToolTip(info.goal)

    def _fit_segment(self) -> None:
        metrics = QFontMetricsF(font(13, 600))
        buttons = (self.undo, self.redo, self.timer, self.board, self.present, self.export)
        taken = sum(min(button.sizeHint().width(), button.maximumWidth()) + 8 for button in buttons)
        left = self.width() - taken - px(LEAST_TITLE) - px(40) - 80
        room = max(px(40), min(px(300), self.width() // 4, left))
        self.segment.setText(metrics.elidedText(self._segment, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_timer()
        self._fit_segment()
