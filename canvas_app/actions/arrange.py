"""Where notes lie: zones kept in order, tidying, aligning, spacing, groups, locks and the stack."""

from collections.abc import Sequence

from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, NOTE, Action, Run, action, can_change, with_notes
from canvas_app.domain.arrange import is_arranged
from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AlignNotes,
    ArrangeZones,
    Axis,
    DistributeNotes,
    Edge,
    GroupNotes,
    LockNotes,
    StackNotes,
    Tidy,
    UngroupNotes,
    Way,
)
from canvas_app.domain.decide import zone_for
from canvas_app.domain.entities import PARKING


def _board(context: Context) -> Board:
    assert context.session is not None
    return context.session.board


def _titles(board: Board, zones: Sequence[str]) -> str:
    titles = [zone.title for zone in board.canvas.zones if zone.id in zones]
    return ", ".join(titles[:-1]) + " and " + titles[-1] if len(titles) > 1 else titles[0] if titles else ""


# zones in order


def _zones(context: Context) -> tuple[str, ...]:
    """The zones of the selected notes, else the one under the pointer; none is the parking lot."""
    board = _board(context)
    notes = board.notes
    chosen = [notes[note].zone for note in context.ui.selected_notes if note in notes]
    found = dict.fromkeys(chosen or [zone_for(board, context.ui.pointer())])
    return tuple(zone for zone in found if zone != PARKING)


def _kept(context: Context) -> bool:
    if context.session is None:
        return False
    zones = _zones(context)
    return bool(zones) and all(is_arranged(_board(context), zone) for zone in zones)


def _keep_title(context: Context) -> str:
    zones = _zones(context) if context.session is not None else ()
    return f"Keep {_titles(_board(context), zones)} in order" if len(zones) == 1 else ""


@action(
    "arrange.keep",
    "Keep the zone in order",
    keys=("Ctrl+Shift+K",),
    menu="Arrange",
    tip="The zone lays its notes in rows by rank, and makes room as they come and go",
    enabled=can_change,
    named=_keep_title,
    checked=_kept,
    context=NOTE | BOARD,
)
def keep(context: Context) -> None:
    zones, board = _zones(context), _board(context)
    if not zones:
        context.ui.complain("Only zones keep an order; point at one, or select a note in it.")
        return
    arranged = not _kept(context)
    context.do(ArrangeZones(zones, arranged))
    names = _titles(board, zones)
    verb = "keeps its" if len(zones) == 1 else "keep their"
    if arranged:
        context.ui.say(f"{names} {verb} notes in order now.", undo=True)
    else:
        context.ui.say(f"Notes in {names} stay where you put them.", undo=True)


def _all_kept(context: Context) -> bool:
    return context.session is not None and all(is_arranged(_board(context), z.id) for z in _board(context).canvas.zones)


@action(
    "arrange.keep-all",
    "Keep all zones in order",
    menu="Arrange",
    tip="Every zone lays its notes in rows by rank, and makes room as they come and go",
    enabled=can_change,
    checked=_all_kept,
)
def keep_all(context: Context) -> None:
    arranged = not _all_kept(context)
    context.do(ArrangeZones(None, arranged))
    said = "All zones keep their notes in order now." if arranged else "Notes stay where you put them."
    context.ui.say(said, undo=True)


@action(
    "arrange.tidy",
    "Tidy up",
    keys=("Ctrl+Shift+T",),
    icon="tidy",
    menu="Arrange",
    tip="Lay the selected notes in a neat grid, or the notes of the zone under the pointer in rows",
    enabled=can_change,
    context=NOTE | BOARD,
)
def tidy(context: Context) -> None:
    ids = context.ui.selected_notes
    board = _board(context)
    if len(ids) > 1:
        command = Tidy(ids)
    else:
        at = [board.notes[note].zone for note in ids] or [zone_for(board, context.ui.pointer())]
        every = tuple(zone.id for zone in board.canvas.zones)
        command = Tidy(zones=tuple(at) if at != [PARKING] or board.in_zone(PARKING) else every)
    if context.do(command) is None:
        context.ui.say("Everything is tidy here already.")


# lines


def _count(context: Context) -> int:
    return len(context.ui.selected_notes) if can_change(context) else 0


def _two(context: Context) -> bool:
    return _count(context) >= 2


def _three(context: Context) -> bool:
    return _count(context) >= 3


def _aligner(edge: Edge) -> Run:
    def run(context: Context) -> None:
        _line_up(context, AlignNotes(context.ui.selected_notes, edge), "Aligned", "aligned")

    return run


