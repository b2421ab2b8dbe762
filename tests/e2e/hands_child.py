"""A window in a process of its own, in the middle of a workshop: four notes in the air and one being typed."""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from canvas_app.ui.application import make_window
from tests.ui.fingers import Fingers

TYPED = "Queues at the counter"
application, window = make_window(Path(sys.argv[1]), Path(sys.argv[1]).parent)
window.resize(1800, 1050)
window.show()
application.processEvents()
page = window.page
view, board = page.view, page.session.board
view.fit_board()


def middle(note: str) -> QPoint:
    return view.viewportTransform().map(view.board_scene.note_items[note].body.center()).toPoint()


QTest.mouseMove(view.viewport(), view.viewportTransform().map(QPointF(1010, 620)).toPoint())
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
starts = [middle(note) for note in notes]
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
