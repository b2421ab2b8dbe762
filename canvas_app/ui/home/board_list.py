"""A list of board files: title, folder, when changed; missing ones can be taken off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTime,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from canvas_app.app.library import told_name
from canvas_app.ui.panels.paint import draw_icon, draw_label, draw_row_ground, draw_text, on_sheet, open_sheet
from canvas_app.ui.theme import colour, px

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 56
PAD = 5
SIDE = 20
DATE_WIDTH = 130
CROSS = 16


@dataclass(frozen=True)
class BoardEntry:
    """A board file; `changed` is None where the file is missing."""

    path: Path
    changed: datetime | None

    @property
    def title(self) -> str:
        return told_name(self.path.stem)

    @property
    def when(self) -> str:
        return "Missing" if self.changed is None else spoken_date(self.changed)


def entry(path: Path) -> BoardEntry:
    try:
        seconds = path.stat().st_mtime
    except (OSError, ValueError):
        return BoardEntry(path, None)
    try:
        return BoardEntry(path, datetime.fromtimestamp(seconds))
    except (OSError, ValueError, OverflowError):  # a time that no calendar has
        return BoardEntry(path, datetime(1970, 1, 1))


def spoken_date(moment: datetime, today: date | None = None) -> str:
    """ "Today, 14:05", "Yesterday, 9:30" or a date, as the person's locale writes them."""
    locale = QLocale()
    days = ((today or date.today()) - moment.date()).days
    time = locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    if days in (0, 1):
        return f"{'Yesterday' if days else 'Today'}, {time}"
    return locale.toString(QDate(moment.year, moment.month, moment.day), "d MMM yyyy")


class BoardModel(QAbstractListModel):
    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.entries: list[BoardEntry] = []
        self.problems: dict[Path, str] = {}
        """Why a board cannot be opened, of those that cannot."""

    def show(self, entries: Sequence[BoardEntry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.problems = {}
        self.endResetModel()

    def show_problem(self, path: Path, sentence: str) -> None:
        self.problems[path] = sentence
        for row, board in enumerate(self.entries):
            if board.path == path:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        board = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                problem = self.problems.get(board.path)
                return f"{board.title}, {board.path.parent}, {board.when}{f', {problem}' if problem else ''}"
            case Qt.ItemDataRole.ToolTipRole if board.path in self.problems:
                return f"{board.path}\n{self.problems[board.path]}"
            case Qt.ItemDataRole.ToolTipRole:
                return (
                    f"{board.path}\nThis file is not there any more."
                    if board.changed is None
                    else f"{board.path}\nDelete puts it into the trash"
                )
        return None


class BoardDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, folders: bool, deletes: bool):
        super().__init__(parent)
        self._folders, self._deletes = folders, deletes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, BoardModel)
        board = model.entries[index.row()]
        there = board.changed is not None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_row_ground(painter, option)
        rect = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        icon = QRectF(rect.x() + SIDE, rect.y() + (HEIGHT - 20) / 2, 20, 20)
        draw_icon(painter, icon, "document", colour("accent" if there else "line"))
        left, right = icon.right() + 14, rect.right() - SIDE
        if not there or self._deletes:
            draw_icon(painter, _cross(rect).adjusted(8, 8, -8, -8), "trash" if there else "close", colour("muted"))
            right -= 2 * CROSS
        date_box = QRectF(right - DATE_WIDTH, rect.y(), DATE_WIDTH, HEIGHT)
        draw_label(painter, date_box, board.when, colour("muted"), 12, align=Qt.AlignmentFlag.AlignRight)
        width = date_box.x() - left - 12
        ink = colour("ink" if there else "muted")
        problem = model.problems.get(board.path, "")
        top = rect.y() + (9 if self._folders or problem else (HEIGHT - 20) / 2)
        draw_text(painter, QRectF(left, top, width, 20), board.title, ink, 14, 600, lines=1)
        if self._folders or problem:
            below = problem or short_path(board.path.parent)
            hue = colour("error" if problem else "muted")
            draw_text(painter, QRectF(left, rect.y() + 29, width, 18), below, hue, 12, lines=1)
        painter.restore()


def short_path(path: Path) -> str:
    """A path with the home folder as ~."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def _cross(row: QRectF) -> QRectF:
    """The place of the "×" in a row."""
    side = 2 * CROSS
    return QRectF(row.right() - SIDE - side + 8, row.y() + (HEIGHT - side) / 2, side, side)


class BoardList(QListView):
    """Click, Enter or Space opens; the bin or Delete throws a board away, the "×" or Delete takes a missing one off."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        open_board: Callable[[Path], None],
        forget: Callable[[Path], None] | None = None,
        folders: bool = True,
        delete: Callable[[Path], None] | None = None,
    ):
        super().__init__(parent)
        self._open_board = open_board
        self._forget, self._delete = forget, delete
        self.boards = BoardModel(self)
        self.setModel(self.boards)
        self.setItemDelegate(BoardDelegate(self, folders, delete is not None))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setObjectName("boards")

    def show_boards(self, entries: Sequence[BoardEntry]) -> None:
        self.boards.show(entries)
        self.setFixedHeight(len(entries) * px(HEIGHT) + 2 * PAD + 2)
        if entries:
            self.setCurrentIndex(self.boards.index(0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        ground = page.widget() if isinstance(page, QScrollArea) else None
        if ground is not None and isinstance(page, QScrollArea) and self.hasFocus():
            centre = self.viewport().mapTo(ground, self.visualRect(current).center())
            page.ensureVisible(centre.x(), centre.y(), 0, px(HEIGHT))

    def _entry(self, index: QModelIndex) -> BoardEntry | None:
        return self.boards.entries[index.row()] if index.isValid() else None

    def _on_cross(self, point: QMouseEvent) -> BoardEntry | None:
        at = point.position().toPoint()
        index = self.indexAt(at)
        board = self._entry(index)
        sheet, place = on_sheet(at, self.visualRect(index), self.isRightToLeft())
        on_it = board is not None and self._goes(board) is not None and _cross(sheet).contains(place)
        return board if on_it else None

    def _goes(self, board: BoardEntry) -> Callable[[Path], None] | None:
        """What takes a board away from here."""
        return self._forget if board.changed is None else self._delete

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        board = self._entry(self.indexAt(event.position().toPoint()))
        hand = board is not None and (board.changed is not None or self._on_cross(event) is not None)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        crossed = self._on_cross(event)
        board = self._entry(self.indexAt(event.position().toPoint()))
        if crossed is not None and (take := self._goes(crossed)) is not None:
            take(crossed.path)
        elif board is not None and board.changed is not None:
            self._open_board(board.path)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _wants(event: QKeyEvent) -> bool:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete)
        return event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        board = self._entry(self.currentIndex())
        if not self._wants(event) or board is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            if (take := self._goes(board)) is not None:
                take(board.path)
        elif board.changed is not None:
            self._open_board(board.path)
