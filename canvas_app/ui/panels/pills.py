"""Choices side by side, of which one at most is on; a mark that only tells; a button of two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.panels.paint import draw_block, draw_icon, draw_text, open_sheet, text_block
from canvas_app.ui.theme import colour, px

HEIGHT, PILL, PAD, ICON = 44, 32, 8, 14
LARGE = 56
LONGEST = 240
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_NEXT, _BEFORE = (Qt.Key.Key_Down, Qt.Key.Key_Right), (Qt.Key.Key_Up, Qt.Key.Key_Left)


@dataclass(frozen=True)
class Option:
    """`tone` is the colour of its icon, and of its words where it is on."""

    value: str
    text: str
    icon: str = ""
    tone: str = "accent"


class Pill(QAbstractButton):
    """The target is higher than what is seen of it."""

    def __init__(self, parent: QWidget, option: Option):
        super().__init__(parent)
        self.option = option
        self.large = False
        self.setText(option.text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def _icon_room(self) -> float:
        return ICON + 5 if self.option.icon else 0

    def sizeHint(self) -> QSize:
        words = text_block(self.option.text, LONGEST, 12.5, 600, lines=1).ink_width
        return QSize(px(words + 2 * PAD + self._icon_room + 2), LARGE if self.large else px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choice = self.parent()
        if event.key() in (*_NEXT, *_BEFORE) and isinstance(choice, Pills):
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            choice.go_on(self, (event.key() in _NEXT) != (sideways and self.isRightToLeft()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.modifiers():
            keys = (*_NEXT, *_BEFORE, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            if event.key() in keys:  # of the choice, not of the notes on the board
                event.accept()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        tall = min(sheet.height() - 2, PILL * 1.3 if self.large else PILL)
        box = QRectF(0, sheet.center().y() - tall / 2, sheet.width(), tall).adjusted(1, 1, -1, -1)
        on, tone = self.isChecked(), colour(self.option.tone)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
        else:
            painter.setPen(QPen(tone if on else colour("hairline"), 1.25))
        hover = self.underMouse() and self.isEnabled()
        painter.setBrush(colour("accent_tint") if on else colour("desk") if hover else colour("panel"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = float(PAD)
        if self.option.icon:
            ink = tone if on else colour("muted")
            draw_icon(painter, QRectF(left, box.center().y() - ICON / 2, ICON, ICON), self.option.icon, ink)
            left += self._icon_room
        block = text_block(self.option.text, sheet.width() - left - PAD + 2, 12.5, 600 if on else 500, lines=1)
        words = QRectF(left, box.y(), sheet.width() - left - PAD + 2, box.height())
        draw_block(painter, words, block, tone if on else colour("ink"))
        painter.end()


class Pills(Flow):
    """One choice of several; where it is `optional`, pressing the chosen one takes it back.

    `choose` is called with the value that a person chose, "" for none.
    """

    def __init__(self, parent: QWidget, name: str, choose: Callable[[str], None], optional: bool = True):
        super().__init__((), down=-6)
        self.setParent(parent)
        self._choose, self._optional = choose, optional
        self._name = name
        self._options: tuple[Option, ...] = ()
        self._fingertips = Fingertips(self)
        self.value = ""
        self.large = False
        self.pills: list[Pill] = []
        self.setAccessibleName(name)

    def offer(self, options: Sequence[Option]) -> None:
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self.pills = [Pill(self, option) for option in options]
        for pill in self.pills:
            pill.large = self.large
            pill.setAccessibleName(f"{self._name}: {pill.option.text}")
            pill.clicked.connect(self._clicked)
        self._fingertips.watch(*self.pills)
        self.hold(self.pills)
        for pill in self.pills:
            pill.show()
        self.show_value(self.value)
        self.place()
        self.updateGeometry()

    def use_large(self, large: bool) -> None:
        """Targets for fingers at a touch board."""
        self.large = large
        for pill in self.pills:
            pill.large = large
            pill.updateGeometry()
        self.place()
        self.updateGeometry()

    def show_value(self, value: str) -> None:
        self.value = value
        chosen = next((pill for pill in self.pills if pill.option.value == value), None)
        for n, pill in enumerate(self.pills):
            pill.setChecked(pill is chosen)
            stop = pill is chosen or (chosen is None and n == 0)  # Tab stops once; arrows go on from there
            pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
            pill.update()

    def _clicked(self) -> None:
        pill = self.sender()
        assert isinstance(pill, Pill)
        value = pill.option.value
        if value == self.value and self._optional:
            value = ""
        same = value == self.value
        self.show_value(value)
        if not same:
            self._choose(value)

    def go_on(self, pill: Pill, forward: bool) -> None:
        """The keyboard goes to the next choice, or the one before."""
        place = self.pills.index(pill) + (1 if forward else -1)
        if 0 <= place < len(self.pills):
            self.pills[place].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def entry(self) -> QWidget:
        """Where the keyboard enters."""
        chosen = next((pill for pill in self.pills if pill.isChecked()), None)
        return chosen or self.pills[0]


class Badge(QWidget):
    """An icon and a word on a tint; `show_as` says what. Told by its accessible name and its tip."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._icon, self._words, self._tone = "", "", "muted"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_as(self, words: str, icon: str, tone: str, tip: str) -> None:
        self._icon, self._words, self._tone = icon, words, tone
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = text_block(self._words, LONGEST, 12, 600, lines=1).ink_width
        return QSize(px(words + ICON + 5 + 2 * 8 + 2), px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        box = QRectF(0, sheet.center().y() - 12, sheet.width(), 24).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colour("hairline"), 1))
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(box, 12, 12)
        draw_icon(painter, QRectF(8, box.center().y() - ICON / 2, ICON, ICON), self._icon, colour(self._tone))
        block = text_block(self._words, sheet.width() - ICON - 20, 12, 600, lines=1)
        draw_block(painter, QRectF(8 + ICON + 5, box.y(), sheet.width(), box.height()), block, colour(self._tone))
        painter.end()


