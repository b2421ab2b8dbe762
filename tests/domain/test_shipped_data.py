"""The sample board and the icons that are shipped."""

import json
import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest

from canvas_app.domain.arrange import heading_rect, parking_rect
from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Part
from canvas_app.domain.fit import fit
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.domain.order import keys_between
from canvas_app.domain.patch import insert
from tests.domain.builder import RESOURCES, faults, new_board

SAMPLE: dict[str, Any] = json.loads((RESOURCES / "samples" / "loyalty-app.json").read_text(encoding="utf-8"))
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def board() -> Board:
    from canvas_app.domain.entities import Link, Note, Statement

    board = new_board(**{key: value for key, value in SAMPLE["board"].items() if key != "canvas"})
    keys = dict(enumerate(keys_between(None, None, 50), 1))
    rows: list[Any] = []
    for model, table in ((Note, "notes"), (Link, "links"), (Statement, "statements")):
        for data in SAMPLE[table]:
            values = dict(data)
            if "rank" in values:
                values["rank_key"] = keys.get(values.pop("rank"))
            rows.append(model.model_validate(values))
    board.apply(board.check([insert(row) for row in rows]))
    return board


def test_a_sample_is_a_sound_board(board: Board) -> None:
    assert SAMPLE["format"] == 1 and SAMPLE["board"]["canvas"] == board.canvas.id
    assert faults(board) == []
    for note in SAMPLE["notes"]:
        assert board.rank(note["id"]) == note["rank"]


def test_it_shows_what_the_app_can_do(board: Board) -> None:
    live = [note for note in board.notes.values() if note.zone != PARKING]
    assert len(board.notes) >= 25
    assert {note.zone for note in live} == {zone.id for zone in board.canvas.zones}
    for kind in board.canvas.kinds:
        if kind.pick:
            picked = sum(note.picked for note in live if note.kind == kind.id)
            assert kind.pick.min <= picked <= kind.pick.max, kind.id
    figures = fit(board)
    assert sum(figures.tied.values()) >= 3
    assert figures.gaps and figures.orphans
    answered = [need for answers in figures.answers.values() for need in answers]
    assert any(answered.count(need) == 2 for need in figures.weights)
    assert sum(note.zone == PARKING for note in board.notes.values()) == 2


def test_its_statements_stand_in_order_of_score_and_quote_their_notes(board: Board) -> None:
    figures = fit(board)
    scores = [figures.statement_score(statement.notes) or 0 for statement in board.statements]
    assert len(scores) == 3 and scores == sorted(scores, reverse=True) and scores[-1] > 0
    patterns = {pattern.id for pattern in board.canvas.patterns}
    for statement in board.statements:
        assert statement.pattern in patterns
        assert len(statement.notes) >= 3 and statement.text.endswith(".") and len(statement.text.split()) < 45
        for part in statement.parts:
            assert isinstance(part, Part) and (part.note is None) == (part.used is None)
            assert part.note is None or board.notes[part.note].text == part.used


def test_its_notes_lie_tidy(board: Board) -> None:
    rects = {note.id: Rect(note.x, note.y, note.w, note.h) for note in board.notes.values()}
    assert not [(a, b) for a, b in combinations(rects, 2) if rects[a].overlaps(rects[b], 9)]
    discs = [thing for thing in board.canvas.frame.draw if thing.type == "disc"]
    for note in board.notes.values():
        rect = rects[note.id]
        zone = board.canvas.zone(note.zone)
        outline = zone.outline if zone else parking_rect(board).corners
        assert fits_inside(rect, outline), note.id
        assert not any(rect.overlaps(heading_rect(other, 1)) for other in board.canvas.zones), note.id
        for disc in discs:
            (x, y), r = disc.center, disc.radius
            assert not rect.overlaps(Rect(x - r, y - r, 2 * r, 2 * r)), note.id


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icons_use_only_what_paper_can_draw(path: Any) -> None:
    root = ElementTree.fromstring(path.read_bytes())
    assert root.tag == f"{SVG}svg" and root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor" and root.get("fill") in ("none", "currentColor")
    assert len(root) > 0
    for child in root:
        assert child.tag in {f"{SVG}path", f"{SVG}circle", f"{SVG}rect"} and len(child) == 0
        if child.tag == f"{SVG}path":
            commands = re.findall(r"[A-Za-z]", child.get("d", ""))
            assert set(commands) <= set("MLHVCZ") and commands[0] == "M"
