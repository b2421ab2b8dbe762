"""The start page: three ways to start, recent boards, and the boards of the library."""

import os
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from canvas_app.app.backups import boards_with_backups
from canvas_app.app.library import SUFFIX
from canvas_app.app.settings import Settings
from canvas_app.app.trash import trashed
from canvas_app.ui.home.board_list import BoardEntry, BoardList, entry, short_path
from canvas_app.ui.home.looking import Looking
from canvas_app.ui.panels.paint import draw_icon, draw_text, open_sheet
from canvas_app.ui.theme import colour, icon, margins, ordered, px

WIDTH = 860
SAMPLE = "loyalty-app"
MANY = 50


class HomePort(Protocol):
    """What the start page asks of the window."""

    def new_board(self) -> None: ...
    def choose_board(self) -> None: ...
    def open_board(self, path: Path) -> None: ...
    def open_sample(self, name: str) -> None: ...
    def forget_board(self, path: Path) -> None: ...
    def delete_board(self, path: Path) -> None: ...
    def undo_delete(self) -> None: ...
    def show_trash(self) -> None: ...
    def show_copies(self) -> None: ...


class StartCard(QAbstractButton):
    """A way to start, as a large button."""

    def __init__(self, parent: QWidget, icon: str, hue: str, title: str, about: str):
        super().__init__(parent)
        self._icon, self._hue, self._about = icon, hue, about
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(132))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2.0 if self.hasFocus() else 1.0
        edge = "accent" if self.hasFocus() or self.underMouse() else "hairline"
        painter.setPen(QPen(colour(edge), thick))
        painter.setBrush(colour("desk" if self.isDown() else "panel"))
        sheet = open_sheet(painter, self.rect(), self.isRightToLeft())
        painter.drawRoundedRect(sheet.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2), 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{self._hue}.note"))
        chip = QRectF(20, 20, 40, 40)
        painter.drawRoundedRect(chip, 10, 10)
        draw_icon(painter, chip.adjusted(9, 9, -9, -9), self._icon, colour(f"{self._hue}.strong"))
        width = sheet.width() - 40
        draw_text(painter, QRectF(20, 70, width, 22), self.text(), colour("ink"), 15, 600, lines=1)
        draw_text(painter, QRectF(20, 92, width, 20), self._about, colour("muted"), 13, lines=1)
        painter.end()


