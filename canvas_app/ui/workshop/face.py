"""What is read from the back row: the words of the step, and its clock. Their letters are as large as the card says."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from canvas_app.text.block import TextBlock
from canvas_app.ui.panels.paint import draw_block, draw_label, open_sheet, text_block
from canvas_app.ui.theme import colour, in_force

TITLE, GAP = 1.25, 0.32
"""Size of the title and room between two paragraphs, for letters of 1."""
WIDEST = 44
"""How long a line may be, for letters of 1."""
MOST_LINES = 200


class StepWords(QWidget):
    """Title, what to do, and the question to ask. `size`: pixels of a letter."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._parts: tuple[tuple[str, float, int, str], ...] = ()
        self.size_ = 28.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, title: str, todo: str, question: str) -> None:
        parts = ((title, TITLE, 700, "ink"), (todo, 1.0, 400, "ink"), (question, 1.0, 600, "accent"))
        found = tuple(part for part in parts if part[0].strip())
        if found != self._parts:
            self._parts = found
            self.setAccessibleName(" ".join(part[0] for part in found))
            self.updateGeometry()
            self.update()

    def use_size(self, size: float) -> None:
        if size != self.size_:
            self.size_ = size
            self.updateGeometry()
            self.update()

    def _blocks(self, width: float) -> list[tuple[TextBlock, str]]:
        """Laid out for a sheet of this width."""
        letter = self.size_ / in_force.scale
        room = min(width, WIDEST * letter)
        return [
            (text_block(text, room, letter * share, weight, MOST_LINES), tone)
            for text, share, weight, tone in self._parts
        ]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        blocks = self._blocks(width / in_force.scale)
        gap = GAP * self.size_ * max(len(blocks) - 1, 0)
        return math.ceil(sum(block.height for block, _ in blocks) * in_force.scale + gap)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        top = 0.0
        for block, tone in self._blocks(sheet.width()):
            draw_block(painter, QRectF(0, top, block.width, block.height), block, colour(tone))
            top += block.height + GAP * self.size_ / in_force.scale
        painter.end()


class Countdown(QWidget):
    """The time that is left, or by how much it is over."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.text, self._tone, self._size = "0:00", "ink", 28.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_time(self, text: str, tone: str) -> None:
        """`tone`: a colour of the theme."""
        if (text, tone) == (self.text, self._tone):
            return
        if len(text) != len(self.text):
            self.updateGeometry()
        self.text, self._tone = text, tone
        self.update()

    def use_size(self, size: float) -> None:
        if size != self._size:
            self._size = size
            self.updateGeometry()
            self.update()

    @property
    def _letter(self) -> float:
        return self._size / in_force.scale

    def sizeHint(self) -> QSize:
        """As wide as any time of as many figures, so that nothing moves while it runs."""
        widest = "".join("0" if letter.isdigit() else letter for letter in self.text)
        width = text_block(widest, 9999, self._letter, 700, 1).ink_width + self._letter * 0.4
        return QSize(math.ceil(width * in_force.scale), math.ceil(self._size * 1.2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_label(painter, sheet, self.text, colour(self._tone), self._letter, 700, middle)
        painter.end()
