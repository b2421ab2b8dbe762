"""The window as the actions see it: UiPort over the main window and its board page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication

from canvas_app.app.settings import GoingOn
from canvas_app.app.workshop import Workshop
from canvas_app.domain.decide_voting import StartRound
from canvas_app.domain.geometry import Rect
from canvas_app.exchange.clipboard_table import Columns
from canvas_app.ui import mime
from canvas_app.ui.board.mouse import HAND
from canvas_app.ui.board_page import BoardPage
from canvas_app.ui.bridge import SessionBridge

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow
    from canvas_app.ui.palette import Palette
    from canvas_app.ui.panels.statements import StatementsPanel
    from canvas_app.ui.sheets.competition import CompetitionSheet


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
    def _board(self) -> BoardPage:
        """The page with the board in sight, as canvas or outline."""
        self._page.show_sheet(None)
        return self._page

    @property
    def _chosen(self) -> SessionBridge | None:
        """What holds the selection, where it can be seen: not behind a sheet."""
        page = self._window.page
        if page is None:
            return None
        beside = page.side.has_keyboard or page.side.details_have_keyboard
        return page.bridge if not page.sheet or beside else None

    @property
    def selected_notes(self) -> tuple[str, ...]:
        return self._chosen.notes if self._chosen else ()

    @property
    def selected_links(self) -> tuple[str, ...]:
        return self._chosen.links if self._chosen else ()

    @property
    def on_board(self) -> bool:
        page = self._window.page
        return page is not None and not page.sheet and page.view.hasFocus()

    @property
    def selected_statement(self) -> str | None:
        return self._window.page.side.focused_statement() if self._window.page else None

    @property
    def current_statement(self) -> str | None:
        return self._window.page.side.current_statement() if self._window.page else None

    @property
    def _statements(self) -> StatementsPanel:
        """The panel of statements, brought into sight."""
        self.show_panel("statements")
        return self._page.side.statements

    def add_statement(self) -> None:
        self._statements.add_statement()

    def next_finding(self) -> None:
        self._statements.next_finding()

    def edit_words(self) -> None:
        from canvas_app.ui.dialogs.words import edit_words

        self._page.flush()
        edit_words(self._window, self._page.bridge, self)
        self._page.side.check_again()

    def select(self, notes: Sequence[str], links: Sequence[str] = ()) -> None:
        self._page.bridge.select(notes, links)

    def say(self, message: str, undo: bool = False) -> None:
        self._window.say(message, complaint=False, undo=undo)

    def complain(self, message: str) -> None:
        self._window.say(message, complaint=True, undo=False)

    @contextmanager
    def busy(self, message: str) -> Iterator[None]:
        line = self._page.message
        self.say(message)
        line.repaint()  # nothing else paints until the work is done
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            QGuiApplication.restoreOverrideCursor()
            if line.text == message:
                line.hide()

    def pointer(self) -> tuple[float, float]:
        point = (self._page.outline or self._page.view).pointer()
        return point.x(), point.y()

    def write_note(self, at: tuple[float, float] | None = None) -> None:
        page = self._board
        if page.outline is not None:
            page.outline.write_note()
        else:
            page.view.writing.write(at)

    def edit_note(self, note_id: str) -> None:
        page = self._board
        (page.outline or page.view).edit_note(note_id)

    def finish_editing(self) -> None:
        self._page.flush()

    def cancel(self) -> None:
        if self._page.sheet:
            if not self._page.sheets.cancel():
                self._page.show_sheet(None)
            return
        (self._page.outline or self._page.view).cancel()
        self._page.rail.show_tool(self._page.view.tool)

    def let_go(self) -> None:
        if self._window.page is not None:
            self._window.page.view.hands.let_go(HAND)
            self._window.page.write_down()

    def start_link(self, source: str | None) -> None:
        page = self._board
        (page.outline or page.view).start_link(source)
        page.rail.show_tool(self._page.view.tool)

    def find(self) -> None:
        self._board.find_bar.open()

    def find_next(self, back: bool = False) -> None:
        self._board.find_bar.walk(back)

    def set_tool(self, name: str) -> None:
        self._board.set_tool(name)

    def show_notes(self, ids: Sequence[str]) -> None:
        self._board.view.bring_into_view(ids, motion=True)

    def point_out(self, note: str) -> None:
        self._board.point_out(note)

    def zoom_by(self, factor: float) -> None:
        if not self._page.sheet:
            self._page.view.zoom_by(factor, motion=True)

    def zoom_to(self, factor: float) -> None:
        if not self._page.sheet:
            self._page.view.zoom_to(factor, motion=True)

    def fit_board(self) -> None:
        self._board.view.fit_board(motion=True)

    def fit_area(self, rect: Rect) -> None:
        self._board.view.fit_rect(QRectF(rect.x, rect.y, rect.w, rect.h), 2.0, motion=True)

    def show_in_play(self, zones: Sequence[str]) -> None:
        if self._window.page is not None:
            self._window.page.show_in_play(zones)

    def fit_selection(self) -> None:
        self._board.view.fit_selection(motion=True)

    def show_menu(self) -> None:
        page = self._board
        if page.outline is not None:
            page.outline.tree.open_menu()
        else:
            self._page.menu.open_at_selection()

    def show_commands(self) -> None:
        from canvas_app.ui.palette import Palette

        if self._palette is None:
            self._palette = Palette(self._window, self._window.binder)
        self._palette.toggle()

    @property
    def outline_shown(self) -> bool:
        return self._window.page is not None and self._window.page.outline is not None

    def toggle_outline(self) -> None:
        shown = bool(self._page.sheet) or not self.outline_shown
        self._page.show_sheet(None)
        self._page.show_outline(shown)
        self._window.remember(outline=shown)

    @property
    def sheet(self) -> str:
        return self._window.page.sheet if self._window.page is not None else ""

    def show_sheet(self, name: str | None) -> None:
        self._page.show_sheet(name)

    def next_part(self, back: bool = False) -> None:
        view, focus = self._page.view, self._window.focusWidget()
        rooms = self._page.rooms()
        if self._window.top.isVisible():
            rooms.insert(0, (self._window.top, self._window.top.menu_button))
        here = next((n for n, (room, _) in enumerate(rooms) if room is view), 0)
        for n, (room, _) in enumerate(rooms):
            if focus is not None and room is not view and room.isAncestorOf(focus):
                here = n
        _, entry = rooms[(here + (-1 if back else 1)) % len(rooms)]
        entry.setFocus(Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason)

    def show_panel(self, name: str) -> None:
        side, view = self._page.side, self._page.view
        if side.isHidden() or side.current != name:
            self._page.show_side(True)
            side.show_panel(name)
        elif side.has_keyboard:
            view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            side.enter()

    def toggle_panel(self) -> None:
        self._page.show_side(self._page.side.isHidden())

    def enter_board(self) -> None:
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_details(self) -> None:
        side = self._page.side
        if side.details_shown and side.details_have_keyboard:
            self.enter_board()
            return
        if side.details_shown and side.details.note is None:
            self.close_details()
            return
        self._open_details()
        side.details.enter()

    def _open_details(self) -> None:
        self._page.show_side(True)
        self._page.side.show_details(True)
        self._page.side.details.follow_selection()
        self._window.remember(note_pane=True)

    def close_details(self) -> None:
        side = self._page.side
        side.flush()
        if side.details_have_keyboard:
            self.enter_board()
        self._window.remember(note_pane=False)
        if self.board_mode:
            self._page.show_side(False)

    def add_evidence(self) -> None:
        if statement := self.selected_statement:
            self._page.side.add_evidence(statement)
            return
        self._open_details()
        self._page.side.details.add_evidence()

    @property
    def _competition(self) -> CompetitionSheet:
        """The sheet of the competition, brought into sight."""
        self._page.show_sheet("competition")
        return cast("CompetitionSheet", self._page.sheets.sheets["competition"])

    @property
    def compared(self) -> tuple[str | None, str | None]:
        return self._competition.compared if self.sheet == "competition" else (None, None)

    def add_competitor(self) -> None:
        self._competition.write_name()

    def add_criterion(self) -> None:
        self._competition.add_criterion()

    def edit_compared(self) -> None:
        self._competition.edit_heading()

    def paste_scores(self) -> None:
        self._competition.paste()

    def show_test(self, test_id: str) -> None:
        self._page.show_sheet("tests")
        sheet = self._page.sheets.sheets["tests"]
        sheet.go_to(test_id)  # type: ignore[attr-defined]

    def present(self) -> None:
        self._board.presenter.start()

    @property
    def board_mode(self) -> bool:
        return self._window.board_mode.on

    def toggle_board_mode(self) -> None:
        self._window.board_mode.toggle()

    @property
    def minimap_wanted(self) -> bool:
        return self._page.minimap.wanted

    def toggle_minimap(self) -> None:
        wanted = not self._page.minimap.wanted
        self._page.minimap.want(wanted)
        if not self._window.board_mode.on:
            self._window.remember(minimap=wanted)
        if wanted and not self._page.minimap.useful:
            self.say("The minimap appears when a part of the board is out of sight.")

    def option(self, name: str) -> Any:
        return getattr(self._window.settings, name)

    def set_option(self, name: str, value: Any) -> None:
        self._window.remember(**{name: value})

    def aim(self) -> tuple[float, float]:
        view = self._page.view
        chosen = self.selected_notes
        in_play = view.board_scene.zones.spot is not None and not view.hasFocus()
        if not view.points and chosen and not in_play:
            return self._page.session.board.notes[chosen[-1]].centre
        return self.pointer()

    def put_clipboard(self, formats: Mapping[str, bytes | Callable[[], bytes]]) -> None:
        mime.put_on_clipboard(formats)

    def copy_picture(self, area: str) -> None:
        self._window.errands.copy_picture(area)

    def clipboard(self) -> Mapping[str, bytes]:
        return mime.on_clipboard()

    def paste_into_text(self) -> bool:
        editor = self._page.view.editor
        if editor.item is None:
            return False
        editor.paste()
        return True

    def ask_paste(self, count: int, into: str) -> str:
        from canvas_app.ui.dialogs.paste import ask_paste

        return ask_paste(self._window, count, into)

    def ask_columns(self, rows: list[list[str]], into: str) -> Columns | None:
        from canvas_app.ui.dialogs.paste import ask_columns

        return ask_columns(self._window, rows, into)

    def add_many(
        self, zones: Mapping[str, str], zone: str, count: Callable[[str], int], add: Callable[[str, str], None]
    ) -> None:
        from canvas_app.ui.dialogs.bulk_add import add_many

        add_many(self._window, zones, zone, count, add, self._page.session.board.info.id)

    def ask_vote(self, zones: Sequence[str]) -> StartRound | None:
        from canvas_app.ui.dialogs.start_vote import ask_vote

        zones = zones or self._page.view.board_scene.zones.in_play
        return ask_vote(self._window, self._page.session.board, zones, self._window.settings, self._window.remember)

    def give_pen(self) -> None:
        self._board.votes.give_pen()

    @property
    def turn_begun(self) -> bool:
        page = self._window.page
        return page is not None and page.turn_begun

    @property
    def shown_round(self) -> str | None:
        page = self._window.page
        if page is None or not page.session.board.rounds:
            return None
        return page.votes.shown_round

    def choose_round(self, round_id: str) -> None:
        self._page.votes.choose_round(round_id)

    def show_votes(self, round_id: str) -> None:
        self._page.votes.show_results(round_id)

    @property
    def workshop(self) -> Workshop | None:
        page = self._window.page
        return page.workshop if page is not None else None

    @property
    def workshop_open(self) -> bool:
        return self._page.workshops.card.open

    def run_workshop(self) -> None:
        from canvas_app.ui.dialogs.start_workshop import ask_workshop

        window, page = self._window, self._page
        page.flush()
        wish = ask_workshop(window, page.session, window.settings, window.remember)
        if wish is None:
            return
        fills = wish.full and not window.board_mode.on
        page.show_sheet(None)
        page.workshops.begin(wish, window.board_mode.leave if fills else None)
        if fills:
            window.board_mode.start()
        page.workshops.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_workshop(self, course: GoingOn | None) -> None:
        self._window.remember(going_on=course)

    def fold_workshop(self) -> None:
        self._page.workshops.fold()

    def end_workshop(self) -> None:
        self._page.flush()
        self._page.workshops.end()

    def new_board(self) -> None:
        self._window.errands.new_board()

    def choose_board(self) -> None:
        self._window.errands.choose_board()

    def board_details(self) -> None:
        self._window.errands.board_details()

    def duplicate_for_segment(self) -> None:
        self._window.errands.duplicate_for_segment()

    def save_copy(self) -> None:
        self._window.errands.save_copy()

    def export(self) -> None:
        self._window.errands.export()

    def export_picture(self) -> None:
        self._window.errands.export(kind="png")

    def print_pages(self) -> None:
        self._window.errands.export(printing=True)

    def open_board(self, path: Path) -> None:
        self._window.open_board(path)

    def open_sample(self, name: str) -> None:
        self._window.errands.open_sample(name)

    def forget_board(self, path: Path) -> None:
        self._window.errands.forget_board(path)

    @property
    def may_edit_now(self) -> bool:
        return self._window.others.may_edit

    def edit_now(self) -> None:
        self._window.others.edit_now()

    @property
    def may_repair(self) -> bool:
        return bool(self._window.damage.mendable)

    def repair(self) -> None:
        self._window.damage.repair()

    def delete_board(self, path: Path) -> None:
        self._window.errands.keeping.delete(path)

    def undo_delete(self) -> None:
        self._window.errands.keeping.undo()

    def show_trash(self) -> None:
        self._window.errands.keeping.show_trash()

    def show_copies(self) -> None:
        self._window.errands.keeping.show_copies()

    def show_home(self) -> None:
        self._window.show_home()

    def show_history(self) -> None:
        self._window.errands.show_history()

    def report_problem(self) -> None:
        self._window.errands.report_problem()

    def show_about(self) -> None:
        from canvas_app.ui.dialogs.about import show_about

        show_about(self._window)

    def show_shortcuts(self) -> None:
        from canvas_app.ui.dialogs.shortcuts import show_shortcuts

        window = self._window
        show_shortcuts(window, window.binder.declared, window.settings.keys, self._take_keys)

    def _take_keys(self, own: Mapping[str, tuple[str, ...]]) -> None:
        self._window.remember(keys=dict(own))

    def quit(self) -> None:
        self._window.close()
