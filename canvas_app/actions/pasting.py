"""Putting on the board what came from a clipboard, a drop or a box of text: one step, nothing over anything else."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace

from canvas_app.actions.context import Context
from canvas_app.app.session import text_height
from canvas_app.domain.arrange import GAP, note_rect, place_near
from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, NewNote
from canvas_app.domain.decide import zone_for
from canvas_app.domain.decide_groups import fresh_groups
from canvas_app.domain.entities import MAX_NOTES, PARKING, Link, Note
from canvas_app.domain.errors import RuleBroken, UserError
from canvas_app.domain.geometry import Point, Rect, bounds, fits_inside
from canvas_app.domain.ids import new_id
from canvas_app.domain.order import key_between
from canvas_app.exchange import clipboard, clipboard_table
from canvas_app.exchange.board_markdown import PARKING_TITLE
from canvas_app.exchange.clipboard import Copies, Formats
from canvas_app.exchange.clipboard_text import make_note
from canvas_app.exchange.document import LinkIn, NoteIn

ASK_ABOVE = 200
"""Notes that are pasted without a question."""
FEW = 200
"""Copies that look for a place beside their original; more of them are laid out in their zone."""
LONG = 500
"""So many notes take long enough to say so."""

_NOT_COPIED = {"id", "zone", "kind", "x", "y", "w", "h", "text", "rank_key", "locked", "z", "group_id"}
NOTHING = "There is nothing on the clipboard that can be pasted: text, a table or notes."


def paste(context: Context, formats: Formats, at: Point, nothing: str = NOTHING) -> None:
    """Everything that can be made of the formats becomes notes, in the zones they name or the one under `at`."""
    assert context.session is not None
    board = context.session.board
    zone = zone_for(board, at)
    read = clipboard.read(formats, board.canvas, zone)
    if read.copies is not None:
        _paste_copies(context, read.copies, at)
        return
    notes, sure = read.notes, False
    if read.table is not None:
        columns = context.ui.ask_columns(read.table, zone_title(board, zone))
        if columns is None:
            return
        notes, sure = clipboard_table.notes_in(read.table, columns, board.canvas, zone), True
    if not notes:
        context.ui.complain(" ".join(read.notices) or nothing)
        return
    answer = "notes" if sure else _ask(context, len(notes), {note.zone for note in notes})
    if answer == "one":
        paste_as_one(context, formats, at)
    elif answer == "notes" and _add(context, notes, read.links) and read.notices:
        context.ui.say(" ".join(read.notices))


def paste_as_one(context: Context, formats: Formats, at: Point) -> None:
    """All the text becomes one note."""
    assert context.session is not None
    zone = zone_for(context.session.board, at)
    text = clipboard.as_one_text(formats)
    note = make_note(text, zone)
    if not note.text:
        context.ui.complain("There is no text on the clipboard to paste.")
        return
    kept = len(note.text) + len(note.detail)
    if _add(context, [note], []) and kept + 100 < len(text.strip()):
        context.ui.say(f"A note holds {kept:,} characters at most; the rest was left out.")


def add_lines(context: Context, text: str, zone: str) -> None:
    """Every line becomes a note in a zone. Raises UserError where the rules or the disk refuse."""
    assert context.session is not None
    notes = clipboard.read_list(text, context.session.board.canvas, zone)
    if reason := _too_many(context.session.board, len(notes)):
        raise RuleBroken(reason)
    if notes:
        _add(context, notes, [])


def _too_many(board: Board, count: int) -> str:
    """Why so many notes do not fit on a board, "" where they do."""
    room = MAX_NOTES - len(board.notes)
    if count <= room:
        return ""
    return f"{count:,} notes do not fit: a board holds {MAX_NOTES:,} at most, and this one has room for {room:,}."


def zone_title(board: Board, zone_id: str) -> str:
    zone = board.canvas.zone(zone_id)
    return zone.title if zone else PARKING_TITLE


def _ask(context: Context, count: int, zones: set[str]) -> str:
    """ "notes", "one" or "" for nothing; a person is asked only where there are many."""
    assert context.session is not None
    board = context.session.board
    if reason := _too_many(board, count):
        context.ui.complain(reason)
        return ""
    if count <= ASK_ABOVE:
        return "notes"
    return context.ui.ask_paste(count, zone_title(board, *zones) if len(zones) == 1 else f"{len(zones)} zones")


def _add(context: Context, notes: Sequence[NoteIn], links: Sequence[LinkIn]) -> bool:
    ids = [new_id() for _ in notes]
    news = tuple(
        NewNote(
            note.text,
            note.zone,
            kind=note.kind,
            id=new,
            values={
                "detail": note.detail,
                "score": note.score,
                "picked": note.picked,
                "tags": tuple(note.tags),
                "author": note.author,
                "fields": note.fields,
            },
        )
        for new, note in zip(ids, notes, strict=True)
    )
    by_source = {note.id: new for new, note in zip(ids, notes, strict=True) if note.id}
    tied = tuple(AddLink(by_source[link.source], by_source[link.target], link.strength) for link in links)
    return _do(context, news, tied)


def _do(context: Context, news: Sequence[NewNote], links: Sequence[AddLink]) -> bool:
    with context.ui.busy(f"Adding {len(news):,} notes…") if len(news) >= LONG else nullcontext():
        if not context.do(AddNotes(tuple(news), tuple(links))):
            return False
        ids = [new.id for new in news]
        context.ui.select(ids)
        context.ui.show_notes(ids)
    return True


# our own notes


def add_copies(context: Context, notes: Sequence[Note], links: Sequence[Link]) -> None:
    """Copies of notes of this board, each beside its original."""
    assert context.session is not None
    board = context.session.board
    few = len(notes) <= FEW
    news = [_copy(note) for note in notes]
    _add_all(context, notes, _beside(board, notes, news) if few else news, links)


def _paste_copies(context: Context, copies: Copies, at: Point) -> None:
    """Notes of one zone go to the zone under `at`, in their arrangement where there is room for it.

    Notes of several zones each go to their own.
    """
    assert context.session is not None
    board = context.session.board
    if not copies.notes:
        context.ui.complain(NOTHING)
        return
    here = copies.board == board.info.id
    zones = {note.zone for note in copies.notes}
    several = len(zones) > 1 and all(zone == PARKING or board.canvas.zone(zone) for zone in zones)
    target = zone_for(board, at)
    answer = _ask(context, len(copies.notes), zones if several else {target})
    if answer == "one":
        make = make_note("\n".join(note.text for note in copies.notes), target)
        _add(context, [make], [])
    if answer != "notes":
        return
    news = [_copy(note, note.zone if several else target, board) for note in copies.notes]
    placed = None if several else _about(board, copies.notes, news, at)
    if placed is None and here and len(news) <= FEW and (several or zones == {target}):
        placed = _beside(board, copies.notes, news)
    _add_all(context, copies.notes, _ranked(board, copies.notes, placed or news, here), copies.links)


def _copy(note: Note, zone: str | None = None, board: Board | None = None) -> NewNote:
    values = note.model_dump(exclude=_NOT_COPIED)
    kind = note.kind if board is None or board.canvas.kind(note.kind) else None
    return NewNote(note.text, zone or note.zone, w=note.w, h=note.h, kind=kind, values=values)


def _beside(board: Board, notes: Sequence[Note], news: Sequence[NewNote]) -> list[NewNote]:
    placed: list[NewNote] = []
    taken: list[Rect] = []
    for note, new in zip(notes, news, strict=True):
        size = (note.w, text_height(note))
        x, y = place_near(board, (note.x + GAP, note.y + GAP), size, text_height, taken, note.zone)
        taken.append(Rect(x, y, *size))
        placed.append(replace(new, x=x, y=y))
    return placed


def _about(board: Board, notes: Sequence[Note], news: Sequence[NewNote], at: Point) -> list[NewNote] | None:
    """The copies as their originals stood to each other, centred at `at`; None where that has no room in its zone."""
    block = bounds(note_rect(note, text_height) for note in notes)
    assert block is not None
    dx, dy = at[0] - block.centre[0], at[1] - block.centre[1]
    placed = [replace(new, x=note.x + dx, y=note.y + dy) for note, new in zip(notes, news, strict=True)]
    rects = [Rect(note.x + dx, note.y + dy, note.w, text_height(note)) for note in notes]
    zone = board.canvas.zone(zone_for(board, at))
    scale = board.info.scale
    outline = [(x * scale, y * scale) for x, y in zone.outline] if zone else None
    if outline and not all(fits_inside(rect, outline) for rect in rects):
        return None
    if outline is None and not all(zone_for(board, rect.centre) == PARKING for rect in rects):
        return None
    room = Rect(block.x + dx, block.y + dy, block.w, block.h)
    near = [rect for note in board.notes.values() if (rect := note_rect(note, text_height)).overlaps(room)]
    return None if any(rect.overlaps(other) for rect in rects for other in near) else placed


def _ranked(board: Board, notes: Sequence[Note], news: Sequence[NewNote], here: bool) -> list[NewNote]:
    """Ranks of notes that stay what they are: the old place where it is free again, on another board the last ones.

    A copy of a note that is still there has none.
    """
    result = list(news)
    used = {note.rank_key for note in board.notes.values()}
    last: dict[str, str | None] = {}
    for at in sorted(range(len(notes)), key=lambda at: notes[at].rank_key or ""):
        note, zone = notes[at], board.canvas.zone(news[at].zone or "")
        if note.rank_key is None or zone is None or zone.kind != note.kind:
            continue
        key: str | None = note.rank_key
        if not here:
            keys = [other.rank_key for other in board.notes.values() if other.zone == zone.id and other.rank_key]
            key = last[zone.id] = key_between(last.get(zone.id) or max(keys, default=None), None)
        elif key in used or zone.id != note.zone:
            continue
        result[at] = replace(news[at], values={**news[at].values, "rank_key": key})
    return result


def _add_all(context: Context, notes: Sequence[Note], news: Sequence[NewNote], links: Sequence[Link]) -> None:
    """Adds copies with the links between them; those that were a group are a group of their own."""
    groups = fresh_groups(notes)
    ids = {note.id: new.id for note, new in zip(notes, news, strict=True)}
    grouped = [
        replace(new, values={**new.values, "group_id": groups[note.id]}) if note.id in groups else new
        for note, new in zip(notes, news, strict=True)
    ]
    tied = [AddLink(ids[link.source], ids[link.target], link.strength) for link in links]
    try:
        _do(context, grouped, tied)
    except UserError as error:
        context.ui.complain(str(error))
