"""A sheet of cards below one another: a bar above them, and words in their place where there are none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from canvas_app.actions.context import UiPort
from canvas_app.ui.bridge import SessionBridge
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.sheets.sheet import Sheet
from canvas_app.ui.theme import margins, px

WIDEST = 1080


class CardSheet(Sheet):
    """`cards_at` is the parent of the cards, `cards_in` its layout."""

    def __init__(self, bridge: SessionBridge, port: UiPort, title: str):
        super().__init__(bridge, port, title)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(margins(16, 10, 16, 6))
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(60, 40, 60, 40)
        self.cards_at = QWidget(self)
        self.cards_at.setMaximumWidth(px(WIDEST))
        self.cards_in = QVBoxLayout(self.cards_at)
        self.cards_in.setContentsMargins(16, 4, 16, 16)
        self.cards_in.setSpacing(12)
        self.cards_in.addStretch(1)
        middle = QWidget(self)
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(self.cards_at, 1000)
        across.addStretch(1)
        self.area = Scrolled(middle, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.bar)
        layout.addWidget(self.empty)
        layout.addWidget(self.area, 1)

    def put_card(self, place: int, card: QWidget) -> None:
        """A card at a place of the list, 0 the first."""
        if self.cards_in.indexOf(card) != place:
            self.cards_in.insertWidget(place, card)
            card.show()

    def show_cards(self, any_shown: bool) -> None:
        """The cards, or the words in their place."""
        self.empty.setVisible(not any_shown)
        self.area.setVisible(any_shown)
