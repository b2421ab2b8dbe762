"""Every command: what it changes, what it leaves alone, what it refuses and with which words."""

from collections.abc import Callable
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import (
    AddLink,
    AddNotes,
    AddStatement,
    Command,
    Delete,
    DeleteStatements,
    EditBoard,
    EditNote,
    EditStatement,
    MoveNotes,
    MoveStatement,
    MoveToZone,
    NewNote,
    PickNotes,
    RankNote,
    ReplaceCanvas,
    ScoreNotes,
    SetStrength,
    SortStatements,
    UnrankNotes,
)
from canvas_app.domain.decide import decide, link_direction, refuse_link, zone_for
from canvas_app.domain.entities import MAX_TEXT, PARKING, Part
from canvas_app.domain.errors import RuleBroken
from canvas_app.domain.geometry import Rect
from tests.domain.builder import MIDDLE, do, dump, faults, new_board, put, tie


@pytest.fixture
def board() -> Board:
    """One or two notes in every zone, linked."""
    board = new_board()
    put(board, "products", "product")
    put(board, "creators", "creator")
    put(board, "relievers", "reliever", "reliever2")
    put(board, "gains", "gain")
    put(board, "pains", "pain", "pain2")
    put(board, "jobs", "job")
    tie(board, ("reliever", "pain", 3), ("creator", "gain", 1), ("product", "reliever", 2), ("pain", "job", 2))
    return board


def refused(board: Board, command: Command) -> str:
    before = dump(board)
    with pytest.raises(RuleBroken) as caught:
        decide(board, command)
    assert dump(board) == before
    message = str(caught.value)
    assert message.endswith(".") and message[0].isupper()
    return message


def order(board: Board, zone: str) -> list[str]:
    return [note.id for note in board.in_zone(zone)]


# nothing to do, nothing there

NOTHING: dict[str, Command] = {
    "no notes": AddNotes(()),
    "moved by nothing": MoveNotes(("pain",), 0, 0),
    "into its own zone": MoveToZone(("pain",), "pains"),
    "same text": EditNote("pain", {"text": "pain"}),
    "delete nothing": Delete(),
    "link that went already": Delete(links=("gone",)),
    "no score as before": ScoreNotes(("pain",), None),
    "not picked as before": PickNotes(("pain",), False),
    "unranked as before": UnrankNotes(("pain",)),
    "strength as before": SetStrength(("reliever-pain",), 3),
    "no statements to sort": SortStatements(),
    "no statements to delete": DeleteStatements(("x",)),
    "title as before": EditBoard({"title": " Test "}),
}


@pytest.mark.parametrize("case", NOTHING)
def test_no_change_means_no_patches(board: Board, case: str) -> None:
    assert decide(board, NOTHING[case]) == []


ABSENT: list[Command] = [
    MoveNotes(("gone",), 1, 1),
    MoveToZone(("gone",), "pains"),
    EditNote("gone", {"text": "x"}),
    Delete(notes=("gone",)),
    ScoreNotes(("gone",), 1),
    PickNotes(("gone",), True),
    RankNote("gone", 0),
    UnrankNotes(("gone",)),
    AddLink("gone", "pain"),
    AddLink("pain", "gone"),
]


@pytest.mark.parametrize("command", ABSENT, ids=lambda command: type(command).__name__)
def test_a_note_that_is_gone(board: Board, command: Command) -> None:
    assert refused(board, command) == "That note is not on the board any more."


@pytest.mark.parametrize("command", [EditStatement("gone", ()), MoveStatement("gone", 0)])
def test_a_statement_that_is_gone(board: Board, command: Command) -> None:
    assert refused(board, command) == "That statement is not on the board any more."


def test_what_is_no_command() -> None:
    with pytest.raises(TypeError, match="no rule for str"):
        decide(new_board(), "move")  # type: ignore[arg-type]


# adding


def test_the_place_says_the_zone_and_the_zone_the_kind() -> None:
    board = new_board()
    for zone, (x, y) in MIDDLE.items():
        do(board, AddNotes((NewNote(id=f"n-{zone}", x=x - 66, y=y - 46, text=" Hello\r\n\tyou "),)))
        note = board.notes[f"n-{zone}"]
        assert (note.zone, note.x, note.y) == (zone, x - 66, y - 46)
        assert note.text == " Hello\n    you "
    assert not faults(board)


