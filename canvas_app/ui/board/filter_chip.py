"""A small button that opens a list of choices to filter by, and says which are chosen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from canvas_app.ui.binder import unmarked
from canvas_app.ui.theme import icon, px

LONGEST = 190
GAP = 6
_CHOOSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Choice:
    """`icon` is an icon's name and the theme's colour for it, or None."""

    value: Hashable
    text: str
    icon: tuple[str, str] | None = None


class ChoiceMenu(QMenu):
    """A menu that stays open while things are switched in it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() in _CHOOSING and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class FilterChip(QToolButton):
    """`single` allows one choice at most. `changed` is called after every change by hand."""

    def __init__(self, title: str, changed: Callable[[], None], single: bool = False):
        super().__init__()
        self._title = title
        self._changed = changed
        self._single = single
        self._choices: tuple[Choice, ...] = ()
        self.chosen: frozenset[Hashable] = frozenset()
        self.setObjectName("filter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(ChoiceMenu(self))
        self._show()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Other choices; those that were chosen and are still there stay chosen."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        self.chosen &= {choice.value for choice in choices}
        menu = self.menu()
        menu.clear()
        for choice in choices:
            action = menu.addAction(unmarked(choice.text))
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(self._on_choice)
        menu.addSeparator()
        menu.addAction("Any").triggered.connect(self._on_any)
        self._show()

    def clear(self) -> None:
        self.chosen = frozenset()
        self._show()

    def _on_choice(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        value = action.data().value
        if value in self.chosen:
            self.chosen -= {value}
        else:
            self.chosen = frozenset({value}) if self._single else self.chosen | {value}
        self._show()
        self._changed()

    def _on_any(self) -> None:
        self.clear()
        self._changed()

    def _show(self) -> None:
        texts = [choice.text for choice in self._choices if choice.value in self.chosen]
        for action in self.menu().actions():
            if action.isCheckable():
                choice = action.data()
                action.setChecked(choice.value in self.chosen)
                if choice.icon is not None:  # stands where the tick would
                    action.setIcon(icon("check", "accent") if action.isChecked() else icon(*choice.icon))
        words = ", ".join(texts)
        full = f"{self._title}: {words}" if texts else self._title
        self.setText(self.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, px(LONGEST)) + " ▾")
        self.setToolTip(full)
        self.setAccessibleName(f"Filter by {self._title.lower()}: {words or 'any'}")
        self.setProperty("active", bool(texts))
        self.style().unpolish(self)
        self.style().polish(self)
        self.updateGeometry()


class Flow(QWidget):
    """Widgets in rows from the leading side, `down` pixels between the rows; as high as they need."""

    def __init__(self, widgets: Sequence[QWidget], down: int = GAP):
        super().__init__()
        self._down = down
        self._widgets: list[QWidget] = []
        self.hold(widgets)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hold(self, widgets: Sequence[QWidget]) -> None:
        """Other widgets in place of those that it held."""
        for widget in self._widgets:
            if widget not in widgets:
                widget.hide()
                widget.deleteLater()
        self._widgets = list(widgets)
        for widget in widgets:
            widget.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has other words
            self.place()
            self.updateGeometry()
        return super().event(event)

    def place(self) -> None:
        """Lays the widgets out anew after one of them has changed."""
        for widget, box in self._places(self.width()):
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                box.moveRight(self.width() - 1 - box.left())
            widget.setGeometry(box)

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        places = []
        x = y = 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint().expandedTo(widget.minimumSize())
            wide = min(size.width(), width)
            if x and x + wide > width:
                x, y = 0, y + size.height() + self._down
            places.append((widget, QRect(x, y, wide, size.height())))
            x += wide + GAP
        return places

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((box.bottom() + 1 for _, box in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))
