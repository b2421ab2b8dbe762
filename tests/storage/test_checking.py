"""What `check` says, and what it finds that opening does not."""

import sqlite3
from pathlib import Path

import pytest

from canvas_app.domain.entities import Entity
from canvas_app.domain.patch import change
from canvas_app.storage import schema
from canvas_app.storage.checking import check
from canvas_app.storage.errors import Damaged

from .boards import create, everything, note, untouched


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Clinic.valueboard"
    editor = create(path, *everything())
    editor.move("n-2", 7)
    editor.file.close()
    return path


def execute(path: Path, sql: str, *values: object) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(sql, values)
    db.close()


def test_it_says_what_it_checked(path: Path) -> None:
    with untouched(path):
        assert check(path) == [
            f"file: {path}, {path.stat().st_size:,} bytes, complete",
            "schema: format 3, nothing in it that does not belong there",
            "rows: 3 notes, 1 link, 1 statement, 1 stroke, all valid",
            "checksums: all rows and steps are as they were written",
        ]
        assert check(path, deep=True)[4:] == [
            "integrity: all pages, indexes and references are sound",
            "links: 1 link and 15 references end at rows that are there",
            "ranks: 6 keys, none of them twice",
            "journal: 2 steps lead to exactly these rows",
            "versions: 0 named versions, as they were written",
        ]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE note SET text='changed' WHERE id='n-2'", "note n-2"),
        ("UPDATE note SET score=1 WHERE id='n-1'", "note n-1"),
        ("UPDATE link SET strength=1", "link l-1"),
        ("UPDATE zone_state SET sum=sum+1", "zone_state pains"),
        ("UPDATE op SET label='Other' WHERE seq=2", "step 2"),
        ("UPDATE op SET patches='[]' WHERE seq=2", "step 2"),
    ],
)
def test_a_row_changed_by_something_else_is_named(path: Path, sql: str, named: str) -> None:
    execute(path, sql)
    with untouched(path), pytest.raises(Damaged, match=named):
        check(path)


def forge(path: Path, table: str, entity: Entity) -> None:
    """Changes a row together with its checksum, behind the journal's back."""
    values = schema.values_of(table, entity)
    execute(path, schema.UPDATE[table], *values[1:], entity.id)


def test_rows_that_the_journal_does_not_lead_to_are_found(path: Path) -> None:
    forge(path, "note", note("n-2", x=8))
    check(path)
    with untouched(path), pytest.raises(Damaged, match="note n-2"):
        check(path, deep=True)


def test_two_notes_of_one_rank_are_found(tmp_path: Path) -> None:
    path = tmp_path / "Clinic.valueboard"
    create(path, note("a", rank_key="V"), note("b", rank_key="V")).file.close()
    check(path)
    with untouched(path), pytest.raises(Damaged, match="note a and note b have the same rank"):
        check(path, deep=True)


def test_a_step_that_does_not_fit_is_found(path: Path) -> None:
    patch = change(note("n-2", x=100), x=200)
    assert patch
    op = ["other", "s", "t", "do", "Forged", "", None, schema.patches_text((patch,))]
    execute(path, schema.INSERT_OP, *schema.with_sum(op))
    forge(path, "note", note("n-2", x=200))
    check(path)
    with untouched(path), pytest.raises(Damaged, match="Forged"):
        check(path, deep=True)


def test_an_index_that_lies_is_found(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    (before,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name='link_source'").fetchone()
    (after,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name='link_target'").fetchone()
    db.execute("PRAGMA writable_schema=ON")
    db.execute("UPDATE sqlite_schema SET rootpage=? WHERE name='link_source'", (after,))
    db.execute("UPDATE sqlite_schema SET rootpage=? WHERE name='link_target'", (before,))
    db.close()
    with untouched(path), pytest.raises(Damaged):
        check(path, deep=True)
