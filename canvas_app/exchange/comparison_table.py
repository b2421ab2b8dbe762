"""The comparison as a table for spreadsheets, and scores out of one."""

import re
from collections.abc import Sequence

from canvas_app.domain.canvas import fold
from canvas_app.domain.competition import CLAIM, MOST, Comparison, standing_words
from canvas_app.domain.decide_competition import Rate
from canvas_app.domain.errors import BadInput
from canvas_app.exchange.board_csv import guard, unguard
from canvas_app.exchange.clipboard import HTML, PLAIN, TABS, Formats, as_html
from canvas_app.exchange.clipboard_table import Rows, tab_cell, unquoted
from canvas_app.exchange.clipboard_text import SOFT, tidied

SUBJECT, RESULT = "What matters", "Compared"
_SCORE = re.compile(r"([0-5])(?:[.,]0+)?")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?\s?%?")
_BLANK = ("", "-", "–", "—", "n/a")
NOTHING = "There are no scores on the clipboard. Copy cells with numbers from 0 to 5 in a spreadsheet, then paste here."


def write(table: Comparison) -> dict[str, bytes]:
    rows: Rows = [[SUBJECT, *(rival.name for rival in table.rivals), RESULT]]
    for line in table.lines:
        scores = [str(line.scores[rival.id]) if rival.id in line.scores else "" for rival in table.rivals]
        result = standing_words(line) + (f", {CLAIM.lower()}" if line.unproven else "")
        rows.append([line.words, *scores, result])
    tabs = "".join("\t".join(tab_cell(guard(cell)) for cell in row) + "\r\n" for row in rows).encode()
    return {HTML: as_html(rows).encode(), TABS: tabs, PLAIN: tabs}


def read(data: Formats, table: Comparison, row: int, column: int) -> tuple[list[Rate], int]:
    """The scores on a clipboard for the cells from (row, column) on, and how many have no cell to go to.

    Where the pasted names of columns or of rows are those of the table, the scores go by them. A blank cell changes
    nothing. Raises BadInput with a sentence.
    """
    text = unquoted(tidied(data.get(PLAIN, b"").decode("utf-8", "replace")))
    rows = [line.split("\t") for line in text.split("\n")]
    rows = [[unguard(cell.replace(SOFT, " ")).strip() for cell in cells] for cells in rows if "".join(cells).strip()]
    if not any(_NUMBER.fullmatch(cell) for cells in rows for cell in cells):
        raise BadInput(NOTHING)
    heads = rows[0] if not any(_NUMBER.fullmatch(cell) for cell in rows[0]) else []
    body = rows[1:] if heads else rows
    width = max(len(cells) for cells in body)
    body = [cells + [""] * (width - len(cells)) for cells in body]
    plain = [n for n in range(width) if any(_NUMBER.fullmatch(cells[n]) for cells in body)]
    names = [cells[0] for cells in body] if plain[0] > 0 else []
    columns = _columns(table, heads, range(plain[0], plain[-1] + 1), column)
    lines = _lines(table, names, len(body), row)
    rates, left_out = [], 0
    for cells, line in zip(body, lines, strict=True):
        for at, rival in columns.items():
            if cells[at].casefold() in _BLANK:
                continue
            found = _SCORE.fullmatch(cells[at])
            if found is None:
                raise BadInput(f"“{cells[at][:40]}” is no score from 0 to {MOST}; nothing was pasted.")
            if line is None or rival is None:
                left_out += 1
                continue
            about = table.lines[line]
            criterion = None if about.note else about.criterion
            rates.append(Rate(rival, int(found[1]), note=about.note, criterion=criterion))
    if not rates:
        raise BadInput("None of the scores on the clipboard has a cell to go to from here.")
    return rates, left_out


def _columns(table: Comparison, heads: Sequence[str], pasted: range, column: int) -> dict[int, str | None]:
    """Which rival each pasted column is about: by names where any is known, else from `column` on."""
    known = {fold(rival.name): rival.id for rival in table.rivals}
    if any(fold(head) in known for head in heads):
        return {at: known.get(fold(heads[at])) if at < len(heads) else None for at in pasted}
    ids = [rival.id for rival in table.rivals][column:]
    return {at: ids[n] if n < len(ids) else None for n, at in enumerate(pasted)}


def _lines(table: Comparison, names: Sequence[str], count: int, row: int) -> list[int | None]:
    known = {fold(line.words): n for n, line in enumerate(table.lines)}
    if any(fold(name) in known for name in names):
        return [known.get(fold(name)) for name in names]
    return [row + n if row + n < len(table.lines) else None for n in range(count)]
