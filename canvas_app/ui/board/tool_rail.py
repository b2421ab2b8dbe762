"""The tool rail: a slim one at the edge of the board; in board mode a large one that docks left, right or below."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QToolButton, QWidget

from canvas_app.ui.binder import Binder
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.floating import Floating
from canvas_app.ui.theme import TARGET, colour, icon, mark, mirror_x, px, square

LARGE_TARGET = 60
DOCKS = ("left", "bottom", "right")
AWAY = 17
"""From the edge of the board, in pixels."""
ROOM = 12
"""Left free at the ends of the rail, in pixels."""


class Handle(QWidget):
    """Drags the rail to another edge; the arrow keys do the same."""

    def __init__(self, rail: ToolRail):
        super().__init__(rail)
        self._rail = rail
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAccessibleName("Move the tools to another edge")
        self.setToolTip("Drag to the left, right or lower edge")

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QTouchEvent):
            return super().event(event)
        event.accept()
        if event.type() == QEvent.Type.TouchUpdate:
            self._rail.dock_near(event.points()[0].globalPosition())
        elif event.type() == QEvent.Type.TouchEnd:
            self._rail.settle()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._rail.dock_near(event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._rail.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Down: "bottom"}
        dock = keys.get(Qt.Key(event.key()))
        if dock is None:
            super().keyPressEvent(event)
        else:
            self._rail.dock_at(dock)
            self._rail.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent" if self.hasFocus() else "line"))
        middle = QPointF(self.width() / 2, self.height() / 2)
        for row in (-1, 0, 1):
            for column in (-1, 0, 1):
                painter.drawEllipse(middle + QPointF(8 * column, 8 * row), 2.4, 2.4)


class ToolRail(QFrame):
    """`on_docked` is told the edge that a person has moved the large rail to."""

    TOOLS = (
        ("select", "view.select"),
        ("hand", "view.hand"),
        ("note", "note.new"),
        ("link", "link.new"),
        ("pen", "view.pen"),
        ("eraser", "view.eraser"),
        ("laser", "view.laser"),
        ("vote", "vote.vote"),
    )
    LARGE_TOOLS = (("area", "view.area"),)
    """Tools for fingers, which the slim rail does without."""
    COMMANDS = (("search", "edit.find"),)
    """Buttons that do something at once, below the tools."""
    LARGE_COMMANDS = (
        ("undo", "edit.undo"),
        ("redo", "edit.redo"),
        ("fit", "view.fit"),
        ("present", "view.present"),
        ("panel", "view.panel"),
        ("leave-board", "view.board-mode"),
    )

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        Floating(self, depth=12, strength=22, radius=14, still=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(5, 5, 5, 5)
        self._grid.setSpacing(4)
        self.handle = Handle(self)
        self.buttons: dict[str, QToolButton] = {}
        self._slim: list[QToolButton] = []
        self._all: list[QToolButton] = []
        select, *others = self.TOOLS
        for tool, action_id in (select, *self.LARGE_TOOLS, *others):
            button = self.buttons[tool] = self._button(tool, binder[action_id], (tool, action_id) in self.TOOLS)
            button.setCheckable(True)
            button.setProperty("tool", tool)
        self._tool = ""
        self.pens = self._offer_pens(binder, self.buttons["pen"])
        for name, action_id in (*self.COMMANDS, *self.LARGE_COMMANDS):
            action = binder[action_id]
            button = self._button(name, action, (name, action_id) in self.COMMANDS)
            button.clicked.connect(action.trigger)
            if name in ("undo", "redo"):
                action.enabledChanged.connect(button.setEnabled)
                button.setEnabled(action.isEnabled())
        self._fingertips = Fingertips(self)
        self._fingertips.watch(*self._all)
        self.large = False
        self.dock = ""
        self.on_docked: Callable[[str], None] | None = None
        self._layout: tuple[object, ...] = ()
        self.show_tool("select")
        self.place()

    def _button(self, icon_name: str, action: QAction, slim: bool) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(icon_name)
        button.setIcon(icon(icon_name, "ink", "panel"))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        self._all.append(button)
        if slim:
            self._slim.append(button)
        return button

    def _offer_pens(self, binder: Binder, button: QToolButton) -> QMenu:
        """Colours and widths, where no menu bar is: the pen's button pressed once more."""
        menu = QMenu(button)
        for action in binder.declared.values():
            if action.menu == "View/Pen options":
                if action.separator:
                    menu.addSeparator()
                menu.addAction(binder[action.id])
        menu.aboutToShow.connect(binder.refresh)
        button.setToolTip(f"{button.toolTip()}\nOnce more: its colour and width")
        button.clicked.connect(self._on_pen)
        return menu

    def _on_pen(self) -> None:
        """Hears of the click before the tool is changed by it."""
        if self._tool == "pen":
            button = self.buttons["pen"]
            self.pens.popup(button.mapToGlobal(button.rect().topRight()))

    def show_tool(self, tool: str) -> None:
        self._tool = tool
        for name, button in self.buttons.items():
            button.setChecked(name == tool)

    def use(self, large: bool, dock: str) -> None:
        """`dock` is where a person has put the large rail, "" for the edge where lines of text begin."""
        self.large = large
        self.dock = dock if dock in DOCKS else ""
        mark(self, large=large)
        self._layout = ()
        self.place()

    @property
    def edge(self) -> str:
        right_to_left = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        begin = "right" if right_to_left else "left"
        return self.dock or begin if self.large else begin

    def place(self) -> None:
        """Lays the buttons out in as many columns or rows as the board has room for, at the edge."""
        parent = self.parentWidget()
        assert parent is not None
        width, height = parent.width(), parent.height()
        shown = self._all if self.large else self._slim
        side = px(LARGE_TARGET) if self.large else px(TARGET)
        flat = self.edge == "bottom"
        room = (width if flat else height) - 2 * ROOM - 2 * 5 - (side + 4 if self.large else 0)
        lines = max(1, math.ceil(len(shown) / max(1, room // (side + 4))))
        key = (self.large, flat, lines, side)
        if key != self._layout:
            self._layout = key
            self._lay_out(shown, side, flat, lines)
        self.adjustSize()
        middle = max(ROOM, (height - self.height()) // 2)
        if flat:
            self.move(max(ROOM, (width - self.width()) // 2), height - self.height() - AWAY)
        elif self.large:
            self.move(AWAY if self.edge == "left" else width - self.width() - AWAY, middle)
        else:
            self.move(mirror_x(AWAY, self.width(), width), middle)

    def _lay_out(self, shown: list[QToolButton], side: int, flat: bool, lines: int) -> None:
        while self._grid.takeAt(0) is not None:
            pass
        for button in self._all:
            button.setVisible(button in shown)
            button.setFixedSize(side, side)
            button.setIconSize(square(28 if self.large else 22))
        self.handle.setVisible(self.large)
        first = 0
        if self.large:
            self.handle.setFixedSize(*(side, side * lines + 4 * (lines - 1))[:: 1 if flat else -1])
            self._grid.addWidget(self.handle, 0, 0, lines if flat else 1, 1 if flat else lines)
            first = 1
        per_line = math.ceil(len(shown) / lines)
        for n, button in enumerate(shown):
            line, place = divmod(n, per_line)
            row, column = (line, place + first) if flat else (place + first, line)
            self._grid.addWidget(button, row, column)
        self._grid.invalidate()
        self._grid.activate()

    # docking

    def dock_near(self, point: QPointF) -> None:
        """Docks at the edge that is nearest to a point of the screen."""
        parent = self.parentWidget()
        assert parent is not None
        at = parent.mapFromGlobal(point)
        away = {"left": at.x(), "right": parent.width() - at.x(), "bottom": parent.height() - at.y()}
        self.dock_at(min(away, key=lambda edge: away[edge]))

    def dock_at(self, dock: str) -> None:
        if dock != self.edge:
            self.dock = dock
            self.place()

    def settle(self) -> None:
        """The rail stays where it is now."""
        if self.on_docked is not None:
            self.on_docked(self.edge)
