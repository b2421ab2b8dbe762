"""Copies of boards: made, checked, thinned, never all gone."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.app import backups, resources
from canvas_app.app.backups import ALWAYS, Backup, backups_of, boards_with_backups, superfluous
from canvas_app.app.library import create_board, problem_of
from canvas_app.app.salvaging import Wreck, take_copy
from canvas_app.app.session import Session
from canvas_app.domain.commands import AddNotes, NewNote
from canvas_app.domain.errors import UserError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def copies(*ages: timedelta, size: int = 1000) -> list[Backup]:
    return [Backup(Path(f"{n}"), NOW - age, size) for n, age in enumerate(ages)]


@given(st.lists(st.integers(-5000, 400 * 24 * 60), max_size=60), st.integers(0, 60))
def test_thinning_keeps_the_newest_three_and_all_of_two_days(minutes: list[int], megabytes: int) -> None:
    found = copies(*(timedelta(minutes=n) for n in minutes), size=megabytes * 1024 * 1024)
    gone = superfluous(found, NOW)
    kept = sorted((backup for backup in found if backup not in gone), key=lambda backup: backup.at, reverse=True)
    newest = sorted(found, key=lambda backup: backup.at, reverse=True)
    assert kept[:ALWAYS] == newest[:ALWAYS] and len(kept) + len(gone) == len(found)
    if sum(backup.size for backup in found) <= backups.MOST:
        assert all(NOW - backup.at > backups.ALL_FOR for backup in gone)
    assert len(kept) <= ALWAYS or sum(backup.size for backup in kept) <= backups.MOST
    assert superfluous(kept, NOW) == [], "thinning again takes nothing more"


def test_a_year_of_daily_copies_becomes_days_weeks_and_months() -> None:
    found = copies(*(timedelta(days=n, hours=1) for n in range(365)))
    kept = [backup for backup in found if backup not in superfluous(found, NOW)]
    ages = [(NOW - backup.at).days for backup in kept]
    assert ages == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23, 30, 37, 67, 97, 127, 157, 187]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "board.valueboard"
    create_board(path, resources.catalogue().canvas("value-proposition"), {"title": "Board"}).close()
    return Session.open(path)


def test_a_copy_is_the_same_board_and_opens(session: Session) -> None:
    session.do(AddNotes((NewNote(text="kept", zone="pains"),)))
    made = session.back_up()
    board_id = session.board.info.id
    assert [backup.path for backup in backups_of(board_id)] == [made] and board_id in boards_with_backups()
    copy = Session.open(made, read_only=True)
    assert copy.board.info.id == board_id and [note.text for note in copy.board.notes.values()] == ["kept"]
    copy.close()
    session.close()


def test_nothing_old_goes_where_the_new_copy_fails(session: Session) -> None:
    board_id = session.board.info.id
    for n, path in enumerate([session.back_up() for _ in range(4)]):
        path.rename(path.with_name(f"200{n}-01-01T000000.000000Z.valueboard"))
    before = backups_of(board_id)
    whole = session.path.read_bytes()
    os.truncate(session.path, 5000)
    with pytest.raises(UserError):
        session.back_up()
    assert backups_of(board_id) == before
    session.path.write_bytes(whole)
    session.back_up()
    assert len(backups_of(board_id)) == ALWAYS
    session.close()


def test_after_a_restore_nothing_is_thinned_until_that_is_wanted(session: Session) -> None:
    board_id = session.board.info.id
    for n in range(5):
        made = session.back_up()
        made.rename(made.with_name(f"200{n}-01-01T000000.000000Z.valueboard"))
        backups.pause_thinning(board_id)
    assert len(backups_of(board_id)) == 5
    backups.resume_thinning(board_id)
    backups.thin(board_id)
    assert len(backups_of(board_id)) == ALWAYS
    session.close()


def test_copies_that_are_all_damaged_are_listed_and_stay(session: Session) -> None:
    board_id, path = session.board.info.id, session.path
    made = [session.back_up() for _ in range(5)]
    for copy in made:
        data = copy.read_bytes()
        copy.write_bytes(data[:8192] + bytes(8192) + data[16384:])
    path.write_bytes(path.read_bytes()[:3000])
    session.close()
    assert {backup.path for backup in backups_of(board_id)} == set(made)
    wreck = Wreck(path)
    assert wreck.newest_copy() is None and all(copy.exists() for copy in made)
    for copy in made:
        assert problem_of(copy, 10**9) == "This board is damaged; open it to see what can be saved."
    with pytest.raises(UserError):
        take_copy(made[0], path.with_name("restored.valueboard"))
    assert not path.with_name("restored.valueboard").exists() and {b.path for b in backups_of(board_id)} == set(made)


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_copy_that_was_just_made_stays_whatever_the_clock_says(session: Session, year: int) -> None:
    for n in range(6):
        made = session.back_up()
        made.rename(made.with_name(f"{year}-01-0{n + 1}T000000.000000Z.valueboard"))
    made = session.back_up()
    backups.thin(session.board.info.id)
    assert made in [backup.path for backup in backups_of(session.board.info.id)]
    session.close()
