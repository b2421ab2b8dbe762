"""The round menu: what is wanted most, in a ring round the finger, to tap or to slide to and lift."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRadialGradient,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from canvas_app.actions.round import ROUND, Entry
from canvas_app.ui.binder import Binder
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.theme import colour, font, icon, mirror_x, px

if TYPE_CHECKING:
    from canvas_app.ui.board.view import BoardView

SIDE = 88
"""The diameter of a target, in pixels; it grows with the text."""
GAP = 6
LEAST_RADIUS = 122
SLIDE = 24.0
"""How far a finger slides, in pixels, before lifting it chooses."""
SHADOW = 14


class Target(QAbstractButton):
    """A round button: an icon or a sign above a word or two."""

    def __init__(self, parent: QWidget, word: str, picture: QIcon, sign: str, hue: str, act: Callable[[], None]):
        super().__init__(parent)
        self.setText(word)
        self.setAccessibleName(word)
        self.setIcon(picture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._sign, self._hue = sign, hue
        self._act = act
        self.aimed = False
        self.clicked.connect(self._do)

    def _do(self) -> None:
        self._act()

    def hitButton(self, pos: QPoint) -> bool:
        away = QPointF(pos) - QRectF(self.rect()).center()
        return math.hypot(away.x(), away.y()) <= self.width() / 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the menu knows its order

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.isEnabled() and (self.aimed or self.isDown() or self.underMouse())
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(colour("accent" if strong else f"{self._hue}.note" if self._hue else "panel"))
        focus = QPen(colour("ink" if strong else "accent"), 3)
        painter.setPen(focus if self.hasFocus() else QPen(colour("accent" if strong else "hairline"), 1))
        painter.drawEllipse(body)
        ink = "line" if not self.isEnabled() else "panel" if strong else "ink"
        middle, top = body.center().x(), body.top() + body.height() * 0.18
        if not self.text():
            top = body.center().y() - px(13)
        if self._sign:
            painter.setFont(font(24, 700))
            painter.setPen(colour(ink))
            painter.drawText(QRectF(body.left(), top, body.width(), px(28)), Qt.AlignmentFlag.AlignCenter, self._sign)
        else:
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            state = QIcon.State.On if strong else QIcon.State.Off
            place = QRect(round(middle - px(13)), round(top), px(26), px(26))
            self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode, state)
        painter.setFont(font(12, 600))
        painter.setPen(colour(ink))
        room = QRectF(body.left() + 7, top + px(30), body.width() - 14, body.bottom() - top - px(30) - 7)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, flags, "\n".join(_lines(self.text(), QFontMetricsF(painter.font()), room.width())))


def _lines(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """At most two lines."""
    first = words
    while metrics.horizontalAdvance(first) > width and " " in first:
        first = first.rpartition(" ")[0]
    rest = words[len(first) :].strip()
    lines = [first, rest] if rest else [first]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


class RoundMenu(QWidget):
    """Opens at a place of the view, stays inside the view, closes by choosing, by Esc or by a touch elsewhere."""

    def __init__(self, view: BoardView, binder: Binder):
        super().__init__(view)
        self.setObjectName("round-menu")
        self.setAccessibleName("Menu")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._view = view
        self._binder = binder
        self._fingertips = Fingertips(self)
        self._ring = (0.0, 0.0)
        self.targets: list[Target] = []
        self._at = QPointF()
        self._point = QPointF()
        self.hide()

    def open(self, at: QPointF, by_key: bool = False) -> None:
        """`at` in the viewport, in pixels. What is there is selected, unless it is already."""
        view, scene, bridge = self._view, self._view.board_scene, self._view.bridge
        view.finish_editing()
        self._at, self._point = at, view.scene_point(at)
        note, link = scene.note_at(self._point), scene.link_at(self._point)
        if note is not None:
            place = "note"
            if note not in bridge.notes:
                bridge.take([note])
        elif link is not None:
            place = "link"
            if link not in bridge.links:
                bridge.select((), (link,))
        else:
            place = "board"
            bridge.select(())
        view.setFocus()
        self._binder.refresh()
        self._show(ROUND[place])
        if by_key:
            self.targets[0].setFocus()

    def open_at_selection(self) -> None:
        view, bridge = self._view, self._view.bridge
        at = QPointF(view.viewport().rect().center())
        if bridge.notes:
            view.bring_into_view(bridge.notes[-1:])
            at = view.viewportTransform().map(view.board_scene.note_items[bridge.notes[-1]].body.center())
        self.open(at, by_key=True)

    def close(self) -> bool:
        self._leave_focus()
        self.hide()
        return True

    def _leave_focus(self) -> None:
        """Before what has the focus is hidden: Qt would pass it on to a neighbour."""
        if self.hasFocus() or any(target.hasFocus() for target in self.targets):
            self._view.setFocus()

    def _show(self, entries: Sequence[Entry]) -> None:
        focused = any(target.hasFocus() for target in self.targets)
        self.setFocus()
        for target in self.targets:
            target.hide()
            target.deleteLater()
        self.targets = [self._target(entry) for entry in entries if self._is_there(entry)]
        close = Target(self, "", icon("close", "muted"), "", "", self._leave)
        close.setAccessibleName("Close")
        side, count = px(SIDE), max(3, len(self.targets))
        radius = max(px(LEAST_RADIUS), (side + GAP) / (2 * math.sin(math.pi / count)))
        whole = 2 * math.ceil(radius + side / 2 + SHADOW)
        room = self._view.rect()
        left = min(max(round(self._at.x() - whole / 2), room.left()), max(room.left(), room.right() + 1 - whole))
        top = min(max(round(self._at.y() - whole / 2), room.top()), max(room.top(), room.bottom() + 1 - whole))
        self.setGeometry(left, top, whole, whole)
        for n, target in enumerate(self.targets):
            angle = 2 * math.pi * n / len(self.targets) - math.pi / 2
            x, y = whole / 2 + radius * math.cos(angle), whole / 2 + radius * math.sin(angle)
            target.setGeometry(QRect(QPoint(round(x - side / 2), round(y - side / 2)), QSize(side, side)))
        small = px(60)
        close.setGeometry(mirror_x(whole - small, small, whole), 0, small, small)  # what is asked about stays in sight
        self.targets.append(close)
        self._fingertips.watch(*self.targets)
        self._ring = (radius, side)
        for target in self.targets:
            target.show()
        self.show()
        self.raise_()
        (self.targets[0] if focused else self).setFocus()

    def _is_there(self, entry: Entry) -> bool:
        """Zones that this canvas does not have are left out, and so is what another part of the app would do."""
        action = self._binder.actions.get(entry.action)
        return action is not None and (action.isEnabled() or not entry.action.startswith("note.zone-"))

    def _target(self, entry: Entry) -> Target:
        action = self._binder[entry.action]
        declared = self._binder.declared[entry.action]
        word, hue, picture = entry.word, "", entry.icon or declared.icon
        number = entry.action.removeprefix("note.zone-")
        zones = self._view.bridge.session.board.canvas.zones
        if number.isdigit() and 1 <= int(number) <= len(zones):
            zone = zones[int(number) - 1]
            kind = self._view.bridge.session.board.canvas.kind(zone.kind)
            word, hue, picture = zone.title, kind.hue if kind else "", kind.icon if kind else ""
        act = partial(self._show, entry.more) if entry.more else partial(self._choose, entry.action)
        target = Target(self, word or action.text(), icon(picture, "ink", "panel"), entry.mark, hue, act)
        target.setEnabled(action.isEnabled())
        return target

    def _leave(self) -> None:
        self.close()

    def _choose(self, action_id: str) -> None:
        self._view.setFocus()
        self.hide()
        self._view.menu_place = self._point
        self._binder[action_id].trigger()
        self._view.menu_place = None

    # the finger that has opened it

    def aim(self, at: QPointF) -> None:
        """A finger that is still down slides over the ring."""
        aimed = self._under(at)
        for target in self.targets:
            if target.aimed != (target is aimed):
                target.aimed = target is aimed
                target.update()

    def lift(self, at: QPointF) -> None:
        """Chooses what the finger slid to; without sliding the menu stays open."""
        aimed = self._under(at)
        self.aim(QPointF(-1e6, -1e6))
        if aimed is not None and self.isVisible():
            aimed.click()

    def _under(self, at: QPointF) -> Target | None:
        slid = at - self._at
        if math.hypot(slid.x(), slid.y()) < SLIDE:
            return None
        here = at - QPointF(self.pos())
        near = [
            (math.hypot(off.x(), off.y()), n)
            for n, target in enumerate(self.targets)
            for off in (here - QRectF(target.geometry()).center(),)
        ]
        distance, n = min(near)
        return self.targets[n] if distance <= self.targets[n].width() / 2 + GAP else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press in a corner is beside the ring."""
        away = event.position() - QRectF(self.rect()).center()
        radius, side = self._ring
        if math.hypot(away.x(), away.y()) > radius + side / 2:
            self.close()

    def event(self, event: QEvent) -> bool:
        """While it is open, plain keys are its own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif step is not None:
            at = next((n for n, target in enumerate(self.targets) if target.hasFocus()), -1 if step > 0 else 0)
            self.targets[(at + step) % len(self.targets)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((target for target in self.targets if target.hasFocus()), None)
            if focused is not None:
                focused.click()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, side = self._ring
        middle, outer = QRectF(self.rect()).center(), radius + side / 2 + 5
        shade = QRadialGradient(middle + QPointF(0, 2), outer + SHADOW - 5)
        shade.setColorAt(0.0, QColor(20, 24, 34, 90))
        shade.setColorAt((outer - 4) / (outer + SHADOW - 5), QColor(20, 24, 34, 60))
        shade.setColorAt(1.0, QColor(20, 24, 34, 0))
        inner = radius - side / 2 - 5
        around = QPainterPath()
        around.addEllipse(middle, outer + SHADOW - 5, outer + SHADOW - 5)
        around.addEllipse(middle, inner, inner)  # what is asked about shows through
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPath(around)
        ring = QPainterPath()
        ring.addEllipse(middle, outer, outer)
        ring.addEllipse(middle, inner, inner)
        painter.setBrush(colour("desk"))
        painter.setPen(QPen(colour("hairline"), 1))
        painter.drawPath(ring)
