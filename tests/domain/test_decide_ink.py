import pytest

from canvas_app.domain import board as board_module
from canvas_app.domain.commands import AddNotes, AddStrokes, EraseStrokes, NewNote
from canvas_app.domain.decide import decide
from canvas_app.domain.entities import Stroke
from canvas_app.domain.errors import RuleBroken
from tests.domain.builder import do, new_board


def stroke(name: str, *points: tuple[float, float]) -> Stroke:
    return Stroke(id=name, points=tuple((x, y, 0.5) for x, y in points or ((10, 20), (30, 40))))


def test_strokes_are_drawn_and_erased_whole() -> None:
    board = new_board()
    do(board, AddStrokes((stroke("a"), stroke("b"), stroke("c"))))
    assert list(board.strokes) == ["a", "b", "c"]
    do(board, EraseStrokes(("b", "b", "gone")))
    assert list(board.strokes) == ["a", "c"]
    assert decide(board, EraseStrokes(("b",))) == []


def test_a_board_has_an_end_of_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "MAX_STROKES", 2)
    board = new_board()
    do(board, AddStrokes((stroke("a"), stroke("b"))))
    with pytest.raises(RuleBroken, match="2 strokes"):
        do(board, AddStrokes((stroke("c"),)))
    assert list(board.strokes) == ["a", "b"]


def test_ink_grows_with_the_canvas() -> None:
    """So that a ring round some notes stays round them."""
    board = new_board()
    do(board, AddStrokes((stroke("a"),)))
    do(board, AddNotes(tuple(NewNote(zone="jobs") for _ in range(40))))
    ratio = board.info.scale
    assert ratio > 1
    assert board.strokes["a"].points == ((10 * ratio, 20 * ratio, 0.5), (30 * ratio, 40 * ratio, 0.5))
