"""When the statements panel checks what: cards in sight, at once after a change, a moment after typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from canvas_app.app.plain_language import Checked, PlainLanguage
from canvas_app.domain.entities import Statement
from canvas_app.ui.panels.statement_card import StatementCard

if TYPE_CHECKING:
    from canvas_app.ui.panels.statements import StatementsPanel

AFTER_TYPING = 400
"""Milliseconds without a key."""


class PlainCheck(QObject):
    """The plain-language check of a panel, by the words and choices in the settings."""

    def __init__(self, panel: StatementsPanel):
        super().__init__(panel)
        self._panel = panel
        self._language: PlainLanguage | None = None
        self._chosen: tuple[object, object] = ((), ())
        self._soon = self._timer(0)
        self._typed = self._timer(AFTER_TYPING)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._look_at_some)
        return timer

    @property
    def language(self) -> PlainLanguage:
        """The lists with the person's own words, read when first wanted and when the settings have changed."""
        chosen = (self._panel.port.option("own_words"), self._panel.port.option("let_pass"))
        if self._language is None or chosen != self._chosen:
            self._language, self._chosen = PlainLanguage(*chosen), chosen
        return self._language

    def soon(self) -> None:
        self._soon.start()

    def typed(self) -> None:
        """Puts the check off until the person pauses."""
        self._soon.stop()
        self._typed.start()

    def read_again(self) -> None:
        """Takes over lists that may have changed on disk."""
        self._language = None
        self.now()

    def now(self) -> None:
        for card in self._panel.in_sight():
            self.show(card)

    def let_pass(self, key: str) -> None:
        port = self._panel.port
        port.set_option("let_pass", (*(one for one in port.option("let_pass") if one != key), key))

    def look(self, statement: Statement, text: str | None = None) -> Checked:
        return self.language.check(self._panel.board, self._panel.bridge.session.fit, statement, text)

    def show(self, card: StatementCard) -> None:
        """Shows what is found in the text of a card as it stands in the field."""
        card.show_check(self.look(card.statement, card.text.words))

    def _look_at_some(self) -> None:
        if self._panel.isVisible():
            self.now()
