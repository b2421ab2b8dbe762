"""Between the session and the widgets: the one place where a commit becomes a Qt signal, and the selection."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from canvas_app.app.session import Committed, Session
from canvas_app.domain.commands import Command
from canvas_app.domain.decide_groups import with_groups
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step


class SessionBridge(QObject):
    """`committed` carries a Committed step, on disk or waiting for it; `selected` says that the selection changed.

    `said` carries a sentence, whether it is a complaint, and whether it offers Undo; `said_of` is the id of the entity
    that the sentence is about, with whose next change it is out of date, "" for none.
    """

    committed = Signal(object)
    selected = Signal()
    said = Signal(str, bool, bool)

    def __init__(self, session: Session, parent: QObject | None = None):
        super().__init__(parent)
        self.session = session
        self.notes: tuple[str, ...] = ()
        self.links: tuple[str, ...] = ()
        self.said_of = ""
        session.subscribe(self._relay)

    def _relay(self, commit: Committed) -> None:
        board = self.session.board
        notes = tuple(note for note in self.notes if note in board.notes)
        links = tuple(link for link in self.links if link in board.links)
        gone = (notes, links) != (self.notes, self.links)
        self.notes, self.links = notes, links
        self.committed.emit(commit)
        if gone:
            self.selected.emit()

    def let_go(self) -> None:
        """Hears no more of the session, which goes on."""
        self.session.unsubscribe(self._relay)

    def do(self, command: Command, origin: str = "", group: str | None = None) -> Step | None:
        """Carries out a command; what the rules or the disk refuse is said to the person."""
        try:
            return self.session.do(command, origin, group)
        except UserError as error:
            self.complain(str(error))
            return None

    def say(self, message: str, undo: bool = False, of: str = "") -> None:
        self.said_of = of
        self.said.emit(message, False, undo)

    def complain(self, message: str) -> None:
        self.said_of = ""
        self.said.emit(message, True, False)

    def select(self, notes: Iterable[str], links: Iterable[str] = ()) -> None:
        """Makes these the selection; ids that are not on the board are left out."""
        board = self.session.board
        chosen = tuple(dict.fromkeys(note for note in notes if note in board.notes))
        tied = tuple(dict.fromkeys(link for link in links if link in board.links))
        if (chosen, tied) != (self.notes, self.links):
            self.notes, self.links = chosen, tied
            self.selected.emit()

    def take(self, notes: Iterable[str]) -> None:
        """Makes these the selection as a hand does: with all other notes of their groups."""
        self.select(with_groups(self.session.board, notes))

    def toggle(self, note: str) -> None:
        """Adds a note and its group to the selection, or takes them out."""
        together = with_groups(self.session.board, [note])
        kept = [other for other in self.notes if other not in set(together)]
        self.select(kept if note in self.notes else [*kept, *together], self.links)
