"""Keys of actions: declared, changed, clashing."""

import pytest

from canvas_app.actions import all_actions
from canvas_app.actions.keys import differing, holders, keys_of, pressed, without
from canvas_app.actions.spec import BOARD, LINK, NOTE, context_actions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?", "Shift+/"),
        ("*", "Shift+8"),
        ("Ctrl++", "Ctrl+Shift+="),
        ("Shift+Ctrl+Z", "Ctrl+Shift+Z"),
        ("n", "N"),
        ("+", "Shift+="),
    ],
)
def test_two_spellings_of_one_key(one: str, other: str) -> None:
    assert pressed(one) == pressed(other)


@pytest.mark.parametrize(("one", "other"), [("N", "Shift+N"), ("Ctrl+-", "Ctrl+="), ("1", "F1"), ("+", "-")])
def test_two_keys(one: str, other: str) -> None:
    assert pressed(one) != pressed(other)


def test_no_two_actions_share_a_key() -> None:
    declared = all_actions()
    for action in declared.values():
        for key in action.keys:
            others = [other.id for other in holders(declared, {}, key, besides=action.id)]
            assert not others, f"{key} belongs to {action.id} and to {others}"


def test_own_keys_stand_in_for_the_declared_ones() -> None:
    declared = all_actions()
    undo, copy = declared["edit.undo"], declared["edit.copy"]
    own = {"edit.copy": ("Ctrl+Z", "F9"), "edit.undo": ()}
    assert keys_of(copy, own) == ("Ctrl+Z", "F9")
    assert keys_of(undo, own) == ()
    assert holders(declared, own, "Ctrl+Z") == [copy]
    assert without(("Ctrl+Shift+=", "F9"), "Ctrl++") == ("F9",)


def test_only_differences_are_kept() -> None:
    declared = all_actions()
    own = {"edit.copy": ("Ctrl+C",), "edit.undo": ("F9",), "of.later-versions": ("F8",)}
    assert differing(declared, own) == {"edit.undo": ("F9",), "of.later-versions": ("F8",)}


def test_context_menus_offer_what_declares_itself_for_them() -> None:
    declared = all_actions()
    note, link, board = ([action.id for action in context_actions(declared, place)] for place in (NOTE, LINK, BOARD))
    assert "edit.duplicate" in note and "edit.duplicate" not in board
    assert "note.new" in board and "note.new" not in note
    assert "edit.delete" in note and "edit.delete" in link
    order = list(declared)
    assert note == sorted(note, key=order.index)
