"""Kill -9 of the app itself at any moment, and starting it anew: `python -m tests.reliability.windows 200`.

The app runs as `canvas-app BOARD` runs it, on a screen that nobody sees, and somebody works in it with mouse and keys.
Each time it comes up it says what it shows. That must be all that was said to be saved, without a question, and nothing
may pile up: no lock, no half copy, no more backups than are kept.
"""

import json
import os
import random
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.reliability.boards import intact, journal, new_board

if TYPE_CHECKING:
    from canvas_app.ui.main_window import MainWindow

ROOT = Path(__file__).parents[2]
FRESH = 40
"""Rounds after which another board begins."""
EARLY = 9
"""Every so many rounds it is killed while it starts."""
A_SECOND = 1200
"""What may be lost of typing, in milliseconds: a second, and the turn in which it is written down."""
TURNS = 10
MOST_COPIES = 4 + 7 + 4 + 6 + 1
"""Of a board: two a day for two days, then as many as `backups` keeps; and one that was made since."""
RECOVERED = "Recovered after an unexpected stop; every saved change is here."
STAMP = "%Y-%m-%dT%H%M%S.%fZ"


def run(folder: Path, rounds: int) -> dict[str, Any]:
    dice = random.Random(8)
    work = folder / "boards"
    work.mkdir()
    surroundings = _surroundings(folder / "home")
    starts: list[float] = []
    steps = unsaid = early = hot = 0
    path = work / "0.valueboard"
    known: list[str] = []
    said: list[str] = []
    typed: _Typed | None = None
    locked = False
    for round_ in range(rounds):
        if round_ % FRESH == 0:
            if round_:
                assert intact(path)[: len(known)] == known
            path = new_board(work / f"{round_}.valueboard", 30)
            known, said, typed, locked = journal(path), [], None, False
        app = _App(path, round_, surroundings)
        if round_ % EARLY == EARLY - 1:
            app.kill_after(dice.random())
            early += 1
            locked = locked or path.with_name(f".{path.name}.lock").exists()
            continue
        up = app.up()
        starts.append(up["seconds"])
        _look(up, known + said, typed, locked)
        steps += len(up["journal"]) - len(known)
        unsaid += len(up["journal"]) - len(known) - len(said)
        known = up["journal"]
        said, typed = app.work_until_killed(dice.uniform(0.1, 3.0))
        hot += path.with_name(path.name + "-journal").exists()
        locked = True
        _look_round(work, folder / "home", path)
    assert intact(path)[: len(known + said)] == known + said
    return {
        "kills": rounds,
        "while it started": early,
        "steps": steps,
        "in the middle of a write": hot,
        "saved but not said yet": unsaid,
        "seconds to the first picture": [round(statistics.median(starts), 2), round(max(starts), 2)],
        "lost": 0,
    }


class _Typed:
    """What is being typed into a note, letter by letter, and when by the clock of the one who types."""

    def __init__(self, note: str):
        self.note = note
        self._texts: list[tuple[int, str]] = []

    def add(self, at: int, text: str) -> None:
        self._texts.append((at, text))

    @property
    def kept(self) -> str:
        """What must be there, for since then there was time for it, and the process was let run to make use of that."""
        until = self._texts[-TURNS][0] - A_SECOND if len(self._texts) >= TURNS else 0
        return next((text for at, text in reversed(self._texts) if at <= until), "")


class _App:
    """The app in a process of its own."""

    def __init__(self, path: Path, seed: int, surroundings: dict[str, str]):
        self._began = time.time()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.windows", str(path), str(seed), "--work"],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self._child.stdout is not None
        self._out = self._child.stdout.fileno()
        self._heard = b""

    def up(self) -> dict[str, Any]:
        """What it shows, as soon as it shows it."""
        while b"\n" not in self._heard:
            piece = os.read(self._out, 1 << 20)
            if not piece:
                self._end()
            self._heard += piece
        line, self._heard = self._heard.split(b"\n", 1)
        return {**json.loads(line), "seconds": time.time() - self._began}

    def work_until_killed(self, seconds: float) -> tuple[list[str], _Typed | None]:
        """The steps that it said were saved, and what was being typed."""
        said: list[str] = []
        typed: _Typed | None = None
        until = time.time() + seconds
        while (left := until - time.time()) > 0:
            if select.select([self._out], [], [], left)[0]:
                piece = os.read(self._out, 1 << 20)
                if not piece:
                    self._end()
                self._heard += piece
                typed = self._take(said, typed)
        self._child.send_signal(signal.SIGKILL)
        while piece := os.read(self._out, 1 << 20):
            self._heard += piece
        typed = self._take(said, typed)
        self._close()
        return said, typed

    def kill_after(self, seconds: float) -> None:
        select.select([], [], [], seconds)
        self._child.send_signal(signal.SIGKILL)
        self._close()

    def _take(self, said: list[str], typed: _Typed | None) -> _Typed | None:
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            kind, _, rest = line.decode().partition(" ")
            match kind:
                case "saved":
                    said.append(rest)
                case "typed":
                    note, at, text = rest.split(" ", 2)
                    if typed is None or typed.note != note:
                        typed = _Typed(note)
                    typed.add(int(at), text)
                case "done":
                    typed = None
                case _:
                    raise AssertionError(line)
        return typed

    def _end(self) -> None:
        assert self._child.stderr is not None
        raise AssertionError(f"it ended by itself: {self._child.stderr.read().decode()[-3000:]}")

    def _close(self) -> None:
        self._child.wait()
        assert self._child.stdout is not None and self._child.stderr is not None
        errors = self._child.stderr.read().decode()
        self._child.stdout.close()
        self._child.stderr.close()
        assert "Traceback" not in errors, errors[-3000:]


