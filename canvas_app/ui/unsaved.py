"""What the window does while the disk does not take the board's changes: it says so, tries again, and loses nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from canvas_app.app import library as boards
from canvas_app.app import resources
from canvas_app.app.session import Session
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.board_file import ask_board_file
from canvas_app.ui.dialogs.question import Question
from canvas_app.ui.theme import margins, ordered, px

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

_NOT_SAVED = ": the last change is not saved: "
FIRST, LONGEST = 1000, 30_000
"""Milliseconds until it is tried again by itself: at first, and at the most; it doubles each time."""


def waiting(session: Session) -> str:
    """ "3 changes"."""
    count = len(session.unsaved)
    return f"{count} change{'' if count == 1 else 's'}"


class Unsaved:
    """Watches over the session of a window's page. `bar` is there while something waits for the disk."""

    def __init__(self, window: MainWindow):
        self._window = window
        self.bar: UnsavedBar | None = None
        self.timer = QTimer(window)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.try_again)
        self._pause = FIRST
        self._rescued: tuple[Session, int] | None = None
        """The session whose board is in another file, and how many steps of it are."""

    @property
    def _session(self) -> Session | None:
        return self._window.page.session if self._window.page is not None else None

    def watch(self, session: Session) -> None:
        session.saving.on_trouble = self._show
        self._show()

    def _show(self) -> None:
        session, page = self._session, self._window.page
        if session is None or page is None:
            return
        page.show_saved()
        if session.saved and session.saving.trouble is None:
            self._pause = FIRST
            self.timer.stop()
            if self.bar is not None:
                bar, self.bar = self.bar, None
                if bar.holds_focus:
                    page.view.setFocus()
                bar.hide()
                bar.deleteLater()
                page.bridge.say("Everything is on disk again.")
            return
        if self.bar is None:
            self.bar = UnsavedBar(self, page)
            page.put_on_top(self.bar)
        self.bar.show_trouble(session)
        if not self.timer.isActive():
            self.timer.start(self._pause)

    def try_again(self) -> None:
        session = self._session
        if session is None or (session.saved and session.saving.trouble is None):
            return
        self._pause = min(2 * self._pause, LONGEST)
        session.saving.look_round()
        if session.saving.trouble is not None and not session.saving.conflict and not self.timer.isActive():
            self.timer.start(self._pause)

    def try_now(self) -> None:
        self._pause = FIRST
        self.timer.stop()
        self.try_again()

    def load_theirs(self) -> None:
        """Shows the board as another program left it, with what waits on top."""
        session, page = self._session, self._window.page
        if session is None or page is None:
            return
        page.flush()
        mine = ", with what waited of yours on top" if not session.saved else ""
        try:
            lost = session.reload()
        except (UserError, OSError) as error:
            words = f"Theirs is not loaded, as your version could not be put aside or theirs not be read: {error}"
            self._window.say(words, complaint=True, undo=False)
            return
        self._rescued = None
        self._window.show_again()
        if not lost:
            words = f"This is their version now{mine}; yours is among the copies put aside: Board > History."
            self._window.say(words, complaint=False, undo=False)
        else:
            labels = ", ".join(dict.fromkeys(step.label.lower() for step in lost))
            words = f"{len(lost)} of your changes did not fit any more and {'is' if len(lost) == 1 else 'are'} left out"
            words = f"{words}: {labels}. Your version is among the copies put aside: Board > History."
            self._window.say(words, complaint=True, undo=False)

    def go_on_there(self) -> None:
        """Uses the name that the file was given meanwhile."""
        session = self._session
        target = session.saving.moved_to if session is not None else None
        if session is None or target is None:
            self.try_now()
            return
        try:
            session.go_on_at(target)
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
            return
        self._window.remember(recent=self._window.settings.opened(target).recent)
        self._window.say(f"You go on with {target.name}; everything is in it.", complaint=False, undo=False)

    def save_elsewhere(self) -> bool:
        """Saves all of the board as a new file that the person names, and goes on with that; whether it was done."""
        session, page = self._session, self._window.page
        if session is None or page is None:
            return True
        suggested = boards.free_path(self._window.library, session.board.info.title)
        target = ask_board_file(self._window, "Save the board as a new file", suggested)
        if target is None:
            return False
        page.flush()
        try:
            session.save_copy(target, replace=target.exists())
            Session.open(target, read_only=True).close()
        except UserError as error:
            self._window.say(str(error), complaint=True, undo=False)
            return False
        self._window.go_on_with(target)
        self._window.say(f"You go on with {target.name}; everything is in it.", complaint=False, undo=False)
        return True

    def may_leave(self) -> bool:
        """Whether the board may be put away: nothing waits, or the person says what becomes of it."""
        session = self._session
        if session is None:
            return True
        assert self._window.page is not None
        self._window.page.flush()
        while self._must_ask(session):
            said = "The file of this board is not what it was; what you see may be nowhere else."
            without = "Close without a file"
            if not session.saved:
                count = len(session.unsaved)
                said = f"{waiting(session)} of this board {'is' if count == 1 else 'are'} not saved."
                without = "Close without it" if count == 1 else "Close without them"
            box = Question(self._window, said, str(session.saving.trouble).replace(_NOT_SAVED, ": "))
            gone = session.saving.moved
            again = box.offer("Try again", Question.ButtonRole.ActionRole, primary=not gone)
            elsewhere = box.offer(ordered("Save as a new file…"), Question.ButtonRole.AcceptRole, primary=gone)
            lose = box.offer(without, Question.ButtonRole.DestructiveRole)
            box.offer_cancel()
            chosen = box.answer()
            if chosen is elsewhere:
                if self.save_elsewhere():
                    return True
            elif chosen is lose:
                return True
            elif chosen is not again:
                return False
        return True

    def _must_ask(self, session: Session) -> bool:
        if session.read_only or self._rescued == (session, session.version):
            return False
        if session.saving.trouble is not None:
            session.saving.look_round()
        return not session.saved or session.saving.moved or session.saving.conflict

    def rescue(self) -> None:
        """Nobody can be asked any more: what waits is written, or all of the board goes into a new file."""
        session = self._session
        if session is None:
            return
        assert self._window.page is not None
        self._window.page.flush()
        if not self._must_ask(session):
            return
        title = f"{session.board.info.title} rescued"
        for folder in (self._window.library, session.path.parent, resources.backups_folder().parent / "rescued"):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                target = boards.free_path(folder, title)
                session.save_copy(target)
            except (OSError, UserError) as error:
                log.error("not rescued to %s: %s", folder, error)
            else:
                log.warning("%s waited for the disk; the board is in %s", waiting(session), target)
                self._rescued = (session, session.version)
                return


