"""The board in memory: entities by id, checked changes, and what is derived from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from canvas_app.domain.canvas import Canvas, canvas_from_data
from canvas_app.domain.entities import (
    ENTITIES,
    MAX_NOTES,
    MAX_STROKES,
    MAX_VOTES,
    PARKING,
    TIES,
    TIES_OF,
    BoardInfo,
    CanvasCopy,
    Competitor,
    Criterion,
    Decision,
    Entity,
    Evidence,
    Link,
    Note,
    Rating,
    Round,
    Sitting,
    Statement,
    StepState,
    Stint,
    Stroke,
    TestCard,
    Vote,
    ZoneState,
    stands,
)
from canvas_app.domain.errors import RuleBroken, StalePatch
from canvas_app.domain.geometry import Rect
from canvas_app.domain.patch import Patch

E_ = TypeVar("E_", bound=Entity)


@dataclass(frozen=True, slots=True)
class Row:
    """One entity as it is after a step; `value` None means gone."""

    entity: str
    id: str
    value: Entity | None


class Board:
    """All entities of one board. Written by `apply` alone."""

    def __init__(self, tables: Mapping[str, Mapping[str, Entity]]):
        self._tables: dict[str, dict[str, Entity]] = {name: dict(tables.get(name, {})) for name in ENTITIES}
        self._ranked: dict[str, tuple[str, ...]] | None = None
        self._links_of: dict[str, set[str]] | None = None
        self._ordered: tuple[Note, ...] | None = None
        self._canvas: Canvas | None = None

    # reading

    def table(self, name: str) -> Mapping[str, Entity]:
        return self._tables[name]

    @property
    def info(self) -> BoardInfo:
        return cast(BoardInfo, next(iter(self._tables["board"].values())))

    @property
    def canvas_copy(self) -> CanvasCopy:
        return cast(CanvasCopy, next(iter(self._tables["canvas"].values())))

    @property
    def canvas(self) -> Canvas:
        if self._canvas is None:
            copy = self.canvas_copy
            self._canvas = canvas_from_data(copy.definition, f"the canvas '{copy.id}' in the board")
        return self._canvas

    @property
    def notes(self) -> Mapping[str, Note]:
        return cast(Mapping[str, Note], self._tables["note"])

    @property
    def links(self) -> Mapping[str, Link]:
        return cast(Mapping[str, Link], self._tables["link"])

    @property
    def zone_states(self) -> Mapping[str, ZoneState]:
        return cast(Mapping[str, ZoneState], self._tables["zone_state"])

    @property
    def strokes(self) -> Mapping[str, Stroke]:
        """In the order of drawing."""
        return cast(Mapping[str, Stroke], self._tables["stroke"])

    @property
    def statements(self) -> list[Statement]:
        """In the person's order."""
        return cast(list[Statement], self._in_person_order("statement"))

    @property
    def step_states(self) -> Mapping[str, StepState]:
        """By the step's number as text."""
        return cast(Mapping[str, StepState], self._tables["step_state"])

    @property
    def sittings(self) -> Mapping[str, Sitting]:
        """In the order in which they began."""
        return cast(Mapping[str, Sitting], self._tables["sitting"])

    @property
    def stints(self) -> Mapping[str, Stint]:
        return cast(Mapping[str, Stint], self._tables["stint"])

    @property
    def rounds(self) -> Mapping[str, Round]:
        """The newest last."""
        return cast(Mapping[str, Round], self._tables["round"])

    @property
    def votes(self) -> Mapping[str, Vote]:
        """In the order in which the dots were put."""
        return cast(Mapping[str, Vote], self._tables["vote"])

    @property
    def decisions(self) -> Mapping[str, Decision]:
        return cast(Mapping[str, Decision], self._tables["decision"])

    @property
    def ratings(self) -> Mapping[str, Rating]:
        return cast(Mapping[str, Rating], self._tables["rating"])

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        return cast(Mapping[str, Evidence], self._tables["evidence"])

    @property
    def competitors(self) -> list[Competitor]:
        """In the person's order."""
        return cast(list[Competitor], self._in_person_order("competitor"))

    @property
    def criteria(self) -> list[Criterion]:
        """In the person's order."""
        return cast(list[Criterion], self._in_person_order("criterion"))

    @property
    def test_cards(self) -> list[TestCard]:
        """In the person's order."""
        return cast(list[TestCard], self._in_person_order("test_card"))

    def _in_person_order(self, table: str) -> list[Entity]:
        return sorted(self._tables[table].values(), key=lambda row: (row.rank_key, row.id))  # type: ignore[attr-defined]

    @property
    def frame(self) -> Rect:
        return self.canvas.frame_rect.scaled(self.info.scale)

    def ranked(self, zone_id: str) -> tuple[str, ...]:
        """Ids of the ranked notes of a zone, first to last."""
        if self._ranked is None:
            keyed: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for note in self.notes.values():
                if note.rank_key is not None and note.zone != PARKING:
                    keyed[note.zone].append((note.rank_key, note.id))
            self._ranked = {zone: tuple(note_id for _, note_id in sorted(keys)) for zone, keys in keyed.items()}
        return self._ranked.get(zone_id, ())

    def ranks(self) -> dict[str, int]:
        """Rank 1..n of every ranked note."""
        self.ranked(PARKING)
        assert self._ranked is not None
        return {note_id: n for ids in self._ranked.values() for n, note_id in enumerate(ids, 1)}

    def rank(self, note_id: str) -> int | None:
        ids = self.ranked(self.notes[note_id].zone)
        return ids.index(note_id) + 1 if note_id in ids else None

    def in_zone(self, zone_id: str) -> list[Note]:
        """The notes of a zone: by rank, the unranked after them by (y, x, id)."""
        rows = [note for note in self.notes.values() if note.zone == zone_id]
        return sorted(rows, key=_place_in_zone)

    def in_order(self) -> tuple[Note, ...]:
        """All notes: zones in canvas order, the parking lot last."""
        if self._ordered is None:
            by_zone: dict[str, list[Note]] = {zone: [] for zone in (*(z.id for z in self.canvas.zones), PARKING)}
            for note in self.notes.values():
                by_zone[note.zone].append(note)
            self._ordered = tuple(note for rows in by_zone.values() for note in sorted(rows, key=_place_in_zone))
        return self._ordered

    def links_of(self, note_id: str) -> list[Link]:
        """Links that start or end at a note."""
        if self._links_of is None:
            self._links_of = defaultdict(set)
            for link in self.links.values():
                self._links_of[link.source].add(link.id)
                self._links_of[link.target].add(link.id)
        return [self.links[link_id] for link_id in sorted(self._links_of.get(note_id, ()))]

    # changing

    def check(self, patches: Sequence[Patch]) -> list[Row]:
        """The rows that these patches lead to, validated on copies; the board is untouched.

        Raises StalePatch where a patch does not fit the board, RuleBroken where the result would break a limit.
        """
        changed: dict[tuple[str, str], Entity | None] = {}
        for patch in patches:
            key = (patch.entity, patch.id)
            now = changed[key] if key in changed else self._tables[patch.entity].get(patch.id)
            changed[key] = _patched(now, patch)
        rows = [Row(name, row_id, value) for (name, row_id), value in changed.items()]
        self._check_references(changed)
        self._check_ties(changed)
        return rows

    def _check_references(self, changed: dict[tuple[str, str], Entity | None]) -> None:
        def exists(note_id: str) -> bool:
            key = ("note", note_id)
            return changed[key] is not None if key in changed else note_id in self.notes

        canvas = self.canvas if self._tables["canvas"] else None
        added = Counter[str]()
        for (name, row_id), value in changed.items():
            if name == "canvas" and isinstance(value, CanvasCopy):
                canvas = canvas_from_data(value.definition, f"the canvas '{value.id}'")
            added[name] += (value is not None) - (row_id in self._tables[name])
        if added["note"] > 0 and len(self.notes) + added["note"] > MAX_NOTES:
            raise RuleBroken(f"A board holds {MAX_NOTES:,} notes at most; split it into several boards.")
        if added["stroke"] > 0 and len(self.strokes) + added["stroke"] > MAX_STROKES:
            raise RuleBroken(f"A board holds {MAX_STROKES:,} strokes of the pen at most; erase some of them.")
        if added["vote"] > 0 and len(self.votes) + added["vote"] > MAX_VOTES:
            raise RuleBroken(f"A board holds {MAX_VOTES:,} dots at most; delete an old round.")
        for (name, row_id), value in changed.items():
            if isinstance(value, Link) and not (exists(value.source) and exists(value.target)):
                raise StalePatch(f"link {row_id} ends at a note that does not exist")
            if isinstance(value, Note):
                assert canvas is not None, "the first step brings the canvas"
                zone = canvas.zone(value.zone)
                if zone is None and value.zone != PARKING:
                    raise StalePatch(f"note {row_id} lies in the unknown zone {value.zone}")
                if zone is not None and zone.kind != value.kind:
                    raise StalePatch(f"note {row_id} is not of the kind of its zone")
                if zone is None and value.rank_key is not None:
                    raise StalePatch(f"parked note {row_id} has a rank")
            if name == "note" and value is None and row_id in self.notes:
                for link in self.links_of(row_id):
                    if changed.get(("link", link.id), link) is not None:
                        raise StalePatch(f"note {row_id} goes but its link {link.id} stays")

    def _check_ties(self, changed: dict[tuple[str, str], Entity | None]) -> None:
        gone: dict[str, set[str]] = defaultdict(set)
        for (name, row_id), value in changed.items():
            if value is None:
                gone[name].add(row_id)
            for tie in TIES_OF.get(name, ()) if value is not None else ():
                end = getattr(value, tie.field)
                if end is None or stands(tie, end):
                    continue
                key = (tie.to, end)
                if changed[key] is None if key in changed else end not in self._tables[tie.to]:
                    raise StalePatch(f"{name} {row_id} is about the {tie.to} {end}, which does not exist")
        for tie in TIES:
            if gone[tie.to]:
                for row in self._tables[tie.entity].values():
                    if getattr(row, tie.field) in gone[tie.to] and (tie.entity, row.id) not in changed:
                        raise StalePatch(f"{tie.to} {getattr(row, tie.field)} goes but {tie.entity} {row.id} stays")

    def apply(self, rows: Iterable[Row]) -> None:
        """Takes over rows that `check` gave; cannot fail."""
        for row in rows:
            table = self._tables[row.entity]
            before = table.get(row.id)
            if row.value is None:
                table.pop(row.id, None)
            else:
                table[row.id] = row.value
            match row.entity:
                case "note":
                    self._ordered = None
                    if _standing(before) != _standing(row.value):
                        self._ranked = None
                case "link":
                    self._links_of = None
                case "canvas":
                    self._canvas = self._ordered = None

    def copy(self) -> "Board":
        return Board(self._tables)