def _line_up(context: Context, command: AlignNotes | DistributeNotes, done: str, so: str) -> None:
    """Says what cannot be seen: that nothing had to move, or that notes of several zones stayed in theirs."""
    board = _board(context)
    zones = {board.notes[note].zone for note in command.ids if note in board.notes}
    if context.do(command) is not None:
        if len(zones) > 1:
            context.ui.say(f"{done}; every note stays in its own zone.", undo=True)
    elif any(is_arranged(board, zone) for zone in zones):
        context.ui.say("A zone that keeps its notes in order lays them out itself.")
    else:
        context.ui.say(f"These notes are {so} already.")


def _align(edge: Edge, title: str, key: str) -> Action:
    return Action(
        f"arrange.{edge}",
        title,
        _aligner(edge),
        (key,),
        menu="Arrange/Align",
        tip=title,
        enabled=_two,
        separator=edge == "top",
    )


left = _align("left", "Align left", "Alt+A")
centre = _align("centre", "Align centres", "Alt+H")
right = _align("right", "Align right", "Alt+D")
top = _align("top", "Align top", "Alt+W")
middle = _align("middle", "Align middles", "Alt+V")
bottom = _align("bottom", "Align bottom", "Alt+S")


def _spacer(axis: Axis) -> Run:
    def run(context: Context) -> None:
        _line_up(context, DistributeNotes(context.ui.selected_notes, axis), "Spaced evenly", "spaced evenly")

    return run


def _space(axis: Axis, title: str, key: str) -> Action:
    return Action(
        f"arrange.space-{axis}",
        title,
        _spacer(axis),
        (key,),
        menu="Arrange/Align",
        tip=f"{title}: the gaps become equal, the outermost notes stay",
        enabled=_three,
        separator=axis == "across",
    )


across = _space("across", "Space evenly across", "Alt+Shift+H")
down = _space("down", "Space evenly down", "Alt+Shift+V")


# groups and locks


def _grouped(context: Context) -> bool:
    if not with_notes(context):
        return False
    notes = _board(context).notes
    return any(notes[note].group_id for note in context.ui.selected_notes if note in notes)


@action(
    "arrange.group",
    "Group",
    keys=("Ctrl+G",),
    menu="Arrange",
    tip="Select and move the selected notes as one",
    enabled=_two,
    separator=True,
    context=NOTE,
)
def group(context: Context) -> None:
    context.do(GroupNotes(context.ui.selected_notes))


@action("arrange.ungroup", "Ungroup", keys=("Ctrl+Shift+G",), menu="Arrange", enabled=_grouped, context=NOTE)
def ungroup(context: Context) -> None:
    context.do(UngroupNotes(context.ui.selected_notes))


def _locked(context: Context) -> bool:
    if context.session is None or not context.ui.selected_notes:
        return False
    notes = _board(context).notes
    return all(notes[note].locked for note in context.ui.selected_notes if note in notes)


@action(
    "arrange.lock",
    "Lock the position",
    keys=("Ctrl+Shift+L",),
    menu="Arrange",
    tip="Locked notes stay where they are and are not deleted; their text can still be edited",
    enabled=with_notes,
    checked=_locked,
    context=NOTE,
)
def lock(context: Context) -> None:
    locked = not _locked(context)
    ids = context.ui.selected_notes
    context.do(LockNotes(ids, locked))
    what = "1 note" if len(ids) == 1 else f"{len(ids)} notes"
    context.ui.say(f"{what} {'locked in place' if locked else 'unlocked'}.", undo=True)


# the stack


def _stacker(way: Way) -> Run:
    def run(context: Context) -> None:
        context.do(StackNotes(context.ui.selected_notes, way))

    return run


def _stack(way: Way, title: str, keys: tuple[str, ...], tip: str) -> Action:
    return Action(
        f"arrange.{way}",
        title,
        _stacker(way),
        keys,
        menu="Arrange/Stack",
        tip=tip,
        enabled=with_notes,
        repeats=way in ("forward", "backward"),
    )


forward = _stack("forward", "Bring forward", ("]", "Ctrl+Alt+Up"), "Above the next note that it overlaps")
backward = _stack("backward", "Send backward", ("[", "Ctrl+Alt+Down"), "Below the next note that it overlaps")
front = _stack("front", "Bring to front", ("}", "Ctrl+Alt+Shift+Up"), "Above all other notes")
back = _stack("back", "Send to back", ("{", "Ctrl+Alt+Shift+Down"), "Below all other notes")


# snapping


def _snaps(context: Context) -> bool:
    return bool(context.ui.option("snap"))


@action(
    "arrange.snap",
    "Snap to neighbours",
    menu="Arrange",
    tip="Dragged notes come in line with those near them; holding Ctrl suspends it",
    checked=_snaps,
    separator=True,
)
def snap(context: Context) -> None:
    context.ui.set_option("snap", not context.ui.option("snap"))
