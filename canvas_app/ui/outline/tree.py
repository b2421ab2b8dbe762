"""The outline's tree: selection in step with the board, keys, and rows dragged to another rank or zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimerEvent,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScroller, QTreeView, QWidget

from canvas_app.actions.spec import BOARD, LINK, NOTE
from canvas_app.app.session import Committed
from canvas_app.domain.commands import MoveToZone, RankNote
from canvas_app.domain.entities import PARKING, Note
from canvas_app.domain.ids import new_id
from canvas_app.ui.binder import Binder
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.outline.model import Node, OutlineModel
from canvas_app.ui.outline.rows import OutlineDelegate
from canvas_app.ui.outline.writing import OutlineEditor
from canvas_app.ui.panels.paint import draw_icon
from canvas_app.ui.theme import colour, px

EDGE = 28
SCROLL_EVERY = 30
_WALKING = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Home, Qt.Key.Key_End,
}  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD, _SHIFT = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Drag:
    """Notes in the air. `zone` and `place` say where they would go: before that place of its list, None: not ranked.

    `line` is where that is shown, in pixels of the viewport; None where the zone itself is the target.
    """

    notes: tuple[str, ...]
    zone: str | None = None
    place: int | None = None
    line: float | None = None


class OutlineTree(QTreeView):
    def __init__(self, bridge: SessionBridge, binder: Binder | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.bridge = bridge
        self._binder = binder
        self.outline = OutlineModel(bridge.session.board, self)
        self._painter = OutlineDelegate(self)
        self._mirroring = False
        self._pressed: tuple[str, QPoint] | None = None
        self._drag: Drag | None = None
        self._scrolling = 0
        self.setItemDelegate(self._painter)
        self.setModel(self.outline)
        self.setAccessibleName("Outline of the board")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(px(22))
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalScrollBar().setSingleStep(px(20))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.editor = OutlineEditor(self)
        self.verticalScrollBar().valueChanged.connect(self.editor.lay_over)
        self.outline.modelReset.connect(self._open_zones)
        self._open_zones()
        bridge.committed.connect(self._on_committed)
        bridge.selected.connect(self.mirror)
        self.mirror()

    def _open_zones(self) -> None:
        self.scheduleDelayedItemsLayout()  # once for all zones
        for row in range(self.outline.rowCount()):
            self.setExpanded(self.outline.index(row, 0), True)

    # in step with the board

    def _on_committed(self, commit: Committed) -> None:
        if self._drag is not None:
            self.cancel_drag()
            self.bridge.say("The drag was cancelled: the list changed.")
        self._mirroring = True
        try:
            self.outline.patch(commit.step)
        finally:
            self._mirroring = False
        self.mirror(scroll=False)
        self.editor.follow(commit.step, commit.origin)

    def chosen(self) -> tuple[list[str], list[str]]:
        """Ids of the notes and of the links whose rows are selected."""
        notes: list[str] = []
        links: list[str] = []
        for index in self.selectionModel().selectedIndexes():
            node = self.outline.node(index)
            if node.what == "note":
                notes.append(node.key)
            elif node.what == "link" and node.key not in links:
                links.append(node.key)
        return notes, links

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._mirroring:
            self.bridge.select(*self.chosen())

    def mirror(self, scroll: bool = True) -> None:
        """Selects the rows of what is selected on the board, without telling anybody."""
        notes, links = self.chosen()
        wanted_notes, wanted_links = self.bridge.notes, self.bridge.links
        if set(notes) == set(wanted_notes) and set(links) == set(wanted_links):
            return
        current = self.outline.node(self.currentIndex())
        below = current.parent.key if current.what == "link" and current.parent else current.key
        found = [self.outline.index_of_note(note) for note in wanted_notes]
        found += [self.outline.index_of_link(link, below) for link in wanted_links]
        rows = [index for index in found if index.isValid()]
        selection = QItemSelection()
        by_parent: dict[Node, list[int]] = {}
        for index in rows:
            parent = self.outline.node(index).parent
            assert parent is not None
            by_parent.setdefault(parent, []).append(index.row())
        for parent, places in by_parent.items():
            place = self.outline.place(parent)
            for first, last in _runs(sorted(places)):
                selection.select(self.outline.index(first, 0, place), self.outline.index(last, 0, place))
        self._mirroring = True
        try:
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if rows and not self.selectionModel().isSelected(self.currentIndex()):
                self.selectionModel().setCurrentIndex(rows[-1], QItemSelectionModel.SelectionFlag.NoUpdate)
        finally:
            self._mirroring = False
        if scroll and rows:
            self.scrollTo(rows[-1], QAbstractItemView.ScrollHint.EnsureVisible)

    def show_lit(self, notes: set[str] | None) -> None:
        """These notes stand out, all others are dimmed; None: none is."""
        self._painter.lit = notes
        self.viewport().update()

    def show_votes(self, votes: Mapping[str, int], own: bool) -> None:
        """Shows so many dots on these notes and none on others; `own` ones are those of the person who votes now."""
        self.outline.votes, self.outline.own_votes = dict(votes), own
        self.viewport().update()

    def go_to(self, index: QModelIndex) -> None:
        """Makes a row the current one without selecting it, and brings it into view."""
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def show_notes(self, ids: list[str]) -> None:
        """Brings the first of these notes into view."""
        index = self.outline.index_of_note(ids[0]) if ids else QModelIndex()
        if index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def current_zone(self) -> str:
        """The zone that the current row is in."""
        return self.outline.zone_of(self.outline.node(self.currentIndex()))

    # keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(_KEYPAD | _SHIFT)
        if event.key() == Qt.Key.Key_Escape:
            return self._drag is not None
        if event.key() in _ENTER:
            return plain and self.outline.node(self.currentIndex()).what != "note"
        return plain and event.key() in _WALKING

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self.cancel_drag()
        elif event.key() in _ENTER:
            self._enter(self.outline.node(self.currentIndex()))
        elif event.key() in _WALKING and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        elif not event.isAutoRepeat():
            self._say_why_not(event)
        event.accept()

    def _say_why_not(self, event: QKeyEvent) -> None:
        """What to choose for a key of notes or links, which only comes here while there is nothing for it to act on."""
        if self._binder is None or self.bridge.session.read_only:
            return
        pressed = event.keyCombination()
        bare = pressed.keyboardModifiers() & ~_KEYPAD
        modifiers = (bare, bare & ~_SHIFT)  # "*" has its Shift in itself
        wanted = [QKeySequence(QKeyCombination(each, pressed.key())) for each in modifiers]
        for action_id, bound in self._binder.actions.items():
            context = self._binder.declared[action_id].context
            if not bound.isEnabled() and context & (NOTE | LINK) and any(k in wanted for k in bound.shortcuts()):
                one = "one note" if len(self.bridge.notes) > 1 else "a note"
                what = (
                    f"{one} or a link" if context >= NOTE and context >= LINK else one if context >= NOTE else "a link"
                )
                self.bridge.say(f"{bound.text().rstrip('…')}: choose {what} first.")
                return

    def _enter(self, node: Node) -> None:
        """What Enter does on rows that hold no text of their own."""
        match node.what:
            case "zone":
                index = self.outline.place(node)
                self.setExpanded(index, not self.isExpanded(index))
            case "link":
                other = self.outline.other_end(node)
                if other is not None:
                    self.bridge.select([other.id])
            case "hint":
                self.editor.write(node.key)
            case "note":
                self.editor.edit(node.key)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves the tree; the board that lies under it would walk its notes."""
        return self.window().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(self.outline.index(0, 0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else None)
        event.accept()

    def open_menu(self, at: QPoint | None = None) -> None:
        """What can be done with the current row; at a point of the viewport or at the row."""
        if self._binder is None:
            return
        self.cancel_drag()
        self.editor.finish()
        node = self.outline.node(self.currentIndex())
        menu = self._binder.context_menu({"note": NOTE, "link": LINK}.get(node.what, BOARD), self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(at or self.visualRect(self.currentIndex()).center()))

    # dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        node = self.outline.node(self.indexAt(at))
        plain = not event.modifiers()
        if event.button() == Qt.MouseButton.LeftButton and node.what == "note" and plain:
            self._pressed = (node.key, at)
            if node.key in self.bridge.notes and self.indexAt(at).isValid() and len(self.bridge.notes) > 1:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                return  # several notes may be dragged; a click chooses one of them when it is let go
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._drag is not None:
            self._drag_to(at)
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            note, start = self._pressed
            far = (at - start).manhattanLength() >= QApplication.startDragDistance()
            finger = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
            if far and not finger and not self.bridge.session.read_only and self.editor.note_id is None:
                chosen = self.bridge.notes if note in self.bridge.notes else (note,)
                self._drag = Drag(tuple(n.id for n in self._in_order(chosen)))
                self._painter.lifted = frozenset(self._drag.notes)
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self._drag_to(at)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._drag is not None:
            self._drop()
            return
        if pressed is not None and len(self.bridge.notes) > 1 and not event.modifiers():
            self.bridge.select([pressed[0]])
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node = self.outline.node(self.indexAt(event.position().toPoint()))
        if node.what == "root":
            super().mouseDoubleClickEvent(event)
        else:
            self._enter(node)

    def _in_order(self, ids: tuple[str, ...]) -> list[Note]:
        chosen = set(ids)
        return [note for note in self.bridge.session.board.in_order() if note.id in chosen]

    def _drag_to(self, at: QPoint) -> None:
        """Finds the place under the pointer: between two notes of a zone, or a zone as a whole."""
        drag = self._drag
        assert drag is not None
        drag.zone, drag.place, drag.line = None, None, None
        index = self.indexAt(QPoint(self.viewport().width() // 2, at.y()))
        node = self.outline.node(index)
        rect = self.visualRect(index)
        if node.what == "zone":
            drag.zone, drag.line = node.key, float(rect.bottom())
            if node.key != PARKING and self.outline.board.ranked(node.key):
                drag.place = 0
        elif node.what == "hint":
            drag.zone, drag.line = node.key, float(rect.bottom())
        elif node.what in ("note", "link"):
            note = node.parent if node.what == "link" else node
            assert note is not None
            below = node.what == "link" or at.y() > rect.center().y()
            drag.zone = self.outline.zone_of(note)
            drag.line = float(rect.bottom() if below else rect.top())
            place = note.row + below
            ranked = len(self.outline.board.ranked(drag.zone))
            inside = all(self.outline.board.notes[n].zone == drag.zone for n in drag.notes)
            if drag.zone != PARKING and (inside or place <= ranked):
                drag.place = place
        elif node.what == "root" and at.y() > 0:
            drag.zone = PARKING
        self.viewport().update()
        step = (at.y() > self.viewport().height() - EDGE) - (at.y() < EDGE)
        if step and not self._scrolling:
            self._scrolling = self.startTimer(SCROLL_EVERY)
        elif not step:
            self._stop_scrolling()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() != self._scrolling:
            super().timerEvent(event)
            return
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (12 if at.y() > self.viewport().height() / 2 else -12))
        if self._drag is None:
            self._stop_scrolling()

    def _stop_scrolling(self) -> None:
        if self._scrolling:
            self.killTimer(self._scrolling)
            self._scrolling = 0

    def _drop(self) -> None:
        """Moves and ranks what was in the air: one undo unit."""
        drag = self._drag
        assert drag is not None
        self.cancel_drag()
        board = self.bridge.session.board
        if drag.zone is None:
            return
        group = f"drop-{new_id()}"
        shown = [note.id for note in board.in_zone(drag.zone)]
        anchor = None
        if drag.place is not None:
            anchor = next((note for note in shown[drag.place :] if note not in drag.notes), None)
            own = [note for note in shown if note in drag.notes]
            if len(own) == len(drag.notes) == 1 and shown.index(own[0]) in (drag.place, drag.place - 1):
                return
        movers = tuple(note for note in drag.notes if board.notes[note].zone != drag.zone)
        if movers:
            step = self.bridge.do(MoveToZone(movers, drag.zone), "outline", group)
            if step is None:
                return
            if step.removed_links:
                count = step.removed_links
                words = f"{count} link{'' if count == 1 else 's'} removed that the new kind does not allow."
                self.bridge.say(words, undo=True)
        if drag.place is not None:
            self._rank(drag.notes, drag.zone, anchor, group)
        self.bridge.select(drag.notes)

    def _rank(self, notes: tuple[str, ...], zone: str, anchor: str | None, group: str) -> None:
        """Ranks notes one after another before `anchor`, or last."""
        pending = set(notes)
        for note in notes:
            pending.discard(note)
            others = [other.id for other in self.bridge.session.board.in_zone(zone) if other.id != note]
            settled = [other for other in others if other not in pending]
            if anchor is not None:
                index = others.index(anchor)
            else:
                index = others.index(settled[-1]) + 1 if settled else 0
            self.bridge.do(RankNote(note, index), "outline", group)

    def cancel_drag(self) -> None:
        """Puts the notes in the air back."""
        self._drag, self._pressed = None, None
        self._painter.lifted = frozenset()
        self._stop_scrolling()
        self.viewport().unsetCursor()
        self.viewport().update()

    # painting

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """A chevron where a row can be opened or closed."""
        if not self.outline.hasChildren(index):
            return
        side = px(14)
        left = rect.left() + (px(4) if self.isRightToLeft() else rect.width() - side - px(4))
        name = "chevron-down" if self.isExpanded(index) else "chevron-left" if self.isRightToLeft() else "chevron-right"
        box = QRectF(left, rect.center().y() - side / 2 + 0.5, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, box, name, colour("muted"))
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drag is None or self._drag.line is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(colour("panel"))
        y, left = self._drag.line + 0.5, px(28)
        painter.drawLine(QPointF(left, y), QPointF(self.viewport().width() - left, y))
        painter.drawEllipse(QPointF(left, y), 3, 3)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.editor.lay_over()


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring numbers."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
