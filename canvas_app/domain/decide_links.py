"""The rules of links: which may be drawn, and how strong they are."""

from canvas_app.domain.arrange import Measure
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, SetStrength
from canvas_app.domain.entities import Link, Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.patch import Patch, change, insert
from canvas_app.domain.rules import present, rule, some


def refuse_link(board: Board, source: Note, target: Note) -> str | None:
    """Why two notes cannot be linked in this direction, as a sentence; None where they can."""
    canvas = board.canvas
    if source.id == target.id:
        return "A note cannot be linked to itself."
    if canvas.link_rule(source.kind, target.kind):
        return None
    rules = [rule for rule in canvas.links if rule.source == source.kind]
    own, other = _many(board, source.kind), _many(board, target.kind).lower()
    if rules:
        ends = " or ".join(_many(board, rule.target).lower() for rule in rules)
        return f"{own} link to {ends}, not to {other}."
    if any(rule.target == source.kind for rule in canvas.links):
        starts = " or ".join(_many(board, rule.source).lower() for rule in canvas.links if rule.target == source.kind)
        return f"{own} are linked from {starts}, not to {other}."
    return f"{own} have no links on this canvas."


def link_direction(board: Board, a: str, b: str) -> tuple[str, str]:
    """Source and target for a link drawn from `a` to `b`: turned round where only that way is allowed.

    Raises RuleBroken with the reason where neither is.
    """
    first, second = board.notes[a], board.notes[b]
    reason = refuse_link(board, first, second)
    if reason is None:
        return a, b
    if first.id != second.id and refuse_link(board, second, first) is None:
        return b, a
    raise RuleBroken(reason)


def may_link(board: Board, a: str, b: str) -> bool:
    """Whether a link may be drawn between two notes, in one direction or the other."""
    first, second = board.notes[a], board.notes[b]
    return refuse_link(board, first, second) is None or refuse_link(board, second, first) is None


@rule.register
def _(command: AddLink, board: Board, measure: Measure) -> list[Patch]:
    present(board, (command.source, command.target))
    source, target = link_direction(board, command.source, command.target)
    if any((link.source, link.target) == (source, target) for link in board.links_of(source)):
        raise RuleBroken("These two notes are linked already; press 1, 2 or 3 on the link to change its strength.")
    return [insert(Link(id=command.id, source=source, target=target, strength=whole_strength(command.strength)))]


@rule.register
def _(command: SetStrength, board: Board, measure: Measure) -> list[Patch]:
    strength = whole_strength(command.strength)
    links = [board.links[link_id] for link_id in dict.fromkeys(command.ids) if link_id in board.links]
    return some(change(link, strength=strength) for link in links)


def whole_strength(strength: int) -> int:
    if strength not in (1, 2, 3):
        raise RuleBroken("The strength of a link is 1, 2 or 3.")
    return strength


def _many(board: Board, kind_id: str) -> str:
    kind = board.canvas.kind(kind_id)
    return kind.many if kind else kind_id
