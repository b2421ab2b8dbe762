"""Lets fingers press buttons while other fingers hold notes.

Qt makes mouse events of a touch only while no other touch is taken by anybody, so that beside a finger on the board no
button could be tapped. Buttons that are watched here take touches themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QTouchEvent
from PySide6.QtWidgets import QAbstractButton

_ENDS = (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


class Fingertips(QObject):
    def watch(self, *buttons: QAbstractButton) -> None:
        for button in buttons:
            button.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QTouchEvent) or not isinstance(watched, QAbstractButton):
            return False
        event.accept()
        points = event.points()
        inside = bool(points) and watched.rect().contains(watched.mapFromGlobal(points[0].globalPosition()).toPoint())
        pressed = watched.isDown()
        watched.setDown(inside and event.type() not in _ENDS)
        if event.type() == QEvent.Type.TouchEnd and inside and pressed:
            watched.click()
        return True
