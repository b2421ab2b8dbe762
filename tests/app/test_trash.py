"""Boards that are deleted: nothing is lost until it is deleted for good."""

import os
from pathlib import Path

import pytest

from canvas_app.app import importing, resources, trash
from canvas_app.app.locks import BoardHeld, lock_path
from canvas_app.app.session import Session
from canvas_app.storage.errors import CannotWrite


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "boards" / "Loyalty.valueboard"
    path.parent.mkdir()
    importing.create_sample(path, "loyalty-app").close()
    return path


def notes(path: Path) -> int:
    session = Session.open(path, read_only=True)
    session.close()
    return len(session.board.notes)


def test_a_board_goes_and_comes_back_whole(board: Path, tmp_path: Path) -> None:
    before = board.read_bytes()
    gone = trash.throw_away(board)
    assert not list(board.parent.iterdir()) and trash.trashed() == [gone] and gone.file.read_bytes() == before
    assert trash.put_back(gone, tmp_path) == board
    assert board.read_bytes() == before and trash.trashed() == [] and not list(resources.trash_folder().iterdir())


def test_a_name_or_folder_that_is_taken_meanwhile_is_left_alone(board: Path, tmp_path: Path) -> None:
    first = trash.throw_away(board)
    importing.create_sample(board, "loyalty-app").close()
    new = board.read_bytes()
    back = trash.put_back(first, tmp_path)
    assert back == board.with_name("Loyalty 2.valueboard") and notes(back) and board.read_bytes() == new
    second, third = trash.throw_away(back), trash.throw_away(board)
    board.parent.rmdir()
    board.parent.write_text("a file where the folder was")
    library = tmp_path / "library"
    assert trash.trashed() == [third, second]
    assert trash.put_back(third, library) == library / "Loyalty.valueboard"


def test_a_board_that_somebody_has_open_stays(board: Path) -> None:
    session = Session.open(board)
    with pytest.raises(CannotWrite, match="this board is open"):
        trash.throw_away(board)
    session.close()
    lock_path(board).write_text('{"host": "far away", "user": "Ann"}')
    with pytest.raises(BoardHeld, match="Ann on far away"):
        trash.throw_away(board)
    assert notes(board) and trash.trashed() == []


def test_another_disk_and_an_unfinished_change_are_taken_along(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board.with_name(board.name + "-journal").write_bytes(b"not a journal of ours, but beside it")
    monkeypatch.setattr(os, "link", _refuse)
    gone = trash.throw_away(board)
    assert not list(board.parent.iterdir()) and notes(gone.file)


def test_a_board_that_cannot_go_keeps_the_journal_that_belongs_to_it(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = board.with_name(board.name + "-journal")
    journal.write_bytes(b"of a change that was cut off")
    board.write_bytes(board.read_bytes()[:-5000])  # so that nobody can roll it back
    unlink = os.unlink

    def held(path: Path, **options: object) -> None:
        if Path(path) == board:
            raise PermissionError(1, "Operation not permitted")
        unlink(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "unlink", held)
    with pytest.raises(CannotWrite, match="may not write"):
        trash.throw_away(board)
    assert board.exists() and journal.read_bytes() == b"of a change that was cut off"
    assert trash.trashed() == [] and not list(resources.trash_folder().iterdir())


def test_a_board_does_not_come_back_beside_the_journal_of_another_one(board: Path, tmp_path: Path) -> None:
    gone = trash.throw_away(board)
    board.with_name(board.name + "-journal").write_bytes(b"left over")
    back = trash.put_back(gone, tmp_path)
    assert back == board.with_name("Loyalty 2.valueboard") and notes(back)


def _refuse(*_: object, **__: object) -> None:
    raise OSError(18, "Invalid cross-device link")


def test_what_is_no_board_in_the_trash_is_passed_by(board: Path) -> None:
    gone = trash.throw_away(board)
    (resources.trash_folder() / "odd").mkdir()
    (resources.trash_folder() / "odd" / "about.json").write_text("[1, 2")
    (resources.trash_folder() / "file").write_text("")
    assert trash.trashed() == [gone]
    trash.delete_for_good(gone)
    assert trash.trashed() == [] and not gone.file.exists()
