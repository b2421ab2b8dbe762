"""A window in a process of its own: two people vote by real events, the second stays in mid-turn to be killed."""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from canvas_app.domain.decide_voting import StartRound
from canvas_app.ui.application import make_window

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
application, window = make_window(Path(sys.argv[1]), Path(sys.argv[1]).parent)
window.resize(1800, 1050)
window.show()
application.processEvents()
page = window.page
view, board = page.view, page.session.board


def middle(note: str) -> QPoint:
    return view.viewportTransform().map(view.board_scene.note_items[note].body.center()).toPoint()


def press(button) -> None:
    QTest.mouseClick(button, LEFT, NONE, button.rect().center())


def put(*notes: str) -> None:
    for note in notes:
        QTest.mouseClick(view.viewport(), LEFT, NONE, middle(note))


page.bridge.do(StartRound(("pains",), voters=("Ana", "Ben"), id="r", anonymous=True), "action")
page.votes.give_pen()
pains = [note.id for note in board.in_zone("pains")]
press(page.votes.cover.start)
put(*pains[:3])
press(page.votes.bar.main)
press(page.votes.cover.start)
put(pains[1], pains[4])
votes = [vote.note for vote in board.votes.values()]
expected = [*pains[:3], pains[1], pains[4]]
print("READY" if votes == expected else f"FAILED: {votes}", flush=True)
application.exec()
