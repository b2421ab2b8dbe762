"""Which notes lie where: a grid of cells over the board."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRectF

from canvas_app.ui.board.note_item import NoteItem

CELL = 512.0
"""Board units; a note lies in four cells at most, unless it is larger than one."""
MANY = 4096
"""For a rectangle of more cells than this every note is looked at instead."""

Cell = tuple[int, int]


class Index:
    """Follows `place` and `drop`; the cells are filled when they are first asked for."""

    def __init__(self) -> None:
        self._cells: dict[Cell, set[NoteItem]] = {}
        self._of: dict[NoteItem, tuple[int, int, int, int]] = {}
        self._waiting: set[NoteItem] = set()

    def place(self, item: NoteItem) -> None:
        """Takes in a note, or where it has gone."""
        self._waiting.add(item)

    def drop(self, item: NoteItem) -> None:
        self._waiting.discard(item)
        self._take_out(item)

    def touching(self, rect: QRectF) -> set[NoteItem]:
        """Notes whose boxes come near a rectangle; not all of them touch it."""
        self._settle()
        left, top, right, bottom = _span(rect)
        if (right - left + 1) * (bottom - top + 1) > MANY:
            return set(self._of)
        cells = self._cells
        found: set[NoteItem] = set()
        for key in _keys((left, top, right, bottom)):
            here = cells.get(key)
            if here:
                found |= here
        return found

    def _settle(self) -> None:
        for item in self._waiting:
            span = _span(item.box)
            if self._of.get(item) == span:
                continue
            self._take_out(item)
            self._of[item] = span
            for key in _keys(span):
                self._cells.setdefault(key, set()).add(item)
        self._waiting.clear()

    def _take_out(self, item: NoteItem) -> None:
        for key in _keys(self._of.pop(item, (0, 0, -1, -1))):
            self._cells[key].discard(item)


def _span(rect: QRectF) -> tuple[int, int, int, int]:
    return (
        int(rect.left() // CELL),
        int(rect.top() // CELL),
        int(rect.right() // CELL),
        int(rect.bottom() // CELL),
    )


def _keys(span: tuple[int, int, int, int]) -> Iterator[Cell]:
    left, top, right, bottom = span
    return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


def bounds(items: Iterable[NoteItem]) -> QRectF:
    """Round the boxes of all."""
    rect = QRectF()
    for item in items:
        rect = rect.united(item.box)
    return rect
