"""One statement of the list: its words, its score, the notes it stands on."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.entities import Part, Statement
from canvas_app.domain.fit import Fit
from canvas_app.ui.panels.chips import ChipFlow, chips_of
from canvas_app.ui.panels.statement_text import StatementText
from canvas_app.ui.theme import colour, icon, icon_pixmap, margins, px, square


class CardWishes(Protocol):
    """What a card asks of its panel."""

    def edit(self, statement_id: str, parts: tuple[Part, ...], group: str) -> None: ...
    def remove(self, statement_id: str) -> None: ...
    def show_note(self, note_id: str) -> None: ...
    def focus_beside(self, statement_id: str, by: int) -> None: ...
    def drag_to(self, statement_id: str, global_pos: QPoint) -> None: ...
    def drop(self, statement_id: str) -> None: ...
    def cancel_drag(self) -> None: ...


class Grip(QLabel):
    """The handle by which a card is dragged."""

    def __init__(self, card: "StatementCard"):
        super().__init__(card)
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
            self._card.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.globalPosition().toPoint()
        if self._pressed is None:
            return
        if not self.dragging and (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self.dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self.dragging:
            self._card.wishes.drag_to(self._card.statement_id, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.dragging:
            self._card.wishes.drop(self._card.statement_id)
        self.release()

    def release(self) -> None:
        self._pressed = None
        self.dragging = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class StatementCard(QFrame):
    """Keys on the card itself: Enter edits, up and down walk; Alt+Up, Alt+Down and Delete are actions."""

    def __init__(self, parent: QWidget, statement: Statement, wishes: CardWishes):
        super().__init__(parent)
        self.statement_id = statement.id
        self.wishes = wishes
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grip = Grip(self)
        self.title = QLabel(self)
        self.title.setProperty("muted", True)
        self.title.setProperty("note", True)
        self.trash = QToolButton(self)
        self.trash.setProperty("quiet", True)
        self.trash.setIcon(icon("trash", "muted"))
        self.trash.setIconSize(square(16))
        self.trash.clicked.connect(self._remove)
        self.text = StatementText(self, statement.parts, f"statement-{statement.id}", self._edited)
        self.text.installEventFilter(self)
        self.score = QLabel(self)
        self.score.setProperty("note", True)
        self.chips = ChipFlow(self, wishes.show_note)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.grip)
        head.addWidget(self.title, 1)
        head.addWidget(self.trash)
        body = QVBoxLayout()
        body.setContentsMargins(margins(8, 0, 6, 0))
        body.setSpacing(10)
        body.addWidget(self.text)
        body.addWidget(self.chips)
        body.addWidget(self.score)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(body)
        self.setTabOrder(self, self.text)

    def show_statement(self, statement: Statement, rank: int, board: Board, figures: Fit) -> None:
        name = f"Value statement {rank}"
        self.title.setText(name)
        self.trash.setToolTip(f"Delete value statement {rank}")
        self.trash.setAccessibleName(f"Delete value statement {rank}")
        self.text.setAccessibleName(f"{name}, text")
        self.setAccessibleName(f"{name}: {statement.text}")
        self.chips.show_chips(chips_of(board, statement))
        self.show_score(statement, board, figures)

    def show_score(self, statement: Statement, board: Board, figures: Fit) -> None:
        score = figures.statement_score(statement.notes)
        if score is None:
            self.score.setText("Answers –")
            self.score.setToolTip("Nothing to measure yet: no need on the board has weight")
            return
        self.score.setText(f"Answers {score} % of what matters")
        total = sum(figures.weights.values())
        best = figures.reached(statement.notes)
        sums = " + ".join(f"{figures.weights[need]:.1f}×{strength}/3" for need, strength in best.items()) or "0"
        self.score.setToolTip(f"({sums}) / {total:.1f}, the weight of all needs on the board")

    def allow_changes(self, allowed: bool) -> None:
        self.text.setReadOnly(not allowed)
        self.trash.setVisible(allowed)
        self.grip.setEnabled(allowed)

    def edit(self) -> None:
        """Puts the caret behind the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def _edited(self, parts: tuple[Part, ...], group: str) -> None:
        self.wishes.edit(self.statement_id, parts, group)

    def _remove(self) -> None:
        self.wishes.remove(self.statement_id)

    # focus and keys

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_active(event.type() == QEvent.Type.FocusIn)
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_active(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_active(False)

    def _show_active(self, active: bool) -> None:
        self.setProperty("active", active)
        self.style().unpolish(self)
        self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        walking = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers()
        editing = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        return self.hasFocus() and (walking or editing or (event.key() == Qt.Key.Key_Escape and self.grip.dragging))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._wants(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.grip.release()
            self.wishes.cancel_drag()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.wishes.focus_beside(self.statement_id, -1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            self.edit()
