"""Above the priorities: by what the lists are sorted, and the results of a vote with what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from canvas_app.actions import vote
from canvas_app.actions.context import UiPort
from canvas_app.actions.spec import Action
from canvas_app.domain.board import Board
from canvas_app.domain.voting import revealed_rounds, round_title
from canvas_app.ui.theme import icon, margins, mark, px, square

RANK, SCORE, VOTES = "rank", "score", "votes"
TITLES = {RANK: "Rank", SCORE: "Score", VOTES: "Votes"}
TIPS = {
    RANK: "In the order that you gave them",
    SCORE: "By score, the highest first",
    VOTES: "By the dots of a vote, the most first",
}
LONGEST = 190
MOST_LISTED = 30


class SortBar(QWidget):
    """`sorted_by` is called when a person chooses another order, or another vote; `run` carries out an action."""

    def __init__(self, port: UiPort, sorted_by: Callable[[], None], run: Callable[[Action], None]):
        super().__init__()
        self._port, self._sorted_by, self._run = port, sorted_by, run
        self.setObjectName("sort-bar")
        self.by = RANK
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(2)
        label = QLabel("Sort by")
        label.setProperty("muted", True)
        row.addWidget(label)
        row.addSpacing(6)
        for name, title in TITLES.items():
            button = self.buttons[name] = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setToolTip(TIPS[name])
            button.setAccessibleName(f"Sort by {title.lower()}")
            button.setMinimumHeight(px(32))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._on_sort)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.buttons[RANK].setChecked(True)
        self.which = QToolButton()
        self.which.setObjectName("which-vote")
        self.which.setAccessibleName("Vote shown")
        self.which.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.which.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.which.setMinimumHeight(px(32))
        self.which.setMenu(QMenu(self.which))
        self.which.menu().aboutToShow.connect(self._list_rounds)
        self.apply = QPushButton("Apply as ranking")
        self.apply.setProperty("small", True)
        self.apply.setToolTip("Rank the notes of each zone by these votes; equals keep the order they have")
        self.apply.clicked.connect(self._on_apply)
        self.delete = QToolButton()
        self.delete.setProperty("quiet", True)
        self.delete.setIcon(icon("trash", "muted"))
        self.delete.setIconSize(square(18))
        self.delete.setFixedSize(square(32))
        self.delete.setToolTip("Delete this vote; ranks stay")
        self.delete.setAccessibleName("Delete this vote")
        self.delete.clicked.connect(self._on_delete)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.which, 1)
        below.addWidget(self.apply)
        below.addWidget(self.delete)
        self._results = QWidget()
        self._results.setLayout(below)
        below.setContentsMargins(0, 0, 0, 0)
        self.hint = QLabel()
        self.hint.setProperty("muted", True)
        self.hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(16, 6, 12, 4))
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self._results)
        layout.addWidget(self.hint)
        self._board: Board | None = None

    def show_board(self, board: Board, may_change: bool) -> None:
        """Follows which votes there are."""
        self._board = board
        shown = self._port.shown_round if board.rounds else None
        round_ = board.rounds.get(shown) if shown is not None else None
        rounds = len(revealed_rounds(board))
        voted = self.by == VOTES and round_ is not None
        self._results.setVisible(voted)
        self.hint.setVisible(self.by == VOTES and round_ is None)
        self.hint.setText("No vote has been revealed yet. Press D, or choose Vote in the tools, to start one.")
        if round_ is None:
            return
        title = round_title(board, round_)
        text = f"{title} ▾" if rounds > 1 else title
        self.which.ensurePolished()
        self.which.setText(self.which.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, px(LONGEST) - 40))
        self.which.setToolTip(f"{title}: {round_.people} people, {round_.dots} dots each")
        self.which.setAccessibleName(f"Vote shown: {title}")
        self.which.setEnabled(rounds > 1)
        mark(self.which, alone=rounds == 1)
        self.apply.setEnabled(may_change)
        self.delete.setEnabled(may_change)

    def _list_rounds(self) -> None:
        menu = self.which.menu()
        menu.clear()
        if self._board is None:
            return
        for round_ in revealed_rounds(self._board)[:MOST_LISTED]:
            entry = menu.addAction(round_title(self._board, round_).replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(round_.id == self._port.shown_round)
            entry.setData(round_.id)
            entry.triggered.connect(self._on_round)

    def _on_round(self) -> None:
        entry = self.sender()
        assert isinstance(entry, QAction)
        self._port.choose_round(str(entry.data()))
        self._sorted_by()

    def _on_sort(self) -> None:
        self.sort(next(name for name, button in self.buttons.items() if button.isChecked()))

    def sort(self, by: str) -> None:
        self.by = by
        self.buttons[by].setChecked(True)
        self._sorted_by()

    def _on_apply(self) -> None:
        self._run(vote.apply)

    def _on_delete(self) -> None:
        self._run(vote.delete)
