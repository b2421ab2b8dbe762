"""Coverage, gaps and values, and the way from an entry to its note."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from canvas_app.domain.commands import AddLink, AddNotes, Delete, MoveNotes, NewNote, ScoreNotes, SetStrength
from canvas_app.ui.panels.explain import anchor_label, coverage_sum, needs_of, percent, value_sum, weight_sum
from canvas_app.ui.panels.fit import FitPanel
from canvas_app.ui.panels.fit_rows import AdviceRow, CoverageRow, EntryRow, SectionRow
from tests.ui.panels.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Watch(QObject):
    """Notes what of a widget is painted."""

    def __init__(self, widget: QWidget, seen: list[QRect]):
        super().__init__(widget)
        self.seen = seen
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.seen.append(event.region().boundingRect())
        return False


def needs_of_pain(desk: Desk) -> set[str]:
    return {need for need in desk.session.fit.weights if desk.board.notes[need].kind == "pain"}


@pytest.fixture
def panel(desk: Desk) -> FitPanel:
    panel: FitPanel = desk.show(FitPanel)
    return panel


def entries(panel: FitPanel, section: str) -> list[str]:
    return [row.note_id for row in panel.list.rows.rows if isinstance(row, EntryRow) and row.section == section]


def click(panel: FitPanel, key: str) -> None:
    index = panel.list.rows.index_of(key)
    panel.list.scrollTo(index)
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualRect(index).center())


def test_lists_are_those_of_fit(desk: Desk, panel: FitPanel) -> None:
    figures = desk.session.fit
    assert entries(panel, "gap") == list(figures.gaps)
    assert entries(panel, "orphan") == list(figures.orphans)
    assert entries(panel, "overserved") == list(figures.overserved)
    values = [figures.values[note] for note in entries(panel, "value")]
    assert values == sorted((value for value in figures.values.values() if value), reverse=True)
    shares = {row.kind: (row.picked, row.all) for row in panel.list.rows.rows if isinstance(row, CoverageRow)}
    assert shares == {kind: (share.picked, share.all) for kind, share in figures.coverage.items()}


def test_a_click_centres_the_note_and_selects_it(desk: Desk, panel: FitPanel) -> None:
    gap = desk.session.fit.gaps[0]
    click(panel, f"gap:{gap}")
    assert desk.port.shown == [(gap,)]
    assert desk.bridge.notes == (gap,)


def test_keys_walk_and_enter_centres(desk: Desk, panel: FitPanel) -> None:
    first, second = entries(panel, "value")[:2]
    click(panel, f"value:{first}")
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert desk.bridge.notes == (second,)
    assert desk.port.shown == [(first,)]
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert desk.port.shown == [(first,), (second,)]


def test_a_link_closes_a_gap(desk: Desk, panel: FitPanel) -> None:
    gap = desk.session.fit.gaps[0]
    kind = desk.board.notes[gap].kind
    answer = next(k.id for k in desk.board.canvas.kinds if k.answers == kind)
    source = next(note.id for note in desk.board.notes.values() if note.kind == answer and note.zone != "parking")
    desk.do(AddLink(source, gap, 3))
    assert gap not in entries(panel, "gap")
    desk.session.undo()
    assert gap in entries(panel, "gap")


def test_no_gaps_says_so_and_empty_sections_are_left_out(desk: Desk, panel: FitPanel) -> None:
    desk.do(Delete(desk.session.fit.gaps))
    desk.do(Delete(desk.session.fit.orphans))
    keys = [row.key for row in panel.list.rows.rows]
    assert "no-gaps" in keys
    assert "orphans" not in keys


def test_an_empty_board_teaches_in_the_words_of_the_canvas(desk: Desk, panel: FitPanel) -> None:
    desk.do(Delete(tuple(desk.board.notes)))
    advice = [row.text for row in panel.list.rows.rows if isinstance(row, AdviceRow)]
    needs = [kind.many.lower() for kind in desk.board.canvas.kinds if kind.role == "need"]
    assert len(advice) == 1
    assert all(need in advice[0] for need in needs)
    spoken = [row.spoken for row in panel.list.rows.rows if isinstance(row, CoverageRow)]
    assert all("nothing to measure" in words for words in spoken)


def test_moving_a_note_within_its_zone_rebuilds_nothing(desk: Desk, panel: FitPanel) -> None:
    rows = panel.list.rows.rows
    desk.do(MoveNotes((desk.board.ranked("creators")[0],), 1, 0))
    assert panel.list.rows.rows is rows


def test_untied_needs_are_marked(desk: Desk, panel: FitPanel) -> None:
    note = NewNote("Alone", zone="gains")
    desk.do(AddNotes((note,)))
    row = next(row for row in panel.list.rows.rows if isinstance(row, EntryRow) and row.note_id == note.id)
    assert row.mark == "not tied to a customer job"
    job = desk.board.ranked("jobs")[0]
    desk.do(AddLink(note.id, job))
    row = next(row for row in panel.list.rows.rows if isinstance(row, EntryRow) and row.note_id == note.id)
    assert row.mark == ""


def test_sums_are_spelt_out(desk: Desk, panel: FitPanel) -> None:
    board = desk.board
    desk.do(Delete(tuple(board.notes)))
    heavy, light = NewNote("Queues", zone="gains"), NewNote("Paper", zone="gains")
    answer, job = NewNote("App", zone="creators"), NewNote("Serve", zone="jobs")
    desk.do(AddNotes((heavy, light, answer, job)))
    desk.do(ScoreNotes((heavy.id, job.id), 4))
    desk.do(ScoreNotes((light.id,), 2))
    desk.do(AddLink(answer.id, heavy.id, 3))
    figures = desk.session.fit
    needs = needs_of(board, figures, board.notes[heavy.id].kind)
    assert coverage_sum(figures, needs) == "(4.0×3/3 + 2.0×0/3) / 6.0 = 67 %"
    assert value_sum(board, figures, answer.id) == "Value 4.0 = 4.0×3/3 for “Queues”"
    assert weight_sum(board, figures, light.id) == (
        "Weight 2.0 = importance 2.0 (score) × 1, as it is not tied to a customer job"
    )
    desk.do(AddLink(light.id, job.id))
    assert weight_sum(board, desk.session.fit, light.id) == (
        "Weight 1.6 = importance 2.0 (score) × customer job factor 0.8 (“Serve”: 4.0 of 5)"
    )
    assert coverage_sum(figures, []) == "Nothing to measure yet"
    assert percent(None) == "–"
    assert anchor_label(board, board.notes[job.id].kind) == ""


def test_hover_texts(desk: Desk, panel: FitPanel) -> None:
    for row in panel.list.rows.rows:
        tip = panel.list.rows.tip(row)
        match row:
            case CoverageRow():
                assert f"= {percent(row.all)}" in tip
            case EntryRow(section="gap"):
                assert "Weight" in tip
            case EntryRow(section="value"):
                assert "Value" in tip
            case SectionRow():
                assert tip


def test_a_stronger_link_is_painted_at_once_and_the_selection_stays_on_its_note(desk: Desk, panel: FitPanel) -> None:
    gap = entries(panel, "gap")[0]
    click(panel, f"gap:{gap}")
    panel.list.scrollToTop()
    QApplication.processEvents()
    coverage = panel.list.visualRect(panel.list.rows.index_of("coverage:pain"))
    seen: list[QRect] = []
    Watch(panel.list.viewport(), seen)
    link = next(link for link in desk.board.links.values() if link.target in needs_of_pain(desk))
    before = panel.list.grab().toImage()
    seen.clear()
    desk.do(SetStrength((link.id,), link.strength % 3 + 1))
    QApplication.processEvents()
    assert any(box.contains(coverage) for box in seen)
    assert panel.list.grab().toImage() != before
    assert panel.list.selected_ids() == [gap] == list(desk.bridge.notes)


def test_values_that_change_places_keep_the_keyboard_on_the_same_note(desk: Desk, panel: FitPanel) -> None:
    last, first = entries(panel, "value")[-1], entries(panel, "value")[0]
    click(panel, f"value:{last}")
    for need in [need for need in desk.session.fit.gaps if not desk.session.fit.answers[last].get(need)]:
        source = desk.board.notes[last]
        if next(k.answers for k in desk.board.canvas.kinds if k.id == source.kind) == desk.board.notes[need].kind:
            desk.do(AddLink(last, need, 1))
    for link in [link.id for link in desk.board.links.values() if link.source == last]:
        desk.do(SetStrength((link,), 3))
    for link in [link.id for link in desk.board.links.values() if link.source == first]:
        desk.do(SetStrength((link,), 1))
    assert entries(panel, "value")[-1] != last
    assert panel.list.current_id() == last and panel.list.selected_ids() == [last]
    shown = panel.list.rows.row(panel.list.rows.index_of(f"value:{last}"))
    assert isinstance(shown, EntryRow) and shown.number == desk.session.fit.values[last]
    assert [panel.list.rows.data(panel.list.rows.index(n)) for n in range(panel.list.rows.rowCount())] == [
        row.spoken for row in panel.list.rows.rows
    ]
