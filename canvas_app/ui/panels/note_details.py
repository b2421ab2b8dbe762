"""The pane of one note, below the panels: its details, what its kind asks, tags, author, evidence, tests, decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.canvas import Kind
from canvas_app.domain.commands import EditNote
from canvas_app.domain.entities import PARKING, Note, TestCard
from canvas_app.domain.evidence import RESULT_WORDS, About, day_in_words, plan_test
from canvas_app.domain.gaps import decision_words
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.evidence_list import EvidenceList
from canvas_app.ui.panels.fields import LineField, TextField
from canvas_app.ui.panels.in_sight import InSight
from canvas_app.ui.panels.kind_fields import KindChip, KindFields, plain, section
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.panels.panel import Panel
from canvas_app.ui.panels.pills import TwoLines
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import icon, margins, ordered, px, square

ORIGIN = "details"
RESULT_LOOKS = {"": ("test", "muted"), "passed": ("test-passed", "ok"), "failed": ("test-failed", "error")}
UNCLEAR = ("test-unclear", "warn")
NONE = "Select a note, and its details are here: more words, tags, evidence and tests."
LINK = "A link is selected. Select one of its notes to see the details."


def read_tags(text: str) -> tuple[str, ...]:
    """Tags as they are typed, with commas or semicolons between them; each once."""
    return tuple(dict.fromkeys(tag for part in re.split(r"[,;\n]", text) if (tag := one_line(part))))


class NoteDetails(Panel):
    """Follows the selection while it is open. `close_pane` is called by its close button."""

    def __init__(self, bridge: SessionBridge, port: UiPort, close_pane: Callable[[], None]):
        super().__init__(bridge, port, "Note")
        self.setObjectName("note-pane")
        self.note_id: str | None = None
        self._kind_shown: tuple[Kind | None, int] | None = None
        self.kind_fields: KindFields | None = None
        self.chip = KindChip(self)
        self.standing = QLabel(self)
        self.standing.setProperty("note", True)
        self.standing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("quiet", True)
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setIconSize(square(18))
        self.close_button.setFixedSize(square(40))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.setToolTip("Close the details")
        self.close_button.setAccessibleName("Close the details")
        self.close_button.clicked.connect(close_pane)
        head = QHBoxLayout()
        head.setContentsMargins(margins(16, 6, 8, 2))
        head.setSpacing(10)
        head.addWidget(self.chip)
        head.addWidget(self.standing, 1)
        head.addWidget(self.close_button)
        self.hint = QLabel(NONE, self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self.hint.setContentsMargins(16, 2, 16, 16)
        self._body = QWidget(self)
        self._make_body()
        self.area = Scrolled(self._body, self)
        self._sight = InSight(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.hint)
        layout.addWidget(self.area, 1)
        layout.addStretch(0)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, px(160))

    def _make_body(self) -> None:
        body = self._body
        self.text = QLabel(body)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("subject", True)
        self.detail = TextField(body, "Details", self._records("detail"), self.leave, lines=2)
        self.detail.setPlaceholderText("What the note itself has no room for")
        self.tags = LineField(body, "Tags", self._record_tags, self.leave, means=read_tags)
        self.tags.setPlaceholderText("With commas between them")
        self.author = LineField(body, "Author", self._records("author"), self.leave)
        self.author.setPlaceholderText("Who it comes from")
        self._shown = {name: plain(body) for name in ("detail", "tags", "author")}
        self._labels = {
            "detail": section("Details", body),
            "tags": section("Tags", body),
            "author": section("Author", body),
        }
        self.evidence = EvidenceList(self.bridge, body)
        self.tests_title = section("Tests", body)
        self._tests_at = QVBoxLayout()
        self._tests_at.setSpacing(2)
        self.tests: list[TwoLines] = []
        self.new_test = QPushButton("New test", body)
        self.new_test.setIcon(icon("test", "muted"))
        self.new_test.setProperty("flat", True)
        self.new_test.setProperty("small", True)
        self.new_test.setMinimumHeight(px(40))
        self.new_test.setToolTip("Plan how to find out whether this note is true")
        self.new_test.clicked.connect(self._plan_test)
        self.decision_title = section("Decision", body)
        self.decision = QLabel(body)
        self.decision.setWordWrap(True)
        self.decision.setTextFormat(Qt.TextFormat.PlainText)
        self.decide = QPushButton(ordered("Decide…"), body)
        self.decide.setProperty("flat", True)
        self.decide.setProperty("small", True)
        self.decide.setMinimumHeight(px(40))
        self.decide.clicked.connect(self._show_gaps)
        layout = self._layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 0, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self.text)
        layout.addSpacing(6)
        self._fields_at = layout.count()
        for name, editor in (("detail", self.detail), ("tags", self.tags), ("author", self.author)):
            layout.addWidget(self._labels[name], 0, Qt.AlignmentFlag.AlignLeading)
            layout.addWidget(editor)
            layout.addWidget(self._shown[name])
        layout.addSpacing(10)
        layout.addWidget(self.evidence)
        layout.addSpacing(6)
        layout.addWidget(self.tests_title, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addLayout(self._tests_at)
        layout.addWidget(self.new_test, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.decision_title, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.decision)
        layout.addWidget(self.decide, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addStretch(1)

    # showing

    @property
    def note(self) -> Note | None:
        return self.board.notes.get(self.note_id) if self.note_id else None

    @property
    def read_only(self) -> bool:
        return self.bridge.session.read_only

    def follow_selection(self) -> None:
        notes, links = self.bridge.notes, self.bridge.links
        chosen = notes[0] if len(notes) == 1 else None
        if chosen != self.note_id:
            self._show_note(chosen)
        if chosen is None:
            self.hint.setText(
                f"{len(notes)} notes are selected. Select one of them to see its details."
                if notes
                else LINK
                if links
                else NONE
            )

    def refresh(self) -> None:
        self._show_note(self.note_id)

    def patch(self, commit: Committed) -> None:
        step = commit.step
        if self.note_id is None:
            return
        if self.note is None:
            busy = self._busy
            for field in self._fields:
                field.typing.stop()
            self._show_note(None)
            if busy:
                again = "Redo" if step.kind == "undo" else "Undo"
                self.bridge.complain(f"The note whose details you were writing is gone; {again} brings it back.")
            return
        if step.touched("note") or step.touched("canvas"):
            self._fill()
        if step.touched("test_card"):
            self._show_tests()
        self._show_decision()

    @property
    def _fields(self) -> list[LineField | TextField]:
        own: list[LineField | TextField] = [self.detail, self.tags, self.author]
        return own + (self.kind_fields.lines() if self.kind_fields is not None else [])

    @property
    def _busy(self) -> bool:
        """Whether somebody writes in the pane."""
        focus = QApplication.focusWidget()
        return any(field.typing.pending for field in self._fields) or (
            focus is not None and self._body.isAncestorOf(focus)
        )

    def _show_note(self, note_id: str | None) -> None:
        if note_id != self.note_id:
            self.flush()
            focus = QApplication.focusWidget()
            if note_id is None and focus is not None and self._body.isAncestorOf(focus):
                self.leave()
            self.note_id = note_id
            self.area.verticalScrollBar().setValue(0)
            self._forget()
        note = self.note
        self.hint.setVisible(note is None)
        self.area.setVisible(note is not None)
        self.chip.setVisible(note is not None)
        if note is None:
            self.note_id = None
            self.standing.setText("Note")
            self.evidence.show_about(None)
            return
        self._fill()
        self.evidence.show_about(About("note", note.id))
        self.evidence.refresh()
        self._show_tests()
        self._show_decision()

    def _forget(self) -> None:
        """Each note begins with fields of its own: none of the other's words can be undone into it."""
        for field in self._fields:
            field.start_anew()

    def _fill(self) -> None:
        note = self.note
        if note is None:
            return
        kind = self.board.canvas.kind(note.kind)
        self._show_kind_fields(kind)
        self.chip.show_kind(kind)
        self.standing.setText(self._standing(note, kind))
        self.text.setText(note.text or "Empty note")
        self.setAccessibleName(f"Note: {one_line(note.text) or 'empty note'}")
        self.detail.show_text(note.detail)
        self.tags.show_text(", ".join(note.tags))
        self.author.show_text(note.author)
        if self.kind_fields is not None:
            self.kind_fields.show_answers(note.fields, self.read_only)
        words = {"detail": note.detail, "tags": ", ".join(note.tags), "author": note.author}
        for name, editor in (("detail", self.detail), ("tags", self.tags), ("author", self.author)):
            editor.setVisible(not self.read_only)
            self._labels[name].setVisible(not self.read_only or bool(words[name]))
            self._shown[name].setVisible(self.read_only and bool(words[name]))
            self._shown[name].setText(words[name])

    def _standing(self, note: Note, kind: Kind | None) -> str:
        rank = self.board.rank(note.id) if note.zone != PARKING else None
        label = kind.label if kind else "Note"
        pieces = [f"{label} {rank} of {len(self.board.ranked(note.zone))}" if rank else label]
        if note.zone == PARKING:
            pieces.append("parked")
        if note.score is not None:
            pieces.append(f"{(kind.score if kind else '') or 'score'} {note.score}")
        if note.picked:
            pieces.append("picked")
        return " · ".join(pieces)

    def _show_kind_fields(self, kind: Kind | None) -> None:
        key = kind, self.board.canvas_copy.version
        if key == self._kind_shown:
            return
        self._kind_shown = key
        if self.kind_fields is not None:
            for line in self.kind_fields.lines():
                line.flush()
            self._layout.removeWidget(self.kind_fields)
            self.kind_fields.hide()
            self.kind_fields.deleteLater()
        self.kind_fields = KindFields(self._body, kind.fields, self) if kind is not None and kind.fields else None
        if self.kind_fields is not None:
            self._layout.insertWidget(self._fields_at, self.kind_fields)
            self.kind_fields.show()
        self._set_tab_order()

    def _show_tests(self) -> None:
        focus = QApplication.focusWidget()
        focused = any(row is focus for row in self.tests)
        for row in self.tests:
            self._tests_at.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.tests = []
        for test in self.board.test_cards:
            if test.note != self.note_id:
                continue
            row = TwoLines(self._body)
            looks, tone = RESULT_LOOKS.get(test.result, UNCLEAR)
            title = one_line(test.believe) or "A test without words"
            row.show_lines(looks, tone, title, _result(test))
            row.show_arrow("chevron-left" if self.isRightToLeft() else "chevron-right")
            row.setProperty("test", test.id)
            row.clicked.connect(self._open_test)
            self.tests.append(row)
            self._tests_at.addWidget(row)
            row.show()
        self.tests_title.setVisible(bool(self.tests) or not self.read_only)
        self.new_test.setVisible(not self.read_only)
        self._set_tab_order()
        if focused:
            (self.tests[0] if self.tests else self.new_test).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_decision(self) -> None:
        rows = (row for row in self.board.decisions.values() if row.note == self.note_id)
        decision = next(rows, None)
        gap = self.note_id in self.bridge.session.fit.gaps
        self.decision_title.setVisible(gap or decision is not None)
        self.decision.setVisible(gap or decision is not None)
        self.decision.setText(
            decision_words(decision) if decision else "Nothing answers this yet, and it is not decided."
        )
        self.decide.setVisible((gap or decision is not None) and not self.read_only and _has_sheet("gaps"))

    def _set_tab_order(self) -> None:
        kind = self.kind_fields.stops() if self.kind_fields is not None else []
        before: QWidget = self.close_button
        own = (self.detail, self.tags, self.author)
        for widget in (*kind, *own, *self.evidence.stops, *self.tests, self.new_test, self.decide):
            QWidget.setTabOrder(before, widget)
            before = widget

    # what the person does

    def enter(self) -> None:
        """Gives the keyboard to the first field."""
        target: QWidget = self.close_button
        if self.note is not None and not self.read_only:
            target = self.detail
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if target is self.detail:
            self.detail.go_to_end()
            self._sight.soon()

    def add_evidence(self) -> None:
        """Opens an empty piece of evidence for writing."""
        self.follow_selection()
        if self.note is not None:
            self.evidence.start()
            self._sight.soon()

    def leave(self) -> None:
        """The keyboard goes back to the board."""
        self.port.enter_board()

    def flush(self) -> None:
        """Writes down what is being typed."""
        for field in self._fields:
            field.flush()
        self.evidence.flush()

    def record(self, values: dict[str, Any], group: str | None = None) -> bool:
        note = self.note
        if note is None:
            return False
        done = self.bridge.do(EditNote(note.id, values), ORIGIN, group)
        return done is not None or all(getattr(note, name) == value for name, value in values.items())

    def _records(self, name: str) -> Callable[[str, str], bool]:
        def record(text: str, group: str) -> bool:
            return self.record({name: text}, group)

        return record

    def _record_tags(self, text: str, group: str) -> bool:
        return self.record({"tags": read_tags(text)}, group)

    def record_answer(self, field_id: str, value: str, group: str | None = None) -> bool:
        note = self.note
        if note is None:
            return False
        answers = {name: answer for name, answer in note.fields.items() if name != field_id}
        return self.record({"fields": {**answers, field_id: value} if value else answers}, group)

    def _plan_test(self) -> None:
        self.flush()
        if self.note is not None:
            command = plan_test(self.board, About("note", self.note.id))
            if self.bridge.do(command, ORIGIN) is not None:
                self.port.show_test(command.id)

    def _open_test(self) -> None:
        row = self.sender()
        assert isinstance(row, TwoLines)
        self.flush()
        self.port.show_test(cast(str, row.property("test")))

    def _show_gaps(self) -> None:
        self.flush()
        self.port.show_sheet("gaps")


def _result(test: TestCard) -> str:
    pieces = [RESULT_WORDS[test.result]]
    if test.date:
        pieces.append(day_in_words(test.date))
    if test.owner:
        pieces.append(one_line(test.owner))
    return " · ".join(pieces)


def _has_sheet(name: str) -> bool:
    from canvas_app.ui.sheets import SHEETS

    return name in SHEETS
