"""Power cuts at every point of a real log of writes: `python -m tests.reliability.powercuts 40 6`.

With a third number, the seed of another run, all kinds of commands are done instead of a team's work, and in the middle
of them the oldest steps are let go as after fifty thousand.

A team works for so many steps under strace, which tells what was written, synced, made and unlinked, in order. Then the
disk is built anew as it may look when the power fails after each of these calls: what was synced is there; of what was
not, any part may be missing, torn between sectors, or there although something earlier is not. Names of files in the
folder are as uncertain as their content until the folder is synced. This is done so many times for every point.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from canvas_app.app import shortening
from canvas_app.app.session import Session
from tests.reliability.boards import intact, journal, new_board
from tests.reliability.families import Anything
from tests.reliability.workshop import Script

ROOT = Path(__file__).parents[2]
SECTOR = 512
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,link,pwritev"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")


@dataclass
class File:
    """What is surely on disk, and what was written since: (place, bytes), or (length, None) where it was cut off."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.waiting:
            _put(self.content, at, data)
        self.waiting.clear()

    def after_a_cut(self, dice: random.Random) -> bytes:
        """The content as it may be: any of what waits, in whole sectors, in any order of importance."""
        content = bytearray(self.content)
        likely = dice.choice([0.0, 0.3, 0.7, 1.0])
        for at, data in self.waiting:
            if data is None:
                if dice.random() < likely:
                    _put(content, at, None)
                continue
            whole = dice.random() < 0.6
            here = dice.random() < likely
            for start in range(0, len(data), SECTOR):
                if here if whole else dice.random() < likely:
                    _put(content, at + start, data[start : start + SECTOR])
        return bytes(content)


