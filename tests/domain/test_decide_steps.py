"""A guide of one's own: skipping, hiding, moving and rewording steps, and back."""

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import ReplaceCanvas, label
from canvas_app.domain.decide import decide
from canvas_app.domain.decide_steps import HideStep, MoveStep, ResetGuide, ResetStep, RewordStep, SkipStep
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.fit import fit
from canvas_app.domain.patch import inverse
from canvas_app.domain.steps import StepView, progress, step_views
from tests.domain.builder import do, new_board


@pytest.fixture
def board() -> Board:
    return new_board(partner="P", segment="S")


def views(board: Board) -> list[StepView]:
    return list(step_views(board, fit(board)))


def order(board: Board) -> list[int]:
    return [view.n for view in views(board)]


LABELS = [
    (SkipStep(1, True), "Skip step"),
    (SkipStep(1, False), "Take up step"),
    (HideStep(1, True), "Hide step"),
    (HideStep(1, False), "Show step"),
    (MoveStep(1, 0), "Move step"),
    (RewordStep(1), "Edit step"),
    (ResetStep(1), "Original words"),
    (ResetGuide(), "Original guide"),
]


def test_labels() -> None:
    assert [label(command) for command, _ in LABELS] == [words for _, words in LABELS]


def test_skipped_whatever_the_board_says(board: Board) -> None:
    assert views(board)[0].state == "done"
    do(board, SkipStep(1, True))
    assert (views(board)[0].state, views(board)[0].why) == ("skipped", ())
    assert decide(board, SkipStep(1, True)) == []
    do(board, SkipStep(1, False))
    assert views(board)[0].state == "done" and not board.step_states


def test_hidden_steps_are_not_counted(board: Board) -> None:
    do(board, HideStep(1, True))
    do(board, HideStep(2, True))
    assert progress(views(board)) == (0, 14) and [view.n for view in views(board) if view.hidden] == [1, 2]


@pytest.mark.parametrize(("n", "index"), [(16, 0), (1, 15), (5, 2), (5, 99), (5, -3), (5, 4)])
def test_a_step_goes_to_its_place_and_back(board: Board, n: int, index: int) -> None:
    before = order(board)
    expected = [other for other in before if other != n]
    expected.insert(max(0, min(index, 15)), n)
    patches = do(board, MoveStep(n, index))
    assert order(board) == expected
    board.apply(board.check(inverse(tuple(patches))))
    assert order(board) == before


def test_many_moves_keep_one_order(board: Board) -> None:
    expected = order(board)
    for n, index in ((3, 0), (16, 1), (1, 15), (9, 9), (2, 0), (16, 14), (3, 3)):
        do(board, MoveStep(n, index))
        expected.remove(n)
        expected.insert(index, n)
        assert order(board) == expected


def test_steps_moved_to_the_end_make_room_when_the_canvas_gets_more(board: Board) -> None:
    do(board, MoveStep(1, 15))
    data = board.canvas.as_data()
    data["step"].append({"n": 17, "title": "More"})
    do(board, ReplaceCanvas(data | {"version": 99}))
    assert sorted(order(board)) == list(range(1, 18))
    for index in (16, 15, 14):
        do(board, MoveStep(4, index))
        assert order(board).index(4) == index


def test_own_words_and_the_canvass_again(board: Board) -> None:
    do(board, RewordStep(4, title=" Moans \n", todo="Ask three people.", minutes=3))
    view = views(board)[3]
    assert (view.title, view.todo, view.minutes, view.reworded) == ("Moans", "Ask three people.", 3, True)
    assert view.question == view.step.question
    do(board, RewordStep(4, title=""))
    assert views(board)[3].title == view.step.title and views(board)[3].todo == "Ask three people."
    do(board, HideStep(4, True))
    do(board, ResetStep(4))
    assert not views(board)[3].reworded and views(board)[3].hidden
    do(board, RewordStep(5, title=views(board)[4].step.title, minutes=views(board)[4].step.minutes))
    assert "5" not in board.step_states, "the canvas's own words are no words of one's own"


def test_the_whole_guide_as_it_was(board: Board) -> None:
    before = views(board)
    for command in (SkipStep(2, True), HideStep(3, True), MoveStep(9, 0), RewordStep(1, question="Why?")):
        do(board, command)
    assert views(board) != before
    do(board, ResetGuide())
    assert views(board) == before


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (SkipStep(17, True), "has no step 17"),
        (MoveStep(0, 1), "has no step 0"),
        (RewordStep(1, title="x" * 501), "500 characters"),
        (RewordStep(1, todo="x" * 20001), "cannot be used for 'todo'"),
        (RewordStep(1, minutes=1001), "cannot be used for 'minutes'"),
    ],
)
def test_what_cannot_be(board: Board, command: object, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        decide(board, command)  # type: ignore[arg-type]
    assert not board.step_states
