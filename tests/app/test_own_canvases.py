"""A person's own canvas files: whatever lies in that folder, one bad file hides no other."""

import os
from pathlib import Path

import pytest

from canvas_app.app import resources
from tests.effort import ends

SHIPPED = (resources.root() / "canvases" / "value-proposition.toml").read_text("utf-8")
SOUND = SHIPPED.replace('id = "value-proposition"', 'id = "own"')
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "'schema' is missing"),
    "zeros": (bytes(100), "not valid TOML"),
    "bytes": (b"\xff\xfe", "not UTF-8"),
    "long": (b"#" * 2_000_000, "larger than 1,000,000 bytes"),
    "deep": (b"a=" + b"[" * 5000, "not valid TOML"),
    "digits": (b"schema = " + b"9" * 5000, "not valid TOML, Exceeds the limit"),
    "newer": (SOUND.replace("schema = 1", "schema = 99").encode(), "newer than this version"),
    "path": (SHIPPED.replace('id = "value-proposition"', 'id = "../../etc"').encode(), "is no id"),
    "twice": (SHIPPED.encode(), "is used by"),
}


@pytest.fixture
def folder() -> Path:
    folder = resources.own_canvases_folder()
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(SOUND, "utf-8")
    return folder


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_hides_no_other(folder: Path, name: str) -> None:
    content, words = BAD[name]
    (folder / f"{name}.toml").write_bytes(content)
    known = resources.catalogue()
    assert "own" in known.canvases and "value-proposition" in known.canvases
    (problem,) = known.problems
    assert str(problem).startswith(f"{folder / name}.toml: ") and words in str(problem)
    assert str(problem).isprintable() and str(problem).endswith(".")


def test_what_is_no_file_is_named_at_once(folder: Path) -> None:
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    (folder / "loop.toml").symlink_to("loop.toml")
    (folder / "device.toml").symlink_to("/dev/zero")
    with ends():
        known = resources.catalogue()
    assert len(known.problems) == 4 and all("not a regular file" in str(problem) for problem in known.problems)
    assert "own" in known.canvases
