"""Pasted tables: cells out of tab-separated text, what their columns mean, and the notes in their rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from canvas_app.domain.canvas import Canvas, fold
from canvas_app.exchange.board_csv import table_rows, unguard
from canvas_app.exchange.board_markdown import STATEMENTS, heading_key, split_tags
from canvas_app.exchange.clipboard_text import SOFT, Line, make_note, notes_of, read_lines
from canvas_app.exchange.document import NoteIn

MAX_COLUMNS = 100
ROLES = ("text", "detail", "zone", "score", "picked", "tags", "author", "ignore")
"""What a column may be."""

_NAMES = {
    "text": ("text", "note", "notes", "sticky", "stickynote", "card", "content", "title", "summary", "item", "idea"),
    "detail": ("detail", "details", "description", "comment", "comments", "explanation", "remarks"),
    "zone": ("zone", "area", "section", "column", "category"),
    "score": ("score", "rating", "severity", "importance", "relevance", "priority"),
    "picked": ("picked", "pick", "shortlist", "shortlisted", "starred", "selected"),
    "tags": ("tags", "tag", "labels", "label", "keywords"),
    "author": ("author", "createdby", "writtenby"),
    "ignore": ("id", "rank", "votes", "vote", "colour", "color", "kind", "type", "no", "nr", "number"),
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_QUOTED = re.compile(r'(?:\A|(?<=[\t\n]))"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
_YES = ("yes", "y", "true", "1", "x", "✓", "✔", "☑", "ja", "oui")
_SCORE = re.compile(r"([1-5])(?:[.,]0+)?")

Rows = list[list[str]]


@dataclass(frozen=True)
class Columns:
    """What each column is (one of ROLES), and whether the first row names them."""

    roles: tuple[str, ...]
    header: bool = False


def unquoted(text: str) -> str:
    """Tab-separated text with the quotes off that spreadsheets put round cells with line breaks; those become SOFT."""
    return _QUOTED.sub(_cell, text) if '"' in text else text


def _cell(match: re.Match[str]) -> str:
    inner = match[1]
    if "\n" not in inner and "\t" not in inner and '""' not in inner:
        return match[0]
    return inner.replace('""', '"').replace("\n", SOFT).replace("\t", " ")


def csv_as_tabs(text: str) -> str:
    """A CSV file, whatever its delimiter, as the tab-separated text that spreadsheets put on the clipboard.

    Raises BadInput with the line of what is wrong.
    """
    rows = table_rows(text)
    return "\n".join("\t".join(tab_cell(cell) for cell in row) for row in rows)


def tab_cell(cell: str) -> str:
    """A cell of tab-separated text, in quotes where it needs them."""
    if not set(cell) & set('\t\n\r"'):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def rows_in(text: str) -> Rows | None:
    """The rows of unquoted tab-separated text with more than one column; None for all else.

    Bullets and indents are tabs too, so most lines must have one further in.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    divided = [line for line in lines if "\t" in line.lstrip()]
    if not divided or 2 * len(divided) < len(lines):
        return None
    stripped = [_without_bullet(line) for line in lines]
    if not any("\t" in line.strip() for line in stripped):
        return None
    return squared([line.split("\t")[:MAX_COLUMNS] for line in lines])


def _without_bullet(line: str) -> str:
    read = read_lines(line)
    return read[0].text if read and read[0].listed else line


def squared(rows: Sequence[Sequence[str]]) -> Rows | None:
    """Rows of equal length, without empty rows and columns; None where less than two columns are left."""
    cells = [[cell.strip() for cell in row] for row in rows]
    width = max((len(row) for row in cells), default=0)
    full = [row + [""] * (width - len(row)) for row in cells if any(row)]
    used = [at for at in range(width) if any(row[at] for row in full)]
    return [[row[at] for at in used] for row in full] if len(used) > 1 else None


