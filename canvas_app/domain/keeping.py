"""Zones that keep themselves in order: what a change makes of the notes of arranged zones, in the same step."""

from collections.abc import Iterable, Mapping, Sequence

from canvas_app.domain import arrange
from canvas_app.domain.arrange import Measure, is_arranged
from canvas_app.domain.board import Board
from canvas_app.domain.decide_notes import grow
from canvas_app.domain.entities import Note
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Point, Rect
from canvas_app.domain.order import rising_keys
from canvas_app.domain.packing import GAP
from canvas_app.domain.patch import Patch, change, composed
from canvas_app.domain.rules import after, some

_SHAPE = {"zone", "x", "y", "w", "h", "text", "rank_key", "locked"}


def keep_in_order(board: Board, patches: list[Patch], measure: Measure, put: Iterable[str] = ()) -> list[Patch]:
    """The patches, and with them those that re-lay every arranged zone that they touch.

    `put` names notes that a person put at a place: it is their place in the order of the zone too, as far as ranked
    notes come first. What came otherwise comes last.
    """
    if not patches:
        return patches
    states = any(patch.entity == "zone_state" for patch in patches)
    if not states and not any(is_arranged(board, zone.id) for zone in board.canvas.zones):
        return patches
    later = after(board, patches)
    zones = [zone_id for zone_id in _touched(board, later, patches) if is_arranged(later, zone_id)]
    if not zones:
        return patches
    places = _places(board, later, set(put))
    coming = {patch.id: n for n, patch in enumerate(patches) if patch.entity == "note"}
    ranks: list[Patch] = []
    flows: dict[str, list[str]] = {}
    for zone_id in zones:
        flows[zone_id], changed = _order(board, later, zone_id, places, coming)
        ranks += changed
    return composed([*patches, *ranks, *lay_zones(after(later, ranks), flows, measure)])


def lay_zones(board: Board, flows: Mapping[str, Sequence[str]], measure: Measure) -> list[Patch]:
    """Patches that lay the notes of zones in rows in the order given, after the growth which that needs.

    Notes of these zones that are not named, and locked ones, stay and are gone round. When the canvas grows, all
    arranged zones are laid anew.
    """
    flows = dict(flows)
    patches: list[Patch] = []
    while True:
        laid = {zone_id: _rows(board, zone_id, ids, measure) for zone_id, ids in flows.items()}
        growth = grow(board, max((scale for _, scale in laid.values()), default=board.info.scale))
        if not growth:
            break
        for zone in board.canvas.zones:
            if zone.id not in flows and is_arranged(board, zone.id):
                flows[zone.id] = flow(board, zone.id)
        patches += growth
        board = after(board, growth)
    for zone_id, ids in flows.items():
        rects, _ = laid[zone_id]
        patches += some(
            change(board.notes[note_id], x=rect.x, y=rect.y) for note_id, rect in zip(ids, rects, strict=True)
        )
    return patches


def flow(board: Board, zone_id: str) -> list[str]:
    """The notes that a zone lays in rows: those that are not locked, in its order."""
    return [note.id for note in board.in_zone(zone_id) if not note.locked]


def _rows(board: Board, zone_id: str, ids: Sequence[str], measure: Measure) -> tuple[list[Rect], float]:
    zone = board.canvas.zone(zone_id)
    assert zone is not None
    own = set(ids)
    fixed = [note for note in board.notes.values() if note.zone == zone_id and note.id not in own]
    sizes = [(board.notes[note_id].w, measure(board.notes[note_id])) for note_id in ids]

    def taken(scale: float) -> list[Rect]:
        return arrange.in_reach(fixed, zone.bounds.scaled(scale), measure, scale / board.info.scale)

    rects, scale = arrange.pack_zone(board, zone, sizes, taken)
    if rects is None:
        raise RuleBroken(f"These notes are too large for {zone.title} to lay them out; make them shorter.")
    return rects, scale


def _places(board: Board, later: Board, put: Iterable[str]) -> dict[str, Point]:
    """Where the middles of notes were put, in the measure of the board before the step."""
    ratio = later.info.scale / board.info.scale
    places = {}
    for note_id in put:
        note, old = later.notes.get(note_id), board.notes.get(note_id)
        if note is not None and not (old is not None and (old.x, old.y) == (note.x, note.y)):
            places[note_id] = (note.centre[0] / ratio, note.centre[1] / ratio)
    return places


