"""Notes: writing, scoring, picking, ranking, moving."""

from canvas_app.actions import pasting
from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, LINK, NOTE, Action, Run, action, can_change, with_notes, with_selection
from canvas_app.domain.commands import (
    MoveNotes,
    MoveStatement,
    MoveToZone,
    PickNotes,
    RankNote,
    ScoreNotes,
    SetStrength,
    UnrankNotes,
)
from canvas_app.domain.decide import zone_for
from canvas_app.domain.entities import PARKING
from canvas_app.exchange.clipboard import read_list

NUDGE = 1.0
BIG_NUDGE = 10.0


@action(
    "note.new",
    "New note",
    keys=("N",),
    icon="note",
    menu="Note",
    enabled=can_change,
    tip="New note where the pointer is",
    context=BOARD,
)
def new(context: Context) -> None:
    context.ui.write_note()


@action(
    "note.bulk-add",
    "Add many…",
    keys=("Ctrl+Shift+N",),
    menu="Note",
    enabled=can_change,
    tip="Add many notes at once, one a line",
    context=BOARD,
)
def bulk_add(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    context.ui.finish_editing()
    zone = zone_for(board, context.ui.aim())
    zones = {place.id: place.title for place in board.canvas.zones} | {PARKING: pasting.zone_title(board, PARKING)}

    def count(text: str) -> int:
        return len(read_list(text, board.canvas, zone))

    def add(text: str, into: str) -> None:
        pasting.add_lines(context, text, into)

    context.ui.add_many(zones, zone, count, add)


def _one_note(context: Context) -> bool:
    return can_change(context) and len(context.ui.selected_notes) == 1


def _can_edit(context: Context) -> bool:
    """Enter belongs to the part that has the focus: it edits on the board, and presses a focused button."""
    return _one_note(context) and context.ui.on_board


@action(
    "note.edit", "Edit text", keys=("Return", "Enter", "F2"), icon="edit", menu="Note", enabled=_can_edit, context=NOTE
)
def edit(context: Context) -> None:
    context.ui.edit_note(context.ui.selected_notes[0])


@action(
    "note.pick",
    "Pick for the short list",
    keys=("*", "Alt+P"),
    icon="star",
    menu="Note",
    enabled=with_notes,
    tip="Star the selected notes, or take the star off when all have it",
    separator=True,
    context=NOTE,
)
def pick(context: Context) -> None:
    assert context.session is not None
    notes = context.session.board.notes
    ids = context.ui.selected_notes
    context.do(PickNotes(ids, not all(notes[note_id].picked for note_id in ids)))


def _scorer(score: int) -> Run:
    def run(context: Context) -> None:
        if context.ui.selected_notes:
            context.do(ScoreNotes(context.ui.selected_notes, score or None))
        elif context.ui.selected_links and 1 <= score <= 3:
            context.do(SetStrength(context.ui.selected_links, score))
        else:
            context.ui.complain("The strength of a link is 1, 2 or 3.")

    return run


def _score(score: int) -> Action:
    title = f"Score {score}" + (f" (strength {score} for a link)" if score <= 3 else "") if score else "Clear score"
    return Action(
        f"note.score-{score}",
        title,
        _scorer(score),
        (str(score),),
        menu="Note/Score or strength",
        tip=title,
        enabled=with_selection,
        context=NOTE | LINK if 1 <= score <= 3 else NOTE,
    )


score_1, score_2, score_3, score_4, score_5 = (_score(score) for score in range(1, 6))
score_0 = _score(0)


def _move_in_list(by: int) -> Run:
    def run(context: Context) -> None:
        assert context.session is not None
        board = context.session.board
        statement = context.ui.selected_statement
        if statement is not None:
            ids = [other.id for other in board.statements]
            if 0 <= ids.index(statement) + by < len(ids):
                context.do(MoveStatement(statement, ids.index(statement) + by))
            return
        note = board.notes[context.ui.selected_notes[0]]
        if note.zone == PARKING:
            context.ui.complain("A parked note has no rank; move it into a zone first.")
            return
        shown = [other.id for other in board.in_zone(note.zone)]
        place = shown.index(note.id)
        if note.rank_key is None:
            target = min(place, len(board.ranked(note.zone))) if by < 0 else place
            context.do(RankNote(note.id, target))
        elif 0 <= place + by < len(shown):
            context.do(RankNote(note.id, place + by))

    return run


def _can_rank(context: Context) -> bool:
    return _one_note(context) or (can_change(context) and context.ui.selected_statement is not None)


rank_up = Action(
    "note.rank-up",
    "Rank higher",
    _move_in_list(-1),
    ("Alt+Up",),
    menu="Note",
    tip="Move up in its list",
    enabled=_can_rank,
    repeats=True,
    separator=True,
    context=NOTE,
)
rank_down = Action(
    "note.rank-down",
    "Rank lower",
    _move_in_list(1),
    ("Alt+Down",),
    menu="Note",
    tip="Move down in its list",
    enabled=_can_rank,
    repeats=True,
    context=NOTE,
)


@action("note.unrank", "Take the rank off", keys=("Alt+0",), menu="Note", enabled=with_notes, context=NOTE)
def unrank(context: Context) -> None:
    context.do(UnrankNotes(context.ui.selected_notes))


def _nudger(dx: float, dy: float) -> Run:
    def run(context: Context) -> None:
        ids = context.ui.selected_notes
        if context.do(MoveNotes(ids, dx, dy), group=f"nudge-{hash(ids)}") is None:
            context.ui.say("This zone keeps its notes in order; Alt+Up and Alt+Down change their ranks.")

    return run


def _nudge(name: str, key: str, dx: float, dy: float) -> list[Action]:
    return [
        Action(
            f"note.{name}", f"Nudge {name}", _nudger(dx * NUDGE, dy * NUDGE), (key,), enabled=with_notes, repeats=True
        ),
        Action(
            f"note.{name}-far",
            f"Nudge {name} by 10",
            _nudger(dx * BIG_NUDGE, dy * BIG_NUDGE),
            (f"Shift+{key}",),
            enabled=with_notes,
            repeats=True,
        ),
    ]


left, left_far = _nudge("left", "Left", -1, 0)
right, right_far = _nudge("right", "Right", 1, 0)
up, up_far = _nudge("up", "Up", 0, -1)
down, down_far = _nudge("down", "Down", 0, 1)


def _zone_id(context: Context, n: int) -> str | None:
    if context.session is None:
        return None
    if n == 0:
        return PARKING
    zones = context.session.board.canvas.zones
    return zones[n - 1].id if n <= len(zones) else None


def _to_zone(n: int) -> Action:
    def run(context: Context) -> None:
        zone = _zone_id(context, n)
        ids = context.ui.selected_notes
        assert zone is not None
        step = context.do(MoveToZone(ids, zone))
        context.ui.show_notes(ids)
        if step and step.removed_links:
            links = step.removed_links
            context.ui.say(
                f"{links} link{'' if links == 1 else 's'} removed that the new kind does not allow.", undo=True
            )

    def enabled(context: Context) -> bool:
        return with_notes(context) and _zone_id(context, n) is not None

    def named(context: Context) -> str:
        zone_id = _zone_id(context, n)
        zone = context.session.board.canvas.zone(zone_id) if context.session and zone_id else None
        return f"Move to {zone.title}" if zone else "Move to the parking lot" if n == 0 else ""

    title = "Move to the parking lot" if n == 0 else f"Move to zone {n}"
    return Action(
        f"note.zone-{n}",
        title,
        run,
        (f"Ctrl+{n}" if n else "Ctrl+Shift+0",),
        menu="Note/Move to",
        tip=title,
        enabled=enabled,
        named=named,
        context=NOTE,
    )


zone_1, zone_2, zone_3, zone_4, zone_5, zone_6, zone_7, zone_8, zone_9 = (_to_zone(n) for n in range(1, 10))
zone_0 = _to_zone(0)
