"""The sheet of the session log: every workshop that was run on the board, the newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.app.session import Committed
from canvas_app.domain.entities import Sitting
from canvas_app.domain.errors import UserError
from canvas_app.domain.sittings import DeleteSittings, NamePeople
from canvas_app.domain.steps import step_views
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.panels.pills import LARGE
from canvas_app.ui.sheets.card_sheet import CardSheet
from canvas_app.ui.sheets.sitting_view import SittingView, stint_rows, when
from canvas_app.ui.theme import icon, px

ORIGIN = "log"
CONCERNS = frozenset({"sitting", "stint", "step_state", "canvas"})
TEACHING = (
    "No workshop has been run on this board yet.\n“Run as workshop” shows each step in large letters with a clock. The"
    " log keeps who was there, how long each step took and what changed in it."
)


class LogSheet(CardSheet):
    def __init__(self, bridge: SessionBridge, port: UiPort):
        super().__init__(bridge, port, "Session log")
        self.cards: dict[str, SittingView] = {}
        self._large = False
        self.run = QPushButton("Run as workshop…", self)
        self.run.setIcon(icon("timer"))
        self.run.clicked.connect(port.run_workshop)
        self.count = QLabel(self)
        self.count.setProperty("muted", True)
        self.bar.addWidget(self.run)
        self.bar.addStretch(1)
        self.bar.addWidget(self.count)
        self.empty.setText(TEACHING)

    @property
    def _sitting_now(self) -> str | None:
        """The workshop that goes on."""
        workshop = self.port.workshop
        return workshop.sitting if workshop is not None else None

    def _sittings(self) -> list[Sitting]:
        """The newest first."""
        return sorted(self.board.sittings.values(), key=lambda sitting: (sitting.began, sitting.id), reverse=True)

    # in step with the board

    def refresh(self) -> None:
        sittings = self._sittings()
        for gone in [sitting for sitting in self.cards if sitting not in self.board.sittings]:
            self._drop(gone)
        views, now = step_views(self.board, self.bridge.session.fit), self._sitting_now
        for place, sitting in enumerate(sittings):
            card = self.cards.get(sitting.id)
            if card is None:
                card = self.cards[sitting.id] = SittingView(self.cards_at, sitting, self, self.bridge.session.read_only)
                card.use_large(self._large)
            card.show_sitting(sitting, stint_rows(self.board, views, sitting.id), sitting.id == now)
            self.put_card(place, card)
        before: QWidget = self.run
        for sitting in sittings:
            card = self.cards[sitting.id]
            for stop in (card, card.people, card.trash):
                QWidget.setTabOrder(before, stop)
                before = stop
        self.run.setVisible(bool(self.board.canvas.steps) and self.port.workshop is None)
        self.setFocusProxy(self.cards[sittings[0].id] if sittings else self.run)
        self.count.setText(f"{len(sittings)} workshop{'' if len(sittings) == 1 else 's'}" if sittings else "")
        self.show_cards(bool(sittings))

    def patch(self, commit: Committed) -> None:
        if {patch.entity for patch in commit.step.patches} & CONCERNS:
            self.refresh()

    def follow_selection(self) -> None:
        """Shown again, it knows whether a workshop goes on."""
        self.refresh()

    def _drop(self, sitting: str) -> None:
        card = self.cards.pop(sitting)
        card.forget()
        focus = QApplication.focusWidget()
        if focus is not None and (focus is card or card.isAncestorOf(focus)):
            beside = next((other for key, other in self.cards.items() if key in self.board.sittings), None)
            (beside or self.run).setFocus(Qt.FocusReason.OtherFocusReason)
        self.cards_in.removeWidget(card)
        card.hide()
        card.deleteLater()

    def use_large(self, large: bool) -> None:
        self._large = large
        self.run.setMinimumHeight(LARGE if large else px(40))
        for card in self.cards.values():
            card.use_large(large)

    def flush(self) -> None:
        for card in list(self.cards.values()):
            card.flush()

    # what the person does

    def name_people(self, sitting: str, people: tuple[str, ...], group: str) -> bool:
        if sitting not in self.board.sittings:
            return True
        try:
            self.bridge.session.do(NamePeople(sitting, people), ORIGIN, group)
        except UserError as error:
            self.bridge.complain(str(error))
            return False
        return True

    def remove(self, sitting: str) -> None:
        if sitting == self._sitting_now:
            self.bridge.say("This workshop goes on; end it before you delete its log.")
            return
        title = when(self.board.sittings[sitting])
        self.cards[sitting].forget()
        if self.bridge.do(DeleteSittings((sitting,)), ORIGIN) is not None:
            self.bridge.say(f"Workshop of {title} deleted from the log.", undo=True)

    def walk(self, sitting: str, by: int) -> None:
        order = [other.id for other in self._sittings()]
        place = order.index(sitting) + by
        if 0 <= place < len(order):
            card = self.cards[order[place]]
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(card, 0, 16)
