"""Checking a board file: what was looked at, in sentences; what is wrong, as an error."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, PARKING, TIES, Entity, Note
from canvas_app.domain.errors import BadInput
from canvas_app.storage import opening, schema, versions
from canvas_app.storage.boardfile import BoardFile
from canvas_app.storage.errors import counted, damaged, one_line, shown
from canvas_app.storage.journal import BATCH
from canvas_app.storage.replaying import DEFAULTS, Fields, Key, Told, replay, replayed

Plain = dict[Key, Fields]

_ORDERED = ("statement", "competitor", "criterion", "test_card")
"""Tables whose rows have an order of the person's."""


def check(path: Path, deep: bool = False) -> list[str]:
    """What was checked, a sentence each. Raises what opening raises, and Damaged for rows that do not fit.

    `deep` adds SQLite's full check, the order of ranks and named versions, and compares the rows with what the journal
    leads to.
    """
    board = BoardFile.open(path, read_only=True)
    try:
        board.connection.look_whole()
        tables = board.load()
        try:
            _ = Board(tables).canvas
        except BadInput as error:
            raise damaged(path, one_line(str(error)[:200].rstrip("."))) from error
        counts = Counter({name: len(table) for name, table in tables.items()})
        strokes = f", {counted(counts['stroke'], 'stroke')}" if counts["stroke"] else ""
        found = [
            f"file: {shown(path)}, {path.stat().st_size:,} bytes, complete",
            f"schema: format {board.format}, nothing in it that does not belong there",
            f"rows: {counted(counts['note'], 'note')}, {counted(counts['link'], 'link')},"
            f" {counted(counts['statement'], 'statement')}{strokes}, all valid",
        ]
        if board.recovered:
            found.insert(1, "recovery: a change cut off by an unexpected stop was taken back")
        if wrong := wrong_sums(board):
            more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
            raise damaged(path, f"{', '.join(wrong[:3])}{more} changed outside Value Canvas")
        found.append("checksums: all rows and steps are as they were written")
        if deep:
            _integrity(board)
            found.append("integrity: all pages, indexes and references are sound")
            found.append(_links(tables))
            found.append(_ranks(path, tables))
            begins, rows, steps = board.journal.begins, Plain(), 0
            if begins:
                kept = board.version(begins).items()
                rows = {(name, row["id"]): {**DEFAULTS[name], **row} for name, table in kept for row in table}
            for step in board.journal.steps():
                if not replay(rows, step):
                    what = f"the step '{step.label:.60}' of its journal does not fit the steps before it"
                    raise damaged(path, what)
                steps += 1
            now = {
                (name, entity.id): entity.model_dump(mode="json")
                for name, table in tables.items()
                for entity in table.values()
            }
            if different := {key for key in rows.keys() | now.keys() if rows.get(key) != now.get(key)}:
                raise damaged(
                    path, f"{counted(len(different), 'row')} not as the journal says: {' '.join(min(different))}"
                )
            leads = "leads" if steps == 1 else "lead"
            since = f" after the version of step {begins:,}" if begins else ""
            found.append(f"journal: {counted(steps, 'step')}{since} {leads} to exactly these rows")
            with board.connection.reading() as db:
                wrong = versions.wrong(db)
            if wrong:
                raise damaged(path, f"{wrong[0]:.80} is not as it was written")
            kept_ones = board.versions()
            named = counted(sum(bool(version.label) for version in kept_ones), "named version")
            older = counted(sum(not version.label for version in kept_ones), "older version")
            found.append(f"versions: {named}{f' and {older}' if begins else ''}, as they were written")
        return found
    finally:
        board.close()


def wrong_sums(board: BoardFile) -> list[str]:
    """The rows whose checksum does not fit ("note 4f2a..."): changed by the disk or by another program."""
    return [" ".join(key) for key in looked_over(board) if key is not None]


def looked_over(board: BoardFile) -> Iterator[Key | None]:
    """Looks at the checksums of all rows and steps: those that do not fit, steps as ("step", number); None now and
    then, for the caller to do something else meanwhile."""
    for name in ENTITIES:
        last = -1
        while True:
            with board.connection.reading() as db:
                rows = db.execute(schema.SELECT_PART[name], (last, BATCH)).fetchall()
            if not rows:
                break
            last = rows[-1][0]
            yield from ((name, str(row[1])) for row in rows if not schema.sum_is_right(row[1:]))
            yield None
    for n, (seq, *values) in enumerate(board.journal.rows()):
        if not schema.sum_is_right(values):
            yield "step", str(seq)
        if n % BATCH == 0:
            yield None


def changed_among(board: BoardFile, keys: Iterable[Key]) -> list[Key]:
    """Which of these rows are not as they were written."""
    found = []
    with board.connection.reading() as db:
        for name, row_id in keys:
            columns = ",".join(schema.COLUMNS[name])
            row = db.execute(f"SELECT {columns},sum FROM {name} WHERE id=?", (row_id,)).fetchone()
            if row is not None and not schema.sum_is_right(row):
                found.append((name, row_id))
    return found


def told_of(board: BoardFile, keys: Collection[Key]) -> dict[Key, Fields]:
    """Rows as the journal leads to them, those of which it tells."""
    if not keys:
        return {}
    begins = board.journal.begins
    with board.connection.reading() as db:
        kept = (versions.read(db, begins) or {}) if begins else {}
    start = {
        (name, row["id"]): Told(begins, {**DEFAULTS[name], **row}, True) for name, rows in kept.items() for row in rows
    }
    named = re.compile("|".join(f'"{re.escape(row_id)}"' for _, row_id in keys))
    rows = (values for values in board.journal.rows() if named.search(values[-2]) and schema.sum_is_right(values[1:]))
    try:
        told = replayed(((seq, schema.step_of(values)) for seq, *values in rows), start)
    except ValueError:
        return {}
    return {
        key: row.fields for key in keys if (row := told.get(key)) is not None and row.whole and row.fields is not None
    }


def _integrity(board: BoardFile) -> None:
    """SQLite's full check of pages, indexes and references. Raises Damaged."""
    with board.connection.reading() as db:
        opening.check_pages(db, board.path, "integrity_check(1)")
        if rows := db.execute("PRAGMA foreign_key_check").fetchall():
            raise damaged(board.path, f"{len(rows)} links end at notes that do not exist")


def _links(tables: Mapping[str, Mapping[str, Entity]]) -> str:
    """What loading has looked at already."""
    ties = sum(getattr(row, tie.field) is not None for tie in TIES for row in tables[tie.entity].values())
    return f"links: {counted(len(tables['link']), 'link')} and {counted(ties, 'reference')} end at rows that are there"


def _ranks(path: Path, tables: Mapping[str, Mapping[str, Entity]]) -> str:
    """Raises Damaged where two things have the same place in an order."""
    seen: dict[tuple[str, str], str] = {}
    ranked = [
        ((f"zone {note.zone}", note.rank_key), f"note {note.id}")
        for note in cast("Mapping[str, Note]", tables["note"]).values()
        if note.rank_key is not None
    ]
    for row in tables["note"].values():
        if cast(Note, row).zone == PARKING and cast(Note, row).rank_key is not None:
            raise damaged(path, f"note {row.id} has a rank in the parking lot")
    for name in _ORDERED:
        ranked += [((name, row.rank_key), f"{name} {row.id}") for row in tables[name].values()]  # type: ignore[attr-defined]
    for place, row_name in ranked:
        if place in seen:
            raise damaged(path, f"{seen[place]} and {row_name} have the same rank")
        seen[place] = row_name
    return f"ranks: {counted(len(ranked), 'key')}, none of them twice"
