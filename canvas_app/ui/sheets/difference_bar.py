"""The difference in one sentence, "Better than ... because ...": two fields, and words that the comparison offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from canvas_app.domain.board import Board
from canvas_app.domain.competition import Comparison, alternatives, reasons, with_reason
from canvas_app.domain.entities import clean_text
from canvas_app.domain.fit import Fit
from canvas_app.ui.board.filter_chip import Flow
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.panels.explain import quoted
from canvas_app.ui.panels.fields import LineField
from canvas_app.ui.panels.pills import HEIGHT, LARGE, Option, Pill
from canvas_app.ui.theme import margins, mark, px

OFFERED = 3
LIMIT = 500
Record = Callable[[dict[str, str], str | None], bool]
"""Writes fields of the board down, in an undo group; whether they were taken."""


@dataclass(frozen=True)
class Offer:
    """Words that a click puts into a field of the board."""

    field: str
    words: str
    tip: str


class OfferButton(Pill):
    def __init__(self, parent: QWidget, offer: Offer):
        super().__init__(parent, Option(offer.words, offer.words, "plus"))
        self.offer = offer
        self.setCheckable(False)
        self.setToolTip(offer.tip)
        self.setAccessibleName(offer.tip)


class Offers(Flow):
    """One row of buttons, as many as there is room for."""

    def place(self) -> None:
        for widget in self._widgets:
            widget.setVisible(True)
        first = {widget for widget, box in self._places(self.width()) if box.y() == 0}
        for widget in self._widgets:
            widget.setVisible(widget in first)
        super().place()

    def heightForWidth(self, width: int) -> int:
        return max((widget.sizeHint().height() for widget in self._widgets), default=0)


class DifferenceBar(QWidget):
    def __init__(self, parent: QWidget, record: Record, leave: Callable[[], None]):
        super().__init__(parent)
        self._record = record
        self._large = False
        self._offered: list[Offer] = []
        self._fingertips = Fingertips(self)
        self.alternative = self._field("Better than", "alternative", "whom or what? A rival, or doing nothing", leave)
        self.because = self._field("Because", "because", "what is true of us and not of them?", leave)
        self.offers = {"alternative": Offers(()), "because": Offers(())}
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(margins(16, 10, 16, 4))
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(0)
        for column, (words, field, flow) in enumerate(
            (
                ("Better than", self.alternative, self.offers["alternative"]),
                ("because", self.because, self.offers["because"]),
            )
        ):
            label = QLabel(words, self)
            label.setProperty("strong", True)
            label.setBuddy(field)
            layout.addWidget(label, 0, 2 * column)
            layout.addWidget(field, 0, 2 * column + 1)
            layout.addWidget(flow, 1, 2 * column + 1)
        layout.setColumnStretch(1, 2)
        layout.setColumnStretch(3, 3)

    def _field(self, name: str, key: str, asks: str, leave: Callable[[], None]) -> LineField:
        def commit(text: str, group: str) -> bool:
            return self._record({key: text}, group)

        field = LineField(self, name, commit, leave, means=_plain)
        field.setPlaceholderText(asks)
        field.setMaxLength(LIMIT)
        field.setProperty("large", False)
        return field

    def show_board(self, board: Board, figures: Fit, table: Comparison, read_only: bool) -> None:
        """What the board says, and what the comparison offers to say."""
        for field, words in ((self.alternative, board.info.alternative), (self.because, board.info.because)):
            field.show_text(words)
            field.setReadOnly(read_only)
        offered = [] if read_only else _offers(board, figures, table)
        if offered == self._offered:
            return
        focus = self.focusWidget()
        lost = focus.offer.field if isinstance(focus, OfferButton) and focus.hasFocus() else ""
        self._offered = offered
        for name, flow in self.offers.items():
            buttons = [OfferButton(flow, offer) for offer in offered if offer.field == name]
            for button in buttons:
                button.clicked.connect(self._take)
            flow.hold(buttons)
            self._fingertips.watch(*buttons)
            for button in buttons:
                button.show()
            flow.setVisible(bool(buttons))
        if lost:
            {"alternative": self.alternative, "because": self.because}[lost].setFocus()
        self._size()

    @property
    def buttons(self) -> Sequence[OfferButton]:
        return [
            button
            for flow in self.offers.values()
            for button in flow.findChildren(OfferButton)
            if button.isVisibleTo(flow)
        ]

    def _take(self) -> None:
        button = self.sender()
        assert isinstance(button, OfferButton)
        self.flush()
        offer = button.offer
        words = offer.words
        if offer.field == "because":
            words = with_reason(self.because.text(), words)
        self._record({offer.field: words}, None)

    def flush(self) -> None:
        self.alternative.flush()
        self.because.flush()

    def use_large(self, large: bool) -> None:
        self._large = large
        self._size()

    def _size(self) -> None:
        for field in (self.alternative, self.because):
            mark(field, large=self._large)
        for button in self.buttons:
            button.large = self._large
            button.updateGeometry()
        for flow in self.offers.values():
            flow.place()
            flow.updateGeometry()
        # Kept free for the first offer too: else the table below would jump under the pointer.
        self._grid.setRowMinimumHeight(1, LARGE if self._large else px(HEIGHT))


def _plain(text: str) -> str:
    """What the board makes of a line."""
    return " ".join(clean_text(text).split())


def _offers(board: Board, figures: Fit, table: Comparison) -> list[Offer]:
    """Nothing that is said already, and nothing before anybody is scored."""
    found = []
    said = board.info.alternative.strip().rstrip(".").casefold()
    if table.toughest is not None:
        for rival, words in alternatives(board, table)[:OFFERED]:
            if words.casefold() != said:
                toughest = ", who does best of the others" if rival.id == table.toughest.id else ""
                found.append(Offer("alternative", words, f"Say “better than {words}”{toughest}"))
    because = board.info.because
    for reason in reasons(board, figures, table):
        if reason.words.casefold() not in because.casefold():
            lead = f"we are ahead by {reason.line.advantage} on {quoted(reason.line.words, 60)}"
            found.append(Offer("because", reason.words, f"Say “because {reason.words}”: {lead}"))
    return found
