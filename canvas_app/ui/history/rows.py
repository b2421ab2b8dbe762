"""The list of states, each with a small picture and what became of the board since the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from canvas_app.app.exporting import Seen, see
from canvas_app.domain.board import Board
from canvas_app.domain.differences import summary
from canvas_app.domain.errors import UserError
from canvas_app.domain.theme import Theme
from canvas_app.ui.export.worker import Step, Worker
from canvas_app.ui.history.picture import pixmap_of
from canvas_app.ui.history.sources import Source, State, Versions, before
from canvas_app.ui.theme import font, px, theme

THUMB = QSize(112, 63)
ROOMY, SMALL = 290, 0.7
SAME = "nothing changed"
FEW = 5
"""Changes that a row names; the rest is counted, and told where the mouse rests."""
_KEY = Qt.ItemDataRole.UserRole


class Rows(QListWidget):
    """Rows are drawn one at a time, while `free()`, so that nobody waits for all of them.

    `found(key)` is a state, or why it cannot be read, or None as long as nobody knows; `on_drawn` is called after each
    row.
    """

    def __init__(
        self,
        worker: Worker,
        found: Callable[[int], Board | str | None],
        free: Callable[[], bool],
        on_drawn: Callable[[], None],
    ):
        super().__init__()
        self._worker, self._found, self._free, self._on_drawn = worker, found, free, on_drawn
        self._source: Source | None = None
        self._states: dict[int, State] = {}
        self._items: dict[int, QListWidgetItem] = {}
        self._waiting: list[int] = []
        self._drawing: int | None = None
        self.setIconSize(THUMB)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def be_wide(self, width: int) -> None:
        """Pixels; pictures are smaller where there is little room for words."""
        self.setFixedWidth(width)
        self.setIconSize(THUMB if width > px(ROOMY) else THUMB * SMALL)

    def show_states(self, source: Source) -> None:
        """None of them is chosen then."""
        self._source = source
        self._states = {state.key: state for state in source.states()}
        self._waiting = list(self._states)
        self.setAccessibleName("Versions" if isinstance(source, Versions) else "Copies put aside")
        blocked = self.blockSignals(True)
        self.clear()
        self._items = {}
        blank = QPixmap(THUMB)
        blank.fill(Qt.GlobalColor.transparent)
        for state in self._states.values():
            item = self._items[state.key] = QListWidgetItem(QIcon(blank), state.title)
            item.setData(_KEY, state.key)
            face = item.font()
            face.setBold(state.named)
            item.setFont(face)
            self.addItem(item)
        self.blockSignals(blocked)

    @property
    def chosen(self) -> int | None:
        item = self.currentItem()
        return None if item is None else int(item.data(_KEY))

    def choose(self, key: int) -> None:
        self.setCurrentItem(self._items[key])

    def mark(self, key: int) -> None:
        """Shows which row is looked at, none where there is none of this state; nobody is told."""
        blocked = self.blockSignals(True)
        self.setCurrentItem(self._items.get(key))  # type: ignore[arg-type]
        self.blockSignals(blocked)

    @property
    def at_rest(self) -> bool:
        """Whether every row is drawn."""
        return not self._waiting and self._drawing is None

    @property
    def _may_draw(self) -> bool:
        return bool(self._waiting) and self._drawing is None and self._free()

    def needed(self) -> Iterator[int]:
        """The states that the next row is drawn from."""
        if self._may_draw:
            key, then = self._next()
            yield key
            if then is not None:
                yield then

    def _next(self) -> tuple[int, int | None]:
        """Of the rows that wait one that is in sight, else the first; and the state before it."""
        assert self._source is not None
        seen = self.viewport().rect()
        key = next(
            (key for key in self._waiting if self.visualItemRect(self._items[key]).intersects(seen)), self._waiting[0]
        )
        return key, before(self._source, key)

    def draw(self) -> None:
        """The next row, if what it needs is there."""
        if not self._may_draw or self._source is None:
            return
        key, earlier = self._next()
        board, then = self._found(key), self._found(earlier) if earlier is not None else ""
        if board is None or then is None:
            return
        self._waiting.remove(key)
        if isinstance(board, str):
            self._show(key, board)
            return
        self._drawing = key
        source, size = self._source, THUMB * self.devicePixelRatioF()
        work = partial(_row, board, then, source.oldest if earlier is None else "", theme(), size)
        self._worker.ask(work, partial(self._drawn, source, key), partial(self._failed, source, key))

    def _drawn(self, source: Source, key: int, drawn: tuple[Seen, str]) -> None:
        self._drawing = None
        if source is self._source:
            picture = pixmap_of(drawn[0], self.devicePixelRatioF())
            face = QIcon(picture)
            face.addPixmap(picture, QIcon.Mode.Selected)  # or Qt tints it
            self._items[key].setIcon(face)
            self._show(key, drawn[1])
        self._on_drawn()

    def _failed(self, source: Source, key: int, error: Exception) -> None:
        self._drawing = None
        if source is self._source:
            self._show(key, str(error) if isinstance(error, UserError) else "it cannot be drawn")
        self._on_drawn()

    def _show(self, key: int, changes: str) -> None:
        state, item = self._states[key], self._items[key]
        item.setToolTip(changes if changes.count(", ") >= FEW else "")
        changes = in_short(changes)
        also = f" · {state.when}" if state.named or not isinstance(self._source, Versions) else ""
        item.setText(f"{state.title}{also}\n{changes}")
        room = self.viewport().width() - self.iconSize().width() - px(36)
        words = QFontMetrics(font(13, 700 if state.named else 400)).boundingRect(
            QRect(0, 0, max(room, px(60)), px(2000)), int(Qt.TextFlag.TextWordWrap), item.text()
        )
        item.setSizeHint(QSize(px(60), max(self.iconSize().height() + 16, words.height() + 24)))


def in_short(changes: str) -> str:
    """The first of many changes, and how many more there are."""
    told = changes.split(", ")
    return f"{', '.join(told[: FEW - 1])} and {len(told) - FEW + 1} more" if len(told) > FEW else changes


def _row(board: Board, then: Board | str, oldest: str, colours: Theme, size: QSize, step: Step) -> tuple[Seen, str]:
    """The picture of a row, and what became of the board since the row below."""
    changes = oldest or (f"the one before cannot be read ({then})" if isinstance(then, str) else "")
    if not isinstance(then, str):
        changes = ", ".join(summary(then, board)) or SAME
    step("")
    return see(board, colours, None, size.width(), size.height()), changes
