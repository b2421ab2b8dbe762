"""Fifty boards of all sorts: `fit` against the formulas of PRODUCT.md, section 2, worked out anew in exact fractions.

Nothing here uses the code that is tested but the board it is given and the scoring of statements that it is asked for.
"""

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from canvas_app.domain.board import Board
from canvas_app.domain.commands import AddLink, AddNotes, Delete, NewNote, SetStrength
from canvas_app.domain.entities import PARKING
from canvas_app.domain.fit import fit
from canvas_app.domain.order import keys_between
from tests.domain.builder import do, new_board, shipped

NEEDS, ANCHOR = {"pain": "reliever", "gain": "creator"}, "job"
"""Which kind answers which need, and what anchors them: of the canvas that comes with the app."""
ZONES = {"products": "product", "creators": "creator", "relievers": "reliever", "gains": "gain", "pains": "pain"}
ZONES["jobs"] = "job"
LINKS = [("reliever", "pain"), ("creator", "gain"), ("product", "reliever"), ("product", "creator")]
LINKS += [("pain", "job"), ("gain", "job")]


def some_board(seed: int) -> Board:
    """Scored, ranked and bare notes, picked and parked ones, links of every sort and strength."""
    chance = random.Random(seed)
    board = new_board(shipped())
    notes: list[NewNote] = []
    kind_of: dict[str, str] = {}
    for zone, kind in ZONES.items():
        count = chance.choice([0, 1, 2, 3, 5, 8, 13]) if seed % 5 else chance.randint(0, 3)
        count = 0 if seed % 10 == 7 and kind in NEEDS else count
        ranked = chance.randint(0, count)
        keys = [*keys_between(None, None, ranked), *[None] * (count - ranked)]
        for n, key in enumerate(keys):
            values: dict[str, Any] = {"rank_key": key, "picked": chance.random() < 0.3}
            if chance.random() < 0.4:
                values["score"] = chance.randint(1, 5)
            parked = chance.random() < 0.1
            if parked:
                values["rank_key"] = None
            name = f"{kind}{n}"
            notes.append(NewNote(name, PARKING if parked else zone, kind=kind, values=values, id=name))
            kind_of[name] = kind
    do(board, AddNotes(tuple(notes)))
    dense = chance.choice([0.0, 0.1, 0.3, 0.6])
    for source in kind_of:
        for target in kind_of:
            if (kind_of[source], kind_of[target]) in LINKS and chance.random() < dense:
                do(board, AddLink(source, target, chance.choice([1, 2, 3, 3])))
    return board


@dataclass
class Book:
    """The figures as section 2 words them."""

    v: dict[str, Fraction]
    w: dict[str, Fraction]
    r: dict[str, int]
    value: dict[str, Fraction]
    coverage: dict[tuple[str, str], Fraction | None]
    gaps: list[str]
    orphans: set[str]
    overserved: set[str]
    tied: dict[str, bool]

    def score(self, board: Board, notes: list[str]) -> int | None:
        """100 x sum over the needs its notes answer of w x s/3, divided by the sum of w over all needs; half up."""
        total = sum(self.w.values())
        if not total:
            return None
        best: dict[str, int] = {}
        for link in board.links.values():
            if link.source in notes and link.source in self.value and link.target in self.w:
                best[link.target] = max(best.get(link.target, 0), link.strength)
        share = 100 * sum(self.w[need] * Fraction(s, 3) for need, s in best.items()) / total
        whole = share.numerator // share.denominator
        return whole + 1 if share - whole >= Fraction(1, 2) else whole