def test_adding_without_a_place_needs_a_zone() -> None:
    assert refused(new_board(), AddNotes((NewNote(text="x"),))) == "This canvas has no zone 'None'."
    assert refused(new_board(), AddNotes((NewNote(zone="cellar"),))) == "This canvas has no zone 'cellar'."


def test_a_parked_note_keeps_the_kind_it_is_given() -> None:
    board = new_board()
    do(board, AddNotes((NewNote(id="a", zone=PARKING, kind="gain"), NewNote(id="b", zone=PARKING, kind="nonsense"))))
    assert board.notes["a"].kind == "gain"
    assert board.canvas.kind(board.notes["b"].kind)
    assert all(board.notes[name].zone == zone_for(board, board.notes[name].centre) == PARKING for name in "ab")


def test_further_values_of_a_new_note() -> None:
    board = new_board()
    values = {"score": 4, "picked": True, "tags": ["a\tb"], "detail": "x\r\ny", "fields": {"frequency": "daily"}}
    do(board, AddNotes((NewNote(id="a", zone="pains", values=values),)))
    note = board.notes["a"]
    assert (note.score, note.picked, note.tags, note.detail) == (4, True, ("a    b",), "x\ny")
    assert note.fields == {"frequency": "daily"}


@pytest.mark.parametrize("values", [{"score": 9}, {"colour": "x" * 33}, {"x": float("nan")}])
def test_a_new_note_with_values_that_no_note_has(values: dict[str, Any]) -> None:
    place = {"x": values["x"], "y": 3.0} if "x" in values else {"zone": "pains", "values": values}
    refused(new_board(), AddNotes((NewNote(**place),)))


def test_too_long_a_text() -> None:
    words = f"A note holds 20,000 characters at most; this one has {MAX_TEXT + 1:,}."
    board = new_board()
    put(board, "pains", "a")
    assert refused(board, AddNotes((NewNote(zone="pains", text="x" * (MAX_TEXT + 1)),))) == words
    assert refused(board, EditNote("a", {"text": "x" * (MAX_TEXT + 1)})) == words
    assert refused(board, EditNote("a", {"detail": "x" * (MAX_TEXT + 1)})) == words


def test_links_that_come_with_notes() -> None:
    board = new_board()
    notes = (NewNote(id="r", zone="relievers"), NewNote(id="p", zone="pains"), NewNote(id="g", zone="gains"))
    links = (
        AddLink("r", "p", 3, id="good"),
        AddLink("r", "p", 1, id="again"),
        AddLink("p", "r", 2, id="turned"),
        AddLink("r", "g", 2, id="illegal"),
        AddLink("r", "r", 2, id="loop"),
    )
    do(board, AddNotes(notes, links))
    assert {link.id: link.strength for link in board.links.values()} == {"good": 3}
    assert not faults(board)


# growth


def rects(board: Board) -> list[Rect]:
    return [Rect(note.x, note.y, note.w, note.h) for note in board.notes.values()]


def no_overlap(board: Board) -> bool:
    boxes = sorted(rects(board), key=lambda box: box.y)
    return not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


@pytest.mark.parametrize("zone", ["products", "creators", "relievers", "gains", "pains", "jobs"])
@pytest.mark.parametrize("count", [3, 40])
def test_many_pasted_notes_find_room_in_their_zone(zone: str, count: int) -> None:
    board = new_board()
    put(board, "pains", "old")
    start = dump(board)
    patches = do(board, AddNotes(tuple(NewNote(text=str(n), zone=zone) for n in range(count))))
    assert no_overlap(board)
    assert len(board.in_zone(zone)) >= count
    for note in board.notes.values():
        assert zone_for(board, note.centre) == note.zone
        outline = board.canvas.zone(note.zone)
        assert outline
    assert (board.info.scale > 1) == (count == 40)
    # one step, and it can be taken back
    board.apply(board.check([patch.inverse for patch in reversed(patches)]))
    assert dump(board) == start


