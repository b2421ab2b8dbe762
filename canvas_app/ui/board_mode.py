"""Board mode: full screen for a touch board, without chrome, with large targets, and the screen stays awake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from canvas_app.domain.commands import ArrangeZones
from canvas_app.ui.wake import Wake

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow


class BoardMode:
    def __init__(self, window: MainWindow):
        self._window = window
        self._wake = Wake()
        self._before = Qt.WindowState.WindowNoState
        self._side_shown = False
        self.on = False

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.start()

    def start(self) -> None:
        window, page = self._window, self._window.page
        if page is None or self.on:
            return
        self.on = True
        page.flush()
        page.view.let_go()
        self._before = window.windowState()
        self._side_shown = not page.side.isHidden()
        window.top.hide()
        page.use_board_mode(True)
        page.show_side(False)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._wake.hold()
        page.view.setFocus()
        self._offer_order()

    def leave(self) -> None:
        window, page = self._window, self._window.page
        if not self.on:
            return
        self.on = False
        self._wake.let_go()
        if page is not None:
            page.flush()
            page.view.let_go()
            page.use_board_mode(False)
            page.show_side(self._side_shown)
            page.view.setFocus()
            window.top.show()
        window.setWindowState(self._before & ~Qt.WindowState.WindowFullScreen)

    def on_window_state(self) -> None:
        """Follows a person who ends the full screen by the system's own way."""
        state = self._window.windowState()
        if self.on and not state & (Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized):
            self.leave()

    def _offer_order(self) -> None:
        """Once, as it is what most groups at a wall want and a switch that nobody looks for."""
        window, page = self._window, self._window.page
        assert page is not None
        session = page.session
        arranged = any(state.arranged for state in session.board.zone_states.values())
        if window.settings.order_offered or session.read_only or arranged:
            return
        window.remember(order_offered=True)
        page.message.offer("Zones can keep their notes in rank order without overlap.", "Keep in order", self._order)

    def _order(self) -> None:
        page = self._window.page
        if page is not None and page.bridge.do(ArrangeZones(None, True)) is not None:
            page.bridge.say("Every zone keeps its notes in order now.", undo=True)
