"""What has become of a board between two of its states: as patches, and in words."""

from typing import Literal

from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, PARKING, Note
from canvas_app.domain.patch import Patch, delete, insert, name_of

_KEPT = {"board": ("id", "created")}  # of the board itself, whatever state it goes back to
_NAMES = {
    "link": ("link", "links"),
    "statement": ("statement", "statements"),
    "stroke": ("stroke", "strokes"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "test_card": ("test", "tests"),
    "decision": ("decision", "decisions"),
    "competitor": ("competitor", "competitors"),
    "criterion": ("criterion", "criteria"),
    "rating": ("rating", "ratings"),
    "round": ("vote", "votes"),
}
"""Tables whose rows people know by a name."""


def patches_to(then: Board, now: Board) -> list[Patch]:
    """What makes `now` the board that `then` is; its id and the time it was made stay. Inserts first, deletes last."""
    inserts: list[Patch] = []
    changes: list[Patch] = []
    deletes: list[Patch] = []
    for name in ENTITIES:
        old, new = now.table(name), then.table(name)
        if name == "board":
            old, new = {"": now.info}, {"": then.info}
        inserts += [insert(row) for key, row in new.items() if key not in old]
        deletes += [delete(row) for key, row in old.items() if key not in new]
        for key, row in new.items():
            before = old.get(key)
            if before is None or before == row:
                continue
            a, b = before.model_dump(mode="json"), row.model_dump(mode="json")
            fields = [field for field in a if a[field] != b[field] and field not in _KEPT.get(name, ())]
            if fields:
                was, becomes = {field: a[field] for field in fields}, {field: b[field] for field in fields}
                changes.append(Patch(entity=name_of(row), id=before.id, before=was, after=becomes))
    return [*inserts, *changes, *reversed(deletes)]


def summary(before: Board, after: Board) -> list[str]:
    """What changed, a few words each: ["+6 notes", "2 moved", "ranks changed"]; empty where nothing did."""
    words = _notes(before, after)
    for name, (one, many) in _NAMES.items():
        old, new = before.table(name), after.table(name)
        words += _count(new.keys() - old.keys(), "+", one, many)
        words += _count(old.keys() - new.keys(), "−", one, many)
        words += _count({key for key in old.keys() & new.keys() if old[key] != new[key]}, "", one, many, " changed")
    if before.info.scale != after.info.scale:
        words.append("canvas grown" if after.info.scale > before.info.scale else "canvas smaller")
    if before.info.model_copy(update={"scale": after.info.scale}) != after.info:
        words.append("details of the board changed")
    if before.canvas_copy != after.canvas_copy:
        words.append("canvas changed")
    return words


Mark = Literal["came", "went", "moved", "changed"]


def marked(before: Board, after: Board) -> dict[str, Mark]:
    """What became of each note that is not the same; one that moved and was changed counts as changed."""
    old, new = before.notes, after.notes
    marks: dict[str, Mark] = dict.fromkeys((key for key in old if key not in new), "went")
    grown = before.info.scale != after.info.scale
    for key, note in new.items():
        was = old.get(key)
        if was is None:
            marks[key] = "came"
        elif was is not note and _words(was) != _words(note):
            marks[key] = "changed"
        elif was is not note and (was.zone != note.zone or ((was.x, was.y) != (note.x, note.y) and not grown)):
            marks[key] = "moved"
    return marks


def _words(note: Note) -> object:
    return note.text, note.score, note.picked, _rest(note)


def _notes(before: Board, after: Board) -> list[str]:
    old, new = before.notes, after.notes
    pairs = ((old[key], note) for key, note in new.items() if key in old)
    both = [(was, note) for was, note in pairs if was is not note and was != note]
    words = _count(new.keys() - old.keys(), "+", "note", "notes") + _count(
        old.keys() - new.keys(), "−", "note", "notes"
    )
    grown = before.info.scale != after.info.scale  # which moves every note
    moved = [a for a, b in both if a.zone == b.zone and (a.x, a.y) != (b.x, b.y) and not grown]
    changed_zone = [a for a, b in both if a.zone != b.zone and PARKING not in (a.zone, b.zone)]
    parked = [a for a, b in both if b.zone == PARKING != a.zone]
    back = [a for a, b in both if a.zone == PARKING != b.zone]
    words += [f"{len(moved)} moved"] if moved else []
    words += [f"{len(changed_zone)} to another zone"] if changed_zone else []
    words += [f"{len(parked)} parked"] if parked else []
    words += [f"{len(back)} brought back from the parking lot"] if back else []
    reworded = [a for a, b in both if a.text != b.text]
    words += [f"{len(reworded)} reworded"] if reworded else []
    zones = {note.zone for note in (*old.values(), *new.values())}
    if any(before.ranked(zone) != after.ranked(zone) for zone in zones):
        words.append("ranks changed")
    scored = [a for a, b in both if a.score != b.score]
    words += [f"{len(scored)} scored"] if scored else []
    picked = sum(b.picked and not a.picked for a, b in both)
    dropped = sum(a.picked and not b.picked for a, b in both)
    words += [f"{picked} picked"] if picked else []
    words += [f"{dropped} not picked any more"] if dropped else []
    rest = [a for a, b in both if _rest(a) != _rest(b)]
    words += [f"{len(rest)} with other details"] if rest else []
    return words


def _rest(note: Note) -> object:
    return note.detail, note.colour, note.tags, note.author, note.fields, note.w, note.h, note.group_id, note.locked


def _count(keys: set[str], sign: str, one: str, many: str, then: str = "") -> list[str]:
    count = len(keys)
    return [f"{sign}{count:,} {one if count == 1 else many}{then}"] if count else []