def _look(up: dict[str, Any], expected: list[str], typed: _Typed | None, locked: bool) -> None:
    """What a person would see after a restart."""
    journal_now = up["journal"]
    assert journal_now[: len(expected)] == expected, "a step that was said to be saved is gone"
    assert len(journal_now) <= len(expected) + 1, "more than one step that nobody spoke of"
    assert up["shown"], "the scene is not the board"
    assert up["windows"] == ["MainWindow"], f"in the way: {up['windows']}"
    assert up["bars"] == [] and up["editable"]
    assert up["message"] in ("", RECOVERED)
    assert not locked or up["message"] == RECOVERED
    if typed is not None and typed.note in up["texts"]:
        there = up["texts"][typed.note]
        assert there.startswith(typed.kept.rstrip()), f"lost of typing: {typed.kept!r}, {there!r}"


def _look_round(work: Path, home: Path, path: Path) -> None:
    """What is left behind on the disk. The copies are made to look half a day older, so that some have to go."""
    beside = {entry.name for entry in work.iterdir() if path.name in entry.name}
    assert beside <= {path.name, f".{path.name}.lock", f"{path.name}-journal"}, beside
    others = [entry for entry in work.iterdir() if entry.suffix == ".tmp"]
    assert not others, others
    files = [entry for entry in home.rglob("*") if entry.is_file()]
    copies = [entry for entry in files if "backups" in entry.parts]
    assert len(files) - len(copies) < 12, [entry.name for entry in files if entry not in copies]
    halves = [entry for entry in copies if entry.suffix == ".tmp"]
    assert len(halves) <= 3, "halves of copies pile up"
    for entry in halves:
        os.utime(entry, (0, 0))
    for board in {entry.parent for entry in copies}:
        whole = sorted(entry for entry in board.iterdir() if entry.suffix == ".valueboard")
        assert len(whole) <= MOST_COPIES, f"{len(whole)} copies"
        for entry in whole:
            at = datetime.strptime(entry.name.removesuffix(".valueboard"), STAMP) - timedelta(hours=12)
            entry.rename(board / f"{at:{STAMP}}.valueboard")


def _surroundings(home: Path) -> dict[str, str]:
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    for folder in folders.values():
        Path(folder).mkdir(parents=True)
    return {
        **os.environ,
        **folders,
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.text.font.db=false",
    }


# the app, and whoever works in it


def work(path: Path, seed: int) -> int:
    from canvas_app.ui import application, backing_up

    backing_up.SOON = 400  # so that some are killed while a copy is put aside
    make = application.make_window

    def made(board: Path | None, library: Path | None) -> Any:
        app, window = make(board, library)
        window.hands = _hands(window, random.Random(seed))  # type: ignore[attr-defined]
        return app, window

    application.make_window = made
    return application.run_window(path, path.parent / "library")


