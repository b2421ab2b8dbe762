"""The bar over the board that finds notes: words, filters, and a walk through what was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
)

from canvas_app.app.session import Committed
from canvas_app.domain.entities import MAX_NOTES, PARKING
from canvas_app.domain.evidence import LEVEL_WORDS, LEVELS, concerns_evidence
from canvas_app.domain.history import Step
from canvas_app.domain.search import Query, Search, fold
from canvas_app.domain.voting import last_round, tally
from canvas_app.ui.board.filter_chip import Choice, FilterChip, Flow
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.floating import Floating
from canvas_app.ui.theme import icon, mark, px, square

MANY = 1000
"""So many notes are read at a time; on boards of more the answers wait for a pause of `PAUSE` milliseconds."""
PAUSE = 60
WIDEST = 620
MOST_VOTES = 12
"""The filter by votes offers no more; notes with more pass it too."""
SMALL, LARGE = 32, 56
"""The side of a button, in pixels: usually, and in board mode."""
TOP = 12
ASIDE = 58
"""Pixels at the usual text size at either side for the button of the side panel, or more where the tools are."""
_OWN_KEYS = {
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down,
}  # fmt: skip
_ORDERING = frozenset({"zone", "rank_key", "x", "y"})


class FindBar(QFrame):
    """`light` is given the ids that stand out, or None where all notes look as ever.

    `make_room` is called whenever what the bar covers has changed.
    """

    def __init__(self, view: BoardView, light: Callable[[set[str] | None], None], make_room: Callable[[], None]):
        super().__init__(view)
        self._view = view
        self._bridge = view.bridge
        self._light = light
        self._make_room = make_room
        self._search = Search(self._bridge.session.board)
        self._order: list[str] | None = None
        self.matches: set[str] | None = None
        """Ids of the notes that were found; None while nothing is asked."""
        self.current: str | None = None
        self.setObjectName("find")
        self.setAccessibleName("Find")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in text, details and tags")
        self.field.setAccessibleName("Find in text, details and tags")
        self.field.textChanged.connect(self._on_typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self._reading = QTimer(self)
        self._reading.timeout.connect(self._read_on)
        self.count = QLabel()
        self.count.setObjectName("count")
        self._before = self._button("chevron-up", "Previous (Shift+Enter)", self._back)
        self._after = self._button("chevron-down", "Next (Enter)", self.step)
        close = self._button("close", "Close (Esc)", self.dismiss)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        self._buttons = (self._before, self._after, close)
        for button in self._buttons:
            row.addWidget(button)
        self.kind = FilterChip("Kind", self._ask)
        self.tag = FilterChip("Tag", self._ask)
        self.score = FilterChip("Score", self._ask)
        self.picked = FilterChip("Picked", self._ask, single=True)
        self.linked = FilterChip("Links", self._ask, single=True)
        self.rank = FilterChip("Rank", self._ask, single=True)
        self.rank.offer(
            [Choice(3, "First 3"), Choice(5, "First 5"), Choice(MAX_NOTES, "Ranked"), Choice(0, "Not ranked")]
        )
        self.votes = FilterChip("Votes", self._ask, single=True)
        self.evidence = FilterChip("Evidence", self._ask)
        self._chips = (self.kind, self.tag, self.rank, self.score, self.votes, self.picked, self.linked, self.evidence)
        self._flow = Flow(self._chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._flow)
        self.score.offer([*(Choice(n, str(n)) for n in range(5, 0, -1)), Choice(None, "No score")])
        self.picked.offer([Choice(True, "Picked"), Choice(False, "Not picked")])
        self.linked.offer([Choice(True, "Linked"), Choice(False, "Not linked")])
        looks = {level: (f"evidence-{level}", "ink") for level in LEVELS}
        self.evidence.offer([Choice(level, LEVEL_WORDS[level], looks[level]) for level in reversed(LEVELS)])
        Floating(self, depth=12, strength=22, radius=12)
        self._bridge.committed.connect(self._on_committed)
        self._bridge.selected.connect(self._on_selected)
        view.installEventFilter(self)
        self.hide()

    def _button(self, icon_name: str, tip: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(square(18))
        button.setFixedSize(square(SMALL))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.clicked.connect(run)
        return button

    # opening and closing

    def open(self) -> None:
        """Shows the bar, ready for typing."""
        large = self._view.board_mode
        mark(self, large=large)
        for button in self._buttons:
            button.setFixedSize(square(LARGE if large else SMALL))
            button.setIconSize(square(26 if large else 18))
        for part in (self.field, *self._chips):
            part.setMinimumHeight(square(LARGE).height() if large else 0)
        if self.isHidden():
            self._order = None
            self._offer()
            if not self._search.read(MANY):
                self._reading.start(0)
            self.show()
            self.raise_()
            self.place()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        """Forgets what was asked and gives the board the focus, with the match that was shown last selected."""
        if self._pause.isActive():
            self._ask()
        if self.current is not None and self.matches and self.current in self.matches:
            self._bridge.select([self.current])
        focus = self.window().focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        for chip in self._chips:
            chip.clear()
        self.current = None
        self._reading.stop()
        self._ask()
        if inside:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._make_room()

    def _offer(self) -> None:
        """The kinds and tags of the board as it is."""
        canvas = self._bridge.session.board.canvas
        kinds = [Choice(kind.id, kind.many, (kind.icon, f"{kind.hue}.strong")) for kind in canvas.kinds]
        self.kind.offer([*kinds, Choice(PARKING, "Parked")])
        tags = self._search.tags()
        self.tag.offer([Choice(fold(tag), tag) for tag in tags])
        self.tag.setVisible(bool(tags))
        board = self._bridge.session.board
        most = min(max(tally(board, last_round(board)).values(), default=0), MOST_VOTES)
        self.votes.offer([Choice(n, f"{n} or more") for n in range(most, 0, -1)])
        self.votes.setVisible(most > 0)

    # asking

    @property
    def query(self) -> Query:
        return Query(
            self.field.text(),
            frozenset(map(str, self.kind.chosen)),
            frozenset(map(str, self.tag.chosen)),
            frozenset(n if isinstance(n, int) else None for n in self.score.chosen),
            next((value is True for value in self.picked.chosen), None),
            next((value is True for value in self.linked.chosen), None),
            next((value for value in self.votes.chosen if isinstance(value, int)), None),
            frozenset(map(str, self.evidence.chosen)),
            next((value for value in self.rank.chosen if isinstance(value, int)), None),
        )

    def _read_on(self) -> None:
        if self._search.read(MANY):
            self._reading.stop()

    def _on_typed(self) -> None:
        """On large boards the answer waits until the fingers rest, so that no letter does."""
        if len(self._bridge.session.board.notes) > MANY:
            self._pause.start(PAUSE)
        else:
            self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        query = self.query
        if query.empty:
            self._show(None)
        else:
            matches = self._search.matches(query)
            if self.current not in matches:
                self.current = next((note_id for note_id in self._in_order() if note_id in matches), None)
            self._show(matches)
            if self.current is not None:
                self._bridge.select([self.current])
                self._view.bring_into_view([self.current], motion=True)
        self._flow.place()
        self.place()

    def _show(self, matches: set[str] | None) -> None:
        self.matches = matches
        self._light(matches)
        self._say_count()

    def _say_count(self) -> None:
        words = ""
        if self.matches is not None:
            total = len(self.matches)
            found = [note_id for note_id in self._in_order() if note_id in self.matches]
            place = found.index(self.current) + 1 if self.current in self.matches else 0
            words = (f"{place} of {total}" if place else f"{total:,} found") if total else "No notes"
        self.count.setText(words)
        self.field.setAccessibleDescription(words)
        for button in (self._before, self._after):
            button.setEnabled(bool(self.matches))

    def _in_order(self) -> list[str]:
        if self._order is None:
            self._order = [note.id for note in self._bridge.session.board.in_order()]
        return self._order

    def step(self) -> None:
        """Shows the next note that was found; after the last one the first."""
        self._walk(1)

    def _back(self) -> None:
        self._walk(-1)

    def walk(self, back: bool) -> None:
        """Next or previous; opens the bar where it is closed."""
        if self.isHidden():
            self.open()
        else:
            self._walk(-1 if back else 1)

    def _walk(self, by: int) -> None:
        if self._pause.isActive():
            self._ask()
        if not self.matches:
            return
        order = self._in_order()
        start = order.index(self.current) if self.current in order else -1 if by > 0 else 0
        steps = (order[(start + by * n) % len(order)] for n in range(1, len(order) + 1))
        self.current = next(note_id for note_id in steps if note_id in self.matches)
        self._bridge.select([self.current])
        self._view.show_notes([self.current], motion=True)
        self._say_count()

    # following the board

    def _on_committed(self, commit: Committed) -> None:
        step = commit.step
        if step.touched("canvas") or _reorders(step):
            self._order = None
        if self.isHidden() and self.matches is None:  # while the board is presented, what was found goes on
            return
        voted = bool(step.touched("round"))
        if step.touched("canvas") or step.touched("note") or voted:
            self._offer()
        if self.matches is None:
            return
        query = self.query
        if query.empty:
            self._ask()
            return
        proven = bool(query.evidence) and concerns_evidence(step)
        ranked = query.best is not None and _reorders(step)
        if step.touched("canvas") or (voted and query.votes is not None) or proven or ranked:
            self._show(self._search.matches(query))
            return
        concerned = step.touched("note")
        for patch in step.patches:
            if patch.entity == "link":
                ends = {**(patch.before or {}), **(patch.after or {})}
                concerned |= {str(ends[end]) for end in ("source", "target") if end in ends}
        if concerned:
            self._show((self.matches - concerned) | self._search.matches(query, concerned))

    def _on_selected(self) -> None:
        """A match that is chosen on the board is the one from which the walk goes on."""
        chosen = self._bridge.notes
        if self.matches and len(chosen) == 1 and chosen[0] in self.matches and chosen[0] != self.current:
            self.current = chosen[0]
            self._say_count()

    # keys and place

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                button = self.focusWidget()
                if isinstance(button, QToolButton) and button.hasFocus():
                    button.click()
                else:
                    self._walk(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case Qt.Key.Key_Down:
                self._walk(1)
            case Qt.Key.Key_Up:
                self._walk(-1)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return False

    @property
    def covers(self) -> int:
        """How much of the top of the board the bar covers, in pixels."""
        return 0 if self.isHidden() else self.geometry().bottom() + 1

    def place(self) -> None:
        """At the top of the board, clear of the rail and of the button at the right."""
        left, _, right, _ = (max(px(ASIDE), side + 9) for side in self._view.covered)
        room = self._view.width() - left - right
        width = max(220, min(px(WIDEST), room))
        layout = self.layout()
        assert layout is not None
        self._flow.updateGeometry()
        layout.invalidate()
        self.resize(width, self.heightForWidth(width))
        layout.activate()
        self.move(left + max(0, (room - width) // 2), TOP)
        self._make_room()


def _own(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return not plain and event.key() in _OWN_KEYS


def _reorders(step: Step) -> bool:
    """Whether a step may change which notes there are and how they follow each other."""
    return any(
        patch.entity == "note" and (not patch.before or not patch.after or bool(patch.after.keys() & _ORDERING))
        for patch in step.patches
    )
