"""Keyboard and mouse: every action with its keys, searchable."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from canvas_app.actions.spec import Action
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.panels.paint import draw_label
from canvas_app.ui.theme import colour, font

OTHER = "Moving notes"
KEYS = Qt.ItemDataRole.UserRole + 1
GESTURES = (
    ("Double-click the board", "New note there"),
    ("Double-click a note", "Edit its text"),
    ("Drag a note", "Move it; its zone says what it is"),
    ("Drag the dot of a note", "Link it to another"),
    ("Drag the board", "Select with a rubber band"),
    ("Shift-click, Ctrl-click", "Add to the selection, or take out"),
    ("Space-drag, middle-drag", "Move the view"),
    ("Wheel, Shift+wheel", "Scroll up and down, sideways"),
    ("Ctrl+wheel, pinch", "Zoom about the pointer"),
    ("Tab, Shift+Tab while writing", "Next note beside, note before"),
    ("Ctrl+Enter while writing", "Next note below"),
    ("Tab, Shift+Tab on the board", "Walk from note to note"),
    ("Drag a row of Priorities", "Rank the note"),
    ("Drag the handle of a statement", "Move it in the list"),
)


def show_shortcuts(parent: QWidget | None, actions: Mapping[str, Action]) -> None:
    dialog = ShortcutsDialog(parent, actions)
    dialog.exec()
    dialog.deleteLater()


def spelt(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


class KeysDelegate(QStyledItemDelegate):
    """Draws the keys of an action as caps."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 32)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        keys = index.data(KEYS) or []
        face = font(12, 500)
        metrics = QFontMetricsF(face)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = float(option.rect.x())
        for key in keys:
            box = QRectF(left, option.rect.center().y() - 10, metrics.horizontalAdvance(key) + 14, 21)
            painter.setPen(QPen(colour("hairline"), 1))
            painter.setBrush(colour("desk"))
            painter.drawRoundedRect(box, 5, 5)
            draw_label(painter, box, key, colour("ink"), 12, 500, Qt.AlignmentFlag.AlignHCenter)
            left = box.right() + 6
        painter.restore()


class ShortcutsDialog(FormDialog):
    def __init__(self, parent: QWidget | None, actions: Mapping[str, Action]):
        super().__init__(parent, "Keyboard and mouse", "Close")
        self.cancel.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: a word or a key")
        self.search.setAccessibleName("Search")
        self.search.setClearButtonEnabled(True)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(_table(self, actions))
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
        self.table = QTreeView()
        self.table.setModel(self.proxy)
        self.table.setItemDelegateForColumn(1, KeysDelegate(self.table))
        self.table.setHeaderHidden(True)
        self.table.setRootIsDecorated(False)
        self.table.setIndentation(0)
        self.table.setItemsExpandable(False)
        self.table.setUniformRowHeights(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.table.setAccessibleName("Actions and their keys")
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.header().resizeSection(1, 250)
        self.table.header().setStretchLastSection(False)
        self.table.expandAll()
        self.body.addWidget(self.search)
        self.body.addWidget(self.table, 1)
        self.search.textChanged.connect(self._filter)
        self.resize(620, 640)
        self.search.setFocus()

    def _filter(self, words: str) -> None:
        self.proxy.setFilterFixedString(words.strip())
        self.table.expandAll()
        found = self.proxy.rowCount() > 0
        self.reason.setText("" if found else "Nothing goes by that name or key.")


def _table(parent: QWidget, actions: Mapping[str, Action]) -> QStandardItemModel:
    """A branch for each menu and one for the mouse."""
    model = QStandardItemModel(parent)
    model.setColumnCount(2)
    branches: dict[str, QStandardItem] = {}
    for action in actions.values():
        if action.keys:
            menu = action.menu.rpartition("/")[2]
            branch = branches.get(menu) or _branch(model, branches, menu)
            keys = [spelt(key) for key in action.keys]
            branch.appendRow(_row(action.title.rstrip("…"), keys, action.keys))
    mouse = _branch(model, branches, "\0mouse")
    mouse.setText("Mouse and touch")
    for gesture, meaning in GESTURES:
        mouse.appendRow(_row(meaning, [gesture], ()))
    return model


def _branch(model: QStandardItemModel, branches: dict[str, QStandardItem], menu: str) -> QStandardItem:
    item = QStandardItem(menu or OTHER)
    item.setFont(font(13, 700))
    item.setSizeHint(QSize(10, 34))
    branches[menu] = item
    model.appendRow([item, QStandardItem()])
    return item


def _row(title: str, keys: list[str], plain: tuple[str, ...]) -> list[QStandardItem]:
    name, caps = QStandardItem(title), QStandardItem()
    name.setData(f"{title}, {', '.join(dict.fromkeys([*keys, *plain]))}", Qt.ItemDataRole.AccessibleTextRole)
    caps.setData(keys, KEYS)
    caps.setData(", ".join(keys), Qt.ItemDataRole.AccessibleTextRole)
    name.setSizeHint(QSize(10, 32))
    return [name, caps]
