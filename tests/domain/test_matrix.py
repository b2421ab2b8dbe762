"""Links as a table: what stands in rows and columns, in which order."""

from canvas_app.domain.commands import Delete, MoveToZone, PickNotes
from canvas_app.domain.entities import PARKING
from canvas_app.domain.fit import fit
from canvas_app.domain.matrix import Table, cells, number, rows_and_columns, tables
from tests.domain.builder import do, new_board, put, shipped, tie


def test_the_tables_of_the_value_proposition() -> None:
    assert tables(shipped()) == (
        Table(("gain", "pain"), ("creator", "reliever")),
        Table(("gain", "pain"), ("job",)),
        Table(("creator", "reliever"), ("product",)),
    )


def test_a_canvas_of_another_sort() -> None:
    first = tables(shipped("business-model"))[0]
    assert first == Table(("segment",), ("value",))


def test_rows_by_kind_and_weight_columns_by_value() -> None:
    board = new_board()
    for name, score in (("p1", 2), ("p2", 5), ("g1", 1), ("g2", 4)):
        put(board, "pains" if name[0] == "p" else "gains", name, score=score)
    put(board, "relievers", "weak", "strong", "none")
    put(board, "creators", "middle")
    tie(board, ("weak", "p1", 1), ("strong", "p2", 3), ("middle", "g2", 2))
    table = tables(board.canvas)[0]
    rows, columns = rows_and_columns(board, fit(board), table)
    assert rows == ["g2", "g1", "p2", "p1"]
    assert columns == ["strong", "middle", "weak", "none"]
    do(board, MoveToZone(("g2", "strong"), PARKING))
    rows, columns = rows_and_columns(board, fit(board), table)
    assert rows == ["g1", "p2", "p1"]
    assert "strong" not in columns


def test_picked_only_leaves_kinds_alone_that_nobody_picks_from() -> None:
    board = new_board()
    put(board, "pains", "a", "b")
    put(board, "relievers", "r", "s")
    put(board, "jobs", "j")
    do(board, PickNotes(("a", "s"), True))
    answers, jobs, _ = tables(board.canvas)
    assert rows_and_columns(board, fit(board), answers, picked=True) == (["a"], ["s"])
    assert rows_and_columns(board, fit(board), jobs, picked=True) == (["a"], ["j"])


def test_cells_are_the_links_of_the_board_in_either_direction() -> None:
    board = new_board()
    put(board, "pains", "p")
    put(board, "relievers", "r")
    put(board, "jobs", "j")
    tie(board, ("r", "p", 3), ("p", "j", 1))
    assert {key: link.strength for key, link in cells(board, ["p"], ["r"]).items()} == {("p", "r"): 3}
    assert {key: link.strength for key, link in cells(board, ["p"], ["j"]).items()} == {("p", "j"): 1}
    do(board, Delete(links=("r-p",)))
    assert cells(board, ["p"], ["r"]) == {}


def test_the_number_of_a_note() -> None:
    board = new_board()
    put(board, "pains", "p", score=4)
    put(board, "relievers", "r", score=1)
    put(board, "jobs", "j", score=5)
    put(board, PARKING, "away")
    tie(board, ("r", "p", 3))
    figures = fit(board)
    assert [number(figures, note) for note in ("p", "r", "j", "away")] == [4.0, 4.0, 5.0, None]
