"""Single bits flipped and whole pages destroyed: `python -m tests.reliability.damage 600 2`.

The first number is how many bits are flipped, one at a time; then every page is overwritten in turn, or every
so-many-th as the second number says. Nothing may fall over, and nothing may be shown that is not as it was written,
unless it is named.
"""

import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from canvas_app.app.salvaging import Wreck
from canvas_app.domain.entities import ENTITIES, Entity
from canvas_app.domain.errors import UserError
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import wrong_sums
from tests.reliability.boards import new_board

PAGE = 4096
Tables = dict[str, dict[str, Entity]]


def run(folder: Path, flips: int, every: int = 1) -> dict[str, Any]:
    path = new_board(folder / "start.valueboard", 200)
    written, content = _rows(path), path.read_bytes()
    dice = random.Random(5)
    damaged = folder / "damaged.valueboard"
    bits: Counter[str] = Counter()
    for _ in range(flips):
        flipped = bytearray(content)
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        damaged.write_bytes(flipped)
        bits[_outcome(damaged, written)] += 1
    pages: Counter[str] = Counter()
    shares = []
    for start in range(0, len(content), PAGE * every):
        for junk in (bytes(PAGE), dice.randbytes(PAGE)):
            damaged.write_bytes(content[:start] + junk + content[start + PAGE :])
            pages[_outcome(damaged, written)] += 1
            shares.append(_salvaged(damaged, written))
            assert damaged.read_bytes() == content[:start] + junk + content[start + PAGE :], "it was written to"
    return {
        "flips": dict(bits),
        "pages": dict(pages),
        "notes": len(written["note"]),
        "salvaged at worst": min(shares),
        "salvaged on average": round(sum(shares) / len(shares), 4),
        "shown wrong": 0,
    }


def _rows(path: Path) -> Tables:
    file = BoardFile.open(path, read_only=True)
    try:
        return {name: dict(table) for name, table in file.load().items()}
    finally:
        file.close()


def _outcome(path: Path, written: Tables) -> str:
    """What becomes of a damaged file; fails where something else is shown than was written and nobody says so."""
    try:
        file = BoardFile.open(path, read_only=True)
    except UserError as error:
        assert str(error).isprintable()
        return "refused"
    try:
        shown = file.load()
        try:
            flagged = set(wrong_sums(file))
            for _ in file.journal.steps():
                pass
            file.connection.look_whole()
        except UserError as error:
            assert str(error).isprintable()
            flagged = {"the past"}
        for name in ENTITIES:
            keys = written[name].keys() | shown[name].keys()
            wrong = {f"{name} {key}" for key in keys if written[name].get(key) != shown[name].get(key)}
            assert wrong <= flagged, f"{wrong - flagged} is not what was written, and nobody says so"
        return "named" if flagged else "harmless"
    except UserError as error:
        assert str(error).isprintable()
        return "refused"
    finally:
        file.close()


def _salvaged(path: Path, written: Tables) -> float:
    """How many of the notes come out of it as they were."""
    found = Wreck(path).found
    notes = found.tables["note"] if found else {}
    return sum(notes.get(key) == note for key, note in written["note"].items()) / len(written["note"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(run(Path(scratch), *map(int, sys.argv[1:]))))
