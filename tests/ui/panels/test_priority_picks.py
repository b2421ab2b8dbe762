"""Short lists in the priorities panel: suggestions with their figures, doubts, and one click or key to pick."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas_app.domain.commands import AddLink, Delete, PickNotes, ScoreNotes
from canvas_app.ui.panels.priorities import PrioritiesPanel
from canvas_app.ui.panels.priority_picks import SuggestRow
from canvas_app.ui.panels.priority_rows import NoteRow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(desk: Any) -> Any:
    panel = desk.show(PrioritiesPanel)
    settle()
    return panel


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def suggested(panel: Any) -> list[tuple[str, float]]:
    return [(row.note_id, round(row.figure, 2)) for row in panel.list.rows.rows if isinstance(row, SuggestRow)]


def doubts(panel: Any) -> dict[str, str]:
    return {row.note_id: row.doubt for row in panel.list.rows.rows if isinstance(row, NoteRow) and row.doubt}


def test_suggestions_come_by_weight_and_value(desk: Any, panel: Any) -> None:
    desk.do(PickNotes(("pain-cards", "reliever-oneday"), False))
    settle()
    assert suggested(panel) == [
        ("creator-bill", 2.0),
        ("reliever-oneday", 5.0),
        ("gain-spend", 2.0),
        ("pain-cards", 4.0),
        ("pain-ask", 3.0),
    ]
    row = next(row for row in panel.list.rows.rows if isinstance(row, SuggestRow) and row.note_id == "pain-cards")
    tip = panel.list.rows.tip(row)
    assert (
        "Weight 4.0 = importance 4.0 (score) × customer job factor 1 (“Bring regulars back each week”: 5.0 of 5)" in tip
    )
    desk.do(ScoreNotes(("pain-ask",), 5))
    settle()
    assert [note for note, _ in suggested(panel)][-2:] == ["pain-ask", "pain-cards"]


def test_a_click_picks_and_so_does_enter(desk: Any, panel: Any) -> None:
    desk.do(PickNotes(("pain-cards",), False))
    settle()
    rows = panel.list
    index = rows.rows.index_of("suggest:pain-cards")
    rows.scrollTo(index)
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, rows.visualRect(index).center())
    settle()
    assert desk.board.notes["pain-cards"].picked and "pain-cards" not in [note for note, _ in suggested(panel)]
    index = rows.rows.index_of("suggest:pain-ask")
    assert index.isValid()
    rows.setFocus()
    rows.setCurrentIndex(index)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    settle()
    assert desk.board.notes["pain-ask"].picked
    heading = rows.rows.row(rows.rows.index_of("zone:pains"))
    assert heading.counter == "5 of 3–5" and heading.in_range


def test_the_counter_is_amber_outside_its_range(desk: Any, panel: Any) -> None:
    desk.do(PickNotes(("pain-ask", "pain-blame"), True))
    settle()
    heading = panel.list.rows.row(panel.list.rows.index_of("zone:pains"))
    assert heading.counter == "6 of 3–5" and not heading.in_range
    assert "3-5 pains that matter most" in panel.list.rows.tip(heading)


def test_doubts_follow_links_and_picks(desk: Any, panel: Any) -> None:
    assert doubts(panel) == {"pain-margin": "hangs on no top customer job", "gain-bill": "hangs on no customer job"}
    desk.do(AddLink("gain-bill", "job-peak", 1))
    desk.do(PickNotes(("job-offers",), True))
    settle()
    assert doubts(panel) == {}
    desk.do(Delete((), ("reliever-phone--pain-cards", "reliever-phone--pain-ask")))
    desk.do(PickNotes(("pain-integration",), False))
    settle()
    assert doubts(panel) == {"reliever-phone": "answers nothing", "reliever-oneday": "answers no picked pain"}
    row = panel.list.rows.row(panel.list.rows.index_of("note:reliever-phone"))
    assert row.spoken.endswith("picked, answers nothing") and "Picked, but it answers nothing." in panel.list.rows.tip(
        row
    )
