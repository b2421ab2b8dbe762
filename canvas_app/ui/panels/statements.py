"""The statements panel: value statements in the person's order, made from notes and edited in place."""

from time import monotonic

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.commands import (
    AddStatement,
    DeleteStatements,
    EditBoard,
    EditStatement,
    IgnoreFinding,
    MarkFinal,
    MoveStatement,
    RenewWords,
    SortStatements,
)
from canvas_app.domain.entities import Part, Statement
from canvas_app.domain.ids import new_id
from canvas_app.domain.statements import compose
from canvas_app.language.checks import RULES, Finding
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.panel import Panel, changes_figures
from canvas_app.ui.panels.plain_check import PlainCheck
from canvas_app.ui.panels.statement_card import StatementCard
from canvas_app.ui.panels.statement_text import StatementText
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import icon

ORIGIN = "statements"
AT_ONCE = 6
"""Cards that are filled before the panel is first painted; the others when they come into sight."""
SETTLING = 300
"""How long a card that was brought into sight is held there, in milliseconds."""
FILL_MS = 25
"""How long cards are filled before the window gets its turn."""
TEACHING = "Pick the notes that matter and link what answers them; then make the first statement."


class StatementsPanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Statements")
        self.cards: dict[str, StatementCard] = {}
        self._order: list[str] = []
        self._gap: int | None = None
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill_seen)
        self._revealed: list[QWidget] = []
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self._settled)
        self.plain = PlainCheck(self)
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
        self.words = QPushButton("Words", self)
        self.words.setProperty("flat", True)
        self.words.setProperty("small", True)
        self.words.setIcon(icon("edit", "muted"))
        self.words.setToolTip("Words and glossary (Shift+F7)")
        self.words.setAccessibleName("Words and glossary")
        self.words.clicked.connect(self._edit_words)
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
        self.area = Scrolled(self._cards_at, self)
        self.area.verticalScrollBar().valueChanged.connect(self._filling.start)
        self.area.verticalScrollBar().rangeChanged.connect(self._filling.start)
        above = QVBoxLayout()
        above.setContentsMargins(16, 14, 16, 6)
        above.setSpacing(6)
        above.addLayout(top)
        row = QHBoxLayout()
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.sort)
        above.addLayout(row)
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
        widget = QApplication.focusWidget()
        field = isinstance(widget, StatementText | QLineEdit)
        return None if field else self.current_statement()

    def current_statement(self) -> str | None:
        """The statement that the keyboard is in, be it on its card, in its text or in what is below."""
        widget: QWidget | None = QApplication.focusWidget()
        if widget is None or not self._cards_at.isAncestorOf(widget):
            return None
        while widget is not None and not isinstance(widget, StatementCard):
            widget = widget.parentWidget()
        return widget.statement_id if widget is not None else None

    def flush(self) -> None:
        """Records pending typing at once."""
        for card in list(self.cards.values()):
            if card.built:
                card.text.flush()
                card.evidence.flush()

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
        self.plain.soon()

    def _committed(self, commit: Committed) -> None:
        mine = {card for card in commit.step.touched("statement") if card in self.cards}
        if not self.isVisible() and commit.origin != ORIGIN:
            for statement in self.board.statements:
                if statement.id in mine and self.cards[statement.id].built:
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
        self._list.setEnabled(False)  # laid out once, not for every card
        for place, statement in enumerate(statements):
            card = self.cards.get(statement.id)
            if card is None:
                card = self.cards[statement.id] = StatementCard(self._cards_at, statement, self)
                card.allow_changes(allowed)
            elif not own and card.built:
                card.text.show_parts(statement.parts)
            if place < AT_ONCE:
                card.build()
            card.show_statement(statement, place + 1, self.board, figures)
            item = self._list.itemAt(place)
            if item is None or item.widget() is not card:
                self._list.insertWidget(place, card)
                card.show()
        self._list.setEnabled(True)
        self._list.invalidate()
        order = [statement.id for statement in statements]
        if order != self._order:
            self._order = order
            self._set_tab_order()
        self.empty.setVisible(not statements)
        self.sort.setVisible(bool(statements))
        self.sort.setEnabled(allowed and len(statements) > 1)
        self.new.setEnabled(allowed)
        self._filling.start()

    def _fill_seen(self) -> None:
        """Fills the cards that are in sight or soon will be, a few at a time."""
        if not self.isVisible():
            return
        top = self.area.verticalScrollBar().value()
        bottom = top + 2 * self.area.viewport().height()
        started = monotonic()
        filled = False
        for place, statement in enumerate(self.board.statements):
            card = self.cards[statement.id]
            if card.built or card.geometry().bottom() < top or card.y() > bottom:
                continue
            if monotonic() - started > FILL_MS / 1000:
                self._filling.start()
                break
            card.build()
            card.show_statement(statement, place + 1, self.board, self.bridge.session.fit)
            filled = True
        self._hold()
        if filled:
            self._set_tab_order()
        self.plain.soon()

    def built(self, statement_id: str) -> StatementCard:
        """The card of a statement with all that it shows."""
        card = self.cards[statement_id]
        if not card.built:
            card.build()
            place = self._order.index(statement_id)
            card.show_statement(self.board.statements[place], place + 1, self.board, self.bridge.session.fit)
            self._set_tab_order()
        return card

    def in_sight(self) -> list[StatementCard]:
        """The filled cards that can be seen now."""
        top = self.area.verticalScrollBar().value()
        bottom = top + self.area.viewport().height()
        cards = (self.cards[statement_id] for statement_id in self._order)
        return [card for card in cards if card.built and card.geometry().bottom() >= top and card.y() <= bottom]

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
            for widget in (card, *card.stops()):
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
            card = self.built(command.id)
            self._reveal(card)
            card.edit()

    def _reveal(self, card: StatementCard, inside: QWidget | None = None) -> None:
        """Brings a card into sight, and what is inside it above all; it stays there while cards find their heights."""
        card.show()
        self._list.activate()
        QApplication.sendEvent(self._cards_at, QEvent(QEvent.Type.LayoutRequest))  # the area follows at once
        self._revealed = [card, *([inside] if inside is not None else [])]
        self._settling.start()
        self._hold()

    def _hold(self) -> None:
        for widget in filter(isValid, self._revealed):  # a finding may be gone by now
            self.area.ensureWidgetVisible(widget, 0, 16)

    def _settled(self) -> None:
        self._revealed = []

    def _edit_words(self) -> None:
        self.port.edit_words()

    def _sort(self) -> None:
        self.flush()
        self.bridge.do(SortStatements(), ORIGIN)

    def edit(self, statement_id: str, parts: tuple[Part, ...], group: str) -> None:
        if any(statement.id == statement_id for statement in self.board.statements):
            self.bridge.do(EditStatement(statement_id, parts), ORIGIN, group)

    def remove(self, statement_id: str) -> None:
        if self.bridge.do(DeleteStatements((statement_id,)), ORIGIN):
            self.bridge.say("Statement deleted.", undo=True)

    def typed(self) -> None:
        self.plain.typed()

    def mark_final(self, statement_id: str, final: bool) -> None:
        self.flush()
        self.bridge.do(MarkFinal(statement_id, final), ORIGIN)

    def renew(self, statement_id: str, note_id: str, take: bool) -> None:
        self.flush()
        self.bridge.do(RenewWords(statement_id, note_id, take), "the new words")

    # what was found

    def opened(self, statement_id: str) -> None:
        """One list of findings is open at a time."""
        for card in self.cards.values():
            if card.statement_id != statement_id and card.built and card.list_shown:
                card.show_list(False)

    def replace(self, statement_id: str, finding: Finding, suggestion: str) -> None:
        field = self.cards[statement_id].text
        if field.words[finding.start : finding.end] == finding.words:
            field.replace(self.plain.language.replaced(self.board, field.words, finding, suggestion))
        self.plain.now()

    def let_pass(self, statement_id: str, finding: Finding, always: bool) -> None:
        self.flush()
        if always:
            self.plain.let_pass(finding.key)
            what = f"“{finding.words}”" if finding.key.startswith("word:") else RULES[finding.rule].lower()
            self.bridge.say(f"From now on {what} is let pass; Words and glossary brings it back.")
        else:
            self.bridge.do(IgnoreFinding(statement_id, finding.key, True), ORIGIN)
        self.plain.now()

    def check_again(self, statement_id: str) -> None:
        group = f"check-{new_id()[:8]}"
        for key in self._statement(statement_id).ignored:
            self.bridge.do(IgnoreFinding(statement_id, key, False), ORIGIN, group)
        self.plain.now()

    def explain(self, finding: Finding, meaning: str) -> None:
        self.flush()
        words = finding.words
        name = words[:-1] if words.endswith("s") and words[:-1].isupper() else words
        self.bridge.do(EditBoard({"glossary": {**self.board.info.glossary, name: meaning}}), ORIGIN)
        self.plain.now()

    def next_finding(self) -> None:
        """Opens the next thing to say more plainly, after the one that is open or the statement with the focus."""
        self.flush()
        here = next((card for card in self.cards.values() if card.built and card.list_shown), None)
        start = self._order.index(here.statement_id) if here is not None else 0
        places = [*range(start, len(self._order)), *range(start)]
        if here is not None and here.findings is not None and here.checked is not None:
            findings = here.checked.findings
            at = findings.index(here.findings.opened) + 1 if here.findings.opened in findings else 0
            if at < len(findings):
                self._open_finding(here, findings[at])
                return
            places = [*places[1:], places[0]]
        for place in places:
            statement = self.board.statements[place]
            if first := next(iter(self.plain.look(statement).findings), None):
                self._open_finding(self.built(statement.id), first)
                return
        self.bridge.say("Nothing more to say plainly." if self._order else "There is no statement yet.")

    def _open_finding(self, card: StatementCard, finding: Finding) -> None:
        self.plain.show(card)
        card.show_list(True, finding)
        row = card.findings.row_of(finding) if card.findings is not None else None
        self._reveal(card, row)
        if card.findings is not None:
            card.findings.focus(finding)
        if not finding.whole:
            card.text.go_to(finding)

    def _statement(self, statement_id: str) -> Statement:
        return next(statement for statement in self.board.statements if statement.id == statement_id)

    def show_note(self, note_id: str) -> None:
        if note_id not in self.board.notes:
            self.bridge.complain("That note is not on the board any more.")
            return
        self.port.show_notes([note_id])
        self.bridge.select([note_id])

    def focus_beside(self, statement_id: str, by: int) -> None:
        place = self._order.index(statement_id) + by
        if 0 <= place < len(self._order):
            card = self.built(self._order[place])
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
