"""The evidence of one thing, a note or a statement: what it comes to, and its pieces, each opened to be edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.session import Committed
from canvas_app.domain.entities import Evidence
from canvas_app.domain.evidence import (
    LEVEL_WORDS,
    LEVELS,
    About,
    AddEvidence,
    DeleteEvidence,
    EditEvidence,
    Support,
    about_of,
    concerns_evidence,
    day_in_words,
    read_day,
    read_link,
    support,
)
from canvas_app.domain.ids import new_id
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.fields import LineField, TextField
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.panels.pills import Badge, Option, Pills, TwoLines
from canvas_app.ui.theme import icon, margins, px, square

ORIGIN = "evidence"
TONES = {"assumption": "muted", "some": "accent", "strong": "ok"}
SHORT = {"assumption": "Assumption", "some": "Some", "strong": "Strong"}
OPTIONS = tuple(Option(level, SHORT[level], f"evidence-{level}", TONES[level]) for level in LEVELS)
BAD_DAY = "A date is written year-month-day, for example 2026-05-03."
BAD_LINK = "A link is an address that begins with http:// or https://."


def today() -> str:
    return date.today().isoformat()


def open_link(bridge: SessionBridge, link: str) -> None:
    """Opens an address of the web in the person's browser; nothing else is ever opened, and nothing fetched."""
    try:
        address = read_link(link)
    except ValueError:
        bridge.complain(f"{BAD_LINK} {quoted(link)} was not opened.")
        return
    if address and not QDesktopServices.openUrl(QUrl(address)):
        bridge.complain(f"No browser could be started. The address is {address}")


def show_support(badge: Badge, found: Support) -> None:
    """The level as an icon and a word; a test that failed is told by its icon."""
    icon_name, tone = f"evidence-{found.level}", TONES[found.level]
    if found.failed:
        icon_name, tone = "test-failed", "error"
    badge.show_as(SHORT[found.level], icon_name, tone, f"{found.why}.")


