"""The history of a board: look at what it was, compare, name a version, go back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.backups import pause_thinning, resume_thinning, thinning_is_paused
from canvas_app.app.session import Session
from canvas_app.app.timeline import Timeline
from canvas_app.domain.board import Board
from canvas_app.domain.differences import summary
from canvas_app.domain.errors import UserError
from canvas_app.domain.voting import open_round, without_hidden
from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.dialogs.version_name import ask_name
from canvas_app.ui.export.worker import Worker
from canvas_app.ui.history.comparison import NOW, Comparison
from canvas_app.ui.history.picture import BoardPicture, Compared, Legend
from canvas_app.ui.history.reading import Reading, Wanted
from canvas_app.ui.history.rows import SAME, Rows, in_short
from canvas_app.ui.history.sources import Copies, Named, Source, State, Versions, shown_name
from canvas_app.ui.history.walk import Walk, tool
from canvas_app.ui.panels.pills import Option, Pills
from canvas_app.ui.theme import mark, ordered, px

LIST_WIDTH = 340
KEPT = "Old copies are kept until you say so."
WHICH = (Option("versions", "Versions"), Option("named", "Named"), Option("copies", "Copies put aside"))
NONE_NAMED = "No version of this board has a name yet. Choose one among Versions and name it, and it stays for ever."
NO_COPY = "No copy of this board has been put aside yet. The first is made when it is edited."


class HistoryWindow(FormDialog):
    """`open_copy` is given a state as a board of its own and the words for its title; `say` a sentence for the window.

    Without a session it shows the copies of the board with the id `board_id` alone. States are read in short turns and
    drawn beside the window, so that it answers at any time. `large`: targets for fingers at a touch board.
    """

    def __init__(
        self,
        parent: QWidget | None,
        session: Session | None,
        board_id: str,
        open_copy: Callable[[Board, str], None],
        say: Callable[[str, bool], None],
        title: str = "History",
        large: bool = False,
    ):
        super().__init__(parent, title, "Close")
        self.setObjectName("history")
        self.setProperty("large", large)
        self._large = large
        self.cancel.hide()
        self._session, self._board_id = session, board_id
        self._open_copy, self._say = open_copy, say
        self._titled = session is not None or title != "History"
        self._worker = Worker()
        self._reading = Reading(self, self._wanted, self._came)
        self._now = without_hidden(session.board.copy()) if session is not None else None
        self.copies = Copies(board_id, self._worker)
        self.versions = Versions(session) if session is not None else None
        self._source: Source = self.versions or self.copies
        self._states: dict[int, State] = {}
        self._key: int | None = None
        self._make()
        self._lay_out()
        self.make_room(1080, 720)
        self.list.be_wide(min(px(LIST_WIDTH), self.width() // 3))
        self._use(self._source)

    def _make(self) -> None:
        self.which = Pills(self, "Show", self._on_which, optional=False)
        self.which.offer(WHICH)
        self.which.use_large(self._large)
        self.which.setVisible(self.versions is not None)
        self.list = Rows(self._worker, self._found, lambda: self.picture.settled, self._go_on)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.picture = BoardPicture(self, self._worker, self._arrived)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.compare = Comparison()
        self.compare.currentIndexChanged.connect(self._on_compare)
        self.legend = Legend()
        self.nearer = tool("plus", "Nearer", self._large)
        self.nearer.clicked.connect(partial(self._zoom, 1.25))
        self.farther = tool("minus", "Farther", self._large)
        self.farther.clicked.connect(partial(self._zoom, 0.8))
        self.whole = tool("fit", "Show all of it (0)", self._large)
        self.whole.clicked.connect(self.picture.show_all)
        self.size_ = tool("search", "At the size of the board, to be read (1)", self._large)
        self.size_.clicked.connect(self.picture.show_size)
        self.walk = Walk(self, self._on_step, lambda: self._board is not None and self.picture.settled, self._large)
        self.name = QPushButton(ordered("Name this version…"))
        self.name.clicked.connect(self._name)
        self.unname = QPushButton("Take the name off")
        self.unname.clicked.connect(self._unname)
        self.copy = QPushButton("Open as a copy")
        self.copy.clicked.connect(self._copy)
        self.restore = QPushButton("Go back to this")
        self.restore.clicked.connect(self._restore)
        self.kept = QLabel(KEPT)
        self.kept.setWordWrap(True)
        self.resume = QPushButton("Let old copies go again")
        self.resume.clicked.connect(self._resume)
        for button in (self.name, self.unname, self.copy, self.restore, self.resume):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.which)
        left.addWidget(self.list, 1)
        left.addWidget(self.kept)
        left.addWidget(self.resume)
        above = QHBoxLayout()
        above.setSpacing(4)
        label = QLabel("Compare with")
        label.setBuddy(self.compare)
        above.addWidget(label)
        above.addWidget(self.compare, 1)
        nearness = QHBoxLayout()
        nearness.setSpacing(4)
        nearness.addWidget(self.legend, 1)
        for button in (self.farther, self.nearer, self.size_, self.whole):
            nearness.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.about)
        right.addLayout(above)
        right.addLayout(nearness)
        right.addWidget(self.picture, 1)
        right.addWidget(self.walk)
        right.addWidget(self.reason)
        whole = QHBoxLayout()
        whole.setSpacing(18)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        self.body.addLayout(whole)
        self.foot.insertWidget(0, Flow([self.name, self.unname, self.copy, self.restore], 6), 1)
        walk = self.walk
        tour = [*self.which.pills, self.list, self.kept, self.resume, self.compare, self.farther, self.nearer]
        tour += [self.size_, self.whole, self.picture, walk.play, walk.back, walk.slider, walk.on]
        tour += [self.name, self.unname, self.copy, self.restore, self.main]
        for before, after in pairwise(tour):
            self.setTabOrder(before, after)

    # what is listed

    def _on_which(self, value: str) -> None:
        if self.versions is None or value == "copies":
            self._use(self.copies)
        else:
            self._use(Named(self.versions) if value == "named" else self.versions)

    def _use(self, source: Source) -> None:
        self._source = source
        which = {Versions: "versions", Named: "named", Copies: "copies"}[type(source)]
        self.which.show_value(which)
        self._states = {state.key: state for state in source.states()}
        self.list.show_states(source)
        self.compare.offer(self._states.values(), with_now=self._now is not None)
        self.walk.setVisible(self._line is not None)
        self._show_kept()
        if (line := self._line) is not None:
            self.walk.show_line(line.first, line.head, self._states)
        self._key = None
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.picture.show_problem(NONE_NAMED if which == "named" else NO_COPY)
            self._show_words()

    def _show_kept(self) -> None:
        paused = self._source is self.copies and thinning_is_paused(self._board_id)
        self.kept.setVisible(paused)
        self.resume.setVisible(paused)

    def _resume(self) -> None:
        resume_thinning(self._board_id)
        self._show_kept()
        self.list.setFocus()

    @property
    def _line(self) -> Timeline | None:
        """The steps of the board, where its versions are listed."""
        return self._source.line if isinstance(self._source, Versions) else None

    # what is read

    def _found(self, key: int) -> Board | str | None:
        return self._reading.found(self._source, key)

    def _wanted(self) -> Wanted | None:
        return next(((self._source, key) for key in self._needed() if self._found(key) is None), None)

    def _needed(self) -> Iterator[int]:
        if self._key is not None:
            yield self._key
        other = self._other_key()
        if other is not None and other >= 0:
            yield other
        yield from self.list.needed()

    def _came(self) -> None:
        """Something was read."""
        if not self._titled and (title := self._title_found()):
            self._titled = True
            self.setWindowTitle(f"Copies of {title}")
            self.heading.setText(f"Copies of {shown_name(title)}")
        self._show()
        self.list.draw()

    def _title_found(self) -> str:
        return next((board.info.title for key in self._states if isinstance(board := self._found(key), Board)), "")

    def _go_on(self) -> None:
        self.list.draw()
        self._reading.go()

    @property
    def at_rest(self) -> bool:
        """Whether all there is to show is shown."""
        return self._reading.at_rest and self.picture.settled and self.list.at_rest

    # what is shown

    def _on_chosen(self) -> None:
        key = self.list.chosen
        if key is None:
            return
        self._key = key
        if self._line is not None:
            self.walk.mark(key)
        self._turn_to()

    def _on_step(self, step: int) -> None:
        self._key = step
        self.list.mark(step)
        self._turn_to()

    def _zoom(self, factor: float) -> None:
        self.picture.zoom_by(factor)

    def _on_compare(self) -> None:
        self._turn_to()

    def _turn_to(self) -> None:
        self._complain("")
        self._show()
        self._go_on()

    def _other_key(self) -> int | None:
        """What the state that is shown is compared with: a state, `NOW`, or None."""
        return self.compare.other(self._source, self._key)

    @property
    def _board(self) -> Board | None:
        """The state that is shown; None where it is not read yet, or cannot be."""
        board = self._found(self._key) if self._key is not None else None
        return board if isinstance(board, Board) else None

    def _other(self) -> Compared | None:
        key = self._other_key()
        if key is None or self._key is None:
            return None
        if key == NOW and self._now is not None:
            return Compared(self._now, True)
        other = self._found(key)
        return Compared(other, self._source.is_before(self._key, key)) if isinstance(other, Board) else None

    def _show(self) -> None:
        found = self._found(self._key) if self._key is not None else None
        if isinstance(found, str):
            self.picture.show_problem(found)
        elif found is not None:
            self.picture.show_board(found, self._other())
        self._show_words()

    def _arrived(self) -> None:
        """The picture that was asked for is there."""
        self._show_words()
        self._go_on()

    def _show_words(self) -> None:
        board, session, other = self._board, self._session, self._other()
        state = self._states.get(self._key) if self._key is not None else None
        words = short = ""
        if board is not None:
            notes = len(board.notes)
            words = f"{notes:,} note{'' if notes == 1 else 's'}"
            if state is not None:
                words = f"{state.title} · {words}"
            if other is not None:
                pair = (board, other.board) if other.later else (other.board, board)
                found = ", ".join(summary(*pair)) or SAME
                words = f"{words} · since {'then' if other.later else 'the other'}: "
                short, words = f"{words}{in_short(found)}", f"{words}{found}"
            elif (key := self._other_key()) is not None and isinstance(why := self._found(key), str):
                words = f"{words} · the other cannot be read: {why}"
        self.about.setText(short or words)
        self.about.setToolTip(words if short not in ("", words) else "")
        self.picture.setAccessibleDescription(words)
        self.legend.show_counts(other.marks(board) if other is not None and board is not None else {})
        if isinstance(self._source, Versions) and self._key is not None:
            self.walk.say(self._source.said(self._key) if board is not None else "")
        self._show_what_can_be_done(board, session, state)

    def _show_what_can_be_done(self, board: Board | None, session: Session | None, state: State | None) -> None:
        writable = session is not None and not session.read_only
        line = self._line
        now = line is not None and self._key == line.head
        read_only = "" if writable else "This board is open for viewing only"
        voting = session is not None and open_round(session.board) is not None
        named = state is not None and state.named
        self.name.setText(ordered("Rename…" if named else "Name this version…"))
        self.name.setVisible(line is not None)
        self.name.setEnabled(writable and board is not None)
        self.name.setToolTip(read_only)
        self.unname.setVisible(line is not None and named)
        self.unname.setEnabled(writable)
        self.unname.setToolTip(read_only)
        self.copy.setEnabled(board is not None)
        self.restore.setVisible(session is not None)
        self.restore.setEnabled(writable and board is not None and not now and not voting)
        why = "A vote goes on; reveal it or throw it away first" if voting else "The board is like this" if now else ""
        self.restore.setToolTip(read_only or why)

    # what a person does

    def _complain(self, words: str) -> None:
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        mark(self.reason, wrong=bool(words))

    def _title(self) -> str:
        state = self._states.get(self._key) if self._key is not None else None
        return state.name if state is not None else f"step {self._key or 0:,}"

    def _name(self) -> None:
        session, line, key = self._session, self._line, self._key
        if session is None or line is None or key is None:
            return
        state = self._states.get(key)
        words = ask_name(self, state.name if state is not None and state.named else "")
        if not words:
            return
        try:
            if key == line.head:
                session.name_version(words)
            else:
                session.name_version(words, key, line.board_at(key))
        except UserError as error:
            self._complain(f"The name is not kept: {error}")
            return
        self._renew(key)

    def _unname(self) -> None:
        if self._session is None or self._key is None:
            return
        try:
            self._session.forget_version(self._key)
        except UserError as error:
            self._complain(str(error))
            return
        self._renew(self._key)

    def _renew(self, key: int) -> None:
        """Lists the versions anew, with this step still looked at."""
        assert self._session is not None
        self._now = without_hidden(self._session.board.copy())
        self.versions = Versions(self._session)
        self._use(Named(self.versions) if isinstance(self._source, Named) else self.versions)
        if key in self._states:
            self.list.choose(key)
        elif key >= self.versions.line.first and not isinstance(self._source, Named):
            self.walk.go_to(key)

    def _copy(self) -> None:
        board, title = self._board, self._title()
        if board is not None:
            if self._source is self.copies:
                pause_thinning(self._board_id)
            self.accept()
            self._open_copy(board, title)

    def _restore(self) -> None:
        board, title, session = self._board, self._title(), self._session
        if board is None or session is None:
            return
        try:
            session.back_up()
        except (UserError, OSError) as error:
            self._say(f"No copy could be put aside before going back ({error}).", True)
        try:
            step = session.restore(board, "history")
        except UserError as error:
            self._complain(str(error))
            return
        if self._source is self.copies:
            pause_thinning(self._board_id)
        self.accept()
        self._say(f"The board is as it was: {title}." if step else "The board was like that already.", False)

    def done(self, result: int) -> None:
        self.walk.playing.stop()
        self._reading.stop()
        self._worker.leave()
        super().done(result)
