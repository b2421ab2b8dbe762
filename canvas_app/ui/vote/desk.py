"""Conducts a vote in the window: who has the pen, which dots are shown, and the card between two turns.

The round itself is on the board. Only whether the present person has taken the pen is known here, and nowhere else, so
that nobody's dots are in sight after a pass, a restart or a crash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt

from canvas_app.app.session import Committed
from canvas_app.domain.commands import Command
from canvas_app.domain.decide_voting import PutDot, TakeBackDot
from canvas_app.domain.entities import Round
from canvas_app.domain.voting import (
    all_voted,
    dots_left,
    last_round,
    open_round,
    own_dots,
    round_title,
    standings,
    tally,
    voter,
)
from canvas_app.ui.binder import Binder
from canvas_app.ui.panels.paint import one_line
from canvas_app.ui.vote.bar import VoteBar
from canvas_app.ui.vote.cover import Cover

if TYPE_CHECKING:
    from canvas_app.ui.board_page import BoardPage

FOUND = frozenset({"round", "vote", "note", "canvas"})


class VoteDesk(QObject):
    def __init__(self, page: BoardPage, binder: Binder):
        super().__init__(page)
        self._page, self._binder = page, binder
        self._session, self._view = page.session, page.view
        self._begun: tuple[str, int] | None = None
        self._shown: str | None = None
        self._on_notes = True
        self.bar = VoteBar(page.view, binder)
        self.cover = Cover(page.view, self.begin, self.put_aside)
        self._view.on_vote = self._on_vote
        page.bridge.committed.connect(self._on_committed)
        self.refresh()

    # what is known

    @property
    def round(self) -> Round | None:
        """The vote that goes on; none on a board that is open for reading only."""
        return None if self._session.read_only else open_round(self._session.board)

    @property
    def begun(self) -> bool:
        """Whether whoever has the pen has taken it."""
        round_ = self.round
        return round_ is not None and self._begun == (round_.id, round_.turn) and not all_voted(round_)

    @property
    def shown_round(self) -> str | None:
        """The revealed vote that the panel shows, else the last one."""
        board = self._session.board
        chosen = board.rounds.get(self._shown or "")
        round_ = chosen if chosen is not None and chosen.revealed else last_round(board)
        return round_.id if round_ is not None else None

    def choose_round(self, round_id: str) -> None:
        self._shown = round_id

    def own_dots(self) -> dict[str, int]:
        """The dots that may be shown now: those of whoever has taken the pen, unless all look at a presentation."""
        round_ = self.round
        shown = round_ is not None and self.begun and not self._page.presenter.on
        return own_dots(self._session.board, round_) if round_ is not None and shown else {}

    # turns

    def give_pen(self) -> None:
        """The card of whoever has the pen, or their turn where they have taken it."""
        round_ = self.round
        if round_ is None:
            self._page.bridge.say("No vote is going on.")
        elif all_voted(round_):
            self.refresh()
            self.bar.main.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.begun:
            self._page.set_tool("vote")
            self._view.setFocus()
        else:
            self._cover(round_)

    def _cover(self, round_: Round) -> None:
        name = voter(round_, round_.turn)
        self._page.flush()
        self._view.let_go()
        self._page.bridge.select(())
        self.cover.show_turn(f"Pass the pen to {name}" if round_.turn else f"{name} begins", self._rules(round_))
        self._page.narrator.announce(f"{self.cover.title.text()}. {self.cover.rules.text()}")

    def _rules(self, round_: Round) -> str:
        dots = "1 dot" if round_.dots == 1 else f"{round_.dots} dots"
        most = "" if round_.dots == 1 else f", at most {round_.most} on a note"
        hidden = "Nobody sees who put which." if round_.anonymous else "They are hidden until all have voted."
        title = round_title(self._session.board, round_)
        return f"{title}\n{dots}{most}. {hidden}"

    def begin(self) -> None:
        """The person takes the pen: the board is uncovered, with their own dots on it."""
        round_ = self.round
        self.cover.hide()
        if round_ is None or all_voted(round_):
            return
        self._begun = (round_.id, round_.turn)
        self._page.show_sheet(None)
        self._page.set_tool("vote")
        self.refresh()
        if self._page.outline is None:
            self._view.fit_rect(self._room(round_), 1.5, motion=True)
        self._view.setFocus()
        self._binder.refresh()
        left = dots_left(self._session.board, round_)
        self._page.narrator.announce(f"{voter(round_, round_.turn)}: {_dots(left)}. Tab walks the notes, Enter votes.")

    def _room(self, round_: Round) -> QRectF:
        board = self._session.board
        room = QRectF()
        for zone in board.canvas.zones:
            if zone.id in round_.zones:
                box = zone.bounds.scaled(board.info.scale)
                room = room.united(QRectF(box.x, box.y, box.w, box.h))
        return room.adjusted(-20, -20, 20, 20)

    def put_aside(self) -> None:
        """The board without voting; the bar stays."""
        self.cover.hide()
        self._view.set_tool("select")
        self._view.setFocus()

    def _on_vote(self, note: str, back: bool) -> None:
        round_ = self.round
        if round_ is None or not self.begun:
            self.give_pen()
            return
        command: Command = TakeBackDot(round_.id, round_.turn, note) if back else PutDot(round_.id, round_.turn, note)
        self._page.bridge.do(command, origin="vote")

    # results

    def show_results(self, round_id: str) -> None:
        """The panel of priorities, sorted by these votes."""
        self._shown = round_id
        page = self._page
        page.show_sheet(None)
        page.show_side(True)
        page.side.show_panel("priorities")
        panel = page.side.panels.get("priorities")
        if panel is not None:
            panel.show_votes()  # type: ignore[attr-defined]
        page.bridge.say(self._outcome(round_id))

    def _outcome(self, round_id: str) -> str:
        board = self._session.board
        round_ = board.rounds[round_id]
        first = [row for zone in round_.zones for row in standings(board, round_, zone) if row.dots]
        if not first:
            return "Nobody has put a dot in this vote."
        most = max(row.dots for row in first)
        best = [row.note for row in first if row.dots == most]
        if len(best) > 1:
            return f"{len(best)} notes share the most votes, {most} each."
        text = one_line(best[0].text) or "An empty note"
        short = text if len(text) <= 60 else f"{text[:59]}…"
        return f"“{short}” has the most votes: {most}."

    # following the board

    def take_settings(self, on_notes: bool) -> None:
        """Whether the dots of the vote revealed last stand on the notes."""
        self._on_notes = on_notes
        self.show_dots()

    def _on_committed(self, commit: Committed) -> None:
        step = commit.step
        touched = {patch.entity for patch in step.patches}
        if not touched & FOUND:
            return
        if "round" in touched:
            self._on_round()
        if "round" in touched or "vote" in touched or "canvas" in touched:
            self.refresh()
        if "vote" in touched and self.begun and "round" not in touched:
            round_ = self.round
            assert round_ is not None
            self._page.narrator.announce(f"{_dots(dots_left(self._session.board, round_))} left")
            self._binder.refresh()

    def _on_round(self) -> None:
        """A vote began or ended, or the pen was passed: what the person before did leaves no trace in sight."""
        round_ = self.round
        self._page.message.hide()
        if round_ is None:
            self.cover.hide()
            if self._view.tool == "vote":
                self._page.set_tool("select")
            return
        if self._begun is not None and self._begun[0] == round_.id and self._begun[1] != round_.turn:
            self._page.bridge.select(())
            self._page.forget_place()
            self._view.fit_rect(self._room(round_), 1.5)
            if all_voted(round_):
                self._page.set_tool("select")
            else:
                self._cover(round_)
        if self._begun != (round_.id, round_.turn):
            self._begun = None

    def refresh(self) -> None:
        """Shows the board's votes as they are."""
        round_ = self.round
        if round_ is None:
            self._leave_bar()
            self.bar.hide()
        elif all_voted(round_):
            self.bar.show_done(round_.people)
            self.bar.show()
        elif self.begun:
            left = dots_left(self._session.board, round_)
            last = round_.turn == round_.people - 1
            self.bar.show_turn(voter(round_, round_.turn), left, round_.dots, last)
            self.bar.show()
        else:
            self.bar.show_waiting(voter(round_, round_.turn))
            self.bar.show()
        self.show_dots()
        self._page.place_votes()

    def _leave_bar(self) -> None:
        focus = self._view.window().focusWidget()
        if focus is not None and (self.bar.isAncestorOf(focus) or self.cover.isAncestorOf(focus)):
            self._view.setFocus()

    def show_dots(self) -> None:
        """The present person's own dots, or while nobody votes those of the vote revealed last."""
        voting = self.round is not None
        board = self._session.board
        dots = self.own_dots() if voting else tally(board, last_round(board)) if self._on_notes else {}
        self._page.show_votes(dots, own=voting)

    def raise_over(self) -> None:
        """Above the outline."""
        self.bar.raise_()
        if not self.cover.isHidden():
            self.cover.raise_()

    def place(self, top: int) -> None:
        if not self.bar.isHidden():
            self.bar.place(top)
        if not self.cover.isHidden():
            self.cover.place()


def _dots(count: int) -> str:
    return f"{count} dot{'' if count == 1 else 's'}"