def _put(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


class Disk:
    """One folder. `names` are surely there; `renamed` is what happened to names since the folder was synced."""

    def __init__(self, name: str, content: bytes):
        self.names = {name: File(bytearray(content))}
        self.now = dict(self.names)
        self.renamed: list[tuple[str, File | None]] = []

    def name(self, name: str, file: File | None) -> None:
        if file is None:
            self.now.pop(name, None)
        else:
            self.now[name] = file
        self.renamed.append((name, file))

    def sync_folder(self) -> None:
        self.names = dict(self.now)
        self.renamed.clear()

    def build(self, folder: Path, dice: random.Random) -> None:
        """Puts a folder there as it may be after a cut."""
        names = dict(self.names)
        for name, file in self.renamed[: dice.randint(0, len(self.renamed))]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file
        for old in folder.iterdir():
            old.unlink()
        for name, file in names.items():
            (folder / name).write_bytes(file.after_a_cut(dice))


def run(folder: Path, steps: int, times: int, seed: int = 0) -> dict[str, Any]:
    path = new_board(folder / "cut.valueboard", 20)
    before, content = journal(path), path.read_bytes()
    log = _log(path, steps, seed)
    left = journal(path)
    whole = [*before, *_told(log)]
    gone = len(whole) - len(left)
    assert left == whole[gone:]
    after = folder / "after"
    after.mkdir()
    dice = random.Random(3 + seed)
    disk, said = Disk(path.name, content), list(before)
    points = cuts = journals = more = 0
    for op_id in _replayed(log, path, disk):
        points += 1
        if op_id:
            said.append(op_id)
        for _ in range(times):
            disk.build(after, dice)
            journals += len(list(after.iterdir())) > 1
            there = intact(after / path.name)
            if there[0] == left[0]:
                there = whole[:gone] + there
            assert there[: len(said)] == said, f"point {points}: a step that was said to be saved is gone"
            assert there == whole[: len(there)] and len(there) <= len(said) + 1
            more += len(there) > len(said)
            cuts += 1
    assert said == whole and len(said) == len(before) + steps
    return {
        "steps": steps,
        "of them let go": gone,
        "calls": points,
        "cuts": cuts,
        "with a journal left": journals,
        "saved but not said yet": more,
        "syncs of one step": _most_syncs(log),
        "lost": 0,
    }


def _most_syncs(log: Path) -> int:
    """How often the disk is waited for between two steps that were said to be saved, at the most."""
    counts = [0]
    for line in log.open():
        if re.match(r"\d+ +f(data)?sync\(", line):
            counts[-1] += 1
        elif re.match(r"\d+ +write\(1<", line):
            counts.append(0)
    return max(counts[1:-1])


def _log(path: Path, steps: int, seed: int) -> Path:
    log = path.with_name("strace")
    strace = ["strace", "-f", "-q", "-y", "-xx", "-s", "1000000", "-o", str(log), "-e", f"trace={CALLS}"]
    subprocess.run(
        [*strace, sys.executable, "-m", "tests.reliability.powercuts", str(path), str(steps), str(seed), "--work"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return log


def _told(log: Path) -> list[str]:
    """The steps that were said to be saved."""
    said = [_LINE.match(line) for line in log.open() if " write(1<" in line]
    words = [_text(found[2].partition(", ")[2].partition(", ")[0]).decode().strip() for found in said if found]
    return words[words.index("begin") + 1 :]


def _replayed(log: Path, path: Path, disk: Disk) -> Iterator[str]:
    """Does to the disk what the log says; after each call the id of the step that was said to be saved, or ""."""
    ours = {str(path.with_name(path.name + suffix)): path.name + suffix for suffix in ("", "-journal", "-wal")}
    handles: dict[str, File] = {}
    began = False
    for line in log.open():
        found = _LINE.match(line)
        if not found or int(found[3]) < 0:
            continue
        call, arguments = found[1], found[2]
        first, _, rest = arguments.partition(", ")
        number, place = _handle(first)
        if call == "write" and number == "1":
            word = _text(rest.partition(", ")[0]).decode().strip()
            began = began or word == "begin"
            if began and word != "begin":
                yield word
            continue
        if not began:
            continue
        if call == "openat":
            name = ours.get(_text(rest.partition(", ")[0]).decode())
            if name is None:
                continue
            if name not in disk.now:
                assert "O_CREAT" in rest
                disk.name(name, File())
            handles[found[3]] = disk.now[name]
        elif call == "unlink":
            name = ours.get(_text(first).decode())
            if name is None:
                continue
            disk.name(name, None)
        elif place == str(path.parent) and call in ("fsync", "fdatasync"):
            disk.sync_folder()
        elif place in ours:
            file = handles.get(number) or disk.now[ours[place]]
            match call:
                case "pwrite64":
                    data, _, numbers = rest.rpartition('", ')
                    length, at = map(int, numbers.split(", "))
                    written = _text(data + '"')
                    assert len(written) == length == int(found[3])
                    file.waiting.append((at, written))
                case "ftruncate":
                    file.waiting.append((int(rest), None))
                case "fsync" | "fdatasync":
                    file.sync()
                case _:
                    raise AssertionError(f"{call} on the board is not understood")
        else:
            continue
        yield ""


def _handle(text: str) -> tuple[str, str]:
    """The number of a handle and the path it stands for."""
    number, _, place = text.partition("<")
    return number, _text(place.removesuffix(">")).decode(errors="replace") if place else ""


def _text(text: str) -> bytes:
    text = text.strip('"')
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex("".join(_ESCAPED.findall(text)))


def work(path: Path, steps: int, seed: int) -> None:
    session = Session.open(path)
    script = Anything(session, seed) if seed else Script(session)
    session.subscribe(lambda committed: os.write(1, committed.step.op_id.encode()) if session.saved else 0)
    os.write(1, b"begin")
    for n in range(steps):
        if seed and n >= steps // 2:
            shortening.MOST, shortening.LEFT = 20, 8
            if session.is_long:
                for _ in session.shortened():
                    pass
        script.step()
    session.close()


if __name__ == "__main__":
    if "--work" in sys.argv:
        work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            print(json.dumps(run(Path(scratch), *map(int, sys.argv[1:]))))
