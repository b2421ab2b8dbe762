"""Other windows and programs on the same board: who has it, following what they do, and what becomes of its file."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStorageInfo, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from canvas_app.app import library as boards
from canvas_app.app.locks import BoardHeld, Holder, is_free
from canvas_app.app.places import place_of
from canvas_app.app.session import Session
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.question import Question
from canvas_app.ui.theme import margins, ordered, px

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

EVERY = 1000
"""Milliseconds between two looks at the board's file."""
SELDOM = 5
"""Every so many looks it is seen whether the file is where it was."""


class Others(QObject):
    """`viewing` is who edits the board that is open for viewing; None where it is not open for that."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._asked: tuple[Session, Holder] | None = None
        self.viewing: Holder | None = None
        self.bar: FreeBar | None = None
        self._looks = 0
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)

    # opening

    def ask(self, path: Path, held: BoardHeld) -> Session | None:
        """A session on a board that somebody has, as the person wishes; None where they think better of it."""
        choices = (
            "You can watch what is done there, work on a copy of your own, or open it anyway: then both may write, and"
            " neither writes over what the other did."
        )
        box = Question(self._window, _who_has(path, held.holder), choices, warns=False)
        view = box.offer("Open for viewing (live)", Question.ButtonRole.AcceptRole, primary=True)
        copy = box.offer("Open a copy", Question.ButtonRole.ActionRole)
        anyway = box.offer("Open anyway", Question.ButtonRole.ActionRole)
        box.offer_cancel()
        chosen = box.answer()
        try:
            if chosen is view:
                session = Session.open(path, read_only=True)
                self._asked = (session, held.holder)
                return session
            if chosen is copy:
                return self._copy(path)
            if chosen is anyway:
                return Session.open(path, anyway=True)
        except UserError as problem:
            self._window.say(str(problem), complaint=True, undo=False)
        return None

    def _copy(self, path: Path) -> Session:
        """Raises a UserError."""
        original = Session.open(path, read_only=True)
        try:
            self._window.library.mkdir(parents=True, exist_ok=True)
            target = boards.free_path(self._window.library, f"{path.stem} copy")
            original.save_copy(target)
        except OSError as error:
            raise UserError(f"{self._window.library}: cannot be made; choose another library.") from error
        finally:
            original.close()
        return Session.open(target)

    def watch(self, session: Session) -> None:
        """Another board is in the window, or the same one anew."""
        asked, self._asked = self._asked, None
        if asked is not None and asked[0] is session:
            self.viewing = asked[1]
        elif not session.read_only:
            self.viewing = None
        self._looks = 0
        self._show_viewing(free=False)
        self.timer.start()

    def tell_place(self) -> None:
        """Says once what a board on a network drive or in a synced folder means."""
        window, page = self._window, self._window.page
        if page is None:
            return
        path = page.session.path.resolve()
        file_system = bytes(QStorageInfo(str(path.parent)).fileSystemType().data()).decode("ascii", "replace")
        kind, words = place_of(path, file_system)
        if kind and kind not in window.settings.places_told:
            window.remember(places_told=(*window.settings.places_told, kind))
            page.message.offer(words, "Got it", page.view.setFocus)

    def leave(self) -> None:
        """No board is in the window any more, or it is about to be shown anew."""
        self.timer.stop()
        self._hide_bar()

    # looking

    def look(self) -> None:
        """Takes over what others wrote, and sees what became of the file."""
        page = self._window.page
        if page is None:
            return
        session = page.session
        self._looks += 1
        try:
            if session.saving.trouble is None and session.others_wrote():
                self._take_over()
        except UserError as error:
            log.info("not followed: %s", error)
            self._looks = 0
        if self._window.page is not page:
            return
        if self._looks % SELDOM == 0:
            session.saving.look_round()
        if self.viewing is not None and session.saving.trouble is None:
            self._show_viewing(is_free(session.path))

    def _take_over(self) -> None:
        """Raises a UserError."""
        page = self._window.page
        assert page is not None
        session = page.session
        if page.view.gesture_in_progress:
            session.ask_again()
            return
        page.write_down()
        if not session.saved:
            return  # the bar asks
        try:
            steps = session.follow()
        except UserError as error:
            if not session.conflicts(error):
                raise
            if not session.read_only:
                return
            session.reload()
            self._window.show_again()
        else:
            if steps and not session.read_only:
                words = "Another window changed this board; it is up to date."
                page.bridge.say(words if len(steps) > 1 else f"Another window: {steps[0].label.lower()}.")

    # viewing

    @property
    def may_edit(self) -> bool:
        """Whether the board that is viewed can be edited now."""
        return self.bar is not None

    def edit_now(self) -> None:
        """Goes on with the board that was viewed as one to write to."""
        page = self._window.page
        if page is None or self.viewing is None:
            return
        try:
            session = Session.open(page.session.path)
        except BoardHeld as error:
            self.viewing = error.holder
            self._show_viewing(free=False)
            self._window.say(f"{error.holder.name} was quicker and edits the board now.", complaint=True, undo=False)
            return
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
            return
        self._window.show_again(session)
        self._window.say("You edit the board now.", complaint=False, undo=False)

    def _show_viewing(self, free: bool) -> None:
        page = self._window.page
        if page is None:
            return
        if self.viewing is None:
            page.show_viewing("")
            return
        page.show_viewing("Viewing · nobody is editing" if free else f"Viewing · {self.viewing.name} is editing")
        if free and self.bar is None:
            self.bar = FreeBar(self, page, f"{self.viewing.name} has closed this board.")
            page.put_on_top(self.bar)
            self._window.binder.refresh()
        elif not free and self.bar is not None:
            self._hide_bar()
            self._window.binder.refresh()

    def _hide_bar(self) -> None:
        if self.bar is not None:
            bar, self.bar = self.bar, None
            bar.hide()
            bar.deleteLater()


class FreeBar(QFrame):
    """One line above the board that is viewed: it may be edited now."""

    def __init__(self, others: Others, parent: QWidget, words: str):
        super().__init__(parent)
        self.setObjectName("free")
        self.setAccessibleName("The board can be edited")
        self.words = QLabel(words, self)
        self.words.setWordWrap(True)
        self.edit = QPushButton("Edit it now", self)
        self.edit.setProperty("primary", True)
        self.edit.setMinimumHeight(px(44))
        self.edit.clicked.connect(others.edit_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(16, 8, 12, 8))
        row.addWidget(self.words, 1)
        row.addWidget(self.edit)


def _who_has(path: Path, holder: Holder) -> str:
    board = ordered(f"“{boards.told_name(path.stem)}”")
    since = f" since {_spoken(holder.since)}" if holder.since is not None else ""
    if holder.held:
        return f"{holder.name} has {board} open in another window{since}."
    if holder.user:
        return f"{holder.name} has {board} open{since}, or left without closing it."
    return f"Somebody may have {board} open: there is a lock file beside it that cannot be read."


def _spoken(since: datetime) -> str:
    from canvas_app.ui.home.board_list import spoken_date

    words = spoken_date(since.replace(tzinfo=None))
    return words[:1].lower() + words[1:]
