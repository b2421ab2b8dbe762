"""The same gestures on screens of other scale factors: each in a process of its own, the outcome read from the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from canvas_app.app import importing
from canvas_app.app.session import Session

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from canvas_app.ui.application import make_window
from tests.ui.conftest import Hands
from tests.ui.fingers import Fingers

app, window = make_window(Path(sys.argv[1]), Path(sys.argv[1]).parent)
window.show()
window.resize(1500, 940)
for _ in range(20):
    app.processEvents()
view = window.page.view
assert abs(view.devicePixelRatioF() - float(sys.argv[2])) < 0.01
view.snaps = False
hands, fingers = Hands(view), Fingers(view.viewport())
zoom = view.zoom
by = QPoint(round(40 * zoom), round(24 * zoom))
ids = [window.page.session.board.in_zone(zone)[0].id for zone in ("gains", "pains", "jobs")]

# the mouse drags one, two fingers drag two at once
hands.drag(hands.middle(ids[0]), hands.middle(ids[0]) + by)
starts = [QPointF(hands.middle(n)) for n in ids[1:]]
fingers.press(f0=starts[0])
fingers.press(f1=starts[1])
for share in (0.4, 0.8, 1.0):
    fingers.move(f0=starts[0] + QPointF(by) * share, f1=starts[1] + QPointF(by) * share)
fingers.lift()

# a pinch about a point that stays where it is
a, b = QPointF(250, 60), QPointF(450, 60)
held = view.scene_point((a + b) / 2)
assert view.board_scene.note_at(view.scene_point(a)) is None
fingers.press(f0=a)
fingers.press(f1=b)
fingers.move(f0=a - QPointF(100, 0), f1=b + QPointF(100, 0))
fingers.lift()
assert abs(view.zoom / zoom - 2) < 0.02, view.zoom
assert (view.scene_point((a + b) / 2) - held).manhattanLength() < 2
view.fit_board()

# a long press, a choice from the round menu
at = hands.middle(ids[0])
view.menu.open(QPointF(at))
target = next(t for t in view.menu.targets if t.text() == "Score")
target.click()
next(t for t in view.menu.targets if t.text() == "Score 3").click()

# a double tap, writing in the entry bar
fingers.clock += 2000
for _ in range(2):
    fingers.tap(f0=hands.middle(ids[1]))
assert window.page.entry.isVisible()
QTest.keyClicks(window.page.entry.field, "Written at this scale")
fingers.tap(f0=QPoint(700, view.height() - 20))
assert not window.page.entry.isVisible()

# board mode: targets
window.binder["view.board-mode"].trigger()
for _ in range(20):
    app.processEvents()
sizes = [min(b.width(), b.height()) for b in window.page.rail.buttons.values()]
assert min(sizes) >= 56
window.close()
print("done", zoom)
"""
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("scale", ["1.5", *(pytest.param(scale, marks=pytest.mark.long) for scale in ("2", "3"))])
def test_gestures_at_another_scale(scale: str, tmp_path: Path) -> None:
    path = tmp_path / "Loyalty.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    with_before = Session.open(path, read_only=True)
    before = dict(with_before.board.notes)
    ids = [with_before.board.in_zone(zone)[0].id for zone in ("gains", "pains", "jobs")]
    with_before.close()
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), scale],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale},
    )
    assert run.stdout.startswith("done"), run.stderr
    after = Session.open(path, read_only=True)
    notes = dict(after.board.notes)
    assert {n for n in notes if (notes[n].x, notes[n].y) != (before[n].x, before[n].y)} == set(ids)
    for note in ids:
        assert notes[note].x - before[note].x == pytest.approx(40, abs=3)
        assert notes[note].y - before[note].y == pytest.approx(24, abs=3)
    assert notes[ids[0]].score == 3
    assert notes[ids[1]].text == "Written at this scale"
    assert after.history.depth == 5
    after.close()
