"""What the steps of a voting round say of themselves in their group, and which rows they concern."""

from typing import Literal, NamedTuple

from canvas_app.domain.patch import Patch

What = Literal["start", "dot", "pass", "reveal", "discard"]
_MARK = "vote"


class Act(NamedTuple):
    """A step of a round: what it does, and in whose turn (0 where that says nothing)."""

    what: str
    round: str
    turn: int


def act_group(what: What, round_id: str, turn: int, unique: str) -> str:
    """The group of such a step; `unique` keeps it a unit of its own."""
    return f"{_MARK} {what} {round_id} {turn} {unique}"


def act_of(group: str | None) -> Act | None:
    """What a group says of its step; None for all that is no step of a round."""
    pieces = (group or "").split(" ")
    if len(pieces) != 5 or pieces[0] != _MARK or not pieces[3].isdecimal():
        return None
    return Act(pieces[1], pieces[2], int(pieces[3]))


def concerns(patch: Patch, round_id: str) -> bool:
    """Whether a patch makes, changes or removes a round, or makes or removes one of its dots."""
    if patch.entity == "round":
        return patch.id == round_id
    return patch.entity == "vote" and (patch.before or patch.after or {}).get("round") == round_id
