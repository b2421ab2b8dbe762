"""The matrix as a table model: notes in rows and columns, the link of two of them in a cell."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from canvas_app.app.describe import STRENGTHS
from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind
from canvas_app.domain.decide import link_direction
from canvas_app.domain.entities import Link, Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import Fit
from canvas_app.domain.matrix import Table, cells, number, rows_and_columns
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import importance, quoted, relief_sum, share_sum, value_sum, weight_sum

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ACROSS = Qt.Orientation.Horizontal


class MatrixModel(QAbstractTableModel):
    """`rows` and `columns` are ids of notes, in an order that stays until `show` is called again."""

    def __init__(self, bridge: SessionBridge, parent: QObject):
        super().__init__(parent)
        self._bridge = bridge
        self.table = Table((), ())
        self.picked = False
        self.rows: list[str] = []
        self.columns: list[str] = []
        self.links: Mapping[tuple[str, str], Link] = {}
        self.in_order = True
        """Whether rows and columns stand as their weights and values want it."""
        self._seen: Fit | None = None
        self._refused: dict[tuple[str, str], str] = {}

    @property
    def board(self) -> Board:
        return self._bridge.session.board

    @property
    def figures(self) -> Fit:
        return self._bridge.session.fit

    # what is shown

    def show(self, table: Table, picked: bool) -> None:
        """Shows a table anew, in its order of the moment."""
        self.beginResetModel()
        self.table, self.picked = table, picked
        self.rows, self.columns = rows_and_columns(self.board, self.figures, table, picked)
        self.links = cells(self.board, self.rows, self.columns)
        self.in_order, self._seen, self._refused = True, self.figures, {}
        self.endResetModel()

    def follow(self, notes: Collection[str]) -> tuple[list[int], list[int]] | None:
        """Shows a change of links, and of these notes, each row and column in its place; None where others are due.

        Returns the rows and columns whose headings are not as they were.
        """
        rows, columns = rows_and_columns(self.board, self.figures, self.table, self.picked)
        self.in_order = rows == self.rows and columns == self.columns
        if not self.in_order and (set(rows) != set(self.rows) or set(columns) != set(self.columns)):
            return None
        before, self.links = self.links, cells(self.board, self.rows, self.columns)
        at_row = {note: n for n, note in enumerate(self.rows)}
        at_column = {note: n for n, note in enumerate(self.columns)}
        for key in before.keys() | self.links.keys():
            if before.get(key) is not self.links.get(key):
                cell = self.index(at_row[key[0]], at_column[key[1]])
                self.dataChanged.emit(cell, cell)
        changed = self._changed_figures() | set(notes)
        return [at_row[n] for n in changed if n in at_row], [at_column[n] for n in changed if n in at_column]

    def _changed_figures(self) -> set[str]:
        """The notes with other figures than were shown last."""
        old, new = self._seen, self.figures
        self._seen = new
        if old is None or old is new:
            return set()
        pairs = (
            (old.weights, new.weights),
            (old.relief, new.relief),
            (old.values, new.values),
            (old.importance, new.importance),
            (old.answers, new.answers),
        )
        return {note for a, b in pairs for note, figure in b.items() if a.get(note) != figure}

    # what a cell is about

    def ends(self, index: Index) -> tuple[str, str] | None:
        """The ids of the notes of a cell's row and column."""
        return (self.rows[index.row()], self.columns[index.column()]) if index.isValid() else None

    def link(self, index: Index) -> Link | None:
        ends = self.ends(index)
        return self.links.get(ends) if ends else None

    def refused(self, index: Index) -> str:
        """Why the notes of a cell cannot be linked, as a sentence; "" where they can."""
        ends = self.ends(index)
        if ends is None:
            return ""
        row, column = (self.board.notes[end] for end in ends)
        kinds = row.kind, column.kind
        if kinds not in self._refused:
            try:
                link_direction(self.board, column.id, row.id)
                self._refused[kinds] = ""
            except RuleBroken as reason:
                self._refused[kinds] = str(reason)
        return self._refused[kinds]

    def note(self, orientation: Qt.Orientation, section: int) -> Note | None:
        """The note that heads a row (vertical) or a column."""
        ids = self.columns if orientation == _ACROSS else self.rows
        return self.board.notes.get(ids[section]) if 0 <= section < len(ids) else None

    def kind(self, note: Note) -> Kind:
        kind = self.board.canvas.kind(note.kind)
        assert kind is not None, "notes in a table are of its kinds"
        return kind

    def figure(self, note: Note) -> str:
        """The number that heads a row or column."""
        value = number(self.figures, note.id)
        return "" if value is None or self.kind(note).role == "none" else f"{value:.1f}"

    # sums and sentences

    def sums(self, note: Note) -> list[str]:
        """What the figures of a note add up from."""
        figures = self.figures
        if note.id in figures.weights:
            return [weight_sum(self.board, figures, note.id), relief_sum(self.board, figures, note.id)]
        if note.id in figures.values:
            return [value_sum(self.board, figures, note.id)]
        if self.kind(note).role == "anchor":
            return [importance(figures, note.id).capitalize()]
        return []

    def cell_sum(self, index: Index) -> str:
        """What the link of a cell is worth; "" for none."""
        link, ends = self.link(index), self.ends(index)
        if link is None or ends is None or ends[0] not in self.figures.weights or ends[1] not in self.figures.values:
            return ""
        return share_sum(self.board, self.figures, *ends, link.strength)

    def spoken(self, index: Index) -> str:
        """A cell for a screen reader and the line below the table."""
        ends = self.ends(index)
        if ends is None:
            return ""
        row, column = (self.board.notes[end] for end in ends)
        link = self.link(index)
        if link is not None:
            state = f"{STRENGTHS[link.strength]}, {link.strength} of 3"
        else:
            state = "cannot be linked" if self.refused(index) else "not linked"
        return f"{quoted(row.text)} and {quoted(column.text)}: {state}"

    def spoken_header(self, note: Note) -> str:
        kind = self.kind(note)
        words = {"need": "weight", "answer": "value", "anchor": "importance"}
        figure = self.figure(note)
        parts = [kind.label, quoted(note.text), f"{words[kind.role]} {figure}" if figure else ""]
        if note.id in self.figures.relief:
            parts.append(f"relief {self.figures.relief[note.id]} of 3")
        return ", ".join(part for part in [*parts, "picked" if note.picked else ""] if part)

    # Qt's questions

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag(0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(index)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                said = self.spoken(index) if role == Qt.ItemDataRole.ToolTipRole else ""
                return "\n".join(part for part in (said, self.refused(index) or self.cell_sum(index)) if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        note = self.note(orientation, section)
        if note is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken_header(note)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join([note.text or "Empty note", "", *self.sums(note), "Click: show it on the board"])
        return None


def names(board: Board, kinds: Sequence[str]) -> str:
    """Kinds in the canvas's words, with "and" before the last."""
    many = [kind.many.lower() for kind in board.canvas.kinds if kind.id in kinds]
    return " and ".join([", ".join(many[:-1]), many[-1]] if len(many) > 1 else many)
