"""The menu under the right button, the Menu key and Shift+F10."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from canvas_app.actions.spec import BOARD, LINK, NOTE
from canvas_app.ui.binder import Binder
from canvas_app.ui.board.view import BoardView


class ContextMenu(QObject):
    """Watches a view: opens the menu of the note, the link or the place that is pointed at or selected."""

    def __init__(self, view: BoardView, binder: Binder):
        super().__init__(view)
        self._view = view
        self._binder = binder
        self._menu: QMenu | None = None
        self._pressed: QPointF | None = None
        for part in (view, view.viewport()):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            if event.reason() != QContextMenuEvent.Reason.Mouse:
                self.open_at_selection()
            elif not self._view.right_drag_pans:
                self.open_at(QPointF(event.pos()))
            return True
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.RightButton:
            self._on_right_button(event)
        return False

    def _on_right_button(self, event: QMouseEvent) -> None:
        """Where the right button moves the view, a click with it opens the menu when it is let go."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            moved = (event.position() - self._pressed).manhattanLength()
            self._pressed = None
            if self._view.right_drag_pans and moved < QApplication.startDragDistance():
                self.open_at(event.position())

    def open_at(self, at: QPointF) -> None:
        """`at` in the viewport, in pixels. What is there is selected, unless it is already."""
        if self._view.take_back_at(at):
            return
        if self._view.board_mode and self._view.menu is not None:
            self._view.menu.open(at)
            return
        view, scene, bridge = self._view, self._view.board_scene, self._view.bridge
        view.finish_editing()
        view.cancel_gestures()
        view.setFocus()
        point = view.scene_point(at)
        note, link = scene.note_at(point), scene.link_at(point)
        if note is not None:
            if note not in bridge.notes:
                bridge.select([note])
            place = NOTE
        elif link is not None:
            if link not in bridge.links:
                bridge.select((), (link,))
            place = LINK
        else:
            bridge.select(())
            place = BOARD
        self._open(place, at, point)

    def open_at_selection(self) -> None:
        if self._view.board_mode and self._view.menu is not None:
            self._view.menu.open_at_selection()
            return
        view, bridge = self._view, self._view.bridge
        view.finish_editing()
        view.cancel_gestures()
        view.setFocus()
        at = QPointF(view.viewport().rect().center())
        place = LINK if bridge.links else BOARD
        if bridge.notes:
            place = NOTE
            view.bring_into_view(bridge.notes[-1:])
            at = view.viewportTransform().map(view.board_scene.note_items[bridge.notes[-1]].body.center())
        self._open(place, at, view.scene_point(at))

    def _open(self, place: frozenset[str], at: QPointF, point: QPointF) -> None:
        view = self._view
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu = self._binder.context_menu(place, view)
        if menu.isEmpty():
            return
        view.menu_place = point
        menu.aboutToHide.connect(self._on_hidden)
        menu.popup(view.viewport().mapToGlobal(QPoint(round(at.x()), round(at.y()))))

    def _on_hidden(self) -> None:
        QTimer.singleShot(0, self._forget_place)  # the chosen action runs after its menu is hidden

    def _forget_place(self) -> None:
        if self._menu is None or not self._menu.isVisible():
            self._view.menu_place = None
