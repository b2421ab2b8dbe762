"""A window in a process of its own: makes edits by real events, prints a line after each, then waits to be killed."""

import sys

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.own_window import own_window
from tests.ui.hands import Hands

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
application, window = own_window()
page = window.page
view, bridge, board = page.view, page.bridge, page.session.board
hands = Hands(view)
view.fit_board()


def first(zone: str, n: int = 0) -> str:
    return board.in_zone(zone)[n].id


def key(code: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, code, modifiers)


def click(note: str) -> None:
    hands.click(hands.middle(note))


def write(text: str) -> None:
    """A new note by N where the pointer is."""
    hands.move(hands.pixel(1010, 620))
    key(Qt.Key.Key_N)
    QTest.keyClicks(view.editor, text)
    QTest.keyClick(view.editor, Qt.Key.Key_Escape)


def edit(text: str) -> None:
    click(first("gains"))
    key(Qt.Key.Key_F2)
    QTest.keyClicks(view.editor, text)
    QTest.keyClick(view.editor, Qt.Key.Key_Escape)


def paste(text: str) -> None:
    QApplication.clipboard().setText(text)
    hands.move(hands.pixel(1100, 150))
    key(Qt.Key.Key_V, CTRL)


def link() -> None:
    tied = {(tie.source, tie.target) for tie in board.links.values()}
    source, target = next(
        (a.id, b.id) for a in board.in_zone("creators") for b in board.in_zone("gains") if (a.id, b.id) not in tied
    )
    bridge.select([source, target])
    key(Qt.Key.Key_L)


def statement() -> None:
    window.port.show_panel("statements")
    panel = page.side.panels["statements"]
    QTest.mouseClick(panel.new, Qt.MouseButton.LeftButton)


def retitle(text: str) -> None:
    field = window.top.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    view.setFocus()


def score(n: int) -> None:
    note = first("pains", n % 3)
    click(note)
    key(Qt.Key.Key_1 if board.notes[note].score != 1 else Qt.Key.Key_4)


def one_round(n: int) -> list:
    return [
        lambda: write(f"Written {n}"),
        lambda: edit(f"Edited {n}"),
        lambda: hands.drag(hands.middle(first("pains")), hands.middle(first("pains")) + QPoint(14 + n, 10)),
        lambda: score(n),
        lambda: (click(first("gains", 1)), key(Qt.Key.Key_P, ALT)),
        lambda: (click(first("pains", 1)), key(Qt.Key.Key_Up, ALT)),
        link,
        lambda: key(Qt.Key.Key_1 if n % 2 else Qt.Key.Key_3),
        lambda: paste(f"pasted a {n}\npasted b {n}"),
        lambda: (click(first("relievers", 2)), key(Qt.Key.Key_D, CTRL)),
        lambda: key(Qt.Key.Key_Delete),
        lambda: (click(first("gains", 2)), key(Qt.Key.Key_Right, SHIFT), key(Qt.Key.Key_Right)),
        lambda: (click(first("creators", 1)), key(Qt.Key.Key_0, CTRL | SHIFT)),
        statement,
        lambda: retitle(f"Round {n}"),
    ]


units = page.session.history.depth
for n in range(4):
    for step in one_round(n):
        step()
        if page.session.history.depth != units + 1:
            print(f"FAILED: an edit of round {n} made {page.session.history.depth - units} undo units", flush=True)
            sys.exit(1)
        units += 1
        print(units, flush=True)
        if units == 50:
            print("READY", flush=True)
            application.exec()