class HomePage(QWidget):
    def __init__(self, port: HomePort, library: Path):
        super().__init__()
        self._port = port
        self._library = library
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.new = StartCard(self, "plus", "blue", "New board…", "Choose a canvas and begin")
        self.open = StartCard(self, "folder", "green", "Open…", "A board file from any folder")
        self.sample = StartCard(self, "star", "amber", "Loyalty app", "A finished sample to explore")
        self.new.clicked.connect(port.new_board)
        self.open.clicked.connect(port.choose_board)
        self.sample.clicked.connect(self._open_sample)
        self.recent = BoardList(self, "Recent boards", port.open_board, port.forget_board, delete=port.delete_board)
        self.others = BoardList(
            self, "Boards in your library", port.open_board, folders=False, delete=port.delete_board
        )
        self.looking = Looking(self, [self.recent, self.others])
        self._recent_title = _heading("Recent boards")
        self._others_title = _heading("In your library")
        self._others_folder = QLabel(short_path(library))
        self._others_folder.setProperty("muted", True)
        self._more = QLabel()
        self._more.setProperty("muted", True)
        self.deleted = QWidget()
        self._deleted_words = QLabel()
        self._deleted_words.setWordWrap(True)
        self.undo = QPushButton("Undo")
        self.undo.setMinimumHeight(px(36))
        self.undo.clicked.connect(port.undo_delete)
        self.trash = QPushButton(icon("trash", "muted"), ordered("Trash…"))
        self.trash.clicked.connect(port.show_trash)
        self.copies = QPushButton(icon("history", "muted"), ordered("Copies of boards…"))
        self.copies.clicked.connect(port.show_copies)
        for button in (self.trash, self.copies):
            button.setMinimumHeight(px(44))
        self._build()
        self.setFocusProxy(self.new)

    def _build(self) -> None:
        name = QLabel("Value Canvas")
        name.setObjectName("name")
        about = QLabel("Sticky notes for jobs, needs and what answers them; from a blank board to value statements.")
        about.setProperty("muted", True)
        about.setObjectName("about")
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for card in (self.new, self.open, self.sample):
            cards.addWidget(card)
        column = QWidget()
        column.setMaximumWidth(px(WIDTH))
        inside = QVBoxLayout(column)
        inside.setContentsMargins(32, 56, 32, 40)
        inside.setSpacing(0)
        inside.addWidget(name)
        inside.addSpacing(4)
        inside.addWidget(about)
        inside.addSpacing(28)
        inside.addLayout(cards)
        inside.addSpacing(32)
        line = QFrame()
        line.setObjectName("message")
        said = QHBoxLayout(line)
        said.setContentsMargins(margins(16, 6, 8, 6))
        said.addWidget(self._deleted_words, 1)
        said.addWidget(self.undo)
        deleted = QVBoxLayout(self.deleted)
        deleted.setContentsMargins(0, 0, 0, 16)
        deleted.addWidget(line)
        inside.addWidget(self.deleted)
        inside.addWidget(self._recent_title)
        inside.addSpacing(8)
        inside.addWidget(self.recent)
        inside.addSpacing(24)
        others = QHBoxLayout()
        others.setSpacing(10)
        others.addWidget(self._others_title)
        others.addWidget(self._others_folder, 1)
        inside.addLayout(others)
        inside.addSpacing(8)
        inside.addWidget(self.others)
        inside.addWidget(self._more)
        inside.addSpacing(20)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.trash)
        below.addWidget(self.copies)
        below.addStretch(1)
        inside.addLayout(below)
        inside.addStretch(1)
        ground = QWidget()
        middle = QHBoxLayout(ground)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(column, 100)
        middle.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(ground)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def refresh(self, settings: Settings) -> None:
        """Shows what is on disk now."""
        if self.undo.hasFocus():
            self.new.setFocus()
        self.deleted.hide()
        recent = [entry(Path(path)) for path in settings.recent]
        others = self._of_library({board.path for board in recent})
        self.trash.setVisible(bool(trashed()))
        self.copies.setVisible(bool(boards_with_backups()))
        self.recent.show_boards(recent)
        self.others.show_boards(others[:MANY])
        for widget in (self.recent, self._recent_title):
            widget.setVisible(bool(recent))
        for widget in (self.others, self._others_title, self._others_folder):
            widget.setVisible(bool(others))
        more = len(others) - MANY
        self._more.setVisible(more > 0)
        self._more.setText(f"and {more} more: use Open…")
        self.looking.start()

    def offer_undo(self, words: str) -> None:
        """Says that a board was deleted, with a way to take that back."""
        self.tell(words)
        self.undo.show()

    def tell(self, words: str) -> None:
        """One quiet line, until the page is shown anew."""
        self.undo.hide()
        self._deleted_words.setText(words)
        self.deleted.show()

    def _of_library(self, shown: set[Path]) -> list[BoardEntry]:
        """The boards of the library that are not shown already, the latest first."""
        try:
            paths = [path for path in self._library.iterdir() if path.suffix == SUFFIX]
        except OSError:
            return []
        known = {os.path.realpath(path) for path in shown}
        boards = [entry(path) for path in paths if os.path.realpath(path) not in known]
        there = [board for board in boards if board.changed is not None]
        return sorted(there, key=lambda board: (board.changed, board.title), reverse=True)

    def _open_sample(self) -> None:
        self._port.open_sample(SAMPLE)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("heading", True)
    return label
