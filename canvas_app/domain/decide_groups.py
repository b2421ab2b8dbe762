"""The rules of groups, locks and the stack: what belongs together, what stays, what lies above."""

from collections.abc import Iterable, Sequence

from canvas_app.domain.arrange import Measure, note_rect
from canvas_app.domain.board import Board
from canvas_app.domain.commands import GroupNotes, LockNotes, StackNotes, UngroupNotes
from canvas_app.domain.entities import Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Rect
from canvas_app.domain.ids import new_id
from canvas_app.domain.patch import Patch, change
from canvas_app.domain.rules import present, rule, some


def with_groups(board: Board, ids: Iterable[str]) -> list[str]:
    """The notes and all others of their groups: what is selected and moved where one of them is taken."""
    chosen = [note_id for note_id in dict.fromkeys(ids) if note_id in board.notes]
    groups = {board.notes[note_id].group_id for note_id in chosen} - {None}
    if not groups:
        return chosen
    return list(dict.fromkeys([*chosen, *(note.id for note in board.notes.values() if note.group_id in groups)]))


def fresh_groups(notes: Iterable[Note]) -> dict[str, str]:
    """New group ids for copies, by the id of the original: those that were together are so again, apart from it."""
    notes = [note for note in notes if note.group_id]
    names = {group: new_id() for group in dict.fromkeys(note.group_id for note in notes)}
    return {note.id: names[note.group_id] for note in notes}


@rule.register
def _(command: GroupNotes, board: Board, measure: Measure) -> list[Patch]:
    notes = present(board, command.ids)
    if len(notes) < 2:
        raise RuleBroken("Select two notes or more to group them.")
    groups = {note.group_id for note in notes}
    if len(groups) == 1 and None not in groups and set(with_groups(board, command.ids)) == set(command.ids):
        return []
    return some(change(note, group_id=command.group) for note in notes)


@rule.register
def _(command: UngroupNotes, board: Board, measure: Measure) -> list[Patch]:
    return some(change(board.notes[note_id], group_id=None) for note_id in with_groups(board, command.ids))


@rule.register
def _(command: LockNotes, board: Board, measure: Measure) -> list[Patch]:
    return some(change(note, locked=command.locked) for note in present(board, command.ids))


def stack(board: Board) -> list[Note]:
    """All notes, the lowest first; of equals the later one lies above."""
    return sorted(board.notes.values(), key=lambda note: note.z)


@rule.register
def _(command: StackNotes, board: Board, measure: Measure) -> list[Patch]:
    chosen = {note.id for note in present(board, command.ids)}
    pile = stack(board)
    own = [note for note in pile if note.id in chosen]
    others = [note for note in pile if note.id not in chosen]
    match command.to:
        case "front":
            order = [*others, *own]
        case "back":
            order = [*own, *others]
        case "forward":
            order = _past_the_next(pile, chosen, measure)
        case "backward":
            order = _past_the_next(pile[::-1], chosen, measure)[::-1]
    return [] if order == pile else _levels(board, order, chosen)


def _past_the_next(pile: list[Note], chosen: set[str], measure: Measure) -> list[Note]:
    """The pile with the chosen notes moved past the first note after one of them that overlaps it."""
    passed: list[Rect] = []
    for n, note in enumerate(pile):
        if note.id in chosen:
            passed.append(note_rect(note, measure))
        elif passed and _overlaps(note, passed, measure):
            head = pile[: n + 1]
            still = [other for other in head if other.id not in chosen]
            return [*still, *(other for other in head if other.id in chosen), *pile[n + 1 :]]
    return pile


def _overlaps(note: Note, rects: Sequence[Rect], measure: Measure) -> bool:
    near = [rect for rect in rects if note.x < rect.right and rect.x < note.x + note.w and note.y < rect.bottom]
    return bool(near) and any(note_rect(note, measure).overlaps(rect) for rect in near)


def _levels(board: Board, order: Sequence[Note], chosen: set[str]) -> list[Patch]:
    """The heights that bring the pile into this order; only those that have to change."""
    place = {note_id: n for n, note_id in enumerate(board.notes)}
    above: list[tuple[float, int] | None] = []
    ceiling: tuple[float, int] | None = None
    for note in reversed(order):
        above.append(ceiling)
        if note.id not in chosen:
            ceiling = (note.z, place[note.id])
    above.reverse()
    patches: list[Patch | None] = []
    last: tuple[float, int] | None = None
    for n, note in enumerate(order):
        z, limit = note.z, above[n]
        if last is not None and (z, place[note.id]) <= last:
            between = (last[0] + limit[0]) / 2 if limit is not None and note.id in chosen else last[0]
            z = between if limit is not None and last[0] < between < limit[0] else last[0] + 1
        elif note.id in chosen and limit is not None and (z, place[note.id]) >= limit:
            z = limit[0] - len(chosen) if last is None else (last[0] + limit[0]) / 2
            z = last[0] + 1 if last is not None and not last[0] < z < limit[0] else z
        patches.append(change(note, z=z))
        last = (z, place[note.id])
    return some(patches)
