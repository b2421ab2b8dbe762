"""Kill -9 at any moment of a team's work, and of all kinds of commands: `python -m tests.reliability.kills 1000`."""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from canvas_app.app.session import Session
from tests.reliability.boards import intact, journal, new_board
from tests.reliability.families import Anything
from tests.reliability.workshop import Script

FRESH = 40
"""Rounds after which another board begins, so that the checks stay quick."""


def run(folder: Path, rounds: int) -> dict[str, Any]:
    dice = random.Random(6)
    start = new_board(folder / "start.valueboard", 60)
    path = folder / "killed.valueboard"
    steps = hot = unsaid = 0
    for round_ in range(rounds):
        if round_ % FRESH == 0:
            shutil.copyfile(start, path)
        before = journal(path)
        said = _kill(path, round_, dice)
        hot += path.with_name(path.name + "-journal").exists()
        after = intact(path)
        assert after[: len(before)] == before, f"round {round_}: the past has changed"
        new = after[len(before) :]
        assert new[: len(said)] == said, f"round {round_}: a step that was said to be saved is gone"
        assert len(new) - len(said) <= 1, f"round {round_}: more than one step that nobody spoke of"
        steps += len(new)
        unsaid += len(new) - len(said)
    return {
        "kills": rounds,
        "steps": steps,
        "in the middle of a write": hot,
        "saved but not said yet": unsaid,
        "lost": 0,
    }


def _kill(path: Path, seed: int, dice: random.Random) -> list[str]:
    """Has a process of its own work on the board until it is killed; the steps that it said were saved."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reader)
            _work(path, seed, writer)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as pipe:
        heard = b""
        for _ in range(dice.randrange(1, 20)):
            heard += pipe.read(17)
        _pause(dice)
        os.kill(child, signal.SIGKILL)
        heard += pipe.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, "it ended by itself"
    return [line.decode() for line in heard.split(b"\n") if len(line) == 16]


def _pause(dice: random.Random) -> None:
    """A moment shorter than a step takes."""
    for _ in range(dice.randrange(150_000)):
        pass


def _work(path: Path, seed: int, writer: int) -> None:
    session = Session.open(path)
    session.subscribe(lambda committed: os.write(writer, f"{committed.step.op_id}\n".encode()) if session.saved else 0)
    script = Anything(session, seed) if seed % 2 else Script(session, seed)
    while True:
        script.step()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(run(Path(scratch), int(sys.argv[1]))))
