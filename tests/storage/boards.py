"""What the storage tests share: a small board, edits on it, and what must not change when a file is refused."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import canvas_from_toml
from canvas_app.domain.decide import board_patches
from canvas_app.domain.entities import (
    Competitor,
    Criterion,
    Decision,
    Entity,
    Evidence,
    Link,
    Note,
    Part,
    Rating,
    Round,
    Sitting,
    Statement,
    StepState,
    Stint,
    Stroke,
    TestCard,
    Vote,
    ZoneState,
)
from canvas_app.domain.errors import UserError
from canvas_app.domain.history import Step, StepKind
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch, change, insert
from canvas_app.storage.boardfile import BoardFile
from tests.effort import ends

ROOT = Path(__file__).parents[2]
CANVAS = ROOT / "resources" / "canvases" / "value-proposition.toml"
_ticks = count()


def step(patches: Sequence[Patch], kind: StepKind = "do", label: str = "Edit", group: str | None = None) -> Step:
    at = f"2025-03-01T10:{next(_ticks) // 60 % 60:02}:00.000Z"
    return Step(op_id=new_id(), session="s1", at=at, kind=kind, label=label, group=group, patches=tuple(patches))


def note(note_id: str, **values: Any) -> Note:
    return Note.model_validate({"id": note_id, "zone": "pains", "kind": "pain", "x": 900.0, "y": 400.0, **values})


def everything() -> list[Entity]:
    """One of each entity that a person adds, with every field away from its default."""
    return [
        note(
            "n-1",
            x=-0.0,
            y=1234.5678901234567,
            w=200.25,
            h=1.0,
            text="Queues: 日本語 \U0001f600\nsecond line \"quoted\" 'x' ; --",
            detail="e\u0301 and \u202e and \u2028",
            colour="#ffcc00",
            rank_key="a1V",
            score=5,
            picked=True,
            tags=("a;b", "ü", ""),
            author="Ana",
            fields={"frequency": "daily", "deep": {"list": [1, 2.5, None, True]}},
            group_id="g-1",
            locked=True,
            z=-2.5,
        ),
        note("n-2"),
        Note(id="n-3", zone="relievers", kind="reliever", x=400, y=500),
        Link(id="l-1", source="n-3", target="n-1", strength=3),
        Statement(
            id="s-1",
            rank_key="V",
            parts=(Part(text="Our "), Part(text="queues", note="n-1", used="Queues")),
            final=True,
            pattern="ad-lib",
            ignored=("jargon:leverage",),
        ),
        ZoneState(id="pains", arranged=True),
        StepState(id="4", skipped=True, hidden=True, rank_key="b2", title="T", todo="D", question="Q", minutes=2.5),
        Sitting(id="w-1", began="2025-03-01T10:00:00.000Z", people=("Ana", "Bo;b")),
        Stint(id="w-2", sitting="w-1", step=4, seconds=61.5, changes={"notes added": 3}),
        Round(
            id="r-1",
            title="First",
            zones=("pains", "gains"),
            people=2,
            voters=("Ana", "Bob"),
            anonymous=True,
            dots=5,
            most=2,
            turn=1,
            revealed=True,
        ),
        Vote(id="v-1", round="r-1", note="n-1", turn=0),
        Decision(
            id="d-1", note="n-2", choice="watch", strategic=False, owner="Ana", due="2025-04-01", idea="n-3", why="W"
        ),
        Competitor(id="c-1", rank_key="V", name="Rival"),
        Criterion(id="c-2", rank_key="V", text="Price"),
        Criterion(id="c-3", rank_key="a1", note="n-2"),
        Rating(id="c-4", who="c-1", note="n-1", score=0),
        Rating(id="c-5", who="us", criterion="c-2", score=5),
        Evidence(id="e-1", note="n-1", level="strong", source="S", quote="Q", date="2025-03-01", link="https://x.org/"),
        Evidence(id="e-2", statement="s-1", level="assumption"),
        Evidence(id="e-3", criterion="c-2"),
        TestCard(
            id="t-1",
            rank_key="V",
            note="n-1",
            statement="s-1",
            believe="B",
            verify="V",
            measure="M",
            right_if="R",
            result="failed",
            learned="L",
            next="N",
            owner="O",
            date="2025-03-02",
        ),
        Stroke(id="i-1", points=((-0.0, 1.25, 0.0), (1e7, -0.1, 1.0)), colour="coral", width=2.75),
    ]


class Editor:
    """A board file and the board in memory, changed together as the session does it."""

    def __init__(self, file: BoardFile):
        self.file = file
        self.board = Board(file.load())

    def do(self, *patches: Patch | None, kind: StepKind = "do", group: str | None = None) -> Step:
        made = step([patch for patch in patches if patch], kind, group=group)
        self.append(made)
        return made

    def append(self, made: Step) -> None:
        rows = self.board.check(made.patches)
        self.file.append(made, rows)
        self.board.apply(rows)

    def move(self, note_id: str, x: float) -> Step:
        return self.do(change(self.board.notes[note_id], x=x))


def create(path: Path, *content: Entity, **info: Any) -> Editor:
    """A board of the value proposition canvas with this content, in its first step."""
    canvas = canvas_from_toml(CANVAS.read_bytes(), "test")
    facts = {"id": new_id(), "title": "Clinic", "created": "2025-03-01T09:00:00.000Z", **info}
    patches = [*board_patches(facts, canvas.as_data()), *map(insert, content)]
    return Editor(BoardFile.create(path, step(patches, "base"), Board({}).check(patches)))


def tables(file: BoardFile) -> dict[str, dict[str, Entity]]:
    return {name: dict(table) for name, table in file.load().items()}


def memory(editor: Editor) -> dict[str, dict[str, Entity]]:
    return {name: dict(editor.board.table(name)) for name in editor.file.load()}


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """Checks that neither the file nor anything beside it changes."""

    def state() -> tuple[Any, ...]:
        inside = None
        if path.is_file():
            inside = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, path.stat().st_size
        return inside, sorted(os.listdir(path.parent))

    before = state()
    yield
    assert state() == before


def refused(act: Callable[[], Any], exit_code: int) -> str:
    """The one line with which `act` is refused before long."""
    import pytest  # not by every child

    with ends(30), pytest.raises(UserError) as caught:
        act()
    message = str(caught.value)
    assert caught.value.exit_code == exit_code, message
    assert message.isprintable(), message  # so it is one line too
    assert message.endswith(".")
    assert ": " in message
    return message


def python(code: str, *arguments: object, prefix: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Another process that runs `code`; it finds this module as `storage.boards`."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.Popen(
        [*prefix, sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def run(code: str, *arguments: object, prefix: Sequence[str] = ()) -> str:
    """What the process prints. Fails if it ends badly."""
    process = python(code, *arguments, prefix=prefix)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out
