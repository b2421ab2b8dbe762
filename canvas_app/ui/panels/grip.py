"""The handle by which a card is dragged to another place of its list."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from canvas_app.ui.theme import colour, icon_pixmap, px


class Dragged(Protocol):
    """What the handle says to its card; points are global."""

    def grabbed(self) -> None: ...
    def drag_to(self, global_pos: QPoint) -> None: ...
    def drop(self) -> None: ...


class Grip(QLabel):
    def __init__(self, parent: QWidget, card: Dragged):
        super().__init__(parent)
        self._card = card
        self._pressed: QPoint | None = None
        self.dragging = False
        self._show()
        self.setFixedSize(px(18), px(24))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag to another place (Alt+Up, Alt+Down)")

    def changeEvent(self, event: QEvent) -> None:
        """Draws the handle in the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show()

    def _show(self) -> None:
        self.setPixmap(icon_pixmap("grip", colour("muted").name(), px(16), self.devicePixelRatioF()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._pressed = event.globalPosition().toPoint()
            self._card.grabbed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.globalPosition().toPoint()
        if self._pressed is None:
            return
        if not self.dragging and (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self.dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self.dragging:
            self._card.drag_to(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.dragging:
            self._card.drop()
        self.release()

    def release(self) -> None:
        self._pressed = None
        self.dragging = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