class TwoLines(QAbstractButton):
    """An icon, a title and a quiet line below it; an arrow where it opens something."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._icon, self._tone, self._title, self._line, self._arrow = "", "muted", "", "", ""
        self.delete: Callable[[], None] | None = None
        """What the Delete key does, where it does anything."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(px(HEIGHT))

    def show_lines(self, icon: str, tone: str, title: str, line: str) -> None:
        self._icon, self._tone, self._title, self._line = icon, tone, title, line
        self.setAccessibleName(f"{title}. {line}" if line else title)
        self.update()

    def show_arrow(self, name: str) -> None:
        self._arrow = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in _DELETE and not event.modifiers():
            if self.delete is not None:
                self.delete()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys of the row do not reach the notes that are selected on the board."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _presses(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colour("desk") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(sheet.adjusted(1, 1, -1, -1), 8, 8)
        draw_icon(painter, QRectF(8, sheet.center().y() - 9, 18, 18), self._icon, colour(self._tone))
        end = 26 if self._arrow else 6
        words = QRectF(34, 4, sheet.width() - 34 - end, sheet.height() - 8)
        first = words
        if self._line:
            first = QRectF(words.x(), words.y(), words.width(), words.height() / 2)
            draw_text(painter, first.translated(0, words.height() / 2), self._line, colour("muted"), 12, lines=1)
        draw_text(painter, first, self._title, colour("ink"), 13, 600, lines=1)
        if self._arrow:
            draw_icon(painter, QRectF(sheet.right() - 24, sheet.center().y() - 8, 16, 16), self._arrow, colour("muted"))
        painter.end()


def _presses(event: QKeyEvent) -> bool:
    pressing = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
    return not event.modifiers() and event.key() in (*pressing, *_DELETE)
