"""The window as the actions see it: UiPort over the main window and its board page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from canvas_app.ui.board.mouse import HAND
from canvas_app.ui.board_page import BoardPage

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow
    from canvas_app.ui.palette import Palette

MIME = "application/x-value-canvas+json"
CLIP_LIMIT = 64_000_000
"""Bytes of our own clipboard data that are read at most."""


class WindowPort:
    def __init__(self, window: MainWindow):
        self._window = window
        self._palette: Palette | None = None

    @property
    def _page(self) -> BoardPage:
        page = self._window.page
        assert page is not None, "actions that need a board are off without one"
        return page

    @property
    def selected_notes(self) -> tuple[str, ...]:
        return self._window.page.bridge.notes if self._window.page else ()

    @property
    def selected_links(self) -> tuple[str, ...]:
        return self._window.page.bridge.links if self._window.page else ()

    @property
    def on_board(self) -> bool:
        return self._window.page is not None and self._window.page.view.hasFocus()

    @property
    def selected_statement(self) -> str | None:
        return self._window.page.side.focused_statement() if self._window.page else None

    def select(self, notes: Sequence[str], links: Sequence[str] = ()) -> None:
        self._page.bridge.select(notes, links)

    def say(self, message: str, undo: bool = False) -> None:
        self._window.say(message, complaint=False, undo=undo)

    def complain(self, message: str) -> None:
        self._window.say(message, complaint=True, undo=False)

    def pointer(self) -> tuple[float, float]:
        point = self._page.view.pointer()
        return point.x(), point.y()

    def write_note(self, at: tuple[float, float] | None = None) -> None:
        self._page.view.writing.write(at)

    def edit_note(self, note_id: str) -> None:
        self._page.view.edit_note(note_id)

    def finish_editing(self) -> None:
        self._page.flush()

    def cancel(self) -> None:
        self._page.view.cancel()
        self._page.rail.show_tool(self._page.view.tool)

    def let_go(self) -> None:
        if self._window.page is not None:
            self._window.page.view.hands.let_go(HAND)

    def start_link(self, source: str | None) -> None:
        self._page.view.start_link(source)
        self._page.rail.show_tool(self._page.view.tool)

    def find(self) -> None:
        self._page.find_bar.open()

    def find_next(self, back: bool = False) -> None:
        self._page.find_bar.walk(back)

    def set_tool(self, name: str) -> None:
        self._page.set_tool(name)

    def show_notes(self, ids: Sequence[str]) -> None:
        self._page.view.bring_into_view(ids, motion=True)

    def zoom_by(self, factor: float) -> None:
        self._page.view.zoom_by(factor, motion=True)

    def zoom_to(self, factor: float) -> None:
        self._page.view.zoom_to(factor, motion=True)

    def fit_board(self) -> None:
        self._page.view.fit_board(motion=True)

    def fit_selection(self) -> None:
        self._page.view.fit_selection(motion=True)

    def show_menu(self) -> None:
        self._page.menu.open_at_selection()

    def show_commands(self) -> None:
        from canvas_app.ui.palette import Palette

        if self._palette is None:
            self._palette = Palette(self._window, self._window.binder)
        self._palette.toggle()

    def show_panel(self, name: str) -> None:
        self._page.show_side(True)
        self._page.side.show_panel(name)

    def toggle_panel(self) -> None:
        self._page.show_side(self._page.side.isHidden())

    def present(self) -> None:
        self._page.presenter.start()

    @property
    def minimap_wanted(self) -> bool:
        return self._page.minimap.wanted

    def toggle_minimap(self) -> None:
        wanted = not self._page.minimap.wanted
        self._page.minimap.want(wanted)
        self._window.remember(minimap=wanted)
        if wanted and not self._page.minimap.useful:
            self.say("The minimap appears when a part of the board is out of sight.")

    def option(self, name: str) -> Any:
        return getattr(self._window.settings, name)

    def set_option(self, name: str, value: Any) -> None:
        self._window.remember(**{name: value})

    def put_clipboard(self, data: dict[str, Any], text: str) -> None:
        mime = QMimeData()
        mime.setData(MIME, json.dumps(data).encode())
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)

    def clipboard(self) -> tuple[dict[str, Any] | None, str]:
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasFormat(MIME):
            raw = bytes(mime.data(MIME).data())
            try:
                data = json.loads(raw) if len(raw) <= CLIP_LIMIT else None
            except (ValueError, RecursionError):
                data = None
            if isinstance(data, dict) and data.get("format") == 1:
                return data, mime.text()
        return None, mime.text()

    def new_board(self) -> None:
        self._window.errands.new_board()

    def choose_board(self) -> None:
        self._window.errands.choose_board()

    def board_details(self) -> None:
        self._window.errands.board_details()

    def save_copy(self) -> None:
        self._window.errands.save_copy()

    def export(self) -> None:
        self._window.errands.export()

    def open_board(self, path: Path) -> None:
        self._window.open_board(path)

    def open_sample(self, name: str) -> None:
        self._window.errands.open_sample(name)

    def forget_board(self, path: Path) -> None:
        self._window.errands.forget_board(path)

    def show_home(self) -> None:
        self._window.show_home()

    def show_about(self) -> None:
        from canvas_app.ui.dialogs.about import show_about

        show_about(self._window)

    def show_shortcuts(self) -> None:
        from canvas_app.actions import all_actions
        from canvas_app.ui.dialogs.shortcuts import show_shortcuts

        show_shortcuts(self._window, all_actions())

    def quit(self) -> None:
        self._window.close()
