"""Small chips for the notes that a statement stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Statement
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.paint import draw_block, draw_icon, open_sheet, text_block
from canvas_app.ui.theme import colour, px

HEIGHT = 24
GAP = 6
PAD = 9
ICON = 13
SIZE = 12
LONGEST = 210
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True)
class Chip:
    """`fault` says what is wrong: the note was deleted (then `note` is empty), changed since it was used, or parked."""

    note: str
    text: str
    hue: str
    kind: str
    fault: str

    @property
    def tip(self) -> str:
        return "\n".join(line for line in (f"{self.kind}: {self.text}" if self.kind else self.text, self.fault) if line)


def chips_of(board: Board, statement: Statement) -> list[Chip]:
    """A chip for each note that the statement is built from."""
    used: dict[str, list[str]] = {}
    chips: dict[str, Chip] = {}
    for part in statement.parts:
        if part.used is not None:
            used.setdefault(part.note or "", []).append(part.used)
    for part in statement.parts:
        if part.note is None and part.used is not None:
            chips.setdefault(f"gone:{part.used}", Chip("", part.used, "grey", "", "This note was deleted."))
        if part.note is None or part.note in chips:
            continue
        note = board.notes.get(part.note)
        if note is None:
            chips[part.note] = Chip("", part.used or part.text, "grey", "", "This note was deleted.")
            continue
        kind = board.canvas.kind(note.kind)
        fault = "This note is parked and does not count." if note.zone == PARKING else ""
        old = next((text for text in used.get(note.id, ()) if text != note.text), None)
        if old is not None:
            fault = f"The note has changed; the statement was made with {quoted(old, 80)}."
        hue, label = (kind.hue, kind.label) if kind else ("grey", "")
        chips[note.id] = Chip(note.id, note.text or "Empty note", hue, label, fault)
    return list(chips.values())


class ChipButton(QAbstractButton):
    """One chip; a click shows its note."""

    def __init__(self, parent: QWidget, chip: Chip):
        super().__init__(parent)
        self.chip = chip
        mark = ICON + 5 if chip.fault else 0
        self._block = text_block(chip.text, LONGEST - 2 * PAD - mark, SIZE, 500, lines=1)
        self._size = QSize(px(self._block.ink_width + 2 * PAD + mark + 1), px(HEIGHT))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(chip.tip)
        self.setAccessibleName(chip.tip.replace("\n", ". "))

    def sizeHint(self) -> QSize:
        return self._size

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _enters(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _enters(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = open_sheet(painter, self.rect(), self.isRightToLeft()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = "accent" if self.hasFocus() else f"{self.chip.hue}.{'strong' if self.underMouse() else 'edge'}"
        painter.setPen(QPen(colour(edge), 1.5 if self.hasFocus() else 1))
        painter.setBrush(colour(f"{self.chip.hue}.note"))
        painter.drawRoundedRect(box, 6, 6)
        left = float(PAD)
        if self.chip.fault:
            draw_icon(painter, QRectF(PAD - 2, (HEIGHT - ICON) / 2, ICON, ICON), "warning", colour("warn"))
            left += ICON + 3
        ink = colour("muted" if self.chip.hue == "grey" else "ink")
        draw_block(painter, QRectF(left, 0, self._block.ink_width, HEIGHT), self._block, ink)
        painter.end()


def _enters(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD


class ChipFlow(QWidget):
    """Chips in rows; as high as they need."""

    def __init__(self, parent: QWidget, show_note: Callable[[str], None]):
        super().__init__(parent)
        self._show_note = show_note
        self._chips: list[Chip] = []
        self.buttons: list[ChipButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        if list(chips) == self._chips:
            return
        self._chips = list(chips)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [ChipButton(self, chip) for chip in chips]
        for button in self.buttons:
            button.clicked.connect(self._clicked)
            button.show()
        self.setVisible(bool(self.buttons))
        self._place()
        self.updateGeometry()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ChipButton):
            self._show_note(button.chip.note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _place(self) -> None:
        for button, place in zip(self.buttons, self._places(self.width()), strict=True):
            button.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        x = y = 0
        for button in self.buttons:
            wide = min(button.sizeHint().width(), max(width, 60))
            if x and x + wide > width:
                x, y = 0, y + px(HEIGHT) + GAP
            places.append(QRect(x, y, wide, px(HEIGHT)))
            x += wide + GAP
        whole = QRect(0, 0, width, y + px(HEIGHT))
        return [QStyle.visualRect(self.layoutDirection(), whole, place) for place in places]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].y() + px(HEIGHT) if places else 0

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))