def by_the_book(board: Board) -> Book:
    live = {note.id: note for note in board.notes.values() if note.zone != PARKING}
    links = [link for link in board.links.values() if link.source in live and link.target in live]
    v: dict[str, Fraction] = {}
    for note in live.values():
        ranked = sorted(n.rank_key for n in live.values() if n.zone == note.zone and n.rank_key is not None)
        if note.score is not None:
            v[note.id] = Fraction(note.score)
        elif note.rank_key is not None:
            rank, n = ranked.index(note.rank_key) + 1, len(ranked)
            v[note.id] = 5 * Fraction(n - rank + 1, n)
        else:
            v[note.id] = Fraction(3)
    needs = [note for note in live.values() if note.kind in NEEDS]
    answering = [note for note in live.values() if note.kind in NEEDS.values()]
    w, r, tied = {}, {}, {}
    for need in needs:
        anchors = [link.target for link in links if link.source == need.id and live[link.target].kind == ANCHOR]
        w[need.id] = v[need.id] * (max(v[anchor] for anchor in anchors) / 5 if anchors else 1)
        tied[need.id] = bool(anchors)
        r[need.id] = max((link.strength for link in links if link.target == need.id), default=0)
    coverage: dict[tuple[str, str], Fraction | None] = {}
    for kind in NEEDS:
        for which in ("picked", "all"):
            chosen = [need.id for need in needs if need.kind == kind and (need.picked or which == "all")]
            weight = sum(w[need] for need in chosen)
            coverage[kind, which] = sum(w[need] * Fraction(r[need], 3) for need in chosen) / weight if chosen else None
    value = {
        note.id: sum(
            (w[link.target] * Fraction(link.strength, 3) for link in links if link.source == note.id), Fraction()
        )
        for note in answering
    }
    overserved = set()
    for kind in NEEDS:
        weights = sorted(w[need.id] for need in needs if need.kind == kind)
        seats = len(weights) // 3
        # Among the lightest floor(n/3); who shares a weight with somebody outside of the seats has none.
        light = {weight for weight in weights if sum(other <= weight for other in weights) <= seats}
        for need in needs:
            full = {link.source for link in links if link.target == need.id and link.strength == 3}
            if need.kind == kind and w[need.id] in light and len(full) >= 2:
                overserved.add(need.id)
    return Book(
        v,
        w,
        r,
        value,
        coverage,
        sorted((need for need in w if r[need] == 0), key=lambda need: -w[need]),
        {note.id for note in answering if not any(link.source == note.id for link in links)},
        overserved,
        tied,
    )


@pytest.mark.parametrize("seed", range(50))
def test_fit_is_what_the_formulas_say(seed: int) -> None:
    board = some_board(seed)
    chance = random.Random(1000 + seed)
    for _ in range(3):  # as it is made, and after two changes
        agree(board, chance)
        links = sorted(board.links)
        if links and chance.random() < 0.6:
            do(board, SetStrength((chance.choice(links),), chance.randint(1, 3)))
        elif board.notes:
            do(board, Delete((chance.choice(sorted(board.notes)),)))


def agree(board: Board, chance: random.Random) -> None:
    figures, book = fit(board), by_the_book(board)
    assert figures.importance == {note: pytest.approx(float(value)) for note, value in book.v.items()}
    assert figures.weights == {need: pytest.approx(float(weight)) for need, weight in book.w.items()}
    assert figures.tied == book.tied
    assert figures.relief == book.r
    assert figures.values == {note: pytest.approx(float(value)) for note, value in book.value.items()}
    assert set(figures.coverage) == set(NEEDS)
    for (kind, which), share in book.coverage.items():
        said = getattr(figures.coverage[kind], which)
        assert said is None if share is None else said == pytest.approx(float(share)), (kind, which)
    assert set(figures.gaps) == set(book.gaps) and len(figures.gaps) == len(book.gaps)
    assert [book.w[need] for need in figures.gaps] == [book.w[need] for need in book.gaps], "heaviest first"
    assert set(figures.orphans) == book.orphans
    assert set(figures.overserved) == book.overserved
    ids = sorted(board.notes)
    for _ in range(4):
        notes = chance.sample(ids, chance.randint(0, min(len(ids), 6)))
        assert figures.statement_score(notes) == book.score(board, notes)


def test_the_boards_have_something_of_everything() -> None:
    """What no board has, the comparison could not tell."""
    boards = [some_board(seed) for seed in range(50)]
    found = [fit(board) for board in boards]
    assert any(figures.overserved for figures in found)
    assert any(figures.gaps and len(figures.gaps) > 3 for figures in found)
    assert any(figures.orphans for figures in found)
    assert any(not figures.weights for figures in found)
    assert {basis for figures in found for basis in figures.basis.values()} == {"score", "rank", "none"}
    assert any(note.zone == PARKING for board in boards for note in board.notes.values())
    assert any(share.picked is None and share.all is not None for f in found for share in f.coverage.values())
