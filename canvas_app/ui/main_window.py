"""The window: start page or one board, and the errands between boards and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from canvas_app.actions.context import Context
from canvas_app.app import library as boards
from canvas_app.app import resources
from canvas_app.app.locks import BoardHeld
from canvas_app.app.session import Committed, Session
from canvas_app.app.settings import load_settings, save_settings
from canvas_app.domain.commands import EditBoard
from canvas_app.domain.errors import UserError
from canvas_app.ui.binder import Binder
from canvas_app.ui.board_page import BoardPage
from canvas_app.ui.port import WindowPort
from canvas_app.ui.top_bar import TopBar

if TYPE_CHECKING:
    from canvas_app.ui.home.home_page import HomePage

TITLE = "Value Canvas"
FILTER = f"Boards (*{boards.SUFFIX});;All files (*)"


class MainWindow(QMainWindow):
    def __init__(self, library: Path | None = None):
        super().__init__()
        self.library = library or boards.default_library()
        self.settings = load_settings()
        self.page: BoardPage | None = None
        self.port = WindowPort(self)
        self.binder = Binder(self, self._context)
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
        if self.settings.window:
            self.setGeometry(*self.settings.window)
        else:
            self.resize(1440, 900)
        self.top.hide()

    def _context(self) -> Context:
        return Context(self.page.session if self.page else None, self.port)

    def on_focus_changed(self) -> None:
        """What can be done depends on which part has the keyboard."""
        self.binder.refresh()

    def say(self, message: str, complaint: bool, undo: bool) -> None:
        if self.page is not None:
            self.page.bridge.said.emit(message, complaint, undo)
        elif complaint:
            QMessageBox.warning(self, TITLE, message)

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
        self._put_away()
        self.top.hide()
        self.home.refresh(self.settings)
        self._stack.setCurrentWidget(self.home)
        self.setWindowTitle(TITLE)
        self.binder.refresh()

    def open_board(self, path: Path) -> None:
        """Opens a board in place of the present one, which stays where the new one cannot be opened."""
        if self.page is not None and self.page.session.path.resolve() == path.resolve():
            return
        try:
            session: Session | None = Session.open(path)
        except BoardHeld as error:
            session = self._offer_read_only(path, error)
        except UserError as error:
            self.say(str(error), complaint=True, undo=False)
            return
        if session is not None:
            self.show_session(session)

    def _offer_read_only(self, path: Path, error: UserError) -> Session | None:
        box = QMessageBox(QMessageBox.Icon.Question, TITLE, f"{error}\n\nOpen it read-only?", parent=self)
        yes = box.addButton("Open read-only", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is not yes:
            return None
        try:
            return Session.open(path, read_only=True)
        except UserError as problem:
            self.say(str(problem), complaint=True, undo=False)
            return None

    def show_session(self, session: Session) -> None:
        self._put_away()
        boards.update_canvas(session)
        page = self.page = BoardPage(session, self.port, self.binder)
        page.side.show_panel(self.settings.panel)
        page.show_side(self.settings.panel_open)
        page.bridge.committed.connect(self._on_committed)
        page.bridge.selected.connect(self.binder.refresh)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.top.show()
        self._show_info()
        self.settings = self.settings.opened(session.path)
        save_settings(self.settings)
        self.binder.refresh()
        page.view.setFocus()
        if session.recovered:
            page.bridge.say("Recovered after an unexpected stop; every saved change is here.")

    def _put_away(self) -> None:
        page, self.page = self.page, None
        if page is None:
            return
        self.settings = self.settings.model_copy(
            update={"panel": page.side.current, "panel_open": not page.side.isHidden()}
        )
        page.close_board()
        self._stack.removeWidget(page)
        page.deleteLater()

    def _on_committed(self, commit: Committed) -> None:
        if commit.step.touched("board"):
            self._show_info()
        self.binder.refresh()

    def _show_info(self) -> None:
        assert self.page is not None
        info = self.page.session.board.info
        self.top.show_info(info)
        self.setWindowTitle(f"{info.title} – {TITLE}")

    def _retitle(self, title: str) -> None:
        if self.page is not None:
            self.page.bridge.do(EditBoard({"title": title}))
            self._show_info()

    # errands

    def new_board(self) -> None:
        from canvas_app.ui.dialogs.new_board import ask_new_board

        asked = ask_new_board(self, self.library)
        if asked is not None:
            info = {"title": asked.title, "partner": asked.partner, "segment": asked.segment, "goal": asked.goal}
            self._make(lambda path: boards.create_board(path, asked.canvas, info).close(), asked.title)

    def open_sample(self, name: str) -> None:
        from canvas_app.app import importing

        source = importing.read_sample(name, resources.catalogue())
        self._make(lambda path: importing.make_board(path, source).close(), str(source.document.info["title"]))

    def _make(self, create: Callable[[Path], None], title: str) -> None:
        try:
            self.library.mkdir(parents=True, exist_ok=True)
            path = boards.free_path(self.library, title)
            create(path)
        except OSError as error:
            self.say(
                f"{self.library}: cannot be made, {(error.strerror or '').lower()}; choose another library.",
                True,
                False,
            )
        except UserError as error:
            self.say(str(error), complaint=True, undo=False)
        else:
            self.open_board(path)

    def choose_board(self) -> None:
        folder = self.page.session.path.parent if self.page else self.library
        name, _ = QFileDialog.getOpenFileName(self, "Open a board", str(folder), FILTER)
        if name:
            self.open_board(Path(name))

    def forget_board(self, path: Path) -> None:
        self.settings = self.settings.without(path)
        save_settings(self.settings)
        self.home.refresh(self.settings)

    def board_details(self) -> None:
        from canvas_app.ui.dialogs.board_details import ask_details

        assert self.page is not None
        values = ask_details(self, self.page.session.board.info)
        if values:
            self.page.bridge.do(EditBoard(values))

    def save_copy(self) -> None:
        assert self.page is not None
        self.page.flush()
        session = self.page.session
        suggested = boards.free_path(session.path.parent, f"{session.board.info.title} copy")
        name, _ = QFileDialog.getSaveFileName(self, "Save a copy", str(suggested), FILTER)
        if name:
            target = Path(name) if Path(name).suffix else Path(name + boards.SUFFIX)
            session.save_copy(target, replace=target.exists())
            self.page.bridge.say(f"Copy saved as {target.name}.")

    def export(self) -> None:
        from canvas_app.ui.dialogs.export import export_session

        assert self.page is not None
        self.page.flush()
        target = export_session(self, self.page.session)
        if target is not None:
            self.page.bridge.say(f"Exported to {target}.")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._put_away()
        box = self.normalGeometry()
        self.settings = self.settings.model_copy(update={"window": (box.x(), box.y(), box.width(), box.height())})
        save_settings(self.settings)
        event.accept()
