"""Keeps what has the keyboard in sight while the page that it stands on grows or shrinks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

MARGIN = 60


def _nothing(widget: QWidget) -> QWidget | None:
    return None


class InSight(QObject):
    """`frame` names what is to be seen round a widget where there is room, say the card that it stands on."""

    def __init__(self, area: QScrollArea, frame: Callable[[QWidget], QWidget | None] = _nothing):
        super().__init__(area)
        page = area.widget()
        assert page is not None, "the area has its page first"
        self._area, self._page, self._frame = area, page, frame
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.show_focus)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        return False

    def soon(self) -> None:
        """Shows what has the keyboard once the page is laid out."""
        self._soon.start()

    def show_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self._page.isAncestorOf(focus):
            return
        QApplication.sendEvent(self._page, QEvent(QEvent.Type.LayoutRequest))  # the area follows at once
        frame = self._frame(focus)
        if frame is not None:
            self._area.ensureWidgetVisible(frame, 0, 16)
        self._area.ensureWidgetVisible(focus, 0, 16 if frame is focus else MARGIN)
