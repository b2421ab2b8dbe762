"""The bar over the board while a vote goes on: whose turn it is, the dots that are left, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from canvas_app.ui.binder import Binder
from canvas_app.ui.board.view import BoardView
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.floating import Floating
from canvas_app.ui.theme import colour, icon, margins, mark, mirror_x, mirrored, px, square

SIDE, LARGE = 44, 56
"""The least side of a target, in pixels: usually, and in board mode."""
MOST_DRAWN = 10
NAME = 220
"""The most room for a name, in pixels."""
LEVELS = 7
"""How many ways there are to say less; from 4 on, the bin, the dots and the button to take back go, which keys and
menus do as well."""
SHORT = {"Pass the pen": "Pass"}
"""What buttons say where room is short."""


class DotsLeft(QWidget):
    """The dots of a person: filled ones are left, hollow ones are put."""

    def __init__(self) -> None:
        super().__init__()
        self._left = self._all = 0
        self._radius = 6.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_dots(self, left: int, of: int, radius: float) -> None:
        self._left, self._all, self._radius = left, of, radius
        self.setProperty("dots", [left, of])
        self.setVisible(0 < of <= MOST_DRAWN)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        pitch = px(2 * self._radius + 5)
        return QSize(pitch * self._all, px(2 * self._radius + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, line, radius = colour("accent"), colour("muted"), px(self._radius)
        pitch = self.width() / max(self._all, 1)
        for n in range(self._all):
            place = self._all - 1 - n if mirrored() else n
            centre = QPointF((place + 0.5) * pitch, self.height() / 2)
            if n < self._left:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(accent)
                painter.drawEllipse(centre, radius, radius)
            else:
                painter.setPen(QPen(line, 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, radius - 1, radius - 1)


class VoteBar(QFrame):
    def __init__(self, view: BoardView, binder: Binder):
        super().__init__(view)
        self._view = view
        self._binder = binder
        self._large = False
        self.setObjectName("vote-bar")
        self.setAccessibleName("Vote")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        Floating(self, depth=12, strength=22, radius=14, still=True)
        self.name = QLabel()
        self.name.setObjectName("vote-name")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.dots = DotsLeft()
        self.words = QLabel()
        self.words.setProperty("muted", True)
        self.back = QToolButton()
        self.back.setIcon(icon("undo", "ink"))
        self.back.setText("Take back")
        self.back.setToolTip(binder["vote.take-back"].toolTip())
        self.back.setAccessibleName("Take back a dot")
        self.back.clicked.connect(binder["vote.take-back"].trigger)
        self.main = QPushButton()
        self.main.setProperty("primary", True)
        self.main.clicked.connect(self._go_on)
        self.discard = QToolButton()
        self.discard.setIcon(icon("trash", "muted"))
        self.discard.setToolTip(binder["vote.discard"].toolTip())
        self.discard.setAccessibleName("Discard the vote")
        self.discard.clicked.connect(binder["vote.discard"].trigger)
        self._next = "vote.vote"
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(18, 6, 8, 6))
        row.setSpacing(10)
        for part in (self.name, self.dots, self.words, self.back, self.main, self.discard):
            row.addWidget(part)
        for button in (self.back, self.main, self.discard):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(self.back, self.main, self.discard)
        self.hide()

    def _go_on(self) -> None:
        self._binder[self._next].trigger()

    # what it says

    def show_turn(self, name: str, left: int, dots: int, last: bool) -> None:
        """Somebody votes: how many of so many dots are left."""
        words = f"{left} of {dots} dots left" if dots > 1 else "1 dot left" if left else "No dot left"
        self._say(name, words, "vote.pass", "Finish" if last else "Pass the pen")
        self.dots.show_dots(left, dots, 8 if self._large else 6)
        self.back.setEnabled(left < dots)
        self.place()

    def show_waiting(self, name: str) -> None:
        """It is somebody's turn who has not taken the pen yet."""
        self._say(f"{name}: your turn", "", "vote.vote", "Vote")
        self._without_dots()

    def show_done(self, people: int) -> None:
        """All have voted."""
        self._say("Everyone has voted" if people > 1 else "The vote is in", "", "vote.reveal", "Reveal")
        self._without_dots()

    def _say(self, name: str, words: str, action_id: str, button: str) -> None:
        self._full = name
        self._words = words
        self._next = action_id
        self._button = button
        self.main.setAccessibleName(button)
        self.main.setToolTip(self._binder[action_id].toolTip())
        self.setAccessibleDescription(f"{name}. {words}".strip())

    def _without_dots(self) -> None:
        self.dots.show_dots(0, 0, 6)
        self.place()

    # its place

    def use(self, large: bool) -> None:
        self._large = large
        mark(self, large=large)

    def place(self, top: int = 12) -> None:
        """At the top of the board between the tools and the button of the panel; says less where room is short."""
        self.use(self._view.board_mode)
        side = px(LARGE if self._large else SIDE)
        for button in (self.back, self.main, self.discard):
            button.setMinimumHeight(side)
        self.discard.setFixedSize(side, side)
        for tool in (self.back, self.discard):
            tool.setIconSize(square(26 if self._large else 20))
        left, _, right, _ = (max(px(58), cover + 9) for cover in self._view.covered)
        room = max(220, self._view.width() - left - right)
        for level in range(LEVELS):
            self._shorten(level)
            if self.sizeHint().width() <= room:
                break
        self.main.setMinimumWidth(self.main.sizeHint().width())
        width = min(self.sizeHint().width(), room)
        self.resize(width, self.sizeHint().height())
        x = left + max(0, (room - width) // 2)
        self.move(x if not mirrored() else mirror_x(x, width, self._view.width()), top)

    def _shorten(self, level: int) -> None:
        self.words.setText(self._words)
        _, of = self.dots.property("dots") or (0, 0)
        self.dots.setVisible(0 < of <= MOST_DRAWN and level < 5)
        self.discard.setVisible(level < 4)
        self.back.setVisible(of > 0 and level < 6)
        self.words.setVisible(bool(self._words) and (level < 1 or (self.dots.isHidden() and level < 4)))
        with_text = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly if level >= 2 else with_text)
        self.main.setText(SHORT.get(self._button, self._button) if level >= 3 else self._button)
        self.back.setMinimumWidth(px(LARGE if self._large else SIDE))
        most = px(NAME) * 2 if level < 1 else px(NAME) if level < 3 else px(96)
        self.name.ensurePolished()
        self.name.setText(self.name.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, most))
        self.name.setToolTip(self._full if self.name.text() != self._full else "")
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        layout.activate()

    @property
    def covers(self) -> int:
        """How much of the top of the board it covers, in pixels."""
        return 0 if self.isHidden() else self.geometry().bottom() + 1
