"""A board drawn to be looked at."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from canvas_app.app.exporting import shrunk
from canvas_app.domain.board import Board
from canvas_app.ui.theme import colour, theme


def draw_board(board: Board, size: QSize, ratio: float) -> QPixmap:
    """The canvas within `size` (logical pixels) on a screen of this ratio."""
    data, width, height = shrunk(
        board, theme(), max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio))
    )
    image = QImage(data, width, height, QImage.Format.Format_RGBA8888)
    pixmap = QPixmap.fromImage(image.copy())
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class BoardPicture(QWidget):
    """As large as there is room for; `show_problem` puts a sentence in its place."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.board: Board | None = None
        self.problem = ""
        self._pixmap: QPixmap | None = None

    def show_board(self, board: Board) -> None:
        self.board, self.problem, self._pixmap = board, "", None
        self.update()

    def show_problem(self, words: str) -> None:
        self.board, self.problem, self._pixmap = None, words, None
        self.setAccessibleDescription(words)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pixmap = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("desk"))
        if self.board is not None:
            if self._pixmap is None:
                self._pixmap = draw_board(self.board, self.size(), self.devicePixelRatioF())
            size = self._pixmap.deviceIndependentSize()
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawPixmap(
                QRectF(left, top, size.width(), size.height()), self._pixmap, QRectF(self._pixmap.rect())
            )
        elif self.problem:
            painter.setPen(colour("error"))
            room = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.problem)
        painter.end()
