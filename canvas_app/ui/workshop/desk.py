"""Conducts a workshop in the window: the card over the board, zones in play, the bell, and the screen kept awake."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from canvas_app.app.settings import GoingOn
from canvas_app.app.workshop import Workshop, shown_time, spoken_time
from canvas_app.domain.sittings import clock
from canvas_app.ui.binder import Binder
from canvas_app.ui.dialogs.start_workshop import Wish
from canvas_app.ui.theme import motion_ms
from canvas_app.ui.wake import Wake
from canvas_app.ui.workshop.card import Card

if TYPE_CHECKING:
    from canvas_app.ui.board_page import BoardPage

FLASH, FLASHES = 350, 8
"""Milliseconds of a change of colour at the end of the time, and how many there are."""
NEAREST = 1.5
"""Zoom of the nearest look at zones in play."""
ROUND = 24
"""Board units round the zones in play."""
NO_LOG = "This board is open for reading only: the workshop runs, but no log is kept."


class WorkshopDesk(QObject):
    """`on_time` is told the time that the top bar shows, "" for none. `ask_time`: seconds of a steady clock.

    `keep` is told how to go on with the workshop, should the app be stopped; None where none goes on.
    """

    def __init__(
        self,
        page: BoardPage,
        binder: Binder,
        on_time: Callable[[str, bool], None],
        keep: Callable[[GoingOn | None], None],
    ):
        super().__init__(page)
        self._page, self._binder, self._on_time, self._keep = page, binder, on_time, keep
        self._kept: GoingOn | None = None
        self.ask_time: Callable[[], float] = time.monotonic
        self.workshop: Workshop | None = None
        self._shown: object = None
        self._leave_screen: Callable[[], None] | None = None
        self._awake = Wake()
        self.card = Card(page, binder, self.tell, binder["workshop.end"].trigger)
        self.card.hide()
        self.ticks = self._timer(self.look)
        self.flashes = self._timer(self._flash)
        self._flashes_left = 0
        self._looked_at: tuple[float, int, int] | None = None

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(act)
        return timer

    # beginning and end

    def begin(self, wish: Wish, leave_screen: Callable[[], None] | None) -> None:
        """Starts as a person wished; `leave_screen` is called at the end. Raises UserError where it cannot begin."""
        workshop = Workshop(self._page.session, self.ask_time)
        workshop.begin(wish.people, wish.again, wish.n)
        self._conduct(workshop, leave_screen)

    def take_up(self, course: GoingOn) -> None:
        """Goes on with a workshop that was cut off."""
        workshop = Workshop(self._page.session, self.ask_time)
        workshop.take_up(course)
        self._conduct(workshop, None)

    def _conduct(self, workshop: Workshop, leave_screen: Callable[[], None] | None) -> None:
        page = self._page
        workshop.on_change = self._show
        workshop.on_told = self._told
        workshop.on_trouble = page.bridge.complain
        self.workshop = workshop
        self._leave_screen = leave_screen
        self._awake.hold()
        self.card.resize(page.width(), self.card.height())
        self.card.show_workshop(workshop)
        self.card.use(page.view.board_mode)
        self.card.show_open(True)
        self.card.show()
        page.settle()
        self._show()
        self._show_in_log()
        page.message.hide()
        if not workshop.logged:
            page.bridge.say(NO_LOG)

    def end(self) -> None:
        """Writes the log and takes the card away."""
        workshop = self.workshop
        if workshop is None:
            return
        spent = workshop.end()
        self.put_away()
        words = f"Workshop ended after {clock(math.floor(spent))}."
        if not workshop.logged or workshop.sitting not in self._page.session.board.sittings:
            self._page.bridge.say(words)
        else:
            self._page.bridge.say(f"{words} Its log is kept.")
            self._page.message.offer(f"{words} Its log is kept.", "Show the log", self._show_log)

    def put_away(self) -> None:
        """The window as it was without a workshop."""
        self.workshop = None
        self._keep_course(None)
        self._shown = None
        for timer in (self.ticks, self.flashes):
            timer.stop()
        self._awake.let_go()
        focus = self.card.window().focusWidget()
        if focus is not None and (focus is self.card or self.card.isAncestorOf(focus)):
            self._page.view.setFocus()
        self.card.flash(False)
        self.card.hide()
        self._page.light_play()
        self._page.settle()
        self._on_time("", False)
        self._binder.refresh()
        self._show_in_log()
        leave, self._leave_screen = self._leave_screen, None
        if leave is not None:
            leave()

    def close(self) -> None:
        """The board is closed: the log is written, nothing is said."""
        if self.workshop is not None:
            self.workshop.end()
            self._leave_screen = None
            self.put_away()

    def _show_in_log(self) -> None:
        """The log says which workshop goes on."""
        if self._page.sheet == "log":
            self._page.sheets.sheets["log"].refresh()

    def _show_log(self) -> None:
        self._binder["view.sheet-log"].trigger()

    # what is seen

    @property
    def zones(self) -> tuple[str, ...]:
        """Those in play."""
        return self.workshop.view.step.zones if self.workshop is not None else ()

    def look(self) -> None:
        """Once a second while the clock runs."""
        if self.workshop is not None:
            self.workshop.look()

    def _show(self) -> None:
        workshop = self.workshop
        if workshop is None:
            return
        self.card.show_workshop(workshop)
        self._keep_course(workshop.course)
        step = workshop.clock
        self._on_time(shown_time(step), step.left is not None and step.left <= 0)
        if not (workshop.clock.left is not None and workshop.clock.left <= 0):
            self._stop_flashing()
        if workshop.running:
            self.ticks.start(math.ceil(workshop.until_next() * 1000))
        else:
            self.ticks.stop()
        shown = (workshop.n, workshop.running, workshop.views)
        if shown == self._shown:
            return
        moved = not isinstance(self._shown, tuple) or self._shown[0] != workshop.n
        self._shown = shown
        if moved:
            self._go_to_step()
        self._binder.refresh()
        self.card.show_workshop(workshop)

    def _keep_course(self, course: GoingOn | None) -> None:
        if course != self._kept:
            self._kept = course
            self._keep(course)

    def _go_to_step(self) -> None:
        page, workshop = self._page, self.workshop
        assert workshop is not None
        page.light_play()
        self.look_at_zones()
        page.side.follow_step(workshop.n)
        page.narrator.announce(workshop.words)

    def look_at_zones(self, motion: bool = True) -> None:
        """Shows the zones in play as large as there is room, unless somebody is at work in the view."""
        view, board = self._page.view, self._page.session.board
        boxes = [zone.bounds.scaled(board.info.scale) for zone in board.canvas.zones if zone.id in self.zones]
        if not boxes or view.hands.holding or view.editor.item is not None:
            return
        room = QRectF()
        for box in boxes:
            room = room.united(QRectF(box.x, box.y, box.w, box.h))
        view.fit_rect(room.adjusted(-ROUND, -ROUND, ROUND, ROUND), NEAREST, motion, then=self._arrived)

    def resized(self) -> None:
        """The view has another size: the zones in play are shown anew where nobody has looked elsewhere since."""
        if self.workshop is None:
            return
        self.card.use(self._page.view.board_mode)
        if self._looked_at == self._place or self._page.view.glide.leads_to(self._arrived):
            self.look_at_zones()

    def _arrived(self) -> None:
        self._looked_at = self._place

    @property
    def _place(self) -> tuple[float, int, int]:
        view = self._page.view
        return view.zoom, view.horizontalScrollBar().value(), view.verticalScrollBar().value()

    def fold(self) -> None:
        self.card.show_open(not self.card.open)
        self._page.settle()

    def tell(self) -> None:
        """Says aloud where the workshop is."""
        if self.workshop is not None:
            self._page.narrator.announce(self.workshop.words)

    # the bell

    def _told(self, minutes: int) -> None:
        workshop = self.workshop
        assert workshop is not None
        if minutes:
            self._page.narrator.announce(f"{spoken_time(workshop.clock).capitalize()} for step {workshop.n}.")
            return
        QApplication.beep()
        self._page.narrator.announce(f"The time of step {workshop.n} is over.")
        self._flashes_left = FLASHES if motion_ms(FLASH) else 0
        self._flash()

    def _flash(self) -> None:
        """One change between the colours; the last one is that of time that is over."""
        if self._flashes_left:
            self.card.flash(self._flashes_left % 2 == 0)
            self._flashes_left -= 1
            self.flashes.start(FLASH)
        else:
            self._stop_flashing()

    def _stop_flashing(self) -> None:
        self._flashes_left = 0
        self.flashes.stop()
        self.card.flash(False)
