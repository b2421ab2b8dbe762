"""The priorities by rank, by score and by votes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from canvas_app.domain.commands import ScoreNotes
from canvas_app.ui.panels.priorities import PrioritiesPanel
from canvas_app.ui.panels.priority_rows import NoteRow, ZoneRow
from tests.ui.vote.conftest import LEFT, NONE, Voters, everything_told, voters  # noqa: F401

KEY = Qt.Key


@pytest.fixture
def panel(voters: Voters) -> PrioritiesPanel:  # noqa: F811
    voters.page.side.show_panel("priorities")
    return voters.page.side.panels["priorities"]


def order(panel: PrioritiesPanel, zone: str) -> list[str]:
    return [row.note_id for row in panel.list.rows.rows if isinstance(row, NoteRow) and row.note.zone == zone]


def sort(panel: PrioritiesPanel, by: str) -> None:
    QTest.mouseClick(panel.sort_bar.buttons[by], LEFT)


def round_of(voters: Voters, name: str, *notes: str) -> None:  # noqa: F811
    voters.start("Ana", id=name, title=name)
    voters.vote(*notes)
    voters.press_on(voters.bar.main)


def test_lists_by_score_follow_the_scores(voters: Voters, panel: PrioritiesPanel) -> None:  # noqa: F811
    a, b, *rest = voters.pains
    ranks = voters.board.ranked("pains")
    voters.page.bridge.do(ScoreNotes((a, *rest), 2))
    voters.page.bridge.do(ScoreNotes((b,), None))
    sort(panel, "score")
    assert order(panel, "pains") == [a, *rest, b]
    voters.page.bridge.do(ScoreNotes((rest[-1],), 5))
    assert order(panel, "pains") == [rest[-1], a, *rest[:-1], b]
    index = panel.list.rows.index_of_note(a)
    panel.list.scrollTo(index)
    start = panel.list.visualRect(index).center()
    QTest.mousePress(panel.list.viewport(), LEFT, NONE, start)
    QTest.mouseMove(panel.list.viewport(), start + panel.list.visualRect(index).bottomLeft() * 2)
    assert panel.list.dragging is None, "a place among scores says nothing of a rank"
    QTest.mouseRelease(panel.list.viewport(), LEFT, NONE, start)
    sort(panel, "rank")
    assert order(panel, "pains") == list(ranks)


def test_results_of_every_vote_can_be_looked_at_and_deleted(
    voters: Voters,  # noqa: F811
    panel: PrioritiesPanel,
) -> None:
    a, b, c, *_ = voters.pains
    sort(panel, "votes")
    assert panel.sort_bar.hint.isVisible() and "No vote has been revealed" in panel.sort_bar.hint.text()
    round_of(voters, "one", a)
    assert not panel.sort_bar.hint.isVisible() and panel.sort_bar.which.text() == "one"
    round_of(voters, "two", c, b)
    assert order(panel, "pains")[:3] == [b, c, a] and {row.key for row in panel.list.rows.rows if isinstance(
        row, ZoneRow
    )} == {"zone:pains"}  # fmt: skip
    row = panel.list.rows.row(panel.list.rows.index_of_note(c))
    assert row.spoken.startswith("3. ") and "1 vote, tied" in row.spoken
    assert "1 vote, tied: Ana" in panel.list.rows.tip(row)
    menu = panel.sort_bar.which.menu()
    menu.aboutToShow.emit()
    assert [(entry.text(), entry.isChecked()) for entry in menu.actions()] == [("two", True), ("one", False)]
    menu.actions()[1].trigger()
    assert order(panel, "pains")[0] == a and panel.sort_bar.which.text() == "one ▾"
    QTest.mouseClick(panel.sort_bar.apply, LEFT)
    assert "ranked like this already" in voters.said[-1]
    QTest.mouseClick(panel.sort_bar.delete, LEFT)
    assert [row.title for row in voters.board.rounds.values()] == ["two"] and order(panel, "pains")[0] == b
    assert voters.said[-1] == "one: vote deleted."
    voters.press_on(voters.page.message._undo)
    assert sorted(row.title for row in voters.board.rounds.values()) == ["one", "two"]


def test_the_results_follow_notes_that_come_and_go(voters: Voters, panel: PrioritiesPanel) -> None:  # noqa: F811
    a, b, *_ = voters.pains
    round_of(voters, "one", a, b)
    voters.page.bridge.select([a])
    QTest.keyClick(voters.view, KEY.Key_Delete)
    assert order(panel, "pains")[0] == b and a not in order(panel, "pains")


def test_a_vote_nobody_put_a_dot_in_ranks_nothing(voters: Voters, panel: PrioritiesPanel) -> None:  # noqa: F811
    round_of(voters, "one")
    assert voters.said[-1] == "Nobody has put a dot in this vote."
    QTest.mouseClick(panel.sort_bar.apply, LEFT)
    assert voters.said[-1] == "Nobody has put a dot in this vote, so there is nothing to rank by."