def _hands(window: "MainWindow", dice: random.Random) -> Any:
    from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    assert window.page is not None
    page = window.page
    view, session, board = page.view, page.session, page.session.board

    class Hands(QObject):
        def __init__(self) -> None:
            super().__init__(window)
            self.typing = 0
            view.viewport().installEventFilter(self)
            session.subscribe(lambda commit: say(f"saved {commit.step.op_id}") if session.saved else None)
            self.turns = QTimer(self)
            self.turns.timeout.connect(self.turn)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self, self.report)
            return False

        def report(self) -> None:
            scene = view.board_scene
            shown = {key: item.note for key, item in scene.note_items.items()} == dict(board.notes)
            shown = shown and {key: item.link for key, item in scene.link_items.items()} == dict(board.links)
            shown = shown and {key: item.stroke for key, item in scene.stroke_items.items()} == dict(board.strokes)
            windows = [type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()]
            bars = [name for name in ("unsaved", "others") if getattr(window, name).bar is not None]
            up = {
                "journal": [step.op_id for step in session._file.journal.steps()],
                "shown": shown,
                "windows": windows,
                "bars": bars,
                "editable": not session.read_only,
                "message": page.message.text if page.message.isVisible() else "",
                "texts": {note.id: note.text for note in board.notes.values()},
            }
            say(json.dumps(up))
            self.turns.start(4)

        def turn(self) -> None:
            if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
                raise AssertionError("a dialog is in the way")
            if self.typing:
                self.type()
            else:
                dice.choice(ACTS)(self)

        def type(self) -> None:
            self.typing -= 1
            note = view.writing.note
            if view.editor.item is None:
                self.typing = 0
                say("done")
                return
            if self.typing == 0:
                QTest.keyClick(view.editor, Qt.Key.Key_Escape)
                say("done")
                return
            QTest.keyClicks(view.editor, dice.choice("abcdefgh "))
            if note is not None:
                say(f"typed {note} {round(1000 * time.time())} {view.editor.text()}")

        def place(self) -> QPoint:
            frame = view.board_scene.zones.frame
            x, y = dice.uniform(0.05, 0.95) * frame.width(), dice.uniform(0.1, 0.95) * frame.height()
            return view.viewportTransform().map(QPointF(x, y)).toPoint()

        def note(self) -> QPoint | None:
            """The middle of a note that is in sight and has none above it."""
            for item in dice.sample(list(view.board_scene.note_items.values()), min(5, len(board.notes))):
                at = item.body.center()
                pixel = view.viewportTransform().map(at).toPoint()
                if view.viewport().rect().contains(pixel) and view.board_scene.note_at(at) == item.note.id:
                    return pixel
            return None

        def click(self) -> bool:
            at = self.note()
            if at is not None:
                QTest.mouseClick(view.viewport(), left, none, at)
            return at is not None

        def write(self) -> None:
            if len(board.notes) < 80:
                QTest.mouseMove(view.viewport(), self.place())
                QTest.keyClick(view, Qt.Key.Key_N)
                self.typing = dice.choice([3, 12, 60, 400])

        def edit(self) -> None:
            if self.click():
                QTest.keyClick(view, Qt.Key.Key_F2)
                self.typing = dice.choice([3, 30, 200])

        def drag(self) -> None:
            if (at := self.note()) is not None:
                to = self.place()
                QTest.mousePress(view.viewport(), left, none, at)
                for share in (0.3, 0.7, 1.0):
                    QTest.mouseMove(view.viewport(), at + (to - at) * share)
                QTest.mouseRelease(view.viewport(), left, none, to)

        def score(self) -> None:
            if self.click():
                QTest.keyClick(view, dice.choice([Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_5]))

        def nudge(self) -> None:
            if self.click():
                for _ in range(dice.randrange(1, 5)):
                    QTest.keyClick(view, Qt.Key.Key_Right, shift)

        def duplicate(self) -> None:
            if len(board.notes) < 80 and self.click():
                QTest.keyClick(view, Qt.Key.Key_D, ctrl)

        def throw_away(self) -> None:
            if len(board.notes) > 15 and self.click():
                QTest.keyClick(view, Qt.Key.Key_Delete)

        def back(self) -> None:
            QTest.keyClick(view, Qt.Key.Key_Z, ctrl)

        def forth(self) -> None:
            QTest.keyClick(view, Qt.Key.Key_Y, ctrl)

        def link(self) -> None:
            creators, gains = board.in_zone("creators"), board.in_zone("gains")
            if creators and gains:
                page.bridge.select([dice.choice(creators).id, dice.choice(gains).id])
                QTest.keyClick(view, Qt.Key.Key_L)
                QTest.keyClick(view, Qt.Key.Key_Escape)

        def draw(self) -> None:
            view.set_tool("pen")
            at = self.place()
            QTest.mousePress(view.viewport(), left, none, at)
            for n in range(1, 9):
                QTest.mouseMove(view.viewport(), at + QPoint(6 * n, 3 * n * (-1) ** n))
            QTest.mouseRelease(view.viewport(), left, none, at + QPoint(50, 0))
            view.set_tool("select")

        def retitle(self) -> None:
            field = window.top.title
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, dice.choice(["One", "Two", "A long title"]))
            QTest.keyClick(field, Qt.Key.Key_Return)
            view.setFocus()

    ACTS = [
        *[Hands.drag] * 5,
        *[Hands.write, Hands.edit] * 2,
        *[Hands.score, Hands.nudge, Hands.duplicate, Hands.throw_away],
        *[Hands.back, Hands.back, Hands.forth, Hands.link, Hands.draw, Hands.retitle],
    ]
    return Hands()


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    if "--work" in sys.argv:
        sys.exit(work(Path(sys.argv[1]), int(sys.argv[2])))
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(run(Path(scratch), int(sys.argv[1]))))
