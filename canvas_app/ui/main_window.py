"""The window: start page or one board."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from canvas_app.actions.context import Context
from canvas_app.app import library as boards
from canvas_app.app.locks import BoardHeld
from canvas_app.app.salvaging import may_be_wreck
from canvas_app.app.session import Committed, Session
from canvas_app.app.settings import load_settings, save_settings
from canvas_app.domain.commands import EditBoard
from canvas_app.domain.errors import UserError
from canvas_app.ui import appearance
from canvas_app.ui.backing_up import BackingUp
from canvas_app.ui.binder import Binder
from canvas_app.ui.board_mode import BoardMode
from canvas_app.ui.board_page import BoardPage
from canvas_app.ui.damage import Damage
from canvas_app.ui.dialogs.question import tell
from canvas_app.ui.drops import Drops
from canvas_app.ui.errands import Errands
from canvas_app.ui.others import Others
from canvas_app.ui.port import WindowPort
from canvas_app.ui.top_bar import TopBar
from canvas_app.ui.unsaved import Unsaved

if TYPE_CHECKING:
    from canvas_app.ui.home.home_page import HomePage

TITLE = "Value Canvas"


class MainWindow(QMainWindow):
    def __init__(self, library: Path | None = None):
        super().__init__()
        self.library = library or boards.default_library()
        self.settings = load_settings()
        self.page: BoardPage | None = None
        self.errands = Errands(self)
        self.board_mode = BoardMode(self)
        self.unsaved = Unsaved(self)
        self.backing_up = BackingUp(self)
        self.others = Others(self)
        self.damage = Damage(self)
        self.port = WindowPort(self)
        self.binder = Binder(self, self._context)
        self.binder.use_keys(self.settings.keys)
        self.top = TopBar(self.binder, self._retitle)
        self._home: HomePage | None = None
        self._stack = QStackedWidget()
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(760, 480)
        self.drops = Drops(self)
        if self.settings.window and appearance.is_in_sight(self.settings.window):
            self.setGeometry(*self.settings.window)
        else:
            self.resize(appearance.first_size())
        self.top.hide()

    def remember(self, **values: Any) -> None:
        """Gives settings new values, and keeps them for the next start."""
        self.settings = self.settings.model_copy(update=values)
        save_settings(self.settings)
        appearance.take_settings(self.settings)
        self.binder.use_keys(self.settings.keys)
        if self.page is not None:
            self.page.take_settings(self.settings)

    def _context(self) -> Context:
        return Context(self.page.session if self.page else None, self.port)

    def on_focus_changed(self) -> None:
        """What can be done depends on which part has the keyboard."""
        self.binder.keys.follow_focus()
        self.binder.refresh()

    def say(self, message: str, complaint: bool, undo: bool) -> None:
        if self.page is not None and complaint:
            self.page.bridge.complain(message)
        elif self.page is not None:
            self.page.bridge.say(message, undo)
        elif complaint:
            tell(self, message)
        else:
            self.home.tell(message)

    # boards

    @property
    def home(self) -> HomePage:
        """The start page, made when it is first wanted."""
        if self._home is None:
            from canvas_app.ui.home.home_page import HomePage

            self._home = HomePage(self.port, self.library)
            self._stack.addWidget(self._home)
        return self._home

    def show_home(self) -> None:
        if not self.unsaved.may_leave():
            return
        self._put_away()
        self.top.hide()
        self.home.refresh(self.settings)
        self._stack.setCurrentWidget(self.home)
        self.setWindowTitle(TITLE)
        self.binder.refresh()

    def open_board(self, path: Path) -> None:
        """Opens a board in place of the present one, which stays where the new one cannot be opened."""
        if self.page is not None and boards.same_file(self.page.session.path, path):
            self.activateWindow()
            return
        if not self.unsaved.may_leave():
            return
        try:
            session: Session | None = Session.open(path)
        except BoardHeld as error:
            session = self.others.ask(path, error)
        except UserError as error:
            if not (may_be_wreck(path, error) and self.damage.ask(path, error)):
                self.say(str(error), complaint=True, undo=False)
            return
        if session is not None:
            self.show_session(session)

    def go_on_with(self, path: Path) -> None:
        """Opens a board that has everything of the present one in place of that."""
        self._put_away()
        self.open_board(path)
        if self.page is None:
            self.show_home()

    def show_session(self, session: Session) -> None:
        self._put_away()
        boards.update_canvas(session)
        page = self.page = BoardPage(session, self.port, self.binder, self.top)
        page.side.show_panel(self.settings.panel)
        page.show_side(self.settings.panel_open)
        page.take_settings(self.settings)
        page.bridge.committed.connect(self._on_committed)
        page.bridge.committed.connect(self.backing_up.on_committed)
        self.backing_up.start()
        page.bridge.selected.connect(self.binder.refresh)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.top.show()
        self._show_info()
        self.settings = self.settings.opened(session.path)
        save_settings(self.settings)
        self.binder.refresh()
        page.view.setFocus()
        self.unsaved.watch(session)
        self.others.watch(session)
        self.damage.watch(session)
        if session.notice:
            page.bridge.complain(session.notice)
        elif session.recovered:
            goes_on = " The workshop goes on." if page.take_up(self.settings.going_on) else ""
            page.bridge.say(f"Recovered after an unexpected stop; every saved change is here.{goes_on}")
        else:
            self.others.tell_place()

    def show_again(self, session: Session | None = None) -> None:
        """The same board on a page of its own, after it was read anew; `session` takes the place of the present one."""
        assert self.page is not None
        before, place = self.page.session, self.page.place
        self._put_away(session_too=session is not None)
        self.show_session(session or before)
        self.page.go_to(place)

    def _put_away(self, session_too: bool = True) -> None:
        self.board_mode.leave()
        if self.page is not None:
            self.page.flush()
        page, self.page = self.page, None
        self.backing_up.stop()
        self.others.leave()
        self.damage.leave()
        if page is None:
            return
        self.settings = self.settings.model_copy(
            update={"panel": page.side.current, "panel_open": not page.side.isHidden()}
        )
        page.close_board(session_too)
        self._stack.removeWidget(page)
        page.deleteLater()

    def _on_committed(self, commit: Committed) -> None:
        if commit.step.touched("board") and self.page is not None:
            self._show_info()
        self.binder.refresh()

    def _show_info(self) -> None:
        assert self.page is not None
        info = self.page.session.board.info
        self.top.show_info(info, self.page.session.read_only)
        self.setWindowTitle(f"{info.title} – {TITLE}")

    def _retitle(self, title: str, group: str) -> bool:
        if self.page is None:
            return False
        done = self.page.bridge.do(EditBoard({"title": title}), group=group)
        return done is not None or self.page.session.board.info.title == title

    def event(self, event: QEvent) -> bool:
        """Fingers that are lifted while a dialog is up are lifted unheard; what they held goes back before it comes."""
        if event.type() == QEvent.Type.WindowBlocked and self.page is not None:
            self.page.view.let_go()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.board_mode.on_window_state()
        if event.type() in (QEvent.Type.WindowStateChange, QEvent.Type.ActivationChange) and self.page is not None:
            self.page.write_down()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.unsaved.may_leave():
            event.ignore()
            return
        self._put_away()
        self.remember(window=self.normalGeometry().getRect())
        self.errands.close()
        event.accept()
