"""The guide panel: the canvas's steps with their states, and the card of the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.guide import groups_of
from canvas_app.app.plain_language import PlainLanguage
from canvas_app.app.session import Committed
from canvas_app.domain.commands import Command, PickNotes
from canvas_app.domain.decide_steps import HideStep, MoveStep, ResetGuide, ResetStep, RewordStep, SkipStep
from canvas_app.domain.entities import Statement
from canvas_app.domain.geometry import Rect
from canvas_app.domain.steps import StepView, progress, step_views
from canvas_app.ui.binder import Binder
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.guide_card import StepCard
from canvas_app.ui.panels.guide_rows import Progress, StepRow
from canvas_app.ui.panels.panel import Panel
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import icon, margins, ordered, px

ORIGIN = "guide"
ROOM = 24.0
"""Board units round the zones in play."""
NO_STEPS = "The canvas “{}” has no guide. Work freely; a canvas file can bring steps of its own."


class GuidePanel(Panel):
    def __init__(self, bridge: SessionBridge, port: UiPort, binder: Binder):
        super().__init__(bridge, port, "Guide")
        self.rows: dict[int, StepRow] = {}
        self.views: tuple[StepView, ...] = ()
        self.opened: int | None = None
        self._focused = False
        self._with_hidden = False
        self._stop: int | None = None
        self._started = False
        self._language: PlainLanguage | None = None
        self._chosen: tuple[object, object] = ((), ())
        self.progress = Progress(self)
        self.run = self._head_button(binder)
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setContentsMargins(16, 12, 16, 0)
        self._at = QWidget(self)
        self._list = QVBoxLayout(self._at)
        self._list.setContentsMargins(0, 0, 0, 12)
        self._list.setSpacing(0)
        self.card = StepCard(self._at, binder, self)
        self.card.hide()
        self.hidden = self._foot("", self._toggle_hidden)
        self.hidden.setCheckable(True)
        self.original = self._foot("Original guide", self._reset)
        self.original.setToolTip("Take back every change to the guide: order, words, what is hidden or skipped")
        self._list.addWidget(self.hidden)
        self._list.addWidget(self.original)
        self._list.addStretch(1)
        self.area = Scrolled(self._at, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(margins(0, 0, 12, 0))
        head.addWidget(self.progress, 1)
        head.addWidget(self.run)
        layout.addLayout(head)
        layout.addWidget(self.empty)
        layout.addWidget(self.area, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)  # one look for a burst of changes
        self._soon.timeout.connect(self._look_again)

    def _head_button(self, binder: Binder) -> QPushButton:
        action = binder["workshop.run"]
        button = QPushButton(icon("timer"), ordered("Workshop…"), self)
        button.setProperty("small", True)
        button.setMinimumHeight(px(40))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _foot(self, words: str, wish: object) -> QPushButton:
        button = QPushButton(words, self._at)
        button.setProperty("flat", True)
        button.setProperty("small", True)
        button.clicked.connect(wish)
        return button

    # showing

    def refresh(self) -> None:
        self.views = step_views(self.board, self.bridge.session.fit, self._findings, groups_of(self.board))
        if not self._started:
            self._started = True
            first = next((view for view in self.views if view.state in ("open", "partly") and not view.hidden), None)
            self.opened = first.n if first else None
        shown = [view for view in self.views if self._with_hidden or not view.hidden]
        hidden = len(self.views) - len([view for view in self.views if not view.hidden])
        if self.opened is not None and self.opened not in {view.n for view in shown}:
            self._open(None)
        self._show_rows(shown)
        done, all_ = progress(self.views)
        skipped = sum(view.state == "skipped" and not view.hidden for view in self.views)
        self.progress.show_progress(done, all_, skipped)
        self.progress.setVisible(bool(self.views))
        self.run.setVisible(bool(self.views))
        self.empty.setVisible(not self.views)
        self.empty.setText(NO_STEPS.format(self.board.canvas.title))
        self.hidden.setVisible(bool(hidden))
        self.hidden.setChecked(self._with_hidden)
        steps = "hidden step" if hidden == 1 else "hidden steps"
        self.hidden.setText(f"Leave out {hidden} {steps}" if self._with_hidden else f"Show {hidden} {steps}")
        changed = bool(self.board.step_states) and not self.bridge.session.read_only
        self.original.setVisible(changed)
        self._show_card()
        self._lay_out()

    def _findings(self, statement: Statement) -> int:
        chosen = (self.port.option("own_words"), self.port.option("let_pass"))
        if self._language is None or chosen != self._chosen:
            self._language, self._chosen = PlainLanguage(*chosen), chosen
        return self._language.count(self.board, self.bridge.session.fit, statement)

    def patch(self, commit: Committed) -> None:
        self._soon.start()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show_rows(self, shown: list[StepView]) -> None:
        wanted = [view.n for view in shown]
        for n in [n for n in self.rows if n not in wanted]:
            row = self.rows.pop(n)
            if row.hasFocus():
                self.area.setFocus()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for view in shown:
            row = self.rows.get(view.n) or self._new_row(view.n)
            row.show_view(view)
        if self._order() != wanted:
            focus = QApplication.focusWidget()
            self._list.removeWidget(self.card)
            for place, n in enumerate(wanted):
                self._list.removeWidget(self.rows[n])
                self._list.insertWidget(place, self.rows[n])
            if focus is not None and self.isAncestorOf(focus):
                focus.setFocus()
        self.rows = {n: self.rows[n] for n in wanted}
        self._stop_at(self.opened if self.opened in self.rows else self._stop)

    def _stop_at(self, n: int | None) -> None:
        """Makes one row the one that Tab stops at; the arrows go to the others."""
        self._stop = n if n in self.rows else next(iter(self.rows), None)
        for step, row in self.rows.items():
            stop = step == self._stop
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.rows[self._stop] if self._stop is not None else self.area)

    def _new_row(self, n: int) -> StepRow:
        row = self.rows[n] = StepRow(self._at, self._walk, self._move_row, self._close_row)
        row.setProperty("step", n)
        row.clicked.connect(self._on_row)
        row.show()
        return row

    def _order(self) -> list[int]:
        found = []
        for place in range(self._list.count()):
            item = self._list.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, StepRow):
                found.append(int(widget.property("step")))
        return found

    def _show_card(self) -> None:
        for n, row in self.rows.items():
            row.setChecked(n == self.opened)
        if self.opened is not None:
            self._stop_at(self.opened)
        view = self.view_of(self.opened)
        if view is None:
            self.card.hide()
            self._set_tab_order(self.rows.get(self._stop or 0), [])
            return
        self.card.show_view(view, self.board, self._next_after(view), not self.bridge.session.read_only)
        place = self._order().index(view.n) + 1
        if self._list.indexOf(self.card) != place:
            self._list.removeWidget(self.card)
            self._list.insertWidget(place, self.card)
        self.card.show()
        self._set_tab_order(self.rows[view.n], self.card.stops())

    def _set_tab_order(self, row: QWidget | None, stops: Sequence[QWidget]) -> None:
        """From the row over its card to what stands round the list; Tab enters the panel at the row."""
        before = row
        for stop in (*stops, self.hidden, self.original, self.run):
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def view_of(self, n: int | None) -> StepView | None:
        return next((view for view in self.views if view.n == n), None)

    def _next_after(self, view: StepView) -> StepView | None:
        """The next step that is neither hidden nor done; else simply the next."""
        later = [other for other in self.views[self.views.index(view) + 1 :] if not other.hidden]
        return next((other for other in later if other.state in ("open", "partly")), later[0] if later else None)

    # opening a step

    def _on_row(self) -> None:
        row = self.sender()
        if isinstance(row, StepRow):
            n = int(row.property("step"))
            self.open_step(None if n == self.opened and self._focused else n)

    def open_step(self, n: int | None) -> None:
        """Opens the card of a step and shows its zones; None folds the card and lifts the veil."""
        self._open(n)
        self._show_card()
        view = self.view_of(n)
        if view is None:
            return
        zones = [zone for zone_id in view.step.zones if (zone := self.board.canvas.zone(zone_id)) is not None]
        if zones:
            boxes = [zone.bounds.scaled(self.board.info.scale) for zone in zones]
            self.port.fit_area(_around(boxes).grown(ROOM))
        else:
            self.port.fit_board()
        self._reveal(n)
        QTimer.singleShot(0, self, self._reveal_opened)  # a card that is shown for the first time grows afterwards

    def follow(self, n: int) -> None:
        """A workshop is at this step: its card is opened, and the view left alone."""
        self._started = True
        self.opened, self._focused = n, False
        if self.isVisible():
            self._show_card()
            self._reveal(n)

    def _open(self, n: int | None) -> None:
        self.opened = n
        self._focused = n is not None
        self._play()

    def _play(self) -> None:
        view = self.view_of(self.opened) if self._focused else None
        self.port.show_in_play(view.step.zones if view is not None else ())

    def _lay_out(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._list.activate()
        QApplication.sendEvent(self._at, QEvent(QEvent.Type.LayoutRequest))  # the area follows at once

    def _reveal_opened(self) -> None:
        self._reveal(self.opened)

    def _reveal(self, n: int | None) -> None:
        if n not in self.rows:
            return
        self._lay_out()
        self.area.ensureWidgetVisible(self.card, 0, 8)
        self.area.ensureWidgetVisible(self.rows[n], 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self._play()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.port.show_in_play(())

    def _walk(self, row: StepRow, by: int) -> None:
        order = self._order()
        place = max(0, min(order.index(int(row.property("step"))) + by, len(order) - 1))
        target = self.rows[order[place]]
        self._stop_at(order[place])
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(target, 0, 8)

    def _close_row(self, row: StepRow) -> None:
        self.open_step(None)

    # what the card asks for

    def show_note(self, note_id: str) -> None:
        if note_id in self.board.notes:
            self.port.show_notes([note_id])
            self.bridge.select([note_id])

    def pick(self, note_ids: tuple[str, ...]) -> None:
        self._do(PickNotes(note_ids, True))

    def skip(self) -> None:
        view = self.view_of(self.opened)
        if view is not None:
            self._do(SkipStep(view.n, view.state != "skipped"))

    def hide_step(self) -> None:
        view = self.view_of(self.opened)
        if view is not None and self._do(HideStep(view.n, not view.hidden)) and not view.hidden:
            self.bridge.say(
                f"Step {view.n} is hidden; “Show hidden steps” at the end of the guide brings it back.", True
            )

    def edit_words(self) -> None:
        from canvas_app.ui.dialogs.step_words import ask_words

        view = self.view_of(self.opened)
        if view is not None and (values := ask_words(self.window(), view, self.board.info.id)):
            self._do(RewordStep(view.n, **values))

    def reset_words(self) -> None:
        if self.opened is not None:
            self._do(ResetStep(self.opened))

    def move_up(self) -> None:
        self._move(self.opened, -1)

    def move_down(self) -> None:
        self._move(self.opened, 1)

    def open_next(self) -> None:
        view = self.view_of(self.opened)
        following = self._next_after(view) if view is not None else None
        if following is not None:
            self.open_step(following.n)
            self.rows[following.n].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_row(self, row: StepRow, by: int) -> None:
        self._move(int(row.property("step")), by)

    def _move(self, n: int | None, by: int) -> None:
        """Past the next step that is shown."""
        order = self._order()
        if n is None or not 0 <= order.index(n) + by < len(order):
            return
        other = order[order.index(n) + by]
        self._do(MoveStep(n, [view.n for view in self.views].index(other)))

    def _toggle_hidden(self) -> None:
        self._with_hidden = not self._with_hidden
        self.refresh()

    def _reset(self) -> None:
        if self._do(ResetGuide()):
            self.bridge.say("The guide is as the canvas has it again.", undo=True)

    def _do(self, command: Command) -> bool:
        done = self.bridge.do(command, ORIGIN) is not None
        self._look_again()
        return done


def _around(boxes: list[Rect]) -> Rect:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
