"""What the canvas asks about a kind of note, as fields; and the small pieces that fields stand between."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from canvas_app.domain.canvas import Kind, KindField
from canvas_app.ui.panels.fields import LineField
from canvas_app.ui.panels.paint import draw_icon_chip, open_sheet
from canvas_app.ui.panels.pills import Option, Pills
from canvas_app.ui.theme import px, square

MOST_PILLS = 6


class KindChip(QWidget):
    """The icon of a kind on its colour."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._kind: Kind | None = None
        self.setFixedSize(square(28))

    def show_kind(self, kind: Kind | None) -> None:
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        hue, name = (self._kind.hue, self._kind.icon) if self._kind else ("grey", "note")
        draw_icon_chip(painter, QRectF(1, 1, sheet.width() - 2, sheet.height() - 2), name, hue)
        painter.end()


class Answers(Protocol):
    """Who keeps the answers: by the field's id, "" for none; whether it was taken."""

    def record_answer(self, field_id: str, value: str, group: str | None = None) -> bool: ...
    def leave(self) -> None: ...


class KindFields(QWidget):
    """What the canvas asks about notes of one kind: a few choices side by side, many in a list, else free words."""

    def __init__(self, parent: QWidget, fields: tuple[KindField, ...], owner: Answers):
        super().__init__(parent)
        self._fields = fields
        self._owner = owner
        self.editors: dict[str, Pills | QComboBox | LineField] = {}
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in fields:
            label = section(field.label, self)
            value = plain(self)
            editor = self.editors[field.id] = self._editor(field)
            self._labels[field.id] = label, value
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignLeading)
            layout.addWidget(value)
            layout.addWidget(editor)

    def _editor(self, field: KindField) -> Pills | QComboBox | LineField:
        if not field.choices:

            def record(text: str, group: str) -> bool:
                return self._owner.record_answer(field.id, text, group)

            return LineField(self, field.label, record, self._owner.leave)

        def choose(value: str) -> None:
            self._owner.record_answer(field.id, value)

        if len(field.choices) <= MOST_PILLS:
            return Pills(self, field.label, choose)
        box = QComboBox(self)
        box.setAccessibleName(field.label)
        box.setMinimumHeight(px(40))
        box.activated.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)
        field_id = next(field_id for field_id, editor in self.editors.items() if editor is box)
        self._owner.record_answer(field_id, box.currentData(), f"answer-{field_id}")  # a walk with arrows is one

    def show_answers(self, answers: dict[str, Any], read_only: bool) -> None:
        """An answer that is none of the choices stays, as one more."""
        for field in self._fields:
            value = str(answers.get(field.id, ""))
            editor = self.editors[field.id]
            choices = [*field.choices, *([value] if value and value not in field.choices else [])]
            if isinstance(editor, Pills):
                editor.offer([Option(choice, choice[:1].upper() + choice[1:]) for choice in choices])
                editor.show_value(value)
            elif isinstance(editor, QComboBox):
                if [editor.itemData(n) for n in range(editor.count())] != ["", *choices]:
                    editor.clear()
                    editor.addItem("Not said", "")
                    for choice in choices:
                        editor.addItem(choice[:1].upper() + choice[1:], choice)
                editor.setCurrentIndex(max(editor.findData(value), 0))
            else:
                editor.show_text(value)
            label, shown = self._labels[field.id]
            editor.setVisible(not read_only)
            label.setVisible(not read_only or bool(value))
            shown.setVisible(read_only and bool(value))
            shown.setText(value)

    def lines(self) -> list[LineField]:
        return [editor for editor in self.editors.values() if isinstance(editor, LineField)]

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        found: list[QWidget] = []
        for editor in self.editors.values():
            found += editor.pills if isinstance(editor, Pills) else [editor]
        return found


def section(words: str, parent: QWidget) -> QLabel:
    """The heading of a field."""
    label = QLabel(words, parent)
    label.setProperty("note", True)
    label.setContentsMargins(0, 6, 0, 0)
    return label


def plain(parent: QWidget) -> QLabel:
    """Words that can be read and copied but not changed."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.hide()
    return label
