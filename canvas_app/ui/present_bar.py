"""What stands over the board while it is presented: the small bar, the light on the stop, the blank screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGraphicsOpacityEffect,
    QGraphicsRectItem,
    QHBoxLayout,
    QLabel,
    QStyleOptionGraphicsItem,
    QToolButton,
    QWidget,
)

from canvas_app.ui.board.ink_air import EVERYWHERE
from canvas_app.ui.board.tool_rail import LARGE_TARGET
from canvas_app.ui.theme import TARGET, colour, icon, margins, motion_ms, px, square

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView
    from canvas_app.ui.present import Presenter

FADE = 160
BELOW = 24
"""Pixels between the bar and the lower edge."""
DIM = 0.68
"""How much of what is not in the light the desk covers."""


class Spotlight(QGraphicsRectItem):
    """The desk's colour laid softly over everything but a shape; over nothing while there is no shape."""

    def __init__(self) -> None:
        super().__init__(EVERYWHERE)
        self.setZValue(30)
        self._hole = QPainterPath()

    def show_hole(self, hole: QPainterPath) -> None:
        """`hole` in board units."""
        self._hole = hole
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._hole.isEmpty():
            return
        veil = QColor(colour("desk"))
        veil.setAlphaF(DIM)
        seen, _ = painter.worldTransform().inverted()
        around = seen.mapRect(QRectF(painter.viewport())).united(self._hole.boundingRect()).adjusted(-50, -50, 50, 50)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        path.addRect(around)
        path.addPath(self._hole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, veil)
        painter.restore()


class Blank(QWidget):
    """A black screen, as a clicker's point key wishes it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)


class PresentBar(QFrame):
    """What is shown, where we are, back, on, close; floats at the bottom of the view."""

    def __init__(self, view: BoardView, presenter: Presenter):
        super().__init__(view)
        self.setProperty("large", view.board_mode)
        self._side = LARGE_TARGET if view.board_mode else TARGET
        self._presenter = presenter
        self._view = view
        self.setObjectName("present-bar")
        self.setAccessibleName("Presenting")
        self.zones = self._mode("Zones")
        self.picked = self._mode("Picked notes")
        self._modes = QButtonGroup(self)
        for button in (self.zones, self.picked):
            self._modes.addButton(button)
        self.zones.clicked.connect(self._choose)
        self.picked.clicked.connect(self._choose)
        self.back = self._button("chevron-left", "Previous", presenter.previous)
        self.on = self._button("chevron-right", "Next", presenter.next)
        self.close_button = self._button("close", "Leave (Esc)", presenter.leave)
        self.place = QLabel()
        self.place.setProperty("middle", True)
        self.place.setMinimumWidth(px(200))
        segment = QFrame()
        segment.setObjectName("present-modes")
        modes = QHBoxLayout(segment)
        modes.setContentsMargins(2, 2, 2, 2)
        modes.setSpacing(2)
        modes.addWidget(self.zones)
        modes.addWidget(self.picked)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(8, 6, 6, 6))
        row.setSpacing(6)
        for widget in (segment, self.back, self.place, self.on, self.close_button):
            row.addWidget(widget)
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)
        self._fading = QPropertyAnimation(self._effect, b"opacity", self)
        self._fading.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fading.finished.connect(self._faded)
        self._blank = Blank(view)
        self._blank.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._blank.hide()
        self.ensurePolished()

    def _mode(self, words: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumHeight(px(self._side - 4))
        return button

    def _button(self, name: str, words: str, run: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(square(self._side / 2))
        button.setFixedSize(square(self._side))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        return button

    def _choose(self) -> None:
        self._presenter.show_picked(self.picked.isChecked())

    def show_place(self, words: str, picked: bool, first: bool, last: bool) -> None:
        self.place.setText(words)
        (self.picked if picked else self.zones).setChecked(True)
        self.back.setEnabled(not first)
        self.on.setEnabled(not last)
        self.settle()

    def settle(self) -> None:
        """As wide as its words, in the middle of the lower edge; the blank screen over all of it."""
        self.adjustSize()
        self.move((self._view.width() - self.width()) // 2, self._view.height() - self.height() - BELOW)
        self._blank.setGeometry(self._view.rect())

    # coming and going

    def following(self, widget: QObject, forward: bool) -> QWidget | None:
        """The button that Tab leads to from a widget, None past the last one."""
        ring = [b for b in (self.zones, self.picked, self.back, self.on, self.close_button) if b.isEnabled()]
        way = ring if forward else ring[::-1]
        place = way.index(widget) + 1 if widget in way else 0
        return way[place] if place < len(way) else None

    @property
    def in_use(self) -> bool:
        """Whether the pointer is on it or the keyboard in it."""
        focus = self.window().focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def appear(self) -> None:
        self._fading.stop()
        self._effect.setEnabled(False)
        if not self._blank.isVisible():
            self.show()
            self.raise_()

    def fade(self) -> None:
        self._effect.setEnabled(True)
        self._fading.setDuration(motion_ms(FADE))
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.start()

    def _faded(self) -> None:
        self.hide()

    @property
    def blank(self) -> bool:
        return self._blank.isVisible()

    def show_blank(self, blank: bool) -> None:
        self._blank.setGeometry(self._view.rect())
        self._blank.setVisible(blank)
        self._blank.raise_()
        self.setVisible(not blank)

    def put_away(self) -> None:
        self._fading.stop()
        for widget in (self, self._blank):
            widget.hide()
            widget.deleteLater()
