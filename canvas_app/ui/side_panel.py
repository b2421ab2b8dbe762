"""The panel at the right: tabs over Priorities, Fit and Statements, and the pane of one note below them.

It can be folded away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.ui.binder import Binder
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.theme import PANEL_WIDTH, icon, margins, px, square

if TYPE_CHECKING:
    from canvas_app.ui.panels.note_details import NoteDetails
    from canvas_app.ui.panels.statements import StatementsPanel


class SidePanel(QFrame):
    NAMES = (
        ("guide", "Guide", "view.guide"),
        ("priorities", "Priorities", "view.priorities"),
        ("fit-panel", "Fit", "view.fit-panel"),
        ("statements", "Statements", "view.statements"),
    )

    def __init__(self, bridge: SessionBridge, port: UiPort, binder: Binder):
        super().__init__()
        self.setObjectName("side-panel")
        self.setFixedWidth(px(PANEL_WIDTH))
        self._bridge, self._port, self._binder = bridge, port, binder
        self.panels: dict[str, QWidget] = {}
        self._statements: StatementsPanel | None = None
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        tabs = QFrame()
        tabs.setObjectName("tabs")
        row = QHBoxLayout(tabs)
        row.setContentsMargins(margins(4, 0, 6, 0))
        row.setSpacing(0)
        self.tabs: dict[str, QPushButton] = {}
        for name, title, action_id in self.NAMES:
            tab = QPushButton(title)
            tab.setCheckable(True)
            tab.setToolTip(binder[action_id].toolTip())
            tab.clicked.connect(binder[action_id].trigger)
            self._group.addButton(tab)
            self.tabs[name] = tab
            row.addWidget(tab)
        row.addStretch(1)
        fold = QToolButton()
        fold.setIcon(icon("chevron-right", "muted"))
        fold.setIconSize(square(18))
        fold.setFixedSize(square(32))
        fold.setToolTip(binder["view.panel"].toolTip())
        fold.setAccessibleName("Hide the side panel")
        fold.clicked.connect(binder["view.panel"].trigger)
        row.addWidget(fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(tabs)
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(px(9))
        self._parts.addWidget(self._stack)
        layout.addWidget(self._parts, 1)
        self._details: NoteDetails | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.current = "guide"

    def show_panel(self, name: str) -> None:
        self.current = name if name in self.tabs else "guide"
        self.tabs[self.current].setChecked(True)
        if self.isVisible():
            self._fill()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the panel itself, not on its tabs."""
        focus = self._stack.window().focusWidget()
        return focus is not None and self._stack.isAncestorOf(focus)

    def enter(self) -> None:
        """Gives the keyboard to the panel."""
        self._panel(self.current).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def details(self) -> NoteDetails:
        """The pane of one note, made when it is first wanted."""
        if self._details is None:
            from canvas_app.ui.panels.note_details import NoteDetails

            self._details = NoteDetails(self._bridge, self._port, self._port.close_details)
            self._parts.addWidget(self._details)
            self._parts.setStretchFactor(0, 1)
            half = max(self._parts.height() // 2, px(300))
            self._parts.setSizes([half, half])
        return self._details

    def show_details(self, shown: bool) -> None:
        if shown or self._details is not None:
            self.details.setVisible(shown)

    def follow_step(self, n: int) -> None:
        """A workshop is at this step of the guide."""
        if (guide := self.panels.get("guide")) is not None:
            guide.follow(n)  # type: ignore[attr-defined]

    def add_evidence(self, statement_id: str) -> None:
        """Opens an empty piece of evidence on a statement's card."""
        assert self._statements is not None
        self._statements.built(statement_id).evidence.open().start()

    @property
    def details_shown(self) -> bool:
        return self._details is not None and self._details.isVisible()

    @property
    def details_have_keyboard(self) -> bool:
        focus = self.window().focusWidget()
        return self._details is not None and focus is not None and self._details.isAncestorOf(focus)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fill)  # the board first

    def _fill(self) -> None:
        self._stack.setCurrentWidget(self._panel(self.current))

    def _panel(self, name: str) -> QWidget:
        """A panel is made when it is first shown: the board is on the screen sooner."""
        if name not in self.panels:
            panel: QWidget
            if name == "guide":
                from canvas_app.ui.panels.guide import GuidePanel

                panel = GuidePanel(self._bridge, self._port, self._binder)
            elif name == "priorities":
                from canvas_app.ui.panels.priorities import PrioritiesPanel

                panel = PrioritiesPanel(self._bridge, self._port)
            elif name == "fit-panel":
                from canvas_app.ui.panels.fit import FitPanel

                panel = FitPanel(self._bridge, self._port)
            else:
                from canvas_app.ui.panels.statements import StatementsPanel

                panel = self._statements = StatementsPanel(self._bridge, self._port)
            self.panels[name] = panel
            self._stack.addWidget(panel)
        return self.panels[name]

    def flush(self) -> None:
        """Writes down what is being typed into a statement or the details of a note."""
        if self._statements is not None:
            self._statements.flush()
        if self._details is not None:
            self._details.flush()

    @property
    def statements(self) -> StatementsPanel:
        self._panel("statements")
        assert self._statements is not None
        return self._statements

    def current_statement(self) -> str | None:
        return self._statements.current_statement() if self._statements is not None else None

    def check_again(self) -> None:
        """Has the statements checked by words that have changed."""
        if self._statements is not None:
            self._statements.plain.read_again()

    def focused_statement(self) -> str | None:
        return self._statements.focused_statement() if self._statements is not None else None
