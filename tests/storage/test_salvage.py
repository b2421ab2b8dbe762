"""What can be saved of a damaged board, what is said of the rest, and that the file stays as it was."""

import os
import random
import re
import sqlite3
from pathlib import Path

import pytest

from canvas_app.app import resources
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.entities import Note
from canvas_app.domain.patch import change, delete, insert
from canvas_app.storage import schema
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Busy, Damaged
from canvas_app.storage.pages import PAGE_SIZE, records
from canvas_app.storage.remains import remains_of
from canvas_app.storage.salvage import Salvaged, make, sorted_out

from .boards import create, everything, note, tables, untouched
from .test_opening import HOSTILE, ROWS, tamper

DATA = Path(__file__).parents[1] / "data"


def shipped(canvas: str, zones: set[str]) -> Canvas:
    return resources.catalogue().canvas(resources.DEFAULT_CANVAS)


def salvage(path: Path, target: Path) -> Salvaged:
    found = sorted_out(remains_of(path), shipped)
    make(path, found, target)
    return found


class Whole:
    """A board with a past: its bytes, its notes, and those that were thrown away."""

    def __init__(self, path: Path, count: int):
        editor = create(path, *everything())
        for start in range(0, count, 10):
            editor.do(*(insert(note(f"m{n}", text=f"number {n} " * 12, x=n)) for n in range(start, start + 10)))
            editor.do(change(editor.board.notes[f"m{start}"], x=2000.0, text=f"Changed {start}"))
        self.gone = {f"m{n}" for n in range(5, count, 17)}
        editor.do(*(delete(editor.board.notes[n]) for n in sorted(self.gone)))
        editor.do(change(editor.board.notes["m1"], y=3.0))
        self.notes = dict(editor.board.notes)
        self.tables = tables(editor.file)
        editor.file.close()
        self.data = path.read_bytes()

    @property
    def pages(self) -> range:
        return range(1, len(self.data) // PAGE_SIZE + 1)

    def without(self, path: Path, *pages: int) -> Path:
        """The file with other bytes in these pages."""
        data = bytearray(self.data)
        for page in pages:
            data[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] = random.Random(page).randbytes(PAGE_SIZE)
        path.write_bytes(data)
        return path

    def pages_with(self, words: bytes) -> set[int]:
        return {n for n in self.pages if words in self.data[(n - 1) * PAGE_SIZE : n * PAGE_SIZE]}

    def share(self, found: Salvaged) -> float:
        """How many of the notes are exactly as they were."""
        return sum(found.tables["note"].get(key) == row for key, row in self.notes.items()) / len(self.notes)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return Whole(tmp_path_factory.mktemp("small") / "a.valueboard", 20)


def read(path: Path) -> Salvaged:
    return sorted_out(remains_of(path), shipped)


def test_whichever_page_is_destroyed_the_notes_are_saved(small: Whole, tmp_path: Path) -> None:
    for page in small.pages:
        found = read(small.without(tmp_path / "b", page))
        assert small.share(found) >= 0.99, page
        assert not found.missing, page
        assert found.remarks or not small.gone & found.tables["note"].keys(), page


@pytest.mark.long
def test_every_page_of_a_large_board_destroyed_in_turn(tmp_path: Path) -> None:
    whole = Whole(tmp_path / "a", 600)
    worst = 1.0
    for page in whole.pages:
        worst = min(worst, whole.share(read(whole.without(tmp_path / "b", page))))
    print(f"\n{len(whole.pages)} pages destroyed in turn: {worst:.1%} of {len(whole.notes)} notes at worst")
    assert worst >= 0.99


def test_the_new_board_is_sound_and_the_damaged_file_stays_as_it_was(small: Whole, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    broken = small.without(tmp_path / "b.valueboard", min(small.pages_with(b"number 11")))
    new = tmp_path / "new" / "c.valueboard"
    with untouched(broken):
        salvage(broken, new)
    check(new, deep=True)
    file = BoardFile.open(new)
    made = tables(file)
    file.close()
    assert made["note"] == small.tables["note"]
    assert made["board"].keys() != small.tables["board"].keys(), "it is another board"


def test_what_is_missing_is_said(small: Whole, tmp_path: Path) -> None:
    """Both the rows of some notes and the steps that made them are gone."""
    lost = small.pages_with(b"number 11")
    found = read(small.without(tmp_path / "b", *lost))
    assert found.missing and 0 < found.notes < len(small.notes)
    words = " ".join(found.sentences)
    assert f"{len(found.missing)} of {found.notes + len(found.missing)} notes" in words
    assert "steps of its history cannot be read" in words
    assert all(sentence.isprintable() and sentence.endswith(".") for sentence in found.sentences)


def test_a_flipped_bit_in_a_note_is_taken_back(small: Whole, tmp_path: Path) -> None:
    path = tmp_path / "b"
    data = bytearray(small.data)
    for match in re.finditer(b"number 12 number 12", small.data):
        data[match.start() + 8] ^= 1  # in the note; then in the step that made it
        path.write_bytes(data)
        found = read(path)
        assert small.share(found) == 1
        assert found.rebuilt in (["“number 12 number 12 number 12 number 12 …”"], [])
        data[match.start() + 8] ^= 1


@pytest.mark.parametrize("name", HOSTILE)
def test_the_notes_of_a_board_that_is_not_clean(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.valueboard"
    create(path, *everything(), *(note(f"m{n}") for n in range(20))).file.close()
    tamper(path, *HOSTILE[name])
    with untouched(path):
        found = read(path)
    assert found.notes == 23 and found.complete, found.sentences


@pytest.mark.parametrize("name", [name for name in ROWS if name != "two boards"])
def test_rows_that_are_not_ours_cost_none_of_the_others(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.valueboard"
    create(path, *everything(), *(note(f"m{n}") for n in range(20))).file.close()
    tamper(path, "PRAGMA ignore_check_constraints=ON", "PRAGMA foreign_keys=OFF", *ROWS[name])
    with untouched(path):
        found = read(path)
    assert {f"m{n}" for n in range(20)} | {"n-1", "n-3"} <= found.tables["note"].keys(), found.sentences


def test_rows_in_free_pages_are_passed_over(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "a", isolation_level=None)
    db.execute("PRAGMA secure_delete=OFF")  # as SQLite is on most computers
    db.execute("CREATE TABLE t(n INTEGER PRIMARY KEY, a TEXT)")
    db.executemany("INSERT INTO t(a) VALUES(?)", [("words " * 50,)] * 200)
    db.execute("DELETE FROM t")
    db.close()
    data = (tmp_path / "a").read_bytes()
    texts = [record.values[1] for record in records(b"?" + data[1:], 10_000)]
    assert texts.count("words " * 50) > 100, "they still stand there"
    assert "words " * 50 not in [record.values[1] for record in records(data, 10_000)]


def test_a_row_that_stands_there_though_it_was_deleted_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.valueboard"
    editor = create(path, note("a"), note("b"))
    editor.do(delete(editor.board.notes["b"]))
    editor.file.close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(schema.INSERT["note"], schema.values_of("note", note("b")))
    db.close()
    assert read(path).tables["note"].keys() == {"a"}


def test_links_and_more_go_with_a_note_of_which_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.valueboard"
    create(path, *everything()).file.close()
    tamper(path, "PRAGMA foreign_keys=OFF", "DELETE FROM op", "DELETE FROM note WHERE id='n-1'")
    found = read(path)
    assert found.missing == ["n-1"] and found.notes == 2
    assert "1 of 3 notes is missing: n-1." in found.sentences
    assert not found.tables["link"] and not found.tables["vote"]
    (statement,) = found.tables["statement"].values()
    assert statement.text == "Our queues" and not statement.notes  # type: ignore[attr-defined]
    salvage(path, tmp_path / "b")
    check(tmp_path / "b", deep=True)


def test_without_board_and_canvas_the_file_name_and_the_shipped_canvas_do(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, *everything(), note("odd")).file.close()
    tamper(path, "DELETE FROM op", "DELETE FROM board", "DELETE FROM canvas")
    found = salvage(path, tmp_path / "b")
    assert not found.complete and any("canvas" in line for line in found.sentences)
    check(tmp_path / "b", deep=True)
    file = BoardFile.open(tmp_path / "b")
    (info,) = file.load()["board"].values()
    assert info.title == "Clinic"  # type: ignore[attr-defined]
    file.close()


@pytest.mark.parametrize(("share", "least"), [(0.5, 0), (0.9, 3), (0.999, 15)])
def test_a_board_that_was_cut_off(small: Whole, tmp_path: Path, share: float, least: int) -> None:
    path = small.without(tmp_path / "b")
    os.truncate(path, int(len(small.data) * share))
    with untouched(path):
        found = read(path)
    assert found.notes >= least
    assert all(isinstance(row, Note) for row in found.tables["note"].values())


def test_of_a_newer_format_it_is_said_that_something_may_be_missing(small: Whole, tmp_path: Path) -> None:
    path = small.without(tmp_path / "b")
    tamper(path, f"PRAGMA user_version={schema.FORMAT + 1}")
    found = read(path)
    assert found.notes == len(small.notes) and not found.complete


@pytest.mark.parametrize("number", [1, 2])
def test_boards_of_older_formats_are_read_too(tmp_path: Path, number: int) -> None:
    path = DATA / f"format-{number}.valueboard"
    with untouched(path):
        found = salvage(path, tmp_path / "b")
    assert found.notes and found.complete, found.sentences
    check(tmp_path / "b", deep=True)


def test_a_hot_journal_is_heeded(stopped: Path) -> None:
    with untouched(stopped):
        found = read(stopped)
    assert {row.text for row in found.tables["note"].values()} == {"words " * 40}  # type: ignore[attr-defined]
    assert found.notes == 400 and found.complete


def test_what_was_half_done_when_the_journal_was_deleted_is_taken_back(stopped: Path) -> None:
    stopped.with_name(stopped.name + "-journal").unlink()
    with untouched(stopped):
        found = read(stopped)
    assert {row.text for row in found.tables["note"].values()} == {"words " * 40}  # type: ignore[attr-defined]
    assert found.notes == 400 and not found.missing


@pytest.mark.parametrize("content", [b"", b"Dear diary,\n" * 900, bytes(8192), random.Random(1).randbytes(50_000)])
def test_what_is_no_board_gives_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with untouched(path), pytest.raises(Exception, match=r"nothing of a board|empty") as caught:
        salvage(path, tmp_path / "b")
    assert caught.value.exit_code == 3  # type: ignore[attr-defined]


def test_another_programs_database_gives_none(database: Path, tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read(database)


def test_a_board_that_is_open_is_left_alone(small: Whole, tmp_path: Path) -> None:
    path = small.without(tmp_path / "b")
    file = BoardFile.open(path)
    with pytest.raises(Busy):
        read(path)
    file.close()
    assert read(path).complete
