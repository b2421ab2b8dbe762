"""What can be chosen about an export: the kind, and below it what matters for that kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from canvas_app.ui.export.kinds import FIELDS, KINDS, Kind, Snapshot
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import px

KIND = "kind"
WIDTH = 250


def sound(saved: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """A value for every field: the one kept where it is one that can be chosen, else the usual one."""
    choices = {}
    for name, field in FIELDS.items():
        allowed = [value for value, _ in field.values_for(snapshot)] if field.values else [True, False]
        value = saved.get(name)
        fine = any(type(value) is type(one) and value == one for one in allowed)
        choices[name] = value if fine else field.default()
    return choices


class OptionsPane(Scrolled):
    """`changed` is called whenever another kind or value has been chosen."""

    def __init__(
        self, kinds: Iterable[Kind], saved: Mapping[str, Any], snapshot: Snapshot, changed: Callable[[], None]
    ):
        inside = QWidget()
        column = QVBoxLayout(inside)
        super().__init__(inside)
        self._snapshot = snapshot
        self._changed = changed
        self._offered: frozenset[str] = frozenset(FIELDS)
        self._fields: dict[str, QComboBox | QCheckBox] = {}
        self._rows: dict[str, QWidget] = {}
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        self.kind = QComboBox()
        for kind in kinds:
            self.kind.addItem(kind.title, kind)
        names = [kind.id for kind in self._kinds()]
        self.kind.setCurrentIndex(max(0, names.index(saved[KIND]) if saved.get(KIND) in names else 0))
        self._add(column, "&Kind", self.kind)
        for name, value in sound(saved, snapshot).items():
            self._add_field(column, name, value)
        column.addStretch(1)
        self.setFixedWidth(px(WIDTH))
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._show_fields()

    def _kinds(self) -> list[Kind]:
        return [self.kind.itemData(place) for place in range(self.kind.count())]

    def _add(self, column: QVBoxLayout, words: str, box: QComboBox) -> QWidget:
        label = QLabel(words)
        label.setProperty("muted", True)
        label.setBuddy(box)
        box.setAccessibleName(words.replace("&", ""))
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        both = QWidget()
        rows = QVBoxLayout(both)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(label)
        rows.addWidget(box)
        column.addWidget(both)
        return both

    def _add_field(self, column: QVBoxLayout, name: str, value: Any) -> None:
        field = FIELDS[name]
        if field.values:
            combo = QComboBox()
            values = field.values_for(self._snapshot)
            for one, title in values:
                combo.addItem(title, one)
            combo.setCurrentIndex([one for one, _ in values].index(value))
            combo.setToolTip(field.tip)
            self._rows[name] = self._add(column, field.label, combo)
            combo.currentIndexChanged.connect(self._on_choice)
            self._fields[name] = combo
        else:
            check = QCheckBox(field.label)
            check.setChecked(value)
            check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            check.setToolTip(field.tip)
            check.toggled.connect(self._on_choice)
            column.addWidget(check)
            self._rows[name] = check
            self._fields[name] = check

    # what is chosen

    @property
    def chosen(self) -> Kind:
        kind = self.kind.currentData()
        assert isinstance(kind, Kind)
        return kind

    def choose(self, kind: str) -> None:
        self.kind.setCurrentIndex([one.id for one in self._kinds()].index(kind))

    @property
    def choices(self) -> dict[str, Any]:
        """A value for every field. What is not offered has its usual value."""
        return {
            name: self._value(box) if name in self._offered else FIELDS[name].default()
            for name, box in self._fields.items()
        }

    @property
    def saved(self) -> dict[str, Any]:
        """What is to be kept for the next time."""
        return {KIND: self.chosen.id, **{name: self._value(box) for name, box in self._fields.items()}}

    def field(self, name: str) -> QComboBox | QCheckBox:
        return self._fields[name]

    def _value(self, box: QComboBox | QCheckBox) -> Any:
        return box.currentData() if isinstance(box, QComboBox) else box.isChecked()

    # what is offered

    def offer(self, names: Iterable[str]) -> None:
        """Only these fields make sense on this computer and for this board."""
        self._offered = frozenset(names)
        self._show_fields()

    def _show_fields(self) -> None:
        for name, row in self._rows.items():
            row.setVisible(name in self._offered and name in self.chosen.choices)

    def _on_kind(self) -> None:
        self._show_fields()
        self._changed()

    def _on_choice(self) -> None:
        self._changed()


def kinds_of(printing: bool) -> list[Kind]:
    return [kind for kind in KINDS if kind.prints or not printing]