def test_growth_moves_notes_with_their_zones_and_keeps_their_sizes() -> None:
    board = new_board()
    put(board, "creators", "c")
    before = board.notes["c"]
    do(board, AddNotes(tuple(NewNote(zone="jobs") for _ in range(30))))
    after, scale = board.notes["c"], board.info.scale
    assert scale > 1 and (after.w, after.h) == (before.w, before.h)
    assert after.centre == pytest.approx((before.centre[0] * scale, before.centre[1] * scale))


def test_notes_for_several_full_zones_at_once() -> None:
    board = new_board()
    zones = ("jobs", "products", "pains")
    do(board, AddNotes(tuple(NewNote(zone=zone) for _ in range(12) for zone in zones)))
    assert no_overlap(board)
    assert all(zone_for(board, note.centre) == note.zone for note in board.notes.values())
    assert {zone: len(board.in_zone(zone)) for zone in zones} == dict.fromkeys(zones, 12)


def test_a_note_with_a_place_moves_with_the_canvas_that_grows_in_the_same_step() -> None:
    board = new_board()
    pointed = NewNote(id="pointed", x=1334, y=314)
    do(board, AddNotes((*(NewNote(zone="jobs") for _ in range(20)), pointed)))
    assert board.info.scale > 1 and no_overlap(board)
    assert all(zone_for(board, note.centre) == note.zone == "jobs" for note in board.notes.values())


def test_measured_heights_make_room() -> None:
    board = new_board()
    do(board, AddNotes(tuple(NewNote(zone="pains", text="long") for _ in range(8))), measure=lambda note: 200.0)
    tall = [Rect(note.x, note.y, note.w, 200) for note in board.notes.values()]
    assert not any(a.overlaps(b) for n, a in enumerate(tall) for b in tall[n + 1 :])


def test_the_parking_lot_never_grows_the_canvas() -> None:
    board = new_board()
    do(board, AddNotes(tuple(NewNote(zone=PARKING, kind="pain") for _ in range(60))))
    assert board.info.scale == 1 and no_overlap(board)
    assert all(zone_for(board, note.centre) == PARKING for note in board.notes.values())


# moving


def test_a_move_inside_the_zone_changes_the_place_alone(board: Board) -> None:
    do(board, RankNote("pain", 0))
    (patch,) = do(board, MoveNotes(("pain",), 5, -3))
    assert patch.after and set(patch.after) == {"x", "y"}
    assert board.rank("pain") == 1


def test_another_zone_gives_the_kind_takes_the_rank_and_drops_illegal_links(board: Board) -> None:
    do(board, RankNote("pain", 0))
    do(board, RankNote("pain2", 1))
    do(board, PickNotes(("pain",), True))
    do(board, MoveNotes(("pain",), 0, MIDDLE["gains"][1] - MIDDLE["pains"][1]))
    note = board.notes["pain"]
    assert (note.zone, note.kind, note.rank_key, note.picked) == ("gains", "gain", None, True)
    assert set(board.links) == {"creator-gain", "product-reliever", "pain-job"}  # a gain may hang on a job too
    assert board.rank("pain2") == 1
    assert not faults(board)


def test_links_inside_a_group_that_moves_are_judged_by_the_new_kinds(board: Board) -> None:
    # reliever -> pain moved together upwards becomes creator -> gain, which is allowed.
    do(board, MoveNotes(("reliever", "pain"), 0, -360))
    assert (board.notes["reliever"].kind, board.notes["pain"].kind) == ("creator", "gain")
    assert "reliever-pain" in board.links
    assert not faults(board)


def test_parking_keeps_kind_links_and_pick_but_not_the_rank(board: Board) -> None:
    do(board, RankNote("pain", 0))
    do(board, PickNotes(("pain",), True))
    links = set(board.links)
    do(board, MoveNotes(("pain",), 0, 2000))
    note = board.notes["pain"]
    assert (note.zone, note.kind, note.rank_key, note.picked) == (PARKING, "pain", None, True)
    assert set(board.links) == links
    do(board, MoveNotes(("pain",), 0, -2000))
    assert (board.notes["pain"].zone, set(board.links)) == ("pains", links)


