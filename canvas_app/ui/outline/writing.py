"""Writing notes in the outline: a field over the row, recorded while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from canvas_app.domain.arrange import places_in_zone
from canvas_app.domain.commands import AddNotes, Delete, EditNote, NewNote
from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH, PARKING, Note
from canvas_app.domain.history import Step
from canvas_app.domain.ids import short_id
from canvas_app.text.note_face import note_height
from canvas_app.ui import pace
from canvas_app.ui.outline.rows import text_rect
from canvas_app.ui.theme import px

if TYPE_CHECKING:
    from canvas_app.ui.outline.tree import OutlineTree

"""Milliseconds: what is typed is written down this long after the last key, and at least this often."""
LINES = 6
ORIGIN = "outline-editor"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OutlineEditor(QPlainTextEdit):
    """The one field of an outline. Enter and Esc end the writing, Shift+Enter breaks the line.

    Tab and Ctrl+Enter write the next note, Shift+Tab opens the one before.
    """

    def __init__(self, tree: OutlineTree):
        super().__init__(tree.viewport())
        self._tree = tree
        self._bridge = tree.bridge
        self._model = tree.outline
        self._group = ""
        self._draft: NewNote | None = None
        self.note_id: str | None = None
        """The note that is being written, recorded or not."""
        self.setObjectName("outline-editor")
        self.setAccessibleName("Note text")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)
        self._since = QElapsedTimer()
        self._pending = False
        self.textChanged.connect(self._on_typed)
        self.hide()

    # opening

    def edit(self, note_id: str) -> None:
        """Opens a note, its text selected."""
        self.finish()
        note = self._bridge.session.board.notes.get(note_id)
        if note is None or self.note_id is not None or self._refused():
            return
        self._bridge.select([note_id])
        self._begin(note_id, note.text)
        self.selectAll()

    def write(self, zone_id: str) -> None:
        """Opens an empty note in a zone; it is recorded with its first letter."""
        self.finish()
        if self.note_id is not None or self._refused():
            return
        board = self._bridge.session.board
        zone = board.canvas.zone(zone_id)
        kind = zone.kind if zone else board.canvas.zones[0].kind
        (place, *_), scale = places_in_zone(board, zone_id, [(NOTE_WIDTH, NOTE_HEIGHT)], note_height)
        fits = scale == board.info.scale or zone_id == PARKING
        new = NewNote(zone=zone_id, x=place[0] if fits else None, y=place[1] if fits else None, kind=kind)
        self._draft = new
        self._model.open_draft(Note(id=new.id, zone=zone_id, kind=kind, x=place[0], y=place[1]))
        self._begin(new.id, "")

    def _refused(self) -> bool:
        if self._bridge.session.read_only:
            self._bridge.complain("This board is open read-only; save a copy to change it.")
        return self._bridge.session.read_only

    def _begin(self, note_id: str, text: str) -> None:
        self.note_id = note_id
        self._group = f"write-{short_id()}"
        self._set_text(text)
        index = self._model.index_of_note(note_id)
        self._tree.go_to(index)
        self.lay_over()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_text(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._pending = False

    def lay_over(self) -> None:
        """Puts the field over its row, as high as its text up to some lines."""
        if self.note_id is None:
            return
        index = self._model.index_of_note(self.note_id)
        row = self._tree.visualRect(index)
        box = text_rect(row, self._tree.isRightToLeft())
        lines = max(1, min(LINES, self.document().size().toSize().height()))
        height = max(row.height(), lines * self.fontMetrics().lineSpacing() + px(14))
        room = self._tree.viewport().rect()
        left = max(room.left(), box.left() - px(11))
        top = max(0, min(row.top(), room.bottom() - height))
        self.setGeometry(left, top, min(box.width() + px(22), room.right() - left), height)

    # recording

    def _on_typed(self) -> None:
        if not self._pending:
            self._since.start()
        self._pending = True
        self.lay_over()
        if self._draft is not None:
            self.flush()
        else:
            self._pause.start(pace.in_force.pause(int(self._since.elapsed())))

    def flush(self) -> bool:
        """Writes down what is typed; whether that worked."""
        self._pause.stop()
        if self.note_id is None or not self._pending:
            return True
        text = self.toPlainText()
        if self._draft is None:
            note = self._bridge.session.board.notes.get(self.note_id)
            same = note is not None and note.text == text
            done = same or self._bridge.do(EditNote(self.note_id, {"text": text}), ORIGIN, self._group) is not None
        elif text.strip():
            draft = self._draft
            new = NewNote(text, draft.zone, draft.x, draft.y, kind=draft.kind, id=draft.id)
            done = self._bridge.do(AddNotes((new,)), ORIGIN, self._group) is not None
            if done:
                self._draft = None
                self._model.draft = None
                self._bridge.select([draft.id])
                self._tree.go_to(self._model.index_of_note(draft.id))
        else:
            return True
        self._pending = not done
        self.lay_over()
        return done

    def finish(self) -> None:
        """Ends the writing; a note left empty vanishes, one that cannot be recorded stays in the field."""
        if self.note_id is None:
            return
        stored = self._bridge.session.board.notes.get(self.note_id)
        text = self.toPlainText()
        if not self.flush() and text.strip() and (stored is None or stored.text.split() != text.split()):
            self.setFocus()
            return
        note_id, group = self.note_id, self._group
        self._put_away()
        if note_id in self._bridge.session.board.notes and not text.strip():
            self._bridge.do(Delete((note_id,)), ORIGIN, group)

    def _put_away(self) -> None:
        focused = self.hasFocus()
        self.note_id, self._draft = None, None
        self._pause.stop()
        if focused:
            self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._model.close_draft()

    def follow(self, step: Step, origin: str) -> None:
        """Takes over what another part did to the note in the field."""
        if self.note_id is None or origin == ORIGIN or self._draft is not None:
            self.lay_over()
            return
        if self.note_id in step.touched("note"):
            note = self._bridge.session.board.notes.get(self.note_id)
            if note is None:
                self._put_away()
                self._bridge.complain("The note that you were writing is gone; Redo brings it back.")
            elif note.text != self.toPlainText():
                self._set_text(note.text)
                self.moveCursor(self.textCursor().MoveOperation.End)
        self.lay_over()

    # keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        zone = self._tree.current_zone
        if key == Qt.Key.Key_Escape or (key in _ENTER and not shift and not ctrl):
            self.finish()
        elif key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and shift):
            self._previous()
        elif key == Qt.Key.Key_Tab or (key in _ENTER and ctrl):
            self._next(zone)
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is a key of the field."""
        return False

    def _next(self, zone: str) -> None:
        empty = not self.toPlainText().strip()
        self.finish()
        if self.note_id is None and not empty:
            self.write(zone)

    def _previous(self) -> None:
        index = self._model.index_of_note(self.note_id or "")
        key = self._model.node(index.siblingAtRow(index.row() - 1)).key if index.row() > 0 else ""
        self.finish()
        if self.note_id is None and key in self._bridge.session.board.notes:
            self.edit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish()
        else:
            self.flush()


def _own(event: QKeyEvent) -> bool:
    ctrl_only = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
    return event.key() == Qt.Key.Key_Escape or (ctrl_only and event.key() in _ENTER)
