"""Start a vote: on which zones, who votes, and with how many dots."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from canvas_app.app.settings import Settings
from canvas_app.domain.board import Board
from canvas_app.domain.decide_voting import StartRound
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.theme import px

MOST_PEOPLE, MOST_DOTS = 500, 50
LONGEST = 500
HIDDEN = "The pen goes round on this screen. Dots stay hidden until all have voted and you press Reveal."
SECRET = "No names are kept; only the undo journal in the file knows the order of turns. Dots stay hidden until Reveal."


def ask_vote(
    parent: QWidget | None,
    board: Board,
    zones: Sequence[str],
    settings: Settings,
    remember: Callable[..., None],
) -> StartRound | None:
    """Asks how to vote, these zones chosen first, the rest as it was the last time; None where nobody wants to."""
    dialog = StartVoteDialog(parent, board, zones, settings)
    try:
        if not dialog.exec():
            return None
        remember(**dialog.habits())
        return dialog.answer()
    finally:
        dialog.deleteLater()


class StartVoteDialog(FormDialog):
    def __init__(self, parent: QWidget | None, board: Board, zones: Sequence[str], settings: Settings):
        super().__init__(parent, "Vote with dots", "Start the vote")
        self._board = board
        self._people = max(1, min(settings.vote_people, MOST_PEOPLE))
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST)
        self.zones: dict[str, QCheckBox] = {}
        places = QGridLayout()
        places.setHorizontalSpacing(18)
        places.setVerticalSpacing(6)
        counts = {zone.id: len(board.in_zone(zone.id)) for zone in board.canvas.zones}
        chosen = [zone for zone in zones if counts.get(zone)] or self._usual(counts)
        for n, zone in enumerate(board.canvas.zones):
            box = self.zones[zone.id] = QCheckBox(f"{zone.title} ({counts[zone.id]})".replace("&", "&&"))
            box.setChecked(zone.id in chosen)
            box.setEnabled(counts[zone.id] > 0)
            box.setToolTip("" if counts[zone.id] else "There are no notes in this zone")
            box.toggled.connect(self._check)
            places.addWidget(box, n // 2, n % 2)
        zone_room = QWidget()
        zone_room.setLayout(places)
        places.setContentsMargins(0, 0, 0, 0)
        self.people = _count(self._people, MOST_PEOPLE)
        self.names = QPlainTextEdit("\n".join(settings.vote_names[:MOST_PEOPLE]))
        self.names.setPlaceholderText("Names, one a line, in the order of voting; or none")
        self.names.setTabChangesFocus(True)
        self.names.setMinimumHeight(px(56))
        self.names.setMaximumHeight(px(104))
        self.anonymous = QCheckBox("Anonymous")
        self.anonymous.setChecked(settings.vote_anonymous)
        self.dots = _count(settings.vote_dots, MOST_DOTS)
        self.most = _count(settings.vote_most, MOST_DOTS)
        grid = field_grid()
        add_field(grid, "&Title", self.title, "The zones, unless you give it one")
        add_field(grid, "Zones", zone_room)
        self.names_label = add_field(grid, "&Names", self.names)
        add_field(grid, "&People", self.people)
        self.dots.setSuffix(" each")
        self.most.setPrefix("at most ")
        self.most.setSuffix(" on a note")
        both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(10)
        both.addWidget(self.dots, 2)
        both.addWidget(self.most, 3)
        dots_room = QWidget()
        dots_room.setLayout(both)
        add_field(grid, "&Dots", dots_room).setBuddy(self.dots)
        self.dots.setAccessibleName("Dots each")
        self.most.setAccessibleName("At most on a note")
        self.body.addLayout(grid)
        self.body.addWidget(self.anonymous)
        self.hint = QLabel()
        self.hint.setProperty("muted", True)
        self.hint.setWordWrap(True)
        self.body.addWidget(self.hint)
        self.names.textChanged.connect(self._check)
        self.people.valueChanged.connect(self._check)
        self.dots.valueChanged.connect(self._check)
        self.most.valueChanged.connect(self._check)
        self.anonymous.toggled.connect(self._check)
        self.make_room(560, 566)
        self._check()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _usual(self, counts: dict[str, int]) -> list[str]:
        """What is voted on where nothing is selected: the notes that needs are made of."""
        canvas = self._board.canvas
        return [zone.id for zone in canvas.zones if canvas.role(zone.kind) == "need" and counts[zone.id]]

    def _named(self) -> list[str]:
        lines = (" ".join(line.split())[:LONGEST] for line in self.names.toPlainText().splitlines())
        return [] if self.anonymous.isChecked() else [line for line in lines if line]

    def _check(self) -> None:
        names = self._named()
        self.names.setHidden(self.anonymous.isChecked())
        self.names_label.setHidden(self.anonymous.isChecked())
        self.hint.setText(SECRET if self.anonymous.isChecked() else HIDDEN)
        self.people.setEnabled(not names)
        if self.people.isEnabled():
            self._people = self.people.value() if self.sender() is self.people else self._people
        self._show(self.people, len(names) or self._people)
        self.people.setToolTip("As many as there are names" if names else "")
        self.most.setMaximum(self.dots.value())
        chosen = [zone for zone, box in self.zones.items() if box.isChecked()]
        if not chosen:
            self.allow("Choose at least one zone with notes to vote on.")
        elif len(names) > MOST_PEOPLE:
            self.allow(f"A vote is for {MOST_PEOPLE} people at most.")
        else:
            self.allow("")
            notes = sum(len(self._board.in_zone(zone)) for zone in chosen)
            people, each = self.people.value(), self.dots.value()
            self.reason.setText(f"{_number(people * each, 'dot')} for {_number(notes, 'note')}.")

    def _show(self, field: QSpinBox, value: int) -> None:
        field.blockSignals(True)
        field.setValue(value)
        field.blockSignals(False)

    def answer(self) -> StartRound:
        return StartRound(
            tuple(zone for zone, box in self.zones.items() if box.isChecked()),
            self.people.value(),
            tuple(self._named()),
            self.anonymous.isChecked(),
            self.dots.value(),
            self.most.value(),
            self.title.text(),
        )

    def habits(self) -> dict[str, Any]:
        """What is remembered for the next vote; names are kept while an anonymous one is started."""
        values: dict[str, Any] = {
            "vote_people": self._people,
            "vote_anonymous": self.anonymous.isChecked(),
            "vote_dots": self.dots.value(),
            "vote_most": self.most.value(),
        }
        if not self.anonymous.isChecked():
            values["vote_names"] = tuple(self._named())
        return values


def _count(value: int, most: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, most)
    field.setValue(value)
    field.lineEdit().setTextMargins(8, 0, 8, 0)
    return field


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
