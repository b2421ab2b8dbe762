"""The frame of the sheets: tabs of all of them, the way back to the board, and the one in sight."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.sheets import SHEETS
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.theme import icon, margins, mark, px

SMALL, LARGE = 44, 60
"""The height of a tab at a desk and at a touch board, in pixels."""
BACK = "Back to the board"
FOOT = 56
"""Pixels below a sheet for the chips, which float over the board."""
_FOR_BOARD = (QMouseEvent, QWheelEvent, QKeyEvent, QTouchEvent, QContextMenuEvent)
_PASSED_ON = (Qt.Key.Key_Escape, Qt.Key.Key_F6)


class Sheets(QWidget):
    """Lies over the board; `current` is the name of the sheet that is or was last in sight."""

    def __init__(self, view: BoardView, port: UiPort, binder: Binder):
        super().__init__(view)
        self._view, self._port = view, port
        self.setObjectName("sheets")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.current = ""
        self.sheets: dict[str, Sheet] = {}
        self._large = False
        self._corner = 16
        self._stack = QStackedWidget()
        self._head = QFrame()
        self._head.setObjectName("sheet-tabs")
        row = self._row = QHBoxLayout(self._head)
        row.setSpacing(2)
        self.tabs: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for name in SHEETS:
            action = binder[f"view.sheet-{name}"]
            tab = self.tabs[name] = QPushButton(action.text())
            tab.setCheckable(True)
            tab.setToolTip(action.toolTip())
            tab.setProperty("sheet", name)
            tab.clicked.connect(self._on_tab)
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        self.back = QPushButton(BACK)
        self.back.setIcon(icon("close", "muted"))
        self.back.setAccessibleName(BACK)
        self.back.setToolTip(f"{BACK} (Esc)")
        self.back.clicked.connect(binder["view.board"].trigger)
        row.addWidget(self.back)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(*self.tabs.values(), self.back)
        layout = self._layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self._arrange()
        self.hide()

    def show_sheet(self, name: str) -> None:
        """Brings a sheet to sight; it is made when it is first wanted."""
        self.current = name
        if name not in self.sheets:
            module, _, type_name = SHEETS[name].partition(":")
            sheet = self.sheets[name] = getattr(import_module(module), type_name)(self._view.bridge, self._port)
            sheet.use_large(self._large)
            self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(self.sheets[name])
        self.tabs[name].setChecked(True)
        self.setFocusProxy(self.sheets[name])
        self.show()
        self.raise_()

    def _on_tab(self) -> None:
        self._port.show_sheet(str(self.sender().property("sheet")))

    def use_large(self, large: bool) -> None:
        """Targets for fingers at a touch board, or those of a desk."""
        self._large = large
        mark(self, large=large)
        for button in (*self.tabs.values(), self.back):
            button.setMinimumHeight(LARGE if large else px(SMALL))
        self._arrange()
        for sheet in self.sheets.values():
            sheet.use_large(large)

    def keep_clear(self, width: int) -> None:
        """Leaves so many pixels at the end of the tabs to what floats there."""
        self._corner = width
        self._arrange()

    def _arrange(self) -> None:
        self._row.setContentsMargins(margins(12, 6, self._corner, 0))
        self._fit_tabs()
        self._layout.setContentsMargins(0, 0, 0, 0 if self._large else px(FOOT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """Where there is no room for all words, the tabs stand closer and the way back is a cross."""
        for compact in (False, True):
            mark(self._head, compact=compact)
            self.back.setText("" if compact else BACK)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

    def cancel(self) -> bool:
        """Esc: ends what is going on in the sheet; whether there was anything."""
        return self.current in self.sheets and self.sheets[self.current].cancel()

    def flush(self) -> None:
        for sheet in self.sheets.values():
            sheet.flush()

    @property
    def has_keyboard(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def event(self, event: QEvent) -> bool:
        """Nothing that happens here is for the canvas below."""
        done = super().event(event)
        if isinstance(event, _FOR_BOARD) and not _for_window(event):
            event.accept()
        return done


def _for_window(event: QEvent) -> bool:
    """Shortcuts are asked for of everybody; Esc goes on to the window, which does what it is bound to."""
    return event.type() == QEvent.Type.ShortcutOverride or (isinstance(event, QKeyEvent) and event.key() in _PASSED_ON)
