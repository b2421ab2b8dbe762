"""What the panels share: when they refresh, and which steps concern them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.board import Board
from canvas_app.domain.history import Step
from canvas_app.ui.bridge import SessionBridge

PLACE = frozenset({"x", "y", "w", "h"})


class Panel(QWidget):
    """A page of the side panel. Hidden, it only notes that a refresh is due."""

    def __init__(self, bridge: SessionBridge, port: UiPort, name: str):
        super().__init__()
        self.bridge = bridge
        self.port = port
        self._due = True
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        bridge.committed.connect(self._committed)
        self._following = QTimer(self)  # the board shows the selection first
        self._following.setSingleShot(True)
        self._following.setInterval(0)
        self._following.timeout.connect(self._follow)
        bridge.selected.connect(self._following.start)

    @property
    def board(self) -> Board:
        return self.bridge.session.board

    def refresh(self) -> None:
        """Shows the board as it is."""
        raise NotImplementedError

    def patch(self, commit: Committed) -> None:
        """Takes over a step while visible."""
        raise NotImplementedError

    def follow_selection(self) -> None:
        """Takes over the board's selection while visible."""

    def _committed(self, commit: Committed) -> None:
        if self.isVisible():
            self.patch(commit)
        else:
            self._due = True

    def _follow(self) -> None:
        if self.isVisible():
            self.follow_selection()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._due = False
            self.refresh()
        self.follow_selection()


def changes_figures(step: Step) -> bool:
    """Whether a step may change what fit says, or a text or label that a panel shows with it."""
    for patch in step.patches:
        if patch.entity in ("link", "canvas"):
            return True
        if patch.entity == "note" and (patch.before is None or patch.after is None or patch.after.keys() - PLACE):
            return True
    return False
