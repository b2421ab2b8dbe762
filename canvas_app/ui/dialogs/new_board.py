"""New board: which canvas, for whom, to what end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from canvas_app.app.library import free_path
from canvas_app.app.resources import Catalogue, catalogue
from canvas_app.domain.canvas import Canvas
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.dialogs.thumbnail import draw_canvas
from canvas_app.ui.home.board_list import short_path
from canvas_app.ui.panels.paint import draw_text, open_sheet
from canvas_app.ui.theme import colour, px

Index = QModelIndex | QPersistentModelIndex
TILE = QSize(196, 150)
GAP = 12
LONGEST = 500


@dataclass(frozen=True)
class NewBoard:
    canvas: Canvas
    title: str
    partner: str
    segment: str
    goal: str


def ask_new_board(parent: QWidget | None, library: Path) -> NewBoard | None:
    """Asks what the new board is to be; None where the person changes their mind."""
    dialog = NewBoardDialog(parent, library, catalogue())
    try:
        return dialog.answer() if dialog.exec() else None
    finally:
        dialog.deleteLater()


class CanvasModel(QAbstractListModel):
    def __init__(self, parent: QWidget, canvases: list[Canvas]):
        super().__init__(parent)
        self.canvases = canvases

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.canvases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        canvas = self.canvases[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return canvas.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{canvas.title}: {', '.join(zone.title for zone in canvas.zones)}"
        return None


class CanvasDelegate(QStyledItemDelegate):
    """A tile: the canvas in small, its title below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _grid()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, CanvasModel)
        canvas = model.canvases[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        box = QRectF(1, 1, sheet.width() - GAP - 2, sheet.height() - GAP - 2)
        edge = colour("accent" if chosen else "line" if over else "hairline")
        painter.setPen(QPen(edge, 3 if chosen and focus else 2 if chosen else 1))
        painter.setBrush(colour("accent_tint" if chosen else "panel"))
        painter.drawRoundedRect(box, 10, 10)
        draw_canvas(painter, box.adjusted(14, 14, -14, -48), canvas)
        words = QRectF(box.x() + 12, box.bottom() - 44, box.width() - 24, 40)
        draw_text(painter, words, canvas.title, colour("ink"), 13, 600)
        painter.restore()


class NewBoardDialog(FormDialog):
    def __init__(self, parent: QWidget | None, library: Path, known: Catalogue):
        super().__init__(parent, "New board", "Create board")
        self._library = library
        canvases = list(known.canvases.values())
        self.canvases = QListView()
        self.canvases.setModel(CanvasModel(self, canvases))
        self.canvases.setItemDelegate(CanvasDelegate(self.canvases))
        self.canvases.setViewMode(QListView.ViewMode.IconMode)
        self.canvases.setMovement(QListView.Movement.Static)
        self.canvases.setResizeMode(QListView.ResizeMode.Adjust)
        self.canvases.setUniformItemSizes(True)
        self.canvases.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.canvases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.canvases.setFrameShape(QListView.Shape.NoFrame)
        self.canvases.setMouseTracking(True)
        self.canvases.setAccessibleName("Canvas")
        grid, screen = _grid(), self.screen().availableSize()
        columns = max(1, min(3, (screen.width() - 140) // grid.width()))
        rows = min(-(-len(canvases) // columns), 2 if screen.height() > 5 * grid.height() else 1)
        self.canvases.setGridSize(grid)
        self.canvases.setFixedSize(columns * grid.width() + 2, rows * grid.height() + 2)
        if len(canvases) <= rows * columns:
            self.canvases.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.canvases.setFixedWidth(columns * grid.width() + 26)
        self.canvases.setCurrentIndex(self.canvases.model().index(0, 0))
        self.title = _line()
        self.partner = _line()
        self.segment = _line()
        self.goal = _line()
        self.path = QLabel()
        self.path.setProperty("muted", True)
        self.path.setWordWrap(True)
        self.body.addWidget(self.canvases)
        if known.problems:
            self.body.addWidget(_problems([str(problem) for problem in known.problems]))
        fields = field_grid()
        add_field(fields, "&Title", self.title, "Loyalty app for cafés")
        add_field(fields, "&Partner", self.partner, "With whom you go to market")
        add_field(fields, "&Segment", self.segment, "Whose jobs and needs the board is about")
        add_field(fields, "&Goal", self.goal, "What the partnership is to bring that customer")
        fields.addWidget(self.path, fields.rowCount(), 1)
        self.body.addLayout(fields)
        self.title.textChanged.connect(self._check)
        self.title.setFocus()
        self._check()

    def _check(self) -> None:
        title = _words(self.title)
        self.allow("" if title else "Give the board a title.")
        self.path.setText(f"Saved as {short_path(free_path(self._library, title))}" if title else " ")

    def answer(self) -> NewBoard:
        model = self.canvases.model()
        assert isinstance(model, CanvasModel)
        canvas = model.canvases[max(self.canvases.currentIndex().row(), 0)]
        return NewBoard(canvas, *(_words(field) for field in (self.title, self.partner, self.segment, self.goal)))


def _grid() -> QSize:
    """A tile and the gap behind it, in pixels."""
    return QSize(px(TILE.width() + GAP), px(TILE.height() + GAP))


def _words(field: QLineEdit) -> str:
    return " ".join(field.text().split())


def _line() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(LONGEST)
    return field


def _problems(sentences: list[str]) -> QLabel:
    """Canvas files of one's own that were refused, one line each."""
    label = QLabel("\n".join(sentences))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName("Canvas files that cannot be used")
    label.setProperty("warning", True)
    return label
