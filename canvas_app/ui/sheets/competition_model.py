"""The comparison as a table model: criteria in rows, those compared in columns, what comes of it in the last one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Kind
from canvas_app.domain.competition import (
    CLAIM,
    CLAIM_WHY,
    MOST,
    Comparison,
    Line,
    Rival,
    compare,
    standing_sum,
    standing_words,
)
from canvas_app.domain.evidence import levels
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.paint import one_line

Index = QModelIndex | QPersistentModelIndex
COMPARED = "Compared"
_NONE = QModelIndex()
_ACROSS = Qt.Orientation.Horizontal
_NOBODY = Comparison((), ())


class CompetitionModel(QAbstractTableModel):
    def __init__(self, bridge: SessionBridge, parent: QObject):
        super().__init__(parent)
        self._bridge = bridge
        self.table = _NOBODY

    @property
    def board(self) -> Board:
        return self._bridge.session.board

    @property
    def lines(self) -> Sequence[Line]:
        return self.table.lines

    @property
    def rivals(self) -> Sequence[Rival]:
        return self.table.rivals

    # what is shown

    def read(self) -> bool:
        """Compares anew; whether rows and columns are the same as before."""
        board = self.board
        table = compare(board, self._bridge.session.fit, levels(board))
        if _shape(table) != _shape(self.table):
            self.beginResetModel()
            self.table = table
            self.endResetModel()
            return False
        self.table = table
        if table.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(table.lines) - 1, len(table.rivals)))
            self.headerDataChanged.emit(_ACROSS, 0, len(table.rivals))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(table.lines) - 1)
        return True

    # what a place is about

    def line(self, row: int) -> Line | None:
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def rival(self, column: int) -> Rival | None:
        """Who stands in a column; None for the last one."""
        return self.rivals[column] if 0 <= column < len(self.rivals) else None

    def row_of(self, key: str | None) -> int:
        return next((n for n, line in enumerate(self.lines) if line.key == key), -1)

    def column_of(self, rival_id: str | None) -> int:
        """The last one is ""."""
        return next(
            (n for n, rival in enumerate(self.rivals) if rival.id == rival_id), len(self.rivals) if not rival_id else -1
        )

    def score(self, index: Index) -> int | None:
        line, rival = self.line(index.row()), self.rival(index.column())
        return line.scores.get(rival.id) if line is not None and rival is not None else None

    def kind(self, line: Line) -> Kind | None:
        """The kind of a need; None for words."""
        note = self.board.notes.get(line.note) if line.note else None
        return self.board.canvas.kind(note.kind) if note is not None else None

    # sentences

    def spoken(self, index: Index) -> str:
        """A cell for a screen reader and the line below the table."""
        line, rival = self.line(index.row()), self.rival(index.column())
        if line is None:
            return ""
        words = one_line(line.words) or "Empty note"
        if rival is None:
            claim = f", {CLAIM.lower()}" if line.unproven else ""
            return f"{words}: {standing_words(line).lower()}{claim}"
        score = line.scores.get(rival.id)
        return f"{one_line(rival.name)}, {words}: {'not scored' if score is None else f'{score} of {MOST}'}"

    def why(self, row: int) -> str:
        """How the standing of a row came about."""
        line = self.line(row)
        if line is None:
            return ""
        return "\n".join([standing_sum(self.table, line), *([CLAIM_WHY] if line.unproven else [])])

    def spoken_rival(self, rival: Rival | None) -> str:
        if rival is None:
            return COMPARED
        total = sum(line.scores.get(rival.id, 0) for line in self.lines)
        scored = sum(rival.id in line.scores for line in self.lines)
        count = f"{total} of {scored * MOST}" if scored else "not scored"
        return f"{one_line(rival.name)}, {count}{', competitor' if rival.added else ''}"

    def spoken_line(self, line: Line) -> str:
        kind = self.kind(line)
        state = "picked" if not line.added else "added"
        return ", ".join([kind.label if kind else "In words", one_line(line.words) or "Empty note", state])

    # Qt's questions

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rivals) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag(0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(index)
            case Qt.ItemDataRole.ToolTipRole:
                opens = "\nClick or Enter: its evidence" if index.column() == len(self.rivals) else ""
                return f"{self.spoken(index)}\n{self.why(index.row())}{opens}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.why(index.row())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not spoken and role != Qt.ItemDataRole.ToolTipRole:
            return None
        if orientation == _ACROSS:
            rival = self.rival(section)
            said = self.spoken_rival(rival)
            return said if spoken else "\n".join([said, self.about_rival(rival)])
        line = self.line(section)
        if line is None:
            return None
        return self.spoken_line(line) if spoken else "\n".join([line.words or "Empty note", "", self.about_line(line)])

    def about_rival(self, rival: Rival | None) -> str:
        """What can be done with the head of a column."""
        if rival is None:
            return "Ours less the best of the others. A claim without evidence is a 4 or 5 that rests on an assumption."
        if not rival.added:
            return f"{quoted(rival.name)} is always compared; leave the cells empty where it says nothing."
        return "F2 or a double click renames, Alt+Left and Alt+Right or dragging move, Delete takes it out."

    def about_line(self, line: Line) -> str:
        """What can be done with the head of a row."""
        if line.note is None:
            return "F2 or a double click changes the words, Delete takes the criterion out."
        show = "Enter or a double click shows the note on the board"
        return f"{show}, Delete takes it out." if line.added else f"{show}. It is picked; unpick it to leave it out."


def _shape(table: Comparison) -> tuple[list[str], list[str]]:
    return [line.key for line in table.lines], [rival.id for rival in table.rivals]
