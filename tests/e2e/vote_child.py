"""A window in a process of its own: two people vote by real events, the second stays in mid-turn to be killed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from canvas_app.domain.decide_voting import StartRound
from tests.e2e.own_window import own_window
from tests.ui.hands import Hands

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
application, window = own_window()
page = window.page
view, board = page.view, page.session.board
hands = Hands(view)


def press(button) -> None:
    QTest.mouseClick(button, LEFT, NONE, button.rect().center())


def put(*notes: str) -> None:
    for note in notes:
        hands.click(hands.middle(note))


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
