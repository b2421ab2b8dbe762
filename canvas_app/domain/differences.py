"""What has become of a board between two of its states: as patches, and in words."""

from collections.abc import Iterable
from typing import Literal

from canvas_app.domain.arrange import grown_point
from canvas_app.domain.board import Board
from canvas_app.domain.entities import ENTITIES, PARKING, Entity, Note, Round, ZoneState
from canvas_app.domain.geometry import Point
from canvas_app.domain.patch import Patch, delete, insert, name_of

_KEPT = {"board": ("id", "created")}  # of the board itself, whatever state it goes back to
_NAMES = {
    "link": ("link", "links"),
    "statement": ("statement", "statements"),
    "stroke": ("line of ink", "lines of ink"),
    "round": ("vote", "votes"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "test_card": ("test", "tests"),
    "decision": ("decision", "decisions"),
    "competitor": ("competitor", "competitors"),
    "criterion": ("criterion", "criteria"),
    "rating": ("rating", "ratings"),
    "sitting": ("workshop", "workshops"),
}
"""Tables whose rows people know by a name."""
_ALIKE = 0.5
"""Board units that rounding may move a note by."""


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
    """What changed, a few words each: ["+6 notes", "2 moved", "ranks changed"]; empty where nothing did.

    Of what the growth of the canvas moves, only the growth is said; of dots only that there was a vote.
    """
    words = _notes(before, after)
    for name, (one, many) in _NAMES.items():
        words += _rows(before, after, name, one, many)
    kept, freed = (
        {key for key in a.zone_states if _arranged(a, key) and not _arranged(b, key)}
        for a, b in ((after, before), (before, after))
    )
    words += _count(kept, "", "zone", "zones", " kept in order")
    words += _count(freed, "", "zone", "zones", " not kept in order any more")
    old, new = before.info, after.info
    if old.scale != new.scale:
        words.append("canvas grown" if new.scale > old.scale else "canvas smaller")
    if old.title != new.title:
        words.append("board renamed")
    if old.model_copy(update={name: getattr(new, name) for name in ("id", "created", "scale", "title")}) != new:
        words.append("details of the board changed")
    if before.canvas_copy != after.canvas_copy:
        words.append("canvas changed")
    if before.step_states != after.step_states:
        words.append("guide changed")
    if before.stints != after.stints and before.sittings == after.sittings:
        words.append("log of the workshop changed")
    if not words and before.votes != after.votes:
        words.append("dots changed")
    return words


Mark = Literal["came", "went", "moved", "changed"]


def marked(before: Board, after: Board) -> dict[str, Mark]:
    """What became of each note that is not the same; one that moved and was changed counts as changed."""
    old, new = before.notes, after.notes
    marks: dict[str, Mark] = dict.fromkeys((key for key in old if key not in new), "went")
    for key, note in new.items():
        was = old.get(key)
        if was is None:
            marks[key] = "came"
        elif was is not note and _content(was) != _content(note):
            marks[key] = "changed"
        elif was is not note and (was.zone != note.zone or not _stays(before, after, was.centre, note.centre)):
            marks[key] = "moved"
    return marks


def _content(note: Note) -> object:
    return note.text, note.score, note.picked, _rest(note), note.colour, note.w, note.h, note.group_id, note.locked


def _rest(note: Note) -> object:
    return note.detail, note.tags, note.author, note.fields


def _stays(before: Board, after: Board, a: Point, b: Point) -> bool:
    """Whether a point is where it was, but for the growth of the canvas."""
    ratio = after.info.scale / before.info.scale
    if ratio == 1:
        return a == b
    if ratio > 1:
        a = grown_point(before.frame, a, ratio)
    else:
        b = grown_point(after.frame, b, 1 / ratio)
    return abs(a[0] - b[0]) <= _ALIKE and abs(a[1] - b[1]) <= _ALIKE


def _notes(before: Board, after: Board) -> list[str]:
    old, new = before.notes, after.notes
    words = _count(new.keys() - old.keys(), "+", "note", "notes")
    words += _count(old.keys() - new.keys(), "−", "note", "notes")
    pairs = ((old[key], note) for key, note in new.items() if key in old)
    both = [(was, note) for was, note in pairs if was is not note and was != note]

    def say(what: str, found: Iterable[bool]) -> None:
        """The first number says what it counts."""
        if count := sum(found):
            noun = "" if words else " note" if count == 1 else " notes"
            words.append(f"{count:,}{noun} {what}")

    sized = [(a.w, a.h) != (b.w, b.h) for a, b in both]
    say(
        "moved",
        (
            a.zone == b.zone and not resized and not _stays(before, after, a.centre, b.centre)
            for (a, b), resized in zip(both, sized, strict=True)
        ),
    )
    say("to another zone", (a.zone != b.zone and PARKING not in (a.zone, b.zone) for a, b in both))
    say("parked", (b.zone == PARKING != a.zone for a, b in both))
    say("brought back from the parking lot", (a.zone == PARKING != b.zone for a, b in both))
    say("reworded", (a.text != b.text for a, b in both))
    zones = {note.zone for note in (*old.values(), *new.values())}
    if any(before.ranked(zone) != after.ranked(zone) for zone in zones):
        words.append("ranks changed")
    say("scored", (a.score != b.score and b.score is not None for a, b in both))
    say("without a score now", (a.score != b.score and b.score is None for a, b in both))
    say("picked", (b.picked and not a.picked for a, b in both))
    say("not picked any more", (a.picked and not b.picked for a, b in both))
    say("resized", sized)
    say("in another colour", (a.colour != b.colour for a, b in both))
    say("grouped", (a.group_id != b.group_id and b.group_id is not None for a, b in both))
    say("ungrouped", (a.group_id is not None and b.group_id is None for a, b in both))
    say("locked", (b.locked and not a.locked for a, b in both))
    say("unlocked", (a.locked and not b.locked for a, b in both))
    say("with other details", (_rest(a) != _rest(b) for a, b in both))
    if not words and any(a.z != b.z for a, b in both):
        words.append("piles changed")
    return words


def _rows(before: Board, after: Board, name: str, one: str, many: str) -> list[str]:
    old, new = before.table(name), after.table(name)
    words = _count(new.keys() - old.keys(), "+", one, many) + _count(old.keys() - new.keys(), "−", one, many)
    changed = {key for key in old.keys() & new.keys() if old[key] != new[key]}
    if name == "stroke" and changed:
        changed = {key for key in changed if _redrawn(before, after, key)}
    elif name == "round":
        revealed = {key for key in changed if after.rounds[key].revealed and not before.rounds[key].revealed}
        words += _count(revealed, "", one, many, " revealed")
        changed = {key for key in changed - revealed if _terms(before.rounds[key]) != _terms(after.rounds[key])}
    elif changed and hasattr(old[min(changed)], "rank_key"):
        moved, changed = changed, {key for key in changed if not _differ_in_order(old[key], new[key])}
        words += [f"{many} in another order"] if moved and not changed else []
    return words + _count(changed, "", one, many, " changed")


def _redrawn(before: Board, after: Board, key: str) -> bool:
    a, b = before.strokes[key], after.strokes[key]
    return (a.colour, a.width, len(a.points)) != (b.colour, b.width, len(b.points)) or not all(
        _stays(before, after, was[:2], now[:2]) for was, now in zip(a.points, b.points, strict=True)
    )


def _differ_in_order(a: Entity, b: Entity) -> bool:
    return a.model_copy(update={"rank_key": getattr(b, "rank_key", None)}) == b


def _terms(round_: Round) -> Round:
    """What a person sets of a vote; its turn goes on by itself."""
    return round_.model_copy(update={"turn": 0, "revealed": False})


def _arranged(board: Board, zone: str) -> bool:
    state: ZoneState | None = board.zone_states.get(zone)
    return state is not None and state.arranged


def _count(keys: set[str], sign: str, one: str, many: str, then: str = "") -> list[str]:
    count = len(keys)
    return [f"{sign}{count:,} {one if count == 1 else many}{then}"] if count else []
