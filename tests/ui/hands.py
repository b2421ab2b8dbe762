"""Hands to work a board with."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from canvas_app.ui.board.view import BoardView


class Hands:
    """Real mouse events on a view, aimed at board units."""

    def __init__(self, view: BoardView):
        self.view = view

    @property
    def board(self):
        return self.view.bridge.session.board

    @property
    def history(self):
        return self.view.bridge.session.history

    def listen(self) -> list[str]:
        """The sentences that are said from now on."""
        said: list[str] = []

        def note(words: str, complaint: bool, undo: bool) -> None:
            said.append(words)

        self.view.bridge.said.connect(note)
        return said

    def pixel(self, x: float, y: float) -> QPoint:
        return self.view.viewportTransform().map(QPointF(x, y)).toPoint()

    def middle(self, note_id: str) -> QPoint:
        body = self.view.board_scene.note_items[note_id].body
        return self.pixel(body.center().x(), body.center().y())

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    def double_click(self, at: QPoint) -> None:
        self.click(at)
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def press(self, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        QTest.mousePress(self.view.viewport(), button, Qt.KeyboardModifier.NoModifier, at)

    def move(self, at: QPoint) -> None:
        QTest.mouseMove(self.view.viewport(), at)

    def release(self, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        QTest.mouseRelease(self.view.viewport(), button, Qt.KeyboardModifier.NoModifier, at)

    def drag(self, start: QPoint, end: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        self.press(start, button)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (end - start) * share)
        self.release(end, button)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view.window(), key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.view.editor, text)
