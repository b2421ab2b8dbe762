"""The clipboard, both ways, without a toolkit: formats by MIME type in, notes out, and back.

Out, in this order of worth: our own format with everything; an HTML table and tab-separated text for spreadsheets,
with cells that a spreadsheet would run as a formula made harmless; and plain text for all else: a line for each note
just as it reads, quoted as spreadsheets do where a text has lines of its own, so that a mail gets words and a
spreadsheet still gets rows.
"""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas
from canvas_app.domain.entities import MAX_NOTES, PARKING, Link, Note
from canvas_app.domain.errors import BadInput
from canvas_app.exchange import clipboard_boards, clipboard_table
from canvas_app.exchange.board_csv import guard
from canvas_app.exchange.board_json import parse
from canvas_app.exchange.board_markdown import PARKING_TITLE, join_tags
from canvas_app.exchange.clipboard_boards import EXCALIDRAW
from canvas_app.exchange.clipboard_html import Page, plain, read_page
from canvas_app.exchange.clipboard_table import Rows, tab_cell
from canvas_app.exchange.clipboard_text import SOFT, make_note, notes_of, read_lines, read_outline, tidied
from canvas_app.exchange.document import LinkIn, NoteIn

MIME = "application/x-value-canvas+json"
HTML, PLAIN, TABS = "text/html", "text/plain", "text/tab-separated-values"
READ = (MIME, EXCALIDRAW, HTML, PLAIN)
"""The formats that are read, as the clipboard names them."""
FORMAT = 2
MAX_BYTES = 64_000_000
"""Bytes of one format that are looked at at all."""
MAX_TEXT = 16_000_000
MAX_HTML = 8_000_000
"""Characters: longer HTML is left alone where there is plain text beside it."""
MAX_LINES = 60_000

_TOO_MANY_LINES = f"The clipboard holds too many lines or rows; a board holds {MAX_NOTES:,} notes at most."

Formats = Mapping[str, bytes]


@dataclass(frozen=True)
class Copies:
    """Our own notes and links, whole, from the board of that id."""

    board: str
    notes: tuple[Note, ...]
    links: tuple[Link, ...]


@dataclass
class Pasted:
    """What a clipboard says: our own copies, or notes to make, or a table whose columns somebody must name.

    `notices` are sentences about what was left out or read in another way.
    """

    notes: list[NoteIn] = field(default_factory=list)
    links: list[LinkIn] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    table: Rows | None = None
    copies: Copies | None = None


# in


def read(data: Formats, canvas: Canvas, zone: str) -> Pasted:
    """What is on the clipboard, for a board of that canvas; `zone` is for all that names none.

    Raises BadInput, with a sentence, only where the clipboard holds too much.
    """
    notices: list[str] = []
    if MIME in data:
        try:
            return Pasted(copies=_own(data[MIME]))
        except BadInput as error:
            notices.append(str(error))
    page, text = _decoded(data.get(HTML, b"")), _decoded(data.get(PLAIN, b""))
    try:
        foreign = _foreign(data, page, text)
    except BadInput as error:
        notices.append(f"{error} Its plain text was taken instead." if text.strip() else str(error))
        page, foreign = "", None
    if foreign is not None:
        return Pasted([make_note(words, zone) for words in foreign], notices=notices)
    if len(page) > MAX_HTML and text.strip():
        page = ""
    _check_size(text, page)
    if page and (pasted := _from_page(page, canvas, zone, bool(text.strip()))):
        pasted.notices = notices + pasted.notices
        return pasted
    pasted = read_text(text, canvas, zone)
    pasted.notices = notices + pasted.notices
    return pasted


def read_text(text: str, canvas: Canvas, zone: str) -> Pasted:
    """What a plain text says: a table, an outline with zones as headings, or a list with a note for each line."""
    text = clipboard_table.unquoted(tidied(text))
    if rows := clipboard_table.rows_in(text):
        return _from_rows(rows, canvas, zone)
    outline = read_outline(text, canvas, zone)
    if outline is not None:
        return Pasted(outline.notes, outline.links, outline.notices)
    return Pasted(notes_of(read_lines(text), canvas, zone))


def read_list(text: str, canvas: Canvas, zone: str) -> list[NoteIn]:
    """As `read_text`, where a table is nothing but lines."""
    return read_text(text.replace("\t", "    "), canvas, zone).notes


def as_one_text(data: Formats) -> str:
    """Everything on the clipboard as one plain text, cleaned."""
    text = _decoded(data.get(PLAIN, b""))
    if not text.strip() and MIME in data:
        try:
            return "\n".join(note.text for note in _own(data[MIME]).notes)
        except BadInput:
            pass
    if not text.strip():
        text = plain(_decoded(data.get(HTML, b""))[:MAX_HTML])
    return clipboard_table.unquoted(tidied(text[:MAX_TEXT])).replace(SOFT, "\n").strip("\n")


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        return ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def _check_size(text: str, page: str) -> None:
    longest = max(len(text), len(page))
    if longest > MAX_TEXT:
        raise BadInput(
            f"The clipboard holds {longest / 1e6:,.0f} MB of text; {MAX_TEXT // 1_000_000} MB is the most that can be"
            " pasted."
        )
    if text.count("\n") > MAX_LINES:
        raise BadInput(_TOO_MANY_LINES)


