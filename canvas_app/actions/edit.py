"""Undo, the clipboard, selection and deletion."""

import re
from typing import Any

from pydantic import ValidationError

from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, LINK, NOTE, action, can_change, with_board, with_notes, with_selection
from canvas_app.domain.arrange import GAP, nominal_height, place_near
from canvas_app.domain.commands import AddLink, AddNotes, Delete, DeleteStatements, NewNote
from canvas_app.domain.decide import zone_for
from canvas_app.domain.entities import Note
from canvas_app.domain.geometry import Rect, bounds
from canvas_app.domain.ids import new_id

CLIP_FORMAT = 1
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦–]\s+|\d{1,3}[.)]\s+)")
_COPIED_VALUES = {"detail", "colour", "score", "picked", "tags", "author", "fields"}


def _can_undo(context: Context) -> bool:
    return can_change(context) and context.session is not None and context.session.history.undoable is not None


def _can_redo(context: Context) -> bool:
    return can_change(context) and context.session is not None and context.session.history.redoable is not None


def _undo_title(context: Context) -> str:
    unit = context.session.history.undoable if context.session else None
    return f"Undo {unit.label[0].lower()}{unit.label[1:]}" if unit else "Undo"


def _redo_title(context: Context) -> str:
    unit = context.session.history.redoable if context.session else None
    return f"Redo {unit.label[0].lower()}{unit.label[1:]}" if unit else "Redo"


@action(
    "edit.undo", "Undo", keys=("Ctrl+Z",), icon="undo", menu="Edit", enabled=_can_undo, named=_undo_title, repeats=True
)
def undo(context: Context) -> None:
    assert context.session is not None
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
    context.session.redo(origin="action")


def _copy(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    chosen = set(context.ui.selected_notes)
    notes = [note for note in board.in_order() if note.id in chosen]
    links = [link for link in board.links.values() if link.source in chosen and link.target in chosen]
    data = {
        "format": CLIP_FORMAT,
        "board": board.info.id,
        "notes": [note.model_dump(mode="json") for note in notes],
        "links": [link.model_dump(mode="json") for link in links],
    }
    context.ui.put_clipboard(data, "\n".join(note.text for note in notes))


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
    "edit.paste",
    "Paste",
    keys=("Ctrl+V",),
    menu="Edit",
    enabled=can_change,
    tip="Paste notes; every line of text becomes a note",
    context=NOTE | BOARD,
)
def paste(context: Context) -> None:
    data, text = context.ui.clipboard()
    at = context.ui.pointer()
    if data is not None:
        _paste_notes(context, data, at)
    else:
        paste_lines(context, text, at)


def lines_to_notes(text: str) -> list[str]:
    """One text per line that says something, without bullets and numbers."""
    lines = (_BULLET.sub("", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return [line for line in lines if line]


def paste_lines(context: Context, text: str, at: tuple[float, float]) -> None:
    """Every line becomes a note in the zone under `at`, laid out without overlap, as one step."""
    assert context.session is not None
    texts = lines_to_notes(text)
    if not texts:
        context.ui.complain("There is no text on the clipboard to paste.")
        return
    zone = zone_for(context.session.board, at)
    news = tuple(NewNote(text=line, zone=zone) for line in texts)
    if context.do(AddNotes(news)):
        context.ui.select([new.id for new in news])
        context.ui.show_notes([new.id for new in news])


def _paste_notes(context: Context, data: dict[str, Any], at: tuple[float, float]) -> None:
    assert context.session is not None
    try:
        notes = [Note.model_validate(row) for row in data["notes"]]
        links = [AddLink(str(row["source"]), str(row["target"]), int(row["strength"])) for row in data["links"]]
    except (KeyError, TypeError, ValueError, ValidationError):
        context.ui.complain("The notes on the clipboard cannot be read; copy them again.")
        return
    if data.get("board") == context.session.board.info.id:
        _add_copies(context, notes, links)
    else:
        _add_copies(context, notes, links, centre=at)


@action(
    "edit.duplicate", "Duplicate", keys=("Ctrl+D",), icon="duplicate", menu="Edit", enabled=with_notes, context=NOTE
)
def duplicate(context: Context) -> None:
    assert context.session is not None
    board = context.session.board
    chosen = context.ui.selected_notes
    notes = [board.notes[note_id] for note_id in chosen]
    links = [
        AddLink(link.source, link.target, link.strength)
        for link in board.links.values()
        if link.source in chosen and link.target in chosen
    ]
    _add_copies(context, notes, links)


def _add_copies(
    context: Context, notes: list[Note], links: list[AddLink], centre: tuple[float, float] | None = None
) -> None:
    """Adds copies in the same arrangement round `centre`, or each in its own zone beside its original."""
    assert context.session is not None
    board = context.session.board
    block = bounds(Rect(note.x, note.y, note.w, note.h) for note in notes)
    if block is None:
        return
    ids = {note.id: new_id() for note in notes}
    copies: list[tuple[Note, NewNote]] = []
    taken: list[Rect] = []
    for note in notes:
        if centre is not None:
            x, y = note.x + centre[0] - block.centre[0], note.y + centre[1] - block.centre[1]
        else:
            x, y = place_near(board, (note.x + GAP, note.y + GAP), (note.w, note.h), nominal_height, taken, note.zone)
        taken.append(Rect(x, y, note.w, note.h))
        values = note.model_dump(include=_COPIED_VALUES)
        new = NewNote(id=ids[note.id], text=note.text, x=x, y=y, w=note.w, h=note.h, kind=note.kind, values=values)
        copies.append((note, new))
    tied = [
        AddLink(ids[link.source], ids[link.target], link.strength)
        for link in links
        if link.source in ids and link.target in ids
    ]
    new_ids = list(ids.values())
    if context.do(AddNotes(tuple(new for _, new in copies), tuple(tied))):
        context.ui.select(new_ids)
        context.ui.show_notes(new_ids)


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
    "edit.select-all", "Select all", keys=("Ctrl+A",), menu="Edit", enabled=with_board, separator=True, context=BOARD
)
def select_all(context: Context) -> None:
    assert context.session is not None
    context.ui.select(list(context.session.board.notes))


@action("edit.cancel", "Cancel or clear selection", keys=("Esc",), menu="Edit", enabled=with_board, beside=True)
def cancel(context: Context) -> None:
    context.ui.cancel()
