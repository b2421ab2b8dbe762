"""A window in a process of its own, in the middle of a workshop: four notes in the air and one being typed."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.e2e.own_window import own_window
from tests.ui.fingers import Fingers
from tests.ui.hands import Hands

TYPED = "Queues at the counter"
application, window = own_window()
page = window.page
view, board = page.view, page.session.board
hands = Hands(view)
view.fit_board()
hands.move(hands.pixel(1010, 620))
QTest.keyClick(view, Qt.Key.Key_N)
QTest.keyClicks(view.editor, TYPED)
for _ in range(40):
    application.processEvents()
    QTest.qWait(50)
    if any(note.text == TYPED for note in board.notes.values()):
        break
QTest.keyClicks(view.editor, " and")
fingers = Fingers(view.viewport())
notes = [board.in_zone(zone)[0].id for zone in ("gains", "pains", "creators", "relievers")]
starts = [hands.middle(note) for note in notes]
before = [(board.notes[note].x, board.notes[note].y) for note in notes]
for n, start in enumerate(starts):
    fingers.press(**{f"f{n}": start})
for step in range(1, 30):
    fingers.move(**{f"f{n}": start + QPoint(step * 4, step) for n, start in enumerate(starts)})
shown = [view.board_scene.note_items[note].body for note in notes]
flying = [(body.x(), body.y()) != place for body, place in zip(shown, before, strict=True)]
saved = [note.text for note in board.notes.values() if note.text.startswith(TYPED)]
print("READY" if all(flying) and saved else f"FAILED: {flying} {saved}", len(page.session.unsaved), flush=True)
application.exec()
