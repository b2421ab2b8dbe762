"""The card of a workshop's step: a bar with the step and its clock, and in large letters below it what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScroller,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.workshop import Workshop, shown_time
from canvas_app.ui.binder import Binder, unmarked
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.scrolled import Scrolled
from canvas_app.ui.theme import icon, margins, mark, mirrored, ordered, px, square
from canvas_app.ui.workshop.face import Countdown, StepWords

SIDE, LARGE = 44, 56
"""The least side of a target, in pixels: usually, and in board mode."""
LEAST, SHARE = 28, 0.03
"""Pixels of a letter: at least, and as a share of the window's height."""
ENLARGED = 0.045
"""The share of the window's height up to which the letters grow with the system's text size."""
CLOCK_OPEN, CLOCK_SLIM = 1.9, 1.15
"""Size of the clock's figures, for letters of 1."""
MOST = 0.42
"""How much of the window's height the words may take; more of them are scrolled."""
LAST = 60
"""Seconds before the end at which the clock changes colour."""
_MARKS = {"done": "check", "skipped": "close"}
_NEXT = {Qt.Key.Key_PageDown, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_PageUp, Qt.Key.Key_Up}
_MORE = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}


class Card(QFrame):
    """Keys, while it has the keyboard: Space starts and pauses, arrows and Page keys walk, + adds a minute, Esc ends.

    `tell` is called when the keyboard comes to it, `leave` on Esc.
    """

    def __init__(self, parent: QWidget, binder: Binder, tell: Callable[[], None], leave: Callable[[], None]):
        super().__init__(parent)
        self._binder, self._tell, self._leave = binder, tell, leave
        self._workshop: Workshop | None = None
        self._large = False
        self._stacked: bool | None = None
        self.open = True
        self.setObjectName("workshop-card")
        self.setAccessibleName("Workshop")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back = self._tool("workshop.previous", "chevron-left")
        self.steps = QToolButton(self)
        self.steps.setObjectName("workshop-steps")
        self.steps.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.steps.setToolTip("Choose a step")
        self.steps.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.steps)
        menu.setObjectName("workshop-menu")
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._offer_steps)
        self.steps.setMenu(menu)
        self.on = self._tool("workshop.next", "chevron-right")
        self.play = self._tool("workshop.timer", "pause")
        self.play.setObjectName("workshop-play")
        self.time = Countdown(self)
        self.one = self._more("workshop.add-1", "+1")
        self.five = self._more("workshop.add-5", "+5")
        self.fold = self._tool("workshop.card", "chevron-up")
        self.close_button = self._tool("workshop.end", "close")
        self.words = StepWords(self)
        self.area = Scrolled(self.words, self)
        QScroller.grabGesture(self.area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._walk = self._group(self.back, self.steps, self.on)
        self._timer = self._group(self.play, self.time, self.one, self.five)
        self._ends = self._group(self.fold, self.close_button)
        self._bar = QGridLayout()
        self._bar.setContentsMargins(0, 0, 0, 0)
        self._bar.setHorizontalSpacing(10)
        self._bar.setVerticalSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(14, 6, 10, 6))
        layout.setSpacing(4)
        layout.addLayout(self._bar)
        layout.addWidget(self.area)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(self.back, self.on, self.play, self.one, self.five, self.fold, self.close_button)
        self._stack(False)

    def _group(self, *widgets: QWidget) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget)
        return group

    def _tool(self, action_id: str, icon_name: str) -> QToolButton:
        action = self._binder[action_id]
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _more(self, action_id: str, words: str) -> QPushButton:
        action = self._binder[action_id]
        button = QPushButton(ordered(words), self)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    # what it shows

    def show_workshop(self, workshop: Workshop) -> None:
        """The step and its time as they are now."""
        self._workshop = workshop
        view, step = workshop.view, workshop.clock
        left = step.left
        over = left is not None and left <= 0
        tone = "muted" if not workshop.running else "error" if over else "ink"
        if tone == "ink" and left is not None and left <= LAST:
            tone = "warn"
        before = len(self.time.text)
        self.time.show_time(shown_time(step), tone)
        mark(self, over=over)
        title = workshop.place if self.open else f"{workshop.place} · {view.title}"
        if title != self.steps.property("words") or before != len(self.time.text):
            self.steps.setProperty("words", title)
            self.steps.setAccessibleName(f"{workshop.place}: {view.title}. Choose a step")
            self._place()
        self.play.setIcon(icon("pause" if workshop.running else "play"))
        self.play.setAccessibleName(self._binder["workshop.timer"].text())
        self.words.show_words(view.title, view.todo, view.question)
        self._fit_words()

    def show_open(self, open_: bool) -> None:
        """With what to do in large letters, or as a slim bar."""
        self.open = open_
        self.area.setVisible(open_)
        self.fold.setIcon(icon("chevron-up" if open_ else "chevron-down"))
        self.fold.setAccessibleName("Fold the card" if open_ else "Show what to do")
        if self._workshop is not None:
            self.show_workshop(self._workshop)
        self._place()

    def flash(self, on: bool) -> None:
        mark(self, flash=on)

    def _offer_steps(self) -> None:
        menu = self.steps.menu()
        menu.clear()
        workshop = self._workshop
        if workshop is None:
            return
        workshop.read_guide()
        for view in workshop.shown:
            words = f"{view.n}  {view.title}{', skipped' if view.state == 'skipped' else ''}"
            action = menu.addAction(icon(_MARKS.get(view.state, ""), "ok"), unmarked(words))
            action.setData(view.n)
            face = action.font()
            face.setBold(view.n == workshop.n)
            action.setFont(face)
            action.triggered.connect(self._choose)

    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._workshop is not None:
            self._workshop.go(int(action.data()))

    # its size

    @property
    def letter(self) -> float:
        """Pixels of a letter of what to do."""
        height = self.window().height()
        return max(LEAST, SHARE * height, min(px(LEAST), ENLARGED * height))

    def use(self, large: bool) -> None:
        """Targets for fingers at a touch board, or those of a desk."""
        self._large = large
        mark(self, large=large)
        self._place()

    def _place(self) -> None:
        side = px(LARGE if self._large else SIDE)
        for tool in (self.back, self.on, self.play, self.fold, self.close_button):
            tool.setFixedSize(side, side)
            tool.setIconSize(square(30 if self._large else 22))
        for button in (self.one, self.five):
            button.setFixedSize(max(side, px(58)), side)
        self.steps.setFixedHeight(side)
        self.words.use_size(self.letter)
        self.time.use_size(self.letter * (CLOCK_OPEN if self.open else CLOCK_SLIM))
        self._stack(self._width_of(self.steps_least()) > self.width())
        room = self.width() // 2 if self._stacked else self.width() - self._width_of(0)
        metrics = self.steps.fontMetrics()
        words = str(self.steps.property("words") or "")
        name = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room, self.steps_least()))
        self.steps.setText(ordered(f"{name} ▾"))
        self._fit_words()

    def steps_least(self) -> int:
        """The least room for the name of the step, in pixels."""
        return self.steps.fontMetrics().horizontalAdvance("Step 16 of 16")

    def _width_of(self, name: int) -> int:
        """How wide one row is, with so many pixels for the name of the step."""
        side = px(LARGE if self._large else SIDE)
        tools = 5 * side + 2 * max(side, px(58)) + self.time.sizeHint().width()
        return tools + name + px(44) + 6 * 4 + 2 * 10 + 24

    def _stack(self, stacked: bool) -> None:
        """The clock in a row of its own, where one row has no room for everything."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        for group in (self._walk, self._timer, self._ends):
            self._bar.removeWidget(group)
        start, end = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
        self._bar.addWidget(self._walk, 0, 0, start)
        self._bar.addWidget(self._ends, 0, 2, end)
        if stacked:
            self._bar.addWidget(self._timer, 1, 0, 1, 3, start)
        else:
            self._bar.addWidget(self._timer, 0, 1, end)
        self._bar.setColumnStretch(1, 1)

    def _fit_words(self) -> None:
        wanted = self.words.heightForWidth(self.width() - 24 - (12 if self.area.verticalScrollBar().isVisible() else 0))
        self.area.setFixedHeight(min(wanted + 6, round(self.window().height() * MOST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # hands and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the card, which is not the board's, gives it the keyboard."""
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._workshop is not None:
            self.setAccessibleDescription(self._workshop.words)  # not every second, which would be read aloud
        if event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._tell()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def _act(self, event: QKeyEvent) -> str | None:
        """The action of a key, "" for Esc, None where the key is not the card's own."""
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MORE and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return "workshop.add-1"
        if modifiers:
            return None
        ahead, behind = (Qt.Key.Key_Right, Qt.Key.Key_Left)
        if mirrored():
            ahead, behind = behind, ahead
        if key in _NEXT or key == ahead:
            return "workshop.next"
        if key in _BACK or key == behind:
            return "workshop.previous"
        if key == Qt.Key.Key_Space:
            return "workshop.timer" if self.hasFocus() else None
        return "" if key == Qt.Key.Key_Escape else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act(event)
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            if act:
                self._binder[act].trigger()
            else:
                self._leave()