class UnsavedBar(QFrame):
    """One line above the board: how much is not saved, why, and what can be done."""

    def __init__(self, unsaved: Unsaved, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("unsaved")
        self.setAccessibleName("Not saved")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = QPushButton("Try again", self)
        self.again.clicked.connect(unsaved.try_now)
        self.theirs = QPushButton("Load theirs, keep mine", self)
        self.theirs.clicked.connect(unsaved.load_theirs)
        self.there = QPushButton("Go on there", self)
        self.there.clicked.connect(unsaved.go_on_there)
        self.elsewhere = QPushButton(ordered("Save as a new file…"), self)
        self.elsewhere.clicked.connect(unsaved.save_elsewhere)
        self.export = QPushButton(ordered("Export…"), self)
        self.export.clicked.connect(unsaved._window.binder["file.export"].trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(16, 8, 12, 8))
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        for button in (self.again, self.theirs, self.there, self.elsewhere, self.export):
            button.setMinimumHeight(px(44))
            row.addWidget(button)

    @property
    def holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def show_trouble(self, session: Session) -> None:
        foreign, renamed = session.saving.conflict, session.saving.moved_to is not None
        reason = str(session.saving.trouble).partition(_NOT_SAVED)[2] or str(session.saving.trouble)
        if foreign:
            reason = reason.rpartition(": ")[2] if session.saved else "another program changed this board."
        said = f"{reason[:1].upper()}{reason[1:]}"
        self.words.setText(said if session.saved else f"Not saved: {waiting(session)}. {said}")
        self.again.setVisible(not foreign and not renamed)
        self.theirs.setVisible(foreign)
        self.theirs.setText("Load theirs" if session.saved else "Load theirs, keep mine")
        self.there.setVisible(renamed)