def test_a_parked_note_comes_back_as_something_else(board: Board) -> None:
    do(board, MoveToZone(("pain",), PARKING))
    do(board, MoveToZone(("pain",), "gains"))
    assert board.notes["pain"].kind == "gain"
    assert "reliever-pain" not in board.links and "pain-job" in board.links
    assert not faults(board)


def test_between_the_zones_the_nearest_takes_it(board: Board) -> None:
    # The middle of the note comes to (750, 180), between square and circle.
    note = board.notes["creator"]
    do(board, MoveNotes(("creator",), 750 - note.centre[0], 0))
    assert board.notes["creator"].zone == "creators"


def test_to_a_full_zone(board: Board) -> None:
    do(board, AddNotes(tuple(NewNote(id=f"more{n}", zone="pains") for n in range(12))))
    ids = tuple(note.id for note in board.in_zone("pains"))
    do(board, MoveToZone(ids, "jobs"))
    assert board.in_zone("pains") == []
    assert {board.notes[note_id].kind for note_id in ids} == {"job"}
    assert all(zone_for(board, board.notes[note_id].centre) == "jobs" for note_id in ids)
    assert not faults(board)


def test_to_an_unknown_zone(board: Board) -> None:
    assert refused(board, MoveToZone(("pain",), "cellar")) == "This canvas has no zone 'cellar'."


@pytest.mark.parametrize("far", [1e9, float("nan"), float("inf")])
def test_moving_off_the_world(board: Board, far: float) -> None:
    refused(board, MoveNotes(("pain",), far, 0))


# editing


def test_editing_normalises_once(board: Board) -> None:
    values = {"text": "a\tb\x00", "detail": "e\u0301", "tags": ("x\ty",), "author": "me\r", "colour": "coral"}
    do(board, EditNote("pain", values))
    note = board.notes["pain"]
    assert (note.text, note.detail, note.tags, note.author, note.colour) == (
        "a    b",
        "é",
        ("x    y",),
        "me\n",
        "coral",
    )


def test_what_is_not_edited_this_way(board: Board) -> None:
    with pytest.raises(TypeError, match="not editable"):
        decide(board, EditNote("pain", {"zone": "gains"}))


@pytest.mark.parametrize("values", [{"w": 0}, {"h": float("nan")}, {"colour": "x" * 33}, {"fields": 3}])
def test_impossible_values(board: Board, values: dict[str, Any]) -> None:
    refused(board, EditNote("pain", values))


# deleting


def test_deleting_takes_links_and_frees_the_words_of_statements(board: Board) -> None:
    do(board, AddStatement((Part(text="We end "), Part(text="it", note="pain", used="pain"), Part(text=".")), id="s"))
    do(board, Delete(notes=("pain",)))
    assert "pain" not in board.notes
    assert set(board.links) == {"creator-gain", "product-reliever"}
    (statement,) = board.statements
    assert statement.text == "We end it." and statement.notes == ()
    assert not faults(board)


def test_deleting_a_note_and_its_link_by_name(board: Board) -> None:
    do(board, Delete(notes=("pain", "pain", "job"), links=("reliever-pain", "creator-gain")))
    assert set(board.links) == {"product-reliever"}


# scores, picks


@pytest.mark.parametrize("score", [0, 6, -1])
def test_scores_out_of_range(board: Board, score: int) -> None:
    assert refused(board, ScoreNotes(("pain",), score)) == "A score is a whole number from 1 to 5."


def test_scores_and_picks(board: Board) -> None:
    do(board, ScoreNotes(("pain", "job"), 4))
    do(board, PickNotes(("pain", "pain2"), True))
    assert [board.notes[name].score for name in ("pain", "job", "gain")] == [4, 4, None]
    assert len(do(board, ScoreNotes(("pain", "gain"), 4))) == 1
    do(board, ScoreNotes(("pain",), None))
    assert board.notes["pain"].score is None and board.notes["pain2"].picked


# ranks