def _foreign(data: Formats, page: str, text: str) -> list[str] | None:
    """The texts of another whiteboard's selection. Raises BadInput where it is one that cannot be read."""
    for found in (
        clipboard_boards.miro(page),
        clipboard_boards.tldraw(page or text[:MAX_HTML]),
        clipboard_boards.excalidraw(_decoded(data.get(EXCALIDRAW, b""))),
        clipboard_boards.excalidraw(text),
    ):
        if found is not None:
            return found
    return None


def _from_page(source: str, canvas: Canvas, zone: str, text_beside: bool) -> Pasted | None:
    """What the tables or lists of a page say; plain text is the better witness for a page without either."""
    page = read_page(source)
    if page.cut:
        raise BadInput(_TOO_MANY_LINES)
    if rows := _main_table(page):
        return _from_rows(rows, canvas, zone)
    if not page.listed and len(page.tables) == 1 and len(page.tables[0]) > 1:
        cells = "\n".join(row[0] for row in page.tables[0] if row)
        return Pasted(notes_of(read_lines(cells), canvas, zone))
    if page.listed or not text_beside:
        return Pasted(notes_of(page.lines, canvas, zone))
    return None


def _main_table(page: Page) -> Rows | None:
    """The largest table, unless the lists of the page are what it is about."""
    if page.listed > page.listed_in_tables or not page.tables:
        return None
    largest = max(page.tables, key=lambda rows: sum(map(len, rows)))
    return clipboard_table.squared([row[: clipboard_table.MAX_COLUMNS] for row in largest])


def _from_rows(rows: Rows, canvas: Canvas, zone: str) -> Pasted:
    if zones := clipboard_table.zone_columns(rows, canvas):
        return Pasted(clipboard_table.in_zone_columns(rows, zones, canvas))
    if columns := clipboard_table.known_columns(rows, canvas):
        return Pasted(clipboard_table.notes_in(rows, columns, canvas, zone))
    return Pasted(table=rows)


def _own(raw: bytes) -> Copies:
    """Our own format. Raises BadInput with what to tell the person."""
    if len(raw) > MAX_BYTES:
        raise BadInput("The notes on the clipboard are too many to read.")
    try:
        data = parse(raw.decode("utf-8"))
        if not isinstance(data, dict) or not isinstance(data.get("format"), int):
            raise BadInput("no format")
        if data["format"] > FORMAT:
            raise BadInput("newer")
        notes = tuple(Note.model_validate(_known(row, Note)) for row in data["notes"][: MAX_NOTES + 1])
        ids = {note.id for note in notes}
        links = tuple(Link.model_validate(_known(row, Link)) for row in data["links"][: 10 * MAX_NOTES])
        return Copies(str(data.get("board", "")), notes, tuple(x for x in links if {x.source, x.target} <= ids))
    except BadInput as error:
        if str(error) == "newer":
            raise BadInput("The notes were copied with a newer Value Canvas; only their text could be taken.") from None
        raise BadInput("The notes on the clipboard are damaged; only their text could be taken.") from error
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("The notes on the clipboard are damaged; only their text could be taken.") from error


def _known(row: dict[str, Any], entity: type[Note] | type[Link]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in entity.model_fields}


# out


def write(board: Board, notes: Sequence[Note], links: Sequence[Link]) -> dict[str, bytes]:
    """Notes of a board in all formats."""
    data = {
        "format": FORMAT,
        "board": board.info.id,
        "notes": [note.model_dump(mode="json") for note in notes],
        "links": [link.model_dump(mode="json") for link in links],
    }
    rows = _table(board, notes)
    return {
        MIME: json.dumps(data, ensure_ascii=False).encode(),
        HTML: as_html(rows).encode(),
        TABS: "".join("\t".join(tab_cell(guard(cell)) for cell in row) + "\r\n" for row in rows).encode(),
        PLAIN: _as_text(notes).encode(),
    }


def _as_text(notes: Sequence[Note]) -> str:
    if len(notes) == 1:
        return notes[0].text
    return "\n".join(tab_cell(note.text) if "\n" in note.text else note.text for note in notes)


def _table(board: Board, notes: Sequence[Note]) -> Rows:
    """A heading and a row for each note; columns that none of the notes fills are left out."""
    ranks = board.ranks()
    columns = {
        "text": [note.text for note in notes],
        "zone": [_zone_title(board, note) for note in notes],
        "detail": [note.detail for note in notes],
        "rank": [str(ranks.get(note.id, "")) for note in notes],
        "score": [str(note.score or "") for note in notes],
        "picked": ["yes" if note.picked else "" for note in notes],
        "tags": [join_tags(note.tags) for note in notes],
        "author": [note.author for note in notes],
    }
    used = {name: cells for name, cells in columns.items() if any(cells) or name == "text"}
    return [list(used), *(list(row) for row in zip(*used.values(), strict=True))]


def _zone_title(board: Board, note: Note) -> str:
    zone = board.canvas.zone(note.zone)
    return PARKING_TITLE if note.zone == PARKING or zone is None else zone.title


def as_html(rows: Rows) -> str:
    """A table whose first row is its heading; no cell is taken for a formula."""

    def row(cells: Sequence[str], tag: str) -> str:
        inner = "".join(
            f"<{tag}>{html.escape(guard(cell), quote=False).replace(chr(10), '<br>')}</{tag}>" for cell in cells
        )
        return f"<tr>{inner}</tr>"

    body = "".join(row(cells, "td") for cells in rows[1:])
    return f'<meta charset="utf-8"><table>{row(rows[0], "th")}{body}</table>'
