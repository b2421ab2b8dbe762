"""Giving one action its keys: the ones it has, a field that takes the next one, and what else has that one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.keys import Own, holders, keys_of, without
from canvas_app.actions.spec import Action
from canvas_app.app.settings import MAX_KEYS
from canvas_app.ui.keys import RESERVED, portable, position, spelt
from canvas_app.ui.theme import LEFT_TO_RIGHT, icon, mirrored, px


class KeyField(QKeySequenceEdit):
    """Takes one key with its modifiers, on any layout; Esc gives up, Tab goes on."""

    def __init__(self, pressed: Callable[[str], None], left: Callable[[], None]):
        super().__init__()
        self._pressed = pressed
        self._left = left
        self.setMaximumSequenceLength(1)
        self.setAccessibleName("New key")
        self.editingFinished.connect(self._take)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if event.key() == Qt.Key.Key_Escape and not event.modifiers():
                if event.type() == QEvent.Type.KeyPress:
                    self._left()
                return True
            key = position(event)
            if key is not None:
                event = QKeyEvent(event.type(), key, event.modifiers())
        return super().event(event)

    def _take(self) -> None:
        key = self.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self.clear()
        if key:
            self._pressed(key)


class KeyEditor(QFrame):
    """`change` takes the keys of all actions that have their own; `done` is called when the editing is over."""

    def __init__(self, declared: Mapping[str, Action], change: Callable[[Own], None], done: Callable[[], None]):
        super().__init__()
        self._declared = declared
        self._change = change
        self._done = done
        self._own: dict[str, tuple[str, ...]] = {}
        self._action: Action | None = None
        self._wanted = ""
        self.setProperty("card", True)
        self.title = QLabel()
        self.title.setProperty("note", True)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        self.field = KeyField(self._on_key, done)
        self.field.setFixedWidth(px(130))
        self.finish = QPushButton("Done")
        self.finish.clicked.connect(done)
        self.take_over = QPushButton("Take it over")
        self.take_over.clicked.connect(self._take_over)
        self.message = QLabel()
        self.message.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title)
        top.addLayout(self._keys)
        top.addStretch(1)
        top.addWidget(self.field)
        top.addWidget(self.finish)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.message, 1)
        below.addWidget(self.take_over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addLayout(top)
        layout.addLayout(below)

    def edit(self, action: Action, own: Own) -> None:
        self._action = action
        self._own = dict(own)
        self.title.setText(action.title.rstrip("…"))
        self._show("Press the key that shall do this as well.")
        self.field.setFocus()

    @property
    def keys(self) -> tuple[str, ...]:
        return keys_of(self._action, self._own) if self._action is not None else ()

    def _show(self, message: str, wanted: str = "") -> None:
        self._wanted = wanted
        self.message.setText(message)
        self.take_over.setVisible(bool(wanted))
        while (item := self._keys.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key in self.keys:
            chip = self._chip(key)
            self._keys.addWidget(chip)
            chip.show()

    def _chip(self, key: str) -> QWidget:
        chip = QPushButton(icon("close"), f"{LEFT_TO_RIGHT}{spelt(key)}{LEFT_TO_RIGHT}")
        chip.setProperty("small", True)
        chip.setLayoutDirection(Qt.LayoutDirection.LeftToRight if mirrored() else Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(f"Take {spelt(key)} away")
        chip.setAccessibleName(f"Take {spelt(key)} away")
        chip.clicked.connect(partial(self._drop, key))
        return chip

    def _on_key(self, key: str) -> None:
        assert self._action is not None
        others = holders(self._declared, self._own, key, besides=self._action.id)
        if portable(key) in RESERVED:
            self._show(RESERVED[portable(key)])
        elif key in self.keys:
            self._show(f"It has {spelt(key)} already.")
        elif len(self.keys) >= MAX_KEYS:
            self._show(f"An action has {MAX_KEYS} keys at most; take one away first.")
        elif others:
            names = " and ".join(f"“{other.title.rstrip('…')}”" for other in others)
            self._show(f"{spelt(key)} belongs to {names}.", wanted=key)
            self.take_over.setFocus()
        else:
            self._give(key)

    def _give(self, key: str) -> None:
        assert self._action is not None
        self._own[self._action.id] = (*self.keys, key)
        self._change(self._own)
        self._show(f"{spelt(key)} does this now.")
        self.field.setFocus()

    def _take_over(self) -> None:
        assert self._action is not None
        key = self._wanted
        for other in holders(self._declared, self._own, key, besides=self._action.id):
            self._own[other.id] = without(keys_of(other, self._own), key)
        self._give(key)

    def _drop(self, key: str) -> None:
        assert self._action is not None
        self._own[self._action.id] = tuple(own for own in self.keys if own != key)
        self._change(self._own)
        self._show(f"{spelt(key)} does nothing now.")
        self.field.setFocus()
