"""Undo, the clipboard, selection and deletion."""

from collections.abc import Callable
from functools import partial

from canvas_app.actions import pasting
from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, LINK, NOTE, action, can_change, with_board, with_notes, with_selection
from canvas_app.app import exporting
from canvas_app.domain.commands import Delete, DeleteStatements
from canvas_app.domain.decide import zone_for
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.history import Unit
from canvas_app.domain.history_acts import act_of
from canvas_app.domain.voting import held_back, open_round, voter
from canvas_app.exchange import clipboard

PICTURED = 100
"""More notes are offered as no picture: programs that keep copies ask for it at once, and it takes seconds."""


def _can_undo(context: Context) -> bool:
    return can_change(context) and context.session is not None and context.session.history.undoable is not None


def _can_redo(context: Context) -> bool:
    return can_change(context) and context.session is not None and context.session.history.redoable is not None


def _awaits_pen(context: Context, unit: Unit | None) -> str:
    """Why the dots of whoever's turn it is stay as they are, as a sentence: they have not taken the pen; mostly ""."""
    if unit is None or context.session is None or context.ui.turn_begun:
        return ""
    round_ = open_round(context.session.board)
    if round_ is None or not any(act.what == "dot" for act in map(act_of, unit.groups) if act is not None):
        return ""
    return f"{voter(round_, round_.turn)}: take the pen first; only you change your dots."


def _titled(context: Context, word: str, unit: Unit | None) -> str:
    """A unit that a hidden vote holds back is not named."""
    if unit is None or context.session is None:
        return word
    if held_back(context.session.board, unit.groups) or _awaits_pen(context, unit):
        return word
    return f"{word} {unit.label[0].lower()}{unit.label[1:]}"


def _undo_title(context: Context) -> str:
    return _titled(context, "Undo", context.session.history.undoable if context.session else None)


def _redo_title(context: Context) -> str:
    return _titled(context, "Redo", context.session.history.redoable if context.session else None)


@action(
    "edit.undo", "Undo", keys=("Ctrl+Z",), icon="undo", menu="Edit", enabled=_can_undo, named=_undo_title, repeats=True
)
def undo(context: Context) -> None:
    assert context.session is not None
    unit = context.session.history.undoable
    if (
        unit is not None
        and not held_back(context.session.board, unit.groups)
        and (reason := _awaits_pen(context, unit))
    ):
        raise RuleBroken(reason)
    context.session.undo(origin="action")


@action(
    "edit.redo",
    "Redo",
    keys=("Ctrl+Shift+Z", "Ctrl+Y"),
    icon="redo",
    menu="Edit",
    enabled=_can_redo,
    named=_redo_title,
    repeats=True,
)
def redo(context: Context) -> None:
    assert context.session is not None
    unit = context.session.history.redoable
    if (
        unit is not None
        and not held_back(context.session.board, unit.groups)
        and (reason := _awaits_pen(context, unit))
    ):
        raise RuleBroken(reason)
    context.session.redo(origin="action")


def _copy(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    chosen = set(context.ui.selected_notes)
    notes = [note for note in board.in_order() if note.id in chosen]
    links = [link for link in board.links.values() if link.source in chosen and link.target in chosen]
    formats: dict[str, bytes | Callable[[], bytes]] = {**clipboard.write(board, notes, links)}
    if len(notes) <= PICTURED:
        area, frozen = ",".join(note.id for note in notes), board.copy()
        for name, kind in exporting.COPIED.items():
            formats[name] = partial(exporting.copied_picture, frozen, kind, area)
    context.ui.put_clipboard(formats)


@action("edit.cut", "Cut", keys=("Ctrl+X",), menu="Edit", enabled=with_notes, separator=True, context=NOTE)
def cut(context: Context) -> None:
    _copy(context)
    context.do(Delete(context.ui.selected_notes))


@action(
    "edit.copy",
    "Copy",
    keys=("Ctrl+C",),
    menu="Edit",
    enabled=lambda c: c.session is not None and bool(c.ui.selected_notes),
    context=NOTE,
)
def copy(context: Context) -> None:
    _copy(context)


@action(
    "edit.copy-picture",
    "Copy as picture",
    keys=("Ctrl+Shift+C",),
    icon="picture",
    menu="Edit",
    enabled=with_board,
    tip="Copy what is selected, or the whole canvas, as a picture for other programs",
    context=NOTE | BOARD,
)
def copy_picture(context: Context) -> None:
    context.ui.copy_picture(",".join((*context.ui.selected_notes, *context.ui.selected_links)) or exporting.CANVAS)


@action(
    "edit.paste",
    "Paste",
    keys=("Ctrl+V",),
    menu="Edit",
    enabled=can_change,
    tip="Paste notes, or a note for each row or line",
    context=NOTE | BOARD,
)
def paste(context: Context) -> None:
    if not context.ui.paste_into_text():
        pasting.paste(context, context.ui.clipboard(), context.ui.aim())


@action(
    "edit.paste-as-one",
    "Paste as one note",
    keys=("Ctrl+Shift+V",),
    menu="Edit",
    enabled=can_change,
    tip="Paste all the text as one note",
)
def paste_as_one(context: Context) -> None:
    if not context.ui.paste_into_text():
        pasting.paste_as_one(context, context.ui.clipboard(), context.ui.aim())


@action(
    "edit.duplicate", "Duplicate", keys=("Ctrl+D",), icon="duplicate", menu="Edit", enabled=with_notes, context=NOTE
)
def duplicate(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    chosen = context.ui.selected_notes
    links = [link for link in board.links.values() if link.source in chosen and link.target in chosen]
    pasting.add_copies(context, [board.notes[note_id] for note_id in chosen], links)


@action(
    "edit.delete",
    "Delete",
    keys=("Del", "Backspace"),
    icon="trash",
    menu="Edit",
    enabled=lambda c: with_selection(c) or (can_change(c) and c.ui.selected_statement is not None),
    context=NOTE | LINK,
)
def delete(context: Context) -> None:
    statement = context.ui.selected_statement
    if statement is not None:
        context.do(DeleteStatements((statement,)))
        context.ui.say("Statement deleted.", undo=True)
        return
    notes, links = context.ui.selected_notes, context.ui.selected_links
    if context.do(Delete(notes, links)):
        count, word = (len(notes), "note") if notes else (len(links), "link")
        context.ui.say(f"{count} {word}{'' if count == 1 else 's'} deleted.", undo=True)


@action(
    "edit.select-zone",
    "Select all in the zone",
    keys=("Ctrl+Shift+A",),
    menu="Edit",
    tip="Select all notes in the zones of the selected notes, or in the zone under the pointer",
    enabled=with_board,
)
def select_zone(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    chosen = {board.notes[note].zone for note in context.ui.selected_notes if note in board.notes}
    zones = chosen or {zone_for(board, context.ui.pointer())}
    context.ui.select([note.id for note in board.in_order() if note.zone in zones])


@action(
    "edit.select-all", "Select all", keys=("Ctrl+A",), menu="Edit", enabled=with_board, separator=True, context=BOARD
)
def select_all(context: Context) -> None:
    assert context.session is not None
    context.ui.select(list(context.session.board.notes))


@action("edit.cancel", "Cancel or clear selection", keys=("Esc",), menu="Edit", enabled=with_board, beside=True)
def cancel(context: Context) -> None:
    context.ui.cancel()
