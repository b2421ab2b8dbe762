"""A list of rows for thousands of notes: a model that changes only what differs, and a view of even rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

Index = QModelIndex | QPersistentModelIndex
WALKING = frozenset({
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Return, Qt.Key.Key_Enter,
})  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What one row shows. `key` tells it from all others; `note` is the note it stands for."""

    key: str

    @property
    def note_id(self) -> str | None:
        return None

    @property
    def walkable(self) -> bool:
        """Whether the arrow keys stop here."""
        return self.note_id is not None

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return ""


class RowModel(QAbstractListModel):
    """Rows in order; `tip` is asked when a hover text is wanted."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.rows: list[Row] = []
        self._at: dict[str, int] = {}
        self._of_note: dict[str, int] = {}

    def tip(self, row: Row) -> str:
        return ""

    def show(self, rows: Sequence[Row]) -> None:
        """Takes over new rows: what is as before at both ends stays, and as many rows between them change in place."""
        old, new = self.rows, list(rows)
        shortest = min(len(old), len(new))
        head = 0 if len(old) != len(new) else len(new)
        while head < shortest and old[head].key == new[head].key:
            head += 1
        tail = 0
        while tail < shortest - head and old[-1 - tail].key == new[-1 - tail].key:
            tail += 1
        shift = len(new) - len(old)
        nothing = QModelIndex()
        if len(old) - tail > head:
            self.beginRemoveRows(nothing, head, len(old) - tail - 1)
            self.rows = old[:head] + old[len(old) - tail :]
            self.endRemoveRows()
        if len(new) - tail > head:
            self.beginInsertRows(nothing, head, len(new) - tail - 1)
            self._take(new)
            self.endInsertRows()
        else:
            self._take(new)
        kept = [*range(head), *range(len(new) - tail, len(new))]
        for first, last in _stretches([n for n in kept if _differ(old[n if n < head else n - shift], new[n])]):
            self.dataChanged.emit(self.index(first), self.index(last))

    def replace(self, rows: Iterable[Row]) -> None:
        """Shows these in place of the rows with the same keys."""
        for row in rows:
            place = self._at.get(row.key)
            if place is not None and self.rows[place] != row:
                self.rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))

    def _take(self, rows: list[Row]) -> None:
        self.rows = rows
        self._at = {row.key: n for n, row in enumerate(rows)}
        self._of_note = {}
        for n, row in enumerate(rows):
            if (note_id := row.note_id) is not None:
                self._of_note.setdefault(note_id, n)

    def row(self, index: Index) -> Row | None:
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def index_of(self, key: str) -> QModelIndex:
        """The place of a key; an invalid index where there is none."""
        return self.index(self._at[key]) if key in self._at else QModelIndex()

    def index_of_note(self, note_id: str) -> QModelIndex:
        """The first row of a note."""
        return self.index(self._of_note[note_id]) if note_id in self._of_note else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or not row.walkable:
            return Qt.ItemFlag.NoItemFlags
        able = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return able | Qt.ItemFlag.ItemIsSelectable if row.note_id is not None else able

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.DisplayRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.tip(row)
        return None


def _differ(before: Row, after: Row) -> bool:
    return before is not after and before != after


def _stretches(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Runs of neighbouring numbers."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


class RowList(QListView):
    """Shows a RowModel; its selection and the given notes are kept in step by `mirror`."""

    def __init__(self, parent: QWidget, model: RowModel, name: str):
        super().__init__(parent)
        self.rows = model
        self._mirroring = True
        self.setModel(model)
        self._mirroring = False
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalScrollBar().setSingleStep(20)

    def chose(self, note_ids: list[str]) -> None:
        """Called when the person has selected other rows."""

    def selected_ids(self) -> list[str]:
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        ids = [self.rows.rows[n].note_id for n in rows]
        return [note_id for note_id in ids if note_id is not None]

    def current_id(self) -> str | None:
        row = self.rows.row(self.currentIndex())
        return row.note_id if row else None

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._mirroring:
            self.chose(self.selected_ids())

    def update_rows(self, rows: Sequence[Row], note_ids: Sequence[str]) -> None:
        """Shows new rows with these notes selected, and tells nobody."""
        current = self.rows.row(self.currentIndex())
        self._mirroring = True
        try:
            self.rows.show(rows)
        finally:
            self._mirroring = False
        self.mirror(note_ids, scroll=False)
        if current is not None and self.rows.row(self.currentIndex()) != current:
            same = self.rows.index_of(current.key)
            self._set_current(same if same.isValid() else self.rows.index_of_note(current.note_id or ""))

    def dataChanged(self, first: Index, last: Index, roles: Iterable[int] = ()) -> None:
        """Paints these rows anew. Qt's list would lay out all and paint all, but rows are even whatever they show."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def mirror(self, note_ids: Sequence[str], scroll: bool = True) -> None:
        """Selects the rows of these notes without telling anybody."""
        if set(note_ids) == set(self.selected_ids()):
            return
        chosen = QItemSelection()
        indexes = [index for note_id in note_ids if (index := self.rows.index_of_note(note_id)).isValid()]
        for index in indexes:
            chosen.select(index, index)
        self._mirroring = True
        try:
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if indexes and self.current_id() not in note_ids:
                self._set_current(indexes[-1])
        finally:
            self._mirroring = False
        if scroll and indexes:
            self.scrollTo(indexes[0], QAbstractItemView.ScrollHint.EnsureVisible)

    def _set_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether this list wants a key before the window's shortcuts get it."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return not plain and event.key() in WALKING

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.takes_key(event):
            event.accept()
            return True
        return super().event(event)
