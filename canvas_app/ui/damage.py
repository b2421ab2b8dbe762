"""Damaged boards: what can be done with a file that does not open, and with rows that changed by themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from canvas_app.app import library as boards
from canvas_app.app.backups import Backup
from canvas_app.app.salvaging import BROKEN, Wreck, is_unclean, take_copy, what_is_wrong
from canvas_app.app.session import Key, Session
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.board_file import ask_board_file
from canvas_app.ui.dialogs.question import Question
from canvas_app.ui.theme import ordered

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

AFTER = 500
"""Milliseconds after a board came up until its rows are looked at."""
NAMED = 3


class Damage(QObject):
    """`wrong` are the rows of the board in the window that are not as they were written, of those looked at so far;
    `mendable` those of which its history tells, until they are repaired."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self.wrong: list[Key] = []
        self.mendable: list[Key] = []
        self._look: Iterator[Key | None] | None = None
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._look_on)

    # files that do not open

    def ask(self, path: Path, error: UserError) -> bool:
        """Says what is wrong with a file, and does with what is left of it what the person wishes.

        Of a file that may never have been a board nothing is said, and False given, unless something is left of it.
        """
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            wreck = Wreck(path)
            copy = wreck.newest_copy()
        finally:
            QGuiApplication.restoreOverrideCursor()
        if wreck.found is None and copy is None and not isinstance(error, BROKEN):
            return False
        told = [what_is_wrong(path, error)]
        told += wreck.found.sentences if wreck.found is not None else ["Nothing of it can be read."]
        if name := wreck.orphan():
            told.append(
                f"{name}-journal lies beside it without its board: if this was {name}, give it that name again."
            )
        when = _spoken(copy) if copy is not None else ""
        if copy is not None:
            told.append(f"The newest copy that was put aside is of {when}.")
        told.append("The file itself stays as it is.")
        box = Question(self._window, f"{boards.told_name(path.name)} cannot be opened as it is.", "\n\n".join(told))
        if wreck.found is not None and wreck.found.details:
            box.setDetailedText("\n".join(wreck.found.details))
        save = newest = None
        if wreck.found is not None:
            words = (
                "Import the notes into a new board…" if is_unclean(error) else "Save what can be read as a new board…"
            )
            save = box.offer(ordered(words), Question.ButtonRole.AcceptRole, primary=True)
        if copy is not None:
            newest = box.offer("Open the newest copy put aside", Question.ButtonRole.ActionRole)
        box.offer_cancel()
        chosen = box.answer()
        try:
            if chosen is not None and chosen is save:
                self._save(wreck)
            elif chosen is not None and chosen is newest:
                assert copy is not None
                target = self._free(f"{path.stem} copy")
                take_copy(copy.path, target)
                self._open(
                    target,
                    f"This is the copy of {when} as a board of its own; {boards.told_name(path.name)} is as it was.",
                )
        except UserError as problem:
            self._window.say(str(problem), complaint=True, undo=False)
        return True

    def _save(self, wreck: Wreck) -> None:
        """Raises a UserError."""
        suggested = self._free(f"{wreck.path.stem} salvaged")
        target = ask_board_file(self._window, "Save what can be read as a new board", suggested)
        if target is None:
            return
        if boards.same_file(target, wreck.path):
            raise UserError(
                f"{target.name} is the damaged board itself; choose another name, so that it stays as it is."
            )
        wreck.save(target, replace=target.exists())
        assert wreck.found is not None
        self._open(target, wreck.found.sentences[0])

    def _free(self, title: str) -> Path:
        """A place in the library. Raises a UserError."""
        try:
            self._window.library.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{self._window.library}: cannot be made; choose another library.") from error
        return boards.free_path(self._window.library, title)

    def _open(self, path: Path, words: str) -> None:
        self._window.open_board(path)
        if self._window.page is not None and boards.same_file(self._window.page.session.path, path):
            self._window.say(words, complaint=False, undo=False)

    # rows that changed by themselves

    def watch(self, session: Session) -> None:
        """Another board is in the window: its rows are looked at in small pieces, once it is there."""
        self.wrong, self.mendable = [], []
        self._look = session.looked_over()
        self.timer.start(AFTER)

    def leave(self) -> None:
        self.timer.stop()
        self._look, self.mendable = None, []

    def _look_on(self) -> None:
        page, look = self._window.page, self._look
        if page is None or look is None:
            self.leave()
            return
        self.timer.setInterval(0)
        if page.view.gesture_in_progress or not page.session.saved:
            self.timer.setInterval(AFTER)
            return
        try:
            for found in look:
                if found is None:
                    return
                self.wrong.append(found)
        except UserError as error:
            self.leave()
            log.warning("not all rows could be looked at: %s", error)
            page.bridge.complain(str(error))
            return
        self.leave()
        if self.wrong:
            log.warning("%s: not as written: %s", page.session.path, self.wrong)
            self._say_wrong()

    def _say_wrong(self) -> None:
        page = self._window.page
        assert page is not None
        session = page.session
        rows = [key for key in self.wrong if key[0] != "step"]
        if not rows:
            steps = len(self.wrong)
            many = "1 step" if steps == 1 else f"{steps:,} steps"
            page.bridge.complain(
                f"{many} of this board's history changed outside Value Canvas; the board is as it was."
            )
            return
        notes = [row_id for name, row_id in rows if name == "note" and row_id in session.board.notes]
        texts = [" ".join(session.board.notes[note].text.split())[:30] or "an empty note" for note in notes]
        called = (
            f": {', '.join(f'“{text}”' for text in texts[:NAMED])}{' …' if len(texts) > NAMED else ''}" if texts else ""
        )
        many = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
        if notes and len(notes) == len(rows):
            many = "1 note" if len(notes) == 1 else f"{len(notes):,} notes"
        words = f"{many} changed outside Value Canvas{called}."
        try:
            mend = session.repairs(rows) if not session.read_only else []
        except UserError as error:
            log.warning("no repair: %s", error)
            mend = []
        self.mendable = [(patch.entity, patch.id) for patch in mend]
        self._window.binder.refresh()
        if notes and not page.bridge.notes:
            page.bridge.select(notes)
        if mend:
            told = f"{words} The board's history knows what stood there; Board > Repair puts it back."
            page.message.offer(told, "Repair", self.repair)
        else:
            page.bridge.complain(f"{words} Look whether it is as you want it, or open a copy in Board > History.")

    def repair(self) -> None:
        """Puts back what the journal says, in one step that can be undone."""
        page = self._window.page
        if page is None:
            return
        page.flush()
        try:
            step = page.session.repair(self.mendable, "repair")
        except UserError as error:
            page.bridge.complain(str(error))
            return
        self.wrong = [key for key in self.wrong if key not in self.mendable]
        self.mendable = []
        self._window.binder.refresh()
        if step is not None:
            page.bridge.say("Repaired from the board's history.", undo=True)
        else:
            page.bridge.say("Nothing is left to repair: what changed has been edited since.")


def _spoken(copy: Backup) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(copy.at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
