"""What the plain-language check found in one statement: a row each, the open one with what can be done about it."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from canvas_app.app.plain_language import Checked
from canvas_app.language.checks import RULES, Finding
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.theme import icon, margins, ordered, px

LONGEST = 34
"""Characters of a finding's words on its row."""
PLAIN_GRADE = 9


class FindingWishes(Protocol):
    """What the list asks of its card."""

    def replace(self, finding: Finding, suggestion: str) -> None: ...
    def let_pass(self, finding: Finding, always: bool) -> None: ...
    def explain(self, finding: Finding, meaning: str) -> None: ...
    def look_at(self, finding: Finding | None) -> None: ...
    def stops_changed(self) -> None: ...
    def check_again(self) -> None: ...


def shown_words(finding: Finding) -> str:
    """The words of a finding as a title: in quotes, cut; its rule where the whole text is meant."""
    if finding.whole:
        return RULES[finding.rule]
    words = one_line(finding.words)
    return f"“{words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + '…'}”"


def _short(ways: Sequence[str]) -> bool:
    """Whether the buttons of these words find room side by side."""
    return sum(len(way) + 9 for way in ways) <= 34


def _close_hyphens(widget: QWidget) -> None:
    """Tabular figures would set hyphens apart."""
    face = widget.font()
    face.setFeature(QFont.Tag("tnum"), 0)
    widget.setFont(face)


def _button(words: str, parent: QWidget, tip: str = "", flat: bool = True) -> QPushButton:
    button = QPushButton(words.replace("&", "&&"), parent)
    button.setProperty("small", True)
    button.setProperty("flat", flat)
    button.setToolTip(tip)
    return button


class PlainButton(QPushButton):
    """Says one thing in place of what was found; shortens itself where the words are long."""

    def __init__(self, parent: QWidget, plain: str, whose: str):
        super().__init__(parent)
        self.plain = plain
        self._words = f"Use “{plain}”" if plain else "Leave it out"
        self.setProperty("small", True)
        self.setToolTip(f"Put “{plain}” in place of {whose}" if plain else f"Leave {whose} out")
        self.setAccessibleName(self.toolTip())
        self.setMinimumWidth(px(60))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), px(240)) - px(24)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))


class FindingRow(QFrame):
    """A finding: its head opens it, Enter on the head says it plainly where there is one way to."""

    def __init__(self, parent: "FindingList", finding: Finding, wishes: FindingWishes, allowed: bool):
        super().__init__(parent)
        self._list = parent
        self.finding = finding
        self._wishes = wishes
        self._allowed = allowed
        self.details: QWidget | None = None
        self.plain: list[PlainButton] = []
        self.meaning: QLineEdit | None = None
        self.add: QPushButton | None = None
        self.once: QPushButton | None = None
        self.always: QPushButton | None = None
        self.setProperty("finding", True)
        self.head = QPushButton(shown_words(finding).replace("&", "&&"), self)
        self.head.setProperty("row", True)
        _close_hyphens(self.head)
        self.head.setIcon(icon("chevron-right", "muted"))
        self.head.setAccessibleName(f"{shown_words(finding)}: {finding.why}")
        self.head.setToolTip(finding.why)
        self.head.clicked.connect(self._toggle)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)

    def _toggle(self) -> None:
        self._list.open(None if self.details is not None and self.details.isVisibleTo(self) else self.finding)

    def set_open(self, open: bool) -> None:
        if open and self.details is None:
            self.details = self._make_details()
            self._layout.addWidget(self.details)
        if self.details is not None:
            self.details.setVisible(open)
        self.head.setIcon(icon("chevron-down" if open else "chevron-right", "muted"))

    def _make_details(self) -> QWidget:
        whose = shown_words(self.finding)
        details = QWidget(self)
        column = QVBoxLayout(details)
        column.setContentsMargins(margins(24, 0, 4, 8))
        column.setSpacing(6)
        why = QLabel(self.finding.why, details)
        why.setWordWrap(True)
        why.setProperty("muted", True)
        _close_hyphens(why)
        why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(why)
        if not self._allowed:
            return details
        ways = self.finding.suggestions
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if _short(ways) else QBoxLayout.Direction.TopToBottom)
        row.setSpacing(6)
        for plain in ways:
            button = PlainButton(details, plain, whose)
            button.clicked.connect(self._replace)
            self.plain.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        row.addStretch(1)
        column.addLayout(row)
        if self.finding.rule == "acronym":
            column.addLayout(self._make_glossary(details))
        self.once = _button("Ignore once", details, f"Let {whose} pass in this statement")
        self.always = _button("Ignore always", details, f"Let {whose} pass in every statement of yours")
        self.once.clicked.connect(self._ignore_once)
        self.always.clicked.connect(self._ignore_always)
        passing = QHBoxLayout()
        passing.setSpacing(4)
        passing.addWidget(self.once)
        passing.addWidget(self.always)
        passing.addStretch(1)
        column.addLayout(passing)
        return details

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        ways: list[QWidget] = [self.head, *self.plain]
        for name in ("meaning", "add", "once", "always"):
            widget = getattr(self, name)
            if widget is not None:
                ways.append(widget)
        return ways

    def _make_glossary(self, details: QWidget) -> QHBoxLayout:
        self.meaning = QLineEdit(self.finding.suggestions[0] if self.finding.suggestions else "", details)
        self.meaning.setPlaceholderText(f"What {self.finding.words} means")
        self.meaning.setAccessibleName(f"Meaning of {self.finding.words}")
        self.meaning.setMaxLength(300)
        self.meaning.returnPressed.connect(self._explain)
        add = self.add = _button("Add to glossary", details, "Keep the meaning in the board's glossary", flat=False)
        add.clicked.connect(self._explain)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.meaning, 1)
        row.addWidget(add)
        return row

    def _replace(self) -> None:
        button = self.sender()
        if isinstance(button, PlainButton):
            self._wishes.replace(self.finding, button.plain)

    def _ignore_once(self) -> None:
        self._wishes.let_pass(self.finding, always=False)

    def _ignore_always(self) -> None:
        self._wishes.let_pass(self.finding, always=True)

    def _explain(self) -> None:
        if self.meaning is not None and self.meaning.text().strip():
            self._wishes.explain(self.finding, " ".join(self.meaning.text().split()))
        elif self.meaning is not None:
            self.meaning.setFocus(Qt.FocusReason.OtherFocusReason)


