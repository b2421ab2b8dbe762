"""Keyboard and mouse: every action with its keys, searchable; the keys can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from canvas_app.actions.gestures import GESTURES
from canvas_app.actions.keys import Own, differing, holders, keys_of
from canvas_app.actions.spec import Action
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.dialogs.key_editor import KeyEditor
from canvas_app.ui.keys import spelt
from canvas_app.ui.panels.paint import draw_label, open_sheet
from canvas_app.ui.theme import colour, exact_font, font, ordered, px

OTHER = "Moving notes"
MOUSE = "Mouse, touch and pen"
KEYS = Qt.ItemDataRole.UserRole + 1
"""A list of (key as this system writes it, "" | "own" | "clash")."""
ACTION = Qt.ItemDataRole.UserRole + 2
"""The id of the row's action."""
ROW = 32
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Index = QModelIndex | QPersistentModelIndex


def show_shortcuts(
    parent: QWidget | None, declared: Mapping[str, Action], own: Own, change: Callable[[Own], None]
) -> None:
    dialog = ShortcutsDialog(parent, declared, own, change)
    dialog.exec()
    dialog.deleteLater()


class KeysDelegate(QStyledItemDelegate):
    """Draws the keys of an action as caps: the person's own ones tinted, those that two actions have in red."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(200), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        metrics = QFontMetricsF(exact_font(12, 500))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        left = 0.0
        for key, state in index.data(KEYS) or []:
            box = QRectF(left, row.center().y() - 10.5, metrics.horizontalAdvance(key) + 14, 21)
            painter.setPen(QPen(colour({"clash": "error", "own": "accent"}.get(state, "hairline")), 1))
            painter.setBrush(colour("accent_tint" if state == "own" else "desk"))
            painter.drawRoundedRect(box, 5, 5)
            ink = colour("error" if state == "clash" else "ink")
            draw_label(painter, box, key, ink, 12, 500, Qt.AlignmentFlag.AlignHCenter)
            left = box.right() + 6
        painter.restore()


class Table(QTreeView):
    """Enter changes the current row's keys, as a double-click does."""

    def __init__(self, change: Callable[[], None]):
        super().__init__()
        self._change = change
        self.setItemDelegateForColumn(1, KeysDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setObjectName("keys")
        self.setAccessibleName("Actions and their keys")
        self.doubleClicked.connect(change)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._change()
        else:
            super().keyPressEvent(event)


class ShortcutsDialog(FormDialog):
    """`change` takes the person's keys whenever they differ from before."""

    def __init__(self, parent: QWidget | None, declared: Mapping[str, Action], own: Own, change: Callable[[Own], None]):
        super().__init__(parent, "Keyboard and mouse", "Close")
        self._declared = declared
        self._own = dict(own)
        self._tell = change
        self.cancel.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: a word or a key")
        self.search.setAccessibleName("Search")
        self.search.setClearButtonEnabled(True)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
        self.table = Table(self._edit)
        self.table.setModel(self.proxy)
        self.change = self._button(ordered("Change…"), self._edit)
        self.reset = self._button("Reset", self._reset)
        self.reset_all = self._button("Reset all", self._reset_all)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        for button in (self.change, self.reset, self.reset_all):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self.editor = KeyEditor(declared, self._take, self._end_editing)
        self.editor.hide()
        self.body.addWidget(self.search)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._buttons)
        self.body.addWidget(self.editor)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self._show()
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.header().resizeSection(1, px(280))
        self.table.header().setStretchLastSection(False)
        self.table.selectionModel().currentChanged.connect(self._show_buttons)
        self.resize(px(700), px(680))
        self.search.setFocus()

    def _button(self, words: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the search goes to the first row that was found; the main button would close the sheet."""
        enter = isinstance(event, QKeyEvent) and event.key() in _ENTER
        if watched is not self.search or not enter or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        found = self._rows()
        if found:
            self.table.setCurrentIndex(found[0])
            self.table.setFocus()
        return True

    def _filter(self, words: str) -> None:
        self.proxy.setFilterFixedString(words.strip())
        self.table.expandAll()
        found = self.proxy.rowCount() > 0
        self.reason.setText("" if found else "Nothing goes by that name or key.")
        self._show_buttons()

    def _show(self, current: str = "") -> None:
        """Fills the table; `current` is the action whose row becomes the current one."""
        before = self.proxy.sourceModel()
        scrolled = self.table.verticalScrollBar().value()
        self.proxy.setSourceModel(_table(self, self._declared, self._own))
        if before is not None:
            before.deleteLater()
        self.table.expandAll()
        for row in self._rows():
            if current and row.data(ACTION) == current:
                self.table.setCurrentIndex(row)
        self.table.verticalScrollBar().setValue(scrolled)
        self._show_buttons()

    def _rows(self) -> list[QModelIndex]:
        menus = [self.proxy.index(n, 0) for n in range(self.proxy.rowCount())]
        return [self.proxy.index(n, 0, menu) for menu in menus for n in range(self.proxy.rowCount(menu))]

    def choose(self, action_id: str) -> None:
        """Makes an action's row the current one."""
        for row in self._rows():
            if row.data(ACTION) == action_id:
                self.table.setCurrentIndex(row)

    @property
    def _current(self) -> Action | None:
        index = self.table.currentIndex()
        return self._declared.get(index.siblingAtColumn(0).data(ACTION) or "") if index.isValid() else None

    def _show_buttons(self) -> None:
        action = self._current
        self.change.setEnabled(action is not None)
        self.reset.setEnabled(action is not None and action.id in self._own)
        self.reset_all.setEnabled(bool(self._own))

    # changing

    def _edit(self) -> None:
        action = self._current
        if action is not None:
            self._show_editor(True)
            self.editor.edit(action, self._own)

    def _end_editing(self) -> None:
        self._show_editor(False)
        self.table.setFocus()

    def _show_editor(self, shown: bool) -> None:
        self.editor.setVisible(shown)
        for button in (self.change, self.reset, self.reset_all):
            button.setVisible(not shown)
        self.table.setEnabled(not shown)
        self.table.scrollTo(self.table.currentIndex())
        self.search.setEnabled(not shown)

    def _take(self, own: Own) -> None:
        current = self._current
        self._own = differing(self._declared, own)
        self._tell(self._own)
        self._show(current.id if current else "")

    def _reset(self) -> None:
        action = self._current
        if action is None:
            return
        rest = {action_id: keys for action_id, keys in self._own.items() if action_id != action.id}
        taken = [other for key in action.keys for other in holders(self._declared, rest, key, besides=action.id)]
        self._take(rest)
        names = " and ".join(dict.fromkeys(f"“{other.title.rstrip('…')}”" for other in taken))
        self.reason.setText(f"A key of it is {names}'s now; both are shown in red." if taken else "")

    def _reset_all(self) -> None:
        self._take({})
        self.reason.setText("All keys are as they were.")


def _table(parent: QWidget, declared: Mapping[str, Action], own: Own) -> QStandardItemModel:
    """A branch for each menu and one for what hands do."""
    model = QStandardItemModel(parent)
    model.setColumnCount(2)
    branches: dict[str, QStandardItem] = {}
    for action in declared.values():
        menu = action.menu.rpartition("/")[2]
        branch = branches.get(menu) or _branch(model, branches, menu)
        keys, caps, others = keys_of(action, own), [], []
        for key in keys:
            clashing = holders(declared, own, key, besides=action.id)
            others += [other.title.rstrip("…") for other in clashing]
            caps.append((spelt(key), "clash" if clashing else "own" if action.id in own else ""))
        row = _row(action.title.rstrip("…"), caps, keys, others)
        row[0].setData(action.id, ACTION)
        branch.appendRow(row)
    hands = _branch(model, branches, "\0hands")
    hands.setText(MOUSE)
    for gesture, meaning in GESTURES:
        hands.appendRow(_row(meaning, [(gesture, "")], (), []))
    return model


def _branch(model: QStandardItemModel, branches: dict[str, QStandardItem], menu: str) -> QStandardItem:
    item = QStandardItem(menu or OTHER)
    item.setFont(font(13, 700))
    item.setSizeHint(QSize(10, px(34)))
    empty = QStandardItem()
    for part in (item, empty):
        part.setFlags(Qt.ItemFlag.ItemIsEnabled)
    branches[menu] = item
    model.appendRow([item, empty])
    return item


def _row(title: str, caps: list[tuple[str, str]], plain: tuple[str, ...], others: list[str]) -> list[QStandardItem]:
    name, keys = QStandardItem(title), QStandardItem()
    words = ", ".join(dict.fromkeys([*(cap for cap, _ in caps), *plain]))
    name.setData(f"{title}, {words}", Qt.ItemDataRole.AccessibleTextRole)
    keys.setData(caps, KEYS)
    clash = f"Also a key of {' and '.join(dict.fromkeys(others))}; neither acts on it" if others else ""
    keys.setData(f"{words}. {clash}" if clash else words, Qt.ItemDataRole.AccessibleTextRole)
    for part in (name, keys):
        part.setToolTip(clash)
        part.setSizeHint(QSize(10, px(ROW)))
    return [name, keys]
