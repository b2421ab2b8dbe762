"""JSON out and in: an equal board, and one sentence with the place for everything that is no board."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from canvas_app.domain.board import Board
from canvas_app.domain.errors import BadInput, UserError
from canvas_app.domain.fit import fit
from canvas_app.exchange import board_json
from tests.exchange.boards import boards, empty_board, imported


def dumped(board: Board) -> dict[str, Any]:
    data = board_json.dump(board, fit(board))
    data["board"] = {key: value for key, value in data["board"].items() if key not in ("id", "created")}
    return data


@given(boards())
def test_import_of_an_export_is_an_equal_board(board: Board) -> None:
    again = imported(board_json.read(board_json.write(board, fit(board)).encode()))
    assert dumped(again) == dumped(board)
    assert list(dumped(again)) == list(dumped(board))


def test_key_order() -> None:
    data = board_json.dump(empty_board(), fit(empty_board()))
    assert list(data) == ["format", "board", "canvas_definition", "notes", "links", "statements", "fit", "steps"]
    assert list(data["board"])[:5] == ["title", "canvas", "partner", "segment", "goal"]
    assert data["fit"]["coverage"] == {"gain": {"picked": None, "all": None}, "pain": {"picked": None, "all": None}}
    assert [list(step) for step in data["steps"]] == [["n", "title", "state", "why", "notes"]] * 16


def a_board(**changes: Any) -> dict[str, Any]:
    note = {"id": "n1", "zone": "pains", "text": "Slow"}
    return {
        "format": 1,
        "board": {"title": "T"},
        "notes": [note, {"zone": "relievers", "text": "Fast", "id": "n2"}],
        **changes,
    }


def note(**changes: Any) -> dict[str, Any]:
    return a_board(notes=[{"zone": "pains", "text": "Slow"}, {"zone": "pains", "text": "Slow", **changes}])


def test_groups_stay_together_under_ids_that_can_be_kept() -> None:
    names = ("g", "g", "a b", "a b", "", None)
    notes = [{"zone": "pains", "text": str(n), "group_id": name} for n, name in enumerate(names)]
    board = imported(board_json.read(json.dumps(a_board(notes=notes)).encode()))
    groups = [item.group_id for item in sorted(board.notes.values(), key=lambda item: item.text)]
    assert groups[:2] == ["g", "g"] and groups[4:] == [None, None]
    assert groups[2] == groups[3] not in ("g", "a b", None)


def test_one_statement_is_final_at_the_most() -> None:
    statements = [
        {"id": "a", "rank": 2, "text": "A", "final": True},
        {"id": "b", "rank": 1, "text": "B", "final": True},
    ]
    board = imported(board_json.read(json.dumps(a_board(statements=statements)).encode()))
    assert [(statement.id, statement.final) for statement in board.statements] == [("b", True), ("a", False)]


NESTED = "[" * 100_000

BAD: dict[str, tuple[Any, str]] = {
    "empty": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "truncated": (b'{"format": 1, "board": {"ti', "line 1, column"),
    "trailing": (b'{"format": 1} x', "line 1, column 15"),
    "latin-1": ('{"format": 1,\n"x": "é"}'.encode("latin-1"), "line 2"),
    "utf-16": ('{"format": 1}'.encode("utf-16"), "UTF-16"),
    "nested": (NESTED.encode(), "nested"),
    "nested objects": (b'{"format":1,"fit":' + b'{"a":' * 300 + b"1" + b"}" * 301, "nested"),
    "list": (b"[1]", "a list"),
    "number": (b"12", "12"),
    "no format": ({"board": {"title": "x"}, "notes": []}, "format"),
    "format text": (a_board(format="1"), "format"),
    "format true": (a_board(format=True), "format"),
    "format zero": (a_board(format=0), "format"),
    "no board": ({"format": 1, "notes": []}, "board: is missing"),
    "no title": (a_board(board={}), "board.title: is missing"),
    "blank title": (a_board(board={"title": "  "}), "board.title"),
    "long title": (a_board(board={"title": "x" * 501}), "title"),
    "no notes": ({"format": 1, "board": {"title": "x"}}, "notes: is missing"),
    "notes object": (a_board(notes={}), "notes:"),
    "extra key": (a_board(extra=1), "extra: is not known"),
    "extra note key": (note(colr="red"), "notes[1].colr: is not known"),
    "no zone": (a_board(notes=[{"text": "x"}]), "notes[0].zone: is missing"),
    "unknown zone": (note(zone="nowhere"), "notes[1]: the canvas"),
    "unknown kind parked": (note(zone="parking", kind="what"), "notes[1]: the canvas"),
    "kind number": (note(zone="parking", kind=4), "notes[1].kind"),
    "score 6": (note(score=6), "notes[1].score"),
    "score true": (note(score=True), "notes[1].score"),
    "score float": (note(score=4.5), "notes[1].score"),
    "score text": (note(score="4"), "notes[1].score"),
    "rank 0": (note(rank=0), "notes[1].rank"),
    "x true": (note(x=True, y=0), "notes[1].x"),
    "x text": (note(x="nan", y=0), "notes[1].x"),
    "x far": (note(x=1e8, y=0), "notes[1].x"),
    "w negative": (note(w=-1), "notes[1].w"),
    "picked 1": (note(picked=1), "notes[1].picked"),
    "tags text": (note(tags="a"), "notes[1].tags"),
    "tag number": (note(tags=["a", 1]), "notes[1].tags[1]"),
    "long text": (note(text="x" * 20_001), "notes[1]: the text"),
    "long colour": (note(colour="x" * 33), "notes[1]: the colour"),
    "twin ids": (note(id="n1") | {"notes": [{"id": "n1", "zone": "pains", "text": ""}] * 2}, "notes[1].id"),
    "link to nothing": (a_board(links=[{"source": "n1", "target": "gone"}]), "links[0].target"),
    "illegal link": (a_board(links=[{"source": "n1", "target": "n2"}]), "links[0]: Pains link to"),
    "self link": (a_board(links=[{"source": "n1", "target": "n1"}]), "links[0]: A note"),
    "double link": (a_board(links=[{"source": "n2", "target": "n1"}] * 2), "links[1]: these two"),
    "strength 4": (a_board(links=[{"source": "n2", "target": "n1", "strength": 4}]), "links[0].strength"),
    "part of nothing": (a_board(statements=[{"parts": [{"text": "x", "note": "gone"}]}]), "s[0].parts[0].note"),
    "statement number": (a_board(statements=[4]), "statements[0]"),
    "canvas unknown key": (a_board(canvas_definition={"id": "x"}), "canvas_definition"),
    "twice": (b'{"format": 1, "board": {"title": "a", "title": "b"}, "notes": []}', "board.title: stands there twice"),
    "format twice": (b'{"format": 1, "format": 1, "notes": []}', "format: stands there twice"),
    "format NaN": (b'{"format": NaN}', "format: NaN"),
    "nan": (b'{"format": 1, "board": {"title": "a"}, "notes": [{"x": NaN}]}', "notes[0].x: NaN"),
    "infinity": (b'{"format": 1, "board": {"title": "a"}, "notes": [{"x": -Infinity}]}', "notes[0].x"),
    "1e999": (b'{"format": 1, "board": {"title": "a"}, "notes": [{"x": 1e999}]}', "notes[0].x: 1e999"),
    "digits": (b'{"format": 1, "board": {"title": "a"}, "notes": [{"x": ' + b"9" * 5000 + b"}]}", "notes[0].x"),
    "2**63": (a_board(fit={"n": 2**63}), "fit.n"),
    "surrogate": (b'{"format": 1, "board": {"title": "a"}, "notes": [{"text": "\\ud800"}]}', "notes[0].text"),
    "surrogate key": (b'{"format": 1, "board": {"\\udfff": "a"}, "notes": []}', "surrogate"),
    "stroke without points": (a_board(strokes=[{"id": "s", "points": []}]), "strokes[0].points"),
    "stroke of pairs": (a_board(strokes=[{"points": [[1, 2]]}]), "strokes[0].points[0]"),
    "stroke pressed too hard": (a_board(strokes=[{"points": [[1, 2, 1.5]]}]), "strokes[0].points[0][2]"),
    "stroke too far": (a_board(strokes=[{"points": [[1, 2, 1], [1, 2e7, 1]]}]), "strokes[0].points[1][1]"),
    "stroke colour": (a_board(strokes=[{"points": [[1, 2, 1]], "colour": "x" * 33}]), "strokes[0].colour"),
    "stroke width": (a_board(strokes=[{"points": [[1, 2, 1]], "width": 0}]), "strokes[0].width"),
    "stroke twins": (a_board(strokes=[{"points": [[1, 2, 1]], "id": "s"}] * 2), "strokes[1].id"),
    "group number": (note(group_id=4), "notes[1].group_id"),
    "locked text": (note(locked="yes"), "notes[1].locked"),
    "stack": (note(z=1e9), "notes[1].z"),
    "zone state": (a_board(zone_states=[{"zone": "nowhere"}]), "zone_states"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_place(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(BadInput) as caught:
        imported(board_json.read(data if isinstance(data, bytes) else json.dumps(data).encode()))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_too_many_notes() -> None:
    with pytest.raises(BadInput, match="20,000 at most"):
        imported(board_json.read(json.dumps(a_board(notes=[{"zone": "parking", "text": ""}] * 20_001)).encode()))


def test_newer_format() -> None:
    with pytest.raises(UserError) as caught:
        board_json.read(b'{"format": 2, "new": NaN}')
    assert caught.value.exit_code == 4


def test_byte_order_mark_and_nul_character() -> None:
    data = "\ufeff" + json.dumps(a_board(notes=[{"zone": "pains", "text": "a\u0000b\tc\r\nd"}]))
    (only,) = imported(board_json.read(data.encode())).notes.values()
    assert only.text == "ab    c\nd"


def test_holes_in_ranks_are_closed_and_order_kept() -> None:
    notes = [{"zone": "pains", "text": str(rank), "rank": rank} for rank in (9, 2, 40, 2)]
    board = imported(board_json.read(json.dumps(a_board(notes=notes)).encode()))
    assert [(board.ranks()[n.id], n.text) for n in board.in_zone("pains")] == [(1, "2"), (2, "2"), (3, "9"), (4, "40")]


def test_ids_that_cannot_be_kept_are_renamed_with_their_links() -> None:
    notes = [{"id": "not a good id!", "zone": "relievers", "text": "a"}, {"id": "n1", "zone": "pains", "text": "b"}]
    data = a_board(notes=notes, links=[{"source": "not a good id!", "target": "n1"}])
    board = imported(board_json.read(json.dumps(data).encode()))
    (link,) = board.links.values()
    assert board.notes[link.source].text == "a" and link.target == "n1"


def test_what_is_derived_is_ignored() -> None:
    data = a_board(
        fit={"weights": 3}, steps="x", statements=[{"parts": [{"text": "a"}], "text": "b", "score": 9, "notes": 1}]
    )
    data["notes"][0]["kind"] = "gain"
    board = imported(board_json.read(json.dumps(data).encode()))
    assert board.notes["n1"].kind == "pain"
    assert [statement.text for statement in board.statements] == ["a"]


@settings(max_examples=20)
@given(boards(most=3))
def test_notes_without_a_position_lie_in_their_zone_without_overlap(board: Board) -> None:
    data = board_json.dump(board, fit(board))
    data["notes"] = [{key: value for key, value in row.items() if key not in "xy"} for row in data["notes"]]
    again = imported(board_json.read(json.dumps(data).encode()))
    check_layout(again)


def check_layout(board: Board) -> None:
    from canvas_app.domain.arrange import note_rect, parking_rect

    rects = [note_rect(note, lambda note: note.h) for note in board.notes.values()]
    assert not any(a.overlaps(b) for n, a in enumerate(rects) for b in rects[:n])
    for one in board.notes.values():
        zone = board.canvas.zone_at(one.centre, board.info.scale)
        assert (zone.id if zone else "parking") == one.zone
        if one.zone == "parking":
            assert one.y >= parking_rect(board).y


def test_many_notes_grow_the_canvas() -> None:
    notes = [{"zone": zone, "text": str(n)} for zone in ("pains", "gains", "jobs", "parking") for n in range(40)]
    placed = {"zone": "products", "text": "stays", "x": 30, "y": 300}
    board = imported(board_json.read(json.dumps(a_board(notes=[*notes, placed])).encode()))
    assert board.info.scale > 1 and len(board.notes) == 161
    check_layout(board)
