"""Eight hours of workshop, as fast as they go: what the board's file, its opening and the memory come to.

`python -m tests.reliability.workshop 30000`
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from canvas_app.app import library, resources
from canvas_app.app.session import Session
from canvas_app.domain.arrange import nominal_height
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Command,
    Delete,
    DeleteStatements,
    EditNote,
    EditStatement,
    MoveNotes,
    NewNote,
    PickNotes,
    RankNote,
    ScoreNotes,
    SetStrength,
    StackNotes,
)
from canvas_app.domain.entities import Part
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.ids import short_id
from canvas_app.domain.patch import insert
from tests.bench.boards import WORDS
from tests.effort import calls

NOTES = 120
"""How many notes there are on the wall once people have warmed up; after that about as many go as come."""


class Script:
    """What a team does, a command at a time; the same for the same seed and the same board."""

    def __init__(self, session: Session, seed: int = 0):
        self.session = session
        session._measure = nominal_height  # there is no text engine here
        self.dice = random.Random(seed)
        self.typing: list[tuple[Command, str | None]] = []

    def step(self) -> None:
        """One more step on the board."""
        before = self.session.version
        while self.session.version == before:
            try:
                self._act()
            except RuleBroken:
                self.typing.clear()

    def _act(self) -> None:
        session, dice = self.session, self.dice
        if self.typing:
            command, group = self.typing.pop(0)
            session.do(command, "editor", group)
            return
        notes = list(session.board.notes.values())
        if len(notes) < 20 or (len(notes) < NOTES and dice.random() < 0.1):
            self._write()
            return
        some = [dice.choice(notes).id for _ in range(dice.choice([1, 1, 1, 1, 2, 5]))]
        one = some[0]
        links, statements = list(session.board.links), list(session.board.statements)
        acts: list[tuple[int, Callable[[], Any]]] = [
            (40, lambda: session.do(MoveNotes(tuple(some), *self._way(), on_top=True))),
            (8, lambda: self._type(one, session.board.notes[one].text, f"write-{short_id()}")),
            (3, self._write),
            (8, lambda: session.do(ScoreNotes((one,), dice.randrange(1, 6)))),
            (3, lambda: session.do(PickNotes((one,), dice.random() < 0.7))),
            (6, lambda: session.do(RankNote(one, dice.randrange(8)))),
            (3, lambda: session.do(EditNote(one, {"colour": dice.choice(["coral", "sky", "lime", ""])}))),
            (3, lambda: session.do(StackNotes((one,), dice.choice(["front", "back"])))),
            (4, lambda: session.do(AddLink(one, some[-1]))),
            (1, lambda: links and session.do(SetStrength(tuple(links[:1]), dice.randrange(1, 4)))),
            (4 if len(notes) >= NOTES else 1, lambda: session.do(Delete((one,), tuple(links[:1])))),
            (1 if len(statements) < 10 else 0, lambda: session.do(AddStatement((Part(text="Our words"),)))),
            (2, lambda: statements and self._word(dice.choice(statements))),
            (1 if len(statements) > 5 else 0, lambda: session.do(DeleteStatements((statements[0],)))),
            (7, session.undo),
            (3, session.redo),
        ]
        dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def _way(self) -> tuple[int, int]:
        return self.dice.randrange(-300, 300), self.dice.randrange(-200, 200)

    def _words(self) -> list[str]:
        return self.dice.choices(WORDS, k=self.dice.randrange(2, 9))

    def _write(self) -> None:
        """A new note, put down and typed as the note editor does it: a step a pause, all of one group."""
        x, y = self.dice.randrange(1400), self.dice.randrange(850)
        new = NewNote(x=x, y=y)
        group = f"write-{short_id()}"
        self.session.do(AddNotes((new,)), "editor", group)
        self._type(new.id, "", group)

    def _type(self, note: str, text: str, group: str) -> None:
        words = self._words()
        for n in range(2, len(words) + 2, 2):
            typed = f"{text} {' '.join(words[:n])}"[-80:].strip()
            self.typing.append((EditNote(note, {"text": typed}), group))

    def _word(self, statement: str) -> None:
        self.session.do(EditStatement(statement, (Part(text=" ".join(self._words())),)))


def without_history(session: Session, path: Path) -> Path:
    """The same board as one step."""
    board = session.board
    rows = [insert(row) for name in ("note", "link", "statement", "zone_state") for row in board.table(name).values()]
    library.create_board(path, board.canvas, {"title": board.info.title, "scale": board.info.scale}, rows).close()
    return path


def resident() -> int:
    """KiB that this process holds now."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def opened(path: Path) -> None:
    Session.open(path).close()


def run(folder: Path, steps: int) -> dict[str, Any]:
    path = folder / "workshop.valueboard"
    library.create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Workshop"}).close()
    session = Session.open(path)
    script = Script(session)
    warm = steps // 10
    for _ in range(warm):
        script.step()
    size, memory = path.stat().st_size, [resident()]
    for n in range(warm, steps):
        script.step()
        if n % max(1, steps // 10) == 0:
            memory.append(resident())
    memory.append(resident())
    without_history(session, folder / "plain.valueboard")
    notes = len(session.board.notes)
    session.close()
    opened(path)
    many, plain = calls(lambda: opened(path)), calls(lambda: opened(folder / "plain.valueboard"))
    return {
        "steps": steps,
        "notes": notes,
        "bytes a step": round((path.stat().st_size - size) / (steps - warm), 1),
        "file": path.stat().st_size,
        "KiB held": memory,
        "calls to open": [many, plain],
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as scratch:
        print(json.dumps(run(Path(scratch), int(sys.argv[1]))))
