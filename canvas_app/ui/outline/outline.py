"""The outline as it covers the board: a heading with what can be done, and the tree."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from canvas_app.domain.arrange import parking_rect
from canvas_app.domain.commands import AddLink
from canvas_app.domain.geometry import Point, even_odd
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.outline.tree import OutlineTree
from canvas_app.ui.theme import icon, margins, px, square

FOOT = 56
_STEPS = 16


class Outline(QWidget):
    """Lies over the canvas and answers the same wishes as it."""

    def __init__(self, view: BoardView, binder: Binder):
        super().__init__(view)
        self.bridge = view.bridge
        self.setObjectName("outline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tree = OutlineTree(view.bridge, binder, self)
        title = QLabel("Outline")
        title.setProperty("heading", True)
        title.setBuddy(self.tree)
        head = QHBoxLayout()
        head.setContentsMargins(margins(24, 12, 60, 4))
        head.setSpacing(4)
        head.addWidget(title)
        head.addSpacing(12)
        for name, action_id in (("note", "note.new"), ("link", "link.new"), ("search", "edit.find")):
            head.addWidget(self._button(binder, name, action_id))
        head.addStretch(1)
        back = self._button(binder, "fit", "view.outline")
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setText("Back to the canvas")
        head.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(8, 0, 0, px(FOOT)))
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        self.hide()

    def _button(self, binder: Binder, icon_name: str, action_id: str) -> QToolButton:
        action = binder[action_id]
        button = QToolButton()
        button.setProperty("quiet", True)
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(square(20))
        button.setMinimumSize(square(36))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        return button

    def make_room(self, height: int) -> None:
        """Keeps so many pixels at the top free."""
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(8, height, 8, FOOT)

    # what actions ask for

    def write_note(self) -> None:
        """Opens an empty note in the zone of the current row."""
        self.tree.editor.write(self.tree.current_zone)

    def edit_note(self, note_id: str) -> None:
        self.tree.editor.edit(note_id)

    def finish_editing(self) -> None:
        self.tree.editor.finish()

    def cancel(self) -> None:
        """Esc: ends what is going on, else clears the selection."""
        if self.tree.editor.note_id is not None:
            self.tree.editor.finish()
        else:
            self.tree.cancel_drag()
            self.bridge.select(())

    def start_link(self, source: str | None) -> None:
        """Asks for the other end of a link from the current note."""
        from canvas_app.ui.outline.link_chooser import choose_target

        if source is None:
            self.bridge.complain("Choose a note to link from first.")
            return
        target = choose_target(self.window(), self.bridge.session.board, source)
        if target is None:
            return
        command = AddLink(source, target)
        if self.bridge.do(command, origin="link") is not None:
            self.tree.setExpanded(self.tree.outline.index_of_note(source), True)
            self.bridge.select((), (command.id,))
            self.bridge.say("Linked: mostly. Press 1, 2 or 3 for partly, mostly or fully.", of=command.id)

    def pointer(self) -> QPointF:
        """A place in the zone of the current row, in board units: where pasted notes go."""
        board = self.bridge.session.board
        zone = board.canvas.zone(self.tree.current_zone)
        if zone is None:
            return QPointF(*parking_rect(board).centre)
        scale = board.info.scale
        x, y = inner_point(zone.outline)
        return QPointF(x * scale, y * scale)

    # nothing that happens here is for the canvas below

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if isinstance(event, QMouseEvent | QWheelEvent | QKeyEvent | QTouchEvent) and not _for_window(event):
            event.accept()
        return done


def _for_window(event: QEvent) -> bool:
    """Esc goes on to the window, which does what it is bound to; shortcuts are asked for of everybody."""
    return event.type() == QEvent.Type.ShortcutOverride or (
        isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
    )


@cache
def inner_point(outline: tuple[Point, ...]) -> Point:
    """A point well inside an outline: the one of a grid that is nearest to its middle."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    middle = sum(xs) / len(xs), sum(ys) / len(ys)
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / _STEPS, min(ys) + (max(ys) - min(ys)) * j / _STEPS)
        for i in range(1, _STEPS)
        for j in range(1, _STEPS)
    ]
    inside = [point for point in (middle, *grid) if even_odd(point, outline)]
    return min(inside or [middle], key=lambda point: (point[0] - middle[0]) ** 2 + (point[1] - middle[1]) ** 2)
