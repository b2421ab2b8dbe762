import typing

import pytest

from canvas_app.domain import commands
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    AddStrokes,
    AlignNotes,
    ArrangeZones,
    Command,
    Delete,
    DeleteStatements,
    DistributeNotes,
    EditBoard,
    EditNote,
    EditStatement,
    EraseStrokes,
    GroupNotes,
    IgnoreFinding,
    LockNotes,
    MarkFinal,
    MoveNotes,
    MoveStatement,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    RenewWords,
    ReplaceCanvas,
    ScoreNotes,
    SetStrength,
    SortStatements,
    StackNotes,
    Tidy,
    UngroupNotes,
    UnrankNotes,
    label,
)
from canvas_app.domain.entities import Stroke

LABELS: list[tuple[Command, str]] = [
    (AddNotes((NewNote(),)), "Add note"),
    (AddNotes((NewNote(), NewNote())), "Add 2 notes"),
    (MoveNotes(("a",), 1, 1), "Move note"),
    (MoveToZone(("a", "b"), "x"), "Move 2 notes"),
    (EditNote("a", {"text": "x"}), "Edit text"),
    (EditNote("a", {"colour": "x"}), "Edit note"),
    (Delete(("a",), ("l", "m")), "Delete note"),
    (Delete(("a", "b", "c")), "Delete 3 notes"),
    (Delete((), ("l",)), "Delete link"),
    (Delete((), ("l", "m")), "Delete 2 links"),
    (ScoreNotes(("a",), 1), "Score"),
    (AddStrokes((Stroke(id="s", points=((0, 0, 1),)),)), "Draw"),
    (EraseStrokes(("s", "t")), "Erase"),
    (ArrangeZones(None, True), "Keep in order"),
    (ArrangeZones(("pains",), False), "Stop keeping order"),
    (Tidy(("a",)), "Tidy"),
    (AlignNotes(("a", "b"), "left"), "Align"),
    (DistributeNotes(("a", "b", "c"), "across"), "Space evenly"),
    (GroupNotes(("a", "b")), "Group"),
    (UngroupNotes(("a", "b")), "Ungroup"),
    (LockNotes(("a",), True), "Lock"),
    (LockNotes(("a",), False), "Unlock"),
    (StackNotes(("a",), "front"), "Bring to front"),
    (StackNotes(("a",), "forward"), "Bring forward"),
    (StackNotes(("a",), "back"), "Send to back"),
    (StackNotes(("a",), "backward"), "Send backward"),
    (PickNotes(("a",), True), "Pick"),
    (PickNotes(("a",), False), "Unpick"),
    (RankNote("a", 0), "Rank"),
    (UnrankNotes(("a",)), "Rank"),
    (AddLink("a", "b"), "Link"),
    (SetStrength(("l",), 1), "Link strength"),
    (AddStatement(()), "Add statement"),
    (EditStatement("s", ()), "Edit statement"),
    (MoveStatement("s", 0), "Move statement"),
    (SortStatements(), "Sort statements"),
    (DeleteStatements(("s",)), "Delete statement"),
    (MarkFinal("s", True), "Mark statement final"),
    (MarkFinal("s", False), "Statement no longer final"),
    (RenewWords("s", "n", True), "Take over new words"),
    (RenewWords("s", "n", False), "Keep the words"),
    (IgnoreFinding("s", "word:a", True), "Ignore finding"),
    (IgnoreFinding("s", "word:a", False), "Check again"),
    (EditBoard({}), "Edit board"),
    (ReplaceCanvas({}), "Update canvas"),
]


@pytest.mark.parametrize(("command", "words"), LABELS)
def test_labels(command: Command, words: str) -> None:
    assert label(command) == words


def test_every_command_has_a_label_here() -> None:
    assert {type(command) for command, _ in LABELS} == set(typing.get_args(commands.Command)) - {commands.Named}


def test_new_things_get_ids_of_their_own() -> None:
    assert len({NewNote().id, NewNote().id, AddLink("a", "b").id, AddLink("a", "b").id, AddStatement(()).id}) == 5