class Piece(QFrame):
    """One piece of evidence. A new one is recorded with its first word, so that an empty one leaves no trace."""

    def __init__(self, owner: EvidenceList, piece: Evidence, recorded: bool):
        super().__init__(owner)
        self._owner = owner
        self.piece = piece
        self.recorded = recorded
        self.setProperty("card", True)
        self.head = TwoLines(self)
        self.head.clicked.connect(self._toggle)
        self.head.delete = self._remove
        self.form: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2, 2, 2, 2)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)
        self.head.show_arrow("chevron-down")
        self.show_piece(piece)

    def _show_head(self, piece: Evidence) -> None:
        title = one_line(piece.source) or "No source given"
        quote = quoted(piece.quote, 200) if piece.quote.strip() else ""
        line = " · ".join(part for part in (day_in_words(piece.date), quote) if part)
        words = LEVEL_WORDS[piece.level]
        self.head.show_lines(f"evidence-{piece.level}", TONES[piece.level], title, line)
        self.head.setAccessibleName(f"{words}: {title}. {line}" if line else f"{words}: {title}")
        self.head.setToolTip("\n".join(part for part in (words, piece.source, piece.quote) if part))

    def show_piece(self, piece: Evidence) -> None:
        self.piece = piece
        self._show_head(piece)
        if self.form is not None:
            self._fill()

    @property
    def opened(self) -> bool:
        return self.form is not None and not self.form.isHidden()

    def _toggle(self) -> None:
        self.show_open(not self.opened)

    def show_open(self, opened: bool) -> None:
        if opened and self.form is None:
            self._make_form()
        elif not opened:
            self.flush()
        if self.form is not None:
            self.form.setVisible(opened)
        self._owner.set_tab_order()
        self.head.show_arrow("chevron-up" if opened else "chevron-down")

    def _make_form(self) -> None:
        self.form = form = QWidget(self)
        escape = self.head.setFocus
        self.level = Pills(form, "How strong", self._choose, optional=False)
        self.level.offer(OPTIONS)
        self.source = LineField(form, "Source", self._records("source"), escape)
        self.source.setPlaceholderText("Source: who or what says so")
        self.quote = TextField(form, "Quote", self._records("quote"), escape)
        self.quote.setPlaceholderText("Quote: in their words")
        self.date = LineField(form, "Date, as year-month-day", self._records("date"), escape, whole=True)
        self.date.setPlaceholderText("Date: 2026-05-03")
        self.today = QPushButton("Today", form)
        self.today.clicked.connect(self._date_today)
        self.link = LineField(form, "Link", self._records("link"), escape, whole=True)
        self.link.setPlaceholderText("Link: https://…")
        self.visit = self._tool("visit", "Open the link in the browser", self._visit)
        self.trash = self._tool("trash", "Delete this piece of evidence", self._remove)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(4, 2, 4, 6)
        layout.setSpacing(6)
        layout.addWidget(self.level)
        layout.addWidget(self.source)
        layout.addWidget(self.quote)
        for first, *rest in ((self.date, self.today), (self.link, self.visit, self.trash)):
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(first, 1)
            for widget in rest:
                row.addWidget(widget)
            layout.addLayout(row)
        writable = not self._owner.read_only
        for field in self.fields:
            field.setReadOnly(not writable)
        self.today.setVisible(writable)
        self.trash.setVisible(writable)
        self.level.setEnabled(writable)
        self._layout.addWidget(form)
        self._fill()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        if self.form is None:
            return (self.head,)
        source, quote, day, link = self.fields
        return (self.head, *self.level.pills, source, quote, day, self.today, link, self.visit, self.trash)

    @property
    def fields(self) -> tuple[LineField | TextField, ...]:
        return (self.source, self.quote, self.date, self.link) if self.form is not None else ()

    def _tool(self, icon_name: str, tip: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton(self.form)
        button.setProperty("quiet", True)
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(square(18))
        button.setMinimumSize(square(40))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(run)
        return button

    def _fill(self) -> None:
        self.level.show_value(self.piece.level)
        for field, text in zip(self.fields, _texts(self.piece), strict=True):
            field.show_text(text)
            if self._owner.read_only:
                field.setVisible(bool(text))
        self.visit.setEnabled(bool(self.piece.link))

    def _records(self, name: str) -> Callable[[str, str], bool]:
        def record(text: str, group: str) -> bool:
            return self._owner.record(self, {name: text}, group)

        return record

    def _choose(self, level: str) -> None:
        self.flush()
        if not self._owner.record(self, {"level": level}):
            self.level.show_value(self.piece.level)

    def _date_today(self) -> None:
        self.date.setText(today())
        self.date.typing.typed(wait=False)
        self.date.flush()

    def _visit(self) -> None:
        self.flush()
        open_link(self._owner.bridge, self.piece.link)

    def _remove(self) -> None:
        self._owner.remove(self)

    def flush(self) -> None:
        for field in self.fields:
            field.flush()

    def forget(self) -> None:
        """What is typed and not recorded is let go: the piece is gone."""
        for field in self.fields:
            field.typing.stop()

    @property
    def busy(self) -> bool:
        """Whether somebody writes in it."""
        focus = QApplication.focusWidget()
        return any(field.typing.pending or field is focus for field in self.fields)


def _texts(piece: Evidence) -> tuple[str, ...]:
    return piece.source, piece.quote, piece.date, piece.link


class EvidenceList(QWidget):
    """`show_about` says whose evidence it is. `heading` stands before the level."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None, heading: str = "Evidence"):
        super().__init__(parent)
        self.bridge = bridge
        self.about: About | None = None
        self.pieces: dict[str, Piece] = {}
        self.title = QLabel(heading, self)
        self.title.setProperty("note", True)
        self.level = Badge(self)
        self.why = QLabel(self)
        self.why.setWordWrap(True)
        self.why.setProperty("muted", True)
        self.add = QPushButton("Add evidence", self)
        self.add.setIcon(icon("plus", "muted"))
        self.add.setProperty("flat", True)
        self.add.setProperty("small", True)
        self.add.setMinimumHeight(px(40))
        self.add.setToolTip("What speaks for it: an interview, a figure, a quote")
        self.add.clicked.connect(self.start)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.level)
        head.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.why)
        layout.addLayout(self._list)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        bridge.committed.connect(self._on_committed)

    @property
    def read_only(self) -> bool:
        return self.bridge.session.read_only

    def show_about(self, about: About | None) -> None:
        """The evidence of another thing; what was being typed is recorded first."""
        if about == self.about:
            return
        self.flush()
        for piece in list(self.pieces.values()):
            self._drop(piece)
        self.about = about
        self.refresh()

    def refresh(self) -> None:
        if self.about is None:
            return
        board = self.bridge.session.board
        found = support(board, self.about)
        show_support(self.level, found)
        self.why.setText(f"{found.why}.")
        self.add.setVisible(not self.read_only)
        rows = {row.id: row for row in board.evidence.values() if about_of(row) == self.about}
        for piece in list(self.pieces.values()):
            if piece.recorded and piece.piece.id not in rows:
                self._lose(piece)
        for row in rows.values():
            if row.id not in self.pieces:
                self._hold(Piece(self, row, recorded=True))
            elif self.pieces[row.id].piece is not row:
                self.pieces[row.id].show_piece(row)

    def _on_committed(self, commit: Committed) -> None:
        if self.about is not None and (concerns_evidence(commit.step) or commit.step.touched(self.about.table)):
            self.refresh()

    def _hold(self, piece: Piece) -> None:
        self.pieces[piece.piece.id] = piece
        self._list.addWidget(piece)
        piece.show()
        self.set_tab_order()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*(stop for piece in self.pieces.values() for stop in piece.stops), self.add)

    def set_tab_order(self) -> None:
        """Puts all that Tab stops at in order, before the button that adds a piece, which keeps its place."""
        stops = self.stops
        before: QWidget = self.add
        while before in stops:
            earlier = before.previousInFocusChain()
            assert earlier is not None, "the chain is a ring"
            before = earlier
        for first, then in pairwise((before, *stops[:-1])):
            QWidget.setTabOrder(first, then)

    def _lose(self, piece: Piece) -> None:
        """A recorded piece is gone: deleted, or undone."""
        busy = piece.busy
        self._drop(piece)
        if busy:
            self.bridge.complain("The evidence that you were writing is gone; Undo or Redo brings it back.")

    def _drop(self, piece: Piece) -> None:
        piece.forget()
        del self.pieces[piece.piece.id]
        focus = QApplication.focusWidget()
        if focus is not None and piece.isAncestorOf(focus):
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.removeWidget(piece)
        piece.hide()
        piece.deleteLater()

    # what the person does

    def start(self) -> None:
        """Opens an empty piece for writing."""
        if self.about is None or self.read_only:
            return
        piece = next((piece for piece in self.pieces.values() if not piece.recorded), None)
        if piece is None:
            row = Evidence(id=new_id(), **{self.about.table: self.about.id})
            piece = Piece(self, row, recorded=False)
            piece.show_open(True)
            self._hold(piece)
        piece.source.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self, piece: Piece, values: dict[str, Any], group: str | None = None) -> bool:
        """Writes down what was entered; whether it was taken."""
        assert self.about is not None
        try:
            read_day(values.get("date", ""))
        except ValueError:
            self.bridge.complain(BAD_DAY)
            return False
        try:
            read_link(values.get("link", ""))
        except ValueError:
            self.bridge.complain(BAD_LINK)
            return False
        if piece.recorded:
            done = self.bridge.do(EditEvidence(piece.piece.id, values), ORIGIN, group)
            return done is not None or all(getattr(piece.piece, name) == value for name, value in values.items())
        piece.recorded = True
        command = AddEvidence(self.about, {"level": piece.piece.level, **values}, piece.piece.id)
        if self.bridge.do(command, ORIGIN, group) is None:
            piece.recorded = False
        return piece.recorded

    def remove(self, piece: Piece) -> None:
        if self.read_only:
            return
        piece.forget()
        if not piece.recorded:
            self._drop(piece)
        elif self.bridge.do(DeleteEvidence((piece.piece.id,)), ORIGIN) is not None:
            self.bridge.say("Evidence deleted.", undo=True)

    def flush(self) -> None:
        for piece in list(self.pieces.values()):
            piece.flush()


class EvidenceDisclosure(QWidget):
    """One line that says how well something is supported; pressed, it opens to the list."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, about: About):
        super().__init__(parent)
        self._bridge, self._about = bridge, about
        self.list: EvidenceList | None = None
        self.button = QPushButton("Evidence", self)
        self.button.setCheckable(True)
        self.button.setProperty("flat", True)
        self.button.setProperty("small", True)
        self.button.setMinimumHeight(px(36))
        self.button.setIcon(icon("chevron-down", "muted"))
        self.button.toggled.connect(self._toggle)
        self.level = Badge(self)
        row = QHBoxLayout()
        row.setContentsMargins(margins(0, 0, 0, 0))
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addWidget(self.level)
        row.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(row)
        bridge.committed.connect(self._on_committed)
        self._show()

    def _on_committed(self, commit: Committed) -> None:
        if concerns_evidence(commit.step):
            self._show()

    def _show(self) -> None:
        found = support(self._bridge.session.board, self._about)
        show_support(self.level, found)
        self.button.setAccessibleName("Evidence for this statement")
        self.button.setToolTip(f"{found.why}.")

    def _toggle(self, opened: bool) -> None:
        self.button.setIcon(icon("chevron-up" if opened else "chevron-down", "muted"))
        if opened and self.list is None:
            self.list = EvidenceList(self._bridge, self, "Supported by")
            self.list.level.hide()
            self.list.show_about(self._about)
            self._layout.addWidget(self.list)
        if self.list is not None:
            if not opened:
                self.list.flush()
            self.list.setVisible(opened)

    def open(self) -> EvidenceList:
        """Opens the list, and gives it back."""
        self.button.setChecked(True)
        assert self.list is not None
        return self.list

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.button,) if self.list is None else (self.button, *self.list.stops)

    def flush(self) -> None:
        if self.list is not None:
            self.list.flush()
