"""The statements panel: value statements in the person's order, made from notes and edited in place."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.commands import (
    AddStatement,
    DeleteStatements,
    EditStatement,
    MoveStatement,
    SortStatements,
)
from canvas_app.domain.entities import Part
from canvas_app.domain.statements import compose
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.panel import Panel, changes_figures
from canvas_app.ui.panels.statement_card import StatementCard
from canvas_app.ui.panels.statement_text import StatementText
from canvas_app.ui.theme import icon

ORIGIN = "statements"
TEACHING = "Pick the notes that matter and link what answers them; then make the first statement."


class StatementsPanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Statements")
        self.cards: dict[str, StatementCard] = {}
        self._order: list[str] = []
        self._gap: int | None = None
        self.pattern = QComboBox(self)
        self.pattern.setAccessibleName("Pattern of new statements")
        self.pattern.setToolTip("The sentence that a new statement starts from")
        self.new = QPushButton("New", self)
        self.new.setAccessibleName("New statement")
        self.new.setIcon(icon("plus", "panel"))
        self.new.setProperty("primary", True)
        self.new.setToolTip("Make a statement about the selected notes, or about the strongest picks")
        self.new.clicked.connect(self.add_statement)
        self.sort = QPushButton("Sort by score", self)
        self.sort.setIcon(icon("sort", "muted"))
        self.sort.setProperty("flat", True)
        self.sort.setProperty("small", True)
        self.sort.clicked.connect(self._sort)
        self.empty = QLabel(TEACHING, self)
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setContentsMargins(0, 10, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.pattern, 1)
        top.addWidget(self.new)
        self._cards_at = QWidget(self)
        self._list = QVBoxLayout(self._cards_at)
        self._list.setContentsMargins(16, 0, 16, 16)
        self._list.setSpacing(12)
        self._list.addStretch(1)
        self._indicator = QFrame(self._cards_at)
        self._indicator.setObjectName("drop-here")
        self._indicator.hide()
        self.area = QScrollArea(self)
        self.area.setWidget(self._cards_at)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        above = QVBoxLayout()
        above.setContentsMargins(16, 14, 16, 6)
        above.setSpacing(6)
        above.addLayout(top)
        above.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignRight)
        above.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.area, 1)
        self.setFocusProxy(self.new)

    # what the lead's port asks for

    def focused_statement(self) -> str | None:
        """The statement that has the keyboard focus; None while a text is edited or the focus is elsewhere."""
        widget: QWidget | None = QApplication.focusWidget()
        if widget is None or isinstance(widget, StatementText) or not self._cards_at.isAncestorOf(widget):
            return None
        while widget is not None and not isinstance(widget, StatementCard):
            widget = widget.parentWidget()
        return widget.statement_id if widget is not None else None

    def flush(self) -> None:
        """Records pending typing at once."""
        for card in list(self.cards.values()):
            card.text.flush()

    # showing

    def refresh(self) -> None:
        self._show_patterns()
        self._show_cards()

    def patch(self, commit: Committed) -> None:
        step = commit.step
        if step.touched("canvas"):
            self._show_patterns()
        if step.touched("statement") or step.touched("canvas") or changes_figures(step):
            self._show_cards(own=commit.origin == ORIGIN)

    def _committed(self, commit: Committed) -> None:
        mine = {card for card in commit.step.touched("statement") if card in self.cards}
        if not self.isVisible() and commit.origin != ORIGIN:
            for statement in self.board.statements:
                if statement.id in mine:
                    self.cards[statement.id].text.show_parts(statement.parts)
        super()._committed(commit)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _show_patterns(self) -> None:
        patterns = self.board.canvas.patterns
        current = self.pattern.currentData()
        self.pattern.clear()
        for pattern in patterns:
            self.pattern.addItem(pattern.title, pattern.id)
        self.pattern.setCurrentIndex(max(self.pattern.findData(current), 0))
        self.pattern.setVisible(len(patterns) > 1)

    def _show_cards(self, own: bool = False) -> None:
        statements = self.board.statements
        figures = self.bridge.session.fit
        allowed = not self.bridge.session.read_only
        self._drop_cards({statement.id for statement in statements})
        for place, statement in enumerate(statements):
            card = self.cards.get(statement.id)
            if card is None:
                card = self.cards[statement.id] = StatementCard(self._cards_at, statement, self)
                card.allow_changes(allowed)
            elif not own:
                card.text.show_parts(statement.parts)
            card.show_statement(statement, place + 1, self.board, figures)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
        order = [statement.id for statement in statements]
        if order != self._order:
            self._order = order
            self._set_tab_order()
        self.empty.setVisible(not statements)
        self.sort.setVisible(bool(statements))
        self.sort.setEnabled(allowed and len(statements) > 1)
        self.new.setEnabled(allowed)

    def _drop_cards(self, left: set[str]) -> None:
        for statement_id in [statement_id for statement_id in self.cards if statement_id not in left]:
            card = self.cards.pop(statement_id)
            if self.isAncestorOf(QApplication.focusWidget() or self) and self._focus_in(card):
                self._focus_after(statement_id, left)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()

    @staticmethod
    def _focus_in(card: StatementCard) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is card or card.isAncestorOf(focus))

    def _focus_after(self, gone: str, left: set[str]) -> None:
        place = self._order.index(gone) if gone in self._order else 0
        beside = [other for other in (*self._order[place + 1 :], *reversed(self._order[:place])) if other in left]
        target: QWidget = self.cards[beside[0]] if beside and beside[0] in self.cards else self.new
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_tab_order(self) -> None:
        before: QWidget = self.sort
        for statement_id in self._order:
            card = self.cards[statement_id]
            for widget in (card, card.text, *card.chips.buttons, card.trash):
                QWidget.setTabOrder(before, widget)
                before = widget

    # what the person does

    def add_statement(self) -> None:
        """Makes a statement from the selected notes, or the strongest picks, and puts the caret in it."""
        pattern = next((p for p in self.board.canvas.patterns if p.id == self.pattern.currentData()), None)
        parts: tuple[Part, ...] = ()
        if pattern is not None:
            parts = compose(self.board, self.bridge.session.fit, pattern, self.bridge.notes)
        command = AddStatement(parts, pattern.id if pattern else "")
        if self.bridge.do(command, ORIGIN) is None:
            return
        if command.id in self.cards:
            self._reveal(self.cards[command.id])
            self.cards[command.id].edit()

    def _reveal(self, card: StatementCard) -> None:
        card.show()
        self._list.activate()
        QApplication.sendEvent(self._cards_at, QEvent(QEvent.Type.LayoutRequest))  # the area follows at once
        self.area.ensureWidgetVisible(card, 0, 16)

    def _sort(self) -> None:
        self.flush()
        self.bridge.do(SortStatements(), ORIGIN)

    def edit(self, statement_id: str, parts: tuple[Part, ...], group: str) -> None:
        if any(statement.id == statement_id for statement in self.board.statements):
            self.bridge.do(EditStatement(statement_id, parts), ORIGIN, group)

    def remove(self, statement_id: str) -> None:
        if self.bridge.do(DeleteStatements((statement_id,)), ORIGIN):
            self.bridge.say("Statement deleted.", undo=True)

    def show_note(self, note_id: str) -> None:
        if note_id not in self.board.notes:
            self.bridge.complain("That note is not on the board any more.")
            return
        self.port.show_notes([note_id])
        self.bridge.select([note_id])

    def focus_beside(self, statement_id: str, by: int) -> None:
        place = self._order.index(statement_id) + by
        if 0 <= place < len(self._order):
            card = self.cards[self._order[place]]
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self._reveal(card)

    # dragging a card

    def drag_to(self, statement_id: str, global_pos: QPoint) -> None:
        y = self._cards_at.mapFromGlobal(global_pos).y()
        cards = [self.cards[other] for other in self._order]
        self._gap = sum(card.geometry().center().y() < y for card in cards)
        space = self._list.spacing()
        top = cards[self._gap].y() - space / 2 if self._gap < len(cards) else cards[-1].geometry().bottom() + space / 2
        self._indicator.setGeometry(16, max(round(top) - 1, 0), self._cards_at.width() - 32, 3)
        self._indicator.show()
        self._indicator.raise_()
        at = self.area.viewport().mapFromGlobal(global_pos)
        self.area.ensureVisible(0, at.y() + self.area.verticalScrollBar().value(), 0, 30)

    def drop(self, statement_id: str) -> None:
        gap, place = self._gap, self._order.index(statement_id) if statement_id in self._order else None
        self.cancel_drag()
        if gap is not None and place is not None and gap not in (place, place + 1):
            self.bridge.do(MoveStatement(statement_id, gap - (gap > place)), ORIGIN)

    def cancel_drag(self) -> None:
        self._gap = None
        self._indicator.hide()
