"""What one press of undo takes back."""

import pytest

from canvas_app.domain.entities import Note
from canvas_app.domain.history import READY, History, Step, StepKind
from canvas_app.domain.patch import Patch, change, delete, insert

NOTE = Note(id="n", zone="pains", kind="pain", x=0, y=0)


def step(label: str, kind: StepKind = "do", group: str | None = None, *patches: Patch) -> Step:
    return Step(
        op_id=label, session="s", at="2026-01-01T00:00:00.000Z", kind=kind, label=label, group=group, patches=patches
    )


def play(history: History, *steps: Step) -> History:
    for one in steps:
        history.push(one.entry)
    return history


def undo(history: History) -> str | None:
    """Commits the undo that the window would, and returns its label."""
    unit = history.undoable
    if unit:
        play(history, step("undo " + unit.label, "undo", None, *unit.backward))
    return unit.label if unit else None


def redo(history: History) -> str | None:
    unit = history.redoable
    if unit:
        play(history, step("redo " + unit.label, "redo", None, *unit.forward))
    return unit.label if unit else None


def test_newest_first_and_back_again() -> None:
    history = play(History(), step("a"), step("b"), step("c"))
    assert [undo(history), undo(history), undo(history), undo(history)] == ["c", "b", "a", None]
    assert [redo(history), redo(history), redo(history), redo(history)] == ["a", "b", "c", None]
    assert [undo(history), redo(history), undo(history)] == ["c", "c", "c"]


def test_a_new_step_clears_redo() -> None:
    history = play(History(), step("a"), step("b"))
    undo(history)
    play(history, step("c"))
    assert redo(history) is None
    assert [undo(history), undo(history)] == ["c", "a"]


def test_steps_of_one_group_are_one_unit() -> None:
    history = play(History(), step("a"), step("type", group="g"), step("type", group="g"), step("type", group="g"))
    assert history.depth == 2
    assert [undo(history), undo(history)] == ["type", "a"]


@pytest.mark.parametrize(
    "other", [step("other"), step("other", group="h"), step("undo x", "undo"), step("base", "base")]
)
def test_a_group_ends_with_any_other_step(other: Step) -> None:
    history = play(History(), step("x"), step("type", group="g"), other, step("type again", group="g"))
    assert undo(history) == "type again"
    unit = history.undoable
    assert unit is None or unit.label != "type again"


def test_a_grouped_step_after_an_undo_clears_redo() -> None:
    history = play(History(), step("type", group="g"), step("other"))
    undo(history)
    assert history.redoable
    play(history, step("type", group="g"))
    assert history.redoable is None
    assert history.depth == 2
    assert [undo(history), undo(history), undo(history)] == ["type", "type", None]


def test_a_grouped_step_after_its_own_undo_is_a_new_unit() -> None:
    history = play(History(), step("type", group="g"))
    undo(history)
    play(history, step("type", group="g"))
    assert history.redoable is None and history.depth == 1


def test_a_group_redone_is_closed() -> None:
    history = play(History(), step("type", group="g"))
    undo(history)
    redo(history)
    play(history, step("type", group="g"))
    assert history.depth == 2


def test_a_base_step_cannot_be_undone() -> None:
    history = play(History(), step("new board", "base"))
    assert undo(history) is None and history.depth == 0


def test_patches_of_a_unit_run_backwards() -> None:
    move = change(NOTE, x=5)
    assert move
    history = play(History(), step("add", "do", "g", insert(NOTE)), step("move", "do", "g", move))
    unit = history.undoable
    assert unit
    assert unit.forward == (insert(NOTE), move)
    assert unit.backward == (move.inverse, delete(NOTE))


def test_only_so_many_are_kept_ready() -> None:
    history = play(History(), *[step(str(n)) for n in range(READY + 10)])
    assert READY == 1000 and history.depth == READY
    labels = []
    while label := undo(history):
        labels.append(label)
    assert (labels[0], labels[-1], len(labels)) == ("1009", "10", READY)
    for _ in range(READY):
        assert redo(history)
    assert redo(history) is None


def test_what_a_step_tells() -> None:
    from canvas_app.domain.entities import Link

    link = Link(id="l", source="n", target="m")
    both = step("x", "do", None, insert(NOTE), delete(link))
    assert both.touched("note") == {"n"} and both.touched("link") == {"l"} and both.touched("statement") == set()
    assert both.removed_links == 1
    assert Step.model_validate_json(both.model_dump_json()) == both
