"""Writing files whole or not at all."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from canvas_app.export import atomic
from canvas_app.export.atomic import CannotWrite, write_atomic
from tests.rights import as_anybody

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes and links")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_writes_a_new_file(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert names(tmp_path) == {"a.pdf"}


@POSIX
def test_a_new_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_atomic(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").stat().st_mode == (tmp_path / "plain").stat().st_mode


@POSIX
@pytest.mark.parametrize("name", ["x" * 251 + ".pdf", "😀" * 62 + ".pdf"])
def test_the_longest_names(tmp_path: Path, name: str) -> None:
    write_atomic(tmp_path / name, b"new")
    assert names(tmp_path) == {name}


def test_keeps_an_existing_file_without_force(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(CannotWrite, match="exists already") as caught:
        write_atomic(target, b"new")
    assert caught.value.exit_code == 5
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"a.pdf"}


@POSIX
def test_replaces_with_force_and_keeps_the_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomic(target, b"new", force=True)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@POSIX
@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "a.pdf"
    fill = atomic._fill

    def slow(path: Path, data: bytes) -> None:
        fill(path, data)
        target.write_bytes(b"theirs")

    monkeypatch.setattr(atomic, "_fill", slow)
    if not links:
        monkeypatch.setattr(os, "link", _refused)
    with pytest.raises(CannotWrite, match="exists already"):
        write_atomic(target, b"ours")
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == {"a.pdf"}


def _refused(*args: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_writes_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refused)
    write_atomic(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert names(tmp_path) == {"a.pdf"}


@POSIX
def test_writes_through_a_link_into_its_file(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "a.pdf").write_bytes(b"old")
    link = tmp_path / "link.pdf"
    link.symlink_to(real / "a.pdf")
    write_atomic(link, b"new", force=True)
    assert link.is_symlink()
    assert (real / "a.pdf").read_bytes() == b"new"
    assert names(tmp_path) == {"real", "link.pdf"}


@POSIX
def test_links_that_go_round_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(CannotWrite):
        write_atomic(tmp_path / "a", b"new", force=True)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="it is a folder"):
        write_atomic(tmp_path, b"new", force=True)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist; create it"):
        write_atomic(tmp_path / "missing" / "a.pdf", b"new")


def test_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"Cannot write .*\.$"):
        write_atomic(tmp_path / "file" / "a.pdf", b"new")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/null")
def test_a_device_is_refused() -> None:
    with pytest.raises(CannotWrite, match="not a regular file"):
        write_atomic(Path("/dev/null"), b"new", force=True)


def test_too_long_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="too long"):
        write_atomic(tmp_path / ("x" * 300), b"new")


@POSIX
def test_a_folder_or_file_without_permission_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with as_anybody():
        with pytest.raises(CannotWrite, match="no permission"):
            write_atomic(target, b"new", force=True)
        tmp_path.chmod(0o555)
        try:
            with pytest.raises(CannotWrite, match="no permission"):
                write_atomic(tmp_path / "b.pdf", b"new")
        finally:
            tmp_path.chmod(0o755)
    assert target.read_bytes() == b"old" and names(tmp_path) == {"a.pdf"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.EIO, "Input/output error"),
        (errno.EBUSY, "another program has it open"),
        (errno.ETXTBSY, "another program has it open"),
    ],
)
@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, number: int, words: str
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def failing(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, fails, failing)
    with pytest.raises(CannotWrite, match=words) as caught:
        write_atomic(target, b"new", force=True)
    assert str(target) in str(caught.value)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"a.pdf"}


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.pdf", b"new")
    assert names(tmp_path) == set()


def test_sweeps_what_a_killed_writer_left(tmp_path: Path) -> None:
    stale, fresh, other = (tmp_path / name for name in (".a.pdf.00.part", ".a.pdf.11.part", ".b.pdf.00.part"))
    for path in (stale, fresh, other):
        path.touch()
    for path in (stale, other):
        os.utime(path, (0, 0))
    write_atomic(tmp_path / "a.pdf", b"new")
    assert names(tmp_path) == {"a.pdf", fresh.name, other.name}
