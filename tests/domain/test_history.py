"""What one press of undo takes back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import canvas_app.domain.history as history_module
from canvas_app.domain.entities import Note
from canvas_app.domain.history import READY, Entry, History, Step, StepKind, Unit
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
    found = []
    while label := undo(history):
        found.append(label)
    assert (found[0], found[-1], len(found)) == ("1009", "10", READY)
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


ACTS = st.lists(st.sampled_from(["a", "b", "g", "g", "g", "h", "undo", "undo", "redo"]), max_size=40)


def carry_out(act: str, whole: History, journal: list[Step]) -> None:
    if act in ("undo", "redo"):
        unit = whole.undoable if act == "undo" else whole.redoable
        if unit is None:
            return
        made = step(f"{act} {unit.label}", act, None)  # type: ignore[arg-type]
    else:
        made = step(f"{len(journal)}", "do", act if act in "gh" else None)
    journal.append(made)
    whole.push(made.entry)


def labels(unit: Unit | None) -> list[str]:
    return [entry.label for entry in unit.entries] if unit is not None else []


@given(ACTS, st.integers(0, 20))
@example(["a", "a", "a", "undo", "undo", "redo"], 2)
def test_of_a_journal_that_was_cut_what_is_left_undoes_as_before(acts: list[str], cut: int) -> None:
    whole, journal = History(), list[Step]()
    for act in acts:
        carry_out(act, whole, journal)
    cut = next(
        (n for n in range(cut, len(journal)) if journal[n].kind == "do" and not (n and journal[n].group)), len(journal)
    )
    rest = History(lambda count: [one.entry for one in journal[cut:][-count:]])
    for act in ("undo", "undo", "redo", "undo", "undo", "redo", "redo", "redo"):
        unit, other = (one.undoable if act == "undo" else one.redoable for one in (rest, whole))
        assert labels(unit) in ([], labels(other))
        if act == "undo" and labels(other) and int(labels(other)[0]) >= cut:
            assert unit is not None, "a step that is there can be taken back"
        if other is None:
            continue
        made = step(f"{act} {other.label}", act, None)  # type: ignore[arg-type]
        rest.push(made.entry)
        whole.push(made.entry)


@given(ACTS, st.integers(1, 5))
def test_what_is_read_of_a_long_journal_undoes_as_all_of_it(acts: list[str], first: int) -> None:
    whole, journal = History(), list[Step]()
    for act in acts:
        carry_out(act, whole, journal)
    reads: list[int] = []

    def last(count: int) -> list[Entry]:
        reads.append(count)
        return [one.entry for one in journal[-count:]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "FIRST_READ", first)
        lazy = History(last)
        assert reads == []
        for _ in range(len(journal) + 1):
            for one, other in ((whole.undoable, lazy.undoable), (whole.redoable, lazy.redoable)):
                assert labels(one) == labels(other)
            unit = whole.undoable
            if unit is None:
                break
            made = step(f"undo {unit.label}", "undo", None)
            journal.append(made)
            whole.push(made.entry)
            lazy.push(made.entry)


def test_a_long_journal_is_not_read_whole() -> None:
    journal = [step(f"{n}") for n in range(30_000)]
    reads: list[int] = []

    def last(count: int) -> list[Entry]:
        reads.append(count)
        return [one.entry for one in journal[-count:]]

    history = History(last)
    assert history.undoable is not None and history.undoable.label == "29999" and sum(reads) < 100
