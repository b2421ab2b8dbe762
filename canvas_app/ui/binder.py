"""Turns declared actions into QActions: shortcuts, menus, tooltips, enabled state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from canvas_app.actions import all_actions
from canvas_app.actions.context import Context
from canvas_app.actions.spec import Action
from canvas_app.domain.errors import UserError
from canvas_app.ui.theme import icon

MENUS = ("Board", "Edit", "Note", "Note/Move to", "Arrange", "View", "View/Theme", "Help")
"""In their order; a menu that nothing is in is left out."""
log = logging.getLogger(__name__)


class BoundAction(QAction):
    """One action of the window; runs its handler and tells the person what went wrong."""

    def __init__(self, action: Action, context: Callable[[], Context], parent: QWidget):
        super().__init__(action.title, parent)
        self._action = action
        self._context = context
        self.setShortcuts([QKeySequence(key) for key in action.keys])
        self.setAutoRepeat(action.repeats)
        self.setCheckable(action.checked is not None)
        key = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if action.keys else ""
        self.setToolTip(f"{action.tip} ({key})" if key else action.tip)
        self.triggered.connect(self._run)

    def _run(self) -> None:
        context = self._context()
        if not self._action.enabled(context):
            return
        try:
            self._action.run(context)
        except UserError as error:
            context.ui.complain(str(error))
        if self._action.checked is not None:
            self.refresh(self._context())

    def refresh(self, context: Context) -> None:
        self.setEnabled(self._action.enabled(context))
        if self._action.checked is not None:
            self.setChecked(self._action.checked(context))
        if self._action.named is not None:
            self.setText(self._action.named(context) or self._action.title)


class Binder(QObject):
    """All actions of one window, by id."""

    def __init__(self, window: QWidget, context: Callable[[], Context]):
        super().__init__(window)
        self._context = context
        self.actions: dict[str, BoundAction] = {}
        self._declared = all_actions()
        for action in self._declared.values():
            bound = self.actions[action.id] = BoundAction(action, context, window)
            window.addAction(bound)

    def __getitem__(self, action_id: str) -> BoundAction:
        return self.actions[action_id]

    def refresh(self) -> None:
        """Brings titles and enabled states in line with the board and the selection."""
        context = self._context()
        for bound in self.actions.values():
            bound.refresh(context)

    def main_menu(self, parent: QWidget) -> QMenu:
        """One menu with a submenu for each menu name; filled when it is first opened."""
        self._menu = QMenu(parent)
        self._menu.aboutToShow.connect(self._show_menu)
        return self._menu

    def _show_menu(self) -> None:
        if self._menu.isEmpty():
            menus = {"": self._menu}
            for name in MENUS:
                actions = [action for action in self._declared.values() if action.menu == name]
                if actions:
                    outer, _, title = name.rpartition("/")
                    menus[name] = menus[outer].addMenu(title)
                    self._fill(menus[name], actions)
        self.refresh()

    def _fill(self, menu: QMenu, actions: Iterable[Action]) -> None:
        for action in actions:
            if action.separator and not menu.isEmpty():
                menu.addSeparator()
            bound = self.actions[action.id]
            if action.icon:
                bound.setIcon(icon(action.icon))
            menu.addAction(bound)
