"""The view on its way from one place to another: a zoom and scroll that a person can follow with the eye."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QVariantAnimation

if TYPE_CHECKING:
    from canvas_app.ui.board.zoom_view import ZoomView

_HANDS = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.Wheel,
    QEvent.Type.NativeGesture,
}


class Glide(QObject):
    """Moves one view. It ends where it is as soon as a hand touches the view, or anything else zooms or scrolls it."""

    def __init__(self, view: ZoomView):
        super().__init__(view)
        self._view = view
        self.animation = QVariantAnimation(self)
        self.animation.setStartValue(0.0)
        self.animation.setEndValue(1.0)
        self.animation.valueChanged.connect(self._step)
        self.animation.finished.connect(self._arrive)
        self._running = False
        self._at = QPointF()
        self._from = (1.0, QPointF())
        self._to = (1.0, QPointF())
        self._left_at: object = None
        self._then: Callable[[], None] | None = None

    @property
    def running(self) -> bool:
        return self._running

    def leads_to(self, then: Callable[[], None]) -> bool:
        """Whether this is called on arrival."""
        return self._running and self._then == then

    @property
    def goal_zoom(self) -> float:
        """Where the zoom will be: what a further zoom counts from."""
        return self._to[0] if self._running else self._view.zoom

    def goal_point(self, at: QPointF) -> QPointF:
        """The board point that will lie under a viewport point."""
        if not self._running:
            return self._view.scene_point(at)
        zoom, point = self._to
        return point + (at - self._at) / zoom

    def to(
        self,
        zoom: float,
        point: QPointF,
        at: QPointF,
        ms: int,
        then: Callable[[], None] | None = None,
        curve: QEasingCurve.Type = QEasingCurve.Type.OutCubic,
    ) -> None:
        """Goes to where a board point lies at a viewport point, in `ms` milliseconds (0: at once).

        `then` is called on arrival, never after an interruption.
        """
        self.stop()
        view = self._view
        if ms <= 0 or not view.isVisible():
            self._place(zoom, point, at)
            if then is not None:
                then()
            return
        self._at, self._then = at, then
        self._from = (view.zoom, view.scene_point(at))
        self._to = (zoom, point)
        self._left_at = view._place()
        self._running = True
        view.viewport().installEventFilter(self)
        self.animation.setDuration(ms)
        self.animation.setEasingCurve(curve)
        self.animation.start()

    def stop(self) -> None:
        """Stays where the view is now."""
        if self._running:
            self._running = False
            self._then = None
            self._view.viewport().removeEventFilter(self)
            self.animation.stop()

    def _step(self, share: float) -> None:
        if not self._running:
            return
        if self._view._place() != self._left_at:
            self.stop()
            return
        (zoom, point), (goal, end) = self._from, self._to
        now = zoom * (goal / zoom) ** share
        # along the straight line on which nothing jumps: its points run evenly in 1/zoom, not in board units
        way = (1 / zoom - 1 / now) / (1 / zoom - 1 / goal) if abs(goal / zoom - 1) > 0.01 else share
        self._place(now, point + (end - point) * way, self._at)
        self._left_at = self._view._place()

    def _place(self, zoom: float, point: QPointF, at: QPointF) -> None:
        view = self._view
        if self._running:
            view.zoom_about(at, zoom / view.zoom)
        else:
            view.set_zoom(zoom, at)
        view._scroll_to(point, at)
        view._on_view_changed()

    def _arrive(self) -> None:
        if not self._running:
            return
        then = self._then
        self.stop()
        self._place(*self._to, self._at)
        if then is not None:
            then()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _HANDS:
            self.stop()
        return False
