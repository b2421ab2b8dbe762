"""Deleting boards, the trash, and copies of boards that may be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from canvas_app.app.settings import save_settings
from canvas_app.domain.errors import UserError
from canvas_app.ui.dialogs.question import tell
from canvas_app.ui.home.board_list import spoken_date
from canvas_app.ui.theme import ordered

if TYPE_CHECKING:
    from pathlib import Path

    from canvas_app.app.trash import Trashed
    from canvas_app.ui.main_window import MainWindow


class Keeping:
    def __init__(self, window: MainWindow):
        self._window = window
        self._last: tuple[Trashed, tuple[str, ...]] | None = None

    def delete(self, path: Path) -> None:
        """Moves a board to the trash, and offers to take that back."""
        from canvas_app.app.trash import throw_away

        window = self._window
        recent = window.settings.recent
        try:
            board = throw_away(path)
        except UserError as error:
            window.say(str(error), complaint=True, undo=False)
            return
        self._last = (board, recent)
        window.settings = window.settings.without(path)
        save_settings(window.settings)
        window.home.refresh(window.settings)
        window.home.offer_undo(f"{ordered(f'“{board.title}”')} is in the trash.")

    def undo(self) -> None:
        """Puts the board that was deleted last back, and the lists with it."""
        if self._last is None:
            return
        (board, recent), self._last = self._last, None
        if self.put_back(board) == board.was:
            self._window.remember(recent=recent)
            self._window.home.refresh(self._window.settings)

    def put_back(self, board: Trashed) -> Path | None:
        """Where the board is now; None where the person was told why it stays in the trash."""
        from canvas_app.app.trash import put_back

        try:
            path = put_back(board, self._window.library)
        except UserError as error:
            tell(self._window, str(error))
            return None
        if self._window.page is None:
            self._window.home.refresh(self._window.settings)
        return path

    def show_trash(self) -> None:
        from canvas_app.ui.home.trash import TrashDialog

        box = TrashDialog(self._window, self.put_back)
        box.exec()
        box.deleteLater()
        if self._window.page is None:
            self._window.home.refresh(self._window.settings)

    def show_copies(self) -> None:
        """Has the person choose a board that copies were put aside of, and shows these."""
        from canvas_app.app.backups import backups_of, boards_with_backups
        from canvas_app.app.salvaging import title_of
        from canvas_app.domain.search import fold
        from canvas_app.ui.dialogs.chooser import Chooser, Row
        from canvas_app.ui.history.window import HistoryWindow

        window = self._window
        rows, titles = [], {}
        for board_id in boards_with_backups():
            copies = backups_of(board_id)
            title = title_of(copies[0].path) if copies else ""
            title = "A board whose newest copy cannot be read" if title is None else title
            count = len(copies)
            newest = spoken_date(copies[0].at.astimezone().replace(tzinfo=None)) if copies else ""
            words = f"{title}\n{count} cop{'y' if count == 1 else 'ies'}, the newest: {newest}"
            rows.append(Row(board_id, words, fold(words), "history"))
            titles[board_id] = title
        rows.sort(key=lambda row: row.words)
        none = "No copies were put aside yet; the first one is made soon after a board is edited."
        chosen = Chooser(window, "Copies of boards", "Show copies", rows, "Boards with copies", none).ask()
        if chosen is None:
            return
        errands = window.errands
        title = f"Copies of {titles[chosen]}"
        box = HistoryWindow(window, None, chosen, errands.open_state, errands.tell, title)
        box.exec()
        box.deleteLater()
