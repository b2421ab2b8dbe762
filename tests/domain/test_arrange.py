"""Free places for new notes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas_app.domain.arrange import (
    heading_rect,
    nominal_height,
    parking_rect,
    place_inside,
    place_near,
    places_in_zone,
)
from canvas_app.domain.canvas import canvas_from_data
from canvas_app.domain.commands import AddNotes, ArrangeZones, NewNote
from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH, PARKING
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.packing import GAP, pack
from tests.domain.builder import do, new_board, put, shipped
from tests.effort import calls

SIZE = (NOTE_WIDTH, NOTE_HEIGHT)
BARE = new_board()
ZONES = [zone.id for zone in BARE.canvas.zones]


def test_pack_fills_rows_in_reading_order() -> None:
    outline = Rect(0, 0, 320, 250).corners
    rects = pack(outline, [], [(100, 50)] * 4)
    assert rects is not None
    assert [(rect.x, rect.y) for rect in rects] == [(10, 10), (120, 10), (10, 70), (120, 70)]


def test_pack_goes_round_obstacles_and_says_when_it_is_full() -> None:
    outline = Rect(0, 0, 320, 130).corners
    rects = pack(outline, [Rect(90, 0, 40, 40)], [(100, 50)] * 2)
    assert rects is not None
    assert not any(rect.overlaps(Rect(90, 0, 40, 40), GAP) for rect in rects)
    assert pack(outline, [], [(100, 50)] * 20) is None
    assert pack(outline, [], []) == []


@settings(max_examples=25)
@given(
    st.sampled_from(ZONES),
    st.lists(st.tuples(st.floats(40, 300), st.floats(40, 300)), min_size=1, max_size=12),
    st.integers(0, 6),
)
def test_places_are_free_inside_the_zone_and_off_the_heading(zone_id: str, sizes: Any, present: int) -> None:
    board = BARE.copy()
    put(board, zone_id, *[f"n{n}" for n in range(present)])
    points, scale = places_in_zone(board, zone_id, sizes, nominal_height)
    zone = board.canvas.zone(zone_id)
    assert zone and scale >= 1
    outline = [(x * scale, y * scale) for x, y in zone.outline]
    rects = [Rect(x, y, w, h) for (x, y), (w, h) in zip(points, sizes, strict=True)]
    assert all(fits_inside(rect, outline) for rect in rects)
    assert not any(rect.overlaps(heading_rect(zone, scale)) for rect in rects)
    discs = [thing for thing in board.canvas.frame.draw if thing.type == "disc"]
    boxes = [Rect(d.center[0] - d.radius, d.center[1] - d.radius, 2 * d.radius, 2 * d.radius) for d in discs]
    assert boxes and not any(rect.overlaps(box.scaled(scale)) for rect in rects for box in boxes)
    assert not any(a.overlaps(b) for n, a in enumerate(rects) for b in rects[:n])


@given(st.lists(st.sampled_from([*ZONES, PARKING]), min_size=1, max_size=60))
def test_pasted_notes_never_overlap(zones: list[str]) -> None:
    board = BARE.copy()
    for half in (zones[::2], zones[1::2]):
        do(board, AddNotes(tuple(NewNote(zone=zone, kind="job") for zone in half)))
    rects = sorted((Rect(note.x, note.y, note.w, note.h) for note in board.notes.values()), key=lambda rect: rect.y)
    assert not any(a.overlaps(b) for n, a in enumerate(rects) for b in rects[n + 1 :])
    for note in board.notes.values():
        zone = board.canvas.zone_at(note.centre, board.info.scale)
        assert (zone.id if zone else PARKING) == note.zone


def test_headings() -> None:
    zones = {zone.id: zone for zone in shipped().zones}
    assert heading_rect(zones["products"], 1).x == 16
    assert heading_rect(zones["creators"], 1).right == 704
    assert heading_rect(zones["gains"], 1).centre[0] == 1160
    twice = heading_rect(zones["gains"], 2)
    assert twice.centre[0] == 2320 and twice.w == heading_rect(zones["gains"], 1).w


@pytest.mark.parametrize("zone_id", ZONES)
def test_a_heading_without_a_place_stands_inside_its_zone_and_notes_keep_off_it(zone_id: str) -> None:
    data = shipped().as_data()
    for zone in data["zone"]:
        del zone["heading"]
    board = new_board(canvas_from_data(data, "bare.toml"))
    bare = board.canvas.zone(zone_id)
    assert bare
    taken = heading_rect(bare, 1)
    assert taken.w == heading_rect(bare, 2).w == 230 and fits_inside(taken, bare.outline)
    points, _ = places_in_zone(board, zone_id, [SIZE] * 4, nominal_height)
    assert not any(Rect(*point, *SIZE).overlaps(taken) for point in points)


def test_the_parking_lot_lies_below_the_frame() -> None:
    box = parking_rect(BARE)
    assert box.y > BARE.frame.bottom and box.w == BARE.frame.w


@pytest.mark.parametrize("at", [(1000, 480), (0, 300), (5000, 5000)])
def test_near_a_place(at: tuple[float, float]) -> None:
    board = BARE.copy()
    assert place_near(board, at, SIZE, nominal_height) == at
    do(board, AddNotes((NewNote(x=at[0], y=at[1], kind="job"),)))
    x, y = place_near(board, at, SIZE, nominal_height)
    taken = Rect(*at, *SIZE)
    assert not Rect(x, y, *SIZE).overlaps(taken)
    again = place_near(board, at, SIZE, nominal_height, also=[Rect(x, y, *SIZE)])
    assert not Rect(*again, *SIZE).overlaps(Rect(x, y, *SIZE))


def test_near_a_place_within_a_zone() -> None:
    board = BARE.copy()
    put(board, "jobs", "a")
    note = board.notes["a"]
    x, y = place_near(board, (note.x, note.y), SIZE, nominal_height, zone_id="jobs")
    zone = board.canvas.zone_at((x + 66, y + 46))
    assert zone and zone.id == "jobs"
    assert not Rect(x, y, *SIZE).overlaps(Rect(note.x, note.y, *SIZE))


def test_nowhere_free_gives_the_place_itself() -> None:
    wall = [Rect(-5000, -5000, 10_000, 10_000)]
    assert place_near(BARE, (10, 20), SIZE, nominal_height, also=wall) == (10, 20)


def test_the_canvas_grows_about_as_far_as_it_must() -> None:
    board = BARE.copy()
    do(board, ArrangeZones(None, True))
    do(board, AddNotes(tuple(NewNote(zone="pains") for _ in range(40))))
    assert 1.8 < board.info.scale < 2.5  # their area alone takes 1.95


def test_parked_notes_keep_their_distance_from_the_frame_that_grows() -> None:
    board = BARE.copy()
    places = {"below": (300.0, 760.0), "right": (1600.0, 200.0), "left": (-400.0, 300.0), "corner": (1600.0, 800.0)}
    do(board, AddNotes(tuple(NewNote(id=n, x=x, y=y, kind="job") for n, (x, y) in places.items())))
    do(board, AddNotes(tuple(NewNote(zone="jobs") for _ in range(30))))
    frame, now = board.frame, board.notes
    assert board.info.scale > 1.5
    assert now["below"].y - frame.bottom == pytest.approx(40) and now["right"].x - frame.right == pytest.approx(80)
    assert now["left"].x == pytest.approx(-400)
    assert (now["corner"].x - frame.right, now["corner"].y - frame.bottom) == pytest.approx((80, 80))
    assert {now[n].zone for n in places} == {PARKING}


def test_twice_as_many_notes_are_twice_the_search_for_a_place() -> None:
    def work(count: int) -> int:
        points: list[Any] = []
        effort = calls(lambda: points.extend(places_in_zone(BARE, "pains", [SIZE] * count, nominal_height)[0]))
        assert len(set(points)) == count
        return effort

    assert work(4000) < 2.5 * work(2000)


def test_a_place_near_a_border_lies_wholly_inside() -> None:
    for zone_id, near in (("gains", (1200.0, 330.0)), ("pains", (1090.0, 300.0)), ("products", (-60.0, 300.0))):
        zone = BARE.canvas.zone(zone_id)
        assert zone
        place = place_inside(BARE, zone_id, SIZE, near)
        assert fits_inside(Rect(*place, *SIZE), zone.outline)
        assert abs(place[0] - near[0]) + abs(place[1] - near[1]) < 260
    assert place_inside(BARE, "gains", SIZE, (1000.0, 150.0)) == (1000.0, 150.0)
    x, y = place_inside(BARE, PARKING, SIZE, (200.0, 700.0))
    assert (x, y) == (200.0, BARE.frame.bottom + 5)
