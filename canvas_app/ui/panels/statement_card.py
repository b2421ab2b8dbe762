"""One statement of the list: its words, what could be said more plainly, its score, the notes it stands on."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.plain_language import Checked
from canvas_app.domain.board import Board
from canvas_app.domain.entities import Part, Statement
from canvas_app.domain.evidence import About
from canvas_app.domain.fit import Fit
from canvas_app.domain.statements import picks_answered
from canvas_app.language.checks import Finding
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.card import Card
from canvas_app.ui.panels.changed_words import ChangedWords, changed_words
from canvas_app.ui.panels.chips import ChipFlow, chips_of
from canvas_app.ui.panels.evidence_list import EvidenceDisclosure
from canvas_app.ui.panels.findings import FindingList, grade_words, shown_words
from canvas_app.ui.panels.grip import Grip
from canvas_app.ui.panels.statement_text import Offer, StatementText
from canvas_app.ui.theme import icon, margins, mark, ordered, px, square


class CardWishes(Protocol):
    """What a card asks of its panel."""

    bridge: SessionBridge

    def edit(self, statement_id: str, parts: tuple[Part, ...], group: str) -> None: ...
    def typed(self) -> None: ...
    def remove(self, statement_id: str) -> None: ...
    def mark_final(self, statement_id: str, final: bool) -> None: ...
    def renew(self, statement_id: str, note_id: str, take: bool) -> None: ...
    def replace(self, statement_id: str, finding: Finding, suggestion: str) -> None: ...
    def let_pass(self, statement_id: str, finding: Finding, always: bool) -> None: ...
    def check_again(self, statement_id: str) -> None: ...
    def explain(self, finding: Finding, meaning: str) -> None: ...
    def opened(self, statement_id: str) -> None: ...
    def show_note(self, note_id: str) -> None: ...
    def focus_beside(self, statement_id: str, by: int) -> None: ...
    def drag_to(self, statement_id: str, global_pos: QPoint) -> None: ...
    def drop(self, statement_id: str) -> None: ...
    def cancel_drag(self) -> None: ...


class StatementCard(Card):
    """Keys on the card itself: Enter edits, up and down walk; Alt+Up, Alt+Down and Delete are actions.

    A card is an empty frame of about its height until `build` fills it, so that hundreds of them cost little.
    """

    text: StatementText
    grip: Grip
    title: QLabel
    final: QToolButton
    badge: QLabel
    trash: QToolButton
    chips: ChipFlow
    changed: list[ChangedWords]
    score: QLabel
    plain: QPushButton
    findings: FindingList | None

    def __init__(self, parent: QWidget, statement: Statement, wishes: CardWishes):
        super().__init__(parent)
        self.statement_id = statement.id
        self.statement = statement
        self.wishes = wishes
        self.built = False
        self.checked: Checked | None = None
        self._allowed = True
        self._letters = len(statement.text)

    def sizeHint(self) -> QSize:
        lines = 1 + self._letters // 34
        return super().sizeHint() if self.built else QSize(200, px(130 + 21 * lines))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() if self.built else self.sizeHint()

    def build(self) -> None:
        """Fills the card with what it shows."""
        if self.built:
            return
        self.built = True
        self.grip = Grip(self, self)
        self.title = QLabel(self)
        self.title.setProperty("muted", True)
        self.title.setProperty("note", True)
        self.badge = QLabel("Final", self)
        self.badge.setProperty("badge", True)
        self.final = self._tool("flag", self._mark_final)
        self.final.setCheckable(True)
        self.trash = self._tool("trash", self._remove)
        self.text = StatementText(self, self.statement.parts, f"statement-{self.statement_id}", self._edited)
        self.text.installEventFilter(self)
        self.text.typed = self.wishes.typed
        self.text.touched = self._touched
        self.text.offer = self._offer
        self.score = QLabel(self)
        self.score.setProperty("note", True)
        self.chips = ChipFlow(self, self.wishes.show_note)
        self.changed = []
        self.plain = QPushButton(self)
        self.plain.setProperty("row", True)
        self.plain.clicked.connect(self._toggle_list)
        self.plain.hide()
        self.findings = None
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.grip)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.final)
        head.addWidget(self.trash)
        body = self._body = QVBoxLayout()
        body.setContentsMargins(margins(8, 0, 6, 0))
        body.setSpacing(10)
        body.addWidget(self.text)
        body.addWidget(self.chips)
        body.addWidget(self.score)
        body.addWidget(self.plain)
        self.evidence = EvidenceDisclosure(self.wishes.bridge, self, About("statement", self.statement_id))
        body.addWidget(self.evidence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(body)
        self.allow_changes(self._allowed)
        self.updateGeometry()

    def _tool(self, name: str, clicked: object) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("quiet", True)
        button.setIcon(icon(name, "muted"))
        button.setIconSize(square(16))
        button.clicked.connect(clicked)
        return button

    def show_statement(self, statement: Statement, rank: int, board: Board, figures: Fit) -> None:
        self.statement = statement
        name = f"Value statement {rank}"
        self.setAccessibleName(f"{name}{', final' if statement.final else ''}: {statement.text}")
        if not self.built:
            return
        self.title.setText(name)
        self.badge.setVisible(statement.final)
        self.final.setChecked(statement.final)
        self.final.setIcon(icon("flag-filled" if statement.final else "flag", "ok" if statement.final else "muted"))
        words = f"{name} is no longer the final one" if statement.final else f"Make {name.lower()} the final one"
        self.final.setToolTip(words)
        self.final.setAccessibleName(words)
        self.trash.setToolTip(f"Delete value statement {rank}")
        self.trash.setAccessibleName(f"Delete value statement {rank}")
        self.text.setAccessibleName(f"{name}, text")
        self.chips.show_chips(chips_of(board, statement))
        self._show_changed(board)
        self.show_score(statement, board, figures)

    def _show_changed(self, board: Board) -> None:
        """A line for each note whose text is no longer what the statement was made with."""
        changes = changed_words(board, self.statement)
        if changes == [line.change for line in self.changed]:
            return
        for line in self.changed:
            line.hide()
            line.deleteLater()
        place = self._body.indexOf(self.score)
        self.changed = [ChangedWords(self, change, self._renew) for change in changes]
        for n, line in enumerate(self.changed):
            line.allow_changes(self._allowed)
            self._body.insertWidget(place + n, line)
            line.show()
        self.stops_changed()

    def show_score(self, statement: Statement, board: Board, figures: Fit) -> None:
        score = figures.statement_score(statement.notes)
        if score is None:
            self.score.setText("Answers –")
            self.score.setToolTip("Nothing to measure yet: no need on the board has weight")
            return
        picked = [note_id for note_id in figures.weights if board.notes[note_id].picked]
        answered = len(picks_answered(board, figures, statement))
        picks = f" · {answered} of {len(picked)} picks" if picked else ""
        self.score.setText(f"Answers {score} % of what matters{picks}")
        total = sum(figures.weights.values())
        best = figures.reached(statement.notes)
        sums = " + ".join(f"{figures.weights[need]:.1f}×{strength}/3" for need, strength in best.items()) or "0"
        self.score.setToolTip(f"({sums}) / {total:.1f}, the weight of all needs on the board")

    def allow_changes(self, allowed: bool) -> None:
        self._allowed = allowed
        if self.built:
            self.text.setReadOnly(not allowed)
            self.trash.setVisible(allowed)
            self.final.setEnabled(allowed)
            self.grip.setEnabled(allowed)

    def edit(self) -> None:
        """Puts the caret behind the text."""
        self.build()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    # its handle

    def grabbed(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def drag_to(self, global_pos: QPoint) -> None:
        self.wishes.drag_to(self.statement_id, global_pos)

    def drop(self) -> None:
        self.wishes.drop(self.statement_id)

    def _edited(self, parts: tuple[Part, ...], group: str) -> None:
        self.wishes.edit(self.statement_id, parts, group)

    def _remove(self) -> None:
        self.wishes.remove(self.statement_id)

    def _mark_final(self) -> None:
        self.final.setChecked(self.statement.final)  # the board says when it is
        self.wishes.mark_final(self.statement_id, not self.statement.final)

    def _renew(self, note_id: str, take: bool) -> None:
        self.wishes.renew(self.statement_id, note_id, take)

    # what could be said more plainly

    def show_check(self, checked: Checked) -> None:
        """Shows what was found in the text as it stands in the field."""
        self.checked = checked
        opened = self.findings.opened if self.findings is not None and self.list_shown else None
        self.text.show_findings(checked.findings, opened)
        count = len(checked.findings)
        if count:
            words = f"{count} thing{'' if count == 1 else 's'} to say more plainly"
        elif checked.notice:
            words = "No words checked in this language"
        else:
            words = "Plainly said"
        self.plain.setText(ordered(words) if self.text.words.strip() else "")
        self.plain.setVisible(bool(self.text.words.strip()))
        self.plain.setToolTip("\n".join(line for line in (checked.notice, grade_words(checked.grade)) if line))
        mark(self.plain, warns=bool(count))
        self._show_arrow()
        if self.findings is not None:
            self.findings.show_findings(checked, len(self.statement.ignored), self._allowed)

    @property
    def list_shown(self) -> bool:
        return self.findings is not None and self.findings.isVisibleTo(self)

    def _show_arrow(self) -> None:
        if self.list_shown:
            name = "chevron-down"
        else:
            name = "chevron-right" if self.checked is not None and self.checked.findings else "check"
        self.plain.setIcon(icon(name, "muted"))
        state = "shown" if self.list_shown else "hidden"
        self.plain.setAccessibleName(f"{self.plain.text()}, list {state}")

    def _toggle_list(self) -> None:
        self.show_list(not self.list_shown)

    def show_list(self, shown: bool, finding: Finding | None = None) -> None:
        """Opens or closes the list of findings, at one of them."""
        if shown and self.findings is None:
            self.findings = FindingList(self, self)
            self._body.insertWidget(self._body.indexOf(self.plain) + 1, self.findings)
        if self.findings is None:
            return
        self.findings.setVisible(shown)
        if shown and self.checked is not None:
            self.findings.show_findings(self.checked, len(self.statement.ignored), self._allowed)
            first = next(iter(self.checked.findings), None)
            self.findings.open(finding or first)
            self.wishes.opened(self.statement_id)
        else:
            self.look_at(None)
        self._show_arrow()

    def _touched(self, finding: Finding, by_finger: bool) -> None:
        """A click on a finding in the text opens it in the list, where that is open; a finger, which cannot hover,
        opens the list, too."""
        if self.findings is not None and self.list_shown:
            self.findings.open(finding)
        elif by_finger:
            self.show_list(True, finding)

    def _offer(self, finding: Finding) -> list[Offer]:
        """What the menu of the text offers about a finding."""

        def using(plain: str) -> Offer:
            def run() -> None:
                self.replace(finding, plain)

            return (f"Use “{plain}”" if plain else "Leave it out"), run

        def ignoring(words: str, always: bool) -> Offer:
            def run() -> None:
                self.let_pass(finding, always)

            return words, run

        def why() -> None:
            self.show_list(True, finding)

        changes = [using(plain) for plain in finding.suggestions]
        changes += [ignoring("Ignore once", False), ignoring("Ignore always", True)]
        return [*(changes if self._allowed else ()), (f"Why {shown_words(finding)}?", why)]

    # what its list of findings asks for

    def replace(self, finding: Finding, suggestion: str) -> None:
        self.wishes.replace(self.statement_id, finding, suggestion)

    def let_pass(self, finding: Finding, always: bool) -> None:
        self.wishes.let_pass(self.statement_id, finding, always)

    def explain(self, finding: Finding, meaning: str) -> None:
        self.wishes.explain(finding, meaning)

    def check_again(self) -> None:
        self.wishes.check_again(self.statement_id)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops inside the card, in order."""
        if not self.built:
            return []
        changes = [button for line in self.changed for button in (line.take, line.keep)]
        found = self.findings.stops() if self.findings is not None else []
        return [
            self.text,
            *self.chips.buttons,
            *changes,
            self.plain,
            *found,
            *self.evidence.stops,
            self.final,
            self.trash,
        ]

    def stops_changed(self) -> None:
        before: QWidget = self
        for widget in self.stops():
            QWidget.setTabOrder(before, widget)
            before = widget

    def look_at(self, finding: Finding | None) -> None:
        if self.checked is not None:
            self.text.show_findings(self.text.findings, finding)

    # focus and keys

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            mark(self, active=event.type() == QEvent.Type.FocusIn)
        return False

    def wants(self, event: QKeyEvent) -> bool:
        walking = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers()
        editing = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        dragging = self.built and self.grip.dragging
        return self.hasFocus() and (walking or editing or (event.key() == Qt.Key.Key_Escape and dragging))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.wants(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.grip.release()
            self.wishes.cancel_drag()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.wishes.focus_beside(self.statement_id, -1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            self.edit()
