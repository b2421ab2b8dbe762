"""One open board: the view with what floats over it, and the side panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed, Session
from canvas_app.app.settings import Settings
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.context_menu import ContextMenu
from canvas_app.ui.board.minimap import Minimap
from canvas_app.ui.board.overlays import Chips, MessageLine, ToolRail
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.present import Presenter
from canvas_app.ui.side_panel import SidePanel
from canvas_app.ui.theme import PANEL_WIDTH, icon, mirror_x, px, square

if TYPE_CHECKING:
    from canvas_app.ui.board.find_bar import FindBar

NOT_SAVED = "Not saved · try again, or save a copy elsewhere"
SAVED = "Saved · every change is on disk"


class BoardPage(QWidget):
    def __init__(self, session: Session, port: UiPort, binder: Binder):
        super().__init__()
        self.session = session
        self.bridge = SessionBridge(session, self)
        self.view = BoardView(self.bridge)
        self.side = SidePanel(self.bridge, port, binder)
        self.menu = ContextMenu(self.view, binder)
        self.minimap = Minimap(self.view)
        self.rail = ToolRail(binder, self.view)
        self.chips = Chips(binder, self.view)
        self.message = MessageLine(binder, self.view)
        self.unfold = QToolButton(self.view)
        self.unfold.setIcon(icon("chevron-left", "muted"))
        self.unfold.setIconSize(square(18))
        self.unfold.setFixedSize(square(36))
        self.unfold.setToolTip(binder["view.panel"].toolTip())
        self.unfold.setAccessibleName("Show the side panel")
        self.unfold.setObjectName("unfold")
        self.unfold.clicked.connect(binder["view.panel"].trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.side)
        for button in self.rail.buttons.values():
            button.clicked.connect(self._on_tool)
        self.bridge.committed.connect(self._on_committed)
        self.bridge.said.connect(self._on_said)
        self.view.zoomed.connect(self._show_zoom)
        self.view.viewport().installEventFilter(self)
        self.presenter = Presenter(self, binder)
        self._find: FindBar | None = None
        self._fitted = False
        self._show_zoom()
        self._show_saved()
        self.chips.show_count(len(session.board.notes))
        self.show_side(True)

    def show_side(self, shown: bool) -> None:
        focus = self.focusWidget()
        if not shown and focus is not None and self.side.isAncestorOf(focus):
            self.view.setFocus()
        self.side.setVisible(shown)
        self.unfold.setVisible(not shown)

    def take_settings(self, settings: Settings) -> None:
        self.view.wheel_zooms = settings.wheel_zooms
        self.view.right_drag_pans = settings.right_drag_pans
        self.minimap.want(settings.minimap)

    @property
    def find_bar(self) -> FindBar:
        """The bar that finds notes, made when it is first wanted."""
        if self._find is None:
            from canvas_app.ui.board.find_bar import FindBar

            self._find = FindBar(self.view, self._light)
        return self._find

    def _light(self, notes: set[str] | None) -> None:
        self.view.board_scene.show_lit(None if self.presenter.on else notes)

    def light_found(self) -> None:
        """Lights what is found, unless the board is presented."""
        if self._find is not None:
            self._light(self._find.matches)

    def set_tool(self, tool: str) -> None:
        self.view.set_tool(tool)
        self.rail.show_tool(tool)

    def _on_tool(self) -> None:
        button = self.sender()
        assert isinstance(button, QToolButton)
        self.set_tool(str(button.property("tool")))
        self.view.setFocus()

    def _on_committed(self, commit: Committed) -> None:
        self._show_saved()
        self.chips.show_count(len(self.session.board.notes))
        self.message.follow_change()

    def _on_said(self, words: str, complaint: bool, undo: bool) -> None:
        self.message.say(words, complaint, undo)
        self._show_saved()

    def _show_saved(self) -> None:
        if self.session.read_only:
            self.chips.show_saved("Read-only · save a copy to change it")
        else:
            self.chips.show_saved(SAVED if self.session.saved else NOT_SAVED, self.session.saved)

    def _show_zoom(self) -> None:
        self.chips.show_zoom(self.view.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text leaves half of the window to the board."""
        self.side.setFixedWidth(max(PANEL_WIDTH, min(px(PANEL_WIDTH), self.width() // 2)))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            if not self._fitted and self.view.viewport().width() > 300:
                self._fitted = True
                self.view.fit_board()
            elif self.view.is_fitted:
                self.view.fit_board()
            self._place()
        elif event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd):
            self.rail.show_tool(self.view.tool)
        return False

    def _place(self) -> None:
        height = self.view.height()
        self.rail.adjustSize()
        width = self.view.width()
        self.rail.move(mirror_x(17, self.rail.width(), width), max(8, (height - self.rail.height()) // 2))
        self.chips.fit(self.view.width() - 92 - 12)
        self.chips.move(mirror_x(92, self.chips.width(), width), height - self.chips.height() - 15)
        self.unfold.move(mirror_x(width - 12 - self.unfold.width(), self.unfold.width(), width), 12)
        self.minimap.place()
        self.message.place()

    def flush(self) -> None:
        """Writes down what is being typed."""
        self.view.finish_editing()
        self.side.flush()

    def close_board(self) -> None:
        self.presenter.leave()
        self.flush()
        self.view.cancel_gestures()
        self.view.viewport().removeEventFilter(self)
        self.session.close()
