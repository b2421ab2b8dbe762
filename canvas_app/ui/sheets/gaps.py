"""The gaps: every need that nothing answers, and what is to be done about it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScroller, QStackedWidget, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.describe import describe_note
from canvas_app.app.session import Committed
from canvas_app.domain.commands import AddLink, AddNotes, NewNote
from canvas_app.domain.errors import UserError
from canvas_app.domain.gaps import CHOICES, DecideGap, decisions, ideas
from canvas_app.domain.ids import new_id
from canvas_app.domain.search import fold
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.explain import relief_sum, weight_sum
from canvas_app.ui.panels.fit_rows import SectionRow
from canvas_app.ui.panels.panel import changes_figures
from canvas_app.ui.panels.rows import Row, RowList, RowModel
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.sheets.gap_form import GapForm
from canvas_app.ui.sheets.gap_rows import GapDelegate, GapRow, gap_rows
from canvas_app.ui.sheets.matrix_model import names
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.theme import px

ORIGIN = "gaps"
_CHOICE_KEYS = {
    Qt.Key.Key_0: "",
    **dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4), CHOICES, strict=True)),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
KEYS = "1 Ignore · 2 Watch · 3 Innovate · 4 Partner for it · 0 not decided · Tab: the form · Enter: show on the board"


class GapModel(RowModel):
    def __init__(self, sheet: "GapsSheet"):
        super().__init__(sheet)
        self._sheet = sheet

    def tip(self, row: Row) -> str:
        board, figures = self._sheet.board, self._sheet.bridge.session.fit
        match row:
            case SectionRow():
                return row.about
            case GapRow():
                sums = weight_sum(board, figures, row.note_id), relief_sum(board, figures, row.note_id)
                return "\n".join([row.text, "", *sums])
        return ""


class GapList(RowList):
    """Walking or clicking chooses a gap; 1 to 4 decide, 0 takes that back; Enter or a double click shows the note."""

    def __init__(self, sheet: "GapsSheet", model: GapModel):
        super().__init__(sheet, model, "Gaps")
        self._sheet = sheet
        self.setItemDelegate(GapDelegate(self))
        self.setSelectionMode(RowList.SelectionMode.SingleSelection)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def chose(self, note_ids: list[str]) -> None:
        if note_ids:
            self._sheet.choose(note_ids[0])

    def takes_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return super().takes_key(event) or (plain and event.key() in _CHOICE_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current_id()
        if event.key() in _ENTER and current is not None:
            self._sheet.open_note(current)
        elif event.key() in _CHOICE_KEYS and self.takes_key(event):
            self._sheet.record({"choice": _CHOICE_KEYS[Qt.Key(event.key())]})
        elif event.key() == Qt.Key.Key_Escape or (event.text() and event.text().isprintable()):
            event.ignore()  # the window's actions do these; no search by letters here
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.rows.row(self.indexAt(event.position().toPoint()))
        if row is not None and row.note_id is not None:
            self._sheet.open_note(row.note_id)


class GapsSheet(Sheet):
    """`current` is the need that the form is about, "" for none."""

    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Gaps")
        self.current = ""
        self._large = False
        self.list = GapList(self, GapModel(self))
        self.form = GapForm(self, self)
        self.area = Scrolled(self.form, self)
        self.area.setObjectName("gap-form")
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(60, 0, 60, 0)
        self.keys = QLabel(KEYS)
        self.keys.setObjectName("sheet-status")
        self.keys.setWordWrap(True)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.area)
        self._page = QStackedWidget(self)
        self._page.addWidget(both)
        self._page.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._page, 1)
        layout.addWidget(self.keys)
        self.setFocusProxy(self.list)

    # in step with the board

    def refresh(self) -> None:
        rows = gap_rows(self.board, self.bridge.session.fit)
        found = [row.note_id for row in rows if isinstance(row, GapRow)]
        if self.current not in found:
            if self.form.isAncestorOf(self.focusWidget() or self):
                self.list.setFocus()
            chosen = self.bridge.notes[0] if len(self.bridge.notes) == 1 else ""
            self.current = chosen if chosen in found else found[0] if found else ""
        self.list.update_rows(rows, [self.current] if self.current else [])
        self._page.setCurrentIndex(0 if rows else 1)
        self.empty.setText("" if rows else self._advice())
        self._show_form()

    def _advice(self) -> str:
        canvas = self.board.canvas
        needs = [kind.id for kind in canvas.kinds if kind.role == "need"]
        if not needs:
            return f"The canvas “{canvas.title}” has nothing that could be a gap."
        return f"Nothing to measure yet. Write {names(self.board, needs)}; those that nothing answers come here."

    def patch(self, commit: Committed) -> None:
        if changes_figures(commit.step) or commit.step.touched("decision"):
            self.refresh()

    def follow_selection(self) -> None:
        chosen = self.bridge.notes[0] if len(self.bridge.notes) == 1 else ""
        if chosen and chosen != self.current and self.list.rows.index_of_note(chosen).isValid():
            self.list.mirror([chosen])
            self._take(chosen)

    def _show_form(self) -> None:
        need = self.board.notes.get(self.current)
        self.area.setVisible(need is not None)
        if need is not None:
            made = decisions(self.board).get(need.id)
            session = self.bridge.session
            self.form.show_gap(self.board, session.fit, need, made, session.read_only)

    def choose(self, note_id: str) -> None:
        """The form is about this need from now on."""
        self._take(note_id)
        self.bridge.select([note_id])

    def _take(self, note_id: str) -> None:
        if note_id != self.current:
            self.form.flush()
            self.current = note_id
            self.area.verticalScrollBar().setValue(0)
            self._show_form()

    # what the form asks for

    def record(self, values: dict[str, Any], group: str | None = None) -> bool:
        if not self.current:
            return False
        try:
            self.bridge.session.do(DecideGap(self.current, values), ORIGIN, group)
        except UserError as error:
            self.bridge.complain(str(error))
            self._show_form()
            return False
        return True

    def choose_idea(self) -> None:
        from canvas_app.ui.dialogs.chooser import Chooser
        from canvas_app.ui.dialogs.chooser import Row as Choice

        board, choices = self.board, []
        for note in ideas(board, self.current):
            kind = board.canvas.kind(note.kind)
            icon, tone = (kind.icon, f"{kind.hue}.strong") if kind else ("note", "muted")
            choices.append(Choice(note.id, describe_note(board, note), fold(note.text), icon, tone))
        none = "There is no note yet that could answer it. Write a new one."
        need = self.current
        idea = Chooser(
            self.window(), "The idea for this gap", "Choose", choices, "Notes that could be the idea", none
        ).ask()
        if idea is not None and need == self.current:
            self.record({"idea": idea})

    def add_idea(self, text: str, kind: str, linked: bool) -> bool:
        """Writes a note into the zone of a kind as the idea for the current gap: one undo unit."""
        zone = self.board.canvas.zone_of_kind(kind)
        if zone is None or not self.current:
            return False
        group, need = new_id(), self.current
        note = NewNote(text, zone.id)
        links = (AddLink(note.id, need),) if linked else ()
        try:
            self.bridge.session.do(AddNotes((note,), links), ORIGIN, group)
            self.bridge.session.do(DecideGap(need, {"idea": note.id}), ORIGIN, group)
        except UserError as error:
            self.bridge.complain(str(error))
            return False
        words = ", and linked: it answers the need mostly" if linked else ""
        self.bridge.say(f"Written into {zone.title}{words}.", undo=True)
        return True

    def leave_form(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # what the frame asks for

    def cancel(self) -> bool:
        return self.form.cancel()

    def flush(self) -> None:
        self.form.flush()

    def use_large(self, large: bool) -> None:
        self.form.use_large(large)
        self._large = large
        self._fit_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.area.setFixedWidth(max(min(px(520), self.width() * 11 // 20), min(px(400), self.width() // 2)))
        self._fit_keys()

    def _fit_keys(self) -> None:
        """What the keys do is told where there are any, and room."""
        self.keys.setVisible(self.height() >= px(420) and not self._large)
