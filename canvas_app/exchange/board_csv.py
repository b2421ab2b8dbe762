"""The notes of a board as CSV, safe to open in a spreadsheet, and back."""

import csv
import io
import re
from collections.abc import Iterator

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, fold
from canvas_app.domain.entities import MAX_NOTES, MAX_TEXT, PARKING
from canvas_app.domain.errors import BadInput
from canvas_app.domain.voting import last_round, tally
from canvas_app.exchange.board_markdown import PARKING_TITLE, heading_key, join_tags, split_tags
from canvas_app.exchange.document import Document, NoteIn
from canvas_app.exchange.reading import decode

COLUMNS = ("id", "zone", "text", "detail", "rank", "score", "picked", "tags", "colour", "author")
VOTES = "votes"
"""Written once a vote was revealed, and not read back: dots belong to people, not to notes."""
DELIMITERS = (",", ";", "\t")
_OTHER_NAMES = {"color": "colour"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")


def write(board: Board) -> str:
    """Begins with a byte order mark, so that spreadsheets take it for UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    round_ = last_round(board)
    dots = tally(board, round_)
    voted = round_.zones if round_ is not None else ()
    writer.writerow((*COLUMNS, VOTES) if round_ is not None else COLUMNS)
    ranks = board.ranks()
    for note in board.in_order():
        row = (
            note.id,
            note.zone,
            note.text,
            note.detail,
            str(ranks.get(note.id, "")),
            str(note.score or ""),
            "yes" if note.picked else "no",
            join_tags(note.tags),
            note.colour,
            note.author,
        )
        counted = (str(dots.get(note.id, 0 if note.zone in voted else "")),) if round_ is not None else ()
        writer.writerow([guard(cell) for cell in (*row, *counted)])
    return "\ufeff" + out.getvalue()


def guard(cell: str) -> str:
    """No spreadsheet takes the cell for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def read(data: bytes, canvas: Canvas) -> Document:
    """Raises BadInput with the line of what is wrong."""
    text = decode(data)
    rows = _rows(text, _delimiter(text))
    _, heading = next(rows, (0, []))
    document = Document()
    columns = _columns(heading, document)
    for line, cells in rows:
        values = _values(line, cells, columns, len(heading))
        if not values["text"].strip() and not values.get("detail", "").strip() and not values.get("id", "").strip():
            continue
        if len(document.notes) >= MAX_NOTES:
            raise BadInput(f"line {line}: more than {MAX_NOTES:,} notes; a board holds no more, so split the file.")
        document.notes.append(_note(f"line {line}", values, canvas))
    return document


def table_rows(text: str) -> list[list[str]]:
    """The rows of any CSV text that hold anything. Raises BadInput with the line of what is wrong."""
    first = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return [cells for _, cells in _rows(text, max(DELIMITERS, key=first.count))]


def _delimiter(text: str) -> str:
    """The one that finds most columns that we know in the first line; a comma where none does."""
    first = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]

    def known(delimiter: str) -> int:
        names = (_name(cell.strip().strip('"')) for cell in first.split(delimiter))
        return sum(name in (*COLUMNS, VOTES) for name in names)

    return max(DELIMITERS, key=known)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with the line it starts in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput(_explain(line, str(error))) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _explain(line: int, error: str) -> str:
    if "unexpected end of data" in error:
        return f'line {line}: a quoted cell that begins here or below is not closed; add the missing ".'
    if "field larger" in error:
        return f"line {line}: a cell is too long, or its closing quote is missing; {MAX_TEXT:,} characters is the most."
    if "expected after" in error:
        return f'line {line}: text stands behind a closing quote; write quotes inside a cell twice ("").'
    return f"line {line}: {error}; correct the line."


def _name(heading: str) -> str:
    name = fold(heading)
    return _OTHER_NAMES.get(name, name)


def _columns(heading: list[str], document: Document) -> dict[str, int]:
    """Where each column that we know stands."""
    columns: dict[str, int] = {}
    unknown = []
    for at, cell in enumerate(heading):
        name = _name(cell)
        if name in columns:
            raise BadInput(f"line 1: the column '{name}' is there twice; remove or rename one of the two.")
        if name in COLUMNS:
            columns[name] = at
        elif cell.strip() and name != VOTES:
            unknown.append(f"'{cell.strip():.40}'")
    if "text" not in columns:
        seen = f"only {', '.join(unknown[:6])}" if unknown else "none"
        raise BadInput(
            f"line 1: there is no column 'text' ({seen} found, separated by comma, semicolon or tab); name the columns"
            " in the first line."
        )
    if unknown:
        document.notices.append(f"left out {', '.join(unknown)}: only {', '.join(COLUMNS)} are read.")
    return columns


def _values(line: int, cells: list[str], columns: dict[str, int], width: int) -> dict[str, str]:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise BadInput(
            f"line {line}: has {len(cells)} cells where the first line has {width}; put quotes round cells that hold"
            " the separator."
        )
    if len(cells) <= columns["text"]:
        raise BadInput(f"line {line}: ends before the column 'text'; put quotes round cells that hold a line break.")
    return {name: unguard(cells[at]) if at < len(cells) else "" for name, at in columns.items()}


def _note(place: str, values: dict[str, str], canvas: Canvas) -> NoteIn:
    def blank_or(name: str) -> str:
        return values.get(name, "").strip()

    zone = PARKING
    if words := blank_or("zone"):
        known = words if words == PARKING or canvas.zone(words) else heading_key(words, canvas)
        if known is None or (known != PARKING and canvas.zone(known) is None):
            titles = ", ".join([*(zone.title for zone in canvas.zones), PARKING_TITLE])
            raise BadInput(f"{place}: the canvas '{canvas.title}' has no zone '{words:.60}'; use one of {titles}.")
        zone = known
    picked = blank_or("picked").lower()
    if picked not in _YES + _NO:
        raise BadInput(f"{place}: picked is '{picked:.40}'; write yes or no.")
    return NoteIn(
        place,
        values["text"],
        zone,
        detail=values.get("detail", ""),
        rank=_number(place, "rank", blank_or("rank"), 999_999_999),
        score=_number(place, "score", blank_or("score"), 5),
        picked=picked in _YES,
        tags=split_tags(values.get("tags", "")),
        colour=blank_or("colour"),
        author=values.get("author", ""),
        id=blank_or("id"),
    )


def _number(place: str, name: str, cell: str, most: int) -> int | None:
    if not cell:
        return None
    match = _WHOLE.fullmatch(cell)
    if not match or not 1 <= int(match[1]) <= most:
        limits = f"from 1 to {most}" if most < 1000 else "from 1"
        raise BadInput(f"{place}: {name} is '{cell:.40}'; write a whole number {limits}, or nothing.")
    return int(match[1])