def known_columns(rows: Rows, canvas: Canvas) -> Columns | None:
    """What the columns are, where the first row says so by names that we know."""
    own = {fold(kind.score) for kind in canvas.kinds if kind.score}
    names = [fold(cell) for cell in rows[0]]
    roles = ["score" if name in own else _ROLE_OF.get(name, "") for name in names]
    if "text" not in roles or sum(bool(role) for role in roles) < 2:
        return None
    seen: set[str] = set()
    for at, role in enumerate(roles):
        if role in seen and role != "ignore":
            roles[at] = "" if "detail" in seen or role != "text" else "detail"
        seen.add(roles[at])
    return Columns(tuple(role or "detail" for role in roles), header=True)


def zone_columns(rows: Rows, canvas: Canvas) -> list[str] | None:
    """The zone of each column, where the first row names nothing but zones."""
    keys = [heading_key(cell, canvas) for cell in rows[0]]
    return [key for key in keys if key] if all(key not in (None, STATEMENTS) for key in keys) else None


def guess(rows: Rows) -> Columns:
    """A first answer to what the columns are: the one with most words is the text, the others its detail.

    A first row of words above numbers names the columns.
    """
    width = len(rows[0])
    body = rows[1:] or rows
    words = [sum(len(row[at]) for row in rows if not _is_number(row[at])) for at in range(width)]
    text = max(range(width), key=lambda at: words[at])
    numbers = [all(_is_number(row[at]) or not row[at] for row in body) for at in range(width)]
    header = len(rows) > 1 and any(numbers) and not any(_is_number(cell) for cell in rows[0])
    plain = [of_numbers and (header or _is_number(rows[0][at])) for at, of_numbers in enumerate(numbers)]
    roles = ["text" if at == text else "ignore" if plain[at] else "detail" for at in range(width)]
    return Columns(tuple(roles), header)


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d.,%€$£ +-]{1,30}", cell))


def in_zone_columns(rows: Rows, zones: Sequence[str], canvas: Canvas) -> list[NoteIn]:
    """Column by column, each under the zone that heads it."""
    notes = []
    for at, zone in enumerate(zones):
        lines = [Line(unguard(row[at]), listed=True) for row in rows[1:] if row[at]]
        notes += notes_of(lines, canvas, zone)
    return notes


def notes_in(rows: Rows, columns: Columns, canvas: Canvas, zone: str) -> list[NoteIn]:
    """A note for each row that has a text. What a cell says that its column cannot hold goes to the detail."""
    notes = []
    head = rows[0] if columns.header else [""] * len(rows[0])
    for row in rows[1:] if columns.header else rows:
        made = _note(row, head, columns.roles, canvas, zone)
        if made is not None:
            notes.append(made)
    return notes


def _note(row: list[str], head: list[str], roles: Sequence[str], canvas: Canvas, zone: str) -> NoteIn | None:
    texts: list[str] = []
    details: list[str] = []
    values: dict[str, object] = {}
    for name, role, raw in zip(head, roles, row, strict=True):
        cell = unguard(raw)
        if not cell or role == "ignore":
            continue
        match role:
            case "text":
                texts.append(cell)
                continue
            case "zone" if (key := heading_key(cell, canvas)) not in (None, STATEMENTS):
                zone = str(key)
                continue
            case "score" if score := _SCORE.fullmatch(cell):
                values["score"] = int(score[1])
                continue
            case "picked":
                values["picked"] = cell.lower() in _YES
                continue
            case "tags":
                values["tags"] = _tags(cell)
                continue
            case "author" if len(cell) <= 500:
                values["author"] = cell.replace(SOFT, " ")
                continue
        plain = role == "detail" and (not name or fold(name) in _NAMES["detail"])
        details.append(cell if plain or not name else f"{name}: {cell}")
    if not texts:
        texts, details = details[:1], details[1:]
    return make_note(SOFT.join(texts), zone, "\n".join(details), **values) if texts else None


def _tags(cell: str) -> list[str]:
    """Tags between semicolons, or between commas where there is no semicolon."""
    plain = cell.replace(SOFT, ";")
    found = split_tags(plain) if ";" in plain else [tag.strip() for tag in plain.split(",")]
    return list(dict.fromkeys(tag[:500] for tag in found if tag))
