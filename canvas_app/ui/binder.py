"""Turns declared actions into QActions: shortcuts, menus, tooltips, enabled state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from canvas_app.actions import all_actions
from canvas_app.actions.context import Context
from canvas_app.actions.keys import keys_of
from canvas_app.actions.spec import Action, context_actions
from canvas_app.domain.errors import UserError
from canvas_app.ui.keys import RESERVED, Keys, portable, spelt
from canvas_app.ui.theme import icon, ordered

MENUS = ("Board", "Edit", "Note", "Arrange", "Statement", "View", "Help")
"""In their order; a menu that nothing is in is left out."""
log = logging.getLogger(__name__)


def unmarked(words: str) -> str:
    """Words for a menu: Qt would take a single & as the mark of a key."""
    return words.replace("&", "&&")


class BoundAction(QAction):
    """One action of the window; runs its handler and tells the person what went wrong."""

    def __init__(self, action: Action, context: Callable[[], Context], parent: QWidget):
        super().__init__(parent)
        self.setText(ordered(action.title))
        self._action = action
        self._context = context
        self.setAutoRepeat(action.repeats)
        self.setCheckable(action.checked is not None)
        self.use_keys(action.keys)
        self.triggered.connect(self._run)

    def setText(self, text: str) -> None:
        super().setText(unmarked(text))

    def text(self) -> str:
        """The words as they are, for whoever shows them elsewhere than in a menu."""
        return super().text().replace("&&", "&")

    def use_keys(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        self.setShortcuts([QKeySequence(key) for key in keys])
        self.setToolTip(f"{self._action.tip} ({spelt(keys[0])})" if keys else self._action.tip)

    def _run(self) -> None:
        context = self._context()
        if not self._action.enabled(context):
            return
        if not self._action.beside:
            context.ui.let_go()
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
            named = self._action.named(context)
            self.setText(ordered(named or self._action.title))
            self.setVisible(bool(named) or self.isEnabled())


class Binder(QObject):
    """All actions of one window, by id."""

    def __init__(self, window: QWidget, context: Callable[[], Context]):
        super().__init__(window)
        self.context = context
        self.actions: dict[str, BoundAction] = {}
        self._own: dict[str, tuple[str, ...]] = {}
        self.declared = all_actions()
        for action in self.declared.values():
            bound = self.actions[action.id] = BoundAction(action, context, window)
            window.addAction(bound)
        self.keys = Keys(window, self.actions)

    def use_keys(self, own: Mapping[str, tuple[str, ...]]) -> None:
        """Gives actions the person's keys; what is none is left out with a line in the log."""
        if own == self._own:
            return
        self._own = dict(own)
        tips: dict[str, str] = {}
        for action in self.declared.values():
            wanted = keys_of(action, own)
            keys = tuple(key for key in wanted if portable(key) and portable(key) not in RESERVED)
            if keys != wanted:
                log.warning("settings: no keys of %s: %s", action.id, [key for key in wanted if key not in keys])
            bound = self.actions[action.id]
            if keys != bound.keys:
                before = bound.toolTip()
                bound.use_keys(keys)
                tips[before] = bound.toolTip()
        if tips:
            window = self.parent()
            assert isinstance(window, QWidget)
            for widget in window.findChildren(QWidget):
                if widget.toolTip() in tips:
                    widget.setToolTip(tips[widget.toolTip()])

    def __getitem__(self, action_id: str) -> BoundAction:
        return self.actions[action_id]

    def refresh(self) -> None:
        """Brings titles and enabled states in line with the board and the selection."""
        context = self.context()
        for bound in self.actions.values():
            bound.refresh(context)

    def main_menu(self, parent: QWidget) -> QMenu:
        """One menu with a submenu for each menu name; filled when it is first opened."""
        self._menu = QMenu(parent)
        self._menu.aboutToShow.connect(self._show_menu)
        return self._menu

    def _show_menu(self) -> None:
        self.refresh()
        if self._menu.isEmpty():
            for name in MENUS:
                actions = [action for action in self.declared.values() if action.menu.split("/")[0] == name]
                if actions:
                    self._fill(self._menu.addMenu(name), actions)

    def context_menu(self, place: frozenset[str], parent: QWidget) -> QMenu:
        """What can be done now on NOTE, LINK or BOARD."""
        self.refresh()
        menu = QMenu(parent)
        offered = context_actions(self.declared, place)
        self._fill(menu, [action for action in offered if self.actions[action.id].isEnabled()])
        return menu

    def _fill(self, menu: QMenu, actions: Iterable[Action]) -> None:
        """Puts actions into a menu; those of a menu within go into that, which stands where its first one would."""
        inner: dict[str, QMenu] = {}
        for action in actions:
            name = action.menu.partition("/")[2]
            if name and name not in inner:
                inner[name] = menu.addMenu(name)
            target = inner.get(name, menu)
            if action.separator and not target.isEmpty():
                target.addSeparator()
            bound = self.actions[action.id]
            if action.icon:
                bound.setIcon(icon(action.icon))
            target.addAction(bound)
