"""The command palette: every action by name, from the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.matching import ASIDE, fitness
from canvas_app.app.settings import MAX_COMMANDS
from canvas_app.ui.binder import Binder
from canvas_app.ui.floating import Floating
from canvas_app.ui.keys import spelt
from canvas_app.ui.panels.paint import draw_icon, draw_label, draw_text, open_sheet
from canvas_app.ui.theme import colour, exact_font, px

WIDTH = 560
ROW, FINGER_ROW = 44, 58
"""Heights of a row in pixels at the usual text size: at a desk, and in board mode."""
MOST_ROWS = 9
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST_ROWS, Qt.Key.Key_PageDown: MOST_ROWS}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """`menu`: where the menus have it. `keys`: the first key as this system writes it, or ""."""

    id: str
    title: str
    menu: str
    tip: str
    keys: str
    icon: str
    enabled: bool
    checked: bool


class Entries(QAbstractListModel):
    def __init__(self, parent: QObject):
        super().__init__(parent)
        self.shown: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.shown = entries
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            off = "" if entry.enabled else "not available now"
            return ", ".join(part for part in (entry.title, entry.menu, entry.keys, off) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on if self.shown[index.row()].enabled else Qt.ItemFlag.NoItemFlags


class _Rows(QStyledItemDelegate):
    """Icon and title, then the menu's name, the keys at the far end; `height` in pixels."""

    height = ROW

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Entries)
        entry = model.shown[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = open_sheet(painter, option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(colour("accent_tint"))
            painter.drawRoundedRect(row.adjusted(6, 2, -6, -2), 8, 8)
        ink = colour("ink" if entry.enabled else "line")
        draw_icon(painter, QRectF(18, row.center().y() - 9, 18, 18), "check" if entry.checked else entry.icon, ink)
        right = row.right() - 18
        if entry.keys:
            wide = _width(entry.keys, 12, 500) + 14
            cap = QRectF(right - wide, row.center().y() - 11, wide, 22)
            painter.setPen(QPen(colour("hairline"), 1))
            painter.setBrush(colour("desk"))
            painter.drawRoundedRect(cap, 5, 5)
            draw_label(painter, cap, entry.keys, ink, 12, 500, Qt.AlignmentFlag.AlignHCenter)
            right = cap.left() - 12
        room = right - 48
        wide = min(_width(entry.title, 14, 500), room)
        draw_text(
            painter, QRectF(48, row.top(), min(wide + 12, room), row.height()), entry.title, ink, 14, 500, lines=1
        )
        if room - wide > 24 + _width(entry.menu, 12):
            beside = QRectF(48 + wide + 12, row.top(), room - wide - 12, row.height())
            draw_label(painter, beside, entry.menu, colour("muted" if entry.enabled else "line"), 12)
        painter.restore()


def _width(words: str, size: float, weight: int = 400) -> float:
    return QFontMetricsF(exact_font(size, weight)).horizontalAdvance(words) + 2


class Palette(QFrame):
    """Floats over the top middle of the window. It closes when something is chosen or the focus goes elsewhere."""

    def __init__(self, window: QWidget, binder: Binder):
        super().__init__(window)
        self._binder = binder
        self._before: QWidget | None = None
        self._all: list[Entry] = []
        self.setObjectName("palette")
        self.setAccessibleName("All commands")
        self.search = QLineEdit()
        self.search.setPlaceholderText("What do you want to do?")
        self.search.setAccessibleName("Search commands")
        self.search.setClearButtonEnabled(True)
        self.model = Entries(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self._rows = _Rows(self.list)
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel("No command goes by that name.")
        self.none.setProperty("muted", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.search, self.list, self.none):
            layout.addWidget(widget)
        Floating(self, depth=18, strength=34, radius=14)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.selectionModel().currentChanged.connect(self._announce)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.close_up()
            return
        self._before = QApplication.focusWidget()
        page = getattr(self.window(), "page", None)
        self._rows.height = px(FINGER_ROW if page is not None and page.view.board_mode else ROW)
        self._all = self._entries()
        self.search.clear()
        self._filter("")
        self.show()
        self.raise_()
        self.search.setFocus()

    def close_up(self) -> None:
        """Hides, and gives the focus back."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()
        elif (page := getattr(self.window(), "page", None)) is not None:
            page.view.setFocus()

    def _entries(self) -> list[Entry]:
        """All actions as they are now, those used last in front; what has no name on this board is left out."""
        self._binder.refresh()
        entries = []
        for action in self._binder.declared.values():
            bound = self._binder[action.id]
            named = action.named(self._binder.context()) if action.named is not None else ""
            if action.id == "help.commands" or (action.named is not None and not named and not bound.isEnabled()):
                continue
            keys = spelt(bound.keys[0]) if bound.keys else ""
            title = (named or action.title).rstrip("…")
            menu = action.menu.replace("/", " › ")
            entries.append(
                Entry(action.id, title, menu, action.tip, keys, action.icon, bound.isEnabled(), bound.isChecked())
            )
        recent = {action_id: n for n, action_id in enumerate(self._recent())}
        return sorted(entries, key=lambda entry: (not entry.enabled, recent.get(entry.id, len(recent))))

    def _recent(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self._binder.context().ui.option("commands")
        return found

    def _filter(self, words: str) -> None:
        """What fits by its name before what fits otherwise; of each what can be done now first, and then the best."""
        found = self._all
        if words.strip():
            order = {
                entry: (fit[0] >= ASIDE, not entry.enabled, fit)
                for entry in self._all
                if (fit := fitness(words, entry.title, f"{entry.menu} {entry.tip}")) is not None
            }
            found = sorted(order, key=order.__getitem__)
        self.model.show(found)
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        if found and found[0].enabled:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.scrollToTop()
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        width = min(px(WIDTH), window.width() - 40)
        chrome = 24 + 8 + max(self.search.sizeHint().height(), px(38))
        rows = max(1, min(MOST_ROWS, len(self.model.shown), int((window.height() * 0.8 - chrome) // self._rows.height)))
        self.setGeometry(
            (window.width() - width) // 2, round(window.height() * 0.1), width, chrome + rows * self._rows.height + 2
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search:
            if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self.isAncestorOf(_focus()):
                self._before = None
                self.hide()
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._on_key(event)
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._choose(self.list.currentIndex())
        elif event.key() in _MOVES:
            self._walk(_MOVES[Qt.Key(event.key())])
        else:
            return False
        return True

    def _walk(self, by: int) -> None:
        """From entry to entry that can be chosen; stops at both ends."""
        on = [row for row, entry in enumerate(self.model.shown) if entry.enabled]
        if on:
            now = self.list.currentIndex().row()
            place = on.index(now) + by if now in on else 0
            self.list.setCurrentIndex(self.model.index(on[max(0, min(place, len(on) - 1))]))

    def _announce(self, index: QModelIndex) -> None:
        """Lets a screen reader say the entry, for the focus stays in the field."""
        if index.isValid() and self.isVisible():
            words = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.search, words))

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid() or not self.model.shown[index.row()].enabled:
            return
        chosen = self.model.shown[index.row()].id
        self.close_up()  # actions look at who has the focus
        self._binder[chosen].trigger()
        recent = tuple(other for other in self._recent() if other != chosen)
        self._binder.context().ui.set_option("commands", (chosen, *recent)[:MAX_COMMANDS])


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()
