"""What floats over the board: the tool rail, the chips at the bottom left, and the message line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.ui.binder import Binder
from canvas_app.ui.theme import RAIL_WIDTH, TARGET, icon, mark, px, square

SHORT, LONG = 4000, 8000
"""How long a message stays, in milliseconds: a plain one, and one to act on."""


class ToolRail(QFrame):
    """Select, hand, note, link, find."""

    TOOLS = (("select", "view.select"), ("hand", "view.hand"), ("note", "note.new"), ("link", "link.new"))
    COMMANDS = (("search", "edit.find"),)
    """Buttons that do something at once, below the tools."""

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(RAIL_WIDTH)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        shadow.setColor(QColor(31, 36, 48, 36))
        self.setGraphicsEffect(shadow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(4)
        self.buttons: dict[str, QToolButton] = {}
        for tool, action_id in self.TOOLS:
            action = binder[action_id]
            button = self._button(tool, action)
            button.setCheckable(True)
            button.setProperty("tool", tool)
            self.buttons[tool] = button
        for name, action_id in self.COMMANDS:
            self._button(name, binder[action_id]).clicked.connect(binder[action_id].trigger)
        self.show_tool("select")
        self.adjustSize()

    def _button(self, icon_name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(TARGET, TARGET)
        button.setIcon(icon(icon_name, "ink", "panel"))
        button.setIconSize(QSize(22, 22))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)
        return button

    def show_tool(self, tool: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == tool)


class Chips(QWidget):
    """Zoom, saved, number of notes."""

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        zoom, zoom_row = self._chip()
        zoom_row.setContentsMargins(5, 0, 5, 0)
        zoom_row.setSpacing(2)
        self.zoom = QToolButton()
        self.zoom.setFixedHeight(px(24))
        self.zoom.setMinimumWidth(px(50))
        self.zoom.setToolTip("Zoom: fit the board or the selection, 50 %, 100 %, 200 %")
        self.zoom.setAccessibleName("Zoom")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMenu(QMenu(self.zoom))
        for name in ("fit", "fit-selection", "zoom-50", "zoom-100", "zoom-200"):
            self.zoom.menu().addAction(binder[f"view.{name}"])
        zoom_row.addWidget(self._small(binder, "view.zoom-out", "minus"))
        zoom_row.addWidget(self.zoom)
        zoom_row.addWidget(self._small(binder, "view.zoom-in", "plus"))
        zoom_row.addWidget(self._small(binder, "view.fit", "fit"))
        saved, saved_row = self._chip()
        self.saved = QLabel()
        saved_row.addWidget(self.saved)
        self._words = ""
        count, count_row = self._chip()
        self._count_chip = count
        self.count = QLabel()
        count_row.addWidget(self.count)
        for chip in (zoom, saved, count):
            layout.addWidget(chip)

    def _chip(self) -> tuple[QFrame, QHBoxLayout]:
        chip = QFrame()
        chip.setObjectName("chip")
        chip.setFixedHeight(px(32))
        row = QHBoxLayout(chip)
        row.setContentsMargins(12, 0, 12, 0)
        return chip, row

    def _small(self, binder: Binder, action_id: str, icon_name: str) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(square(24))
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(square(14))
        button.setToolTip(binder[action_id].toolTip())
        button.setAccessibleName(binder[action_id].text())
        button.clicked.connect(binder[action_id].trigger)
        return button

    def event(self, event: QEvent) -> bool:
        """As wide as its chips: nothing lays this widget out."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjustSize()
        return done

    def fit(self, room: int) -> None:
        """Says less where there is no room for everything."""
        self.saved.setText(self._words)
        for shorter in (False, True):
            self._count_chip.setVisible(not shorter)
            if self._shrink() <= room:
                return
        self.saved.setText(self._words.split(" · ")[0])
        self._shrink()

    def _shrink(self) -> int:
        """As wide as the chips' words are now; the width."""
        for chip in self.findChildren(QFrame, "chip"):
            chip.updateGeometry()
        self.adjustSize()
        return self.width()

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{round(zoom * 100)} %")

    def show_saved(self, words: str, good: bool = True) -> None:
        if words != self._words:
            self._words = words
            self.saved.setText(words)
        mark(self.saved, wrong=not good)

    def show_count(self, notes: int) -> None:
        self.count.setText(f"{notes:,} note{'' if notes == 1 else 's'}")


class MessageLine(QFrame):
    """One sentence at the bottom middle, with Undo where it helps; goes by itself."""

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("message")
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo = QPushButton("Undo")
        self._undo.clicked.connect(binder["edit.undo"].trigger)
        self._undo.clicked.connect(self.hide)
        self._close = QToolButton()
        self._close.setIcon(icon("close", "panel"))
        self._close.setAccessibleName("Close message")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._label, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setAccessibleName("Message")
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text() if not self.isHidden() else ""

    def say(self, words: str, complaint: bool, undo: bool) -> None:
        mark(self, complaint=complaint)
        self._label.setText(words)
        self._undo.setVisible(undo)
        self.ensurePolished()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(LONG if complaint or undo else SHORT)

    def follow_change(self) -> None:
        """After another change Undo would take back something else than the sentence says."""
        if not self._undo.isHidden():
            self.hide()

    def place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        metrics = self._label.fontMetrics()
        want = metrics.horizontalAdvance(self._label.text()) + 60 + (80 if not self._undo.isHidden() else 0) + 40
        width = min(want, max(240, parent.width() - 160), 720)
        row = self.layout()
        assert row is not None
        row.invalidate()
        row.activate()
        self.setFixedWidth(width)
        self.resize(width, row.heightForWidth(width))
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 66)
