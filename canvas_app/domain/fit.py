"""The arithmetic of fit: importance, weight, relief, coverage, value, gaps (PRODUCT.md, section 2).

The canvas says which kinds are needs, which answer them and which anchor them; parked notes and their links count
nowhere.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any

from canvas_app.domain.board import Board
from canvas_app.domain.entities import PARKING, Link, Note
from canvas_app.domain.patch import Patch

FULL = 3
TOP = 5
_SCORES = {n: Fraction(n) for n in range(1, TOP + 1)}
UNPRIORITISED = _SCORES[3]


@dataclass(frozen=True)
class Coverage:
    """Shares 0..1 of the weight that is answered; None where there is nothing to measure."""

    picked: float | None
    all: float | None


@dataclass(frozen=True)
class Fit:
    """All figures by note id, unrounded."""

    importance: dict[str, float]
    basis: dict[str, str]  # "score", "rank" or "none"
    weights: dict[str, float]
    tied: dict[str, bool]
    relief: dict[str, int]
    values: dict[str, float]
    coverage: dict[str, Coverage]
    gaps: tuple[str, ...]
    orphans: tuple[str, ...]
    overserved: tuple[str, ...]
    answers: dict[str, dict[str, int]]  # answering note -> need -> strongest link

    @property
    def answered(self) -> int:
        """How many needs have any relief."""
        return sum(1 for strength in self.relief.values() if strength)

    def statement_score(self, notes: Iterable[str]) -> int | None:
        """100 x the share of all weight that these notes answer, rounded half up; None where no need has weight."""
        total = sum(self.weights.values())
        if not total:
            return None
        best = self.reached(notes)
        share = 100 * sum(self.weights[need] * s / FULL for need, s in best.items()) / total
        return floor(round(share, 9) + 0.5)  # weights like 1.8 are not exact, and half a hair would round down

    def only(self, needs: Iterable[str]) -> "Fit":
        """The same figures with the weights and the relief of these needs alone."""
        kept = set(needs)
        return replace(
            self,
            weights={need: weight for need, weight in self.weights.items() if need in kept},
            relief={need: relief for need, relief in self.relief.items() if need in kept},
        )

    def reached(self, notes: Iterable[str]) -> dict[str, int]:
        """The needs these notes answer, each with its strongest link."""
        best: dict[str, int] = {}
        for note in notes:
            for need, strength in self.answers.get(note, {}).items():
                best[need] = max(best.get(need, 0), strength)
        return best

    def as_data(self) -> dict[str, Any]:
        """The `fit` of `show --json`."""
        return {
            "weights": self.weights,
            "values": self.values,
            "coverage": {kind: {"picked": c.picked, "all": c.all} for kind, c in self.coverage.items()},
            "gaps": list(self.gaps),
            "orphans": list(self.orphans),
            "overserved": list(self.overserved),
        }


IGNORED = frozenset({"text", "detail", "colour", "tags", "author", "w", "h", "locked", "group_id", "z"})
"""Fields of a note that no figure depends on."""


def concerns_fit(patches: Iterable[Patch]) -> bool:
    """Whether a change may alter any figure."""
    for patch in patches:
        if patch.entity == "note":
            if patch.before is None or patch.after is None or not patch.after.keys() <= IGNORED:
                return True
        elif patch.entity in ("link", "canvas"):
            return True
    return False


def fit(board: Board) -> Fit:
    canvas = board.canvas
    notes = {note.id: note for note in board.in_order() if note.zone != PARKING}
    by_role: dict[str, list[Note]] = defaultdict(list)
    exact: dict[str, Fraction] = {}  # what weighs the same must compare as equal
    basis: dict[str, str] = {}
    ranks = board.ranks()
    for note in notes.values():
        by_role[canvas.role(note.kind)].append(note)
        if note.score is not None:
            exact[note.id], basis[note.id] = _SCORES[note.score], "score"
        elif note.id in ranks:
            n = len(board.ranked(note.zone))
            exact[note.id], basis[note.id] = Fraction(TOP * (n - ranks[note.id] + 1), n), "rank"
        else:
            exact[note.id], basis[note.id] = UNPRIORITISED, "none"
    importance = {note_id: float(value) for note_id, value in exact.items()}

    anchors: dict[str, list[str]] = defaultdict(list)
    answers: dict[str, dict[str, int]] = {note.id: {} for note in by_role["answer"]}
    relief = {note.id: 0 for note in by_role["need"]}
    full_links: dict[str, int] = defaultdict(int)
    answering: list[Link] = []
    for link in board.links.values():
        if link.source not in notes or link.target not in notes:
            continue
        source, target = (canvas.role(notes[end].kind) for end in (link.source, link.target))
        if (source, target) == ("answer", "need"):
            answering.append(link)
            answers[link.source][link.target] = max(answers[link.source].get(link.target, 0), link.strength)
            relief[link.target] = max(relief[link.target], link.strength)
            full_links[link.target] += link.strength == FULL
        elif (source, target) == ("need", "anchor"):
            anchors[link.source].append(link.target)
        elif (source, target) == ("anchor", "need"):
            anchors[link.target].append(link.source)

    weights = {
        note.id: float(exact[note.id] * max(map(exact.__getitem__, anchors[note.id])) / TOP)
        if anchors[note.id]
        else importance[note.id]
        for note in by_role["need"]
    }
    coverage, overserved = {}, []
    for kind in canvas.kinds:
        if kind.role != "need":
            continue
        needs = [note for note in by_role["need"] if note.kind == kind.id]
        coverage[kind.id] = Coverage(
            _covered([note.id for note in needs if note.picked], weights, relief),
            _covered([note.id for note in needs], weights, relief),
        )
        light = len(needs) // 3
        rising = sorted(weights[note.id] for note in needs)
        overserved += [
            note.id for note in needs if full_links[note.id] >= 2 and bisect_right(rising, weights[note.id]) <= light
        ]
    values = {note.id: 0.0 for note in by_role["answer"]}
    for link in answering:
        values[link.source] += weights[link.target] * link.strength / FULL
    return Fit(
        importance=importance,
        basis=basis,
        weights=weights,
        tied={need: bool(anchors[need]) for need in weights},
        relief=relief,
        values=values,
        coverage=coverage,
        gaps=tuple(sorted((need for need in weights if not relief[need]), key=lambda need: -weights[need])),
        orphans=tuple(note.id for note in by_role["answer"] if not answers[note.id]),
        overserved=tuple(overserved),
        answers=answers,
    )


def _covered(needs: list[str], weights: dict[str, float], relief: dict[str, int]) -> float | None:
    total = sum(weights[need] for need in needs)
    return sum(weights[need] * relief[need] / FULL for need in needs) / total if total else None
