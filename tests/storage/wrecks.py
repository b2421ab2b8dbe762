"""Files that are no board, or none to trust: those of test_opening.py, each under a name of its own in one folder."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from canvas_app.storage import opening, schema

from .boards import create, everything, note
from .test_opening import CONTENTS, FORGED, HOSTILE, ROWS, tamper, to_wal

Maker = Callable[[Path], object]


def _content(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def _cut(share: float) -> Maker:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def _longer(junk: int) -> Maker:
    return lambda path: path.write_bytes(path.read_bytes() + b"x" * junk)


def _sql(*statements: str, schema_too: bool = False) -> Maker:
    return lambda path: tamper(path, *statements, schema_too=schema_too)


def _page(at: float, byte: bytes) -> Maker:
    def destroy(path: Path) -> None:
        data = bytearray(path.read_bytes())
        page = int(len(data) // 4096 * at)
        data[page * 4096 : (page + 1) * 4096] = byte * 4096
        path.write_bytes(data)

    return destroy


def _instead(make: Maker) -> Maker:
    """Something that is not a file at all."""

    def put(path: Path) -> None:
        path.unlink()
        make(path)

    return put


def _hostile_in_wal(path: Path) -> None:
    tamper(path, *HOSTILE["trigger"])
    to_wal(path, leave_log=True)


def _too_many(path: Path) -> None:
    rows = "WITH RECURSIVE c(k) AS (SELECT 10 UNION ALL SELECT k+1 FROM c WHERE k<20100)"
    columns = "zone,kind,x,y,w,h,text,detail,colour,rank_key,score,picked,tags,author,fields,group_id,locked,z,sum"
    tamper(path, f"INSERT INTO note(n,id,{columns}) {rows} SELECT k,'m'||k,{columns} FROM c, note WHERE id='n-2'")


def _many_tables(path: Path) -> None:
    tamper(path, "BEGIN", *(f"CREATE TABLE t{n}(a)" for n in range(3000)), "COMMIT")


HOSTILE_FILES: dict[str, Maker] = {
    **{name: _sql(*statements) for name, statements in HOSTILE.items()},
    "thousands of tables": _many_tables,
    "trigger in a log": _hostile_in_wal,
    **{f"schema, {name}": _sql(statement, schema_too=True) for name, statement in FORGED.items()},
}
"""Made to do harm (RELIABILITY 3.8)."""

_ROW = ("PRAGMA ignore_check_constraints=ON", "PRAGMA foreign_keys=OFF")
BROKEN_FILES: dict[str, Maker] = {
    **{name: _content(data) for name, (data, _) in CONTENTS.items()},
    **{f"rows, {name}": _sql(*_ROW, *statements) for name, statements in ROWS.items()},
    **{f"cut at {100 * share:g}%": _cut(share) for share in (0.001, 0.01, 0.3, 0.5, 0.9, 0.999)},
    **{f"{junk} bytes more": _longer(junk) for junk in (1, 4096)},
    **{f"zeros at {at:.0%}": _page(at, b"\0") for at in (0, 0.3, 0.6, 0.9)},
    **{f"noise at {at:.0%}": _page(at, b"\xa5") for at in (0, 0.3, 0.6, 0.9)},
    **{f"application {number}": _sql(f"PRAGMA application_id={number}") for number in (0, 1, -1, 252006)},
    **{f"format {number}": _sql(f"PRAGMA user_version={number}") for number in (0, -5)},
    "newer format": _sql(f"PRAGMA user_version={schema.FORMAT + 1}", "CREATE TABLE of_the_future(a)"),
    "too many notes": _too_many,
    "too large": lambda path: os.truncate(path, opening.MAX_FILE + 4096),
    "folder": _instead(Path.mkdir),
    "pipe": _instead(os.mkfifo),
    "loop": _instead(lambda path: path.symlink_to(path.name)),
    "dangling": _instead(lambda path: path.symlink_to("nowhere")),
}
"""Come to harm, or never a board."""


def put(folder: Path, makers: dict[str, Maker]) -> dict[str, Path]:
    """Makes each of them in a folder that is empty yet."""
    whole = folder / "whole"
    create(whole, *everything(), note("n-4", text="Filler " * 900)).file.close()
    paths = {}
    for name, make in makers.items():
        paths[name] = folder / f"{name}.valueboard"
        shutil.copyfile(whole, paths[name])
        make(paths[name])
    whole.unlink()
    return paths