def _place_in_zone(note: Note) -> tuple[bool, str, float, float, str]:
    if note.rank_key is not None:
        return False, note.rank_key, 0, 0, note.id
    return True, "", note.y, note.x, note.id


def _standing(note: Entity | None) -> tuple[str, str | None] | None:
    return (note.zone, note.rank_key) if isinstance(note, Note) and note.rank_key is not None else None


def _patched(now: Entity | None, patch: Patch) -> Entity | None:
    model = ENTITIES[patch.entity]
    where = f"{patch.entity} {patch.id}"
    if patch.before is None:
        if now is not None:
            raise StalePatch(f"{where} exists already")
        return _validated(model, patch.after or {}, where)
    if now is None:
        raise StalePatch(f"{where} does not exist")
    current = now.model_dump(mode="json", include=set(patch.before))
    if current != patch.before:
        raise StalePatch(f"{where} is not as the patch expects")
    if patch.after is None:
        return None
    return _validated(model, {**now.model_dump(mode="json"), **patch.after}, where)


def _validated(model: type[E_], values: dict[str, Any], where: str) -> E_:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(piece) for piece in first["loc"])
        raise RuleBroken(
            f"The {where.split()[0]}'s {field} cannot be {first['input']!r:.60}: {first['msg']}."
        ) from error
