"""What floats over the board beside the tool rail: the chips at the bottom left, and the message line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from canvas_app.ui.binder import Binder
from canvas_app.ui.fingertips import Fingertips
from canvas_app.ui.floating import Floating
from canvas_app.ui.theme import icon, margins, mark, ordered, px, square

LARGE = 60
"""The side of a target on a touch board, in pixels."""
LIFT = 66
"""How far the message is above the lower edge, in pixels."""
SHORT, LONG = 4000, 8000
"""How long a message stays, in milliseconds: a plain one, and one to act on."""


class Chips(QWidget):
    """Zoom, saved, number of notes."""

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        Floating(self, still=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        zoom, zoom_row = self._chip()
        self._zoom_chip = zoom
        zoom_row.setContentsMargins(5, 0, 5, 0)
        zoom_row.setSpacing(2)
        self.zoom = QToolButton()
        self.zoom.setFixedHeight(px(24))
        self.zoom.setMinimumWidth(px(50))
        self.zoom.setToolTip("Zoom: fit the board or the selection, 50 %, 100 %, 200 %")
        self.zoom.setAccessibleName("Zoom")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMenu(QMenu(self.zoom))
        for name in ("fit", "fit-selection", "zoom-50", "zoom-100", "zoom-200"):
            self.zoom.menu().addAction(binder[f"view.{name}"])
        zoom_row.addWidget(self._small(binder, "view.zoom-out", "minus"))
        zoom_row.addWidget(self.zoom)
        zoom_row.addWidget(self._small(binder, "view.zoom-in", "plus"))
        zoom_row.addWidget(self._small(binder, "view.fit", "fit"))
        saved, saved_row = self._chip()
        self.saved = QLabel()
        saved_row.addWidget(self.saved)
        self._words = ""
        count, count_row = self._chip()
        self._count_chip = count
        self.count = QLabel()
        count_row.addWidget(self.count)
        for chip in (zoom, saved, count):
            layout.addWidget(chip)

    def _chip(self) -> tuple[QFrame, QHBoxLayout]:
        chip = QFrame()
        chip.setObjectName("chip")
        chip.setFixedHeight(px(32))
        row = QHBoxLayout(chip)
        row.setContentsMargins(12, 0, 12, 0)
        return chip, row

    def _small(self, binder: Binder, action_id: str, icon_name: str) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(square(24))
        button.setIcon(icon(icon_name, "muted"))
        button.setIconSize(square(14))
        button.setToolTip(binder[action_id].toolTip())
        button.setAccessibleName(binder[action_id].text())
        button.clicked.connect(binder[action_id].trigger)
        return button

    def event(self, event: QEvent) -> bool:
        """As wide as its chips: nothing lays this widget out."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjustSize()
        return done

    def fit(self, room: int) -> None:
        """Says less where there is no room for everything."""
        self.saved.setText(self._words)
        for shorter in (False, True):
            self._count_chip.setVisible(not shorter)
            if self._shrink() <= room:
                return
        self.saved.setText(self._words.split(" · ")[0])
        self._shrink()

    def _shrink(self) -> int:
        """As wide as the chips' words are now; the width."""
        for chip in self.findChildren(QFrame, "chip"):
            chip.updateGeometry()
        self.adjustSize()
        return self.width()

    def offer_zoom(self, offered: bool) -> None:
        """With or without the chip of the zoom."""
        self._zoom_chip.setVisible(offered)

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(ordered(f"{round(zoom * 100)} %"))

    def show_saved(self, words: str, good: bool = True) -> None:
        if words != self._words:
            self._words = words
            self.saved.setText(words)
        mark(self.saved, wrong=not good)

    def show_count(self, notes: int) -> None:
        self.count.setText(f"{notes:,} note{'' if notes == 1 else 's'}")


class MessageLine(QFrame):
    """One sentence at the bottom middle, with Undo where it helps; goes by itself."""

    def __init__(self, binder: Binder, parent: QWidget):
        super().__init__(parent)
        self.setObjectName("message")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act: Callable[[], None] | None = None
        self._offer = QPushButton()
        self._offer.clicked.connect(self._accept)
        self._undo = QPushButton("Undo")
        self._undo.clicked.connect(binder["edit.undo"].trigger)
        self._undo.clicked.connect(self.hide)
        self._close = QToolButton()
        self._close.setIcon(icon("close", "panel"))
        self._close.setAccessibleName("Close message")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins(16, 8, 8, 8))
        row.setSpacing(10)
        row.addWidget(self._label, 1)
        row.addWidget(self._offer)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._fingertips = Fingertips(self)
        self._fingertips.watch(self._offer, self._undo, self._close)
        self._lift, self._beside = LIFT, (80, 80)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setAccessibleName("Message")
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text() if not self.isHidden() else ""

    def use(self, large: bool, lift: int, beside: tuple[int, int]) -> None:
        """Large ones for a touch board; `lift`: how far above the lower edge, `beside`: what the tools take at the left
        and at the right, in pixels."""
        mark(self, large=large)
        least = px(LARGE) if large else 0
        for button in (self._offer, self._undo, self._close):
            button.setMinimumSize(least, least)
        self._lift, self._beside = lift, beside
        self.place()

    def offer(self, words: str, button: str, act: Callable[[], None]) -> None:
        """A sentence with something to do about it."""
        self.say(words, complaint=False, undo=False)
        self._act = act
        self._offer.setText(button)
        self._offer.show()
        self.place()
        self._timer.start(2 * LONG)

    def _accept(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def say(self, words: str, complaint: bool, undo: bool) -> None:
        mark(self, complaint=complaint)
        self._offer.hide()
        self._label.setText(words)
        self._undo.setVisible(undo)
        self.ensurePolished()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(LONG if complaint or undo else SHORT)

    def follow_change(self, outdated: bool) -> None:
        """After another change Undo would take back something else than the sentence says, if that is true still."""
        if outdated or not self._undo.isHidden():
            self.hide()

    def place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        metrics = self._label.fontMetrics()
        buttons = [button for button in (self._offer, self._undo, self._close) if not button.isHidden()]
        want = metrics.horizontalAdvance(self._label.text()) + 34 + sum(b.sizeHint().width() + 10 for b in buttons)
        left, right = self._beside
        room = parent.width() - left - right
        width = min(want, max(240, room), px(720))
        row = self.layout()
        assert row is not None
        row.invalidate()
        row.activate()
        self.setFixedWidth(width)
        self.resize(width, row.heightForWidth(width))
        middle = (parent.width() - width) // 2
        self.move(min(max(middle, left), max(left, left + room - width)), parent.height() - self.height() - self._lift)
