"""The history of a board: look at what it was, compare, name a version, go back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.backups import pause_thinning
from canvas_app.app.session import Session
from canvas_app.domain.board import Board
from canvas_app.domain.differences import summary
from canvas_app.domain.errors import UserError
from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.history.picture import BoardPicture, draw_board
from canvas_app.ui.history.sources import SAME, Copies, Source, State, Versions, when
from canvas_app.ui.panels.pills import Option, Pills
from canvas_app.ui.theme import icon, mark, ordered, px, square

THUMB = QSize(112, 63)
LIST_WIDTH = 340
_KEY = Qt.ItemDataRole.UserRole


class HistoryWindow(FormDialog):
    """`open_copy` is given a state as a board of its own and the words for its title; `say` a sentence for the window.

    Without a session it shows the copies of the board with the id `board_id` alone.
    """

    def __init__(
        self,
        parent: QWidget | None,
        session: Session | None,
        board_id: str,
        open_copy: Callable[[Board, str], None],
        say: Callable[[str, bool], None],
        title: str = "History",
    ):
        super().__init__(parent, title, "Close")
        self.setObjectName("history")
        self.cancel.hide()
        self._session, self._board_id = session, board_id
        self._open_copy, self._say = open_copy, say
        self.copies = Copies(board_id)
        self.versions = Versions(session) if session is not None else None
        self._source: Source = self.versions or self.copies
        self._states: dict[int, State] = {}
        self._key: int | None = None
        self._waiting: list[int] = []
        self.which = Pills(self, "Show", self._on_which, optional=False)
        self.which.offer((Option("versions", "Versions"), Option("copies", "Copies put aside")))
        self.which.setVisible(self.versions is not None)
        self.list = QListWidget()
        self.list.setAccessibleName("Versions")
        self.list.setIconSize(THUMB)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.picture = BoardPicture(self)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.compare = QCheckBox("Compare with now")
        self.compare.toggled.connect(self._show_words)
        self.step = QLabel()
        self.step.setProperty("muted", True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Step of the board's history")
        self.slider.setMinimumHeight(px(44))
        self.slider.valueChanged.connect(self._on_slid)
        self.back, self.on = (
            self._arrow(*arrow)
            for arrow in (("chevron-left", "One step back", -1), ("chevron-right", "One step on", 1))
        )
        self.name = QPushButton(ordered("Name this version…"))
        self.name.clicked.connect(self._name)
        self.unname = QPushButton("Take the name off")
        self.unname.clicked.connect(self._unname)
        self.copy = QPushButton("Open as a copy")
        self.copy.clicked.connect(self._copy)
        self.restore = QPushButton("Go back to this")
        self.restore.clicked.connect(self._restore)
        for button in (self.name, self.unname, self.copy, self.restore):
            button.setAutoDefault(False)
            button.setMinimumHeight(px(44))
        self._lay_out()
        self.make_room(1080, 720)
        self.list.setFixedWidth(min(px(LIST_WIDTH), self.width() // 3))
        self._drip = QTimer(self)
        self._drip.setInterval(0)
        self._drip.timeout.connect(self._draw_one)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._show)
        self._use(self._source)

    def _arrow(self, symbol: str, words: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(symbol))
        button.setIconSize(square(18))
        button.setFixedSize(square(44))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRepeat(True)
        button.setProperty("quiet", True)
        button.setProperty("by", by)
        button.clicked.connect(self._walk)
        return button

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.which)
        left.addWidget(self.list, 1)
        self.walk = QWidget()
        walking = QHBoxLayout(self.walk)
        walking.setContentsMargins(0, 0, 0, 0)
        walking.addWidget(self.back)
        walking.addWidget(self.slider, 1)
        walking.addWidget(self.on)
        above = QHBoxLayout()
        above.addWidget(self.about, 1)
        above.addWidget(self.compare)
        acts = Flow([self.name, self.unname, self.copy, self.restore], 6)
        right = QVBoxLayout()
        right.addLayout(above)
        right.addWidget(self.picture, 1)
        right.addWidget(self.step)
        right.addWidget(self.walk)
        right.addWidget(acts)
        whole = QHBoxLayout()
        whole.setSpacing(18)
        whole.addLayout(left)
        whole.addLayout(right, 1)
        self.body.addLayout(whole)

    # what is shown

    def _on_which(self, value: str) -> None:
        self._use(self.versions if value == "versions" and self.versions is not None else self.copies)

    def _use(self, source: Source) -> None:
        self._source = source
        self.which.show_value("versions" if source is self.versions else "copies")
        self.list.blockSignals(True)
        self.list.clear()
        self._states = {state.key: state for state in source.states()}
        blank = QPixmap(THUMB)
        blank.fill(Qt.GlobalColor.transparent)
        for state in self._states.values():
            item = QListWidgetItem(QIcon(blank), state.title)
            item.setData(_KEY, state.key)
            font = item.font()
            font.setBold(state.named)
            item.setFont(font)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._waiting = list(self._states)
        self._drip.start()
        is_versions = source is self.versions
        self.walk.setVisible(is_versions)
        self.step.setVisible(is_versions)
        if is_versions:
            assert self.versions is not None
            self.slider.blockSignals(True)
            self.slider.setRange(1, self.versions.line.head)
            self.slider.setValue(self.versions.line.head)
            self.slider.blockSignals(False)
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self._key = None
            self.picture.show_problem(
                "No copy of this board has been put aside yet. The first is made when it is edited."
            )
            self._show_words()

    def _item(self, key: int) -> QListWidgetItem | None:
        return next((self.list.item(n) for n in range(self.list.count()) if self.list.item(n).data(_KEY) == key), None)

    def _draw_one(self) -> None:
        """One thumbnail at a time, so that nobody waits for all of them."""
        if not self._waiting:
            self._drip.stop()
            return
        key = self._waiting.pop(0)
        item, state = self._item(key), self._states[key]
        if item is None:
            return
        first = state.title if not state.named else f"{state.title} · {state.when}"
        try:
            board = self._source.board(key)
            item.setIcon(QIcon(draw_board(board, THUMB, self.devicePixelRatioF())))
            changes = self._source.changes(key)
        except UserError as error:
            changes = str(error)
        also = f" · {state.when}" if self._source is self.copies else ""
        item.setText(f"{first}{also}\n{changes}")

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self._key = item.data(_KEY)
        if self._source is self.versions:
            self.slider.blockSignals(True)
            self.slider.setValue(self._key or 1)
            self.slider.blockSignals(False)
        self._settle.start()

    def _on_slid(self, step: int) -> None:
        self._key = step
        item = self._item(step)
        self.list.blockSignals(True)
        self.list.setCurrentItem(item)  # type: ignore[arg-type]
        self.list.blockSignals(False)
        self._settle.start()

    def _walk(self) -> None:
        button = self.sender()
        assert isinstance(button, QToolButton)
        self.slider.setValue(self.slider.value() + int(button.property("by")))

    @property
    def _board(self) -> Board | None:
        """The state that is shown; None where it cannot be read, which is said then."""
        if self._key is None:
            return None
        try:
            return self._source.board(self._key)
        except UserError as error:
            self.picture.show_problem(str(error))
            return None

    def _show(self) -> None:
        board = self._board
        if board is not None:
            self.picture.show_board(board)
        self._show_words()

    def _show_words(self) -> None:
        board, session = self._board, self._session
        state = self._states.get(self._key) if self._key is not None else None
        words = ""
        if board is not None:
            notes = len(board.notes)
            words = f"{notes:,} note{'' if notes == 1 else 's'}"
            if self.compare.isChecked() and session is not None:
                words = "Since then: " + (", ".join(summary(board, session.board)) or SAME)
            elif state is not None:
                words = f"{state.title} · {words}"
        self.about.setText(words)
        self.picture.setAccessibleDescription(words)
        if self.versions is not None and self._source is self.versions and self._key is not None:
            line = self.versions.line
            self.step.setText(
                f"Step {self._key:,} of {line.head:,} · {line.label(self._key)} · {when(line.time(self._key))}"
            )
        writable = session is not None and not session.read_only
        now = self._source is self.versions and self.versions is not None and self._key == self.versions.line.head
        self.compare.setVisible(session is not None)
        self.name.setVisible(self._source is self.versions)
        self.name.setEnabled(writable and bool(now))
        self.name.setToolTip("" if now else "The version as it is now can be named")
        self.unname.setVisible(bool(state and state.named))
        self.unname.setEnabled(writable)
        self.copy.setEnabled(board is not None)
        self.restore.setVisible(session is not None)
        self.restore.setEnabled(writable and board is not None and not now)

    # what a person does

    def _title(self) -> str:
        state = self._states.get(self._key) if self._key is not None else None
        if state is not None:
            return state.title
        return f"step {self._key}"

    def _name(self) -> None:
        assert self._session is not None
        words, given = QInputDialog.getText(self, "Name this version", "Name")
        words = " ".join(words.split())[:200]
        if not given or not words:
            return
        try:
            self._session.name_version(words)
        except UserError as error:
            self._say(str(error), True)
            return
        self._renew()

    def _unname(self) -> None:
        if self._session is None or self._key is None:
            return
        try:
            self._session.forget_version(self._key)
        except UserError as error:
            self._say(str(error), True)
            return
        self._renew()

    def _renew(self) -> None:
        assert self._session is not None
        self.versions = Versions(self._session)
        self._use(self.versions)

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
            self.reason.setText(str(error))
            mark(self.reason, wrong=True)
            return
        if self._source is self.copies:
            pause_thinning(self._board_id)
        self.accept()
        self._say(f"The board is as it was: {title}." if step else "The board was like that already.", False)

    def done(self, result: int) -> None:
        self._drip.stop()
        self._settle.stop()
        super().done(result)