def _touched(board: Board, later: Board, patches: Iterable[Patch]) -> list[str]:
    """Zones whose notes may lie otherwise after these patches, in canvas order."""
    found: set[str] = set()
    for patch in patches:
        fields = (patch.before or {}).keys() | (patch.after or {}).keys()
        if patch.entity == "note" and fields & _SHAPE:
            found |= {side.notes[patch.id].zone for side in (board, later) if patch.id in side.notes}
        elif patch.entity == "zone_state":
            found.add(patch.id)
        elif patch.entity == "canvas" or (patch.entity == "board" and "scale" in fields):
            return [zone.id for zone in later.canvas.zones]
    return [zone.id for zone in later.canvas.zones if zone.id in found]


def _order(
    board: Board, later: Board, zone_id: str, places: Mapping[str, Point], coming: Mapping[str, int]
) -> tuple[list[str], list[Patch]]:
    """The order in which a zone lays its notes after a step, and the ranks that follow from where notes were put."""
    members = {note.id: note for note in later.in_zone(zone_id)}
    was = [note.id for note in board.in_zone(zone_id)] if is_arranged(board, zone_id) else []
    known = set(was)
    new = [note_id for note_id in members if note_id not in known]
    if known:
        new.sort(key=lambda note_id: coming.get(note_id, 0))
    loose = [note_id for note_id in (*was, *new) if note_id in members and members[note_id].rank_key is None]
    ranked = list(later.ranked(zone_id))
    by_hand = [n for n in ranked if n in places and n in known and not members[n].locked] if known else []
    put = [note_id for note_id in loose if note_id in places] if known else []
    if by_hand or put:
        moved = {*by_hand, *put}
        ranked = [note_id for note_id in ranked if note_id not in moved]
        loose = [note_id for note_id in loose if note_id not in moved]
        shown = [n for n in (*ranked, *loose) if n in known and not members[n].locked]
        rows = _Rows([_rect(board.notes[note_id]) for note_id in shown])

        def place(note_id: str) -> tuple[int, float, float, str]:
            x, y = places[note_id]
            return rows.index(x, y), y, x, note_id

        ranked = _put_in(ranked, shown, sorted(map(place, by_hand)))
        loose = _put_in(loose, shown, sorted(map(place, put)))
    changed: list[Patch | None] = []
    if by_hand:
        keys = [None if note_id in by_hand else members[note_id].rank_key for note_id in ranked]
        changed = [
            change(members[note_id], rank_key=key) for note_id, key in zip(ranked, rising_keys(keys), strict=True)
        ]
    return [note_id for note_id in (*ranked, *loose) if not members[note_id].locked], some(changed)


def _put_in(ids: Sequence[str], shown: Sequence[str], places: Sequence[tuple[int, float, float, str]]) -> list[str]:
    """`ids` with further ones put in, each before the first of `ids` that stands at its place of `shown` or after."""
    at = {note_id: n for n, note_id in enumerate(shown)}
    result: list[str] = []
    waiting = list(places)
    for note_id in ids:
        while waiting and note_id in at and waiting[0][0] <= at[note_id]:
            result.append(waiting.pop(0)[3])
        result.append(note_id)
    return [*result, *(place[3] for place in waiting)]


def _rect(note: Note) -> Rect:
    return Rect(note.x, note.y, note.w, note.h)


class _Rows:
    """Rectangles in rows, to be asked between which of them a point lies."""

    def __init__(self, rects: Sequence[Rect]):
        self._rows: list[tuple[float, int, list[float]]] = []
        for n, rect in enumerate(rects):
            if not self._rows or abs(self._rows[-1][0] - rect.y) > 1:
                self._rows.append((rect.y, n, []))
            self._rows[-1][2].append(rect.centre[0])

    def index(self, x: float, y: float) -> int:
        """How many of the rectangles come before a point in reading order."""
        count = 0
        for top, first, middles in self._rows:
            if top - GAP / 2 > y:
                break
            count = first + sum(middle < x for middle in middles)
        return count