class FindingList(QWidget):
    """Rows of findings; up and down walk their heads, one at the most is open."""

    def __init__(self, parent: QWidget, wishes: FindingWishes):
        super().__init__(parent)
        self._wishes = wishes
        self.rows: list[FindingRow] = []
        self._shown: tuple[tuple[Finding, ...], bool] = ((), True)
        self.opened: Finding | None = None
        self._foot = QLabel(self)
        self._foot.setWordWrap(True)
        self._foot.setProperty("muted", True)
        self._foot.setProperty("note", True)
        self.again = _button("", self, "Show what was ignored in this statement")
        self.again.clicked.connect(self._wishes.check_again)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._foot)
        self._layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)

    def show_findings(self, checked: Checked, ignored: int, allowed: bool) -> None:
        findings = checked.findings
        if (findings, allowed) != self._shown:
            self._show_rows(findings, allowed)
        self._foot.setText("\n".join(line for line in (checked.notice, grade_words(checked.grade)) if line))
        self._foot.setVisible(bool(self._foot.text()))
        self.again.setText(ordered(f"{ignored} ignored · check again"))
        self.again.setVisible(bool(ignored) and allowed)

    def _show_rows(self, findings: Sequence[Finding], allowed: bool) -> None:
        had_focus = next((n for n, row in enumerate(self.rows) if row.isAncestorOf(self.focusWidget() or self)), None)
        before = self.opened
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self._shown = (tuple(findings), allowed)
        self.rows = [FindingRow(self, finding, self._wishes, allowed) for finding in findings]
        for place, row in enumerate(self.rows):
            row.head.installEventFilter(self)
            self._layout.insertWidget(place, row)
            row.show()
        same = (one for one in findings if before is not None and (one.key, one.words) == (before.key, before.words))
        self.open(next(same, None))
        if had_focus is not None and self.rows:
            self.rows[min(had_focus, len(self.rows) - 1)].head.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, finding: Finding | None) -> None:
        """Opens one finding and closes the others."""
        self.opened = finding
        for row in self.rows:
            row.set_open(row.finding == finding)
        self._wishes.look_at(finding)
        self._wishes.stops_changed()

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [*(stop for row in self.rows for stop in row.stops()), self.again]

    def row_of(self, finding: Finding | None) -> FindingRow | None:
        """The row of a finding, the first one for None."""
        return next((row for row in self.rows if finding is None or row.finding == finding), None)

    def focus(self, finding: Finding | None = None) -> bool:
        """Gives the keyboard to the head of a finding, or of the first one; whether there is one."""
        row = self.row_of(finding)
        if row is not None:
            row.head.setFocus(Qt.FocusReason.TabFocusReason)
        return row is not None

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            heads = [row.head for row in self.rows]
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None and watched in heads:
                place = heads.index(watched) + by
                if 0 <= place < len(heads):
                    heads[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


def grade_words(grade: int | None) -> str:
    """The hint about how hard English is to read."""
    if grade is None:
        return ""
    verdict = "plain" if grade <= PLAIN_GRADE else "shorter words and sentences read easier"
    return f"Reads like school grade {grade}: {verdict}."