@pytest.fixture
def list_of_five() -> Board:
    """Ranked a, b, c; then d, e in reading order."""
    board = new_board()
    put(board, "pains", "a", "b", "c", ranked=True)
    put(board, "pains", "d", "e")
    return board


@pytest.mark.parametrize(
    ("note", "index", "shown", "ranked"),
    [
        ("a", 0, "abcde", 3),
        ("a", 1, "bacde", 3),
        ("a", 2, "bcade", 3),
        ("c", 0, "cabde", 3),
        ("c", -5, "cabde", 3),
        ("d", 0, "dabce", 4),
        ("d", 1, "adbce", 4),
        ("d", 3, "abcde", 4),
        ("e", 3, "abced", 4),
        ("e", 4, "abcde", 5),
        ("a", 3, "bcdae", 4),
        ("a", 99, "bcdea", 5),
        ("e", 99, "abcde", 5),
    ],
)
def test_ranking(list_of_five: Board, note: str, index: int, shown: str, ranked: int) -> None:
    board = list_of_five
    do(board, RankNote(note, index))
    assert "".join(order(board, "pains")) == shown
    assert len(board.ranked("pains")) == ranked
    assert not faults(board)


def test_ranking_writes_one_row(list_of_five: Board) -> None:
    assert [patch.id for patch in decide(list_of_five, RankNote("c", 0))] == ["c"]
    assert [patch.id for patch in decide(list_of_five, RankNote("d", 1))] == ["d"]
    assert decide(list_of_five, RankNote("b", 1)) == []


def test_unranking_closes_the_hole(list_of_five: Board) -> None:
    do(list_of_five, UnrankNotes(("b", "d")))
    assert list_of_five.ranks() == {"a": 1, "c": 2}
    assert not faults(list_of_five)


def test_a_parked_note_has_no_rank(board: Board) -> None:
    do(board, MoveToZone(("pain",), PARKING))
    assert refused(board, RankNote("pain", 0)) == "A parked note has no rank; move it into a zone first."


# links


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("pain", "pain", "A note cannot be linked to itself."),
        ("reliever", "gain", "Pain relievers link to pains, not to gains."),
        ("product", "gain", "Products & services link to pain relievers or gain creators, not to gains."),
        ("job", "product", "Customer jobs are linked from pains or gains, not to products & services."),
        ("pain", "gain", "Pains link to customer jobs, not to gains."),
        ("pain", "pain2", "Pains link to customer jobs, not to pains."),
    ],
)
def test_links_that_are_refused(board: Board, source: str, target: str, words: str) -> None:
    assert refused(board, AddLink(source, target)) == words


def test_a_link_drawn_backwards_is_turned(board: Board) -> None:
    do(board, AddLink("pain2", "reliever2", 3, id="l"))
    assert (board.links["l"].source, board.links["l"].target) == ("reliever2", "pain2")
    assert link_direction(board, "gain", "creator") == ("creator", "gain")
    assert refuse_link(board, board.notes["reliever"], board.notes["pain2"]) is None


def test_a_link_drawn_twice(board: Board) -> None:
    for source, target in (("reliever", "pain"), ("pain", "reliever")):
        assert refused(board, AddLink(source, target)).startswith("These two notes are linked already;")


def test_a_kind_without_links() -> None:
    from tests.domain.builder import shipped

    canvas = shipped().model_copy(update={"links": (), "steps": ()})
    board = new_board(canvas)
    put(board, "pains", "a")
    put(board, "jobs", "b")
    assert refused(board, AddLink("a", "b")) == "Pains have no links on this canvas."


@pytest.mark.parametrize("strength", [0, 4])
def test_strengths(board: Board, strength: int) -> None:
    assert refused(board, AddLink("reliever2", "pain2", strength)) == "The strength of a link is 1, 2 or 3."
    assert refused(board, SetStrength(("reliever-pain",), strength)) == "The strength of a link is 1, 2 or 3."


def test_set_strength(board: Board) -> None:
    do(board, SetStrength(("reliever-pain", "creator-gain", "creator-gain", "gone"), 2))
    assert {link.strength for link in board.links.values()} == {2}


