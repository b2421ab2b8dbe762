"""What lies where: a grid of cells over the board."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF

from canvas_app.ui.board.note_item import NoteItem

CELL = 512.0
"""Board units."""
MANY = 4096
"""For a rectangle of more cells than this every item is looked at instead."""

Cell = tuple[int, int]
T = TypeVar("T")


class Index(Generic[T]):
    """Follows `place` and `drop`. `cells_of` says in which cells an item lies; it is asked when that matters first."""

    def __init__(self, cells_of: Callable[[T], Iterable[Cell]]):
        self._cells_of = cells_of
        self._cells: dict[Cell, set[T]] = {}
        self._of: dict[T, tuple[Cell, ...]] = {}
        self._waiting: dict[T, None] = {}

    def place(self, item: T) -> None:
        """Takes in an item, or where it has gone."""
        self._waiting[item] = None

    def drop(self, item: T) -> None:
        self._waiting.pop(item, None)
        self._take_out(item)

    def touching(self, rect: QRectF) -> set[T]:
        """Items whose cells a rectangle touches; not all of them touch it."""
        for _ in self.settle():
            pass
        left, top, right, bottom = _span(rect)
        if (right - left + 1) * (bottom - top + 1) > MANY:
            return set(self._of)
        found: set[T] = set()
        for key in cells_in(rect):
            here = self._cells.get(key)
            if here:
                found |= here
        return found

    @property
    def waiting(self) -> int:
        """How many items have not been put into their cells yet."""
        return len(self._waiting)

    def settle(self) -> Iterator[None]:
        """Puts what is waiting into its cells; pauses after every item."""
        while self._waiting:
            item, _ = self._waiting.popitem()
            cells = tuple(self._cells_of(item))
            if self._of.get(item) != cells:
                self._take_out(item)
                self._of[item] = cells
                for key in cells:
                    self._cells.setdefault(key, set()).add(item)
            yield

    def _take_out(self, item: T) -> None:
        for key in self._of.pop(item, ()):
            self._cells[key].discard(item)


def cells_in(rect: QRectF) -> Iterator[Cell]:
    left, top, right, bottom = _span(rect)
    return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


def _span(rect: QRectF) -> tuple[int, int, int, int]:
    return (
        int(rect.left() // CELL),
        int(rect.top() // CELL),
        int(rect.right() // CELL),
        int(rect.bottom() // CELL),
    )


def bounds(items: Iterable[NoteItem]) -> QRectF:
    """Round the boxes of all."""
    rect = QRectF()
    for item in items:
        rect = rect.united(item.box)
    return rect
