"""Run as workshop: who is there, which step comes first, and whether it goes on with today's workshop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from canvas_app.app.session import Session
from canvas_app.app.settings import Settings
from canvas_app.app.workshop import first_step, moment_of, read_names, sitting_of
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.sittings import clock, names, stints_of
from canvas_app.domain.steps import step_views
from canvas_app.ui.dialogs.form import FormDialog, add_field, field_grid
from canvas_app.ui.theme import px

STATES = {"done": " (done)", "skipped": " (skipped)"}


@dataclass(frozen=True)
class Wish:
    """`again`: the workshop to go on with, None for a new one. `n`: the step to begin with."""

    people: tuple[str, ...]
    again: str | None
    n: int | None
    full: bool


def ask_workshop(
    parent: QWidget | None, session: Session, settings: Settings, remember: Callable[..., None]
) -> Wish | None:
    """None where the person thought better of it."""
    dialog = StartWorkshopDialog(parent, session, settings, date.today())
    try:
        if not dialog.exec():
            return None
        wish = dialog.answer()
        remember(workshop_full=wish.full)
        return wish
    finally:
        dialog.deleteLater()


class StartWorkshopDialog(FormDialog):
    def __init__(self, parent: QWidget | None, session: Session, settings: Settings, today: date):
        super().__init__(parent, "Run as workshop", "Start")
        board = session.board
        self._views = [view for view in step_views(board, session.fit) if not view.hidden]
        self._writes = not session.read_only
        self._today = sitting_of(board, today) if self._writes else None
        last = next(reversed(list(board.sittings.values())), None)
        self._chosen = False
        self.names = QPlainTextEdit("\n".join(last.people) if last is not None else "")
        self.names.setPlaceholderText("Names, one a line; or nobody's")
        self.names.setTabChangesFocus(True)
        self.names.setFixedHeight(px(120))
        self.step = QComboBox()
        for view in self._views:
            self.step.addItem(f"{view.n}  {view.title}{STATES.get(view.state, '')}", view.n)
        self.step.activated.connect(self._on_chosen)
        self.full = QCheckBox("Full screen with large tools (F11)")
        self.full.setChecked(settings.workshop_full)
        self.again = QRadioButton()
        self.anew = QRadioButton("Begin a new one")
        grid = field_grid()
        if self._today is not None:
            moment = moment_of(self._today)
            at = f"{moment:%H:%M}" if moment else ""
            stints = stints_of(board, self._today.id)
            spent = clock(sum(stint.seconds for stint in stints))
            self._last_step = stints[-1].step if stints else None
            self.again.setText(f"Go on with today's workshop (begun at {at}, {spent} so far)")
            self.again.setChecked(True)
            choice = QWidget()
            lines = QVBoxLayout(choice)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.addWidget(self.again)
            lines.addWidget(self.anew)
            self.again.toggled.connect(self._suggest)
            self.body.addWidget(choice)
        else:
            self._last_step = None
            self.anew.setChecked(True)
            for button in (self.again, self.anew):
                button.setParent(self)
                button.hide()
        if self._writes:
            add_field(grid, "&Who is there", self.names)
        else:
            self.names.setParent(self)
            self.names.hide()
        add_field(grid, "&Begin with", self.step)
        self.body.addLayout(grid)
        self.body.addWidget(self.full)
        words = (
            "The clock of the step starts at once. What changes in each step and how long it took goes into the board's"
            " session log."
            if self._writes
            else "This board is open for reading only: the workshop runs, but no log is kept."
        )
        hint = QLabel(words)
        hint.setProperty("muted" if self._writes else "warning", True)
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.names.textChanged.connect(self._check)
        self._suggest()
        self._check()
        self.make_room(560)
        layout = self.layout()
        assert layout is not None
        self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        asks = self._writes and not self.names.toPlainText()
        (self.names if asks else self.main).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self) -> None:
        self._chosen = True

    def _suggest(self) -> None:
        """The step that people were at, or the first that waits; until somebody chooses one."""
        if self._chosen:
            return
        place = self.step.findData(self._last_step) if self.again.isChecked() else -1
        self.step.setCurrentIndex(place if place >= 0 else max(self.step.findData(first_step(self._views)), 0))

    def _check(self) -> None:
        try:
            names(read_names(self.names.toPlainText()))
        except RuleBroken as error:
            self.allow(str(error))
        else:
            self.allow("" if self._views else "Every step of the guide is hidden; show one again first.")

    def answer(self) -> Wish:
        again = self._today.id if self._today is not None and self.again.isChecked() else None
        return Wish(
            read_names(self.names.toPlainText()) if self._writes else (),
            again,
            self.step.currentData(),
            self.full.isChecked(),
        )