def test_parked_notes_may_be_linked(board: Board) -> None:
    do(board, MoveToZone(("pain2",), PARKING))
    do(board, AddLink("reliever2", "pain2", id="l"))
    assert "l" in board.links


# statements


def say(board: Board, *ids: str, note: str | None = None) -> None:
    for statement_id in ids:
        do(board, AddStatement((Part(text=f"Text {statement_id}", note=note),), id=statement_id))


def shown(board: Board) -> str:
    return "".join(statement.id for statement in board.statements)


@pytest.mark.parametrize(("index", "expected"), [(None, "abcx"), (0, "xabc"), (2, "abxc"), (99, "abcx"), (-1, "xabc")])
def test_adding_a_statement(board: Board, index: int | None, expected: str) -> None:
    say(board, "a", "b", "c")
    do(board, AddStatement((Part(text="New\t."), Part(text="")), pattern="ad-lib", index=index, id="x"))
    assert shown(board) == expected
    added = next(statement for statement in board.statements if statement.id == "x")
    assert (added.text, len(added.parts), added.pattern) == ("New    .", 1, "ad-lib")


@pytest.mark.parametrize(
    ("statement", "index", "expected"),
    [("a", 2, "bca"), ("c", 0, "cab"), ("b", 1, "abc"), ("a", 99, "bca"), ("b", -1, "bac")],
)
def test_moving_a_statement(board: Board, statement: str, index: int, expected: str) -> None:
    say(board, "a", "b", "c")
    assert len(do(board, MoveStatement(statement, index))) == (expected != "abc")
    assert shown(board) == expected


def test_editing_a_statement(board: Board) -> None:
    say(board, "a", note="pain")
    do(board, EditStatement("a", (Part(text="x", note="pain", used="pain"),)))
    assert board.statements[0].text == "x"
    assert decide(board, EditStatement("a", (Part(text="x", note="pain", used="pain"),))) == []


def test_deleting_statements(board: Board) -> None:
    say(board, "a", "b", "c")
    do(board, DeleteStatements(("a", "c", "gone")))
    assert shown(board) == "b"


def test_sorting_by_score_keeps_equals_in_order(board: Board) -> None:
    say(board, "a", "b")
    say(board, "c", "d", note="reliever")
    say(board, "e", note="creator")
    do(board, SortStatements())
    assert shown(board) == "cdeab"
    assert decide(board, SortStatements()) == []


# the board


def test_editing_the_board(board: Board) -> None:
    do(board, EditBoard({"title": " New\n title ", "goal": "a\tb", "fields": {"x": 1}}))
    assert (board.info.title, board.info.goal, board.info.fields) == ("New title", "a b", {"x": 1})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": " \t"}, "A board needs a title; type at least one letter."),
        ({"goal": "x" * 501}, "The goal is longer than 500 characters; shorten it."),
    ],
)
def test_board_values_refused(board: Board, values: Any, words: str) -> None:
    assert refused(board, EditBoard(values)) == words


def test_a_language_that_is_too_long(board: Board) -> None:
    refused(board, EditBoard({"language": "x" * 40}))


def newer(board: Board, change: Callable[[dict[str, Any]], object]) -> ReplaceCanvas:
    definition = board.canvas.as_data() | {"version": 2}
    change(definition)
    return ReplaceCanvas(definition)


def test_a_newer_canvas_is_taken_over(board: Board) -> None:
    patches = do(board, newer(board, lambda data: data.update(title="New name")))
    assert len(patches) == 1
    assert (board.canvas.title, board.canvas_copy.version) == ("New name", 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(id="other"),
        lambda data: (data["zone"].pop(), data.pop("step")),
        lambda data: data["zone"][4].update(kind="gain"),
        lambda data: data["link"].pop(0),
    ],
    ids=["another canvas", "a zone in use is gone", "a zone changes its kind", "links in use become illegal"],
)
def test_a_canvas_that_does_not_fit_is_refused(board: Board, change: Callable[[dict[str, Any]], object]) -> None:
    message = refused(board, newer(board, change))
    assert "lacks zones or kinds that this board uses" in message
