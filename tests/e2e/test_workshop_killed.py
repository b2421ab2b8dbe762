"""The plug is pulled in the middle of a workshop: what was on disk is there, and the workshop goes on."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from canvas_app.app import importing
from canvas_app.app.session import Session
from canvas_app.domain.commands import MoveNotes
from canvas_app.storage.checking import check
from canvas_app.ui.main_window import MainWindow
from tests.e2e.killed import killed_at
from tests.effort import ends

TYPED = "Queues at the counter"


def places(session: Session) -> dict[str, tuple[float, float, str]]:
    return {note.id: (note.x, note.y, note.text) for note in session.board.notes.values()}


def test_four_notes_in_the_air_and_one_being_typed(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "workshop.valueboard"
    importing.create_sample(path, "loyalty-app").close()
    session = Session.open(path, read_only=True)
    before = places(session)
    session.close()
    assert killed_at("hands_child", path) == ["READY 0"]

    check(path, deep=True)
    with ends(30):
        window = MainWindow(tmp_path)
        qtbot.addWidget(window)
        window.show_session(Session.open(path))
        window.show()
    assert window.page is not None
    session = window.page.session
    assert session.recovered
    assert "unexpected stop" in window.page.message.text
    after = places(session)
    new = after.keys() - before.keys()
    labels = [unit.label for unit in session.history.units]
    assert labels and set(labels) <= {"Add note", "Edit text"}, "notes in the air are where they were taken up"
    assert len(new) == 1 and after[new.pop()][2].startswith(TYPED), "at most the last second of typing is gone"
    note = next(iter(before))
    session.do(MoveNotes((note,), 5, 5))
    assert session.saved and places(session)[note] != before[note]
    while session.history.undoable:
        session.undo()
    assert places(session) == before
    window.close()
